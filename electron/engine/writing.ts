import { join } from 'node:path';
import type { AnsweredInvitation } from '../../shared/invitation.ts';
import type { AccountId, FolderId, MessageId } from '../../shared/mail.ts';
import { AppFailure, failure, type Reply, success } from '../../shared/reply.ts';
import { senderWith } from '../../shared/senders.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { ComposerPlace, Draft, DraftId } from '../../shared/writing.ts';
import { calendarReplyType } from '../compose/build-message.ts';
import { calendarReply } from '../compose/calendar-reply.ts';
import { draftChanged, firstRevision, type StoredDraft } from '../drafts/draft.ts';
import { DraftFiles } from '../drafts/draft-files.ts';
import { DraftStore } from '../drafts/draft-store.ts';
import { InvitationAnswers } from '../drafts/invitation-answers.ts';
import type { ReconnectCause } from '../mail/engine-account.ts';
import { defaultHoldMs } from '../operations/operation-queue.ts';
import { MessageFiles } from '../outbox/message-files.ts';
import { Outbox } from '../outbox/outbox.ts';
import { SentCopies } from '../outbox/sent-copies.ts';
import { SentCopyStore } from '../outbox/sent-copy-store.ts';
import { isIn, type SentConnection, sentPath } from '../outbox/sent-folder.ts';
import { SizeLimits } from '../outbox/size-limits.ts';
import type { Clock } from '../platform/clock.ts';
import type { CallHandlers } from '../platform/rpc.ts';
import type { AskSizeLimit } from '../smtp/size-limit.ts';
import type { Database } from '../store/database.ts';
import type { AccountRuntime } from './account-runtime.ts';
import { type SubmissionPorts, submissionOf } from './account-submission.ts';
import type { EngineCalls, EngineEvents } from './contract.ts';
import { debounced } from './debounced.ts';
import { DraftDesk } from './draft-desk.ts';
import { partNotFound } from './engine-errors.ts';
import { sendDraft } from './send-draft.ts';
import { ServerDrafts } from './server-drafts.ts';
import { SizeLimitDesk } from './size-limit-desk.ts';

export interface WritingOptions extends SubmissionPorts {
  readonly database: Database;
  readonly profileFolder: string;
  readonly askSizeLimit: AskSizeLimit;
  readonly holdMs?: number;
  readonly accounts: ReadonlyMap<AccountId, AccountRuntime>;
  /** Throws not_found where the account is not open. */
  readonly account: (accountId: AccountId) => AccountRuntime;
  readonly isPaused: () => boolean;
  readonly emit: <K extends keyof EngineEvents & string>(name: K, payload: EngineEvents[K]) => void;
  readonly clock: Clock;
  readonly random: () => number;
}

type DraftCallName = keyof EngineCalls & (`drafts.${string}` | 'mail.invitation');

/** Changes that follow each other are told together. */
const changedQuietMs = 50;
const done = success(null);

/** Drafts, the outbox and what follows a sent message, for all accounts. */
export class Writing {
  readonly #options: WritingOptions;
  readonly #drafts: DraftStore;
  readonly #files: DraftFiles;
  readonly #messages: MessageFiles;
  readonly #copies: SentCopyStore;
  readonly #server: ServerDrafts;
  readonly #answers: InvitationAnswers;
  readonly #limits: SizeLimitDesk;
  readonly #desk: DraftDesk;
  readonly #outbox: Outbox;
  readonly #sentCopies: SentCopies;
  readonly #onChanged: () => void;
  #isStopped = false;

  constructor(options: WritingOptions) {
    this.#options = options;
    const { database, profileFolder, clock, emit, accounts, account } = options;
    this.#drafts = new DraftStore(database, () => clock.now());
    this.#files = new DraftFiles(join(profileFolder, 'drafts'));
    this.#messages = new MessageFiles(join(profileFolder, 'outbox'));
    this.#copies = new SentCopyStore(database);
    this.#answers = new InvitationAnswers(database);
    this.#limits = new SizeLimitDesk({
      stored: new SizeLimits(database),
      ask: options.askSizeLimit,
      extraCa: options.extraCa,
      isPaused: options.isPaused,
      clock,
    });
    const log = (level: 'warn' | 'error', text: string): void => emit('log', { level, scope: 'writing', text });
    const onChanged = debounced(clock, changedQuietMs, () => {
      if (this.#isStopped) return;
      emit('drafts.changed', { drafts: this.#desk.list() });
      this.#server.changed();
    });
    this.#onChanged = onChanged;
    this.#server = new ServerDrafts({
      ...options,
      drafts: this.#drafts,
      files: this.#files,
      onChanged,
      onTrouble: (error) => emit('notice', { error }),
      log,
    });
    this.#desk = new DraftDesk({
      drafts: this.#drafts,
      files: this.#files,
      server: this.#server,
      accounts: () => accounts.values(),
      account,
      onChanged,
      log,
    });
    this.#sentCopies = new SentCopies({
      store: this.#copies,
      files: this.#messages,
      clock,
      account: (accountId) => this.#filingAccount(accountId),
      mark: ({ accountId, messageId, flag }) => {
        const open = accounts.get(accountId);
        open?.messages.mark(messageId, flag);
        return open !== undefined;
      },
      isNeeded: ({ file }) => this.#drafts.list().some(({ outbox }) => outbox?.message.file === file),
      onTrouble: (error) => emit('notice', { error }),
      log,
    });
    this.#outbox = new Outbox({
      ...options,
      drafts: this.#drafts,
      files: this.#files,
      messages: this.#messages,
      copies: this.#copies,
      sentCopies: this.#sentCopies,
      account: (accountId) => this.#sendingAccount(accountId),
      onSizeLimit: (server, octets) => this.#limits.save(server, octets),
      onChanged,
      log,
    });
    this.#outbox.start();
    void this.#sweep().catch((error: unknown) => log('warn', `Old files of drafts were not deleted: ${String(error)}`));
  }

  /** The account was opened, or can be reached again: what waits for it is tried. */
  wake(accountId: AccountId | null, cause: ReconnectCause): void {
    if (cause === 'grant_ended') return;
    this.#outbox.wake(accountId, cause !== 'network');
    this.#server.kick(accountId);
    if (accountId !== null) this.#sentCopies.kick(accountId);
    else for (const id of this.#options.accounts.keys()) this.#sentCopies.kick(id);
  }

  /** The account hands messages over in another way now. */
  wayChanged(accountId: AccountId): void {
    this.#outbox.wayChanged(accountId);
  }

  /** The pause is over. */
  resume(): void {
    this.#outbox.pump();
    this.#server.kick();
  }

  /** Messages of a folder came, went or changed. */
  folderChanged(accountId: AccountId, folderId: FolderId): void {
    this.#server.folderChanged(accountId, folderId);
  }

  /** The user deletes messages, which may be drafts. */
  thrownAway(accountId: AccountId, messageIds: readonly MessageId[]): void {
    this.#server.thrownAway(accountId, messageIds);
  }

  /** The account is gone: its drafts stay, for another sender; nothing is sent from it any more. */
  async forget(accountId: AccountId): Promise<void> {
    await this.#outbox.leave(accountId);
    this.#sentCopies.leave(accountId);
    this.#server.forget(accountId);
    this.#answers.removeAccount(accountId);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#limits.stop();
    await Promise.all([this.#outbox.stop(), this.#sentCopies.stop(), this.#server.stop(), this.#desk.stop()]);
  }

  /** The messages of an account that drafts answer or forward. */
  origins(accountId: AccountId): MessageId[] {
    return this.#drafts
      .list()
      .flatMap(({ origin }) => (origin !== null && origin.accountId === accountId ? [origin.messageId] : []));
  }

  /** Who has the message that a draft answers, by lower-case addresses; nobody where it answers none, or the message is not stored any more. */
  whoHasAnswered(draftId: DraftId): ReadonlySet<string> {
    const origin = this.#drafts.has(draftId) ? this.#drafts.get(draftId).origin : null;
    if (origin === null || origin.flag !== 'answered') return new Set();
    const header = this.#options.accounts.get(origin.accountId)?.store.header(origin.messageId) ?? null;
    if (header === null) return new Set();
    const people = [...header.from, ...header.replyTo, ...header.to, ...header.cc];
    return new Set(people.map(({ address }) => address.toLowerCase()));
  }

  /** The handlers of the window's calls about drafts. */
  calls(): Pick<CallHandlers<EngineCalls>, DraftCallName> {
    const desk = this.#desk;
    return {
      'drafts.create': ({ accountId, start }) => answered(() => desk.create(accountId, start)),
      'drafts.get': ({ draftId }) => answered(() => desk.get(draftId)),
      'drafts.list': () => answered(() => desk.list()),
      'drafts.save': ({ draftId, revision, accountId, content }) =>
        answered(() => desk.save(draftId, revision, accountId, content)),
      'drafts.versions': ({ draftId }) => answered(() => desk.versions(draftId)),
      'drafts.version': ({ draftId, revision }) => answered(() => desk.version(draftId, revision)),
      'drafts.openMessage': ({ accountId, messageId }) => answered(() => desk.openMessage(accountId, messageId)),
      'drafts.resolve': ({ draftId, keep }) => answered(() => desk.resolve(draftId, keep)),
      'drafts.restore': ({ draftId, revision }) => answered(() => desk.restore(draftId, revision)),
      'drafts.setOpen': ({ draftId, place }) => answered(() => this.#setPlace(draftId, place)),
      'drafts.discard': async ({ draftId }) => {
        await this.#discard(draftId);
        return done;
      },
      'drafts.addFile': ({ draftId, bytes, ...file }) => answered(() => desk.addFile(draftId, file, bytes)),
      'drafts.addPath': ({ draftId, path }) => answered(() => desk.addPath(draftId, path)),
      'drafts.readPicture': ({ draftId, fileId }) => answered(() => desk.readPicture(draftId, fileId)),
      'drafts.removeFile': async ({ draftId, fileId }) => {
        await desk.removeFile(draftId, fileId);
        return done;
      },
      'drafts.send': ({ draftId, revision, at }) => answered(() => this.#send(draftId, revision, at)),
      'drafts.sizeLimit': ({ accountId }) =>
        answered(() => this.#limits.of(this.#options.account(accountId).sync.account)),
      'mail.invitation': ({ accountId, messageId }) => answered(() => this.#invitation(accountId, messageId)),
      'drafts.answerInvitation': (input) => answered(() => this.#answerInvitation(input)),
      'drafts.takeBack': ({ draftId }) => answered(() => this.#takeBack(draftId)),
      'drafts.retry': async ({ draftId, decision }) => {
        this.#outbox.decide(draftId, decision);
        return done;
      },
    };
  }

  #send(draftId: DraftId, revision: number, at: number | null) {
    const { clock, holdMs, account } = this.#options;
    const ports = {
      drafts: this.#drafts,
      files: this.#files,
      messages: this.#messages,
      outbox: this.#outbox,
      now: () => clock.now(),
      holdMs: holdMs ?? defaultHoldMs,
      server: ({ accountId }: { readonly accountId: AccountId }) => {
        const to = account(accountId).sync.account;
        return { ...this.#limits.known(to), askAgain: () => this.#limits.askAgain(to) };
      },
      replyTo: ({ accountId, content }: StoredDraft) =>
        senderWith(account(accountId).sync.account, content.from.address).settings.replyTo,
      complete: (id: DraftId) => this.#desk.complete(id),
    };
    return sendDraft(ports, draftId, revision, at);
  }

  async #setPlace(draftId: DraftId, place: ComposerPlace | null): Promise<null> {
    const { revision, files, sending } = this.#desk.get(draftId);
    const isUntouched = revision === firstRevision && files.length === 0 && sending === null;
    if (place === null && isUntouched) {
      this.#server.lookedAt(draftId);
      await this.#discard(draftId);
    } else {
      this.#drafts.setPlace(draftId, place);
      if (place === null) this.#server.closed(draftId);
      this.#onChanged();
    }
    return null;
  }

  async #invitation(accountId: AccountId, messageId: MessageId): Promise<AnsweredInvitation | null> {
    const invitation = await this.#options.account(accountId).reader.invitation(messageId);
    return invitation === null ? null : { ...invitation, answer: this.#answers.get(accountId, invitation) };
  }

  async #takeBack(draftId: DraftId): Promise<Draft> {
    const draft = await this.#outbox.takeBack(draftId);
    this.#answers.takeBack(draftId);
    return this.#desk.shown(draft);
  }

  /** The answer is a draft like any other, so that it is sent once, and stays where it cannot be. */
  async #answerInvitation({ accountId, messageId, answer }: EngineCalls['drafts.answerInvitation']['input']) {
    const invitation = await this.#options.account(accountId).reader.invitation(messageId);
    if (invitation === null || invitation.organiser === null) throw partNotFound();
    const { id, revision, content } = await this.#desk.create(accountId, { kind: 'new' });
    const words = texts().invitation;
    const title = invitation.title || words.untitled;
    const now = this.#options.clock.now();
    const calendar = Buffer.from(calendarReply(invitation, answer, content.from, now));
    await this.#desk.addFile(id, { filename: 'reply.ics', mimeType: calendarReplyType, contentId: null }, calendar);
    const saved = this.#desk.save(id, revision, accountId, {
      ...content,
      to: [invitation.organiser],
      subject: words.subjects[answer](title),
      format: 'plain',
      body: words.bodies[answer](content.from.name || content.from.address, title),
    });
    const state = await this.#send(id, saved.revision, null);
    if (invitation.uid !== '') this.#answers.save(accountId, invitation, answer, id);
    return state;
  }

  async #discard(draftId: DraftId): Promise<void> {
    const { outbox } = this.#drafts.get(draftId);
    if (outbox?.state.kind === 'sending') throw draftChanged('being_sent');
    if (outbox !== null) await this.#takeBack(draftId);
    this.#drafts.remove(draftId);
    await this.#files.removeAll(draftId);
    this.#options.emit('drafts.changed', { drafts: this.#desk.list() });
    this.#server.changed();
  }

  #sendingAccount(accountId: AccountId) {
    const open = this.#options.accounts.get(accountId);
    if (open === undefined) return null;
    return {
      submission: submissionOf(open, this.#options),
      inSent: (messageId: string) =>
        open.sync.read((connection, signal) => {
          const select = (path: string, abort: AbortSignal) => connection.select(path, abort);
          return isIn(sentPath(open.store).path, messageId, { session: connection.session, select }, signal);
        }),
    };
  }

  #filingAccount(accountId: AccountId) {
    const open = this.#options.accounts.get(accountId);
    if (open === undefined) return null;
    const { sync, store } = open;
    return {
      imap: sync.account.imap,
      filesItself: sync.account.sending === 'graph',
      store,
      connected: <T>(work: (connection: SentConnection, signal: AbortSignal) => Promise<T>) =>
        sync.transfer((connection, signal) => {
          const select = (path: string, abort: AbortSignal) => connection.select(path, abort);
          return work({ session: connection.session, select }, signal);
        }),
      changed: (path: string) => sync.changed(path),
    };
  }

  /** Files that a crash left behind. Runs once, before anything new is written. */
  async #sweep(): Promise<void> {
    const drafts = this.#drafts.list();
    const known = new Map(drafts.map(({ id }) => [id, new Set<string>(this.#drafts.files(id).map((file) => file.id))]));
    const messages = [
      ...drafts.flatMap(({ outbox }) => outbox?.message ?? []),
      ...this.#copies.list().map(({ message }) => message),
    ];
    await this.#messages.sweep(new Set(messages.map(({ file }) => file)));
    await this.#files.sweep((id, name) => known.get(id)?.has(name) ?? false);
  }
}

async function answered<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return success(await work());
  } catch (error) {
    if (error instanceof AppFailure) return failure(error.error);
    throw error;
  }
}
