import type { FolderRole } from '../../shared/mail.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';

type Words = ReturnType<typeof texts>['faults']['operations'];

function parked(message: (words: Words) => string, retryable: boolean, code: ErrorCode = 'operation_parked'): AppError {
  return { code, message: message(texts().faults.operations), retryable };
}

/** Y1: the folder's UIDs mean other messages now. */
export function rebuiltError(folderPath: string): AppError {
  return parked((words) => words.rebuilt(folderPath), false);
}

export function folderGoneError(folderPath: string): AppError {
  return parked((words) => words.folderGone(folderPath), false);
}

/** What deletes for good waits for parked moves: the user decides about these first. */
export function movesOpenError(folderPath: string): AppError {
  return parked((words) => words.movesOpen(folderPath), true);
}

/** Y4: refused too often. */
export function refusedError(attempts: number, text: string): AppError {
  return parked((words) => words.refused(attempts, text), true);
}

/** Without UIDPLUS nothing is deleted: a plain EXPUNGE would take along what other clients marked. */
export function noDeleteError(): AppError {
  return parked((words) => words.noDelete, false);
}

/** A move without MOVE whose second half fails: repeating it would copy again. */
export function copiedError(destination: string, text: string): AppError {
  return parked((words) => words.copied(destination, text), true);
}

/** The destination is missing, and could not be created where that is allowed. */
export function destinationError({
  destination,
  role,
}: {
  readonly destination: string;
  readonly role?: FolderRole;
}): AppError {
  if (role === undefined) return folderGoneError(destination);
  return parked(
    (words) => words.notCreated(destination),
    true,
    role === 'trash' ? 'trash_missing' : 'operation_parked',
  );
}

/** The connection ended while a change was under way. */
export function connectionLost(): AppError {
  return { code: 'connection_lost', message: texts().faults.operations.connectionLost, retryable: true };
}
