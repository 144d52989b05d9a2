import { escapedText, htmlOfText } from '../../shared/html-of-text.ts';
import type { DraftQuote } from '../../shared/writing.ts';

/** The quoted original as editable text, for rich writing. */
export function quotedAsHtml(quote: DraftQuote): string {
  return `<p>${escapedText(quote.attribution)}</p><blockquote>${htmlOfText(quote.text.trim())}</blockquote>`;
}

/** The quoted original as editable text, each line behind `>`. A blank after the sign keeps the line's own text apart (RFC 3676 section 4.5). */
export function quotedAsText(quote: DraftQuote): string {
  const lines = quote.text.trim().split('\n');
  return `${quote.attribution}\n${lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n')}`;
}
