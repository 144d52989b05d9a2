import * as oauth from 'oauth4webapi';
import { signInRequired } from './auth-errors.ts';
import type { ConnectOptions, Redemption, TokenClient } from './identity-provider.ts';
import { readGrant, tokenOf, writeGrant } from './openid-grant.ts';
import { OpenIdHttp } from './openid-http.ts';
import { findServer, type OpenIdServer, withJudgeableIdToken } from './openid-server.ts';

/** The tokens of one identity at a provider that follows the standards, by oauth4webapi. The refresh token is the grant. */
export class OpenIdTokens implements TokenClient {
  readonly #options: ConnectOptions;
  readonly #http: OpenIdHttp;
  #server: OpenIdServer | null = null;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#http = new OpenIdHttp(options);
  }

  async redeem(scopes: readonly string[]): Promise<Redemption> {
    const { identity, grant } = this.#options;
    const kept = readGrant(grant.text ?? '');
    if (kept === null || kept.refreshToken === null) {
      const error = signInRequired('no_sign_in');
      return { ok: false, failure: { error, consequence: 'sign_in' }, refusesScopes: false };
    }
    try {
      this.#server ??= await findServer(identity, kept.clientSecret, this.#http);
      const server = this.#server;
      const { as, client, auth } = server;
      const fetched = { [oauth.customFetch]: this.#http.fetch };
      const response = await oauth.refreshTokenGrantRequest(as, client, auth, kept.refreshToken, fetched);
      const answer = await oauth.processRefreshTokenResponse(as, client, await withJudgeableIdToken(server, response));
      // Before the access token is used (T4): the former refresh token may be void from now on.
      if (answer.refresh_token !== undefined && answer.refresh_token !== kept.refreshToken) {
        await grant.save(writeGrant({ ...kept, refreshToken: answer.refresh_token }));
      }
      return { ok: true, held: tokenOf(answer, scopes, this.#http), renewed: true };
    } catch (cause) {
      return { ok: false, failure: this.#http.translate(cause, identity), refusesScopes: false };
    }
  }
}
