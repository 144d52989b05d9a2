import type { ActionKind } from '../action-kind.ts';
import { copy } from './copy.ts';
import { createFolder } from './create-folder.ts';
import { deleteMessage } from './delete.ts';
import { deleteFolder } from './delete-folder.ts';
import { emptyFolder } from './empty-folder.ts';
import { markMessage } from './mark-message.ts';
import { move } from './move.ts';
import { renameFolder } from './rename-folder.ts';
import { setFlagged } from './set-flagged.ts';
import { setFolderSeen } from './set-folder-seen.ts';
import { setLabel } from './set-label.ts';
import { setSeen } from './set-seen.ts';
import { setTag } from './set-tag.ts';
import { transfer } from './transfer.ts';

/** Every kind of operation, by the name under which it is kept in user.db. A new kind is its file and its line here. */
const kinds = {
  set_seen: setSeen,
  set_flagged: setFlagged,
  mark_message: markMessage,
  move,
  copy,
  transfer,
  set_label: setLabel,
  set_tag: setTag,
  delete: deleteMessage,
  set_folder_seen: setFolderSeen,
  empty_folder: emptyFolder,
  create_folder: createFolder,
  rename_folder: renameFolder,
  delete_folder: deleteFolder,
};

type Kinds = typeof kinds;

/** The action of any kind. */
export type OperationAction = Parameters<Kinds[keyof Kinds]['scope']>[0]['action'];

/** The kinds by name; the type requires each to stand under the name that its action has. */
export const actionKinds: {
  readonly [K in OperationAction['kind']]: ActionKind<Extract<OperationAction, { readonly kind: K }>, unknown>;
} = kinds;

/** The kind of an action. Only the kind's own `apply` reads its results, so their type is unknown here. */
export function kindOf({ kind }: OperationAction): ActionKind<OperationAction, unknown> {
  return actionKinds[kind];
}
