import { describe, expect, it } from 'vitest';
import { snippetOf } from './snippet.ts';

const ofHtml = (html: string): string => snippetOf({ text: null, html });

describe('snippetOf', () => {
  it('takes the first words of the text, without quotes, links and rules', () => {
    expect(
      snippetOf({ text: '> you wrote\r\n\r\nHello  Ada,\r\n-------\r\nsee <https://a.test/x?y> now', html: null }),
    ).toBe('Hello Ada, see now');
  });

  it('is at most 200 characters and never ends in half a character', () => {
    const snippet = snippetOf({ text: `${'a'.repeat(199)}😀 more`, html: null });
    expect(snippet).toBe('a'.repeat(199));
  });

  it('falls back to the HTML where the text version is empty', () => {
    expect(snippetOf({ text: ' \u200b\r\n', html: '<p>Hello &amp; welcome</p>' })).toBe('Hello & welcome');
    expect(snippetOf({ text: null, html: null })).toBe('');
  });

  it('skips style, script, title, comments and what the sender hid', () => {
    expect(
      ofHtml(
        '<!doctype html><html><head><title>T</title><style>p{color:red}</style></head><body><!-- c -->' +
          '<div style="display:none;max-height:0">secret <div>nested</div> words</div><span hidden>gone</span>' +
          '<script>var a = "<p>x</p>"</script><p title="a > b">Sh<b>own</b></p><p>too</p></body></html>',
      ),
    ).toBe('Shown too');
  });

  it('removes invisible filler and decodes references', () => {
    expect(ofHtml('&zwnj;&nbsp;&#8203;\u034f\u00ad&#x200c; Gr&uuml;&szlig;e&hellip; 5 &euro; &unknown;')).toBe(
      'Grüße… 5 € &unknown;',
    );
  });

  it('decodes every reference of HTML, also those of windows-1252', () => {
    // Names beyond HTML 4, and code points that HTML reads as windows-1252.
    expect(ofHtml('&check; &#150; &apos;&Zcaron;&hearts; &sum; &copy 2026 &notit; &#x80; &NotEqualTilde;')).toBe(
      "✓ – 'Ž♥ ∑ © 2026 ¬it; € ≂̸",
    );
    expect(ofHtml('<p>می&zwnj;خواهم</p>')).toBe('می\u200cخواهم');
  });

  it('hides by attributes only, and takes comments and foreign elements as HTML does', () => {
    expect(ofHtml('<p title="display:none">Shown</p><p data-x=hidden>too</p>')).toBe('Shown too');
    expect(ofHtml('<!-->Shown<!-- a --!> too<p style="display&colon;none">gone</p>')).toBe('Shown too');
    expect(ofHtml('<svg><style/>gone</svg>Shown<svg/> too<div hidden/>gone')).toBe('Shown too');
    expect(ofHtml('<script>a</scripty>b</script>Shown<title>a</title> too')).toBe('Shown too');
  });

  it('keeps joiners where a script or an emoji needs them', () => {
    expect(snippetOf({ text: '\u200d\u200c می\u200cخواهم ❤\ufe0f 👩🏽\u200d💻 \u200b', html: null })).toBe(
      'می\u200cخواهم ❤\ufe0f 👩🏽\u200d💻',
    );
  });

  it('hidden elements without content or closing tags do not swallow the text', () => {
    expect(ofHtml('<img style="display:none" src=x>Visible')).toBe('Visible');
    expect(ofHtml('2 < 3 and <b>4</b>')).toBe('2 < 3 and 4');
  });

  it.each([
    ['open angle brackets', '<'.repeat(500_000)],
    ['unclosed tags', '<a b="'.repeat(80_000)],
    ['unclosed comments', '<!--'.repeat(120_000)],
    ['unclosed scripts', '<script>'.repeat(60_000)],
    ['declarations', '<!'.repeat(250_000)],
    ['hidden nests', '<div hidden>'.repeat(40_000)],
    ['ampersands', '&'.repeat(500_000)],
    ['nests of different names', Array.from({ length: 60_000 }, (_, index) => `<x${index}>`).join('')],
    ['ends of what never began', `${'<b>'.repeat(60_000)}${'</i>'.repeat(60_000)}`],
    ['attributes', `<p ${'a=b '.repeat(100_000)}`],
    ['styles', `<p ${'style="display" '.repeat(30_000)}>`],
    ['one style', `<p style="${'display '.repeat(60_000)}`],
  ])('ends on hostile input: %s', (_name, html) => {
    expect(ofHtml(html).length).toBeLessThanOrEqual(200);
    expect(snippetOf({ text: html, html: null }).length).toBeLessThanOrEqual(200);
  });
});
