import { longestSearch } from '../../../shared/search/query.ts';
import type { ListFilter, OpenSearch } from '../mailbox-state.ts';

const operators: Readonly<Record<ListFilter, string>> = {
  unread: 'is:unread',
  starred: 'is:starred',
  attachments: 'has:attachment',
};

/** A search as the engine is asked: filters are operators that stand before what was typed, so that nothing typed reaches them. */
export function searchText({ text, filters }: Pick<OpenSearch, 'text' | 'filters'>): string {
  // An "or" at the beginning would make what follows an alternative to the filter.
  const typed = filters.length > 0 ? text.trimStart().replace(/^((or|oder|\|)(\s+|$))+/i, '') : text;
  return [...filters.map((filter) => operators[filter]), typed].filter(Boolean).join(' ').slice(0, longestSearch);
}
