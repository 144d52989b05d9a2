/** The longest wait between two tries, in milliseconds. */
const longestMs = 15 * 60_000;

/**
 * Waits after temporary refusals, by what is refused: a folder, a kind of operation in it. Each refusal in a row
 * doubles the wait, and a random part keeps folders and accounts from trying at the same moment.
 */
export class OperationWaits {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #waits = new Map<string, { readonly until: number; readonly times: number }>();

  /**
   * @param now milliseconds since the epoch
   * @param random a number from 0 up to 1
   */
  constructor(now: () => number, random: () => number) {
    this.#now = now;
    this.#random = random;
  }

  /** Waits longer than the last time. @returns how often in a row this was refused */
  refused(key: string, firstMs: number): number {
    const times = (this.#waits.get(key)?.times ?? 0) + 1;
    this.#waits.set(key, { until: this.#now() + this.wait(firstMs, times - 1), times });
    return times;
  }

  /** The wait after so many doublings, in milliseconds, with its random part (three to five quarters). */
  wait(firstMs: number, doublings: number): number {
    return Math.round(Math.min(longestMs, firstMs * 2 ** doublings) * (0.75 + this.#random() / 2));
  }

  /** Until when this waits, milliseconds since the epoch; 0 where it does not. */
  until(key: string): number {
    return this.#waits.get(key)?.until ?? 0;
  }

  /** The server accepted it, or the user asks to try again. */
  accepted(key: string): void {
    this.#waits.delete(key);
  }
}
