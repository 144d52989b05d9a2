import type { AccountId, Folder, FolderId } from '../../../shared/mail.ts';
import { accountsOf, copyTo, messageCount, moveTo, selectIndex, sourceOf } from '../actions/message-actions.ts';
import { keyOf } from '../list/row-key.ts';
import { rowAt } from '../list/rows.ts';
import { type Messages, messagesOf, useMailbox } from '../mailbox-state.ts';
import { isSelected, selectedIds } from './selection.ts';

let stopWatching = (): void => {};

/**
 * Starts to drag messages by a row: the whole selection if the row is in it, else the row alone.
 * @returns the number of messages; 0 when the row is not loaded
 */
export function startDrag(index: number): number {
  const before = useMailbox.getState().open;
  const row = before && rowAt(before.list, index);
  if (!before || !row) return 0;
  if (!isSelected(before, index, keyOf(row))) selectIndex(index);
  const { open } = useMailbox.getState();
  if (!open) return 0;
  const messages = messagesOf(open, selectedIds(open));
  useMailbox.setState({ drag: messages });
  // The row may leave the document while it is dragged, and then `dragend` is never fired. Pointer moves come only
  // after the drag.
  const end = (): void => endDrag();
  window.addEventListener('pointermove', end, { once: true });
  stopWatching = () => window.removeEventListener('pointermove', end);
  return messageCount(messages);
}

/** Ends a drag: the messages were dropped, or the user pressed Escape. */
export function endDrag(): void {
  stopWatching();
  if (useMailbox.getState().drag) useMailbox.setState({ drag: null });
}

/** The folder that dragged messages come from, asked for by each folder in the sidebar: found out once. */
const origins = new WeakMap<Messages, { readonly accounts: readonly AccountId[]; readonly folder: FolderId | null }>();

function originOf(drag: Messages) {
  const known = origins.get(drag);
  if (known) return known;
  const found = { accounts: accountsOf(drag), folder: sourceOf(drag) };
  origins.set(drag, found);
  return found;
}

/** Whether messages that are dragged may be dropped on a folder: another one that holds mail, of any account. */
export function acceptsDrop(drag: Messages | null, folder: Folder): boolean {
  if (!drag || !isMoveTarget(folder)) return false;
  const { accounts, folder: source } = originOf(drag);
  return source !== folder.id || accounts.some((accountId) => accountId !== folder.accountId);
}

/**
 * Whether messages can be moved to a folder at all: the folders of starred and of all mail only show messages of other
 * folders.
 */
export function isMoveTarget(folder: Folder): boolean {
  return folder.selectable && folder.role !== 'flagged' && folder.role !== 'all';
}

/** Whether a drag copies: with Ctrl, or Alt (on macOS Option), as file managers do. */
export function isCopying({ ctrlKey, altKey }: { readonly ctrlKey: boolean; readonly altKey: boolean }): boolean {
  return ctrlKey || altKey;
}

/** Moves or copies the dragged messages to the folder that they are dropped on. */
export async function dropOn(folder: Folder, isCopy: boolean): Promise<void> {
  const { drag } = useMailbox.getState();
  endDrag();
  if (drag && acceptsDrop(drag, folder)) await (isCopy ? copyTo : moveTo)(drag, folder);
}
