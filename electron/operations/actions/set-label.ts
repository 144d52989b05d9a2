import { renamedPath } from '../../mail/folder-path.ts';
import { type ActionKind, storedFolder } from '../action-kind.ts';
import { notAllowedError } from '../operation-errors.ts';
import { allDone, uidsOf } from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';

/** Takes a label from a message, or gives it back, where folders are labels. The message stays in the operation's folder. */
export interface SetLabel {
  readonly kind: 'set_label';
  /** The path of the label's folder. */
  readonly label: string;
  readonly on: boolean;
}

export const setLabel: ActionKind<SetLabel> = {
  scope: ({ folderPath, action }) => ({ of: 'message', folder: folderPath, destination: action.label }),
  commandKey: ({ label, on }) => JSON.stringify([label, on]),
  replaces: [],
  renamed: ({ folderPath, action }, rename) => ({
    folderPath: renamedPath(rename, folderPath),
    action: { ...action, label: renamedPath(rename, action.label) },
  }),
  verifiedOnRetry: false,
  pending: ({ id, folderPath, uidValidity, uid, action }) => ({
    of: 'label',
    path: folderPath,
    uidValidity,
    uid,
    order: id,
    label: action.label,
    on: action.on,
  }),
  // Repeating it does no harm, so nothing is looked at.
  verify: async (batch) => ({ done: null, left: batch }),
  secondHalf: null,
  async prepare(batch, { session, signal }) {
    if (!session.capabilities.has('X-GM-EXT-1')) {
      return { kind: 'park', error: notAllowedError({ text: '', own: 'no_labels' }) };
    }
    const { label, on } = batch[0].action;
    return {
      kind: 'command',
      send: async (started) => sent(await session.setLabel(uidsOf(started), label, on, signal), null),
    };
  },
  apply(batch, _result, { store, onChanges }) {
    const folderId = storedFolder(store, batch[0]);
    const { label, on } = batch[0].action;
    if (folderId === null) return allDone;
    for (const changes of store.saveLabel(folderId, uidsOf(batch), label, on)) onChanges(changes);
    return { ...allDone, lookAt: label };
  },
};
