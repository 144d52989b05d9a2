import type { Attachment, MessageBody, MessageId } from '../../shared/mail.ts';
import { readTextBytes, storedText, textBytes } from '../mail/stored-text.ts';
import { textOfHtml } from '../mime/html-text.ts';
import type { Database } from './database.ts';
import { peopleText, readDetail, type StoredMessage } from './message-row.ts';

interface BodyRow {
  readonly html: Uint8Array | null;
  readonly text: Uint8Array | null;
  readonly truncated: number;
  readonly attachments: string;
}

/** How much of a body is indexed for the search, in UTF-16 units; a longer one is a log file or an attack. */
const indexedLength = 200_000;
const snippetLength = 200;

/** Null when the body was never fetched. */
export function readBody(db: Database, id: MessageId): MessageBody | null {
  const row = db.get<BodyRow>('SELECT html, text, truncated, attachments FROM bodies WHERE id = ?', id);
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
 */
export function newestWithoutBody(db: Database, box: number, among: number): MessageId[] {
  const newest = `SELECT id FROM messages WHERE box = ? AND id NOT IN (SELECT id FROM temp.hidden) ORDER BY id DESC LIMIT ?`;
  return db
    .all<{ id: MessageId }>(
      `SELECT id FROM (${newest}) AS newest WHERE NOT EXISTS (SELECT 1 FROM bodies WHERE bodies.id = newest.id)
       ORDER BY id DESC`,
      box,
      among,
    )
    .map(({ id }) => id);
}

/** The attachments that a fetched body came with; null when it was never fetched. */
export function readBodyAttachments(db: Database, id: MessageId): Attachment[] | null {
  const row = db.get<Pick<BodyRow, 'attachments'>>('SELECT attachments FROM bodies WHERE id = ?', id);
  return row === null ? null : JSON.parse(row.attachments);
}

/** Saves a body, its snippet, and its words for the search index. In the caller's transaction. */
export function writeBody(db: Database, message: StoredMessage, body: MessageBody, snippet: string): void {
  db.run(
    'INSERT OR REPLACE INTO bodies (id, html, text, truncated, attachments) VALUES (?, ?, ?, ?, ?)',
    message.id,
    textBytes(body.html),
    textBytes(body.text),
    body.truncated ? 1 : 0,
    JSON.stringify(body.attachments),
  );
  const { from, to, cc } = readDetail(message.detail);
  db.run(
    'UPDATE messages SET snippet = ?, has_attachments = ? WHERE id = ?',
    storedText(snippet, snippetLength),
    body.attachments.some((attachment) => !attachment.inline) ? 1 : 0,
    message.id,
  );
  db.run(
    'INSERT OR REPLACE INTO message_text (rowid, subject, people, body) VALUES (?, ?, ?, ?)',
    message.id,
    message.subject,
    peopleText(from, to, cc),
    storedText(body.text ?? (body.html === null ? '' : textOfHtml(body.html, indexedLength)), indexedLength),
  );
}
