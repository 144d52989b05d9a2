import * as oauth from 'oauth4webapi';
import { failure, success } from '../../shared/reply.ts';
import type { BrowserFlow, IdentityProvider, RedirectHost } from './identity-provider.ts';
import { afterSigningIn } from './msal-grant.ts';
import { grantOf } from './openid-grant.ts';
import { OpenIdHttp } from './openid-http.ts';
import { findServer, type OpenIdServer, withJudgeableIdToken } from './openid-server.ts';
import { readFailure } from './provider-failure.ts';

interface OpenIdBrowserOptions {
  readonly redirectHost: RedirectHost;
  readonly scopes: IdentityProvider['scopes'];
  /** What this provider wants to be asked besides the standard. */
  readonly parameters: Readonly<Record<string, string>>;
  /** It lets people choose among the accounts of their browser, though its discovery document does not say so. */
  readonly letsChoose?: boolean;
}

/** The authorization code grant with PKCE at a provider that follows the standards, by oauth4webapi. */
export function openIdBrowserFlow({
  redirectHost,
  scopes,
  parameters,
  letsChoose = false,
}: OpenIdBrowserOptions): BrowserFlow {
  return {
    redirectHost,
    scopes: ({ identity }) => [scopes(identity, 'imap')],
    begin: async (options, attempt, asked, signal) => {
      const { identity, transport, clock, clientSecret } = options;
      const { redirectUri, state, nonce, verifier, challenge, loginHint } = attempt;
      const http = new OpenIdHttp({ transport, clock, signal });
      let server: OpenIdServer;
      try {
        server = await findServer(identity, clientSecret, http);
      } catch (cause) {
        return failure(http.translate(cause, identity).error);
      }
      const { as, client, auth, isOpenId, knowsIssuer } = server;
      const url = pageOf(as);
      if (url === null) return failure(http.translate({ code: 'no_authorization_endpoint' }, identity).error);
      const query: Record<string, string> = {
        client_id: identity.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: signInScopes(server, asked).join(' '),
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(isOpenId ? { nonce } : {}),
        ...(typeof options.claims === 'string' ? { claims: options.claims } : {}),
        ...(loginHint === null ? {} : { login_hint: loginHint }),
        ...parameters,
      };
      const prompts = [
        // OpenID Connect Core section 11: without it no refresh token comes.
        ...(offersOffline(as) || asked.includes('offline_access') ? ['consent'] : []),
        // Else the browser's own sign-in would be taken once more.
        ...(loginHint === null ? [letsChoose || offersChoice(as) ? 'select_account' : 'login'] : []),
        ...(parameters['prompt'] === undefined ? [] : [parameters['prompt']]),
      ];
      if (prompts.length > 0) query['prompt'] = [...new Set(prompts)].join(' ');
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const once = (reply: ReturnType<typeof failure> | ReturnType<typeof success<ReturnType<typeof grantOf>>>) => ({
        reply,
        fewerScopesMayHelp: false,
      });
      return success({
        url: url.href,
        redeem: async (answer) => {
          http.failure = null;
          if (answer.has('error')) http.failure = readFailure(400, Object.fromEntries(answer), undefined, clock.now());
          try {
            // Also checks the issuer that the answer names (RFC 9207).
            const told = new URLSearchParams(answer);
            if (!knowsIssuer) told.delete('iss');
            const checked = oauth.validateAuthResponse(as, client, told, state);
            const fetched = { [oauth.customFetch]: http.fetch };
            const response = await oauth.authorizationCodeGrantRequest(
              as,
              client,
              auth,
              checked,
              redirectUri,
              verifier,
              fetched,
            );
            const expected = isOpenId ? { expectedNonce: nonce, requireIdToken: true } : {};
            const result = await oauth.processAuthorizationCodeResponse(
              as,
              client,
              await withJudgeableIdToken(server, response),
              expected,
            );
            return once(success(grantOf(result, asked, clientSecret, options.loginHint, http)));
          } catch (cause) {
            return once(failure(afterSigningIn(http.translate(cause, identity).error)));
          }
        },
      });
    },
  };
}

/** The scopes of a sign-in: the mailbox's, who signs in, and staying signed in where the provider has a scope for it. */
export function signInScopes({ as, isOpenId }: OpenIdServer, asked: readonly string[]): readonly string[] {
  const own = isOpenId ? ['openid', 'email'] : [];
  return [...new Set([...own, ...asked, ...(offersOffline(as) ? ['offline_access'] : [])])];
}

function offersOffline(as: oauth.AuthorizationServer): boolean {
  return as.scopes_supported?.includes('offline_access') === true;
}

/** Whether people may choose among accounts (Initiating User Registration via OpenID Connect, section 4); a new sign-in all understand. */
function offersChoice(as: oauth.AuthorizationServer): boolean {
  const offered = as['prompt_values_supported'];
  return Array.isArray(offered) && offered.includes('select_account');
}

/** The page for the person's browser; over plain HTTP on this computer only, as in tests. */
function pageOf({ authorization_endpoint: text = '' }: oauth.AuthorizationServer): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || isHere ? url : null;
}
