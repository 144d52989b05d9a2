import type { ImapSession } from '../../imap/session.ts';
import { maxUid, type SelectedFolder } from '../../mail/remote-mail.ts';
import type { PendingChange } from '../../store/pending-changes.ts';
import type { Park, Scope, ServerAccess } from '../action-kind.ts';
import type { Operation } from '../operation.ts';
import { rebuiltError } from '../operation-errors.ts';

/**
 * The messages that one command changes, so that none takes long. Operations on a folder's content concern the messages
 * up to a UID, those that were known when the user asked. Repeating them does no harm, so nothing is verified.
 */
export const windowSize = 1_000;

export function onContent({ folderPath }: Operation): Scope {
  return { of: 'content', folder: folderPath };
}

/** The pending change of the messages that were in the operation's folder. */
export function contentShown(
  { id, folderPath, uidValidity }: Operation,
  change: { readonly seenUpTo: number; readonly emptiedUpTo: number },
): PendingChange {
  return { of: 'content', path: folderPath, uidValidity, order: id, ...change };
}

/**
 * How many messages the folder has. Sends SELECT again, because a remembered answer may be old; parks the operation
 * when UIDVALIDITY changed (Y1).
 */
export async function countNow(
  { folderPath, uidValidity }: Operation,
  { session, signal }: ServerAccess,
): Promise<number | Park> {
  const selected = await session.select(folderPath, signal);
  if (selected.uidValidity !== uidValidity) return { kind: 'park', error: rebuiltError(folderPath) };
  return await countIn(selected, session, signal);
}

/** How many messages the selected folder has; counted where the server did not tell. */
export async function countIn(
  { exists }: Pick<SelectedFolder, 'exists'>,
  session: Pick<ImapSession, 'fetchFlags'>,
  signal: AbortSignal,
): Promise<number> {
  return exists ?? (await session.fetchFlags({ from: 1, to: maxUid }, { changedSince: null }, signal)).length;
}
