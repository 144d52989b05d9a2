import type { FolderId, FolderVerification } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { Clock } from '../platform/clock.ts';
import type { KeyedMutex } from '../platform/mutex.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import { faultKind } from './connections/connection-faults.ts';
import type { ForegroundGate } from './connections/foreground-gate.ts';
import type { Lane, LaneConnection } from './connections/lane.ts';
import { largestWindow } from './folder/plan.ts';
import { verifyFolder } from './folder/verify-folder.ts';

/** How often the same window is begun again after a lost connection. */
const mostLosses = 5;

export interface VerificationsOptions {
  readonly store: MailStore;
  readonly lane: Pick<Lane, 'submit'>;
  readonly priority: number;
  readonly gate: ForegroundGate;
  readonly clock: Clock;
  readonly random: () => number;
  /** Keeps operations on a folder (by path) and the windows of its synchronisation from running at the same time. */
  readonly windows: KeyedMutex<string>;
  readonly onChanges: (changes: Changes) => void;
  /** A verification began, went on or ended. */
  readonly onFolders: () => void;
  /** The folder was verified, or made anew by the server: it is to be looked at. */
  readonly onEnded: (folderId: FolderId) => void;
  readonly log: (level: 'warn', text: string) => void;
}

interface Running {
  readonly stop: AbortController;
  state: FolderVerification;
}

/**
 * Comparisons of whole folders that the user asked for, or that are due: one after the other, a window at a time, on the connection for long reads, where
 * what the user waits for comes first. A lost connection is waited for.
 */
export class Verifications {
  readonly #options: VerificationsOptions;
  readonly #known = new Map<FolderId, Running>();
  #last: Promise<void> = Promise.resolve();

  constructor(options: VerificationsOptions) {
    this.#options = options;
  }

  /** The folder's verification, under way or ended; null where there is none. */
  of(folderId: FolderId): FolderVerification | null {
    return this.#known.get(folderId)?.state ?? null;
  }

  get isBusy(): boolean {
    return [...this.#known.values()].some(({ state }) => state.kind === 'running');
  }

  /** Begins, unless the folder is being verified already. */
  begin(folderId: FolderId): void {
    const { store, onFolders } = this.#options;
    if (this.of(folderId)?.kind === 'running') return;
    const running: Running = {
      stop: new AbortController(),
      state: { kind: 'running', compared: 0, total: store.storedCount(folderId) },
    };
    this.#known.set(folderId, running);
    onFolders();
    this.#last = this.#last.then(() => this.#run(folderId, running));
  }

  /** Ends it after the window under way, or forgets what came of it. What was mended stays mended. */
  end(folderId: FolderId): void {
    this.#known.get(folderId)?.stop.abort();
    if (this.#known.delete(folderId)) this.#options.onFolders();
  }

  stop(): void {
    for (const { stop } of this.#known.values()) stop.abort();
  }

  async #run(folderId: FolderId, running: Running): Promise<void> {
    const { store, onChanges, onFolders, onEnded, clock, random, log } = this.#options;
    const path = store.folderSync(folderId)?.path;
    if (running.stop.signal.aborted) return;
    if (path === undefined) {
      // The folder is gone.
      this.#known.delete(folderId);
      return onFolders();
    }
    try {
      const verified = await verifyFolder({
        store,
        folderId,
        path,
        window: largestWindow,
        turn: (work) => this.#turn(path, running.stop.signal, work),
        onChanges,
        onProgress: (compared, total) => {
          running.state = { kind: 'running', compared, total };
          onFolders();
        },
        now: () => clock.now(),
        random,
      });
      if (verified.kind === 'done') {
        const at = clock.now();
        store.saveVerified(folderId, at);
        running.state = { ...verified, at };
      } else this.#known.delete(folderId);
      onEnded(folderId);
    } catch (error) {
      if (running.stop.signal.aborted) return;
      if (!(error instanceof AppFailure)) log('warn', `Verifying a folder failed: ${String(error)}`);
      running.state = { kind: 'failed', error: error instanceof AppFailure ? error.error : unforeseen };
    }
    onFolders();
  }

  async #turn<T>(
    path: string,
    stop: AbortSignal,
    work: (connection: LaneConnection, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { lane, priority, gate, windows } = this.#options;
    for (let losses = 1; ; losses += 1) {
      stop.throwIfAborted();
      try {
        return await lane.submit({ priority, interactive: false, again: true }, async (connection, signal) => {
          await gate.pass(signal);
          stop.throwIfAborted();
          return await windows.run(path, () => work(connection, signal), signal);
        });
      } catch (error) {
        const isLoss = error instanceof AppFailure && faultKind(error.error) === 'network';
        if (!isLoss || losses >= mostLosses || stop.aborted) throw error;
      }
    }
  }
}

const unforeseen: AppError = { code: 'internal', params: { reason: 'syncing' }, retryable: true };
