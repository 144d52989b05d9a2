import type { AccountId } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { DraftId, SendingState } from '../../shared/writing.ts';
import { sendable } from '../compose/address.ts';
import { draftChanged, draftNotFound, type OutboxEntry, type StoredDraft, sendingState } from '../drafts/draft.ts';
import type { DraftFiles } from '../drafts/draft-files.ts';
import type { DraftStore } from '../drafts/draft-store.ts';
import { makeError } from '../imap/imap-errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Submission, SubmissionOutcome } from '../smtp/submission.ts';
import type { MessageFiles } from './message-files.ts';
import type { SentCopies } from './sent-copies.ts';
import type { SentCopyStore } from './sent-copy-store.ts';
import { canBeTakenBack, nextAt, type OutboxEvent, transition, waitsForSignIn } from './transitions.ts';

/** An open account as the outbox needs it. */
export interface SendingAccount {
  readonly submission: Submission;
  /** Whether Sent has a message. Rejects with AppFailure where that cannot be seen now. */
  readonly inSent: (messageId: string) => Promise<boolean>;
}

export interface OutboxOptions {
  readonly drafts: DraftStore;
  readonly files: DraftFiles;
  readonly messages: MessageFiles;
  readonly copies: SentCopyStore;
  readonly sentCopies: Pick<SentCopies, 'kick'>;
  /** Null while the account is not open. */
  readonly account: (accountId: AccountId) => SendingAccount | null;
  readonly isPaused: () => boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onSizeLimit: (server: string, octets: number) => void;
  /** An entry's state changed, or it was sent. */
  readonly onChanged: () => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** A draft with its place in the outbox. */
type Sending = StoredDraft & { readonly outbox: OutboxEntry };

/** When Sent is looked into for a message that may have been sent, in milliseconds after the connection was lost. */
const looks = [0, 15_000, 60_000, 180_000, 300_000];
const faultPauseMs = 15_000;
const longestWaitMs = 60_000;
/** Refusals that a new connection of the computer does not lift. */
const untouchedByNetwork: ReadonlySet<AppError['code']> = new Set([
  'sending_deferred',
  'sending_limit',
  'recipients_refused',
]);

/** Refusals that concern the way to hand over and not the message. */
const refusedByWay: ReadonlySet<AppError['code']> = new Set([
  'smtp_auth_disabled',
  'smtp_protocol',
  'server_refused',
  'starttls_missing',
  'graph_refused',
]);

/**
 * The outbox: carries messages from "held" to "sent". Each step is stored before it is acted on, so that after a crash nothing is sent
 * twice, and nothing is forgotten (Y3). One message of an account at a time.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #stopping = new AbortController();
  /** Accounts that were removed. */
  readonly #left = new Set<AccountId>();
  /** Accounts whose connection is in use. */
  readonly #busy = new Set<AccountId>();
  /** Entries that are to be tried without waiting for their time. */
  readonly #woken = new Set<DraftId>();
  /** Entries that met a fault of this computer (a full disk, for example), and when they are tried again. */
  readonly #notBefore = new Map<DraftId, number>();
  readonly #looking = new Map<DraftId, { count: number; cancel: () => void }>();
  #cancelTimer: () => void = () => undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Goes on where the last run ended. */
  start(): void {
    for (const { id, accountId, outbox } of this.#entries()) {
      const server = this.#options.account(accountId)?.submission.server ?? '';
      this.#step(id, outbox, { kind: 'restarted', server });
    }
    this.pump();
  }

  /** Ends what runs; what may have been handed over stays as such. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelTimer();
    for (const { cancel } of this.#looking.values()) cancel();
    await this.#ended;
  }

  /** Takes a draft in. The message was built and is on the disk. */
  add(id: DraftId, entry: OutboxEntry): SendingState {
    this.#options.drafts.setOutbox(id, entry);
    this.#options.onChanged();
    this.pump();
    const now = this.#options.drafts.has(id) ? this.#options.drafts.get(id).outbox : entry;
    return sendingState(now ?? entry) ?? { kind: 'sending' };
  }

  /** Takes a draft out again. What some recipients have already is no longer addressed to them. */
  async takeBack(id: DraftId): Promise<StoredDraft> {
    const { drafts, onChanged } = this.#options;
    const draft = drafts.get(id);
    const { outbox, content } = draft;
    if (outbox === null) return draft;
    if (!canBeTakenBack(outbox)) throw draftChanged('being_sent');
    this.#forget(id);
    drafts.transaction(() => {
      drafts.setOutbox(id, null);
      if (outbox.accepted.length === 0) return;
      const has = new Set(outbox.accepted);
      const left = (list: typeof content.to) =>
        list.filter(({ address }) => !has.has(sendable(address)?.address ?? ''));
      drafts.replace(id, { ...content, to: left(content.to), cc: left(content.cc), bcc: left(content.bcc) });
    });
    await this.#release(outbox);
    onChanged();
    return drafts.get(id);
  }

  /**
   * The account was removed: nothing is sent from it any more, and its messages are drafts again. One that is being handed over follows when
   * that has ended, where it was not sent.
   */
  async leave(accountId: AccountId): Promise<void> {
    this.#left.add(accountId);
    for (const { id, accountId: of, outbox } of this.#entries()) {
      if (of === accountId && canBeTakenBack(outbox)) await this.takeBack(id);
    }
  }

  /** Tries again what waits or was refused, or carries out what the user decided about a message that may have been sent. */
  decide(id: DraftId, decision: 'try_now' | 'send_again' | 'was_sent'): void {
    const { outbox } = this.#options.drafts.get(id);
    if (outbox === null) throw draftNotFound();
    const isUncertain = outbox.state.kind === 'uncertain';
    if (outbox.state.kind === 'sending') throw draftChanged('being_sent');
    if (isUncertain && decision === 'try_now') {
      this.#forget(id);
      this.#lookSoon(id);
      return;
    }
    this.#forget(id);
    if (decision === 'was_sent') {
      if (!isUncertain) throw draftChanged('on_its_way');
      this.#step(id, outbox, { kind: 'arrived' });
    } else if (outbox.state.kind === 'held') this.#step(id, outbox, { kind: 'due' });
    else this.#step(id, outbox, { kind: 'again' });
    this.pump();
  }

  /**
   * The account can be reached again: its waiting messages are tried at once. Null: all accounts.
   *
   * @param signedIn not only the network changed: what waits for a sign-in is tried as well
   */
  wake(accountId: AccountId | null, signedIn: boolean): void {
    for (const { id, accountId: of, outbox } of this.#entries()) {
      if (accountId !== null && of !== accountId) continue;
      const { state } = outbox;
      if (state.kind === 'waiting' && !isUntouched(state.error, signedIn)) this.#woken.add(id);
      if (state.kind === 'uncertain') this.#forget(id);
    }
    this.pump();
  }

  /** The account hands messages over in another way: what the former one refused for good, for whatever message, is tried again. */
  wayChanged(accountId: AccountId): void {
    for (const { id, accountId: of, outbox } of this.#entries()) {
      if (of !== accountId) continue;
      const { state } = outbox;
      if (state.kind === 'refused' && refusedByWay.has(state.error.code)) this.#step(id, outbox, { kind: 'again' });
      else if (state.kind === 'waiting') this.#woken.add(id);
    }
    this.pump();
  }

  /** Does what is due, and sets a timer for what is not. */
  pump(): void {
    const { isPaused, clock, account } = this.#options;
    this.#cancelTimer();
    if (this.#stopping.signal.aborted) return;
    let earliest = Number.POSITIVE_INFINITY;
    for (const draft of this.#entries()) {
      const { id, accountId, outbox } = draft;
      if (outbox.state.kind === 'uncertain') this.#lookSoon(id);
      const wanted = this.#woken.has(id) ? 0 : nextAt(outbox);
      if (wanted === null) continue;
      const at = Math.max(wanted, this.#notBefore.get(id) ?? 0);
      if (at > clock.now()) {
        earliest = Math.min(earliest, at);
        continue;
      }
      if (isPaused() || this.#busy.has(accountId) || account(accountId) === null) continue;
      this.#begin(id, accountId);
    }
    if (Number.isFinite(earliest)) {
      // Timers stand still while the computer sleeps, and clocks are set: the time is looked at each minute.
      const ms = Math.min(longestWaitMs, Math.max(1, earliest - clock.now()));
      this.#cancelTimer = clock.after(ms, () => this.pump());
    }
  }

  #begin(id: DraftId, accountId: AccountId): void {
    this.#busy.add(accountId);
    this.#woken.delete(id);
    const run = this.#send(id)
      .then(() => this.#notBefore.delete(id))
      .then(() => (this.#left.has(accountId) ? this.leave(accountId) : undefined))
      .catch((error: unknown) => {
        this.#options.log('error', `Sending a message failed: ${stackOf(error)}`);
        this.#notBefore.set(id, this.#options.clock.now() + faultPauseMs);
      })
      .finally(() => {
        this.#busy.delete(accountId);
        this.pump();
      });
    this.#ended = Promise.all([this.#ended, run]);
  }

  async #send(id: DraftId): Promise<void> {
    const { account, clock, random } = this.#options;
    const draft = this.#get(id);
    const open = account(draft.accountId);
    if (open === null) return;
    let entry = draft.outbox;
    if (entry.state.kind === 'held' || entry.state.kind === 'scheduled')
      entry = this.#step(id, entry, { kind: 'due' }) ?? entry;
    entry = this.#step(id, entry, { kind: 'started' }) ?? entry;
    const all = recipientsOf(draft);
    const recipients = all.slice(0, entry.atOnce ?? all.length);
    const left = all.length - recipients.length;
    const started = entry;
    const handedOver = { entry: started, isOver: false };
    const outcome = await this.#submit(draft, started, recipients, open, () => {
      if (handedOver.isOver) throw new Error('The attempt is over.');
      handedOver.entry = this.#step(id, started, { kind: 'handing_over' }) ?? started;
    }).catch((error: unknown) => this.#broken(error, handedOver.entry, open));
    // What was stored as the outcome is not overwritten by a connection that was slow to notice its end.
    handedOver.isOver = true;
    await this.#note(id, handedOver.entry, { kind: 'ended', outcome, recipients, left, now: clock.now() }, random());
  }

  async #submit(
    draft: Sending,
    { message, accepted }: OutboxEntry,
    recipients: readonly string[],
    { submission }: SendingAccount,
    onHandingOver: () => void,
  ): Promise<SubmissionOutcome> {
    const { messages, onSizeLimit } = this.#options;
    const { signal } = this.#stopping;
    const { server } = submission;
    // It would go once more to those who have it.
    if (accepted.length > 0 && !submission.takesSome) {
      return { kind: 'not_sent', error: makeError('not_sendable', { reason: 'sent_to_some', server }), refused: [] };
    }
    const from = sendable(draft.content.from.address)?.address ?? '';
    const outgoing = {
      envelope: { from, to: recipients },
      size: message.size,
      eightBit: message.eightBit,
      bccField: message.bccField,
      open: () => messages.open(message),
    };
    let rejected: string | null = null;
    for (;;) {
      const credentials = await submission.credentials(rejected, signal);
      if (!credentials.ok) return { kind: 'not_sent', error: credentials.error, refused: [] };
      const events = { onHandingOver, onSizeLimit: (octets: number) => onSizeLimit(server, octets) };
      const outcome = await submission.submit(outgoing, credentials.value, events, signal);
      const isRefusedToken = outcome.kind === 'not_sent' && outcome.error.code === 'token_rejected';
      if (!isRefusedToken || rejected !== null || credentials.value.kind !== 'xoauth2') return outcome;
      // A token may end before its time: it is renewed once.
      rejected = credentials.value.accessToken;
    }
  }

  /** The outcome where Heron itself failed. */
  #broken(error: unknown, { state }: OutboxEntry, { submission }: SendingAccount): SubmissionOutcome {
    this.#options.log('error', `Sending a message failed: ${stackOf(error)}`);
    const mayHaveBeenSent = state.kind === 'sending' && state.handingOver;
    return mayHaveBeenSent
      ? {
          kind: 'unknown',
          error: makeError('may_have_been_sent', { reason: 'connection_cut', server: submission.server }),
        }
      : {
          kind: 'not_sent',
          error: { ...makeError('internal', { reason: 'unforeseen' }), retryable: true },
          refused: [],
        };
  }

  /** Stores how a message ended. A full disk must not make Heron forget that it was sent, so it is tried until it works. */
  async #note(id: DraftId, entry: OutboxEntry, event: OutboxEvent, spread: number): Promise<void> {
    for (;;) {
      try {
        this.#step(id, entry, event, spread);
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) throw error;
        this.#options.log('error', `How a message was sent could not be stored: ${stackOf(error)}`);
      }
      await new Promise<void>((resolve) => {
        this.#options.clock.after(faultPauseMs, resolve);
        this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Stores what becomes of an entry, in one transaction with what follows from it. Null when nothing is left to be sent. */
  #step(id: DraftId, entry: OutboxEntry, event: OutboxEvent, spread = 0): OutboxEntry | null {
    const { drafts, copies, sentCopies, files, clock, onChanged } = this.#options;
    const { entry: next, filed } = transition(entry, event, spread);
    if (next === entry && !filed) return entry;
    drafts.transaction(() => {
      if (filed) {
        const { accountId, origin } = drafts.get(id);
        const { messageId, message } = entry;
        copies.save({ accountId, messageId, message, origin, sentAt: clock.now(), attempts: 0 });
      }
      if (next === 'sent') drafts.remove(id);
      else drafts.setOutbox(id, next);
    });
    if (next === 'sent') {
      this.#forget(id);
      const gone = Promise.all([files.removeAll(id), this.#release(entry)]);
      this.#ended = Promise.all([this.#ended, gone.catch(() => undefined)]);
    }
    onChanged();
    if (filed) sentCopies.kick();
    return next === 'sent' ? null : next;
  }

  /** Deletes an entry's message, unless its copy is still to be filed. */
  async #release({ message }: OutboxEntry): Promise<void> {
    const { messages, copies } = this.#options;
    if (!copies.list().some((copy) => copy.message.file === message.file)) await messages.remove(message);
  }

  /** Looks into Sent for a message that may have been sent, a few times. */
  #lookSoon(id: DraftId): void {
    if (this.#looking.has(id)) return;
    const look = (count: number): void => {
      const ms = looks[count];
      if (ms === undefined || this.#stopping.signal.aborted) return;
      const cancel = this.#options.clock.after(ms - (looks[count - 1] ?? 0), () => {
        const run = this.#look(id)
          .catch((error: unknown) => {
            if (!(error instanceof AppFailure))
              this.#options.log('warn', `Looking for a sent message failed: ${stackOf(error)}`);
          })
          .finally(() => {
            if (this.#looking.get(id)?.count === count) look(count + 1);
          });
        this.#ended = Promise.all([this.#ended, run]);
      });
      this.#looking.set(id, { count, cancel });
    };
    look(0);
  }

  async #look(id: DraftId): Promise<void> {
    const { drafts, account, clock } = this.#options;
    const before = drafts.has(id) ? drafts.get(id) : null;
    const open = before === null ? null : account(before.accountId);
    if (before?.outbox?.state.kind !== 'uncertain' || open === null || this.#stopping.signal.aborted) return;
    const isThere = await open.inSent(before.outbox.messageId);
    // The user may have decided meanwhile.
    const outbox = drafts.has(id) ? drafts.get(id).outbox : null;
    if (outbox?.state.kind !== 'uncertain' || outbox.messageId !== before.outbox.messageId) return;
    this.#step(id, outbox, isThere ? { kind: 'arrived' } : { kind: 'not_found', now: clock.now() });
  }

  #forget(id: DraftId): void {
    this.#looking.get(id)?.cancel();
    this.#looking.delete(id);
    this.#woken.delete(id);
  }

  #get(id: DraftId): Sending {
    const draft = this.#options.drafts.get(id);
    if (draft.outbox === null) throw draftNotFound();
    return { ...draft, outbox: draft.outbox };
  }

  #entries() {
    return this.#options.drafts
      .list()
      .reverse()
      .flatMap((draft) => (draft.outbox === null ? [] : [{ ...draft, outbox: draft.outbox }]));
  }
}

/** Whether the cause of a wait is still there although the connection may be back. */
function isUntouched(error: AppError | null, signedIn: boolean): boolean {
  if (error === null) return false;
  return untouchedByNetwork.has(error.code) || (!signedIn && waitsForSignIn(error));
}

/** Those who do not have the message yet, as the server is told; those that it refused before come last. */
function recipientsOf({ content, outbox }: Pick<StoredDraft, 'content' | 'outbox'>): string[] {
  const all = [...content.to, ...content.cc, ...content.bcc].flatMap(({ address }) => sendable(address)?.address ?? []);
  const has = new Set(outbox?.accepted ?? []);
  const seen = new Set<string>();
  const last = new Set(outbox?.lastOnes ?? []);
  const without = all.filter((address) => {
    const key = address.toLowerCase();
    if (has.has(address) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return last.size === 0
    ? without
    : [...without.filter((each) => !last.has(each)), ...without.filter((each) => last.has(each))];
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
