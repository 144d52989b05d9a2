/** A text that is searched in. */
export interface Searchable {
  /** Folded, see `folded`. */
  readonly name: string;
  /** Folded: what else it is found by, for example a folder's path. */
  readonly more: string;
}

const weights = { whole: 100, start: 60, wordStart: 40, inside: 20, scattered: 8 };
/** A match in `more` (path, account) weighs less than a match in the name. */
const moreWeight = 0.3;
/** Letters that are spread over more than this many times their number are no match. */
const maxSpread = 3;

/** A text without case, accents and ligatures: "Entwürfe" and "entwurfe" are one. */
export function folded(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/ß/g, 'ss').replace(/æ/g, 'ae').replace(/œ/g, 'oe').replace(/ø/g, 'o').replace(/ł/g, 'l');
}

/** The words of a query; what is found has each of them somewhere. */
export function wordsOf(query: string): readonly string[] {
  return folded(query).split(/\s+/u).filter(Boolean);
}

/** How well a text fits; 0: not at all. */
export function score(words: readonly string[], { name, more }: Searchable): number {
  let sum = 0;
  for (const word of words) {
    const best = Math.max(scoreOf(word, name), scoreOf(word, more) * moreWeight);
    if (best === 0) return 0;
    sum += best;
  }
  // Of two texts that match equally well the shorter one comes first.
  return sum / words.length + 1 / (1 + name.length);
}

function scoreOf(word: string, text: string): number {
  if (text === word) return weights.whole;
  const at = text.indexOf(word);
  if (at === 0) return weights.start;
  if (at > 0) return startsWord(text, at) || hasWordStart(text, word, at) ? weights.wordStart : weights.inside;
  return scattered(word, text);
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

function hasWordStart(text: string, word: string, from: number): boolean {
  for (let at = text.indexOf(word, from + 1); at > 0; at = text.indexOf(word, at + 1)) {
    if (startsWord(text, at)) return true;
  }
  return false;
}

/** The word's letters in their order, the first at the start of a word, not too far apart: "arcv" in "Archive", "gti" in "go to inbox". */
function scattered(word: string, text: string): number {
  if (word.length < 2) return 0;
  for (let start = text.indexOf(word[0] ?? ''); start >= 0; start = text.indexOf(word[0] ?? '', start + 1)) {
    if (!startsWord(text, start)) continue;
    const end = endOfLetters(word, text, start);
    if (end < 0) return 0;
    const spread = (end - start + 1) / word.length;
    if (spread <= maxSpread) return weights.scattered / spread;
  }
  return 0;
}

function endOfLetters(word: string, text: string, start: number): number {
  let at = start;
  for (const letter of word.slice(1)) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return -1;
  }
  return at;
}
