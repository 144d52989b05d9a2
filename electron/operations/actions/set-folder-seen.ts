import { keepsFlag, type UidRange } from '../../mail/remote-mail.ts';
import { type ActionKind, storedFolder } from '../action-kind.ts';
import { contentShown, countNow, onContent, windowSize } from '../steps/folder-content.ts';
import { withRenamedFolder } from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';

/** Marks the messages up to `highestUid` as read: those that were in the folder when the user asked. */
export interface SetFolderSeen {
  readonly kind: 'set_folder_seen';
  readonly highestUid: number;
  /** The messages up to `doneUid` are marked already; `doneCount` is about how many they are. */
  readonly doneUid?: number;
  readonly doneCount?: number;
}

/** The UIDs that one command marks, and about how many messages are marked once it is carried out. */
interface Marked {
  readonly range: UidRange;
  readonly count: number;
}

export const setFolderSeen: ActionKind<SetFolderSeen, Marked> = {
  scope: onContent,
  commandKey: () => null,
  replaces: [],
  renamed: withRenamedFolder,
  verifiedOnRetry: false,
  pending: (operation) => contentShown(operation, { seenUpTo: operation.action.highestUid, emptiedUpTo: 0 }),
  verify: async (batch) => ({ done: null, left: batch }),
  secondHalf: null,
  /**
   * Windows ascend by UID, so that no message is left out when others change the folder; sequence numbers only decide
   * how wide a window is.
   */
  async prepare([operation], server) {
    const { session, signal, selected } = server;
    const { highestUid, doneUid = 0, doneCount = 0 } = operation.action;
    // What the server does not keep is done here alone.
    if (selected !== null && !keepsFlag(selected, '\\Seen')) {
      return { kind: 'done', result: { range: { from: doneUid + 1, to: highestUid }, count: doneCount } };
    }
    const exists = await countNow(operation, server);
    if (typeof exists !== 'number') return exists;
    const count = doneCount + windowSize;
    const [last = highestUid] = count < exists ? await session.uidsBySequence(count, 1, signal) : [highestUid];
    const range = { from: doneUid + 1, to: Math.min(highestUid, Math.max(last, doneUid + 1)) };
    const result = { range, count };
    return {
      kind: 'command',
      send: async () =>
        exists === 0 ? { kind: 'done', result } : sent(await session.setSeen(range, true, signal), result),
    };
  },
  apply([operation], { range, count }, { store, onChanges }) {
    const { action, folderPath } = operation;
    const folderId = storedFolder(store, operation);
    if (folderId !== null) {
      const unseen = store.localMessages(folderId, range.from, range.to).filter(({ flags }) => !flags.seen);
      const seen = unseen.map(({ uid, flags }) => ({ uid, flags: { ...flags, seen: true } }));
      onChanges(store.saveFlags(folderId, seen, 'operation'));
    }
    const isAll = range.to >= action.highestUid;
    return { rest: isAll ? null : { ...action, doneUid: range.to, doneCount: count }, lookAt: folderPath };
  },
};
