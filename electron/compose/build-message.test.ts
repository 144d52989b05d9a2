import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, describe, expect, it } from 'vitest';
import type { DraftContent, DraftQuote } from '../../shared/writing.ts';
import { buildMessage, calendarReplyType, type MessageFile, messageIdFor } from './build-message.ts';
import { noThread, type Thread } from './original.ts';

const folder = mkdtempSync(join(tmpdir(), 'heron-compose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ada = { name: 'Ada Lovelace', address: 'ada@contoso.test' };
const content: DraftContent = {
  from: ada,
  to: [{ name: 'Grace Hopper', address: 'grace@navy.test' }],
  cc: [],
  bcc: [],
  subject: 'Engines',
  format: 'html',
  body: '<p>Dear Grace,</p><p>see <a href="https://engine.test/plan">the plan</a>.</p>',
  quote: null,
  signature: null,
};
const quote: DraftQuote = {
  attribution: 'On 1 May 2026, Grace wrote:',
  html: '<table bgcolor="#123456"><tr><td style="mso-line-height-rule:exactly">Original &amp; <b>bold</b></td></tr></table>',
  text: 'Original & bold\n\nFrom here',
  sanitized: true,
};
const date = Date.UTC(2026, 4, 2, 10);
const messageId = messageIdFor('11111111-2222-4333-8444-555555555555', ada);

function file(
  name: string,
  bytes: Uint8Array | string,
  mimeType: string,
  contentId: string | null = null,
): MessageFile {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, bytes);
  return { path, filename: name, mimeType, contentId };
}

async function built(
  parts: {
    readonly content?: Partial<DraftContent>;
    readonly files?: readonly MessageFile[];
    readonly thread?: Thread;
    readonly start?: 'new' | 'forward';
    readonly replyTo?: string;
  } = {},
): Promise<{ source: string; octets: Buffer; mail: ParsedMail; bccField: string }> {
  const { stream, bccField } = buildMessage({
    content: { ...content, ...parts.content },
    replyTo: parts.replyTo ?? '',
    start: parts.start ?? 'new',
    files: parts.files ?? [],
    thread: parts.thread ?? noThread,
    messageId,
    date,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const octets = Buffer.concat(chunks);
  return { source: octets.toString('latin1'), octets, mail: await simpleParser(octets), bccField };
}

/** The content types in the order of the parts. */
const typesIn = (source: string): string[] =>
  [...source.matchAll(/^Content-Type: ([^;\r\n]+)/gim)].map(([, type = '']) => type);

function mustBeWellFormed(source: string): void {
  for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
}

describe('a message as it is sent', () => {
  it('has a plain and an HTML version', async () => {
    const { source, mail } = await built();
    mustBeWellFormed(source);
    expect(typesIn(source)).toEqual(['multipart/alternative', 'text/plain', 'text/html']);
    expect(mail.text).toContain('see the plan <https://engine.test/plan>.');
    expect(mail.html).toContain('<a href="https://engine.test/plan">the plan</a>');
    expect(mail.from?.value).toEqual([ada]);
    expect(mail.messageId).toBe('<11111111-2222-4333-8444-555555555555@contoso.test>');
    expect(mail.date?.getTime()).toBe(date);
    expect(source).not.toMatch(/x-mailer|user-agent|nodemailer/i);
  });

  it('keeps the quoted original as it was (C8)', async () => {
    const { mail } = await built({ content: { quote } });
    const html = mail.html || '';
    expect(html).toContain(`<blockquote type="cite">\n${quote.html}\n</blockquote>`);
    expect(html.indexOf('Grace wrote:')).toBeLessThan(html.indexOf('<blockquote'));
    expect(mail.text).toContain('On 1 May 2026, Grace wrote:\n> Original & bold\n>\n> From here');
  });

  it('repeats a forwarded message without marking it as a quote', async () => {
    const { mail } = await built({
      content: { quote: { ...quote, attribution: 'Forwarded\nFrom: <eve@e.test>' } },
      start: 'forward',
    });
    expect(mail.html).not.toContain('<blockquote');
    expect(mail.html).toContain('From: &lt;eve@e.test&gt;');
    expect(mail.text).toContain('\nOriginal & bold');
  });

  it('is plain text alone where the user writes plain text', async () => {
    const body = 'Hi,\n\n> quoted\nmy answer\n-- \nAda';
    const { source, mail } = await built({ content: { format: 'plain', body } });
    expect(typesIn(source)).toEqual(['text/plain']);
    expect(source).toMatch(/format=flowed/i);
    expect(mail.html).toBe(false);
    expect(mail.text?.trimEnd()).toBe(body);
  });

  it('has pictures of the body beside it, and attachments behind it', async () => {
    const files = [
      file('plan.pdf', '%PDF', 'application/pdf'),
      file('logo.png', new Uint8Array([137, 80, 78, 71]), 'image/png', 'logo@heron'),
    ];
    const { source, mail } = await built({ content: { body: '<p><img src="cid:logo@heron"></p>' }, files });
    expect(typesIn(source)).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'multipart/related',
      'text/html',
      'image/png',
      'application/pdf',
    ]);
    expect(mail.attachments.map(({ filename, cid }) => [filename, cid])).toEqual([
      ['logo.png', 'logo@heron'],
      ['plan.pdf', undefined],
    ]);
  });

  it('keeps file names of any language, and each file to the octet', async () => {
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_each, index) => (index * 7) % 256));
    const name = 'Übersicht „Größen“ 日本語 – sehr lang, damit die Zeile umgebrochen werden muss 2026.bin';
    const { source, mail } = await built({ files: [file(name, bytes, 'application/octet-stream')] });
    mustBeWellFormed(source);
    expect(source).toMatch(/filename\*0\*=utf-8''/i);
    expect(mail.attachments[0]?.filename).toBe(name);
    expect(mail.attachments[0]?.content.equals(bytes)).toBe(true);
  });

  it('forwards a message as a message', async () => {
    const inner = 'From: eve@e.test\r\nSubject: Inner\r\n\r\nText\r\n';
    const { source } = await built({ files: [file('Inner.eml', inner, 'message/rfc822')] });
    expect(source).toContain(inner.trimEnd());
    expect(typesIn(source)).toContain('message/rfc822');
  });

  it('names the thread, folded (RFC 5322 section 3.6.4)', async () => {
    const references = Array.from({ length: 60 }, (_each, index) => `<message-${index}@a-rather-long-domain.example>`);
    const { source, mail } = await built({ thread: { inReplyTo: references.at(-1) ?? null, references } });
    mustBeWellFormed(source);
    expect(mail.references).toEqual(references);
    expect(mail.inReplyTo).toBe('<message-59@a-rather-long-domain.example>');
  });

  it('tells nobody of blind copies but the sender’s own copy', async () => {
    const bcc = [{ name: 'Alan', address: 'alan@bletchley.test' }];
    const { source, bccField } = await built({ content: { bcc } });
    expect(source).not.toContain('alan@');
    expect(bccField).toBe('Bcc: Alan <alan@bletchley.test>\r\n');
  });

  it('writes other alphabets so that every server takes them', async () => {
    const { octets, mail } = await built({
      content: {
        subject: 'Grüße 日本語 🦩 '.repeat(20),
        to: [{ name: 'Müller, Jörg "JM"', address: 'jm@bücher.example' }],
        body: '<p>Übermäßig 日本語 🦩</p>',
      },
    });
    expect(octets.every((octet) => octet < 128)).toBe(true);
    expect(mail.subject).toBe('Grüße 日本語 🦩 '.repeat(20).trim());
    expect([mail.to].flat()[0]?.value[0]).toMatchObject({ name: 'Müller, Jörg "JM"', address: 'jm@bücher.example' });
    expect(octets.toString()).toContain('xn--bcher-kva.example');
    expect(mail.text).toContain('Übermäßig 日本語 🦩');
  });

  it('has no line beyond 998 octets, whatever the body holds', async () => {
    const long = 'x'.repeat(5_000);
    for (const format of ['plain', 'html'] as const) {
      const { source, mail } = await built({
        content: { format, body: long, quote: { ...quote, html: `<p>${long}</p>`, text: long } },
      });
      mustBeWellFormed(source);
      expect(mail.text?.replaceAll(/\s/g, '')).toContain(long);
    }
  });
});

describe('header injection', () => {
  const attacks = [
    '\r\nBcc: eve@e.test\r\n',
    '\nBcc: eve@e.test',
    '\rBcc: eve@e.test',
    '\0\r\n\r\n<script>',
    '\u2028Bcc: eve@e.test',
    '\u0085Bcc: eve@e.test',
    '\x0bBcc: eve@e.test',
    '=?utf-8?q?=0D=0ABcc:_eve@e.test?=',
  ];

  it.each(attacks.map((attack) => [JSON.stringify(attack), attack]))('by %s', async (_shown, attack) => {
    const hostile = `a${attack}b`;
    const { source, mail, bccField } = await built({
      content: {
        subject: hostile,
        from: { name: hostile, address: ada.address },
        to: [
          { name: hostile, address: 'grace@navy.test' },
          { name: '', address: `x${attack}@e.test` },
        ],
        bcc: [{ name: hostile, address: 'alan@bletchley.test' }],
      },
      files: [file(hostile, 'x', hostile, hostile)],
      thread: { inReplyTo: `<a${attack}@e.test>`, references: [`<a${attack}@e.test>`] },
    });
    const header = source.slice(0, source.indexOf('\r\n\r\n'));
    expect(header).not.toMatch(/^bcc:/im);
    expect(
      header.match(/^(from|to|subject|date|message-id|mime-version|in-reply-to|references|content-type):/gim),
    ).toHaveLength(9);
    expect(mail.bcc).toBeUndefined();
    expect(mail.headers.has('bcc')).toBe(false);
    expect(bccField.match(/\r\n/g)?.length).toBe(bccField.split('\r\n').length - 1);
    expect(bccField).toMatch(/^Bcc: [\x20-\x7e]*(\r\n [\x20-\x7e]*)*\r\n$/);
  });

  it('of 10,000 recipients leaves nobody out and invents nobody', async () => {
    const to = Array.from({ length: 10_000 }, (_each, index) => ({
      name: `Person ${index}`,
      address: `p${index}@navy.test`,
    }));
    const { source, mail } = await built({ content: { to } });
    mustBeWellFormed(source);
    expect([mail.to].flat()[0]?.value.map(({ address }) => address)).toEqual(to.map(({ address }) => address));
  });

  it('sends the answer to an invitation as a version of the text, with its method (RFC 6047 section 2.4)', async () => {
    const calendar = 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n';
    const files = [file('reply.ics', calendar, calendarReplyType)];
    const { source } = await built({ files, content: { format: 'plain', body: 'I come.' } });
    expect(source).toMatch(/Content-Type: multipart\/alternative;/);
    expect(source).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REPLY/);
    expect(source).not.toMatch(/x-heron|Content-Disposition/);
  });
});

describe('senders and signatures', () => {
  const signature = { html: '<p><em>Ada</em></p>', text: 'Ada' };

  it('Reply-To is written where the sender has one, and an address with a line break is none', async () => {
    const asked = await built({ replyTo: 'desk@contoso.test' });
    expect(asked.mail.replyTo?.value).toEqual([{ name: '', address: 'desk@contoso.test' }]);
    for (const replyTo of ['', 'x@y.test\r\nBcc: evil@x.test', 'x\0@y.test']) {
      const { source, mail } = await built({ replyTo });
      expect(mail.replyTo).toBeUndefined();
      expect(source).not.toContain('evil@x.test');
    }
  });

  it.each(['Ada\r\nBcc: evil@x.test', 'Ada\nX-Evil: 1', 'Ada\u2028X-Evil: 1', 'Ada\0'])(
    'the name of an alias begins no field (%j)',
    async (name) => {
      const { mail } = await built({ content: { from: { name, address: 'shop@contoso.test' } } });
      expect(mail.from?.value[0]?.address).toBe('shop@contoso.test');
      expect(mail.bcc).toBeUndefined();
      expect(mail.headers.has('x-evil')).toBe(false);
    },
  );

  it('a signature below the quote stands there in both versions', async () => {
    const { mail } = await built({ content: { quote, signature } });
    expect(mail.text?.trimEnd().endsWith('\n\n-- \nAda')).toBe(true);
    const html = String(mail.html);
    expect(html.indexOf('<em>Ada</em>')).toBeGreaterThan(html.indexOf('Original'));
    expect(html).toContain('<div data-signature="">');
  });

  it('a signature in plain text keeps the space behind its dashes', async () => {
    const { source } = await built({ content: { format: 'plain', body: 'Hello\n\n-- \nAda' } });
    expect(source).toContain('\r\n-- \r\nAda');
  });
});
