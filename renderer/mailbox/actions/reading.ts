import type { AccountId, MessageId, MessageRow, ThreadMessage } from '../../../shared/mail.ts';
import { call } from '../../bridge.ts';
import { leaveComposer } from '../../compose/composers.ts';
import { readAfterMs } from '../../reader/use-column.ts';
import { isOpening, leftMessage, openingMessage } from '../../stores/opening.ts';
import { folderOf } from '../folders/folder-tree.ts';
import { isRowOf, keyOf, type MessagePlace, placeOf } from '../list/row-key.ts';
import { rowOf } from '../list/rows.ts';
import {
  folderOfRow,
  keyIn,
  type MailboxState,
  type Messages,
  type OpenList,
  type ReadingPlace,
  useMailbox,
} from '../mailbox-state.ts';
import { isBeyondCursor } from '../selection/selection.ts';

/**
 * While an arrow key is held down, the reader waits until the selection rests, so that bodies passed on the way are not
 * fetched.
 */
const settleMs = 120;
/** How many of its messages a conversation's row tells of. */
const mostTold = 100;

let settleTimer: ReturnType<typeof setTimeout> | undefined;
let readTimer: ReturnType<typeof setTimeout> | undefined;
let restless = false;
/** The messages whose read state the user set since the reader was opened for what it shows; `all`: of the whole conversation. */
let kept: ReadonlySet<MessageId> | 'all' = new Set();

/** What the reader should show; undefined while the selected row is on its way. */
function wantedMessage(state: MailboxState): ReadingPlace | null | undefined {
  const { open, narrow, readerOpen } = state;
  const cursor = open?.list.cursor;
  if (!open || !cursor || (narrow && !readerOpen) || isBeyondCursor(open)) return null;
  if (cursor.id === null) return undefined;
  const row = cursor.origin ?? cursor.id;
  const shown = rowOf(open.list, cursor.id)?.row;
  // What is being read stays, whatever becomes of its conversation's row.
  if (state.reading?.row === row && open.byThread && isStillIn(shown, state.reading.messageId)) return state.reading;
  const place = placeOf(cursor.id, open.accountId);
  const opens = shown?.conversation?.opens;
  return place && { ...place, ...(opens !== undefined && { messageId: opens }), row };
}

/** Whether a message is among those that a row tells of; not all are told of a long conversation. */
function isStillIn(row: MessageRow | undefined, messageId: MessageId): boolean {
  if (row === undefined || row.id === messageId) return true;
  const ids = row.conversation?.messageIds ?? [];
  return ids.includes(messageId) || ids.length >= mostTold;
}

function isSame(a: MessagePlace | null | undefined, b: MessagePlace | null | undefined): boolean {
  return a?.messageId === b?.messageId && a?.accountId === b?.accountId;
}

function show(place: ReadingPlace | null): void {
  if (!isSame(useMailbox.getState().reading, place)) useMailbox.setState({ reading: place, beside: null });
}

/** The user just set the read state of these messages: those of them that are open are not marked as read until they are selected again. */
export function keepSeenState({ place, keys, byThread }: Messages): void {
  const { reading, open } = useMailbox.getState();
  if (reading === null || kept === 'all') return;
  const own = keys.flatMap((key) => {
    const message = placeOf(key, place.accountId);
    return message?.accountId === reading.accountId ? [message.messageId] : [];
  });
  const readKey = open && keyIn(open, reading);
  const rows = byThread === true && open ? keys.map((key) => rowOf(open.list, key)?.row) : [];
  const isWhole = readKey !== null && rows.some((row) => row !== undefined && isRowOf(row, readKey));
  kept = isWhole ? 'all' : new Set([...kept, ...own]);
  if (isKept(reading.messageId)) clearTimeout(readTimer);
}

function isKept(messageId: MessageId): boolean {
  return kept === 'all' || kept.has(messageId);
}

/** Something of an unread message was in sight for a while, in the conversation that is open: it counts as read. */
export function sawMessage(accountId: AccountId, message: ThreadMessage): void {
  const { open, reading } = useMailbox.getState();
  if (reading === null || isKept(message.id)) return;
  if (open !== null && isRestored(open, reading)) return;
  void call('mail.setSeen', { accountId, messageIds: [message.id], seen: true });
}

/** One of several messages is about to be drawn; where others are, Heron has ended at those until all are drawn. */
export function openingAmong(accountId: AccountId, message: ThreadMessage): void {
  if (isOpening()) return;
  const path = folderOf(useMailbox.getState().lists, accountId, message.folderId)?.path ?? '';
  openingMessage({ accountId, messageId: message.id, path });
}

/** The user asked for exactly this message: it is shown and counts as read at once. */
export function readAtOnce(): void {
  const wanted = wantedMessage(useMailbox.getState());
  if (!wanted) return;
  // What is being written is kept as a draft, and makes room.
  void leaveComposer();
  clearTimeout(settleTimer);
  clearTimeout(readTimer);
  kept = new Set();
  show(wanted);
  markRead(wanted);
}

/** Shows the oldest unread message of the conversation that is open. @returns whether there is one but the shown one */
export function readOn(): boolean {
  const { open, reading, beside } = useMailbox.getState();
  const row = open?.list.cursor?.id ? rowOf(open.list, open.list.cursor.id)?.row : undefined;
  const opens = row?.conversation?.opens;
  const shown = beside?.message.id ?? reading?.messageId;
  if (!open || !reading || row === undefined || row.seen || opens === undefined || opens === shown) return false;
  const next = { ...reading, messageId: opens };
  clearTimeout(settleTimer);
  clearTimeout(readTimer);
  useMailbox.setState({ reading: next, beside: null });
  markRead(next);
  return true;
}

function markRead({ accountId, messageId, row }: ReadingPlace): void {
  const { open } = useMailbox.getState();
  const key = open && (row ?? keyIn(open, { accountId, messageId }));
  if (!open || key === null || rowOf(open.list, key)?.row.seen !== false) return;
  void call('mail.setSeen', { accountId, messageIds: [messageId], seen: true });
}

function selectionMoved(wanted: ReadingPlace | null): void {
  clearTimeout(settleTimer);
  clearTimeout(readTimer);
  kept = new Set();
  if (useMailbox.getState().beside) useMailbox.setState({ beside: null });
  const { open } = useMailbox.getState();
  if (open?.restored && !(wanted && isRestored(open, wanted)))
    useMailbox.setState({ open: { ...open, restored: null } });
  if (!wanted) {
    show(null);
    if (useMailbox.getState().readerOpen) useMailbox.setState({ readerOpen: false });
    return;
  }
  if (!restless) show(wanted);
  restless = true;
  settleTimer = setTimeout(() => {
    restless = false;
    show(wanted);
    const now = useMailbox.getState().open;
    if (now && isRestored(now, wanted)) return;
    readTimer = setTimeout(() => {
      if (!isKept(wanted.messageId)) markRead(wanted);
    }, readAfterMs - settleMs);
  }, settleMs);
}

/** Whether this message was shown again after a restart, alone or for its conversation. */
function isRestored(open: OpenList, wanted: ReadingPlace): boolean {
  if (open.restored === null) return false;
  return open.restored === keyIn(open, wanted) || open.restored === wanted.row;
}

/** Main has to know it before the reader draws the message, which it does after this. */
function readingChanged({ reading, open, lists }: MailboxState): void {
  const key = reading && open && (reading.row ?? keyIn(open, reading));
  const row = open && key ? rowOf(open.list, key)?.row : undefined;
  if (reading)
    openingMessage({
      accountId: reading.accountId,
      messageId: reading.messageId,
      path: open?.path ?? (row && folderOfRow({ open, lists }, row)?.path) ?? '',
    });
  else leftMessage();
}

/** Lets the reader follow the selection; returns the function that stops this. */
export function followSelection(): () => void {
  let before = wantedMessage(useMailbox.getState());
  const stop = useMailbox.subscribe((state, { reading }) => {
    if (state.reading !== reading) readingChanged(state);
    const wanted = wantedMessage(state);
    if (wanted === undefined || isSame(wanted, before)) return;
    before = wanted;
    selectionMoved(wanted);
  });
  return () => {
    stop();
    clearTimeout(settleTimer);
    clearTimeout(readTimer);
    restless = false;
  };
}

/** Shows the message of a row in a window of its own. */
export function openRowInWindow(open: Pick<OpenList, 'accountId'>, row: MessageRow): void {
  const message = placeOf(keyOf(row), open.accountId);
  if (message) openInWindow(message);
}

/** Shows a message in a window of its own. */
export function openInWindow(message: { readonly accountId: AccountId; readonly messageId: MessageId }): void {
  const { accountId, messageId } = message;
  void call('mail.openWindow', { accountId, messageId });
}
