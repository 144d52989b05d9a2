import type { Database } from './database.ts';
import { isNoted, waitingWords, wordsOfAll } from './word-table.ts';

/** In words of so many letters one error is looked for, or two. */
const shortestWithOne = 4;
const shortestWithTwo = 9;
/** So many words are compared letter by letter for each piece, and so many of the similar ones by how frequent they are. */
const mostCompared = 2_000;
const mostWaitingCompared = 1_000;
const mostCounted = 12;
/** The letters that may be missing or wrong, by script. */
const alphabets = [
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'абвгдежзиклмнопрстуфхцчшщъыьэюяіїєґ',
  'αβγδεζηθικλμνξοπρστυφχψω',
  'אבגדהוזחטיךכלםמןנסעףפץצקרשת',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءؤئ',
];

/**
 * The words of the index that a mistyped one may stand for: a letter too many, missing, wrong, or in its neighbour's place; twice in words of nine
 * letters or more. Those with fewer errors first, then those in more messages.
 * @param word folded
 */
export function similarWords(db: Database, word: string): string[] {
  const letters = [...word];
  if (letters.length < shortestWithOne || !isNoted(word)) return [];
  const most = letters.length < shortestWithTwo ? 1 : 2;
  const candidates = new Set(wordsOfAll(db, oneError(letters)));
  if (candidates.size === 0 && most === 2) for (const other of sharingPieces(db, letters)) candidates.add(other);
  for (const other of waitingAlike(waitingWords(db), letters, most)) candidates.add(other);
  const near = [...candidates]
    .map((other) => ({ other, errors: errorsBetween(word, other, most) }))
    .filter(({ errors }) => errors > 0 && errors <= most);
  const fewest = near.reduce((least, { errors }) => Math.min(least, errors), most);
  return near
    .filter(({ errors }) => errors === fewest)
    .slice(0, mostCounted)
    .map(({ other }) => ({ other, messages: messagesWith(db, other) }))
    .filter(({ messages }) => messages > 0)
    .sort((one, other) => other.messages - one.messages || (one.other < other.other ? -1 : 1))
    .map(({ other }) => other);
}

/** In how many messages a word is. */
function messagesWith(db: Database, word: string): number {
  return db.get<{ doc: number }>('SELECT doc FROM indexed_words WHERE term = ?', word)?.doc ?? 0;
}

/** All that a word becomes by one error. */
function oneError(letters: readonly string[]): string[] {
  const alphabet = alphabets.filter((one) => letters.some((letter) => one.includes(letter))).join('');
  const all = new Set<string>();
  for (let at = 0; at <= letters.length; at += 1) {
    const before = letters.slice(0, at).join('');
    const [letter, next] = [letters[at], letters[at + 1]];
    const after = letters.slice(at + 1).join('');
    for (const other of alphabet) all.add(before + other + (letter ?? '') + after);
    if (letter === undefined) continue;
    all.add(before + after);
    for (const other of alphabet) all.add(before + other + after);
    if (next !== undefined) all.add(before + next + letter + letters.slice(at + 2).join(''));
  }
  return [...all];
}

/** Three pieces of a word: of these, two errors leave one as it is, unless they cross both of its ends. */
function threePieces(letters: readonly string[]): string[] {
  const third = Math.floor(letters.length / 3);
  return [letters.slice(0, third), letters.slice(third, 2 * third), letters.slice(2 * third)].map((piece) =>
    piece.join(''),
  );
}

/** A word's beginning with a blank before it, and its end with one behind it: one error leaves one of them as it is, also two letters that are swapped. */
function bothEnds(letters: readonly string[]): string[] {
  const half = Math.floor(letters.length / 2);
  return [` ${letters.slice(0, half - 1).join('')}`, `${letters.slice(half).join('')} `];
}

/** Of words with blanks around them, those of about the same length that share a piece with one. @param most how many errors there may be */
function waitingAlike(waiting: string, letters: readonly string[], most: number): Set<string> {
  const alike = new Set<string>();
  const { length } = letters.join('');
  // A letter has one or two units of UTF-16.
  const longer = length === letters.length ? most : 2 * most;
  for (const piece of most === 2 ? threePieces(letters) : bothEnds(letters)) {
    let at = waiting.indexOf(piece);
    for (; at >= 0 && alike.size < mostWaitingCompared; at = waiting.indexOf(piece, at + 1)) {
      const start = waiting.lastIndexOf(' ', at + piece.length - 2) + 1;
      const end = waiting.indexOf(' ', Math.max(at + 1, start));
      if (Math.abs(end - start - length) <= longer) alike.add(waiting.slice(start, end));
    }
  }
  return alike;
}

/** Words of about the same length that have one of the three pieces. */
function sharingPieces(db: Database, letters: readonly string[]): string[] {
  return threePieces(letters).flatMap((piece) =>
    db
      .all<{ word: string }>(
        `SELECT word FROM (SELECT rowid FROM word_trigrams WHERE word_trigrams MATCH ? ORDER BY rowid DESC LIMIT 20000) t
         CROSS JOIN words ON words.id = t.rowid WHERE length(word) BETWEEN ? AND ? LIMIT ${mostCompared}`,
        `"${[...piece].slice(0, 3).join('').replaceAll('"', '""')}"`,
        letters.length - 2,
        letters.length + 2,
      )
      .map(({ word }) => word),
  );
}

/**
 * How many errors lie between two words (the distance of Damerau and Levenshtein, in which no letter changes twice); more than `most` where it is more.
 */
export function errorsBetween(one: string, other: string, most: number): number {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let earlier: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of a.entries()) {
    const next = [row + 1];
    for (const [column, its] of b.entries()) {
      const isSwapped = row > 0 && column > 0 && letter === b[column - 1] && a[row - 1] === its;
      next.push(
        Math.min(
          (last[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
          (last[column] ?? 0) + Number(letter !== its),
          isSwapped ? (earlier[column - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...next) > most) return most + 1;
    [earlier, last] = [last, next];
  }
  return last.at(-1) ?? 0;
}
