/**
 * Texts as they are compared in a search: without case, accents and forms of letters. `müller`, `Muller` and `mueller` are found by each
 * other, and a text in a script that puts no blanks between its words by any part of it. The index and the search must fold alike.
 */

const isAscii = /^[\0-\x7f]*$/;
/** Letters that have no accent to take away, but are written without them all the same. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ς: 'σ',
};
const special = /[ßæœøłđðþıħς]/g;
/** Accents of Latin, Greek and Cyrillic letters. */
const accents = /[\u0300-\u036f]/g;
/** Letters of scripts without blanks between words, or whose words take endings without one. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const mayBeUnspaced =
  /[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u30ff\u3130-\u9fff\ua960-\ud7ff\uf900-\ufaff\uff66-\uffdc\ud840-\ud8ff]/;

/** A text without case, accents and forms of letters. */
export function fold(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replaceAll(accents, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(accents, '')
    .replaceAll(special, (letter) => letters[letter] ?? letter);
}

/** A text as it goes into the index: folded, and each letter of a script without blanks a word of its own. */
export function indexedText(text: string): string {
  const folded = fold(text);
  return mayBeUnspaced.test(folded) ? folded.replaceAll(unspaced, ' $& ') : folded;
}

const mostSpellings = 8;

/** The spellings of a folded word that mean the same: with `ae`, `oe` and `ue` for ä, ö and ü, or without. The word itself first. */
export function spellings(word: string): string[] {
  const folded = fold(word);
  const found = new Set([folded]);
  if (/[aou]e/.test(folded)) found.add(folded.replaceAll(/([aou])e/g, '$1'));
  const withUmlauts = fold(
    word
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[äöü]/g, (letter) => `${letter}e`),
  );
  found.add(withUmlauts);
  for (const match of folded.matchAll(/[aou](?!e)/g)) {
    const end = match.index + 1;
    found.add(`${folded.slice(0, end)}e${folded.slice(end)}`);
  }
  return [...found].slice(0, mostSpellings);
}

/** A piece of a text, and whether it is one of the words that were searched for. */
export interface MarkedPiece {
  readonly text: string;
  readonly hit: boolean;
}

/** Longer texts are marked up to here. */
const longestMarked = 2_000;

/**
 * Splits a text at the words that were searched for: at the beginnings of words, and anywhere in scripts without blanks. A word that begins none
 * is marked where it stands inside others.
 */
export function markHits(text: string, words: readonly string[]): MarkedPiece[] {
  const shown = foldedText(text.slice(0, longestMarked));
  const hits = spellingsOfEach(words).flatMap((wanted) => {
    const beginnings = hitsInFolded(shown, wanted);
    return beginnings.length > 0 ? beginnings : hitsInFolded(shown, [], insideSpellings(wanted));
  });
  return pieces(text, merged(hits));
}

const spelled = new WeakMap<readonly string[], readonly (readonly string[])[]>();

/** The spellings of each word; found once for a list of words, which is looked for in each of a hundred texts. */
function spellingsOfEach(words: readonly string[]): readonly (readonly string[])[] {
  const known = spelled.get(words) ?? words.map((word) => wantedSpellings([word]));
  spelled.set(words, known);
  return known;
}

/** The words that were searched for in all their spellings, as `hitsIn` takes them. */
export function wantedSpellings(words: readonly string[]): string[] {
  return words.flatMap((word) => spellings(word)).filter((word) => word.trim() !== '');
}

/** A shorter part of a word is not looked for, since it is in too many. */
export const shortestPart = 3;

/** Those spellings that are also found inside words. */
export function insideSpellings(wanted: readonly string[]): string[] {
  return wanted.filter((word) => [...word].length >= shortestPart);
}

/**
 * Where spellings stand in a text, in its order and without overlaps.
 * @param wanted found at the beginnings of words, and anywhere in scripts without blanks
 * @param inside found inside words as well
 */
export function hitsIn(
  shown: string,
  wanted: readonly string[],
  inside: readonly string[] = [],
): [from: number, to: number][] {
  return wanted.length + inside.length === 0 ? [] : hitsInFolded(foldedText(shown), wanted, inside);
}

/** A text as it is compared. */
interface FoldedText {
  readonly folded: string;
  readonly length: number;
  /** Where each folded character comes from, and where the text ends; null: each from the same place. */
  readonly origins: readonly number[] | null;
}

function foldedText(shown: string): FoldedText {
  const { length } = shown;
  if (isAscii.test(shown)) return { folded: shown.toLowerCase(), length, origins: null };
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of shown) {
    const piece = character < '\x80' ? character.toLowerCase() : fold(character);
    for (let unit = 0; unit < piece.length; unit++) origins.push(at);
    folded += piece;
    at += character.length;
  }
  origins.push(length);
  return { folded, length, origins };
}

function hitsInFolded(
  { folded, length, origins }: FoldedText,
  wanted: readonly string[],
  inside: readonly string[] = [],
): [from: number, to: number][] {
  const hits: [from: number, to: number][] = [];
  for (const word of [...wanted, ...inside]) {
    const isAnywhere = inside.includes(word);
    for (let found = folded.indexOf(word); found >= 0; found = folded.indexOf(word, found + word.length)) {
      if (!isAnywhere && !startsWord(folded, found, word)) continue;
      const end = found + word.length;
      hits.push(origins === null ? [found, end] : [origins[found] ?? 0, endOf(origins, end, length)]);
    }
  }
  return merged(hits);
}

function startsWord(text: string, at: number, word: string): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  return !/[\p{L}\p{N}]$/u.test(before) || mayBeUnspaced.test(word);
}

/** Where the character after a hit begins; an accent that stands behind the last letter belongs to it. */
function endOf(origins: readonly number[], at: number, length: number): number {
  return origins[at] ?? length;
}

function merged(hits: [from: number, to: number][]): [from: number, to: number][] {
  const list: [from: number, to: number][] = [];
  for (const [from, to] of hits.sort((one, other) => one[0] - other[0] || other[1] - one[1])) {
    const last = list.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (to > from) list.push([from, to]);
  }
  return list;
}

function pieces(text: string, hits: readonly (readonly [from: number, to: number])[]): MarkedPiece[] {
  const list: MarkedPiece[] = [];
  let done = 0;
  for (const [from, to] of hits) {
    if (from > done) list.push({ text: text.slice(done, from), hit: false });
    list.push({ text: text.slice(from, to), hit: true });
    done = to;
  }
  if (done < text.length || list.length === 0) list.push({ text: text.slice(done), hit: false });
  return list;
}
