import { describe, expect, it } from 'vitest';
import { mostHits } from '../hits.ts';
import { textBlocks, textSections } from '../text-blocks.ts';
import { hitsOfSections } from './text-hits.ts';

const counts = (text: string, words: readonly string[], asTyped = true): readonly number[] =>
  hitsOfSections(textSections(textBlocks(text)), { words, asTyped }).counts;
const sum = (all: readonly number[]): number => all.reduce((total, count) => total + count, 0);
const long = Array.from({ length: 2_000 }, (_line, index) => `Line ${index} of the log`).join('\n');

describe('the hits of a text that is not in the document as a whole', () => {
  it('are counted by section', () => {
    const found = counts(long, ['line 77']);
    expect(found.length).toBeGreaterThan(5);
    // 77, and 770 to 779.
    expect(sum(found)).toBe(11);
    expect(sum(counts(long, ['nothing of it']))).toBe(0);
    expect(counts(long, [])).toEqual([]);
  });

  it('are what the search found, inside words where they begin none', () => {
    expect(sum(counts(long, ['log', '1999'], false))).toBe(mostHits);
    expect(sum(counts(`${long}\nBlogpost`, ['ogpos'], false))).toBe(1);
  });

  it('are bounded', () => {
    expect(sum(counts(long, ['e']))).toBe(mostHits);
    expect(sum(counts(`${'filler '.repeat(100_000)}\nneedle`, ['needle']))).toBe(0);
  });
});
