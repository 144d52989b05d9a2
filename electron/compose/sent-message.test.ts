import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, describe, expect, it } from 'vitest';
import type { DraftContent } from '../../shared/writing.ts';
import { buildMessage, type MessageFile, messageIdFor } from './build-message.ts';

// What is sent, read by a parser that shares no code with the one that wrote it (C7).

const folder = mkdtempSync(join(tmpdir(), 'heron-sent-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ada = { name: 'Ada Lovelace', address: 'ada@contoso.test' };
const grace = { name: 'Grace Hopper', address: 'grace@navy.test' };
const plain: DraftContent = {
  from: ada,
  to: [grace],
  cc: [],
  bcc: [],
  subject: 'Hello',
  format: 'html',
  body: '<p>Hello</p>',
  quote: null,
  signature: null,
};
let files = 0;

function file(filename: string, bytes: Uint8Array | string = 'x', mimeType = 'application/octet-stream'): MessageFile {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, bytes);
  return { path, filename, mimeType, contentId: null };
}

async function sent(
  content: Partial<DraftContent>,
  attached: readonly MessageFile[] = [],
  references: readonly string[] = [],
): Promise<{ source: string; header: string; mail: ParsedMail }> {
  const { stream } = buildMessage({
    content: { ...plain, ...content },
    replyTo: '',
    start: 'reply',
    files: attached,
    thread: { inReplyTo: references.at(-1) ?? null, references },
    messageId: messageIdFor('11111111-2222-4333-8444-555555555555', ada),
    date: Date.UTC(2026, 4, 2, 10),
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const octets = Buffer.concat(chunks);
  const source = octets.toString('latin1');
  return { source, header: source.slice(0, source.indexOf('\r\n\r\n')), mail: await simpleParser(octets) };
}

/** RFC 5322 section 2.1.1 and 2.3: no line beyond 998 octets, no bare CR or LF, no NUL; header lines of 78 where they can be folded. */
function mustBeWellFormed(source: string, header: string): void {
  const lines = source.split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
  expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
  for (const line of header.split('\r\n')) {
    // What has no space cannot be folded.
    if (line.length > 78) expect(line.trim()).not.toMatch(/^\S+: .* |^[^:\s]+ .* /);
  }
}

const fields = (header: string): string[] =>
  [...header.matchAll(/^([A-Za-z-]+):/gm)].map(([, name = '']) => name.toLowerCase()).toSorted();

describe('file names, read by another parser (RFC 2231, C7)', () => {
  it.each([
    ['Latin', 'Übersicht für März.pdf'],
    ['Greek', 'Αναφορά.pdf'],
    ['Cyrillic', 'Отчёт за год.pdf'],
    ['Hebrew', 'דוח שנתי.pdf'],
    ['Arabic', 'تقرير.pdf'],
    ['Devanagari', 'रिपोर्ट.pdf'],
    ['Thai', 'รายงาน.pdf'],
    ['Han', '年度报告.pdf'],
    ['Kana', 'レポート.pdf'],
    ['Hangul', '보고서.pdf'],
    ['emoji', '🦩 report 👩‍👩‍👧 🇩🇪.pdf'],
    ['quotes', `It's a 'file' (draft; v=1), 100%25 *.pdf`],
    ['percent signs', '%00%0d%0a%2e.pdf'],
    ['a long one', `${'very long words '.repeat(10)}${'ü'.repeat(30)}.pdf`],
    ['combining marks', 'e\u0301te\u0301.pdf'],
  ])('%s', async (_what, name) => {
    const { source, header, mail } = await sent({}, [file(name, 'octets', 'application/pdf')]);
    mustBeWellFormed(source, header);
    const [attachment] = mail.attachments;
    // What no file system takes is replaced (P2); letters of every script stay.
    const letters = (text: string): string =>
      text
        .normalize('NFC')
        .replace(/\.pdf$/, '')
        .replaceAll(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu, '');
    const read = letters(attachment?.filename ?? '');
    expect(read).toBe(letters(name).slice(0, read.length));
    expect(read.length).toBeGreaterThanOrEqual(Math.min(60, letters(name).length));
    expect(attachment?.filename).toMatch(/\.pdf$/);
    expect(attachment?.content.toString()).toBe('octets');
  });
});

const injections = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u000b',
  '\u000c',
  '\r\n\r\n',
  '=0D=0A',
  '%0d%0a',
];

describe('header injection (C7)', () => {
  it.each(injections.map((text) => [JSON.stringify(text), text]))(
    'by %s adds nothing, wherever it stands',
    async (_shown, text) => {
      const evil = `x${text}Bcc: eve@e.test${text}X-Evil: 1${text}`;
      const harmless = await sent({ cc: [ada] }, [file('a.txt')], ['<a@b.test>']);
      const { source, header, mail } = await sent(
        {
          subject: evil,
          from: { name: evil, address: ada.address },
          to: [
            { name: evil, address: grace.address },
            { name: '', address: `a${text}@e.test` },
          ],
          cc: [{ name: evil, address: ada.address }],
          bcc: [{ name: evil, address: `b${text}@e.test` }],
          quote: { attribution: evil, html: null, text: evil, sanitized: true },
          signature: null,
        },
        [file(evil, 'x', `text/plain${text}X-Evil: 1`)],
        [`<a${text}X-Evil: 1@b.test>`],
      );
      mustBeWellFormed(source, header);
      expect(fields(header).filter((name) => !/^(in-reply-to|references)$/.test(name))).toEqual(
        fields(harmless.header).filter((name) => !/^(in-reply-to|references)$/.test(name)),
      );
      expect(mail.headers.has('bcc') || mail.headers.has('x-evil')).toBe(false);
      // Nor in the header of a part: what the quoted text says is no header.
      const headers = source.split(/^--.*\r\n/m).map((part) => part.slice(0, part.indexOf('\r\n\r\n')));
      expect(headers.join('\r\n')).not.toMatch(/^(Bcc|X-Evil):/m);
      expect(mail.attachments).toHaveLength(1);
    },
  );
});

/** Random numbers that are the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('any message (C7, C8)', () => {
  const pieces = [
    'a',
    'Ü',
    '日本',
    '🦩',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    '.',
    '..\n.',
    'From ',
    '"',
    '<',
    '>',
    '&',
    '=',
    '=?utf-8?q?x?=',
    ',',
    ';',
    '\\',
    '\0',
    '\u2028',
    '\u202e',
    "'",
    '(',
    ')',
    '-- \n',
    '> ',
    'x'.repeat(120),
    'ß'.repeat(90),
  ];

  it('is read as it was written: subject, people, text, references and every octet of its files', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = seeded(seed);
      const below = (count: number): number => Math.floor(random() * count);
      const text = (most: number): string =>
        Array.from({ length: below(most) }, () => pieces[below(pieces.length)] ?? '').join('');
      const people = Array.from({ length: below(30) }, (_each, index) => ({
        name: text(8),
        address: `p${index}.${seed}@navy.test`,
      }));
      const attached = Array.from({ length: below(4) }, () => {
        const bytes = new Uint8Array(below(3_000)).map(() => below(256));
        return { bytes, file: file(`${text(6)}.bin`, bytes) };
      });
      const references = Array.from(
        { length: below(40) },
        (_each, index) => `<r${index}.${below(1_000_000)}@a-long-domain.example>`,
      );
      const subject = text(30);
      const body = text(60);
      const isPlain = random() < 0.5;
      const escaped = body
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('\0', '');
      const html = `<table bgcolor="#fff"><tr><td>${'x'.repeat(below(3_000))}</td></tr></table>`;
      const { source, header, mail } = await sent(
        {
          to: [grace, ...people],
          bcc: [{ name: 'Eve', address: 'eve@e.test' }],
          subject,
          format: isPlain ? 'plain' : 'html',
          body: isPlain ? body : `<pre>${escaped}</pre>`,
          quote: { attribution: 'Grace wrote:', html, text: 'x', sanitized: true },
        },
        attached.map((each) => each.file),
        references,
      );
      const what = `seed ${seed}`;
      mustBeWellFormed(source, header);
      expect(source, what).not.toContain('eve@e.test');
      const shown = (value: string): string =>
        value.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\s]+/gu, ' ').trim();
      // An encoded word that was typed is read as one by every parser; nothing else changes.
      if (!subject.includes('=?')) expect(shown(mail.subject ?? ''), what).toBe(shown(subject));
      expect(
        [mail.to].flat()[0]?.value.map(({ address }) => address),
        what,
      ).toEqual([grace, ...people].map(({ address }) => address));
      expect([mail.references ?? []].flat(), what).toEqual(references);
      expect(
        mail.attachments.map(({ content }) => content.toString('hex')),
        what,
      ).toEqual(attached.map(({ bytes }) => Buffer.from(bytes).toString('hex')));
      const words = (value: string): string => value.replaceAll(/[\s\p{Cc}>\u2028\u2029]+/gu, '');
      expect(words(mail.text ?? ''), what).toContain(isPlain ? words(body) : words(body.replaceAll('\0', '')));
      if (!isPlain) expect(mail.html || '', what).toContain(html);
    }
  }, 60_000);
});
