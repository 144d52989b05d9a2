import type { FolderRole } from '../../../shared/mail.ts';
import { AppFailure } from '../../../shared/reply.ts';
import type { MoveOutcome } from '../../imap/session.ts';
import { renamedPath } from '../../mail/folder-path.ts';
import type { ActionKind, Batch, Park, ServerAccess } from '../action-kind.ts';
import type { Operation } from '../operation.ts';
import { connectionLost, copiedError, destinationError, readOnlyError } from '../operation-errors.ts';
import { selectFor, selectIfThere } from '../operation-session.ts';
import { findCopies } from '../steps/copied-messages.ts';
import { countIn } from '../steps/folder-content.ts';
import { allDone, messageShown, removeMessages, uidsOf, verifyMessages } from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';

/** Moves a message into another folder. With a `role`, a missing destination is created. */
export interface Move {
  readonly kind: 'move';
  readonly destination: string;
  readonly role?: Extract<FolderRole, 'archive' | 'junk' | 'trash'>;
}

/** Where a MOVE or COPY put the messages (COPYUID); null where the server did not tell it. */
type Copied = { readonly uidValidity: number; readonly uids: ReadonlyMap<number, number> } | null;

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
    find: findCopied,
    send: async (batch, { session, signal }) => sent(await session.expunge(uidsOf(batch), signal), null),
    error: ({ action }, refusal) => copiedError(action.destination, refusal),
  },
  async prepare(batch, server) {
    const { action } = batch[0];
    // Taking a message out of its folder changes the folder.
    if (server.selected?.readOnly) return { kind: 'park', error: readOnlyError(batch[0].folderPath) };
    if (!(await ensureDestination(action, server))) return { kind: 'park', error: destinationError(action) };
    return {
      kind: 'command',
      async send(started) {
        const outcome = await sendMove(started, server);
        if (outcome.kind === 'done') {
          const { uidValidity, uids } = outcome;
          return { kind: 'done', result: uidValidity === null ? null : { uidValidity, uids } };
        }
        if (outcome.kind === 'unknown') return outcome;
        const { kind, ...refusal } = outcome;
        const halfDone = kind === 'copied' ? copiedError(action.destination, refusal) : undefined;
        return { kind: 'refused', ...refusal, ...(halfDone && { halfDone }) };
      },
    };
  },
  apply(batch, copied, cache) {
    removeMessages(batch, cache);
    if (copied !== null) {
      const { uidValidity, uids } = copied;
      const moved = batch.flatMap(({ id, uid, action }) => {
        const newUid = uids.get(uid);
        return newUid === undefined ? [] : [{ operationId: id, path: action.destination, uidValidity, uid: newUid }];
      });
      cache.onMovedTo(moved);
    }
    // The destination must be synchronised: the messages have new UIDs there.
    return { ...allDone, lookAt: batch[0].action.destination };
  },
};

/**
 * Sends the move. RFC 9051 section 7.1: TRYCREATE says that the destination is missing, although the cache knows it. With a `role` it
 * is created then, and the move sent again; without one the cache forgets the folder.
 */
async function sendMove(batch: Batch<Move>, server: ServerAccess): Promise<MoveOutcome> {
  const { session, signal, store, onFolders } = server;
  const { destination, role } = batch[0].action;
  const outcome = await session.move(uidsOf(batch), destination, signal);
  if (outcome.kind !== 'refused' || (outcome.code !== 'TRYCREATE' && outcome.code !== 'NONEXISTENT')) return outcome;
  if (role !== undefined && (await session.createFolder(destination, signal)).kind === 'done') {
    return await session.move(uidsOf(batch), destination, signal);
  }
  if (store.saveFolders(await session.listFolders(signal))) onFolders();
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
      other.action.kind === 'move' &&
      other.id < id &&
      other.folderPath === folderPath &&
      other.uidValidity === uidValidity,
  );
}

/**
 * The operations whose messages were copied but not removed: a move without MOVE (RFC 6851) may be interrupted between
 * its COPY and the removal of the originals.
 */
async function findCopied(batch: Batch<Move>, server: ServerAccess): Promise<readonly Operation<Move>[] | Park> {
  const { session, signal } = server;
  const [first] = batch;
  if (session.capabilities.has('MOVE')) return [];
  const uids = uidsOf(batch);
  const originals = await session.fetchEnvelopes(uids, signal);
  const target = await selectIfThere(first.action.destination, server, signal);
  const isOriginal = (uid: number): boolean => target?.uidValidity === first.uidValidity && uids.includes(uid);
  const copies =
    target === null
      ? new Set<number>()
      : await findCopies(originals, session, await countIn(target, session, signal), isOriginal, signal);
  const again = await selectFor(first, server, signal);
  return 'error' in again ? { kind: 'park', error: again.error } : batch.filter(({ uid }) => copies.has(uid));
}

/**
 * Whether the destination exists. If the cache does not know it, it is created (with a role only) and LIST is asked.
 */
async function ensureDestination({ destination, role }: Move, server: ServerAccess): Promise<boolean> {
  const { session, signal, store, onFolders } = server;
  const isKnown = (): boolean => store.folderNodes().some(({ path, pending }) => path === destination && !pending);
  if (isKnown()) return true;
  if (role !== undefined) {
    const outcome = await session.createFolder(destination, signal);
    if (outcome.kind === 'unknown' && session.closed) throw new AppFailure(connectionLost());
  }
  if (store.saveFolders(await session.listFolders(signal))) onFolders();
  return isKnown();
}
