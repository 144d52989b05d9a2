import { failure, type Reply, success } from '../../shared/reply.ts';
import { untilAborted } from '../platform/mutex.ts';
import { codeExpired, translateFailure, unusableAnswer } from './auth-errors.ts';
import { isScopeRefusal } from './auth-guidance.ts';
import type { DeviceCodeEvents, DeviceCodeOptions, SignInGrant } from './identity-provider.ts';
import { graphScope, mailScopes } from './microsoft.ts';
import { createMsalClient, translateThrown } from './msal-client.ts';
import { afterSigningIn, askingFor, grantOf, IncompleteAnswer } from './msal-grant.ts';
import { MsalNetwork } from './msal-network.ts';
import { inCodeSignIn } from './page-verdict.ts';

/**
 * Signs in by device code (RFC 8628), with a client of its own, so that nothing stored changes. Asks for IMAP and SMTP
 * together; if a permission is missing, for IMAP alone. When the refusal comes before a code was shown, the user sees
 * nothing of it; when it comes after the code was entered, `onCode` brings another code.
 * For `graph` its one permission is asked for, and the refresh token that comes is good for mail as before: consent is kept by the provider.
 * Errors: cancelled, sign_in_expired, sign_in_declined, consent_required, policy_blocked, app_registration,
 * wrong_tenant, …
 */
export async function signInByDeviceCode(
  options: DeviceCodeOptions,
  events: DeviceCodeEvents,
  signal: AbortSignal,
): Promise<Reply<SignInGrant>> {
  const { loginHost } = options.identity;
  if (options.purpose === 'graph') return (await runCode(options, [graphScope(loginHost)], events, signal)).reply;
  const { imap, smtp } = mailScopes(loginHost);
  const both = await runCode(options, [imap, smtp], events, signal);
  if (both.reply.ok || !both.fewerScopesMayHelp || signal.aborted) return both.reply;
  options.log('info', 'auth', 'Sending was not permitted; asking for reading alone.');
  return (await runCode(options, [imap], events, signal)).reply;
}

interface Outcome {
  readonly reply: Reply<SignInGrant>;
  readonly fewerScopesMayHelp: boolean;
}

async function runCode(
  options: DeviceCodeOptions,
  scopes: string[],
  events: DeviceCodeEvents,
  signal: AbortSignal,
): Promise<Outcome> {
  const { identity, transport, clock, log } = options;
  const expiry = new AbortController();
  const ended = AbortSignal.any([signal, expiry.signal]);
  const network = new MsalNetwork({
    transport,
    clock,
    signal: ended,
    onPoll: (outOfReach) => {
      if (!ended.aborted) events.onPoll(outOfReach);
    },
  });
  const client = createMsalClient({ identity, network, log });
  let stopTimer: () => void = () => undefined;
  const request = {
    scopes,
    claims: options.claims ?? undefined,
    cancel: false,
    deviceCodeCallback: (code: { userCode: string; verificationUri: string; expiresIn: number }) => {
      if (ended.aborted) return;
      const expiresInMs = code.expiresIn * 1000;
      stopTimer = clock.after(expiresInMs, () => expiry.abort());
      events.onCode({ userCode: code.userCode, verificationUri: code.verificationUri, expiresInMs });
    },
  };
  try {
    // MSAL notices a cancel only after its next poll; a token that still arrives then is dropped with the client.
    const result = await untilAborted(client.acquireTokenByDeviceCode(request), ended);
    const grant = grantOf(result, client, scopes, network, clock);
    return { reply: success(grant), fewerScopesMayHelp: false };
  } catch (cause) {
    if (expiry.signal.aborted && !signal.aborted) return { reply: failure(codeExpired()), fewerScopesMayHelp: false };
    if (signal.aborted) {
      const { error } = translateFailure({ kind: 'transport', fault: 'cancelled' }, identity);
      return { reply: failure(error), fewerScopesMayHelp: false };
    }
    const refused = network.failure?.kind === 'refused' && isScopeRefusal(network.failure.refusal);
    const { error } =
      cause instanceof IncompleteAnswer
        ? { error: unusableAnswer(cause.missing, identity) }
        : translateThrown(cause, network, identity);
    log('warn', 'auth', `Sign-in by code failed: ${error.code} ${error.guidance?.reference ?? ''}`);
    const told = inCodeSignIn(askingFor(options, afterSigningIn(error)));
    return { reply: failure(told), fewerScopesMayHelp: refused && scopes.length > 1 };
  } finally {
    request.cancel = true;
    stopTimer();
  }
}
