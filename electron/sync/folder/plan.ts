import { haveSameTags } from '../../../shared/tags.ts';
import type { RemoteFlags, UidRange } from '../../mail/remote-mail.ts';
import type { FolderSyncState, LocalMessage } from '../../store/mail-store.ts';

/** The folder's state as SELECT told it, completed where the server left something out. */
export interface RemoteState {
  readonly exists: number;
  /** All of the server's UIDs are below it. */
  readonly uidNext: number;
  readonly uidValidity: number;
  readonly highestModseq: bigint | null;
}

/**
 * How much of a folder a run brings up to date. `head`: its newest messages only, for a folder that was just opened.
 * `quick`: also older messages and removals, and flags: all that changed where the server has CONDSTORE, else those of
 * the newest messages, and \\Seen and \\Flagged of all. `thorough`: flags and removals of everything that is stored.
 */
export type Depth = 'head' | 'quick' | 'thorough';

/** A step of a run. Each is applied, and saved, before the next. */
export type SyncAction =
  /** UIDVALIDITY changed: what is stored belongs to other messages. */
  | { readonly kind: 'reset' }
  /** The server's folder is empty. */
  | { readonly kind: 'empty' }
  /** Fetches by sequence number, newest first: down to the first message when `complete`, else one window. */
  | { readonly kind: 'newest'; readonly complete: boolean }
  /** New mail, few enough for one command. */
  | { readonly kind: 'arrivals'; readonly uids: UidRange }
  /**
   * New mail in windows, from the newest down to UID `knownBelow`; the saved state does not change until all of it is
   * stored.
   */
  | { readonly kind: 'many_arrivals'; readonly knownBelow: number; readonly onlyNewest: boolean }
  /** CONDSTORE (RFC 7162): flags that changed after MODSEQ `since`; with QRESYNC also what was expunged. */
  | { readonly kind: 'changed_flags'; readonly uids: UidRange; readonly since: bigint }
  /**
   * Compares the server's number of messages with the store's; if they differ, compares windows until the numbers
   * agree.
   */
  | { readonly kind: 'removals'; readonly uids: UidRange }
  /** Fetches UIDs and flags, newest first, and compares them with the stored ones. */
  | { readonly kind: 'compare'; readonly uids: UidRange; readonly onlyNewest: boolean }
  /** Compares which messages the server has as unread and as flagged with those that are stored. */
  | { readonly kind: 'marks' }
  /** Older messages, newest first. */
  | { readonly kind: 'older' };

/** New mail that spans at most this many UIDs is fetched with one command. */
const arrivalsAtOnce = 1_000;
/** How many messages the first window has: what a screen shows. */
export const firstWindow = 50;
/** The most messages in one command and one transaction. */
export const largestWindow = 1_000;

/** The steps that bring a folder up to date. Pure: sync-folder.ts asks the server and applies the steps. */
export function planFolder(local: FolderSyncState, remote: RemoteState, depth: Depth): SyncAction[] {
  if (local.uidValidity !== null && local.uidValidity !== remote.uidValidity) {
    return [{ kind: 'reset' }, ...firstSync(remote, depth)];
  }
  if (local.uidValidity === null || local.uidNext === null) return firstSync(remote, depth);
  if (local.lowestUid === null) {
    // It was empty when it was last looked at. What an operation brought here since may be gone again.
    const isSame = remote.uidNext === local.uidNext && remote.exists === 0;
    const first = isSame ? [] : firstSync(remote, depth);
    if (depth === 'head') return first;
    const removals: SyncAction = { kind: 'removals', uids: { from: 1, to: remote.uidNext - 1 } };
    return remote.exists === 0 ? [removals, ...first] : [...first, removals];
  }
  // A message below `lowestUid` can be stored (an operation brought it, or a window of new mail reached so far down) and be gone before the windows
  // got there. Of a folder that is complete, all that the server does not have is gone.
  const stored = { from: local.complete ? 1 : local.lowestUid, to: local.uidNext - 1 };
  const actions = arrivals(local.uidNext, remote, depth);
  if (depth === 'head') return actions;
  let onlyNewest = false;
  if (remote.highestModseq !== null && local.highestModseq !== null) {
    if (depth === 'thorough') actions.push({ kind: 'compare', uids: stored, onlyNewest: false });
    else if (remote.highestModseq !== local.highestModseq) {
      actions.push({ kind: 'changed_flags', uids: stored, since: local.highestModseq });
    }
  } else {
    // All are compared also when the server has CONDSTORE and no MODSEQ is stored: only after that can its MODSEQ be
    // trusted.
    onlyNewest = depth === 'quick' && remote.highestModseq === null;
    actions.push({ kind: 'compare', uids: stored, onlyNewest });
  }
  const everything = { from: stored.from, to: Math.max(stored.to, remote.uidNext - 1) };
  if (depth === 'quick') actions.push({ kind: 'removals', uids: everything });
  // After the removals: what is gone has no marks either. Where the comparison spans all, they are known, and of a folder that is still
  // being filled most that a server finds is not stored.
  if (onlyNewest && local.complete && stored.to - stored.from >= largestWindow) actions.push({ kind: 'marks' });
  // Once all is there, what is stored below the oldest message of before is known to be gone, too.
  if (!local.complete) actions.push({ kind: 'older' }, { kind: 'removals', uids: { ...everything, from: 1 } });
  // UIDNEXT has moved on if what arrived is gone already.
  if (remote.exists === 0) actions.push({ kind: 'empty' });
  return actions;
}

function firstSync(remote: RemoteState, depth: Depth): SyncAction[] {
  return [remote.exists === 0 ? { kind: 'empty' } : { kind: 'newest', complete: depth !== 'head' }];
}

function arrivals(uidNext: number, remote: RemoteState, depth: Depth): SyncAction[] {
  const uids = { from: uidNext, to: remote.uidNext - 1 };
  if (uids.to < uids.from || remote.exists === 0) return [];
  if (uids.to - uids.from < arrivalsAtOnce) return [{ kind: 'arrivals', uids }];
  return [{ kind: 'many_arrivals', knownBelow: uidNext, onlyNewest: depth === 'head' }];
}

/** The size of the window with this index: 50, 100, 200 … at most 1,000 messages. */
export function windowSize(window: number): number {
  return Math.min(firstWindow * 2 ** Math.min(window, 10), largestWindow);
}

/** The window that ends at sequence number `cursor`; null when there is none left. */
export function sequenceWindow(cursor: number, size: number): UidRange | null {
  return cursor < 1 ? null : { from: Math.max(1, cursor - size + 1), to: cursor };
}

/**
 * The state after a window by sequence numbers was stored.
 * @param uids those that the window spans
 * @param isOldest the window begins at the folder's first message: all are stored then, unless the server answered with none of
 * those that it had counted
 */
export function reached(state: FolderSyncState, uids: readonly number[], isOldest: boolean): FolderSyncState {
  if (uids.length === 0) return state;
  const lowest = Math.min(...uids);
  const lowestUid = state.lowestUid === null ? lowest : Math.min(state.lowestUid, lowest);
  return { ...state, lowestUid, complete: isOldest };
}

/** What differs between what is stored and what the server has in the same range of UIDs. */
export interface Difference {
  readonly removed: readonly number[];
  readonly changed: readonly { readonly uid: number; readonly flags: RemoteFlags }[];
  /** On the server and not stored. */
  readonly missing: readonly number[];
}

/**
 * Compares a range of UIDs in memory.
 * @param keepsTag whether the store keeps a tag, which it does not with all of them where there are very many
 */
export function compareFlags(
  local: readonly Pick<LocalMessage, 'uid' | 'flags'>[],
  remote: readonly { readonly uid: number; readonly flags: RemoteFlags }[],
  keepsTag: (tag: string) => boolean,
): Difference {
  const unseen = new Map(local.map(({ uid, flags }) => [uid, flags]));
  const changed: { uid: number; flags: RemoteFlags }[] = [];
  const missing: number[] = [];
  for (const { uid, flags } of remote) {
    const stored = unseen.get(uid);
    if (stored === undefined) missing.push(uid);
    else if (!sameFlags(stored, flags) || !haveSameTags(stored.tags, flags.tags?.filter(keepsTag)))
      changed.push({ uid, flags });
    unseen.delete(uid);
  }
  return { removed: [...unseen.keys()], changed, missing };
}

function sameFlags(a: RemoteFlags, b: RemoteFlags): boolean {
  return (
    a.seen === b.seen &&
    a.flagged === b.flagged &&
    a.answered === b.answered &&
    a.forwarded === b.forwarded &&
    a.draft === b.draft &&
    a.deleted === b.deleted
  );
}

/** How many UIDs the next comparison spans, so that it finds about 1,000 messages however sparse the UIDs are. */
export function nextSpan(span: number, found: number): number {
  if (found < largestWindow / 2) return Math.min(span * 2, 1_000_000);
  return found > largestWindow ? Math.max(largestWindow, Math.floor(span / 2)) : span;
}
