import { expect, it } from 'vitest';
import { markedOtherwise } from './marks.ts';

const plain = { seen: false, flagged: false, answered: true, forwarded: false, draft: false, deleted: false };

it('tells whose mark differs, with all flags, and leaves out what is not stored', () => {
  const flagsOf = (uid: number) => (uid === 9 ? null : plain);
  expect(markedOtherwise([1, 2], [2, 3, 9], 'unseen', flagsOf)).toEqual([
    { uid: 3, flags: { ...plain, seen: false } },
    { uid: 1, flags: { ...plain, seen: true } },
  ]);
  expect(markedOtherwise([1], [4], 'flagged', flagsOf)).toEqual([
    { uid: 4, flags: { ...plain, flagged: true } },
    { uid: 1, flags: { ...plain, flagged: false } },
  ]);
  expect(markedOtherwise([1], [1], 'flagged', flagsOf)).toEqual([]);
});
