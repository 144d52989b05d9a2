import { describe, expect, it } from 'vitest';
import { initialsOf, senderColours, senderHue, tilePalette } from './sender-colours.ts';

/** Relative luminance (WCAG 2.2) of an OKLCH colour, by the matrices of CSS Color 4. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const clamped = [red, green, blue].map((each) => Math.min(1, Math.max(0, each)));
  return 0.2126 * (clamped[0] ?? 0) + 0.7152 * (clamped[1] ?? 0) + 0.0722 * (clamped[2] ?? 0);
}

describe('senderColours', () => {
  it('have the contrast of text for every hue, in both themes', () => {
    for (const { surface, letters } of Object.values(tilePalette)) {
      for (let hue = 0; hue < 360; hue += 5) {
        const [one, other] = [luminance(surface[0], surface[1], hue), luminance(letters[0], letters[1], hue)];
        expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThan(4.5);
      }
    }
  });

  it('are the same for one address however it is written, and differ between people', () => {
    expect(senderColours('Ada@Contoso.test')).toEqual(senderColours('ada@contoso.test'));
    const people = Array.from({ length: 100 }, (_, index) => senderHue(`person${index}@contoso.test`));
    expect(new Set(people).size).toBeGreaterThan(8);
  });
});

describe('initialsOf', () => {
  it.each([
    ['Ada Lovelace', 'ada@contoso.test', 'AL'],
    ['Ada King, Countess of Lovelace', '', 'AL'],
    ['', 'billing@shop.test', 'B'],
    ['contoso', '', 'C'],
    ['"Contoso" Shop', '', 'CS'],
    ['élodie du Châtelet', '', 'ÉC'],
    ['山田 太郎', '', '山太'],
    ['e\u0301lodie', '', 'E\u0301'],
    ['👩‍👩‍👧 !!!', 'x@y.test', 'X'],
    ['', '', ''],
  ])('of “%s” <%s> are %s', (name, address, initials) => {
    expect(initialsOf({ name, address })).toBe(initials);
  });

  it('stay short whatever the name is made of', () => {
    expect(initialsOf({ name: `a${'\u0301'.repeat(1_000)}`, address: '' }).length).toBeLessThan(10);
    expect(initialsOf({ name: 'x '.repeat(50_000), address: '' })).toBe('XX');
  });
});
