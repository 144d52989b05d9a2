/** Messages in other scripts and charsets, as mail programs of those places really write them. */
import { buildMessage, quotedPrintable, rawMessage, type TestMessage } from './messages.ts';

/** A foreign message and a piece of text that its body must show when it is decoded rightly. */
interface ForeignMessage extends TestMessage {
  bodyText: string;
}

function encoded(options: {
  name: string;
  subject: string;
  rawSubject: string;
  from: string;
  charset: string;
  encoding: string;
  body: Buffer | string;
  bodyText: string;
}): ForeignMessage {
  const head = [
    `From: ${options.from}`,
    'To: ada@contoso.test',
    `Subject: ${options.rawSubject}`,
    'Date: Thu, 19 Nov 2026 08:00:00 +0000',
    `Message-ID: <${options.name.replaceAll(' ', '-')}@heron.test>`,
    'MIME-Version: 1.0',
    `Content-Type: text/plain; charset=${options.charset}`,
    `Content-Transfer-Encoding: ${options.encoding}`,
    '',
    '',
  ].join('\r\n');
  const raw = Buffer.concat([Buffer.from(head), Buffer.from(options.body), Buffer.from('\r\n')]);
  const message = rawMessage(options.name, options.subject, raw, new Date('2026-11-19T08:00:00Z'));
  return { ...message, bodyText: options.bodyText };
}

/** こんにちは in ISO-2022-JP: JIS X 0208 between its escape sequences, and back to ASCII. */
const helloJis = Buffer.from('\x1b$B$3$s$K$A$O\x1b(B', 'latin1');

/** One message per script or charset; `subject` and `bodyText` are what a person should see. */
export function foreignScripts(): ForeignMessage[] {
  const utf8 = [
    {
      name: 'arabic',
      subject: 'مرحبا بكم في الاجتماع',
      from: 'ليلى <layla@contoso.test>',
      bodyText: 'نلتقي يوم الخميس',
    },
    { name: 'hebrew', subject: 'שלום לכולם', from: 'דנה <dana@contoso.test>', bodyText: 'נתראה ביום חמישי' },
    {
      name: 'emoji',
      subject: 'Geburtstag 🎂 am Freitag 👩‍👩‍👧',
      from: 'Zoë 🌻 <zoe@contoso.test>',
      bodyText: 'Kuchen 🍰 gibt es auch',
    },
    {
      name: 'chinese',
      subject: '关于季度报告的会议通知',
      from: '王芳 <fang@contoso.test>',
      bodyText: '请在周五之前回复',
    },
    {
      name: 'greek',
      subject: 'Πρόσκληση σε γεύμα',
      from: 'Ελένη <eleni@contoso.test>',
      bodyText: 'Τα λέμε την Πέμπτη',
    },
  ].map((part) => ({ ...buildMessage({ ...part, text: part.bodyText }), bodyText: part.bodyText }));
  return [
    ...utf8,
    encoded({
      name: 'iso-2022-jp',
      subject: 'こんにちは',
      rawSubject: `=?ISO-2022-JP?B?${helloJis.toString('base64')}?=`,
      from: '=?ISO-2022-JP?B?GyRCO0NFRBsoQg==?= <yamada@contoso.test>',
      charset: 'ISO-2022-JP',
      encoding: '7bit',
      body: helloJis,
      bodyText: 'こんにちは',
    }),
    encoded({
      name: 'windows-1252',
      subject: 'Preis: 20 € – “fair”',
      rawSubject: '=?windows-1252?Q?Preis:_20_=80_=96_=93fair=94?=',
      from: '=?windows-1252?Q?J=F6rg?= <joerg@contoso.test>',
      charset: 'windows-1252',
      encoding: 'quoted-printable',
      body: quotedPrintable(Buffer.from('Das kostet 20 \x80 \x96 \x93fair\x94, sagt J\xf6rg.', 'latin1')),
      bodyText: 'Das kostet 20 € – “fair”, sagt Jörg.',
    }),
    encoded({
      name: 'koi8-r',
      subject: 'Привет',
      rawSubject: '=?koi8-r?B?8NLJ18XU?=',
      from: 'ivan@contoso.test',
      charset: 'koi8-r',
      encoding: 'base64',
      body: '8NLJ18XU',
      bodyText: 'Привет',
    }),
    encoded({
      name: 'raw utf-8 headers',
      subject: 'Grüße aus Köln',
      rawSubject: 'Grüße aus Köln',
      from: 'Jürgen <juergen@contoso.test>',
      charset: 'utf-8',
      encoding: '8bit',
      body: 'Schöne Grüße',
      bodyText: 'Schöne Grüße',
    }),
  ];
}
