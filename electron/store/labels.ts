// Accounts whose folders are labels (Gmail, X-GM-EXT-1): a message in several folders is one message there, on the server as well.
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { isWithinGmail } from '../mail/gmail-folders.ts';
import { readExactText } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import type { FolderRow } from './folder-table.ts';
import type { ContentId } from './message-id.ts';
import { placesOf } from './message-row.ts';

/** A message's place, and its folder. */
export interface FolderPlace {
  readonly id: MessageId;
  readonly uid: number;
  readonly folderId: FolderId;
  readonly box: number;
}

const fact = 'folders_are_labels';

/** Whether the account's folders are labels, as far as its server has told. */
export function areLabels(db: Database): boolean {
  return (db.get<{ value: number }>('SELECT value FROM account_facts WHERE name = ?', fact)?.value ?? 0) !== 0;
}

/** Returns whether that is news. */
export function saveAreLabels(db: Database, are: boolean): boolean {
  if (areLabels(db) === are) return false;
  db.run('INSERT OR REPLACE INTO account_facts (name, value) VALUES (?, ?)', fact, Number(are));
  return true;
}

/** Whether a folder is a label that a person gives: one of the user's own, or the inbox. Stars, importance and All Mail are none. */
export function isLabel({ path, role, selectable, namespace }: FolderRow): boolean {
  if (selectable === 0 || namespace !== 'personal') return false;
  return role === 'inbox' || (role === null && !isWithinGmail(readExactText(path)));
}

/** All places of a message. */
export function allPlacesOf(db: Database, content: ContentId): FolderPlace[] {
  return db.all<FolderPlace>(
    `SELECT p.id, p.uid, f.id AS folderId, f.box FROM placements p JOIN folders f ON f.box = p.box WHERE ${placesOf('?1')}`,
    content,
  );
}

/** The message at a place; null where it is gone. */
export function contentAt(db: Database, messageId: MessageId): ContentId | null {
  return db.get<{ message: ContentId }>('SELECT message FROM placements WHERE id = ?', messageId)?.message ?? null;
}

/** The labels of a message that the server told of when it was asked, by path; null where it never was. */
export function toldLabels(db: Database, content: ContentId): readonly string[] | null {
  const row = db.get<{ paths: string }>('SELECT paths FROM message_labels WHERE id = ?', content);
  return row && JSON.parse(row.paths);
}

/** Keeps the labels of a message; returns whether they are others than before. */
export function saveToldLabels(db: Database, content: ContentId, paths: readonly string[]): boolean {
  const json = JSON.stringify([...new Set(paths)].sort());
  const before = db.get<{ paths: string }>('SELECT paths FROM message_labels WHERE id = ?', content);
  if (before?.paths === json) return false;
  db.run('INSERT OR REPLACE INTO message_labels (id, paths) VALUES (?, ?)', content, json);
  return true;
}
