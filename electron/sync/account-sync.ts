import type { EngineStatus, FolderId, FolderVerification } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { EngineAccount, ReconnectCause } from '../mail/engine-account.ts';
import { folderNotFound } from '../mail/not-found.ts';
import { keepsFlag, keptTags, type SelectedFolder } from '../mail/remote-mail.ts';
import { defaultHoldMs } from '../operations/operation-queue.ts';
import { OperationRunner } from '../operations/operation-runner.ts';
import { KeyedMutex } from '../platform/mutex.ts';
import { AccountStatus } from './account-status.ts';
import type { AccountSyncOptions } from './account-sync-options.ts';
import { Agenda, type Task } from './agenda.ts';
import { Arrivals } from './arrivals.ts';
import { BackgroundWork, checkEveryMs } from './background-work.ts';
import { BodyPrefetch } from './body-prefetch.ts';
import { faultKind } from './connections/connection-faults.ts';
import { Connector } from './connections/connector.ts';
import type { Lane, LaneConnection } from './connections/lane.ts';
import { Lanes } from './connections/lanes.ts';
import { LocalFault } from './connections/local-fault.ts';
import { refusalOf } from './folder/refusals.ts';
import { FolderTroubles } from './folder-troubles.ts';
import { OperationPump } from './operation-pump.ts';
import { Verifications } from './verifications.ts';

/** A folder whose newest messages were fetched less than this long ago is shown without fetching them again. */
const freshMs = 5_000;
const probeMs = 5_000;
/** Priorities of jobs on the foreground and the background connection; a lower number runs first. */
const priority = { open: 0, read: 1, notices: 2, operations: 5, work: 9, verify: 10, prefetch: 10 } as const;
/** How long after the last notice of a folder all of it is compared, as at any other look. */
const lookAfterNoticesMs = 20_000;

/**
 * Keeps one account's store in step with its server. The foreground connection serves what the user waits for (the
 * newest messages of an opened folder, bodies) and operations; while free it listens to the folder that the user looks
 * at. The background connection does everything long; while free it listens to the inbox, if that is another folder. A
 * third one exists while large parts are transferred.
 */
export class AccountSync {
  readonly #options: AccountSyncOptions;
  readonly #connector: Connector;
  readonly #lanes: Lanes;
  readonly #agenda: Agenda;
  readonly #work: BackgroundWork;
  readonly #prefetch: BodyPrefetch;
  readonly #operations: OperationRunner;
  readonly #operationPump: OperationPump;
  readonly #fault: LocalFault;
  readonly #status: AccountStatus;
  readonly #arrivals: Arrivals;
  readonly #troubles: FolderTroubles;
  readonly #verifications: Verifications;
  readonly #opened = new Map<FolderId, number>();
  readonly #headAt = new Map<FolderId, number>();
  /** The folder whose notices wait to be applied on a connection. */
  readonly #noticedOn = new Map<Lane, string>();
  /** Folders that are to be looked at because notices of them were applied; each with what cancels that. */
  readonly #looksLater = new Map<FolderId, () => void>();
  #account: EngineAccount;
  #lastOpened: FolderId | null = null;
  #isPumping = false;
  #isPaused = false;
  #hasWorked: boolean;
  #cancelPeriodic: () => void = () => undefined;
  readonly #stopping = new AbortController();

  constructor(options: AccountSyncOptions) {
    this.#options = options;
    this.#account = options.account;
    this.#hasWorked = options.store.folders().length > 0;
    const { store, queue, clock, random, gate, onChanges, onFolders, onStatus } = options;
    this.#fault = new LocalFault(clock, random, () => this.#faultOver());
    this.#status = new AccountStatus(options, () => this.#connectionState());
    this.#connector = new Connector({
      account: () => this.#account,
      openSession: options.openSession,
      extraCa: options.extraCa,
      credentials: options.credentials,
      clock,
      random,
      onState: () => this.#connectionMoved(),
      onError: (error) => this.#status.failed(error),
      hasWorked: () => this.#hasWorked,
      kept: options.kept ?? null,
    });
    this.#lanes = new Lanes({
      connector: this.#connector,
      clock,
      onHeard: (path, lane) => this.#noticed(path, lane),
      onFault: (cause) => options.log('error', `A connection's work failed: ${stackOf(cause)}`),
      onSelected: (selected) => {
        store.saveKeepsSeen(selected.path, keepsFlag(selected, '\\Seen'));
        if (store.saveKeptTags(selected.path, keptTags(selected))) onFolders();
      },
      onListens: (selected) => this.#listens(selected),
      onRefused: (path, error, lane) => this.#listeningRefused(path, error, lane),
      lookedAt: () => this.#answeringPath(this.#lastOpened) ?? this.#inboxPath(),
      inbox: () => this.#inboxPath(),
      onForeground: () => {
        this.#hasWorked = true;
        this.#operationPump.kick();
      },
      onBackground: () => this.#wantAll(),
    });
    this.#arrivals = new Arrivals({
      ...options,
      operations: () => queue.list(options.account.id),
      coming: () => queue.transfers().filter(({ action }) => action.to === options.account.id),
    });
    const windows = new KeyedMutex<string>();
    this.#troubles = new FolderTroubles({
      store,
      clock,
      random,
      onFolders,
      onDue: (folderId) => this.#want({ kind: 'folder', folderId, thorough: false, bulk: false }),
      log: options.log,
    });
    this.#agenda = new Agenda((folderId) => {
      if (this.#opened.has(folderId)) return 'opened';
      return store.folderByRole('inbox')?.folderId === folderId ? 'inbox' : 'other';
    });
    this.#operations = new OperationRunner({
      accountId: options.account.id,
      queue,
      store,
      now: () => clock.now(),
      random,
      holdMs: options.holdMs ?? defaultHoldMs,
      exclusively: (path, work) => windows.run(path, work),
      onChanges,
      onQueue: onStatus,
      onMoved: (destination) => this.#heard(destination),
      onFolders,
      onMovedTo: options.onMovedTo,
    });
    this.#operationPump = new OperationPump({
      operations: this.#operations,
      lane: this.#lanes.foreground,
      priority: priority.operations,
      clock,
      mayRun: () => !this.#stopping.signal.aborted && this.#fault.current === null,
      onEnd: onStatus,
      onFault: (error) => this.#workFailed(error, this.#lanes.foreground),
    });
    this.#work = new BackgroundWork({
      store,
      agenda: this.#agenda,
      clock,
      gate,
      runs: new KeyedMutex<FolderId>(),
      windows,
      isOpened: (folderId) => this.#opened.has(folderId),
      onChanges,
      onFolders: () => {
        this.#lanes.look();
        onFolders();
      },
      onReset: (path, uidValidity) => this.#operations.parkRebuilt(path, uidValidity),
      onArrived: (folderId, messageIds) => this.#arrivals.appeared(folderId, messageIds),
      onNews: (path, connection) => this.#lanes.changed(path, connection),
      onProgress: (progress) => this.#status.moved(progress),
      onSynced: () => this.#status.synced(),
      random,
      troubles: this.#troubles,
      onRefused: (error) => this.#status.failed(error),
      log: options.log,
    });
    this.#verifications = new Verifications({
      store,
      lane: this.#lanes.transfers,
      priority: priority.verify,
      gate,
      clock,
      random,
      windows,
      onChanges,
      onFolders,
      onEnded: (folderId) => this.#want({ kind: 'folder', folderId, thorough: false, bulk: false }),
      log: options.log,
    });
    this.#prefetch = new BodyPrefetch({
      ...options,
      lane: this.#lanes.background,
      priority: priority.prefetch,
      opened: () => this.#opened.keys(),
      isIdle: () => this.#agenda.isEmpty && this.#connectionState().kind === 'online',
      isWaiting: (folderId) => this.#troubles.isWaiting(folderId),
      onRefused: (folderId, error) => this.#troubles.failed(folderId, error),
      onAway: () => this.#wantInbox(),
      onFault: (error) => this.#workFailed(error, this.#lanes.background),
    });
  }

  start(): void {
    this.#arrivals.queueChanged();
    this.#lanes.start();
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelPeriodic();
    for (const cancel of this.#looksLater.values()) cancel();
    this.#operationPump.stop();
    this.#prefetch.stop();
    this.#verifications.stop();
    this.#troubles.stop();
    this.#fault.clear();
    this.#connector.stop();
    await this.#lanes.stop();
  }

  /** The settings in use. */
  get account(): EngineAccount {
    return this.#account;
  }

  /**
   * Takes over changed settings, and connects anew with them. A block stays unless the server is another one: a changed
   * time-out makes no refused password right. How messages are written concerns no connection.
   */
  async update(account: EngineAccount): Promise<void> {
    const { host, port, security } = this.#account.imap;
    const { imap } = account;
    const isMoved = imap.host !== host || imap.port !== port || imap.security !== security;
    if (isMoved) this.#hasWorked = false;
    const concernsWriting = changesWritingOnly(this.#account, account);
    this.#account = account;
    if (this.#isPaused || concernsWriting) return;
    if (isMoved) this.#connector.credentialsChanged();
    await this.#lanes.renew();
  }

  /**
   * Connects at once where the cause lifts what stood in the way (Q2), and checks whether the connections from before
   * still work.
   */
  reconnect(cause: ReconnectCause): void {
    if (this.#isPaused) return;
    this.#connector.reconnect(cause);
    if (cause === 'token') return;
    if (cause === 'grant_ended' || this.#connector.live > 0) {
      void this.#connector.proveCredentials(this.#stopping.signal);
    }
    this.#lanes.probe(probeMs);
    if (cause === 'user' || cause === 'credentials') this.#fault.clear();
    this.#wantAll();
  }

  /**
   * Ends all connections and makes none until `resume`: what is stored can still be read; operations stay in the queue,
   * and calls that need the server fail with `paused`. May be called before `start`.
   * @param until the end of the pause, as in ConnectionState: milliseconds since the epoch
   */
  async pause(until: number): Promise<void> {
    this.#isPaused = true;
    this.#connector.pause(until);
    await this.#lanes.renew();
  }

  /** Ends a pause and connects at once; does nothing when not paused. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#connector.resume();
    this.#options.onStatus();
  }

  /**
   * The user asked for a synchronisation: ends a wait for the next attempt, and checks the inbox and opened folders
   * thoroughly.
   */
  syncNow(): void {
    if (this.#isPaused) return;
    this.#connector.nudge(true);
    this.#fault.clear();
    this.#wantAll({ thorough: true });
    this.#operationPump.kick();
  }

  /** The user asked to try again what the server refused: one folder, or all (null), with their messages. */
  tryAgain(folderId: FolderId | null): void {
    if (this.#isPaused) return;
    const refused = this.#options.store.folders().filter((folder) => folder.trouble !== null || folder.unfetched > 0);
    for (const { id } of refused) {
      if (folderId !== null && folderId !== id) continue;
      this.#troubles.endWaits(id);
      this.#agenda.want({ kind: 'folder', folderId: id, thorough: false, bulk: false });
    }
    this.#connector.nudge(true);
    this.#fault.clear();
    this.#options.onFolders();
    this.#pump();
  }

  /** The user looks at a folder: its newest messages come before everything else. */
  openFolder(folderId: FolderId): void {
    this.#opened.set(folderId, (this.#opened.get(folderId) ?? 0) + 1);
    this.#lastOpened = folderId;
    this.#lanes.look();
    const path = this.#pathOf(folderId);
    if (path === null) return;
    const { clock } = this.#options;
    const isFresh = clock.monotonic() - (this.#headAt.get(folderId) ?? Number.NEGATIVE_INFINITY) < freshMs;
    const wantRest = (): void => this.#want({ kind: 'folder', folderId, thorough: false, bulk: false });
    if (this.#troubles.isWaitingThoughOpened(folderId)) return;
    if (isFresh || this.#work.running === folderId) {
      wantRest();
      return;
    }
    const head = this.#lanes.foreground.submit(
      { priority: priority.open, interactive: true, again: true },
      (connection, signal) => this.#options.gate.during(() => this.#work.runHead(folderId, path, connection, signal)),
    );
    void head
      .then(() => this.#headAt.set(folderId, clock.monotonic()))
      .catch((error: unknown) => this.#headFailed(error))
      .finally(wantRest);
  }

  /**
   * Reports only what concerns the whole account: the background run that follows fetches the folder again, and reports
   * its own failures.
   */
  #headFailed(error: unknown): void {
    if (error instanceof AppFailure && faultKind(error.error) !== 'throttled') return;
    this.#workFailed(error, this.#lanes.foreground);
  }

  closeFolder(folderId: FolderId): void {
    const count = (this.#opened.get(folderId) ?? 0) - 1;
    if (count > 0) this.#opened.set(folderId, count);
    else this.#opened.delete(folderId);
  }

  /** Stores a folder's messages, in the background, though nobody has opened it. */
  download(folderId: FolderId): void {
    this.#want({ kind: 'folder', folderId, thorough: false, bulk: false });
  }

  /** Compares all of a folder with its server, a window at a time, and mends what differs. Throws not_found. */
  verify(folderId: FolderId): void {
    if (this.#options.store.folder(folderId)?.selectable !== true) throw folderNotFound();
    this.#verifications.begin(folderId);
  }

  /** Stops that, or forgets what came of it. */
  endVerifying(folderId: FolderId): void {
    this.#verifications.end(folderId);
  }

  /** How the comparison goes that was asked for; null where there is none. */
  verification(folderId: FolderId): FolderVerification | null {
    return this.#verifications.of(folderId);
  }

  /** What the server can do; null while that is not known. */
  get capabilities(): ReadonlySet<string> | null {
    return this.#lanes.foreground.capabilities;
  }

  /** Operations were added to the queue, removed from it, or put back to be tried again. */
  queueChanged(): void {
    this.#arrivals.queueChanged();
    this.#options.onStatus();
    this.#operationPump.kick();
  }

  /** Something other than an operation changed a folder on the server, or made it. */
  changed(path: string): void {
    if (this.#options.store.folders().some((folder) => folder.path === path)) this.#heard(path);
    else this.#want({ kind: 'folders' });
  }

  forgetRefusals(ids: Parameters<OperationRunner['forget']>[0]): void {
    this.#operations.forget(ids);
  }

  /** Work on the connection for transfers that nobody waits for. Throws AppFailure: at once when the account cannot connect now. */
  async file<T>(work: (connection: LaneConnection, signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#lanes.transfers.submit({ priority: priority.work, interactive: true, again: false }, work);
  }

  /** A short read that the user waits for. Throws AppFailure: at once when the account cannot connect now. */
  async read<T>(work: (connection: LaneConnection, signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#lanes.foreground.submit(
      { priority: priority.read, interactive: true, again: true },
      (connection, signal) => this.#options.gate.during(() => work(connection, signal)),
    );
  }

  /** Whether the mail server has fallen silent although a connection to it stands: then it is the network, and the connection is replaced. */
  async isSilent(): Promise<boolean> {
    const isSilent = await this.#lanes.areSilent(probeMs);
    if (isSilent && !this.#stopping.signal.aborted) this.#lanes.probe(probeMs);
    return isSilent;
  }

  /** A long read, on a connection of its own. */
  async transfer<T>(work: (connection: LaneConnection, signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#lanes.transfers.submit({ priority: priority.read, interactive: true, again: false }, work);
  }

  /** The engine's half of the account's status, as of now. */
  status(): EngineStatus {
    return this.#status.current;
  }

  /** Unread messages in the inbox, with pending operations applied; null until they were counted. */
  get inboxUnread(): number | null {
    return this.#status.inboxUnread;
  }

  #connectionState(): EngineStatus['connection'] {
    if (this.#stopping.signal.aborted) return { kind: 'stopped' };
    const { state } = this.#connector;
    if (state.kind !== 'online') return state;
    const fault = this.#fault.told;
    if (fault !== null) return { kind: faultKind(fault.error) === 'network' ? 'offline' : 'failed', ...fault };
    return this.#isPumping ? { kind: 'syncing' } : state;
  }

  #connectionMoved(): void {
    const error = this.#connector.blockedBy;
    if (error !== null) this.#lanes.refuseWaiting(error);
    this.#options.onStatus();
  }

  #schedule(): void {
    this.#cancelPeriodic = this.#options.clock.after(checkEveryMs, () => {
      this.#wantAll({ all: false });
      this.#operationPump.kick();
      this.#schedule();
    });
  }

  /** A check of the account. `all`: asks about folders too that rarely change; `thorough`: compares the inbox and what is open thoroughly. */
  #wantAll({ all = true, thorough = false } = {}): void {
    this.#agenda.want({ kind: 'folders' });
    this.#wantInbox(thorough);
    for (const folderId of this.#opened.keys()) {
      this.#agenda.want({ kind: 'folder', folderId, thorough, bulk: false });
    }
    this.#want({ kind: 'statuses', all });
  }

  #wantInbox(thorough = false): void {
    const inbox = this.#options.store.folderByRole('inbox');
    if (inbox !== null) this.#want({ kind: 'folder', folderId: inbox.folderId, thorough, bulk: false });
  }

  #want(task: Task): void {
    if (this.#stopping.signal.aborted) return;
    this.#agenda.want(task);
    this.#pump();
  }

  /** A folder that is listened to now is looked at once more where it changed since the last look, which another connection made. */
  #listens({ path, exists, uidNext, uidValidity, highestModseq }: SelectedFolder): void {
    const { store } = this.#options;
    const folder = store.folders().find((candidate) => candidate.path === path);
    const known = folder === undefined ? null : store.folderSync(folder.id);
    const isAsKnown =
      uidNext !== null &&
      uidNext === known?.uidNext &&
      uidValidity === known.uidValidity &&
      highestModseq === known.highestModseq &&
      exists === store.storedCount(known.folderId) + store.gap(known.folderId);
    if (!isAsKnown) this.#heard(path);
  }

  /** The server told unasked that a folder changed which is selected on this connection: what it told is applied there at once. */
  #noticed(path: string, lane: Lane): void {
    if (this.#noticedOn.get(lane) === path) return;
    const folder = this.#options.store.folders().find((candidate) => candidate.path === path);
    if (folder?.syncState !== 'complete' || this.#work.running === folder.id || this.#troubles.isWaiting(folder.id)) {
      this.#heard(path);
      return;
    }
    this.#noticedOn.set(lane, path);
    const applied = lane.submit(
      { priority: priority.notices, interactive: false, again: false },
      (connection, signal) => {
        this.#noticedOn.delete(lane);
        return this.#options.gate.during(() => this.#work.runNotices(folder.id, path, connection, signal));
      },
    );
    void applied
      .then((isInStep) => {
        if (!isInStep) this.#heard(path);
        else this.#lookLater(folder.id);
      })
      .catch((error: unknown) => this.#workFailed(error, lane))
      .finally(() => {
        if (!this.#isPumping) this.#prefetch.soon();
      });
  }

  /** Notices tell of changes one by one, and a server may have left one out: a look that compares the folder follows in a quiet moment. */
  #lookLater(folderId: FolderId): void {
    this.#looksLater.get(folderId)?.();
    const look = (): void => {
      this.#looksLater.delete(folderId);
      this.#want({ kind: 'folder', folderId, thorough: false, bulk: false });
    };
    this.#looksLater.set(folderId, this.#options.clock.after(lookAfterNoticesMs, look));
  }

  /** The server, or an operation of ours, changed a folder. */
  #heard(path: string): void {
    const folder = this.#options.store.folders().find((candidate) => candidate.path === path);
    if (folder === undefined) return;
    if (folder.syncState === 'never' && !this.#opened.has(folder.id)) this.#want({ kind: 'statuses', all: true });
    else this.#want({ kind: 'folder', folderId: folder.id, thorough: false, bulk: false });
  }

  #pump(): void {
    if (this.#isPumping || this.#stopping.signal.aborted || this.#fault.current !== null || this.#agenda.isEmpty)
      return;
    if (!this.#lanes.background.connected) return;
    this.#isPumping = true;
    this.#options.onStatus();
    const work = this.#lanes.background.submit(
      { priority: priority.work, interactive: false, again: false },
      (connection, signal) => this.#work.run(connection, signal),
    );
    void work
      .then(() => this.#fault.succeeded())
      .catch((error: unknown) => this.#workFailed(error, this.#lanes.background))
      .finally(() => {
        this.#isPumping = false;
        this.#options.onStatus();
        this.#pump();
        if (!this.#isPumping) this.#prefetch.soon();
      });
  }

  /**
   * Decides what follows a failure. A lost connection is reopened by its lane; throttling blocks all connections; a
   * damaged cache is reported; any other fault pauses the account's work for a while.
   */
  #workFailed(error: unknown, lane: Lane): void {
    if (this.#stopping.signal.aborted) return;
    const appError = error instanceof AppFailure ? error.error : unforeseen();
    if (!(error instanceof AppFailure)) this.#options.log('error', `Synchronising failed: ${stackOf(error)}`);
    const kind = faultKind(appError);
    if (kind === 'throttled') {
      this.#connector.fault(appError);
      // Otherwise the failed work would be repeated at once on the same connections; new ones are opened only after the
      // wait that the server asked for.
      void Promise.all([this.#lanes.foreground.renew(), this.#lanes.background.renew()]);
    }
    if (appError.code === 'cache_damaged') this.#options.onDamaged();
    // Work that fails while its connection stays open ("try again later") would otherwise be repeated at once.
    else if (kind === 'failed' || (kind === 'network' && lane.connected)) {
      this.#fault.set(appError);
      this.#status.failed(appError);
    }
  }

  #faultOver(): void {
    this.#options.onStatus();
    // A look that works is what ends the fault; the work that failed may have been a queued operation's.
    this.#wantInbox();
    this.#pump();
    this.#operationPump.kick();
  }

  /** The server refused to select the folder that a free connection was to listen in. */
  #listeningRefused(path: string, error: AppError, lane: Lane): void {
    const folder = this.#options.store.folders().find((candidate) => candidate.path === path);
    const refusal = refusalOf(error, 'look');
    if (folder === undefined || refusal === null || refusal.scope === 'account') {
      this.#workFailed(new AppFailure(error), lane);
      return;
    }
    this.#troubles.failed(folder.id, error);
    if (error.code === 'folder_missing') this.#want({ kind: 'folders' });
  }

  /** The folder's path; null for a folder that the server refuses. */
  #answeringPath(folderId: FolderId | null): string | null {
    return folderId === null || this.#troubles.isWaiting(folderId) ? null : this.#pathOf(folderId);
  }

  #pathOf(folderId: FolderId | null): string | null {
    return folderId === null ? null : (this.#options.store.folder(folderId)?.path ?? null);
  }

  #inboxPath(): string | null {
    return this.#answeringPath(this.#options.store.folderByRole('inbox')?.folderId ?? null);
  }
}

const unforeseen = (): AppError => ({ code: 'internal', params: { reason: 'syncing' }, retryable: true });

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/** Whether nothing but the way in which messages are written differs. */
function changesWritingOnly(
  { writing: former, ...before }: EngineAccount,
  { writing, ...now }: EngineAccount,
): boolean {
  return JSON.stringify(before) === JSON.stringify(now) && JSON.stringify(former) !== JSON.stringify(writing);
}
