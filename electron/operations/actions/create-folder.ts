import { renamedPath } from '../../mail/folder-path.ts';
import { isListed, type StructureAction, structureKind } from '../steps/folder-structure.ts';

/** Creates the operation's folder. */
export interface CreateFolder extends StructureAction {
  readonly kind: 'create_folder';
}

export const createFolder = structureKind<CreateFolder>({
  folders: ({ folderPath }) => [folderPath],
  // A folder that is to be created at the path that a renamed folder had before is another folder, so its path stays;
  // only a folder within the renamed one follows.
  renamed: ({ folderPath, action }, rename) => ({ folderPath: renamedPath(rename, folderPath, false), action }),
  pending: ({ folderPath, action }) => ({ of: 'new_folder', path: folderPath, delimiter: action.delimiter }),
  isDone: ({ folderPath }, folders) => isListed(folderPath, folders),
  obstacle: async () => null,
  command: (session, { folderPath }, signal) => session.createFolder(folderPath, signal),
  // The server refuses to create a folder that exists already; then nothing is left to do.
  refusedIsDone: true,
  save: () => undefined,
});
