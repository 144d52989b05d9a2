import type { Folder, FolderId, MessageId } from '../../shared/mail.ts';
import { type AppError, AppFailure, assertNever } from '../../shared/reply.ts';
import type { RemoteStatus } from '../mail/remote-mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { KeyedMutex } from '../platform/mutex.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { Agenda, Task } from './agenda.ts';
import type { ForegroundGate } from './connections/foreground-gate.ts';
import type { LaneConnection } from './connections/lane.ts';
import { applyNotices } from './folder/apply-notices.ts';
import { passEnd } from './folder/pass-end.ts';
import type { Depth, RemoteState } from './folder/plan.ts';
import { refusalOf } from './folder/refusals.ts';
import { SliceSize } from './folder/slice-size.ts';
import { type FolderRunResult, syncFolder } from './folder/sync-folder.ts';
import type { FolderTroubles } from './folder-troubles.ts';
import { PollTimes } from './poll-times.ts';
import { isSameStatus, tellsOfArrivals } from './remote-status.ts';

/** How often an account is checked, besides what its server tells through IDLE. */
export const checkEveryMs = 5 * 60_000;

/** From so many folders on they are asked about in one round trip where the server can do that. */
const manyFolders = 4;

/** How long what was told of all folders is taken for the state of one; a folder may change while what the user waits for goes first. */
const toldForMs = 1_000;

/** How often old flags are compared in folders that the user looks at, when the server has no CONDSTORE. */
const thoroughEveryMs = 30 * 60_000;

/** How many passes over a folder follow each other because it changed during the one before. */
const mostPassesInARow = 3;

type FolderTask = Extract<Task, { readonly kind: 'folder' }>;
type StatusesTask = Extract<Task, { readonly kind: 'statuses' }>;

/** A folder's STATUS, and how many of its messages were stored when it was asked for. */
interface ToldStatus {
  readonly status: RemoteStatus;
  readonly stored: number;
}

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
  readonly onReset: (path: string, uidValidity: number | null) => void;
  readonly random: () => number;
  readonly troubles: FolderTroubles;
  /** The server refused to list the account's folders. */
  readonly onRefused: (error: AppError) => void;
  /**
   * Called at the end of a folder's run with the unread messages that arrived since the last run; never after the first
   * sync.
   */
  readonly onArrived: (folderId: FolderId, messageIds: readonly MessageId[]) => void;
  /** A connection was told of something in a folder that is not stored yet. Called before it is. */
  readonly onNews: (path: string, connection: LaneConnection) => void;
  readonly onProgress: (progress: { folderId: FolderId; stored: number; total: number } | null) => void;
  readonly onSynced: () => void;
  readonly log: (level: 'warn', text: string) => void;
}

/** What keeps an account's cache up to date, one task after the other on the background connection. */
export class BackgroundWork {
  readonly #options: BackgroundWorkOptions;
  /** The server's STATUS when the folder was last brought up to date. */
  readonly #lastStatus = new Map<FolderId, RemoteStatus>();
  /** Folders whose STATUS is already done in this round; more urgent tasks may interrupt a round. */
  readonly #statusesDone = new Set<FolderId>();
  readonly #thoroughAt = new Map<FolderId, number>();
  readonly #pollTimes: PollTimes;
  /** Folders that had changed again when a pass over them had ended: how many passes in a row, and what SELECT told in the last one. */
  readonly #unsettled = new Map<FolderId, { readonly selected: string; readonly passes: number }>();
  readonly #slices: SliceSize;
  #running: FolderId | null = null;

  constructor(options: BackgroundWorkOptions) {
    this.#options = options;
    this.#pollTimes = new PollTimes(options.clock, checkEveryMs);
    this.#slices = new SliceSize(options.clock, () => options.gate.isAsking);
  }

  /** The folder whose messages are being fetched. */
  get running(): FolderId | null {
    return this.#running;
  }

  /**
   * Does the agenda's tasks until none is left. A task that fails goes back to the agenda and the error is thrown. When the
   * server refuses only one folder, that folder waits and the others go on.
   */
  async run(connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { agenda } = this.#options;
    for (let task = agenda.take(); task !== null; task = agenda.take()) {
      try {
        await this.#do(task, connection, signal);
      } catch (error) {
        // Not the next folder's fault: the tasks that are left wait for the next connection.
        if (task.kind === 'folder' && this.#brokeOff(task.folderId, error, connection)) return;
        if (task.kind === 'folder' && this.#refused(task.folderId, error)) continue;
        if (task.kind === 'folders' && this.#listRefused(error)) continue;
        agenda.want(task);
        throw error;
      }
    }
  }

  /**
   * Notes what keeps this one folder from being synchronised, and looks whether it is still there. Returns false for errors
   * that concern more than the folder.
   */
  #refused(folderId: FolderId, error: unknown): boolean {
    if (!(error instanceof AppFailure)) return false;
    const { troubles, agenda } = this.#options;
    if (!isRefusalOfFolder(error.error)) return false;
    troubles.failed(folderId, error.error);
    if (error.error.code === 'folder_missing') agenda.want({ kind: 'folders' });
    return true;
  }

  /**
   * Whether an answer about this folder was no IMAP, which ended the connection: the folder waits, so that the next connection
   * serves the others.
   */
  #brokeOff(folderId: FolderId, error: unknown, connection: LaneConnection): boolean {
    const isBroken = error instanceof AppFailure && error.error.code === 'imap_protocol' && connection.session.closed;
    if (isBroken) this.#options.troubles.failed(folderId, error.error);
    return isBroken;
  }

  /** Without any folder there is nothing to go on with, and the account as a whole has failed. */
  #listRefused(error: unknown): boolean {
    const { store, onRefused } = this.#options;
    if (!(error instanceof AppFailure) || !isRefusalOfFolder(error.error) || store.folders().length === 0) return false;
    onRefused(error.error);
    return true;
  }

  /** The newest messages of a folder that was just opened, on the foreground connection. */
  async runHead(folderId: FolderId, path: string, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.runs.run(
        folderId,
        () => this.#runFolder({ folderId, path, depth: 'head' }, connection, signal),
        signal,
      );
    } catch (error) {
      if (!this.#brokeOff(folderId, error, connection) && !this.#refused(folderId, error)) throw error;
    }
  }

  /**
   * Applies what the server told unasked of the folder that is selected on a connection. Answers whether that brought it in step; where it did
   * not, a run over the folder is needed.
   */
  async runNotices(
    folderId: FolderId,
    path: string,
    connection: LaneConnection,
    signal: AbortSignal,
  ): Promise<boolean> {
    // A run that began before the notice may have missed what it is about.
    if (connection.selectedPath !== path || this.#running === folderId) return false;
    const { store, runs, windows, onChanges, onArrived, onNews, clock, random } = this.#options;
    onNews(path, connection);
    try {
      return await runs.run(
        folderId,
        () =>
          applyNotices({
            session: connection.session,
            store,
            folderId,
            signal,
            exclusively: (work) => windows.run(path, work, signal),
            onChanges,
            onArrived: (messageIds) => onArrived(folderId, messageIds),
            now: () => clock.now(),
            random,
          }),
        signal,
      );
    } catch (error) {
      if (error instanceof AppFailure && refusalOf(error.error, 'look') !== null) return false;
      throw error;
    }
  }

  async #do(task: Task, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    switch (task.kind) {
      case 'folders': {
        const { store, onFolders, agenda } = this.#options;
        const areLabelsNews = store.saveLabelled(connection.session.capabilities.has('X-GM-EXT-1'));
        const knewInbox = store.folderByRole('inbox') !== null;
        if (store.saveFolders(await connection.session.listFolders(signal)) || areLabelsNews) onFolders();
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

  async #statuses(task: StatusesTask, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { store, agenda, gate, troubles, clock, onFolders } = this.#options;
    const isOneTrip = connection.session.capabilities.has('LIST-STATUS');
    const asked = store
      .folders()
      .filter(
        ({ id, selectable }) =>
          selectable &&
          !this.#statusesDone.has(id) &&
          !troubles.isWaiting(id) &&
          (task.all || isOneTrip || this.#pollTimes.isDue(id)),
      );
    await gate.pass(signal);
    if (signal.aborted) return;
    const toldOfAll =
      isOneTrip && asked.length >= manyFolders ? await this.#statusOfAll(asked, connection, signal) : null;
    const toldAt = clock.monotonic();
    for (const folder of asked) {
      await gate.pass(signal);
      if (signal.aborted) return;
      if (agenda.hasMoreUrgentThan(task)) {
        agenda.want(task);
        return;
      }
      const before = this.#lastStatus.get(folder.id);
      const told = clock.monotonic() - toldAt < toldForMs ? toldOfAll?.get(folder.id) : undefined;
      const status = await this.#status(folder.id, folder.path, connection, signal, told);
      this.#statusesDone.add(folder.id);
      if (status instanceof AppFailure) {
        // Where only STATUS is refused, SELECT tells what it would have told.
        if (folder.syncState === 'never') this.#refused(folder.id, status);
        else agenda.want({ kind: 'folder', folderId: folder.id, thorough: false, bulk: false });
        continue;
      }
      this.#pollTimes.asked(folder.id, status);
      if (troubles.hasDueStubs(folder.id)) {
        agenda.want({ kind: 'folder', folderId: folder.id, thorough: false, bulk: false });
      }
      if (folder.syncState === 'never') {
        // A conversation has the user's own answers, whether or not their folder was ever opened. Its trouble ends when it was fetched.
        if (folder.role === 'sent' && status.messages !== 0)
          agenda.want({ kind: 'folder', folderId: folder.id, thorough: false, bulk: true });
        else troubles.ended(folder.id);
        continue;
      }
      const isKnown = before === undefined ? this.#isUpToDate(folder.id, status) : isSameStatus(status, before);
      if (isKnown) {
        if (before === undefined) store.saveTold(folder.id, status);
        // What was seen to agree still does.
        const isProved = before === undefined || folder.proof.kind === 'reconciled';
        if (isProved && store.saveProof(folder.id, { provedAt: clock.now() })) onFolders();
        continue;
      }
      this.#lastStatus.set(folder.id, status);
      store.saveTold(folder.id, status);
      // A folder that is already on the agenda is about to be synchronised. Only a change since the last STATUS asks
      // for it anew.
      if (before !== undefined || !agenda.hasFolder(folder.id)) {
        agenda.want({ kind: 'folder', folderId: folder.id, thorough: false, bulk: false });
      }
    }
    this.#statusesDone.clear();
  }

  async #folder(task: FolderTask, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { store, agenda, runs, clock, onSynced, onProgress, troubles } = this.#options;
    const { folderId } = task;
    const folder = store.folder(folderId);
    if (folder === null || !folder.selectable || troubles.isWaiting(folderId)) return;
    const { path } = folder;
    let remote: RemoteState | null = null;
    const depth: Depth = task.thorough || this.#isThoroughDue(folderId) ? 'thorough' : 'quick';
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
      remote = result.remote;
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
    if (!(status instanceof AppFailure)) this.#lastStatus.set(folderId, status);
    this.#settle(task, depth, remote, status instanceof AppFailure ? null : status);
    onSynced();
  }

  /** Notes whether the pass has brought what is stored in step with the server, and asks for another one where it has not. */
  #settle(task: FolderTask, depth: Depth, remote: RemoteState | null, status: RemoteStatus | null): void {
    const { store, agenda, clock, onFolders, log } = this.#options;
    const { folderId } = task;
    const sync = store.folderSync(folderId);
    if (sync === null || remote === null || !sync.complete) return;
    const { uidNext, highestModseq } = sync;
    const messages = store.storedCount(folderId);
    const before = this.#unsettled.get(folderId);
    const selected = `${remote.exists} ${remote.uidNext} ${remote.highestModseq}`;
    const isRepeated = before?.selected === selected;
    switch (passEnd({ messages, uidNext, highestModseq }, remote, status, isRepeated)) {
      case 'proved':
        this.#unsettled.delete(folderId);
        if (isRepeated) store.saveTold(folderId, { ...remote, messages: remote.exists });
        if (store.saveProof(folderId, { provedAt: clock.now() })) onFolders();
        return;
      case 'moved': {
        const passes = (before?.passes ?? 0) + 1;
        this.#unsettled.set(folderId, { selected, passes });
        if (status !== null) store.saveTold(folderId, status);
        // A folder that changes all the time is looked at again with the next notice, or the next STATUS.
        if (passes <= mostPassesInARow) agenda.want({ ...task, thorough: false, bulk: false });
        return;
      }
      case 'disagrees': {
        const gap = remote.exists - messages;
        // The folder's own count may be what is wrong; a gap that is known was counted before.
        if (gap !== store.gap(folderId) && store.recount(folderId)) {
          agenda.want({ ...task, thorough: false, bulk: false });
          return;
        }
        // Found before, when all was compared.
        if (depth !== 'thorough' && gap !== store.gap(folderId)) {
          agenda.want({ ...task, thorough: true });
          return;
        }
        this.#unsettled.delete(folderId);
        if (!store.saveProof(folderId, { gap })) return;
        log('warn', `A folder's server counts ${remote.exists} messages, and lists ${messages}.`);
        onFolders();
        return;
      }
    }
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
      tellsOfArrivals(status) &&
      (status.uidValidity === null || sync.uidValidity === status.uidValidity) &&
      (status.uidNext === null || sync.uidNext === status.uidNext) &&
      sync.highestModseq === status.highestModseq &&
      store.storedCount(folderId) === status.messages &&
      // Without MODSEQ, this count is all that tells of flags.
      (status.highestModseq !== null ||
        status.unseen === null ||
        (store.unseenOnServer(folderId) ?? status.unseen) === status.unseen)
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
    const { store, gate, windows, onChanges, onReset, onArrived, onNews, onProgress, onFolders, clock, random } =
      this.#options;
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
        isAwaited: () => signal.aborted || gate.isBusy || windows.isAwaited(path) || run.stop?.(true) === true,
        slices: this.#slices,
        onChanges,
        onReset: (uidValidity) => onReset(path, uidValidity),
        now: () => clock.now(),
        random,
        onArrived: (messageIds) => onArrived(folderId, messageIds),
        onNews: () => onNews(path, connection),
        onProgress: (stored, total) => {
          if (store.folderSync(folderId)?.complete === false) onProgress({ folderId, stored, total });
        },
      }),
    );
    this.#options.troubles.ended(folderId);
    if (store.folder(folderId)?.syncState !== before) onFolders();
    return result;
  }

  /** STATUS of folders in one round trip, as far as the server told it; null where the server refuses that. */
  async #statusOfAll(
    folders: readonly Pick<Folder, 'id' | 'path'>[],
    { session }: LaneConnection,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<FolderId, ToldStatus> | null> {
    const { store } = this.#options;
    const before = folders.map(({ id, path }) => ({ id, path, stored: store.storedCount(id) }));
    try {
      const statuses = await session.statuses(signal);
      return new Map(
        before.flatMap(({ id, path, stored }) => {
          const status = statuses.get(path);
          return status === undefined ? [] : [[id, { status, stored }]];
        }),
      );
    } catch (error) {
      // It may be one folder that cannot be asked about, which the others tell by their own STATUS.
      if (error instanceof AppFailure && isRefusalOfFolder(error.error)) return null;
      throw error;
    }
  }

  /**
   * Asks for STATUS, unless it was told with that of all folders, and stores its counts. Returns the failure when the server refused only
   * this.
   */
  async #status(
    folderId: FolderId,
    path: string,
    connection: LaneConnection,
    signal: AbortSignal,
    told?: ToldStatus,
  ): Promise<RemoteStatus | AppFailure> {
    const { store, onFolders } = this.#options;
    try {
      const before = told?.stored ?? store.storedCount(folderId);
      const status = told?.status ?? (await connection.session.status(path, signal));
      // What an operation or a notice changed meanwhile may be newer than this answer, and was counted then. Of the folder that this connection
      // has selected, a server may tell what this connection was told, without what was removed on another one (Dovecot does).
      const mayBeOlder = store.storedCount(folderId) !== before || connection.selectedPath === path;
      const isOlder = store.folderSync(folderId)?.complete === true && mayBeOlder;
      if (!isOlder && store.saveFolderStatus(folderId, status)) onFolders();
      return status;
    } catch (error) {
      if (error instanceof AppFailure && isRefusalOfFolder(error.error)) return error;
      throw error;
    }
  }
}

function isRefusalOfFolder(error: AppError): boolean {
  const refusal = refusalOf(error, 'look');
  return refusal !== null && refusal.scope !== 'account';
}
