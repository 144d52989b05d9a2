import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { openIndex, openSelected } from '../../stores/mailbox-actions.ts';
import { rowAt } from '../../stores/mailbox-rows.ts';
import { openFolderOf, useMailbox } from '../../stores/mailbox-state.ts';
import { useToday } from '../../stores/mailbox-today.ts';
import { showRange } from '../../stores/mailbox-view.ts';
import { showsRecipient } from './folder-looks.ts';
import { Row, rowElementId, rowHeight } from './message-row.tsx';
import { type Hovered, RowActions } from './row-actions.tsx';

const overscan = 8;

interface MessageListProps {
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/** The open folder's messages; only what is visible is in the document. Mounted anew for each opening of a folder. */
export function MessageList({ listRef }: MessageListProps) {
  const list = useMailbox((state) => state.open?.list);
  const recipient = useMailbox((state) => showsRecipient(openFolderOf(state)));
  const now = useToday();
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const total = list?.total ?? 0;
  const cursor = list?.cursor ?? null;
  const cursorIndex = cursor?.index ?? null;

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
    estimateSize: () => rowHeight,
    initialOffset: () => (useMailbox.getState().open?.list.first ?? 0) * rowHeight,
    overscan,
    rangeExtractor,
  });

  // Rows were added or removed above: what is being read stays where it is. Before painting, so that nothing jumps.
  const shift = list?.shift;
  useLayoutEffect(() => {
    if (shift && shift.rows !== 0 && listRef.current) listRef.current.scrollTop += shift.rows * rowHeight;
  }, [shift, listRef]);

  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (total > 0) showRange(first, last);
  }, [first, last, total]);

  const reveal = list?.reveal ?? 0;
  useEffect(() => {
    const index = useMailbox.getState().open?.list.cursor?.index;
    if (reveal > 0 && index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [reveal, virtualizer]);

  if (!list) return null;
  return (
    <div className="relative h-full">
      <div
        ref={listRef}
        role="listbox"
        tabIndex={0}
        aria-label="Messages"
        aria-activedescendant={cursor ? rowElementId(cursor.index) : undefined}
        className="group/list peer/list h-full overflow-y-auto overscroll-contain outline-none"
        onMouseDown={(event) => {
          // The list has the focus, never a row; its scrollbar is left alone.
          if (indexUnder(event.target) === null) return;
          event.preventDefault();
          event.currentTarget.focus({ preventScroll: true });
        }}
        onClick={(event) => {
          const index = indexUnder(event.target);
          if (index !== null && rowAt(list, index)) openIndex(index);
        }}
        onKeyDown={(event) => {
          // The other keys are use-shortcuts.ts's; Space would scroll.
          if (event.key !== ' ') return;
          event.preventDefault();
          openSelected();
        }}
      >
        <div role="presentation" className="relative w-full" style={{ height: total * rowHeight }}>
          {virtualizer.getVirtualItems().map(({ index }) => {
            const row = rowAt(list, index);
            return (
              <Row
                key={row?.id ?? `row ${index}`}
                row={row}
                index={index}
                total={total}
                selected={index === cursorIndex}
                hovered={index === hovered?.index}
                recipient={recipient}
                now={now}
              />
            );
          })}
        </div>
      </div>
      <RowActions listRef={listRef} list={list} hovered={hovered} onHover={setHovered} />
    </div>
  );
}

function indexUnder(target: EventTarget): number | null {
  const element = target instanceof Element ? target.closest('[data-index]') : null;
  const index = Number(element?.getAttribute('data-index') ?? Number.NaN);
  return Number.isInteger(index) ? index : null;
}
