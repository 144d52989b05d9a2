import type { Address, MessageId, MessageRow } from '../../shared/mail.ts';
import type { MailStore } from '../store/mail-store.ts';

const mostRows = 10;
const nobody: Address = { name: '', address: '' };

/** At most 10 rows of the newest of these messages, newest first. Their texts are not here yet, so there is no snippet. */
export function newestRows(store: Pick<MailStore, 'header'>, messageIds: readonly MessageId[]): MessageRow[] {
  const rows: MessageRow[] = [];
  // A higher id was received later.
  for (const messageId of [...messageIds].sort((a, b) => b - a)) {
    if (rows.length === mostRows) break;
    const header = store.header(messageId);
    if (header === null) continue;
    const {
      id,
      subject,
      from,
      to,
      receivedAt,
      seen,
      flagged,
      answered,
      forwarded,
      markedDeleted,
      attachments,
      unfetched,
      tags,
    } = header;
    rows.push({
      id,
      subject,
      from: from[0] ?? nobody,
      to: to[0] ?? nobody,
      receivedAt,
      snippet: '',
      seen,
      flagged,
      answered,
      forwarded,
      markedDeleted,
      hasAttachments: attachments.some(({ inline }) => !inline),
      unfetched: unfetched !== null,
      ...(tags && { tags }),
    });
  }
  return rows;
}
