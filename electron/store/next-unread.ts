import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { Overlay } from './overlay.ts';

/** What both read from. */
interface UnreadSource {
  readonly db: Database;
  readonly overlay: Overlay;
}

/** Rows of a list in any order that are looked at at once. */
const lookedAt = 500;

/** The row of a shown placement `p`: the newest message of its conversation that is shown in the folder. */
const rowSql = `CASE WHEN NOT EXISTS (SELECT 1 FROM threaded t WHERE t.id = p.id AND t.behind = 1) THEN p.id
  ELSE (SELECT max(n.id) FROM threaded t CROSS JOIN threaded n ON n.thread = t.thread AND n.box = t.box
        WHERE t.id = p.id AND (n.behind = 0 OR n.id IN (SELECT id FROM temp.stand_ins)) AND n.id NOT IN (SELECT id FROM temp.hidden)) END`;

/** Unread placements of a folder: those with \\Deleted are in no count of unread ones, and in an index of their own. */
const unreadSql = `SELECT id, uid FROM placements INDEXED BY placements_unread_of WHERE box = ?1 AND flags & 17 = 0
  UNION ALL SELECT id, uid FROM placements INDEXED BY placements_marked_deleted WHERE box = ?1 AND flags & 16 <> 0 AND flags & 1 = 0`;

/** @param among what narrows the placements besides, before their rows are found */
const nearest = (which: 'max' | 'min', row: string, among: string, beside: string): string =>
  `SELECT ${which}(row) AS id FROM (
     SELECT ${row} AS row FROM (${unreadSql}) p WHERE p.uid > ?2 ${among}
       AND p.id NOT IN (SELECT value FROM json_each(?4)) AND p.id NOT IN (SELECT id FROM temp.hidden)
   ) WHERE row ${beside} ?3`;

/** A row is as new as its newest message, so what is in an older row is older than it; what is in a newer one may be as well. */
const statements = (row: string) => ({
  older: nearest('max', row, 'AND p.id < ?3', '<'),
  newer: nearest('min', row, '', '>'),
});
const ofMessages = statements('p.id');
const ofConversations = statements(rowSql);

/**
 * The nearest row of a folder's list that is older or newer than another one and has something unread as shown; null: none. Goes through the
 * folder's unread messages, and not through those that were read.
 */
export function unreadBeside(
  { db, overlay }: UnreadSource,
  list: {
    readonly folderId: FolderId;
    readonly box: number;
    readonly byThread: boolean;
    /** The row that shows a message; null while it is hidden. */
    rowOf(id: MessageId): MessageId | null;
  },
  row: MessageId,
  direction: 'older' | 'newer',
): MessageId | null {
  const { seenUpTo, read, unread } = overlay.readingOf(list.folderId);
  const sql = (list.byThread ? ofConversations : ofMessages)[direction];
  const stored = db.get<{ id: MessageId | null }>(sql, list.box, seenUpTo, row, JSON.stringify(read))?.id ?? null;
  const pending = unread.flatMap((id) => (overlay.isHidden(id) ? [] : (list.rowOf(id) ?? [])));
  const [nearest] = [...pending, ...(stored === null ? [] : [stored])]
    .filter((id) => (direction === 'older' ? id < row : id > row))
    .sort((one, other) => (direction === 'older' ? other - one : one - other));
  return nearest ?? null;
}

/**
 * The first row from `start` on that is unread as shown, of a list of messages in any order; null: none. Only flags are read.
 * @param ids the list's rows
 * @param folderOf the folder of a box; undefined: none that the list shows
 */
export function firstUnread(
  { db, overlay }: UnreadSource,
  ids: (start: number, count: number) => readonly MessageId[],
  start: number,
  folderOf: (box: number) => FolderId | undefined,
): number | null {
  for (let first = Math.max(0, start); ; first += lookedAt) {
    const listed = ids(first, lookedAt);
    const rows = db.all<{ id: MessageId; uid: number; flags: number; box: number }>(
      'SELECT id, uid, flags, box FROM placements WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(listed),
    );
    const unread = new Set(
      rows
        .filter((row) => {
          const folderId = folderOf(row.box);
          return folderId !== undefined && !overlay.flags(row, folderId).seen;
        })
        .map(({ id }) => id),
    );
    const found = listed.findIndex((id) => unread.has(id));
    if (found >= 0) return first + found;
    if (listed.length < lookedAt) return null;
  }
}
