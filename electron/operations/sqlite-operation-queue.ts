import type { AccountId, OperationId, ParkedOperation, UndoId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { type Rename, renamedPath } from '../mail/folder-path.ts';
import { exactText, readExactText, storedText } from '../mail/stored-text.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import { userMigrations } from '../store/schema.ts';
import { actionKinds, kindOf } from './actions/registry.ts';
import type {
  Hold,
  NewOperation,
  OperationAction,
  OperationQueue,
  QueuedOperation,
  QueuedTransfer,
} from './operation-queue.ts';
import { renameOf } from './pending-operations.ts';

interface OperationRow {
  readonly id: number;
  readonly account_id: string;
  readonly folder_path: string;
  readonly uid_validity: number;
  readonly uid: number;
  readonly message_id: string | null;
  readonly subject: string;
  readonly action: string;
  readonly state: QueuedOperation['state'];
  readonly attempts: number;
  readonly error: string | null;
  readonly held_until: number | null;
}

/** The kinds with `verifiedOnRetry`, as a list for SQL. */
const verifiedOnRetry = Object.entries(actionKinds)
  .filter(([, kind]) => kind.verifiedOnRetry)
  .map(([name]) => `'${name}'`)
  .join(', ');

/**
 * Opens `user.db`; `notice` tells that a damaged one was set aside. Throws storage_failed, and leaves the file
 * untouched, when a newer Heron wrote it.
 */
export function openOperationQueue(options: { readonly path: string; readonly now: () => number }): {
  readonly queue: OperationQueue;
  readonly notice: AppError | null;
} {
  const { database, notice } = openDatabase({ ...options, role: 'user', migrations: userMigrations });
  return { queue: createOperationQueue(database), notice };
}

/** The queue over a database that has the user schema; it closes the database. */
export function createOperationQueue(database: Database): OperationQueue {
  return new SqliteOperationQueue(database);
}

class SqliteOperationQueue implements OperationQueue {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(operations: readonly NewOperation[], hold?: Hold): QueuedOperation[] {
    return this.#database.transaction(() => operations.map((operation) => this.#addOne(operation, hold)));
  }

  list(accountId: AccountId): QueuedOperation[] {
    return this.#database
      .all<OperationRow>('SELECT * FROM operations WHERE account_id = ? ORDER BY id', accountId)
      .map(fromRow);
  }

  transfers(): QueuedTransfer[] {
    return this.#database
      .all<OperationRow>("SELECT * FROM operations WHERE kind = 'transfer' AND state <> 'parked' ORDER BY id")
      .map(fromRow)
      .flatMap(({ action, ...operation }) => (action.kind === 'transfer' ? [{ ...operation, action }] : []));
  }

  isOpen(id: OperationId): boolean {
    return this.#database.get("SELECT 1 FROM operations WHERE id = ? AND state <> 'parked'", id) !== null;
  }

  counts(accountId: AccountId): { readonly pending: number; readonly parked: number } {
    const row = this.#database.get<{ all: number; parked: number }>(
      `SELECT count(*) AS "all", count(*) FILTER (WHERE state = 'parked') AS parked FROM operations WHERE account_id = ?`,
      accountId,
    );
    return row === null ? { pending: 0, parked: 0 } : { pending: row.all - row.parked, parked: row.parked };
  }

  markStarted(ids: readonly OperationId[]): ReadonlySet<OperationId> {
    const sql = "UPDATE operations SET state = 'started' WHERE id = ? AND state IN ('queued', 'started')";
    return this.#database.transaction(() => new Set(ids.filter((id) => this.#database.run(sql, id) > 0)));
  }

  saveProgress(id: OperationId, action: OperationAction): void {
    this.#database.run('UPDATE operations SET action = ? WHERE id = ?', JSON.stringify(action), id);
  }

  putBack(ids: readonly OperationId[]): void {
    this.#each(ids, "UPDATE operations SET state = 'queued' WHERE id = ? AND state = 'started'");
  }

  markFailed(ids: readonly OperationId[], error: AppError): void {
    const sql = "UPDATE operations SET state = 'queued', attempts = attempts + 1, error = ?2 WHERE id = ?1";
    this.#each(ids, sql, JSON.stringify(error));
  }

  park(ids: readonly OperationId[], error: AppError): void {
    this.#each(ids, "UPDATE operations SET state = 'parked', error = ?2 WHERE id = ?1", JSON.stringify(error));
  }

  finish(ids: readonly OperationId[]): void {
    this.#database.transaction(() => {
      for (const id of ids) {
        const row = this.#database.get<OperationRow>('DELETE FROM operations WHERE id = ? RETURNING *', id);
        if (row === null) continue;
        const operation = fromRow(row);
        const rename = renameOf(operation);
        if (rename !== null) this.#follow(operation.accountId, rename);
      }
    });
  }

  remove(ids: readonly OperationId[]): void {
    this.#each(ids, 'DELETE FROM operations WHERE id = ?');
  }

  takeBack(accountId: AccountId, undoId: UndoId): ReadonlySet<OperationId> {
    // An operation that the server refused is `queued` again, and was not carried out.
    const sql = "DELETE FROM operations WHERE account_id = ? AND undo_id = ? AND state = 'queued' RETURNING id";
    return new Set(this.#database.all<{ id: OperationId }>(sql, accountId, undoId).map(({ id }) => id));
  }

  retry(ids: readonly OperationId[]): void {
    this.#each(
      ids,
      `UPDATE operations SET attempts = 0, error = NULL, held_until = NULL,
         state = CASE WHEN kind IN (${verifiedOnRetry}) THEN 'started' ELSE 'queued' END
       WHERE id = ? AND state = 'parked'`,
    );
  }

  parked(accountId: AccountId): ParkedOperation[] {
    return this.list(accountId)
      .filter((operation) => operation.state === 'parked')
      .map(({ id, action, subject, error }) => ({
        id,
        accountId,
        kind: action.kind,
        subject,
        error: error ?? { code: 'operation_parked', params: { reason: 'not_done' }, retryable: true },
      }));
  }

  removeAccount(accountId: AccountId): void {
    this.#database.run('DELETE FROM operations WHERE account_id = ?', accountId);
  }

  close(): void {
    this.#database.close();
  }

  /**
   * A replaced operation is deleted, and the new one gets a new id at the end of the queue. Were it changed in place, a
   * run that holds the old id would remove the newer operation when it finishes.
   */
  #addOne(operation: NewOperation, hold: Hold | undefined): QueuedOperation {
    const { accountId, uidValidity, uid, action } = operation;
    const path = exactText(operation.folderPath);
    const subject = storedText(operation.subject, 1_000);
    const messageIdHeader = operation.messageIdHeader === null ? null : storedText(operation.messageIdHeader, 1_000);
    const kind = kindOf(action);
    for (const replaced of kind.replaces) {
      const waiting = this.#database.all<{ id: OperationId; action: string }>(
        `SELECT id, action FROM operations WHERE account_id = ? AND folder_path = ? AND uid_validity = ? AND uid = ?
         AND kind = ? AND state = 'queued'`,
        accountId,
        path,
        uidValidity,
        uid,
        replaced,
      );
      for (const { id, action: earlier } of waiting) {
        const isReplaced = replaced !== action.kind || (kind.replacesOnly?.(action, JSON.parse(earlier)) ?? true);
        if (isReplaced) this.#database.run('DELETE FROM operations WHERE id = ?', id);
      }
    }
    const row = this.#database.get<OperationRow>(
      `INSERT INTO operations (account_id, folder_path, uid_validity, uid, message_id, subject, action, kind, held_until, undo_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
      accountId,
      path,
      uidValidity,
      uid,
      messageIdHeader,
      subject,
      JSON.stringify(action),
      action.kind,
      hold?.until ?? null,
      hold?.undoId ?? null,
    );
    if (!row) throw new Error('INSERT … RETURNING gave no row');
    return fromRow(row);
  }

  /** Changes the paths of all operations as a carried-out rename demands. Runs in the caller's transaction. */
  #follow(accountId: AccountId, rename: Rename): void {
    for (const other of this.list(accountId)) {
      const { folderPath, action } = kindOf(other.action).renamed(other, rename);
      const [path, changed] = [exactText(folderPath), JSON.stringify(action)];
      if (path === exactText(other.folderPath) && changed === JSON.stringify(other.action)) continue;
      this.#database.run('UPDATE operations SET folder_path = ?, action = ? WHERE id = ?', path, changed, other.id);
    }
    // Parked ones follow as well: they may be tried again.
    const coming = this.#database.all<OperationRow>("SELECT * FROM operations WHERE kind = 'transfer'").map(fromRow);
    for (const { id, action } of coming) {
      if (action.kind !== 'transfer' || action.to !== accountId) continue;
      const destination = renamedPath(rename, action.destination);
      if (destination !== action.destination) this.saveProgress(id, { ...action, destination });
    }
  }

  #each(ids: readonly OperationId[], sql: string, ...values: string[]): void {
    if (ids.length === 0) return;
    this.#database.transaction(() => {
      for (const id of ids) this.#database.run(sql, id, ...values);
    });
  }
}

function fromRow(row: OperationRow): QueuedOperation {
  const action: OperationAction = JSON.parse(row.action);
  const error: AppError | null = row.error === null ? null : JSON.parse(row.error);
  return {
    id: row.id as OperationId,
    accountId: row.account_id as AccountId,
    folderPath: readExactText(row.folder_path),
    uidValidity: row.uid_validity,
    uid: row.uid,
    messageIdHeader: row.message_id,
    subject: row.subject,
    action,
    state: row.state,
    attempts: row.attempts,
    error,
    heldUntil: row.held_until,
  };
}
