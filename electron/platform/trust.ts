import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AppError } from '../../shared/reply.ts';
import type { CertificateFileProblem } from '../../shared/texts/fault-words.en.ts';
import { errorCodeOf } from './storage-errors.ts';

/** The additional certificate authorities of HERON_EXTRA_CA. */
export interface ExtraCa {
  /** The file as named; null when none is set. */
  readonly path: string | null;
  /** The certificates, PEM; null when there are none to use. */
  readonly pem: string | null;
  /** Why the file is not used. */
  readonly error: AppError | null;
}

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const maxLength = 1_000_000;

/**
 * Reads certificate authorities to trust besides the built-in ones; no check is ever disabled. A file that cannot be
 * used is reported and ignored, so connections that need it fail.
 * @param path the value of HERON_EXTRA_CA
 */
export function readExtraCa(path: string | undefined): ExtraCa {
  if (path === undefined || path.trim() === '') return { path: null, pem: null, error: null };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return unusable(path, 'unreadable', errorCodeOf(cause));
  }
  if (text.length > maxLength) return unusable(path, 'too_large');
  const certificates = text.match(certificate) ?? [];
  if (certificates.length === 0) return unusable(path, 'empty');
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch {
      return unusable(path, 'damaged');
    }
  }
  return { path, pem: `${certificates.join('\n')}\n`, error: null };
}

function unusable(path: string, problem: CertificateFileProblem, systemCode = ''): ExtraCa {
  const params = { reason: 'certificate_file', problem, systemCode, path } as const;
  return { path, pem: null, error: { code: 'invalid_input', params, retryable: false } };
}
