import type { AppError } from '../../shared/reply.ts';
import type { OutboxEntry, OutboxState } from '../drafts/draft.ts';
import { namesOf, type SubmissionOutcome, whyOf } from '../smtp/submission.ts';

/** What happens to an entry of the outbox. Times are milliseconds since the epoch. */
export type OutboxEvent =
  /** The time to take it back, or until it was to be sent, is over. */
  | { readonly kind: 'due' }
  /** A connection is made for it. */
  | { readonly kind: 'started' }
  /** The end of the message is about to be sent. */
  | { readonly kind: 'handing_over' }
  | {
      readonly kind: 'ended';
      readonly outcome: SubmissionOutcome;
      readonly recipients: readonly string[];
      /** How many recipients were not offered to the server yet, because it takes only so many at a time. */
      readonly left?: number;
      readonly now: number;
    }
  /** Heron starts, and finds the entry as it was left. */
  | { readonly kind: 'restarted'; readonly server: string }
  /** It was found in Sent, or the user says that it arrived. */
  | { readonly kind: 'arrived' }
  /** It was not found in Sent. */
  | { readonly kind: 'not_found'; readonly now: number }
  /** The user has it tried now, or decided that it is sent again. */
  | { readonly kind: 'again' };

/** What becomes of the entry. `sent`: nothing is left to be sent. `filed`: a copy belongs into Sent, whatever is left. */
export interface Transition {
  readonly entry: OutboxEntry | 'sent';
  readonly filed: boolean;
}

/** Refusals that pass by themselves, and what ends with a new sign-in. */
const waitingFor: ReadonlySet<AppError['code']> = new Set([
  'sign_in_required',
  'token_rejected',
  'permission_missing',
  'authentication_failed',
  'secret_unreadable',
  'client_id_missing',
  'consent_required',
]);

/** Whether nothing but the user's new sign-in (or password) lets it go on. */
export function waitsForSignIn({ code }: AppError): boolean {
  return waitingFor.has(code);
}

/** Waits before the next attempt, in milliseconds, by the number of attempts. */
const networkWaits = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000];
/** Greylisting servers want a few minutes, and some an hour (RFC 6647). */
const deferredWaits = [60_000, 180_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000];
/** RFC 5321 section 4.5.4.1: a sender gives up after some days; here the user is told after about two. */
const mostDeferrals = 50;

/**
 * The next state of an entry (Y3, C4). Pure: whoever calls it stores the result before it acts on it. Throws for an event that cannot come
 * in the entry's state.
 *
 * @param spread 0 to 1, random: so that several Herons do not come back at one moment
 */
export function transition(entry: OutboxEntry, event: OutboxEvent, spread = 0): Transition {
  switch (event.kind) {
    case 'due':
      return to(entry, { kind: 'waiting', error: null, retryAt: null }, 'held', 'scheduled');
    case 'started':
      return to({ ...entry, attempts: entry.attempts + 1 }, { kind: 'sending', handingOver: false }, 'waiting');
    case 'handing_over':
      return to(entry, { kind: 'sending', handingOver: true }, 'sending');
    case 'ended':
      expectState(entry, 'sending');
      return ended(entry, event, spread);
    case 'restarted':
      return { entry: restarted(entry, event.server), filed: false };
    case 'arrived':
      expectState(entry, 'uncertain');
      return { entry: 'sent', filed: entry.accepted.length === 0 };
    case 'not_found':
      expectState(entry, 'uncertain');
      return { entry: lookedFor(entry, event.now), filed: false };
    case 'again':
      return to(
        { ...entry, attempts: 0 },
        { kind: 'waiting', error: null, retryAt: null },
        'waiting',
        'refused',
        'uncertain',
        'scheduled',
      );
  }
}

/** When the entry has to be looked at next; null: when something happens. */
export function nextAt({ state }: OutboxEntry): number | null {
  switch (state.kind) {
    case 'held':
      return state.until;
    case 'scheduled':
      return state.at;
    case 'waiting':
      return state.error === null ? 0 : state.retryAt;
    default:
      return null;
  }
}

/** Whether the entry can be taken out of the outbox. */
export function canBeTakenBack({ state }: OutboxEntry): boolean {
  return state.kind !== 'sending';
}

function ended(
  entry: OutboxEntry,
  { outcome, recipients, left = 0, now }: Extract<OutboxEvent, { kind: 'ended' }>,
  spread: number,
): Transition {
  if (outcome.kind === 'unknown')
    return { entry: { ...entry, state: { kind: 'uncertain', error: outcome.error, lookedAt: null } }, filed: false };
  if (outcome.kind === 'not_sent')
    return { entry: { ...entry, state: notSent(entry, outcome, now, spread) }, filed: false };
  const refused = new Map(outcome.refused.map((each) => [each.address, each]));
  const accepted = [...entry.accepted, ...recipients.filter((address) => !refused.has(address))];
  // The copy of the first attempt is the only one.
  const filed = entry.accepted.length === 0;
  const taken = accepted.length - entry.accepted.length;
  const areOneTooMany = outcome.refused.filter(({ oneTooMany }) => oneTooMany === true);
  // RFC 5321 section 4.5.3.1.10: those for whom there was no room go with the next message, at once, as long as some are taken each time.
  if (taken > 0 && left + areOneTooMany.length > 0) {
    const lastOnes = outcome.refused.filter(({ oneTooMany }) => oneTooMany !== true).map(({ address }) => address);
    const next = {
      ...entry,
      accepted,
      ...(areOneTooMany.length > 0 ? { atOnce: taken + lastOnes.length } : {}),
      lastOnes: [...(entry.lastOnes ?? []), ...lastOnes],
      attempts: 0,
    };
    return { entry: { ...next, state: { kind: 'waiting', error: null, retryAt: null } }, filed };
  }
  if (refused.size === 0) return { entry: 'sent', filed };
  // Those that may be taken later are tried again alone; the others are the user's.
  const [first] = outcome.refused;
  const isPassing = outcome.refused.every(({ passing }) => passing);
  const error: AppError = {
    code: 'recipients_refused',
    params: {
      reason: isPassing ? 'some_later' : 'some',
      server: outcome.server,
      refused: namesOf(outcome.refused),
      said: first?.said ?? '',
      why: whyOf(outcome.refused),
    },
    retryable: isPassing,
  };
  const rest = { ...entry, accepted };
  const state: OutboxState = isPassing
    ? { kind: 'waiting', error, retryAt: now + wait(deferredWaits, entry.attempts, spread) }
    : { kind: 'refused', error, refused: [...refused.keys()] };
  return { entry: { ...rest, state }, filed };
}

function notSent(
  entry: OutboxEntry,
  { error, refused }: Extract<SubmissionOutcome, { kind: 'not_sent' }>,
  now: number,
  spread: number,
): OutboxState {
  // The user signs in again, and that wakes it.
  if (waitsForSignIn(error)) return { kind: 'waiting', error, retryAt: null };
  if (!error.retryable)
    return { kind: 'refused', error: amongOthers(entry, error), refused: refused.map(({ address }) => address) };
  if (error.code === 'sending_deferred' && entry.attempts >= mostDeferrals) {
    const params = { ...error.params, reason: 'given_up' } as const;
    return {
      kind: 'refused',
      error: { code: 'sending_deferred', params, retryable: true },
      refused: refused.map(({ address }) => address),
    };
  }
  const waits = error.code === 'sending_deferred' ? deferredWaits : networkWaits;
  return {
    kind: 'waiting',
    error,
    retryAt: now + Math.max(error.retryAfterMs ?? 0, wait(waits, entry.attempts, spread)),
  };
}

/** All that were left were refused, while others have the message from before. */
function amongOthers({ accepted }: OutboxEntry, error: AppError): AppError {
  if (error.code !== 'recipients_refused' || error.params.reason !== 'all' || accepted.length === 0) return error;
  return { ...error, params: { ...error.params, reason: 'some' } };
}

/** Whatever was not certainly handed over is tried again; what may have been is not. */
function restarted(entry: OutboxEntry, server: string): OutboxEntry {
  const { state } = entry;
  if (state.kind !== 'sending') return entry;
  if (!state.handingOver) return { ...entry, state: { kind: 'waiting', error: null, retryAt: null } };
  const error: AppError = { code: 'may_have_been_sent', params: { reason: 'heron_ended', server }, retryable: false };
  return { ...entry, state: { kind: 'uncertain', error, lookedAt: null } };
}

function lookedFor(entry: OutboxEntry, now: number): OutboxEntry {
  const { state } = entry;
  return state.kind === 'uncertain' ? { ...entry, state: { ...state, lookedAt: now } } : entry;
}

function wait(waits: readonly number[], attempts: number, spread: number): number {
  const ms = waits[Math.min(Math.max(attempts, 1), waits.length) - 1] ?? 0;
  return Math.round(ms * (1 + spread / 4));
}

function to(entry: OutboxEntry, state: OutboxState, ...from: OutboxState['kind'][]): Transition {
  expectState(entry, ...from);
  return { entry: { ...entry, state }, filed: false };
}

function expectState({ state }: OutboxEntry, ...from: OutboxState['kind'][]): void {
  if (!from.includes(state.kind))
    throw new Error(`An entry of the outbox is ${state.kind}, and not ${from.join(' or ')}`);
}
