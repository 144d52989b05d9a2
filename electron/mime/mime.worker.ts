import { parentPort, workerData } from 'node:worker_threads';
import PostalMime, { type Email, type Attachment as ParsedAttachment } from 'postal-mime';
import type { Attachment } from '../../shared/mail.ts';
import type { MimeAnswer, MimeTask, WholeMessage } from './mime-protocol.ts';
import { hasTooManyParts, parseLimits } from './parse-limits.ts';
import { safeFilename, TakenNames } from './safe-filename.ts';

/**
 * Parses one message and ends. Parsing a hostile message may never end, so the owner (mime-client.ts) terminates the
 * worker at its time or memory limit, or on a cancel.
 */
async function run(task: MimeTask): Promise<MimeAnswer> {
  if (hasTooManyParts(task.message)) return { kind: 'too_many_parts' };
  const email = await PostalMime.parse(task.message, {
    forceRfc822Attachments: true,
    maxNestingDepth: parseLimits.nesting,
    maxHeadersSize: parseLimits.headerBytes,
  });
  if (email.attachments.length > parseLimits.parts) return { kind: 'too_many_parts' };
  if (task.attachmentIndex === null) return { kind: 'message', message: wholeMessageOf(email) };
  const attachment = email.attachments[task.attachmentIndex];
  return attachment === undefined ? { kind: 'missing' } : { kind: 'attachment', bytes: contentOf(attachment) };
}

function wholeMessageOf(email: Email): WholeMessage {
  const taken = new TakenNames();
  const html = bounded(email.html);
  const text = bounded(email.text);
  return {
    html,
    text,
    attachments: email.attachments.map((attachment, index) => describeAttachment(attachment, index, taken)),
    truncated: (email.html?.length ?? 0) > parseLimits.textLength || (email.text?.length ?? 0) > parseLimits.textLength,
  };
}

function describeAttachment(attachment: ParsedAttachment, index: number, taken: TakenNames): Attachment {
  const contentId = attachment.contentId?.trim().replace(/^<|>$/g, '') || null;
  return {
    partId: `0.${index + 1}`,
    filename: safeFilename(attachment.filename, attachment.mimeType, taken),
    mimeType: attachment.mimeType.slice(0, 127),
    size: contentOf(attachment).byteLength,
    contentId,
    inline: contentId !== null && attachment.related === true && attachment.mimeType.startsWith('image/'),
  };
}

function contentOf(attachment: ParsedAttachment): Uint8Array {
  const { content } = attachment;
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

function bounded(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text.slice(0, parseLimits.textLength).replaceAll('\0', '');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}

const answer = await run(workerData as MimeTask).catch(
  (error: unknown): MimeAnswer => ({ kind: 'unreadable', reason: reasonOf(error) }),
);
parentPort?.postMessage(answer);
