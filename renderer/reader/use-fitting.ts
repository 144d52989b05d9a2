import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of a toolbar button with its gap, in CSS pixels at the medium text size, whose root element has letters of 13 px. */
const toolWidth = 30;
const mediumText = 13;

/**
 * How many toolbar buttons fit into a row beside one more button; at least one.
 * @param around the width of everything else in the row, in CSS pixels at the medium text size
 * @param scale how much larger than at the medium text size everything is
 */
export function fittingTools(rowWidth: number, around: number, count: number, scale = 1): number {
  return Math.min(count, Math.max(1, Math.floor((rowWidth / scale - around) / toolWidth) - 1));
}

/** Computes `fittingTools` for a row, again whenever its width changes. Until the width is known, all buttons fit. */
export function useFitting(row: RefObject<HTMLElement | null>, around: number, count: number): number {
  const [{ width, scale }, setSize] = useState({ width: 0, scale: 1 });
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const measure = (): void => {
      const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || mediumText;
      setSize({ width: element.clientWidth, scale: Math.max(1, letters / mediumText) });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [row]);
  return width === 0 ? count : fittingTools(width, around, count, scale);
}
