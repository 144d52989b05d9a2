import { describe, expect, it } from 'vitest';
import { damagedMessage, readableWords, scrambledMessage } from '../../e2e/servers/messages-damaged.ts';
import { malformedMessages } from '../../e2e/servers/messages-malformed.ts';
import { TooManyParts } from './mime-tree.ts';
import { attachmentContent, wholeMessage } from './whole-message.ts';

const head = 'From: Mallory <m@evil.test>\r\nTo: ada@contoso.test\r\nMIME-Version: 1.0\r\n';
const octets = (source: string): Uint8Array => Buffer.from(source, 'latin1');
const read = (source: string) => wholeMessage(octets(source));
/** What a person reads: the plain text, else the HTML. */
const shown = (source: string): string => {
  const { html, text } = read(source);
  return (html ?? text ?? '').trim();
};

describe('H9 B12 text in broken MIME', () => {
  it.each([
    [
      'two semicolons',
      `${head}Content-Type: multipart/alternative;; boundary="foo"\r\n\r\n--foo\r\nContent-Type: text/plain\r\n\r\nThe text\r\n--foo--\r\n`,
      'The text',
    ],
    [
      'a boundary that never comes',
      `${head}Content-Type: multipart/mixed; boundary="x"\r\n\r\nA bounce whose boundary never comes\r\n`,
      'A bounce whose boundary never comes',
    ],
    [
      'no boundary',
      `${head}Content-Type: multipart/mixed\r\n\r\n--xx\r\nContent-Type: text/plain\r\n\r\nThe words\r\n--xx--\r\n`,
      'The words',
    ],
    [
      'another boundary',
      `${head}Content-Type: multipart/mixed; boundary=yy\r\n\r\n--xx\r\nContent-Type: text/plain\r\n\r\nThe words\r\n--xx--\r\n`,
      'The words',
    ],
    [
      'another boundary, and parts without headers',
      `${head}Content-Type: multipart/mixed; boundary=yy\r\n\r\n--xx\r\n\r\nThe words\r\n--xx\r\n\r\nmore\r\n--xx--\r\n`,
      'The words\n\nmore',
    ],
    [
      'no headers',
      'This is a message without headers.\r\nAll of it is text.\r\n',
      'This is a message without headers.\r\nAll of it is text.',
    ],
    ['headers that no empty line ends', 'From: a@b.test\r\nSubject: x\r\nThis is text.\r\n', 'This is text.'],
    ['CR alone', 'From: a@b.test\rSubject: CR\r\rText of CR\rsecond\r', 'Text of CR\nsecond'],
    [
      'CR alone, in a multipart',
      'Content-Type: multipart/mixed; boundary=b\r\r--b\rContent-Type: text/plain\r\rText\r--b--\r',
      'Text',
    ],
    ['the boundary cut off', `${head}Content-Type: multipart/mixed; bound`, ''],
    [
      'a part that the end cut',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nunfinish`,
      'unfinish',
    ],
    [
      'text before the first boundary only',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\nHello Ada\r\n--b--\r\n`,
      'Hello Ada',
    ],
    [
      'text behind the last boundary only',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\nHello Ada\r\n`,
      'Hello Ada',
    ],
    [
      'an inner boundary that never comes',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\nInner words\r\n--b--\r\n`,
      'Inner words',
    ],
    [
      'a Content-Type without a semicolon',
      `${head}Content-Type: text/plain charset=UTF-8\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n`,
      'Grüße',
    ],
    [
      'a charset in single quotes',
      `${head}Content-Type: text/plain; charset='iso-8859-1'\r\n\r\nGr\xfc\xdfe\r\n`,
      'Grüße',
    ],
    [
      'text/html without a semicolon',
      `${head}Content-Type: text/html charset=iso-8859-1\r\n\r\n<b>Gr\xfc\xdfe</b>\r\n`,
      '<b>Grüße</b>',
    ],
    [
      'an mbox line before the headers',
      `From a@b.test Sat Nov 28 10:00:00 2026\r\n${head}\r\nThe text\r\n`,
      'The text',
    ],
    ['a line that is no field among the headers', `Subject: x\r\nno field\r\n${head}\r\nThe text\r\n`, 'The text'],
    [
      'nothing but a forwarded message',
      `${head}Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nInner text\r\n`,
      'Inner text',
    ],
  ])('%s', (_name, source, text) => {
    expect(shown(source)).toBe(text);
  });

  it('the usual words before the first part are no text', () => {
    const source = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\nThis is a multi-part message in MIME format.\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nx\r\n--b--\r\n`;
    expect(read(source)).toMatchObject({ html: null, text: null, attachments: [{ filename: 'a.pdf' }] });
  });

  it('a signature is not taken for a boundary', () => {
    const source = `${head}Content-Type: multipart/mixed\r\n\r\nHello\r\n-- \r\nAda\r\n`;
    expect(shown(source)).toBe('Hello\r\n-- \r\nAda');
  });
});

describe('attachments of a message parsed as a whole', () => {
  it.each([
    ['RFC 2231', "filename*=iso-8859-1''Gr%FCn.pdf", 'Grün.pdf'],
    ['RFC 2231 in pieces, out of order', "filename*1*=%FCn; filename*2=.pdf; filename*0*=iso-8859-1'de'Gr", 'Grün.pdf'],
    ['an encoded word', 'filename="=?utf-8?Q?Gr=C3=BCn?=.pdf"', 'Grün.pdf'],
    ['raw UTF-8', 'filename="Gr\xc3\xbcn.pdf"', 'Grün.pdf'],
    ['H10 raw octets of the charset of the text', 'filename="Gr\xfcn.pdf"', 'Grün.pdf'],
    ['spaces without quotes', 'filename=My file.pdf; size=3', 'My file.pdf'],
    ['an escaped quote', 'filename="a\\"b.pdf"', 'a_b.pdf'],
  ])('have names by %s', (_name, parameter, filename) => {
    const source = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ${parameter}\r\n\r\nx\r\n--b--\r\n`;
    expect(read(source).attachments).toMatchObject([{ filename, partId: '0.1' }]);
  });

  it.each([
    ['base64', 'aGVs\r\nbG8='],
    ['quoted-printable', 'he=6Clo'],
    ['x-uuencode', 'begin 644 a\r\n%:&5L;&\\\r\n`\r\nend'],
    ['7bit', 'hello'],
  ])('H12 are decoded from %s', (encoding, content) => {
    const source = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}\r\n--b--\r\n`;
    expect(Buffer.from(attachmentContent(octets(source), 0) ?? []).toString()).toBe('hello');
    expect(attachmentContent(octets(source), 1)).toBeNull();
  });
});

it.each(malformedMessages().map((message) => [message.name, message.raw] as const))(
  'P1 gets through: %s',
  (_name, raw) => {
    try {
      expect(wholeMessage(raw).attachments.length).toBeLessThanOrEqual(1_000);
    } catch (error) {
      expect(error).toBeInstanceOf(TooManyParts);
    }
  },
);

describe('R4 property: any tree of parts, damaged in any way', () => {
  it('always shows some text where the source has readable words, and never throws', () => {
    let readable = 0;
    for (let seed = 1; seed <= 1_500; seed += 1) {
      const source = damagedMessage(seed);
      const { html, text } = read(source);
      if (!source.includes(readableWords)) continue;
      readable += 1;
      expect(html ?? text ?? '', `seed ${seed}:\n${source}`).toMatch(/\p{L}/u);
    }
    expect(readable).toBeGreaterThan(800);
  });

  it('and gets through pieces of MIME in any order', () => {
    for (let seed = 1; seed <= 500; seed += 1) expect(() => read(scrambledMessage(seed)), `seed ${seed}`).not.toThrow();
  });
});
