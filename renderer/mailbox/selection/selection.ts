import { isByTime, type ListOrder, type MessageRow } from '../../../shared/mail.ts';
import { inListOrder, isRowOf, keyOf, type RowKey } from '../list/row-key.ts';
import { type ListState, rowAt, rowOf } from '../list/rows.ts';
import { cursorMoved, keyAt } from './cursor.ts';

/** The most messages that can be selected at once: an action on more would take minutes. */
export const selectionLimit = 10_000;

/** A row that a range starts at; found again by its id when rows were added or removed above it. */
interface Anchor {
  readonly index: number;
  readonly id: RowKey | null;
}

/**
 * What is selected beyond the cursor. With `ids` empty it is the cursor's message alone, so that an action always means what the eye is on.
 */
export interface Selection {
  readonly ids: ReadonlySet<RowKey>;
  /** Where the range being extended starts; null between ranges: the next one starts at the cursor. */
  readonly anchor: Anchor | null;
  /** What was selected before that range; a shorter range gives up what the longer one took. */
  readonly base: ReadonlySet<RowKey>;
}

/** The parts of an open folder that selecting changes. */
export interface Selecting {
  readonly list: ListState;
  readonly selection: Selection;
}

const none: ReadonlySet<RowKey> = new Set();
export const noSelection: Selection = { ids: none, anchor: null, base: none };

/** What an action is about, in the list's order: the selected messages, else the cursor's; empty while that one is on its way. */
export function selectedIds({ list, selection }: Selecting): readonly RowKey[] {
  if (selection.ids.size > 0) return [...selection.ids].sort(inListOrder);
  return list.cursor?.id ? [list.cursor.id] : [];
}

/** How many messages an action is about. */
export function selectedCount({ list, selection }: Selecting): number {
  return selection.ids.size || (list.cursor?.id ? 1 : 0);
}

/** Whether an action is about others than the cursor's message alone: then the reader shows how many, not one of them. */
export function isBeyondCursor({ list, selection }: Selecting): boolean {
  const { ids } = selection;
  if (ids.size === 0) return false;
  return ids.size > 1 || !list.cursor?.id || !ids.has(list.cursor.id);
}

/** Whether a row looks selected. */
export function isSelected(
  { list, selection }: Pick<Selecting, 'selection'> & { readonly list: Pick<ListState, 'cursor'> },
  index: number,
  id: RowKey | undefined,
): boolean {
  return selection.ids.size > 0 ? id !== undefined && selection.ids.has(id) : list.cursor?.index === index;
}

/** A click, an arrow key: this row and no other. */
export function oneChosen<T extends Selecting>(open: T, index: number): T {
  return { ...open, list: cursorMoved(open.list, index), selection: noSelection };
}

/** J and K: moves the cursor and keeps the selection. */
export function cursorWalked<T extends Selecting>(open: T, index: number): T {
  const { ids } = open.selection;
  return {
    ...open,
    list: cursorMoved(open.list, index),
    selection: ids.size > 0 ? { ...noSelection, ids } : noSelection,
  };
}

/**
 * Ctrl+click: adds a row to the selection or takes it away. A message selected only by the cursor is counted as
 * selected.
 */
export function rowToggled<T extends Selecting>(open: T, index: number): T {
  const row = rowAt(open.list, index);
  if (!row) return open;
  const ids = new Set(selectedIds(open));
  const key = keyOf(row);
  if (!ids.delete(key)) ids.add(key);
  return { ...open, list: cursorMoved(open.list, index), selection: { ...noSelection, ids } };
}

/** X and Ctrl+Space: marks the cursor's row or takes the mark away; the cursor stays. */
export function cursorToggled<T extends Selecting>(open: T): T {
  const id = open.list.cursor?.id;
  if (!id) return open;
  const ids = new Set(open.selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...open, selection: { ...noSelection, ids } };
}

/** Gives up the selection, so that only the cursor's message is selected. */
export function selectionCleared<T extends Selecting>(open: T): T {
  return open.selection === noSelection ? open : { ...open, selection: noSelection };
}

/** Shift with a click or an arrow: the range from the anchor to this row begins or changes. Its ids come with `rangeSelected`. */
export function rangeAimed<T extends Selecting>(open: T, index: number): T {
  const { list, selection } = open;
  const anchor = selection.anchor ?? list.cursor ?? { index: 0, id: keyAt(list, 0) };
  const base = selection.anchor ? selection.base : selection.ids;
  return { ...open, list: cursorMoved(list, index), selection: { ids: selection.ids, anchor, base } };
}

/** Stores the ids of the range that `rangeAimed` began. */
export function rangeSelected<T extends Selecting>(open: T, ids: readonly RowKey[]): T {
  const { selection } = open;
  return { ...open, selection: { ...selection, ids: new Set([...selection.base, ...ids]) } };
}

/** Selects all of the given messages, for example those of the whole folder. */
export function allSelected<T extends Selecting>(open: T, ids: readonly RowKey[]): T {
  return { ...open, selection: { ...noSelection, ids: new Set(ids) } };
}

/** The rows of a range, cut at the limit on the side away from the anchor. */
export function rangeBetween(anchor: number, target: number): { readonly start: number; readonly count: number } {
  const count = Math.min(Math.abs(target - anchor) + 1, selectionLimit);
  return { start: target >= anchor ? anchor : anchor - count + 1, count };
}

/** The ids of a range; null when one of its rows is not loaded. */
export function loadedIds(list: ListState, start: number, count: number): RowKey[] | null {
  const ids: RowKey[] = [];
  for (let index = start; index < start + count; index++) {
    const row = rowAt(list, index);
    if (!row) return null;
    ids.push(keyOf(row));
  }
  return ids;
}

/** The anchor's index among the loaded rows; null when main has to be asked. */
export function anchorIndex({ list, selection }: Selecting): number | null {
  const { anchor } = selection;
  if (!anchor) return null;
  if (anchor.id === null) return anchor.index;
  return keyAt(list, anchor.index) === anchor.id ? anchor.index : (rowOf(list, anchor.id)?.index ?? null);
}

/**
 * Rows were exchanged: messages that are certainly gone are no longer selected.
 * @param order by time, rows are in the order of their ids; in any other order the rows do not tell what is gone (`selectionWithout`)
 */
export function selectionFollowed(selection: Selection, list: ListState, order: ListOrder = 'newest'): Selection {
  if (selection.ids.size === 0) return selection;
  if (list.total === 0) return noSelection;
  if (!isByTime(order)) return selection;
  const here = new Set<RowKey>();
  const conversations: MessageRow[] = [];
  for (const rows of list.pages.values()) {
    for (const row of rows) {
      here.add(keyOf(row));
      if (row.conversation !== undefined) conversations.push(row);
    }
  }
  // A conversation's row has another key once a reply stands for it.
  const keyNow = (id: RowKey): RowKey => {
    const row = here.has(id) ? undefined : conversations.find((each) => isRowOf(each, id));
    return row === undefined ? id : keyOf(row);
  };
  const followed = (ids: ReadonlySet<RowKey>): ReadonlySet<RowKey> => new Set([...ids].map(keyNow));
  const ranges = loadedRanges(list);
  const compare = (one: RowKey, other: RowKey): number => inListOrder(one, other) * (order === 'oldest' ? -1 : 1);
  const isGone = (id: RowKey): boolean => !here.has(id) && ranges.some((range) => isWithin(id, range, compare));
  const isMoved = conversations.length > 0 && [...selection.ids].some((id) => keyNow(id) !== id);
  if (!isMoved && ![...selection.ids].some(isGone)) return selection;
  const kept = (ids: ReadonlySet<RowKey>): ReadonlySet<RowKey> =>
    new Set([...followed(ids)].filter((id) => !isGone(id)));
  const ids = kept(selection.ids);
  return ids.size === 0 ? noSelection : { ...selection, ids, base: kept(selection.base) };
}

/** The selection without messages that are gone from the list. */
export function selectionWithout(selection: Selection, gone: readonly RowKey[]): Selection {
  const isGone = new Set(gone);
  const left = (ids: ReadonlySet<RowKey>): ReadonlySet<RowKey> => new Set([...ids].filter((id) => !isGone.has(id)));
  const ids = left(selection.ids);
  if (ids.size === selection.ids.size) return selection;
  return ids.size === 0 ? noSelection : { ...selection, ids, base: left(selection.base) };
}

interface Range {
  readonly first: RowKey | null;
  readonly last: RowKey | null;
}

function isWithin(id: RowKey, { first, last }: Range, compare: (one: RowKey, other: RowKey) => number): boolean {
  return (first === null || compare(first, id) <= 0) && (last === null || compare(id, last) <= 0);
}

/** The spans that each page is complete for; null: to the list's own end. */
function loadedRanges(list: ListState): Range[] {
  return [...list.pages].flatMap(([page, rows]) => {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return [];
    const isLast = keyAt(list, list.total - 1) === keyOf(last);
    return [{ first: page === 0 ? null : keyOf(first), last: isLast ? null : keyOf(last) }];
  });
}
