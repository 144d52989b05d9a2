import { ProxyFailure } from './proxy/route.ts';
import { errorCodeOf } from './storage-errors.ts';

/** Why an HTTPS exchange brought no answer. */
export type TransportFault =
  | 'cancelled'
  | 'offline'
  | 'dns'
  | 'refused'
  | 'lost'
  | 'timeout'
  /** The system's proxy cannot be reached, or does not let the request through. */
  | 'proxy'
  /** It wants a user and a password, or other ones. */
  | 'proxy_password'
  /** It wants a sign-in of another kind, such as NTLM. */
  | 'proxy_sign_in'
  | 'tls_expired'
  | 'tls_wrong_host'
  | 'tls_untrusted'
  | 'tls_failed'
  | 'not_https'
  | 'redirected'
  | 'too_large';

/** Node's error codes, and Chromium's names as `net::ERR_…` in the message of what net.fetch throws. */
const faults: Readonly<Record<string, TransportFault>> = {
  ENETUNREACH: 'offline',
  ENETDOWN: 'offline',
  ERR_INTERNET_DISCONNECTED: 'offline',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ERR_NAME_NOT_RESOLVED: 'dns',
  ERR_NAME_RESOLUTION_FAILED: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ERR_CONNECTION_REFUSED: 'refused',
  ERR_ADDRESS_UNREACHABLE: 'refused',
  ETIMEDOUT: 'timeout',
  ERR_CONNECTION_TIMED_OUT: 'timeout',
  ERR_TIMED_OUT: 'timeout',
  ERR_PROXY_CONNECTION_FAILED: 'proxy',
  ERR_TUNNEL_CONNECTION_FAILED: 'proxy',
  ERR_PROXY_AUTH_UNSUPPORTED: 'proxy_sign_in',
  ERR_PROXY_AUTH_REQUESTED: 'proxy_password',
  ERR_PROXY_CERTIFICATE_INVALID: 'proxy',
  ERR_SOCKS_CONNECTION_FAILED: 'proxy',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_CERT_DATE_INVALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_host',
  ERR_CERT_COMMON_NAME_INVALID: 'tls_wrong_host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  ERR_CERT_AUTHORITY_INVALID: 'tls_untrusted',
  ERR_TOO_MANY_REDIRECTS: 'redirected',
  ERR_UNSAFE_REDIRECT: 'redirected',
};

const ofProxy: Readonly<Record<ProxyFailure['reason'], TransportFault>> = {
  password: 'proxy_password',
  method: 'proxy_sign_in',
  refused: 'proxy',
  unreachable: 'proxy',
};

/** Reads a network error of Node or Chromium. What is not known counts as a lost connection. */
export function faultOf(cause: unknown): TransportFault {
  if (cause instanceof ProxyFailure) return ofProxy[cause.reason];
  const code = errorCodeOf(cause);
  const message = cause instanceof Error ? cause.message : '';
  const chromium = /\bERR_[A-Z0-9_]+/.exec(message)?.[0] ?? '';
  const known = faults[code] ?? faults[chromium];
  if (known !== undefined) return known;
  if (/redirect/i.test(message)) return 'redirected';
  if (/^ERR_(SSL|CERT|TLS)_|^EPROTO$/.test(code) || /^ERR_(SSL|CERT)_/.test(chromium)) return 'tls_failed';
  const inner = cause instanceof Error ? cause.cause : undefined;
  return inner === undefined || inner === cause ? 'lost' : faultOf(inner);
}
