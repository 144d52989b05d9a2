import type { AccountId } from '../../../shared/mail.ts';
import { undoWindowMs } from '../../../shared/undo.ts';
import type { UndoOffer } from '../mailbox-state.ts';

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
    last !== undefined &&
    last.accountId === offer.accountId &&
    last.folderId === offer.folderId &&
    last.like === offer.like &&
    now - last.at <= quickMs;
  if (!isRepetition) return [...left, { ...offer, at: now }];
  const joined: TimedOffer = {
    ...offer,
    undoIds: [...last.undoIds, ...offer.undoIds],
    messageIds: [...last.messageIds, ...offer.messageIds],
    count: last.count + offer.count,
    shown: true,
    at: now,
  };
  return [...left.slice(0, -1), joined];
}

/** The stack without the actions in accounts that are gone. */
export function stackOf(stack: readonly TimedOffer[], accountIds: readonly AccountId[]): readonly TimedOffer[] {
  const left = stack.filter(({ accountId }) => accountIds.includes(accountId));
  return left.length === stack.length ? stack : left;
}
