/** The longest wait between two attempts, in milliseconds. */
export const longestWaitMs = 5 * 60_000;
const firstWaitMs = 2_000;

/** How long to wait before the next attempt. */
export interface Backoff {
  /**
   * Milliseconds until the next attempt; they tend to grow with each call. `askedMs` is the least that the server asked
   * for.
   */
  next(askedMs?: number): number;
  /** An attempt succeeded, or there is reason to expect that the next one will: waits start short again. */
  reset(): void;
}

/**
 * Exponential backoff with decorrelated jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"), so that many clients behind one failing
 * server don't come back together: a random wait between 2 s and three times the last one, at most 5 minutes.
 * @param random a number from 0 (included) to 1 (excluded)
 */
export function createBackoff(random: () => number): Backoff {
  let last = firstWaitMs;
  return {
    next(askedMs = 0) {
      const drawn = Math.min(longestWaitMs, firstWaitMs + random() * (last * 3 - firstWaitMs));
      last = drawn;
      // The server may have asked all its clients to wait the same time, so up to 10 % (at most 10 s) is added at
      // random.
      const asked = askedMs > 0 ? askedMs + random() * Math.min(askedMs * 0.1, 10_000) : 0;
      return Math.round(Math.max(drawn, asked));
    },
    reset() {
      last = firstWaitMs;
    },
  };
}
