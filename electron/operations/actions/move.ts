import type { FolderRole } from '../../../shared/mail.ts';
import type { MoveOutcome } from '../../imap/session.ts';
import { renamedPath } from '../../mail/folder-path.ts';
import { type ActionKind, type Batch, type CacheAccess, type ServerAccess, storedFolder } from '../action-kind.ts';
import type { Operation } from '../operation.ts';
import { copiedError, destinationError, readOnlyError } from '../operation-errors.ts';
import {
  type Copied,
  copiedIn,
  ensureDestination,
  findCopied,
  isMissing,
  listAnew,
  placesOf,
} from '../steps/destination.ts';
import { allDone, messageShown, removeMessages, uidsOf, verifyMessages } from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';

/** Moves a message into another folder. With a `role`, a missing destination is created. */
export interface Move {
  readonly kind: 'move';
  readonly destination: string;
  readonly role?: Extract<FolderRole, 'archive' | 'junk' | 'trash'>;
}

export const move: ActionKind<Move, Copied> = {
  scope: ({ folderPath, action }) => ({ of: 'message', folder: folderPath, destination: action.destination }),
  commandKey: ({ destination, role }) => JSON.stringify([destination, role]),
  replaces: ['move'],
  renamed: ({ folderPath, action }, rename) => ({
    folderPath: renamedPath(rename, folderPath),
    action: { ...action, destination: renamedPath(rename, action.destination) },
  }),
  // Without MOVE (RFC 6851) its COPY may have been carried out already.
  verifiedOnRetry: true,
  pending: (operation) => messageShown(operation, { destination: operation.action.destination }),
  verify: (batch, server) => verifyMessages(batch, server, () => false),
  secondHalf: {
    // Without MOVE (RFC 6851) it may have been interrupted between its COPY and the removal of the originals.
    find: async (batch, server) => (server.session.capabilities.has('MOVE') ? [] : await findCopied(batch, server)),
    send: async (batch, { session, signal }) => sent(await session.expunge(uidsOf(batch), signal), null),
    error: ({ action }, refusal) => copiedError(action.destination, refusal),
  },
  async prepare(batch, server) {
    const { action } = batch[0];
    // Taking a message out of its folder changes the folder.
    if (server.selected?.readOnly) return { kind: 'park', error: readOnlyError(batch[0].folderPath) };
    if (!(await ensureDestination(action.destination, action.role !== undefined, server)))
      return { kind: 'park', error: destinationError(action) };
    return {
      kind: 'command',
      async send(started) {
        const outcome = await sendMove(started, server);
        if (outcome.kind === 'done') return { kind: 'done', result: copiedIn(outcome) };
        if (outcome.kind === 'unknown') return outcome;
        const { kind, ...refusal } = outcome;
        const halfDone = kind === 'copied' ? copiedError(action.destination, refusal) : undefined;
        return { kind: 'refused', ...refusal, ...(halfDone && { halfDone }) };
      },
    };
  },
  apply(batch, copied, cache) {
    removeLabels(batch, cache);
    removeMessages(batch, cache);
    cache.onMovedTo(placesOf(batch, copied));
    // The destination must be synchronised: the messages have new UIDs there.
    return { ...allDone, lookAt: batch[0].action.destination };
  },
};

/** Where folders are labels, trash and junk take all labels away: the messages leave their other folders as well. */
function removeLabels(batch: Batch<Move>, { store, onChanges }: CacheAccess): void {
  const [{ action }] = batch;
  const folderId = storedFolder(store, batch[0]);
  const role = store.folderNodes().find(({ path }) => path === action.destination)?.role;
  if (folderId === null || (role !== 'trash' && role !== 'junk')) return;
  for (const changes of store.removeElsewhere(folderId, uidsOf(batch), action.destination)) onChanges(changes);
}

/**
 * Sends the move. RFC 9051 section 7.1: TRYCREATE says that the destination is missing, although the cache knows it. With a `role` it
 * is created then, and the move sent again; without one the cache forgets the folder.
 */
async function sendMove(batch: Batch<Move>, server: ServerAccess): Promise<MoveOutcome> {
  const { session, signal } = server;
  const { destination, role } = batch[0].action;
  const outcome = await session.move(uidsOf(batch), destination, signal);
  if (outcome.kind !== 'refused' || !isMissing(outcome)) return outcome;
  if (role !== undefined && (await session.createFolder(destination, signal)).kind === 'done') {
    return await session.move(uidsOf(batch), destination, signal);
  }
  await listAnew(server);
  return outcome;
}

/**
 * Whether messages that were to be moved out of the operation's folder earlier are still there, because their moves
 * were parked. Operations that delete for good are parked then, so that the user first decides about the moves.
 */
export function isMoveParkedBefore({ id, folderPath, uidValidity }: Operation, queued: readonly Operation[]): boolean {
  return queued.some(
    (other) =>
      other.state === 'parked' &&
      (other.action.kind === 'move' || other.action.kind === 'transfer') &&
      other.id < id &&
      other.folderPath === folderPath &&
      other.uidValidity === uidValidity,
  );
}
