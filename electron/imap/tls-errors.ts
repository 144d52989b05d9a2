import type { PeerCertificate } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import { type Texts, texts } from '../../shared/texts/texts.ts';
import { cleanText } from '../mail/clean-text.ts';

/** OpenSSL's verify results as Node names them, and what they mean to people. */
const untrusted: Readonly<Record<string, keyof Texts['serverFaults']['certificate']['untrustedBecause']>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknownAuthority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknownAuthority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknownAuthority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknownAuthority',
  CERT_UNTRUSTED: 'untrustedAuthority',
  CERT_REJECTED: 'untrustedAuthority',
  CERT_REVOKED: 'revoked',
  INVALID_CA: 'invalidAuthority',
  INVALID_PURPOSE: 'notForServers',
  PATH_LENGTH_EXCEEDED: 'invalidChain',
  CERT_CHAIN_TOO_LONG: 'longChain',
  CERT_SIGNATURE_FAILURE: 'wrongSignature',
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
  const words = texts().serverFaults.certificate;
  if (code === 'CERT_HAS_EXPIRED') {
    return failed('tls_expired', words.expired(server, dated(certificate?.valid_to)));
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return failed('tls_expired', words.notYetValid(server, dated(certificate?.valid_from)));
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    const shown = certificate ?? shownBy(error);
    const names = cleanText(shown?.subjectaltname?.replaceAll('DNS:', '') ?? shown?.subject?.CN ?? '', 120);
    return failed('tls_wrong_host', words.wrongHost(server, names));
  }
  const reason = untrusted[code];
  if (reason !== undefined) {
    return failed('tls_untrusted', words.untrusted(server, words.untrustedBecause[reason], issuerName(certificate)));
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return failed('tls_failed', words.noTls(server));
  }
  return null;
}

function failed(code: ErrorCode, message: string): AppError {
  return { code, message, retryable: false };
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
