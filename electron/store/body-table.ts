import type { Attachment, MessageBody, MessageId } from '../../shared/mail.ts';
import { readTextBytes, storedText, textBytes } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import { fileTextOctets, keepFileText, wordsOfFiles } from './file-text-table.ts';
import { readDetail } from './message-detail.ts';
import { type ContentId, idOfSecond } from './message-id.ts';
import type { StoredMessage } from './message-row.ts';
import { indexedBody, indexMessage } from './search-index.ts';
import { noteText } from './text-budget.ts';
import { noteWords } from './word-table.ts';

interface BodyRow {
  readonly html: Uint8Array | null;
  readonly text: Uint8Array | null;
  readonly truncated: number;
  readonly attachments: string;
}

const snippetLength = 200;

/** The body of a message at one of its places; null when it was never fetched. */
export function readBody(db: Database, { id, content }: Pick<StoredMessage, 'id' | 'content'>): MessageBody | null {
  const row = db.get<BodyRow>('SELECT html, text, truncated, attachments FROM bodies WHERE id = ?', content);
  if (!row) return null;
  return {
    id,
    html: readTextBytes(row.html),
    text: readTextBytes(row.text),
    truncated: row.truncated !== 0,
    attachments: JSON.parse(row.attachments),
  };
}

/**
 * Of a box's newest `among` messages, the ids of those without a body, newest first; messages that pending changes hide
 * do not count.
 * @param floor only those that came after this second since the epoch
 */
export function newestWithoutBody(db: Database, box: number, among: number, floor: number): MessageId[] {
  if (floor === Number.POSITIVE_INFINITY) return [];
  const newest = `SELECT id, message FROM placements WHERE box = ? AND id NOT IN (SELECT id FROM temp.hidden) ORDER BY id DESC LIMIT ?`;
  return db
    .all<{ id: MessageId }>(
      `SELECT id FROM (${newest}) AS newest WHERE NOT EXISTS (SELECT 1 FROM bodies WHERE bodies.id = newest.message)
       AND newest.message >= ? ORDER BY id DESC`,
      box,
      among,
      idOfSecond(floor + 1),
    )
    .map(({ id }) => id);
}

/** The attachments that a fetched body came with; null when it was never fetched. */
export function readBodyAttachments(db: Database, id: ContentId): Attachment[] | null {
  const row = db.get<Pick<BodyRow, 'attachments'>>('SELECT attachments FROM bodies WHERE id = ?', id);
  return row === null ? null : JSON.parse(row.attachments);
}

/**
 * Saves a body, its snippet, and its words for the search index. In the caller's transaction.
 * @param readAt when it was read, in seconds since the epoch; null: nobody has read it
 */
export function writeBody(
  db: Database,
  message: StoredMessage,
  body: MessageBody,
  snippet: string,
  readAt: number | null,
): void {
  const html = textBytes(body.html);
  const text = textBytes(body.text);
  db.run(
    'INSERT OR REPLACE INTO bodies (id, html, text, truncated, attachments) VALUES (?, ?, ?, ?, ?)',
    message.content,
    html,
    text,
    body.truncated ? 1 : 0,
    JSON.stringify(body.attachments),
  );
  const octets = (html?.length ?? 0) + (text?.length ?? 0) + fileTextOctets(db, message.content);
  noteText(db, message.content, octets, readAt);
  db.run(
    'UPDATE messages SET snippet = ?, has_attachments = ? WHERE id = ?',
    storedText(snippet, snippetLength),
    body.attachments.some((attachment) => !attachment.inline) ? 1 : 0,
    message.content,
  );
  indexWhole(db, message, body);
}

/**
 * Keeps the text of an attachment of a message whose body is stored, for the search index. In the caller's transaction.
 * @param text null: it could not be read
 * @returns false where the body is not stored, so that nothing is kept
 */
export function writeFileText(db: Database, message: StoredMessage, partId: string, text: string | null): boolean {
  const body = readBody(db, message);
  if (body === null) return false;
  keepFileText(db, message.content, partId, text);
  indexWhole(db, message, body);
  return true;
}

function indexWhole(db: Database, message: StoredMessage, body: MessageBody): void {
  const { content, subject } = message;
  const { from, to, cc } = readDetail(message);
  const files = body.attachments.map(({ filename }) => filename);
  const headers = { subject, from, to, cc, files };
  noteWords(db, [indexMessage(db, content, headers, indexedBody(body), wordsOfFiles(db, content))]);
  db.run('DELETE FROM unindexed WHERE id = ?', content);
}
