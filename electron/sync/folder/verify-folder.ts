import type { FolderId, Mended } from '../../../shared/mail.ts';
import { AppFailure } from '../../../shared/reply.ts';
import type { ImapSession } from '../../imap/session.ts';
import { maxUid, type RemoteEnvelope, type SelectedFolder, type UidRange } from '../../mail/remote-mail.ts';
import type { Changes, FolderSync, LocalMessage, MailStore } from '../../store/mail-store.ts';
import { fetchWindow } from './fetch-window.ts';
import { compareFlags, sequenceWindow } from './plan.ts';
import { refusedMessages } from './refusals.ts';
import { completeState, isSame } from './remote-state.ts';

/** Of how many messages one has its envelope compared as well. */
const sampledOneOf = 100;

/** A connection, with the folder that is selected on it. */
interface VerifyConnection {
  readonly session: ImapSession;
  readonly selectedPath: string | null;
  /** Runs work that sends SELECT itself. */
  selecting<T extends { readonly selected: SelectedFolder }>(work: () => Promise<T>): Promise<T>;
}

export interface VerifyOptions {
  readonly store: MailStore;
  readonly folderId: FolderId;
  readonly path: string;
  /** The most messages of one window. */
  readonly window: number;
  /**
   * Runs one window's work on a connection, when nothing more urgent waits, and alone on this folder. It may run a second time if the connection
   * was lost during the first.
   */
  readonly turn: <T>(work: (connection: VerifyConnection, signal: AbortSignal) => Promise<T>) => Promise<T>;
  readonly onChanges: (changes: Changes) => void;
  /** Messages that were compared, of so many. */
  readonly onProgress: (compared: number, total: number) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number from 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/** What came of it. `renewed`: the server made the folder anew meanwhile (UIDVALIDITY), which the next pass deals with. */
export type Verified =
  | { readonly kind: 'done'; readonly compared: number; readonly mended: Mended }
  | { readonly kind: 'renewed' };

/**
 * Compares all that is stored of a folder with its server, the newest first, and mends what differs: all UIDs and flags, size, subject and Message-ID of one
 * message of a hundred (of all in a window where one of them differs), and the folder's own counts. Each window is whole by itself,
 * so it may end anywhere. Throws what the session or the store throws.
 */
export async function verifyFolder(options: VerifyOptions): Promise<Verified> {
  return await new Verification(options).run();
}

/** How many messages a range of sequence numbers has. */
function sizeOf({ from, to }: UidRange): number {
  return to - from + 1;
}

type Listed = Awaited<ReturnType<ImapSession['fetchFlags']>>;

class Verification {
  readonly #options: VerifyOptions;
  readonly #mended = { missing: 0, gone: 0, flags: 0, others: 0, counts: false };
  /** Those that were taken out of the store to be fetched again, and count as `others`. */
  readonly #broken = new Set<number>();
  #compared = 0;
  /** Messages with this UID, and newer ones, were compared. */
  #below = maxUid + 1;
  /** The sequence number that the next window ends at; null before the first. */
  #cursor: number | null = null;
  /** The connection on which the folder was selected last, and what that told. */
  #looked: { readonly session: ImapSession; readonly uidValidity: number; readonly exists: number } | null = null;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  async run(): Promise<Verified> {
    const { store, folderId, turn, onProgress } = this.#options;
    for (let isMore = true; isMore; ) {
      const outcome = await turn((connection, signal) => this.#window(connection, signal));
      if (outcome === 'renewed') return { kind: 'renewed' };
      isMore = outcome === 'more';
      onProgress(this.#compared, Math.max(this.#compared, this.#looked?.exists ?? 0));
    }
    this.#mended.counts = store.recount(folderId);
    return { kind: 'done', compared: this.#compared, mended: this.#mended };
  }

  /** One window. Sequence numbers that moved since the last one stand for newer messages, so windows overlap and leave nothing out. */
  async #window(connection: VerifyConnection, signal: AbortSignal): Promise<'more' | 'last' | 'renewed'> {
    const { store, folderId, window } = this.#options;
    const { session } = connection;
    const sync = store.folderSync(folderId);
    if (sync === null) return 'renewed';
    const { exists, uidValidity, isFresh } = await this.#look(connection, sync, signal);
    if (uidValidity !== sync.uidValidity) return 'renewed';
    const range = sequenceWindow(Math.min(this.#cursor ?? exists, exists), window);
    const listed = range === null ? [] : await this.#list(range, session, isFresh, signal);
    if (listed === null) return 'more';
    // Of a folder that is still being filled, only what is stored can be compared.
    const end = sync.complete ? 1 : (sync.lowestUid ?? this.#below);
    const lowest = listed.reduce((least, { uid }) => Math.min(least, uid), this.#below);
    const isLast = range === null || range.from === 1;
    const from = Math.max(end, isLast ? 1 : lowest);
    const to = this.#below - 1;
    // A server that lists less than it counts does not say that the rest is gone.
    const isWhole = range === null ? exists === 0 : listed.length >= sizeOf(range);
    if (from <= to && (listed.length > 0 || isWhole))
      await this.#compare({ from, to }, { listed, isWhole }, sync, session, signal);
    this.#cursor = range === null ? 0 : range.from - 1;
    this.#below = Math.min(this.#below, lowest);
    return isLast || lowest <= end ? 'last' : 'more';
  }

  /** Selects the folder on another connection, else lets the server tell what has changed, so that what it lists is of now. */
  async #look(
    connection: VerifyConnection,
    sync: FolderSync,
    signal: AbortSignal,
  ): Promise<{ readonly exists: number; readonly uidValidity: number; readonly isFresh: boolean }> {
    const { session } = connection;
    const { path } = this.#options;
    if (this.#looked?.session === session && connection.selectedPath === path) {
      await session.noop(signal);
      return { ...this.#looked, isFresh: false };
    }
    const { selected } = await connection.selecting(async () => ({ selected: await session.select(path, signal) }));
    const { exists } = await completeState(selected, sync, session, signal);
    this.#looked = { session, exists, uidValidity: selected.uidValidity };
    return { ...this.#looked, isFresh: true };
  }

  /** UIDs and flags of a window; null where it reaches beyond the messages that are left, so that the folder has to be selected anew. */
  async #list(range: UidRange, session: ImapSession, isFresh: boolean, signal: AbortSignal): Promise<Listed | null> {
    try {
      const listed = await session.fetchFlags({ sequence: range }, { changedSince: null }, signal);
      if (isFresh || listed.length >= sizeOf(range)) return listed;
      // Messages may have gone since the folder was selected.
      this.#looked = null;
      return null;
    } catch (error) {
      if (isFresh || !(error instanceof AppFailure) || error.error.code !== 'server_refused') throw error;
      this.#looked = null;
      return null;
    }
  }

  async #compare(
    range: UidRange,
    { listed, isWhole }: { readonly listed: Listed; readonly isWhole: boolean },
    sync: FolderSync,
    session: ImapSession,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, folderId, onChanges } = this.#options;
    const remote = listed.filter(({ uid }) => uid >= range.from && uid <= range.to);
    const broken = store.brokenUids(folderId, range.from, range.to);
    if (broken.length > 0) onChanges(store.removeUids(folderId, broken));
    for (const uid of broken) this.#broken.add(uid);
    this.#mended.others += broken.length;
    const stubs = new Set(store.stubs(folderId).map(({ uid }) => uid));
    const keepsSeen = store.keepsSeen(folderId);
    const local = store.localMessages(folderId, range.from, range.to);
    const seen = new Map(local.map(({ uid, flags }) => [uid, flags.seen]));
    const {
      removed,
      changed,
      missing: unknown,
    } = compareFlags(
      local,
      // What the server does not keep, or does not send, is known here alone.
      remote.map(({ uid, flags }) => ({
        uid,
        flags: keepsSeen ? flags : { ...flags, seen: seen.get(uid) ?? flags.seen },
      })),
      (tag) => store.keepsTag(tag),
    );
    // Newer ones are arrivals, which a pass notices and tells of.
    const missing = unknown.filter((uid) => uid < (sync.uidNext ?? 0));
    const flags = changed.filter(({ uid }) => !stubs.has(uid));
    // Each is counted with what it changes: if the connection is lost behind it, the window is compared once more, and finds the rest.
    if (flags.length > 0) onChanges(store.saveFlags(folderId, flags));
    this.#mended.flags += flags.length;
    const gone = isWhole ? removed : [];
    if (gone.length > 0) onChanges(store.removeUids(folderId, gone));
    this.#mended.gone += gone.length;
    await this.#fetch(missing, sync, session, signal);
    this.#mended.missing += missing.filter((uid) => !this.#broken.has(uid)).length;
    const others = await this.#others(local, new Set([...removed, ...stubs]), session, signal);
    if (others.length > 0) onChanges(store.removeUids(folderId, others));
    for (const uid of others) this.#broken.add(uid);
    this.#mended.others += others.length;
    await this.#fetch(others, sync, session, signal);
    this.#compared += remote.length;
  }

  /** Those whose envelope is another than what is stored, as far as a sample tells of any. */
  async #others(
    local: readonly LocalMessage[],
    left: ReadonlySet<number>,
    session: ImapSession,
    signal: AbortSignal,
  ): Promise<number[]> {
    const compared = local.filter(({ uid }) => !left.has(uid));
    const differ = async (messages: readonly LocalMessage[]): Promise<number[]> => {
      if (messages.length === 0) return [];
      const stored = new Map(messages.map(({ id, uid }) => [uid, this.#options.store.header(id)]));
      const { envelopes } = await session.fetchAvailable([...stored.keys()], signal);
      const isOther = (envelope: RemoteEnvelope): boolean => !isSame(envelope, stored.get(envelope.uid) ?? null);
      return envelopes.filter(isOther).map(({ uid }) => uid);
    };
    const sample = compared.filter((_message, index) => index % sampledOneOf === 0);
    return (await differ(sample)).length === 0 ? [] : await differ(compared);
  }

  async #fetch(uids: readonly number[], sync: FolderSync, session: ImapSession, signal: AbortSignal): Promise<void> {
    if (uids.length === 0) return;
    const { store, folderId, onChanges, now, random } = this.#options;
    const { envelopes, refused, stopped } = await fetchWindow(
      { by: 'uid', uids },
      { session, signal, known: () => new Set() },
    );
    const stubs = refusedMessages(refused, [], { now, random });
    onChanges(store.saveWindow(folderId, envelopes, store.folderSync(folderId) ?? sync, stubs));
    if (stopped !== null) throw new AppFailure(stopped);
  }
}
