import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { parseSearch, wordsToMark } from '../../../shared/search/query.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { rowHeight, usePreferences } from '../../stores/preferences.ts';
import { useToday } from '../../stores/today.ts';
import { openIndex, selectIndex, toggleSelectionAt } from '../actions/message-actions.ts';
import { messageItems } from '../actions/message-menu.ts';
import { openInWindow } from '../actions/reading.ts';
import { continueDraft, isInDrafts } from '../actions/writing.ts';
import { ContextMenu } from '../context-menu.tsx';
import { showsRecipient } from '../folders/folder-looks.ts';
import { openFolderOf, useMailbox } from '../mailbox-state.ts';
import { endDrag } from '../selection/drag.ts';
import { DragImage, startRowDrag } from '../selection/drag-image.tsx';
import { extendTo } from '../selection/ranges.ts';
import { isBeyondCursor, isSelected } from '../selection/selection.ts';
import { Row, type RowLook, rowElementId } from './message-row.tsx';
import { showRange } from './open-view.ts';
import { type Hovered, RowActions } from './row-actions.tsx';
import { pressInList } from './row-keys.ts';
import { rowAt } from './rows.ts';

const overscan = 8;

interface MessageListProps {
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/**
 * The messages of the open folder; only visible rows are in the document. Mounted anew each time a folder is opened.
 */
export function MessageList({ listRef }: MessageListProps) {
  const open = useMailbox((state) => state.open);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const imageRef = useRef<HTMLDivElement>(null);
  const look = useRowLook();
  const list = open?.list;
  const total = list?.total ?? 0;
  const cursor = list?.cursor ?? null;
  const virtualizer = useRows(listRef, total, cursor?.index ?? null, look.height);

  if (!open || !list) return null;
  return (
    <div className="relative h-full">
      <ContextMenu label={texts().mailbox.list.messageMenu} itemsOf={messageItems} onOpen={selectForMenu}>
        <div
          ref={listRef}
          role="listbox"
          tabIndex={0}
          aria-label={texts().mailbox.list.messages}
          aria-multiselectable="true"
          aria-activedescendant={cursor ? rowElementId(cursor.index) : undefined}
          className="group/list peer/list h-full overflow-y-auto overscroll-contain outline-none"
          onClick={(event) => {
            const index = indexUnder(event.target);
            if (index === null || !rowAt(list, index)) return;
            // A press of the mouse has already focused the list; a click by assistive technology has not.
            event.currentTarget.focus({ preventScroll: true });
            clickRow(event, index);
          }}
          onDoubleClick={(event) => {
            const row = rowAt(list, indexUnder(event.target) ?? -1);
            if (row && isInDrafts()) continueDraft();
            else if (row) openInWindow({ accountId: open.accountId, messageId: row.id });
          }}
          onKeyDown={(event) => pressInList(event, open)}
          onDragStart={(event) => startRowDrag(event, indexUnder(event.target), imageRef.current)}
          onDragEnd={endDrag}
        >
          <div role="presentation" className="relative w-full" style={{ height: total * look.height }}>
            {virtualizer.getVirtualItems().map(({ index }) => {
              const row = rowAt(list, index);
              return (
                <Row
                  key={row?.id ?? `row ${index}`}
                  row={row}
                  index={index}
                  total={total}
                  selected={isSelected(open, index, row?.id)}
                  focused={index === cursor?.index}
                  hovered={index === hovered?.index}
                  look={look}
                />
              );
            })}
          </div>
        </div>
      </ContextMenu>
      <RowActions listRef={listRef} open={open} rowHeight={look.height} hovered={hovered} onHover={setHovered} />
      <DragImage imageRef={imageRef} />
    </div>
  );
}

/** How rows are drawn now. */
function useRowLook(): RowLook {
  const compact = usePreferences(({ density }) => density === 'compact');
  const height = usePreferences(rowHeight);
  const recipient = useMailbox((state) => showsRecipient(openFolderOf(state)));
  const marks = useMailbox(({ open }) => open !== null && isBeyondCursor(open));
  const now = useToday();
  const search = useMailbox(({ open }) => open?.search?.text ?? '');
  const words = useMemo(() => wordsToMark(parseSearch(search)), [search]);
  return useMemo(
    () => ({ compact, height, recipient, marks, now, words }),
    [compact, height, recipient, marks, now, words],
  );
}

/** The rows that are in the document, and where the list is scrolled to. */
function useRows(listRef: RefObject<HTMLDivElement | null>, total: number, cursorIndex: number | null, height: number) {
  // The selected row stays in the document when it is scrolled away, so that screen readers keep their place.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (cursorIndex === null || indexes.includes(cursorIndex) || cursorIndex >= range.count) return indexes;
      return [...indexes, cursorIndex].sort((a, b) => a - b);
    },
    [cursorIndex],
  );
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => listRef.current,
    estimateSize: () => height,
    initialOffset: () => (useMailbox.getState().open?.list.first ?? 0) * height,
    overscan,
    rangeExtractor,
  });

  // Rows were added or removed above: the visible rows keep their place. Done before painting, so that nothing jumps.
  const shift = useMailbox((state) => state.open?.list.shift);
  const heightRef = useRef(height);
  useLayoutEffect(() => {
    if (shift && shift.rows !== 0 && listRef.current) listRef.current.scrollTop += shift.rows * heightRef.current;
  }, [shift, listRef]);

  // The row height changed: the first visible row stays the first.
  useLayoutEffect(() => {
    const before = heightRef.current;
    if (before === height) return;
    heightRef.current = height;
    const first = (listRef.current?.scrollTop ?? 0) / before;
    virtualizer.measure();
    if (listRef.current) listRef.current.scrollTop = first * height;
  }, [height, listRef, virtualizer]);

  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (total > 0) showRange(first, last);
  }, [first, last, total]);

  const reveal = useMailbox((state) => state.open?.list.reveal ?? 0);
  useEffect(() => {
    const index = useMailbox.getState().open?.list.cursor?.index;
    if (reveal > 0 && index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [reveal, virtualizer]);
  return virtualizer;
}

function clickRow(event: MouseEvent, index: number): void {
  // On macOS, Ctrl+click is the secondary click.
  if (event.shiftKey) extendTo(index);
  else if (event.ctrlKey || event.metaKey) toggleSelectionAt(index);
  else openIndex(index);
}

/**
 * Selects the row that the menu is about, unless it is already selected. A menu opened by keyboard is about the
 * cursor's row.
 */
function selectForMenu(target: Element, byKeyboard: boolean): Element | null {
  const { open } = useMailbox.getState();
  const index = byKeyboard ? (open?.list.cursor?.index ?? null) : indexUnder(target);
  if (!open || index === null) return null;
  const row = rowAt(open.list, index);
  if (!row) return null;
  if (!isSelected(open, index, row.id)) selectIndex(index);
  return byKeyboard ? document.getElementById(rowElementId(index)) : target;
}

function indexUnder(target: EventTarget): number | null {
  const element = target instanceof Element ? target.closest('[data-index]') : null;
  const index = Number(element?.getAttribute('data-index') ?? Number.NaN);
  return Number.isInteger(index) ? index : null;
}
