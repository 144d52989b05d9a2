import type { AccountId, MessageId } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { unsignedBody } from '../../shared/signatures.ts';
import type { Draft, DraftContent, SendingState } from '../../shared/writing.ts';
import type { Thread } from '../compose/original.ts';

/** The revision that a draft is made with: nobody has written in it yet. */
export const firstRevision = 1;

/** The message that a draft answers or forwards: it gets a flag when the draft was sent. */
export interface Origin {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly flag: 'answered' | 'forwarded';
}

/** A draft as it is kept, with what the window does not need to know. */
export interface StoredDraft extends Omit<Draft, 'sending' | 'other'> {
  readonly origin: Origin | null;
  readonly thread: Thread;
  readonly outbox: OutboxEntry | null;
}

/** A draft's place in the outbox, and what was sent of it. */
export interface OutboxEntry {
  readonly state: OutboxState;
  /** The Message-ID under which it is sent, each time the same. */
  readonly messageId: string;
  /** Milliseconds since the epoch: its Date. */
  readonly date: number;
  /** Recipients that have it already, as they were told to the server: it is never sent to them again. */
  readonly accepted: readonly string[];
  /** The most recipients that the server takes at a time, once it said that there were too many; absent: all go at once. */
  readonly atOnce?: number;
  /** Recipients that were refused while others were still to come: they come last. */
  readonly lastOnes?: readonly string[];
  /** The message as it lies in the profile folder. */
  readonly message: StoredMessage;
  /** Attempts since it was last sent by the user's own hand. */
  readonly attempts: number;
}

/** A message that was built from a draft. */
export interface StoredMessage {
  /** Its file's name. */
  readonly file: string;
  /** Octets. */
  readonly size: number;
  readonly eightBit: boolean;
  /** The Bcc field for its copy in Sent, with CRLF; empty where nobody gets a blind copy. */
  readonly bccField: string;
}

/** As SendingState; `handingOver` says whether the end of the message may have been sent. */
export type OutboxState =
  | Exclude<SendingState, { readonly kind: 'sending' }>
  | { readonly kind: 'sending'; readonly handingOver: boolean };

/** What the window sees of an entry. */
export function sendingState(entry: OutboxEntry | null): SendingState | null {
  if (entry === null) return null;
  const { state } = entry;
  return state.kind === 'sending' ? { kind: 'sending' } : state;
}

/** Whether nothing was written yet, so that nothing is lost with it. */
export function isEmpty({ to, cc, bcc, subject, body, format, quote }: DraftContent): boolean {
  const words = unsignedBody({ body, format }).replaceAll(/<(?!img\b)[^>]*>|&nbsp;|\s/gi, '');
  return to.length + cc.length + bcc.length === 0 && subject.trim() === '' && words === '' && quote === null;
}

/** The draft was discarded or sent. */
export function draftNotFound(): AppFailure {
  return new AppFailure({ code: 'not_found', params: { reason: 'draft' }, retryable: false });
}

/** Why a draft is not changed as asked. */
export function draftChanged(reason: 'elsewhere' | 'on_its_way' | 'being_sent'): AppFailure {
  const error: AppError = { code: 'draft_changed', params: { reason }, retryable: false };
  return new AppFailure(error);
}
