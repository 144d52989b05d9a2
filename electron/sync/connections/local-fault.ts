import type { AppError } from '../../../shared/reply.ts';
import type { Clock } from '../../platform/clock.ts';
import { createBackoff } from './backoff.ts';

const shortestWaitMs = 10_000;

interface LocalFaultState {
  readonly error: AppError;
  /** Milliseconds since the epoch. */
  readonly retryAt: number;
}

/**
 * A fault that a new connection would not fix (a full disk, a server that answers UNAVAILABLE): the account's work
 * pauses, and is tried again after a wait that grows with each fault in a row.
 */
export class LocalFault {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  readonly #backoff;
  #current: LocalFaultState | null = null;
  #unproven: LocalFaultState | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(clock: Clock, random: () => number, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
    this.#backoff = createBackoff(random);
  }

  /** While it is set, nothing is tried. */
  get current(): LocalFaultState | null {
    return this.#current;
  }

  /** The fault that is to be told: also while what failed is tried once more, until that has worked. */
  get told(): LocalFaultState | null {
    return this.#current ?? this.#unproven;
  }

  set(error: AppError): void {
    const waitMs = this.#backoff.next(shortestWaitMs);
    this.#cancelTimer();
    this.#current = { error, retryAt: this.#clock.now() + waitMs };
    this.#unproven = this.#current;
    this.#cancelTimer = this.#clock.after(waitMs, () => {
      this.#current = null;
      this.#onOver();
    });
  }

  clear(): void {
    this.#cancelTimer();
    this.#current = null;
    this.#unproven = null;
  }

  /** Work succeeded again. */
  succeeded(): void {
    this.#backoff.reset();
    this.#unproven = null;
  }
}
