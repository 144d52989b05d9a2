import type { FetchedWindow } from './fetch-window.ts';

/** A part of a window that is stored in one transaction. */
export type WindowSlice = Pick<FetchedWindow, 'envelopes' | 'refused'>;

/**
 * Splits a window into parts of at most `rows` messages, the lowest UIDs first: SQLite fills the pages of its trees where keys are added in ascending order,
 * and leaves half of each empty where they go down. A window without messages is one empty part.
 */
export function* slicesOf({ envelopes, refused }: WindowSlice, rows: () => number): Generator<WindowSlice, void> {
  const left = [...envelopes].sort((one, other) => one.uid - other.uid);
  const refusals = [...refused].sort((one, other) => one.uid - other.uid);
  do {
    const slice = left.splice(0, Math.max(1, rows()));
    const next = left[0]?.uid ?? Number.POSITIVE_INFINITY;
    const behind = refusals.findIndex(({ uid }) => uid >= next);
    yield { envelopes: slice, refused: refusals.splice(0, behind < 0 ? refusals.length : behind) };
  } while (left.length > 0);
}
