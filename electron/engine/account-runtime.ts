import { setImmediate as immediate } from 'node:timers/promises';
import type {
  AccountId,
  EngineStatus,
  FirstRows,
  Folder,
  FolderId,
  ListOrder,
  MessageHeader,
  MessageId,
  OpenedView,
  OperationId,
  ParkedOperation,
  ThreadMessage,
} from '../../shared/mail.ts';
import { sendersOf } from '../../shared/senders.ts';
import type { TextBudget } from '../../shared/storage.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import { folderNotFound, messageNotFound } from '../mail/not-found.ts';
import type { FileTextClient } from '../mime/file-text-client.ts';
import type { MimeClient } from '../mime/mime-client.ts';
import { FolderActions } from '../operations/folder-actions.ts';
import { MessageActions } from '../operations/message-actions.ts';
import { defaultHoldMs, type OperationQueue } from '../operations/operation-queue.ts';
import { pendingOf } from '../operations/pending-operations.ts';
import type { Clock } from '../platform/clock.ts';
import type { Changes, MessagePlace } from '../store/mail-store.ts';
import type { SqliteMailStore } from '../store/sqlite-mail-store.ts';
import { AccountSync } from '../sync/account-sync.ts';
import type { AccountSyncOptions } from '../sync/account-sync-options.ts';
import type { ForegroundGate } from '../sync/connections/foreground-gate.ts';
import type { EngineEvents } from './contract.ts';
import { debounced } from './debounced.ts';
import { operationNotFound } from './engine-errors.ts';
import { FileTexts } from './file-texts.ts';
import { MessageReader } from './message-reader.ts';
import { newestRows } from './newest-rows.ts';
import { TextKeeper } from './text-keeper.ts';
import type { Views } from './views.ts';

const statusQuietMs = 100;
const foldersQuietMs = 100;
/** Texts fetched ahead are reported together, so that a list is seldom redrawn. */
const bodiesQuietMs = 500;
const threadsQuietMs = 500;
const tidyAfterMs = 10_000;
const countAfterMs = 2_000;
/** How long counting waits while messages arrive. */
const countPauseMs = 250;
/** How long counting waits after each step while the window asks for rows: it has the processors then, to scroll and to draw. */
const askedPauseMs = 25;
/** Messages whose people are counted in one transaction, some 2 ms. */
const countedAtOnce = 50;
/** Messages of an older Heron that are indexed in one transaction, of some 0.2 ms each. */
const indexedAtOnce = 20;
/** Messages whose attachments are forgotten in one transaction: each is indexed anew with its text. */
const forgottenAtOnce = 5;
/** How many of the messages that the window showed last are watched for changes. */
const watchedMessages = 32;

export interface AccountRuntimeOptions
  extends Pick<
    AccountSyncOptions,
    'openSession' | 'extraCa' | 'credentials' | 'random' | 'log' | 'onDamaged' | 'kept'
  > {
  readonly account: EngineAccount;
  readonly store: SqliteMailStore;
  readonly queue: OperationQueue;
  /** How long moves are held back; 10 s where it is left out. */
  readonly holdMs?: number;
  readonly mime: MimeClient;
  readonly fileTexts?: FileTextClient;
  /** The user wants attachments to be searched. */
  readonly searchFiles: () => boolean;
  readonly views: Views;
  readonly clock: Clock;
  readonly gate: ForegroundGate;
  readonly textBudget: () => TextBudget;
  /** The messages that an account's drafts answer or forward. */
  readonly neededByDrafts: (accountId: AccountId) => Iterable<MessageId>;
  /** The account's queue changed by what the user did. */
  readonly onQueue: () => void;
  /** Another account's queue changed: that of this id. */
  readonly onOtherQueue: (accountId: AccountId) => void;
  /** The account can be reached, and could not before. */
  readonly onReached: () => void;
  /** Messages of a folder came, went or changed. */
  readonly onMessages: (folderId: FolderId) => void;
  readonly emit: <K extends keyof EngineEvents & string>(name: K, payload: EngineEvents[K]) => void;
}

/** An open account: its store, its synchronisation, and what the window asks about it. Reads never wait for a connection. */
export class AccountRuntime {
  readonly account: EngineAccount;
  readonly store: SqliteMailStore;
  readonly sync: AccountSync;
  readonly reader: MessageReader;
  readonly texts: TextKeeper;
  readonly #files: FileTexts;
  readonly messages: MessageActions;
  readonly folderActions: FolderActions;
  readonly #options: AccountRuntimeOptions;
  readonly #tellStatus: () => void;
  readonly #tellFolders: () => void;
  readonly #tellThreads: () => void;
  readonly #tellBodies: () => void;
  readonly #bodiesAhead = new Map<FolderId, MessageId[]>();
  #watched: MessageId[] = [];
  /** The messages of the conversation that the window shows. */
  #conversation: readonly MessageId[] = [];
  #toldUnread: number | null = null;
  #tidyTimer: () => void = () => undefined;
  #countTimer: () => void = () => undefined;
  #isCounting = false;
  #isReached = false;
  /** Messages were stored since people were last counted. */
  #isArriving = false;
  #stopped = false;

  constructor(options: AccountRuntimeOptions) {
    this.#options = options;
    this.account = options.account;
    this.store = options.store;
    const { account, clock, emit, queue } = options;
    const accountId = account.id;
    this.#tellStatus = debounced(clock, statusQuietMs, () => {
      if (this.#stopped) return;
      const status = this.status();
      emit('account.status', { accountId, status });
      const isReached = status.connection.kind === 'online' || status.connection.kind === 'syncing';
      if (isReached && !this.#isReached) options.onReached();
      this.#isReached = isReached;
    });
    this.#tellFolders = debounced(clock, foldersQuietMs, () => {
      if (this.#stopped) return;
      options.views.refreshAccount(accountId);
      emit('mail.foldersChanged', { accountId });
      if (this.sync.inboxUnread === this.#toldUnread) return;
      this.#toldUnread = this.sync.inboxUnread;
      this.#tellStatus();
    });
    this.#tellThreads = debounced(clock, threadsQuietMs, () => {
      if (!this.#stopped) emit('mail.threadsChanged', { accountId });
    });
    this.#tellBodies = debounced(clock, bodiesQuietMs, () => {
      const stored = [...this.#bodiesAhead];
      this.#bodiesAhead.clear();
      try {
        for (const [folderId, updated] of stored) this.#tellMessages({ ...nothing, folderId, updated });
      } catch (error) {
        options.log('warn', `Telling of fetched texts failed: ${String(error)}`);
      }
    });
    this.texts = new TextKeeper({
      ...options,
      budget: options.textBudget,
      neededByDrafts: () => options.neededByDrafts(accountId),
    });
    this.sync = new AccountSync({
      ...options,
      bodies: {
        missing: (folderId, among) => this.texts.missing(folderId, among),
        hasRoom: (messageId) => this.texts.hasRoom(messageId),
        fetch: (messageId, connection, signal) => this.reader.fetchAhead(messageId, connection, signal),
      },
      links: {
        wanted: (isWaiting) => this.store.wantedReferences(isWaiting) ?? this.store.wantedLists(isWaiting),
        save: (wanted, found) => {
          this.#linked(this.store.saveFields(wanted, found));
        },
      },
      onStatus: () => this.#tellStatus(),
      onChanges: (changes) => this.#changed(changes),
      onArrived: (folderId, messageIds) => {
        const event = { accountId, folderId, count: messageIds.length };
        emit('mail.arrived', { ...event, messages: newestRows(this.store, messageIds) });
      },
      onFolders: () => this.#tellFolders(),
      onMovedTo: (moved) => this.messages.movedTo(moved),
    });
    this.#files = new FileTexts({
      ...options,
      client: options.fileTexts,
      isWanted: options.searchFiles,
      onRead: (list) => {
        this.texts.soon();
        for (const changes of list) this.#changed(changes);
      },
    });
    this.reader = new MessageReader({
      files: this.#files,
      store: this.store,
      sync: this.sync,
      mime: options.mime,
      now: () => clock.now(),
      onBody: (list) => {
        this.texts.soon();
        for (const changes of list) this.#changed(changes);
      },
      onBodyAhead: (list) => {
        this.texts.soon();
        for (const { folderId, updated } of list)
          this.#bodiesAhead.set(folderId, [...(this.#bodiesAhead.get(folderId) ?? []), ...updated]);
        this.#tellBodies();
      },
      onList: (messageId, list) => this.store.saveList(messageId, list),
      onLabels: (messageId, paths) => {
        for (const changes of this.store.saveLabels(messageId, paths)) this.#changed(changes);
      },
      onGone: (place) => this.#gone(place),
    });
    const actions = {
      ...options,
      accountId,
      holdMs: options.holdMs ?? defaultHoldMs,
      capabilities: () => this.sync.capabilities,
      status: (path: string) => this.sync.read(({ session }, signal) => session.status(path, signal)),
      onQueue: () => this.#queueChanged(),
      onChanges: (changes: Changes) => this.#changed(changes),
    };
    this.messages = new MessageActions(actions);
    this.folderActions = new FolderActions(actions);
    this.store.setPending(pendingOf(queue, accountId));
  }

  start(): void {
    this.sync.start();
    this.#tidyLater();
    this.#countLater();
    this.texts.soon();
  }

  /** Ends its connections and closes its store. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#tidyTimer();
    this.#countTimer();
    this.texts.stop();
    this.#files.stop();
    await this.sync.stop();
    this.#options.views.closeAccount(this.account.id);
    await this.store.end();
  }

  status(): EngineStatus {
    return this.sync.status();
  }

  folders(): Folder[] {
    return this.store.folders().map((folder) => {
      const verification = this.sync.verification(folder.id);
      return verification === null ? folder : { ...folder, verification };
    });
  }

  /** @param byThread a row for each conversation */
  async openView(folderId: FolderId, byThread: boolean, order: ListOrder, first?: FirstRows): Promise<OpenedView> {
    if (this.store.folder(folderId) === null) throw folderNotFound();
    if (first !== undefined) this.#options.gate.asked();
    const view = this.store.openSorted(folderId, order, byThread);
    // Others' questions are answered in between.
    while (view.prepare?.()) {
      await immediate();
      if (this.#stopped) throw folderNotFound();
    }
    const state = this.#options.views.open(this.account.id, view, first);
    this.sync.openFolder(folderId);
    return state;
  }

  /** @param folderId null: all folders but junk and trash */
  openSearch(folderId: FolderId | null, text: string, first?: FirstRows): OpenedView {
    if (folderId !== null && this.store.folder(folderId) === null) throw folderNotFound();
    if (first !== undefined) this.#options.gate.asked();
    return this.#options.views.open(
      this.account.id,
      this.store.openSearch({ folderId, text, account: [this.account.address, this.account.displayName] }),
      first,
    );
  }

  header(messageId: MessageId): MessageHeader {
    const header = this.store.header(messageId);
    if (header === null) throw messageNotFound();
    this.watch(messageId);
    return header;
  }

  /** A message's conversation, which the window shows: the changes of its messages are reported from now on. */
  thread(messageId: MessageId): ThreadMessage[] {
    const messages = this.store.thread(messageId);
    this.#conversation = messages.map(({ id }) => id);
    return messages;
  }

  /** The window shows this message: its changes are reported from now on. */
  watch(messageId: MessageId): void {
    this.#watched = [messageId, ...this.#watched.filter((other) => other !== messageId)].slice(0, watchedMessages);
  }

  /** Leaves messages that are marked as deleted out of lists and counts, or shows them. */
  hideMarkedDeleted(hide: boolean): void {
    for (const changes of this.store.hideMarkedDeleted(hide)) this.#changed(changes);
  }

  parked(): ParkedOperation[] {
    return this.#options.queue.parked(this.account.id);
  }

  /** Throws not_found where none of them is parked. */
  resolve(operationIds: readonly OperationId[], decision: 'retry' | 'discard'): void {
    const asked = new Set(operationIds);
    const ids = this.parked().flatMap(({ id }) => (asked.has(id) ? [id] : []));
    if (ids.length === 0) throw operationNotFound();
    const { queue } = this.#options;
    if (decision === 'retry') queue.retry(ids);
    else {
      queue.remove(ids);
      this.messages.withdrawn(ids);
    }
    this.sync.forgetRefusals(ids);
    this.#queueChanged();
  }

  #queueChanged(): void {
    this.queueMoved();
    this.#options.onQueue();
  }

  /** Shows what the queue, and the transfers to this account, are now, and carries out what is due. */
  queueMoved(): void {
    if (this.#stopped) return;
    for (const changes of this.store.setPending(pendingOf(this.#options.queue, this.account.id)))
      this.#changed(changes);
    this.#tellFolders();
    this.sync.queueChanged();
  }

  #changed(changes: Changes): void {
    for (const elsewhere of changes.elsewhere ?? []) this.#changed(elsewhere);
    this.#tellMessages(changes);
    this.#tellFolders();
    // Messages that arrive may have joined their conversations already.
    if (changes.added.length > 0 && changes.threads !== undefined) this.#tellThreads();
    if (!this.#stopped) this.#options.onMessages(changes.folderId);
    if (changes.rebuilt) this.#tidyLater();
    if (changes.added.length === 0) return;
    this.#isArriving = true;
    this.#countLater();
  }

  /** Reports changed messages to lists and to the window, but not the folders' counts. */
  #tellMessages(changes: Changes): void {
    if (this.#stopped) return;
    const { views, emit } = this.#options;
    const accountId = this.account.id;
    views.changed(accountId, changes);
    const touched = new Set([...changes.updated, ...changes.removed]);
    for (const messageId of new Set([...this.#watched, ...this.#conversation])) {
      if (changes.rebuilt || touched.has(messageId)) {
        emit('mail.messageChanged', { accountId, messageId, folderId: changes.folderId });
      }
    }
  }

  #gone(place: MessagePlace): void {
    if (this.store.folderSync(place.folderId)?.uidValidity !== place.uidValidity) return;
    this.#changed(this.store.removeUids(place.folderId, [place.uid]));
  }

  /** The user wants attachments to be searched, or no longer. */
  searchFilesChanged(): void {
    this.#countLater();
  }

  /** A list of the account was opened. */
  listOpened(): void {
    this.#countLater();
  }

  /** Finds out where the rows of open lists are, takes new messages into the index of people and into their threads, and what an older Heron stored into that of words, a little at a time, when nothing more urgent is to be done. */
  #countLater(): void {
    if (this.#isCounting) return;
    this.#isCounting = true;
    this.#countIn(countAfterMs);
  }

  #countIn(ms: number): void {
    const { clock, log } = this.#options;
    this.#countTimer = clock.after(ms, () => {
      this.#count().catch((error: unknown) => {
        this.#isCounting = false;
        log('warn', `Indexing stored messages failed: ${String(error)}`);
      });
    });
  }

  /** While messages arrive one after the other, storing them goes first, and while the window asks, drawing: then there is a pause after each few that were counted. */
  async #count(): Promise<void> {
    const { gate } = this.#options;
    const own = new Set(sendersOf(this.sync.account).map(({ address }) => address.address.toLowerCase()));
    const isMore = (): boolean =>
      this.#options.views.reachFurther(this.account.id) ||
      this.store.countPeople(own, countedAtOnce) ||
      this.store.indexSome(indexedAtOnce) ||
      (!this.#options.searchFiles() && this.store.forgetFileTexts(forgottenAtOnce)) ||
      this.#linkSome() ||
      this.store.tidyWords() ||
      this.store.sweepThreads();
    while (!this.#stopped && isMore()) {
      await gate.pass();
      if (this.#isArriving) {
        this.#isArriving = false;
        return this.#countIn(countPauseMs);
      }
      if (gate.isAsking) return this.#countIn(askedPauseMs);
    }
    this.#isCounting = false;
  }

  #linkSome(): boolean {
    const linked = this.store.linkThreads(countedAtOnce);
    if (linked !== null) this.#linked(linked);
    return linked !== null;
  }

  /** Messages joined conversations. */
  #linked(list: readonly Changes[]): void {
    for (const changes of list) this.#tellMessages(changes);
    this.#tellThreads();
  }

  /** Deletes what rebuilt folders left behind, a little at a time. */
  #tidyLater(): void {
    const { clock, gate, log } = this.#options;
    this.#tidyTimer();
    const tidy = async (): Promise<void> => {
      while (!this.#stopped && this.store.tidy()) await gate.pass();
    };
    this.#tidyTimer = clock.after(tidyAfterMs, () => {
      tidy().catch((error: unknown) => log('warn', `Tidying the cache failed: ${String(error)}`));
    });
  }
}

const nothing = { added: [], removed: [], updated: [] } as const;
