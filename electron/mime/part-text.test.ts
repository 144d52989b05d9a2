import { describe, expect, it } from 'vitest';
import { partText } from './part-text.ts';

const decodeText = (bytes: Uint8Array, encoding: string, charset: string | null, truncated: boolean): string =>
  partText({ mimeType: 'text/plain', encoding, charset }, bytes, truncated);

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('partText: transfer encodings', () => {
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

describe('partText: charsets', () => {
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
    ['utf-7', [...Buffer.from('Gr+APwA3w-e')], 'Grüße'],
    ['unicode-1-1-utf-7', [...Buffer.from('+ZeVnLIqe-')], '日本語'],
    ['iso-8859-8-i', [0xf9, 0xec, 0xe5, 0xed], 'שלום'],
    ['logical', [0xf9], 'ש'],
    ['iso-8859-6-i', [0xe3], 'ك'],
    ['ks_c_5601-1987', [0xc7, 0xd1], '한'],
    ['x-mac-croatian', [0xb9], 'š'],
    ['x-mac-ce', [0x8b], 'č'],
    ['x-mac-greek', [0xe1], 'α'],
    ['x-mac-turkish', [0xdc], 'İ'],
    ['x-mac-cyrillic', [0x80], 'А'],
    ['x-mac-japanese', [0x93, 0xfa], '日'],
    ['cp852', [0xe7], 'š'],
    ['ibm866', [0x8f], 'П'],
    ['"UTF-8"', [0xc3, 0xbc], 'ü'],
  ])('H13 B19 reads %s', (charset, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), '8bit', charset, false)).toBe(text);
  });

  it.each([null, 'us-ascii', 'x-unknown', 'no-such-charset', ''])('guesses UTF-8 or windows-1252 for %s', (charset) => {
    expect(decodeText(Uint8Array.from([0xc3, 0xbc]), '8bit', charset, false)).toBe('ü');
    expect(decodeText(Uint8Array.from([0xfc, 0x80]), '8bit', charset, false)).toBe('ü€');
  });

  it.each(['utf-7-imap', 'base64', 'hex', 'constructor', '__proto__'])('reads %s as no charset', (charset) => {
    expect(decodeText(ascii('+ADw-script+AD4-'), '7bit', charset, false)).toBe('+ADw-script+AD4-');
    expect(decodeText(ascii('PHNjcmlwdD4='), '7bit', charset, false)).toBe('PHNjcmlwdD4=');
  });

  it.each([
    ['utf-8', [0x47, 0x72, 0xfc, 0xdf, 0x65], 'Grüße'],
    ['UTF-8', [0x80, 0x20, 0x35], '€ 5'],
    ['us-ascii', [0xe9, 0x74, 0xe9], 'été'],
    ['us-ascii', [...Buffer.from('日本')], '日本'],
    ['us-ascii', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], '日本'],
    ['unknown-8bit', [...Buffer.from('\x1b$)C\n\x0eGQ\x0f')], '\n한'],
    ['x-klingon', [0xfc], 'ü'],
  ])('H13 B19 octets that are not %s are read as what they are', (charset, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), '8bit', charset, false)).toBe(text);
  });

  it('H13 text in UTF-8 with single damaged octets stays UTF-8', () => {
    const damaged = Buffer.concat([Buffer.from('Grüße aus Köln '), Uint8Array.of(0xff), Buffer.from(' – schön')]);
    expect(decodeText(damaged, '8bit', 'utf-8', false)).toBe('Grüße aus Köln \ufffd – schön');
  });

  it('H13 HTML cannot ask for UTF-7 by itself', () => {
    const page = ascii('<html><meta charset="utf-7">+ADw-b+AD4-');
    expect(decodeText(page, '7bit', null, false)).toContain('+ADw-b+AD4-');
  });

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

describe('B16 base64 with words in clear around it', () => {
  const html = { mimeType: 'text/html', encoding: 'base64', charset: 'utf-8' };
  const encoded = Buffer.from('Das ist der Text, der lesbar sein soll. Grüße!').toString('base64');
  const wrapped = encoded.replace(/.{40}/g, '$&\r\n');

  it('shows a list footer behind the text, in HTML as plain text', () => {
    const footer = '\r\n\r\n___________\r\nstaff mailing list\r\nstaff@lists.contoso.test <b>\r\n';
    expect(decodeText(ascii(wrapped + footer), 'base64', 'utf-8', false)).toBe(
      'Das ist der Text, der lesbar sein soll. Grüße!\n\n___________\r\nstaff mailing list\r\nstaff@lists.contoso.test <b>',
    );
    const shown = partText(html, ascii(wrapped + footer), false);
    expect(shown).toContain('Grüße!\n\n<div');
    expect(shown).toContain('staff@lists.contoso.test &lt;b&gt;</div>');
  });

  it.each([
    ['a footer without a blank line', `${wrapped}\r\n-- \r\nSent from a list`, 'Grüße!\n\n-- \r\nSent from a list'],
    [
      'a footer of one word',
      `${encoded}\r\n\r\nUnsubscribe\r\nhttps://x.test`,
      'Grüße!\n\nUnsubscribe\r\nhttps://x.test',
    ],
    ['a banner before it', `[EXTERNAL]\r\n${wrapped}\r\n`, 'Grüße!'],
    ['a sentence before it', `This came from outside.\r\n\r\n${wrapped}`, 'Grüße!'],
  ])('reads base64 with %s', (_name, source, end) => {
    const text = decodeText(ascii(source), 'base64', 'utf-8', false);
    expect(text).toContain('Das ist der Text, der lesbar sein soll. ');
    expect(text.endsWith(end)).toBe(true);
  });

  it('shows words that are declared as base64 and are none as they are', () => {
    expect(decodeText(ascii('Hello Ada, this is no base64.'), 'base64', 'utf-8', false)).toBe(
      'Hello Ada, this is no base64.',
    );
    expect(decodeText(ascii('!!!! this is =not= base64 ====\r\n'), 'base64', 'utf-8', false)).toContain('base64');
  });

  it('joins base64 that blank lines part, and takes linear time for many lines', () => {
    expect(decodeText(ascii('SGVs\r\n\r\nbG8=\r\n\r\nIQ=='), 'base64', 'utf-8', false)).toBe('Hello!');
    const many = `${'QQ==\r\n'.repeat(200_000)}the end`;
    expect(decodeText(ascii(many), 'base64', 'utf-8', false)).toContain('the end');
  });

  it('leaves a lone = in quoted-printable readable', () => {
    expect(decodeText(ascii('a = b\r\n5=4\r\nx =\r\n= y =3D'), 'quoted-printable', 'utf-8', false)).toBe(
      'a = b\r\n5=4\r\nx = y =',
    );
  });
});

describe('H12 uuencode', () => {
  const file = 'begin 644 a.txt\r\n%2&5L;&\\\r\n`\r\nend\r\n';

  it.each(['x-uuencode', 'UUENCODE', 'x-uue', 'uue'])('decodes a text of %s', (encoding) => {
    expect(decodeText(ascii(file), encoding, 'utf-8', false)).toBe('Hello');
  });

  it('shows what is none as it is', () => {
    expect(decodeText(ascii('no begin here\r\n'), 'x-uuencode', 'utf-8', false)).toBe('no begin here\r\n');
  });

  it('decodes the text before a cut', () => {
    expect(decodeText(ascii(file.slice(0, 22)), 'x-uue', 'utf-8', true)).toMatch(/^Hel/);
  });
});

describe('B15 format=flowed (RFC 3676)', () => {
  const flowed = (text: string, delSp = false): string =>
    partText({ mimeType: 'text/plain', encoding: '7bit', charset: null, flowed: { delSp } }, ascii(text), false);

  it('joins flowed lines of the same quote depth', () => {
    expect(flowed('one long \r\nparagraph\r\n\r\n> a quoted \r\n> one\r\n>> deeper \r\nback')).toBe(
      'one long paragraph\n\n> a quoted one\n>> deeper \nback',
    );
  });

  it('DelSp=yes takes the space away, as in words broken without one', () => {
    expect(flowed('un \r\nbroken', true)).toBe('unbroken');
    // A space between two words stands before the one that is taken away, or is stuffed at the next line's beginning.
    expect(flowed('two  \r\nwords', true)).toBe('two words');
    expect(flowed('two \r\n  words', true)).toBe('two words');
    // Any line may be stuffed.
    expect(flowed('un \r\n broken', true)).toBe('unbroken');
    expect(flowed('> one \r\n> two  \r\n> three', true)).toBe('> onetwo three');
    expect(flowed('This is \r\n\r\nnot joined', true)).toBe('This is\nnot joined');
  });

  it('undoes space-stuffing, and invents no quote by it', () => {
    expect(flowed(' From here\r\n > no quote\r\n  two')).toBe('From here\n > no quote\n two');
    expect(flowed('>  stuffed twice')).toBe('>  stuffed twice');
  });

  it('leaves the signature line alone', () => {
    expect(flowed('bye \r\n-- \r\nVera')).toBe('bye \n-- \nVera');
    expect(flowed('> -- \r\n> Vera')).toBe('> -- \n> Vera');
  });

  it('is asked for: without it, lines stay as they are', () => {
    expect(decodeText(ascii('one \r\ntwo'), '7bit', null, false)).toBe('one \r\ntwo');
  });
});

describe('H11 text/enriched', () => {
  it.each([
    ['<bold>Now</bold> is\r\nthe <param>red</param>time << 5\r\n\r\nNew', 'Now is the time < 5\nNew'],
    ['<color><param>red</param>Red</color>', 'Red'],
    ['a < b and <unclosed', 'a < b and <unclosed'],
  ])('reads the words of %j', (source, text) => {
    expect(partText({ mimeType: 'text/enriched', encoding: '7bit', charset: null }, ascii(source), false)).toBe(text);
  });
});
