import { assertNever } from '../../shared/reply.ts';
import type { ImapSession, MoveOutcome, Outcome } from '../imap/session.ts';
import type { RemoteFlags } from '../mail/remote-mail.ts';
import type { MessageAction, QueuedOperation } from './operation-queue.ts';

/** Wide UID ranges are asked for one by one. */
const narrowSpan = 2_000;

/** The command for a batch of one kind, on the selected folder. */
export async function command(
  action: MessageAction,
  batch: readonly QueuedOperation[],
  session: ImapSession,
  signal: AbortSignal,
): Promise<Outcome | MoveOutcome> {
  const uids = batch.map(({ uid }) => uid);
  switch (action.kind) {
    case 'set_seen':
      return await session.setSeen(uids, action.seen, signal);
    case 'set_flagged':
      return await session.setFlagged(uids, action.flagged, signal);
    case 'move':
      return await session.move(uids, action.destination, signal);
    case 'delete':
      return await session.expunge(uids, signal);
    default:
      return assertNever(action);
  }
}

/** Whether a message that is still there is as an operation wants it. */
export function isAsAsked(flags: RemoteFlags, action: MessageAction): boolean {
  if (action.kind === 'set_seen') return flags.seen === action.seen;
  return action.kind === 'set_flagged' && flags.flagged === action.flagged;
}

/** A message's flags as an operation leaves them. */
export function flagsAfter(flags: RemoteFlags, action: MessageAction): RemoteFlags {
  if (action.kind === 'set_seen') return { ...flags, seen: action.seen };
  return action.kind === 'set_flagged' ? { ...flags, flagged: action.flagged } : flags;
}

/** What the server has of a batch's messages. */
export async function flagsOf(
  batch: readonly QueuedOperation[],
  session: ImapSession,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RemoteFlags>> {
  const uids = batch.map(({ uid }) => uid);
  const range = { from: Math.min(...uids), to: Math.max(...uids) };
  const found =
    range.to - range.from <= narrowSpan
      ? await session.fetchFlags(range, { changedSince: null }, signal)
      : await session.fetchEnvelopes(uids, signal);
  return new Map(found.map(({ uid, flags }) => [uid, flags]));
}
