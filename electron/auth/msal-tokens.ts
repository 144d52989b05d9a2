import type { AccountInfo, ICachePlugin, PublicClientApplication } from '@azure/msal-node';
import { z } from 'zod';
import { signInRequired } from './auth-errors.ts';
import { isScopeRefusal } from './auth-guidance.ts';
import type { ConnectOptions, GrantStore, Redemption, TokenClient } from './identity-provider.ts';
import { createMsalClient, heldToken, translateThrown } from './msal-client.ts';
import { MsalNetwork } from './msal-network.ts';

const empty = '{}';

/** The tokens of one identity by MSAL. Its cache, with the refresh token, is the grant that is kept. */
export class MsalTokens implements TokenClient {
  readonly #options: ConnectOptions;
  readonly #network: MsalNetwork;
  readonly #client: PublicClientApplication;

  constructor(options: ConnectOptions) {
    const { identity, grant, transport, clock, log, signal } = options;
    this.#options = options;
    this.#network = new MsalNetwork({ transport, clock, signal });
    this.#client = createMsalClient({ identity, network: this.#network, cache: cachePlugin(grant), log });
  }

  async redeem(scopes: readonly string[], renew: boolean): Promise<Redemption> {
    const { identity, clock } = this.#options;
    this.#network.reset();
    try {
      const account = await this.#account();
      if (account === null) {
        const error = signInRequired('no_sign_in');
        return { ok: false, failure: { error, consequence: 'sign_in' }, refusesScopes: false };
      }
      const request = { account, scopes: [...scopes], forceRefresh: renew };
      const result = await this.#client.acquireTokenSilent(request);
      return { ok: true, held: heldToken(result, scopes, this.#network, clock), renewed: !result.fromCache };
    } catch (cause) {
      const { failure } = this.#network;
      const refusesScopes = failure?.kind === 'refused' && isScopeRefusal(failure.refusal);
      return { ok: false, failure: translateThrown(cause, this.#network, identity), refusesScopes };
    }
  }

  async #account(): Promise<AccountInfo | null> {
    const accounts = await this.#client.getTokenCache().getAllAccounts();
    const { homeAccountId } = this.#options.identity;
    return accounts.find((account) => account.homeAccountId === homeAccountId) ?? accounts[0] ?? null;
  }
}

/** MSAL reads its cache before each use; a change is saved before it hands out the new access token (T4). */
function cachePlugin(grant: GrantStore): ICachePlugin {
  return {
    beforeCacheAccess: async ({ tokenCache }) => tokenCache.deserialize(grant.text ?? empty),
    afterCacheAccess: async ({ cacheHasChanged, tokenCache }) => {
      if (cacheHasChanged) await grant.save(tokenCache.serialize());
    },
  };
}

const serialisedCache = z.record(z.string(), z.record(z.string(), z.looseObject({})));

/** Whether a text has the shape of MSAL's serialised cache: kinds of entries by name, each with its entries by key. */
export function isTokenCache(text: string): boolean {
  try {
    return serialisedCache.safeParse(JSON.parse(text)).success;
  } catch {
    // The parser's error is dropped, because it quotes the text.
    return false;
  }
}
