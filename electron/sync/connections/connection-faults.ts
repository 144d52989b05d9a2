import type { AppError } from '../../../shared/reply.ts';

/**
 * What a fault means for the connection. `network`: tried again after a wait. `throttled`: tried again when the server
 * permits. `token`: the access token is stale. `sign_in`: nothing is tried until the user signs in or changes the
 * settings. `failed`: tried again after a longer wait. `cancelled`: no fault of the connection.
 */
export type FaultKind = 'cancelled' | 'network' | 'throttled' | 'token' | 'sign_in' | 'failed';

/** Sorts the errors of a sign-in, a session or a request for credentials. */
export function faultKind(error: AppError): FaultKind {
  switch (error.code) {
    case 'cancelled':
    case 'paused':
      return 'cancelled';
    case 'offline':
    case 'dns_failed':
    case 'connection_refused':
    case 'connection_lost':
    case 'server_timeout':
    case 'server_unavailable':
    case 'identity_provider_unavailable':
      return 'network';
    case 'throttled':
      return 'throttled';
    case 'token_rejected':
      return 'token';
    case 'authentication_failed':
    case 'basic_auth_blocked':
    case 'secret_unreadable':
    case 'client_id_missing':
    case 'sign_in_declined':
    case 'sign_in_expired':
    case 'sign_in_required':
    case 'consent_required':
    case 'permission_missing':
    case 'app_registration':
    case 'policy_blocked':
    case 'wrong_tenant':
    case 'identity_mismatch':
    case 'provider_unknown':
    case 'token_host_refused':
      return 'sign_in';
    default:
      return 'failed';
  }
}

/** The error of a call that needed the server: `offline` for a network fault, any other error unchanged. */
export function readingError(error: AppError): AppError {
  if (faultKind(error) !== 'network') return error;
  return {
    code: 'offline',
    params: { reason: 'not_stored' },
    retryable: true,
    because: error,
  };
}
