import type { AccountId, OperationId, ParkedOperation, UndoId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { OperationAction } from './actions/registry.ts';
import type { Transfer } from './actions/transfer.ts';
import type { Operation } from './operation.ts';

export type { OperationAction } from './actions/registry.ts';

/** An operation of any kind in the queue. */
export type QueuedOperation = Operation<OperationAction>;

/** An operation that copies a message into another account. */
export type QueuedTransfer = Operation<Transfer>;

export type NewOperation = Pick<
  QueuedOperation,
  'accountId' | 'folderPath' | 'uidValidity' | 'uid' | 'messageIdHeader' | 'subject' | 'action'
>;

/** How long a move is held back before it is sent, so that it can be undone; milliseconds. */
export const defaultHoldMs = 10_000;

/** Until when operations are held back (milliseconds since the epoch), and the id with which they are undone. */
export interface Hold {
  readonly until: number;
  readonly undoId: UndoId;
}

/**
 * The operation queue in `user.db` (`synchronous=FULL`): an operation is durable when `add` returns. One database for all accounts.
 */
export interface OperationQueue {
  /**
   * Adds operations in one transaction. An operation replaces those earlier ones on the same message that it makes
   * pointless (its kind's `replaces`) and that have not started.
   */
  add(operations: readonly NewOperation[], hold?: Hold): QueuedOperation[];
  /** In the order they were asked for. */
  list(accountId: AccountId): QueuedOperation[];
  /** The transfers of all accounts that are not parked, in the order they were asked for. */
  transfers(): QueuedTransfer[];
  /** Whether an operation is still in the queue, and not parked. */
  isOpen(id: OperationId): boolean;
  counts(accountId: AccountId): { readonly pending: number; readonly parked: number };
  /**
   * Marks operations as started, and returns the ids of those that still are in the queue and not parked: the user may
   * have undone some meanwhile.
   */
  markStarted(ids: readonly OperationId[]): ReadonlySet<OperationId>;
  /** Replaces the action of an operation that takes several commands, to record what is still to be done. */
  saveProgress(id: OperationId, action: OperationAction): void;
  /** Their command was refused as a whole, and none of it happened: puts them back to `queued`, without an attempt counted. */
  putBack(ids: readonly OperationId[]): void;
  /** The server refused them: puts them back to `queued`, and counts one more attempt. */
  markFailed(ids: readonly OperationId[], error: AppError): void;
  park(ids: readonly OperationId[], error: AppError): void;
  /**
   * Removes operations that were carried out and whose result the cache has. If one renamed a folder, the paths of all
   * other operations follow, in the same transaction.
   */
  finish(ids: readonly OperationId[]): void;
  /** Removes operations that are not to be carried out. */
  remove(ids: readonly OperationId[]): void;
  /** Removes the operations that were added with this id and have not started; returns their ids. */
  takeBack(accountId: AccountId, undoId: UndoId): ReadonlySet<OperationId>;
  /**
   * Puts parked operations back with no attempts counted: as `started` where a part of one may have been carried out,
   * else as `queued`.
   */
  retry(ids: readonly OperationId[]): void;
  parked(accountId: AccountId): ParkedOperation[];
  removeAccount(accountId: AccountId): void;
  close(): void;
}
