import type { MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { idOfSecond, secondOfId } from './message-id.ts';
import { type StoredMessage, unknownBits } from './message-row.ts';

/** How many texts of removed messages are kept for a while, how large each may be (octets), and how long (seconds). */
const keptBodies = 100;
const largestKept = 512 * 1024;
const keptSeconds = 600;

const bodyColumns = 'html, text, truncated, attachments';
/** What tells that two rows are one message: a move keeps all of it, and a stranger cannot choose INTERNALDATE. */
const sameMessage = 'm.message_id = ?1 AND m.size = ?2 AND m.received_at = ?3 AND m.subject = ?4';
const allKnown = `m.unknown & ${unknownBits.date | unknownBits.size | unknownBits.message} = 0`;

type Identity = readonly [messageId: string, size: number, receivedAt: number, subject: string];

/** What a moved message keeps; null where the server told less, so that nothing can be said. */
export interface MovedMessage {
  readonly messageIdHeader: string | null;
  readonly size: number | null;
  readonly receivedAt: number | null;
  readonly subject: string;
}

/**
 * Keeps the text of a message that is about to be removed, since it may have been moved to a folder that is looked at next. Not for
 * long: after ten minutes the next message that is stored has it forgotten, and so does the next start. In the caller's transaction.
 */
export function keepBodyForMove(db: Database, id: MessageId): void {
  const kept = db.run(
    `INSERT OR REPLACE INTO moved_bodies (message_id, size, received_at, subject, ${bodyColumns}, snippet, has_attachments)
     SELECT m.message_id, m.size, m.received_at, m.subject, ${bodyColumns}, m.snippet, m.has_attachments
     FROM messages m JOIN bodies USING (id)
     WHERE m.id = ? AND m.message_id IS NOT NULL AND ${allKnown}
       AND coalesce(length(html), 0) + coalesce(length(text), 0) <= ${largestKept}`,
    id,
  );
  if (kept > 0) db.run('DELETE FROM moved_bodies WHERE id <= (SELECT max(id) FROM moved_bodies) - ?', keptBodies);
}

/**
 * Gives a message that was just stored the text of its other row, in the folder that it was moved or copied from. In the caller's
 * transaction. Answers whether there was one.
 */
export function takeMovedBody(db: Database, id: MessageId, message: MovedMessage): boolean {
  const { messageIdHeader, size, receivedAt, subject } = message;
  if (messageIdHeader === null || size === null || receivedAt === null) return false;
  const identity = [messageIdHeader, size, receivedAt, subject] as const;
  return takeRemoved(db, id, identity) || takeFromTwin(db, id, identity);
}

/** How many stored texts are looked at to tell that a message has none. */
const mostTextsRead = 5_000;

/**
 * Of messages that were just stored: whose text may be here already, told for all of them at once. Most have none, and `takeMovedBody`
 * would look for each.
 */
export function whoMayHaveText(db: Database, ids: readonly MessageId[]): (id: MessageId) => boolean {
  if (ids.length === 0 || db.get('SELECT 1 FROM moved_bodies LIMIT 1') !== null) return () => true;
  const seconds = ids.map(secondOfId);
  const rows = db.all<{ id: number }>(
    'SELECT id FROM bodies WHERE id >= ? AND id < ? LIMIT ?',
    idOfSecond(Math.min(...seconds)),
    idOfSecond(Math.max(...seconds) + 1),
    mostTextsRead,
  );
  if (rows.length === mostTextsRead) return () => true;
  const withText = new Set(rows.map(({ id }) => secondOfId(id)));
  return (id) => withText.has(secondOfId(id));
}

/** Forgets all texts of removed messages. */
export function forgetMovedBodies(db: Database): void {
  db.run('DELETE FROM moved_bodies');
}

function takeRemoved(db: Database, id: MessageId, identity: Identity): boolean {
  if (db.get('SELECT 1 FROM moved_bodies LIMIT 1') === null) return false;
  db.run('DELETE FROM moved_bodies WHERE kept_at < unixepoch() - ?', keptSeconds);
  const found = db.get<{ id: number; snippet: string; has_attachments: number }>(
    `SELECT id, snippet, has_attachments FROM moved_bodies m WHERE ${sameMessage}`,
    ...identity,
  );
  if (found === null) return false;
  db.run(
    `INSERT INTO bodies (id, ${bodyColumns}) SELECT ?, ${bodyColumns} FROM moved_bodies WHERE id = ?`,
    id,
    found.id,
  );
  saveLooks(db, id, found);
  db.run('DELETE FROM moved_bodies WHERE id = ?', found.id);
  return true;
}

/** The same message in another folder has the same second, so its row is near. */
function takeFromTwin(db: Database, id: MessageId, identity: Identity): boolean {
  const second = secondOfId(id);
  const found = db.get<{ id: MessageId; snippet: string; has_attachments: number }>(
    `SELECT m.id, m.snippet, m.has_attachments FROM messages m JOIN bodies ON bodies.id = m.id
     WHERE m.id >= ?5 AND m.id < ?6 AND m.id <> ?7 AND ${sameMessage} AND ${allKnown} LIMIT 1`,
    ...identity,
    idOfSecond(second),
    idOfSecond(second + 1),
    id,
  );
  if (found === null) return false;
  db.run(`INSERT INTO bodies (id, ${bodyColumns}) SELECT ?, ${bodyColumns} FROM bodies WHERE id = ?`, id, found.id);
  saveLooks(db, id, found);
  return true;
}

function saveLooks(
  db: Database,
  id: MessageId,
  { snippet, has_attachments }: Pick<StoredMessage, 'snippet' | 'has_attachments'>,
): void {
  db.run('UPDATE messages SET snippet = ?, has_attachments = ? WHERE id = ?', snippet, has_attachments, id);
}
