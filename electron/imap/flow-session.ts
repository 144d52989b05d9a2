import type { ImapFlow, SearchObject } from 'imapflow';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { FolderNamespace } from '../mail/namespaces.ts';
import type {
  LinkFields,
  MessageFacts,
  RemoteEnvelope,
  RemoteFlags,
  RemoteFolder,
  RemoteSearchKey,
  RemoteStatus,
  SelectedFolder,
  SequenceRange,
  UidRange,
} from '../mail/remote-mail.ts';
import { createFolder, deleteFolder, renameFolder } from './change-folders.ts';
import {
  appendMessage,
  copyMessages,
  expungeMessages,
  inboxLabel,
  markDeleted,
  markMessages,
  moveMessages,
  setFlag,
  storeLabel,
  storeTag,
} from './change-messages.ts';
import type { CommandLog } from './command-log.ts';
import {
  type FetchedChanges,
  type FetchedEnvelopes,
  fetchChanges,
  fetchEnvelopes,
  fetchFacts,
  fetchFlags,
  fetchLabels,
  fetchLinks,
  fetchUids,
} from './fetch-messages.ts';
import { fetchChunk, fetchSection, partFacts } from './fetch-sections.ts';
import { FlowConnection } from './flow-connection.ts';
import { FolderPaths } from './folder-names.ts';
import { Idler } from './idle.ts';
import { type FaultContext, imapFailure, makeError } from './imap-errors.ts';
import { listFolders } from './list-folders.ts';
import { listStatuses } from './list-statuses.ts';
import { toldNamespaces } from './namespaces.ts';
import { NoticeBook, type Notices } from './notices.ts';
import { searchOf } from './search-keys.ts';
import { SectionProgress, sectionChunk } from './section-progress.ts';
import { folderStatus, selectFolder } from './select-folder.ts';
import type {
  AppendOutcome,
  CopyOutcome,
  ImapSession,
  MessageMark,
  MoveOutcome,
  Outcome,
  SessionEvents,
} from './session.ts';
import { transferDecoder } from './transfer-decoder.ts';
import { rangeSet, setsOf, uidSets } from './uid-set.ts';

/** The most messages in one window. A server's unsolicited changes of flags do not count. */
const windowLimit = 1_000;
const noFolder = () => makeError('internal', { reason: 'no_folder_selected' });
const otherFolder = () => makeError('internal', { reason: 'other_folder_selected' });

/** An ImapSession over a connected imapflow client. Made by openSession only. */
export class FlowSession implements ImapSession {
  readonly capabilities: ReadonlySet<string>;
  readonly #client: ImapFlow;
  readonly #log: CommandLog;
  readonly #context: FaultContext;
  readonly #connection: FlowConnection;
  readonly #paths: FolderPaths;
  /** What NAMESPACE told (RFC 2342); null where the server does not know it, or refused. */
  readonly #namespaces: readonly FolderNamespace[] | null;
  readonly #idler = new Idler();
  readonly #notices = new NoticeBook();
  /** A change runs, and the server answers with the flags as it made them. */
  #isChanging = false;
  readonly #listeners: { [K in keyof SessionEvents]: SessionEvents[K][] } = {
    exists: [],
    expunge: [],
    flags: [],
    closed: [],
  };
  #selected: string | null = null;
  /** Grows with each select, so that a stream notices that it reads from another folder. */
  #selection = 0;

  constructor(client: ImapFlow, log: CommandLog, context: FaultContext, quietMs: number) {
    this.#client = client;
    this.#log = log;
    this.#context = context;
    this.#connection = new FlowConnection(client, context, quietMs, {
      wanted: () => this.#idler.wake(),
      closed: (error) => this.#each('closed', (listener) => listener(error)),
    });
    this.capabilities = new Set([...client.capabilities.keys()].map((name) => name.toUpperCase()));
    this.#paths = new FolderPaths(client.enabled.has('UTF8=ACCEPT'));
    this.#namespaces = toldNamespaces(client, this.#paths);
    // From here on imapflow sends names unchanged: FolderPaths gives them in the spelling of LIST. Otherwise imapflow
    // 2.10.2 encodes names again, which breaks those with invalid modified UTF-7, and puts the personal namespace
    // before names outside of it.
    client.enabled.add('UTF8=ACCEPT');
    client.namespace = undefined;
    client.on('exists', ({ count, prevCount }) =>
      this.#tell((path) => {
        this.#notices.exists(count);
        if (count > prevCount) this.#each('exists', (listener) => listener(path, count));
      }),
    );
    client.on('expunge', (expunged) =>
      this.#tell((path) => {
        if (expunged.uid !== undefined) this.#notices.vanish(expunged.uid);
        else if (expunged.seq !== undefined) this.#notices.expunge(expunged.seq);
        this.#each('expunge', (listener) => listener(path));
      }),
    );
    client.on('flags', ({ uid, seq }) =>
      this.#tell((path) => {
        if (this.#isChanging) return;
        this.#notices.flags(uid === undefined ? { sequence: seq } : { uid });
        this.#each('flags', (listener) => listener(path));
      }),
    );
  }

  get closed(): boolean {
    return this.#connection.closed;
  }

  get received(): number {
    return this.#connection.received;
  }

  on<K extends keyof SessionEvents>(event: K, listener: SessionEvents[K]): void {
    this.#listeners[event].push(listener);
  }

  /** Ends the connection at once; what runs or waits fails with this. */
  end(error: AppError): void {
    this.#connection.end(error);
  }

  async listFolders(signal: AbortSignal): Promise<RemoteFolder[]> {
    return await this.#connection.bulk(signal, () => listFolders(this.#client, this.#paths, this.#namespaces));
  }

  async status(path: string, signal: AbortSignal): Promise<RemoteStatus> {
    return await this.#connection.command(signal, () =>
      folderStatus(this.#client, this.#log, this.#paths, path, this.#context),
    );
  }

  async statuses(signal: AbortSignal): Promise<ReadonlyMap<string, RemoteStatus>> {
    return await this.#connection.bulk(signal, () => listStatuses(this.#client, this.#paths));
  }

  async select(path: string, signal: AbortSignal): Promise<SelectedFolder> {
    // A server may take its time over the first SELECT of a large folder.
    return await this.#connection.bulk(signal, async () => {
      this.#selection += 1;
      this.#selected = null;
      const selected = await selectFolder(this.#client, this.#paths, path);
      this.#notices.begin(selected.exists);
      this.#selected = path;
      return selected;
    });
  }

  async uidsBySequence(endingAt: number, count: number, signal: AbortSignal): Promise<number[]> {
    const set = endingAt < 1 || count < 1 ? null : rangeSet(endingAt - count + 1, endingAt);
    if (set === null) return [];
    return await this.#connection.bulk(signal, () => this.#inFolder(() => fetchUids(this.#client, set, count)));
  }

  async uidsAt(sequences: readonly number[], signal: AbortSignal): Promise<number[]> {
    const uids = new Set<number>();
    for (const set of uidSets(sequences)) {
      const found = await this.#connection.bulk(signal, () =>
        this.#inFolder(() => fetchUids(this.#client, set, sequences.length)),
      );
      for (const uid of found) uids.add(uid);
    }
    return [...uids].sort((a, b) => a - b);
  }

  async fetchUids(uids: readonly number[], signal: AbortSignal): Promise<number[]> {
    const found = new Set<number>();
    for (const set of uidSets(uids)) {
      const part = await this.#connection.bulk(signal, () =>
        this.#inFolder(() => fetchUids(this.#client, set, uids.length, true)),
      );
      for (const uid of part) found.add(uid);
    }
    return [...found].sort((a, b) => a - b);
  }

  async fetchEnvelopes(uids: UidRange | readonly number[], signal: AbortSignal): Promise<RemoteEnvelope[]> {
    const { envelopes, refusal } = await this.fetchAvailable(uids, signal);
    if (refusal !== null) throw new AppFailure(refusal);
    return envelopes;
  }

  async fetchAvailable(uids: UidRange | readonly number[], signal: AbortSignal): Promise<FetchedEnvelopes> {
    const sets = setsOf(uids);
    if (!('from' in uids) && uids.length > windowLimit) throw new RangeError('At most 1,000 envelopes a call.');
    if (sets.length === 0) return { envelopes: [], refusal: null };
    return await this.#connection.bulk(signal, () =>
      this.#inFolder(() => fetchEnvelopes(this.#client, this.#log, sets, true, windowLimit, this.#context)),
    );
  }

  async fetchEnvelopesBySequence(range: UidRange, signal: AbortSignal): Promise<FetchedEnvelopes> {
    const set = rangeSet(range.from, range.to);
    if (set === null) return { envelopes: [], refusal: null };
    return await this.#connection.bulk(signal, () =>
      this.#inFolder(() => fetchEnvelopes(this.#client, this.#log, [set], false, windowLimit, this.#context)),
    );
  }

  async fetchFlags(
    of: UidRange | SequenceRange,
    options: { readonly changedSince: bigint | null },
    signal: AbortSignal,
  ): Promise<{ uid: number; flags: RemoteFlags }[]> {
    const byUid = !('sequence' in of);
    const { from, to } = byUid ? of : of.sequence;
    const set = rangeSet(from, to);
    if (set === null) return [];
    const limit = Math.min(to - from + 1, 1_000_000);
    return await this.#connection.bulk(signal, () =>
      this.#inFolder(() => fetchFlags(this.#client, set, byUid, options.changedSince, limit)),
    );
  }

  async fetchChanges({ from, to }: UidRange, since: bigint, signal: AbortSignal): Promise<FetchedChanges> {
    const set = rangeSet(from, to);
    if (set === null) return { flags: [], vanished: null };
    const limit = Math.min(to - from + 1, 1_000_000);
    return await this.#connection.bulk(signal, () =>
      this.#inFolder(() => fetchChanges(this.#client, set, since, limit)),
    );
  }

  async fetchLinks(uids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, LinkFields>> {
    if (uids.length > windowLimit) throw new RangeError('At most 1,000 messages a call.');
    const sets = setsOf(uids);
    if (sets.length === 0) return new Map();
    return await this.#connection.bulk(signal, () => this.#inFolder(() => fetchLinks(this.#client, sets, windowLimit)));
  }

  async fetchFacts(uid: number, signal: AbortSignal): Promise<MessageFacts | null> {
    const [set] = setsOf([uid]);
    if (set === undefined) return null;
    return await this.#connection.bulk(signal, () => this.#inFolder(() => fetchFacts(this.#client, set)));
  }

  async fetchLabels(uid: number, signal: AbortSignal): Promise<readonly string[] | null> {
    const [set] = setsOf([uid]);
    if (set === undefined || !this.capabilities.has('X-GM-EXT-1')) return null;
    const names = await this.#connection.bulk(signal, () => this.#inFolder(() => fetchLabels(this.#client, set)));
    return names?.map((name) => (name === inboxLabel ? 'INBOX' : this.#paths.decode(name))) ?? null;
  }

  async fetchPart(uid: number, partId: string, maxBytes: number, signal: AbortSignal) {
    return await this.#connection.bulk(signal, () =>
      this.#inFolder(() => fetchSection(this.#client, uid, partId, maxBytes)),
    );
  }

  async fetchSource(uid: number, maxBytes: number, signal: AbortSignal) {
    return await this.#connection.bulk(signal, () =>
      this.#inFolder(() => fetchSection(this.#client, uid, null, maxBytes)),
    );
  }

  async *streamPart(uid: number, partId: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const selection = this.#selection;
    const { encoding, size } = await this.#connection.command(signal, () =>
      this.#inFolder(() => partFacts(this.#client, uid, partId)),
    );
    const decoder = transferDecoder(encoding);
    for await (const chunk of this.#chunks(uid, partId, new SectionProgress(size), selection, signal)) {
      const decoded = decoder.push(chunk);
      if (decoded.length > 0) yield decoded;
    }
    const last = decoder.end();
    if (last.length > 0) yield last;
  }

  streamSource(uid: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    return this.#chunks(uid, null, new SectionProgress(null), this.#selection, signal);
  }

  /**
   * A section, or the whole message for null, as long as the folder stays selected. Chunks are commands of their own, so that others can run
   * between them.
   */
  async *#chunks(
    uid: number,
    partId: string | null,
    section: SectionProgress,
    selection: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array, void> {
    while (!section.isComplete) {
      const chunk = await this.#connection.bulk(signal, () => {
        if (this.#selection !== selection) throw new AppFailure(otherFolder());
        return fetchChunk(this.#client, uid, partId, section, sectionChunk);
      });
      if (chunk.length > 0) yield chunk;
    }
  }

  async setSeen(uids: UidRange | readonly number[], seen: boolean, signal: AbortSignal): Promise<Outcome> {
    return await this.#setFlag(uids, '\\Seen', seen, signal);
  }

  async setFlagged(uids: readonly number[], flagged: boolean, signal: AbortSignal): Promise<Outcome> {
    return await this.#setFlag(uids, '\\Flagged', flagged, signal);
  }

  async mark(uids: readonly number[], mark: MessageMark, signal: AbortSignal): Promise<Outcome> {
    const sets = setsOf(uids);
    if (sets.length === 0) return { kind: 'done' };
    return await this.#change(signal, true, () => markMessages(this.#client, this.#log, sets, mark));
  }

  async setTag(uids: readonly number[], tag: string, on: boolean, signal: AbortSignal): Promise<Outcome> {
    const sets = setsOf(uids);
    if (sets.length === 0) return { kind: 'done' };
    return await this.#change(signal, true, () => storeTag(this.#client, this.#log, sets, tag, on));
  }

  async setLabel(uids: readonly number[], label: string, on: boolean, signal: AbortSignal): Promise<Outcome> {
    const sets = setsOf(uids);
    if (sets.length === 0) return { kind: 'done' };
    return await this.#change(signal, true, () => storeLabel(this.#client, this.#log, this.#paths, sets, label, on));
  }

  async append(
    path: string,
    message: Uint8Array,
    flags: readonly string[],
    internalDate: number | null,
    signal: AbortSignal,
  ): Promise<AppendOutcome> {
    const act = () => appendMessage(this.#client, this.#log, this.#paths, path, message, flags, internalDate);
    // The server says nothing until it has all of the message.
    return await this.#change(signal, false, act, (work) => this.#connection.upload(signal, work));
  }

  async move(uids: readonly number[], destination: string, signal: AbortSignal): Promise<MoveOutcome> {
    if (uids.length === 0) return { kind: 'done', uidValidity: null, uids: new Map() };
    return await this.#change(signal, true, () =>
      moveMessages(this.#client, this.#log, this.#paths, uids, destination),
    );
  }

  async copy(uids: readonly number[], destination: string, signal: AbortSignal): Promise<CopyOutcome> {
    if (uids.length === 0) return { kind: 'done', uidValidity: null, uids: new Map() };
    return await this.#change(signal, true, () =>
      copyMessages(this.#client, this.#log, this.#paths, uids, destination),
    );
  }

  async expunge(uids: readonly number[], signal: AbortSignal): Promise<Outcome> {
    if (uids.length === 0) return { kind: 'done' };
    return await this.#change(signal, true, () => expungeMessages(this.#client, this.#log, uids));
  }

  async markDeleted(uids: readonly number[], signal: AbortSignal): Promise<Outcome> {
    if (uids.length === 0) return { kind: 'done' };
    return await this.#change(signal, true, () => markDeleted(this.#client, this.#log, uids));
  }

  async findByMessageId(messageId: string, signal: AbortSignal): Promise<number[]> {
    if (messageId === '' || !/^[\x20-\x7e]+$/.test(messageId)) return [];
    return await this.#search({ header: { 'message-id': messageId } }, signal);
  }

  async search(clauses: readonly (readonly RemoteSearchKey[])[], signal: AbortSignal): Promise<number[]> {
    let found: readonly number[] = [];
    // imapflow's query has each key once, so the clauses are asked for one by one.
    for (const [index, clause] of clauses.entries()) {
      const uids = await this.#search(searchOf(clause, this.#client.capabilities.has('X-GM-EXT-1')), signal);
      const before = new Set(found);
      found = index === 0 ? uids : uids.filter((uid) => before.has(uid));
      if (found.length === 0) return [];
    }
    return [...found];
  }

  async findByFlag(flag: '\\Seen' | '\\Flagged', isSet: boolean, signal: AbortSignal): Promise<number[]> {
    return await this.#search(flag === '\\Seen' ? { seen: isSet } : { flagged: isSet }, signal);
  }

  async #search(query: SearchObject, signal: AbortSignal): Promise<number[]> {
    return await this.#connection.bulk(signal, async () => {
      this.#mustHaveFolder();
      this.#log.refusal = null;
      const uids = await this.#client.search(query, { uid: true });
      if (Array.isArray(uids)) return uids;
      // imapflow answers `false` for NO or BAD, and only the log has the reason. All other failures reject.
      throw imapFailure(this.#log.refusal, this.#context);
    });
  }

  async createFolder(path: string, signal: AbortSignal): Promise<Outcome> {
    return await this.#change(signal, false, () => createFolder(this.#client, this.#log, this.#paths, path));
  }

  async renameFolder(path: string, newPath: string, signal: AbortSignal): Promise<Outcome> {
    return await this.#change(signal, false, () => renameFolder(this.#client, this.#log, this.#paths, path, newPath));
  }

  async deleteFolder(path: string, signal: AbortSignal): Promise<Outcome> {
    return await this.#change(signal, false, () => deleteFolder(this.#client, this.#log, this.#paths, path));
  }

  async idle(signal: AbortSignal): Promise<void> {
    await this.#idler.idle(this.#connection, signal);
  }

  async noop(signal: AbortSignal): Promise<void> {
    await this.#connection.command(signal, () => this.#client.noop());
    this.#connection.mustBeOpen();
  }

  async takeNotices(signal: AbortSignal): Promise<Notices> {
    return await this.#connection.bulk(signal, async () => {
      this.#mustHaveFolder();
      // Flags are asked for, because those that were told may be older than what Heron itself has changed since.
      const asked = this.#notices.changed;
      const changed = new Map<number, RemoteFlags>();
      for (const [numbers, byUid] of [[asked.sequences, false] as const, [asked.uids, true] as const]) {
        for (const set of uidSets(numbers)) {
          const found = await fetchFlags(this.#client, set, byUid, null, numbers.length);
          for (const { uid, flags } of found) changed.set(uid, flags);
        }
      }
      this.#notices.asked(asked);
      return { ...this.#notices.take(), changed: [...changed].map(([uid, flags]) => ({ uid, flags })) };
    });
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #setFlag(uids: UidRange | readonly number[], flag: '\\Seen' | '\\Flagged', on: boolean, signal: AbortSignal) {
    const sets = setsOf(uids);
    if (sets.length === 0) return { kind: 'done' } as const;
    return await this.#change(signal, true, () => setFlag(this.#client, this.#log, sets, flag, on));
  }

  /**
   * Runs a change. Once its command may have reached the server, a failure is the outcome `unknown` and nothing is
   * thrown.
   */
  async #change<T extends Outcome | MoveOutcome | CopyOutcome>(
    signal: AbortSignal,
    inFolder: boolean,
    act: () => Promise<T>,
    run = (work: () => Promise<T>): Promise<T> => this.#connection.command(signal, work),
  ): Promise<T | { kind: 'unknown' }> {
    let started = false;
    try {
      return await run(() => {
        if (inFolder) this.#mustHaveFolder();
        started = true;
        this.#isChanging = true;
        return act();
      });
    } catch (error) {
      if (started) return { kind: 'unknown' };
      throw error;
    } finally {
      if (started) this.#isChanging = false;
    }
  }

  /** imapflow 2.10.2 answers a change or a search without a folder as if the server had refused it. */
  #mustHaveFolder(): void {
    if (this.#selected === null) throw new AppFailure(noFolder());
  }

  async #inFolder<T>(act: () => Promise<T>): Promise<T> {
    this.#mustHaveFolder();
    return await act();
  }

  #tell(event: (path: string) => void): void {
    if (this.#selected !== null) event(this.#selected);
    this.#idler.heard();
  }

  #each<K extends keyof SessionEvents>(event: K, call: (listener: SessionEvents[K]) => void): void {
    for (const listener of this.#listeners[event]) call(listener);
  }
}
