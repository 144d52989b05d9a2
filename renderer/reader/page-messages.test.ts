import { describe, expect, it } from 'vitest';
import { parseFromPage, parseToPage } from './page-messages.ts';

const findings = {
  remote: { images: 1, others: 0 },
  trackers: 0,
  shownParts: ['2'],
  isBlank: false,
  supportsDark: true,
  isDarkened: false,
};
const press = {
  type: 'keydown',
  key: 'j',
  code: 'KeyJ',
  location: 0,
  repeat: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  altGraph: false,
};

describe('what the page that draws mail may say', () => {
  it.each([
    { kind: 'ready' },
    { kind: 'begun', task: 1 },
    { kind: 'drawn', task: 1 },
    { kind: 'beat', beat: 3 },
    { kind: 'quoted', task: 1, html: '<p>a</p>' },
    { kind: 'found', task: 1, findings },
    { kind: 'hits', task: 1, mark: 2, count: 1_000, isMore: true },
    { kind: 'hit_place', top: 40, bottom: 60 },
    { kind: 'hover', href: null },
    { kind: 'hover', href: 'https://a.test/' },
    { kind: 'link', href: 'https://a.test/', text: 'A' },
    { kind: 'key', press },
  ])('%j', (message) => {
    expect(parseFromPage({ ...message, more: 'is left out' })).toEqual(message);
  });

  it.each([
    null,
    'ready',
    [],
    {},
    { kind: 'call', name: 'app.quit' },
    { kind: 'begun', task: -1 },
    { kind: 'begun', task: Number.NaN },
    { kind: 'drawn' },
    { kind: 'quoted', task: 1 },
    { kind: 'quoted', task: 1, html: 'x'.repeat(8_000_001) },
    { kind: 'found', task: 1, findings: { ...findings, remote: { images: -1, others: 0 } } },
    { kind: 'found', task: 1, findings: { ...findings, isBlank: 'no' } },
    { kind: 'found', task: 1 },
    { kind: 'hits', task: 1, mark: 2, count: 1_001, isMore: true },
    { kind: 'hits', task: 1, mark: 2, count: 1 },
    { kind: 'hit_place', top: 60, bottom: 40 },
    { kind: 'hit_place', top: 0, bottom: 1_000_000 },
    { kind: 'hover', href: 7 },
    { kind: 'hover', href: 'x'.repeat(100_001) },
    { kind: 'link', href: 'https://a.test/' },
    { kind: 'link', href: 'https://a.test/', text: 'x'.repeat(10_001) },
    { kind: 'key', press: { ...press, type: 'click' } },
    { kind: 'key', press: { ...press, key: 'x'.repeat(41) } },
    { kind: 'key', press: { ...press, ctrlKey: 1 } },
  ])('and not %j', (message) => {
    expect(parseFromPage(message)).toBeNull();
  });

  it('keeps of the parts only names, and not endlessly many', () => {
    const many = { kind: 'found', task: 1, findings: { ...findings, shownParts: [7, ...Array(9_000).fill('2')] } };
    const parsed = parseFromPage(many);
    expect(parsed?.kind === 'found' && parsed.findings.shownParts.length).toBe(4_999);
  });
});

describe('what the window may say to it', () => {
  const mail = {
    html: '<p>',
    accountId: 'a',
    messageId: 1,
    attachments: [],
    showRemote: false,
    dark: false,
    title: 'Message text',
  };
  it('a message to draw, of whose parts only those matter that HTML can name', () => {
    const parts = [
      { partId: '2', contentId: 'a@b', filename: 'x' },
      { partId: '3', contentId: null },
    ];
    expect(parseToPage({ kind: 'draw', task: 1, mail: { ...mail, attachments: parts } })).toEqual({
      kind: 'draw',
      task: 1,
      mail: { ...mail, attachments: [{ partId: '2', contentId: 'a@b' }] },
    });
  });
  it('words to mark', () => {
    const mark = { kind: 'mark', mark: 3, words: ['lamp', '会議'], asTyped: false };
    expect(parseToPage(mark)).toEqual(mark);
    const hit = { kind: 'hit', index: 3, reveals: true };
    expect(parseToPage(hit)).toEqual(hit);
    expect(parseToPage({ ...hit, index: null })).toEqual({ ...hit, index: null });
  });
  it.each([
    { kind: 'draw', task: 1 },
    { kind: 'draw', task: 1, mail: { ...mail, html: 7 } },
    { kind: 'scroll', pages: 9 },
    { kind: 'mark', mark: 1, words: 'lamp', asTyped: false },
    { kind: 'mark', mark: 1, words: [7], asTyped: false },
    { kind: 'mark', mark: 1, words: ['a'.repeat(2_000)], asTyped: false },
    { kind: 'mark', mark: -1, words: ['lamp'], asTyped: false },
    { kind: 'mark', mark: 1, words: ['lamp'] },
    { kind: 'hit', index: -1, reveals: true },
    { kind: 'hit', index: 1 },
  ])('and not %j', (message) => {
    expect(parseToPage(message)).toBeNull();
  });
});
