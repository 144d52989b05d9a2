import { hostname } from 'node:os';
import { buildMessage } from '../compose/build-message.ts';
import type { StoredDraft } from './draft.ts';
import type { DraftFiles } from './draft-files.ts';

/** A draft as a message for the Drafts folder: with its blind recipients, and marked so that the draft can be made of it again. */
export async function draftMessage(draft: StoredDraft, messageId: string, files: DraftFiles): Promise<Uint8Array> {
  const { id, start, thread, changedAt } = draft;
  const { quote } = draft.content;
  // Nothing of the original leaves before it was made safe (H5).
  const content =
    quote === null || quote.sanitized ? draft.content : { ...draft.content, quote: { ...quote, html: null } };
  const { stream, bccField } = buildMessage({
    content,
    replyTo: '',
    start,
    files: draft.files.map(({ id: fileId, ...file }) => ({ ...file, path: files.path(id, fileId) })),
    thread,
    messageId,
    date: changedAt,
    draft: { computer: hostname() },
  });
  const chunks: Uint8Array[] = [Buffer.from(bccField)];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}
