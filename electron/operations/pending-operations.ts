import type { AccountId } from '../../shared/mail.ts';
import type { Rename } from '../mail/folder-path.ts';
import type { PendingChange } from '../store/pending-changes.ts';
import { kindOf } from './actions/registry.ts';
import type { OperationQueue, QueuedOperation } from './operation-queue.ts';

/** How the operations of a queue change what is shown, for the store. Parked operations change nothing. */
export function pendingChanges(operations: readonly QueuedOperation[]): PendingChange[] {
  return operations.filter(({ state }) => state !== 'parked').map(pendingChange);
}

/**
 * How the queue changes what an account shows: by its own operations, and by those that bring messages from other accounts. Parked ones
 * change nothing.
 */
export function pendingOf(queue: Pick<OperationQueue, 'list' | 'transfers'>, accountId: AccountId): PendingChange[] {
  const coming = queue.transfers().filter(({ action }) => action.to === accountId && action.hasArrived !== true);
  return [
    ...pendingChanges(queue.list(accountId)),
    ...coming.map(({ action }) => ({ of: 'incoming', path: action.destination, seen: action.seen }) as const),
  ];
}

/** The path of the folder that an operation moves or copies its message to; null for what does neither. */
export function destinationOf(operation: QueuedOperation): string | null {
  const change = pendingChange(operation);
  if (change.of === 'incoming') return change.path;
  return change.of === 'message' ? (change.change.destination ?? null) : null;
}

/** The rename that an operation carries out; null for other operations. */
export function renameOf(operation: QueuedOperation): Rename | null {
  const change = pendingChange(operation);
  return change.of === 'renamed_folder' ? change : null;
}

function pendingChange(operation: QueuedOperation): PendingChange {
  return kindOf(operation.action).pending(operation);
}
