import type { AppError } from '../../shared/reply.ts';
import type { SavedThing } from '../../shared/texts/fault-words.en.ts';

/** Node's `code` of a file-system error, or an empty string. */
export function errorCodeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';
}

/** Translates a failed write. */
export function storageError(what: SavedThing, cause: unknown): AppError {
  const code = errorCodeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { code: 'disk_full', params: { reason: 'saving', what }, retryable: true };
  const isForbidden = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  return {
    code: 'storage_failed',
    params: isForbidden ? { reason: 'saving_not_allowed', what } : { reason: 'saving', what, systemCode: code },
    retryable: true,
  };
}
