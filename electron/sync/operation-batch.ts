import type { AppError } from '../../shared/reply.ts';
import type { QueuedOperation } from '../store/mail-store.ts';

/** How often the server may refuse an operation before it is set aside (Y4). */
export const maxAttempts = 5;
/** Operations in one command. */
const batchLimit = 200;

/**
 * The operations that can go in one command, from the head of the queue: adjacent, of the same kind, in the same folder. One that was refused before goes
 * alone, so that it cannot take others down. Operations on a message wait for earlier ones on it. Null when there is nothing to do now.
 *
 * @param isHeld whether an operation is waiting before it is tried again
 */
export function nextBatch(
  operations: readonly QueuedOperation[],
  isHeld: (operation: QueuedOperation) => boolean,
): [QueuedOperation, ...QueuedOperation[]] | null {
  const waiting = new Set<string>();
  let batch: [QueuedOperation, ...QueuedOperation[]] | null = null;
  for (const operation of operations) {
    if (operation.state === 'parked') continue;
    const message = `${operation.uidValidity} ${operation.uid} ${operation.folderPath}`;
    const isReady = !waiting.has(message) && !isHeld(operation);
    waiting.add(message);
    if (batch === null) {
      if (!isReady) continue;
      batch = [operation];
      if (operation.attempts > 0) return batch;
    } else {
      if (!isReady || operation.attempts > 0 || !sameCommand(batch[0], operation)) return batch;
      batch.push(operation);
      if (batch.length >= batchLimit) return batch;
    }
  }
  return batch;
}

/** Refusals that say nothing about the operation. */
const passingWords = /throttl|temporar|try again|unavailable|too busy|\[?(INUSE|LIMIT|UNAVAILABLE)\b/i;

/** Whether the server would take the same later. Its response code counts before its words, and folders' names among these do not count. */
export function isPassing(
  refusal: { readonly text: string; readonly passing?: boolean },
  { folderPath, action }: Pick<QueuedOperation, 'folderPath' | 'action'>,
): boolean {
  if (refusal.passing !== undefined) return refusal.passing;
  const names = action.kind === 'move' ? [folderPath, action.destination] : [folderPath];
  return passingWords.test(names.reduce((text, name) => text.replaceAll(name, ''), refusal.text));
}

function sameCommand(a: QueuedOperation, b: QueuedOperation): boolean {
  if (a.folderPath !== b.folderPath || a.uidValidity !== b.uidValidity || a.state !== b.state) return false;
  if (a.action.kind === 'set_seen') return b.action.kind === 'set_seen' && a.action.seen === b.action.seen;
  return b.action.kind === 'move' && a.action.destination === b.action.destination;
}

/** Y1: the folder's UIDs mean other messages now. */
export function rebuiltError(folderPath: string): AppError {
  return {
    code: 'operation_parked',
    message: `The server rebuilt the folder “${folderPath}”, so this change was not carried out: its message may be another one now.`,
    retryable: false,
  };
}

export function folderGoneError(folderPath: string): AppError {
  return {
    code: 'operation_parked',
    message: `The folder “${folderPath}” is no longer on the server, so this change was not carried out.`,
    retryable: false,
  };
}

/** Y4: refused too often. */
export function refusedError(text: string): AppError {
  return {
    code: 'operation_parked',
    message: `The server refused this change ${maxAttempts} times (“${text}”).`,
    retryable: true,
  };
}

/** A move without MOVE whose second half fails: repeating it would copy again. */
export function copiedError(destination: string, text: string): AppError {
  return {
    code: 'operation_parked',
    message: `The message was copied to “${destination}”, but the server did not remove the original (“${text}”).`,
    retryable: true,
  };
}

export function noTrashError(folderPath: string): AppError {
  return {
    code: 'trash_missing',
    message: `There is no folder “${folderPath}” on the server, and it could not be created.`,
    retryable: true,
  };
}
