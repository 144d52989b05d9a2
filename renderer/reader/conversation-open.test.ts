import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId, ThreadMessage } from '../../shared/mail.ts';
import {
  aliveAfter,
  allFolded,
  allOpened,
  conversationShown,
  itemsOf,
  linesUnfolded,
  messageToggled,
  type OpenMessages,
} from './conversation-open.ts';

const id = (number: number) => number as MessageId;

function messages(count: number, unread: readonly number[] = []): ThreadMessage[] {
  return Array.from({ length: count }, (_each, index) => ({
    ...{ id: id(index + 1), subject: 'The boat', snippet: '', folderId: 1 as FolderId, folderName: 'Inbox' },
    ...{ from: { name: '', address: 'a@x.test' }, to: { name: '', address: 'b@x.test' }, receivedAt: index },
    ...{ seen: !unread.includes(index + 1), flagged: false, answered: false, forwarded: false, markedDeleted: false },
    ...{ hasAttachments: false, unfetched: false },
  }));
}

const openOf = ({ open }: OpenMessages) => [...open].sort((a, b) => a - b);
const column = (all: readonly ThreadMessage[], state: OpenMessages) =>
  itemsOf(all, state).map((item) =>
    item.kind === 'more' ? `+${item.ids.length}` : item.open ? `[${item.id}]` : item.id,
  );

describe('the open messages of a conversation', () => {
  it('are the unread ones, the newest one, and the one that the list led to', () => {
    const state = conversationShown(null, id(4), messages(9, [4, 6]), false);
    expect(openOf(state)).toEqual([4, 6, 9]);
    expect(conversationShown(state, id(4), messages(9), false)).toBe(state);
  });

  it('is the one alone until the conversation is known', () => {
    const alone = conversationShown(null, id(4), [], false);
    expect(column([], alone)).toEqual(['[4]']);
    expect(openOf(conversationShown(alone, id(4), messages(9, [6]), false))).toEqual([4, 6, 9]);
  });

  it('are also those that arrive unread, while those marked as unread and those that came read stay lines', () => {
    const state = conversationShown(null, id(3), messages(3), false);
    expect(openOf(conversationShown(state, id(3), messages(5, [1, 5]), false))).toEqual([3, 5]);
  });

  it('stay open where the list leads to another one of them, and are others in another conversation', () => {
    const state = messageToggled(conversationShown(null, id(9), messages(9), false), id(2));
    expect(openOf(conversationShown(state, id(5), messages(9), false))).toEqual([2, 5, 9]);
    expect(openOf(conversationShown(state, id(50), [], false))).toEqual([50]);
  });

  it('R3 is one alone after Heron ended while it showed them', () => {
    expect(openOf(conversationShown(null, id(4), messages(9, [1, 2, 4]), true))).toEqual([4]);
  });
});

describe('the column of a conversation', () => {
  it('folds lines that are far from open messages, none alone and none unread', () => {
    const all = messages(20, []);
    const state = messageToggled(conversationShown(null, id(20), all, false), id(8));
    expect(column(all, state)).toEqual(['+5', 6, 7, '[8]', 9, 10, '+7', 18, 19, '[20]']);
    const folded = itemsOf(all, state).find((item) => item.kind === 'more');
    expect(column(all, linesUnfolded(state, folded?.ids ?? []))).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      '[8]',
      9,
      10,
      '+7',
      18,
      19,
      '[20]',
    ]);
    const few = messages(5);
    expect(column(few, conversationShown(null, id(5), few, false))).toEqual(['+2', 3, 4, '[5]']);
    const unread = messages(6, [2]);
    const closed = allFolded(conversationShown(null, id(6), unread, false));
    expect(column(unread, closed)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('opens and folds all', () => {
    const all = messages(3);
    const state = conversationShown(null, id(3), all, false);
    expect(column(all, allOpened(state))).toEqual(['[1]', '[2]', '[3]']);
    expect(column(all, allFolded(state))).toEqual([1, 2, 3]);
  });
});

describe('the messages whose content is drawn', () => {
  const open = new Set(Array.from({ length: 500 }, (_each, index) => id(index + 1)));

  it('are those in sight and those that were in sight last, eight at most', () => {
    let alive: readonly MessageId[] = [];
    for (let at = 1; at <= 20; at++) alive = aliveAfter(alive, [id(at), id(at + 1)], open);
    expect([...alive].sort((a, b) => a - b)).toEqual([14, 15, 16, 17, 18, 19, 20, 21]);
    expect(aliveAfter(alive, [id(20), id(21)], open)).toBe(alive);
  });

  it('are all in sight, and none that was folded', () => {
    const ten = Array.from({ length: 10 }, (_each, index) => id(index + 1));
    expect(aliveAfter([], ten, open)).toEqual(ten);
    expect(aliveAfter(ten, [id(1)], new Set([id(1), id(3)]))).toEqual([1, 3]);
  });
});
