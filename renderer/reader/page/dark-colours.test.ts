import { describe, expect, it } from 'vitest';
import { type Colour, darkColour, isLight, luminanceOf, readColour, writeColour } from './dark-colours.ts';

const colour = (text: string): Colour => {
  const read = readColour(text);
  if (read === null) throw new Error(`No colour: ${text}`);
  return read;
};
const contrast = (one: Colour, other: Colour): number => {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};

describe('darkColour', () => {
  it('makes white the theme’s surface, and black its ink', () => {
    expect(luminanceOf(darkColour(colour('rgb(255, 255, 255)')))).toBeCloseTo(0.0135, 2);
    expect(luminanceOf(darkColour(colour('rgb(0, 0, 0)')))).toBeCloseTo(0.79, 1);
  });

  it('keeps hues: a blue link stays blue, a red price red, a pale yellow box yellowish', () => {
    const blue = darkColour(colour('rgb(0, 0, 238)'));
    expect(blue.blue).toBeGreaterThan(blue.red);
    const red = darkColour(colour('rgb(200, 0, 0)'));
    expect(red.red).toBeGreaterThan(red.blue);
    const yellow = darkColour(colour('rgb(255, 250, 205)'));
    expect(yellow.red).toBeGreaterThan(yellow.blue);
  });

  it('keeps the contrast of any text on any light surface, as far as reading needs it', () => {
    // A seeded generator (mulberry32), so that a failure can be repeated.
    let seed = 7;
    const random = (): number => {
      seed = (seed + 0x6d2b79f5) | 0;
      let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const any = (): Colour => ({ red: random(), green: random(), blue: random(), alpha: 1 });
    let tried = 0;
    while (tried < 2_000) {
      const [paper, text] = [any(), any()];
      if (!isLight(paper) || luminanceOf(text) > luminanceOf(paper)) continue;
      tried++;
      const before = contrast(paper, text);
      // Beyond 4.5 the theme's own ink and surface are the bounds; colours are rounded to what sRGB has.
      expect(contrast(darkColour(paper), darkColour(text))).toBeGreaterThan(Math.min(before, 4.5) * 0.95);
    }
  });

  it('reads what computed styles say, and nothing else', () => {
    expect(readColour('rgba(0, 0, 0, 0.5)')?.alpha).toBe(0.5);
    expect(writeColour(colour('rgb(1, 2, 3)'))).toBe('rgba(1, 2, 3, 1)');
    for (const text of ['red', 'transparent', 'color(srgb 1 0 0)', '']) expect(readColour(text)).toBeNull();
  });
});
