import type { ActionKind } from '../action-kind.ts';
import { createFolder } from './create-folder.ts';
import { deleteMessage } from './delete.ts';
import { deleteFolder } from './delete-folder.ts';
import { emptyFolder } from './empty-folder.ts';
import { move } from './move.ts';
import { renameFolder } from './rename-folder.ts';
import { setFlagged } from './set-flagged.ts';
import { setFolderSeen } from './set-folder-seen.ts';
import { setSeen } from './set-seen.ts';

/** Every kind of operation, by the name under which it is kept in user.db. A new kind is its file and its line here. */
const kinds = {
  set_seen: setSeen,
  set_flagged: setFlagged,
  move,
  delete: deleteMessage,
  set_folder_seen: setFolderSeen,
  empty_folder: emptyFolder,
  create_folder: createFolder,
  rename_folder: renameFolder,
  delete_folder: deleteFolder,
};

type Kinds = typeof kinds;

/** What can be done: the data of all kinds. */
export type OperationAction = Parameters<Kinds[keyof Kinds]['scope']>[0]['action'];

/** The same record, in which each kind must stand under the name that its data has. */
export const actionKinds: {
  readonly [K in OperationAction['kind']]: ActionKind<Extract<OperationAction, { readonly kind: K }>, unknown>;
} = kinds;

/** Everything about the kind of an action. What it answers of a result is for its own `apply` only, so the result's type is unknown here. */
export function kindOf({ kind }: OperationAction): ActionKind<OperationAction, unknown> {
  return actionKinds[kind];
}
