import { setImmediate as immediate } from 'node:timers/promises';
import type { FolderId, MessageId } from '../../../shared/mail.ts';
import { AppFailure, assertNever } from '../../../shared/reply.ts';
import type { ImapSession } from '../../imap/session.ts';
import { noUidValidity, type SelectedFolder, type UidRange } from '../../mail/remote-mail.ts';
import type { Changes, FolderSyncState, MailStore } from '../../store/mail-store.ts';
import { type FetchedWindow, fetchWindow, uidsIn, type WindowRange } from './fetch-window.ts';
import { markedOtherwise } from './marks.ts';
import { newUnread } from './new-mail.ts';
import {
  compareFlags,
  type Depth,
  firstWindow,
  largestWindow,
  nextSpan,
  planFolder,
  type RemoteState,
  reached,
  type SyncAction,
  sequenceWindow,
  windowSize,
} from './plan.ts';
import { refusedMessages } from './refusals.ts';
import { completeState, holdsSameMessages } from './remote-state.ts';
import { RemovalBlocks } from './removal-blocks.ts';
import type { SliceSize } from './slice-size.ts';
import { slicesOf, type WindowSlice } from './window-slices.ts';

/** How many windows are fetched in a row where nothing else waits. */
const windowsInARow = 32;
/**
 * How many windows are asked for at once: while one is stored, the server answers the next, and the one after it is asked for without waiting for
 * this thread.
 */
const windowsAhead = 2;

const wholeWindows: Pick<SliceSize, 'rows' | 'storing'> = { rows: largestWindow, storing: (_rows, store) => store() };

/** With more unread or flagged messages than this, their flags are compared in thorough runs alone: the answer would be too long. */
const mostMarked = 50_000;

/** What a run works on, and the callbacks by which it reports. */
export interface FolderRunOptions {
  readonly session: ImapSession;
  readonly store: MailStore;
  readonly folderId: FolderId;
  readonly path: string;
  readonly depth: Depth;
  /** Aborting ends the connection. To end a run and keep the connection, `goOn` returns false. */
  readonly signal: AbortSignal;
  /**
   * Called between windows: yields to other work, then tells whether to go on. `bulk`: what is left takes long and is
   * not urgent.
   */
  readonly goOn: (bulk: boolean) => Promise<boolean>;
  /** Keeps operations on this folder from running between a command and storing its answer. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether other work waits, so that `exclusively` is to end, and `goOn` to be called, soon. */
  readonly isAwaited: () => boolean;
  /** How many messages of a window are stored in one transaction; what waits for this thread gets its turn in between. Left out: all of them. */
  readonly slices?: Pick<SliceSize, 'rows' | 'storing'>;
  readonly onChanges: (changes: Changes) => void;
  /** UIDVALIDITY changed to this value: operations made for another one must be parked. Null: all must be. */
  readonly onReset: (uidValidity: number | null) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number from 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly onProgress: (stored: number, total: number) => void;
  /**
   * Called at the end of the run, also when it fails, with the unread messages that arrived since the folder was last
   * synchronised. Never with those of a first sync.
   */
  readonly onArrived: (messageIds: readonly MessageId[]) => void;
  /** The server told of messages that are not stored yet. Called before they are. */
  readonly onNews: () => void;
}

/** `stopped`: `goOn` returned false; the next run continues from there. */
export interface FolderRunResult {
  readonly kind: 'done' | 'stopped';
  readonly selected: SelectedFolder;
  /** The folder as SELECT told it, with what the server left out found in another way; null where the folder is not known any more. */
  readonly remote: RemoteState | null;
}

/**
 * Brings a folder up to date: SELECT, then the steps of `planFolder`. Each window is one transaction that leaves the
 * store consistent, so a run may be interrupted anywhere. Throws what the session or the store throws.
 */
export async function syncFolder(options: FolderRunOptions): Promise<FolderRunResult> {
  return await new FolderRun(options).run();
}

/** Thrown inside a window's loop to end the run when `goOn` returned false. */
class Stopped extends Error {}

class FolderRun {
  readonly #options: FolderRunOptions;
  #remote: RemoteState = { exists: 0, uidNext: 1, uidValidity: 1, highestModseq: null };
  #state: FolderSyncState = { uidValidity: null, uidNext: null, highestModseq: null, lowestUid: null, complete: false };
  /** Messages with this UID or a higher one are new mail; null during a first sync, which reports none. */
  #newFrom: number | null = null;
  readonly #arrived: MessageId[] = [];

  constructor(options: FolderRunOptions) {
    this.#options = options;
  }

  async run(): Promise<FolderRunResult> {
    const { session, path, store, folderId, depth, signal } = this.#options;
    const selected = await session.select(path, signal);
    const local = store.folderSync(folderId);
    if (local === null) return { kind: 'done', selected, remote: null };
    const { uidValidity, uidNext, highestModseq, lowestUid, complete } = local;
    this.#state = { uidValidity, uidNext, highestModseq, lowestUid, complete };
    this.#remote = await completeState(selected, this.#state, session, signal);
    if (uidValidity === noUidValidity && !(await holdsSameMessages(store, folderId, session, signal)))
      await this.#options.exclusively(async () => this.#reset(null));
    if (this.#remote.uidNext !== this.#state.uidNext) this.#options.onNews();
    this.#saveTold();
    this.#newFrom = this.#state.uidValidity === this.#remote.uidValidity ? this.#state.uidNext : null;
    try {
      for (const action of planFolder(this.#state, this.#remote, depth)) {
        await this.#apply(action);
      }
      if (depth !== 'head') await this.#retryRefused();
      return { kind: 'done', selected, remote: this.#remote };
    } catch (error) {
      if (error instanceof Stopped) return { kind: 'stopped', selected, remote: this.#remote };
      throw error;
    } finally {
      if (this.#arrived.length > 0) this.#options.onArrived(this.#arrived);
    }
  }

  async #apply(action: SyncAction): Promise<void> {
    switch (action.kind) {
      case 'reset':
        return await this.#options.exclusively(async () => this.#reset(this.#remote.uidValidity));
      case 'empty':
        return this.#saveState({ ...this.#synced(), lowestUid: null, complete: true });
      case 'newest':
        return await this.#newest(action.complete);
      case 'arrivals':
        return await this.#arrivals(action.uids);
      case 'many_arrivals':
        return await this.#manyArrivals(action.knownBelow, action.onlyNewest);
      case 'changed_flags':
        return await this.#changedFlags(action.uids, action.since);
      case 'compare':
        return await this.#compareAll(action.uids, action.onlyNewest);
      case 'removals':
        return await this.#removals(action.uids);
      case 'marks':
        return await this.#compareMarks();
      case 'older':
        return await this.#older(await this.#countBelow(), 0);
      default:
        assertNever(action);
    }
  }

  /** @param uidValidity the new one; null where the server tells none */
  #reset(uidValidity: number | null): void {
    const { store, folderId, onChanges, onReset } = this.#options;
    this.#state = { uidValidity: null, uidNext: null, highestModseq: null, lowestUid: null, complete: false };
    onReset(uidValidity);
    onChanges(store.resetFolder(folderId));
    this.#saveTold();
  }

  #saveTold(): void {
    const { store, folderId } = this.#options;
    const { exists, uidNext, highestModseq } = this.#remote;
    store.saveTold(folderId, { messages: exists, uidNext, highestModseq });
  }

  /** The state to save once everything from `lowestUid` on was read after this SELECT. */
  #synced(): FolderSyncState {
    const { uidValidity, uidNext, highestModseq } = this.#remote;
    return { ...this.#state, uidValidity, uidNext, highestModseq };
  }

  /** The first 50 in one round trip after SELECT; sequence numbers hold, as no EXPUNGE may come during FETCH (RFC 9051 §7.5.1). */
  async #newest(complete: boolean): Promise<void> {
    this.#state = { ...this.#synced(), lowestUid: null, complete: false };
    const { cursor, window } = await this.#sequenceWindows(this.#remote.exists, 0, 1);
    if (complete) await this.#older(cursor, window);
  }

  /**
   * Older windows by sequence number. Others may remove messages meanwhile: then a number stands for a newer message than it did,
   * windows overlap, and nothing is left out.
   */
  async #older(from: number, firstWindow: number): Promise<void> {
    let next = { cursor: from, window: firstWindow };
    while (next.cursor > 0) {
      await this.#breathe(true);
      next = await this.#sequenceWindows(next.cursor, next.window, windowsInARow);
    }
    // Where there was a window, only what came of it tells whether the folder is complete.
    if (from === 0 && !this.#state.complete) this.#saveState({ ...this.#state, complete: true });
  }

  /**
   * Fetches up to `most` windows in a row, the first of which ends at sequence number `cursor`, fewer when other work waits: operations on the
   * folder wait meanwhile, and what the user opens shares the network with these windows. Answers where the next one ends (0: none is left).
   */
  async #sequenceWindows(
    cursor: number,
    window: number,
    most: number,
  ): Promise<{ readonly cursor: number; readonly window: number }> {
    const { exclusively, isAwaited } = this.#options;
    return await exclusively(async () => {
      const asked: { readonly range: UidRange; readonly coming: Promise<FetchedWindow> }[] = [];
      let next = { cursor, window };
      let count = 0;
      const ask = (): void => {
        const range = sequenceWindow(next.cursor, windowSize(next.window));
        if (range === null || count >= most || (count > 0 && isAwaited())) return;
        count += 1;
        next = { cursor: range.from - 1, window: next.window + 1 };
        const coming = this.#fetch({ by: 'sequence', range });
        // If a window before it is refused or cannot be stored, nothing awaits this one; its rejection must not count as unhandled.
        coming.catch(() => undefined);
        asked.push({ range, coming });
      };
      for (let ahead = 0; ahead < windowsAhead; ahead += 1) ask();
      for (let first = asked.shift(); first !== undefined; first = asked.shift()) {
        const fetched = await first.coming;
        if (fetched.stopped === null) ask();
        // The session sends a command in a later microtask; storing must not come before that.
        await immediate();
        await this.#saveWindow(fetched, reached(this.#state, uidsIn(fetched), first.range.from === 1));
      }
      return next;
    });
  }

  async #arrivals(uids: UidRange): Promise<void> {
    await this.#options.exclusively(async () => {
      const fetched = await this.#fetch({ by: 'uid', uids });
      await this.#saveWindow(fetched, { ...this.#state, uidNext: this.#remote.uidNext });
    });
    await this.#breathe();
  }

  /** `uidNext` moves on only when nothing is missing below it, so an interrupted run begins here again. */
  async #manyArrivals(knownBelow: number, onlyNewest: boolean): Promise<void> {
    let cursor = this.#remote.exists;
    for (let window = 0; cursor > 0; window += 1) {
      const range = sequenceWindow(cursor, windowSize(window));
      if (range === null) break;
      const isEnough = await this.#options.exclusively(async () => {
        const fetched = await this.#fetch({ by: 'sequence', range });
        await this.#saveWindow(fetched, this.#state);
        return uidsIn(fetched).some((uid) => uid < knownBelow);
      });
      if (onlyNewest) return;
      if (isEnough) break;
      cursor = range.from - 1;
      await this.#breathe();
    }
    this.#saveState({ ...this.#state, uidNext: this.#remote.uidNext });
  }

  async #changedFlags(uids: UidRange, since: bigint): Promise<void> {
    const { session, signal, exclusively, store, folderId, onChanges } = this.#options;
    if (uids.to >= uids.from) {
      await exclusively(async () => {
        const { flags, vanished } = await session.fetchChanges(uids, since, signal);
        for (const range of vanished ?? []) await this.#removeRange(range);
        for (let start = 0; start < flags.length; start += largestWindow) {
          onChanges(store.saveFlags(folderId, flags.slice(start, start + largestWindow)));
          await immediate();
        }
      });
    }
    this.#saveState({ ...this.#state, highestModseq: this.#remote.highestModseq });
  }

  /** Removes what is stored of a range that vanished on the server. It may be wide, and hold nothing that is stored. */
  async #removeRange(vanished: UidRange): Promise<void> {
    const { store, folderId, onChanges } = this.#options;
    let { from } = vanished;
    while (from <= vanished.to) {
      const end = store.uidBeside(folderId, from - 1, 'up', largestWindow) ?? vanished.to;
      const to = Math.min(end, vanished.to);
      const gone = store.localMessages(folderId, from, to).map(({ uid }) => uid);
      if (gone.length > 0) {
        onChanges(store.removeUids(folderId, gone));
        await immediate();
      }
      from = to + 1;
    }
  }

  async #compareAll(uids: UidRange, onlyNewest: boolean): Promise<void> {
    await this.#compare(uids, () => onlyNewest);
    if (!onlyNewest && this.#remote.highestModseq !== null) {
      this.#saveState({ ...this.#state, highestModseq: this.#remote.highestModseq });
    }
  }

  /**
   * If the server has as many messages as are stored, none was removed, because none is missing from the store at this
   * point. Otherwise the blocks are compared that hold fewer messages on the server than in the store.
   */
  async #removals(uids: UidRange): Promise<void> {
    const { store, folderId, session, signal, exclusively } = this.#options;
    const below = this.#state.complete ? 0 : await this.#countBelow();
    // Messages that the server counts and does not list were looked for before.
    const gap = this.#state.complete ? store.gap(folderId) : 0;
    const fits = (): boolean => store.storedCount(folderId) === this.#remote.exists - below - gap;
    if (fits()) return;
    const blocks = new RemovalBlocks(uids, below + 1, this.#remote.exists);
    for (let range = await blocks.next(session, signal); range !== null; range = await blocks.next(session, signal)) {
      const { uids, count } = range;
      if (await exclusively(async () => store.countUids(folderId, uids.from, uids.to) === count)) continue;
      await this.#compareWindow(uids);
      if (fits()) return;
      await this.#breathe(true);
    }
    // Sequence numbers may have moved meanwhile.
    if (!fits()) await this.#compare(uids, fits);
  }

  /** \\Seen and \\Flagged of all messages, by what the server finds: its work, and the answer's length, do not grow with the folder. */
  async #compareMarks(): Promise<void> {
    const { store, folderId, session, signal, exclusively, onChanges } = this.#options;
    const marks = store.keepsSeen(folderId) ? (['unseen', 'flagged'] as const) : (['flagged'] as const);
    for (const mark of marks) {
      if (mark === 'unseen' && (store.unseenOnServer(folderId) ?? 0) > mostMarked) continue;
      await exclusively(async () => {
        const stored = store.uidsMarked(folderId, mark);
        if (stored.length > mostMarked) return;
        const found = await (mark === 'unseen'
          ? session.findByFlag('\\Seen', false, signal)
          : session.findByFlag('\\Flagged', true, signal));
        const changed = markedOtherwise(stored, found, mark, (uid) => {
          const [message] = store.localMessages(folderId, uid, uid);
          return message?.flags ?? null;
        });
        for (let start = 0; start < changed.length; start += largestWindow) {
          onChanges(store.saveFlags(folderId, changed.slice(start, start + largestWindow)));
          await immediate();
        }
      });
      await this.#breathe();
    }
  }

  /** Compares windows of about 1,000 messages, from the newest down, until `enough` returns true. */
  async #compare(uids: UidRange, enough: () => boolean): Promise<void> {
    let span = largestWindow;
    // Of what a complete folder has below its oldest message the server has none, so that is one window.
    const lowest = this.#state.complete ? (this.#state.lowestUid ?? uids.from) : uids.from;
    for (let to = uids.to; to >= uids.from; ) {
      const from = to < lowest ? uids.from : Math.max(uids.from, to - span + 1);
      const found = await this.#compareWindow({ from, to });
      if (enough()) return;
      await this.#breathe(true);
      span = nextSpan(span, found);
      to = from - 1;
    }
  }

  /** Returns how many messages the server has in this range. */
  async #compareWindow(uids: UidRange): Promise<number> {
    const { session, signal, exclusively, store, folderId, onChanges } = this.#options;
    return await exclusively(async () => {
      const remote = await session.fetchFlags(uids, { changedSince: null }, signal);
      const local = store.localMessages(folderId, uids.from, uids.to);
      const { removed, changed, missing } = compareFlags(local, remote, (tag) => store.keepsTag(tag));
      if (changed.length > 0) onChanges(store.saveFlags(folderId, changed));
      if (removed.length > 0) onChanges(store.removeUids(folderId, removed));
      for (let start = 0; start < missing.length; start += largestWindow) {
        const uids = missing.slice(start, start + largestWindow);
        await this.#saveWindow(await this.#fetch({ by: 'uid', uids }), this.#state);
      }
      return remote.length;
    });
  }

  /**
   * How many of the server's messages have a UID below `lowestUid`. Others may remove some meanwhile, so the number may
   * be a moment old, and then too high. It is guessed from the counts and verified; a wrong guess is replaced by
   * bisection, in some 17 small round trips for 100,000 messages.
   */
  async #countBelow(): Promise<number> {
    const { session, signal, store, folderId } = this.#options;
    const lowestUid = this.#state.lowestUid ?? this.#remote.uidNext;
    const { exists } = this.#remote;
    const isBelow = async (sequence: number): Promise<boolean> => {
      if (sequence < 1 || sequence > exists) return sequence < 1;
      const [uid] = await session.uidsBySequence(sequence, 1, signal);
      return uid !== undefined && uid < lowestUid;
    };
    const guess = Math.max(0, exists - store.storedCount(folderId));
    if ((await isBelow(guess)) && !(await isBelow(guess + 1))) return guess;
    let low = 0;
    let high = exists;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (await isBelow(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Asks once more for the messages that the server refused and whose wait has ended. */
  async #retryRefused(): Promise<void> {
    const { store, folderId, exclusively, now } = this.#options;
    const due = store.stubs(folderId).filter(({ retryAt }) => retryAt <= now());
    for (let end = due.length; end > 0; end -= largestWindow) {
      const uids = due.slice(Math.max(0, end - largestWindow), end).map(({ uid }) => uid);
      await exclusively(async () => this.#saveWindow(await this.#fetch({ by: 'uid', uids }, 'again'), this.#state));
      await this.#breathe();
    }
  }

  /** @param of `again`: messages that were refused before are asked for one by one as well */
  async #fetch(window: WindowRange, of: 'new' | 'again' = 'new'): Promise<FetchedWindow> {
    const { session, signal, store, folderId } = this.#options;
    const known = ({ from, to }: UidRange): ReadonlySet<number> =>
      new Set(of === 'again' ? [] : store.localMessages(folderId, from, to).map(({ uid }) => uid));
    return await fetchWindow(window, { session, signal, known });
  }

  /**
   * Saves what came of a window, and throws the refusal that kept the server from answering all of it; then the folder's state
   * stays as it was, and the next run asks for the rest. What is stored of a window reaches down without gaps only once all of it is there.
   *
   * @param state what is to be saved then
   */
  async #saveWindow(fetched: FetchedWindow, state: FolderSyncState): Promise<void> {
    const { stopped } = fetched;
    const target = stopped === null ? state : this.#state;
    const { slices = wholeWindows, store } = this.#options;
    let left = fetched.envelopes.length;
    // The first rows that somebody sees come all at once.
    const isFirst = left <= firstWindow;
    for (const slice of slicesOf(fetched, () => (isFirst ? firstWindow : slices.rows))) {
      left -= slice.envelopes.length;
      if (left === 0) this.#state = target;
      slices.storing(slice.envelopes.length, () => this.#saveSlice(slice));
      if (left > 0) await store.pause();
    }
    if (stopped !== null) throw new AppFailure(stopped);
  }

  #saveSlice({ envelopes, refused }: WindowSlice): void {
    const { store, folderId, onChanges, onProgress } = this.#options;
    const stubs = refused.length === 0 ? [] : refusedMessages(refused, store.stubs(folderId), this.#options);
    const changes = store.saveWindow(folderId, envelopes, this.#state, stubs);
    onChanges(changes);
    if (this.#newFrom !== null)
      this.#arrived.push(...newUnread(store, folderId, envelopes, this.#newFrom, changes.added));
    onProgress(store.storedCount(folderId), this.#remote.exists);
  }

  #saveState(state: FolderSyncState): void {
    this.#state = state;
    this.#options.store.saveFolderSync(this.#options.folderId, state);
  }

  async #breathe(bulk = false): Promise<void> {
    if (!(await this.#options.goOn(bulk))) throw new Stopped();
  }
}
