import type { FolderRole } from '../../shared/mail.ts';
import type { AppError, ErrorParams } from '../../shared/reply.ts';
import type { ServerSaid } from '../../shared/texts/fault-words.en.ts';
import type { Refusal } from '../imap/session.ts';

function parked(params: ErrorParams<'operation_parked'>, retryable: boolean): AppError {
  return { code: 'operation_parked', params, retryable };
}

/** Y1: UIDVALIDITY changed, so the operation's UIDs mean other messages. */
export function rebuiltError(folderPath: string): AppError {
  return parked({ reason: 'rebuilt', folder: folderPath }, false);
}

export function folderGoneError(folderPath: string): AppError {
  return parked({ reason: 'folder_gone', folder: folderPath }, false);
}

/**
 * Messages of this folder whose moves are parked would be deleted for good: the user must decide about the moves first.
 */
export function movesOpenError(folderPath: string): AppError {
  return parked({ reason: 'moves_open', folder: folderPath }, true);
}

/** Y4: the server refused the operation too often. */
export function refusedError(attempts: number, refusal: Refusal): AppError {
  return parked({ reason: 'refused', times: attempts, ...saidIn(refusal) }, true);
}

/** The server refuses every change like this one. */
export function notAllowedError(refusal: Refusal): AppError {
  return parked({ reason: 'not_allowed', ...saidIn(refusal) }, true);
}

/** There is no space left where the messages were to go. */
export function overQuotaError(folder: string, refusal: Refusal): AppError {
  return parked({ reason: 'over_quota', folder, ...saidIn(refusal) }, true);
}

/** SELECT was answered READ-ONLY: no message can be taken out of the folder. */
export function readOnlyError(folder: string): AppError {
  return parked({ reason: 'read_only', folder }, true);
}

/** The server does not open the operation's folder. */
export function notOpenedError(folder: string, refusal: Refusal): AppError {
  return parked({ reason: 'not_opened', folder, ...saidIn(refusal) }, true);
}

/** The message that was to be copied is not in its folder any more. */
export function messageGoneError(folder: string): AppError {
  return parked({ reason: 'message_gone', folder }, false);
}

/** The destination's server takes no message of this size (RFC 7889). @param size octets */
export function tooLargeError(folder: string, size: number): AppError {
  return parked({ reason: 'too_large', folder, size }, false);
}

/** The account that a message was to go to was removed. */
export function accountGoneError(): AppError {
  return parked({ reason: 'account_gone' }, false);
}

/** The server accepted a copy, and does not show it. */
export function notSeenError(folder: string): AppError {
  return parked({ reason: 'not_seen', folder }, true);
}

/** Without UIDPLUS nothing is deleted: a plain EXPUNGE would take along what other clients marked. */
export function noDeleteError(): AppError {
  return parked({ reason: 'no_delete' }, false);
}

/** A move without MOVE whose second half fails: repeating it would copy again. */
export function copiedError(destination: string, refusal: Refusal): AppError {
  return parked({ reason: 'copied', folder: destination, ...saidIn(refusal) }, true);
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
  const params = { reason: 'not_created', folder: destination } as const;
  return role === 'trash' ? { code: 'trash_missing', params, retryable: true } : parked(params, true);
}

/** The connection ended while a change was under way. */
export function connectionLost(): AppError {
  return { code: 'connection_lost', params: { reason: 'during_change' }, retryable: true };
}

/** The reason of a refusal, as the params of an error. */
export function saidIn({ text, own }: Refusal): ServerSaid {
  return own === undefined ? { said: text } : { said: text, own };
}
