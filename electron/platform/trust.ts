import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls, { rootCertificates } from 'node:tls';
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

/** What Node tells of certificate authorities: its own with NODE_EXTRA_CA_CERTS, or the system's. */
type AuthoritySource = (kind: 'default' | 'system') => readonly string[];

/** `getCACertificates` is there from Node 22.15 on. Reading the system's store takes long on some systems, so it is read once. */
const nodesOwn: AuthoritySource | null = (() => {
  const get: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof get !== 'function') return null;
  const known = new Map<string, readonly string[]>();
  return (kind) => {
    const read = known.get(kind) ?? Reflect.apply(get, tls, [kind]);
    known.set(kind, read);
    return read;
  };
})();

/**
 * The authorities that TLS trusts: Node's own, the system's where the runtime can tell them, and the extra ones. Undefined where Node's own are
 * all, which it then takes without a list.
 *
 * @param extraCa PEM of additional authorities, or null
 * @param source for tests; null: a runtime that cannot tell
 */
export function trustedAuthorities(
  extraCa: string | null,
  source: AuthoritySource | null = nodesOwn,
): string[] | undefined {
  const system = source === null ? [] : systemAuthorities(source);
  if (extraCa === null && system.length === 0) return undefined;
  const own = source?.('default') ?? rootCertificates;
  return [...new Set([...own, ...system, ...(extraCa === null ? [] : [extraCa])])];
}

/** Without the system's store, connections are made as before, and those that need it say what is not trusted. */
function systemAuthorities(source: AuthoritySource): readonly string[] {
  try {
    return source('system');
  } catch {
    return [];
  }
}

function unusable(path: string, problem: CertificateFileProblem, systemCode = ''): ExtraCa {
  const params = { reason: 'certificate_file', problem, systemCode, path } as const;
  return { path, pem: null, error: { code: 'invalid_input', params, retryable: false } };
}
