import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

/** The expected result, without the short cut for plain texts. */
function slowly(value: string, max: number): string {
  const cleaned = value.slice(0, max * 2).replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ');
  // A lone ideographic space is text; what is too much, at an edge or no space at all becomes one space.
  const isSpaced = /\s\s|^\s|\s$|[\t\u00a0]/.test(cleaned);
  const collapsed = isSpaced ? cleaned.replace(/\s+/gu, ' ').trim() : cleaned;
  return collapsed.length <= max ? collapsed : collapsed.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

/** The same numbers each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('text of strangers', () => {
  it('is the same by the short cut as without it', () => {
    const pieces = [
      'a',
      'Z',
      '~',
      '!',
      ' ',
      '  ',
      '\t',
      '\r\n',
      '\u0000',
      '\u007f',
      '\u0085',
      '\u00a0',
      'ü',
      '日',
      '😀',
    ];
    pieces.push('\ud83d', '\ude00', '\u2028', '\u202e', '\ufeff', '\u3000', '=?utf-8?q?x?=', 'budget ');
    const random = numbers(7);
    for (let round = 0; round < 20_000; round += 1) {
      const plain = random() < 0.4;
      const length = Math.floor(random() * 12);
      const choice = (): string => pieces[Math.floor(random() * (plain ? 6 : pieces.length))] ?? '';
      const value = Array.from({ length }, choice).join('');
      const max = Math.floor(random() * 14);
      expect(cleanText(value, max), JSON.stringify([value, max])).toBe(slowly(value, max));
    }
  });
});
