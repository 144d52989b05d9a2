import type { Address } from '../../shared/mail.ts';
import type { Texts } from '../../shared/texts/texts.ts';
import type { DraftContent, DraftQuote } from '../../shared/writing.ts';
import { plainVersion } from './html-to-text.ts';
import type { MailtoFields } from './mailto.ts';
import type { Original, OriginalFields } from './original.ts';
import { textAsHtml } from './outgoing-html.ts';
import { type OwnAddresses, replyAllRecipients, replyRecipients } from './recipients.ts';
import { baseSubject, forwardSubject, replySubject } from './subject.ts';

/** The longest list of recipients above a forwarded message, in characters. */
const longestList = 500;
/** The most text that is taken out of HTML for the plain quote, in characters. */
const longestText = 1_000_000;

/** An empty draft. */
export function emptyContent(from: Address, format: DraftContent['format'] = 'html'): DraftContent {
  return { from, to: [], cc: [], bcc: [], subject: '', format, body: '', quote: null, signature: null };
}

/** A draft from a `mailto:` link. */
export function mailtoContent(from: Address, fields: MailtoFields, format: DraftContent['format']): DraftContent {
  const { to, cc, bcc, subject, body } = fields;
  const text = body === '' || format === 'plain' ? body : `<p>${textAsHtml(body)}</p>`;
  return { ...emptyContent(from, format), to, cc, bcc, subject, body: text };
}

/** An answer, with the original quoted below it. It is plain text where the original is, or where the user writes so. */
export function replyContent(
  kind: 'reply' | 'reply_all',
  original: Original,
  about: {
    readonly from: Address;
    readonly own: OwnAddresses;
    readonly fields: OriginalFields;
    readonly words: Texts['quoting'];
    readonly format: DraftContent['format'];
  },
): DraftContent {
  const { from, own, fields, words, format } = about;
  const recipients = kind === 'reply' ? replyRecipients(original, own) : replyAllRecipients(original, own, fields);
  return {
    ...emptyContent(from),
    ...recipients,
    subject: replySubject(original.subject),
    format: answerFormat(original, format),
    quote: quoteOf(original, attribution(original, words)),
  };
}

/** A forwarded message below its header fields. */
export function forwardContent(
  original: Original,
  from: Address,
  words: Texts['quoting'],
  format: DraftContent['format'],
): DraftContent {
  return {
    ...emptyContent(from),
    subject: forwardSubject(original.subject),
    format: answerFormat(original, format),
    quote: quoteOf(original, forwardedFields(original, words)),
  };
}

/** A draft to which the original is attached as a message. */
export function forwardAttachedContent(
  original: Original,
  from: Address,
  format: DraftContent['format'],
): DraftContent {
  return { ...emptyContent(from, format), subject: forwardSubject(original.subject) };
}

/** The original as a new draft. Its HTML is shown by the quote until the window has made it safe for the editor. */
export function editAsNewContent(original: Original, from: Address): DraftContent {
  const { to, cc, subject, html, text } = original;
  const content = { ...emptyContent(from), to, cc, subject: subject.trim() };
  if (html !== null) return { ...content, quote: quoteOf(original, '') };
  return { ...content, format: 'plain', body: text ?? '' };
}

/** The name under which a message is attached. */
export function messageFilename(subject: string): string {
  return `${baseSubject(subject) || 'message'}.eml`;
}

function answerFormat({ html, text }: Original, format: DraftContent['format']): DraftContent['format'] {
  return html === null && text !== null ? 'plain' : format;
}

function quoteOf(original: Original, above: string): DraftQuote {
  const { html, text } = original;
  return {
    attribution: above,
    html,
    text: text ?? (html === null ? '' : plainVersion(html).slice(0, longestText)),
    // Plain text needs no sanitiser.
    sanitized: html === null,
  };
}

function attribution(original: Original, words: Texts['quoting']): string {
  const [author] = original.from;
  const who = (author?.name || author?.address || words.unknownSender).slice(0, 200);
  return original.sentAt === null ? words.attributionUndated(who) : words.attribution(who, original.sentAt);
}

function forwardedFields(original: Original, words: Texts['quoting']): string {
  const { fields } = words;
  const list = (addresses: readonly Address[]): string => listed(addresses, words);
  const lines: [string, string][] = [
    [fields.subject, original.subject.slice(0, longestList)],
    [fields.date, original.sentAt === null ? '' : words.forwardedDate(original.sentAt)],
    [fields.from, list(original.from)],
    [fields.to, list(original.to)],
    [fields.cc, list(original.cc)],
  ];
  const shown = lines.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
  return [words.forwarded, ...shown].join('\n');
}

function listed(addresses: readonly Address[], words: Texts['quoting']): string {
  const shown: string[] = [];
  let length = 0;
  for (const { name, address } of addresses) {
    const one = (name === '' || name === address ? address : `${name} <${address}>`).slice(0, longestList);
    length += one.length;
    if (length > longestList) return `${shown.join(', ')} ${words.andMore(addresses.length - shown.length)}`.trim();
    shown.push(one);
  }
  return shown.join(', ');
}
