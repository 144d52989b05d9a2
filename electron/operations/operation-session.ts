import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { ImapSession } from '../imap/session.ts';
import type { SelectedFolder } from '../mail/remote-mail.ts';
import type { Operation } from './operation.ts';
import { folderGoneError, rebuiltError } from './operation-errors.ts';

/** A session as operations use it. `select` may answer from memory while the folder stays selected. */
export interface OperationSession {
  readonly session: ImapSession;
  readonly select: (path: string, signal: AbortSignal) => Promise<SelectedFolder>;
}

/** Selects a folder; null where it is not on the server. */
export async function selectIfThere(
  path: string,
  connection: Pick<OperationSession, 'select'>,
  signal: AbortSignal,
): Promise<SelectedFolder | null> {
  try {
    return await connection.select(path, signal);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'folder_missing') return null;
    throw error;
  }
}

/** Selects an operation's folder. Answers an error where the operation must not run there: the folder is gone, or its UIDs mean other messages (Y1). */
export async function selectFor(
  { folderPath, uidValidity }: Operation,
  connection: Pick<OperationSession, 'select'>,
  signal: AbortSignal,
): Promise<{ readonly selected: SelectedFolder } | { readonly error: AppError }> {
  const selected = await selectIfThere(folderPath, connection, signal);
  if (selected === null) return { error: folderGoneError(folderPath) };
  return selected.uidValidity === uidValidity ? { selected } : { error: rebuiltError(folderPath) };
}
