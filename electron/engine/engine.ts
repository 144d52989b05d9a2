import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountId, ActionResult, ViewId } from '../../shared/mail.ts';
import { type AppError, AppFailure, failure, type Reply, success } from '../../shared/reply.ts';
import { type AccountStorage, everyText, type FreedStorage, type TextBudget } from '../../shared/storage.ts';
import { tagsAmong } from '../../shared/tags.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { diagnose } from '../diagnosis/ladder.ts';
import { testConnection } from '../imap/connection-test.ts';
import type { OpenSession } from '../imap/session.ts';
import { type EngineAccount, type KeptBlock, keptBlock } from '../mail/engine-account.ts';
import type { FileTextClient } from '../mime/file-text-client.ts';
import type { MimeClient } from '../mime/mime-client.ts';
import { defaultHoldMs, type OperationQueue } from '../operations/operation-queue.ts';
import { createOperationQueue } from '../operations/sqlite-operation-queue.ts';
import { type TransferAccount, TransferRunner } from '../operations/transfers/transfer-runner.ts';
import type { Clock } from '../platform/clock.ts';
import type { DownloadMark } from '../platform/download-mark.ts';
import { KeyedMutex } from '../platform/mutex.ts';
import type { CallHandlers } from '../platform/rpc.ts';
import { postNowhere } from '../smtp/graph-submission.ts';
import { type AskSizeLimit, askSizeLimit } from '../smtp/size-limit.ts';
import { submitBySmtp } from '../smtp/smtp-submission.ts';
import type { Submit } from '../smtp/submission.ts';
import type { Checkpoints } from '../store/checkpoints/checkpoint-thread.ts';
import { openMailStore } from '../store/sqlite-mail-store.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { ForegroundGate } from '../sync/connections/foreground-gate.ts';
import { accountCalls, meant } from './account-calls.ts';
import { AccountRuntime } from './account-runtime.ts';
import type { SubmissionPorts } from './account-submission.ts';
import { openAccountsList, reportOver, searchServers } from './accounts-lists.ts';
import { likeliest } from './complete-address.ts';
import type { EngineCalls, EngineEvents, OpenedAccount } from './contract.ts';
import { accountNotOpen } from './engine-errors.ts';
import { EnginePause } from './engine-pause.ts';
import { ProtocolLog } from './protocol-log.ts';
import { savePart } from './save-part.ts';
import { Views } from './views.ts';
import { Writing } from './writing.ts';

export interface EngineOptions {
  readonly profileFolder: string;
  readonly extraCa: string | null;
  readonly openSession: OpenSession;
  readonly mime: MimeClient;
  /** Marks a saved attachment as downloaded. */
  readonly markDownload: DownloadMark;
  readonly credentials: SubmissionPorts['credentials'];
  /** Hands a message over to a server; by SMTP where it is left out. */
  readonly submit?: Submit;
  /** Default: by SMTP. */
  readonly askSizeLimit?: AskSizeLimit;
  /** Posts to Microsoft Graph for an account; to nowhere where it is left out. */
  readonly postToGraph?: SubmissionPorts['postToGraph'];
  readonly emit: <K extends keyof EngineEvents & string>(name: K, payload: EngineEvents[K]) => void;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long a move is held before it is sent, so that it can be undone; milliseconds, 10 s when omitted. */
  readonly holdMs?: number;
  /** Whether messages that are marked as deleted are left out of lists and counts; false when omitted. */
  readonly hideMarkedDeleted?: boolean;
  /** Reads what attachments say; omitted: nothing does. */
  readonly fileTexts?: FileTextClient;
  /** Whether the user wants attachments to be searched; true when omitted. */
  readonly searchFiles?: boolean;
  /** Which texts are kept on this computer; all of them when omitted. */
  readonly texts?: TextBudget;
  /** Makes the caches' checkpoints in a thread of its own; omitted: they are made as messages are stored. */
  readonly checkpoints?: Checkpoints;
}

/** The time of each rung of a diagnosis: somebody sits before it, so it is less than a connection gets. */
const diagnosisRungSeconds = 15;
/** The most octets of a protocol log that the window is given: the newest. */
const mostOfLog = 100_000;
const done = success(null);

/**
 * All accounts' mail: stores, connections, synchronisation and the operation queue. Uses plain Node and runs in any
 * thread.
 */
export class Engine {
  /** What main calls. Each answers a Reply, or throws AppFailure for rpc.ts to answer. */
  readonly calls: CallHandlers<EngineCalls>;
  readonly #options: EngineOptions;
  readonly #queue: OperationQueue;
  readonly #views: Views;
  readonly #writing: Writing;
  readonly #transfers: TransferRunner;
  /** The accounts that transfers went to when the queue was looked at last. */
  #transferredTo: ReadonlySet<AccountId> = new Set();
  readonly #gate: ForegroundGate;
  readonly #pause: EnginePause;
  readonly #lifecycles = new KeyedMutex<AccountId>();
  readonly #accounts = new Map<AccountId, AccountRuntime>();
  readonly #logs = new Map<AccountId, ProtocolLog>();
  #hidesMarkedDeleted: boolean;
  #texts: TextBudget;
  #searchesFiles: boolean;

  /** Opens `user.db`. Throws AppFailure where that is impossible. */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.#hidesMarkedDeleted = options.hideMarkedDeleted === true;
    this.#texts = options.texts ?? everyText;
    this.#searchesFiles = options.searchFiles !== false;
    const { clock, emit } = options;
    const opened = openUserDatabase({ path: join(options.profileFolder, 'user.db'), now: () => clock.now() });
    this.#queue = createOperationQueue(opened.database);
    if (opened.notice !== null) emit('notice', { error: opened.notice });
    this.#gate = new ForegroundGate(clock);
    this.#pause = new EnginePause(clock, (until) => this.#paused(until));
    this.#views = new Views(
      clock,
      (state) => emit('mail.viewChanged', state),
      (accountId) => this.#accounts.get(accountId)?.listOpened(),
    );
    this.#writing = new Writing({
      ...options,
      submit: options.submit ?? submitBySmtp,
      logged: (accountId, submit) => this.#logs.get(accountId)?.submitting(submit) ?? submit,
      askSizeLimit: options.askSizeLimit ?? askSizeLimit,
      postToGraph: options.postToGraph ?? ((_accountId, ...request) => postNowhere(...request)),
      database: opened.database,
      accounts: this.#accounts,
      account: (accountId) => this.#account(accountId),
      isPaused: () => this.#pause.until !== null,
    });
    this.#transfers = new TransferRunner({
      queue: this.#queue,
      clock,
      random: options.random,
      holdMs: options.holdMs ?? defaultHoldMs,
      folder: join(options.profileFolder, 'transfers'),
      account: (accountId) => this.#transferAccount(accountId),
      accountIds: () => this.#accounts.keys(),
      onProgress: (transfers) => emit('mail.transfersChanged', { transfers }),
      log: (level, text) => emit('log', { level, scope: 'transfers', text }),
    });
    this.calls = this.#handlers();
  }

  /** Ends all connections and closes the databases. */
  async stop(): Promise<void> {
    this.#pause.dispose();
    await this.#writing.stop();
    // What transfers wait for ends with the accounts' connections.
    const transfers = this.#transfers.stop();
    await Promise.all([...this.#accounts.keys()].map((accountId) => this.#close(accountId)));
    await transfers;
    this.#queue.close();
  }

  #handlers(): CallHandlers<EngineCalls> {
    const { emit, openSession, extraCa, markDownload } = this.#options;
    const saving = {
      mark: markDownload,
      unmarked: (cause: unknown) =>
        emit('log', { level: 'warn', scope: 'attachments', text: `A saved file has no download mark: ${cause}` }),
    } as const;
    const ofAccounts = accountCalls((accountId, work) => this.#reading(accountId, work));
    /** Within an account, or into a folder of another one. */
    const toFolder =
      (name: 'mail.move' | 'mail.copy'): CallHandlers<EngineCalls>['mail.move'] =>
      async (input, signal) => {
        const { accountId, toAccountId = accountId, folderId } = input;
        if (toAccountId === accountId) return ofAccounts[name](input, signal);
        const { messages } = this.#account(toAccountId);
        return await this.#reading(accountId, (account) => {
          const to = { accountId: toAccountId, path: messages.pathOf(folderId) };
          return account.messages.transfer(meant(account, input), to, name === 'mail.copy');
        });
      };
    /** Takes messages out of their folder. A draft goes with its message. */
    const leaving =
      <K extends 'mail.move' | 'mail.moveToRole' | 'mail.delete'>(
        handle: (input: EngineCalls[K]['input'], signal: AbortSignal) => Promise<Reply<ActionResult>>,
      ) =>
      async (input: EngineCalls[K]['input'], signal: AbortSignal): Promise<Reply<ActionResult>> => {
        const reply = await handle(input, signal);
        if (reply.ok) this.#writing.thrownAway(input.accountId, input.messageIds);
        return reply;
      };
    return {
      ...ofAccounts,
      'mail.move': leaving<'mail.move'>(toFolder('mail.move')),
      'mail.copy': toFolder('mail.copy'),
      'mail.moveToRole': leaving<'mail.moveToRole'>(ofAccounts['mail.moveToRole']),
      'mail.delete': leaving<'mail.delete'>(ofAccounts['mail.delete']),
      ...this.#writing.calls(),
      'account.open': (account) => this.#lifecycles.run(account.id, () => this.#open(account)),
      'account.close': async ({ accountId }) => {
        await this.#close(accountId);
        return done;
      },
      'account.erase': async ({ accountId }) => {
        await this.#close(accountId);
        await this.#lifecycles.run(accountId, () => this.#erase(accountId));
        return done;
      },
      'account.reconnect': async ({ accountId, cause }) => {
        this.#pause.endIfOver();
        for (const account of this.#chosen(accountId)) account.sync.reconnect(cause);
        this.#writing.wake(accountId, cause);
        for (const id of accountId === null ? this.#accounts.keys() : [accountId]) this.#transfers.kick(id);
        return done;
      },
      'account.status': async ({ accountId }) => success(this.#account(accountId).status()),
      'connection.test': async ({ testId, imap, credentials, timeoutSeconds }, signal) => {
        const options = { endpoint: imap, credentials, timeoutSeconds, extraCa };
        return success(
          await testConnection(
            openSession,
            options,
            (report) => emit('accounts.testProgress', { testId, report }),
            signal,
          ),
        );
      },
      'diagnosis.run': async ({ diagnosisId, patient, by }, signal) => {
        const { credentials, clock } = this.#options;
        return success(
          await diagnose(
            {
              patient,
              open: 'lent' in by ? openSession : (this.#logs.get(by.accountId)?.sessions(openSession) ?? openSession),
              extraCa,
              clock,
              rungSeconds: diagnosisRungSeconds,
              credentials: async (purpose, rejected, within) =>
                'lent' in by ? by.lent : credentials(by.accountId, rejected, within, purpose),
            },
            (diagnosis) => emit('diagnosis.progress', { diagnosisId, diagnosis }),
            signal,
          ),
        );
      },
      'diagnosis.protocolLog': async ({ accountId }) =>
        success({ text: (await this.#logs.get(accountId)?.read(mostOfLog)) ?? '' }),
      'mail.rows': async ({ viewId, start, count, times }) => {
        if (count > 0) this.#gate.asked();
        return success(this.#views.rows(viewId, start, count, times));
      },
      'mail.openAccounts': async ({ first, ...wanted }) => {
        if (first !== undefined) this.#gate.asked();
        return success(openAccountsList(this.#accounts, this.#views, wanted, first));
      },
      'mail.searchReport': async ({ viewId }) => success(reportOver(this.#views.parts(viewId))),
      'mail.searchServer': async ({ viewId }, signal) =>
        searchServers(
          this.#views.parts(viewId),
          (accountId, work) => this.#reading(accountId, work),
          () => this.#views.listChanged(viewId),
          signal,
        ),
      'mail.closeView': async ({ viewId }) => {
        this.#closeView(viewId);
        return done;
      },
      'mail.nextUnread': async ({ viewId, start }) => success({ index: this.#views.nextUnread(viewId, start) }),
      'mail.indexOf': async ({ viewId, ...row }) => success(this.#views.indexOf(viewId, row)),
      'mail.absent': async ({ viewId, messageIds }) => success({ messageIds: this.#views.absent(viewId, messageIds) }),
      // Not in account-calls.ts, because saving needs the engine's mark and log.
      'mail.writePart': async ({ accountId, messageId, partId, path }, signal) =>
        this.#reading(accountId, async (account) => {
          await account.reader.streamPart(messageId, partId, (chunks) => savePart(path, chunks, saving), signal);
          return null;
        }),
      'mail.writeMessage': async ({ accountId, messageId, path }, signal) =>
        this.#reading(accountId, async (account) => {
          await account.reader.streamSource(messageId, (chunks) => savePart(path, chunks, saving), signal);
          return null;
        }),
      'mail.findLists': async ({ query, limit }) => {
        const found = [...this.#accounts.values()].flatMap(({ store }) => store.findLists(query, limit));
        return success([...new Set(found)].slice(0, limit));
      },
      'mail.tags': async () => success(tagsAmong([...this.#accounts.values()].flatMap(({ store }) => store.tags()))),
      'addresses.complete': async ({ query, limit }) => {
        const found = [...this.#accounts.values()].flatMap(({ store }) => store.findPeople(query));
        return success(likeliest(found, this.#options.clock.now(), limit));
      },
      'addresses.unknown': async ({ draftId, addresses }) => {
        const answered = this.#writing.whoHasAnswered(draftId);
        const stores = [...this.#accounts.values()].map(({ store }) => store);
        return success(
          addresses.filter(
            (address) => !answered.has(address.toLowerCase()) && !stores.some((store) => store.knowsAddress(address)),
          ),
        );
      },
      'engine.setLanguage': async ({ language }) => {
        setLanguage(language);
        return done;
      },
      'engine.hideMarkedDeleted': async ({ hide }) => {
        this.#hidesMarkedDeleted = hide;
        for (const id of this.#accounts.keys()) await this.#reading(id, (account) => account.hideMarkedDeleted(hide));
        return done;
      },
      'engine.searchFiles': async ({ wanted }) => {
        this.#searchesFiles = wanted;
        for (const account of this.#accounts.values()) account.searchFilesChanged();
        return done;
      },
      'engine.keepTexts': async (texts) => {
        this.#texts = texts;
        for (const account of this.#accounts.values()) account.texts.soon();
        return done;
      },
      'storage.sizes': async () => {
        const sizes: AccountStorage[] = [];
        for (const accountId of [...this.#accounts.keys()]) {
          if (!this.#accounts.has(accountId)) continue;
          const reply = await this.#reading(accountId, ({ store }) => store.space());
          if (!reply.ok) return reply;
          const { octets, texts, textOctets } = reply.value;
          sizes.push({ accountId, octets, texts, textOctets });
        }
        return success(sizes);
      },
      'storage.free': async () => {
        let all: FreedStorage = { freed: 0, reusable: 0 };
        for (const accountId of [...this.#accounts.keys()]) {
          // It may be gone since the one before it was tidied.
          if (!this.#accounts.has(accountId)) continue;
          const reply = await this.#reading(accountId, (account) => account.texts.free());
          if (!reply.ok) return reply;
          all = { freed: all.freed + reply.value.freed, reusable: all.reusable + reply.value.reusable };
        }
        return success(all);
      },
      'mail.ids': async ({ viewId, start, count }) => success(this.#views.ids(viewId, start, count)),
      'mail.transfers': async () => success(this.#transfers.progress()),
      'mail.endTransfer': async ({ transferId }) => {
        this.#transfers.end(transferId);
        return done;
      },
      'engine.pause': async ({ until }) => {
        this.#pause.set(until);
        return done;
      },
      'mail.syncNow': async ({ accountId }) => {
        for (const account of this.#chosen(accountId)) account.sync.syncNow();
        return done;
      },
      'engine.stop': async () => {
        await this.stop();
        return done;
      },
    };
  }

  async #open({ kept = null, ...account }: OpenedAccount): Promise<Reply<null>> {
    const running = this.#accounts.get(account.id);
    if (running !== undefined) {
      const isOtherWay = running.sync.account.sending !== account.sending;
      await running.sync.update(account);
      if (isOtherWay) this.#writing.wayChanged(account.id);
      this.#writing.wake(account.id, 'credentials');
      return done;
    }
    if (!/^[0-9a-f-]{36}$/i.test(account.id)) throw accountNotOpen();
    this.#start(account, false, kept);
    this.#writing.wake(account.id, 'credentials');
    return done;
  }

  /**
   * @param damaged sets the cache aside, to be filled again
   * @param kept the block that is to stay
   */
  #start(account: EngineAccount, damaged: boolean, kept: KeptBlock | null): void {
    const { clock, emit, credentials, checkpoints } = this.#options;
    const accountId = account.id;
    const path = join(this.#folder(accountId), 'cache.db');
    const { store, notice } = openMailStore({
      path,
      accountId,
      now: () => clock.now(),
      damaged,
      ...(checkpoints && { checkpoints }),
    });
    if (notice !== null) emit('notice', { error: notice });
    const protocol = this.#logs.get(accountId) ?? new ProtocolLog({ folder: this.#folder(accountId), clock });
    this.#logs.set(accountId, protocol);
    const runtime: AccountRuntime = new AccountRuntime({
      ...this.#options,
      openSession: protocol.sessions(this.#options.openSession),
      onQueue: () => this.#queueMoved(accountId),
      onOtherQueue: (other) => {
        this.#accounts.get(other)?.queueMoved();
        this.#queueMoved(other);
      },
      onReached: () => this.#transfers.kick(accountId),
      onMessages: (folderId) => this.#writing.folderChanged(accountId, folderId),
      account,
      kept,
      store,
      queue: this.#queue,
      views: this.#views,
      textBudget: () => this.#texts,
      searchFiles: () => this.#searchesFiles,
      neededByDrafts: (id) => this.#writing.origins(id),
      gate: this.#gate,
      credentials: (rejected, signal) => credentials(accountId, rejected, signal, 'imap'),
      onDamaged: () => void this.#rebuild(runtime),
      log: (level, text) => emit('log', { level, scope: 'sync', text: `${accountId.slice(0, 8)} ${text}` }),
    });
    this.#accounts.set(accountId, runtime);
    runtime.hideMarkedDeleted(this.#hidesMarkedDeleted);
    const { until } = this.#pause;
    if (until !== null) void runtime.sync.pause(until);
    runtime.start();
    this.#views.refreshAccount(accountId);
  }

  #transferAccount(accountId: AccountId): TransferAccount | null {
    const account = this.#accounts.get(accountId);
    if (account === undefined) return null;
    const { store, sync, messages } = account;
    return {
      store,
      connected: (work) => sync.file(work),
      queueChanged: () => account.queueMoved(),
      arrived: (path) => sync.changed(path),
      movedTo: (moved) => messages.movedTo(moved),
      withdrawn: (ids) => messages.withdrawn(ids),
    };
  }

  /** An account's queue changed: the accounts that its messages go to count them, and what is due begins. */
  #queueMoved(accountId: AccountId): void {
    const before = this.#transferredTo;
    this.#transferredTo = new Set(this.#queue.transfers().map(({ action }) => action.to));
    for (const other of new Set([...before, ...this.#transferredTo])) {
      if (other !== accountId) this.#accounts.get(other)?.queueMoved();
    }
    this.#transfers.kick();
  }

  #paused(until: number | null): void {
    if (until === null) this.#writing.resume();
    if (until === null) for (const accountId of this.#accounts.keys()) this.#transfers.kick(accountId);
    for (const { sync } of this.#accounts.values()) {
      if (until === null) sync.resume();
      else void sync.pause(until);
    }
  }

  async #close(accountId: AccountId): Promise<void> {
    await this.#lifecycles.run(accountId, async () => {
      const account = this.#accounts.get(accountId);
      this.#accounts.delete(accountId);
      await account?.stop();
      await this.#logs.get(accountId)?.stop();
      this.#logs.delete(accountId);
    });
  }

  async #erase(accountId: AccountId): Promise<void> {
    this.#transfers.leave(accountId);
    this.#queue.removeAccount(accountId);
    this.#transfers.kick();
    await this.#writing.forget(accountId);
    try {
      await rm(this.#folder(accountId), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    } catch (cause) {
      const error: AppError = {
        code: 'storage_failed',
        params: { reason: 'mail_not_erased' },
        retryable: true,
      };
      throw new AppFailure(error, cause);
    }
  }

  /**
   * Sets a damaged cache aside and fills a new one. The queue is another file, so nothing that the user did is lost
   * (D3).
   */
  async #rebuild(damaged: AccountRuntime): Promise<void> {
    const { emit } = this.#options;
    const accountId = damaged.account.id;
    try {
      await this.#lifecycles.run(accountId, async () => {
        if (this.#accounts.get(accountId) !== damaged) return;
        this.#accounts.delete(accountId);
        const kept = keptBlock(damaged.status().connection);
        await damaged.stop();
        this.#start(damaged.sync.account, true, kept);
        emit('mail.foldersChanged', { accountId });
      });
    } catch (error) {
      if (error instanceof AppFailure) emit('notice', { error: error.error });
      else emit('log', { level: 'error', scope: 'engine', text: `Rebuilding a cache failed: ${String(error)}` });
    }
  }

  /**
   * Runs work on an open account and turns an AppFailure into a Reply. If the cache proves to be damaged, it is rebuilt
   * after the call has failed.
   */
  async #reading<T>(accountId: AccountId, work: (account: AccountRuntime) => T | Promise<T>): Promise<Reply<T>> {
    const account = this.#account(accountId);
    try {
      return success(await work(account));
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      if (error.error.code === 'cache_damaged') void this.#rebuild(account);
      return failure(error.error);
    }
  }

  #closeView(viewId: ViewId): void {
    for (const { accountId, folderId, view } of this.#views.close(viewId)) {
      if (folderId !== null && view.folderId !== null) this.#accounts.get(accountId)?.sync.closeFolder(folderId);
    }
  }

  #account(accountId: AccountId): AccountRuntime {
    const account = this.#accounts.get(accountId);
    if (account === undefined) throw accountNotOpen();
    return account;
  }

  #chosen(accountId: AccountId | null): AccountRuntime[] {
    return accountId === null ? [...this.#accounts.values()] : [this.#account(accountId)];
  }

  #folder(accountId: AccountId): string {
    return join(this.#options.profileFolder, 'accounts', accountId);
  }
}
