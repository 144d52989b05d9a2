import { describe, expect, it } from 'vitest';
import { addressKey, sendable } from './address.ts';
import { flowed } from './flowed.ts';
import { plainVersion } from './html-to-text.ts';
import { readFields, threadOf } from './original.ts';
import { withPlainQuote } from './plain-quote.ts';

/** RFC 3676 section 4: what a reader makes of flowed text. */
function unflowed(text: string): string {
  const out: string[] = [];
  let open: { depth: number; text: string } | null = null;
  for (const line of text.split('\r\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(depth).replace(/^ /, '');
    const isSoft = content.endsWith(' ') && content !== '-- ';
    if (open !== null && open.depth === depth && content !== '-- ') open.text += content;
    else open = { depth, text: content };
    if (isSoft) continue;
    out.push(`${'>'.repeat(open.depth)}${open.depth > 0 && open.text !== '' ? ' ' : ''}${open.text}`);
    open = null;
  }
  return out.join('\n');
}

describe('plain text as it is sent (RFC 3676)', () => {
  it.each([
    'short',
    '',
    'two\nlines\n\nand a gap',
    ` ${'stuffed because it begins with a space'}`,
    'From here on it looks like an mbox',
    `${'a paragraph of many words '.repeat(20)}end`,
    `> ${'a quoted paragraph of many words '.repeat(20)}end`,
    '> one\n> > two deep\nanswer\n> more',
    'Regards\n-- \nAda',
    `https://engine.test/${'x'.repeat(300)} behind a long word`,
    'ends with spaces   ',
  ])('comes back as it was: %j', (text) => {
    const sent = flowed(text);
    const expected = text
      .split('\n')
      .map((line) => (line === '-- ' ? line : line.trimEnd()))
      .join('\n');
    expect(unflowed(sent).replaceAll('>> ', '> > ')).toBe(expected);
    for (const line of sent.split('\r\n')) expect(line.includes(' ') ? line.length : 0).toBeLessThanOrEqual(330);
  });

  it('quotes so that each reader sees who wrote what', () => {
    const quote = {
      attribution: 'Ada wrote:',
      html: null,
      text: 'one\r\n> two\r\n\r\nthree  \r\n\r\n',
      sanitized: true,
    };
    expect(withPlainQuote('Hi\n', quote, false)).toBe('Hi\n\nAda wrote:\n> one\n>> two\n>\n> three\n');
    expect(withPlainQuote('', quote, true)).toBe('Ada wrote:\n\none\n> two\n\nthree\n');
  });
});

describe('the plain version of what the editor wrote', () => {
  it.each([
    ['<p>One</p><p>Two<br>lines</p>', 'One\n\nTwo\nlines'],
    ['<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>', '- a\n- b\n  - c'],
    ['<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
    ['<blockquote><p>said</p></blockquote><p>answer</p>', '> said\n\nanswer'],
    ['<p><a href="https://e.test/x">here</a></p>', 'here <https://e.test/x>'],
    ['<p><a href="https://e.test">https://e.test/</a></p>', 'https://e.test/'],
    ['<p><a href="javascript:x">no</a></p>', 'no'],
    ['<p>a &lt;b&gt; &amp; c</p>', 'a <b> & c'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['<p>x</p><script>alert(1)</script><style>p{}</style>', 'x'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a · b\nc'],
    ['<p><img src="cid:x" alt="A cat"></p>', '[A cat]'],
    // The editor puts paragraphs into items and cells.
    ['<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul><p>d</p>', '- a\n- b\n  - c\n\nd'],
    ['<ol><li><p>a</p><p>more</p></li><li><p></p></li><li><p>b</p></li></ol>', '1. a\nmore\n2.\n3. b'],
    [
      '<table><tr><th><p>a</p></th><th><p>b</p></th></tr><tr><td><p>c</p></td><td><p></p></td></tr></table>',
      'a · b\nc ·',
    ],
    ['<table><tr><td><p>a</p><p>below</p></td><td><p>b</p></td></tr></table><p>c</p>', 'a\n\nbelow · b\n\nc'],
    ['<blockquote><ul><li><p>said</p></li></ul></blockquote>', '> - said'],
  ])('%s', (html, text) =>
    expect(
      plainVersion(html)
        .replaceAll(/\n{2,}/g, '\n\n')
        .trim(),
    ).toBe(text),
  );

  it('takes time that grows with the length alone, however deep the HTML is', () => {
    const work = (depth: number): number => {
      const html = `${'<div><blockquote>x'.repeat(depth)}`;
      const before = performance.now();
      plainVersion(html);
      return performance.now() - before;
    };
    work(1_000);
    expect(work(20_000)).toBeLessThan(400 * Math.max(1, work(1_000)));
  });
});

describe('the thread of an answer (RFC 5322 section 3.6.4)', () => {
  const fields = { references: [], listPost: null, deliveredTo: [] };
  it.each([
    [{ messageId: '<c@x>', inReplyTo: null }, ['<a@x>', '<b@x>'], ['<a@x>', '<b@x>', '<c@x>']],
    [{ messageId: '<c@x>', inReplyTo: '<b@x>' }, [], ['<b@x>', '<c@x>']],
    [{ messageId: '<c@x>', inReplyTo: '<a@x> <b@x>' }, [], ['<c@x>']],
    [{ messageId: null, inReplyTo: '<b@x>' }, ['<a@x>'], []],
    [{ messageId: '<c@x>', inReplyTo: null }, ['<c@x>', '<b@x>'], ['<b@x>', '<c@x>']],
  ])('%j after %j', (original, references, expected) => {
    expect(threadOf(original, { ...fields, references }).references).toEqual(expected);
  });

  it('repeats no more than a header can hold', () => {
    const references = Array.from({ length: 5_000 }, (_each, index) => `<${index}@x>`);
    const thread = threadOf({ messageId: '<last@x>', inReplyTo: null }, { ...fields, references });
    expect([thread.references.length, thread.references[0], thread.references.at(-1)]).toEqual([
      100,
      '<0@x>',
      '<last@x>',
    ]);
  });

  it('reads folded fields, and takes no other text for a Message-ID', () => {
    const source =
      'Subject: x\r\nReferences: <a@x>\r\n\t(comment) <b@x>\r\n <c d@x>\r\nLIST-POST: <mailto:dev%2Blist@l.test?subject=x>\r\n\r\nReferences: <evil@x>\r\n';
    expect(readFields(source)).toEqual({
      references: ['<a@x>', '<b@x>'],
      listPost: 'dev+list@l.test',
      deliveredTo: [],
    });
  });
});

describe('addresses', () => {
  it.each([
    ['ada@contoso.test', 'ada@contoso.test'],
    [' ada@Bücher.example ', 'ada@xn--bcher-kva.example'],
    ['"a b"@x.test', '"a b"@x.test'],
    ['ada@[192.0.2.1]', 'ada@[192.0.2.1]'],
    ['ada+tag@x.test', 'ada+tag@x.test'],
  ])('%s can be sent to', (address, sent) => expect(sendable(address)?.address).toBe(sent));

  it.each([
    '',
    'ada',
    '@x.test',
    'ada@',
    'a b@x.test',
    'a@x.test>',
    'a@x.test\r\nRCPT TO:<e@e.test>',
    'a@b@c.test',
    'a..b@x.test',
    '.a@x.test',
    'a@-x.test',
    'a@x..test',
    `${'a'.repeat(65)}@x.test`,
    'a@x\0.test',
  ])('%j cannot', (address) => expect(sendable(address)).toBeNull());

  it('are the same however they are written', () => {
    expect(addressKey('ADA@Bücher.example')).toBe(addressKey('ada@xn--bcher-kva.EXAMPLE'));
    expect(sendable('jörg@x.test')?.needsSmtpUtf8).toBe(true);
    expect(sendable('joerg@bücher.example')?.needsSmtpUtf8).toBe(false);
  });
});

it('reads for which addresses a message was delivered, and takes nothing else for one', () => {
  const source = [
    'Delivered-To: shop@home.test',
    'X-Original-To: <ada+list@home.test>',
    'Envelope-To: not an address',
    'To: other@x.test',
    'X-Delivered: no@x.test',
    '',
    'Delivered-To: body@x.test',
  ].join('\r\n');
  expect(readFields(source).deliveredTo).toEqual(['shop@home.test', 'ada+list@home.test']);
});

it('a signature stands behind its separator, at whatever place of the text it is', () => {
  const html = '<p>Yours</p><div data-signature=""><p><strong>Ada</strong></p><p>Engines Ltd.</p></div>';
  expect(plainVersion(html)).toBe('Yours\n\n-- \nAda\n\nEngines Ltd.');
  expect(flowed(plainVersion(html))).toContain('\r\n-- \r\nAda');
});
