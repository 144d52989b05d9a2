import type { AppError } from '../../shared/reply.ts';

/** Node's `code` of a file-system error, or an empty string. */
export function errorCodeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';
}

/** Translates a failed write. @param what what could not be saved, as the start of a sentence: "The settings" */
export function storageError(what: string, cause: unknown): AppError {
  const code = errorCodeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return { code: 'disk_full', message: `${what} could not be saved: the disk is full.`, retryable: true };
  }
  const reason =
    code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'Heron may not write to its folder' : code || 'unknown';
  return { code: 'storage_failed', message: `${what} could not be saved (${reason}).`, retryable: true };
}
