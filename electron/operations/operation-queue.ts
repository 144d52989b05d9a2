import type { AccountId, OperationId, ParkedOperation, UndoId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { OperationAction } from './actions/registry.ts';
import type { Operation } from './operation.ts';

export type { OperationAction } from './actions/registry.ts';

/** An operation of any kind in the queue. */
export type QueuedOperation = Operation<OperationAction>;

export type NewOperation = Pick<
  QueuedOperation,
  'accountId' | 'folderPath' | 'uidValidity' | 'uid' | 'messageIdHeader' | 'subject' | 'action'
>;

/** How long moves are held back before they are sent, so that they can be taken back, in milliseconds. */
export const defaultHoldMs = 10_000;

/** Operations that are held back, and by which name they are taken back. */
export interface Hold {
  readonly until: number;
  readonly undoId: UndoId;
}

/**
 * The operation queue in `user.db` (`synchronous=FULL`): an operation is durable when `add` returns. One database for all accounts.
 */
export interface OperationQueue {
  /**
   * In one transaction. A later operation replaces queued (not started) earlier ones on the same message that it makes pointless: its kind's
   * `replaces`.
   */
  add(operations: readonly NewOperation[], hold?: Hold): QueuedOperation[];
  /** In the order they were asked for. */
  list(accountId: AccountId): QueuedOperation[];
  counts(accountId: AccountId): { readonly pending: number; readonly parked: number };
  /** Answers those that are there (somebody may have taken them back) and started now. */
  markStarted(ids: readonly OperationId[]): ReadonlySet<OperationId>;
  /** How far a long one got. */
  saveProgress(id: OperationId, action: OperationAction): void;
  /** Back to queued, one attempt more. */
  markFailed(ids: readonly OperationId[], error: AppError): void;
  park(ids: readonly OperationId[], error: AppError): void;
  /** They were carried out, and the cache has the result: removes them. The paths of all others follow a rename, in one transaction. */
  finish(ids: readonly OperationId[]): void;
  /** They are not wanted any more. */
  remove(ids: readonly OperationId[]): void;
  /** Removes what was added under this name and has not started; answers how many. */
  takeBack(accountId: AccountId, undoId: UndoId): number;
  /** Parked operations go back to the queue with their attempts forgotten; those of which a part may be done as `started`. */
  retry(id: OperationId): void;
  parked(accountId: AccountId): ParkedOperation[];
  removeAccount(accountId: AccountId): void;
  close(): void;
}
