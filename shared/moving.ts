import type { AccountId, AuthMethod, ServerEndpoint } from './mail.ts';
import type { AppError } from './reply.ts';

/** Programs whose accounts Heron reads, and Heron's own file of accounts. */
export type MovingKind = 'thunderbird' | 'rustymail' | 'heron';

/**
 * Something that does not come in as it stands there. `encrypted`, `unreadable`: a field whose value stays behind. `second_password`: sending
 * has another password there, and Heron knows one. `guessed`: nothing was named, so the usual name is taken. `made_secure`: the connection is
 * not encrypted there, and always is in Heron. `no_oauth`: Heron cannot sign in there by OAuth2 without a registration, so it asks for a
 * password. `by_system`: the computer itself signs in there (Kerberos, NTLM, a certificate), which Heron cannot.
 */
export interface MovingNote {
  readonly reason:
    | 'encrypted'
    | 'unreadable'
    | 'second_password'
    | 'guessed'
    | 'made_secure'
    | 'no_oauth'
    | 'by_system';
  /** As the other program names it, for example "imap.password". */
  readonly field: string;
}

/** An account that was found, without its secrets. */
export interface FoundAccount {
  /** Names it within its source. */
  readonly key: string;
  readonly address: string;
  /** The user's own name. */
  readonly displayName: string;
  readonly imap: ServerEndpoint;
  readonly smtp: ServerEndpoint;
  readonly method: AuthMethod;
  /** The secret that comes along, if the user wants the account. */
  readonly brings: 'password' | 'sign_in' | null;
  /** Heron has an account of this address. */
  readonly isThere: boolean;
  readonly notes: readonly MovingNote[];
}

/** What is there and cannot come in. */
export interface LeftOut {
  /** As the other program calls it. */
  readonly name: string;
  readonly reason: 'pop3' | 'other_kind' | 'no_address' | 'no_server' | 'twice' | 'malformed' | 'too_many';
}

/** A place that accounts can come from. */
export interface MovingSource {
  readonly sourceId: string;
  readonly kind: MovingKind;
  /** The profile's name; empty where there are no profiles. */
  readonly name: string;
  readonly path: string;
  readonly accounts: readonly FoundAccount[];
  readonly leftOut: readonly LeftOut[];
  /** Why nothing can be read there; null when it was read. */
  readonly error: AppError | null;
}

/** What became of an account that was wanted. */
export interface MovedAccount {
  readonly key: string;
  readonly address: string;
  /** Null: it did not come in, and `error` says why. */
  readonly accountId: AccountId | null;
  /** `sign_in`, `password`: the account is there and waits for this. */
  readonly needs: 'sign_in' | 'password' | null;
  /** Why it did not come in, or its sign-in did not. */
  readonly error: AppError | null;
}
