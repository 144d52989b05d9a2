import type { PendingChange } from '../../store/pending-changes.ts';
import type { Park, Scope, ServerAccess } from '../action-kind.ts';
import type { Operation } from '../operation.ts';
import { rebuiltError } from '../operation-errors.ts';

/**
 * What operations on a folder's content have in common. They concern the messages that were known when they were asked for, up to a UID, so
 * repeating them does no harm, and nothing is verified. One command changes a window of messages, so that none takes long.
 */
export const windowSize = 1_000;

export function onContent({ folderPath }: Operation): Scope {
  return { of: 'content', folder: folderPath };
}

/** How the messages that were in the operation's folder are shown differently. */
export function contentShown(
  { id, folderPath, uidValidity }: Operation,
  change: { readonly seenUpTo: number; readonly emptiedUpTo: number },
): PendingChange {
  return { of: 'content', path: folderPath, uidValidity, order: id, ...change };
}

/**
 * How many messages the folder has, asked of the server anew: what is remembered of a selected folder may be old, and the folder may have been
 * made anew meanwhile (Y1).
 */
export async function countNow(
  { folderPath, uidValidity }: Operation,
  { session, signal }: ServerAccess,
): Promise<number | Park> {
  const selected = await session.select(folderPath, signal);
  return selected.uidValidity === uidValidity ? selected.exists : { kind: 'park', error: rebuiltError(folderPath) };
}
