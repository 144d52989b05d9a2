import type { FolderId, FolderRole } from '../../shared/mail.ts';
import { fold, indexedText, shortestPart, spellings } from '../../shared/search/folding.ts';
import {
  type SearchAlternative,
  type SearchPlace,
  type SearchQuery,
  type SearchTerm,
  wordsOf,
} from '../../shared/search/query.ts';
import type { Database, SqlValue } from './database.ts';
import { listsNamedSql } from './list-table.ts';
import { idOfSecond } from './message-id.ts';
import {
  hasFilesSql,
  isAnsweredSql,
  isFlaggedSql,
  isForwardedSql,
  isLargeSql,
  isUnreadSql,
  largeSize,
  placesOf,
  unknownBits,
} from './message-row.ts';
import { tagsNamed, tagsNamedSql } from './tag-table.ts';
import { indexedWords, tokensOf } from './word-table.ts';

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

/** Indexes of few messages, or few of their places, in the order of ids; the one with the fewest first. */
export type SearchIndex = keyof typeof indexed;
const indexed = {
  placements_starred: isFlaggedSql,
  placements_tagged: 'tags <> 0',
  messages_large: isLargeSql,
  placements_unread: isUnreadSql,
  messages_listed: 'list > 0',
  messages_with_files: hasFilesSql,
} as const;
const byLength: readonly string[] = Object.keys(indexed);

type Words = SearchTerm & { readonly kind: 'words' };

/** A search as conditions on `placements p` and `messages m`. */
export interface SearchConditions {
  /** An expression for MATCH of `message_words`; null where no words are looked for. */
  readonly match: string | null;
  /** The same with beginnings spelled out, where `words` knows all words that begin so. */
  readonly spelledOut: ((words: WordsBeginning) => string) | null;
  readonly where: readonly string[];
  /** The index of the few messages that can be meant, in the order of ids, where no words are looked for. */
  readonly index: SearchIndex | null;
  readonly values: readonly SqlValue[];
  /** The boxes that are searched; the query's own folders are taken into account. */
  readonly boxes: readonly number[];
}

/** All words of the index that begin so; null where they are not known, or too many. @param beginning one word as it is in the index */
export type WordsBeginning = (beginning: string) => readonly string[] | null;

const notKnown: WordsBeginning = () => null;

/** By words of a query as typed: folded words of the index that have them inside. */
export type LongerWords = ReadonlyMap<string, readonly string[]>;

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
 * @param account by what the account is known: its address, its name
 * @param longer of words of the query, as typed, longer ones that are meant as well
 */
export function searchConditions(
  query: SearchQuery,
  folders: readonly SearchedFolder[],
  all: readonly SearchedFolder[],
  account: readonly string[] = [],
  longer: LongerWords = new Map(),
): SearchConditions {
  const wanted: Words[][] = [];
  const excluded: Words[] = [];
  const where: string[] = [];
  const values: SqlValue[] = [];
  let searched: readonly SearchedFolder[] = folders;
  const indexes: SearchIndex[] = [];
  const hasWords = query.some((clause) => clause.every(isWanted));
  for (const clause of query) {
    const [only, ...others] = clause;
    if (only === undefined) continue;
    if (others.length === 0 && only.term.kind === 'folder') {
      const { name } = only.term;
      searched = only.not
        ? searched.filter((folder) => !isNamed(folder, name))
        : all.filter((folder) => isNamed(folder, name));
    } else if (others.length === 0 && only.term.kind === 'account') {
      if (isNamedAccount(account, only.term.name) === only.not) searched = [];
    } else if (clause.every(isWanted)) {
      wanted.push(clause.flatMap(({ term }) => (term.kind === 'words' ? [term] : [])));
    } else if (others.length === 0 && only.not && only.term.kind === 'words' && hasWords) {
      excluded.push(only.term);
    } else {
      if (others.length === 0 && !only.not) indexes.push(...indexesFor(only.term));
      const pieces = clause.map((alternative) => condition(alternative, all, account, values));
      where.push(`(${pieces.join(' OR ')})`);
    }
  }
  const match = (words: WordsBeginning): string => {
    const present = wanted.map((clause) => either(clause.map((term) => matchOf(term, words, longer)))).join(' AND ');
    if (excluded.length === 0) return present;
    return `(${present}) NOT ${either(excluded.map((term) => matchOf(term, words)))}`;
  };
  return {
    match: wanted.length === 0 ? null : match(notKnown),
    spelledOut: wanted.length === 0 ? null : match,
    where,
    index: indexes.sort((one, other) => byLength.indexOf(one) - byLength.indexOf(other))[0] ?? null,
    values,
    boxes: searched.map(({ box }) => box),
  };
}

/**
 * The words of a query that may also be parts of longer ones: those that have to be there, of one token each, not in quotation marks.
 * Each in the spellings of three letters or more that are looked for, by how it was typed.
 */
export function partsOf(query: SearchQuery): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, readonly string[]>();
  for (const clause of query) {
    if (!clause.every(isWanted)) continue;
    for (const { term } of clause) {
      if (term.kind !== 'words' || term.whole) continue;
      for (const word of wordsOf(term)) {
        const usable = spellings(word).filter(
          (spelling) => [...spelling].length >= shortestPart && tokensOf(indexedText(spelling))[0] === spelling,
        );
        if (usable.length > 0) parts.set(word, usable);
      }
    }
  }
  return parts;
}

/** Whether any message has a word, or one that begins so. @param word as typed */
export function isInIndex(db: Database, word: string): boolean {
  return (
    db.get('SELECT 1 FROM message_words WHERE message_words MATCH ? LIMIT 1', eitherSpelling(word, notKnown)) !== null
  );
}

/** Words that have to be there. */
function isWanted({ not, term }: SearchAlternative): boolean {
  return !not && term.kind === 'words';
}

/** Whether a search finds messages in the order of their own ids, each with all its places; else places in the order of theirs. */
export function isByMessage({ match, index }: Pick<SearchConditions, 'match' | 'index'>): boolean {
  return match !== null || (index !== null && isOfMessages(index));
}

function isOfMessages(index: SearchIndex): boolean {
  return index.startsWith('messages');
}

/** SQL that counts an index's entries, as far as to its one value. */
export function countSql(index: SearchIndex): string {
  const table = isOfMessages(index) ? 'messages' : 'placements';
  return `SELECT count(*) AS number FROM (SELECT 1 FROM ${table} INDEXED BY ${index} WHERE ${indexed[index]} LIMIT ?)`;
}

const listed = 'SELECT value FROM json_each(?)';

/**
 * The statement that finds places of messages, newest first; of several places of a message, those come one after the other. Its values
 * are: the words where there are any, the range's, the conditions', and how many. Tables are read in the order of ids, so that the first
 * results come without the others.
 * @param range `below`: with ids below one value, of messages where words are looked for, else of placements. `among`: of the placements
 *   of a JSON list, which is given once, and twice where words are looked for.
 */
export function searchSql(
  { match, where, index, boxes }: Omit<SearchConditions, 'values' | 'spelledOut'>,
  range: 'below' | 'among',
): string {
  const inBoxes = `p.box IN (${boxes.join(', ')})`;
  const conditions = [...where, 'p.id NOT IN (SELECT id FROM temp.hidden)'].join(' AND ');
  const columns = 'SELECT p.id, p.message AS content, p.box FROM';
  // SQLite leaves this table out where no condition is about it.
  const messages = 'LEFT JOIN messages m ON m.id = p.message';
  if (match === null && index !== null && isOfMessages(index) && range === 'below') {
    return `${columns} messages m INDEXED BY ${index} CROSS JOIN placements p ON ${placesOf('m.id')}
      WHERE m.${indexed[index]} AND m.id < ? AND +${inBoxes} AND ${conditions} ORDER BY m.id DESC LIMIT ?`;
  }
  if (match === null) {
    const placements = `placements p ${index === null || isOfMessages(index) ? '' : `INDEXED BY ${index}`}`;
    const within = range === 'below' ? 'p.id < ?' : `p.id IN (${listed})`;
    return `${columns} ${placements} ${messages} WHERE ${within} AND ${inBoxes} AND ${conditions} ORDER BY p.id DESC LIMIT ?`;
  }
  const within =
    range === 'below'
      ? 'w.rowid < ?'
      : `w.rowid IN (SELECT message FROM placements WHERE id IN (${listed})) AND p.id IN (${listed})`;
  return `${columns} message_words w CROSS JOIN placements p ON ${placesOf('w.rowid')} ${messages}
    WHERE w.message_words MATCH ? AND ${within} AND +${inBoxes} AND ${conditions} ORDER BY w.rowid DESC LIMIT ?`;
}

function condition(
  { not, term }: SearchAlternative,
  all: readonly SearchedFolder[],
  account: readonly string[],
  values: SqlValue[],
): string {
  const sql =
    term.kind === 'account' ? String(Number(isNamedAccount(account, term.name))) : positive(term, all, values);
  return not ? `NOT ${sql}` : sql;
}

type StoredTerm = Exclude<SearchTerm, { readonly kind: 'account' }>;

function positive(term: StoredTerm, all: readonly SearchedFolder[], values: SqlValue[]): string {
  switch (term.kind) {
    case 'words':
      values.push(matchOf(term, notKnown));
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
    case 'list':
      values.push(fold(term.name));
      return `(coalesce(m.list, 0) > 0 AND m.list IN (${listsNamedSql}))`;
    case 'tag':
      values.push(...tagsNamed(term.name));
      return `(p.tags <> 0 AND p.tags & ${tagsNamedSql} <> 0)`;
  }
}

const states = {
  unread: `(p.${isUnreadSql})`,
  read: `NOT (p.${isUnreadSql})`,
  starred: `(p.${isFlaggedSql})`,
  answered: `(p.${isAnsweredSql})`,
  forwarded: `(p.${isForwardedSql})`,
  attachment: `(m.${hasFilesSql})`,
} as const;

/** Indexes that have all messages for which a term holds. */
function indexesFor(term: SearchTerm): readonly SearchIndex[] {
  if (term.kind === 'list') return ['messages_listed'];
  if (term.kind === 'tag') return ['placements_tagged'];
  if (term.kind === 'size') return (term.atLeast ?? 0) >= largeSize ? ['messages_large'] : [];
  if (term.kind !== 'state') return [];
  const index = indexesOfStates[term.state];
  return index === undefined ? [] : [index];
}

const indexesOfStates: Readonly<Partial<Record<keyof typeof states, SearchIndex>>> = {
  unread: 'placements_unread',
  starred: 'placements_starred',
  attachment: 'messages_with_files',
};

function isNamedAccount(account: readonly string[], wanted: string): boolean {
  return account.some((name) => fold(name).includes(fold(wanted)));
}

/** Whether a folder is meant by a name: its role, its own name, or the end of its path. */
function isNamed({ name, path, role }: SearchedFolder, wanted: string): boolean {
  const asked = fold(wanted);
  return role === asked || fold(name) === asked || fold(path) === asked || fold(path).endsWith(`/${asked}`);
}

/** The words of a term as an expression of FTS5, which finds texts in the form of `indexedText`. */
function matchOf(term: Words, words: WordsBeginning, longer: LongerWords = new Map()): string {
  const { place, whole } = term;
  const expression = every(
    wordsOf(term).map((word) =>
      whole ? phrase(word) : either([eitherSpelling(word, words), ...(longer.get(word) ?? []).map(phrase)]),
    ),
  );
  return place === 'anywhere' ? expression : `${columns[place]} : (${expression})`;
}

/** A word and its other spellings, each as the beginning of words. */
function eitherSpelling(word: string, words: WordsBeginning): string {
  const all = spellings(word);
  // What begins with another of them is found by that one.
  const needed = all.filter(
    (one) => !all.some((other) => isBeginning(other) && other !== one && one.startsWith(other)),
  );
  return either(needed.map((spelling) => (isBeginning(spelling) ? beginning(spelling, words) : phrase(spelling))));
}

/**
 * All words that begin so. FTS5 reads a list of words that are spelled out in the order of messages, as far as results are wanted; of a beginning it
 * gathers all words' messages first.
 */
function beginning(spelling: string, words: WordsBeginning): string {
  const indexed = indexedWords(indexedText(spelling));
  const spelledOut = indexed.includes(' ') ? null : words(indexed);
  if (spelledOut === null) return `${phrase(spelling)} *`;
  return spelledOut.length === 0 ? phrase(spelling) : either(spelledOut.map(phrase));
}

/** Whether longer words are meant as well. In scripts without blanks each letter is a word, which nothing longer begins with. */
function isBeginning(spelling: string): boolean {
  return spelling.length >= shortestBeginning && !indexedText(spelling).endsWith(' ');
}

/** Quoted, so that nothing in it is an operator of FTS5: its tokens, one after the other. */
function phrase(text: string): string {
  return `"${indexedWords(indexedText(text))}"`;
}

function every(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' AND ')})`;
}

function either(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' OR ')})`;
}
