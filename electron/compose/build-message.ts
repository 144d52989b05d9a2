import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Address } from '../../shared/mail.ts';
import { signatureText } from '../../shared/signatures.ts';
import type { DraftContent, DraftStart } from '../../shared/writing.ts';
import { cleanText } from '../mail/clean-text.ts';
import { safeFilename, TakenNames } from '../mime/safe-filename.ts';
import { sendable } from './address.ts';
import { flowed } from './flowed.ts';
import { plainVersion } from './html-to-text.ts';
import type { Thread } from './original.ts';
import { outgoingHtml } from './outgoing-html.ts';
import { withPlainQuote } from './plain-quote.ts';

/** A file that goes along, as it lies on this computer. */
export interface MessageFile {
  readonly path: string;
  readonly filename: string;
  readonly mimeType: string;
  readonly contentId: string | null;
}

export interface MessageParts {
  readonly content: DraftContent;
  /** Where answers are to go; empty: to the sender. */
  readonly replyTo: string;
  readonly start: DraftStart['kind'];
  readonly files: readonly MessageFile[];
  readonly thread: Thread;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly date: number;
  /** Present for a copy in Drafts: its parts are marked, so that the draft can be made of it again, and it names the computer. */
  readonly draft?: { readonly computer: string };
}

export interface BuiltMessage {
  /** The message with CRLF line ends, without Bcc. Reads the files while it is read. */
  readonly stream: Readable;
  /** The Bcc field with its CRLF, for the copy in Sent; empty where nobody gets a blind copy. */
  readonly bccField: string;
}

/** A longer subject is cut; RFC 5322 folds at 998 octets, and no mail program shows more. */
const longestSubject = 2_000;
const longestName = 300;
/**
 * The type of a file that is the answer to an invitation, known to Heron alone, since drafts keep no parameters of a type. It is sent as
 * another version of the text (RFC 6047 section 2.4), and not as an attachment.
 */
export const calendarReplyType = 'text/x-heron-calendar-reply';
const mediaType = /^(?!multipart\/)[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/i;

/** A Message-ID of our own (RFC 5322 section 3.6.4). @param id a UUID */
export function messageIdFor(id: string, from: Address): string {
  const address = sendable(from.address)?.address ?? '';
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return `<${id}@${/^[a-z0-9.-]+$/i.test(domain) ? domain.toLowerCase() : 'localhost'}>`;
}

/**
 * The message that a draft becomes. Control characters in what the user typed are neutralised before nodemailer writes the header, so that
 * nothing typed can begin a field of its own.
 */
export function buildMessage(parts: MessageParts): BuiltMessage {
  const { content, start, files, thread } = parts;
  const bcc = mailboxes(content.bcc);
  const replyTo = mailboxes([{ name: '', address: parts.replyTo }]);
  const composer = new MailComposer({
    from: mailboxes([content.from]),
    ...(replyTo.length === 0 ? {} : { replyTo }),
    to: mailboxes(content.to),
    cc: mailboxes(content.cc),
    bcc,
    subject: cleanText(content.subject, longestSubject),
    messageId: parts.messageId,
    date: new Date(parts.date),
    ...(thread.inReplyTo === null ? {} : { inReplyTo: thread.inReplyTo }),
    ...(thread.references.length === 0 ? {} : { references: [...thread.references] }),
    ...(parts.draft === undefined
      ? {}
      : { headers: { 'X-Heron-Draft': cleanText(parts.draft.computer, longestName) || '-' } }),
    alternatives: [
      ...alternatives(content, start === 'forward' || start === 'edit_as_new', parts.draft !== undefined),
      ...files.filter(isCalendarReply).map(({ path }) => ({
        contentType: 'text/calendar; charset=utf-8; method=REPLY',
        content: lazily(path),
      })),
    ],
    attachments: attachments(
      files.filter((file) => !isCalendarReply(file)),
      content.format,
    ),
    // Neither a file nor an address that a text names is ever read; the files come as streams.
    disableUrlAccess: true,
    disableFileAccess: true,
    newline: '\r\n',
  });
  const message = composer.compile();
  return { stream: message.createReadStream(), bccField: bcc.length === 0 ? '' : bccField(bcc) };
}

function isCalendarReply({ mimeType }: MessageFile): boolean {
  return mimeType === calendarReplyType;
}

function alternatives(content: DraftContent, forwarded: boolean, marked: boolean) {
  const { body, format, quote, signature } = content;
  const above = withPlainQuote(format === 'html' ? plainVersion(body) : body, quote, forwarded);
  const plain = signature === null ? above : `${above.trimEnd()}\n\n${signatureText(signature)}`;
  const text = { contentType: 'text/plain; charset=utf-8; format=flowed', content: canonical(`${flowed(plain)}\r\n`) };
  if (format === 'plain') return [text];
  const html = outgoingHtml(content, forwarded, marked);
  return [text, { contentType: 'text/html; charset=utf-8', content: canonical(html) }];
}

/** RFC 5322 section 2.3: CR and LF only together, and no NUL, whatever an original or a paste holds. */
function canonical(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/\r\n|\r|\n/g, '\r\n');
}

function attachments(files: readonly MessageFile[], format: DraftContent['format']) {
  const taken = new TakenNames();
  return files.map(({ path, filename, mimeType, contentId }) => {
    const isMessage = /^message\/rfc822$/i.test(mimeType);
    const contentType =
      isMessage || (mediaType.test(mimeType) && !/^message\//i.test(mimeType)) ? mimeType : 'application/octet-stream';
    const cid = contentId === null ? '' : contentId.replaceAll(/[^\x21-\x7e]|[<>]/g, '');
    return {
      filename: safeFilename(filename, contentType, taken),
      contentType,
      content: lazily(path),
      contentDisposition: (cid !== '' && format === 'html' ? 'inline' : 'attachment') as 'inline' | 'attachment',
      ...(cid !== '' && format === 'html' ? { cid } : {}),
    };
  });
}

/** Opened when its turn comes, so that many files need no descriptors at once. */
function lazily(path: string): Readable {
  const chunks = async function* (): AsyncGenerator<Buffer, void> {
    for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 })) yield chunk;
  };
  return Readable.from(chunks(), { objectMode: false });
}

function mailboxes(addresses: readonly Address[]): { name: string; address: string }[] {
  return addresses.flatMap(({ name, address }) => {
    const sent = sendable(address);
    const shown = cleanText(name, longestName);
    return sent === null ? [] : [{ name: shown === address ? '' : shown, address: sent.address }];
  });
}

function bccField(bcc: { name: string; address: string }[]): string {
  const node = new MailComposer({ bcc: bcc.map((each) => ({ ...each })) }).compile();
  node.keepBcc = true;
  const header = node.buildHeaders();
  const field = /^Bcc:.*(?:\r\n[ \t].*)*/im.exec(header)?.[0];
  return field === undefined ? '' : `${field}\r\n`;
}
