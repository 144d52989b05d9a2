import { describe, expect, it } from 'vitest';
import { fittingTools } from './use-fitting.ts';

describe('fittingTools', () => {
  it.each([
    [900, 50, 9],
    [380, 50, 9],
    [320, 50, 8],
    [320, 86, 6],
    [200, 86, 2],
    [60, 86, 1],
    [0, 50, 1],
  ])('in %i px beside %i px are %i', (width, around, fitting) => {
    expect(fittingTools(width, around, 9)).toBe(fitting);
  });

  it('leaves room for the menu, also where everything is larger', () => {
    for (const scale of [1, 1.15, 1.31]) {
      for (let width = 200; width <= 900; width++) {
        expect((fittingTools(width, 86, 9, scale) + 1) * 30 + 86).toBeLessThanOrEqual(width / scale);
      }
    }
  });
});
