import type { AccountId, ActionResult, FolderId, MessageId, UndoId } from '../../../shared/mail.ts';
import type { AppError, Reply } from '../../../shared/reply.ts';
import { announced, useMailbox } from '../mailbox-state.ts';
import { offerUndo } from './undo.ts';

/** The most message ids that main takes in one call. */
const messagesAtOnce = 1000;

/** The result of an action that took one or more calls. */
interface Outcome {
  readonly count: number;
  readonly undoIds: readonly UndoId[];
  /** Why the rest was not done. */
  readonly error: AppError | null;
  readonly left: readonly MessageId[];
}

/** Calls main for many messages, at most a thousand at a time, until main refuses one of the calls. */
export async function inChunks(
  messageIds: readonly MessageId[],
  ask: (chunk: MessageId[]) => Promise<Reply<ActionResult>>,
): Promise<Outcome> {
  let count = 0;
  const undoIds: UndoId[] = [];
  for (let start = 0; start < messageIds.length; start += messagesAtOnce) {
    const reply = await ask(messageIds.slice(start, start + messagesAtOnce));
    if (!reply.ok) return { count, undoIds, error: reply.error, left: messageIds.slice(start) };
    count += reply.value.count;
    if (reply.value.undoId) undoIds.push(reply.value.undoId);
  }
  return { count, undoIds, error: null, left: [] };
}

interface Deed {
  readonly accountId: AccountId;
  readonly folderId: FolderId;
  readonly messageIds: readonly MessageId[];
  /** As in UndoOffer. */
  readonly like: string;
  /** The sentence about what was done, for a number of messages. */
  readonly words: (count: number) => string;
  /** Whether the bar offers to undo it; the undo shortcut always does. */
  readonly shown: boolean;
}

/** Says what was done, offers to take it back, and shows why the rest was refused. */
export function report(deed: Deed, outcome: Outcome): void {
  const { accountId, folderId, messageIds, like, words, shown } = deed;
  if (outcome.error) refuse(outcome.error);
  if (outcome.error && outcome.count === 0) return;
  const count = outcome.count || messageIds.length;
  const text = words(count);
  const { undoIds } = outcome;
  const offered = undoIds.length > 0;
  if (offered) offerUndo({ accountId, folderId, messageIds, undoIds, like, words, count, shown });
  // The undo bar is read aloud itself.
  if (!offered || !shown) say(text);
}

/** Announces a text to screen readers. */
export function say(text: string): void {
  useMailbox.setState((state) => announced(state, text));
}

/** The user dismissed the notice about a refused action. */
export function dismissRefusal(): void {
  useMailbox.setState({ refused: null });
}

/** Shows that main refused an action, until the user dismisses it. */
export function refuse(error: AppError): void {
  useMailbox.setState({ refused: error });
}
