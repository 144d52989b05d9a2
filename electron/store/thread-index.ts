import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import type { ThreadRows } from './thread-rows.ts';

/** What names a thread: the id of one of its messages, or that number below zero where the id had an owner before. */
export type ThreadId = number;

const messageId = /<[^<>\s]{1,995}>/g;
/** The most ids of one References that count: its first and its last ones. */
const mostReferences = 100;

/** The keys of the Message-IDs in a field (RFC 5322 section 3.6.4), in its order, each once. Anything else in it is left out. */
export function referenceKeys(field: string | null): number[] {
  const ids = [...new Set(field?.match(messageId) ?? [])];
  const kept = ids.length <= mostReferences ? ids : [...ids.slice(0, 1), ...ids.slice(1 - mostReferences)];
  return kept.map(keyOf);
}

/** The key of a message's own Message-ID; null where it has none that others can refer to. */
export function ownKey(field: string | null): number | null {
  return referenceKeys(field)[0] ?? null;
}

/** The key of a server's id of a thread, which is no Message-ID. */
export function serverThreadKey(id: string): number {
  return keyOf(`thread ${id}`);
}

/** 53 bits, so that a million ids have two alike once in twenty thousand mailboxes, and no index has to hold whole ids. */
function keyOf(id: string): number {
  const digest = createHash('sha1').update(id).digest();
  return digest.readUIntBE(0, 6) * 32 + (digest.readUInt8(6) >> 3);
}

/** A message as its thread is looked for. */
export interface Linkable {
  readonly id: ContentId;
  /** Of its own Message-ID. */
  readonly own: number | null;
  /** Of the Message-IDs that it refers to, and of the server's id of its thread. */
  readonly others: readonly number[];
  /** The thread that it is in; undefined: none was looked for yet. */
  readonly thread: ThreadId | undefined;
}

/**
 * Puts a message into the thread of all that it refers to, that refers to it, or that refers to the same: whatever is stored of them, and in
 * whatever order. Threads of which it is the link become one. In the caller's transaction.
 */
export function linkMessage(db: Database, rows: ThreadRows, { id, own, others, thread: current }: Linkable): void {
  const keys = own === null ? others : [own, ...others.filter((key) => key !== own)];
  const known = keys.map((key) => ({ key, row: rowOf(db, key) }));
  const roots = new Set(known.flatMap(({ row }) => (row === null ? [] : rootOf(db, row.thread))));
  if (current !== undefined) roots.add(rootOf(db, current));
  const [thread = freshThread(db, id), ...merged] = roots;
  for (const other of merged) merge(db, other, thread);
  for (const { key, row } of known) {
    const isOwn = key === own ? 1 : 0;
    if (row === null) db.run('INSERT INTO thread_keys (key, thread, stored) VALUES (?, ?, ?)', key, thread, isOwn);
    else if (isOwn > row.stored) db.run('UPDATE thread_keys SET stored = 1 WHERE key = ?', key);
  }
  if (current === undefined && thread !== id) db.run('UPDATE messages SET thread = ? WHERE id = ?', thread, id);
  rows.joined(id, thread, merged);
}

/** Whether a message with this key is, or was, stored. */
export function isStoredKey(db: Database, key: number): boolean {
  return rowOf(db, key)?.stored === 1;
}

/** The messages of the thread of a message, itself among them, newest first. */
export function threadOf(db: Database, id: ContentId, limit: number): ContentId[] {
  const own = db.get<{ thread: ThreadId | null }>('SELECT thread FROM messages WHERE id = ?', id);
  if (own === null) return [];
  const root = rootOf(db, own.thread ?? id);
  const names = JSON.stringify([root, ...formerOf(db, root)]);
  return db
    .all<{ id: ContentId }>(
      `SELECT id FROM messages WHERE thread IN (SELECT value FROM json_each(?1))
       UNION SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?1)) AND thread IS NULL
       ORDER BY id DESC LIMIT ?2`,
      names,
      limit,
    )
    .map((row) => row.id);
}

/** A message is about to be deleted: of one that nothing else is in the thread of, nothing needs to be known. */
export function forgetThread(db: Database, id: ContentId): void {
  const row = db.get<{ message_id: string | null; thread: ThreadId | null }>(
    'SELECT message_id, thread FROM messages WHERE id = ?',
    id,
  );
  const key = ownKey(row?.message_id ?? null);
  if (row === null || row.thread !== null || key === null || isNamedBy(db, id)) return;
  db.run('DELETE FROM thread_keys WHERE key = ? AND thread = ?', key, id);
}

function rowOf(db: Database, key: number): { readonly thread: ThreadId; readonly stored: number } | null {
  return db.get('SELECT thread, stored FROM thread_keys WHERE key = ?', key);
}

function rootOf(db: Database, thread: ThreadId): ThreadId {
  return db.get<{ thread: ThreadId }>('SELECT thread FROM merged_threads WHERE former = ?', thread)?.thread ?? thread;
}

function formerOf(db: Database, root: ThreadId): ThreadId[] {
  return db
    .all<{ former: ThreadId }>('SELECT former FROM merged_threads WHERE thread = ?', root)
    .map(({ former }) => former);
}

/** Only the names of threads are written, however many messages they have. */
function merge(db: Database, former: ThreadId, thread: ThreadId): void {
  db.run('UPDATE merged_threads SET thread = ? WHERE thread = ?', thread, former);
  db.run('INSERT OR REPLACE INTO merged_threads (former, thread) VALUES (?, ?)', former, thread);
}

/** A thread of its own. One that a former message with the same id had may have other messages. */
function freshThread(db: Database, id: ContentId): ThreadId {
  return isNamedBy(db, id) ? -id : id;
}

/** Whether a thread has its name from a message's id, for other messages than that one. */
function isNamedBy(db: Database, id: ContentId): boolean {
  const sql = `SELECT 1 FROM messages WHERE thread = ?1 UNION ALL
    SELECT 1 FROM merged_threads WHERE former = ?1 OR thread = ?1 LIMIT 1`;
  return db.get(sql, id) !== null;
}
