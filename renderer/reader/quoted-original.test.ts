import { describe, expect, it } from 'vitest';
import { scoped } from './quoted-original.ts';

describe('the selectors of a quoted original', () => {
  it.each([
    ['p', '.o p'],
    ['body', '.o'],
    ['html', '.o'],
    [':root', '.o'],
    ['html body', '.o'],
    ['html > body > p', '.o > p'],
    ['html p', '.o p'],
    ['body.wide p', '.o.wide p'],
    ['body > *', '.o > *'],
    ['*', '.o *'],
    ['.body, bodyguard, body-x', '.o .body, .o bodyguard, .o body-x'],
    ['a:hover, a:is(.x, .y) b, [title="a, b"] c', '.o a:hover, .o a:is(.x, .y) b, .o [title="a, b"] c'],
    [':not(:is(p, a), b), i', '.o :not(:is(p, a), b), .o i'],
  ])('%s', (selectors, within) => expect(scoped(selectors, '.o')).toBe(within));

  it('takes time that grows with the length alone', () => {
    const work = (count: number): number => {
      const selectors = '(['.repeat(count);
      const before = performance.now();
      scoped(selectors, '.o');
      return performance.now() - before;
    };
    work(1_000);
    expect(work(10_000)).toBeLessThan(100 * Math.max(1, work(1_000)));
  });
});
