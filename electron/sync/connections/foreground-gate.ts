import { setImmediate as immediate } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';

/** The longest that background work waits in one `pass`, so that reads by the user cannot stop it altogether. */
const longestPauseMs = 3_000;

/** How long after a question more of them are expected. */
const askingMs = 2_000;

/**
 * Gives what the user waits for precedence on the engine's thread: background work of all accounts waits here between
 * two windows.
 */
export class ForegroundGate {
  readonly #clock: Clock;
  #inside = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the user waits for something. */
  get isBusy(): boolean {
    return this.#inside > 0;
  }

  /** The window asks for something that is stored: what runs meanwhile is to take short steps for a while. */
  asked(): void {
    this.#askedAt = this.#clock.now();
  }

  /** Whether the window asked a moment ago, so that it may ask again at any time. A clock that was set does not count. */
  get isAsking(): boolean {
    const ago = this.#clock.now() - this.#askedAt;
    return this.isBusy || (ago >= 0 && ago < askingMs);
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
