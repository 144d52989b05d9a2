import { type RefObject, useCallback, useLayoutEffect } from 'react';
import type { AccountId, FolderId } from '../../../shared/mail.ts';
import { useMailbox } from '../mailbox-state.ts';
import { setExpanded } from '../memory.ts';
import { folderOf } from './folder-tree.ts';

function itemsOf(tree: HTMLElement | null): HTMLElement[] {
  return [...(tree?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
}

const level = (item: HTMLElement | undefined): number => Number(item?.getAttribute('aria-level') ?? 0);

/**
 * In a right-to-left window the left and right arrows swap, so that one always closes and the other always opens a
 * folder.
 */
function inReadingDirection(key: string): string {
  if (document.documentElement.dir !== 'rtl') return key;
  return { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[key] ?? key;
}

/** Opens or closes the folder of an item if the key asks for that; returns whether it did. */
function changed(key: string, item: HTMLElement | undefined): boolean {
  const expanded = item?.getAttribute('aria-expanded');
  const wanted = key === 'ArrowRight' ? 'false' : key === 'ArrowLeft' ? 'true' : null;
  const accountId = item?.closest('[data-account]')?.getAttribute('data-account');
  if (!item || wanted === null || expanded !== wanted || !accountId) return false;
  const folder = folderOf(
    useMailbox.getState().lists,
    accountId as AccountId,
    Number(item.dataset['folder']) as FolderId,
  );
  if (folder) setExpanded(folder, key === 'ArrowRight');
  return folder !== undefined;
}

function target(key: string, items: readonly HTMLElement[], index: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[index + 1];
    case 'ArrowUp':
      return items[index - 1];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    case 'ArrowLeft':
      return items.slice(0, index).findLast((item) => level(item) < level(items[index]));
    case 'ArrowRight':
      return level(items[index + 1]) > level(items[index]) ? items[index + 1] : undefined;
    default:
      return undefined;
  }
}

/**
 * Handles arrow keys, Home and End in the folder trees of an element. The one tab stop is the item that had the focus
 * last, else the open folder.
 */
export function useTreeKeys(ref: RefObject<HTMLElement | null>): void {
  const giveTabStop = useCallback(
    (stop: HTMLElement | undefined) => {
      for (const item of itemsOf(ref.current)) item.tabIndex = item === stop ? 0 : -1;
    },
    [ref],
  );

  useLayoutEffect(() => {
    const items = itemsOf(ref.current);
    if (items.length > 0 && !items.some((item) => item.tabIndex === 0)) giveTabStop(items[0]);
  });

  useLayoutEffect(() => {
    const trees = ref.current;
    const onFocus = ({ target: item }: FocusEvent): void => {
      if (item instanceof HTMLElement && item.getAttribute('role') === 'treeitem') giveTabStop(item);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const items = itemsOf(trees);
      const index = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
      if (index < 0) return;
      const key = inReadingDirection(event.key);
      const next = target(key, items, index);
      if (!changed(key, items[index])) {
        if (!next) return;
        next.focus();
      }
      event.preventDefault();
    };
    trees?.addEventListener('focusin', onFocus);
    trees?.addEventListener('keydown', onKeyDown);
    return () => {
      trees?.removeEventListener('focusin', onFocus);
      trees?.removeEventListener('keydown', onKeyDown);
    };
  }, [ref, giveTabStop]);
}
