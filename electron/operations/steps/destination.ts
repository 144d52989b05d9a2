import { AppFailure } from '../../../shared/reply.ts';
import type { CopyOutcome, Refusal } from '../../imap/session.ts';
import type { Batch, MovedMessage, Park, ServerAccess } from '../action-kind.ts';
import type { Action, Operation } from '../operation.ts';
import { connectionLost } from '../operation-errors.ts';
import { selectFor, selectIfThere } from '../operation-session.ts';
import { findCopies } from './copied-messages.ts';
import { countIn } from './folder-content.ts';
import { uidsOf } from './message-batch.ts';

/** An action whose command names another folder. */
export interface ToFolder extends Action {
  readonly destination: string;
}

/** Where a MOVE or COPY put the messages (COPYUID); null where the server did not tell it. */
export type Copied = { readonly uidValidity: number; readonly uids: ReadonlyMap<number, number> } | null;

export function copiedIn({ uidValidity, uids }: Extract<CopyOutcome, { readonly kind: 'done' }>): Copied {
  return uidValidity === null ? null : { uidValidity, uids };
}

/** The messages in their new folder, as far as the server told it. */
export function placesOf(batch: Batch<ToFolder>, copied: Copied): MovedMessage[] {
  if (copied === null) return [];
  const { uidValidity, uids } = copied;
  return batch.flatMap(({ id, uid, action }) => {
    const newUid = uids.get(uid);
    return newUid === undefined ? [] : [{ operationId: id, path: action.destination, uidValidity, uid: newUid }];
  });
}

/**
 * Whether the destination exists. If the cache does not know it, LIST is asked.
 * @param mayCreate it is created first
 */
export async function ensureDestination(
  destination: string,
  mayCreate: boolean,
  server: ServerAccess,
): Promise<boolean> {
  const { session, signal, store } = server;
  const isKnown = (): boolean => store.folderNodes().some(({ path, pending }) => path === destination && !pending);
  if (isKnown()) return true;
  if (mayCreate) {
    const outcome = await session.createFolder(destination, signal);
    if (outcome.kind === 'unknown' && session.closed) throw new AppFailure(connectionLost());
  }
  await listAnew(server);
  return isKnown();
}

/** Whether a refusal says that the destination is missing (RFC 9051 section 7.1). */
export function isMissing({ code }: Refusal): boolean {
  return code === 'TRYCREATE' || code === 'NONEXISTENT';
}

/** Stores what LIST tells now, so that the cache forgets folders that are gone. */
export async function listAnew({ session, signal, store, onFolders }: ServerAccess): Promise<void> {
  if (store.saveFolders(await session.listFolders(signal))) onFolders();
}

/**
 * The operations whose messages have a copy in the destination. Selects the destination, and then the operations' folder again; parks them
 * where that is not possible.
 */
export async function findCopied<A extends ToFolder>(
  batch: Batch<A>,
  server: ServerAccess,
): Promise<readonly Operation<A>[] | Park> {
  const { session, signal } = server;
  const [first] = batch;
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
