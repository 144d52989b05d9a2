import type { MessageBody } from '../../shared/mail.ts';
import { linesOfHtml } from './html-text.ts';

/** No longer than what is fetched of a text part. */
const longestText = 2_000_000;

/** A body without its HTML: the sender's own plain text, else the words of the HTML. */
export function plainBody(body: MessageBody): MessageBody {
  if (body.html === null) return body;
  const own = body.text ?? '';
  return { ...body, html: null, text: own.trim() === '' ? linesOfHtml(body.html, longestText) : own };
}
