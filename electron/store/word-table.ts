import type { Database } from './database.ts';

/**
 * The distinct words of an account's search index (`words`), with their trigrams (`word_trigrams`), so that a part of a word is found: the index
 * itself knows words and their beginnings alone. As texts are indexed, their words wait in `new_words`, some of them a second time, since a place
 * in the order of words is a page to write for each; a little at a time they come from there. Words that no text has any more find nothing, and are
 * taken out now and then.
 */

/** A shorter word has no part of three letters but its beginning. Longer ones are numbers of programs, which nobody looks for by a part. */
const shortestWord = 4;
const longestWord = 40;
/** The table's budget, at 55 to 60 octets a word. Beyond it no more words are noted: parts of the others are found. */
const mostWords = 1_000_000;
/** So many words that were noted last are remembered, and as many from before: they are not noted again. */
const mostRemembered = 15_000;
/** About so many waiting words, and so many rows of them, are a step of a few milliseconds; so are these that are compared with the index. */
const waitingAtOnce = 200;
const rowsAtOnce = 20;
const comparedAtOnce = 40;
const removedAtOnce = 200;
/** So many waiting rows are looked through for a part; where more wait, it is not known which words begin in a certain way. */
const mostWaiting = 2_000;
const mostWaitingBeginnings = 500;
/** Of the words that wait, so many rows and letters are looked through for a similar word, from each end of them. */
const mostWaitingAlike = 300;
const mostWaitingLetters = 50_000;
/** So many words that have the trigrams of a part are looked at, the newest first. */
const mostLookedAt = 4_000;
/** The table is compared with the index once so many messages left the index, and they are more than this share of it. */
const mostGone = 1_000;
const goneShare = 0.1;

interface State {
  /** How many words the table has. */
  readonly words: number;
  /** How many messages, or their texts, left the index since the table was compared with it. */
  readonly gone: number;
  /** How far the table is compared with the index, in the order of words; null: nothing is to be compared. */
  readonly compared: string | null;
  /** 1: all words of the index with a length that is noted are in the table or wait for it. */
  readonly complete: number;
}

/** Words that are noted, or wait for it. */
class Remembered {
  #newer = new Set<string>();
  #older = new Set<string>();
  #rollbacks = 0;

  /** What was rolled back meanwhile is not noted. @param rollbacks of the database */
  begin(rollbacks: number): this {
    if (rollbacks !== this.#rollbacks) {
      this.#newer.clear();
      this.#older.clear();
    }
    this.#rollbacks = rollbacks;
    return this;
  }

  has(word: string): boolean {
    if (this.#newer.has(word)) return true;
    if (!this.#older.has(word)) return false;
    this.add(word);
    return true;
  }

  add(word: string): void {
    if (this.#newer.size >= mostRemembered) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
    this.#newer.add(word);
  }

  delete(word: string): void {
    this.#newer.delete(word);
    this.#older.delete(word);
  }
}

const remembered = new WeakMap<Database, Remembered>();

function rememberedOf(db: Database): Remembered {
  const known = remembered.get(db) ?? new Remembered();
  remembered.set(db, known);
  return known.begin(db.rollbacks);
}

/** Letters of today's Unicode that end a word for the tokenizer of `message_words`, which knows Unicode 6.1: vowel signs then. */
const formerSigns = /[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]/g;

/** The words of a text in the form of `indexedText`. */
export function tokensOf(indexed: string): string[] {
  return indexed.replaceAll(formerSigns, ' ').match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

/**
 * A text in the form of `indexedText` as it goes into `message_words` and is looked for there: the words that this table knows with a blank between
 * them, and of longer ones the beginning. So the tokenizer finds exactly these, also beside a character that only one of both knows.
 */
export function indexedWords(indexed: string): string {
  return tokensOf(indexed)
    .map((word) => (word.length > longestWord ? word.slice(0, longestWord).replace(/[\ud800-\udbff]$/, '') : word))
    .join(' ');
}

/** Whether a word is one that the table has once it is in a text. */
export function isNoted({ length }: string): boolean {
  return length >= shortestWord && length <= longestWord;
}

/**
 * Notes the words of texts that were just indexed, in the caller's transaction, once it has indexed all of them: FTS5 writes what it has collected
 * whenever something else is written in between.
 * @param texts in the form of `indexedWords`
 */
export function noteWords(db: Database, texts: readonly string[]): void {
  const known = rememberedOf(db);
  const fresh: string[] = [];
  for (const text of texts) {
    for (const word of text.split(' ')) {
      if (!isNoted(word) || known.has(word)) continue;
      known.add(word);
      fresh.push(word);
    }
  }
  for (let first = 0; first < fresh.length; first += waitingAtOnce)
    db.run('INSERT INTO new_words (words) VALUES (?)', fresh.slice(first, first + waitingAtOnce).join(' '));
}

/** Texts, or whole messages, left the index: in the caller's transaction. */
export function noteGone(db: Database, messages: number): void {
  if (messages > 0) db.run('UPDATE word_state SET gone = gone + ?', messages);
}

/**
 * Takes some new words into the table, or compares some of it with the index, which is due where an older Heron filled the index, and after many
 * messages left it. One transaction of a few milliseconds; answers whether there is more to do.
 */
export function tidyWords(db: Database): boolean {
  return db.transaction(() => {
    if (takeWaiting(db)) return true;
    const state = stateOf(db);
    if (state.compared !== null) {
      compareSome(db, state.compared);
      return true;
    }
    const { stored } = db.get<{ stored: number | null }>('SELECT sum(stored) AS stored FROM folders') ?? { stored: 0 };
    if (state.gone < mostGone || state.gone < (stored ?? 0) * goneShare) return false;
    db.run("UPDATE word_state SET gone = 0, compared = ''");
    return true;
  });
}

/** The words that have a part inside them or at their end, at most `limit`, the newest first. @param part folded, of three letters or more */
export function wordsWith(db: Database, part: string, limit: number): string[] {
  const waiting = db.all<{ words: string }>(
    `SELECT words FROM (SELECT id, words FROM new_words ORDER BY id DESC LIMIT ${mostWaiting}) WHERE instr(words, ?) > 0`,
    part,
  );
  const known = db.all<{ word: string }>(
    `SELECT word FROM (SELECT rowid FROM word_trigrams WHERE word_trigrams MATCH ? ORDER BY rowid DESC LIMIT ${mostLookedAt}) t
     CROSS JOIN words ON words.id = t.rowid WHERE instr(word, ?) > 1 LIMIT ?`,
    trigramsOf(part),
    part,
    limit,
  );
  const found = new Set(waiting.flatMap(({ words }) => words.split(' ').filter((word) => word.lastIndexOf(part) > 0)));
  for (const { word } of known) found.add(word);
  return [...found].slice(0, limit);
}

/**
 * All words of the index that begin so; some of them may be of texts that are gone. Null where they are more than `limit`, or may not all be known.
 * @param beginning in the form of `indexedWords`, one word
 */
export function wordsBeginning(db: Database, beginning: string, limit: number): string[] | null {
  if (beginning.length < shortestWord || !stateOf(db).complete) return null;
  const waiting = db.all<{ words: string | null }>(
    `SELECT CASE WHEN instr(words, ?) > 0 THEN words END AS words FROM new_words LIMIT ${mostWaitingBeginnings + 1}`,
    beginning,
  );
  if (waiting.length > mostWaitingBeginnings) return null;
  const known = db.all<{ word: string }>(
    'SELECT word FROM words WHERE word >= ? AND word < ? LIMIT ?',
    beginning,
    `${beginning}\u{10ffff}`,
    limit + 1,
  );
  const found = new Set(known.map(({ word }) => word));
  for (const { words } of waiting) {
    for (const word of words?.split(' ') ?? []) if (word.startsWith(beginning)) found.add(word);
  }
  return found.size > limit ? null : [...found];
}

/** Those of these words that the table has. */
export function wordsOfAll(db: Database, words: readonly string[]): string[] {
  return db
    .all<{ word: string }>(
      'SELECT word FROM words WHERE word IN (SELECT value FROM json_each(?))',
      JSON.stringify(words),
    )
    .map(({ word }) => word);
}

/**
 * Words that are not in the table yet, as one text with a blank before and after each: the first and the last ones that came. As mail is downloaded
 * the frequent ones come first; what has just arrived comes last.
 */
export function waitingWords(db: Database): string {
  const some = (order: 'ASC' | 'DESC'): string => {
    const rows = db.all<{ words: string }>(
      `SELECT words FROM new_words ORDER BY id ${order} LIMIT ${mostWaitingAlike}`,
    );
    let text = ' ';
    for (const { words } of rows) if (text.length < mostWaitingLetters) text += `${words} `;
    return text;
  };
  return some('ASC') + some('DESC');
}

/** All trigrams of a text, as an expression of FTS5. */
function trigramsOf(text: string): string {
  const letters = [...text];
  return letters
    .slice(2)
    .map((letter, at) => `"${`${letters[at]}${letters[at + 1]}${letter}`.replaceAll('"', '""')}"`)
    .join(' AND ');
}

function stateOf(db: Database): State {
  return (
    db.get<State>('SELECT words, gone, compared, complete FROM word_state') ?? {
      words: 0,
      gone: 0,
      compared: null,
      complete: 0,
    }
  );
}

function takeWaiting(db: Database): boolean {
  const rows = db.all<{ id: number; words: string }>('SELECT id, words FROM new_words ORDER BY id LIMIT ?', rowsAtOnce);
  const words = new Set<string>();
  for (const row of rows) {
    if (words.size >= waitingAtOnce) break;
    for (const word of row.words.split(' ')) words.add(word);
    db.run('DELETE FROM new_words WHERE id = ?', row.id);
  }
  addWords(db, words);
  return rows.length > 0;
}

/** First the words, then their trigrams: FTS5 writes what it has collected whenever something else is written in between. */
function addWords(db: Database, words: Iterable<string>): void {
  const { words: stored } = stateOf(db);
  const added: { readonly id: number; readonly word: string }[] = [];
  for (const word of words) {
    if (stored + added.length >= mostWords) {
      db.run('UPDATE word_state SET complete = 0');
      break;
    }
    const row = db.get<{ id: number }>('INSERT OR IGNORE INTO words (word) VALUES (?) RETURNING id', word);
    if (row !== null) added.push({ id: row.id, word });
  }
  for (const { id, word } of added) db.run('INSERT INTO word_trigrams (rowid, word) VALUES (?, ?)', id, word);
  db.run('UPDATE word_state SET words = words + ?', added.length);
}

/** Adds what the table lacks of the index's next words, and removes what the index has no more. */
function compareSome(db: Database, after: string): void {
  const inIndex = db
    .all<{ term: string }>('SELECT term FROM indexed_words WHERE term > ? LIMIT ?', after, comparedAtOnce)
    .map(({ term }) => term);
  const noted = db.all<{ id: number; word: string }>(
    'SELECT id, word FROM words WHERE word > ? ORDER BY word LIMIT ?',
    after,
    removedAtOnce,
  );
  // Both are known up to the last of the list that ended earlier.
  const ends = [
    inIndex.length < comparedAtOnce ? undefined : inIndex.at(-1),
    noted.length < removedAtOnce ? undefined : noted.at(-1)?.word,
  ].filter((end) => end !== undefined);
  const until = ends.length === 2 ? least(ends) : (ends[0] ?? null);
  const isWithin = (word: string): boolean => until === null || compareOctets(word, until) <= 0;
  const present = new Set(inIndex);
  const stale = noted.filter(({ word }) => isWithin(word) && !present.has(word));
  removeWords(db, stale);
  addWords(
    db,
    inIndex.filter((word) => isWithin(word) && isNoted(word)),
  );
  db.run('UPDATE word_state SET compared = ?', until);
}

function removeWords(db: Database, stale: readonly { readonly id: number; readonly word: string }[]): void {
  if (stale.length === 0) return;
  const known = rememberedOf(db);
  for (const { id, word } of stale)
    db.run("INSERT INTO word_trigrams (word_trigrams, rowid, word) VALUES ('delete', ?, ?)", id, word);
  for (const { id, word } of stale) {
    db.run('DELETE FROM words WHERE id = ?', id);
    known.delete(word);
  }
  db.run('UPDATE word_state SET words = words - ?', stale.length);
}

/** Words in the order that SQLite keeps them in: of their octets in UTF-8. */
function compareOctets(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function least(words: readonly string[]): string | null {
  return [...words].sort(compareOctets)[0] ?? null;
}
