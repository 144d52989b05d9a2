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
    searched: stored - placesIn(db, 'unindexed', boxes, folders),
    withText: placesIn(db, 'bodies', boxes, folders),
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

/** Tables with a row for some of the messages, by the message's id. */
const ofMessages = { bodies: 'bodies b INDEXED BY bodies_by_id', unindexed: 'unindexed b' } as const;

/**
 * How many places in the searched folders have a message that has a row in a table: counted by whichever has the fewest rows, the table, the searched
 * folders or all others, since each of them may have a million.
 */
function placesIn(
  db: Database,
  table: keyof typeof ofMessages,
  boxes: readonly number[],
  folders: readonly SearchedFolder[],
): number {
  const others = folders.map(({ box }) => box).filter((box) => !boxes.includes(box));
  const count = (from: string): number => number(db, `count(*) AS number FROM ${from}`);
  const rows = count(table);
  if (rows === 0) return 0;
  const storedIn = (list: readonly number[]): number =>
    number(db, `sum(stored) AS number FROM folders WHERE box IN (${list.join(', ')})`);
  const [own, rest] = [storedIn(boxes), storedIn(others)];
  const inFolders = (list: readonly number[]): number =>
    list.length === 0
      ? 0
      : count(`placements p CROSS JOIN ${table} b ON b.id = p.message WHERE p.box IN (${list.join(', ')})`);
  if (own <= rest && own <= rows) return inFolders(boxes);
  if (rows < rest)
    return count(
      `${ofMessages[table]} CROSS JOIN placements p ON ${placesOf('b.id')} WHERE +p.box IN (${boxes.join(', ')})`,
    );
  // Most messages have one place, which has the message's id.
  const further = `placements p CROSS JOIN ${table} b ON b.id = p.message WHERE p.message <> p.id`;
  const withoutFirst = `(SELECT DISTINCT p.message FROM ${further} AND NOT EXISTS (SELECT 1 FROM placements WHERE id = p.message))`;
  const unplaced = `unplaced u CROSS JOIN ${table} b ON b.id = u.message`;
  return rows - count(unplaced) + count(further) - count(withoutFirst) - inFolders(others);
}

/** What a SELECT of one number answers; 0 for none. */
function number(db: Database, sql: string): number {
  return db.get<{ number: number | null }>(`SELECT ${sql}`)?.number ?? 0;
}
