import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage, textsIn } from '../../shared/texts/texts.ts';
import { shortDate, sizeInWords } from './message-dates.ts';
import { isRemote } from './remote-references.ts';

afterEach(() => setLanguage('en'));

describe('what was blocked', () => {
  it.each([
    [12, 0, '12 remote images blocked. They could tell the sender that you read this.'],
    [1, 0, '1 remote image blocked. It could tell the sender that you read this.'],
    [1, 1, '1 remote image and 1 other remote item blocked. They could tell the sender that you read this.'],
    [0, 2, '2 remote items blocked. They could tell the sender that you read this.'],
  ])('%i images and %i others', (images, others, words) => {
    expect(textsIn('en').reader.images.blocked(images, others)).toBe(words);
  });

  it.each([
    [1, 0, '1 externes Bild blockiert. Es könnte dem Absender verraten, dass Sie dies gelesen haben.'],
    [0, 1, '1 externer Inhalt blockiert. Er könnte dem Absender verraten, dass Sie dies gelesen haben.'],
    [
      1200,
      2,
      '1.200 externe Bilder und 2 weitere externe Inhalte blockiert. Sie könnten dem Absender verraten, dass Sie dies gelesen haben.',
    ],
  ])('%i images and %i others in German', (images, others, words) => {
    expect(textsIn('de').reader.images.blocked(images, others)).toBe(words);
  });
});

describe('recipients', () => {
  it.each([
    ['en', ['Ada', 'Grace'], 0, 'To Ada, Grace'],
    ['en', ['Ada', 'Grace', 'Alan'], 1, 'To Ada, Grace, Alan and 1 more'],
    ['de', ['Ada', 'Grace', 'Alan'], 1, 'An Ada, Grace, Alan und 1 weitere Person'],
    ['de', ['Ada', 'Grace', 'Alan'], 1234, 'An Ada, Grace, Alan und 1.234 weitere'],
  ] as const)('in %s', (spoken, names, more, words) => {
    expect(textsIn(spoken).reader.header.toSome(names, more)).toBe(words);
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
    [999, '999 bytes'],
    [1536, '1.5 KB'],
    [1_500_000, '1.5 MB'],
    [25_000_000, '25 MB'],
    [2_000_000_000, '2.0 GB'],
  ])('%i is %s', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });

  it('has the language’s own separator', () => {
    setLanguage('de');
    expect([0, 999, 1_500_000].map(sizeInWords)).toEqual(['0 Byte', '999 Byte', '1,5 MB']);
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
