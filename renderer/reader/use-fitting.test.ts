import { describe, expect, it } from 'vitest';
import { fittingTools } from './use-fitting.ts';

describe('fittingTools', () => {
  it.each([
    [900, 24, 6],
    [560, 24, 6],
    [420, 24, 6],
    [380, 52, 4],
    [320, 52, 2],
    [320, 24, 3],
    [200, 52, 1],
    [0, 52, 1],
  ])('in %i px beside %i px are %i', (width, around, fitting) => {
    expect(fittingTools(width, around, 6)).toBe(fitting);
  });

  it('leaves the subject its share, and room for the menu', () => {
    for (let width = 300; width <= 900; width++) {
      const tools = (fittingTools(width, 52, 6) + 1) * 30;
      expect(width - 52 - tools).toBeGreaterThanOrEqual(Math.min(160, width - 112));
    }
  });
});
