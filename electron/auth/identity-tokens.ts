import type { AccountInfo, PublicClientApplication } from '@azure/msal-node';
import type { Identity, TokenStatus } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { nameOfThrown } from '../platform/listeners.ts';
import { Mutex } from '../platform/mutex.ts';
import { signInRequired, type TranslatedFailure } from './auth-errors.ts';
import { isScopeRefusal } from './auth-guidance.ts';
import type { SignInGrant } from './device-code.ts';
import { IdentityCache } from './msal-cache.ts';
import { createMsalClient, type HeldToken, heldToken, translateThrown } from './msal-client.ts';
import { MsalNetwork } from './msal-network.ts';
import { mailScopes } from './providers.ts';
import type { AccessToken, TokenServiceOptions } from './token-service.ts';

type IdentityTokensOptions = TokenServiceOptions & { readonly key: string; readonly changed: () => void };

/** A token is refreshed on its way out when less than this, or a tenth of its life, is left. */
const MARGIN_MS = 60_000;
/** Refreshed ahead of need after 75 to 80 % of its life. */
const AHEAD = 0.75;
const AHEAD_JITTER = 0.05;
const SHORTEST_AHEAD_MS = 10_000;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 10 * 60_000;

/** The tokens of one identity: what is at hand, one MSAL client, one lock around all work with them. */
export class IdentityTokens {
  readonly #options: IdentityTokensOptions;
  readonly #mutex = new Mutex();
  readonly #disposed = new AbortController();
  readonly #cache: IdentityCache;
  readonly #network: MsalNetwork;
  #identity: Identity;
  #client: PublicClientApplication;
  #held: HeldToken | null = null;
  /** Why nothing works until somebody signs in. */
  #dead: AppError | null = null;
  #lastRefreshAt: number | null = null;
  /** Counts finished refreshes, so that those who waited share the outcome. */
  #attempts = 0;
  #lastError: AppError | null = null;
  #failures = 0;
  /** By the monotonic clock: the provider asked for peace until then. */
  #quietUntil = Number.NEGATIVE_INFINITY;
  /** The provider refused all scopes together, so only the needed ones are asked for. */
  #narrow = false;
  /** What was asked for last, and so is kept fresh. */
  #needed: readonly string[];
  #cancelTimer: () => void = () => undefined;

  constructor(identity: Identity, options: IdentityTokensOptions) {
    this.#options = options;
    this.#identity = identity;
    this.#needed = [mailScopes(identity.loginHost).imap];
    const { key, secrets, clock, report, changed, transport } = options;
    this.#cache = new IdentityCache({
      key,
      secrets,
      clock,
      onUnsaved: (error) => {
        report(error);
        changed();
      },
      onSaved: changed,
    });
    this.#network = new MsalNetwork({ transport, clock, signal: this.#disposed.signal });
    this.#client = this.#newClient();
  }

  /** @param rejected a token that a server refused, which is not to be given out again */
  usable(scopes: readonly string[], rejected: string | null = null): Promise<Reply<AccessToken>> {
    const seen = this.#attempts;
    this.#needed = scopes;
    return this.#mutex.run(async () => {
      if (this.#dead !== null) return failure(this.#dead);
      const held = this.#held;
      if (held !== null && held.token !== rejected && covers(held, scopes) && !this.#isEnding(held)) return reply(held);
      // Somebody ahead in the queue just tried in vain; trying once more for each who waits would help nobody.
      const error = this.#attempts > seen ? this.#lastError : this.#askedForPeace();
      if (error !== null) return this.#insteadOf(error, scopes, rejected);
      const refreshed = await this.#refresh(scopes, rejected !== null);
      return refreshed.ok ? refreshed : this.#insteadOf(refreshed.error, scopes, rejected);
    });
  }

  adopt(identity: Identity, grant: SignInGrant): Promise<() => Promise<void>> {
    return this.#mutex.run(async () => {
      const former = { identity: this.#identity, held: this.#held, dead: this.#dead };
      const undo = await this.#cache.replace(grant.blob);
      this.#become(identity, grant.held, null);
      this.#lastRefreshAt = this.#options.clock.now();
      this.#options.changed();
      return () =>
        this.#mutex.run(async () => {
          const undone = await undo();
          if (!undone.ok) this.#options.log('warn', 'auth', `A sign-in was not put back: ${undone.error.message}`);
          this.#become(former.identity, former.held, former.dead);
          this.#options.changed();
        });
    });
  }

  forget(): Promise<Reply<null>> {
    this.dispose();
    return this.#mutex.run(() => this.#cache.clear());
  }

  /** Why nothing works until somebody signs in; null while it does. */
  get dead(): AppError | null {
    return this.#dead;
  }

  status(): TokenStatus {
    const { secrets } = this.#options;
    return {
      expiresAt: this.#held === null ? null : expiresAt(this.#held),
      lastRefreshAt: this.#lastRefreshAt,
      persistence: this.#cache.unsaved ? 'session' : secrets.persistence.kind,
    };
  }

  dispose(): void {
    this.#disposed.abort();
    this.#cancelTimer();
    this.#cache.dispose();
  }

  #newClient(): PublicClientApplication {
    const { log } = this.#options;
    return createMsalClient({ identity: this.#identity, network: this.#network, cache: this.#cache, log });
  }

  #become(identity: Identity, held: HeldToken | null, dead: AppError | null): void {
    this.#identity = identity;
    this.#client = this.#newClient();
    this.#held = held;
    this.#dead = dead;
    this.#narrow = false;
    this.#succeeded();
  }

  /** One redemption of the refresh token, or the stored access token when nothing is at hand after a start. */
  async #refresh(scopes: readonly string[], force: boolean): Promise<Reply<AccessToken>> {
    const loaded = await this.#cache.load();
    if (!loaded.ok) return this.#failed({ error: loaded.error, consequence: 'later' });
    let account: AccountInfo | null;
    try {
      account = loaded.value ? await this.#account() : null;
    } catch (cause) {
      return this.#failed(translateThrown(cause, this.#network, this.#identity));
    }
    if (account === null) {
      const error = signInRequired('No sign-in is stored for this account. Sign in again.');
      return this.#failed({ error, consequence: 'sign_in' });
    }
    const all = this.#narrow ? [...scopes] : [...new Set([...scopes, ...this.#grantedBeside(scopes)])];
    let outcome = await this.#acquire(account, all, force || this.#held !== null);
    if (!outcome.ok && all.length > scopes.length && this.#refusesScopes()) {
      this.#narrow = true;
      outcome = await this.#acquire(account, [...scopes], true);
    }
    if (!outcome.ok) return this.#failed(outcome.failure);
    this.#held = outcome.held;
    this.#succeeded();
    this.#options.changed();
    return reply(outcome.held);
  }

  async #acquire(
    account: AccountInfo,
    scopes: string[],
    forceRefresh: boolean,
  ): Promise<{ ok: true; held: HeldToken } | { ok: false; failure: TranslatedFailure }> {
    const { clock } = this.#options;
    this.#network.reset();
    try {
      const result = await this.#client.acquireTokenSilent({ account, scopes, forceRefresh });
      if (!result.fromCache) this.#lastRefreshAt = clock.now();
      return { ok: true, held: heldToken(result, scopes, this.#network, clock) };
    } catch (cause) {
      return { ok: false, failure: translateThrown(cause, this.#network, this.#identity) };
    }
  }

  async #account(): Promise<AccountInfo | null> {
    const accounts = await this.#client.getTokenCache().getAllAccounts();
    const { homeAccountId } = this.#identity;
    return accounts.find((account) => account.homeAccountId === homeAccountId) ?? accounts[0] ?? null;
  }

  /** The granted scopes of the same resource: one token then serves reading and sending. */
  #grantedBeside(scopes: readonly string[]): readonly string[] {
    const origins = new Set(scopes.filter((scope) => URL.canParse(scope)).map((scope) => new URL(scope).origin));
    return this.#identity.grantedScopes.filter((scope) => URL.canParse(scope) && origins.has(new URL(scope).origin));
  }

  #refusesScopes(): boolean {
    const { failure } = this.#network;
    return failure?.kind === 'refused' && isScopeRefusal(failure.refusal);
  }

  #succeeded(): void {
    this.#attempts += 1;
    this.#lastError = null;
    this.#failures = 0;
    this.#quietUntil = Number.NEGATIVE_INFINITY;
    const held = this.#held;
    if (held === null) {
      this.#cancelTimer();
      return;
    }
    const share = AHEAD + AHEAD_JITTER * this.#options.random();
    const renewIn = remainingMs(held, this.#options.clock) - held.timing.lifeMs * (1 - share);
    this.#schedule(Math.max(SHORTEST_AHEAD_MS, renewIn));
  }

  #failed(translated: TranslatedFailure): Reply<never> {
    const { error, consequence } = translated;
    const { clock, random, log, changed } = this.#options;
    this.#attempts += 1;
    this.#lastError = error;
    this.#failures += 1;
    log('warn', 'auth', `Refreshing a token failed: ${error.code} ${error.guidance?.reference ?? ''}`);
    if (consequence === 'sign_in') {
      // A token that still lives for some minutes would only put the question off, or be refused as well.
      this.#dead = error;
      this.#held = null;
      this.#cancelTimer();
      changed();
      return failure(error);
    }
    if (error.retryAfterMs !== undefined) this.#quietUntil = clock.monotonic() + error.retryAfterMs;
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), LONGEST_RETRY_MS) * (0.5 + random() / 2);
    // Without a token at hand whoever needs one asks again; only a running session is looked after.
    if (this.#held !== null) this.#schedule(Math.max(backoff, error.retryAfterMs ?? 0));
    return failure(error);
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    if (this.#disposed.signal.aborted) return;
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      const refreshed = this.#mutex.run(async () => {
        if (this.#dead === null && !this.#disposed.signal.aborted) await this.#refresh(this.#needed, true);
      });
      // Nobody waits for it; whoever needs a token next tries again.
      refreshed.catch((cause: unknown) => {
        this.#options.log('error', 'auth', `Refreshing ahead of time broke: ${nameOfThrown(cause)}`);
      });
    });
  }

  #isEnding(held: HeldToken): boolean {
    return remainingMs(held, this.#options.clock) <= Math.min(MARGIN_MS, held.timing.lifeMs / 10);
  }

  #askedForPeace(): AppError | null {
    const left = this.#quietUntil - this.#options.clock.monotonic();
    return left > 0 && this.#lastError !== null ? { ...this.#lastError, retryAfterMs: left } : null;
  }

  /** A token that still lives, although it could not be renewed, is better than an error; a dead grant is told at once. */
  #insteadOf(error: AppError, scopes: readonly string[], rejected: string | null): Reply<AccessToken> {
    const held = this.#held;
    const alive = held !== null && held.token !== rejected && covers(held, scopes);
    return alive && remainingMs(held, this.#options.clock) > 0 ? reply(held) : failure(error);
  }
}

function covers(held: HeldToken, scopes: readonly string[]): boolean {
  const granted = new Set(held.scopes.map((scope) => scope.toLowerCase()));
  return scopes.every((scope) => granted.has(scope.toLowerCase()));
}

/** The wall clock may be set back, and the monotonic one stands still in sleep: the one that saw more time pass is believed (T8). */
function remainingMs(held: HeldToken, clock: { now(): number; monotonic(): number }): number {
  const { lifeMs, monotonic, wall } = held.timing;
  return lifeMs - Math.max(clock.monotonic() - monotonic, clock.now() - wall);
}

function expiresAt(held: HeldToken): number {
  return held.timing.wall + held.timing.lifeMs;
}

function reply(held: HeldToken): Reply<AccessToken> {
  return success({ token: held.token, expiresAt: expiresAt(held) });
}
