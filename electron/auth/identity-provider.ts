import type { Identity, IdentitySettings, PageRefusal } from '../../shared/mail.ts';
import type { AppError, Guidance, Reply } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { HttpTransport } from '../platform/net-client.ts';

/** A token's life, and when it was received by each of this computer's clocks; milliseconds. */
export interface TokenTiming {
  readonly lifeMs: number;
  readonly monotonic: number;
  readonly wall: number;
}

/** An access token with its scopes. It never leaves main, except for one connection of the engine. */
export interface HeldToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly timing: TokenTiming;
}

/** The result of a sign-in, not stored yet. */
export interface SignInGrant {
  /** The provider's own id of who signed in. */
  readonly homeAccountId: string;
  /** The address that signed in, as the provider names it. */
  readonly username: string;
  /** All names of the person that the provider gave. */
  readonly names: readonly string[];
  readonly grantedScopes: readonly string[];
  readonly held: HeldToken;
  /** What the vault stores: the refresh token, in the provider client's own format. */
  readonly blob: string;
}

/**
 * What follows a failure. `later`: try again, the grant is kept. `sign_in`: the user must sign in again. `stop`: the
 * user or an administrator must act.
 */
type Consequence = 'later' | 'sign_in' | 'stop';

export interface TranslatedFailure {
  readonly error: AppError;
  readonly consequence: Consequence;
  /** What the provider wants the next sign-in to ask for (`readClaims`); left out, or null, where it wants nothing. */
  readonly claims?: string | null;
}

/** The code of a sign-in by another device (RFC 8628 section 3.2). */
interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInMs: number;
}

export interface DeviceCodeOptions {
  readonly identity: IdentitySettings;
  /** `graph`: only the permission to send is asked for, in addition to those that were granted before. Mail where it is left out. */
  readonly purpose?: MailPurpose | undefined;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** The claims request of the refusal that this sign-in answers (`readClaims`), to be passed on to the provider. */
  readonly claims?: string | null;
}

export type SignInWay = 'browser' | 'code';

export interface SignInOptions extends DeviceCodeOptions {
  /** The address to offer on the provider's page; null: let the person choose. */
  readonly loginHint: string | null;
  /** What the provider gave to the program for its token endpoint; null for a public client. Lives in the vault only. */
  readonly clientSecret: string | null;
}

export interface DeviceCodeEvents {
  onCode(code: DeviceCode): void;
  /** After each poll: whether the provider is out of reach. */
  onPoll(outOfReach: boolean): void;
}

export interface SignInEvents extends DeviceCodeEvents {
  /** The provider's page is to be opened in the person's browser. */
  onPage(page: { readonly url: string; readonly expiresInMs: number }): void;
  /** The browser came back with the provider's answer. */
  onAnswer(): void;
}

/** Signs in by device code, in a client of its own: nothing that is stored changes. */
type DeviceCodeFlow = (
  options: SignInOptions,
  events: DeviceCodeEvents,
  signal: AbortSignal,
) => Promise<Reply<SignInGrant>>;

/** How a redirect URI names this computer; the provider's registration decides (RFC 8252 section 7.3). */
export type RedirectHost = 'localhost' | '127.0.0.1';

/** What one attempt sends along, so that its answer can be told from any other. */
export interface BrowserAttempt {
  readonly redirectUri: string;
  /** RFC 6749 section 10.12. */
  readonly state: string;
  /** OpenID Connect Core section 3.1.2.1: comes back inside the ID token. */
  readonly nonce: string;
  /** Never leaves main before the code is redeemed (RFC 7636). */
  readonly verifier: string;
  /** The S256 challenge of the verifier. */
  readonly challenge: string;
  /** The address to offer on the page; null: let the person choose. */
  readonly loginHint: string | null;
}

/** One attempt at a provider. */
export interface BrowserPage {
  /** The provider's page, to be opened in the person's browser. */
  readonly url: string;
  /** Redeems the provider's answer. */
  redeem(answer: URLSearchParams): Promise<BrowserOutcome>;
}

/** What came of one page. */
export interface BrowserOutcome {
  readonly reply: Reply<SignInGrant>;
  /** Nobody has granted all scopes; another page may ask for fewer. */
  readonly fewerScopesMayHelp: boolean;
  /** The refusal asks for more than this page brought: another page may, with these claims (`readClaims`). */
  readonly claims?: string | null;
}

/** A provider's half of the authorization code grant with PKCE (RFC 6749 section 4.1, RFC 7636, RFC 8252). */
export interface BrowserFlow {
  readonly redirectHost: RedirectHost;
  /** What to ask for, the most first; each further entry is tried when all of the one before was refused. */
  scopes(options: SignInOptions): readonly (readonly string[])[];
  /** Finds the page. Errors: those of the provider. */
  begin(
    options: SignInOptions,
    attempt: BrowserAttempt,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<Reply<BrowserPage>>;
}

/** The grant of one identity: in memory, and saved in the vault before each use. */
export interface GrantStore {
  /** As last read, saved or replaced; null when there is none. */
  readonly text: string | null;
  /** Resolves when the text is in the vault, or when saving failed and will be repeated. */
  save(text: string): Promise<void>;
}

export interface ConnectOptions {
  readonly identity: Identity;
  readonly grant: GrantStore;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts all running requests. */
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
   * Redeems the stored grant for an access token. A new refresh token is saved before this resolves (T4).
   * @param scopes all of one resource
   * @param renew false: an unexpired access token that is stored with the grant may be returned
   */
  redeem(scopes: readonly string[], renew: boolean): Promise<Redemption>;
}

/** A kind of identity provider: its data, and how Heron talks to it. */
export interface IdentityProvider {
  /** As identities name it in the settings file; never changes. */
  readonly id: string;
  /** A proper name, the same in every language. */
  readonly name: string;
  /** Origins that people sign in at; the first is the usual one. */
  readonly loginHosts: readonly string[];
  /**
   * Tenants that belong to no single organisation; the first is the usual one. Empty where the provider has no tenants.
   */
  readonly tenants: readonly string[];
  /** The scopes of a purpose, all of one resource; `openid` and the like are added by the client. */
  scopes(identity: IdentitySettings, purpose: MailPurpose): readonly string[];
  /** The resource that a scope belongs to: one token request may name scopes of one resource only (AADSTS700022). */
  resourceOf(scope: string): string;
  /** How its tokens name the mail servers as their audience; left out where that is not known. */
  mailAudiences?(identity: IdentitySettings): readonly string[];
  /** The mail servers that its tokens may be sent to (Q3), lower case. */
  mailHosts(identity: IdentitySettings): readonly string[];
  /** The provider's ways to sign in; at least one. */
  readonly signIn: { readonly browser: BrowserFlow | null; readonly deviceCode: DeviceCodeFlow | null };
  /** What the provider's page stands for when it refuses the person and tells the program nothing; null: not known. */
  readonly pageVerdict: ((said: PageRefusal, way: SignInWay, identity: IdentitySettings) => AppError) | null;
  /** How an administrator grants the permissions for the organisation; null where there is no such thing. */
  readonly adminConsent: ((identity: IdentitySettings, purpose: MailPurpose) => Guidance) | null;
  /** Where messages are handed over by HTTPS, as Microsoft Graph takes them; null where the provider has no such thing. */
  readonly sendUrl: ((identity: IdentitySettings) => string) | null;
  /**
   * Whether a text is a grant in the client's format; used to notice a damaged vault. Never throws, and quotes nothing.
   */
  isGrant(text: string): boolean;
  /** The client secret that a grant was stored with; null where there is none. Never throws. */
  clientSecretOf?(text: string): string | null;
  /** What of a grant is the program's own and stays when somebody signs out; null or left out where nothing is. Never throws. */
  signedOut?(text: string): string | null;
  connect(options: ConnectOptions): TokenClient;
  /** Makes a sign-in of another program's refresh token; left out where that cannot be. Errors: those of a refresh, cancelled. */
  redeemRefreshToken?(
    options: Omit<DeviceCodeOptions, 'purpose'>,
    refreshToken: string,
    signal: AbortSignal,
  ): Promise<Reply<SignInGrant>>;
}

/** Whether two identities have the same registration at the same provider, so that the client secret of one is the other's as well. */
export function isSameRegistration(one: IdentitySettings, other: IdentitySettings): boolean {
  const placeOf = ({ clientId, loginHost, options = {} }: IdentitySettings) => {
    const { discovery, authorizationEndpoint, tokenEndpoint, deviceEndpoint } = options;
    return JSON.stringify([clientId, loginHost, discovery, authorizationEndpoint, tokenEndpoint, deviceEndpoint]);
  };
  return placeOf(one) === placeOf(other);
}

/**
 * Every mailbox is tested at its IMAP server at the sign-in, so this purpose is always granted; others may be missing.
 */
export const provenPurpose: MailPurpose = 'imap';

/** The providers that this Heron knows. */
export class IdentityProviders {
  /** The provider when none is named. */
  readonly standard: IdentityProvider;
  readonly #byId: ReadonlyMap<string, IdentityProvider>;

  constructor(standard: IdentityProvider, ...others: IdentityProvider[]) {
    this.standard = standard;
    this.#byId = new Map([standard, ...others].map((provider) => [provider.id, provider]));
  }

  /** The provider with this id; null for one that only a newer Heron knows. Its identity is kept but cannot be used. */
  find(id: string): IdentityProvider | null {
    return this.#byId.get(id) ?? null;
  }
}

/** Whether a provider's token may be sent to a mail server (Q3). A host may be written with the root's dot at its end (RFC 1034 section 3.1). */
export function mayReceiveToken(provider: IdentityProvider, identity: IdentitySettings, host: string): boolean {
  return provider.mailHosts(identity).includes(host.toLowerCase().replace(/\.$/, ''));
}
