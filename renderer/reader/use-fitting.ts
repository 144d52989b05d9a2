import { type RefObject, useLayoutEffect, useState } from 'react';

/** The subject's minimum width in CSS pixels, and its minimum share of the band; toolbar buttons make room for it. */
const subjectMin = 160;
const subjectShare = 0.4;
/** The width of a toolbar button with its gap, in CSS pixels at the medium text size. */
const toolWidth = 30;

/**
 * How many toolbar buttons fit into a band beside the subject and one more button; at least one.
 * @param around the width of everything else in the band, in CSS pixels
 */
export function fittingTools(bandWidth: number, around: number, count: number): number {
  const left = bandWidth - around - Math.max(subjectMin, bandWidth * subjectShare);
  return Math.min(count, Math.max(1, Math.floor(left / toolWidth) - 1));
}

/** Computes `fittingTools` for a band, again whenever its width changes. Until the width is known, all buttons fit. */
export function useFitting(band: RefObject<HTMLElement | null>, around: number, count: number): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = band.current;
    if (!element) return;
    const measure = (): void => setWidth(element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [band]);
  return width === 0 ? count : fittingTools(width, around, count);
}
