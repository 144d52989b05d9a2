import { describe, expect, it } from 'vitest';
import { outgoingHtml } from './outgoing-html.ts';
import { withOwnLooks } from './sent-styles.ts';

describe('what the editor wrote, for those who lack its style sheet', () => {
  it('tables have lines, and their own declarations win', () => {
    const table =
      '<table style="min-width: 50px"><tbody><tr><th>a</th><td style="text-align: right;">b</td></tr></tbody></table>';
    const sent = withOwnLooks(table);
    expect(sent).toContain('<table style="border-collapse: collapse; min-width: 50px">');
    expect(sent).toMatch(/<th style="border: 1px [^"]*">a/);
    expect(sent).toMatch(/<td style="border: 1px [^"]*; text-align: right;">b/);
  });

  it('paragraphs in lists and cells have no gap, and others keep theirs', () => {
    expect(
      withOwnLooks(
        '<p>a</p><ul><li><p>b<br>c</p><ul><li><p style="text-align: center">d</p></li></ul><p>e</p></li></ul><p>f</p>',
      ),
    ).toBe(
      '<p>a</p><ul><li><p style="margin: 0">b<br>c</p><ul><li><p style="margin: 0; text-align: center">d</p></li></ul><p style="margin: 0">e</p></li></ul><p>f</p>',
    );
  });

  it('quotes have a bar', () =>
    expect(withOwnLooks('<blockquote><p>a</p></blockquote>')).toMatch(
      /^<blockquote style="[^"]*border-left: [^"]*"><p>a<\/p>/,
    ));

  it.each([
    ['Hebrew', '<p>123 שלום, Ada</p>', true],
    ['Arabic', '<p><br></p><h2>مرحبا</h2>', true],
    ['Latin first', '<p>Dear שלום</p>', false],
    ['no letter', '<p>1, 2</p>', false],
    ['nothing', '', false],
  ])('a text runs as it begins: %s', (_name, html, isRightToLeft) =>
    expect(withOwnLooks(html).startsWith('<div dir="rtl">')).toBe(isRightToLeft),
  );

  it('is not done to the copy of a draft, which becomes a draft again', () => {
    const body = '<ul><li><p>a</p></li></ul>';
    const parts = { body, quote: null, signature: null };
    expect(outgoingHtml(parts, false, true)).toContain(`\r\n${body}\r\n`);
    expect(outgoingHtml(parts, false)).not.toContain(body);
  });

  it('takes time that grows with the length alone', () => {
    const work = (count: number): number => {
      const html = '<table><td><p>'.repeat(count);
      const before = performance.now();
      withOwnLooks(html);
      return performance.now() - before;
    };
    work(1_000);
    expect(work(20_000)).toBeLessThan(400 * Math.max(1, work(1_000)));
  });
});
