import type { Identity, IdentitySettings } from '../../shared/mail.ts';
import type { AppError, Guidance, Reply } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { HttpTransport } from '../platform/net-client.ts';

/** When a token came and how long it lives, by the clocks of this computer. */
export interface TokenTiming {
  readonly lifeMs: number;
  readonly monotonic: number;
  readonly wall: number;
}

/** An access token with what it is good for. Never leaves main, but for one connection of the engine. */
export interface HeldToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly timing: TokenTiming;
}

/** What a person signed in for, complete but not kept anywhere yet. */
export interface SignInGrant {
  /** The provider's own id of who signed in. */
  readonly homeAccountId: string;
  /** The address that signed in, as the provider names it. */
  readonly username: string;
  /** All names of the person that the provider gave. */
  readonly names: readonly string[];
  readonly grantedScopes: readonly string[];
  readonly held: HeldToken;
  /** What the vault keeps: the refresh token, in a form that only the provider's own client reads. */
  readonly blob: string;
}

/** What a failure asks of us. `later`: try again, nothing is lost. `sign_in`: the grant is dead or challenged. `stop`: somebody has to act. */
type Consequence = 'later' | 'sign_in' | 'stop';

export interface TranslatedFailure {
  readonly error: AppError;
  readonly consequence: Consequence;
}

/** The code of a sign-in by another device (RFC 8628 section 3.2). */
interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInMs: number;
}

export interface DeviceCodeOptions {
  readonly identity: IdentitySettings;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DeviceCodeEvents {
  onCode(code: DeviceCode): void;
  /** After each poll: whether the provider is out of reach. */
  onPoll(outOfReach: boolean): void;
}

/** Signs in by device code, in a client of its own: nothing that is stored changes. */
type DeviceCodeFlow = (
  options: DeviceCodeOptions,
  events: DeviceCodeEvents,
  signal: AbortSignal,
) => Promise<Reply<SignInGrant>>;

/** The grant of one identity as it is kept: in memory, and ahead of every use in the vault. */
export interface GrantStore {
  /** As last read, saved or replaced; null when there is none. */
  readonly text: string | null;
  /** Answers when it is in the vault, or when that has failed and is being repeated. */
  save(text: string): Promise<void>;
}

export interface ConnectOptions {
  readonly identity: Identity;
  readonly grant: GrantStore;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
}

export type Redemption =
  /** `renewed`: it came from the provider just now, not from what was kept. */
  | { readonly ok: true; readonly held: HeldToken; readonly renewed: boolean }
  /** `refusesScopes`: nobody has granted all of these; fewer may be given. */
  | { readonly ok: false; readonly failure: TranslatedFailure; readonly refusesScopes: boolean };

/** One identity at its provider. Its calls never overlap. */
export interface TokenClient {
  /**
   * Turns the kept grant into an access token. What the provider gives in its place (a new refresh token) is saved before this answers (T4).
   * @param scopes all of one resource
   * @param renew false: an access token that is kept with the grant will do
   */
  redeem(scopes: readonly string[], renew: boolean): Promise<Redemption>;
}

/** A kind of identity provider: what there is to know of it, and how one talks to it. Another one is another value of this type. */
export interface IdentityProvider {
  /** As identities name it in the settings file; never changes. */
  readonly id: string;
  /** A proper name, the same in every language. */
  readonly name: string;
  /** Origins that people sign in at; the first is the usual one. */
  readonly loginHosts: readonly string[];
  /** Tenants that are no organisation's own; the first is the usual one. Empty where the provider knows no tenants. */
  readonly tenants: readonly string[];
  /** What is asked for, all of one resource; `openid` and the like are added by the client. */
  scopes(identity: IdentitySettings, purpose: MailPurpose): readonly string[];
  /** What a scope belongs to: one token request names the scopes of one resource (AADSTS700022). */
  resourceOf(scope: string): string;
  /** The mail servers that its tokens may be sent to (Q3), lower case. */
  mailHosts(identity: IdentitySettings): readonly string[];
  /** The ways to sign in that it has. */
  readonly signIn: { readonly deviceCode: DeviceCodeFlow | null };
  /** How an administrator grants the permissions for the organisation; null where there is no such thing. */
  readonly adminConsent: ((identity: IdentitySettings) => Guidance) | null;
  /** Whether a text is a grant as its client keeps it, for telling a damaged vault. Never throws, quotes nothing. */
  isGrant(text: string): boolean;
  connect(options: ConnectOptions): TokenClient;
}

/** Every mailbox is proven at its IMAP server when somebody signs in, so this purpose is always granted; others may be missing. */
export const provenPurpose: MailPurpose = 'imap';

/** The providers that this Heron knows. */
export class IdentityProviders {
  /** Where nothing else is said. */
  readonly standard: IdentityProvider;
  readonly #byId: ReadonlyMap<string, IdentityProvider>;

  constructor(standard: IdentityProvider, ...others: IdentityProvider[]) {
    this.standard = standard;
    this.#byId = new Map([standard, ...others].map((provider) => [provider.id, provider]));
  }

  /** Null: an identity of a newer Heron, which is kept but cannot be used. */
  find(id: string): IdentityProvider | null {
    return this.#byId.get(id) ?? null;
  }
}

/** Whether a provider's token may be sent to a mail server (Q3). */
export function mayReceiveToken(provider: IdentityProvider, identity: IdentitySettings, host: string): boolean {
  return provider.mailHosts(identity).includes(host.toLowerCase());
}
