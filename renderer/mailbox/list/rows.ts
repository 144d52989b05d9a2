import type { MessageRow } from '../../../shared/mail.ts';
import { isRowOf, keyOf, type RowKey } from './row-key.ts';

/** Rows asked for at once, and the unit of the cache. */
export const pageRows = 100;
/** Pages kept: 1,200 rows around what is shown. */
export const keptPages = 12;

/** The selected row, by its key. `id` is null while its page is on its way, as after End in a long list. */
export interface Cursor {
  readonly index: number;
  readonly id: RowKey | null;
  /** The key that its row had when the cursor was put on it, where a reply has given its conversation's row another one since. */
  readonly origin?: RowKey;
}

/** How many rows are not older than each of the first ones of the times, which are milliseconds since the epoch, the latest first. */
export interface RowDates {
  readonly times: readonly number[];
  readonly notOlder: readonly number[];
}

/**
 * A message list as it is shown. All rows in `pages` are of one revision; when a newer one is announced they stay on
 * screen until the rows that replace the visible ones are here, and then everything is exchanged at once.
 */
export interface ListState {
  /** The revision that is shown; -1 before the first rows. */
  readonly revision: number;
  /** The newest revision that was announced. */
  readonly latest: number;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly MessageRow[]>;
  /** Where days and months begin, as far as that is known; null in a list that is not in the order of time, and before the first rows. */
  readonly dates: RowDates | null;
  /** The visible rows, both inclusive. */
  readonly first: number;
  readonly last: number;
  readonly cursor: Cursor | null;
  /** Keys before and after the cursor's row when it was last seen: nearest first. */
  readonly after: readonly RowKey[];
  readonly before: readonly RowKey[];
  /** Messages being moved away that are still listed: the cursor does not go to them. */
  readonly leaving: ReadonlySet<RowKey>;
  /** The cursor's row was not among the rows fetched last: main has to be asked where it is. */
  readonly cursorLost: boolean;
  /** The first visible row: `here`, `lost` (main has to be asked where it is), or the index that main answered. */
  readonly anchor: 'here' | 'lost' | { readonly index: number };
  /** How far the rows moved under the viewport with the exchange of that revision, so that the scroll position follows. */
  readonly shift: { readonly revision: number; readonly rows: number };
  /** Grows when the user moves the cursor, which scrolls it into view. */
  readonly reveal: number;
}

export const emptyList: ListState = {
  revision: -1,
  latest: -1,
  total: 0,
  pages: new Map(),
  dates: null,
  first: 0,
  last: 24,
  cursor: null,
  after: [],
  before: [],
  leaving: new Set(),
  cursorLost: false,
  anchor: 'here',
  shift: { revision: -1, rows: 0 },
  reveal: 0,
};

/** The row at an index, if its page is here. */
export function rowAt(list: Pick<ListState, 'pages'>, index: number): MessageRow | undefined {
  return list.pages.get(Math.floor(index / pageRows))?.[index % pageRows];
}

/** A message's row, or that of its conversation, if its page is here. */
export function rowOf(list: ListState, id: RowKey): { readonly row: MessageRow; readonly index: number } | null {
  for (const [page, rows] of list.pages) {
    const position = rows.findIndex((row) => isRowOf(row, id));
    const row = rows[position];
    if (row) return { row, index: page * pageRows + position };
  }
  return null;
}

/** Adds the rows as pages; rows that did not change keep their object, so that they are not drawn again. */
export function withPages(
  list: ListState,
  pages: ReadonlyMap<number, readonly MessageRow[]>,
  start: number,
  rows: readonly MessageRow[],
): ReadonlyMap<number, readonly MessageRow[]> {
  const known = new Map<RowKey, MessageRow>();
  for (const page of list.pages.values()) for (const row of page) known.set(keyOf(row), row);
  const next = new Map(pages);
  for (let offset = 0; offset < Math.max(1, rows.length); offset += pageRows) {
    const page = rows.slice(offset, offset + pageRows).map((row) => sameRow(known.get(keyOf(row)), row) ?? row);
    next.set((start + offset) / pageRows, page);
  }
  // Pages that were just fetched are never dropped: they would be asked for again and again.
  const middle = (list.first + list.last) / 2 / pageRows;
  const fetched = (page: number): boolean => page * pageRows >= start && page * pageRows <= start + rows.length;
  const farthestFirst = [...next.keys()]
    .filter((page) => !fetched(page))
    .sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
  for (const page of farthestFirst.slice(0, Math.max(0, next.size - keptPages))) next.delete(page);
  return next;
}

function sameRow(before: MessageRow | undefined, after: MessageRow): MessageRow | undefined {
  return before && JSON.stringify(before) === JSON.stringify(after) ? before : undefined;
}
