import type { MessageId } from '../../shared/mail.ts';

/** How much of what stands before a message stays in sight when it is scrolled to, in CSS pixels: a line. */
const peek = 40;
/** A message counts as seen when so much of it is in sight, in CSS pixels, or all of it. */
const seenPart = 48;

/** An item of a conversation's column as it lies on the screen, in CSS pixels. */
interface Placed {
  readonly element: HTMLElement;
  readonly top: number;
  readonly bottom: number;
}

function placedIn(column: HTMLElement): readonly Placed[] {
  const { top } = column.getBoundingClientRect();
  return [...column.querySelectorAll<HTMLElement>('li')].map((element) => {
    const rect = element.getBoundingClientRect();
    return { element, top: rect.top - top, bottom: rect.bottom - top };
  });
}

/** The element of a message in a column. */
export function elementOf(column: HTMLElement, id: MessageId): HTMLElement | null {
  return column.querySelector<HTMLElement>(`li[data-message="${id}"]`);
}

/** Scrolls to a message, with the line before it in sight. */
export function scrollToMessage(column: HTMLElement, id: MessageId): void {
  const element = elementOf(column, id);
  if (element === null) return;
  const before = element.previousElementSibling === null ? 0 : peek;
  column.scrollTop += element.getBoundingClientRect().top - column.getBoundingClientRect().top - before;
}

/** The open messages that are in sight, or within half a page of it; and of these, those of which something can be read. */
export function openInSight(column: HTMLElement): { readonly near: MessageId[]; readonly seen: MessageId[] } {
  const { height } = column.getBoundingClientRect();
  const near: MessageId[] = [];
  const seen: MessageId[] = [];
  for (const { element, top, bottom } of placedIn(column)) {
    if (!('open' in element.dataset)) continue;
    const id = Number(element.dataset['message']) as MessageId;
    if (bottom < -height / 2 || top > height * 1.5) continue;
    near.push(id);
    const part = Math.min(bottom, height) - Math.max(top, 0);
    if (part >= Math.min(seenPart, bottom - top) && part > 0) seen.push(id);
  }
  return { near, seen };
}

/**
 * Keeps in its place what is being read, while messages above it become higher or lower. Chromium's own anchoring holds on to the top of what
 * is partly in sight, and moves what one reads at its end.
 * @param isSettled whether a message has been drawn; until then, what grows was scrolled to from below
 * @param onMoved something has another place now
 * @returns ends that
 */
export function keepPlace(
  column: HTMLElement,
  isSettled: (element: HTMLElement) => boolean,
  onMoved: () => void,
): { readonly watch: (element: HTMLElement) => () => void; readonly stop: () => void } {
  const heights = new Map<Element, number>();
  const observer = new ResizeObserver((entries) => {
    let shift = 0;
    let moved = 0;
    const changed = new Set(entries.map(({ target }) => target));
    for (const { element, top, bottom } of placedIn(column)) {
      if (!changed.has(element)) continue;
      const height = bottom - top;
      const before = heights.get(element);
      heights.set(element, height);
      if (before === undefined || before === height) continue;
      const topBefore = top - shift;
      shift += height - before;
      const isAbove = topBefore + before <= 0;
      const isCut = topBefore < 0 && !isSettled(element);
      if (isAbove || isCut) moved += height - before;
    }
    if (moved !== 0) column.scrollTop += moved;
    onMoved();
  });
  return {
    watch: (element) => {
      observer.observe(element);
      return () => {
        observer.unobserve(element);
        heights.delete(element);
      };
    },
    stop: () => observer.disconnect(),
  };
}
