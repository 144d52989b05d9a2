import { AppFailure } from '../../shared/reply.ts';

/** `cache` can be rebuilt from the server; `user` holds what only we know. */
export type StorageRole = 'cache' | 'user';

// Result codes of https://www.sqlite.org/rescode.html; the low byte is the primary code.
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;
/** The shared-memory file of the WAL could not grow, which on a healthy disk means a full one. */
const SQLITE_IOERR_SHMSIZE = 4874;
const ENOSPC = 28;

const noSpaceCodes = new Set<unknown>(['ENOSPC', 'EDQUOT']);

/**
 * Translates whatever SQLite or the file system threw into disk_full, cache_damaged or storage_failed; the original
 * stays as its cause. A damaged `user` database is storage_failed: nothing can rebuild it.
 */
export function storageFailure(thrown: unknown, role: StorageRole): AppFailure {
  if (thrown instanceof AppFailure) return thrown;
  const primary = sqliteCode(thrown) & 0xff;
  if (isDiskFull(thrown)) {
    return new AppFailure({ code: 'disk_full', params: { reason: 'mail' }, retryable: true }, thrown);
  }
  if (primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB) {
    return role === 'cache'
      ? new AppFailure({ code: 'cache_damaged', params: { reason: 'found' }, retryable: false }, thrown)
      : new AppFailure({ code: 'storage_failed', params: { reason: 'queue_damaged' }, retryable: false }, thrown);
  }
  const retryable = primary === SQLITE_BUSY;
  return new AppFailure({ code: 'storage_failed', params: { reason: 'database' }, retryable }, thrown);
}

/** Whether a failure (or what it was made from) says that the database file itself is damaged. */
export function isDamage(thrown: unknown): boolean {
  const original = thrown instanceof AppFailure ? thrown.cause : thrown;
  const primary = sqliteCode(original) & 0xff;
  return primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB;
}

/** What an integrity check found, in the shape of SQLite's own errors so that it is translated like them. */
export function damageFound(finding: string): Error {
  return Object.assign(new Error(`integrity check: ${finding}`), { errcode: SQLITE_CORRUPT });
}

function isDiskFull(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return (
    (code & 0xff) === SQLITE_FULL ||
    code === SQLITE_IOERR_SHMSIZE ||
    property(thrown, 'systemErrno') === ENOSPC ||
    noSpaceCodes.has(property(thrown, 'code'))
  );
}

/** The extended result code, which node:sqlite and its stand-in both call `errcode`; 0 for anything else. */
function sqliteCode(thrown: unknown): number {
  const code = property(thrown, 'errcode');
  return typeof code === 'number' ? code : 0;
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
