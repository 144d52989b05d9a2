import { fold, hitsIn, insideSpellings, wantedSpellings } from '../../../shared/search/folding.ts';
import type { Marks } from '../../stores/marked-words.ts';

/** What is looked for in a text, as `hitsIn` takes it. */
export interface Sought {
  /** At the beginnings of words. */
  readonly wanted: readonly string[];
  /** Inside words as well. */
  readonly inside: readonly string[];
}

/** What to look for in a text. Words of a search that begin none of its words are looked for inside them. */
export function soughtIn(text: string, { words, asTyped }: Marks): Sought {
  if (asTyped) return { wanted: [], inside: words.flatMap(typedSpellings) };
  const wanted = wantedSpellings(words);
  const found = [...new Set(hitsIn(text, wanted).map(([from, to]) => fold(text.slice(from, to))))];
  const others = words.filter((word) => !wantedSpellings([word]).some((one) => found.some((hit) => hit.includes(one))));
  return { wanted, inside: insideSpellings(wantedSpellings(others)) };
}

/** A text as typed, without case and accents, with blanks in one; also with `ae` for ä. */
function typedSpellings(typed: string): string[] {
  const text = typed.replaceAll(/\s+/g, ' ').trim().normalize('NFC').toLowerCase();
  const withUmlauts = text.replaceAll(/[äöü]/g, (letter) => `${letter}e`);
  return [...new Set([fold(text), fold(withUmlauts)])].filter((spelling) => spelling !== '');
}
