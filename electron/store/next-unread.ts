import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { Overlay } from './overlay.ts';

/** The row of a shown placement `p`: the newest message of its conversation that is shown in the folder. */
const rowSql = `CASE WHEN NOT EXISTS (SELECT 1 FROM threaded t WHERE t.id = p.id AND t.behind = 1) THEN p.id
  ELSE (SELECT max(n.id) FROM threaded t CROSS JOIN threaded n ON n.thread = t.thread AND n.box = t.box
        WHERE t.id = p.id AND (n.behind = 0 OR n.id IN (SELECT id FROM temp.stand_ins)) AND n.id NOT IN (SELECT id FROM temp.hidden)) END`;

const newestUnread = (row: string): string =>
  `SELECT max(row) AS id FROM (
     SELECT ${row} AS row FROM placements p INDEXED BY placements_unread_of
     WHERE p.box = ?1 AND p.flags & 17 = 0 AND p.uid > ?2 AND p.id < ?3
       AND p.id NOT IN (SELECT value FROM json_each(?4)) AND p.id NOT IN (SELECT id FROM temp.hidden)
   ) WHERE row < ?3`;

const messageSql = newestUnread('p.id');
const conversationSql = newestUnread(rowSql);

/**
 * The first row of a folder's list below another one that has something unread as shown; null: none. Goes through the folder's unread messages,
 * and not through those that were read.
 */
export function unreadBelow(
  { db, overlay }: { readonly db: Database; readonly overlay: Overlay },
  list: {
    readonly folderId: FolderId;
    readonly box: number;
    readonly byThread: boolean;
    /** The row that shows a message; null while it is hidden. */
    rowOf(id: MessageId): MessageId | null;
  },
  below: MessageId,
): MessageId | null {
  const { folderId, box, byThread } = list;
  const { seenUpTo, read, unread } = overlay.readingOf(folderId);
  const sql = byThread ? conversationSql : messageSql;
  const stored = db.get<{ id: MessageId | null }>(sql, box, seenUpTo, below, JSON.stringify(read))?.id ?? null;
  let newest = stored;
  for (const id of unread) {
    const row = overlay.isHidden(id) ? null : list.rowOf(id);
    if (row !== null && row < below && (newest === null || row > newest)) newest = row;
  }
  return newest;
}
