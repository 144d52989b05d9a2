import { calls } from '../../shared/calls.ts';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import type { DraftFileId, DraftId } from '../../shared/writing.ts';

const partSchema = calls['mail.saveAttachment'].input;
const messageSchema = calls['mail.body'].input;

/**
 * Reads `heron-part://part/<accountId>/<messageId>/<partId>`, which the reader writes for `cid:` images.
 * @returns null for anything else
 */
export function imagePart(text: string): { accountId: AccountId; messageId: MessageId; partId: string } | null {
  const [accountId, messageId, partId] = pathOf(text, 'part') ?? [];
  const parsed = partSchema.safeParse({ accountId, messageId: Number(messageId), partId });
  return parsed.success ? parsed.data : null;
}

/**
 * Reads `heron-part://remote/<accountId>/<messageId>/<URL in base64url>`, which the reader writes for remote images
 * that may be shown. The caller checks whether they may, and where the URL leads.
 * @returns null for anything else
 */
export function remoteImage(text: string): { accountId: AccountId; messageId: MessageId; url: string } | null {
  const [accountId, messageId, encoded = ''] = pathOf(text, 'remote') ?? [];
  const parsed = messageSchema.safeParse({ accountId, messageId: Number(messageId) });
  if (!parsed.success || !/^[\w-]{1,12000}$/.test(encoded)) return null;
  const url = Buffer.from(encoded, 'base64url').toString('utf8');
  return URL.canParse(url) ? { ...parsed.data, url } : null;
}

/**
 * Reads `heron-part://draft/<draftId>/<fileId>`, which the composer writes for pictures in the text of a draft.
 * @returns null for anything else
 */
export function draftPicture(text: string): { draftId: DraftId; fileId: DraftFileId } | null {
  const [draftId, fileId] = pathOf(text, 'draft', 2) ?? [];
  const parsed = calls['drafts.readPicture'].input.safeParse({ draftId, fileId });
  return parsed.success ? parsed.data : null;
}

/** The parts of the path, where there are so many. */
function pathOf(text: string, host: string, count = 3): readonly string[] | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'heron-part:' || url.host !== host || url.search !== '') return null;
  const parts = url.pathname.slice(1).split('/');
  return parts.length === count ? parts : null;
}
