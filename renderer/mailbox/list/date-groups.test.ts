import { afterEach, describe, expect, it, vi } from 'vitest';
import { preferLocale } from '../../../shared/texts/format.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { dateGroups, dateTimes, headingOf } from './date-groups.ts';
import { rowDate } from './row-words.ts';

afterEach(() => {
  vi.useRealTimers();
  preferLocale('en-GB');
  preferLocale('de-DE');
  setLanguage('en');
});

const at = (date: string): number => new Date(date).getTime();

/** The heading of a time, today being `now`. */
function heading(now: string, time: string): string {
  vi.useFakeTimers({ now: at(now) });
  const place = dateTimes().findIndex((start) => start <= at(time));
  return headingOf(place < 0 ? dateTimes().length : place);
}

describe('the groups of a list', () => {
  it.each([
    ['2026-12-31T10:00', 'In the future'],
    ['2026-11-27T00:00', 'In the future'],
    ['2026-11-26T23:59', 'Today'],
    ['2026-11-26T00:00', 'Today'],
    ['2026-11-25T23:59:59.999', 'Yesterday'],
    ['2026-11-24T12:00', 'Tuesday'],
    ['2026-11-23T00:00', 'Monday'],
    ['2026-11-22T23:59', 'Last week'],
    ['2026-11-16T00:00', 'Last week'],
    ['2026-11-15T23:00', 'Earlier this month'],
    ['2026-11-01T00:00', 'Earlier this month'],
    ['2026-10-31T23:59', 'October'],
    ['2026-01-01T00:00', 'January'],
    ['2025-12-31T23:59', 'December 2025'],
    ['2000-02-29T12:00', 'February 2000'],
    ['1980-01-01T12:00', 'Older'],
  ])('on a Thursday, %s is under “%s”', (time, expected) => expect(heading('2026-11-26T09:30', time)).toBe(expected));

  it('on the first day of a week yesterday is its own, and last week ends before it', () => {
    const monday = '2026-11-30T09:00';
    expect(heading(monday, '2026-11-29T12:00')).toBe('Yesterday');
    expect(heading(monday, '2026-11-28T12:00')).toBe('Last week');
    expect(heading(monday, '2026-11-23T00:00')).toBe('Last week');
    expect(heading(monday, '2026-11-22T12:00')).toBe('Earlier this month');
  });

  it('at the beginning of a month there is nothing earlier in it', () => {
    expect(heading('2027-01-02T09:00', '2026-12-27T12:00')).toBe('Last week');
    expect(heading('2027-01-02T09:00', '2026-12-20T12:00')).toBe('December 2026');
  });

  it('speaks German, with weeks that begin as the country has them', () => {
    setLanguage('de');
    expect(heading('2026-11-26T09:30', '2026-11-24T12:00')).toBe('Dienstag');
    expect(heading('2026-11-26T09:30', '2026-11-25T12:00')).toBe('Gestern');
    expect(heading('2026-11-26T09:30', '2025-03-25T12:00')).toBe('März 2025');
    setLanguage('en');
    preferLocale('en-US');
    // Sunday, on which a week begins there.
    expect(heading('2026-11-26T09:30', '2026-11-22T12:00')).toBe('Sunday');
  });

  it.each([1, 6, 7])('is in order of time on every day of four years, each group once (weeks from %i)', (firstDay) => {
    for (let day = 0; day < 1461; day++) {
      const times = dateGroups(new Date(2024, 0, 1 + day, 12).getTime(), firstDay).map(({ time }) => time);
      expect(times.every((time, index) => index === 0 || time < (times[index - 1] ?? 0))).toBe(true);
      expect(times.every((time) => new Date(time).getHours() === 0)).toBe(true);
    }
  });
});

describe('a row’s date', () => {
  const now = at('2026-11-26T12:00');
  it('says “Yesterday”, and the time where a heading says that', () => {
    expect(rowDate(at('2026-11-25T14:05'), now)).toBe('Yesterday');
    expect(rowDate(at('2026-11-25T14:05'), now, true)).toBe('14:05');
    expect(rowDate(at('2026-11-24T14:05'), now, true)).toBe('24 Nov');
    expect(rowDate(null, now, true)).toBe('');
    setLanguage('de');
    expect(rowDate(at('2026-11-25T14:05'), now)).toBe('Gestern');
  });
});
