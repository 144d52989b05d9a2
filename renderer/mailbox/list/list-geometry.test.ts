import { describe, expect, it } from 'vitest';
import { groupAt, groupsOf, groupTop, heightOf, type ListGeometry, rowTop, rowUnder } from './list-geometry.ts';

const times = [30, 20, 10];
const geometryOf = (total: number, notOlder: readonly number[] | null, reserve = false): ListGeometry => ({
  total,
  rowHeight: 72,
  headingHeight: 28,
  groups: groupsOf({ total, dates: notOlder && { times, notOlder } }, reserve),
});

describe('the groups that have rows', () => {
  it('are those with rows, and one for what is older than all', () => {
    expect(geometryOf(10, [3, 3, 7]).groups).toEqual([
      { start: 0, end: 3, place: 0 },
      { start: 3, end: 7, place: 2 },
      { start: 7, end: 10, place: 3 },
    ]);
    expect(geometryOf(10, [0, 10, 10]).groups).toEqual([{ start: 0, end: 10, place: 1 }]);
  });

  it('end where dates are known, and keep space for the first heading', () => {
    expect(geometryOf(10, [3]).groups).toEqual([{ start: 0, end: 3, place: 0 }]);
    expect(geometryOf(10, []).groups).toEqual([{ start: 0, end: 10, place: null }]);
    expect(geometryOf(10, null, true).groups).toEqual([{ start: 0, end: 10, place: null }]);
    expect(geometryOf(10, null).groups).toEqual([]);
    expect(geometryOf(0, [0, 0, 0]).groups).toEqual([]);
  });
});

/** What stands where, by adding one height after the other. */
function drawn({ total, rowHeight, headingHeight, groups }: ListGeometry) {
  const tops: number[] = [];
  const headings: number[] = [];
  let y = 0;
  for (let index = 0; index < total; index++) {
    if (groups.some(({ start }) => start === index)) {
      headings.push(y);
      y += headingHeight;
    }
    tops.push(y);
    y += rowHeight;
  }
  return { tops, headings, height: y };
}

describe('where rows and headings stand', () => {
  it.each([
    [40, [3, 3, 7]],
    [40, [0, 40, 40]],
    [40, [1, 2, 3]],
    [40, [5]],
    [1, []],
    [40, null],
  ] as const)('is what one gets by adding up (%i rows, %j)', (total, notOlder) => {
    const geometry = geometryOf(total, notOlder);
    const { tops, headings, height } = drawn(geometry);
    expect(tops.map((_, index) => rowTop(geometry, index))).toEqual(tops);
    expect(headings.map((_, position) => groupTop(geometry, position))).toEqual(headings);
    expect(heightOf(geometry)).toBe(height);
    for (const [index, top] of tops.entries()) {
      expect(rowUnder(geometry, top)).toBe(index);
      expect(rowUnder(geometry, top + 71)).toBe(index);
      expect(geometry.groups[groupAt(geometry, index)]?.start ?? 0).toBeLessThanOrEqual(index);
    }
    for (const [position, top] of headings.entries()) {
      expect(rowUnder(geometry, top)).toBe(geometry.groups[position]?.start);
      expect(rowUnder(geometry, top + 27)).toBe(geometry.groups[position]?.start);
    }
    expect(rowUnder(geometry, height + 1_000)).toBe(total - 1);
  });
});
