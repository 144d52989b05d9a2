import type { Address } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { type DetailColumns, detailColumns, readDetail } from './message-detail.ts';
import type { ContentId } from './message-id.ts';
import { anyPlaceOf } from './message-row.ts';

/** Somebody who wrote, or was written to. Times are milliseconds since the epoch, 0 for never. */
export interface Person extends Address {
  /** The address in lower case. */
  readonly key: string;
  /** How many of the account's own messages went to it. */
  readonly written: number;
  readonly writtenAt: number;
  /** How many messages it wrote. */
  readonly heard: number;
  readonly heardAt: number;
}

interface PersonRow {
  readonly key: string;
  readonly name: string;
  readonly address: string;
  readonly written: number;
  readonly written_at: number;
  readonly heard: number;
  readonly heard_at: number;
}

/** The columns of its message are null where it is gone. */
interface UncountedRow extends DetailColumns {
  readonly id: number;
  readonly stored: number | null;
  readonly received_at: number | null;
  readonly role: string | null;
}

/** Roles of folders: whoever is found only there is nobody that the user knows. */
const leftOut: ReadonlySet<string> = new Set(['junk', 'drafts']);
/** The most recipients of one message that count: a longer list says little about each of them. */
const mostRecipients = 100;
/** The most people that were never written to of whom one look-up knows. */
const mostHeard = 300;
/** As many of those written to are compared with each other; where more are found, these. */
const mostWritten = 600;
const mostOfMany = 200;
const columns = 'key, name, address, people.written, written_at, heard, heard_at';
const longestWord = 64;
const mostWords = 12;

/**
 * Takes the next messages that were stored into the index of people (`uncounted` has their ids). Returns whether some are left. One
 * transaction.
 *
 * @param own the account's own addresses in lower case
 */
export function countPeople(db: Database, own: ReadonlySet<string>, limit: number): boolean {
  return db.transaction(() => {
    const rows = db.all<UncountedRow>(
      `SELECT uncounted.id, messages.id AS stored, ${detailColumns}, received_at, folders.role FROM uncounted
       LEFT JOIN placements ON placements.id = uncounted.id LEFT JOIN messages ON messages.id = placements.message
       LEFT JOIN folders ON folders.box = placements.box
       ORDER BY uncounted.id DESC LIMIT ?`,
      limit,
    );
    for (const row of rows) {
      if (row.stored !== null && !leftOut.has(row.role ?? '')) countMessage(db, own, row);
      db.run('DELETE FROM uncounted WHERE id = ?', row.id);
    }
    return rows.length === limit;
  });
}

/** Whether the people of a message are counted already, by a place of it in a folder that counts. */
export function isCounted(db: Database, content: ContentId): boolean {
  const roles = [...leftOut].map((role) => `'${role}'`).join(', ');
  const counts = `AND +box IN (SELECT box FROM folders WHERE coalesce(role, '') NOT IN (${roles}))`;
  return db.get(anyPlaceOf('?1', counts), content) !== null;
}

function countMessage(db: Database, own: ReadonlySet<string>, row: UncountedRow): void {
  const { from, to, cc } = readDetail(row);
  const at = row.received_at ?? 0;
  if (row.role === 'sent' || from.some(({ address }) => own.has(address.toLowerCase()))) {
    for (const person of [...to, ...cc].slice(0, mostRecipients)) count(db, own, person, 'written', at);
  } else for (const person of from.slice(0, 1)) count(db, own, person, 'heard', at);
}

function count(
  db: Database,
  own: ReadonlySet<string>,
  { name, address }: Address,
  how: 'written' | 'heard',
  at: number,
): void {
  const key = address.toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(key) || own.has(key)) return;
  const shown = name.toLowerCase() === key ? '' : name;
  const isWritten = how === 'written' ? 1 : 0;
  // The newest message says how the person is called, but a message without a name does not take the name away.
  const row = db.get<{ id: number; written: number }>(
    `INSERT INTO people (key, name, address, written, written_at, heard, heard_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     ON CONFLICT (key) DO UPDATE SET
       name = CASE WHEN ?2 <> '' AND (name = '' OR max(?5, ?7) >= max(written_at, heard_at)) THEN ?2 ELSE name END,
       written = written + ?4, written_at = max(written_at, ?5), heard = heard + ?6, heard_at = max(heard_at, ?7)
     RETURNING id, written`,
    key,
    shown,
    address,
    isWritten,
    isWritten === 1 ? at : 0,
    1 - isWritten,
    isWritten === 1 ? 0 : at,
  );
  if (row === null) return;
  if (how === 'written' && row.written === 1)
    db.run('UPDATE OR REPLACE people_words SET written = 1 WHERE person = ?', row.id);
  for (const word of wordsOf(`${shown} ${key}`)) {
    db.run(
      'INSERT OR IGNORE INTO people_words (written, word, person) VALUES (?, ?, ?)',
      row.written > 0 ? 1 : 0,
      word,
      row.id,
    );
  }
}

/** Whether a message of the account went to this address, or came from it. */
export function knowsAddress(db: Database, address: string): boolean {
  return db.get('SELECT 1 FROM people WHERE key = ?', address.toLowerCase()) !== null;
}

/** People of whose name or address a word begins with each word of the query: those written to, and some of those that only wrote. */
export function findPeople(db: Database, query: string): Person[] {
  const wanted = wordsOf(query, false);
  const [longest] = [...wanted].sort((one, other) => other.length - one.length);
  if (longest === undefined) return [];
  const until = `${longest}\u{10ffff}`;
  const byWord = (written: 0 | 1, limit: number): PersonRow[] =>
    db.all<PersonRow>(
      `SELECT ${columns} FROM people
       WHERE id IN (SELECT person FROM people_words WHERE written = ? AND word >= ? AND word < ? LIMIT ?)`,
      written,
      longest,
      until,
      limit,
    );
  /** Of so many that nobody would look through them: those written to most, or last. */
  const first = (order: 'written' | 'written_at'): PersonRow[] =>
    db.all<PersonRow>(
      `SELECT ${columns} FROM people WHERE written > 0 AND EXISTS (
         SELECT 1 FROM people_words WHERE person = people.id AND word >= ? AND word < ?)
       ORDER BY people.${order} DESC LIMIT ?`,
      longest,
      until,
      mostOfMany,
    );
  const named = byWord(1, mostWritten);
  const written = named.length < mostWritten ? named : [...first('written'), ...first('written_at')];
  return [...new Map([...written, ...byWord(0, mostHeard)].map((row) => [row.key, row])).values()]
    .filter(({ name, key }) => {
      if (wanted.length === 1) return true;
      const words = wordsOf(`${name} ${key}`);
      return wanted.every((start) => words.some((word) => word.startsWith(start)));
    })
    .map(({ written_at, heard_at, ...person }) => ({ ...person, writtenAt: written_at, heardAt: heard_at }));
}

/** The words of a name or address, in lower case and without accents; with each address as a whole, so that it is found from its start. */
function wordsOf(text: string, whole = true): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const pieces = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  // An address that is typed in full is one word, so that its beginning is found without the pieces in between.
  const addresses = plain.match(/[^\s@<>()",;]+@[^\s@<>()",;]*/gu) ?? [];
  const words = whole || addresses.length === 0 ? [...addresses, ...pieces] : addresses;
  return [...new Set(words.map((word) => word.slice(0, longestWord)))].slice(0, mostWords);
}
