import type { Attachment, MessageId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import type { DraftFile, DraftId } from '../../shared/writing.ts';
import { messageFilename } from '../compose/starting-content.ts';
import type { DraftFiles } from '../drafts/draft-files.ts';
import type { AccountRuntime } from './account-runtime.ts';

/** Copies a message's files for a draft. None stays on the disk where one cannot be had. Throws AppFailure. */
export async function copyParts(
  files: DraftFiles,
  account: AccountRuntime,
  messageId: MessageId,
  id: DraftId,
  attachments: readonly Attachment[],
): Promise<DraftFile[]> {
  const kept: DraftFile[] = [];
  try {
    for (const attachment of attachments) kept.push(await copyPart(files, account, messageId, id, attachment));
    return kept;
  } catch (error) {
    for (const file of kept) await files.remove(id, file.id);
    throw error;
  }
}

/** Copies a whole message, as a file of a draft. Throws AppFailure. */
export async function copyMessage(
  files: DraftFiles,
  account: AccountRuntime,
  messageId: MessageId,
  id: DraftId,
  subject: string,
): Promise<DraftFile[]> {
  const file = { filename: messageFilename(subject), mimeType: 'message/rfc822', contentId: null };
  const kept: DraftFile[] = [];
  await account.reader.streamMessage(messageId, async (chunks) => {
    kept.push(await files.add(id, file, chunks));
  });
  return kept;
}

/** Copies one part of a message for a draft. Throws AppFailure. */
export async function copyPart(
  files: DraftFiles,
  account: AccountRuntime,
  messageId: MessageId,
  id: DraftId,
  attachment: Attachment,
): Promise<DraftFile> {
  const { partId, filename, mimeType, inline } = attachment;
  const contentId = inline ? attachment.contentId : null;
  const copied: DraftFile[] = [];
  const take = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    copied.push(await files.add(id, { filename, mimeType, contentId }, chunks));
  };
  await account.reader.streamPart(messageId, partId, take, new AbortController().signal);
  const [file] = copied;
  if (file === undefined) throw new AppFailure({ code: 'not_found', params: { reason: 'part' }, retryable: false });
  return file;
}
