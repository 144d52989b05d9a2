import { type RefObject, useEffect } from 'react';
import { useAccounts } from '../../stores/accounts.ts';
import {
  isReaderOver,
  leaveReader,
  openSelected,
  selectBy,
  selectIndex,
  toggleSeen,
  trashAt,
} from '../../stores/mailbox-actions.ts';
import { useMailbox } from '../../stores/mailbox-state.ts';

const typing = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]';

/** What a key does in the list itself; null when the list has no use for it. */
function listKey(key: string): (() => void) | null {
  const list = useMailbox.getState().open?.list;
  if (!list || list.total === 0) return null;
  const page = Math.max(1, list.last - list.first - 1);
  switch (key) {
    case 'ArrowDown':
      return () => selectBy(list.cursor ? 1 : 0);
    case 'ArrowUp':
      return () => selectBy(list.cursor ? -1 : 0);
    case 'PageDown':
      return () => selectBy(page);
    case 'PageUp':
      return () => selectBy(-page);
    case 'Home':
      return () => selectIndex(0);
    case 'End':
      return () => selectIndex(list.total - 1);
    case 'Enter':
      return list.cursor ? openSelected : null;
    default:
      return null;
  }
}

/** What a key does wherever the focus is in the mailbox. */
function messageKey(key: string): (() => void) | null {
  const cursor = useMailbox.getState().open?.list.cursor;
  const mac = useAccounts.getState().info?.platform === 'darwin';
  switch (key) {
    case 'j':
      return () => selectBy(cursor ? 1 : 0);
    case 'k':
      return () => selectBy(cursor ? -1 : 0);
    case 'u':
      return cursor ? () => void toggleSeen() : null;
    case 'Delete':
      return cursor ? () => void trashAt() : null;
    case 'Backspace':
      return cursor && mac ? () => void trashAt() : null;
    default:
      return null;
  }
}

/** The mailbox's keys: in the list arrows, Page Up and Down, Home, End, Enter; everywhere J, K, U, Delete, Escape. */
export function useShortcuts(listRef: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const escapeKey = (target: Element): (() => void) | null => {
      const list = listRef.current;
      if (isReaderOver()) return leaveReader;
      return list && !list.contains(target) ? () => list.focus({ preventScroll: true }) : null;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(target instanceof Element) || target.closest(typing) || document.querySelector('[role="dialog"]')) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const inList = target === document.body || (listRef.current?.contains(target) ?? false);
      // Delete in the sidebar would look as if it were about the folder.
      const inTree = target.closest('[role="tree"]') !== null;
      const act =
        key === 'Escape' ? escapeKey(target) : ((inList ? listKey(key) : null) ?? (inTree ? null : messageKey(key)));
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [listRef]);
}
