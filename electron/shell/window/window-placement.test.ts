import { describe, expect, it } from 'vitest';
import { type Bounds, besideOthers, minWindow, parseWindowState, placeOnDisplays } from './window-placement.ts';

const laptop: Bounds = { x: 0, y: 25, width: 1440, height: 875 };
const right: Bounds = { x: 1440, y: 0, width: 2560, height: 1440 };
const left: Bounds = { x: -1920, y: -200, width: 1920, height: 1080 };
const usual: Bounds = { x: 80, y: 60, width: 1280, height: 800 };

function isInside(inner: Bounds, outer: Bounds): boolean {
  const right = inner.x + inner.width <= outer.x + outer.width;
  const bottom = inner.y + inner.height <= outer.y + outer.height;
  return inner.x >= outer.x && inner.y >= outer.y && right && bottom;
}

describe('placeOnDisplays', () => {
  it.each([
    ['on the only display', usual, [laptop]],
    ['on the second display', { x: 1700, y: 200, width: 1600, height: 1000 }, [laptop, right]],
    ['at negative coordinates', { x: -1800, y: -100, width: 1280, height: 800 }, [laptop, left]],
    ['across two displays', { x: 1000, y: 100, width: 1280, height: 700 }, [laptop, right]],
    ['with a part over the edge', { x: 300, y: 60, width: 1280, height: 800 }, [laptop]],
    ['when the displays are not known', usual, []],
  ])('leaves it %s', (_case, bounds, displays) => {
    expect(placeOnDisplays(bounds, displays, minWindow)).toEqual(bounds);
  });

  it.each([
    ['was on a display that is gone', { x: 1700, y: 200, width: 1200, height: 800 }, [laptop], laptop],
    ['was on the left display that is gone', { x: -1800, y: 0, width: 1200, height: 800 }, [laptop, right], laptop],
    ['is nearer to the second display', { x: 5000, y: 300, width: 1200, height: 800 }, [laptop, right], right],
    ['is larger than the display', { x: 0, y: 25, width: 3000, height: 2000 }, [laptop], laptop],
    ['has its title bar above the display', { x: 100, y: -10, width: 900, height: 700 }, [laptop], laptop],
    ['shows a corner only', { x: 1400, y: 860, width: 900, height: 700 }, [laptop], laptop],
    ['is far beyond everything', { x: 99_999, y: -99_999, width: 900, height: 700 }, [laptop, left, right], right],
    ['is mostly below the display', { x: 100, y: 700, width: 900, height: 800 }, [laptop], laptop],
  ])('moves it onto a display when it %s', (_case, bounds, displays, expected) => {
    expect(isInside(placeOnDisplays(bounds, displays, minWindow), expected)).toBe(true);
  });

  it('keeps the size where it fits', () => {
    expect(placeOnDisplays({ x: 9000, y: 9000, width: 1200, height: 800 }, [laptop], minWindow)).toEqual({
      x: 240,
      y: 100,
      width: 1200,
      height: 800,
    });
  });

  it('makes it no smaller than the layout can be', () => {
    expect(placeOnDisplays({ x: 100, y: 100, width: 10, height: 10 }, [laptop], minWindow)).toMatchObject({
      width: 640,
      height: 480,
    });
  });
});

describe('parseWindowState', () => {
  const state = { bounds: usual, maximised: true, fullScreen: false, zoomFactor: 1.5 };

  it('reads what was written', () => {
    expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  });

  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(state).slice(0, 40)],
    ['null', 'null'],
    ['a list', '[]'],
    ['another shape', '{"bounds":{"x":1}}'],
    ['no numbers', JSON.stringify({ ...state, bounds: { ...usual, x: null } })],
    ['sizes beyond all displays', JSON.stringify({ ...state, bounds: { ...usual, width: 1e9 } })],
    ['a size below nothing', JSON.stringify({ ...state, bounds: { ...usual, height: -5 } })],
    ['a zoom that shows nothing', JSON.stringify({ ...state, zoomFactor: 0 })],
  ])('ignores %s', (_case, text) => {
    expect(parseWindowState(text)).toBeNull();
  });
});

describe('besideOthers', () => {
  it('leaves a place that is free', () => {
    expect(besideOthers(usual, [])).toEqual(usual);
    expect(besideOthers(usual, [{ ...usual, x: usual.x + 1 }])).toEqual(usual);
  });

  it('moves off every window that lies exactly there', () => {
    const second = besideOthers(usual, [usual]);
    const third = besideOthers(usual, [usual, second]);
    expect([second.x - usual.x, second.y - usual.y]).toEqual([third.x - second.x, third.y - second.y]);
    expect(second.x).toBeGreaterThan(usual.x);
    expect([third.width, third.height]).toEqual([usual.width, usual.height]);
  });
});
