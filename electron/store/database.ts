// The only importer of SQLite: `node:sqlite` has the same API and can take its place here.
import { DatabaseSync } from '@photostructure/sqlite';
import { type StorageRole, storageFailure } from './storage-errors.ts';

type Connection = InstanceType<typeof DatabaseSync>;
type Prepared = ReturnType<Connection['prepare']>;
type Value = string | number | null | Uint8Array;

/** A prepared statement, which answers rows as lists of their columns' values, and the columns' names. */
interface Statement {
  readonly prepared: Prepared;
  /** Null until it has answered a row. */
  names: readonly string[] | null;
}

/**
 * What can be bound to a statement. SQLite's binding cuts text at a NUL: clean it first (stored-text.ts), or bind
 * octets.
 */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** How long to wait for another process's lock (a backup tool, a second reader), in milliseconds. */
const busyTimeoutMs = 5_000;

/** So many pages of the write-ahead log that are not in the database yet (4 MB) are worth a checkpoint; SQLite has the same number. */
const checkpointPages = 1_000;
/** With so many pages in the log (32 MB) the connection makes a checkpoint itself, whatever became of those of another thread. */
const mostLogPages = 8_000;

/**
 * One SQLite connection with its prepared statements. Synchronous. Every method throws AppFailure disk_full,
 * storage_failed or (role `cache`) cache_damaged. The row type of `get` and `all` is the caller's promise about its own SQL.
 */
export class Database {
  readonly role: StorageRole;
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();
  readonly #collected: unknown[] = [];
  #usesWal = false;
  #rollbacks = 0;
  #writes = 0;
  #wantCheckpoint: (() => void) | null = null;
  /** How long the log was when a checkpoint was wanted last, in pages. */
  #wantedAt = 0;
  #logPages = 0;
  readonly #afterRollback: (() => void)[] = [];

  /** @param path a file, created when missing, or `:memory:`; a `file:` URL may say `mode=rw`, with which it is not created */
  constructor(path: string | URL, role: StorageRole) {
    this.role = role;
    try {
      this.#connection = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
      this.#connection.function('heron_collect', { directOnly: true }, (value: unknown) => {
        this.#collected.push(value);
        return null;
      });
    } catch (error) {
      throw storageFailure(error, role);
    }
  }

  /** How many transactions were rolled back: what is remembered of an earlier one may not be stored. */
  get rollbacks(): number {
    return this.#rollbacks;
  }

  /** How many statements of `run` and `exec` there were: what was read stays as it is while this does. Nobody else writes into the file. */
  get writes(): number {
    return this.#writes;
  }

  /** Calls a listener after each transaction that was rolled back: what is remembered of it is not stored. */
  onRollback(listener: () => void): void {
    this.#afterRollback.push(listener);
  }

  /** Runs a statement; answers how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    this.#writes += 1;
    try {
      return Number(this.#prepare(sql).prepared.run(...values).changes);
    } catch (error) {
      throw storageFailure(error, this.role);
    }
  }

  /** The first row, or null. */
  get<R extends object>(sql: string, ...values: SqlValue[]): R | null {
    try {
      const statement = this.#prepare(sql);
      const row: readonly Value[] | undefined = statement.prepared.get(...values);
      return row === undefined ? null : rowOf<R>(row, namesOf(statement, row));
    } catch (error) {
      throw storageFailure(error, this.role);
    }
  }

  all<R extends object>(sql: string, ...values: SqlValue[]): R[] {
    try {
      const statement = this.#prepare(sql);
      const rows: readonly (readonly Value[])[] = statement.prepared.all(...values);
      const [first] = rows;
      if (first === undefined) return [];
      const names = namesOf(statement, first);
      return rows.map((row) => rowOf<R>(row, names));
    } catch (error) {
      throw storageFailure(error, this.role);
    }
  }

  /** Runs statements that are not worth keeping prepared. */
  exec(sql: string): void {
    this.#writes += 1;
    try {
      this.#connection.exec(sql);
    } catch (error) {
      throw storageFailure(error, this.role);
    }
  }

  /**
   * One column, without keeping a statement. The addon finalizes statements only when they are garbage-collected, and until
   * then a closed connection still holds its file, which Windows will not let anybody rename: so whatever finds out that a
   * file must be set aside uses `collect` and `exec` alone.
   */
  collect(expression: string, from: string): unknown[] {
    this.#collected.length = 0;
    this.exec(`SELECT heron_collect(${expression}) FROM ${from}`);
    return this.#collected.splice(0);
  }

  /** Enters WAL mode: readers and the writer don't wait for each other, and a commit is one append. */
  enterWal(): void {
    this.exec('PRAGMA journal_mode = WAL');
    this.#usesWal = true;
  }

  /** All of `work` or nothing of it. Inside another transaction it is part of that one. */
  transaction<T>(work: () => T): T {
    if (this.#connection.isTransaction) return work();
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#lookAtLog();
    }
  }

  /** Leaves checkpoints to another thread: `want` is called after a transaction with which the write-ahead log has grown by 4 MB. */
  leaveCheckpoints(want: () => void): void {
    this.exec(`PRAGMA wal_autocheckpoint = ${mostLogPages}`);
    this.#wantCheckpoint = want;
  }

  /**
   * Never throws: a connection to a damaged file or a full disk must still end. Leaving WAL mode removes the files beside
   * the database now, and not when the statements are garbage-collected.
   */
  close(): void {
    if (!this.#connection.isOpen) return;
    this.#statements.clear();
    try {
      if (this.#usesWal) this.#connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE');
    } catch {
      // What was committed is in the WAL, which the next connection reads.
    }
    try {
      this.#connection.close();
    } catch {
      // Nothing else can be done.
    }
  }

  /** SQLite has already rolled back by itself after some errors (SQLITE_FULL, SQLITE_IOERR). */
  #rollBack(): void {
    this.#rollbacks += 1;
    try {
      if (this.#connection.isTransaction) this.exec('ROLLBACK');
    } catch {
      // The error that caused the rollback is the one to report.
    }
    for (const listener of this.#afterRollback) listener();
  }

  /** How many pages the log had after the last transaction; 0 where this connection makes its checkpoints itself. */
  get logPages(): number {
    return this.#logPages;
  }

  #lookAtLog(): void {
    if (this.#wantCheckpoint === null) return;
    try {
      // NOOP writes nothing, and tells how many pages the log has and how many of them are in the database.
      const found = this.get<{ log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');
      const { log, checkpointed } = found ?? { log: 0, checkpointed: 0 };
      this.#logPages = log;
      // It began anew.
      if (log < this.#wantedAt) this.#wantedAt = 0;
      if (log - Math.max(checkpointed, this.#wantedAt) < checkpointPages) return;
      this.#wantedAt = log;
      this.#wantCheckpoint();
    } catch {
      // The transaction has ended as it did; what is wrong with the file is found by whoever reads it next.
    }
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = this.#connection.prepare(sql);
    // Objects are made here: the addon looks up each column's name for each row, and makes objects that V8 keeps as dictionaries.
    prepared.setReturnArrays(true);
    const statement = { prepared, names: null };
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** SQLite prepares a statement again where the schema has changed, perhaps with other columns. */
function namesOf(statement: Statement, { length }: readonly Value[]): readonly string[] {
  if (statement.names?.length !== length) statement.names = statement.prepared.columns().map(({ name }) => name);
  return statement.names;
}

function rowOf<R extends object>(values: readonly Value[], names: readonly string[]): R {
  const row: Record<string, Value | undefined> = {};
  for (let at = 0; at < names.length; at += 1) row[names[at] ?? ''] = values[at];
  return row as R;
}
