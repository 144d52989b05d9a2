import type { MessageRow, ViewState } from '../../../shared/mail.ts';
import { cursorFollowed, settled, withCursor } from '../selection/cursor.ts';
import { isRowOf, keyOf, type RowKey } from './row-key.ts';
import { type ListState, pageRows, type RowDates, rowAt, rowOf, withPages } from './rows.ts';

/** Rows fetched beyond the visible ones, so that slow scrolling never meets a gap. */
const overscanRows = 20;
/** The bridge's own limit for one call is 200 rows: two pages. */
const pagesAtOnce = 2;

export interface RowsRequest {
  readonly kind: 'rows';
  readonly start: number;
  /** 0: only where days and months begin is asked for. */
  readonly count: number;
  /** Whether the answer replaces all rows of the list. */
  readonly exchange: boolean;
  /** The newest revision that was known when the request was made. */
  readonly asked: number;
}

/** What the list needs to know next. */
export type ListRequest = RowsRequest | { readonly kind: 'find_anchor' | 'find_cursor'; readonly key: RowKey };

/** Main announced a revision of the view. A revision that is not newer than the known one changes nothing. */
export function revisionAnnounced(list: ListState, view: Pick<ViewState, 'revision' | 'total' | 'changed'>): ListState {
  if (view.revision <= list.latest) return list;
  const kept = view.changed === undefined ? null : keptAbove(list, view.changed);
  if (kept !== null) return { ...list, ...kept, revision: view.revision, latest: view.revision, total: view.total };
  // Before the first rows the total only reserves the space; afterwards it belongs to the revision that is shown.
  return { ...list, latest: view.revision, total: list.revision < 0 ? view.total : list.total };
}

/**
 * The rows that are as they were, where they are all that is shown and only older messages changed: older mail arrives while a folder is
 * downloaded, and nothing has to be fetched again for that. Null where more has changed.
 */
function keptAbove(
  list: ListState,
  { since, newest }: NonNullable<ViewState['changed']>,
): Pick<ListState, 'pages' | 'dates'> | null {
  const isCurrent = list.revision >= 0 && list.revision === list.latest && list.revision === since;
  if (!isCurrent || list.anchor !== 'here' || list.cursorLost) return null;
  const isAbove = (key: RowKey | null): boolean => typeof key === 'number' && key > newest;
  if (list.cursor !== null && !isAbove(list.cursor.id)) return null;
  const pages = new Map(
    [...list.pages].filter(([, rows]) => rows.length === pageRows && rows.every((row) => isAbove(keyOf(row)))),
  );
  const visible = visiblePages(list);
  if (visible.length === 0 || !visible.every((page) => pages.has(page))) return null;
  // The seconds since the epoch are the upper part of a message's id.
  const time = Math.floor(newest / 2 ** 20) * 1_000;
  const dates = list.dates && {
    ...list.dates,
    notOlder: list.dates.notOlder.filter((_count, index) => (list.dates?.times[index] ?? 0) > time + 1_000),
  };
  return { pages, dates };
}

/** Other rows are visible now. */
export function rangeShown(list: ListState, first: number, last: number): ListState {
  if (first === list.first && last === list.last) return list;
  return { ...list, first, last, anchor: 'here' };
}

/** The request to make next; null when all visible rows are loaded. Only one request is under way at a time. */
export function nextRequest(list: ListState): ListRequest | null {
  if (list.revision < list.latest) return exchangeRequest(list);
  if (list.cursorLost && list.cursor?.id) return { kind: 'find_cursor', key: list.cursor.id };
  const missing = visiblePages(list).filter((page) => !list.pages.has(page));
  const unknownCursor = list.cursor?.id === null ? Math.floor(list.cursor.index / pageRows) : null;
  if (unknownCursor !== null && !list.pages.has(unknownCursor)) missing.push(unknownCursor);
  const page = missing[0];
  if (page === undefined) return areDatesKnown(list) ? null : { ...datesRequest, asked: list.latest };
  const count = missing[1] === page + 1 ? pagesAtOnce * pageRows : pageRows;
  return { kind: 'rows', start: page * pageRows, count, exchange: false, asked: list.latest };
}

const datesRequest = { kind: 'rows', start: 0, count: 0, exchange: false } as const;

/** Whether it is known where days and months begin, as far down as is shown. */
function areDatesKnown({ dates, last }: ListState): boolean {
  if (dates === null || dates.notOlder.length >= dates.times.length) return true;
  return (dates.notOlder.at(-1) ?? 0) > last + overscanRows;
}

/** Another day has begun: where days and months begin is asked for anew. */
export function dayBegun(list: ListState): ListState {
  return list.dates === null ? list : { ...list, dates: { ...list.dates, notOlder: [] } };
}

function exchangeRequest(list: ListState): ListRequest {
  const anchor = anchorRow(list);
  if (list.anchor === 'lost' && anchor) return { kind: 'find_anchor', key: keyOf(anchor) };
  const by = typeof list.anchor === 'object' ? list.anchor.index - list.first : 0;
  const pages = pagesBetween(list.first + by, list.last + by);
  const start = (pages[0] ?? 0) * pageRows;
  return { kind: 'rows', start, count: pages.length * pageRows, exchange: true, asked: list.latest };
}

/**
 * The row that keeps its place on screen when rows are exchanged. At the very top there is none: new mail pushes the
 * rows down.
 */
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
  /** Absent in a list that is not in the order of time. */
  readonly dates?: RowDates;
}

/**
 * Rows arrived. Rows of the shown revision are added, rows of a newer one replace all rows, and older ones are dropped.
 */
export function rowsReceived(list: ListState, request: RowsRequest, reply: RowsReply): ListState {
  if (!request.exchange) {
    if (reply.revision < list.latest) return list;
    if (reply.revision > list.latest) return revisionAnnounced(list, reply);
    const pages = request.count === 0 ? list.pages : withPages(list, list.pages, request.start, reply.rows);
    return settled({ ...list, total: reply.total, dates: reply.dates ?? null, pages }, false);
  }
  const anchor = anchorRow(list);
  const position = anchor ? reply.rows.findIndex((row) => isRowOf(row, keyOf(anchor))) : -1;
  if (anchor && position < 0 && list.anchor === 'here') return { ...list, anchor: 'lost' };
  const found = position >= 0 ? request.start + position : null;
  const moved = found ?? (typeof list.anchor === 'object' ? list.anchor.index : list.first);
  const rows = moved - list.first;
  // A revision announced meanwhile may be newer than the answer's: the answer is shown all the same, and the newer rows
  // are asked for next.
  const revision = Math.max(reply.revision, request.asked);
  const exchanged: ListState = {
    ...list,
    revision,
    latest: Math.max(list.latest, revision),
    total: reply.total,
    dates: reply.dates ?? null,
    first: list.first + rows,
    last: list.last + rows,
    anchor: 'here',
    shift: { revision, rows },
    pages: withPages(list, new Map(), request.start, reply.rows),
  };
  return settled({ ...exchanged, leaving: stillListed(list.leaving, exchanged) }, true);
}

function stillListed(leaving: ReadonlySet<RowKey>, list: ListState): ReadonlySet<RowKey> {
  if (leaving.size === 0) return leaving;
  const kept = new Set<RowKey>();
  for (const rows of list.pages.values()) for (const key of rows.map(keyOf)) if (leaving.has(key)) kept.add(key);
  return kept;
}

/**
 * Stores where the first visible row or the cursor's row is in the newest revision. Null: the row is no longer in the
 * view. @param key the row's key now, where it stands for a conversation
 */
export function placeFound(
  list: ListState,
  request: { readonly kind: 'find_anchor' | 'find_cursor'; readonly key: RowKey },
  index: number | null,
  key: RowKey = request.key,
): ListState {
  if (request.kind === 'find_anchor') return { ...list, anchor: { index: index ?? list.first } };
  if (list.cursor?.id !== request.key) return list;
  if (index !== null) return { ...list, cursorLost: false, cursor: cursorFollowed(list.cursor, key, index) };
  // The row is gone: the cursor goes to the next message, else to the one before it.
  for (const id of [...list.after, ...list.before]) {
    const found = rowOf(list, id);
    if (found) return withCursor(list, found.index);
  }
  return withCursor(list, list.cursor.index);
}
