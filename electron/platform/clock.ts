/** Time, injected so that tests own it. */
export interface Clock {
  /** The wall clock, milliseconds since the epoch. May jump, and may be wrong by days. */
  now(): number;
  /** Milliseconds from an arbitrary start; never jumps, but may stand still while the computer sleeps. */
  monotonic(): number;
  /** Runs `task` once after `ms`. @returns cancels it */
  after(ms: number, task: () => void): () => void;
}

/** Node's longest timer; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The computer's own clocks. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, Math.min(ms, longestTimerMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
