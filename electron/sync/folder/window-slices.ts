import type { FetchedWindow } from './fetch-window.ts';

/** A part of a window that is stored in one transaction. */
export type WindowSlice = Pick<FetchedWindow, 'envelopes' | 'refused'>;

/**
 * Splits a window into parts of at most `rows` messages, the highest UIDs first, so that what is stored reaches down without gaps after each
 * of them. A window without messages is one empty part.
 */
export function* slicesOf({ envelopes, refused }: WindowSlice, rows: () => number): Generator<WindowSlice, void> {
  const left = [...envelopes].sort((one, other) => one.uid - other.uid);
  const refusals = [...refused].sort((one, other) => one.uid - other.uid);
  do {
    const slice = left.splice(-Math.max(1, rows()));
    const lowest = left.length === 0 ? 0 : (slice[0]?.uid ?? 0);
    const first = refusals.findIndex(({ uid }) => uid >= lowest);
    yield { envelopes: slice, refused: first < 0 ? [] : refusals.splice(first) };
  } while (left.length > 0);
}
