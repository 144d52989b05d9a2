import { AppFailure } from '../../shared/reply.ts';
import type { ImapSession } from '../imap/session.ts';
import type { SelectedFolder } from '../mail/remote-mail.ts';

/** A session as operations use it. `select` may answer from memory while the folder stays selected. */
export interface OperationSession {
  readonly session: ImapSession;
  readonly select: (path: string, signal: AbortSignal) => Promise<SelectedFolder>;
}

/** Selects a folder; null where it is not on the server. */
export async function selectIfThere(
  path: string,
  connection: OperationSession,
  signal: AbortSignal,
): Promise<SelectedFolder | null> {
  try {
    return await connection.select(path, signal);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'folder_missing') return null;
    throw error;
  }
}
