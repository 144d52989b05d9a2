import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
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

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const MAX_LENGTH = 1_000_000;

/**
 * Reads the certificate authorities that are trusted beside the built-in ones. They add to the trusted, and never disable a check.
 * A file that cannot be used is reported and ignored: what needs it then fails closed.
 * @param path the value of HERON_EXTRA_CA
 */
export function readExtraCa(path: string | undefined): ExtraCa {
  if (path === undefined || path.trim() === '') return { path: null, pem: null, error: null };
  const words = texts().faults.certificateFile;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return unusable(path, words.unreadable(errorCodeOf(cause)));
  }
  if (text.length > MAX_LENGTH) return unusable(path, words.tooLarge);
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return unusable(path, words.empty);
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch {
      return unusable(path, words.damaged);
    }
  }
  return { path, pem: `${certificates.join('\n')}\n`, error: null };
}

function unusable(path: string, reason: string): ExtraCa {
  const message = texts().faults.certificateFile.notUsed(reason, path);
  return { path, pem: null, error: { code: 'invalid_input', message, retryable: false } };
}
