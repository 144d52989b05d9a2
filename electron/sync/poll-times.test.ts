import { expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import { PollTimes } from './poll-times.ts';

const everyMs = 300_000;
const folder = 7 as FolderId;

/** At which of the checks, the first being 0, the folder is asked about. */
function askedAt(checks: number, changedAt: readonly number[] = []): number[] {
  let now = 0;
  let messages = 10;
  const times = new PollTimes({ monotonic: () => now }, everyMs);
  const asked: number[] = [];
  for (let check = 0; check < checks; check += 1) {
    // A check begins a little earlier or later than the one before said.
    now = check * everyMs + (check % 2 === 0 ? 900 : -900);
    if (!times.isDue(folder)) continue;
    asked.push(check);
    if (changedAt.includes(check)) messages += 1;
    times.asked(folder, { messages, unseen: 0, uidNext: messages + 1, uidValidity: 1, highestModseq: null });
  }
  return asked;
}

it('asks less and less often about a folder that stays as it is', () => {
  expect(askedAt(20)).toEqual([0, 1, 3, 7, 11, 15, 19]);
});

it('asks at each check about a folder that changes', () => {
  expect(askedAt(6, [0, 1, 2, 3, 4, 5])).toEqual([0, 1, 2, 3, 4, 5]);
});

it('asks at the next check again when it has changed', () => {
  expect(askedAt(16, [7])).toEqual([0, 1, 3, 7, 8, 10, 14]);
});
