import { expect, it } from 'vitest';
import { htmlOfText } from '../../shared/html-of-text.ts';
import { quotedAsHtml, quotedAsText } from './plain-and-rich.ts';

const quote = {
  attribution: 'On Friday, Ada <ada@contoso.test> wrote:',
  html: null,
  text: 'One\n> Two\n<b>Three</b>\n',
  sanitized: true,
};

it('plain text becomes paragraphs, and stays text', () => {
  expect(htmlOfText('a\n\n<img src=x onerror="y">&')).toBe(
    '<p>a</p><p></p><p>&lt;img src=x onerror=&quot;y&quot;&gt;&amp;</p>',
  );
});

it('a quote can be edited in both ways', () => {
  expect(quotedAsText(quote)).toBe('On Friday, Ada <ada@contoso.test> wrote:\n> One\n>> Two\n> <b>Three</b>');
  expect(quotedAsHtml(quote)).toBe(
    '<p>On Friday, Ada &lt;ada@contoso.test&gt; wrote:</p><blockquote><p>One</p><p>&gt; Two</p><p>&lt;b&gt;Three&lt;/b&gt;</p></blockquote>',
  );
});
