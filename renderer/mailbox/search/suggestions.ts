import { useEffect, useState } from 'react';
import type { Address, Folder } from '../../../shared/mail.ts';
import { fold } from '../../../shared/search/folding.ts';
import { tagName } from '../../../shared/tag-names.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { useAccounts } from '../../stores/accounts.ts';
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

const listOperators = ['list', 'liste'];
const tagOperators = ['tag', 'keyword', 'schlagwort'];
const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
const isOneOf = (operator: string, ...names: readonly string[]): boolean => names.includes(operator.toLowerCase());

/** What the field knows names from. */
export interface KnownNames {
  /** Those found for the piece that is typed. */
  readonly people: readonly Address[];
  readonly folders: readonly Folder[];
  /** Addresses of accounts; of one account alone there is nothing to choose. */
  readonly accounts: readonly string[];
  /** Ids of mailing lists, found for the piece that is typed. */
  readonly lists: readonly string[];
  /** Tags that messages have, while one is typed. */
  readonly tags: readonly string[];
}

/** What can be typed next: searches that were made, operators, people, folders, accounts and mailing lists. */
export function suggestionsFor(
  text: string,
  recent: readonly string[],
  { people, folders, accounts, lists, tags }: KnownNames,
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
    ...accountsLike(isFree ? [] : accounts, piece).map((address) => end(words.ofAccount(address), words.account)),
    ...(isOneOf(piece.operator, ...listOperators) ? lists : []).map((id) => end(words.toList(quoted(id)), words.list)),
    ...tagsLike(tags, piece).map((name) => end(words.withTag(quoted(name)), words.tag)),
  ].slice(0, mostAtOnce);
}

/** Accounts whose address has what was typed behind the operator; all of them while nothing is. */
function accountsLike(accounts: readonly string[], { operator, value }: { operator: string; value: string }) {
  if (!isOneOf(operator, 'account', 'konto') || accounts.length < 2) return [];
  return accounts.filter((address) => fold(address).includes(fold(value)) && address !== value).slice(0, mostOfAKind);
}

/** Names of tags that begin with what was typed behind the operator; all of them while nothing is. */
function tagsLike(
  tags: readonly string[],
  { operator, value }: { operator: string; value: string },
): readonly string[] {
  if (!isOneOf(operator, ...tagOperators)) return [];
  return tags.map(tagName).filter((name) => fold(name).startsWith(fold(value)) && name !== value);
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

/** The letters that mailing lists are looked up by; null where none is typed. */
function listTyped(text: string): string | null {
  const piece = pieceOf(text);
  return piece !== null && isOneOf(piece.operator, ...listOperators) ? piece.value : null;
}

/** Whether a tag is typed. */
function isTagTyped(text: string): boolean {
  const piece = pieceOf(text);
  return piece !== null && isOneOf(piece.operator, ...tagOperators);
}

/** What the field offers for its text. @param isWanted nothing is looked up where nothing is shown */
export function useSuggestions(text: string, isWanted: boolean): readonly Suggestion[] {
  const lists = useMailbox((state) => state.lists);
  const accounts = useAccounts((state) => state.accounts);
  const [found, setFound] = useState<{ readonly of: string; readonly people: readonly Address[] } | null>(null);
  const [foundLists, setFoundLists] = useState<{ readonly of: string; readonly lists: readonly string[] } | null>(null);
  const [tags, setTags] = useState<readonly string[]>([]);
  const wanted = isWanted ? personTyped(text) : null;
  const wantsTags = isWanted && isTagTyped(text);
  const wantedList = isWanted ? listTyped(text) : null;
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
  useEffect(() => {
    if (wantedList === null) return;
    let isCurrent = true;
    void call('mail.findLists', { query: wantedList, limit: mostOfAKind }).then((reply) => {
      if (isCurrent && reply.ok) setFoundLists({ of: wantedList, lists: reply.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [wantedList]);
  useEffect(() => {
    if (!wantsTags) return;
    let isCurrent = true;
    void call('mail.tags', undefined).then((reply) => {
      if (isCurrent && reply.ok) setTags(reply.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [wantsTags]);
  if (!isWanted) return [];
  return suggestionsFor(text, recentSearches(), {
    folders: [...lists.values()].flatMap((list) => list.folders ?? []),
    people: found !== null && found.of === wanted ? found.people : [],
    accounts: (accounts ?? []).map(({ account }) => account.address),
    lists: foundLists !== null && foundLists.of === wantedList ? foundLists.lists : [],
    tags: wantsTags ? tags : [],
  });
}
