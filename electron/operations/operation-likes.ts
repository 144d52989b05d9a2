import type { Batch } from './action-kind.ts';
import { kindOf, type OperationAction } from './actions/registry.ts';
import { commandKey } from './operation-batch.ts';
import type { QueuedOperation } from './operation-queue.ts';

/**
 * What an operation has in common with those that the server would refuse for the same reason: its folder, its kind and
 * its command. Of a kind whose operations go alone, each has a key of its own.
 */
export function likeKey(operation: QueuedOperation): string {
  const { folderPath, uidValidity, action, id } = operation;
  return JSON.stringify([folderPath, uidValidity, action.kind, commandKey(operation) ?? id]);
}

/** What all operations on the messages of a folder have in common. */
export function folderKey({ folderPath }: QueuedOperation): string {
  return JSON.stringify([folderPath]);
}

/** Whether an operation is about a folder itself, not about its messages. */
export function isOnStructure(operation: QueuedOperation): boolean {
  return kindOf(operation.action).scope(operation).of === 'structure';
}

/**
 * A batch, and all other operations of which the server would refuse the same command.
 * @param isHeld whether the user can still take an operation back: such a one stays as it is
 */
export function withLike(
  batch: Batch<OperationAction>,
  queued: readonly QueuedOperation[],
  isHeld: (operation: QueuedOperation) => boolean,
): Batch<OperationAction> {
  const key = likeKey(batch[0]);
  // What started may have been carried out: it is verified before it is refused itself.
  return joined(batch, queued, (other) => other.state === 'queued' && !isHeld(other) && likeKey(other) === key);
}

/** A batch, and all other operations on the messages of its folder. @param isHeld as in `withLike` */
export function inFolder(
  batch: Batch<OperationAction>,
  queued: readonly QueuedOperation[],
  isHeld: (operation: QueuedOperation) => boolean,
): Batch<OperationAction> {
  const key = folderKey(batch[0]);
  return joined(
    batch,
    queued,
    (other) => other.state !== 'parked' && !isHeld(other) && folderKey(other) === key && !isOnStructure(other),
  );
}

function joined(
  batch: Batch<OperationAction>,
  queued: readonly QueuedOperation[],
  isMeant: (operation: QueuedOperation) => boolean,
): Batch<OperationAction> {
  const known = new Set(batch.map(({ id }) => id));
  return [...batch, ...queued.filter((other) => !known.has(other.id) && isMeant(other))];
}
