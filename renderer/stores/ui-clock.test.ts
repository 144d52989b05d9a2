import { describe, expect, it } from 'vitest';
import { timeLeft } from './ui-clock.ts';

describe('timeLeft', () => {
  it.each([
    [900_000, 0, '15:00'],
    [900_999, 0, '15:00'],
    [61_000, 0, '1:01'],
    [61_000, 52, '0:09'],
    [61_000, 61, '0:00'],
    [61_000, 5_000, '0:00'],
  ])('until %i ms at second %i is %s', (at, second, text) => {
    expect(timeLeft(at, second)).toBe(text);
  });
});
