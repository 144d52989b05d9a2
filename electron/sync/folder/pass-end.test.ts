import { describe, expect, it } from 'vitest';
import { type PassEnd, passEnd } from './pass-end.ts';

const stored = { messages: 10, uidNext: 11, highestModseq: 5n };
const selected = { exists: 10, uidNext: 11, uidValidity: 1, highestModseq: 5n };
const status = { messages: 10, unseen: 0, uidNext: 11, uidValidity: 1, highestModseq: 5n };
type Arguments = Parameters<typeof passEnd>;

describe('the end of a pass', () => {
  it.each<
    [string, PassEnd, Partial<Arguments[0]>, Partial<Arguments[1]>, Partial<NonNullable<Arguments[2]>> | null, boolean]
  >([
    ['all agrees', 'proved', {}, {}, {}, false],
    ['STATUS is refused', 'proved', {}, {}, null, false],
    ['STATUS tells nothing', 'proved', {}, {}, { messages: null, uidNext: null, highestModseq: null }, false],
    ['mail came during the pass', 'moved', {}, {}, { messages: 11, uidNext: 12 }, false],
    ['a message went during the pass', 'moved', {}, {}, { messages: 9 }, false],
    ['flags changed during the pass', 'moved', {}, {}, { highestModseq: 6n }, false],
    ['flags were not fetched', 'moved', { highestModseq: 4n }, {}, {}, false],
    ['the server kept still, and counts more', 'disagrees', { messages: 9 }, {}, {}, false],
    ['the server kept still, and counts fewer', 'disagrees', { messages: 11 }, {}, {}, false],
    ['STATUS differs from SELECT each time', 'proved', {}, {}, { highestModseq: 6n }, true],
  ])('%s: %s', (_name, end, here, select, told, isRepeated) => {
    expect(
      passEnd({ ...stored, ...here }, { ...selected, ...select }, told && { ...status, ...told }, isRepeated),
    ).toBe(end);
  });
});
