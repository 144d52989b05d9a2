import type { Address, Attachment, MessageBody } from '../../shared/mail.ts';
import { indexedText } from '../../shared/search/folding.ts';
import { readTextBytes, storedText } from '../mail/stored-text.ts';
import { textOfHtml } from '../mime/html-text.ts';
import type { Database } from './database.ts';
import { dropFileTexts, messagesWithFileTexts, wordsOfFiles } from './file-text-table.ts';
import { type DetailColumns, detailColumns, readDetail } from './message-detail.ts';
import type { ContentId } from './message-id.ts';
import { fileNames, type IndexedHeaders } from './message-row.ts';
import { indexedWords, noteGone, noteWords } from './word-table.ts';

/** How much of a body is indexed, in UTF-16 units; a longer one is a log file or an attack. */
const indexedLength = 200_000;
/** Stored texts of so many octets together are indexed in a step of a few milliseconds. */
const octetsAtOnce = 10_000;

/**
 * Puts a message into the index, or replaces it there. Returns what was indexed, for `noteWords`.
 * @param text the words of its body; '' while it is not here
 * @param attached the words of its attachments, as far as they are known
 */
export function indexMessage(db: Database, id: ContentId, headers: IndexedHeaders, text = '', attached = ''): string {
  const words = [
    indexedText(headers.subject),
    people(headers.from),
    people(headers.to),
    people(headers.cc),
    indexedText(headers.files.join(' ')),
    text,
    attached,
  ].map(indexedWords);
  db.run(
    'INSERT OR REPLACE INTO message_words (rowid, subject, sender, recipients, copies, files, body, attached) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    ...words,
  );
  return words.join(' ');
}

/** Takes the words of stored texts out of the index; those of header and file names stay. Called while the texts are still stored. */
export function indexWithoutText(db: Database, ids: readonly ContentId[]): void {
  const rows = ids.flatMap(
    (id) =>
      db.get<HeaderRow>(
        `SELECT m.id, m.subject, b.attachments, ${detailColumns} FROM messages m JOIN bodies b ON b.id = m.id WHERE m.id = ?`,
        id,
      ) ?? [],
  );
  const headers = rows.map((row) => {
    const { from, to, cc } = readDetail(row);
    const attachments: readonly Attachment[] = JSON.parse(row.attachments);
    return { id: row.id, subject: row.subject, from, to, cc, files: attachments.map(({ filename }) => filename) };
  });
  for (const { id, ...words } of headers) indexMessage(db, id, words);
  noteGone(db, headers.length);
}

/** Takes messages out of the index. */
export function unindexMessages(db: Database, ids: readonly ContentId[]): void {
  for (const id of ids) {
    db.run('DELETE FROM message_words WHERE rowid = ?', id);
    db.run('DELETE FROM unindexed WHERE id = ?', id);
  }
  noteGone(db, ids.length);
}

/** The words of a body as they go into the index. */
export function indexedBody({ text, html }: Pick<MessageBody, 'text' | 'html'>): string {
  return indexedText(storedText(text ?? (html === null ? '' : textOfHtml(html, indexedLength)), indexedLength));
}

interface HeaderRow extends DetailColumns {
  readonly id: ContentId;
  readonly subject: string;
  readonly attachments: string;
}

interface IndexedRow extends DetailColumns {
  readonly id: ContentId;
  readonly subject: string;
  readonly html: Uint8Array | null;
  readonly text: Uint8Array | null;
  /** JSON; null where the text is not here. */
  readonly attachments: string | null;
}

function indexRow(db: Database, row: IndexedRow): string {
  const { id, subject, html, text } = row;
  const { from, to, cc, parts } = readDetail(row);
  const body = indexedBody({ text: readTextBytes(text), html: readTextBytes(html) });
  // The text's own list has those as well that its structure does not tell, within a winmail.dat for example.
  const attachments: readonly Attachment[] | null = row.attachments === null ? null : JSON.parse(row.attachments);
  const files = attachments?.map(({ filename }) => filename) ?? fileNames(parts);
  return indexMessage(db, id, { subject, from, to, cc, files }, body, wordsOfFiles(db, id));
}

/** Puts what is stored of messages into the index, or replaces it there. None of them waits any more, also where it is gone. In the caller's transaction. */
function indexStored(db: Database, ids: readonly ContentId[]): void {
  const list = JSON.stringify(ids);
  const rows = db.all<IndexedRow>(
    `SELECT m.id, m.subject, b.html, b.text, b.attachments, ${detailColumns} FROM messages m LEFT JOIN bodies b ON b.id = m.id
     WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.id`,
    list,
  );
  noteWords(
    db,
    rows.map((row) => indexRow(db, row)),
  );
  db.run('DELETE FROM unindexed WHERE id IN (SELECT value FROM json_each(?))', list);
}

/**
 * Indexes some messages that an older Heron stored, the newest first, in one transaction; answers whether there are more.
 * @param limit how many messages at most, and fewer where their texts are long
 */
export function indexSome(db: Database, limit: number): boolean {
  return db.transaction(() => {
    const waiting = db.all<{ id: ContentId; octets: number | null }>(
      'SELECT u.id, t.octets FROM unindexed u LEFT JOIN text_uses t ON t.id = u.id ORDER BY u.id DESC LIMIT ?',
      limit,
    );
    let sum = 0;
    const taken = waiting.filter(({ octets }, index) => {
      sum += octets ?? 0;
      return index === 0 || sum <= octetsAtOnce;
    });
    indexStored(
      db,
      taken.map(({ id }) => id),
    );
    return waiting.length === limit || taken.length < waiting.length;
  });
}

/**
 * Forgets what attachments say, of some messages, the newest first, in one transaction; answers whether there are more.
 * @param limit how many messages
 */
export function forgetFileTexts(db: Database, limit: number): boolean {
  return db.transaction(() => {
    const ids = messagesWithFileTexts(db, limit);
    for (const id of ids) dropFileTexts(db, id);
    indexStored(db, ids);
    noteGone(db, ids.length);
    return ids.length === limit;
  });
}

function people(list: readonly Address[]): string {
  let text = '';
  for (const { name, address } of list) text += `${name} ${address} `;
  return indexedText(text);
}
