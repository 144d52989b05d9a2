import type { $brand } from 'zod';
import type { MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';

/** The row id of what a message is, wherever it lies: the id of its first placement. */
export type ContentId = number & $brand<'ContentId'>;

/** How many ids one second has. */
const perSecond = 2 ** 20;
/** Row ids stay below 2^53, JavaScript's exact integers: until the year 2242. Some seconds are left for overflow. */
const lastSecond = 2 ** 33 - 2 ** 12;

/** The lowest id that a message of a second has. @param second since the epoch; clamped to 1970–2242 */
export function idOfSecond(second: number): number {
  return secondWithin(second) * perSecond;
}

/** The second that an id begins with, since the epoch. */
export function secondOfId(id: number): number {
  return Math.floor(id / perSecond);
}

/** The second that the ids of messages received at a time begin with. @param receivedAt milliseconds since the epoch */
export function secondOfTime(receivedAt: number): number {
  return secondWithin(receivedAt / 1000);
}

function secondWithin(second: number): number {
  return Math.min(Math.max(Math.floor(second), 0), lastSecond);
}

/**
 * A free id for a placement: received second × 2^20 + a counter. The counter is the UID where that is free, so that messages of the
 * same second (an imported mailbox) are in the server's order, whichever window brought them. When a second has no free
 * id (2^20 messages), one of the next second is taken.
 * @param receivedAt INTERNALDATE in milliseconds; clamped to 1970–2242
 * @param isSecondFree no placement and no message has an id of that second
 */
export function freeMessageId(db: Database, receivedAt: number, uid: number, isSecondFree: boolean): MessageId {
  const second = secondOfTime(receivedAt);
  const wanted = second * perSecond + (uid % perSecond);
  // 0 is not used, because callers could not tell it from "none".
  if (wanted > 0 && (isSecondFree || isFree(db, wanted))) return wanted as MessageId;
  for (let candidate = second; ; candidate++) {
    const first = Math.max(candidate * perSecond, 1);
    const end = (candidate + 1) * perSecond;
    // A message may have outlived its first placement: its id is not given to another one.
    const last = db.get<{ id: number | null }>(
      `SELECT max((SELECT coalesce(max(id), 0) FROM placements WHERE id >= ?1 AND id < ?2),
         (SELECT coalesce(max(id), 0) FROM messages WHERE id >= ?1 AND id < ?2)) AS id`,
      first,
      end,
    );
    const next = Math.max(first, (last?.id ?? 0) + 1);
    if (next < end) return next as MessageId;
  }
}

function isFree(db: Database, id: number): boolean {
  return (
    db.get('SELECT 1 FROM placements WHERE id = ?1 UNION ALL SELECT 1 FROM messages WHERE id = ?1 LIMIT 1', id) === null
  );
}
