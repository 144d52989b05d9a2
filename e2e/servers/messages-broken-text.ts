/** Messages as clumsy software writes them, and what a person should read of each. */
import { rawMessage, type TestMessage } from './messages.ts';

export interface BrokenMessage extends TestMessage {
  /** Of the body as shown: its HTML, or its plain text where there is none. */
  readonly shows: string;
  /** The subject as it was meant; absent where it is not what the message is about. */
  readonly meant?: string;
  /** The sender's name; '' for no sender. */
  readonly sender?: string;
  readonly attachments?: readonly string[];
}

interface Expected extends Pick<BrokenMessage, 'shows' | 'meant' | 'sender' | 'attachments'> {
  /** The source, one character for each octet. */
  readonly source: string;
}

const head = 'From: Mallory <m@evil.test>\r\nTo: ada@contoso.test\r\nMIME-Version: 1.0\r\n';
const multipart = (type: string, body: string): string => `${head}Content-Type: ${type}\r\n\r\n${body}`;
const withHeader = (header: string, charset = ''): string =>
  `${head}${header}\r\n${charset === '' ? '' : `Content-Type: text/plain; charset=${charset}\r\n`}\r\nx\r\n`;

const messages: Readonly<Record<string, Expected>> = {
  'H9a two semicolons': {
    source: multipart(
      'multipart/alternative;; boundary="foo"',
      '--foo\r\nContent-Type: text/plain\r\n\r\nThe text\r\n\r\n--foo--\r\n',
    ),
    shows: 'The text',
  },
  'H9b a boundary that never comes': {
    source: multipart('multipart/mixed; boundary="x"', 'A bounce whose boundary never comes\r\n'),
    shows: 'A bounce whose boundary never comes',
  },
  'H9c no headers': {
    source: 'This is a message without headers.\r\nAll of it is text.\r\n',
    shows: 'This is a message without headers.\nAll of it is text.',
  },
  'H9d CR alone': {
    source: 'From: Bo <a@b.test>\rTo: ada@contoso.test\rSubject: CR only\r\rText of CR only\rsecond\r',
    shows: 'Text of CR only\nsecond',
    meant: 'CR only',
    sender: 'Bo',
  },
  'B12a multipart without boundary': {
    source: multipart(
      'multipart/alternative',
      '--xx\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe plain words\r\n--xx\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>The rich words</p>\r\n--xx--\r\n',
    ),
    shows: '<p>The rich words</p>',
  },
  'B12b multipart with another boundary': {
    source: multipart(
      'multipart/mixed; boundary=yy',
      '--xx\r\nContent-Type: text/plain\r\n\r\nThe words\r\n--xx--\r\n',
    ),
    shows: 'The words',
  },
  'B13a Content-Type without a semicolon': {
    source: `${head}Content-Type: text/plain charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9fe ohne Semikolon\r\n`,
    shows: 'Grüße ohne Semikolon',
    attachments: [],
  },
  ...Object.fromEntries(
    ['text/markdown', 'text/enriched', 'text/x-unknown', 'plain/text', 'text', ';;;=;"'].map((type) => [
      `H11 ${type}`,
      { source: `${head}Content-Type: ${type}\r\n\r\nHello body\r\n`, shows: 'Hello body', attachments: [] },
    ]),
  ),
  'B4a alternative with empty HTML': {
    source: multipart(
      'multipart/alternative; boundary=aa',
      '--aa\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nOnly the plain part has words.\r\n--aa\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body></body></html>\r\n--aa--\r\n',
    ),
    shows: 'Only the plain part has words.',
  },
  'B15a flowed': {
    source: `${head}Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\nDear Ada, this is one paragraph that my program broke  \r\ninto lines that are un \r\n broken.\r\n\r\n> a quoted line\r\n-- \r\nVera\r\n`,
    shows:
      'Dear Ada, this is one paragraph that my program broke into lines that are unbroken.\n\n> a quoted line\n-- \nVera',
  },
  'B16 base64 with a list footer': {
    source: `${head}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+RGFzIGlzdCBkZXIgVGV4dCwgZGVyIGxlc2Jh\r\nciBzZWluIHNvbGwuPC9wPg==\r\n\r\n_______________________________________________\r\nstaff mailing list\r\nstaff@lists.contoso.test\r\n`,
    shows: 'Das ist der Text, der lesbar sein soll.</p>',
  },
  'B19a iso-2022-kr': {
    source: `${head}Content-Type: text/plain; charset=iso-2022-kr\r\n\r\n\x1b$)C\r\n\x0e>H3g\x0f\r\n`,
    shows: '안녕',
  },
  'H13 cp850': {
    source: `${head}Content-Type: text/plain; charset=cp850\r\n\r\nGr\x81\xe1e\r\n`,
    shows: 'Grüße',
  },
  'H13 hz-gb-2312': {
    source: `${head}Content-Type: text/plain; charset=hz-gb-2312\r\n\r\n~{<:Ky2;~}\r\n`,
    shows: '己所不',
  },
  'H10a octets above 127 in an encoded word': {
    source: withHeader('Subject: =?iso-8859-1?Q?Fr\xf6sche?='),
    shows: 'x',
    meant: 'Frösche',
  },
  'H10b raw Latin-1 without a charset': {
    source: withHeader('Subject: Gr\xfc\xdfe aus K\xf6ln'),
    shows: 'x',
    meant: 'Grüße aus Köln',
  },
  'B9a raw Latin-1 by the charset of the text': {
    source: withHeader('Subject: R\xe9union \xe0 Gen\xe8ve', 'iso-8859-1'),
    shows: 'x',
    meant: 'Réunion à Genève',
  },
  'B9b raw GBK by the charset of the text, also of the sender': {
    source: withHeader('Subject: \xd6\xd0\xce\xc4\xd3\xca\xbc\xfe', 'gbk').replace('Mallory', '\xd5\xc5\xc8\xfd'),
    shows: 'x',
    meant: '中文邮件',
    sender: '张三',
  },
  'H10c raw octets beside an encoded word, folded': {
    source: withHeader('Subject: =?iso-8859-1?Q?Fr=F6sche?=\r\n und K\xf6ln', 'iso-8859-1'),
    shows: 'x',
    meant: 'Frösche und Köln',
  },
  'H13 an encoded word in iso-2022-kr': {
    source: withHeader('Subject: =?iso-2022-kr?B?GyQpQw4+SDNnDw==?='),
    shows: 'x',
    meant: '안녕',
  },
  'H13 an encoded word in hz-gb-2312': {
    source: withHeader('Subject: =?hz-gb-2312?Q?~{<:Ky2;~}?='),
    shows: 'x',
    meant: '己所不',
  },
  'H10 raw UTF-8 stays what it is': {
    source: withHeader('Subject: Gr\xc3\xbc\xc3\x9fe', 'iso-8859-1'),
    shows: 'x',
    meant: 'Grüße',
  },
  'H10d a raw file name': {
    source: multipart(
      'multipart/mixed; boundary=b',
      '--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nHi\r\n--b\r\nContent-Type: application/pdf; name="Gr\xfc\xdfe.pdf"\r\nContent-Disposition: attachment; filename="Gr\xfc\xdfe.pdf"\r\n\r\nx\r\n--b--\r\n',
    ),
    shows: 'Hi',
    attachments: ['Grüße.pdf'],
  },
  'H10e a raw file name of a message that is one file': {
    source: `${head}Content-Type: application/pdf; name="Gr\xfc\xdfe.pdf"\r\nContent-Disposition: attachment; filename="Gr\xfc\xdfe.pdf"\r\n\r\nx\r\n`,
    shows: '',
    attachments: ['Grüße.pdf'],
  },
  'H10f names by RFC 2231 and by encoded words': {
    source: multipart(
      'multipart/mixed; boundary=b',
      "--b\r\n\r\nHi\r\n--b\r\nContent-Type: application/pdf; name==?utf-8?Q?Gr=C3=BCn?=.pdf\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=iso-8859-1''Gr%FCn.pdf\r\n\r\nx\r\n--b--\r\n",
    ),
    shows: 'Hi',
    attachments: ['Grün.pdf', 'Grün (2).pdf'],
  },
  'H14 From: <>': { source: 'From: <>\r\nTo: ada@contoso.test\r\nSubject: H14\r\n\r\nx\r\n', shows: 'x', sender: '' },
  'H14 an empty group as sender': {
    source: 'From: undisclosed-recipients:;\r\nSubject: H14\r\n\r\nx\r\n',
    shows: 'x',
    sender: '',
  },
  'H14 no From': { source: 'To: ada@contoso.test\r\nSubject: H14\r\n\r\nx\r\n', shows: 'x', sender: '' },
  'H14 a name alone': { source: 'From: Ada\r\nSubject: H14\r\n\r\nx\r\n', shows: 'x', sender: 'Ada' },
  'H16 headers twice, with NUL': {
    source: 'Subject: first\r\nSubject: NUL \0 here\r\nFrom: a@b.test\r\nFrom: c@d.test\r\n\r\nx\r\n',
    shows: 'x',
  },
  'H16 a header of 1 MB': {
    source: `${head}X-Long: ${'x'.repeat(1_000_000)}\r\nSubject: long\r\n\r\nx\r\n`,
    shows: 'x',
    meant: 'long',
  },
  'R4 deep nesting': {
    source: `${head}Subject: deep\r\n${Array.from({ length: 150 }, (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`).join('')}\r\nthe innermost text\r\n`,
    shows: 'the innermost text',
    meant: 'deep',
    sender: 'Mallory',
  },
  'R4 message in message': {
    source: `${head}Subject: nested\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(50)}Subject: inner\r\n\r\nthe inner text\r\n`,
    shows: 'the inner text',
    meant: 'nested',
    sender: 'Mallory',
  },
};

/** All of them; each is named by its case. */
export function brokenMessages(): BrokenMessage[] {
  return Object.entries(messages).map(([name, { source, ...expected }], index) => ({
    ...rawMessage(name, name, Buffer.from(source, 'latin1'), new Date(Date.UTC(2026, 10, 19, 9, 0, index))),
    ...expected,
  }));
}
