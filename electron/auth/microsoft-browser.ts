import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { translateFailure, unusableAnswer } from './auth-errors.ts';
import { isScopeRefusal } from './auth-guidance.ts';
import type { BrowserAttempt, BrowserFlow, BrowserPage, SignInOptions } from './identity-provider.ts';
import { graphScope, mailScopes } from './microsoft.ts';
import { createMsalClient, translateThrown } from './msal-client.ts';
import { afterSigningIn, askingFor, grantOf, IncompleteAnswer } from './msal-grant.ts';
import { MsalNetwork } from './msal-network.ts';
import { readFailure } from './provider-failure.ts';

/**
 * Microsoft's authorization code grant with PKCE, by MSAL, with a listener of ours. The registration names `http://localhost` for the
 * platform "Mobile and desktop applications"; Microsoft then takes any port of it.
 */
export const microsoftBrowserFlow: BrowserFlow = {
  redirectHost: 'localhost',
  scopes: ({ identity: { loginHost }, purpose }) => {
    if (purpose === 'graph') return [[graphScope(loginHost)]];
    const { imap, smtp } = mailScopes(loginHost);
    return [[imap, smtp], [imap]];
  },
  begin,
};

async function begin(
  options: SignInOptions,
  attempt: BrowserAttempt,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<Reply<BrowserPage>> {
  const { identity, transport, clock, log } = options;
  const { redirectUri, state, nonce, challenge, verifier, loginHint } = attempt;
  const network = new MsalNetwork({ transport, clock, signal });
  const client = createMsalClient({ identity, network, log });
  const told = (error: AppError): AppError => askingFor(options, afterSigningIn(error));
  const asked = options.claims ?? undefined;
  const redeem: BrowserPage['redeem'] = async (answer) => {
    const code = answer.get('code');
    if (code === null) {
      const refused = readFailure(400, Object.fromEntries(answer), undefined, clock.now());
      const fewerScopesMayHelp = scopes.length > 1 && refused.kind === 'refused' && isScopeRefusal(refused.refusal);
      const { error, claims } = translateFailure(refused, identity);
      return { reply: failure(told(error)), fewerScopesMayHelp, claims };
    }
    network.reset();
    try {
      const request = { scopes: [...scopes], redirectUri, code, codeVerifier: verifier, nonce, state, claims: asked };
      const result = await client.acquireTokenByCode(request, { code, state: answer.get('state') ?? '' });
      return { reply: success(grantOf(result, client, scopes, network, clock)), fewerScopesMayHelp: false };
    } catch (cause) {
      const refused = network.failure?.kind === 'refused' && isScopeRefusal(network.failure.refusal);
      const fewerScopesMayHelp = refused && scopes.length > 1;
      if (cause instanceof IncompleteAnswer) {
        return { reply: failure(told(unusableAnswer(cause.missing, identity))), fewerScopesMayHelp };
      }
      const { error, claims } = translateThrown(cause, network, identity);
      return { reply: failure(told(error)), fewerScopesMayHelp, claims };
    }
  };
  try {
    const url = await client.getAuthCodeUrl({
      scopes: [...scopes],
      redirectUri,
      state,
      nonce,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      responseMode: 'query',
      claims: asked,
      ...(loginHint === null ? { prompt: 'select_account' } : { loginHint }),
    });
    return success({ url, redeem });
  } catch (cause) {
    return failure(askingFor(options, translateThrown(cause, network, identity).error));
  }
}
