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
  ])('ends on hostile input: %s', (_name, html) => {
    expect(ofHtml(html).length).toBeLessThanOrEqual(200);
    expect(snippetOf({ text: html, html: null }).length).toBeLessThanOrEqual(200);
  });
});
