import { describe, expect, it } from 'vitest';
import type { MessageId, MessageRow } from '../../../shared/mail.ts';
import { emptyList, type ListState, pageRows } from '../list/rows.ts';
import { exampleRow } from '../mailbox-example.ts';
import { cursorLeaves, cursorMoved } from './cursor.ts';
import {
  allSelected,
  anchorIndex,
  cursorToggled,
  cursorWalked,
  isBeyondCursor,
  isSelected,
  loadedIds,
  noSelection,
  oneChosen,
  rangeAimed,
  rangeBetween,
  rangeSelected,
  rowToggled,
  type Selecting,
  selectedCount,
  selectedIds,
  selectionCleared,
  selectionFollowed,
  selectionLimit,
} from './selection.ts';

/** A list whose rows are all here, newest first. */
function listOf(ids: readonly number[], total = ids.length, firstPage = 0): ListState {
  const rows: MessageRow[] = ids.map((id) => exampleRow(id));
  const pages = new Map<number, readonly MessageRow[]>();
  for (let at = 0; at < rows.length; at += pageRows)
    pages.set(firstPage + at / pageRows, rows.slice(at, at + pageRows));
  return { ...emptyList, revision: 1, latest: 1, total, pages };
}

const opened = (ids: readonly number[] = [9, 8, 7, 6, 5, 4, 3, 2, 1]): Selecting => ({
  list: listOf(ids),
  selection: noSelection,
});
const extended = (open: Selecting, index: number): Selecting => {
  const aimed = rangeAimed(open, index);
  const { start, count } = rangeBetween(anchorIndex(aimed) ?? 0, index);
  return rangeSelected(aimed, loadedIds(aimed.list, start, count) ?? []);
};

describe('what an action is about', () => {
  it('is nothing without a cursor, the cursor’s message alone, or what is selected', () => {
    expect(selectedIds(opened())).toEqual([]);
    const one = oneChosen(opened(), 2);
    expect(selectedIds(one)).toEqual([7]);
    expect(isBeyondCursor(one)).toBe(false);
    const several = rowToggled(one, 4);
    expect(selectedIds(several)).toEqual([7, 5]);
    expect(selectedCount(several)).toBe(2);
    expect(isBeyondCursor(several)).toBe(true);
    expect(several.list.cursor?.id).toBe(5);
  });

  it('is told in the list’s order, whatever the order of the clicks', () => {
    const clicked = rowToggled(rowToggled(oneChosen(opened(), 6), 1), 4);
    expect(selectedIds(clicked)).toEqual([8, 5, 3]);
  });

  it('is one message again after a click, an arrow or Escape', () => {
    const several = rowToggled(oneChosen(opened(), 2), 4);
    expect(selectedIds(oneChosen(several, 0))).toEqual([9]);
    expect(selectedIds(selectionCleared(several))).toEqual([5]);
    const clear = selectionCleared(opened());
    expect(selectionCleared(clear)).toBe(clear);
  });
});

describe('marking one by one', () => {
  it('adds the cursor’s row with X, takes it away again, and leaves the cursor', () => {
    const marked = cursorToggled(oneChosen(opened(), 2));
    expect([...marked.selection.ids]).toEqual([7]);
    expect(isBeyondCursor(marked)).toBe(false);
    expect(cursorToggled(marked).selection.ids.size).toBe(0);
  });

  it('keeps the marks while J and K walk on, and acts on them, not on where the cursor is', () => {
    const walked = cursorWalked(cursorToggled(oneChosen(opened(), 2)), 3);
    expect(selectedIds(walked)).toEqual([7]);
    expect(isBeyondCursor(walked)).toBe(true);
    expect(isSelected(walked, 3, 6 as MessageId)).toBe(false);
    expect(selectedIds(cursorToggled(walked))).toEqual([7, 6]);
  });

  it('takes away the row that is clicked once more with Ctrl', () => {
    const three = rowToggled(rowToggled(oneChosen(opened(), 0), 2), 4);
    expect(selectedIds(rowToggled(three, 2))).toEqual([9, 5]);
  });

  it('does nothing with a row that is still on its way', () => {
    const open: Selecting = { list: listOf([9, 8], 50), selection: noSelection };
    expect(rowToggled(open, 40)).toBe(open);
    expect(cursorToggled({ ...open, list: cursorMoved(open.list, 40) }).selection).toBe(noSelection);
  });
});

describe('ranges', () => {
  it('go from the cursor to the row, grow and shrink around their anchor', () => {
    const down = extended(oneChosen(opened(), 3), 5);
    expect(selectedIds(down)).toEqual([6, 5, 4]);
    expect(selectedIds(extended(down, 4))).toEqual([6, 5]);
    expect(selectedIds(extended(down, 1))).toEqual([8, 7, 6]);
  });

  it('add to what was marked before, and give up only what they took themselves', () => {
    const marked = rowToggled(oneChosen(opened(), 0), 4);
    const long = extended(marked, 7);
    expect(selectedIds(long)).toEqual([9, 5, 4, 3, 2]);
    expect(selectedIds(extended(long, 5))).toEqual([9, 5, 4]);
  });

  it('begin anew after a single choice', () => {
    const again = extended(oneChosen(extended(oneChosen(opened(), 0), 2), 6), 7);
    expect(selectedIds(again)).toEqual([3, 2]);
  });

  it('say when a row is not here, so that main is asked', () => {
    expect(loadedIds(listOf([9, 8], 50), 0, 3)).toBeNull();
    expect(loadedIds(listOf([9, 8], 50), 0, 2)).toEqual([9, 8]);
  });

  it('find their anchor again by its message when mail arrived above it', () => {
    const aimed = rangeAimed(oneChosen(opened(), 1), 3);
    const moved = { ...aimed, list: listOf([11, 10, 9, 8, 7, 6]) };
    expect(anchorIndex(aimed)).toBe(1);
    expect(anchorIndex(moved)).toBe(3);
    expect(anchorIndex({ ...aimed, list: listOf([400, 399], 900) })).toBeNull();
  });

  it('are cut at the limit on the far side', () => {
    expect(rangeBetween(5, 99_999)).toEqual({ start: 5, count: selectionLimit });
    expect(rangeBetween(99_999, 5)).toEqual({ start: 99_999 - selectionLimit + 1, count: selectionLimit });
    expect(rangeBetween(7, 7)).toEqual({ start: 7, count: 1 });
  });
});

describe('when the list changes', () => {
  it('forgets messages that are certainly gone, and keeps those that may be elsewhere in it', () => {
    const open = allSelected(opened(), [9, 8, 5, 1] as MessageId[]);
    // Only the second page is loaded: which messages are newer or older is not known.
    const deep = listOf([7, 6, 4], 900, 1);
    expect([...selectionFollowed(open.selection, deep).ids]).toEqual([9, 8, 1]);
    const whole = listOf([9, 7, 6]);
    expect([...selectionFollowed(open.selection, whole).ids]).toEqual([9]);
    expect(selectionFollowed(open.selection, listOf([])).ids.size).toBe(0);
  });

  it('knows that from the order of the rows: the oldest first is the other way round, and others tell nothing', () => {
    const { selection } = allSelected(opened(), [9, 8, 5, 1] as MessageId[]);
    expect([...selectionFollowed(selection, listOf([4, 6, 7], 900, 1), 'oldest').ids]).toEqual([9, 8, 1]);
    expect([...selectionFollowed(selection, listOf([6, 7, 9]), 'oldest').ids]).toEqual([9]);
    expect(selectionFollowed(selection, listOf([7, 9, 6]), 'sender')).toBe(selection);
    expect(selectionFollowed(selection, listOf([]), 'sender')).toBe(noSelection);
  });

  it('keeps its object when nothing is gone', () => {
    const { selection } = allSelected(opened(), [9, 8] as MessageId[]);
    expect(selectionFollowed(selection, listOf([9, 8, 7]))).toBe(selection);
    expect(selectionFollowed(noSelection, listOf([1]))).toBe(noSelection);
  });

  it('takes ten thousand selected messages in its stride', () => {
    const ids = Array.from({ length: selectionLimit }, (_, index) => (20_000 - index) as MessageId);
    const { selection } = allSelected(opened(), ids);
    const list = listOf(
      Array.from({ length: 1200 }, (_, index) => 19_999 - index),
      100_000,
    );
    expect(selectionFollowed(selection, list).ids.size).toBe(selectionLimit - 1);
  });
});

describe('moving a selection away', () => {
  it('takes the cursor to the first message after all of it', () => {
    const { list } = extended(oneChosen(opened(), 2), 4);
    expect(cursorLeaves(list, [7, 6, 5] as MessageId[]).cursor?.id).toBe(4);
    const up = extended(oneChosen(opened(), 4), 2);
    expect(cursorLeaves(up.list, [7, 6, 5] as MessageId[]).cursor?.id).toBe(4);
  });

  it('takes it to the message before when nothing comes after', () => {
    const { list } = extended(oneChosen(opened(), 8), 6);
    expect(cursorLeaves(list, [3, 2, 1] as MessageId[]).cursor?.id).toBe(4);
  });

  it('waits at the start of the selection when no other row is here', () => {
    const { list } = extended(oneChosen(opened([9, 8, 7]), 0), 2);
    expect(cursorLeaves(list, [9, 8, 7] as MessageId[], 0).cursor).toEqual({ index: 0, id: 7 });
  });

  it('leaves the cursor where it is when its message stays', () => {
    const list = cursorMoved(opened().list, 0);
    expect(cursorLeaves(list, [5, 4] as MessageId[]).cursor?.id).toBe(9);
  });
});
