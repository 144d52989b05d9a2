import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../shared/mail.ts';
import { type HitList, hitNumber, hitStepped, hitsCounted, hitsForgotten, messagesListed, noHits } from './hit-list.ts';

const [a, b, c] = [1, 2, 3] as [MessageId, MessageId, MessageId];
const of = (...counts: (number | null)[]): HitList =>
  counts.reduce<HitList>(
    (list, count, index) => (count === null ? list : hitsCounted(list, [a, b, c][index] ?? a, count, false)),
    messagesListed(noHits, [a, b, c].slice(0, counts.length), a),
  );
const said = (list: HitList): string => {
  const { number, total, isMore } = hitNumber(list);
  return `${number ?? '-'} of ${total}${isMore ? '+' : ''}`;
};
const steps = (list: HitList, ...by: (1 | -1)[]): string[] => {
  const seen: string[] = [];
  by.reduce((now, each) => {
    const next = hitStepped(now, each);
    seen.push(said(next));
    return next;
  }, list);
  return seen;
};

describe('the hits of the open messages', () => {
  it('begin with the first of the message that the list led to', () => {
    expect(said(of(null))).toBe('- of 0+');
    expect(said(of(0))).toBe('- of 0');
    expect(said(of(3))).toBe('1 of 3');
    const led = messagesListed(noHits, [a, b, c], b);
    expect(said(hitsCounted(hitsCounted(led, a, 2, false), b, 4, false))).toBe('3 of 6+');
    expect(said(hitsCounted(hitsCounted(led, c, 2, false), b, 0, false))).toBe('1 of 2+');
  });

  it('are gone through in a circle, over all messages', () => {
    expect(steps(of(3), 1, 1, 1, -1)).toEqual(['2 of 3', '3 of 3', '1 of 3', '3 of 3']);
    expect(steps(of(1), 1, -1)).toEqual(['1 of 1', '1 of 1']);
    expect(steps(of(1, 0, 2), 1, 1, 1, -1, -1)).toEqual(['2 of 3', '3 of 3', '1 of 3', '3 of 3', '2 of 3']);
    expect(steps(of(0, 0), 1, -1)).toEqual(['- of 0', '- of 0']);
    expect(hitStepped(noHits, 1)).toBe(noHits);
  });

  it('wait for a message that was never in sight', () => {
    const waiting = hitStepped(of(1, null, 2), 1);
    expect(waiting.at).toEqual({ id: b, index: 'first' });
    expect(said(hitsCounted(waiting, b, 5, false))).toBe('2 of 8');
    expect(said(hitsCounted(waiting, b, 0, false))).toBe('2 of 3');
    const back = hitStepped(of(1, 2, null), -1);
    expect(back.at).toEqual({ id: c, index: 'last' });
    expect(said(hitsCounted(back, c, 5, false))).toBe('8 of 8');
    expect(said(hitsCounted(back, c, 0, false))).toBe('3 of 3');
    expect(said(hitsCounted(hitStepped(of(0, null), 1), b, 0, false))).toBe('- of 0');
  });

  it('stay where they were when a message is drawn again, and as far as they are still there', () => {
    const second = hitStepped(of(3, 1), 1);
    expect(hitsCounted(second, a, 3, false)).toBe(second);
    expect(said(hitsCounted(second, a, 1, false))).toBe('1 of 2');
    expect(said(hitsCounted(second, a, 0, false))).toBe('1 of 1');
    expect(said(messagesListed(second, [a], a))).toBe('2 of 3');
    expect(said(messagesListed(hitStepped(hitStepped(second, 1), 1), [a], a))).toBe('1 of 3');
  });

  it('are counted anew for other words, and say where more are than are counted', () => {
    expect(said(hitsForgotten(of(3, 1)))).toBe('- of 0+');
    expect(said(hitsCounted(hitsForgotten(of(3)), a, 1_000, true))).toBe('1 of 1000+');
    expect(hitsCounted(noHits, a, 1, false)).toBe(noHits);
  });
});
