/*
 * Browsers limit how high an element can be (Chromium: 2^25 physical pixels), which a list of 600,000 rows exceeds. So the element that is
 * scrolled is never higher than `tallest`. Near both ends a pixel of it is a pixel of the list; between them it stands for several, which only
 * a jump of the scrollbar shows: the wheel moves by the pixels of the list.
 */

/** CSS pixels: within the limit also where four physical pixels make one. */
export const tallest = 8_000_000;
/** At both ends the scale is 1:1 for this many pixels. */
const trueEnds = 400_000;

/** The height of the element that is scrolled, for a list of this height. */
export function elementHeight(height: number): number {
  return Math.min(height, tallest);
}

/**
 * Where the element is scrolled to when the list is.
 * @param top of what is visible, from the list's upper edge
 * @param height of the list
 * @param viewport the height of what is visible
 */
export function elementTop(top: number, height: number, viewport: number): number {
  return along(top, Math.max(0, height - viewport), Math.max(0, elementHeight(height) - viewport));
}

/** Where the list is scrolled to when the element is: the inverse of `elementTop`. */
export function listTop(top: number, height: number, viewport: number): number {
  return along(top, Math.max(0, elementHeight(height) - viewport), Math.max(0, height - viewport));
}

/** Translates a position of 0 to `from` into one of 0 to `to`, 1:1 near both ends. */
function along(position: number, from: number, to: number): number {
  const at = Math.min(Math.max(position, 0), from);
  if (from === to || at <= trueEnds) return Math.min(at, to);
  if (at >= from - trueEnds) return to - (from - at);
  return trueEnds + ((at - trueEnds) * (to - 2 * trueEnds)) / (from - 2 * trueEnds);
}
