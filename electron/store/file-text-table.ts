import { indexedText } from '../../shared/search/folding.ts';
import { readTextBytes, storedText, textBytes } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';

/** How much of all attachments of a message is indexed, in UTF-16 units. */
const indexedLength = 200_000;

/**
 * Keeps the words of an attachment, as they go into the index, or that it has none that can be read. In the caller's transaction.
 * @param text null: it could not be read
 */
export function keepFileText(db: Database, id: ContentId, partId: string, text: string | null): void {
  const words = text === null ? null : indexedText(storedText(text.replaceAll(/\s+/g, ' '), indexedLength));
  const before = fileTextOctets(db, id);
  db.run('DELETE FROM file_texts WHERE message = ? AND part = ?', id, partId);
  db.run('INSERT INTO file_texts (message, part, words) VALUES (?, ?, ?)', id, partId, textBytes(words));
  db.run('UPDATE text_uses SET octets = octets + ? WHERE id = ?', fileTextOctets(db, id) - before, id);
}

/** Whether it is known what an attachment says, or that it cannot be read. */
export function hasFileText(db: Database, id: ContentId, partId: string): boolean {
  return db.get('SELECT 1 FROM file_texts WHERE message = ? AND part = ?', id, partId) !== null;
}

/** The words of a message's attachments for the index; '' where none is known. */
export function wordsOfFiles(db: Database, id: ContentId): string {
  const rows = db.all<{ words: Uint8Array }>(
    'SELECT words FROM file_texts WHERE message = ? AND words IS NOT NULL ORDER BY part',
    id,
  );
  return rows
    .map(({ words }) => readTextBytes(words))
    .join(' ')
    .slice(0, indexedLength);
}

/** How many octets the words of a message's attachments take. */
export function fileTextOctets(db: Database, id: ContentId): number {
  const row = db.get<{ octets: number }>(
    'SELECT coalesce(sum(length(words)), 0) AS octets FROM file_texts WHERE message = ?',
    id,
  );
  return row?.octets ?? 0;
}

/** Messages of which an attachment was read, or could not be, the newest first. */
export function messagesWithFileTexts(db: Database, limit: number): ContentId[] {
  return db
    .all<{ message: ContentId }>('SELECT DISTINCT message FROM file_texts ORDER BY message DESC LIMIT ?', limit)
    .map(({ message }) => message);
}

/** Drops the words of a message's attachments; the index is the caller's. */
export function dropFileTexts(db: Database, id: ContentId): void {
  db.run('UPDATE text_uses SET octets = octets - ? WHERE id = ?', fileTextOctets(db, id), id);
  db.run('DELETE FROM file_texts WHERE message = ?', id);
}

/**
 * Of these messages, those that a search finds only by what an attachment says.
 * @param matches the search's expressions for `message_words`; one of them is enough
 */
export function foundInFiles(db: Database, matches: readonly string[], ids: readonly ContentId[]): Set<ContentId> {
  const withFiles = db
    .all<{ message: ContentId }>(
      'SELECT DISTINCT message FROM file_texts WHERE words IS NOT NULL AND message IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    )
    .map(({ message }) => message);
  if (withFiles.length === 0 || matches.length === 0) return new Set();
  const elsewhere = db.all<{ id: ContentId }>(
    'SELECT rowid AS id FROM message_words WHERE message_words MATCH ? AND rowid IN (SELECT value FROM json_each(?))',
    `- attached : (${matches.map((match) => `(${match})`).join(' OR ')})`,
    JSON.stringify(withFiles),
  );
  const others = new Set(elsewhere.map(({ id }) => id));
  return new Set(withFiles.filter((id) => !others.has(id)));
}
