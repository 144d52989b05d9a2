import { type Rename, renamedPath } from '../../mail/folder-path.ts';
import type { RemoteFlags } from '../../mail/remote-mail.ts';
import type { MessageChange, PendingChange } from '../../store/pending-changes.ts';
import {
  type Applied,
  type Batch,
  type CacheAccess,
  isBatch,
  type Scope,
  type ServerAccess,
  storedFolder,
  type Verified,
} from '../action-kind.ts';
import type { Action, Operation } from '../operation.ts';

/** The flags of a wider span of UIDs are asked for UID by UID. */
const narrowSpan = 2_000;

export function uidsOf(batch: readonly Operation[]): number[] {
  return batch.map(({ uid }) => uid);
}

/** The scope of what is done to a message in its folder. */
export function onMessage({ folderPath }: Operation): Scope {
  return { of: 'message', folder: folderPath, destination: null };
}

/** How an operation follows a rename where only its folder has a path. */
export function withRenamedFolder<A extends Action>(
  { folderPath, action }: Operation<A>,
  rename: Rename,
): Pick<Operation<A>, 'folderPath' | 'action'> {
  return { folderPath: renamedPath(rename, folderPath), action };
}

/** The pending change of the operation's message. */
export function messageShown({ id, folderPath, uidValidity, uid }: Operation, change: MessageChange): PendingChange {
  return { of: 'message', path: folderPath, uidValidity, uid, order: id, change };
}

/**
 * Asks the server for the messages' flags. An operation counts as carried out if its message is gone, or `isAsAsked`
 * says so.
 */
export async function verifyMessages<A extends Action>(
  batch: Batch<A>,
  server: ServerAccess,
  isAsAsked: (flags: RemoteFlags, action: A) => boolean,
): Promise<Verified<A, null>> {
  const present = await flagsOf(uidsOf(batch), server);
  const isDone = ({ uid, action }: Operation<A>): boolean => {
    const flags = present.get(uid);
    return flags === undefined || isAsAsked(flags, action);
  };
  const operations = batch.filter(isDone);
  return {
    done: isBatch(operations) ? { operations, result: null } : null,
    left: batch.filter((operation) => !isDone(operation)),
  };
}

/** The flags of those of these messages that the server still has, by UID. */
async function flagsOf(
  uids: readonly number[],
  { session, signal }: ServerAccess,
): Promise<ReadonlyMap<number, RemoteFlags>> {
  const range = { from: Math.min(...uids), to: Math.max(...uids) };
  if (range.to - range.from <= narrowSpan) {
    const found = await session.fetchFlags(range, { changedSince: null }, signal);
    return new Map(found.map(({ uid, flags }) => [uid, flags]));
  }
  const found = await session.fetchEnvelopes(uids, signal);
  return new Map(found.flatMap(({ uid, flags }) => (flags === null ? [] : [[uid, flags] as const])));
}

/** Removes the batch's messages from the cache. */
export function removeMessages(batch: Batch<Action>, { store, onChanges }: CacheAccess): void {
  const folderId = storedFolder(store, batch[0]);
  if (folderId !== null) onChanges(store.removeUids(folderId, uidsOf(batch), 'operation'));
}

/** The result of `apply` when all is done, and no folder needs to be synchronised. */
export const allDone: Applied<never> = { rest: null, lookAt: null };
