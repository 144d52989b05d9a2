import { AppFailure } from '../../../shared/reply.ts';
import type { Park, ServerAccess } from '../action-kind.ts';
import type { Operation } from '../operation.ts';
import { movesOpenError, rebuiltError } from '../operation-errors.ts';
import { isSelectable, type StructureAction, structureKind } from '../steps/folder-structure.ts';
import { withRenamedFolder } from '../steps/message-batch.ts';
import { isMoveParkedBefore } from './move.ts';

/** Deletes the operation's folder with the messages in it. */
export interface DeleteFolder extends StructureAction {
  readonly kind: 'delete_folder';
}

export const deleteFolder = structureKind<DeleteFolder>({
  folders: ({ folderPath }) => [folderPath],
  renamed: withRenamedFolder,
  pending: ({ folderPath }) => ({ of: 'deleted_folder', path: folderPath }),
  isDone: ({ folderPath }, folders) => !isSelectable(folderPath, folders),
  obstacle,
  command: (session, { folderPath }, signal) => session.deleteFolder(folderPath, signal),
  refusedIsDone: false,
  save: (store, { folderPath }) => store.removeFolder(folderPath),
});

/**
 * Why a folder that was opened before must not be deleted now: it still holds messages that were to be moved out first,
 * or its UIDVALIDITY changed, so it is another folder (Y1). Null when nothing is in the way.
 */
async function obstacle(operation: Operation, { session, signal, queued }: ServerAccess): Promise<Park | null> {
  const { folderPath, uidValidity } = operation;
  if (uidValidity === 0) return null;
  if (isMoveParkedBefore(operation, queued())) return { kind: 'park', error: movesOpenError(folderPath) };
  try {
    const status = await session.status(folderPath, signal);
    return (status.uidValidity ?? uidValidity) === uidValidity
      ? null
      : { kind: 'park', error: rebuiltError(folderPath) };
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'folder_missing') return null;
    throw error;
  }
}
