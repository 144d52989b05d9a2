import { expect, it, vi } from 'vitest';
import { KeyedMutex, Mutex, untilAborted } from './mutex.ts';

/** A task that ends when it is told to, and notes when it begins and ends. */
function task(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: async () => {
      log.push(`${name} begins`);
      await ended;
      log.push(`${name} ends`);
      return name;
    },
    end: () => end(),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('keeps the order of the calls, also after a failure', async () => {
  const mutex = new Mutex();
  const order: number[] = [];
  const first = mutex.run(async () => {
    await settled();
    order.push(1);
    throw new Error('first');
  });
  const second = mutex.run(async () => order.push(2));
  await expect(first).rejects.toThrow('first');
  expect(await second).toBe(2);
  expect(order).toEqual([1, 2]);
  expect(mutex.length).toBe(0);
});

it('a signal ends the waiting at once, and those behind still wait for those before', async () => {
  const mutex = new Mutex();
  const log: string[] = [];
  const [first, third] = [task(log, 'first'), task(log, 'third')];
  const controller = new AbortController();
  const never = vi.fn(async () => undefined);
  const one = mutex.run(first.run);
  const two = mutex.run(never, controller.signal);
  const three = mutex.run(third.run);
  controller.abort(new Error('given up'));
  await expect(two).rejects.toThrow('given up');
  await expect(mutex.run(never, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  await settled();
  expect(log).toEqual(['first begins']);
  first.end();
  third.end();
  expect(await Promise.all([one, three])).toEqual(['first', 'third']);
  expect(log).toEqual(['first begins', 'first ends', 'third begins', 'third ends']);
  expect(never).not.toHaveBeenCalled();
});

it('a signal lets nobody in while the task still runs', async () => {
  const mutex = new Mutex();
  const log: string[] = [];
  const [first, second] = [task(log, 'first'), task(log, 'second')];
  const controller = new AbortController();
  const one = mutex.run(first.run, controller.signal);
  const two = mutex.run(second.run);
  await settled();
  controller.abort();
  await settled();
  expect(log).toEqual(['first begins']);
  first.end();
  second.end();
  expect(await Promise.all([one, two])).toEqual(['first', 'second']);
});

it('keys do not wait for each other, and one that is used again right after it was left is still one', async () => {
  const mutexes = new KeyedMutex<string>();
  const log: string[] = [];
  const [a, b, c, d] = [task(log, 'a'), task(log, 'b'), task(log, 'c'), task(log, 'd')];
  const running = [mutexes.run('x', a.run), mutexes.run('y', b.run), mutexes.run('x', c.run)];
  await settled();
  expect(log).toEqual(['a begins', 'b begins']);
  a.end();
  c.end();
  await Promise.all([running[0], running[2]]);
  running.push(
    mutexes.run('x', d.run),
    mutexes.run('x', async () => 'last'),
  );
  await settled();
  expect(log.at(-1)).toBe('d begins');
  b.end();
  d.end();
  expect(await Promise.all(running)).toEqual(['a', 'b', 'c', 'd', 'last']);
});

it('untilAborted leaves no listener behind', async () => {
  const { signal } = new AbortController();
  const remove = vi.spyOn(signal, 'removeEventListener');
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
  expect(remove).toHaveBeenCalledTimes(1);
  await expect(untilAborted(Promise.resolve(1), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
