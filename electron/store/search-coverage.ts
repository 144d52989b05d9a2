import type { SearchReport } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { placesOf } from './message-row.ts';
import type { SearchedFolder } from './search-sql.ts';

/** What of the searched folders a search has looked at (F2). @param boxes the searched folders' */
export function searchCoverage(
  db: Database,
  boxes: readonly number[],
  folders: readonly SearchedFolder[],
): Pick<SearchReport, 'searched' | 'withText' | 'messages' | 'files'> {
  const inBoxes = `box IN (${boxes.join(', ')})`;
  const stored = number(db, `sum(stored) AS number FROM folders WHERE ${inBoxes}`);
  return {
    searched:
      stored -
      number(
        db,
        `count(*) AS number FROM unindexed u CROSS JOIN placements p ON ${placesOf('u.id')} WHERE +p.${inBoxes}`,
      ),
    withText: withText(db, boxes, folders),
    files: number(
      db,
      `count(*) AS number FROM file_texts f INDEXED BY file_texts_read CROSS JOIN placements p ON ${placesOf('f.message')} WHERE f.words IS NOT NULL AND +p.${inBoxes}`,
    ),
    messages: number(db, `sum(max(stored, coalesce(remote_total, stored))) AS number FROM folders WHERE ${inBoxes}`),
  };
}

/**
 * The same where folders are labels and all but trash and junk are searched, whose messages have no other place: each message counts once.
 * @param all the folder that has all of them
 */
export function coverageOfMessages(
  db: Database,
  boxes: readonly number[],
  folders: readonly SearchedFolder[],
  all: SearchedFolder,
): Pick<SearchReport, 'searched' | 'withText' | 'messages' | 'files'> {
  const others = folders.map(({ box }) => box).filter((box) => !boxes.includes(box));
  const count = (from: string): number => number(db, `count(*) AS number FROM ${from}`);
  const elsewhere = number(db, `sum(stored) AS number FROM folders WHERE box IN (${others.join(', ')})`);
  const stored = count('messages') - count('unplaced') - elsewhere;
  const inAll = number(db, `coalesce(remote_total, stored) AS number FROM folders WHERE box = ${all.box}`);
  const texts = `placements p CROSS JOIN bodies b ON b.id = p.message WHERE p.box IN (${others.join(', ')})`;
  const files = 'file_texts f INDEXED BY file_texts_read';
  const filesElsewhere = `${files} CROSS JOIN placements p ON ${placesOf('f.message')} WHERE f.words IS NOT NULL AND +p.box IN (${others.join(', ')})`;
  return {
    searched: Math.max(0, stored - count('unindexed')),
    withText: count('bodies') - count('unplaced') - (others.length === 0 ? 0 : count(texts)),
    files: count(`${files} WHERE f.words IS NOT NULL`) - (others.length === 0 ? 0 : count(filesElsewhere)),
    messages: Math.max(stored, inAll),
  };
}

/** How many messages of the searched folders have their text here. */
function withText(db: Database, boxes: readonly number[], folders: readonly SearchedFolder[]): number {
  const others = folders.map(({ box }) => box).filter((box) => !boxes.includes(box));
  const count = (from: string): number => number(db, `count(*) AS number FROM ${from}`);
  if (boxes.length < others.length)
    return count(
      `bodies b INDEXED BY bodies_by_id CROSS JOIN placements p ON ${placesOf('b.id')} WHERE +p.box IN (${boxes.join(', ')})`,
    );
  // All but a few small folders: what those have is counted by their rows. Of most texts there is one place.
  const further = 'placements p CROSS JOIN bodies b ON b.id = p.message WHERE p.message <> p.id';
  const withoutFirst = `(SELECT DISTINCT p.message FROM ${further} AND NOT EXISTS (SELECT 1 FROM placements WHERE id = p.message))`;
  const places = count('bodies') - count('unplaced') + count(further) - count(withoutFirst);
  const inOthers = `placements p CROSS JOIN bodies b ON b.id = p.message WHERE p.box IN (${others.join(', ')})`;
  return places - (others.length === 0 ? 0 : count(inOthers));
}

/** What a SELECT of one number answers; 0 for none. */
function number(db: Database, sql: string): number {
  return db.get<{ number: number | null }>(`SELECT ${sql}`)?.number ?? 0;
}
