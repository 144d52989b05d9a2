import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('decodeText: transfer encodings', () => {
  it('decodes base64 with line breaks, noise and several padded runs', () => {
    expect(decodeText(ascii('SGVs\r\nbG8=\r\n'), 'base64', 'utf-8', false)).toBe('Hello');
    expect(decodeText(ascii('SGVs!!bG8*='), ' BASE64 ', 'utf-8', false)).toBe('Hello');
    expect(decodeText(ascii('SGVsbG8=IHlvdQ=='), 'base64', 'utf-8', false)).toBe('Hello you');
  });

  it('drops half a quantum at the end of truncated base64', () => {
    expect(decodeText(ascii('SGVsbG8gdGhlc'), 'base64', 'utf-8', true)).toBe('Hello the');
  });

  it('decodes quoted-printable, its soft breaks and padding', () => {
    expect(decodeText(ascii('Caf=C3=A9 =\r\nau lait=0A=e2=82=ac'), 'quoted-printable', 'utf-8', false)).toBe(
      'Café au lait\n€',
    );
    expect(decodeText(ascii('end of line  \t\r\nnext= \t\r\n one'), 'quoted-printable', 'utf-8', false)).toBe(
      'end of line\r\nnext one',
    );
  });

  it('leaves broken quoted-printable readable', () => {
    expect(decodeText(ascii('1+1=2, =XY, 50=%'), 'quoted-printable', 'utf-8', false)).toBe('1+1=2, =XY, 50=%');
    expect(decodeText(ascii('cut=C'), 'quoted-printable', 'utf-8', true)).toBe('cut');
    expect(decodeText(ascii('cut='), 'quoted-printable', 'utf-8', true)).toBe('cut');
  });

  it('takes an unknown encoding as it is', () => {
    expect(decodeText(ascii('plain'), 'x-nonsense', 'utf-8', false)).toBe('plain');
  });
});

describe('decodeText: charsets', () => {
  it.each([
    ['windows-1252', [0x93, 0x48, 0x69, 0x94, 0x20, 0x80], '“Hi” €'],
    ['iso-8859-1', [0xfc], 'ü'],
    ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], '日本'],
    ['cp932', [0x93, 0xfa, 0x96, 0x7b], '日本'],
    ['gb18030', [0xd6, 0xd0, 0xce, 0xc4], '中文'],
    ['gb2312', [0xd6, 0xd0, 0xce, 0xc4], '中文'],
    ['koi8-r', [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], 'Привет'],
    ['euc-kr', [0xc7, 0xd1], '한'],
    ['big5', [0xa4, 0xa4], '中'],
    // TextDecoder has none of these charsets, or not all of their characters.
    ['cp850', [0x47, 0x72, 0x81, 0xe1, 0x65], 'Grüße'],
    ['IBM437', [0x9b, 0xe1], '¢ß'],
    ['iso-8859-16', [0xaa, 0xba], 'Șș'],
    ['euc-kr', [0x81, 0x41], '갂'],
    ['cp949', [0x81, 0x41], '갂'],
    ['gbk', [0xa2, 0xe3], '€'],
    ['utf-16', [0xfe, 0xff, 0x00, 0xfc], 'ü'],
    ['utf-16', [0xff, 0xfe, 0xfc, 0x00], 'ü'],
    ['iso-2022-kr', [...Buffer.from('\x1b$)C\r\n\x0eGQ1[\x0f abc \x0e1[\r\nabc')], '\r\n한글 abc 글\r\nabc'],
    ['hz-gb-2312', [...Buffer.from('a ~{VPND~} ~~ b~\nc ~{VP\nd')], 'a 中文 ~ bc 中\nd'],
    // Decoded by TextDecoder: iconv-lite lacks the escapes, or has older tables.
    ['macintosh', [0xdb], '€'],
    ['gb18030', [0xa6, 0xd9], '︐'],
    ['iso-8859-9', [0x80, 0xfd], '€ı'],
    ['iso-8859-1', [0x80], '€'],
    ['"UTF-8"', [0xc3, 0xbc], 'ü'],
  ])('reads %s', (charset, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), '8bit', charset, false)).toBe(text);
  });

  it.each([null, 'us-ascii', 'x-unknown', 'no-such-charset', ''])('guesses UTF-8 or windows-1252 for %s', (charset) => {
    expect(decodeText(Uint8Array.from([0xc3, 0xbc]), '8bit', charset, false)).toBe('ü');
    expect(decodeText(Uint8Array.from([0xfc, 0x80]), '8bit', charset, false)).toBe('ü€');
  });

  it.each(['utf-7', 'UTF7', 'unicode-1-1-utf-7', 'utf-7-imap', 'base64', 'hex', 'constructor', '__proto__'])(
    'reads %s as no charset: it hides markup, or is none',
    (charset) => {
      expect(decodeText(ascii('+ADw-script+AD4-'), '7bit', charset, false)).toBe('+ADw-script+AD4-');
      expect(decodeText(ascii('PHNjcmlwdD4='), '7bit', charset, false)).toBe('PHNjcmlwdD4=');
    },
  );

  it('believes a meta charset only where the header names none', () => {
    const page = Buffer.concat([Buffer.from('<html><head><meta charset="koi8-r"></head>'), Buffer.from([0xf0])]);
    expect(decodeText(page, '8bit', null, false)).toContain('П');
    expect(decodeText(page, '8bit', 'iso-8859-1', false)).toContain('ð');
  });

  it.each(['utf-8', null])('drops half a character at the end of truncated text (%s)', (charset) => {
    expect(decodeText(Uint8Array.from([0x61, 0xe2, 0x82]), '8bit', charset, true)).toBe('a');
    expect(decodeText(Uint8Array.from([0x61, 0xe2, 0x82]), '8bit', 'utf-8', false)).toBe('a\ufffd');
  });

  it.each([
    ['shift_jis', [0x61, 0x93], 'a'],
    ['euc-kr', [0xc7, 0xd1, 0xc7], '한'],
    ['iso-2022-kr', [0x0e, 0x47, 0x51, 0x47], '한'],
  ])('drops half a character at the end of truncated %s', (charset, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), '8bit', charset, true)).toBe(text);
  });

  it.each(['utf-16', 'utf-32', 'ucs-4'])('does not believe HTML that names %s in ASCII', (charset) => {
    const html = Buffer.from(`<html><meta charset="${charset}"><p>Hello</p>`);
    expect(decodeText(html, '8bit', null, true)).toContain('Hello');
  });

  it('removes NUL and a byte order mark', () => {
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61, 0x00, 0x62]), '8bit', 'utf-8', false)).toBe('ab');
  });
});
