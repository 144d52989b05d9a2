import { AppFailure } from '../../shared/reply.ts';

/** `cache` can be rebuilt from the server; `user` holds what only we know. */
export type StorageRole = 'cache' | 'user';

// Result codes of https://www.sqlite.org/rescode.html; the low byte is the primary code.
const sqliteBusy = 5;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteNotadb = 26;
/** The shared-memory file of the WAL could not grow, which on a healthy disk means a full one. */
const sqliteIoerrShmsize = 4874;
const enospc = 28;

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
  if (primary === sqliteCorrupt || primary === sqliteNotadb) {
    return role === 'cache'
      ? new AppFailure({ code: 'cache_damaged', params: { reason: 'found' }, retryable: false }, thrown)
      : new AppFailure({ code: 'storage_failed', params: { reason: 'queue_damaged' }, retryable: false }, thrown);
  }
  const retryable = primary === sqliteBusy;
  return new AppFailure({ code: 'storage_failed', params: { reason: 'database' }, retryable }, thrown);
}

/** Whether a failure (or what it was made from) says that the database file itself is damaged. */
export function isDamage(thrown: unknown): boolean {
  const original = thrown instanceof AppFailure ? thrown.cause : thrown;
  const primary = sqliteCode(original) & 0xff;
  return primary === sqliteCorrupt || primary === sqliteNotadb;
}

/** What an integrity check found, in the shape of SQLite's own errors so that it is translated like them. */
export function damageFound(finding: string): Error {
  return Object.assign(new Error(`integrity check: ${finding}`), { errcode: sqliteCorrupt });
}

function isDiskFull(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return (
    (code & 0xff) === sqliteFull ||
    code === sqliteIoerrShmsize ||
    property(thrown, 'systemErrno') === enospc ||
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
