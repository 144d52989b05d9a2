import { describe, expect, it } from 'vitest';
import { addressList } from './address-list.ts';
import { headerText } from './encoded-words.ts';

describe('address lists as octets', () => {
  it.each([
    ['a@b.test', [['', 'a@b.test']]],
    [
      'Ada <a@b.test>, "Lovelace, Ada" <l@b.test>',
      [
        ['Ada', 'a@b.test'],
        ['Lovelace, Ada', 'l@b.test'],
      ],
    ],
    ['a@b.test (Ada Lovelace)', [['Ada Lovelace', 'a@b.test']]],
    [
      'Friends: a@b.test, Bo <c@d.test>;',
      [
        ['', 'a@b.test'],
        ['Bo', 'c@d.test'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    ['<>', []],
    ['"say \\"hi\\"" <a@b.test>', [['say "hi"', 'a@b.test']]],
    ['Gr\xfc\xdfe <a@b.test>', [['Grüße', 'a@b.test']]],
    ['=?iso-8859-1?Q?Gr=FC=DFe?= <a@b.test>', [['Grüße', 'a@b.test']]],
    ['=?utf-8?B?w7w=?= =?utf-8?B?w58=?= <a@b.test>', [['üß', 'a@b.test']]],
    ['"unclosed <a@b.test>', [['"unclosed', 'a@b.test']]],
    ['<<>>,;:@@ "unclosed', [['', '@@ "unclosed']]],
  ])('%j', (octets, expected) => {
    expect(addressList(octets, 'iso-8859-1').map(({ name, address }) => [name, address])).toEqual(expected);
  });
});

describe('H10 B9 header text', () => {
  it.each([
    ['raw UTF-8, whatever the text is in', 'Gr\xc3\xbc\xc3\x9fe', 'iso-8859-1', 'Grüße'],
    ['raw octets of the charset of the text', '\xd6\xd0\xce\xc4', 'gbk', '中文'],
    ['raw octets of Cyrillic', '\xcf\xf0\xe8\xe2\xe5\xf2', 'windows-1251', 'Привет'],
    ['raw octets without a charset', 'Gr\xfc\xdfe', null, 'Grüße'],
    ['raw octets where the text is us-ascii', 'Gr\xfc\xdfe', 'us-ascii', 'Grüße'],
    ['raw ISO-2022-JP', '\x1b$BF|K\\\x1b(B', null, '日本'],
    ['octets inside a Q word', '=?iso-8859-1?Q?Fr\xf6sche_und?=', null, 'Frösche und'],
    ['spaces inside a Q word', '=?utf-8?Q?two words?=', null, 'two words'],
    ['a character cut between words', '=?utf-8?B?4oI=?= =?utf-8?B?rA==?=', null, '€'],
    ['a character cut between Q words', '=?utf-8?Q?=E2=82?=\r\n =?utf-8?Q?=AC?=', null, '€'],
    ['words of two charsets', '=?iso-8859-1?Q?=FC?= =?koi8-r?B?8A==?=', null, 'üП'],
    ['a language', '=?utf-8*de?Q?Gr=C3=BC?=', null, 'Grü'],
    ['words beside text', 'Re: =?utf-8?Q?=C3=BC?= and', null, 'Re: ü and'],
    ['a word without an end', '=?utf-8?Q?unclosed', null, '=?utf-8?Q?unclosed'],
    ['a charset that nobody knows', '=?x-klingon?Q?=FC?=', null, 'ü'],
  ])('%s', (_name, octets, charset, text) => {
    expect(headerText(octets, charset)).toBe(text);
  });

  it('takes linear time for 1 MB of the beginnings of words', () => {
    for (const piece of ['=?', '=?a?q?', '=?a?b?x', '?=', '=?utf-8?q?x?= ']) {
      expect(headerText(piece.repeat(200_000), null).length).toBeGreaterThan(0);
    }
  });
});
