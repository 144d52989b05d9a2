import type { MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';

/** How many ids one second has. */
const perSecond = 2 ** 20;
/** Row ids stay below 2^53, JavaScript's exact integers: until the year 2242. Some seconds are left for overflow. */
const lastSecond = 2 ** 33 - 2 ** 12;

/** The lowest id that a message of a second has. @param second since the epoch; clamped to 1970–2242 */
export function idOfSecond(second: number): number {
  return Math.min(Math.max(Math.floor(second), 0), lastSecond) * perSecond;
}

/** The second that an id begins with, since the epoch. */
export function secondOfId(id: number): number {
  return Math.floor(id / perSecond);
}

/**
 * A free id: received second × 2^20 + a counter. The counter is the UID where that is free, so that messages of the
 * same second (an imported mailbox) are in the server's order, whichever window brought them. When a second has no free
 * id (2^20 messages), one of the next second is taken.
 * @param receivedAt INTERNALDATE in milliseconds; clamped to 1970–2242
 */
export function freeMessageId(db: Database, receivedAt: number, uid: number): MessageId {
  const second = Math.min(Math.max(Math.floor(receivedAt / 1000), 0), lastSecond);
  const wanted = second * perSecond + (uid % perSecond);
  // 0 is not used, because callers could not tell it from "none".
  if (wanted > 0 && !db.get('SELECT 1 FROM messages WHERE id = ?', wanted)) return wanted as MessageId;
  for (let candidate = second; ; candidate++) {
    const first = Math.max(candidate * perSecond, 1);
    const end = (candidate + 1) * perSecond;
    const last = db.get<{ id: number }>(
      'SELECT id FROM messages WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1',
      first,
      end,
    );
    const next = last === null ? first : last.id + 1;
    if (next < end) return next as MessageId;
  }
}
