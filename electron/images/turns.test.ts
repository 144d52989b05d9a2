import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
    end: () => end(),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('runs so much at once, and what belongs to the latest topic first', async () => {
  const log: string[] = [];
  const turns = new Turns(2, 10);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => work(log, name));
  if (!a || !b || !c || !d) throw new Error('four');
  const all = [turns.take('old', a.run), turns.take('old', b.run), turns.take('old', c.run), turns.take('new', d.run)];
  await settled();
  expect(log).toEqual(['a', 'b']);
  a.end();
  await settled();
  expect(log).toEqual(['a', 'b', 'd']);
  for (const each of [b, c, d]) each.end();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

it('lets nobody come between the end of one and the start of the next', async () => {
  const log: string[] = [];
  const turns = new Turns(1, 10);
  const first = work(log, 'first');
  const second = work(log, 'second');
  const third = work(log, 'third');
  const one = turns.take('x', first.run);
  const two = turns.take('x', second.run);
  first.end();
  await one;
  const three = turns.take('x', third.run);
  await settled();
  expect(log).toEqual(['first', 'second']);
  second.end();
  third.end();
  expect(await Promise.all([two, three])).toEqual(['second', 'third']);
});

it('drops what waited longest when too much waits, and all when cleared', async () => {
  const log: string[] = [];
  const turns = new Turns(1, 2);
  const running = work(log, 'running');
  const first = turns.take('x', running.run);
  const others = ['a', 'b', 'c'].map((name) => turns.take('x', async () => name));
  expect(await others[0]).toBeNull();
  turns.clear();
  expect(await Promise.all(others)).toEqual([null, null, null]);
  running.end();
  expect(await first).toBe('running');
});

it('goes on after work that failed', async () => {
  const turns = new Turns(1, 2);
  const failing = turns.take('x', () => Promise.reject(new Error('broken')));
  const next = turns.take('x', async () => 'next');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('next');
});
