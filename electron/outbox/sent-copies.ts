import type { AccountId, ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { Origin, StoredMessage } from '../drafts/draft.ts';
import type { Clock } from '../platform/clock.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { MessageFiles } from './message-files.ts';
import type { SentCopy, SentCopyStore } from './sent-copy-store.ts';
import { filesItself, isIn, type SentConnection, sentPath } from './sent-folder.ts';

/** An open account as its sent messages need it. */
export interface FilingAccount {
  readonly imap: ServerEndpoint;
  /** Whether the service that messages are handed over to puts them into Sent by itself. */
  readonly filesItself: boolean;
  readonly store: Pick<MailStore, 'folderByRole' | 'folderNodes'>;
  /** Runs work on a connection of the account. Rejects with AppFailure, at once when it cannot connect now. */
  readonly connected: <T>(work: (connection: SentConnection, signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** The folders are to be listed again, and this one looked into. */
  readonly changed: (path: string) => void;
}

export interface SentCopiesOptions {
  readonly store: SentCopyStore;
  readonly files: MessageFiles;
  readonly clock: Clock;
  /** Null while the account is not open. */
  readonly account: (accountId: AccountId) => FilingAccount | null;
  /** Puts the flag of an answered or forwarded message into its account's operation queue; false while that account is not open. */
  readonly mark: (origin: Origin) => boolean;
  /** Whether a message is still to be sent to somebody, so that its file stays. */
  readonly isNeeded: (message: StoredMessage) => boolean;
  readonly onTrouble: (error: AppError) => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** Waits between attempts, in milliseconds. */
const waits = [5_000, 20_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];
/** How long a server that files by itself has for it. */
const serversOwnMs = 5 * 60_000;
/** The user is told after so many attempts. */
const toldAfter = 6;

/**
 * Does what is left once a message was sent: flags the message that it answers, and puts a copy into Sent. Each step looks before it acts
 * and is tried until it is done; none of them ever sends anything again.
 */
export class SentCopies {
  readonly #options: SentCopiesOptions;
  readonly #running = new Set<AccountId>();
  readonly #timers = new Map<string, () => void>();
  readonly #waiting = new Set<string>();
  /** Accounts that were removed. */
  readonly #left = new Set<AccountId>();
  #ended: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(options: SentCopiesOptions) {
    this.#options = options;
  }

  /** Works on what is due. @param accountId the account whose connection came back, so that its waits are over */
  kick(accountId: AccountId | null = null): void {
    if (this.#isStopped) return;
    for (const copy of this.#options.store.list()) {
      if (copy.accountId === accountId) this.#waiting.delete(copy.message.file);
      this.#begin(copy);
    }
  }

  /** The account was removed: nothing can be put into its Sent folder any more, and the user is told of each message that is not there. */
  leave(accountId: AccountId): void {
    this.#left.add(accountId);
    this.kick(accountId);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#timers.values()) cancel();
    await this.#ended;
  }

  #begin(copy: SentCopy): void {
    const { accountId, message } = copy;
    if (this.#running.has(accountId) || this.#waiting.has(message.file) || this.#isStopped) return;
    this.#running.add(accountId);
    const run = this.#run(copy)
      .then((done) => (done ? undefined : this.#later(message.file, null)))
      .catch((error: unknown) => this.#later(message.file, error))
      .finally(() => {
        this.#running.delete(accountId);
        this.kick();
      });
    this.#ended = Promise.all([this.#ended, run]);
  }

  /** Whether nothing has to be tried again. */
  async #run(found: SentCopy): Promise<boolean> {
    const { store, files, mark, account, isNeeded, onTrouble } = this.#options;
    let copy = found;
    if (this.#left.has(copy.accountId)) {
      store.remove(copy);
      onTrouble({ code: 'sent_copy_missing', params: { reason: 'account_removed' }, retryable: false });
      if (!isNeeded(copy.message)) await files.remove(copy.message);
      return true;
    }
    if (copy.origin !== null && mark(copy.origin)) {
      copy = { ...copy, origin: null };
      store.save(copy);
    }
    const open = account(copy.accountId);
    if (open === null) {
      this.#waiting.add(copy.message.file);
      return true;
    }
    if (!(await this.#file(copy, open))) return false;
    // The flag of a message whose account is not open is not worth waiting for.
    store.remove(copy);
    if (!isNeeded(copy.message)) await files.remove(copy.message);
    return true;
  }

  /** Whether the copy is in Sent now. */
  async #file(copy: SentCopy, account: FilingAccount): Promise<boolean> {
    const { files, clock } = this.#options;
    // Before the first LIST nobody knows which folder is for sent mail.
    if (account.store.folderNodes().length === 0) return false;
    const { path, exists } = sentPath(account.store);
    return await account.connected(async (connection, signal) => {
      if (exists && (await isIn(path, copy.messageId, connection, signal))) {
        account.changed(path);
        return true;
      }
      const own = account.filesItself || filesItself(account.imap, connection.session.capabilities);
      if (own && clock.now() - copy.sentAt < serversOwnMs) return false;
      if (!exists) {
        const made = await connection.session.createFolder(path, signal);
        if (made.kind === 'unknown') return false;
      }
      const outcome = await connection.session.append(path, await files.copy(copy.message), ['\\Seen'], null, signal);
      if (outcome.kind === 'refused') throw new AppFailure(notFiled(path, outcome.text));
      // After an answer that got lost, the next attempt looks first.
      if (outcome.kind === 'unknown') return false;
      account.changed(path);
      return true;
    });
  }

  #later(file: string, error: unknown): void {
    const { store, clock, log, onTrouble } = this.#options;
    if (this.#isStopped) return;
    const failure = error instanceof AppFailure ? error.error : null;
    if (error !== null && failure === null) log('error', `Filing a sent message failed: ${String(error)}`);
    let attempts = 1;
    try {
      const copy = store.list().find(({ message }) => message.file === file);
      if (copy === undefined) return;
      attempts = copy.attempts + 1;
      store.save({ ...copy, attempts });
    } catch (cause) {
      log('warn', `A sent message's state was not saved: ${String(cause)}`);
    }
    if (attempts === toldAfter && failure?.code === 'sent_copy_missing') onTrouble(failure);
    this.#waiting.add(file);
    this.#timers.get(file)?.();
    const again = (): void => {
      this.#timers.delete(file);
      this.#waiting.delete(file);
      this.kick();
    };
    this.#timers.set(file, clock.after(waits[Math.min(attempts, waits.length) - 1] ?? 0, again));
  }
}

function notFiled(folder: string, said: string): AppError {
  return { code: 'sent_copy_missing', params: { reason: 'not_filed', folder, said }, retryable: true };
}
