import type { FolderId, FolderRole } from '../../shared/mail.ts';
import { fold, indexedText, spellings } from '../../shared/search/folding.ts';
import {
  type SearchAlternative,
  type SearchPlace,
  type SearchQuery,
  type SearchTerm,
  wordsOf,
} from '../../shared/search/query.ts';
import type { SqlValue } from './database.ts';
import { idOfSecond } from './message-id.ts';
import { isAnsweredSql, isFlaggedSql, isUnreadSql, unknownBits } from './message-row.ts';

/** A folder as a search chooses among them. */
export interface SearchedFolder {
  readonly id: FolderId;
  readonly box: number;
  /** As shown. */
  readonly name: string;
  readonly path: string;
  readonly role: FolderRole | null;
  readonly selectable: boolean;
}

/** A search as conditions on `placements p` and `messages m`. */
export interface SearchConditions {
  /** An expression for MATCH of `message_words`; null where no words are looked for. */
  readonly match: string | null;
  readonly where: readonly string[];
  /** The index of the few messages that can be meant, in the order of ids, where no words are looked for. */
  readonly index: 'placements_unread' | 'placements_starred' | null;
  readonly values: readonly SqlValue[];
  /** The boxes that are searched; the query's own folders are taken into account. */
  readonly boxes: readonly number[];
}

const columns: Readonly<Record<Exclude<SearchPlace, 'anywhere'>, string>> = {
  subject: 'subject',
  from: 'sender',
  to: '{recipients copies}',
  cc: 'copies',
  body: 'body',
  filename: 'files',
};

/** Shorter words are looked for as they stand: nearly every message has a word that begins with two given letters. */
const shortestBeginning = 3;
/** How far a message's id may be behind its second, in seconds, where a million messages came in one. */
const secondsOfSlack = 86_400;

/**
 * A search in SQL.
 * @param folders those that are searched unless the query names others
 * @param all the folders that `in:` may name
 */
export function searchConditions(
  query: SearchQuery,
  folders: readonly SearchedFolder[],
  all: readonly SearchedFolder[],
): SearchConditions {
  const matches: string[] = [];
  const where: string[] = [];
  const values: SqlValue[] = [];
  let searched: readonly SearchedFolder[] = folders;
  let index: SearchConditions['index'] = null;
  for (const clause of query) {
    const [only, ...others] = clause;
    if (only === undefined) continue;
    if (others.length === 0 && only.term.kind === 'folder') {
      const { name } = only.term;
      searched = only.not
        ? searched.filter((folder) => !isNamed(folder, name))
        : all.filter((folder) => isNamed(folder, name));
    } else if (clause.every(({ not, term }) => !not && term.kind === 'words')) {
      matches.push(either(clause.flatMap(({ term }) => (term.kind === 'words' ? [matchOf(term)] : []))));
    } else {
      if (others.length === 0 && !only.not && only.term.kind === 'state') index = indexes[only.term.state] ?? index;
      const pieces = clause.map((alternative) => condition(alternative, all, values));
      where.push(`(${pieces.join(' OR ')})`);
    }
  }
  return {
    match: matches.length === 0 ? null : matches.join(' AND '),
    where,
    index,
    values,
    boxes: searched.map(({ box }) => box),
  };
}

/**
 * The places of the message of `w`. The first one has the message's own id, the others are in a small index. A condition on `box` has to be
 * written as `+box`, else SQLite goes through all of a folder for each message.
 */
const placesOfWord = '(p.id = w.rowid OR (p.message = w.rowid AND p.message <> p.id))';
const listed = 'SELECT value FROM json_each(?)';

/**
 * The statement that finds places of messages, newest first; of several places of a message, those come one after the other. Its values
 * are: the words where there are any, the range's, the conditions', and how many. Tables are read in the order of ids, so that the first
 * results come without the others.
 * @param range `below`: with ids below one value, of messages where words are looked for, else of placements. `among`: of the placements
 *   of a JSON list, which is given once, and twice where words are looked for.
 */
export function searchSql(
  { match, where, index, boxes }: Omit<SearchConditions, 'values'>,
  range: 'below' | 'among',
): string {
  const inBoxes = `p.box IN (${boxes.join(', ')})`;
  const conditions = [...where, 'p.id NOT IN (SELECT id FROM temp.hidden)'].join(' AND ');
  const columns = 'SELECT p.id, p.message AS content, p.box FROM';
  // SQLite leaves this table out where no condition is about it.
  const messages = 'LEFT JOIN messages m ON m.id = p.message';
  if (match === null) {
    const placements = `placements p ${index === null ? '' : `INDEXED BY ${index}`}`;
    const within = range === 'below' ? 'p.id < ?' : `p.id IN (${listed})`;
    return `${columns} ${placements} ${messages} WHERE ${within} AND ${inBoxes} AND ${conditions} ORDER BY p.id DESC LIMIT ?`;
  }
  const within =
    range === 'below'
      ? 'w.rowid < ?'
      : `w.rowid IN (SELECT message FROM placements WHERE id IN (${listed})) AND p.id IN (${listed})`;
  return `${columns} message_words w CROSS JOIN placements p ON ${placesOfWord} ${messages}
    WHERE w.message_words MATCH ? AND ${within} AND +${inBoxes} AND ${conditions} ORDER BY w.rowid DESC LIMIT ?`;
}

function condition({ not, term }: SearchAlternative, all: readonly SearchedFolder[], values: SqlValue[]): string {
  const sql = positive(term, all, values);
  return not ? `NOT ${sql}` : sql;
}

function positive(term: SearchTerm, all: readonly SearchedFolder[], values: SqlValue[]): string {
  switch (term.kind) {
    case 'words':
      values.push(matchOf(term));
      return 'p.message IN (SELECT rowid FROM message_words WHERE message_words MATCH ?)';
    case 'state':
      return states[term.state];
    case 'received': {
      const { from, until } = term;
      values.push(from ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER);
      // A placement's id begins with its second, or one soon after it: so only that stretch of the table is read.
      const first = from === null ? 0 : idOfSecond(from / 1_000);
      const last = until === null ? Number.MAX_SAFE_INTEGER : idOfSecond(until / 1_000 + secondsOfSlack);
      values.push(first, last);
      return '(p.received_at IS NOT NULL AND p.received_at >= ? AND p.received_at < ? AND p.id >= ? AND p.id < ?)';
    }
    case 'size':
      values.push(term.atLeast ?? 0, term.below ?? Number.MAX_SAFE_INTEGER);
      return `(m.unknown & ${unknownBits.size} = 0 AND m.size >= ? AND m.size < ?)`;
    case 'folder': {
      const boxes = all.filter((folder) => isNamed(folder, term.name)).map(({ box }) => box);
      return `p.box IN (${boxes.join(', ')})`;
    }
  }
}

const states = {
  unread: `(p.${isUnreadSql})`,
  read: `NOT (p.${isUnreadSql})`,
  starred: `(p.${isFlaggedSql})`,
  answered: `(p.${isAnsweredSql})`,
  attachment: '(m.has_attachments <> 0)',
} as const;

const indexes: Readonly<Partial<Record<keyof typeof states, SearchConditions['index']>>> = {
  unread: 'placements_unread',
  starred: 'placements_starred',
};

/** Whether a folder is meant by a name: its role, its own name, or the end of its path. */
function isNamed({ name, path, role }: SearchedFolder, wanted: string): boolean {
  const asked = fold(wanted);
  return role === asked || fold(name) === asked || fold(path) === asked || fold(path).endsWith(`/${asked}`);
}

/** The words of a term as an expression of FTS5, which finds texts in the form of `indexedText`. */
function matchOf(term: SearchTerm & { readonly kind: 'words' }): string {
  const { place, whole } = term;
  const expression = every(wordsOf(term).map(whole ? phrase : eitherSpelling));
  return place === 'anywhere' ? expression : `${columns[place]} : (${expression})`;
}

/** A word and its other spellings, each as the beginning of words. */
function eitherSpelling(word: string): string {
  return either(
    spellings(word).map((spelling) =>
      spelling.length < shortestBeginning ? phrase(spelling) : `${phrase(spelling)} *`,
    ),
  );
}

/** Quoted, so that nothing in it is an operator of FTS5: its tokens, one after the other. */
function phrase(text: string): string {
  return `"${indexedText(text).replaceAll('"', ' ')}"`;
}

function every(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' AND ')})`;
}

function either(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' OR ')})`;
}
