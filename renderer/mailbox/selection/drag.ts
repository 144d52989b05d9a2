import type { Folder } from '../../../shared/mail.ts';
import { moveTo, selectIndex } from '../actions/message-actions.ts';
import { rowAt } from '../list/rows.ts';
import { type Drag, useMailbox } from '../mailbox-state.ts';
import { isSelected, selectedIds } from './selection.ts';

let stopWatching = (): void => {};

/**
 * Messages begin to be dragged by a row: the selection, or that row alone when it is not selected.
 * @returns how many; 0 when the row is not here
 */
export function startDrag(index: number): number {
  const before = useMailbox.getState().open;
  const row = before && rowAt(before.list, index);
  if (!before || !row) return 0;
  if (!isSelected(before, index, row.id)) selectIndex(index);
  const { open } = useMailbox.getState();
  if (!open) return 0;
  const messageIds = selectedIds(open);
  useMailbox.setState({ drag: { accountId: open.accountId, folderId: open.folderId, messageIds } });
  // The dragged row may leave the document, and then its `dragend` is never heard; while dragging no pointer moves.
  const end = (): void => endDrag();
  window.addEventListener('pointermove', end, { once: true });
  stopWatching = () => window.removeEventListener('pointermove', end);
  return messageIds.length;
}

/** Messages are no longer dragged: dropped, or Escape. */
export function endDrag(): void {
  stopWatching();
  if (useMailbox.getState().drag) useMailbox.setState({ drag: null });
}

/** Whether messages that are dragged may be dropped on a folder: another one of the same account that holds mail. */
export function acceptsDrop(drag: Drag | null, folder: Folder): boolean {
  if (!drag || drag.accountId !== folder.accountId || drag.folderId === folder.id) return false;
  return isMoveTarget(folder);
}

/** Whether messages can be moved to a folder at all: starred and all mail are views of what is elsewhere. */
export function isMoveTarget(folder: Folder): boolean {
  return folder.selectable && folder.role !== 'flagged' && folder.role !== 'all';
}

/** They are dropped on a folder. */
export async function dropOn(folder: Folder): Promise<void> {
  const { drag } = useMailbox.getState();
  endDrag();
  if (drag && acceptsDrop(drag, folder)) await moveTo(drag, folder);
}
