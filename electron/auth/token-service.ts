import type { Identity, IdentityId, TokenStatus } from '../../shared/mail.ts';
import { type AppError, failure, type Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { Clock } from '../platform/clock.ts';
import { Listeners, nameOfThrown } from '../platform/listeners.ts';
import { untilAborted } from '../platform/mutex.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import type { SignInGrant } from './device-code.ts';
import { IdentityTokens } from './identity-tokens.ts';
import type { AuthLog } from './msal-client.ts';

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since the epoch, by this computer's clock when the token came. */
  readonly expiresAt: number;
}

export interface TokenServiceOptions {
  /** The identity as the settings have it now; null when there is none. */
  readonly identity: (id: IdentityId) => Identity | null;
  readonly secrets: SecretStore;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** 0 ≤ n < 1, for jitter. */
  readonly random: () => number;
  readonly log: AuthLog;
  /** Something the user should know that belongs to no call: secret_not_saved. */
  readonly report: (error: AppError) => void;
}

const unknownIdentity = (): AppError => ({
  code: 'sign_in_required',
  message: texts().authFaults.noSignIn,
  retryable: false,
});

/** The only one that touches tokens. All work on the tokens of one identity goes through one lock (T3). */
export class TokenService {
  readonly #options: TokenServiceOptions;
  readonly #identities = new Map<IdentityId, IdentityTokens>();
  readonly #changes: Listeners<IdentityId>;

  constructor(options: TokenServiceOptions) {
    this.#options = options;
    this.#changes = new Listeners((cause) => {
      options.log('error', 'auth', `A listener to tokens broke: ${nameOfThrown(cause)}`);
    });
  }

  /**
   * A token that is good for `scopes` (all of one resource), refreshed first if it has expired or is about to. Errors: sign_in_required,
   * consent_required, policy_blocked … (remembered until somebody signs in, so that the user is asked once, T6); secret_unreadable;
   * identity_provider_unavailable, offline … (retryable, nothing is lost); cancelled by the signal, while a refresh goes on for others.
   */
  accessToken(id: IdentityId, scopes: readonly string[], signal: AbortSignal): Promise<Reply<AccessToken>> {
    return this.#ask(id, signal, (tokens) => tokens.usable(scopes));
  }

  /** As `accessToken`, after a server refused `rejected`: refreshes only if that is still the token at hand. */
  forceRefresh(
    id: IdentityId,
    scopes: readonly string[],
    rejected: string,
    signal: AbortSignal,
  ): Promise<Reply<AccessToken>> {
    return this.#ask(id, signal, (tokens) => tokens.usable(scopes, rejected));
  }

  /**
   * Takes over what a person just signed in for, saved before it answers. @returns puts the former state back, for when the mailbox
   * refuses it.
   */
  async adopt(identity: Identity, grant: SignInGrant): Promise<() => Promise<void>> {
    const tokens = this.#identities.get(identity.id) ?? this.#create(identity);
    return tokens.adopt(identity, grant);
  }

  /** Forgets an identity and deletes its tokens. Errors: storage_failed. */
  async forget(id: IdentityId): Promise<Reply<null>> {
    const tokens = this.#tokens(id);
    this.#identities.delete(id);
    if (tokens !== null) return tokens.forget();
    return this.#options.secrets.delete(identityKey(id));
  }

  status(id: IdentityId): TokenStatus {
    const persistence = this.#options.secrets.persistence.kind;
    return this.#identities.get(id)?.status() ?? { expiresAt: null, lastRefreshAt: null, persistence };
  }

  /** Why an identity's grant is over; null while it is not, as far as is known. */
  needsSignIn(id: IdentityId): AppError | null {
    return this.#identities.get(id)?.dead ?? null;
  }

  /** Tells when an identity's status moved or its grant ended. @returns unsubscribes */
  onChange(listener: (id: IdentityId) => void): () => void {
    return this.#changes.add(listener);
  }

  /** Ends timers and requests under way. */
  dispose(): void {
    for (const tokens of this.#identities.values()) tokens.dispose();
    this.#identities.clear();
  }

  async #ask(
    id: IdentityId,
    signal: AbortSignal,
    ask: (tokens: IdentityTokens) => Promise<Reply<AccessToken>>,
  ): Promise<Reply<AccessToken>> {
    const tokens = this.#tokens(id);
    if (tokens === null) return failure(unknownIdentity());
    try {
      return await untilAborted(ask(tokens), signal);
    } catch (cause) {
      if (!signal.aborted) throw cause;
      return failure({ code: 'cancelled', message: texts().faults.cancelled, retryable: false });
    }
  }

  #tokens(id: IdentityId): IdentityTokens | null {
    const known = this.#identities.get(id);
    if (known !== undefined) return known;
    const identity = this.#options.identity(id);
    return identity === null ? null : this.#create(identity);
  }

  #create(identity: Identity): IdentityTokens {
    const changed = () => this.#changes.tell(identity.id);
    const tokens = new IdentityTokens(identity, { ...this.#options, key: identityKey(identity.id), changed });
    this.#identities.set(identity.id, tokens);
    return tokens;
  }
}

/** The vault's key of an identity's tokens. */
export function identityKey(id: IdentityId): string {
  return `identity-${id}`;
}
