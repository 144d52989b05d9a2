import { assertNever } from '../../shared/reply.ts';
import { isWithin } from '../mail/folder-path.ts';
import type { Batch, Scope } from './action-kind.ts';
import { kindOf, type OperationAction } from './actions/registry.ts';
import type { QueuedOperation, QueuedTransfer } from './operation-queue.ts';

/** How often the server may refuse an operation before it is set aside (Y4). */
export const maxAttempts = 5;
/** The most operations in one batch. */
const batchLimit = 1_000;

/**
 * The next operations that can go in one command: neighbours in the queue, of the same kind and command key, in the
 * same folder. An operation that was refused before goes with others that were, so that it makes no others fail. An
 * operation waits for earlier ones whose scope meets its own. Null when nothing can be done now.
 *
 * @param isHeld whether an operation still waits, before its first attempt or before another one
 * @param partOf the part of a refused batch that an operation belongs to (`Suspects`): only those of one part go together
 */
export function nextBatch(
  operations: readonly QueuedOperation[],
  isHeld: (operation: QueuedOperation) => boolean,
  partOf: (operation: QueuedOperation) => number | null = () => null,
): Batch<OperationAction> | null {
  const earlier = new Earlier();
  let batch: [QueuedOperation, ...QueuedOperation[]] | null = null;
  for (const operation of operations) {
    if (operation.state === 'parked') continue;
    const isReady = !isHeld(operation) && !earlier.concerns(operation);
    earlier.add(operation);
    if (batch === null) {
      if (!isReady) continue;
      batch = [operation];
      if (commandKey(operation) === null) return batch;
    } else {
      const isTogether = sameCommand(batch[0], operation) && partOf(batch[0]) === partOf(operation);
      if (!isReady || !isTogether) return batch;
      batch.push(operation);
      if (batch.length >= batchLimit) return batch;
    }
  }
  return batch;
}

/**
 * The transfers of an account that can be carried out now: not held back, and not waiting for an earlier operation on their message.
 * @param operations the account's queue
 */
export function readyTransfers(
  operations: readonly QueuedOperation[],
  isHeld: (operation: QueuedOperation) => boolean,
): QueuedTransfer[] {
  const earlier = new Earlier();
  return operations.flatMap((operation): QueuedTransfer[] => {
    if (operation.state === 'parked') return [];
    const { action } = operation;
    const isReady =
      action.kind === 'transfer' && action.hasArrived !== true && !isHeld(operation) && !earlier.concerns(operation);
    earlier.add(operation);
    return isReady ? [{ ...operation, action }] : [];
  });
}

/** The operations that stand earlier in the queue, by scope. Tells whether a later one must wait for them. */
class Earlier {
  /** Of operations on messages: the messages, their folders, and all folders that their commands name. */
  readonly #messages = new Set<string>();
  readonly #sources = new Set<string>();
  /** Of operations that only read their message: the messages, and their folders. */
  readonly #read = new Set<string>();
  readonly #readIn = new Set<string>();
  readonly #named = new Set<string>();
  readonly #onFolders: Scope[] = [];

  add(operation: QueuedOperation): void {
    const scope = scopeOf(operation);
    if (scope.of !== 'message') {
      this.#onFolders.push(scope);
      return;
    }
    const { isOnlyRead = false } = scope;
    (isOnlyRead ? this.#read : this.#messages).add(messageKey(operation));
    (isOnlyRead ? this.#readIn : this.#sources).add(scope.folder);
    for (const path of pathsOf(scope)) this.#named.add(path);
  }

  concerns(operation: QueuedOperation): boolean {
    const scope = scopeOf(operation);
    const paths = pathsOf(scope);
    if (this.#onFolders.some((other) => affects(other, paths) || affects(scope, pathsOf(other)))) return true;
    switch (scope.of) {
      case 'message':
        return (
          this.#messages.has(messageKey(operation)) || (this.#read.has(messageKey(operation)) && takesAway(operation))
        );
      case 'content':
        // Moves out of the folder are waited for, moves into it are not: such a message is not in the folder yet.
        return this.#sources.has(scope.folder) || (this.#readIn.has(scope.folder) && takesAway(operation));
      case 'structure':
        return affects(scope, this.#named);
      default:
        return assertNever(scope);
    }
  }
}

function scopeOf(operation: QueuedOperation): Scope {
  return kindOf(operation.action).scope(operation);
}

/** Whether an operation takes messages out of their folder. */
function takesAway(operation: QueuedOperation): boolean {
  const shown = kindOf(operation.action).pending(operation);
  if (shown.of === 'content') return shown.emptiedUpTo > 0;
  return shown.of === 'message' && (shown.change.destination !== undefined || shown.change.deleted === true);
}

/** Whether an operation on a folder changes what one of these paths means or holds. */
function affects(scope: Scope, paths: Iterable<string>): boolean {
  if (scope.of === 'message') return false;
  const own = pathsOf(scope);
  const delimiter = scope.of === 'structure' ? scope.delimiter : null;
  for (const path of paths) if (own.some((mine) => path === mine || isWithin(path, mine, delimiter))) return true;
  return false;
}

/** The folders that an operation's command names. */
export function foldersOf(operation: QueuedOperation): readonly string[] {
  return pathsOf(scopeOf(operation));
}

/** The folders that an operation touches. */
function pathsOf(scope: Scope): readonly string[] {
  if (scope.of === 'structure') return scope.folders;
  return scope.of === 'message' && scope.destination !== null ? [scope.folder, scope.destination] : [scope.folder];
}

/**
 * Until when an operation is held back so that it can be undone; null when it is not held back.
 *
 * @param longestMs a hold that would last longer is ignored: the clock was set back
 */
export function heldUntil({ state, heldUntil: until }: QueuedOperation, now: number, longestMs: number): number | null {
  return state === 'queued' && until !== null && until > now && until <= now + longestMs ? until : null;
}

function messageKey({ uidValidity, uid, folderPath }: QueuedOperation): string {
  return `${uidValidity} ${uid} ${folderPath}`;
}

function sameCommand(a: QueuedOperation, b: QueuedOperation): boolean {
  return (
    a.folderPath === b.folderPath &&
    a.uidValidity === b.uidValidity &&
    a.state === b.state &&
    a.attempts > 0 === b.attempts > 0 &&
    a.action.kind === b.action.kind &&
    commandKey(a) === commandKey(b)
  );
}

/** As in `ActionKind`. */
export function commandKey({ action }: QueuedOperation): string | null {
  return kindOf(action).commandKey(action);
}
