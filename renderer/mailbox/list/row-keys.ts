import type { KeyboardEvent } from 'react';
import {
  extendSelection,
  openSelected,
  selectBy,
  selectNone,
  selectOneBy,
  toggleSelectionAtCursor,
} from '../actions/message-actions.ts';
import { useMailbox } from '../mailbox-state.ts';
import type { Selecting } from '../selection/selection.ts';
import { keyOver } from './row-key.ts';

/** How many rows a key moves by; null when it does not move. */
function rowsOf(key: string, { list }: Selecting): number | null {
  const page = Math.max(1, list.last - list.first - 1);
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return -list.total;
    case 'End':
      return list.total;
    default:
      return null;
  }
}

/** Whether the reader shows the cursor's message. */
function isShown({ list }: Selecting): boolean {
  const { reading } = useMailbox.getState();
  const key = list.cursor?.id;
  return reading !== null && key != null && (key === reading.messageId || key === keyOver(reading));
}

/**
 * The keys of the message list, as lists have them: arrows, Page Up and Down, Home and End select one row; with Shift they extend the selection,
 * with Ctrl they move alone, and Ctrl+Space marks; Space opens what is not shown yet, Escape gives up a selection of several. All other keys
 * are commands.
 */
export function pressInList(event: KeyboardEvent): void {
  const { open } = useMailbox.getState();
  if (open === null) return;
  const rows = rowsOf(event.key, open);
  const walking = event.ctrlKey || event.metaKey;
  if (rows !== null && !event.altKey) {
    if (event.shiftKey) extendSelection(rows);
    else if (walking) selectBy(rows);
    else selectOneBy(rows);
  } else if (event.key === ' ') {
    if (walking) toggleSelectionAtCursor();
    // The message that is shown is scrolled, wherever the focus is.
    else if (isShown(open)) return;
    else openSelected();
  } else if (event.key === 'Escape' && open.selection.ids.size > 0) selectNone();
  else return;
  event.preventDefault();
}
