import { describe, expect, it } from 'vitest';
import { createBackoff, longestWaitMs } from './backoff.ts';

describe('backoff', () => {
  it('N5: grows to at most five minutes and never below two seconds', () => {
    for (const draw of [0, 0.25, 0.5, 0.999]) {
      const backoff = createBackoff(() => draw);
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const wait = backoff.next();
        expect(wait).toBeGreaterThanOrEqual(2_000);
        expect(wait).toBeLessThanOrEqual(longestWaitMs);
      }
    }
    const highest = createBackoff(() => 0.999);
    expect(Array.from({ length: 8 }, () => highest.next()).at(-1)).toBe(longestWaitMs);
  });

  it('N5: is jittered, and begins again after a success', () => {
    let draws = 0;
    const backoff = createBackoff(() => (draws++ * 0.37) % 1);
    const waits = new Set(Array.from({ length: 10 }, () => backoff.next()));
    expect(waits.size).toBeGreaterThan(5);
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(6_000);
  });

  it('waits as long as the server asks', () => {
    const backoff = createBackoff(() => 0);
    expect(backoff.next(92_415)).toBe(92_415);
    expect(createBackoff(() => 0.5).next(3_600_000)).toBeGreaterThan(3_600_000);
  });
});
