import { inputSchemas } from '../shared/ipc-schemas.ts';
import type { AccountId, MessageId } from '../shared/mail.ts';

const partSchema = inputSchemas['mail.saveAttachment'];

/**
 * Reads `heron-part://part/<accountId>/<messageId>/<partId>`, which the reader writes for `cid:` images.
 * @returns null for anything else
 */
export function imagePart(text: string): { accountId: AccountId; messageId: MessageId; partId: string } | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'heron-part:' || url.host !== 'part' || url.search !== '') return null;
  const [accountId, messageId, partId, ...rest] = url.pathname.slice(1).split('/');
  if (rest.length > 0) return null;
  const parsed = partSchema.safeParse({ accountId, messageId: Number(messageId), partId });
  return parsed.success ? parsed.data : null;
}
