import type { MessageId } from '../../shared/mail.ts';
import { sendersOf } from '../../shared/senders.ts';
import type { DraftContent, DraftFile, DraftId, DraftStart } from '../../shared/writing.ts';
import { draftOfMessage } from '../compose/draft-of-message.ts';
import { headerField, readFields, type Thread } from '../compose/original.ts';
import type { DraftCopy, ServerCopy } from '../drafts/draft-copy-store.ts';
import { draftsFolder } from '../drafts/drafts-folder.ts';
import { addressList } from '../mime/address-list.ts';
import type { AccountRuntime } from './account-runtime.ts';
import { readHeader, readOriginal } from './originals.ts';

/** A message in the Drafts folder as a draft. Its files are written already. */
export interface ReadDraft {
  readonly start: DraftStart['kind'];
  readonly content: DraftContent;
  readonly files: readonly DraftFile[];
  readonly thread: Thread;
  /** The text is longer than what is fetched: the message must not be replaced by what is left of it. */
  readonly truncated: boolean;
}

/**
 * Reads a draft from the server. Throws AppFailure, also offline: its blind recipients stand in its header alone.
 *
 * @param copyFiles writes the message's files for the draft
 */
export async function readDraftMessage(
  account: AccountRuntime,
  messageId: MessageId,
  copyFiles: (attachments: Awaited<ReturnType<typeof readOriginal>>['attachments']) => Promise<DraftFile[]>,
): Promise<ReadDraft> {
  const header = await readHeader(account, messageId);
  const { original, attachments, truncated } = await readOriginal(account, messageId);
  const [self] = sendersOf(account.sync.account);
  const bcc = addressList(headerField(header, 'bcc'), null);
  const { content, start } = draftOfMessage(original, bcc, self.address);
  const { references } = readFields(header);
  const { inReplyTo } = original;
  return {
    start: start === 'new' && inReplyTo !== null ? 'reply' : start,
    content,
    files: await copyFiles(attachments),
    thread:
      inReplyTo === null
        ? { inReplyTo: null, references }
        : { inReplyTo, references: references.length > 0 ? references : [inReplyTo] },
    truncated,
  };
}

/** The message of a copy in the cache; null while it is not there yet. */
export function messageOf({ store }: AccountRuntime, { uid, uidValidity }: ServerCopy): MessageId | null {
  const { folder } = draftsFolder(store);
  const found =
    folder !== null && uid !== null && folder.uidValidity === uidValidity
      ? store.localMessages(folder.folderId, uid, uid)[0]
      : undefined;
  return found?.id ?? null;
}

/** The draft that a message of the Drafts folder holds, among those that are known. */
export function draftIn(
  copies: readonly DraftCopy[],
  place: { readonly uid: number; readonly uidValidity: number; readonly messageIdHeader: string | null },
  key: string | null,
): DraftId | null {
  const isIt = ({ uid, uidValidity, messageId }: ServerCopy): boolean =>
    uid === null
      ? messageId !== null && messageId === place.messageIdHeader
      : uid === place.uid && uidValidity === place.uidValidity;
  const found = copies.find(
    (copy) =>
      copy.copies.some(isIt) || (copy.other !== null && isIt(copy.other.copy)) || (key !== null && copy.key === key),
  );
  return found?.draftId ?? null;
}
