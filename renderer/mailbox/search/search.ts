import { create } from 'zustand';
import type { SearchReport, ViewId } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { parseSearch } from '../../../shared/search/query.ts';
import { call } from '../../bridge.ts';
import { showDraftList } from '../../compose/composers.ts';
import { askFocus } from '../../stores/asked-focus.ts';
import { markWordsOf } from '../../stores/marked-words.ts';
import { isFound } from '../list/accounts-lists.ts';
import { openSearch } from '../list/open-view.ts';
import {
  type ListFilter,
  listFilters,
  type MailboxState,
  type OpenList,
  type OpenSearch,
  type SearchScope,
  targetOf,
  useMailbox,
} from '../mailbox-state.ts';
import { isBeyondCursor } from '../selection/selection.ts';
import { rememberSearch } from './kept-searches.ts';

/** What became of asking the server for the open search. */
type ServerSearch =
  | { readonly kind: 'not_asked' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly found: number; readonly refused: number }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface SearchState {
  /** As it stands in the field, ahead of the results. */
  readonly text: string;
  readonly scope: SearchScope;
  /** What the list is narrowed to, with or without a text. */
  readonly filters: readonly ListFilter[];
  /** What the open search covered; null while that is not known. */
  readonly report: SearchReport | null;
  readonly server: ServerSearch;
}

const notAsked: ServerSearch = { kind: 'not_asked' };
export const initialSearch: SearchState = { text: '', scope: 'account', filters: [], report: null, server: notAsked };

export const useSearch = create<SearchState>()(() => initialSearch);

/** What was meant, perhaps, by a search that finds nothing; null where nothing is alike, or something was found. */
export function meantNow({ report }: Pick<SearchState, 'report'>): string | null {
  return report !== null && report.found === 0 ? report.meant : null;
}

/** Searches for what was typed, at once; an empty field shows the folder again. Resolves when that is listed. */
export async function typeSearch(text: string): Promise<void> {
  useSearch.setState({ text });
  await search();
}

/** Searches elsewhere for the same. */
export function searchIn(scope: SearchScope): void {
  useSearch.setState({ scope });
  void search();
}

/** Narrows the list to what a filter lets through, or no longer. */
export function toggleFilter(filter: ListFilter): void {
  useSearch.setState(({ filters }) => ({
    filters: listFilters.filter((each) => filters.includes(each) !== (each === filter)),
  }));
  void search();
}

/** Searches for a text that was kept, wherever there is mail. */
export function searchAgain(text: string): void {
  useSearch.setState({ text, filters: [], scope: 'everything' });
  void search();
}

/** Ends the search and its filters: the folder that it was begun in is shown again. */
export async function endSearch(): Promise<void> {
  rememberSearch(useSearch.getState().text);
  useSearch.setState({ text: '', filters: [] });
  await search();
  askFocus('list');
}

/** Ends a search that lists nothing, so that there is nothing to go back to. @returns whether it ended one */
export function endEmptySearch(): boolean {
  const { open } = useMailbox.getState();
  if (!open?.search || open.list.total > 0) return false;
  void endSearch();
  return true;
}

/** Ends the search unless several of its results are selected. @returns whether it ended one */
export function endSearchUnlessSelecting(): boolean {
  const { open } = useMailbox.getState();
  if (!open?.search || isBeyondCursor(open)) return false;
  void endSearch();
  return true;
}

/** Where a search looks: where the user chose, as far as there is that; in all accounts where it names one. */
export function scopeIn(
  { open, lists }: Pick<MailboxState, 'open' | 'lists'>,
  scope: SearchScope,
  text: string,
): SearchScope {
  if (scope === 'account' && (open?.over != null || (lists.size > 1 && namesAccount(text)))) return 'everything';
  return scope === 'everything' && lists.size < 2 ? 'account' : scope;
}

function namesAccount(text: string): boolean {
  return parseSearch(text).some((clause) => clause.some(({ term }) => term.kind === 'account'));
}

/** Whether a search is about mailing lists. */
export function namesList(text: string): boolean {
  return parseSearch(text).some((clause) => clause.some(({ term }) => term.kind === 'list'));
}

function scopeNow(): SearchScope {
  const { scope, text } = useSearch.getState();
  return scopeIn(useMailbox.getState(), scope, text);
}

let isSearching = false;

/** One search at a time; when its results are here, for whatever the field has by then. */
async function search(): Promise<void> {
  // The results are to be seen, also where they are listed already below a list of drafts.
  showDraftList(null);
  if (isSearching) return;
  isSearching = true;
  try {
    for (let next = wanted(); next !== null; next = wanted()) {
      const { open } = useMailbox.getState();
      if (!open) return;
      const target = targetOf(open);
      const { run } = open;
      const asked = next === 'folder' ? null : next;
      await openSearch(target, asked, () => useMailbox.getState().open?.run === run && isWanted(asked));
      // Another folder was opened meanwhile, or what was asked for is refused.
      if (useMailbox.getState().open?.search !== asked && isWanted(asked)) return;
    }
  } finally {
    isSearching = false;
  }
}

/** What is to be listed and is not yet; null where nothing is missing. */
function wanted(): OpenSearch | 'folder' | null {
  const { open } = useMailbox.getState();
  const search = searchNow();
  if (search === null) return open?.search ? 'folder' : null;
  return open?.search && isSameSearch(open.search, search) ? null : search;
}

/** What the field, the scope and the filters ask for; null: nothing. */
function searchNow(): OpenSearch | null {
  const { text, filters } = useSearch.getState();
  const isTyped = text.trim() !== '';
  if (!isTyped && filters.length === 0) return null;
  // Filters alone narrow the list that is open.
  return { text, filters, scope: isTyped ? scopeNow() : 'folder' };
}

function isSameSearch(one: OpenSearch, other: OpenSearch): boolean {
  return one.text === other.text && one.scope === other.scope && one.filters.join() === other.filters.join();
}

function isWanted(search: OpenSearch | null): boolean {
  const now = searchNow();
  return search === null || now === null ? search === now : isSameSearch(search, now);
}

/** Has the server search as well; what it finds comes into the list. */
export async function searchServer(): Promise<void> {
  const viewId = shownSearch();
  if (viewId === null) return;
  useSearch.setState({ server: { kind: 'asking' } });
  const reply = await call('mail.searchServer', { viewId });
  if (shownSearch() !== viewId) return;
  useSearch.setState({
    server: reply.ok ? { kind: 'answered', ...reply.value } : { kind: 'failed', error: reply.error },
  });
  await tell(viewId);
}

/** How long a search must be left as it is before it is asked what it covered, in milliseconds. */
const reportAfterMs = 200;
let reporting: ReturnType<typeof setTimeout> | undefined;

function tellSoon(viewId: ViewId): void {
  clearTimeout(reporting);
  reporting = setTimeout(() => void tell(viewId), reportAfterMs);
}

async function tell(viewId: ViewId): Promise<void> {
  clearTimeout(reporting);
  if (shownSearch() !== viewId) return;
  const reply = await call('mail.searchReport', { viewId });
  if (reply.ok && shownSearch() === viewId) useSearch.setState({ report: reply.value });
}

/** Whether what is listed is a search: the user's, or a list over accounts that is one. */
function isSearch(open: OpenList): boolean {
  return open.search !== null || (open.over !== null && isFound(open.over));
}

/** The view of the search whose results are listed. */
function shownSearch(): ViewId | null {
  const { open } = useMailbox.getState();
  return open !== null && isSearch(open) && open.view.kind === 'ready' ? open.view.viewId : null;
}

/** Follows what is listed: another folder ends the search, and new results have a report of their own. Returns the unsubscribe. */
export function followSearch(): () => void {
  return useMailbox.subscribe(({ open }, { open: before }) => {
    if (open === before) return;
    markWordsOf(open?.search?.text ?? '');
    if (open !== null && isSearch(open)) {
      const isNew = open.run !== before?.run;
      if (isNew)
        useSearch.setState({ report: null, server: notAsked, ...(open.search === null && { text: '', filters: [] }) });
      const viewId = shownSearch();
      if (
        viewId !== null &&
        (isNew || open.list.total !== before?.list.total || open.list.revision !== before.list.revision)
      )
        tellSoon(viewId);
    } else if (open?.run !== before?.run && searchNow() !== null) {
      rememberSearch(useSearch.getState().text);
      useSearch.setState({ text: '', filters: [], report: null, server: notAsked });
    }
  });
}
