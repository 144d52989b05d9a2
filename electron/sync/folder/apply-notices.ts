import { setImmediate as immediate } from 'node:timers/promises';
import type { FolderId, MessageId } from '../../../shared/mail.ts';
import type { Notices } from '../../imap/notices.ts';
import type { ImapSession } from '../../imap/session.ts';
import { maxUid } from '../../mail/remote-mail.ts';
import type { Changes, MailStore } from '../../store/mail-store.ts';
import { fetchWindow } from './fetch-window.ts';
import { newUnread } from './new-mail.ts';
import { refusedMessages } from './refusals.ts';

/** How often in a row notices are taken that came while the ones before were applied. */
const mostRounds = 4;
/** More new messages than these are fetched by a run over the folder, in windows. */
const mostArrivals = 500;
/** Messages that are counted off in one step in the store, some milliseconds. */
const countedAtOnce = 20_000;

export interface NoticesOptions {
  readonly session: ImapSession;
  readonly store: MailStore;
  readonly folderId: FolderId;
  /** Aborting ends the connection. */
  readonly signal: AbortSignal;
  /** Keeps operations on this folder from running between a command and storing its answer. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onChanges: (changes: Changes) => void;
  /** Unread messages that arrived. */
  readonly onArrived: (messageIds: readonly MessageId[]) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number from 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/**
 * Applies what the server told unasked of the selected folder: the work does not grow with the folder. Answers whether what is stored is in
 * step with what the server told; where it is not, a run over the folder has to bring it there.
 *
 * Nothing is believed that the server does not confirm: flags are asked for, and a message that was expunged by its sequence number, of which
 * the store knows only which message has that rank, is taken out only when the server lists it no more. Throws what the session or the
 * store throws.
 */
export async function applyNotices(options: NoticesOptions): Promise<boolean> {
  const { session, store, folderId, signal, exclusively } = options;
  for (let round = 0; round < mostRounds; round += 1) {
    const isOver = await exclusively(async () => {
      if (!isProved(store, folderId)) return 'behind';
      const notices = await session.takeNotices(signal);
      if (notices.isLost || notices.exists === null) return 'behind';
      const { changed, expunged, vanished, hasArrivals } = notices;
      const isQuiet = !hasArrivals && [changed, expunged, vanished].every(({ length }) => length === 0);
      if (isQuiet) return store.storedCount(folderId) === notices.exists ? 'in_step' : 'behind';
      return (await applyOnce(notices, notices.exists, options)) ? null : 'behind';
    });
    if (isOver !== null) return isOver === 'in_step';
  }
  return false;
}

/** Whether all of the folder was stored, and agreed with its server, when they were compared last. */
function isProved(store: MailStore, folderId: FolderId): boolean {
  const folder = store.folder(folderId);
  if (folder?.syncState !== 'complete') return false;
  return folder.proof.kind === 'reconciled' || (folder.proof.kind === 'behind' && folder.proof.why === 'unfetched');
}

/** @returns false where a run over the folder is needed */
async function applyOnce(notices: Notices, exists: number, options: NoticesOptions): Promise<boolean> {
  const { store, folderId, onChanges } = options;
  const gone = [...notices.vanished, ...(await expungedUids(notices.expunged, options))];
  if (gone.length > 0) onChanges(store.removeUids(folderId, gone));
  if (notices.changed.length > 0) onChanges(store.saveFlags(folderId, notices.changed));
  if (exists - store.storedCount(folderId) > mostArrivals) return false;
  if (notices.hasArrivals && !(await fetchArrivals(store.storedCount(folderId) === exists, options))) return false;
  // Messages that came meanwhile are told of by the next notices.
  if (store.storedCount(folderId) < exists) return false;
  const { uidNext, highestModseq } = store.folderSync(folderId) ?? { uidNext: null, highestModseq: null };
  store.saveTold(folderId, { messages: store.storedCount(folderId), uidNext, highestModseq });
  return true;
}

/** The UIDs of messages with these ranks in the store, as far as the server has them no more. */
async function expungedUids(ranks: readonly number[], options: NoticesOptions): Promise<number[]> {
  if (ranks.length === 0) return [];
  const { session, signal } = options;
  const uids = await uidsAtRanks(ranks, options);
  const still = new Set(await session.fetchUids(uids, signal));
  return uids.filter((uid) => !still.has(uid));
}

/** @param ranks ascending, from 1; ranks beyond the newest stored message are left out */
async function uidsAtRanks(
  ranks: readonly number[],
  { store, folderId }: Pick<NoticesOptions, 'store' | 'folderId'>,
): Promise<number[]> {
  const count = store.storedCount(folderId);
  const uids: number[] = [];
  // From the nearer end.
  const older = ranks.filter((rank) => rank <= count / 2);
  const newer = ranks.filter((rank) => rank > count / 2 && rank <= count).toReversed();
  for (const [direction, steps] of [
    ['up', older.map((rank) => rank - 1)],
    ['down', newer.map((rank) => count - rank)],
  ] as const) {
    let at: number | null = null;
    let reached = -1;
    for (const step of steps) {
      while (reached < step) {
        const distance: number = Math.min(countedAtOnce, step - reached);
        at = store.uidBeside(folderId, at, direction, distance);
        if (at === null) return uids;
        reached += distance;
        if (distance === countedAtOnce) await immediate();
      }
      if (at !== null) uids.push(at);
    }
  }
  return uids;
}

/**
 * Fetches the messages above the highest known UID; those that the server refuses wait, as in a run.
 * @param isCounted as many are stored as the server has: another connection was first, or they have taken the place of messages that went
 *   before the folder was selected, which a look tells that costs less
 * @returns false where the server did not answer for all
 */
async function fetchArrivals(isCounted: boolean, options: NoticesOptions): Promise<boolean> {
  const { session, store, folderId, signal, onChanges, onArrived } = options;
  const sync = store.folderSync(folderId);
  const from = sync?.uidNext ?? null;
  if (sync === null || from === null) return false;
  const uids = { from, to: maxUid };
  if (isCounted && (await session.fetchFlags(uids, { changedSince: null }, signal)).length === 0) return true;
  const { envelopes, refused, stopped } = await fetchWindow(
    { by: 'uid', uids },
    { session, signal, known: () => new Set() },
  );
  if (stopped !== null) return false;
  const found = [...envelopes, ...refused].map(({ uid }) => uid);
  if (found.length === 0) return true;
  const uidNext = Math.max(from, ...found.map((uid) => uid + 1));
  // Where it was empty.
  const lowestUid = sync.lowestUid ?? Math.min(...found);
  const stubs = refusedMessages(refused, [], options);
  const changes = store.saveWindow(folderId, envelopes, { ...sync, uidNext, lowestUid }, stubs);
  onChanges(changes);
  const arrived = newUnread(store, folderId, envelopes, from, changes.added);
  if (arrived.length > 0) onArrived(arrived);
  return true;
}
