import { isWithin } from '../mail/folder-path.ts';
import { isFolderAction, type OperationAction, type QueuedOperation } from './operation-queue.ts';

/** How often the server may refuse an operation before it is set aside (Y4). */
export const maxAttempts = 5;
/** Operations in one batch of commands. */
const batchLimit = 1_000;

export type Batch = readonly [QueuedOperation, ...QueuedOperation[]];

/**
 * The operations that can go in one command, from the head of the queue: adjacent, of the same kind, in the same folder. One that was refused before goes
 * alone, so that it cannot take others down; one on a folder does as well. Operations wait for earlier ones that concern the same message or
 * folder. Null when there is nothing to do now.
 *
 * @param isHeld whether an operation is waiting before it is tried (again)
 */
export function nextBatch(
  operations: readonly QueuedOperation[],
  isHeld: (operation: QueuedOperation) => boolean,
): Batch | null {
  const earlier = new Earlier();
  let batch: [QueuedOperation, ...QueuedOperation[]] | null = null;
  for (const operation of operations) {
    if (operation.state === 'parked') continue;
    const isReady = !isHeld(operation) && !earlier.concerns(operation);
    earlier.add(operation);
    if (batch === null) {
      if (!isReady) continue;
      batch = [operation];
      if (operation.attempts > 0 || isFolderAction(operation.action)) return batch;
    } else {
      if (!isReady || operation.attempts > 0 || !sameCommand(batch[0], operation)) return batch;
      batch.push(operation);
      if (batch.length >= batchLimit) return batch;
    }
  }
  return batch;
}

/** Operations that come before others, and which of these must wait for them. */
class Earlier {
  readonly #messages = new Set<string>();
  readonly #sources = new Set<string>();
  readonly #paths = new Set<string>();
  readonly #onFolders: QueuedOperation[] = [];

  add(operation: QueuedOperation): void {
    if (isFolderAction(operation.action)) {
      this.#onFolders.push(operation);
      return;
    }
    this.#messages.add(messageKey(operation));
    this.#sources.add(operation.folderPath);
    for (const path of pathsOf(operation)) this.#paths.add(path);
  }

  concerns(operation: QueuedOperation): boolean {
    const paths = pathsOf(operation);
    if (this.#onFolders.some((other) => affects(other, paths) || affects(operation, pathsOf(other)))) return true;
    switch (operation.action.kind) {
      case 'set_folder_seen':
      case 'empty_folder':
        // What is on its way into the folder is not in it yet.
        return this.#sources.has(operation.folderPath);
      case 'create_folder':
      case 'rename_folder':
      case 'delete_folder':
        return affects(operation, this.#paths);
      default:
        return this.#messages.has(messageKey(operation));
    }
  }
}

/** Whether an operation on a folder changes what one of these paths means or holds. */
function affects({ action, folderPath }: QueuedOperation, paths: Iterable<string>): boolean {
  if (!isFolderAction(action)) return false;
  const own = action.kind === 'rename_folder' ? [folderPath, action.newPath] : [folderPath];
  const delimiter = 'delimiter' in action ? action.delimiter : null;
  for (const path of paths) if (own.some((mine) => path === mine || isWithin(path, mine, delimiter))) return true;
  return false;
}

/** The folders an operation touches. */
function pathsOf({ folderPath, action }: Pick<QueuedOperation, 'folderPath' | 'action'>): string[] {
  if (action.kind === 'move') return [folderPath, action.destination];
  return action.kind === 'rename_folder' ? [folderPath, action.newPath] : [folderPath];
}

/**
 * Until when an operation is held back so that it can be taken back; null when it is not.
 *
 * @param longestMs a hold that seems longer is over: the clock was set back
 */
export function heldUntil({ state, heldUntil: until }: QueuedOperation, now: number, longestMs: number): number | null {
  return state === 'queued' && until !== null && until > now && until <= now + longestMs ? until : null;
}

/** Refusals that say nothing about the operation. */
const passingWords = /throttl|temporar|try again|unavailable|too busy|\[?(INUSE|LIMIT|UNAVAILABLE)\b/i;

/** Whether the server would take the same later. Its response code counts before its words, and folders' names among these do not count. */
export function isPassing(
  refusal: { readonly text: string; readonly passing?: boolean },
  operation: Pick<QueuedOperation, 'folderPath' | 'action'>,
): boolean {
  if (refusal.passing !== undefined) return refusal.passing;
  return passingWords.test(pathsOf(operation).reduce((text, name) => text.replaceAll(name, ''), refusal.text));
}

function messageKey({ uidValidity, uid, folderPath }: QueuedOperation): string {
  return `${uidValidity} ${uid} ${folderPath}`;
}

function sameCommand(a: QueuedOperation, b: QueuedOperation): boolean {
  return (
    a.folderPath === b.folderPath &&
    a.uidValidity === b.uidValidity &&
    a.state === b.state &&
    commandOf(a.action) === commandOf(b.action)
  );
}

/** What goes in one command has this in common. */
function commandOf(action: OperationAction): string | null {
  switch (action.kind) {
    case 'set_seen':
      return `seen ${action.seen}`;
    case 'set_flagged':
      return `flagged ${action.flagged}`;
    case 'move':
      return `move ${action.role ?? ''} ${action.destination}`;
    default:
      return action.kind;
  }
}
