import type { MessageId, MessageRow, ViewState } from '../../shared/mail.ts';

/** Rows asked for at once, and the unit of the cache. */
export const pageRows = 100;
/** Pages kept: 1,200 rows around what is shown. */
export const keptPages = 12;
/** Rows fetched beyond the visible ones, so that slow scrolling never meets a gap. */
const overscanRows = 20;
/** The bridge's own limit for one call is 200 rows: two pages. */
const pagesAtOnce = 2;
/** Neighbours remembered, to know which message is the next one when the selected one is gone. */
const rememberedNeighbours = 50;

/** The selected row. `id` is null while its page is on its way, as after End in a long list. */
export interface Cursor {
  readonly index: number;
  readonly id: MessageId | null;
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
  /** The visible rows, both inclusive. */
  readonly first: number;
  readonly last: number;
  readonly cursor: Cursor | null;
  /** Ids before and after the cursor's row when it was last seen: nearest first. */
  readonly after: readonly MessageId[];
  readonly before: readonly MessageId[];
  /** The cursor's row was not among the rows fetched last: ask where it is. */
  readonly cursorLost: boolean;
  /** The same for the first visible row; then where it is now. */
  readonly anchor: 'here' | 'lost' | { readonly index: number };
  /** How far the rows moved under the viewport with the exchange of that revision, so that the scroll position follows. */
  readonly shift: { readonly revision: number; readonly rows: number };
  /** Grows when the cursor was moved on purpose: then it is scrolled into view. */
  readonly reveal: number;
}

export const emptyList: ListState = {
  revision: -1,
  latest: -1,
  total: 0,
  pages: new Map(),
  first: 0,
  last: 24,
  cursor: null,
  after: [],
  before: [],
  cursorLost: false,
  anchor: 'here',
  shift: { revision: -1, rows: 0 },
  reveal: 0,
};

export interface RowsRequest {
  readonly kind: 'rows';
  readonly start: number;
  readonly count: number;
  /** Whether the answer takes everything's place. */
  readonly exchange: boolean;
  /** The newest revision known when it was asked. */
  readonly asked: number;
}

/** What the list needs to know next. */
export type ListRequest = RowsRequest | { readonly kind: 'find_anchor' | 'find_cursor'; readonly messageId: MessageId };

/** The row at an index, if its page is here. */
export function rowAt(list: ListState, index: number): MessageRow | undefined {
  return list.pages.get(Math.floor(index / pageRows))?.[index % pageRows];
}

/** A message's row, if its page is here. */
export function rowOf(list: ListState, id: MessageId): { readonly row: MessageRow; readonly index: number } | null {
  for (const [page, rows] of list.pages) {
    const position = rows.findIndex((row) => row.id === id);
    const row = rows[position];
    if (row) return { row, index: page * pageRows + position };
  }
  return null;
}

/** Main says that the view is at a revision. Older news than what is known changes nothing. */
export function revisionAnnounced(list: ListState, view: Pick<ViewState, 'revision' | 'total'>): ListState {
  if (view.revision <= list.latest) return list;
  // Before the first rows the total only reserves the space; afterwards it belongs to the revision that is shown.
  return { ...list, latest: view.revision, total: list.revision < 0 ? view.total : list.total };
}

/** Other rows are visible now. */
export function rangeShown(list: ListState, first: number, last: number): ListState {
  if (first === list.first && last === list.last) return list;
  return { ...list, first, last, anchor: 'here' };
}

/** What to ask main for next; null when everything that is visible is here. One request at a time is under way. */
export function nextRequest(list: ListState): ListRequest | null {
  if (list.revision < list.latest) return exchangeRequest(list);
  if (list.cursorLost && list.cursor?.id) return { kind: 'find_cursor', messageId: list.cursor.id };
  const missing = visiblePages(list).filter((page) => !list.pages.has(page));
  const unknownCursor = list.cursor?.id === null ? Math.floor(list.cursor.index / pageRows) : null;
  if (unknownCursor !== null && !list.pages.has(unknownCursor)) missing.push(unknownCursor);
  const page = missing[0];
  if (page === undefined) return null;
  const count = missing[1] === page + 1 ? pagesAtOnce * pageRows : pageRows;
  return { kind: 'rows', start: page * pageRows, count, exchange: false, asked: list.latest };
}

function exchangeRequest(list: ListState): ListRequest {
  const anchor = anchorRow(list);
  if (list.anchor === 'lost' && anchor) return { kind: 'find_anchor', messageId: anchor.id };
  const by = typeof list.anchor === 'object' ? list.anchor.index - list.first : 0;
  const pages = pagesBetween(list.first + by, list.last + by);
  const start = (pages[0] ?? 0) * pageRows;
  return { kind: 'rows', start, count: pages.length * pageRows, exchange: true, asked: list.latest };
}

/** At the very top new mail pushes the rows down; further down what is being read stays where it is. */
function anchorRow(list: ListState): MessageRow | undefined {
  return list.first > 0 ? rowAt(list, list.first) : undefined;
}

function visiblePages(list: ListState): number[] {
  if (list.total === 0) return [];
  return pagesBetween(list.first, Math.min(list.last, list.total - 1)).filter((page) => page * pageRows < list.total);
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first - overscanRows) / pageRows);
  const to = Math.floor(Math.max(0, last + overscanRows) / pageRows);
  return Array.from({ length: Math.max(1, Math.min(pagesAtOnce, to - from + 1)) }, (_, offset) => from + offset);
}

export interface RowsReply {
  readonly revision: number;
  readonly total: number;
  readonly rows: readonly MessageRow[];
}

/** Rows arrived. Of the revision shown they are added; of a newer one they take everything's place; older ones are dropped. */
export function rowsReceived(list: ListState, request: RowsRequest, reply: RowsReply): ListState {
  if (!request.exchange) {
    if (reply.revision < list.latest) return list;
    if (reply.revision > list.latest) return revisionAnnounced(list, reply);
    const pages = withPages(list, list.pages, request.start, reply.rows);
    return settled({ ...list, total: reply.total, pages }, false);
  }
  const anchor = anchorRow(list);
  const position = anchor ? reply.rows.findIndex((row) => row.id === anchor.id) : -1;
  if (anchor && position < 0 && list.anchor === 'here') return { ...list, anchor: 'lost' };
  const found = position >= 0 ? request.start + position : null;
  const moved = found ?? (typeof list.anchor === 'object' ? list.anchor.index : list.first);
  const rows = moved - list.first;
  // News that came while this was under way is newer than the answer: it is shown all the same, and asked for again.
  const revision = Math.max(reply.revision, request.asked);
  const exchanged: ListState = {
    ...list,
    revision,
    latest: Math.max(list.latest, revision),
    total: reply.total,
    first: list.first + rows,
    last: list.last + rows,
    anchor: 'here',
    shift: { revision, rows },
    pages: withPages(list, new Map(), request.start, reply.rows),
  };
  return settled(exchanged, true);
}

/** Where the first visible row or the cursor's row is in the newest revision. Null: no longer there. */
export function placeFound(
  list: ListState,
  request: { readonly kind: 'find_anchor' | 'find_cursor'; readonly messageId: MessageId },
  index: number | null,
): ListState {
  if (request.kind === 'find_anchor') return { ...list, anchor: { index: index ?? list.first } };
  if (list.cursor?.id !== request.messageId) return list;
  if (index !== null) return { ...list, cursorLost: false, cursor: { id: request.messageId, index } };
  // It is gone: the next message takes its place, else the one before it.
  for (const id of [...list.after, ...list.before]) {
    const found = rowOf(list, id);
    if (found) return withCursor(list, found.index);
  }
  return withCursor(list, list.cursor.index);
}

/** Adds the rows as pages; rows that did not change keep their object, so that they are not drawn again. */
function withPages(
  list: ListState,
  pages: ReadonlyMap<number, readonly MessageRow[]>,
  start: number,
  rows: readonly MessageRow[],
): ReadonlyMap<number, readonly MessageRow[]> {
  const known = new Map<MessageId, MessageRow>();
  for (const page of list.pages.values()) for (const row of page) known.set(row.id, row);
  const next = new Map(pages);
  for (let offset = 0; offset < Math.max(1, rows.length); offset += pageRows) {
    const page = rows.slice(offset, offset + pageRows).map((row) => sameRow(known.get(row.id), row) ?? row);
    next.set((start + offset) / pageRows, page);
  }
  const middle = (list.first + list.last) / 2 / pageRows;
  const farthestFirst = [...next.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
  for (const page of farthestFirst.slice(0, Math.max(0, next.size - keptPages))) next.delete(page);
  return next;
}

function sameRow(before: MessageRow | undefined, after: MessageRow): MessageRow | undefined {
  return before && JSON.stringify(before) === JSON.stringify(after) ? before : undefined;
}

/** Ties the cursor to the rows that are here now. */
function settled(list: ListState, exchanged: boolean): ListState {
  const { cursor } = list;
  if (!cursor) return list;
  if (cursor.id === null) return withCursor(list, cursor.index);
  const found = rowOf(list, cursor.id);
  if (found) return withNeighbours({ ...list, cursorLost: false, cursor: { id: cursor.id, index: found.index } });
  return exchanged || rowAt(list, cursor.index) ? { ...list, cursorLost: true } : list;
}

/** The list with the cursor on a row, clamped to the rows there are. */
function withCursor(list: ListState, index: number): ListState {
  const clamped = Math.max(0, Math.min(index, list.total - 1));
  const cursor = list.total === 0 ? null : { index: clamped, id: rowAt(list, clamped)?.id ?? null };
  return withNeighbours({ ...list, cursor, cursorLost: false });
}

/** Moves the cursor to a row on purpose: it is scrolled into view. Its id may come later. */
export function cursorMoved(list: ListState, index: number): ListState {
  const moved = withCursor(list, index);
  return { ...moved, reveal: list.reveal + 1 };
}

/** No message is selected. */
export function cursorCleared(list: ListState): ListState {
  return list.cursor === null ? list : { ...list, cursor: null, cursorLost: false, after: [], before: [] };
}

/** The message that is being moved away loses the cursor to the next one, or to the one before it if it is the last. */
export function cursorLeaves(list: ListState, id: MessageId): ListState {
  if (list.cursor?.id !== id) return list;
  const next = list.after[0] ?? list.before[0];
  const found = next === undefined ? null : rowOf(list, next);
  if (!found) return list;
  return { ...cursorMoved(list, found.index), before: list.before.filter((known) => known !== id) };
}

/** Remembers which messages stand around the cursor's. */
function withNeighbours(list: ListState): ListState {
  const { cursor } = list;
  if (cursor === null || cursor.id === null) return { ...list, after: [], before: [] };
  return { ...list, after: neighbours(list, cursor.index, 1), before: neighbours(list, cursor.index, -1) };
}

function neighbours(list: ListState, index: number, step: 1 | -1): MessageId[] {
  const found: MessageId[] = [];
  for (let distance = 1; distance <= rememberedNeighbours; distance++) {
    const row = rowAt(list, index + step * distance);
    if (!row) break;
    found.push(row.id);
  }
  return found;
}
