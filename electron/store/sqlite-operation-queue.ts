import type { AccountId, OperationId, ParkedOperation } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { Database } from './database.ts';
import type { OperationAction, OperationQueue, QueuedOperation } from './mail-store.ts';
import { openDatabase } from './open-database.ts';
import { userMigrations } from './schema.ts';
import { exactText, readExactText, storedText } from './stored-text.ts';

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
}

/** Opens `user.db`; `notice` tells that a damaged one was set aside. Throws storage_failed for a newer Heron's, untouched. */
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

  add(operations: Parameters<OperationQueue['add']>[0]): QueuedOperation[] {
    return this.#database.transaction(() => operations.map((operation) => this.#addOne(operation)));
  }

  list(accountId: AccountId): QueuedOperation[] {
    return this.#database
      .all<OperationRow>('SELECT * FROM operations WHERE account_id = ? ORDER BY id', accountId)
      .map(fromRow);
  }

  markStarted(ids: readonly OperationId[]): void {
    this.#each(ids, "UPDATE operations SET state = 'started' WHERE id = ? AND state = 'queued'");
  }

  markFailed(ids: readonly OperationId[], error: AppError): void {
    const sql = "UPDATE operations SET state = 'queued', attempts = attempts + 1, error = ?2 WHERE id = ?1";
    this.#each(ids, sql, JSON.stringify(error));
  }

  park(ids: readonly OperationId[], error: AppError): void {
    this.#each(ids, "UPDATE operations SET state = 'parked', error = ?2 WHERE id = ?1", JSON.stringify(error));
  }

  remove(ids: readonly OperationId[]): void {
    this.#each(ids, 'DELETE FROM operations WHERE id = ?');
  }

  retry(id: OperationId): void {
    // A move may have been parked when half of it was done: it is looked at before it is repeated.
    this.#database.run(
      `UPDATE operations SET state = CASE kind WHEN 'move' THEN 'started' ELSE 'queued' END, attempts = 0, error = NULL
       WHERE id = ? AND state = 'parked'`,
      id,
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
        error: error ?? { code: 'operation_parked', message: 'This change was not carried out.', retryable: true },
      }));
  }

  removeAccount(accountId: AccountId): void {
    this.#database.run('DELETE FROM operations WHERE account_id = ?', accountId);
  }

  close(): void {
    this.#database.close();
  }

  /**
   * The replaced one is deleted and the new one gets a new id at the end, rather than changed in place: whoever is about
   * to run the old id must not, by removing it, remove the newer wish.
   */
  #addOne(operation: Parameters<OperationQueue['add']>[0][number]): QueuedOperation {
    const { accountId, uidValidity, uid, action } = operation;
    const path = exactText(operation.folderPath);
    const subject = storedText(operation.subject, 1_000);
    const messageId = operation.messageId === null ? null : storedText(operation.messageId, 1_000);
    if (action.kind === 'set_seen') {
      this.#database.run(
        `DELETE FROM operations WHERE account_id = ? AND folder_path = ? AND uid_validity = ? AND uid = ?
         AND kind = 'set_seen' AND state = 'queued'`,
        accountId,
        path,
        uidValidity,
        uid,
      );
    }
    const row = this.#database.get<OperationRow>(
      `INSERT INTO operations (account_id, folder_path, uid_validity, uid, message_id, subject, action, kind)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
      accountId,
      path,
      uidValidity,
      uid,
      messageId,
      subject,
      JSON.stringify(action),
      action.kind,
    );
    if (!row) throw new Error('INSERT … RETURNING gave no row');
    return fromRow(row);
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
    messageId: row.message_id,
    subject: row.subject,
    action,
    state: row.state,
    attempts: row.attempts,
    error,
  };
}
