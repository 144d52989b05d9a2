import { useEffect, useState } from 'react';
import type { Address, Folder } from '../../../shared/mail.ts';
import { fold } from '../../../shared/search/folding.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { folderName } from '../folders/folder-tree.ts';
import { useMailbox } from '../mailbox-state.ts';
import { recentSearches } from './kept-searches.ts';

/** Something that the search field offers. */
export interface Suggestion {
  /** What it is shown as, and what it is. */
  readonly label: string;
  readonly what: string;
  /** The whole text of the field once it is chosen. */
  readonly text: string;
}

const mostAtOnce = 6;
const mostOfAKind = 3;
/** Of one letter there are too many people and folders. */
const shortestName = 2;

/** The piece that is being typed: what stands before it, its operator, and its value. */
function pieceOf(text: string): { readonly before: string; readonly operator: string; readonly value: string } | null {
  const match = /^(.*?)(?:([\p{L}]+):)?([^\s:"]+|)$/su.exec(text);
  const before = match?.[1] ?? '';
  if (match === null || (before !== '' && !/\s$/.test(before))) return null;
  return { before, operator: match[2] ?? '', value: match[3] ?? '' };
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
const isOneOf = (operator: string, ...names: readonly string[]): boolean => names.includes(operator.toLowerCase());

/** What can be typed next: searches that were made, operators, people and folders. @param people those found for the piece that is typed */
export function suggestionsFor(
  text: string,
  recent: readonly string[],
  people: readonly Address[],
  folders: readonly Folder[],
): readonly Suggestion[] {
  const words = texts().search;
  const typed = fold(text.trim());
  const before = recent
    .filter((search) => search !== text.trim() && fold(search).startsWith(typed))
    .map((search) => ({ label: search, what: words.recent, text: search }));
  if (typed === '') return before.slice(0, mostAtOnce);
  const piece = pieceOf(text);
  if (piece === null || (piece.operator === '' && piece.value === '')) return [];
  const asTyped = piece.operator === '' ? piece.value : `${piece.operator}:${piece.value}`;
  const end = (label: string, what: string): Suggestion => ({
    label,
    what,
    // What needs a value gets it typed next.
    text: `${piece.before}${label}${label.endsWith(':') ? '' : ' '}`,
  });
  const operators = words.operators
    .filter(([name]) => fold(name).startsWith(fold(asTyped)) && fold(name) !== fold(asTyped))
    .map(([name, what]) => end(name, what));
  const isFree = piece.operator === '';
  const persons = isFree || isOneOf(piece.operator, 'from', 'von', 'to', 'an', 'cc') ? people : [];
  const toPerson = (address: string): string => (isFree ? words.from(address) : `${piece.operator}:${address}`);
  const places = isFree || isOneOf(piece.operator, 'in', 'ordner') ? foldersLike(folders, piece.value) : [];
  return [
    ...before.slice(0, 2),
    ...operators.slice(0, mostOfAKind),
    ...persons.slice(0, mostOfAKind).map(({ name, address }) => ({
      ...end(toPerson(address), name.trim() === '' ? words.person : name.trim()),
    })),
    ...places.slice(0, mostOfAKind).map((name) => end(words.inThe(quoted(name)), words.folder)),
  ].slice(0, mostAtOnce);
}

/** Names of folders that begin with what was typed, each once. */
function foldersLike(folders: readonly Folder[], value: string): readonly string[] {
  if (value.length < shortestName) return [];
  const names = folders.filter(({ selectable }) => selectable).map(folderName);
  return [...new Set(names)].filter((name) => fold(name).startsWith(fold(value)));
}

/** The name that people are looked up by; null where none is typed. */
function personTyped(text: string): string | null {
  const piece = pieceOf(text);
  if (piece === null || piece.value.length < shortestName || piece.value.startsWith('-')) return null;
  return piece.operator === '' || isOneOf(piece.operator, 'from', 'von', 'to', 'an', 'cc') ? piece.value : null;
}

/** What the field offers for its text. @param isWanted nothing is looked up where nothing is shown */
export function useSuggestions(text: string, isWanted: boolean): readonly Suggestion[] {
  const lists = useMailbox((state) => state.lists);
  const [found, setFound] = useState<{ readonly of: string; readonly people: readonly Address[] } | null>(null);
  const wanted = isWanted ? personTyped(text) : null;
  useEffect(() => {
    if (wanted === null) return;
    let isCurrent = true;
    void call('addresses.complete', { query: wanted, limit: mostOfAKind }).then((reply) => {
      if (isCurrent && reply.ok) setFound({ of: wanted, people: reply.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  if (!isWanted) return [];
  const folders = [...lists.values()].flatMap((list) => list.folders ?? []);
  return suggestionsFor(text, recentSearches(), found !== null && found.of === wanted ? found.people : [], folders);
}
