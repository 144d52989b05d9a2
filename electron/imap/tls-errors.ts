import type { PeerCertificate } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { UntrustedBecause } from '../../shared/texts/fault-words.en.ts';
import { cleanText } from '../mail/clean-text.ts';

/** OpenSSL's verify results, as Node names them, and the reason that is shown for each. */
const untrusted: Readonly<Record<string, UntrustedBecause>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown_authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown_authority',
  CERT_UNTRUSTED: 'untrusted_authority',
  CERT_REJECTED: 'untrusted_authority',
  CERT_REVOKED: 'revoked',
  INVALID_CA: 'invalid_authority',
  INVALID_PURPOSE: 'not_for_servers',
  PATH_LENGTH_EXCEEDED: 'invalid_chain',
  CERT_CHAIN_TOO_LONG: 'long_chain',
  CERT_SIGNATURE_FAILURE: 'wrong_signature',
};

/**
 * A failed handshake or certificate check (S2); null when the error is about something else.
 *
 * @param certificate the certificate that the server showed, where it is known
 */
export function tlsError(
  error: unknown,
  endpoint: ServerEndpoint,
  certificate: PeerCertificate | null = null,
): AppError | null {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const server = `${endpoint.host}:${endpoint.port}`;
  if (code === 'CERT_HAS_EXPIRED') {
    const date = dated(certificate?.valid_to);
    return { code: 'tls_expired', params: { reason: 'expired', server, date }, retryable: false };
  }
  if (code === 'CERT_NOT_YET_VALID') {
    const date = dated(certificate?.valid_from);
    return { code: 'tls_expired', params: { reason: 'not_yet_valid', server, date }, retryable: false };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    const shown = certificate ?? shownBy(error);
    const names = cleanText(shown?.subjectaltname?.replaceAll('DNS:', '') ?? shown?.subject?.CN ?? '', 120);
    return { code: 'tls_wrong_host', params: { reason: 'names', server, names }, retryable: false };
  }
  const because = untrusted[code];
  if (because !== undefined) {
    const issuer = issuerName(certificate);
    return { code: 'tls_untrusted', params: { reason: 'chain', server, because, issuer }, retryable: false };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return { code: 'tls_failed', params: { reason: 'no_tls', server }, retryable: false };
  }
  return null;
}

function issuerName(certificate: PeerCertificate | null): string {
  const issuer = certificate?.issuer;
  return cleanText(issuer?.CN ?? issuer?.O ?? '', 100);
}

function dated(date: string | undefined): string {
  return cleanText(date ?? '', 40);
}

/** ERR_TLS_CERT_ALTNAME_INVALID carries the certificate. */
function shownBy(error: unknown): { subjectaltname?: string; subject?: { CN?: string } } | null {
  if (!(error instanceof Error) || !('cert' in error)) return null;
  const { cert } = error;
  if (typeof cert !== 'object' || cert === null) return null;
  const names = 'subjectaltname' in cert && typeof cert.subjectaltname === 'string' ? cert.subjectaltname : undefined;
  return names === undefined ? {} : { subjectaltname: names };
}
