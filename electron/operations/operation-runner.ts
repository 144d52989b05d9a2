import type { AccountId, OperationId } from '../../shared/mail.ts';
import { type AppError, AppFailure, assertNever } from '../../shared/reply.ts';
import type { Refusal } from '../imap/session.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import {
  type ActionKind,
  type Batch as BatchOf,
  isBatch,
  type SecondHalf,
  type Sent,
  type ServerAccess,
} from './action-kind.ts';
import { kindOf, type OperationAction } from './actions/registry.ts';
import { heldUntil, isPassing, maxAttempts, nextBatch } from './operation-batch.ts';
import { connectionLost, rebuiltError, refusedError, saidIn } from './operation-errors.ts';
import type { OperationQueue, QueuedOperation } from './operation-queue.ts';
import { type OperationSession, selectFor } from './operation-session.ts';
import { pendingChanges } from './pending-operations.ts';

type Batch = BatchOf<OperationAction>;
/** The kind of a batch; only the kind itself knows what its results are. */
type Kind = ActionKind<OperationAction, unknown>;

/** How many unknown outcomes in a row count as one refusal: then the operation itself seems to end the connection. */
const unknownsPerRefusal = 3;
const passingWaitMs = 60_000;
const endsEachTime: Refusal = { text: '', own: 'ends_each_time' };

export interface OperationRunnerOptions {
  readonly accountId: AccountId;
  readonly queue: OperationQueue;
  readonly store: MailStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
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

  constructor(options: OperationRunnerOptions) {
    this.#options = options;
  }

  /**
   * Runs until nothing is due, or until one command of an operation that takes several is done, so that other work gets
   * its turn. Throws AppFailure when the connection ends.
   * @returns when to call it again, milliseconds since the epoch; null when no operation waits
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
      .filter((time) => time > now);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Forgets how often an operation failed, so that it is tried again at once. */
  forget(id: OperationId): void {
    this.#notBefore.delete(id);
    this.#unknowns.delete(id);
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
        kindOf(operation.action).scope(operation).of !== 'structure',
    );
    if (isBatch(stale)) this.#park(stale, rebuiltError(folderPath));
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
    const kind = kindOf(first.action);
    if (kind.scope(first).of !== 'structure') {
      const obstacle = await selectFor(first, connection, signal);
      if (obstacle !== null) return this.#park(batch, obstacle);
    }
    const { store, onChanges, onFolders } = this.#options;
    const cache = { store, onChanges, onFolders };
    const server = { ...cache, ...connection, signal, queued: () => this.#list(), notes: this.#notes };
    const left = first.state === 'started' ? await this.#verify(kind, batch, server) : batch;
    if (!isBatch(left)) return false;
    const prepared = await kind.prepare(left, server);
    if (prepared.kind === 'park') return this.#park(left, prepared.error);
    if (prepared.kind !== 'command') return this.#take(kind, left, prepared, server);
    // The user may have undone some meanwhile.
    const started = this.#start(left);
    return isBatch(started) && this.#take(kind, started, await prepared.send(started), server);
  }

  #start(batch: Batch): readonly QueuedOperation[] {
    const started = this.#options.queue.markStarted(batch.map(({ id }) => id));
    return batch.filter(({ id }) => started.has(id));
  }

  /** Answers whether it was a part of something long. Throws AppFailure where the connection ended. */
  #take(kind: Kind, batch: Batch, sent: Sent<unknown>, server: ServerAccess): boolean {
    switch (sent.kind) {
      case 'done':
        return this.#finish(kind, batch, sent.result, server);
      case 'refused':
        if (isPassing(sent, batch[0])) return this.#holdBack(batch);
        return sent.halfDone === undefined ? this.#refused(batch, sent) : this.#park(batch, sent.halfDone);
      case 'unknown':
        for (const { id } of batch) this.#unknowns.set(id, (this.#unknowns.get(id) ?? 0) + 1);
        if (server.session.closed) throw new AppFailure(connectionLost());
        return false;
      default:
        return assertNever(sent);
    }
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
   * Updates the cache first and the queue second, so that at each moment the change is in at least one of them (D1).
   * Returns true when more is to be done: then the operation stays in the queue.
   */
  #finish(kind: Kind, batch: Batch, result: unknown, server: ServerAccess): boolean {
    const { queue, onMoved, onQueue } = this.#options;
    const { rest, lookAt } = kind.apply(batch, result, server);
    for (const { id } of batch) this.forget(id);
    if (rest !== null) {
      queue.saveProgress(batch[0].id, rest);
      return true;
    }
    queue.finish(batch.map(({ id }) => id));
    this.#showQueue();
    if (lookAt !== null) onMoved(lookAt);
    onQueue();
    return false;
  }

  /**
   * The server refused the batch: its operations are tried again later; those that were refused too often are parked
   * (Y4).
   */
  #refused(batch: Batch, refusal: Refusal): false {
    const { queue, now, onQueue } = this.#options;
    const isLast = ({ attempts }: QueuedOperation): boolean => attempts + 1 >= maxAttempts;
    const again = batch.filter((operation) => !isLast(operation));
    queue.markFailed(
      again.map(({ id }) => id),
      { code: 'server_refused', params: { reason: 'change', ...saidIn(refusal) }, retryable: true },
    );
    // In a batch, one operation may be the reason for the refusal, so each is tried alone next, without a wait.
    const wait = batch.length > 1 ? 0 : 2_000;
    for (const { id } of batch) this.#unknowns.delete(id);
    for (const { id, attempts } of again) this.#notBefore.set(id, now() + wait * 2 ** attempts);
    const givenUp = batch.filter(isLast);
    if (isBatch(givenUp)) return this.#park(givenUp, refusedError(maxAttempts, refusal));
    onQueue();
    return false;
  }

  /**
   * The refusal is temporary: waits a minute. The operations stay `started`, so they are verified before they are
   * repeated.
   */
  #holdBack(batch: Batch): false {
    for (const { id } of batch) this.#notBefore.set(id, this.#options.now() + passingWaitMs);
    return false;
  }

  /** Sets operations aside until the user decides. */
  #park(batch: Batch, error: AppError): false {
    this.#options.queue.park(
      batch.map(({ id }) => id),
      error,
    );
    for (const { id } of batch) this.forget(id);
    this.#showQueue();
    // A parked change of a folder is no longer shown.
    const isOnFolder = batch.some((operation) => kindOf(operation.action).scope(operation).of !== 'message');
    if (isOnFolder) this.#options.onFolders();
    this.#options.onQueue();
    return false;
  }

  #showQueue(): void {
    for (const changes of this.#options.store.setPending(pendingChanges(this.#list())))
      this.#options.onChanges(changes);
  }

  #list(): QueuedOperation[] {
    return this.#options.queue.list(this.#options.accountId);
  }
}
