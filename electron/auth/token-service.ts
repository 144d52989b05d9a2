import type { TokenInspection } from '../../shared/diagnosis.ts';
import type { Identity, IdentityId, TokenStatus } from '../../shared/mail.ts';
import { type AppError, failure, type Reply } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { Clock } from '../platform/clock.ts';
import { Listeners, nameOfThrown } from '../platform/listeners.ts';
import type { Log } from '../platform/log.ts';
import { untilAborted } from '../platform/mutex.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { providerUnknown, signInRequired } from './auth-errors.ts';
import type { IdentityProviders, SignInGrant } from './identity-provider.ts';
import { IdentityTokens } from './identity-tokens.ts';
import { inspectToken } from './token-inspection.ts';
import type { AccessToken, TokenRequest, TokenSource } from './token-source.ts';

interface TokenServiceOptions {
  readonly providers: IdentityProviders;
  /** The identity as the settings have it now; null when there is none. */
  readonly identity: (id: IdentityId) => Identity | null;
  readonly secrets: SecretStore;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** 0 ≤ n < 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Reports an error that belongs to no call, for the user: secret_not_saved. */
  readonly report: (error: AppError) => void;
}

/** The only class that hands out tokens. All work on the tokens of one identity goes through one lock (T3). */
export class TokenService implements TokenSource {
  readonly #options: TokenServiceOptions;
  readonly #identities = new Map<IdentityId, IdentityTokens>();
  readonly #changes: Listeners<IdentityId>;

  constructor(options: TokenServiceOptions) {
    this.#options = options;
    this.#changes = new Listeners((cause) => {
      options.log('error', 'auth', `A listener to tokens broke: ${nameOfThrown(cause)}`);
    });
  }

  async accessToken(request: TokenRequest, signal: AbortSignal): Promise<Reply<AccessToken>> {
    const tokens = this.#tokens(request.identityId);
    if (!tokens.ok) return tokens;
    try {
      return await untilAborted(tokens.value.usable(request.purpose, request.rejected), signal);
    } catch (cause) {
      if (!signal.aborted) throw cause;
      return failure({ code: 'cancelled', params: { reason: 'asked' }, retryable: false });
    }
  }

  async adopt(identity: Identity, grant: SignInGrant): Promise<() => Promise<void>> {
    const tokens = this.#identities.get(identity.id) ?? this.#create(identity);
    if (tokens === null) throw new Error('Somebody signed in at a provider that is not there.');
    return tokens.adopt(identity, grant);
  }

  async clientSecret(id: IdentityId): Promise<string | null> {
    const tokens = this.#tokens(id);
    return tokens.ok ? tokens.value.clientSecret() : null;
  }

  async forget(id: IdentityId): Promise<Reply<null>> {
    const tokens = this.#tokens(id);
    this.#identities.delete(id);
    return tokens.ok ? tokens.value.forget() : this.#options.secrets.delete(identityKey(id));
  }

  async refresh(id: IdentityId): Promise<Reply<null>> {
    const tokens = this.#tokens(id);
    return tokens.ok ? tokens.value.renew() : tokens;
  }

  async signOut(id: IdentityId): Promise<Reply<null>> {
    const tokens = this.#tokens(id);
    return tokens.ok ? tokens.value.signOut() : this.#options.secrets.delete(identityKey(id));
  }

  inspect(id: IdentityId, address: string): TokenInspection {
    const identity = this.#options.identity(id);
    if (identity === null) throw new Error('There is no such sign-in.');
    const held = this.#identities.get(id)?.held ?? null;
    return inspectToken(held, identity, this.#options.providers.find(identity.provider), address);
  }

  status(id: IdentityId): TokenStatus {
    const persistence = this.#options.secrets.persistence.kind;
    return this.#identities.get(id)?.status() ?? { expiresAt: null, lastRefreshAt: null, persistence, ended: null };
  }

  needsSignIn(id: IdentityId): AppError | null {
    return this.#identities.get(id)?.dead ?? null;
  }

  claims(id: IdentityId): string | null {
    return this.#identities.get(id)?.claims ?? null;
  }

  async challenged(id: IdentityId, purpose: MailPurpose, claims: string): Promise<void> {
    await this.#identities.get(id)?.challenged(purpose, claims);
  }

  onChange(listener: (id: IdentityId) => void): () => void {
    return this.#changes.add(listener);
  }

  /** Ends timers and requests under way. */
  dispose(): void {
    for (const tokens of this.#identities.values()) tokens.dispose();
    this.#identities.clear();
  }

  #tokens(id: IdentityId): Reply<IdentityTokens> {
    const known = this.#identities.get(id);
    if (known !== undefined) return { ok: true, value: known };
    const identity = this.#options.identity(id);
    if (identity === null) return failure(signInRequired('no_sign_in'));
    const tokens = this.#create(identity);
    return tokens === null ? failure(providerUnknown(identity.provider)) : { ok: true, value: tokens };
  }

  /** Null when this Heron does not know the identity's provider. */
  #create(identity: Identity): IdentityTokens | null {
    const { providers, secrets, transport, clock, random, log, report } = this.#options;
    const provider = providers.find(identity.provider);
    if (provider === null) return null;
    const key = identityKey(identity.id);
    const changed = () => this.#changes.tell(identity.id);
    const options = { provider, key, secrets, transport, clock, random, log, report, changed };
    const tokens = new IdentityTokens(identity, options);
    this.#identities.set(identity.id, tokens);
    return tokens;
  }
}

/** The vault's key of an identity's tokens. */
export function identityKey(id: IdentityId): string {
  return `identity-${id}`;
}
