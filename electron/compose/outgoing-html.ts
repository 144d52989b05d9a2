import { signatureHtml } from '../../shared/signatures.ts';
import type { DraftContent, DraftQuote } from '../../shared/writing.ts';
import { escapeHtml } from '../mime/html-text.ts';
import { withOwnLooks } from './sent-styles.ts';

/** On the element above the quoted original, in a draft's copy. The editor's HTML has no such attribute. */
export const quoteMark = ' data-heron-quote=""';

/**
 * The HTML that is sent: what the editor wrote, below it the original as it is (C8), and a signature that stands there.
 *
 * @param forwarded a forwarded message stands below its header fields without being marked as a quote
 * @param marked the quote is marked and the text as the editor wrote it, so that a draft can be made of the message again
 */
export function outgoingHtml(
  { body, quote, signature }: Pick<DraftContent, 'body' | 'quote' | 'signature'>,
  forwarded: boolean,
  marked = false,
): string {
  const below = signature === null ? '' : `${signatureHtml(signature)}\r\n`;
  const quoted = `${quote === null ? '' : quoteHtml(quote, forwarded, marked ? quoteMark : '')}${below}`;
  return `<!DOCTYPE html>\r\n<html><head><meta charset="utf-8"></head><body>\r\n${marked ? body : withOwnLooks(body)}\r\n${quoted}</body></html>\r\n`;
}

function quoteHtml(quote: DraftQuote, forwarded: boolean, mark: string): string {
  const attribution =
    quote.attribution === '' && mark === '' ? '' : `<div${mark}>${textAsHtml(quote.attribution)}</div>\r\n`;
  const original = quote.html ?? `<div style="white-space: pre-wrap">${escapeHtml(quote.text)}</div>`;
  return forwarded
    ? `${attribution}<div>\r\n${original}\r\n</div>\r\n`
    : `${attribution}<blockquote type="cite">\r\n${original}\r\n</blockquote>\r\n`;
}

/** Plain text as HTML with its line breaks. */
export function textAsHtml(text: string): string {
  return escapeHtml(text).replaceAll(/\r\n|\r|\n/g, '<br>\r\n');
}
