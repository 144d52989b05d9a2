import { type MouseEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { parseSearch, wordsToMark } from '../../../shared/search/query.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { headingHeight, rowHeight, usePreferences } from '../../stores/preferences.ts';
import { useToday } from '../../stores/today.ts';
import { openIndex, selectIndex, toggleSelectionAt } from '../actions/message-actions.ts';
import { messageItems } from '../actions/message-menu.ts';
import { openRowInWindow } from '../actions/reading.ts';
import { continueDraft, isInDrafts } from '../actions/writing.ts';
import { ContextMenu } from '../context-menu.tsx';
import { showsRecipient } from '../folders/folder-looks.ts';
import { openFolderOf, useMailbox } from '../mailbox-state.ts';
import { endDrag } from '../selection/drag.ts';
import { DragImage, startRowDrag } from '../selection/drag-image.tsx';
import { extendTo } from '../selection/ranges.ts';
import { isBeyondCursor, isSelected } from '../selection/selection.ts';
import { dateTimes } from './date-groups.ts';
import { DateHeadings } from './date-headings.tsx';
import { useDrawnOpen } from './drawn-open.ts';
import { groupsOf, heightOf, type ListGeometry, rowTop } from './list-geometry.ts';
import type { Visible } from './list-scroller.ts';
import { dayBegun } from './list-windows.ts';
import { Row, rowElementId } from './message-row.tsx';
import { changeList } from './open-view.ts';
import { type Hovered, RowActions } from './row-actions.tsx';
import { keyOf } from './row-key.ts';
import { pressInList } from './row-keys.ts';
import type { RowLook } from './row-look.ts';
import { rowAt } from './rows.ts';
import { elementHeight } from './scroll-scale.ts';
import { useScrolling } from './use-scrolling.ts';

const overscan = 8;

interface MessageListProps {
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/**
 * The messages of the open folder, or of a search; only visible rows are in the document. The results of another search take the place of those that
 * were listed in the same element, so that only rows that differ are drawn at each letter that is typed.
 */
export function MessageList({ listRef }: MessageListProps) {
  const open = useDrawnOpen();
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const imageRef = useRef<HTMLDivElement>(null);
  const look = useRowLook();
  const list = open?.list;
  const total = list?.total ?? 0;
  const cursor = list?.cursor ?? null;
  const geometry = useGeometry(look.height);
  const run = open?.run ?? 0;
  const { visible, scroller } = useScrolling(listRef, geometry, run);
  useSetSize(listRef, total);
  const [hoveredRun, setHoveredRun] = useState(run);
  // The pointer has not been over a row of another run's list yet.
  if (hoveredRun !== run) {
    setHoveredRun(run);
    setHovered(null);
  }

  if (!open || !list) return null;
  return (
    <div className="@container/list relative h-full">
      <ContextMenu label={texts().mailbox.list.messageMenu} itemsOf={messageItems} onOpen={selectForMenu}>
        <div
          ref={listRef}
          role="listbox"
          tabIndex={0}
          aria-label={texts().mailbox.list.messages}
          aria-multiselectable="true"
          aria-activedescendant={cursor ? rowElementId(cursor.index) : undefined}
          className="group/list peer/list h-full overflow-y-auto overscroll-contain outline-none [overflow-anchor:none]"
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
            else if (row) openRowInWindow(open, row);
          }}
          onKeyDown={pressInList}
          onDragStart={(event) => startRowDrag(event, indexUnder(event.target), imageRef.current)}
          onDragEnd={endDrag}
        >
          <div role="presentation" className="relative w-full" style={{ height: elementHeight(heightOf(geometry)) }}>
            {drawnRows(visible, total, cursor?.index ?? null).map((index) => {
              const row = rowAt(list, index);
              return (
                <Row
                  key={row ? keyOf(row) : `row ${index}`}
                  row={row}
                  index={index}
                  top={rowTop(geometry, index) - visible.base}
                  selected={isSelected(open, index, row && keyOf(row))}
                  focused={index === cursor?.index}
                  hovered={index === hovered?.index}
                  look={look}
                />
              );
            })}
            <DateHeadings geometry={geometry} visible={visible} />
          </div>
        </div>
      </ContextMenu>
      <RowActions
        listRef={listRef}
        open={open}
        look={look}
        scroller={scroller}
        hovered={hovered}
        onHover={setHovered}
      />
      <DragImage imageRef={imageRef} />
    </div>
  );
}

/**
 * Says in each row that is drawn how many rows there are. Not as a property of the rows: while a folder is downloaded their number changes all the
 * time, and all that is visible would be drawn anew each time.
 */
function useSetSize(listRef: RefObject<HTMLDivElement | null>, total: number): void {
  useLayoutEffect(() => {
    const size = String(total);
    for (const row of listRef.current?.querySelectorAll('[role=option]') ?? [])
      if (row.getAttribute('aria-setsize') !== size) row.setAttribute('aria-setsize', size);
  });
}

/** How rows are drawn now. */
function useRowLook(): RowLook {
  const compact = usePreferences(({ density }) => density === 'compact');
  const preview = usePreferences(({ previewLines }) => previewLines);
  const tiles = usePreferences(({ senderTiles }) => senderTiles);
  const height = usePreferences(rowHeight);
  const headings = useMailbox(({ open }) => open?.list.dates !== null);
  const recipient = useMailbox((state) => showsRecipient(openFolderOf(state)));
  const marks = useMailbox(({ open }) => open !== null && isBeyondCursor(open));
  const now = useToday();
  // Another day has begun, or the language has other weeks.
  usePreferences(({ spokenLanguage }) => spokenLanguage);
  const times = dateTimes();
  useEffect(() => {
    const dates = useMailbox.getState().open?.list.dates;
    if (dates && dates.times !== times) changeList(dayBegun);
  }, [times]);
  const search = useMailbox(({ open }) => open?.search?.text ?? '');
  const words = useMemo(() => wordsToMark(parseSearch(search)), [search]);
  return useMemo(
    () => ({ compact, preview, tiles, height, headings, recipient, marks, now, words }),
    [compact, preview, tiles, height, headings, recipient, marks, now, words],
  );
}

/**
 * The rows that are in the document: what is visible, with some around it, and the selected row also when it is scrolled away, so that screen
 * readers keep their place.
 */
function drawnRows({ first, last }: Visible, total: number, cursor: number | null): number[] {
  const from = Math.max(0, first - overscan);
  const to = Math.min(total - 1, last + overscan);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  if (cursor === null || cursor >= total || (cursor >= from && cursor <= to)) return indexes;
  return cursor < from ? [cursor, ...indexes] : [...indexes, cursor];
}

/** Where rows and headings stand now. */
function useGeometry(rowHeight: number): ListGeometry {
  const total = useMailbox(({ open }) => open?.list.total ?? 0);
  const dates = useMailbox(({ open }) => open?.list.dates ?? null);
  const isComing = useMailbox(({ open }) => open?.search === null && open.order === 'newest' && open.list.revision < 0);
  const heading = usePreferences(headingHeight);
  const groups = useMemo(() => groupsOf({ dates, total }, isComing), [dates, total, isComing]);
  return useMemo(() => ({ total, rowHeight, headingHeight: heading, groups }), [total, rowHeight, heading, groups]);
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
  if (!isSelected(open, index, keyOf(row))) selectIndex(index);
  return byKeyboard ? document.getElementById(rowElementId(index)) : target;
}

function indexUnder(target: EventTarget): number | null {
  const element = target instanceof Element ? target.closest('[data-index]') : null;
  const index = Number(element?.getAttribute('data-index') ?? Number.NaN);
  return Number.isInteger(index) ? index : null;
}
