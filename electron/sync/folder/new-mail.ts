import type { FolderId, MessageId } from '../../../shared/mail.ts';
import type { RemoteEnvelope } from '../../mail/remote-mail.ts';
import type { Changes, MailStore } from '../../store/mail-store.ts';

/**
 * The new unread messages of a window: only those that were just added to the store count, since a window that is fetched again after an
 * interruption adds nothing.
 * @param from messages with this UID or a higher one are new
 * @param added what `saveWindow` answered
 */
export function newUnread(
  store: Pick<MailStore, 'localMessages'>,
  folderId: FolderId,
  envelopes: readonly Pick<RemoteEnvelope, 'uid' | 'flags'>[],
  from: number,
  added: Changes['added'],
): MessageId[] {
  const isNew = ({ uid, flags }: Pick<RemoteEnvelope, 'uid' | 'flags'>): boolean =>
    uid >= from && (flags === null || (!flags.seen && !flags.deleted));
  const uids = new Set(envelopes.filter(isNew).map(({ uid }) => uid));
  if (uids.size === 0 || added.length === 0) return [];
  const wereAdded = new Set(added);
  return store
    .localMessages(folderId, Math.min(...uids), Math.max(...uids))
    .filter(({ id, uid }) => uids.has(uid) && wereAdded.has(id))
    .map(({ id }) => id);
}
