import type { AccountId, FolderId, OperationId } from '../../shared/mail.ts';
import { type AppError, AppFailure, assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { ImapSession, MoveOutcome, Outcome } from '../imap/session.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import { findCopies } from './copied-messages.ts';
import { FolderOperations } from './folder-operations.ts';
import { command, flagsAfter, flagsOf, isAsAsked } from './message-commands.ts';
import { type Batch, heldUntil, isPassing, maxAttempts, nextBatch } from './operation-batch.ts';
import {
  connectionLost,
  copiedError,
  destinationError,
  folderGoneError,
  noDeleteError,
  rebuiltError,
  refusedError,
} from './operation-errors.ts';
import {
  isFolderAction,
  isMessageOperation,
  type MessageAction,
  type MessageOperation,
  type OperationQueue,
  type QueuedOperation,
} from './operation-queue.ts';
import { type OperationSession, selectIfThere } from './operation-session.ts';

/** Unknown outcomes in a row that count as one refusal: something about this operation ends connections. */
const unknownsPerRefusal = 3;
const passingWaitMs = 60_000;

export interface OperationsOptions {
  readonly accountId: AccountId;
  readonly queue: OperationQueue;
  readonly store: MailStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The longest that an operation is held back so that it can be taken back. */
  readonly holdMs: number;
  /** Keeps a folder's synchronisation out while an operation runs on it. */
  readonly exclusively: <T>(folderPath: string, work: () => Promise<T>) => Promise<T>;
  readonly onChanges: (changes: Changes) => void;
  /** Something was carried out or parked. */
  readonly onQueue: () => void;
  /** An operation changed what is in this folder in a way that only the server knows: messages arrived. */
  readonly onMoved: (path: string) => void;
  readonly onFolders: () => void;
}

/**
 * Carries out an account's queue, exactly once in effect (Y2): an operation is marked as started before its command, and when nobody knows how
 * that ended (connection lost, computer switched off) the server is looked at before anything is repeated.
 */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #folders: FolderOperations;
  readonly #notBefore = new Map<OperationId, number>();
  readonly #unknowns = new Map<OperationId, number>();

  constructor(options: OperationsOptions) {
    this.#options = options;
    this.#folders = new FolderOperations({
      ...options,
      list: () => this.#list(),
      start: (operation) => this.#start([operation]).length > 0,
      endsConnections: (operation) => this.#endsConnections(operation),
    });
  }

  /**
   * Runs until nothing is left to do now, or a part of something long is done, so that others have their turn. Throws AppFailure when the
   * connection ends. @returns when to come again, or null
   */
  async run(connection: OperationSession, signal: AbortSignal): Promise<number | null> {
    for (;;) {
      const batch = this.#nextBatch();
      if (batch === null) return this.nextAt();
      const isLong = await this.#options.exclusively(batch[0].folderPath, () =>
        this.#runBatch(batch, connection, signal),
      );
      if (isLong) return this.#options.now();
    }
  }

  /** Whether there is anything to do at this time. */
  get hasWork(): boolean {
    return this.#nextBatch() !== null;
  }

  /** When something that waits is due; null when nothing waits. Milliseconds since the epoch. */
  nextAt(): number | null {
    const now = this.#options.now();
    const times = this.#list()
      .filter(({ state }) => state !== 'parked')
      .map((operation) => this.#waitsUntil(operation))
      .filter((time) => time > now);
    return times.length === 0 ? null : Math.min(...times);
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
        operation.state !== 'parked' &&
        operation.folderPath === folderPath &&
        operation.uidValidity !== uidValidity &&
        // The folder itself is the same, and a deletion looks by itself.
        !('delimiter' in operation.action),
    );
    if (stale.length > 0) this.#park(stale, rebuiltError(folderPath));
  }

  #nextBatch(): Batch | null {
    const now = this.#options.now();
    return nextBatch(this.#list(), (operation) => this.#waitsUntil(operation) > now);
  }

  #waitsUntil(operation: QueuedOperation): number {
    const { now, holdMs } = this.#options;
    return Math.max(this.#notBefore.get(operation.id) ?? 0, heldUntil(operation, now(), holdMs) ?? 0);
  }

  /** Answers whether it was a part of something long. */
  async #runBatch(batch: Batch, connection: OperationSession, signal: AbortSignal): Promise<boolean> {
    const [first] = batch;
    const { action } = first;
    if (isFolderAction(action)) return await this.#runOnFolder(first, connection, signal);
    await this.#runOnMessages(batch.filter(isMessageOperation), action, connection, signal);
    return false;
  }

  async #runOnFolder(operation: QueuedOperation, connection: OperationSession, signal: AbortSignal): Promise<boolean> {
    const { action } = operation;
    if (!isFolderAction(action)) return false;
    const result = await this.#folders.run({ ...operation, action }, connection, signal);
    switch (result.kind) {
      case 'more':
        this.forget(operation.id);
        this.#options.queue.saveProgress(operation.id, result.action);
        return true;
      case 'park':
        this.#park([operation], result.error);
        return false;
      case 'gone':
        return false;
      case 'done':
      case 'refused':
      case 'unknown':
        this.#take([operation], result, connection.session);
        return false;
      default:
        return assertNever(result);
    }
  }

  async #runOnMessages(
    batch: readonly MessageOperation[],
    action: MessageAction,
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    const { folderPath, uidValidity } = first;
    const selected = await selectIfThere(folderPath, connection, signal);
    if (selected === null) return this.#park(batch, folderGoneError(folderPath));
    if (selected.uidValidity !== uidValidity) return this.#park(batch, rebuiltError(folderPath));
    const { session } = connection;
    let left: readonly QueuedOperation[] = batch;
    if (first.state === 'started') {
      left = await this.#verify(batch, action, connection, signal);
      if (left.length === 0) return;
    }
    if (action.kind === 'move' && !(await this.#ensureDestination(action, session, signal))) {
      return this.#park(left, destinationError(action));
    }
    if (action.kind === 'delete' && !session.capabilities.has('UIDPLUS')) return this.#park(left, noDeleteError());
    // Some may have been taken back meanwhile.
    const started = this.#start(left);
    if (started.length === 0) return;
    this.#take(started, await command(action, started, session, signal), session);
  }

  #start(batch: readonly QueuedOperation[]): readonly QueuedOperation[] {
    const started = this.#options.queue.markStarted(batch.map(({ id }) => id));
    return batch.filter(({ id }) => started.has(id));
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
        if (session.closed) throw new AppFailure(connectionLost());
        return;
      default:
        assertNever(outcome);
    }
  }

  /** Which of these the server has not carried out. The others are finished; where the message is gone there is nothing left to do either. */
  async #verify(
    batch: readonly QueuedOperation[],
    action: MessageAction,
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<readonly QueuedOperation[]> {
    const { session } = connection;
    const present = await flagsOf(batch, session, signal);
    const isDone = ({ uid }: QueuedOperation): boolean => {
      const flags = present.get(uid);
      return flags === undefined || isAsAsked(flags, action);
    };
    const done = batch.filter(isDone);
    if (done.length > 0) this.#finish(done);
    let left = batch.filter((operation) => !isDone(operation));
    if (left.length > 0 && action.kind === 'move' && !session.capabilities.has('MOVE')) {
      left = await this.#removeCopied(left, action.destination, connection, signal);
    }
    const poisoned = left.filter((operation) => this.#endsConnections(operation));
    if (poisoned.length === 0) return left;
    this.#refused(poisoned, texts().faults.operations.endsEachTime);
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
    const selected = await selectIfThere(first.folderPath, connection, signal);
    if (selected?.uidValidity !== first.uidValidity) {
      this.#park(batch, selected === null ? folderGoneError(first.folderPath) : rebuiltError(first.folderPath));
      return [];
    }
    const copies = batch.filter(({ uid }) => copied.has(uid));
    const given = copies.filter((operation) => this.#endsConnections(operation));
    const removable = copies.filter((operation) => !given.includes(operation));
    if (given.length > 0) this.#notRemoved(given, { text: texts().faults.operations.endsEachTime });
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
    const target = await selectIfThere(destination, connection, signal);
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
    const { queue, onMoved, onQueue } = this.#options;
    const [first] = batch;
    if (first === undefined) return;
    this.#saveResult(batch, first);
    if (first.action.kind === 'rename_folder') queue.finishRename(first.id);
    else queue.remove(batch.map(({ id }) => id));
    for (const { id } of batch) this.forget(id);
    this.#showQueue();
    if (first.action.kind === 'move') onMoved(first.action.destination);
    else if (first.action.kind === 'set_folder_seen' || first.action.kind === 'empty_folder') onMoved(first.folderPath);
    onQueue();
  }

  /** What operations on folders changed is in the cache already. */
  #saveResult(batch: readonly QueuedOperation[], first: QueuedOperation): void {
    if (isFolderAction(first.action)) return;
    const { store, onChanges } = this.#options;
    const folderId = this.#storedFolder(first);
    if (folderId === null) return;
    const { action } = first;
    if (action.kind === 'move' || action.kind === 'delete') {
      const uids = batch.map(({ uid }) => uid);
      onChanges(store.removeUids(folderId, uids, 'operation'));
      return;
    }
    const changed = batch.flatMap(({ uid }) => {
      const [local] = store.localMessages(folderId, uid, uid);
      return local === undefined ? [] : [{ uid, flags: flagsAfter(local.flags, action) }];
    });
    onChanges(store.saveFlags(folderId, changed, 'operation'));
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
    for (const { id } of batch) this.#unknowns.delete(id);
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
    // Folders are shown as they are again.
    if (batch.some(({ action }) => isFolderAction(action))) this.#options.onFolders();
    this.#options.onQueue();
  }

  #showQueue(): void {
    for (const changes of this.#options.store.setOverlay(this.#list())) this.#options.onChanges(changes);
  }

  /** Answers whether the destination is there, or could be created where that is allowed. */
  async #ensureDestination(
    { destination, role }: MessageAction & { readonly kind: 'move' },
    session: ImapSession,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, onFolders } = this.#options;
    const isKnown = (): boolean => store.folderNodes().some(({ path, pending }) => path === destination && !pending);
    if (isKnown()) return true;
    if (role !== undefined) {
      const outcome = await session.createFolder(destination, signal);
      if (outcome.kind === 'unknown' && session.closed) throw new AppFailure(connectionLost());
    }
    if (store.saveFolders(await session.listFolders(signal))) onFolders();
    return isKnown();
  }

  /** The folder in the cache, where it still holds the messages the operation was made for. */
  #storedFolder({ folderPath, uidValidity }: QueuedOperation): FolderId | null {
    const folder = this.#options.store.folderNodes().find(({ path }) => path === folderPath);
    return folder?.uidValidity === uidValidity ? folder.folderId : null;
  }

  #list(): QueuedOperation[] {
    return this.#options.queue.list(this.#options.accountId);
  }
}
