/**
 * Everything that can go wrong, as far as the rest of the program tells it apart. Closed: each code is made in one place
 * (the adapter that met the fault) and has one entry in error-texts.ts.
 */
export type ErrorCode =
  // calls
  | 'invalid_input'
  | 'forbidden'
  | 'not_found'
  | 'cancelled'
  | 'internal'
  // network and TLS
  | 'offline'
  | 'paused'
  | 'dns_failed'
  | 'connection_refused'
  | 'connection_lost'
  | 'server_timeout'
  | 'tls_expired'
  | 'tls_wrong_host'
  | 'tls_untrusted'
  | 'tls_failed'
  | 'starttls_missing'
  // IMAP
  | 'imap_protocol'
  | 'authentication_failed'
  | 'basic_auth_blocked'
  | 'token_rejected'
  | 'mailbox_unavailable'
  | 'throttled'
  | 'server_unavailable'
  | 'server_refused'
  | 'folder_missing'
  | 'message_gone'
  | 'message_too_large'
  | 'message_unreadable'
  | 'trash_missing'
  // OAuth2
  | 'client_id_missing'
  | 'sign_in_declined'
  | 'sign_in_expired'
  | 'sign_in_required'
  | 'consent_required'
  | 'permission_missing'
  | 'app_registration'
  | 'policy_blocked'
  | 'wrong_tenant'
  | 'identity_provider_unavailable'
  | 'identity_provider_protocol'
  | 'identity_mismatch'
  | 'provider_unknown'
  | 'token_host_refused'
  // this computer
  | 'account_exists'
  | 'disk_full'
  | 'storage_failed'
  | 'settings_damaged'
  | 'cache_damaged'
  | 'queue_damaged'
  | 'secret_unreadable'
  | 'secret_not_saved'
  | 'operation_parked';

/** A failure as a value. `message` is one or two plain sentences that may name the host or address met, never a secret. */
export interface AppError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Whether the same attempt may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** What the user or an administrator can do beyond the code's standard text. */
  readonly guidance?: Guidance;
  /** Milliseconds the server asked us to wait, where it did. */
  readonly retryAfterMs?: number;
}

/** Material for whoever's turn it is: an admin-consent link, a text to send to the administrator, the provider's own reference. */
export interface Guidance {
  /** One more sentence than the standard text, for example why a tenant's policy blocks device code. */
  readonly explanation?: string;
  /** A text the user can copy and send to the administrator. */
  readonly adminText?: string;
  /** A page the administrator opens, https only. */
  readonly adminUrl?: string;
  /** The provider's own code and reference, for example "AADSTS65001" and a correlation ID. */
  readonly reference?: string;
}

/** What every call across a boundary answers. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** A successful reply. */
export function success<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** A failed reply. */
export function failure(error: AppError): Reply<never> {
  return { ok: false, error };
}

/** Carries an AppError through code that throws; boundaries turn it into a Reply. */
export class AppFailure extends Error {
  readonly error: AppError;

  /** @param cause the library's own error, kept for the log only */
  constructor(error: AppError, cause?: unknown) {
    super(error.message, { cause });
    this.name = 'AppFailure';
    this.error = error;
  }
}

/** The end of a switch over a closed union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
