import type { PeerCertificate } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import { cleanText } from './clean-text.ts';

/** OpenSSL's verify results as Node names them, and what they mean to people. */
const untrusted: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'it comes from an authority that this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'it comes from an authority that this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it comes from an authority that this computer does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it comes from an authority that this computer does not know',
  CERT_UNTRUSTED: 'its authority is not trusted',
  CERT_REJECTED: 'its authority is not trusted',
  CERT_REVOKED: 'it has been revoked',
  INVALID_CA: 'its authority is not valid',
  INVALID_PURPOSE: 'it is not meant for servers',
  PATH_LENGTH_EXCEEDED: 'its chain of authorities is not valid',
  CERT_CHAIN_TOO_LONG: 'its chain of authorities is too long',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
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
    return failed('tls_expired', `The certificate of ${server} has expired${on(certificate?.valid_to)}.`);
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return failed(
      'tls_expired',
      `The certificate of ${server} is not valid yet${on(certificate?.valid_from)}. Check this computer’s clock.`,
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    const shown = certificate ?? shownBy(error);
    const names = cleanText(shown?.subjectaltname?.replaceAll('DNS:', '') ?? shown?.subject?.CN ?? '', 120);
    return failed('tls_wrong_host', `The certificate of ${server} is for ${names === '' ? 'another name' : names}.`);
  }
  const reason = untrusted[code];
  if (reason !== undefined) {
    const issuer = issuerName(certificate);
    return failed(
      'tls_untrusted',
      `The certificate of ${server} is not trusted: ${reason}${issuer === '' ? '' : ` (issued by ${issuer})`}.`,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return failed('tls_failed', `${server} does not speak TLS as expected.`);
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

function on(date: string | undefined): string {
  const cleaned = cleanText(date ?? '', 40);
  return cleaned === '' ? '' : ` (${cleaned})`;
}

/** ERR_TLS_CERT_ALTNAME_INVALID carries the certificate. */
function shownBy(error: unknown): { subjectaltname?: string; subject?: { CN?: string } } | null {
  if (!(error instanceof Error) || !('cert' in error)) return null;
  const { cert } = error;
  if (typeof cert !== 'object' || cert === null) return null;
  const names = 'subjectaltname' in cert && typeof cert.subjectaltname === 'string' ? cert.subjectaltname : undefined;
  return names === undefined ? {} : { subjectaltname: names };
}
