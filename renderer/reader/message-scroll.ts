import { scrolledFor } from './hits.ts';

/** Scrolls what is shown by a part of its visible height; negative is up. At its end already, and asked to, it says so by `endReached`. */
export type ScrollBy = (pages: number, leaves: boolean) => void;

let offered: ScrollBy | null = null;
const listeners = new Set<() => void>();

/** Says how the message that is shown is scrolled. @returns takes it back */
export function offerScrolling(scroll: ScrollBy): () => void {
  offered = scroll;
  return () => {
    if (offered === scroll) offered = null;
  };
}

/**
 * Scrolls the message that is shown, if there is one, by a part of its visible height.
 * @param leaves whether to go on to another message from its end
 */
export function scrollMessage(pages: number, leaves: boolean): void {
  offered?.(pages, leaves);
}

/** Scrolls an element; at its end already, and asked to go on, it says so instead. */
export function scrollElement(element: Element, pages: number, leaves: boolean): void {
  if (leaves && pages > 0 && isAtEnd(element)) endReached();
  else element.scrollBy({ top: pages * element.clientHeight });
}

/** Whether the end of what an element scrolls is in sight. Browsers round its heights. */
export function isAtEnd({ scrollTop, clientHeight, scrollHeight }: Element): boolean {
  return scrollTop + clientHeight >= scrollHeight - 2;
}

/** Scrolls the conversation that an element stands in to a place within it. @param top below the element's top, in CSS pixels */
export function scrollToWithin(element: Element, top: number): void {
  const column = element.closest('[data-scrolls-conversation]');
  if (column === null) return;
  column.scrollBy({ top: element.getBoundingClientRect().top + top - column.getBoundingClientRect().top });
}

/**
 * Scrolls the conversation that an element stands in until a part of the element is in sight.
 * @param top, bottom below the element's top, in CSS pixels
 */
export function revealWithin(element: Element, top: number, bottom: number): void {
  const column = element.closest('[data-scrolls-conversation]');
  if (column === null) return;
  const own = element.getBoundingClientRect().top;
  const view = { top: column.getBoundingClientRect().top, height: column.clientHeight };
  column.scrollBy({ top: scrolledFor({ top: own + top, bottom: own + bottom }, view) });
}

/** The user read on beyond the end of the message that is shown. */
export function endReached(): void {
  for (const listener of listeners) listener();
}

/** Calls back when the user reads on beyond a message's end. @returns ends that */
export function onEndReached(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
