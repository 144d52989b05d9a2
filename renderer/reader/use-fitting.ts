import { type RefObject, useLayoutEffect, useState } from 'react';

/** The subject's share of the band, in CSS pixels and of its width; the tools give way to it. */
const subjectMin = 160;
const subjectShare = 0.4;
/** A tool with its gap, at the medium text size. */
const toolWidth = 30;

/**
 * How many tools fit into a band beside the subject and one more button, at least one.
 * @param around what else stands in the band, in CSS pixels
 */
export function fittingTools(bandWidth: number, around: number, count: number): number {
  const left = bandWidth - around - Math.max(subjectMin, bandWidth * subjectShare);
  return Math.min(count, Math.max(1, Math.floor(left / toolWidth) - 1));
}

/** The same for an element, as its width changes. Before it has one, all fit. */
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
