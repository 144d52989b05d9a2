import { describe, expect, it } from 'vitest';
import type { AccountId, Folder, FolderId } from '../../../shared/mail.ts';
import { folderOpened, initialMailbox, type OpenList } from '../mailbox-state.ts';
import { cursorMoved } from '../selection/cursor.ts';
import { drawnAfter } from './drawn-open.ts';
import { rangeShown } from './list-windows.ts';

const inbox: Pick<Folder, 'accountId' | 'id' | 'path'> = {
  accountId: '11111111-1111-4111-8111-111111111111' as AccountId,
  id: 1 as FolderId,
  path: 'INBOX',
};

function opened(): OpenList {
  const { open } = folderOpened(initialMailbox, inbox);
  if (open === null) throw new Error('Nothing is open.');
  return { ...open, list: { ...open.list, total: 1_000 } };
}

describe('what is drawn of the open list', () => {
  it('stays the same object while the list is only scrolled', () => {
    const before = opened();
    expect(drawnAfter(before, { ...before, list: rangeShown(before.list, 300, 320) })).toBe(before);
  });

  it('is another one as soon as anything else changes, also while the list is scrolled', () => {
    const before = opened();
    const scrolled = rangeShown(before.list, 300, 320);
    for (const after of [
      { ...before, list: { ...scrolled, total: 1_001 } },
      { ...before, list: { ...scrolled, pages: new Map() } },
      { ...before, list: cursorMoved(scrolled, 310) },
      { ...before, list: scrolled, selection: { ...before.selection, ids: new Set<never>() } },
      { ...before, list: scrolled, order: 'oldest' as const },
    ]) {
      expect(drawnAfter(before, after)).toBe(after);
    }
  });

  it('is nothing when the list is closed, and what is open when it is opened', () => {
    const open = opened();
    expect(drawnAfter(open, null)).toBeNull();
    expect(drawnAfter(null, open)).toBe(open);
  });
});
