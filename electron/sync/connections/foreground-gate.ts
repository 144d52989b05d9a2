import { setImmediate as immediate } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';

/** A user does not wait so long, and background work is not to starve. */
const longestPauseMs = 3_000;

/** Lets what the user is waiting for have the engine's thread: between two windows background work of all accounts waits here. */
export class ForegroundGate {
  readonly #clock: Clock;
  #inside = 0;
  #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs what the user waits for. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) for (const wake of [...this.#waiting]) wake();
    }
  }

  /** Gives timers, messages and sockets a turn; then waits while the user does, for 3 s at most, and no longer than until the signal. */
  async pass(signal?: AbortSignal): Promise<void> {
    await immediate();
    if (this.#inside === 0 || signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        cancel();
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.#clock.after(longestPauseMs, wake);
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
