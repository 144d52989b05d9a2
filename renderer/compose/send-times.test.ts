import { describe, expect, it } from 'vitest';
import { sendTimes } from './send-times.ts';

const at = (text: string): number => new Date(text).getTime();
const offered = (now: string) => sendTimes(at(now)).map((time) => time.at - at(now));

describe('the times of "Send later"', () => {
  it('are an hour, this evening, tomorrow and Monday', () => {
    // A Wednesday.
    expect(sendTimes(at('2026-11-25T10:00')).map((time) => time.at)).toEqual(
      ['2026-11-25T11:00', '2026-11-25T18:00', '2026-11-26T08:00', '2026-11-30T08:00'].map(at),
    );
  });

  it('leave out an evening that is over or within the hour', () => {
    expect(sendTimes(at('2026-11-25T17:30'))).toHaveLength(3);
    expect(sendTimes(at('2026-11-25T23:30'))).toHaveLength(3);
  });

  it('name Monday once, and never the day itself', () => {
    expect(sendTimes(at('2026-11-29T10:00')).map((time) => time.at)).toContain(at('2026-11-30T08:00'));
    expect(sendTimes(at('2026-11-29T10:00'))).toHaveLength(3);
    expect(sendTimes(at('2026-11-30T07:00')).map((time) => time.at)).toContain(at('2026-12-07T08:00'));
  });

  it.each(['2026-11-25T10:00', '2026-11-29T23:59', '2026-11-30T00:00', '2026-12-31T18:00'])(
    'are in the future and in order: %s',
    (now) => {
      const later = offered(now);
      expect(later.every((ms) => ms > 0)).toBe(true);
      expect([...later].sort((a, b) => a - b)).toEqual(later);
    },
  );
});
