import { afterEach, describe, expect, it } from 'vitest';
import { onEndReached, scrollElement } from './message-scroll.ts';

let ends = 0;
const stop = onEndReached(() => {
  ends += 1;
});
afterEach(() => {
  ends = 0;
});

/** An element of 1,000 pixels of which 100 are seen; `scrolled` has what it was asked. */
function pane(scrollTop: number, scrollHeight = 1_000) {
  const scrolled: unknown[] = [];
  const element = document.createElement('div');
  Object.defineProperties(element, {
    scrollTop: { value: scrollTop },
    scrollHeight: { value: scrollHeight },
    clientHeight: { value: 100 },
    scrollBy: { value: (by: unknown) => void scrolled.push(by) },
  });
  return { element, scrolled };
}

describe('reading on', () => {
  it.each([
    ['in the middle', 400, 0.9, true, 0],
    ['at the end', 900, 0.9, true, 1],
    ['at the end, which the browser rounds', 898.6, 0.9, true, 1],
    ['just before the end', 880, 0.9, true, 0],
    ['at the end, by a key that is held down', 900, 0.9, false, 0],
    ['back from the end', 900, -0.9, true, 0],
  ])('%s', (_name, top, pages, leaves, expected) => {
    const { element, scrolled } = pane(top);
    scrollElement(element, pages, leaves);
    expect([ends, scrolled]).toEqual([expected, expected === 1 ? [] : [{ top: pages * 100 }]]);
  });

  it('leaves a message that fits at once, and tells nobody who does not listen', () => {
    const { element } = pane(0, 100);
    scrollElement(element, 0.9, true);
    expect(ends).toBe(1);
    stop();
    scrollElement(element, 0.9, true);
    expect(ends).toBe(1);
  });
});
