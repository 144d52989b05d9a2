import type { Clock } from '../../platform/clock.ts';

/** How long a transaction is to take, in milliseconds: what the window asks for waits until it has ended. */
const whileAskedMs = 4;
const atRestMs = 25;
/** Fewer messages would cost too much processor time each. */
const fewest = 20;
const most = 250;
/** How much the last transaction counts beside those before it. */
const weight = 0.1;

/** How many new messages are stored in one transaction: as many as this computer stores in the time that there is for it. */
export class SliceSize {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #isAsking: () => boolean;
  #msEach = 0.1;

  /** @param isAsking whether the window asks for rows */
  constructor(clock: Pick<Clock, 'monotonic'>, isAsking: () => boolean) {
    this.#clock = clock;
    this.#isAsking = isAsking;
  }

  /** How many messages the next transaction is to have. */
  get rows(): number {
    const ms = this.#isAsking() ? whileAskedMs : atRestMs;
    return Math.max(fewest, Math.min(most, Math.round(ms / this.#msEach)));
  }

  /** Stores so many messages, and learns from how long that takes. */
  storing(rows: number, store: () => void): void {
    const started = this.#clock.monotonic();
    store();
    // A small transaction tells little of what a message costs.
    if (rows < fewest) return;
    // One that was interrupted tells nothing of the next.
    const each = Math.min((this.#clock.monotonic() - started) / rows, 3 * this.#msEach);
    this.#msEach += weight * (each - this.#msEach);
  }
}
