import { keyOf, type RowKey } from '../list/row-key.ts';
import { type Cursor, type ListState, rowAt, rowOf } from '../list/rows.ts';

/** How many neighbours are remembered, to find the next message when the selected one is gone. */
const rememberedNeighbours = 50;

/** Matches the cursor with the rows that are loaded now. */
export function settled(list: ListState, exchanged: boolean): ListState {
  const { cursor } = list;
  if (!cursor) return list;
  if (cursor.id === null) return withCursor(list, cursor.index);
  const found = rowOf(list, cursor.id);
  if (found) {
    const followed = cursorFollowed(cursor, keyOf(found.row), found.index);
    return withNeighbours({ ...list, cursorLost: false, cursor: followed });
  }
  return exchanged || rowAt(list, cursor.index) ? { ...list, cursorLost: true } : list;
}

/** The cursor where its row is now: a conversation's row has another key once a reply stands for it. */
export function cursorFollowed(cursor: Cursor, id: RowKey, index: number): Cursor {
  const origin = cursor.origin ?? cursor.id;
  return origin === null || origin === id ? { id, index } : { id, index, origin };
}

/** The list with the cursor on a row, clamped to the rows there are. */
export function withCursor(list: ListState, index: number): ListState {
  const clamped = Math.max(0, Math.min(index, list.total - 1));
  const cursor = list.total === 0 ? null : { index: clamped, id: keyAt(list, clamped) };
  return withNeighbours({ ...list, cursor, cursorLost: false });
}

/** The key of a row; null while its page is on its way. */
export function keyAt(list: ListState, index: number): RowKey | null {
  const row = rowAt(list, index);
  return row === undefined ? null : keyOf(row);
}

/** Moves the cursor to a row on purpose: it is scrolled into view. Its id may come later. */
export function cursorMoved(list: ListState, index: number): ListState {
  const moved = withCursor(list, index);
  return { ...moved, reveal: list.reveal + 1 };
}

/**
 * Messages are being moved away: the cursor goes to the next one, or to the one before them if they are the last.
 * @param start the first of their rows where that is known, for when no neighbour is here
 */
export function cursorLeaves(list: ListState, ids: readonly RowKey[], start?: number): ListState {
  const leaving = new Set([...list.leaving, ...ids]);
  const marked = withNeighbours({ ...list, leaving });
  const { cursor } = list;
  if (!cursor?.id || !leaving.has(cursor.id)) return marked;
  const next = marked.after[0] ?? marked.before[0];
  const found = next === undefined ? null : rowOf(list, next);
  if (found) return cursorMoved(marked, found.index);
  return { ...marked, cursor: { id: cursor.id, index: Math.min(cursor.index, start ?? cursor.index) } };
}

/** Main did not move these messages away: they may have the cursor again. */
export function cursorMayStay(list: ListState, ids: readonly RowKey[]): ListState {
  const staying = new Set(ids);
  return { ...list, leaving: new Set([...list.leaving].filter((id) => !staying.has(id))) };
}

/** Remembers which messages stand around the cursor's. */
function withNeighbours(list: ListState): ListState {
  const { cursor } = list;
  if (cursor === null || cursor.id === null) return { ...list, after: [], before: [] };
  return { ...list, after: neighbours(list, cursor.index, 1), before: neighbours(list, cursor.index, -1) };
}

function neighbours(list: ListState, index: number, step: 1 | -1): RowKey[] {
  const found: RowKey[] = [];
  for (let at = index + step; found.length < rememberedNeighbours; at += step) {
    const row = rowAt(list, at);
    if (!row) break;
    if (!list.leaving.has(keyOf(row))) found.push(keyOf(row));
  }
  return found;
}
