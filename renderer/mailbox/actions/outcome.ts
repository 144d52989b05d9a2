import type { AccountId, ActionResult, MessageId } from '../../../shared/mail.ts';
import type { AppError, Reply } from '../../../shared/reply.ts';
import { placeOf, type RowKey } from '../list/row-key.ts';
import { announced, type Messages, type UndoStep, useMailbox } from '../mailbox-state.ts';
import { offerUndo } from './undo.ts';

/** The most message ids that main takes in one call. */
const messagesAtOnce = 1000;

/** The result of an action that took one or more calls. */
export interface Outcome {
  readonly count: number;
  readonly steps: readonly UndoStep[];
  /** Why the rest was not done. */
  readonly error: AppError | null;
  readonly left: readonly RowKey[];
}

/**
 * Calls main for many messages: for each account by itself, at most a thousand at a time. Where main refuses one account's, the others' are
 * still done.
 */
export async function inChunks(
  messages: Messages,
  ask: (accountId: AccountId, chunk: MessageId[]) => Promise<Reply<ActionResult>>,
): Promise<Outcome> {
  let count = 0;
  let error: AppError | null = null;
  const steps: UndoStep[] = [];
  const left: RowKey[] = [];
  const refusing = new Set<AccountId>();
  for (const { accountId, rows } of chunksOf(messages)) {
    const messageIds = rows.map(({ messageId }) => messageId);
    const reply = refusing.has(accountId) ? null : await ask(accountId, messageIds);
    if (reply?.ok) {
      count += reply.value.count;
      if (reply.value.undoId) steps.push({ accountId, undoId: reply.value.undoId });
      continue;
    }
    refusing.add(accountId);
    error ??= reply?.error ?? null;
    left.push(...rows.map(({ key }) => key));
  }
  return { count, steps, error, left };
}

/** Rows of one account. */
interface Chunk {
  readonly accountId: AccountId;
  readonly rows: readonly { readonly key: RowKey; readonly messageId: MessageId }[];
}

/** Messages in parts of so many as main takes at once, those of an account after each other. */
export function chunksOf({ place, keys }: Messages): readonly Chunk[] {
  return [...byAccount(keys, place.accountId)].flatMap(([accountId, rows]) => {
    const chunks: Chunk[] = [];
    for (let start = 0; start < rows.length; start += messagesAtOnce) {
      chunks.push({ accountId, rows: rows.slice(start, start + messagesAtOnce) });
    }
    return chunks;
  });
}

/** What calls are told besides, where whole conversations are meant. */
export function whole({ byThread }: Messages): { readonly byThread?: true } {
  return byThread === true ? { byThread } : {};
}

/** Rows by the account that their messages are in. */
export function byAccount(
  keys: readonly RowKey[],
  accountId: AccountId | null,
): ReadonlyMap<AccountId, readonly { readonly key: RowKey; readonly messageId: MessageId }[]> {
  const found = new Map<AccountId, { key: RowKey; messageId: MessageId }[]>();
  for (const key of keys) {
    const place = placeOf(key, accountId);
    if (place === null) continue;
    const rows = found.get(place.accountId) ?? [];
    found.set(place.accountId, rows);
    rows.push({ key, messageId: place.messageId });
  }
  return found;
}

interface Deed extends Messages {
  /** As in UndoOffer. */
  readonly like: string;
  /** The sentence about what was done, for a number of messages. */
  readonly words: (count: number) => string;
  /** Whether the bar offers to undo it; the undo shortcut always does. */
  readonly shown: boolean;
}

/** Says what was done, offers to take it back, and shows why the rest was refused. */
export function report(deed: Deed, outcome: Outcome): void {
  const { place, keys, like, words, shown } = deed;
  if (outcome.error) refuse(outcome.error);
  if (outcome.error && outcome.count === 0) return;
  const count = outcome.count || keys.length;
  const text = words(count);
  const { steps } = outcome;
  const offered = steps.length > 0;
  if (offered) offerUndo({ place, keys, steps, like, words, count, shown });
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
