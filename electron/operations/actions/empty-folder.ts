import { type ActionKind, storedFolder } from '../action-kind.ts';
import { movesOpenError, noDeleteError, readOnlyError } from '../operation-errors.ts';
import { contentShown, countNow, onContent, windowSize } from '../steps/folder-content.ts';
import { withRenamedFolder } from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';
import { isMoveParkedBefore } from './move.ts';

/** Deletes the messages up to `highestUid` for good: those that were in the folder when the user asked. */
export interface EmptyFolder {
  readonly kind: 'empty_folder';
  readonly highestUid: number;
}

/** The UIDs that one command removed; null when none was left to remove. */
type Removed = readonly number[] | null;

export const emptyFolder: ActionKind<EmptyFolder, Removed> = {
  scope: onContent,
  commandKey: () => null,
  replaces: [],
  renamed: withRenamedFolder,
  verifiedOnRetry: false,
  pending: (operation) => contentShown(operation, { seenUpTo: 0, emptiedUpTo: operation.action.highestUid }),
  verify: async (batch) => ({ done: null, left: batch }),
  secondHalf: null,
  /** Takes the oldest messages first. Notes the lowest UID, to notice a server that answers OK and removes nothing. */
  async prepare([operation], server) {
    const { session, signal, notes } = server;
    const { id, folderPath, action } = operation;
    if (server.selected?.readOnly) return { kind: 'park', error: readOnlyError(folderPath) };
    if (!session.capabilities.has('UIDPLUS')) return { kind: 'park', error: noDeleteError() };
    if (isMoveParkedBefore(operation, server.queued())) return { kind: 'park', error: movesOpenError(folderPath) };
    const exists = await countNow(operation, server);
    if (typeof exists !== 'number') return exists;
    const count = Math.min(exists, windowSize);
    const found = count === 0 ? [] : await session.uidsBySequence(count, count, signal);
    const uids = found.filter((uid) => uid <= action.highestUid);
    const [lowest] = uids;
    const lowestBefore = notes.get(id);
    notes.delete(id);
    if (lowest === undefined) return { kind: 'done', result: null };
    if (lowest === lowestBefore) return { kind: 'refused', text: '', own: 'still_there' };
    return {
      kind: 'command',
      async send() {
        const outcome = await session.expunge(uids, signal);
        if (outcome.kind === 'done') notes.set(id, lowest);
        return sent(outcome, uids);
      },
    };
  },
  apply([operation], removed, { store, onChanges }) {
    const { action, folderPath } = operation;
    const folderId = storedFolder(store, operation);
    if (folderId !== null) {
      // When none is left on the server, also takes those out of the cache that others have removed meanwhile.
      const uids = removed ?? store.localMessages(folderId, 1, action.highestUid).map(({ uid }) => uid);
      if (uids.length > 0) onChanges(store.removeUids(folderId, uids, 'operation'));
    }
    return { rest: removed === null ? null : action, lookAt: folderPath };
  },
};
