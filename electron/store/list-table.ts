import type { FolderId } from '../../shared/mail.ts';
import { fold } from '../../shared/search/folding.ts';
import type { MailingList } from '../mail/mailing-list.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { placesOf, unknownBits } from './message-row.ts';
import { placesToFetch, type WantedFields } from './wanted-fields.ts';

/** Of how many of the newest messages the lists are fetched while nothing else is to be done; of older ones, when they are opened. */
const newest = 2_000;
const lookedAt = 200;

/** The lists of which a part of the id or name is, folded, the statement's one value. */
export const listsNamedSql = 'SELECT id FROM lists WHERE instr(folded, ?) > 0';

/** Keeps to which list a message was sent; null: to none. In the caller's transaction. */
export function saveList(db: Database, message: ContentId, list: MailingList | null): void {
  db.run('UPDATE messages SET list = ? WHERE id = ?', list === null ? 0 : listIdOf(db, list), message);
}

/** Messages of which it is not known to which list they were sent; null where there are none among the newest. */
export function wantedLists(db: Database, isWaiting: (folderId: FolderId) => boolean): WantedFields | null {
  const folders = db.all<{ id: FolderId; box: number }>('SELECT id, box FROM folders WHERE uid_validity IS NOT NULL');
  const boxes = folders.filter(({ id }) => !isWaiting(id)).map(({ box }) => box);
  const ids = db.all<{ id: ContentId }>(
    // Those of folders that are left alone would stand before all others.
    `SELECT id FROM (SELECT id, list, unknown FROM messages ORDER BY id DESC LIMIT ${newest}) AS m
     WHERE list IS NULL AND unknown & ${unknownBits.message} = 0
       AND EXISTS (SELECT 1 FROM placements p WHERE ${placesOf('m.id')} AND p.box IN (SELECT value FROM json_each(?)))
     LIMIT ${lookedAt}`,
    JSON.stringify(boxes),
  );
  return placesToFetch(
    db,
    ids.map(({ id }) => id),
    isWaiting,
  );
}

/** The lists of the stored messages, those with the newest messages first. @param limit how many */
export function knownLists(db: Database, query: string, limit: number): string[] {
  return db
    .all<{ list_id: string }>(
      'SELECT list_id FROM lists WHERE instr(folded, ?) > 0 ORDER BY id DESC LIMIT ?',
      fold(query),
      limit,
    )
    .map(({ list_id: id }) => id);
}

function listIdOf(db: Database, { id, name }: MailingList): number {
  const known = db.get<{ id: number; folded: string }>('SELECT id, folded FROM lists WHERE list_id = ?', id);
  const folded = fold(`${name} ${id}`);
  if (known === null) {
    db.run('INSERT INTO lists (list_id, folded) VALUES (?, ?)', id, folded);
    return db.get<{ id: number }>('SELECT id FROM lists WHERE list_id = ?', id)?.id ?? 0;
  }
  if (known.folded !== folded) db.run('UPDATE lists SET folded = ? WHERE id = ?', folded, known.id);
  return known.id;
}
