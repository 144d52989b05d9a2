import { Archive, CircleX, Mail, MailOpen, Star, Trash2 } from 'lucide-react';
import { type Dispatch, type RefObject, type SetStateAction, useEffect } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import { folderAt, moveToRoleAt, roleRefusal, toggleFlagAt, toggleSeenAt } from '../actions/message-actions.ts';
import { useMailbox } from '../mailbox-state.ts';
import { isSelected } from '../selection/selection.ts';
import type { DrawnOpen } from './drawn-open.ts';
import { rowTop, rowUnder } from './list-geometry.ts';
import type { ListScroller } from './list-scroller.ts';
import { keyOf } from './row-key.ts';
import type { RowLook } from './row-look.ts';
import { rowAt } from './rows.ts';

/** The row under the pointer. */
export interface Hovered {
  readonly index: number;
  /** Pixels from the list's upper edge. */
  readonly top: number;
}

interface RowActionsProps {
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly open: DrawnOpen;
  readonly look: RowLook;
  readonly scroller: ListScroller;
  readonly hovered: Hovered | null;
  readonly onHover: Dispatch<SetStateAction<Hovered | null>>;
}

/**
 * What can be done with the row under the pointer, laid over the end of its first line, which fades out below: one set of buttons for the whole list, outside the listbox, which may
 * hold options only. They are about that row alone; the keyboard and the menus are about the selection.
 */
export function RowActions({ listRef, open, look, scroller, hovered, onHover }: RowActionsProps) {
  useEffect(() => {
    const element = listRef.current;
    const wrapper = element?.parentElement;
    if (!element || !wrapper) return;
    const find = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse') return;
      const box = element.getBoundingClientRect();
      const { geometry } = scroller;
      const y = event.clientY - box.top + scroller.top;
      const index = rowUnder(geometry, y);
      const rowsTop = rowTop(geometry, index);
      // The scrollbar is at the end of a line: on the right, or on the left in a right-to-left window.
      const inner = box.left + element.clientLeft;
      const overScrollbar = event.clientX < inner || event.clientX > inner + element.clientWidth;
      onHover((before) => {
        if (overScrollbar || isHeading(event.target) || y < rowsTop || y >= rowsTop + geometry.rowHeight) return null;
        const top = rowsTop - scroller.top;
        return before?.index === index && before.top === top ? before : { index, top };
      });
    };
    const forget = (): void => onHover(null);
    wrapper.addEventListener('pointermove', find);
    wrapper.addEventListener('pointerleave', forget);
    wrapper.addEventListener('dragstart', forget);
    element.addEventListener('scroll', forget, { passive: true });
    return () => {
      wrapper.removeEventListener('pointermove', find);
      wrapper.removeEventListener('pointerleave', forget);
      wrapper.removeEventListener('dragstart', forget);
      element.removeEventListener('scroll', forget);
    };
  }, [listRef, onHover, scroller]);

  const row = hovered ? rowAt(open.list, hovered.index) : undefined;
  if (!hovered || !row) return null;
  const { index } = hovered;
  const words = texts().mailbox;
  const state = useMailbox.getState();
  const folder = folderAt(state, index);
  const archiveRefusal = roleRefusal(state, 'archive', folder);
  const inTrash = folder?.role === 'trash';
  return (
    <div
      role="toolbar"
      aria-label={words.list.actions}
      className={classNames(
        'absolute flex items-center gap-0.5 bg-linear-to-l from-80% ps-10 pe-1.5 rtl:bg-linear-to-r',
        isSelected(open, index, keyOf(row))
          ? 'from-selected-idle to-selected-idle/0 peer-focus/list:from-selected peer-focus/list:to-selected/0'
          : 'from-hover to-hover/0',
      )}
      style={{
        top: hovered.top + (look.compact ? 0 : 1),
        height: look.compact ? look.height : 'calc(var(--unit) * 7)',
        insetInlineEnd: scrollbarWidth(listRef.current) + 2,
      }}
      onWheel={(event) => listRef.current?.scrollBy({ top: event.deltaY })}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <IconButton
        icon={Star}
        tabIndex={-1}
        label={row.flagged ? words.row.removeStar : words.row.addStar}
        shortcut={shortcutLabel('toggle_flag')}
        className={classNames(button, row.flagged && '[&>svg]:fill-current [&>svg]:text-accent-text')}
        onClick={() => void toggleFlagAt(index)}
      />
      <IconButton
        icon={Archive}
        tabIndex={-1}
        label={archiveRefusal ?? words.row.archive}
        {...(archiveRefusal ? { 'aria-disabled': true } : { shortcut: shortcutLabel('archive') })}
        className={archiveRefusal ? 'size-6 opacity-50' : button}
        onClick={() => void moveToRoleAt(index, 'archive')}
      />
      <IconButton
        icon={inTrash ? CircleX : Trash2}
        tabIndex={-1}
        label={inTrash ? words.row.deleteForever : words.row.trash}
        shortcut={shortcutLabel('trash')}
        className={button}
        onClick={() => void moveToRoleAt(index, 'trash')}
      />
      <IconButton
        icon={row.seen ? Mail : MailOpen}
        tabIndex={-1}
        label={row.seen ? words.row.markUnread : words.row.markRead}
        shortcut={shortcutLabel('toggle_seen')}
        className={button}
        onClick={() => void toggleSeenAt(index)}
      />
    </div>
  );
}

/** As high as a line. */
const button = 'size-6 hover:bg-pressed';

function isHeading(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-date-heading]') !== null;
}

function scrollbarWidth(element: HTMLElement | null): number {
  return element ? element.offsetWidth - element.clientWidth : 0;
}
