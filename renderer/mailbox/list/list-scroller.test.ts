import { describe, expect, it } from 'vitest';
import { heightOf, type ListGeometry, rowTop } from './list-geometry.ts';
import { ListScroller, type Pane } from './list-scroller.ts';
import { elementHeight, elementTop, listTop, tallest } from './scroll-scale.ts';

const viewport = 600;

/** An element as browsers have it: never higher than `tallest`, and scrolled to no place beyond its end. */
function paneOf(geometry: () => ListGeometry): Pane {
  let scrollTop = 0;
  return {
    clientHeight: viewport,
    get scrollTop() {
      return scrollTop;
    },
    set scrollTop(wanted) {
      scrollTop = Math.max(0, Math.min(Math.round(wanted), elementHeight(heightOf(geometry())) - viewport));
    },
  };
}

function listOf(total: number, more: Partial<ListGeometry> = {}): ListGeometry {
  return { total, rowHeight: 72, headingHeight: 28, groups: [{ start: 0, end: total, place: 1 }], ...more };
}

function start(geometry: ListGeometry, firstRow = 0) {
  const current = { geometry };
  const pane = paneOf(() => current.geometry);
  const scroller = new ListScroller();
  scroller.begin(pane, geometry, firstRow);
  return {
    pane,
    scroller,
    change: (next: ListGeometry, shift = 0) => {
      current.geometry = next;
      scroller.geometryChanged(next, shift);
    },
    /** As the user scrolls. */
    scrollTo: (top: number) => {
      pane.scrollTop = top;
      scroller.scrolled();
    },
  };
}

/** A row's upper edge in the window. */
const edge = (scroller: ListScroller, index: number): number => rowTop(scroller.geometry, index) - scroller.top;

describe('a list that fits into an element', () => {
  it('shows the rows where the element is scrolled to, below the heading that stays', () => {
    const { scroller, scrollTo } = start(listOf(1_000));
    expect(scroller.visible()).toEqual({ first: 0, last: 7, base: 0 });
    scrollTo(72 * 10);
    expect(scroller.visible()).toEqual({ first: 10, last: 17, base: 0 });
  });

  it('begins where it was left, and shows a row whole that is gone to', () => {
    const { scroller } = start(listOf(1_000), 500);
    expect(scroller.visible().first).toBe(500);
    expect(edge(scroller, 500)).toBe(28);
    scroller.reveal(500);
    expect(edge(scroller, 500)).toBe(28);
    scroller.reveal(499);
    expect(edge(scroller, 499)).toBe(28);
    scroller.reveal(999);
    expect(edge(scroller, 999)).toBe(viewport - 72);
  });

  it('keeps what is visible in its place when rows and headings come in above', () => {
    const { scroller, change } = start(listOf(1_000), 500);
    const before = edge(scroller, 500);
    change(
      listOf(1_003, {
        groups: [
          { start: 0, end: 2, place: 1 },
          { start: 2, end: 40, place: 2 },
          { start: 40, end: 1_003, place: 3 },
        ],
      }),
      3,
    );
    expect(edge(scroller, 503)).toBe(before);
    change(listOf(1_003, { rowHeight: 30 }));
    expect(scroller.visible().first).toBe(503);
  });

  it('asks nothing of the element when scrolling ends, since what was just drawn would be laid out for that', () => {
    let asked = 0;
    const pane: Pane = {
      get clientHeight() {
        asked += 1;
        return viewport;
      },
      scrollTop: 0,
    };
    const scroller = new ListScroller();
    scroller.begin(pane, listOf(1_000), 0);
    pane.scrollTop = 720;
    scroller.scrolled();
    const before = asked;
    scroller.rested();
    expect(asked).toBe(before);
    expect(scroller.visible()).toEqual({ first: 10, last: 17, base: 0 });
  });

  it('shows new rows at the very top', () => {
    const { scroller, change, pane } = start(listOf(1_000));
    change(listOf(1_001), 0);
    expect(pane.scrollTop).toBe(0);
    expect(scroller.visible().first).toBe(0);
  });
});

describe.each([600_001, 1_000_000, 5_000_000])('a list of %i rows', (total) => {
  const geometry = listOf(total);
  const end = heightOf(geometry) - viewport;

  it('scrolls to its end and back, by key and by scrollbar', () => {
    const { scroller, scrollTo, pane } = start(geometry);
    scroller.reveal(total - 1);
    expect(scroller.visible().last).toBe(total - 1);
    expect(edge(scroller, total - 1)).toBe(viewport - 72);
    scroller.reveal(0);
    expect([scroller.top, pane.scrollTop]).toEqual([0, 0]);
    scrollTo(tallest - viewport);
    expect(scroller.top).toBe(end);
    scrollTo(0);
    expect(scroller.top).toBe(0);
    scrollTo((tallest - viewport) / 2);
    expect(scroller.top).toBeCloseTo(end / 2, 3);
  });

  it('moves by the pixels of the wheel everywhere, and no row is left out', () => {
    const { scroller, scrollTo, pane } = start(geometry, Math.floor(total / 2));
    for (let turn = 0; turn < 500; turn++) {
      const before = scroller.top;
      scrollTo(pane.scrollTop + 120);
      expect(scroller.top - before).toBeCloseTo(120, 3);
      if (turn % 100 === 99) {
        const resting = scroller.top;
        scroller.rested();
        expect(scroller.top).toBe(resting);
        expect(pane.scrollTop).toBeCloseTo(elementTop(resting, heightOf(geometry), viewport), -1);
      }
    }
  });

  it('reaches both ends by the wheel alone, also without a rest', () => {
    const { scroller, scrollTo, pane } = start(geometry, total - 8_000);
    for (let turn = 0; turn < 10_000 && scroller.top < end; turn++) scrollTo(pane.scrollTop + 240);
    expect(scroller.visible().last).toBe(total - 1);
    scroller.goTo(8_000 * 72);
    for (let turn = 0; turn < 10_000 && scroller.top > 0; turn++) scrollTo(pane.scrollTop - 240);
    expect(scroller.visible().first).toBe(0);
  });
});

describe('the scale', () => {
  it('is the same forth and back, rises, and is 1:1 at both ends', () => {
    const height = 72_000_000;
    let before = -1;
    for (let top = 0; top <= height - viewport; top += 99_991) {
      const inElement = elementTop(top, height, viewport);
      expect(inElement).toBeGreaterThan(before);
      expect(listTop(inElement, height, viewport)).toBeCloseTo(top, 3);
      before = inElement;
    }
    expect(elementTop(1_000, height, viewport)).toBe(1_000);
    expect(elementTop(height - viewport - 1_000, height, viewport)).toBe(tallest - viewport - 1_000);
    expect(elementTop(50, 60, viewport)).toBe(0);
  });
});
