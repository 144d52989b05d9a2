import type { AccountId, FolderId, OperationId } from '../../shared/mail.ts';
import { type AppError, AppFailure, assertNever } from '../../shared/reply.ts';
import type { ImapSession, MoveOutcome, Outcome, RemoteFlags, SelectedFolder } from '../imap/session.ts';
import type { Changes, MailStore, OperationQueue, QueuedOperation } from '../store/mail-store.ts';
import { findCopies } from './copied-messages.ts';
import {
  copiedError,
  folderGoneError,
  isPassing,
  maxAttempts,
  nextBatch,
  noTrashError,
  rebuiltError,
  refusedError,
} from './operation-batch.ts';

/** Wide UID ranges are asked for one by one. */
const narrowSpan = 2_000;
/** Unknown outcomes in a row that count as one refusal: something about this operation ends connections. */
const unknownsPerRefusal = 3;
const passingWaitMs = 60_000;
const endsEachTime = 'The connection ended each time.';

export interface OperationsOptions {
  readonly accountId: AccountId;
  readonly queue: OperationQueue;
  readonly store: MailStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Keeps a folder's synchronisation out while an operation runs on it. */
  readonly exclusively: <T>(folderPath: string, work: () => Promise<T>) => Promise<T>;
  readonly onChanges: (changes: Changes) => void;
  /** Something was carried out or parked. */
  readonly onQueue: () => void;
  /** Messages arrived in a folder. */
  readonly onMoved: (destination: string) => void;
  readonly onFolders: () => void;
}

/** A session as operations use it. `select` may answer from memory while the folder stays selected. */
export interface OperationSession {
  readonly session: ImapSession;
  readonly select: (path: string, signal: AbortSignal) => Promise<SelectedFolder>;
}

/**
 * Carries out an account's queue, exactly once in effect (Y2): an operation is marked as started before its command, and when nobody knows how
 * that ended (connection lost, computer switched off) the server is looked at before anything is repeated.
 */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #notBefore = new Map<OperationId, number>();
  readonly #unknowns = new Map<OperationId, number>();

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /** Runs until nothing is left to do now. Throws AppFailure when the connection ends. @returns when to come again, or null */
  async run(connection: OperationSession, signal: AbortSignal): Promise<number | null> {
    for (;;) {
      const batch = nextBatch(this.#list(), ({ id }) => (this.#notBefore.get(id) ?? 0) > this.#options.now());
      if (batch === null) break;
      await this.#options.exclusively(batch[0].folderPath, () => this.#runBatch(batch, connection, signal));
    }
    const times = this.#list()
      .filter(({ state }) => state !== 'parked')
      .map(({ id }) => this.#notBefore.get(id) ?? 0);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Whether there is anything to do at this time. */
  get hasWork(): boolean {
    return nextBatch(this.#list(), ({ id }) => (this.#notBefore.get(id) ?? 0) > this.#options.now()) !== null;
  }

  /** The user wants it tried again now. */
  forget(id: OperationId): void {
    this.#notBefore.delete(id);
    this.#unknowns.delete(id);
  }

  /** Y1: parks what was meant for the folder's former messages. */
  parkRebuilt(folderPath: string, uidValidity: number): void {
    const stale = this.#list().filter(
      (operation) =>
        operation.state !== 'parked' && operation.folderPath === folderPath && operation.uidValidity !== uidValidity,
    );
    if (stale.length > 0) this.#park(stale, rebuiltError(folderPath));
  }

  async #runBatch(
    batch: readonly [QueuedOperation, ...QueuedOperation[]],
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<void> {
    const { folderPath, uidValidity, action } = batch[0];
    const selected = await this.#select(folderPath, connection, signal);
    if (selected === null) return this.#park(batch, folderGoneError(folderPath));
    if (selected.uidValidity !== uidValidity) return this.#park(batch, rebuiltError(folderPath));
    const { session } = connection;
    let left: readonly QueuedOperation[] = batch;
    if (batch[0].state === 'started') {
      left = await this.#verify(batch, connection, signal);
      if (left.length === 0) return;
    }
    if (action.kind === 'move' && !(await this.#ensureFolder(action.destination, session, signal))) {
      return this.#park(left, noTrashError(action.destination));
    }
    this.#options.queue.markStarted(left.map(({ id }) => id));
    const uids = left.map(({ uid }) => uid);
    const outcome =
      action.kind === 'set_seen'
        ? await session.setSeen(uids, action.seen, signal)
        : await session.move(uids, action.destination, signal);
    this.#take(left, outcome, session);
  }

  #take(batch: readonly QueuedOperation[], outcome: Outcome | MoveOutcome, session: ImapSession): void {
    switch (outcome.kind) {
      case 'done':
        this.#finish(batch);
        return;
      case 'refused':
        if (batch[0] !== undefined && isPassing(outcome, batch[0])) this.#holdBack(batch);
        else this.#refused(batch, outcome.text);
        return;
      case 'copied':
        this.#notRemoved(batch, outcome);
        return;
      case 'unknown':
        for (const { id } of batch) this.#unknowns.set(id, (this.#unknowns.get(id) ?? 0) + 1);
        if (session.closed) throw new AppFailure(lost);
        return;
      default:
        assertNever(outcome);
    }
  }

  /** Which of these the server has not carried out. The others are finished; where the message is gone there is nothing left to do either. */
  async #verify(
    batch: readonly QueuedOperation[],
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<readonly QueuedOperation[]> {
    const { session } = connection;
    const present = await flagsOf(batch, session, signal);
    const isDone = ({ uid, action }: QueuedOperation): boolean => {
      const flags = present.get(uid);
      return flags === undefined || (action.kind === 'set_seen' && flags.seen === action.seen);
    };
    const done = batch.filter(isDone);
    if (done.length > 0) this.#finish(done);
    let left = batch.filter((operation) => !isDone(operation));
    if (left.length > 0 && batch[0]?.action.kind === 'move' && !session.capabilities.has('MOVE')) {
      left = await this.#removeCopied(left, batch[0].action.destination, connection, signal);
    }
    const poisoned = left.filter((operation) => this.#endsConnections(operation));
    if (poisoned.length === 0) return left;
    for (const { id } of poisoned) this.#unknowns.delete(id);
    this.#refused(poisoned, endsEachTime);
    return left.filter((operation) => !poisoned.includes(operation));
  }

  #endsConnections({ id }: QueuedOperation): boolean {
    return (this.#unknowns.get(id) ?? 0) >= unknownsPerRefusal;
  }

  /** Finishes moves that were cut between COPY and the removal, without copying again. @returns those of which nothing is done */
  async #removeCopied(
    batch: readonly QueuedOperation[],
    destination: string,
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<QueuedOperation[]> {
    const copied = await this.#copiedUids(batch, destination, connection, signal);
    const [first] = batch;
    if (first === undefined) return [];
    // The look went elsewhere.
    const selected = await this.#select(first.folderPath, connection, signal);
    if (selected?.uidValidity !== first.uidValidity) {
      this.#park(batch, selected === null ? folderGoneError(first.folderPath) : rebuiltError(first.folderPath));
      return [];
    }
    const copies = batch.filter(({ uid }) => copied.has(uid));
    const given = copies.filter((operation) => this.#endsConnections(operation));
    const removable = copies.filter((operation) => !given.includes(operation));
    if (given.length > 0) this.#notRemoved(given, { text: endsEachTime });
    if (removable.length > 0) {
      const uids = removable.map(({ uid }) => uid);
      const outcome = await connection.session.expunge(uids, signal);
      if (outcome.kind === 'refused') this.#notRemoved(removable, outcome);
      else this.#take(removable, outcome, connection.session);
    }
    return batch.filter(({ uid }) => !copied.has(uid));
  }

  async #copiedUids(
    batch: readonly QueuedOperation[],
    destination: string,
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<ReadonlySet<number>> {
    const { session } = connection;
    const uids = batch.map(({ uid }) => uid);
    const originals = await session.fetchEnvelopes(uids, signal);
    const target = await this.#select(destination, connection, signal);
    if (target === null) return new Set();
    const isOriginal = (uid: number): boolean => target.uidValidity === batch[0]?.uidValidity && uids.includes(uid);
    return await findCopies(originals, session, target.exists, isOriginal, signal);
  }

  /** All of these are copied, and none removed. */
  #notRemoved(batch: readonly QueuedOperation[], refusal: { readonly text: string; readonly passing?: boolean }): void {
    const [first] = batch;
    if (first?.action.kind !== 'move') return;
    if (isPassing(refusal, first)) this.#holdBack(batch);
    else this.#park(batch, copiedError(first.action.destination, refusal.text));
  }

  /** First the cache, then the queue, so that at no moment the change is in neither. */
  #finish(batch: readonly QueuedOperation[]): void {
    const { store, queue, onChanges, onMoved, onQueue } = this.#options;
    const [first] = batch;
    if (first === undefined) return;
    const folderId = this.#storedFolder(first);
    if (folderId !== null) {
      const uids = batch.map(({ uid }) => uid);
      if (first.action.kind === 'move') onChanges(store.removeUids(folderId, uids, 'operation'));
      else onChanges(store.saveFlags(folderId, this.#flagsAfter(folderId, batch), 'operation'));
    }
    queue.remove(batch.map(({ id }) => id));
    for (const { id } of batch) this.forget(id);
    this.#showQueue();
    if (first.action.kind === 'move') onMoved(first.action.destination);
    onQueue();
  }

  #flagsAfter(folderId: FolderId, batch: readonly QueuedOperation[]): { uid: number; flags: RemoteFlags }[] {
    return batch.flatMap(({ uid, action }) => {
      const [local] = this.#options.store.localMessages(folderId, uid, uid);
      return local && action.kind === 'set_seen' ? [{ uid, flags: { ...local.flags, seen: action.seen } }] : [];
    });
  }

  #refused(batch: readonly QueuedOperation[], text: string): void {
    const { queue, now, onQueue } = this.#options;
    const isLast = ({ attempts }: QueuedOperation): boolean => attempts + 1 >= maxAttempts;
    const again = batch.filter((operation) => !isLast(operation));
    queue.markFailed(
      again.map(({ id }) => id),
      { code: 'server_refused', message: text, retryable: true },
    );
    // Of several, one may be at fault: they go alone next, at once.
    const wait = batch.length > 1 ? 0 : 2_000;
    for (const { id, attempts } of again) this.#notBefore.set(id, now() + wait * 2 ** attempts);
    const given = batch.filter(isLast);
    if (given.length > 0) this.#park(given, refusedError(text));
    else onQueue();
  }

  /** Still `started`: looked at again before it is repeated. */
  #holdBack(batch: readonly QueuedOperation[]): void {
    for (const { id } of batch) this.#notBefore.set(id, this.#options.now() + passingWaitMs);
  }

  #park(batch: readonly QueuedOperation[], error: AppError): void {
    this.#options.queue.park(
      batch.map(({ id }) => id),
      error,
    );
    for (const { id } of batch) this.forget(id);
    this.#showQueue();
    this.#options.onQueue();
  }

  #showQueue(): void {
    for (const changes of this.#options.store.setOverlay(this.#list())) this.#options.onChanges(changes);
  }

  async #select(path: string, connection: OperationSession, signal: AbortSignal): Promise<SelectedFolder | null> {
    try {
      return await connection.select(path, signal);
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'folder_missing') return null;
      throw error;
    }
  }

  /** Answers whether the folder is there, or could be created. */
  async #ensureFolder(path: string, session: ImapSession, signal: AbortSignal): Promise<boolean> {
    const { store, onFolders } = this.#options;
    const isKnown = (): boolean => store.folders().some((folder) => folder.path === path);
    if (isKnown()) return true;
    const outcome = await session.createFolder(path, signal);
    if (outcome.kind === 'unknown' && session.closed) throw new AppFailure(lost);
    if (store.saveFolders(await session.listFolders(signal))) onFolders();
    return isKnown();
  }

  /** The folder in the cache, where it still holds the messages the operation was made for. */
  #storedFolder({ folderPath, uidValidity }: QueuedOperation): FolderId | null {
    const { store } = this.#options;
    const folder = store.folders().find(({ path }) => path === folderPath);
    return folder !== undefined && store.folderSync(folder.id)?.uidValidity === uidValidity ? folder.id : null;
  }

  #list(): QueuedOperation[] {
    return this.#options.queue.list(this.#options.accountId);
  }
}

const lost: AppError = {
  code: 'connection_lost',
  message: 'The connection ended while a change was being carried out.',
  retryable: true,
};

async function flagsOf(
  batch: readonly QueuedOperation[],
  session: ImapSession,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RemoteFlags>> {
  const uids = batch.map(({ uid }) => uid);
  const range = { from: Math.min(...uids), to: Math.max(...uids) };
  const found =
    range.to - range.from <= narrowSpan
      ? await session.fetchFlags(range, { changedSince: null }, signal)
      : await session.fetchEnvelopes(uids, signal);
  return new Map(found.map(({ uid, flags }) => [uid, flags]));
}
