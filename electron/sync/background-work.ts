import type { FolderId, MessageId } from '../../shared/mail.ts';
import { AppFailure, assertNever } from '../../shared/reply.ts';
import type { RemoteStatus } from '../mail/remote-mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { KeyedMutex } from '../platform/mutex.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { Agenda, Task } from './agenda.ts';
import type { ForegroundGate } from './connections/foreground-gate.ts';
import type { LaneConnection } from './connections/lane.ts';
import { type FolderRunResult, syncFolder } from './folder/sync-folder.ts';

/** How often old flags are compared in folders that the user looks at, when the server has no CONDSTORE. */
const thoroughEveryMs = 30 * 60_000;

export interface BackgroundWorkOptions {
  readonly store: MailStore;
  readonly agenda: Agenda;
  readonly clock: Clock;
  readonly gate: ForegroundGate;
  /** Lets only one run synchronise a folder at a time. */
  readonly runs: KeyedMutex<FolderId>;
  /** Keeps operations on a folder (by path) and the windows of its synchronisation from running at the same time. */
  readonly windows: KeyedMutex<string>;
  readonly isOpened: (folderId: FolderId) => boolean;
  readonly onChanges: (changes: Changes) => void;
  readonly onFolders: () => void;
  readonly onReset: (path: string, uidValidity: number) => void;
  /**
   * Called at the end of a folder's run with the unread messages that arrived since the last run; never after the first
   * sync.
   */
  readonly onArrived: (folderId: FolderId, messageIds: readonly MessageId[]) => void;
  readonly onProgress: (progress: { folderId: FolderId; stored: number; total: number } | null) => void;
  readonly onSynced: () => void;
}

/** What keeps an account's cache up to date, one task after the other on the background connection. */
export class BackgroundWork {
  readonly #options: BackgroundWorkOptions;
  /** The server's STATUS when the folder was last brought up to date. */
  readonly #lastStatus = new Map<FolderId, RemoteStatus>();
  /** Folders whose STATUS is already done in this round; more urgent tasks may interrupt a round. */
  readonly #statusesDone = new Set<FolderId>();
  readonly #thoroughAt = new Map<FolderId, number>();
  #running: FolderId | null = null;

  constructor(options: BackgroundWorkOptions) {
    this.#options = options;
  }

  /** The folder whose messages are being fetched. */
  get running(): FolderId | null {
    return this.#running;
  }

  /**
   * Does the agenda's tasks until none is left. A task that fails goes back to the agenda and the error is thrown,
   * except when the folder is missing or the server refused: then the task is dropped.
   */
  async run(connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { agenda } = this.#options;
    for (let task = agenda.take(); task !== null; task = agenda.take()) {
      try {
        await this.#do(task, connection, signal);
      } catch (error) {
        const code = error instanceof AppFailure ? error.error.code : null;
        if (code === 'folder_missing') agenda.want({ kind: 'folders' });
        else if (code !== 'server_refused') {
          agenda.want(task);
          throw error;
        }
      }
    }
  }

  /** The newest messages of a folder that was just opened, on the foreground connection. */
  async runHead(folderId: FolderId, path: string, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    await this.#options.runs.run(
      folderId,
      () => this.#runFolder({ folderId, path, depth: 'head' }, connection, signal),
      signal,
    );
  }

  async #do(task: Task, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    switch (task.kind) {
      case 'folders': {
        const { store, onFolders, agenda } = this.#options;
        const knewInbox = store.folderByRole('inbox') !== null;
        if (store.saveFolders(await connection.session.listFolders(signal))) onFolders();
        // On a new account, LIST has just told which folder is the inbox.
        const inbox = knewInbox ? null : store.folderByRole('inbox');
        if (inbox !== null) agenda.want({ kind: 'folder', folderId: inbox.folderId, thorough: false, bulk: false });
        return;
      }
      case 'statuses':
        return await this.#statuses(task, connection, signal);
      case 'folder':
        return await this.#folder(task, connection, signal);
      default:
        assertNever(task);
    }
  }

  async #statuses(task: Task, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { store, agenda, gate } = this.#options;
    for (const folder of store.folders()) {
      if (!folder.selectable || this.#statusesDone.has(folder.id)) continue;
      await gate.pass(signal);
      if (signal.aborted) return;
      if (agenda.hasMoreUrgentThan(task)) {
        agenda.want(task);
        return;
      }
      const before = this.#lastStatus.get(folder.id);
      const status = await this.#status(folder.id, folder.path, connection, signal);
      this.#statusesDone.add(folder.id);
      if (folder.syncState === 'never' || status === null) continue;
      if (before === undefined ? this.#isUpToDate(folder.id, status) : isSameStatus(status, before)) continue;
      this.#lastStatus.set(folder.id, status);
      // A folder that is already on the agenda is about to be synchronised. Only a change since the last STATUS asks
      // for it anew.
      if (before !== undefined || !agenda.hasFolder(folder.id)) {
        agenda.want({ kind: 'folder', folderId: folder.id, thorough: false, bulk: false });
      }
    }
    this.#statusesDone.clear();
  }

  async #folder(
    task: Extract<Task, { kind: 'folder' }>,
    connection: LaneConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, agenda, runs, clock, onSynced, onProgress } = this.#options;
    const { folderId } = task;
    const folder = store.folder(folderId);
    if (folder === null || !folder.selectable) return;
    const { path } = folder;
    const depth = task.thorough || this.#isThoroughDue(folderId) ? 'thorough' : 'quick';
    this.#running = folderId;
    try {
      let bulk = false;
      const stop = (isBulk: boolean): boolean => {
        bulk = isBulk;
        return isBulk && agenda.hasMoreUrgentThan({ ...task, bulk: true });
      };
      const result = await runs.run(
        folderId,
        () => this.#runFolder({ folderId, path, depth, stop }, connection, signal),
        signal,
      );
      if (result.kind === 'stopped') {
        agenda.want({ kind: 'folder', folderId, thorough: depth === 'thorough', bulk });
        return;
      }
    } finally {
      this.#running = null;
      onProgress(null);
    }
    if (depth === 'thorough') this.#thoroughAt.set(folderId, clock.monotonic());
    const status = await this.#status(folderId, path, connection, signal);
    if (status !== null) this.#lastStatus.set(folderId, status);
    onSynced();
  }

  /**
   * Whether the STATUS counts match the store. Used for the first STATUS after a start, so that a hundred unchanged
   * folders cost a hundred STATUS commands and no SELECT.
   */
  #isUpToDate(folderId: FolderId, status: RemoteStatus): boolean {
    const { store } = this.#options;
    const sync = store.folderSync(folderId);
    return (
      sync?.complete === true &&
      sync.uidValidity === status.uidValidity &&
      sync.uidNext === status.uidNext &&
      sync.highestModseq === status.highestModseq &&
      store.storedCount(folderId) === status.messages
    );
  }

  #isThoroughDue(folderId: FolderId): boolean {
    const { store, clock, isOpened } = this.#options;
    const sync = store.folderSync(folderId);
    if (sync === null || sync.highestModseq !== null || sync.lowestUid === null) return false;
    if (sync.role !== 'inbox' && !isOpened(folderId)) return false;
    const last = this.#thoroughAt.get(folderId);
    return last === undefined || clock.monotonic() - last >= thoroughEveryMs;
  }

  async #runFolder(
    run: {
      readonly folderId: FolderId;
      readonly path: string;
      readonly depth: 'head' | 'quick' | 'thorough';
      readonly stop?: (isBulk: boolean) => boolean;
    },
    connection: LaneConnection,
    signal: AbortSignal,
  ): Promise<FolderRunResult> {
    const { store, gate, windows, onChanges, onReset, onArrived, onProgress, onFolders } = this.#options;
    const { folderId, path, depth } = run;
    const before = store.folder(folderId)?.syncState;
    const result = await connection.selecting(() =>
      syncFolder({
        session: connection.session,
        store,
        folderId,
        path,
        depth,
        signal,
        goOn: async (bulk) => {
          if (depth !== 'head') await gate.pass(signal);
          return !signal.aborted && run.stop?.(bulk) !== true;
        },
        exclusively: (work) => windows.run(path, work, signal),
        onChanges,
        onReset: (uidValidity) => onReset(path, uidValidity),
        onArrived: (messageIds) => onArrived(folderId, messageIds),
        onProgress: (stored, total) => {
          if (store.folderSync(folderId)?.complete === false) onProgress({ folderId, stored, total });
        },
      }),
    );
    if (store.folder(folderId)?.syncState !== before) onFolders();
    return result;
  }

  /** Asks for STATUS and stores its counts. Null when the folder is missing or the server refused. */
  async #status(
    folderId: FolderId,
    path: string,
    connection: LaneConnection,
    signal: AbortSignal,
  ): Promise<RemoteStatus | null> {
    const { store, onFolders, agenda } = this.#options;
    try {
      const status = await connection.session.status(path, signal);
      if (store.saveFolderStatus(folderId, status)) onFolders();
      return status;
    } catch (error) {
      const code = error instanceof AppFailure ? error.error.code : null;
      if (code === 'folder_missing') agenda.want({ kind: 'folders' });
      else if (code !== 'server_refused') throw error;
      return null;
    }
  }
}

function isSameStatus(a: RemoteStatus, b: RemoteStatus): boolean {
  return (
    a.messages === b.messages &&
    a.unseen === b.unseen &&
    a.uidNext === b.uidNext &&
    a.uidValidity === b.uidValidity &&
    a.highestModseq === b.highestModseq
  );
}
