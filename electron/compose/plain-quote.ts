import type { DraftQuote } from '../../shared/writing.ts';

/** The quoted original as plain text, each line after `>` (RFC 3676 section 4.5). */
function quotedText(text: string): string {
  return lines(text)
    .map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n');
}

/**
 * A body with the original below it, as plain text.
 *
 * @param forwarded a forwarded message is repeated without `>`
 */
export function withPlainQuote(body: string, quote: DraftQuote | null, forwarded: boolean): string {
  if (quote === null) return body;
  const original = forwarded ? lines(quote.text).join('\n') : quotedText(quote.text);
  const attribution = quote.attribution === '' ? '' : `${quote.attribution}\n${forwarded ? '\n' : ''}`;
  const above = body.trimEnd();
  return `${above}${above === '' ? '' : '\n\n'}${attribution}${original}\n`;
}

function lines(text: string): string[] {
  const all = text.replaceAll(/\r\n?/g, '\n').split('\n');
  while (all.at(-1)?.trim() === '') all.pop();
  return all.map((line) => line.trimEnd());
}
