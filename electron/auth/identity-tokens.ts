import type { Identity, TokenStatus } from '../../shared/mail.ts';
import { type AppError, failure, logText, type Reply, success } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { Clock } from '../platform/clock.ts';
import { nameOfThrown } from '../platform/listeners.ts';
import type { Log } from '../platform/log.ts';
import { Mutex } from '../platform/mutex.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { permissionMissing, signInRequired } from './auth-errors.ts';
import { expiresAt, includesAll, remainingMs } from './held-token.ts';
import {
  type HeldToken,
  type IdentityProvider,
  provenPurpose,
  type SignInGrant,
  type TokenClient,
  type TranslatedFailure,
} from './identity-provider.ts';
import { SavedGrant } from './saved-grant.ts';
import type { AccessToken } from './token-source.ts';

interface IdentityTokensOptions {
  readonly provider: IdentityProvider;
  /** The vault's key. */
  readonly key: string;
  readonly secrets: SecretStore;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** 0 ≤ n < 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Reports an error that belongs to no call, for the user: secret_not_saved. */
  readonly report: (error: AppError) => void;
  /** The status changed, or the grant ended. */
  readonly changed: () => void;
}

/** The token that was last obtained for one purpose. */
interface PurposeState {
  readonly held: HeldToken;
  /** Stops the timer of its refresh ahead of need. */
  readonly stop: () => void;
}

/** Not part of the first sign-in, so only the provider knows whether it was granted, for example by an administrator. */
const askedLater: MailPurpose = 'graph';
/** Before a token is given out, it is refreshed if less than this, or a tenth of its life, is left. */
const marginMs = 60_000;
/** Refreshed ahead of need after 75 to 80 % of its life. */
const ahead = 0.75;
const aheadJitter = 0.05;
const shortestAheadMs = 10_000;
const firstRetryMs = 30_000;
const longestRetryMs = 10 * 60_000;

/**
 * The tokens of one identity: the held ones by purpose, one client of its provider, and one lock around all work with
 * them. Long because all of it is guarded by that lock.
 */
export class IdentityTokens {
  readonly #options: IdentityTokensOptions;
  readonly #mutex = new Mutex();
  readonly #disposed = new AbortController();
  readonly #grant: SavedGrant;
  #identity: Identity;
  #client: TokenClient;
  /**
   * The held tokens. A token that also serves another purpose is here once, under the purpose that asked for it last.
   */
  readonly #purposes = new Map<MailPurpose, PurposeState>();
  /**
   * Purposes that the provider refused because a permission is missing; not asked for again until the user signs in.
   */
  readonly #refused = new Map<MailPurpose, AppError>();
  /** Why no token can be had until the user signs in again; null while the grant is good. */
  #dead: AppError | null = null;
  /** What the provider wants the next sign-in to ask for (`readClaims`). */
  #claims: string | null = null;
  #lastRefreshAt: number | null = null;
  /** Counts finished refreshes, so that those who waited share the outcome. */
  #attempts = 0;
  #lastError: AppError | null = null;
  #failures = 0;
  /** The provider asked for no requests before this time (Retry-After); by the monotonic clock. */
  #quietUntil = Number.NEGATIVE_INFINITY;
  /** The provider refused all scopes together, so only the needed ones are asked for. */
  #narrow = false;

  constructor(identity: Identity, options: IdentityTokensOptions) {
    this.#options = options;
    this.#identity = identity;
    const { provider, key, secrets, clock, report, changed } = options;
    this.#grant = new SavedGrant({
      key,
      isGrant: (text) => provider.isGrant(text),
      secrets,
      clock,
      onUnsaved: (error) => {
        report(error);
        changed();
      },
      onSaved: changed,
    });
    this.#client = this.#connect();
  }

  /**
   * A token for the purpose, refreshed first if it expires soon.
   * @param rejected a token that a server refused; it is not given out again
   */
  usable(purpose: MailPurpose, rejected: string | null): Promise<Reply<AccessToken>> {
    const seen = this.#attempts;
    return this.#mutex.run(async () => {
      if (this.#dead !== null) return failure(this.#dead);
      const missing = this.#missing(purpose);
      if (missing !== null) return failure(missing);
      const held = this.#atHand(purpose, rejected);
      if (held !== null && !this.#isEnding(held)) return reply(held);
      // A call that waited shares the failure of the call before it: another attempt at once would most likely fail
      // too.
      const error = this.#attempts > seen ? this.#lastError : this.#askedForPeace();
      if (error !== null) return this.#insteadOf(error, purpose, rejected);
      const refreshed = await this.#refresh(purpose, rejected !== null);
      return refreshed.ok ? refreshed : this.#insteadOf(refreshed.error, purpose, rejected);
    });
  }

  /** Implements `TokenSource.adopt`. */
  adopt(identity: Identity, grant: SignInGrant): Promise<() => Promise<void>> {
    return this.#mutex.run(async () => {
      const held = new Map([...this.#purposes].map(([purpose, state]) => [purpose, state.held]));
      const refused = new Map(this.#refused);
      const former = { identity: this.#identity, held, refused, dead: this.#dead, claims: this.#claims };
      const undo = await this.#grant.replace(grant.blob);
      this.#become(identity, new Map([[this.#purposeOf(identity, grant.held), grant.held]]), null);
      this.#lastRefreshAt = this.#options.clock.now();
      this.#options.changed();
      return () =>
        this.#mutex.run(async () => {
          const undone = await undo();
          if (!undone.ok) this.#options.log('warn', 'auth', `A sign-in was not put back: ${logText(undone.error)}`);
          this.#become(former.identity, former.held, former.dead);
          for (const [purpose, error] of former.refused) this.#refused.set(purpose, error);
          this.#claims = former.claims;
          this.#options.changed();
        });
    });
  }

  /** Implements `TokenSource.refresh`. Those who ask while a refresh is under way share its outcome. */
  renew(): Promise<Reply<null>> {
    const seen = this.#attempts;
    return this.#mutex.run(async () => {
      if (this.#dead !== null) return failure(this.#dead);
      const waited = this.#attempts > seen;
      const error = waited ? this.#lastError : this.#askedForPeace();
      if (error !== null) return failure(error);
      if (waited) return success(null);
      const refreshed = await this.#refresh(provenPurpose, true);
      return refreshed.ok ? success(null) : refreshed;
    });
  }

  /** Implements `TokenSource.signOut`. */
  signOut(): Promise<Reply<null>> {
    return this.#mutex.run(async () => {
      await this.#grant.load();
      const { provider } = this.#options;
      const kept = this.#grant.text === null ? null : (provider.signedOut?.(this.#grant.text) ?? null);
      const deleted = kept === null ? await this.#grant.clear() : await this.#grant.replaceBy(kept);
      this.#become(this.#identity, new Map(), signInRequired('signed_out'));
      this.#options.changed();
      return deleted;
    });
  }

  /** The token for reading mail; null while there is none. */
  get held(): HeldToken | null {
    return this.#atHand(provenPurpose, null);
  }

  /** Implements `TokenSource.clientSecret`. */
  clientSecret(): Promise<string | null> {
    return this.#mutex.run(async () => {
      const loaded = await this.#grant.load();
      const text = loaded.ok ? this.#grant.text : null;
      return text === null ? null : (this.#options.provider.clientSecretOf?.(text) ?? null);
    });
  }

  forget(): Promise<Reply<null>> {
    this.dispose();
    return this.#mutex.run(() => this.#grant.clear());
  }

  /** Why no token can be had until the user signs in again; null while the grant is good. */
  get dead(): AppError | null {
    return this.#dead;
  }

  /** What the provider wants the next sign-in to ask for; null where nothing is known. */
  get claims(): string | null {
    return this.#claims;
  }

  /** A service takes tokens of this purpose no longer until a sign-in brings these claims. Other purposes go on. */
  challenged(purpose: MailPurpose, claims: string): Promise<void> {
    return this.#mutex.run(async () => {
      if (this.#dead !== null) return;
      this.#claims = claims;
      this.#refused.set(purpose, signInRequired('more_asked'));
      this.#options.changed();
    });
  }

  status(): TokenStatus {
    const { secrets } = this.#options;
    const held = this.#atHand(provenPurpose, null);
    return {
      expiresAt: held === null ? null : expiresAt(held),
      lastRefreshAt: this.#lastRefreshAt,
      persistence: this.#grant.unsaved ? 'session' : secrets.persistence.kind,
      ended: this.#dead,
    };
  }

  dispose(): void {
    this.#disposed.abort();
    for (const { stop } of this.#purposes.values()) stop();
    this.#grant.dispose();
  }

  #connect(): TokenClient {
    const { provider, transport, clock, log } = this.#options;
    const { signal } = this.#disposed;
    return provider.connect({ identity: this.#identity, grant: this.#grant, transport, clock, log, signal });
  }

  #become(identity: Identity, held: ReadonlyMap<MailPurpose, HeldToken>, dead: AppError | null): void {
    this.#identity = identity;
    this.#client = this.#connect();
    this.#dead = dead;
    this.#claims = null;
    this.#narrow = false;
    this.#refused.clear();
    this.#forgetHeld();
    this.#succeeded();
    for (const [purpose, token] of held) this.#keep(purpose, token);
  }

  /** Redeems the grant once. After a start the stored access token may be used instead, unless `force`. */
  async #refresh(purpose: MailPurpose, force: boolean): Promise<Reply<AccessToken>> {
    const loaded = await this.#grant.load();
    if (!loaded.ok) return this.#failed(purpose, { error: loaded.error, consequence: 'later' });
    if (!loaded.value) {
      return this.#failed(purpose, { error: signInRequired('no_sign_in'), consequence: 'sign_in' });
    }
    const scopes = this.#scopesOf(purpose);
    const all = this.#narrow ? scopes : [...new Set([...scopes, ...this.#grantedBeside(scopes)])];
    let outcome = await this.#client.redeem(all, force || this.#purposes.size > 0);
    if (!outcome.ok && outcome.refusesScopes && all.length > scopes.length) {
      this.#narrow = true;
      outcome = await this.#client.redeem(scopes, true);
    }
    if (!outcome.ok) {
      const extra = outcome.refusesScopes && purpose !== provenPurpose;
      if (extra) {
        return this.#refusedPurpose(purpose, permissionMissing(this.#options.provider, this.#identity, purpose));
      }
      const { claims = null, error } = outcome.failure;
      if (claims === null) return this.#failed(purpose, outcome.failure);
      // Whatever else the refusal may mean, it names what a sign-in has to bring, so somebody can sign in with that.
      this.#claims = claims;
      const asked = signInRequired('more_asked', error.guidance);
      return purpose === askedLater
        ? this.#refusedPurpose(purpose, asked)
        : this.#failed(purpose, { error: asked, consequence: 'sign_in' });
    }
    if (outcome.renewed) this.#lastRefreshAt = this.#options.clock.now();
    this.#succeeded();
    this.#keep(purpose, outcome.held);
    this.#options.changed();
    return reply(outcome.held);
  }

  /** What the token of a sign-in is good for. */
  #purposeOf(identity: Identity, { scopes }: HeldToken): MailPurpose {
    return includesAll(scopes, this.#options.provider.scopes(identity, askedLater)) ? askedLater : provenPurpose;
  }

  #scopesOf(purpose: MailPurpose): readonly string[] {
    return this.#options.provider.scopes(this.#identity, purpose);
  }

  /** The granted scopes of the same resource: one token then serves reading and sending. */
  #grantedBeside(scopes: readonly string[]): readonly string[] {
    const { provider } = this.#options;
    const resources = new Set(scopes.map((scope) => provider.resourceOf(scope)));
    return this.#identity.grantedScopes.filter((scope) => resources.has(provider.resourceOf(scope)));
  }

  /**
   * Why a token for this purpose cannot be had; null when it may be. A grant that names no scopes at all may have any.
   */
  #missing(purpose: MailPurpose): AppError | null {
    const refused = this.#refused.get(purpose);
    if (refused !== undefined) return refused;
    const { grantedScopes } = this.#identity;
    if (purpose === provenPurpose || purpose === askedLater || grantedScopes.length === 0) return null;
    if (includesAll(grantedScopes, this.#scopesOf(purpose))) return null;
    return permissionMissing(this.#options.provider, this.#identity, purpose);
  }

  #atHand(purpose: MailPurpose, rejected: string | null): HeldToken | null {
    const scopes = this.#scopesOf(purpose);
    const fitting = [...this.#purposes.values()]
      .map(({ held }) => held)
      .filter((held) => held.token !== rejected && includesAll(held.scopes, scopes))
      .toSorted((a, b) => remainingMs(b, this.#options.clock) - remainingMs(a, this.#options.clock));
    return fitting[0] ?? null;
  }

  /** Holds a token for its purpose, and drops held tokens whose scopes it includes: they are not needed any more. */
  #keep(purpose: MailPurpose, held: HeldToken): void {
    for (const [other, state] of this.#purposes) {
      if (other !== purpose && !includesAll(held.scopes, state.held.scopes)) continue;
      state.stop();
      this.#purposes.delete(other);
    }
    const { clock, random } = this.#options;
    this.#purposes.set(purpose, { held, stop: () => undefined });
    const share = ahead + aheadJitter * random();
    const renewIn = remainingMs(held, clock) - held.timing.lifeMs * (1 - share);
    this.#schedule(purpose, Math.max(shortestAheadMs, renewIn));
  }

  #forgetHeld(): void {
    for (const { stop } of this.#purposes.values()) stop();
    this.#purposes.clear();
  }

  #succeeded(): void {
    this.#attempts += 1;
    this.#lastError = null;
    this.#failures = 0;
    this.#quietUntil = Number.NEGATIVE_INFINITY;
  }

  /** Somebody has to sign in for this purpose. The grant itself is sound, so the other purposes go on. */
  #refusedPurpose(purpose: MailPurpose, error: AppError): Reply<never> {
    this.#succeeded();
    this.#refused.set(purpose, error);
    this.#options.log('warn', 'auth', `A token for ${purpose} was refused: ${error.code}`);
    return failure(error);
  }

  #failed(purpose: MailPurpose, translated: TranslatedFailure): Reply<never> {
    const { error, consequence } = translated;
    const { clock, random, log, changed } = this.#options;
    this.#attempts += 1;
    this.#lastError = error;
    this.#failures += 1;
    log('warn', 'auth', `Refreshing a token failed: ${error.code} ${error.guidance?.reference ?? ''}`);
    if (consequence === 'sign_in') {
      // A held token with some minutes left would only delay the sign-in, or be refused as well.
      this.#dead = error;
      this.#forgetHeld();
      changed();
      return failure(error);
    }
    if (error.retryAfterMs !== undefined) this.#quietUntil = clock.monotonic() + error.retryAfterMs;
    const backoff = Math.min(firstRetryMs * 2 ** (this.#failures - 1), longestRetryMs) * (0.5 + random() / 2);
    // The retry is scheduled only if a token is held; otherwise the next caller tries again.
    this.#schedule(purpose, Math.max(backoff, error.retryAfterMs ?? 0));
    return failure(error);
  }

  /** Schedules the next refresh ahead of need; does nothing when no token is held for the purpose. */
  #schedule(purpose: MailPurpose, ms: number): void {
    const state = this.#purposes.get(purpose);
    if (state === undefined) return;
    state.stop();
    if (this.#disposed.signal.aborted) return;
    const stop = this.#options.clock.after(ms, () => {
      const refreshed = this.#mutex.run(async () => {
        // While the lock was waited for, another refresh may have replaced the token.
        const isHeld = this.#purposes.get(purpose)?.held === state.held;
        if (isHeld && !this.#disposed.signal.aborted) await this.#refreshAhead(purpose);
      });
      // Nothing awaits this refresh; the next caller tries again.
      refreshed.catch((cause: unknown) => {
        this.#options.log('error', 'auth', `Refreshing ahead of time broke: ${nameOfThrown(cause)}`);
      });
    });
    this.#purposes.set(purpose, { held: state.held, stop });
  }

  async #refreshAhead(purpose: MailPurpose): Promise<void> {
    const quiet = this.#askedForPeace();
    if (quiet === null) await this.#refresh(purpose, true);
    else this.#schedule(purpose, quiet.retryAfterMs ?? firstRetryMs);
  }

  #isEnding(held: HeldToken): boolean {
    return remainingMs(held, this.#options.clock) <= Math.min(marginMs, held.timing.lifeMs / 10);
  }

  #askedForPeace(): AppError | null {
    const left = this.#quietUntil - this.#options.clock.monotonic();
    return left > 0 && this.#lastError !== null ? { ...this.#lastError, retryAfterMs: left } : null;
  }

  /**
   * The reply when a refresh failed: a held token that has not expired is given out; otherwise, or when the grant has
   * ended, the error.
   */
  #insteadOf(error: AppError, purpose: MailPurpose, rejected: string | null): Reply<AccessToken> {
    const held = this.#atHand(purpose, rejected);
    return held !== null && remainingMs(held, this.#options.clock) > 0 ? reply(held) : failure(error);
  }
}

function reply(held: HeldToken): Reply<AccessToken> {
  return success({ token: held.token, expiresAt: expiresAt(held) });
}
