import { type FocusEvent, type KeyboardEvent, useCallback, useEffect, useRef } from 'react';

function itemsOf(tree: HTMLElement | null): HTMLElement[] {
  return [...(tree?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
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
    case 'ArrowLeft': {
      const level = (item: HTMLElement | undefined): number => Number(item?.getAttribute('aria-level'));
      return items.slice(0, index).findLast((item) => level(item) < level(items[index]));
    }
    default:
      return undefined;
  }
}

/** Arrow keys, Home and End in a tree of folders, whose one tab stop is where the focus was last, else the open folder. */
export function useTreeKeys() {
  const ref = useRef<HTMLDivElement>(null);

  const giveTabStop = useCallback((stop: HTMLElement | undefined) => {
    for (const item of itemsOf(ref.current)) item.tabIndex = item === stop ? 0 : -1;
  }, []);

  useEffect(() => {
    const items = itemsOf(ref.current);
    if (items.length > 0 && !items.some((item) => item.tabIndex === 0)) giveTabStop(items[0]);
  });

  const onFocus = useCallback(
    (event: FocusEvent<HTMLElement>) => {
      if (event.target.getAttribute('role') === 'treeitem') giveTabStop(event.target);
    },
    [giveTabStop],
  );

  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const items = itemsOf(ref.current);
    const index = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
    if (index < 0) return;
    const next = target(event.key, items, index);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }, []);

  return { ref, onFocus, onKeyDown };
}
