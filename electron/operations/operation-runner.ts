import type { AccountId, OperationId } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { Refusal } from '../imap/session.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import {
  type ActionKind,
  type Batch as BatchOf,
  isBatch,
  type MovedMessage,
  type SecondHalf,
  type Sent,
  type ServerAccess,
} from './action-kind.ts';
import { kindOf, type OperationAction } from './actions/registry.ts';
import { foldersOf, heldUntil, maxAttempts, nextBatch } from './operation-batch.ts';
import { connectionLost, notOpenedError, rebuiltError, refusedError, saidIn } from './operation-errors.ts';
import { folderKey, inFolder, isOnStructure, likeKey, withLike } from './operation-likes.ts';
import type { OperationQueue, QueuedOperation } from './operation-queue.ts';
import { isAccountWide, neverError, type Obstacle, obstacleOf, verdictOf } from './operation-refusals.ts';
import { type OperationSession, selectFor } from './operation-session.ts';
import { OperationWaits } from './operation-waits.ts';
import { destinationOf, pendingOf } from './pending-operations.ts';
import { Suspects } from './suspects.ts';

type Batch = BatchOf<OperationAction>;
/** The kind of a batch; only the kind itself knows what its results are. */
type Kind = ActionKind<OperationAction, unknown>;

/** How many unknown outcomes in a row count as one refusal: then the operation itself seems to end the connection. */
const unknownsPerRefusal = 3;
/** The first wait after a temporary refusal, and after one that may be due to the operation; milliseconds. */
const passingWaitMs = 60_000;
const refusedWaitMs = 2_000;
/** The key of a wait that concerns all operations of the account. */
const everything = 'account';
const endsEachTime: Refusal = { text: '', own: 'ends_each_time' };

export interface OperationRunnerOptions {
  readonly accountId: AccountId;
  readonly queue: OperationQueue;
  readonly store: MailStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** The longest that an operation is held back so that it can be undone, in milliseconds. */
  readonly holdMs: number;
  /** Keeps a folder's synchronisation out while an operation runs on it. */
  readonly exclusively: <T>(folderPath: string, work: () => Promise<T>) => Promise<T>;
  readonly onChanges: (changes: Changes) => void;
  /** The queue changed: an operation was carried out, refused or parked. */
  readonly onQueue: () => void;
  /**
   * An operation changed this folder's content in a way that only the server knows (messages arrived): the folder must
   * be synchronised.
   */
  readonly onMoved: (path: string) => void;
  readonly onFolders: () => void;
  /** Where messages that were moved are now, as far as the server told it (RFC 4315: COPYUID). */
  readonly onMovedTo: (moved: readonly MovedMessage[]) => void;
}

/**
 * Carries out an account's queue so that each operation takes effect exactly once (Y2). An operation is marked as
 * started before its command. When its outcome is unknown (connection lost, computer switched off), the server is asked
 * what happened before anything is repeated.
 */
export class OperationRunner {
  readonly #options: OperationRunnerOptions;
  readonly #notBefore = new Map<OperationId, number>();
  readonly #unknowns = new Map<OperationId, number>();
  readonly #notes = new Map<OperationId, number>();
  readonly #suspects = new Suspects();
  readonly #waits: OperationWaits;

  constructor(options: OperationRunnerOptions) {
    this.#options = options;
    this.#waits = new OperationWaits(options.now, options.random);
  }

  /**
   * Runs what goes in one command, so that other work gets its turn after it. Throws AppFailure when the connection
   * ends.
   * @returns when to call it again, milliseconds since the epoch; null when no operation waits
   */
  async run(connection: OperationSession, signal: AbortSignal): Promise<number | null> {
    const batch = this.#nextBatch();
    if (batch !== null) {
      await this.#options.exclusively(batch[0].folderPath, () => this.#runBatch(batch, connection, signal));
    }
    return this.hasWork ? this.#options.now() : this.nextAt();
  }

  /** Whether an operation is due now. */
  get hasWork(): boolean {
    return this.#nextBatch() !== null;
  }

  /** When the next waiting operation is due, milliseconds since the epoch; null when none waits. */
  nextAt(): number | null {
    const now = this.#options.now();
    const times = this.#list()
      .filter(({ state }) => state !== 'parked')
      .map((operation) => this.#waitsUntil(operation))
      .filter((time) => time > now && Number.isFinite(time));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Forgets how often operations and their like failed, so that they are tried again at once. */
  forget(ids: readonly OperationId[]): void {
    const asked = new Set(ids);
    for (const id of asked) this.#forgetOne(id);
    for (const operation of this.#list()) if (asked.has(operation.id)) this.#accepted(operation);
  }

  #forgetOne(id: OperationId): void {
    this.#notBefore.delete(id);
    this.#unknowns.delete(id);
    this.#suspects.forget(id);
  }

  #accepted(operation: QueuedOperation): void {
    for (const key of this.#waitKeys(operation)) this.#waits.accepted(key);
  }

  /** The waits that an operation is subject to. */
  #waitKeys(operation: QueuedOperation): readonly string[] {
    const like = [everything, likeKey(operation)];
    return isOnStructure(operation) ? like : [...like, folderKey(operation)];
  }

  /**
   * Parks operations that were made for another UIDVALIDITY of this folder (Y1).
   * @param uidValidity null: the folder has none, and its UIDs stand for other messages now
   */
  parkRebuilt(folderPath: string, uidValidity: number | null): void {
    const stale = this.#list().filter(
      (operation) =>
        operation.state !== 'parked' &&
        operation.folderPath === folderPath &&
        operation.uidValidity !== uidValidity &&
        // An operation on the folder itself does not depend on its messages; `delete_folder` checks UIDVALIDITY itself.
        !isOnStructure(operation),
    );
    if (isBatch(stale)) this.#park(stale, rebuiltError(folderPath));
  }

  #nextBatch(): Batch | null {
    const now = this.#options.now();
    return nextBatch(
      this.#list(),
      (operation) => this.#waitsUntil(operation) > now,
      ({ id }) => this.#suspects.partOf(id),
    );
  }

  #waitsUntil(operation: QueuedOperation): number {
    if (kindOf(operation.action).isElsewhere?.(operation.action)) return Number.POSITIVE_INFINITY;
    const waits = this.#waitKeys(operation).map((key) => this.#waits.until(key));
    return Math.max(this.#notBefore.get(operation.id) ?? 0, this.#heldUntil(operation), ...waits);
  }

  /** Until when the user can still take an operation back; 0 when it is not held back. */
  #heldUntil(operation: QueuedOperation): number {
    const { now, holdMs } = this.#options;
    return heldUntil(operation, now(), holdMs) ?? 0;
  }

  /** A command that only looks (SELECT, LIST, FETCH) and is refused delays or parks only operations like these. */
  async #runBatch(batch: Batch, connection: OperationSession, signal: AbortSignal): Promise<void> {
    const [first] = batch;
    let selected: ServerAccess['selected'] = null;
    try {
      if (!isOnStructure(first)) {
        const opened = await selectFor(first, connection, signal);
        if ('error' in opened) {
          this.#park(this.#inFolder(batch), opened.error);
          return;
        }
        selected = opened.selected;
        this.#waits.accepted(folderKey(first));
      }
    } catch (error) {
      this.#obstructed(batch, this.#mustBeObstacle(error, connection, signal), folderKey(first));
      return;
    }
    try {
      await this.#carryOut(batch, selected, connection, signal);
    } catch (error) {
      this.#obstructed(batch, this.#mustBeObstacle(error, connection, signal), likeKey(first));
    }
  }

  async #carryOut(
    batch: Batch,
    selected: ServerAccess['selected'],
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = batch;
    const kind = kindOf(first.action);
    const { store, onChanges, onFolders, onMovedTo } = this.#options;
    const cache = { store, onChanges, onFolders, onMovedTo };
    const server = { ...cache, ...connection, selected, signal, queued: () => this.#list(), notes: this.#notes };
    const left = first.state === 'started' ? await this.#verify(kind, batch, server) : batch;
    if (!isBatch(left)) return;
    const prepared = await kind.prepare(left, server);
    if (prepared.kind === 'park') {
      this.#park(this.#withLike(left), prepared.error);
      return;
    }
    if (prepared.kind !== 'command') {
      this.#take(kind, left, prepared, server);
      return;
    }
    // The user may have undone some meanwhile.
    const started = this.#start(left);
    if (isBatch(started)) this.#take(kind, started, await prepared.send(started), server);
  }

  /** Throws what is no obstacle of a single folder: the connection ended, or the whole account is concerned. */
  #mustBeObstacle(error: unknown, { session }: OperationSession, signal: AbortSignal): Obstacle {
    const obstacle = session.closed || signal.aborted ? null : obstacleOf(error);
    if (obstacle === null) throw error;
    return obstacle;
  }

  /** @param key what waits: the folder when it could not be selected, else the operations like these */
  #obstructed(batch: Batch, { verdict, refusal }: Obstacle, key: string): void {
    const [first] = batch;
    const isFolder = key === folderKey(first);
    const times = this.#waits.refused(key, verdict === 'later' ? passingWaitMs : refusedWaitMs);
    if (verdict === 'later' || (verdict === 'unclear' && times < maxAttempts)) {
      this.#options.onQueue();
      return;
    }
    this.#waits.accepted(key);
    if (isFolder) this.#park(this.#inFolder(batch), notOpenedError(first.folderPath, refusal));
    else this.#park(this.#withLike(batch), refusedError(times, refusal));
  }

  /** Operations on messages or the content of the batch's folder, and the batch itself. */
  #inFolder(batch: Batch): Batch {
    return inFolder(batch, this.#list(), (operation) => this.#heldUntil(operation) > 0);
  }

  /** The operations of which the server would refuse the same command, and the batch itself. */
  #withLike(batch: Batch): Batch {
    return withLike(batch, this.#list(), (operation) => this.#heldUntil(operation) > 0);
  }

  #start(batch: Batch): readonly QueuedOperation[] {
    const started = this.#options.queue.markStarted(batch.map(({ id }) => id));
    return batch.filter(({ id }) => started.has(id));
  }

  /** Throws AppFailure where the connection ended. */
  #take(kind: Kind, batch: Batch, sent: Sent<unknown>, server: ServerAccess): void {
    if (sent.kind === 'done') this.#finish(kind, batch, sent.result, server);
    else if (sent.kind === 'refused') this.#answered(batch, sent, sent.halfDone);
    else {
      for (const { id } of batch) this.#unknowns.set(id, (this.#unknowns.get(id) ?? 0) + 1);
      if (server.session.closed) throw new AppFailure(connectionLost());
    }
  }

  /** The server refused the command of these operations. @param halfDone as in `Sent` */
  #answered(batch: Batch, refusal: Refusal, halfDone: AppError | undefined): void {
    const [first] = batch;
    const verdict = verdictOf(refusal, batch.length, foldersOf(first));
    // Held back, the operations stay `started`, so they are verified before they are repeated.
    if (verdict === 'later') {
      this.#waits.refused(isAccountWide(refusal) ? everything : likeKey(first), passingWaitMs);
      this.#options.onQueue();
      return;
    }
    if (halfDone !== undefined) {
      this.#park(batch, halfDone);
      return;
    }
    if (verdict === 'unclear') {
      this.#refused(batch, refusal);
      return;
    }
    this.#park(this.#withLike(batch), neverError(refusal, first, destinationOf(first)));
  }

  /** Finishes those that the server has carried out, and returns the others, which are to be carried out. */
  async #verify(kind: Kind, batch: Batch, server: ServerAccess): Promise<readonly QueuedOperation[]> {
    const verified = await kind.verify(batch, server);
    if (verified.done !== null) this.#finish(kind, verified.done.operations, verified.done.result, server);
    let { left } = verified;
    if (kind.secondHalf !== null && isBatch(left)) left = await this.#doSecondHalf(kind, kind.secondHalf, left, server);
    const givenUp = left.filter((operation) => this.#endsConnections(operation));
    if (!isBatch(givenUp)) return left;
    this.#refused(givenUp, endsEachTime);
    return left.filter((operation) => !givenUp.includes(operation));
  }

  /**
   * Completes the operations whose first half is done, without repeating that half. @returns the operations of which
   * nothing is done
   */
  async #doSecondHalf(
    kind: Kind,
    secondHalf: SecondHalf<OperationAction, unknown>,
    batch: Batch,
    server: ServerAccess,
  ): Promise<readonly QueuedOperation[]> {
    const found = await secondHalf.find(batch, server);
    if ('kind' in found) {
      this.#park(batch, found.error);
      return [];
    }
    const refused = (refusal: Refusal) =>
      ({ kind: 'refused', ...refusal, halfDone: secondHalf.error(batch[0], refusal) }) as const;
    const givenUp = found.filter((operation) => this.#endsConnections(operation));
    if (isBatch(givenUp)) this.#take(kind, givenUp, refused(endsEachTime), server);
    const halves = found.filter((operation) => !givenUp.includes(operation));
    if (isBatch(halves)) {
      const sent = await secondHalf.send(halves, server);
      this.#take(kind, halves, sent.kind === 'refused' ? refused(sent) : sent, server);
    }
    return batch.filter((operation) => !found.includes(operation));
  }

  /** Whether the outcome was unknown so often that the operation counts as refused. */
  #endsConnections({ id }: QueuedOperation): boolean {
    return (this.#unknowns.get(id) ?? 0) >= unknownsPerRefusal;
  }

  /**
   * Updates the cache first and the queue second, so that at each moment the change is in at least one of them (D1). An
   * operation of which more is to be done stays in the queue.
   */
  #finish(kind: Kind, batch: Batch, result: unknown, server: ServerAccess): void {
    const { queue, onMoved, onQueue } = this.#options;
    const { rest, lookAt } = kind.apply(batch, result, server);
    const ids = batch.map(({ id }) => id);
    this.#suspects.accepted(ids);
    for (const id of ids) this.#forgetOne(id);
    this.#accepted(batch[0]);
    if (rest !== null) {
      queue.saveProgress(batch[0].id, rest);
      return;
    }
    queue.finish(ids);
    this.#showQueue();
    if (lookAt !== null) onMoved(lookAt);
    onQueue();
  }

  /**
   * The server refused the batch without saying which message is the reason: its halves are tried next. What is found to
   * be refused is tried again later; what was refused too often is parked (Y4).
   */
  #refused(batch: Batch, refusal: Refusal): void {
    const { queue, now, onQueue } = this.#options;
    const ids = batch.map(({ id }) => id);
    for (const id of ids) this.#unknowns.delete(id);
    const finding = this.#suspects.refused(ids);
    if (finding.kind === 'halved') {
      queue.putBack(ids);
      return;
    }
    const found = new Set(finding.ids);
    const refused = this.#list().filter(({ id }) => found.has(id));
    const isLast = ({ attempts }: QueuedOperation): boolean => attempts + 1 >= maxAttempts;
    const again = refused.filter((operation) => !isLast(operation));
    queue.markFailed(
      again.map(({ id }) => id),
      { code: 'server_refused', params: { reason: 'change', ...saidIn(refusal) }, retryable: true },
    );
    const wait = this.#waits.wait(refusedWaitMs, batch[0].attempts);
    for (const { id } of again) this.#notBefore.set(id, now() + wait);
    const givenUp = refused.filter(isLast);
    if (isBatch(givenUp)) {
      this.#park(givenUp, refusedError(maxAttempts, refusal));
      return;
    }
    onQueue();
  }

  /** Sets operations aside until the user decides. */
  #park(batch: Batch, error: AppError): void {
    this.#options.queue.park(
      batch.map(({ id }) => id),
      error,
    );
    for (const { id } of batch) this.#forgetOne(id);
    this.#showQueue();
    // A parked change of a folder is no longer shown.
    const isOnFolder = batch.some((operation) => kindOf(operation.action).scope(operation).of !== 'message');
    if (isOnFolder) this.#options.onFolders();
    this.#options.onQueue();
  }

  #showQueue(): void {
    const { queue, accountId, store, onChanges } = this.#options;
    for (const changes of store.setPending(pendingOf(queue, accountId))) onChanges(changes);
  }

  #list(): QueuedOperation[] {
    return this.#options.queue.list(this.#options.accountId);
  }
}
