import type { DraftQuote } from '../../shared/writing.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** Plain text as the editor's HTML: one paragraph for each line. */
export function htmlOfText(text: string): string {
  return text
    .split('\n')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('');
}

/** The quoted original as editable text, for rich writing. */
export function quotedAsHtml(quote: DraftQuote): string {
  return `<p>${escaped(quote.attribution)}</p><blockquote>${htmlOfText(quote.text.trim())}</blockquote>`;
}

/** The quoted original as editable text, each line behind `>`. A blank after the sign keeps the line's own text apart (RFC 3676 section 4.5). */
export function quotedAsText(quote: DraftQuote): string {
  const lines = quote.text.trim().split('\n');
  return `${quote.attribution}\n${lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n')}`;
}
