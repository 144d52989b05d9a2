import type { TokenInspection } from '../../shared/diagnosis.ts';
import type { Identity, IdentityId, TokenStatus } from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { SignInGrant } from './identity-provider.ts';

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since the epoch, by this computer's clock when the token came. */
  readonly expiresAt: number;
}

export interface TokenRequest {
  readonly identityId: IdentityId;
  readonly purpose: MailPurpose;
  /** An access token that a server just refused; it is not given out again. Null on a first request. */
  readonly rejected: string | null;
}

/**
 * How the rest of Heron gets access tokens. It hides which provider an identity uses, which scopes a purpose needs
 * there, and how tokens are renewed and stored.
 */
export interface TokenSource {
  /**
   * A token that is good for the purpose, renewed first if it has expired or is about to. Errors: sign_in_required, consent_required,
   * policy_blocked … (remembered until somebody signs in, so that the user is asked once, T6); permission_missing (of this purpose alone:
   * the others go on); provider_unknown; secret_unreadable; identity_provider_unavailable, offline … (retryable, nothing is lost); cancelled
   * by the signal, while a refresh goes on for others.
   */
  accessToken(request: TokenRequest, signal: AbortSignal): Promise<Reply<AccessToken>>;
  /**
   * Stores the result of a sign-in; resolves once it is saved (T4). @returns a function that restores the former state,
   * for when the mailbox refuses the sign-in
   */
  adopt(identity: Identity, grant: SignInGrant): Promise<() => Promise<void>>;
  /** The client secret that an identity signed in with; null where it has none, or its grant cannot be read. */
  clientSecret(id: IdentityId): Promise<string | null>;
  /** Forgets an identity and deletes its tokens. Errors: storage_failed. */
  forget(id: IdentityId): Promise<Reply<null>>;
  /** Renews the token for reading mail now, whatever time it has left. Errors: as of accessToken. */
  refresh(id: IdentityId): Promise<Reply<null>>;
  /**
   * Deletes the tokens, and asks for a sign-in from now on. What belongs to the program and not to the person (a client secret) stays for that.
   * Errors: storage_failed, secret_not_saved: they are out of use, but still in the vault.
   */
  signOut(id: IdentityId): Promise<Reply<null>>;
  /** What can be said of the token for reading mail. @param address the mailbox that it is to open */
  inspect(id: IdentityId, address: string): TokenInspection;
  status(id: IdentityId): TokenStatus;
  /** Why the user must sign in again; null while the grant is good, as far as is known. */
  needsSignIn(id: IdentityId): AppError | null;
  /** What the provider, or a service, wants the next sign-in to ask for (`readClaims`); null where nothing is known. */
  claims(id: IdentityId): string | null;
  /**
   * A service takes no token of this purpose until a sign-in brings these claims (`claimsInChallenge`): the purpose's next token is refused
   * with sign_in_required, the others go on.
   */
  challenged(id: IdentityId, purpose: MailPurpose, claims: string): Promise<void>;
  /** Calls the listener when an identity's status changed or its grant ended. @returns unsubscribes */
  onChange(listener: (id: IdentityId) => void): () => void;
}
