import type { Clock } from './clock.ts';

/** A clock that a test moves. */
export interface FakeClock extends Clock {
  /** Lets `ms` pass on both clocks and runs what falls due, in order. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock `ms` ahead (or back), as a user or NTP would; timers do not notice. */
  jump(ms: number): void;
  /** How long until each waiting task, soonest first. */
  pending(): number[];
}

/** @param start milliseconds since the epoch; the real time where a library reads the real clock as well */
export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let wall = start;
  let elapsed = 0;
  let tasks: { due: number; run: () => void }[] = [];

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => wall,
    monotonic: () => elapsed,
    after: (ms, run) => {
      const task = { due: elapsed + ms, run };
      tasks.push(task);
      return () => {
        tasks = tasks.filter((other) => other !== task);
      };
    },
    advance: async (ms) => {
      const end = elapsed + ms;
      for (;;) {
        const next = tasks.filter((task) => task.due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        tasks = tasks.filter((task) => task !== next);
        wall += Math.max(0, next.due - elapsed);
        elapsed = Math.max(elapsed, next.due);
        next.run();
        await settle();
      }
      wall += end - elapsed;
      elapsed = end;
      await settle();
    },
    jump: (ms) => {
      wall += ms;
    },
    pending: () => tasks.map((task) => task.due - elapsed).sort((a, b) => a - b),
  };
}
