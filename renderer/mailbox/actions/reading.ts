import type { AccountId, MessageId, MessageRow } from '../../../shared/mail.ts';
import { call } from '../../bridge.ts';
import { leaveComposer } from '../../compose/composers.ts';
import { leftMessage, openingMessage } from '../../stores/opening.ts';
import { folderOf } from '../folders/folder-tree.ts';
import { keyOf, keyOver, type MessagePlace, placeOf, type RowKey } from '../list/row-key.ts';
import { rowOf } from '../list/rows.ts';
import { folderOfRow, type MailboxState, type OpenList, useMailbox } from '../mailbox-state.ts';
import { isBeyondCursor } from '../selection/selection.ts';

/**
 * While an arrow key is held down, the reader waits until the selection rests, so that bodies passed on the way are not
 * fetched.
 */
const settleMs = 120;
/**
 * A message that was only selected counts as read after this time; one that was clicked or opened with Enter does at
 * once.
 */
const readAfterMs = 1000;

let settleTimer: ReturnType<typeof setTimeout> | undefined;
let readTimer: ReturnType<typeof setTimeout> | undefined;
let restless = false;

/** What the reader should show; undefined while the selected row is on its way. */
function wantedMessage(state: MailboxState): MessagePlace | null | undefined {
  const { open, narrow, readerOpen } = state;
  const cursor = open?.list.cursor;
  if (!open || !cursor || (narrow && !readerOpen) || isBeyondCursor(open)) return null;
  return cursor.id === null ? undefined : placeOf(cursor.id, open.accountId);
}

function isSame(a: MessagePlace | null | undefined, b: MessagePlace | null | undefined): boolean {
  return a?.messageId === b?.messageId && a?.accountId === b?.accountId;
}

function show(place: MessagePlace | null): void {
  if (!isSame(useMailbox.getState().reading, place)) useMailbox.setState({ reading: place, beside: null });
}

/** The user just set the open message's read state: it is not marked as read until it is selected again. */
export function keepSeenState(): void {
  clearTimeout(readTimer);
}

/** The user asked for exactly this message: it is shown and counts as read at once. */
export function readAtOnce(): void {
  const wanted = wantedMessage(useMailbox.getState());
  if (!wanted) return;
  // What is being written is kept as a draft, and makes room.
  void leaveComposer();
  clearTimeout(settleTimer);
  clearTimeout(readTimer);
  show(wanted);
  markRead(wanted);
}

function markRead({ accountId, messageId }: MessagePlace): void {
  const { open } = useMailbox.getState();
  const key = open && keyIn(open, { accountId, messageId });
  if (!open || key === null || rowOf(open.list, key)?.row.seen !== false) return;
  void call('mail.setSeen', { accountId, messageIds: [messageId], seen: true });
}

/** The key that a message has in a list, whether or not it is there; null in a list of another account. */
function keyIn({ list, accountId }: OpenList, place: MessagePlace): RowKey | null {
  // The cursor's key says which kind of keys the list has.
  if (typeof list.cursor?.id === 'string') return keyOver(place);
  return accountId === place.accountId ? place.messageId : null;
}

function selectionMoved(wanted: MessagePlace | null): void {
  clearTimeout(settleTimer);
  clearTimeout(readTimer);
  if (useMailbox.getState().beside) useMailbox.setState({ beside: null });
  const { open } = useMailbox.getState();
  if (open?.restored && !(wanted && open.restored === keyIn(open, wanted)))
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
    if (now?.restored && now.restored === keyIn(now, wanted)) return;
    readTimer = setTimeout(() => markRead(wanted), readAfterMs - settleMs);
  }, settleMs);
}

/** Main has to know it before the reader draws the message, which it does after this. */
function readingChanged({ reading, beside, open, lists }: MailboxState): void {
  if (beside) {
    const { accountId, message } = beside;
    openingMessage({
      accountId,
      messageId: message.id,
      path: folderOf(lists, accountId, message.folderId)?.path ?? '',
    });
    return;
  }
  const key = reading && open && keyIn(open, reading);
  const row = open && key ? rowOf(open.list, key)?.row : undefined;
  if (reading)
    openingMessage({ ...reading, path: open?.path ?? (row && folderOfRow({ open, lists }, row)?.path) ?? '' });
  else leftMessage();
}

/** Lets the reader follow the selection; returns the function that stops this. */
export function followSelection(): () => void {
  let before = wantedMessage(useMailbox.getState());
  const stop = useMailbox.subscribe((state, { reading, beside }) => {
    if (state.reading !== reading || state.beside?.message.id !== beside?.message.id) readingChanged(state);
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
