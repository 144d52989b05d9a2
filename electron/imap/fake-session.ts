import { type AppError, AppFailure } from '../../shared/reply.ts';
import { isSameTag, withTag } from '../../shared/tags.ts';
import { onlyNamespace } from '../mail/namespaces.ts';
import type { LinkFields, MessageFacts } from '../mail/remote-mail.ts';
import {
  noUidValidity,
  type RemoteEnvelope,
  type RemoteFlags,
  type RemoteFolder,
  type RemoteSearchKey,
  type RemoteStatus,
  type SelectedFolder,
  type SequenceRange,
  type UidRange,
} from '../mail/remote-mail.ts';
import { mailingList } from '../mime/mailing-list.ts';
import { type NoEffect, plain, refusalOf, refusedFailure } from './fake-refusals.ts';
import type {
  FakeFault,
  FakeFolder,
  FakeImapServer,
  FakeItem,
  FakeMessage,
  FakeNotice,
  FakeRefusal,
  FakeVerb,
} from './fake-server.ts';
import type { FetchedChanges, FetchedEnvelopes } from './fetch-messages.ts';
import { NoticeBook, type Notices } from './notices.ts';
import type {
  AppendOutcome,
  CopyOutcome,
  ImapSession,
  MessageMark,
  MoveOutcome,
  Outcome,
  SessionEvents,
} from './session.ts';

const lost: AppError = { code: 'connection_lost', params: { reason: 'lost', server: 'fake:993' }, retryable: true };

/** The caller's signal aborted, or the connection ended, while the server took its time. */
const cutOffFault: FakeFault = { kind: 'drop_before' };

type Effect<T> = { readonly kind: 'effect'; readonly value: T } | NoEffect;

/** What a command is about, besides the selected folder. */
interface About {
  readonly path?: string;
  readonly uids?: UidRange | readonly number[];
}

/** A session of FakeImapServer; it keeps to the contract of ImapSession, outcomes after a dropped connection included. */
export class FakeSession implements ImapSession {
  readonly capabilities: ReadonlySet<string>;
  closed = false;
  received = 0;
  readonly #server: FakeImapServer;
  #selected: string | null = null;
  #listeners: { [K in keyof SessionEvents]: SessionEvents[K][] } = { exists: [], expunge: [], flags: [], closed: [] };
  #wake: (() => void)[] = [];
  /** Commands under way. */
  #running = 0;
  #unsaid: (() => void)[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #end: AppError = lost;
  readonly #gone = new AbortController();
  readonly #notices = new NoticeBook();
  /** How many messages the selected folder has, as far as this session was told. */
  #exists = 0;
  /** This session itself changes flags. */
  #isStoring = false;

  constructor(server: FakeImapServer) {
    this.#server = server;
    this.capabilities = new Set(server.capabilities);
  }

  on<K extends keyof SessionEvents>(event: K, listener: SessionEvents[K]): void {
    this.#listeners[event].push(listener);
  }

  /**
   * An unsolicited answer of the server; listeners get it only for the selected folder. Between commands it is kept until the next one, as
   * servers do: only IDLE hears of what happens at once.
   */
  serverSays(notice: FakeNotice): void {
    const { path } = notice;
    if (this.closed || this.#selected !== path) return;
    const say = (): void => {
      if (notice.event === 'exists') {
        this.#exists = notice.count;
        this.#notices.exists(notice.count);
        for (const listener of this.#listeners.exists) listener(path, notice.count);
      } else if (notice.event === 'expunge') {
        this.#exists -= 1;
        this.#notices.expunge(notice.sequence);
        for (const listener of this.#listeners.expunge) listener(path);
      } else if (!this.#isStoring) {
        this.#notices.flags({ sequence: notice.sequence });
        for (const listener of this.#listeners.flags) listener(path);
      }
      this.#wakeAll();
    };
    if (this.#running > 0 || this.#wake.length > 0) say();
    else this.#unsaid.push(say);
  }

  get selectedPath(): string | null {
    return this.#selected;
  }

  /** Ends the connection. */
  drop(error: AppError = lost): void {
    if (this.closed) return;
    this.closed = true;
    this.#end = error;
    this.#gone.abort();
    this.#server.sessions.delete(this);
    for (const listener of this.#listeners.closed) listener(error);
    this.#wakeAll();
  }

  async listFolders(signal: AbortSignal): Promise<RemoteFolder[]> {
    return await this.#run('listFolders', signal, () => {
      this.#server.mayRefuse('listFolders', null);
      return [...this.#server.folders.values()].map((folder) => ({
        path: folder.path,
        name: folder.path.split('/').at(-1) ?? folder.path,
        delimiter: '/',
        role: folder.role,
        selectable: folder.selectable,
        namespace: onlyNamespace,
      }));
    });
  }

  async status(path: string, signal: AbortSignal): Promise<RemoteStatus> {
    return await this.#run(
      'status',
      signal,
      () => {
        const folder = this.#named(path);
        this.#server.mayRefuse('status', path);
        return this.#statusOf(folder);
      },
      { path },
    );
  }

  async statuses(signal: AbortSignal): Promise<ReadonlyMap<string, RemoteStatus>> {
    return await this.#run('statuses', signal, () => {
      this.#server.mayRefuse('statuses', null);
      const folders = [...this.#server.folders.values()].filter(({ selectable }) => selectable);
      return new Map(folders.map((folder) => [folder.path, this.#statusOf(folder)]));
    });
  }

  #statusOf(folder: FakeFolder): RemoteStatus {
    const tells = (item: FakeItem): boolean => !this.#server.silentAbout.has(item);
    const isView = this.#server.statusIsOfView && folder.path === this.#selected;
    const messages = isView ? this.#exists : folder.messages.length;
    return {
      messages: tells('exists') ? messages + this.#server.countsMore : null,
      unseen: tells('unseen') ? folder.messages.filter((message) => !message.flags.seen).length : null,
      uidNext: tells('uidNext') ? folder.uidNext : null,
      uidValidity: tells('uidValidity') ? folder.uidValidity : null,
      highestModseq: this.#modseq(folder),
    };
  }

  async select(path: string, signal: AbortSignal): Promise<SelectedFolder> {
    return await this.#run(
      'select',
      signal,
      () => {
        this.#selected = null;
        const folder = this.#named(path);
        this.#server.mayRefuse('select', path);
        this.#selected = path;
        this.#exists = folder.messages.length;
        const tells = (item: FakeItem): boolean => !this.#server.silentAbout.has(item);
        this.#notices.begin(tells('exists') ? folder.messages.length + this.#server.countsMore : null);
        return {
          path,
          exists: tells('exists') ? folder.messages.length + this.#server.countsMore : null,
          uidNext: tells('uidNext') ? folder.uidNext : null,
          uidValidity: tells('uidValidity') ? folder.uidValidity : noUidValidity,
          highestModseq: this.#modseq(folder),
          readOnly: folder.readOnly,
          ...(folder.permanentFlags && { permanentFlags: folder.permanentFlags }),
        };
      },
      { path },
    );
  }

  async uidsBySequence(endingAt: number, count: number, signal: AbortSignal): Promise<number[]> {
    return await this.#run('uidsBySequence', signal, () =>
      this.#current()
        .messages.slice(Math.max(0, endingAt - count), Math.max(0, endingAt))
        .map((message) => message.envelope.uid),
    );
  }

  async uidsAt(sequences: readonly number[], signal: AbortSignal): Promise<number[]> {
    return await this.#run('uidsAt', signal, () =>
      this.#current()
        .messages.filter((_message, index) => sequences.includes(index + 1))
        .map(({ envelope }) => envelope.uid),
    );
  }

  async fetchUids(uids: readonly number[], signal: AbortSignal): Promise<number[]> {
    return await this.#run('fetchUids', signal, () =>
      this.#current()
        .messages.map(({ envelope }) => envelope.uid)
        .filter((uid) => uids.includes(uid)),
    );
  }

  async fetchEnvelopes(uids: UidRange | readonly number[], signal: AbortSignal): Promise<RemoteEnvelope[]> {
    const { envelopes, refusal } = await this.fetchAvailable(uids, signal);
    if (refusal !== null) throw new AppFailure(refusal);
    return envelopes;
  }

  async fetchAvailable(uids: UidRange | readonly number[], signal: AbortSignal): Promise<FetchedEnvelopes> {
    const wanted =
      'from' in uids ? (uid: number) => uid >= uids.from && uid <= uids.to : (uid: number) => uids.includes(uid);
    return await this.#run('fetchEnvelopes', signal, () => {
      const { path, messages } = this.#current();
      return this.#server.answerFetch(
        path,
        messages.filter((message) => wanted(message.envelope.uid)),
      );
    });
  }

  async fetchEnvelopesBySequence(range: UidRange, signal: AbortSignal): Promise<FetchedEnvelopes> {
    return await this.#run('fetchEnvelopesBySequence', signal, () => {
      const { path, messages } = this.#current();
      return this.#server.answerFetch(path, messages.slice(Math.max(0, range.from - 1), range.to));
    });
  }

  async fetchFlags(
    of: UidRange | SequenceRange,
    options: { readonly changedSince: bigint | null },
    signal: AbortSignal,
  ): Promise<{ uid: number; flags: RemoteFlags }[]> {
    const since = options.changedSince ?? -1n;
    return await this.#run('fetchFlags', signal, () =>
      this.#current()
        .messages.filter(
          ({ envelope, modseq }, index) =>
            ('sequence' in of ? isIn(index + 1, of.sequence) : isIn(envelope.uid, of)) && modseq > since,
        )
        .map(({ envelope, flags }) => ({ uid: envelope.uid, flags })),
    );
  }

  async fetchChanges(uids: UidRange, since: bigint, signal: AbortSignal): Promise<FetchedChanges> {
    return await this.#run('fetchChanges', signal, () => {
      const { messages, expunged } = this.#current();
      const changed = messages.filter(({ envelope, modseq }) => isIn(envelope.uid, uids) && modseq > since);
      const gone = expunged.filter(({ uid, modseq }) => isIn(uid, uids) && modseq > since);
      return {
        flags: changed.map(({ envelope, flags }) => ({ uid: envelope.uid, flags })),
        vanished: this.capabilities.has('QRESYNC') ? gone.map(({ uid }) => ({ from: uid, to: uid })) : null,
      };
    });
  }

  async fetchLinks(uids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, LinkFields>> {
    const fieldsOf = (uid: number): [number, LinkFields][] => {
      const source = new TextDecoder().decode(this.#message(uid).source);
      const references = /^References:([^\n]*(?:\n[ \t][^\n]*)*)/im.exec(source)?.[1] ?? null;
      const list = mailingList(/^List-Id:([^\n]*)/im.exec(source)?.[1] ?? null);
      return references === null && list === null ? [] : [[uid, { references, list }]];
    };
    return await this.#run('fetchLinks', signal, () => {
      const refusal = this.#server.refuses({ verb: 'fetch', path: this.#current().path, uids });
      if (refusal !== null) throw new AppFailure(refusal);
      return new Map(uids.flatMap(fieldsOf));
    });
  }

  async fetchPart(uid: number, partId: string, maxBytes: number, signal: AbortSignal) {
    return await this.#run('fetchPart', signal, () => bounded(this.#section(uid, partId), maxBytes));
  }

  async fetchSource(uid: number, maxBytes: number, signal: AbortSignal) {
    return await this.#run('fetchSource', signal, () => bounded(this.#message(uid).source, maxBytes));
  }

  async fetchFacts(uid: number, signal: AbortSignal): Promise<MessageFacts | null> {
    return await this.#run('fetchFacts', signal, () => {
      const message = this.#current().messages.find(({ envelope }) => envelope.uid === uid);
      if (message === undefined) return null;
      const { seen, flagged, answered, forwarded, draft, deleted } = message.flags;
      const set = {
        '\\Seen': seen,
        '\\Flagged': flagged,
        '\\Answered': answered,
        $Forwarded: forwarded,
        '\\Draft': draft,
        '\\Deleted': deleted,
      };
      const flags = Object.entries(set).flatMap(([flag, isSet]) => (isSet ? [flag] : []));
      return { flags, internalDate: message.envelope.internalDate, size: message.source.length };
    });
  }

  async fetchLabels(uid: number, signal: AbortSignal): Promise<readonly string[] | null> {
    return await this.#run('fetchLabels', signal, () => {
      const message = this.#current().messages.find(({ envelope }) => envelope.uid === uid);
      if (message === undefined || !this.capabilities.has('X-GM-EXT-1')) return null;
      return [...this.#server.folders.values()]
        .filter((folder) => folder !== this.#current())
        .filter(({ messages }) => messages.some(({ envelope }) => envelope.emailId === message.envelope.emailId))
        .map(({ path }) => path);
    });
  }

  async *streamPart(uid: number, partId: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const bytes = await this.#run('streamPart', signal, () => this.#section(uid, partId));
    for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
  }

  async *streamSource(uid: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    yield await this.#run('streamSource', signal, () => this.#message(uid).source);
  }

  async setSeen(uids: UidRange | readonly number[], seen: boolean, signal: AbortSignal): Promise<Outcome> {
    return await this.#setFlags('setSeen', uids, { seen }, signal);
  }

  async setFlagged(uids: readonly number[], flagged: boolean, signal: AbortSignal): Promise<Outcome> {
    return await this.#setFlags('setFlagged', uids, { flagged }, signal);
  }

  async mark(uids: readonly number[], mark: MessageMark, signal: AbortSignal): Promise<Outcome> {
    return await this.#setFlags('mark', uids, mark === 'answered' ? { answered: true } : { forwarded: true }, signal);
  }

  async setTag(uids: readonly number[], tag: string, on: boolean, signal: AbortSignal): Promise<Outcome> {
    const given = ({ tags }: RemoteFlags): Partial<RemoteFlags> => ({ tags: withTag(tags, tag, on) });
    return await this.#setFlags('setTag', uids, given, signal);
  }

  /** Messages with one EMAILID are one message. */
  async setLabel(uids: readonly number[], label: string, on: boolean, signal: AbortSignal): Promise<Outcome> {
    if (!this.capabilities.has('X-GM-EXT-1')) return { kind: 'refused', text: '', own: 'no_labels' };
    const act = (): void => {
      const folder = this.#server.folders.get(label);
      if (folder === undefined) return;
      for (const message of this.#current().messages.filter(({ envelope }) => uids.includes(envelope.uid))) {
        const there = folder.messages.find(({ envelope }) => envelope.emailId === message.envelope.emailId);
        if (on && there === undefined) this.#server.append(folder, message, folder.uidNext);
        if (!on && there !== undefined) this.#server.remove(label, there.envelope.uid);
      }
    };
    const effect = await this.#change('setLabel', signal, act, { uids });
    return effect.kind === 'effect' ? { kind: 'done' } : plain(effect);
  }

  async append(
    path: string,
    message: Uint8Array,
    flags: readonly string[],
    internalDate: number | null,
    signal: AbortSignal,
  ): Promise<AppendOutcome> {
    const act = (): AppendOutcome | NoEffect => {
      const folder = this.#server.folders.get(path);
      if (folder === undefined) return refusalOf({ code: 'TRYCREATE', text: 'No such folder.' });
      const source = new TextDecoder().decode(message);
      const messageId = /^Message-ID: *(<[^>]*>)/im.exec(source)?.[1] ?? null;
      const subject = /^Subject: *(.*)$/im.exec(source)?.[1]?.trim() ?? '';
      const has = (flag: string): boolean => flags.includes(flag);
      const set = {
        seen: has('\\Seen'),
        draft: has('\\Draft'),
        flagged: has('\\Flagged'),
        answered: has('\\Answered'),
        forwarded: has('$Forwarded'),
      };
      const uid = folder.uidNext;
      this.#server.deliver(path, {
        source,
        messageId,
        subject,
        flags: set,
        envelope: { size: message.length },
        ...(internalDate !== null && { internalDate }),
      });
      const tells = this.capabilities.has('UIDPLUS');
      return { kind: 'done', uid: tells ? uid : null, uidValidity: tells ? folder.uidValidity : null };
    };
    const effect = await this.#change('append', signal, act, { path });
    const value = effect.kind === 'effect' ? effect.value : effect;
    if (value.kind === 'done') return value;
    const outcome = plain(value);
    return outcome.kind === 'done' ? { kind: 'unknown' } : outcome;
  }

  async move(uids: readonly number[], destination: string, signal: AbortSignal): Promise<MoveOutcome> {
    const copy = (): ReadonlyMap<number, number> | null => {
      const source = this.#current();
      const target = this.#server.folders.get(destination);
      if (!target) return null;
      const copied = new Map<number, number>();
      for (const message of source.messages.filter(({ envelope }) => uids.includes(envelope.uid))) {
        copied.set(message.envelope.uid, target.uidNext);
        this.#server.append(target, message, target.uidNext);
      }
      return copied;
    };
    const act = (): MoveOutcome => {
      const target = this.#server.folders.get(destination);
      const moved = copy();
      if (!target || moved === null) return { kind: 'refused', text: 'No such folder.' };
      for (const uid of moved.keys()) this.#server.remove(this.#current().path, uid);
      if (!this.capabilities.has('UIDPLUS')) return { kind: 'done', uidValidity: null, uids: new Map() };
      return { kind: 'done', uidValidity: target.uidValidity, uids: moved };
    };
    const effect = await this.#change('move', signal, act, { uids }, this.capabilities.has('MOVE') ? undefined : copy);
    return effect.kind === 'effect' ? effect.value : effect;
  }

  async copy(uids: readonly number[], destination: string, signal: AbortSignal): Promise<CopyOutcome> {
    const act = (): CopyOutcome | NoEffect => {
      const target = this.#server.folders.get(destination);
      if (target === undefined) return refusalOf({ code: 'TRYCREATE', text: 'No such folder.' });
      const copied = new Map<number, number>();
      for (const message of this.#current().messages.filter(({ envelope }) => uids.includes(envelope.uid))) {
        copied.set(message.envelope.uid, target.uidNext);
        this.#server.append(target, message, target.uidNext);
      }
      if (!this.capabilities.has('UIDPLUS')) return { kind: 'done', uidValidity: null, uids: new Map() };
      return { kind: 'done', uidValidity: target.uidValidity, uids: copied };
    };
    const effect = await this.#change('copy', signal, act, { uids });
    const value = effect.kind === 'effect' ? effect.value : effect;
    if (value.kind === 'done') return value;
    const outcome = plain(value);
    return outcome.kind === 'done' ? { kind: 'unknown' } : outcome;
  }

  async expunge(uids: readonly number[], signal: AbortSignal): Promise<Outcome> {
    if (!this.capabilities.has('UIDPLUS')) return { kind: 'refused', text: '', own: 'no_removal' };
    const effect = await this.#change(
      'expunge',
      signal,
      () => {
        for (const uid of uids) this.#server.remove(this.#current().path, uid);
      },
      { uids },
    );
    return effect.kind === 'effect' ? { kind: 'done' } : plain(effect);
  }

  async markDeleted(uids: readonly number[], signal: AbortSignal): Promise<Outcome> {
    const act = (): void => {
      for (const message of this.#current().messages) {
        const { uid } = message.envelope;
        if (uids.includes(uid)) this.#server.setFlags(this.#current().path, uid, { deleted: true });
      }
    };
    const effect = await this.#change('markDeleted', signal, act, { uids });
    return effect.kind === 'effect' ? { kind: 'done' } : plain(effect);
  }

  async findByMessageId(messageId: string, signal: AbortSignal): Promise<number[]> {
    return await this.#run('findByMessageId', signal, () =>
      this.#current()
        .messages.filter(({ envelope }) => envelope.messageIdHeader === messageId)
        .map(({ envelope }) => envelope.uid),
    );
  }

  async search(clauses: readonly (readonly RemoteSearchKey[])[], signal: AbortSignal): Promise<number[]> {
    return await this.#run('search', signal, () =>
      this.#current()
        .messages.filter((message) => clauses.every((clause) => clause.some((key) => hasWords(message, key))))
        .map(({ envelope }) => envelope.uid),
    );
  }

  async findByFlag(flag: '\\Seen' | '\\Flagged', isSet: boolean, signal: AbortSignal): Promise<number[]> {
    return await this.#run('findByFlag', signal, () =>
      this.#current()
        .messages.filter(({ flags }) => (flag === '\\Seen' ? flags.seen : flags.flagged) === isSet)
        .map(({ envelope }) => envelope.uid),
    );
  }

  async createFolder(path: string, signal: AbortSignal): Promise<Outcome> {
    const effect = await this.#change('createFolder', signal, (): Outcome => {
      if (this.#server.folders.has(path)) return { kind: 'refused', text: 'It is there already.' };
      this.#server.addFolder(path);
      return { kind: 'done' };
    });
    return effect.kind === 'effect' ? effect.value : plain(effect);
  }

  async renameFolder(path: string, newPath: string, signal: AbortSignal): Promise<Outcome> {
    const effect = await this.#change('renameFolder', signal, () => {
      if (this.#selected === path) this.#selected = null;
      return this.#server.renameFolder(path, newPath);
    });
    return effect.kind === 'effect' ? effect.value : plain(effect);
  }

  async deleteFolder(path: string, signal: AbortSignal): Promise<Outcome> {
    const effect = await this.#change('deleteFolder', signal, (): Outcome => {
      if (this.#selected === path) this.#selected = null;
      if (!this.#server.folders.delete(path)) return { kind: 'refused', text: 'No such folder.' };
      return { kind: 'done' };
    });
    return effect.kind === 'effect' ? effect.value : plain(effect);
  }

  async idle(signal: AbortSignal): Promise<void> {
    // Its signal ends it, and does not end the connection.
    if (!signal.aborted) await this.#run('idle', new AbortController().signal, () => undefined);
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (this.closed) throw new AppFailure(this.#end);
  }

  async noop(signal: AbortSignal): Promise<void> {
    await this.#run('noop', signal, () => undefined);
  }

  async takeNotices(signal: AbortSignal): Promise<Notices> {
    return await this.#run('takeNotices', signal, () => {
      const { messages } = this.#current();
      const asked = this.#notices.changed;
      const changed = messages.filter(
        ({ envelope }, index) => asked.uids.includes(envelope.uid) || asked.sequences.includes(index + 1),
      );
      this.#notices.asked(asked);
      return { ...this.#notices.take(), changed: changed.map(({ envelope, flags }) => ({ uid: envelope.uid, flags })) };
    });
  }

  async close(): Promise<void> {
    this.drop({ code: 'cancelled', params: { reason: 'asked' }, retryable: true });
  }

  async #setFlags(
    verb: FakeVerb,
    uids: UidRange | readonly number[],
    flags: Partial<RemoteFlags> | ((before: RemoteFlags) => Partial<RemoteFlags>),
    signal: AbortSignal,
  ): Promise<Outcome> {
    const setAll = (): void => {
      const { path, messages } = this.#current();
      const isMeant = (uid: number): boolean =>
        'from' in uids ? uid >= uids.from && uid <= uids.to : uids.includes(uid);
      this.#isStoring = true;
      for (const { envelope, flags: before } of messages.filter((message) => isMeant(message.envelope.uid))) {
        this.#server.setFlags(path, envelope.uid, typeof flags === 'function' ? flags(before) : flags);
      }
      this.#isStoring = false;
    };
    const effect = await this.#change(verb, signal, setAll, { uids });
    return effect.kind === 'effect' ? { kind: 'done' } : plain(effect);
  }

  /** Runs a read: throws when the connection breaks. */
  async #run<T>(verb: FakeVerb, signal: AbortSignal, act: () => T, about: About = {}): Promise<T> {
    const effect = await this.#change(verb, signal, act, about);
    if (effect.kind === 'refused' || effect.kind === 'copied') throw refusedFailure(effect);
    if (effect.kind === 'unknown') throw new AppFailure(signal.aborted ? cancelled() : this.#end);
    return effect.value;
  }

  /** Runs a change: the outcome is `unknown` when the connection breaks after the command was sent. */
  #change<T>(
    verb: FakeVerb,
    signal: AbortSignal,
    act: () => T,
    about: About = {},
    firstHalf?: () => unknown,
  ): Promise<Effect<T>> {
    // Another verb ends a running IDLE.
    this.#wakeAll();
    const turn = this.#tail.then(async (): Promise<Effect<T>> => {
      this.#running += 1;
      if (this.closed) throw new AppFailure(this.#end);
      if (signal.aborted) throw new AppFailure(cancelled());
      const cutOff = aborted(AbortSignal.any([signal, this.#gone.signal]));
      const fault = await Promise.race([this.#server.enter(verb), cutOff.then(() => cutOffFault)]);
      if (this.closed) return { kind: 'unknown' };
      if (fault?.kind === 'error') throw new AppFailure(fault.error);
      if (fault?.kind === 'hang') await cutOff;
      if (fault?.kind === 'drop_after') act();
      if (fault?.kind === 'drop_between') firstHalf?.();
      if (fault) {
        this.drop();
        return { kind: 'unknown' };
      }
      this.received += 1;
      const unsaid = this.#unsaid.splice(0);
      // With another folder selected, the server has nothing to say of the former one.
      if (verb !== 'select') for (const say of unsaid) say();
      const refused = this.#refusal(verb, about);
      if (refused?.copied) firstHalf?.();
      if (refused !== null) return refusalOf(refused);
      return { kind: 'effect', value: act() };
    });
    const done = turn.finally(() => {
      this.#running -= 1;
    });
    this.#tail = done.catch(() => undefined);
    return done;
  }

  #refusal(verb: FakeVerb, { path = this.#selected ?? '', uids = [] }: About): FakeRefusal | null {
    const isMeant = (uid: number): boolean =>
      'from' in uids ? uid >= uids.from && uid <= uids.to : uids.includes(uid);
    const named = this.#server.folders.get(path)?.messages.map(({ envelope }) => envelope.uid) ?? [];
    return this.#server.answersNo({ verb, path, uids: named.filter(isMeant) });
  }

  #named(path: string): FakeFolder {
    const folder = this.#server.folders.get(path);
    if (folder?.selectable) return folder;
    throw new AppFailure({ code: 'folder_missing', params: { reason: 'gone' }, retryable: false });
  }

  #current(): FakeFolder {
    if (this.#selected !== null) return this.#named(this.#selected);
    throw new Error('A verb on messages was called before select().');
  }

  #message(uid: number): FakeMessage {
    const message = this.#current().messages.find((candidate) => candidate.envelope.uid === uid);
    if (message) return message;
    throw new AppFailure({
      code: 'message_gone',
      params: { reason: 'from_server' },
      retryable: false,
    });
  }

  #section(uid: number, partId: string): Uint8Array {
    return this.#message(uid).sections.get(partId) ?? new Uint8Array();
  }

  #modseq(folder: FakeFolder): bigint | null {
    return this.capabilities.has('CONDSTORE') ? folder.highestModseq : null;
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

function bounded(bytes: Uint8Array, maxBytes: number): { bytes: Uint8Array; truncated: boolean } {
  return { bytes: bytes.subarray(0, maxBytes), truncated: bytes.length > maxBytes };
}

function cancelled(): AppError {
  return { code: 'cancelled', params: { reason: 'asked' }, retryable: true };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function hasFlag({ answered, forwarded, tags = [] }: RemoteFlags, name: string): boolean {
  if (name === '\\Answered') return answered;
  return name === '$Forwarded' ? forwarded : tags.some((tag) => isSameTag(tag, name));
}

function hasWords({ envelope, source, flags }: FakeMessage, { not, place, words }: RemoteSearchKey): boolean {
  if (place === 'flag') return hasFlag(flags, words) !== not;
  const people = (list: readonly { readonly name: string; readonly address: string }[]): string =>
    list.map(({ name, address }) => `${name} ${address}`).join(' ');
  const { subject, from, to, cc } = envelope;
  const body = Buffer.from(source).toString();
  const list = /^List-Id:([^\n]*)/im.exec(body)?.[1] ?? '';
  const parts = { list, subject, from: people(from), to: people(to), cc: people(cc), body };
  const text = place === 'text' ? Object.values(parts).join(' ') : parts[place];
  return text.toLowerCase().includes(words.toLowerCase()) !== not;
}

function isIn(number: number, { from, to }: UidRange): boolean {
  return number >= from && number <= to;
}
