/** Builders of raw RFC 5322 messages for tests and the demo. Everything is the same in each run. */
import { createHash } from 'node:crypto';

/** A message as it lies on a server. */
export interface RawMessage {
  raw: Buffer;
  receivedAt: Date;
  flags?: string[];
}

/** A message that tests can recognise: `name` says what it is about, `subject` is decoded. */
export interface TestMessage extends RawMessage {
  name: string;
  subject: string;
  messageId: string;
}

/** A part with a file name; with `contentId` (no angle brackets) it can be shown inline. */
interface Attachment {
  filename: string;
  contentType: string;
  content: Buffer;
  contentId?: string;
}

/** What a message is made of; text and HTML together become multipart/alternative. */
export interface MessageParts {
  subject: string;
  from?: string;
  to?: string;
  cc?: string;
  date?: Date;
  messageId?: string;
  inReplyTo?: string;
  references?: string[];
  headers?: string[];
  text?: string;
  html?: string;
  inline?: Attachment[];
  attachments?: Attachment[];
  flags?: string[];
  name?: string;
}

const defaultDate = new Date('2026-11-20T09:30:00Z');
/** A red dot, 1×1. */
export const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** RFC 2047 encoded-words of at most 75 characters, never splitting a character. */
function encodeWords(text: string): string {
  if (isAscii(text)) {
    return text;
  }
  const chunks: string[] = [];
  for (const character of text) {
    const last = chunks.at(-1);
    if (last !== undefined && Buffer.byteLength(last + character) <= 42) {
      chunks[chunks.length - 1] = last + character;
    } else {
      chunks.push(character);
    }
  }
  return chunks.map((chunk) => `=?utf-8?B?${Buffer.from(chunk).toString('base64')}?=`).join('\r\n ');
}

function mailbox(text: string): string {
  const match = /^(.*?)\s*(<[^>]*>)$/.exec(text);
  return match ? `${encodeWords(match[1] ?? '')} ${match[2]}`.trim() : text;
}

function base64Lines(content: Buffer): string {
  return content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
}

/** Quoted-printable (RFC 2045 6.7) of a UTF-8 text with CRLF line ends. */
export function quotedPrintable(content: Buffer): string {
  const encoded = (byte: number) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const lines = content.toString('latin1').split(/\r?\n/);
  return lines
    .map((line) => {
      const soft: string[] = [''];
      const bytes = Buffer.from(line, 'latin1');
      bytes.forEach((byte, index) => {
        const blankAtEnd = (byte === 0x20 || byte === 0x09) && index === bytes.length - 1;
        const plain = ((byte >= 0x20 && byte <= 0x7e) || byte === 0x09) && byte !== 0x3d && !blankAtEnd;
        const next = plain ? String.fromCharCode(byte) : encoded(byte);
        const last = soft.at(-1) ?? '';
        if (last.length + next.length > 75) {
          soft.push(next);
        } else {
          soft[soft.length - 1] = last + next;
        }
      });
      return soft.join('=\r\n');
    })
    .join('\r\n');
}

function fileName(parameter: string, filename: string): string {
  if (isAscii(filename)) {
    return `${parameter}="${filename.replace(/["\\]/g, '\\$&')}"`;
  }
  // RFC 2231, in one piece.
  const encoded = encodeURIComponent(filename).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${parameter}*=utf-8''${encoded}`;
}

function textPart(subtype: 'plain' | 'html', text: string): string {
  const body = quotedPrintable(Buffer.from(text));
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}`;
}

function filePart(file: Attachment): string {
  const inline = file.contentId === undefined ? [] : [`Content-ID: <${file.contentId}>`];
  const disposition = file.contentId === undefined ? 'attachment' : 'inline';
  const head = [
    `Content-Type: ${file.contentType};\r\n ${fileName('name', file.filename)}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${disposition};\r\n ${fileName('filename', file.filename)}`,
    ...inline,
  ];
  return `${head.join('\r\n')}\r\n\r\n${base64Lines(file.content)}`;
}

function multipart(subtype: string, boundary: string, parts: string[]): string {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) {
    return first;
  }
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

/** Wraps a raw text or buffer as a test message with an id of its own. */
export function rawMessage(name: string, subject: string, raw: string | Buffer, receivedAt = defaultDate): TestMessage {
  const buffer = Buffer.from(raw);
  const messageId = /^Message-ID:\s*(<[^>\r\n]*>)/im.exec(buffer.toString('latin1'))?.[1] ?? '';
  return { name, subject, messageId, raw: buffer, receivedAt };
}

/** Builds a well-formed message. */
export function buildMessage(parts: MessageParts): TestMessage {
  const date = parts.date ?? defaultDate;
  const name = parts.name ?? parts.subject;
  const digest = createHash('sha256')
    .update(`${name}\0${parts.subject}\0${parts.from}\0${date.getTime()}`)
    .digest('hex');
  const messageId = parts.messageId ?? `<${digest.slice(0, 24)}@heron.test>`;
  const boundary = (kind: string) => `=_${kind}_${digest.slice(24, 40)}`;
  const htmlPart = parts.html === undefined ? [] : [textPart('html', parts.html)];
  const related = multipart('related', boundary('related'), [...htmlPart, ...(parts.inline ?? []).map(filePart)]);
  const plain = parts.text === undefined && parts.html !== undefined ? [] : [textPart('plain', parts.text ?? '')];
  const content = multipart('alternative', boundary('alternative'), [
    ...plain,
    ...(parts.html === undefined && !parts.inline ? [] : [related]),
  ]);
  const head = [
    `From: ${mailbox(parts.from ?? 'Grace Hopper <grace@contoso.test>')}`,
    `To: ${mailbox(parts.to ?? 'Ada Lovelace <ada@contoso.test>')}`,
    ...(parts.cc === undefined ? [] : [`Cc: ${mailbox(parts.cc)}`]),
    `Subject: ${encodeWords(parts.subject)}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    ...(parts.inReplyTo === undefined ? [] : [`In-Reply-To: ${parts.inReplyTo}`]),
    ...(parts.references?.length ? [`References: ${parts.references.join('\r\n ')}`] : []),
    ...(parts.headers ?? []),
    'MIME-Version: 1.0',
  ];
  const body = multipart('mixed', boundary('mixed'), [content, ...(parts.attachments ?? []).map(filePart)]);
  const raw = Buffer.from(`${head.join('\r\n')}\r\n${body}${body.endsWith('\r\n') ? '' : '\r\n'}`);
  return { name, subject: parts.subject, messageId, raw, receivedAt: date, flags: parts.flags };
}

/** An HTML newsletter with remote images, a 1×1 tracker and a CSS background, all at `beacon`, and a plain text beside it. */
export function newsletter({ beacon, date }: { beacon: string; date?: Date }): TestMessage {
  return buildMessage({
    name: 'newsletter',
    subject: 'The week in gardens',
    from: 'Kew Post <news@kewpost.test>',
    date,
    headers: ['List-Unsubscribe: <https://kewpost.test/u>', 'Precedence: bulk'],
    text: 'The week in gardens\r\n\r\nThe first snowdrops are out. Read more at https://kewpost.test/snowdrops\r\n',
    html: `<html><head><style>.hero{background-image:url(${beacon}/newsletter/hero.jpg)}</style></head>
<body style="margin:0;background:#f4f4ef"><table role="presentation" width="600" align="center"><tr><td class="hero">
<img src="${beacon}/newsletter/logo.png" width="120" height="40" alt="Kew Post"></td></tr>
<tr><td><h1 style="font-family:Georgia,serif">The week in gardens</h1><p>The first snowdrops are out.
<a href="https://kewpost.test/snowdrops">Read more</a></p>
<img src="${beacon}/newsletter/snowdrops.jpg" alt="Snowdrops" width="560"></td></tr>
<tr><td><p style="font-size:11px">You get this because you asked for it.
<a href="https://kewpost.test/u">Unsubscribe</a></p></td></tr></table>
<img src="${beacon}/newsletter/open.gif?u=42" width="1" height="1" alt=""></body></html>`,
  });
}

/** An HTML message whose picture travels with it (multipart/related, cid:). */
export function inlineImage({ date }: { date?: Date } = {}): TestMessage {
  return buildMessage({
    name: 'inline image',
    subject: 'The sketch',
    date,
    text: 'The sketch is in the picture.',
    html: '<p>The sketch: <img src="cid:sketch-1@heron.test" alt="Sketch"></p>',
    inline: [{ filename: 'sketch.png', contentType: 'image/png', content: tinyPng, contentId: 'sketch-1@heron.test' }],
  });
}

/** Messages of one subject by several people, an hour apart. None answers another, so each has a row of its own. */
export function letters({
  count = 4,
  start = defaultDate,
  subject = 'Rooms for the summer school',
}: {
  count?: number;
  start?: Date;
  subject?: string;
} = {}): TestMessage[] {
  const people = [
    'Grace Hopper <grace@contoso.test>',
    'Ada Lovelace <ada@contoso.test>',
    'Alan Turing <alan@contoso.test>',
  ];
  return Array.from({ length: count }, (_each, index) =>
    buildMessage({
      name: `letter ${index + 1}`,
      subject,
      from: people[index % people.length],
      date: new Date(start.getTime() + index * 3_600_000),
      text: `This is part ${index + 1}.\r\n`,
    }),
  );
}

/** File names that must never reach a disk as they are (P2). */
export const nastyNames = [
  '../../etc/passwd',
  '..\\..\\Windows\\win.ini',
  '/etc/shadow',
  'C:\\boot.ini',
  'CON',
  'aux.txt',
  'invoice.pdf.exe',
  'photo\u202Egpj.exe',
  'nul\0byte.txt',
  '.bashrc',
  'trailing. . .',
  'new\nline.txt',
  `${'long'.repeat(100)}.txt`,
  'Gruß & Küsse "2026".pdf',
  'a'.repeat(3).concat(':stream.txt'),
  '',
];

/** One message with an attachment under each of nastyNames, all of them RFC 2231 encoded where they are not plain ASCII. */
export function nastyAttachments(): TestMessage {
  return buildMessage({
    name: 'nasty attachments',
    subject: 'Some files',
    text: 'See the files.',
    attachments: nastyNames.map((filename, index) => ({
      filename,
      contentType: 'application/octet-stream',
      content: Buffer.from(`file ${index}\r\n`),
    })),
  });
}
