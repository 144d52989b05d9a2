import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../shared/texts/texts.ts';
import { recurrenceInWords, timeInWords, timeThere } from './invitation-words.ts';

const berlin = {
  kind: 'time',
  at: Date.UTC(2026, 11, 1, 9),
  clock: '2026-12-01T10:00',
  zone: 'Europe/Berlin',
} as const;
const end = { kind: 'time', at: Date.UTC(2026, 11, 1, 10, 30), clock: null, zone: null } as const;
const plain = (text: string | null) => text?.replaceAll(/[\u2009\u202f]/g, ' ') ?? null;

afterEach(() => setLanguage('en'));

describe('the words of an invitation', () => {
  it('say when it is on the user’s clock, and on the organiser’s where that differs', () => {
    const here = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
    const there = { locale: 'en-GB', timeZone: 'America/New_York' };
    expect(plain(timeInWords({ start: berlin, end }, here))).toMatch(/Tuesday,? 1 December 2026.* 10:00 ?– ?11:30/);
    expect(timeThere({ start: berlin }, here)).toBeNull();
    expect(plain(timeInWords({ start: berlin, end }, there))).toMatch(/ 0?4:00 ?– ?0?5:30/);
    expect(timeThere({ start: berlin }, there)).toBe('Tue 10:00 (Europe/Berlin)');
  });

  it('name the last day of whole days, and one day once', () => {
    const start = { kind: 'date', date: '2026-12-24' } as const;
    const clock = { locale: 'en-GB', timeZone: 'America/New_York' };
    expect(timeInWords({ start, end: { kind: 'date', date: '2026-12-25' } }, clock)).toMatch(
      /^Thursday,? 24 December 2026$/,
    );
    expect(plain(timeInWords({ start, end: { kind: 'date', date: '2026-12-27' } }, clock))).toMatch(/24 .*26 December/);
    expect(timeInWords({ start: null, end: null })).toBeNull();
  });

  it('say how often', () => {
    const simple = {
      kind: 'simple',
      frequency: 'weekly',
      interval: 2,
      days: ['TU', 'TH'],
      count: 10,
      until: null,
    } as const;
    expect(recurrenceInWords(simple)).toBe('Every 2 weeks on Tuesday and Thursday, 10 times');
    expect(recurrenceInWords({ ...simple, interval: 1, days: [], count: null })).toBe('Every week');
    expect(recurrenceInWords({ kind: 'other' })).toBe('By a rule of its own');
    setLanguage('de');
    expect(recurrenceInWords(simple)).toBe('Alle 2 Wochen am Dienstag und Donnerstag, 10-mal');
  });
});
