import type { AppError } from '../../../shared/reply.ts';
import type { Clock } from '../../platform/clock.ts';
import { createBackoff } from './backoff.ts';

const shortestWaitMs = 10_000;

/**
 * A fault that a new connection would not fix (a full disk, a server that answers UNAVAILABLE): the account's work
 * pauses, and is tried again after a wait that grows with each fault in a row.
 */
export class LocalFault {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  readonly #backoff;
  #current: { readonly error: AppError; readonly retryAt: number } | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(clock: Clock, random: () => number, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
    this.#backoff = createBackoff(random);
  }

  get current(): { readonly error: AppError; readonly retryAt: number } | null {
    return this.#current;
  }

  set(error: AppError): void {
    const waitMs = this.#backoff.next(shortestWaitMs);
    this.#cancelTimer();
    this.#current = { error, retryAt: this.#clock.now() + waitMs };
    this.#cancelTimer = this.#clock.after(waitMs, () => {
      this.clear();
      this.#onOver();
    });
  }

  clear(): void {
    this.#cancelTimer();
    this.#current = null;
  }

  /** Work succeeded again. */
  succeeded(): void {
    this.#backoff.reset();
  }
}
