import type { FolderId } from '../../shared/mail.ts';
import { type AppError, logText } from '../../shared/reply.ts';
import type { Clock } from '../platform/clock.ts';
import type { MailStore } from '../store/mail-store.ts';
import { waitAfter } from './folder/refusals.ts';

const longestWaitMs = 24 * 60 * 60_000;
/** Opening a folder that was refused asks for it again if the refusal is at least this long ago. */
const openedAgainMs = 60_000;

export interface FolderTroublesOptions {
  readonly store: Pick<MailStore, 'trouble' | 'saveTrouble' | 'endWaits' | 'folder' | 'stubs'>;
  readonly clock: Clock;
  readonly random: () => number;
  /** A folder's trouble began, changed or ended. */
  readonly onFolders: () => void;
  /** The wait of a folder has ended. */
  readonly onDue: (folderId: FolderId) => void;
  readonly log: (level: 'warn', text: string) => void;
}

/**
 * The folders that the server refuses, while it answers for others. Each is left alone for a time that doubles with each refusal;
 * the cache keeps it, so that a restart is no reason to ask at once.
 */
export class FolderTroubles {
  readonly #options: FolderTroublesOptions;
  readonly #timers = new Map<FolderId, () => void>();
  /** When the folder was refused last, by the monotonic clock. */
  readonly #failedAt = new Map<FolderId, number>();

  constructor(options: FolderTroublesOptions) {
    this.#options = options;
  }

  /** Whether the folder is to be left alone now. */
  isWaiting(folderId: FolderId): boolean {
    const { store, clock } = this.#options;
    const trouble = store.trouble(folderId);
    if (trouble === null) return false;
    // A clock that was set back must not make the wait longer than it can be.
    const left = trouble.retryAt - clock.now();
    return left > 0 && left <= longestWaitMs;
  }

  /** The user opens the folder: whether it is to be left alone all the same, because it was refused only just now. */
  isWaitingThoughOpened(folderId: FolderId): boolean {
    const { clock } = this.#options;
    const failedAt = this.#failedAt.get(folderId) ?? Number.NEGATIVE_INFINITY;
    return this.isWaiting(folderId) && clock.monotonic() - failedAt < openedAgainMs;
  }

  /** Whether messages of the folder that were refused are to be asked for again. */
  hasDueStubs(folderId: FolderId): boolean {
    const now = this.#options.clock.now();
    return this.#options.store.stubs(folderId).some(({ retryAt }) => retryAt <= now);
  }

  /** The server refused the folder. */
  failed(folderId: FolderId, error: AppError): void {
    const { store, clock, random, onFolders, onDue, log } = this.#options;
    const attempts = (store.trouble(folderId)?.attempts ?? 0) + 1;
    const waitMs = waitAfter('folder', error, attempts, random);
    store.saveTrouble(folderId, { error, attempts, retryAt: clock.now() + waitMs });
    log('warn', `A folder is refused, for the ${attempts}. time: ${logText(error)}`);
    this.#failedAt.set(folderId, clock.monotonic());
    this.#timers.get(folderId)?.();
    this.#timers.set(
      folderId,
      clock.after(waitMs, () => {
        this.#timers.delete(folderId);
        onDue(folderId);
      }),
    );
    onFolders();
  }

  /** The server answered for the folder. */
  ended(folderId: FolderId): void {
    this.#timers.get(folderId)?.();
    this.#timers.delete(folderId);
    if (this.#options.store.saveTrouble(folderId, null)) this.#options.onFolders();
  }

  /** The user asked for another attempt: nothing of this folder waits any longer. What the server said stays until it answers. */
  endWaits(folderId: FolderId): void {
    this.#options.store.endWaits(folderId);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
