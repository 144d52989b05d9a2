import { isReadable } from './visible-text.ts';

/** Elements around a hit are looked at up to this one: what is nested deeper must not cost more. */
const mostAround = 100;

/** Those hits that a person can see once they are scrolled to: not in the line that mail hides for the list's preview, for example. */
export function visibleHits(hits: readonly Range[]): Range[] {
  const known = new Map<Element, boolean>();
  return hits.filter((hit) => {
    const { width, height } = hit.getBoundingClientRect();
    const parent = hit.startContainer.parentElement;
    if (width < 1 || height < 1 || parent === null) return false;
    const before = known.get(parent);
    if (before !== undefined) return before;
    const isVisible = isReadable(parent) && !isShut(parent);
    known.set(parent, isVisible);
    return isVisible;
  });
}

/** Whether an element around it has no room for what it holds, and hides it. */
function isShut(parent: Element): boolean {
  let around: Element | null = parent;
  for (let count = 0; around !== null && count < mostAround; around = around.parentElement, count++) {
    if (around.clientHeight > 1 && around.clientWidth > 1) continue;
    const { overflow, display } = getComputedStyle(around);
    // What is in a line has no height of its own.
    if (overflow !== 'visible' && display !== 'inline') return true;
  }
  return false;
}
