/** Messages that break the rules of MIME, each in one way: whatever reads them must end, with something to show. */
import { rawMessage, type TestMessage } from './messages.ts';

const firstLines = 'From: a@contoso.test\r\nTo: ada@contoso.test\r\nDate: Wed, 18 Nov 2026 10:00:00 +0000\r\n';

function malformed(name: string, rest: string | Buffer): TestMessage {
  const id = `Message-ID: <malformed-${name.replaceAll(' ', '-')}@heron.test>\r\n`;
  const subject = `Malformed: ${name}`;
  const head = Buffer.from(`${firstLines}${id}Subject: ${subject}\r\n`);
  return rawMessage(name, subject, Buffer.concat([head, Buffer.from(rest)]), new Date('2026-11-18T10:00:00Z'));
}

const multipart = (boundary: string, body: string) =>
  `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${body}`;

/** Nested multiparts, `depth` levels deep, never closed. */
function nested(depth: number): string {
  let text = multipart('b0', '');
  for (let level = 1; level < depth; level += 1) {
    text += `--b${level - 1}\r\nContent-Type: multipart/mixed; boundary="b${level}"\r\n\r\n`;
  }
  return `${text}--b${depth - 1}\r\n\r\nthe innermost text\r\n`;
}

/** The set; every message still has a From, a Date and an id, except the last three. */
export function malformedMessages(): TestMessage[] {
  return [
    malformed('boundary never appears', multipart('missing', 'some text\r\n')),
    malformed('boundary never closed', multipart('open', '--open\r\n\r\nunfinished text')),
    malformed('no boundary parameter', 'Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\ntext\r\n--x--\r\n'),
    malformed('empty boundary', multipart('', '--\r\n\r\ntext\r\n----\r\n')),
    malformed(
      'boundary within itself',
      multipart('a', '--a\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n'),
    ),
    malformed('deep nesting', nested(300)),
    malformed('two thousand empty parts', multipart('e', `${'--e\r\n\r\n\r\n'.repeat(2000)}--e--\r\n`)),
    malformed('broken base64', 'Content-Transfer-Encoding: base64\r\n\r\n!!!! this is =not= base64 ====\r\n'),
    malformed('broken quoted-printable', 'Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ =4 =\r\n==\r\n'),
    malformed('unknown charset', 'Content-Type: text/plain; charset=x-klingon\r\n\r\ntlhIngan Hol\r\n'),
    malformed('unknown encoding', 'Content-Transfer-Encoding: x-rot13\r\n\r\nuryyb\r\n'),
    malformed(
      'wrong charset',
      Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe\xc3\x28\r\n', 'latin1'),
    ),
    malformed('NUL bytes', 'Content-Type: text/plain\r\n\r\nbefore\0after\r\n'),
    malformed('header line of 100,000 characters', `X-Long: ${'x'.repeat(100_000)}\r\n\r\ntext\r\n`),
    malformed('five thousand headers', `${'X-Many: 1\r\n'.repeat(5000)}\r\ntext\r\n`),
    malformed('header without colon', 'this is no header\r\n\r\ntext\r\n'),
    malformed('folded into nothing', 'X-Fold:\r\n \r\n\t\r\n text\r\n\r\ntext\r\n'),
    malformed('bad encoded words', 'X-Word: =?utf-8?B?####?= =?nonsense?Q?=ZZ?= =?utf-8?Q?unclosed\r\n\r\ntext\r\n'),
    malformed('bare line feeds', 'Content-Type: text/plain\n\nline one\nline two\n'),
    malformed('content type nonsense', 'Content-Type: ;;;=;"\r\n\r\ntext\r\n'),
    malformed(
      'message in message in message',
      `${'Content-Type: message/rfc822\r\n\r\n'.repeat(50)}Subject: inner\r\n\r\ntext\r\n`,
    ),
    malformed(
      'RFC 2231 continuations out of order',
      "Content-Disposition: attachment; filename*2=c; filename*0*=utf-8''a; filename*1=b\r\n\r\nx\r\n",
    ),
    malformed('no body', ''),
    rawMessage('no headers', '', '\r\nonly a body\r\n'),
    rawMessage(
      'date nonsense',
      'Date nonsense',
      'From: a@b.test\r\nDate: the day after tomorrow\r\nSubject: Date nonsense\r\n\r\nx\r\n',
    ),
    rawMessage(
      'addresses nonsense',
      'Addresses',
      'From: <<>>,;:@@ "unclosed\r\nTo: undisclosed-recipients:;\r\nSubject: Addresses\r\n\r\nx\r\n',
    ),
  ];
}
