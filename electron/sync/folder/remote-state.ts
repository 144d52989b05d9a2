import type { FolderId } from '../../../shared/mail.ts';
import type { ImapSession } from '../../imap/session.ts';
import { maxUid, type RemoteEnvelope, type SelectedFolder } from '../../mail/remote-mail.ts';
import type { FolderSyncState, MailStore } from '../../store/mail-store.ts';
import type { RemoteState } from './plan.ts';

/** How many of the newest stored messages are looked at to find out whether UIDs still stand for the same messages. */
const compared = 3;
/** The UIDs, counted back from the highest stored one, among which these are taken. */
const comparedSpan = 1_000;

/**
 * The selected folder's state, with what the server left out found in another way: the number of messages by counting, UIDNEXT
 * from the newest message. Throws what the session throws.
 */
export async function completeState(
  selected: SelectedFolder,
  local: FolderSyncState,
  session: ImapSession,
  signal: AbortSignal,
): Promise<RemoteState> {
  const { highestModseq } = selected;
  const exists =
    selected.exists ?? (await session.fetchFlags({ from: 1, to: maxUid }, { changedSince: null }, signal)).length;
  const uidNext = selected.uidNext ?? (await uidAfterNewest(exists, local, session, signal));
  return { exists, uidNext, uidValidity: selected.uidValidity, highestModseq };
}

async function uidAfterNewest(
  exists: number,
  { uidNext }: FolderSyncState,
  session: ImapSession,
  signal: AbortSignal,
): Promise<number> {
  const newest = exists === 0 ? [] : await session.uidsBySequence(exists, 1, signal);
  return Math.max(uidNext ?? 1, ...newest.map((uid) => uid + 1));
}

/**
 * Whether the stored messages of a folder without UIDVALIDITY are still those that the server has under these UIDs, as far as
 * its newest ones tell: without UIDVALIDITY a server may give the UIDs to other messages, and says nothing.
 */
export async function holdsSameMessages(
  store: MailStore,
  folderId: FolderId,
  session: ImapSession,
  signal: AbortSignal,
): Promise<boolean> {
  const stubs = new Set(store.stubs(folderId).map(({ uid }) => uid));
  const highest = store.highestUid(folderId);
  if (highest === null) return true;
  const newest = store
    .localMessages(folderId, highest - comparedSpan, highest)
    .filter(({ uid }) => !stubs.has(uid))
    .slice(-compared);
  if (newest.length === 0) return true;
  const uids = newest.map(({ uid }) => uid);
  const { envelopes } = await session.fetchAvailable(uids, signal);
  const stored = new Map(newest.map(({ id, uid }) => [uid, store.header(id)]));
  return envelopes.every((envelope) => isSame(envelope, stored.get(envelope.uid) ?? null));
}

/** Whether a stored message is the one that the server has, as far as both are known. */
export function isSame(
  remote: Pick<RemoteEnvelope, 'messageIdHeader' | 'subject' | 'size'>,
  stored: Pick<RemoteEnvelope, 'messageIdHeader' | 'subject' | 'size'> | null,
): boolean {
  if (stored === null) return false;
  const { messageIdHeader, subject, size } = remote;
  return (
    (messageIdHeader === null || stored.messageIdHeader === null || messageIdHeader === stored.messageIdHeader) &&
    (size === null || stored.size === null || size === stored.size) &&
    subject === stored.subject
  );
}
