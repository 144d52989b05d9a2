import { useRef } from 'react';
import { type OpenList, useMailbox } from '../mailbox-state.ts';
import type { ListState } from './rows.ts';

type WithoutList<T> = T extends unknown ? Omit<T, 'list'> : never;

/** What is open, as far as it is drawn: without what scrolling alone changes, which the list's own `Visible` tells. */
export type DrawnOpen = WithoutList<OpenList> & { readonly list: Omit<ListState, ScrolledPart> };

type ScrolledPart = (typeof scrolledParts)[number];
const scrolledParts = ['first', 'last', 'anchor'] as const satisfies readonly (keyof ListState)[];

/**
 * What is open. Answers the same object until something other than the place that it is scrolled to has changed, so that each step of scrolling draws the
 * rows that came into view, and not the pane around them or the list a second time.
 */
export function useDrawnOpen(): DrawnOpen | null {
  const drawn = useRef<OpenList | null>(null);
  return useMailbox(({ open }) => {
    drawn.current = drawnAfter(drawn.current, open);
    return drawn.current;
  });
}

/** `drawn`, where what is open now is drawn in the same way; else what is open now. */
export function drawnAfter(drawn: OpenList | null, open: OpenList | null): OpenList | null {
  if (drawn === null || open === null) return open;
  const isSame = differingKeys(drawn, open).every((key) => key === 'list');
  const scrolled: readonly string[] = scrolledParts;
  return isSame && differingKeys(drawn.list, open.list).every((key) => scrolled.includes(key)) ? drawn : open;
}

/** The properties in which two objects of the same shape differ. */
function differingKeys<T extends object>(one: T, other: T): string[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].filter((key) => !Object.is(Reflect.get(one, key), Reflect.get(other, key)));
}
