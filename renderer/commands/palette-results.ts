import type { PaletteEntry, PaletteKind } from './palette-entries.ts';
import { score, wordsOf } from './palette-search.ts';

/** What is listed under one heading. */
export interface PaletteSection {
  readonly kind: PaletteKind | 'recent' | 'found';
  readonly entries: readonly PaletteEntry[];
}

const kinds: readonly PaletteKind[] = ['commands', 'accounts', 'folders', 'settings', 'looks'];
/** Longer lists are not read to their end: folders beyond this number are found by typing. */
const foldersListed = 40;
const foundListed = 50;
const recentListed = 5;
/** What the user chose lately is likely to be chosen again, so it scores higher: the last choice by this much, those before it by less. */
const recentBonus = 6;

/**
 * What the palette lists for a query. Without one: what was chosen last, then everything that can be chosen now. With one: the best first;
 * what cannot be chosen now comes last, with its reason.
 * @param recent ids, the last one first
 * @param mail people and messages that the query finds; they come after all else, under headings of their own
 */
export function paletteResults(
  entries: readonly PaletteEntry[],
  query: string,
  recent: readonly string[],
  mail: readonly PaletteEntry[] = [],
): readonly PaletteSection[] {
  const words = wordsOf(query);
  const ofMail = (['people', 'messages'] as const).map((kind) => ({
    kind,
    entries: mail.filter((entry) => entry.kind === kind),
  }));
  const sections = words.length === 0 ? everything(entries, recent) : [found(entries, words, recent), ...ofMail];
  return sections.filter((section) => section.entries.length > 0);
}

function everything(entries: readonly PaletteEntry[], recent: readonly string[]): PaletteSection[] {
  const available = entries.filter(({ refusal }) => refusal === null);
  const byId = new Map(available.map((entry) => [entry.id, entry]));
  const last = recent.flatMap((id) => byId.get(id) ?? []).slice(0, recentListed);
  const rest = available.filter((entry) => !last.includes(entry));
  const ofKind = (kind: PaletteKind): PaletteSection => {
    const own = rest.filter((entry) => entry.kind === kind);
    return { kind, entries: kind === 'folders' ? own.slice(0, foldersListed) : own };
  };
  return [{ kind: 'recent', entries: last }, ...kinds.map(ofKind)];
}

function found(entries: readonly PaletteEntry[], words: readonly string[], recent: readonly string[]): PaletteSection {
  const ranked = entries
    .map((entry) => ({ entry, rank: rankOf(entry, words, recent) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => Number(a.entry.refusal !== null) - Number(b.entry.refusal !== null) || b.rank - a.rank);
  return { kind: 'found', entries: ranked.slice(0, foundListed).map(({ entry }) => entry) };
}

function rankOf({ id, searchable }: PaletteEntry, words: readonly string[], recent: readonly string[]): number {
  const fits = score(words, searchable);
  const place = recent.indexOf(id);
  return fits > 0 && place >= 0 ? fits + recentBonus * (1 - place / (2 * recent.length)) : fits;
}
