import { Mail, MailOpen, Trash2 } from 'lucide-react';
import { type Dispatch, type RefObject, type SetStateAction, useEffect } from 'react';
import { classNames } from '../../components/class-names.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { toggleSeen, trashAt, trashRefusal } from '../../stores/mailbox-actions.ts';
import { type ListState, rowAt } from '../../stores/mailbox-rows.ts';
import { rowHeight } from './message-row.tsx';

/** The row under the pointer. */
export interface Hovered {
  readonly index: number;
  /** Pixels from the list's upper edge. */
  readonly top: number;
}

interface RowActionsProps {
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly list: ListState;
  readonly hovered: Hovered | null;
  readonly onHover: Dispatch<SetStateAction<Hovered | null>>;
}

/**
 * What can be done with the row under the pointer, laid over its right end: one set of buttons for the whole list, outside the listbox, which may
 * hold options only. The keyboard has U and Delete.
 */
export function RowActions({ listRef, list, hovered, onHover }: RowActionsProps) {
  useEffect(() => {
    const element = listRef.current;
    const wrapper = element?.parentElement;
    if (!element || !wrapper) return;
    const find = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse') return;
      const box = element.getBoundingClientRect();
      const index = Math.floor((event.clientY - box.top + element.scrollTop) / rowHeight);
      const overScrollbar = event.clientX > box.left + element.clientWidth;
      onHover((before) => {
        if (overScrollbar) return null;
        const top = index * rowHeight - element.scrollTop;
        return before?.index === index && before.top === top ? before : { index, top };
      });
    };
    const forget = (): void => onHover(null);
    wrapper.addEventListener('pointermove', find);
    wrapper.addEventListener('pointerleave', forget);
    element.addEventListener('scroll', forget, { passive: true });
    return () => {
      wrapper.removeEventListener('pointermove', find);
      wrapper.removeEventListener('pointerleave', forget);
      element.removeEventListener('scroll', forget);
    };
  }, [listRef, onHover]);

  const row = hovered ? rowAt(list, hovered.index) : undefined;
  if (!hovered || !row) return null;
  const refusal = trashRefusal();
  return (
    <div
      role="toolbar"
      aria-label="Message under the pointer"
      className={classNames(
        'absolute flex h-[51px] items-center gap-0.5 ps-2 pe-1.5',
        list.cursor?.index === hovered.index ? 'bg-selected-idle peer-focus/list:bg-selected' : 'bg-hover',
      )}
      style={{ top: hovered.top + 2, insetInlineEnd: scrollbarWidth(listRef.current) + 2 }}
      onWheel={(event) => listRef.current?.scrollBy({ top: event.deltaY })}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <IconButton
        icon={row.seen ? Mail : MailOpen}
        tabIndex={-1}
        label={row.seen ? 'Mark as unread' : 'Mark as read'}
        shortcut="U"
        className="hover:bg-pressed"
        onClick={() => void toggleSeen(hovered.index)}
      />
      <IconButton
        icon={Trash2}
        tabIndex={-1}
        label={refusal ?? 'Move to trash'}
        {...(refusal ? { 'aria-disabled': true } : { shortcut: 'Delete' })}
        className={refusal ? 'opacity-50' : 'hover:bg-pressed'}
        onClick={() => void trashAt(hovered.index)}
      />
    </div>
  );
}

function scrollbarWidth(element: HTMLElement | null): number {
  return element ? element.offsetWidth - element.clientWidth : 0;
}
