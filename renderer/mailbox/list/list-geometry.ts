import type { ListState } from './rows.ts';

/** Rows under one heading. */
export interface ListGroup {
  /** The first of its rows, and the one after its last. */
  readonly start: number;
  readonly end: number;
  /** Its place among the groups of date-groups.ts; null: space is kept for a heading that is not known yet. */
  readonly place: number | null;
}

/** Where rows and headings stand. Everything follows from counts and two heights, so nothing is ever measured. */
export interface ListGeometry {
  readonly total: number;
  /** CSS pixels, as all of these. */
  readonly rowHeight: number;
  readonly headingHeight: number;
  /** Ascending; none in a list without headings. */
  readonly groups: readonly ListGroup[];
}

/**
 * The groups that have rows. Rows below the last date that is known stand under no heading until it is known what they are.
 * @param reserve whether the first rows, still to come, will have a heading
 */
export function groupsOf(list: Pick<ListState, 'dates' | 'total'>, reserve: boolean): readonly ListGroup[] {
  const { dates, total } = list;
  if (total === 0) return [];
  if (dates === null) return reserve ? [{ start: 0, end: total, place: null }] : [];
  const groups: ListGroup[] = [];
  let start = 0;
  for (const [place, end] of dates.notOlder.entries()) {
    if (end > start) groups.push({ start, end, place });
    start = Math.max(start, end);
  }
  const isWhole = dates.notOlder.length >= dates.times.length;
  if (start < total && isWhole) groups.push({ start, end: total, place: dates.times.length });
  else if (groups.length === 0) groups.push({ start: 0, end: total, place: null });
  return groups;
}

/** How many groups begin at a row or before it. */
function groupsUpTo(groups: readonly ListGroup[], index: number): number {
  let low = 0;
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((groups[middle]?.start ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position, in `groups`, of the group that a row is in; -1: none. */
export function groupAt({ groups }: ListGeometry, index: number): number {
  return groupsUpTo(groups, index) - 1;
}

/** The upper edge of a row. */
export function rowTop({ groups, rowHeight, headingHeight }: ListGeometry, index: number): number {
  return index * rowHeight + groupsUpTo(groups, index) * headingHeight;
}

/** The upper edge of a group's heading. */
export function groupTop(geometry: ListGeometry, position: number): number {
  const start = geometry.groups[position]?.start ?? geometry.total;
  return start * geometry.rowHeight + position * geometry.headingHeight;
}

/** The height of everything. */
export function heightOf({ total, groups, rowHeight, headingHeight }: ListGeometry): number {
  return total * rowHeight + groups.length * headingHeight;
}

/** The row at a height, from 0 on; under a heading, the first row of its group. */
export function rowUnder(geometry: ListGeometry, y: number): number {
  const { groups, total, rowHeight, headingHeight } = geometry;
  let low = 0;
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (groupTop(geometry, middle) <= y) low = middle + 1;
    else high = middle;
  }
  const position = low - 1;
  const start = groups[position]?.start ?? 0;
  const above = position < 0 ? 0 : groupTop(geometry, position) + headingHeight;
  const index = start + Math.max(0, Math.floor((y - above) / rowHeight));
  return Math.max(0, Math.min(index, (groups[low]?.start ?? total) - 1));
}
