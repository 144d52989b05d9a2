import type { AccountId } from '../../shared/mail.ts';
import type { Origin, StoredMessage } from '../drafts/draft.ts';
import type { Database } from '../store/database.ts';

/** What is left to be done on the server after a message was sent. */
export interface SentCopy {
  readonly accountId: AccountId;
  readonly messageId: string;
  readonly message: StoredMessage;
  /** The answered message, until its flag is in the operation queue. */
  readonly origin: Origin | null;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly attempts: number;
}

/** Sent copies in `user.db`, by Message-ID. Throws AppFailure disk_full or storage_failed. */
export class SentCopyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  save(copy: SentCopy): void {
    this.#database.run(
      'INSERT OR REPLACE INTO sent_copies (id, account_id, message_id, state) VALUES (?, ?, ?, ?)',
      copy.message.file,
      copy.accountId,
      copy.messageId,
      JSON.stringify(copy),
    );
  }

  list(): SentCopy[] {
    return this.#database
      .all<{ state: string }>('SELECT state FROM sent_copies ORDER BY rowid')
      .map(({ state }) => JSON.parse(state));
  }

  remove({ message }: SentCopy): void {
    this.#database.run('DELETE FROM sent_copies WHERE id = ?', message.file);
  }
}
