import type { AccountId } from '../../../shared/mail.ts';
import { undoWindowMs } from '../../../shared/undo.ts';
import { isSamePlace, type UndoOffer } from '../mailbox-state.ts';

/** Repetitions of an action within this time are undone together; milliseconds. */
export const quickMs = 3_000;

/** An offer with the time of its last repetition, milliseconds since the epoch. */
export interface TimedOffer extends UndoOffer {
  readonly at: number;
}

/** The stack without what is too old to be undone. */
export function stackAt(stack: readonly TimedOffer[], now: number): readonly TimedOffer[] {
  const left = stack.filter(({ at }) => now - at < undoWindowMs);
  return left.length === stack.length ? stack : left;
}

/** The stack with one more action; a quick repetition of the last one joins it. */
export function stackWith(stack: readonly TimedOffer[], offer: UndoOffer, now: number): readonly TimedOffer[] {
  const left = stackAt(stack, now);
  const last = left.at(-1);
  const isRepetition =
    last !== undefined && isSamePlace(last.place, offer.place) && last.like === offer.like && now - last.at <= quickMs;
  if (!isRepetition) return [...left, { ...offer, at: now }];
  const joined: TimedOffer = {
    ...offer,
    steps: [...last.steps, ...offer.steps],
    keys: [...last.keys, ...offer.keys],
    count: last.count + offer.count,
    shown: true,
    at: now,
  };
  return [...left.slice(0, -1), joined];
}

/** The stack without the actions in accounts that are gone. */
export function stackOf(stack: readonly TimedOffer[], accountIds: readonly AccountId[]): readonly TimedOffer[] {
  const isKnown = (offer: TimedOffer): boolean => offer.steps.every(({ accountId }) => accountIds.includes(accountId));
  if (stack.every(isKnown)) return stack;
  // What is left of an action in several accounts can still be undone.
  return stack
    .map((offer) => ({ ...offer, steps: offer.steps.filter(({ accountId }) => accountIds.includes(accountId)) }))
    .filter(({ steps }) => steps.length > 0);
}
