import type { Database } from './database.ts';

/**
 * What is known of threads of which no message is stored any more: the keys of what their messages referred to, and their other names. It is swept
 * a little at a time once enough messages are gone. Facts of the account keep how many those are, and how far a sweep has come, so that it goes on after a
 * restart.
 */
const facts = { gone: 'gone_of_threads', keys: 'swept_keys', names: 'swept_names' } as const;

/** A sweep is due once so many messages are gone, and they are more than this share of those that are stored. */
const mostGone = 1_000;
const goneShare = 0.1;
/** So many keys, or names, are a step of a few milliseconds. */
const sweptAtOnce = 200;
/** Below all keys and names. */
const beforeAll = Number.MIN_SAFE_INTEGER;

/** Messages were deleted. In the caller's transaction. */
export function noteGoneOfThreads(db: Database, messages: number): void {
  if (messages > 0) save(db, facts.gone, (fact(db, facts.gone) ?? 0) + messages);
}

/** Deletes some of what is known of threads that are gone, in one transaction of a few milliseconds; answers whether there is more to do. */
export function sweepThreads(db: Database): boolean {
  return db.transaction(() => {
    const keys = fact(db, facts.keys);
    if (keys !== null) {
      sweepKeys(db, keys);
      return true;
    }
    const names = fact(db, facts.names);
    if (names !== null) {
      sweepNames(db, names);
      return true;
    }
    const gone = fact(db, facts.gone) ?? 0;
    if (gone < mostGone) return false;
    const { stored } = db.get<{ stored: number | null }>('SELECT sum(stored) AS stored FROM folders') ?? { stored: 0 };
    if (gone < (stored ?? 0) * goneShare) return false;
    save(db, facts.gone, 0);
    save(db, facts.keys, beforeAll);
    return true;
  });
}

/** The names come after all keys, which are told apart by them. */
function sweepKeys(db: Database, after: number): void {
  const rows = db.all<{ key: number; thread: number }>(
    'SELECT key, thread FROM thread_keys WHERE key > ? ORDER BY key LIMIT ?',
    after,
    sweptAtOnce,
  );
  for (const { key, thread } of rows) {
    const root = db.get<{ thread: number }>('SELECT thread FROM merged_threads WHERE former = ?', thread)?.thread;
    if (!hasMessages(db, root ?? thread)) db.run('DELETE FROM thread_keys WHERE key = ?', key);
  }
  const last = rows.at(-1);
  save(db, facts.keys, rows.length < sweptAtOnce || last === undefined ? null : last.key);
  if (rows.length < sweptAtOnce) save(db, facts.names, beforeAll);
}

function sweepNames(db: Database, after: number): void {
  const rows = db.all<{ thread: number }>(
    'SELECT DISTINCT thread FROM merged_threads WHERE thread > ? ORDER BY thread LIMIT ?',
    after,
    sweptAtOnce,
  );
  for (const { thread } of rows)
    if (!hasMessages(db, thread)) db.run('DELETE FROM merged_threads WHERE thread = ?', thread);
  const last = rows.at(-1);
  save(db, facts.names, rows.length < sweptAtOnce || last === undefined ? null : last.thread);
}

/** Whether a message is stored whose thread has this name, or had one of its former names. @param root the name that it has now */
function hasMessages(db: Database, root: number): boolean {
  const names = 'SELECT ?1 UNION ALL SELECT former FROM merged_threads WHERE thread = ?1';
  const sql = `SELECT 1 FROM messages WHERE thread IN (${names}) UNION ALL
    SELECT 1 FROM messages WHERE id IN (${names}) AND thread IS NULL LIMIT 1`;
  return db.get(sql, root) !== null;
}

function fact(db: Database, name: string): number | null {
  return db.get<{ value: number }>('SELECT value FROM account_facts WHERE name = ?', name)?.value ?? null;
}

/** @param value null: there is none any more */
function save(db: Database, name: string, value: number | null): void {
  if (value === null) db.run('DELETE FROM account_facts WHERE name = ?', name);
  else db.run('INSERT OR REPLACE INTO account_facts (name, value) VALUES (?, ?)', name, value);
}
