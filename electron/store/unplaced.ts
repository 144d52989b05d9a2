import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { anyPlaceOf } from './message-row.ts';
import { unindexMessages } from './search-index.ts';
import { forgetThread } from './thread-index.ts';
import { noteGoneOfThreads } from './thread-sweep.ts';

/** How many messages without a place are kept for a while, how large the text of each may be (octets), and how long (seconds). */
const mostKept = 100;
const largestKept = 512 * 1024;
const keptSeconds = 600;

/** Whether a message has a place. */
const anyPlace = anyPlaceOf('?1');

/**
 * Messages whose placements were just removed: those without another place are deleted with text and index entry. In the caller's
 * transaction.
 * @param mayBeMoved keep what has its text here for ten minutes, for the folder that it was moved to, which may be looked at next
 */
export function deleteUnplaced(db: Database, contents: readonly ContentId[], mayBeMoved: boolean): void {
  const gone = [...new Set(contents)].filter((id) => db.get(anyPlace, id) === null);
  deleteContents(
    db,
    gone.filter((id) => !mayBeMoved || !keep(db, id)),
  );
  if (!mayBeMoved) return;
  const { turn = 0 } = db.get<{ turn: number }>('SELECT coalesce(max(turn), 0) AS turn FROM unplaced') ?? {};
  forget(db, 'turn <= ?', turn - mostKept);
}

/** A message has a place again. */
export function noteIsPlaced(db: Database, id: ContentId): void {
  db.run('DELETE FROM unplaced WHERE message = ?', id);
}

/** Deletes the messages without a place: all of them, or those that were kept long enough. In the caller's transaction. */
export function forgetUnplaced(db: Database, which: 'all' | 'old' = 'all'): void {
  forget(db, 'kept_at < unixepoch() - ?', which === 'all' ? -1 : keptSeconds);
}

function keep(db: Database, id: ContentId): boolean {
  const kept = db.run(
    `INSERT INTO unplaced (message) SELECT id FROM bodies
     WHERE id = ? AND coalesce(length(html), 0) + coalesce(length(text), 0) <= ${largestKept}`,
    id,
  );
  return kept > 0;
}

function forget(db: Database, condition: string, value: number): void {
  const ids = db.all<{ message: ContentId }>(`SELECT message FROM unplaced WHERE ${condition}`, value);
  deleteContents(
    db,
    ids.map(({ message }) => message),
  );
}

/** From the index first: FTS5 writes what it has collected to the disk whenever another statement comes in between. */
function deleteContents(db: Database, ids: readonly ContentId[]): void {
  unindexMessages(db, ids);
  for (const id of ids) {
    forgetThread(db, id);
    db.run('DELETE FROM messages WHERE id = ?', id);
  }
  noteGoneOfThreads(db, ids.length);
}
