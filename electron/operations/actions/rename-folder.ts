import { renamedPath } from '../../mail/folder-path.ts';
import { isListed, isSelectable, type StructureAction, structureKind } from '../steps/folder-structure.ts';

/** Renames the operation's folder; those within it follow. */
export interface RenameFolder extends StructureAction {
  readonly kind: 'rename_folder';
  readonly newPath: string;
}

export const renameFolder = structureKind<RenameFolder>({
  folders: ({ folderPath, action }) => [folderPath, action.newPath],
  // If `newPath` is the path that another folder had before its rename, it still means that path, and stays.
  renamed: ({ folderPath, action }, rename) => ({
    folderPath: renamedPath(rename, folderPath),
    action: { ...action, newPath: renamedPath(rename, action.newPath, false) },
  }),
  pending: ({ folderPath, action }) => ({
    of: 'renamed_folder',
    from: folderPath,
    to: action.newPath,
    delimiter: action.delimiter,
  }),
  isDone: ({ folderPath, action }, folders) => isListed(action.newPath, folders) && !isSelectable(folderPath, folders),
  obstacle: async () => null,
  command: (session, { folderPath, action }, signal) => session.renameFolder(folderPath, action.newPath, signal),
  refusedIsDone: false,
  save: (store, { folderPath, action }) => store.renameFolder(folderPath, action.newPath, action.delimiter),
});
