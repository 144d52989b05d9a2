import type { MessageId, ThreadMessage } from '../../shared/mail.ts';

/** Which messages of a conversation are open in the reader, and which are lines. */
export interface OpenMessages {
  /** The message that the list led to. */
  readonly at: MessageId;
  /** All that were there when this was decided; none until the conversation is known. */
  readonly known: ReadonlySet<MessageId>;
  readonly open: ReadonlySet<MessageId>;
  /** Lines that the user asked for one by one, instead of "12 more messages". */
  readonly unfolded: ReadonlySet<MessageId>;
}

/** One thing in the column of a conversation. */
export type ConversationItem =
  | { readonly kind: 'message'; readonly id: MessageId; readonly message: ThreadMessage | null; readonly open: boolean }
  /** Lines that are folded into one. */
  | { readonly kind: 'more'; readonly ids: readonly MessageId[] };

/**
 * The pure transition, of what is shown now. Unread messages, the newest one and the one that the list led to are open; later those that
 * arrive unread, and the one that is led to next. Nothing that is open is folded by itself.
 * @param messages oldest first; empty while the conversation is not known
 * @param isCareful Heron ended while it showed this conversation: only the one that the list led to is open
 * @returns the same object where nothing has changed
 */
export function conversationShown(
  before: OpenMessages | null,
  at: MessageId,
  messages: readonly ThreadMessage[],
  isCareful: boolean,
): OpenMessages {
  const known = new Set(messages.map(({ id }) => id));
  if (before === null || (before.at !== at && !before.known.has(at))) return opened(at, messages, known, isCareful);
  if (before.known.size === 0 && known.size > 0) return opened(at, messages, known, isCareful);
  const arrived = messages.filter(({ id, seen }) => !seen && !before.known.has(id));
  const added = [at, ...arrived.map(({ id }) => id)].filter((id) => before.at !== at || id !== at);
  const hasNews = messages.some(({ id }) => !before.known.has(id));
  if (before.at === at && !hasNews) return before;
  return { ...before, at, known: new Set([...before.known, ...known]), open: new Set([...before.open, ...added]) };
}

function opened(
  at: MessageId,
  messages: readonly ThreadMessage[],
  known: ReadonlySet<MessageId>,
  isCareful: boolean,
): OpenMessages {
  const newest = messages.at(-1)?.id ?? at;
  const unread = messages.filter(({ seen }) => !seen).map(({ id }) => id);
  return { at, known, open: new Set(isCareful ? [at] : [at, newest, ...unread]), unfolded: new Set() };
}

/** Opens a message, or folds it. */
export function messageToggled(state: OpenMessages, id: MessageId): OpenMessages {
  const open = new Set(state.open);
  if (!open.delete(id)) open.add(id);
  return { ...state, open };
}

/** Opens a message; it stays open if it was. */
export function messageOpened(state: OpenMessages, id: MessageId): OpenMessages {
  return state.open.has(id) ? state : messageToggled(state, id);
}

/** Opens all messages. */
export function allOpened(state: OpenMessages): OpenMessages {
  return { ...state, open: new Set([...state.open, ...state.known]) };
}

/** Makes all messages lines. */
export function allFolded(state: OpenMessages): OpenMessages {
  return { ...state, open: new Set() };
}

/** Shows lines one by one that were folded into one. */
export function linesUnfolded(state: OpenMessages, ids: readonly MessageId[]): OpenMessages {
  return { ...state, unfolded: new Set([...state.unfolded, ...ids]) };
}

/** As many lines stand beside an open message, or at the end of the conversation. */
const nearest = 2;

/** What stands in the column, from the top. */
export function itemsOf(messages: readonly ThreadMessage[], state: OpenMessages): readonly ConversationItem[] {
  if (messages.length < 2) return [{ kind: 'message', id: state.at, message: messages[0] ?? null, open: true }];
  const folded = foldedLines(messages, state);
  const items: ConversationItem[] = [];
  for (const message of messages) {
    const { id } = message;
    const last = items.at(-1);
    if (!folded.has(id)) items.push({ kind: 'message', id, message, open: state.open.has(id) });
    else if (last?.kind === 'more') items[items.length - 1] = { kind: 'more', ids: [...last.ids, id] };
    else items.push({ kind: 'more', ids: [id] });
  }
  return items;
}

/** The lines that are far from all open messages and are not unread. A line that says "1 more" takes as much room as the message. */
function foldedLines(messages: readonly ThreadMessage[], { open, unfolded }: OpenMessages): ReadonlySet<MessageId> {
  const isShown = ({ id, seen }: ThreadMessage): boolean => open.has(id) || unfolded.has(id) || !seen;
  const folded = new Set<MessageId>();
  for (let from = 0; from < messages.length; ) {
    let to = from;
    while (to < messages.length && !isShown(messages[to] as ThreadMessage)) to++;
    const start = from === 0 ? 0 : from + nearest;
    const run = messages.slice(start, Math.max(start, to - nearest));
    if (run.length > 1) for (const { id } of run) folded.add(id);
    from = to + 1;
  }
  return folded;
}

/** As many messages have their content in the document at the same time, where no more are in sight. */
const mostAlive = 8;

/**
 * Which open messages have their content in the document: all in sight, and of the others those that were in sight last.
 * @param before the last answer @param near those in sight or nearly
 * @returns the same object where nothing has changed
 */
export function aliveAfter(
  before: readonly MessageId[],
  near: readonly MessageId[],
  open: ReadonlySet<MessageId>,
): readonly MessageId[] {
  const rest = before.filter((id) => open.has(id) && !near.includes(id));
  const alive = [...near, ...rest.slice(0, Math.max(0, mostAlive - near.length))];
  const isSame = alive.length === before.length && alive.every((id) => before.includes(id));
  return isSame ? before : alive;
}
