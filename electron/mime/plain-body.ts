import type { MessageBody } from '../../shared/mail.ts';
import { linesOfHtml } from './html-text.ts';

/** A body without its HTML: the sender's own plain text, else the words of the HTML. */
export function plainBody(body: MessageBody): MessageBody {
  if (body.html === null) return body;
  const own = body.text ?? '';
  return { ...body, html: null, text: own.trim() === '' ? linesOfHtml(body.html) : own };
}
