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
    case 'proxy_failed':
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
    case 'proxy_password_wanted':
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
    case 'service_missing':
    case 'account_locked':
    case 'account_blocked':
    case 'password_due':
    case 'identity_mismatch':
    case 'provider_unknown':
    case 'token_host_refused':
      return 'sign_in';
    default:
      return 'failed';
  }
}

/**
 * Whether another network may mend a fault: something between this computer and the server failed, or answered in the
 * server's place. What a server or an identity provider decided (Q2) stays as it is in every network.
 */
export function dependsOnNetwork(error: AppError): boolean {
  switch (error.code) {
    case 'offline':
    case 'dns_failed':
    // Another network has another proxy, or none.
    case 'proxy_password_wanted':
    case 'proxy_failed':
    case 'connection_refused':
    case 'server_timeout':
    // A network that asks for a sign-in on a page of its own answers every address with that page.
    case 'tls_expired':
    case 'tls_wrong_host':
    case 'tls_untrusted':
    case 'tls_failed':
    case 'starttls_missing':
    case 'imap_protocol':
      return true;
    case 'connection_lost':
      // A server that says goodbye in words of its own was reached. Some do so after a wrong password.
      return !('said' in error.params && error.params.said !== '');
    case 'server_unavailable':
    case 'identity_provider_unavailable':
      return error.params.reason !== 'busy' && error.retryAfterMs === undefined;
    case 'identity_provider_protocol':
      return error.params.reason !== 'refused';
    default:
      return false;
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
