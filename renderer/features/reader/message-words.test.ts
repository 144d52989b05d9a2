import { describe, expect, it } from 'vitest';
import { blockedInWords } from './blocked-bar.tsx';
import { shortDate, sizeInWords } from './message-dates.ts';
import { isRemote } from './remote-references.ts';

describe('blockedInWords', () => {
  it.each([
    [{ images: 12, others: 0 }, '12 remote images blocked.'],
    [{ images: 1, others: 1 }, '1 remote image and 1 other remote item blocked.'],
    [{ images: 0, others: 2 }, '2 remote items blocked.'],
  ])('%j', (remote, words) => {
    expect(blockedInWords(remote)).toBe(words);
  });
});

describe('shortDate', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  it.each([
    [Date.UTC(2026, 10, 22, 8, 5), 'en-US', /^Sun, Nov 22, 8:05\sAM$/],
    [Date.UTC(2026, 10, 22, 20, 5), 'de-DE', /^So\.?, 22\. Nov\.?, 20:05$/],
    [Date.UTC(2025, 5, 2, 8, 5), 'en-US', /^Mon, Jun 2, 2025, 8:05\sAM$/],
  ])('%i in %s', (time, locale, words) => {
    expect(shortDate(time, now, { locale, timeZone: 'UTC' })).toMatch(words);
  });
});

describe('sizeInWords', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1536, '1.5 KB'],
    [1_500_000, '1.4 MB'],
    [25 * 1024 * 1024, '25 MB'],
  ])('%i is %s', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });
});

describe('H1: isRemote', () => {
  it.each([
    'http://a.test',
    'HTTPS://a.test/x',
    '//a.test/x',
    '\\\\a.test\\x',
    ' \t\u0001ht\ntps://a.test',
    'ftp://a.test',
    'https:a.test',
  ])('%j leads away', (url) => {
    expect(isRemote(url)).toBe(true);
  });
  it.each([
    '',
    '#top',
    'x.png',
    '/x.png',
    'cid:a@b',
    'data:image/png;base64,AA',
    'mailto:a@b.test',
    'about:blank',
    'http://',
  ])('%j does not', (url) => {
    expect(isRemote(url)).toBe(false);
  });
});
