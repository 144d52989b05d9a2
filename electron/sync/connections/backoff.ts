/** The longest wait between two attempts, in milliseconds. */
export const longestWaitMs = 5 * 60_000;
const firstWaitMs = 2_000;

/** How long to wait before the next attempt. */
export interface Backoff {
  /** Milliseconds until the next attempt; grows with each call. `askedMs` is what the server asked for, which is never undercut. */
  next(askedMs?: number): number;
  /** An attempt succeeded, or somebody who knows said that now is a good time. */
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
      // Everybody was asked to wait the same time: spread the return.
      const asked = askedMs > 0 ? askedMs + random() * Math.min(askedMs * 0.1, 10_000) : 0;
      return Math.round(Math.max(drawn, asked));
    },
    reset() {
      last = firstWaitMs;
    },
  };
}
