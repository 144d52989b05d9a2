import { failure, type Reply, success } from '../../shared/reply.ts';
import { untilAborted } from '../platform/mutex.ts';
import { translateFailure, unusableAnswer } from './auth-errors.ts';
import { isScopeRefusal } from './auth-guidance.ts';
import type { DeviceCodeOptions, SignInGrant } from './identity-provider.ts';
import { mailScopes } from './microsoft.ts';
import { createMsalClient, translateThrown } from './msal-client.ts';
import { grantOf, IncompleteAnswer } from './msal-grant.ts';
import { MsalNetwork } from './msal-network.ts';

/**
 * Turns a refresh token of another program into a sign-in of Heron, in a client of its own, so that nothing stored changes. It works where both programs use the
 * same registration. Asks for IMAP and SMTP together; if a permission is missing, for IMAP alone. Errors: those of a refresh, cancelled.
 */
export async function signInByRefreshToken(
  options: Omit<DeviceCodeOptions, 'purpose'>,
  refreshToken: string,
  signal: AbortSignal,
): Promise<Reply<SignInGrant>> {
  const { imap, smtp } = mailScopes(options.identity.loginHost);
  const both = await redeem(options, refreshToken, [imap, smtp], signal);
  return both.refusesScopes ? (await redeem(options, refreshToken, [imap], signal)).reply : both.reply;
}

async function redeem(
  { identity, transport, clock, log }: Omit<DeviceCodeOptions, 'purpose'>,
  refreshToken: string,
  scopes: string[],
  signal: AbortSignal,
): Promise<{ readonly reply: Reply<SignInGrant>; readonly refusesScopes: boolean }> {
  const network = new MsalNetwork({ transport, clock, signal });
  const client = createMsalClient({ identity, network, log });
  try {
    // Without `forceCache` MSAL would keep no refresh token of the answer.
    const request = { refreshToken, scopes, forceCache: true };
    const result = await untilAborted(client.acquireTokenByRefreshToken(request), signal);
    return { reply: success(grantOf(result, client, scopes, network, clock)), refusesScopes: false };
  } catch (cause) {
    if (signal.aborted) {
      const { error } = translateFailure({ kind: 'transport', fault: 'cancelled' }, identity);
      return { reply: failure(error), refusesScopes: false };
    }
    const refusesScopes = network.failure?.kind === 'refused' && isScopeRefusal(network.failure.refusal);
    const error =
      cause instanceof IncompleteAnswer
        ? unusableAnswer(cause.missing, identity)
        : translateThrown(cause, network, identity).error;
    return { reply: failure(error), refusesScopes };
  }
}
