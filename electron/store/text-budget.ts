import type { MessageId } from '../../shared/mail.ts';
import type { TextBudget } from '../../shared/storage.ts';
import type { Database } from './database.ts';
import { dropFileTexts } from './file-text-table.ts';
import { type ContentId, secondOfTime } from './message-id.ts';
import { isDraft, isSeen, placesOf } from './message-row.ts';
import { indexWithoutText } from './search-index.ts';

/** How many texts one step looks at, which takes a few milliseconds. */
const stepTexts = 20;
/** A text that is fetched ahead takes less than this (octets). */
const largestAhead = 1_048_576;
/** So many texts are looked at to find room for another one. Where these are not enough, texts are about to be dropped, and none is fetched ahead. */
const mostPassed = 5_000;
/** How many of them are read at once. */
const passedAtOnce = 100;
/** That a message was read is noted once in so many seconds. */
const notedEvery = 86_400;
const day = 86_400;

interface UseRow {
  readonly id: ContentId;
  readonly octets: number;
  readonly used_at: number;
}

const beforeAll: UseRow = { id: 0 as ContentId, octets: 0, used_at: -1 };

/** Texts in the order in which they are dropped, from the one after another on. */
function usedAfter(db: Database, { used_at, id }: UseRow, limit: number): UseRow[] {
  return db.all<UseRow>(
    `SELECT id, octets, used_at FROM text_uses WHERE used_at >= ?1 AND (used_at > ?1 OR id > ?2)
     ORDER BY used_at, id LIMIT ?3`,
    used_at,
    id,
    limit,
  );
}

/** How many texts are stored, and how many octets they have. */
export function storedTexts(db: Database): { readonly texts: number; readonly octets: number } {
  return db.get('SELECT texts, octets FROM text_totals') ?? { texts: 0, octets: 0 };
}

/**
 * A text was stored. What counts for how long it is kept is when its message came or was read last, whichever is later. In the caller's transaction.
 * @param readAt seconds since the epoch; null: nobody has read it
 */
export function noteText(db: Database, id: ContentId, octets: number, readAt: number | null): void {
  db.run(
    `INSERT INTO text_uses (id, octets, used_at) VALUES (?1, ?2, max(?1 >> 20, ?3))
     ON CONFLICT (id) DO UPDATE SET octets = excluded.octets, used_at = max(used_at, excluded.used_at)`,
    id,
    octets,
    readAt ?? 0,
  );
}

/** A message's stored text was read. Written once a day at most. @param readAt seconds since the epoch */
export function noteRead(db: Database, id: ContentId, readAt: number): void {
  db.run('UPDATE text_uses SET used_at = ?1 WHERE id = ?2 AND used_at < ?1 - ?3', readAt, id, notedEvery);
}

/**
 * The second up to which a text's last use is too long ago for it to be kept, also where it was fetched now: 0 where all are kept, Infinity
 * where none is. A text of a later use stays after it was stored, so fetching ahead and dropping come to an end.
 * @param now milliseconds since the epoch
 */
export function textFloor(db: Database, budget: TextBudget, now: number): number {
  const floor = agedUntil(budget, now);
  if (budget.octets === null) return floor;
  let excess = storedTexts(db).octets + largestAhead - budget.octets;
  if (excess <= 0) return floor;
  let after = beforeAll;
  for (let read = 0; read < mostPassed; read += passedAtOnce) {
    for (const row of usedAfter(db, after, passedAtOnce)) {
      excess -= row.octets;
      if (excess <= 0) return Math.max(floor, row.used_at);
      after = row;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** The second up to which a last use is too long ago by the budget's age alone; 0: never. */
function agedUntil({ days }: TextBudget, now: number): number {
  return days === null ? 0 : Math.max(0, secondOfTime(now) - days * day - 1);
}

export interface Dropping {
  readonly budget: TextBudget;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether something that is still to be done may need the text of a message at one of its places. */
  readonly isNeeded: (messageId: MessageId) => boolean;
}

/**
 * Drops the texts that are over the budget, in steps of a few milliseconds: those used longest ago first. Unread mail of the inbox, drafts and
 * what is still needed keep their texts, also beyond the budget. Snippets stay. Yields after each step how many octets it dropped.
 */
export function* dropTexts(db: Database, { budget, now, isNeeded }: Dropping): Generator<number, void> {
  if (budget.days === null && budget.octets === null) return;
  const aged = agedUntil(budget, now);
  let after = beforeAll;
  /** Octets of texts that were passed over and stay. */
  let passed = 0;
  for (;;) {
    let dropped = 0;
    const isMore = db.transaction(() => {
      const rows = usedAfter(db, after, stepTexts);
      const stored = storedTexts(db).octets;
      const ids: ContentId[] = [];
      for (const row of rows) {
        const isOver = budget.octets !== null && stored - dropped - passed > budget.octets;
        if (!isOver && row.used_at > aged) {
          dropAll(db, ids);
          return false;
        }
        after = row;
        if (isKept(db, row.id, isNeeded)) passed += row.octets;
        else {
          ids.push(row.id);
          dropped += row.octets;
        }
      }
      dropAll(db, ids);
      return rows.length === stepTexts;
    });
    yield dropped;
    if (!isMore) return;
  }
}

/** In the caller's transaction. The index first: FTS5 writes what it has collected to the disk whenever another statement comes in between. */
function dropAll(db: Database, ids: readonly ContentId[]): void {
  indexWithoutText(db, ids);
  for (const id of ids) {
    dropFileTexts(db, id);
    db.run('DELETE FROM bodies WHERE id = ?', id);
    db.run('DELETE FROM text_uses WHERE id = ?', id);
  }
}

interface PlaceRow {
  readonly id: MessageId;
  readonly flags: number;
  readonly role: string | null;
}

function isKept(db: Database, id: ContentId, isNeeded: Dropping['isNeeded']): boolean {
  // A message that was moved, perhaps, and whose new place is not known yet.
  if (db.get('SELECT 1 FROM unplaced WHERE message = ?', id) !== null) return true;
  return db
    .all<PlaceRow>(
      `SELECT p.id, p.flags, f.role FROM placements p JOIN folders f ON f.box = p.box WHERE ${placesOf('?1')}`,
      id,
    )
    .some(
      (place) =>
        isDraft(place.flags) ||
        place.role === 'drafts' ||
        (place.role === 'inbox' && !isSeen(place.flags)) ||
        isNeeded(place.id),
    );
}
