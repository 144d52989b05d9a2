import { setImmediate as immediate } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';

/** The longest that background work waits in one `pass`, so that reads by the user cannot stop it altogether. */
const longestPauseMs = 3_000;

/**
 * Gives what the user waits for precedence on the engine's thread: background work of all accounts waits here between
 * two windows.
 */
export class ForegroundGate {
  readonly #clock: Clock;
  #inside = 0;
  #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the user waits for something. */
  get isBusy(): boolean {
    return this.#inside > 0;
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

  /**
   * Yields once to timers, messages and sockets. Then waits while a `during` runs, for at most 3 s, or until the signal
   * aborts.
   */
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
