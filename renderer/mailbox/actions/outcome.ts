import type { AccountId, ActionResult, FolderId, MessageId, UndoId } from '../../../shared/mail.ts';
import type { AppError, Reply } from '../../../shared/reply.ts';
import { announced, useMailbox } from '../mailbox-state.ts';
import { offerUndo } from './undo.ts';

/** What main takes in one call. */
const messagesAtOnce = 1000;

/** What an action that took one or more calls came to. */
interface Outcome {
  readonly count: number;
  readonly undoIds: readonly UndoId[];
  /** Why the rest was not done. */
  readonly error: AppError | null;
  readonly left: readonly MessageId[];
}

/** Asks main for something about many messages, a thousand at a time, until it refuses. */
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
  /** What was done to so many messages. */
  readonly words: (count: number) => string;
  /** Whether the bar offers to take it back; the key always does. */
  readonly shown: boolean;
}

/** Says what was done, offers to take it back, and shows why the rest was refused. */
export function report(deed: Deed, outcome: Outcome): void {
  const { accountId, folderId, messageIds, words, shown } = deed;
  if (outcome.error) refuse(outcome.error);
  if (outcome.error && outcome.count === 0) return;
  const text = words(outcome.count || messageIds.length);
  const offered = outcome.undoIds.length > 0;
  if (offered) offerUndo({ accountId, folderId, messageIds, undoIds: outcome.undoIds, text, shown });
  // The bar speaks for itself.
  if (!offered || !shown) say(text);
}

/** Something to be read aloud. */
export function say(text: string): void {
  useMailbox.setState((state) => announced(state, text));
}

/** The notice about a refused action was read. */
export function dismissRefusal(): void {
  useMailbox.setState({ refused: null });
}

/** An action was refused: shown until it is read. */
export function refuse(error: AppError): void {
  useMailbox.setState({ refused: error });
}
