import type { AppError } from '../../shared/reply.ts';
import { type Texts, texts } from '../../shared/texts/texts.ts';

/** Node's `code` of a file-system error, or an empty string. */
export function errorCodeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';
}

/** Translates a failed write. */
export function storageError(what: Parameters<Texts['faults']['saving']['full']>[0], cause: unknown): AppError {
  const code = errorCodeOf(cause);
  const words = texts().faults.saving;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk_full', message: words.full(what), retryable: true };
  const isForbidden = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  const message = isForbidden ? words.notAllowed(what) : words.failed(what, code);
  return { code: 'storage_failed', message, retryable: true };
}
