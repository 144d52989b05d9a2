import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { Database } from './database.ts';
import type { Migrations } from './schema.ts';
import { damageFound, isDamage, type StorageRole, storageFailure } from './storage-errors.ts';

/** Up to this size a file is fully checked after an unclean end; that takes some 50 ms. */
const fullCheckBytes = 32 * 1024 * 1024;

export interface OpenDatabaseOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly role: StorageRole;
  readonly migrations: Migrations;
  /** Milliseconds since the epoch, for the name of a file that is set aside. */
  readonly now: () => number;
  /** The file is known to be damaged (a call threw cache_damaged): set it aside and start anew. */
  readonly damaged?: boolean;
}

/** `notice` tells that a damaged (or, for a cache, newer) file was set aside and an empty one begun. */
export interface OpenedDatabase {
  readonly database: Database;
  readonly notice: AppError | null;
}

/**
 * Opens and migrates a database. A damaged file is set aside beside itself and an empty one begun: a cache is filled
 * again from the server, a user database is kept for whoever can rescue it. A newer Heron's cache is set aside too; its
 * user database is refused untouched (storage_failed).
 */
export function openDatabase(options: OpenDatabaseOptions): OpenedDatabase {
  const { path, role } = options;
  if (path === ':memory:') return { database: open(options), notice: null };
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure(error, role);
  }
  if (!options.damaged) {
    try {
      return { database: open(options), notice: null };
    } catch (error) {
      if (!isDamage(error) && !(error instanceof NewerCache)) throw error;
    }
  }
  const kept = setAside(options);
  return { database: open(options), notice: kept === null ? null : setAsideNotice(role, kept) };
}

/** A cache that a newer Heron wrote. */
class NewerCache extends Error {}

function open(options: OpenDatabaseOptions): Database {
  const { path, role } = options;
  const unclean = endedUncleanly(path);
  const database = new Database(path, role);
  try {
    const version = schemaVersion(database);
    if (version > options.migrations.length) throw newer(options);
    const isCache = role === 'cache';
    // Before the first table: from then on it takes a VACUUM.
    if (isCache && version === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    configure(database);
    check(database, unclean);
    if (isCache && version > 0) makeGiveBack(database, path);
    migrate(database, version, options.migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Makes a small cache of an older Heron one that gives its empty pages back to the disk. Larger ones would take seconds, and temporary space
 * of their own size: there, empty pages are filled with new mail.
 */
function makeGiveBack(database: Database, path: string): void {
  if (database.collect('auto_vacuum', 'pragma_auto_vacuum')[0] === 2) return;
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined || file.size > fullCheckBytes) return;
  try {
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
  } catch (error) {
    // There may be no room for it now; the cache is as it was.
    if (isDamage(error)) throw error;
  }
}

function newer({ role, path }: OpenDatabaseOptions): Error {
  if (role === 'cache') return new NewerCache();
  return new AppFailure({
    code: 'storage_failed',
    params: { reason: 'newer', file: basename(path) },
    retryable: false,
  });
}

/**
 * Whether the last use ended without closing, which leaves a WAL behind, and the file is small enough for a full check.
 */
function endedUncleanly(path: string): boolean {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  const file = statSync(path, { throwIfNoEntry: false });
  return wal !== undefined && wal.size > 0 && file !== undefined && file.size <= fullCheckBytes;
}

function schemaVersion(database: Database): number {
  return Number(database.collect('user_version', 'pragma_user_version')[0]);
}

/** The queue must survive a power cut once `add` returned (FULL); a cache may lose its last transactions (NORMAL). */
function configure(database: Database): void {
  database.enterWal();
  database.exec(`
    PRAGMA synchronous = ${database.role === 'user' ? 'FULL' : 'NORMAL'};
    PRAGMA journal_size_limit = 16777216;
    PRAGMA cache_size = -16000;
    PRAGMA temp_store = MEMORY;
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
  `);
}

/** Reads the schema and one row of each table, which is cheap at any size. Other damage is found when it is read. */
function check(database: Database, wholly: boolean): void {
  const tables = database.collect('name', "sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'");
  for (const name of tables) database.exec(`SELECT * FROM "${String(name).replaceAll('"', '""')}" LIMIT 1`);
  if (!wholly) return;
  const finding = String(database.collect('quick_check', 'pragma_quick_check LIMIT 1')[0]);
  if (finding !== 'ok') throw storageFailure(damageFound(finding), database.role);
}

/** Foreign keys are off meanwhile, since a table that others refer to can only be made anew without them (they cannot be switched inside a transaction). */
function migrate(database: Database, version: number, migrations: Migrations): void {
  if (version === migrations.length) return;
  database.exec('PRAGMA foreign_keys = OFF');
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
  database.exec('PRAGMA foreign_keys = ON');
}

/** Renames the file and its WAL; of caches only the latest is kept, they are large. Answers the new name. */
function setAside({ path, role, now }: OpenDatabaseOptions): string | null {
  const folder = dirname(path);
  const stem = `${basename(path, '.db')}.damaged-`;
  try {
    if (role === 'cache') {
      for (const name of readdirSync(folder)) if (name.startsWith(stem)) rmSync(join(folder, name), { force: true });
    }
    rmSync(`${path}-shm`, { force: true });
    if (!existsSync(path)) return null;
    const kept = freeName(folder, `${stem}${new Date(now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
    renameSync(path, join(folder, kept));
    if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, join(folder, `${kept}-wal`));
    return kept;
  } catch (error) {
    throw storageFailure(error, role);
  }
}

function freeName(folder: string, stem: string): string {
  let name = `${stem}.db`;
  for (let count = 2; existsSync(join(folder, name)); count++) name = `${stem}-${count}.db`;
  return name;
}

function setAsideNotice(role: StorageRole, kept: string): AppError {
  return role === 'cache'
    ? { code: 'cache_damaged', params: { reason: 'set_aside' }, retryable: false }
    : { code: 'queue_damaged', params: { reason: 'set_aside', file: kept }, retryable: false };
}
