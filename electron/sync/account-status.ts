import type { ConnectionState, EngineStatus } from '../../shared/mail.ts';
import { type AppError, logText } from '../../shared/reply.ts';
import type { AccountSyncOptions } from './account-sync-options.ts';

/**
 * The engine's half of an account's status. Progress and the end of a synchronisation call `onStatus`; an error is only
 * kept and logged, so its caller announces it.
 */
export class AccountStatus {
  readonly #options: AccountSyncOptions;
  readonly #connection: () => ConnectionState;
  #progress: EngineStatus['progress'] = null;
  #lastSyncAt: number | null;
  #lastError: EngineStatus['lastError'] = null;

  /** @param connection the state of the connection, as of now */
  constructor(options: AccountSyncOptions, connection: () => ConnectionState) {
    this.#options = options;
    this.#lastSyncAt = options.store.lastSyncAt();
    this.#connection = connection;
  }

  /** The engine's half of the account's status, as of now. */
  get current(): EngineStatus {
    const { pending, parked } = this.#options.queue.counts(this.#options.account.id);
    return {
      connection: this.#connection(),
      proof: this.#options.store.proof(),
      lastSyncAt: this.#lastSyncAt,
      lastError: this.#lastError,
      progress: this.#progress,
      pendingOperations: pending,
      parkedOperations: parked,
      inboxUnread: this.inboxUnread,
    };
  }

  /** Unread messages in the inbox; null until the server's count is known (STATUS, or a first sync). */
  get inboxUnread(): number | null {
    const { store } = this.#options;
    const inbox = store.folderByRole('inbox');
    const folder = inbox === null ? null : store.folder(inbox.folderId);
    if (folder === null || (folder.syncState === 'never' && folder.total === 0)) return null;
    return folder.unread;
  }

  moved(progress: EngineStatus['progress']): void {
    this.#progress = progress;
    this.#options.onStatus();
  }

  synced(): void {
    this.#lastSyncAt = this.#options.clock.now();
    this.#options.store.saveLastSync(this.#lastSyncAt);
    this.#options.onStatus();
  }

  failed(error: AppError): void {
    this.#lastError = { error, at: this.#options.clock.now() };
    this.#options.log('warn', logText(error));
  }
}
