import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMailbox } from '../mailbox-state.ts';
import type { ListGeometry } from './list-geometry.ts';
import { ListScroller, type Visible } from './list-scroller.ts';
import { showRange } from './open-view.ts';

const nothing: Visible = { first: 0, last: -1, base: 0 };

/**
 * What of the list is visible; the list is told, so that it fetches those rows, and follows its cursor and its rows.
 * @param run which opening the list is of: each begins where that says, in the same element
 */
export function useScrolling(
  listRef: RefObject<HTMLDivElement | null>,
  geometry: ListGeometry,
  run: number,
): { readonly visible: Visible; readonly scroller: ListScroller } {
  const [scroller] = useState(() => new ListScroller());
  const [visible, setVisible] = useState(nothing);
  const shift = useMailbox((state) => state.open?.list.shift);
  const takenShift = useRef(shift);
  const begun = useRef<number | null>(null);

  const look = useRef(() => {
    const now = scroller.visible();
    setVisible((before) => (isSame(before, now) ? before : now));
  });

  // Before painting, so that nothing jumps.
  useLayoutEffect(() => {
    const element = listRef.current;
    if (element === null) return;
    const rows = shift === takenShift.current ? 0 : (shift?.rows ?? 0);
    takenShift.current = shift;
    if (begun.current === run) scroller.geometryChanged(geometry, rows);
    else scroller.begin(element, geometry, useMailbox.getState().open?.list.first ?? 0);
    begun.current = run;
    look.current();
  }, [geometry, shift, run, scroller, listRef]);

  useEffect(() => {
    const element = listRef.current;
    if (element === null) return;
    // Drawn in the frame of the scrolling itself: rows never come after the place that they belong to.
    const follow = (): void => flushSync(look.current);
    let frame = 0;
    const onScroll = (): void => {
      cancelAnimationFrame(frame);
      scroller.scrolled();
      follow();
    };
    const onRest = (): void => {
      cancelAnimationFrame(frame);
      // Scrolling that is not animated ends with each of its steps, so the one after it is waited for: the scrollbar's place moves all rows.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          scroller.rested();
          follow();
        });
      });
    };
    const observer = new ResizeObserver(() => {
      scroller.resized();
      look.current();
    });
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('scrollend', onRest, { passive: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('scrollend', onRest);
    };
  }, [listRef, scroller]);

  const { first, last } = visible;
  // Another run's list is told as well, though the same rows are visible of it.
  useEffect(() => {
    if (last >= first && useMailbox.getState().open?.run === run) showRange(first, last);
  }, [first, last, run]);

  const reveal = useMailbox((state) => state.open?.list.reveal ?? 0);
  // The cursor of another run's list was moved as often, perhaps.
  useEffect(() => {
    const { open } = useMailbox.getState();
    const index = open?.list.cursor?.index;
    if (reveal === 0 || open?.run !== run || index === undefined) return;
    scroller.reveal(index);
    look.current();
  }, [reveal, run, scroller]);
  return { visible, scroller };
}

function isSame(a: Visible, b: Visible): boolean {
  return a.first === b.first && a.last === b.last && a.base === b.base;
}
