import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountId, FolderId, MessageId, MessageRow, ThreadMessage } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { showBeside } from './actions/beside.ts';
import {
  moveSelectionToRole,
  openIndex,
  selectIndex,
  toggleSeenSelection,
  toggleSelectionAt,
} from './actions/message-actions.ts';
import { openNextUnread } from './actions/next-unread.ts';
import { sawMessage } from './actions/reading.ts';
import { undoLast } from './actions/undo.ts';
import { orderOf } from './list/list-order.ts';
import { chooseOrder, openFolder } from './list/open-view.ts';
import { rowPeople } from './list/row-people.ts';
import { adaId, type ExampleMailbox, exampleRow, replies, startMailbox } from './mailbox-example.ts';
import { keyIn, useMailbox } from './mailbox-state.ts';

const as = (id: number): MessageId => id as MessageId;

/** A conversation whose messages in the folder have these ids, newest first. */
function talk(ids: readonly number[], opens = ids[0] ?? 0, seen = true): MessageRow {
  const people = [{ name: 'Anna', address: 'anna@navy.test' }];
  return {
    ...exampleRow(ids[0] ?? 0, seen),
    conversation: { count: ids.length, people, opens: as(opens), messageIds: ids.map(as) },
  };
}

const state = () => useMailbox.getState();
const reading = () => state().reading?.messageId;

let mailbox: ExampleMailbox;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  mailbox.stop();
  vi.useRealTimers();
});

describe('a list of conversations', () => {
  it('opens one at its oldest unread message, and goes on to the others before other rows', async () => {
    mailbox = await startMailbox([exampleRow(30, false), talk([20, 12, 11], 12, false), exampleRow(5)]);
    openIndex(1);
    expect(reading()).toBe(12);
    expect(mailbox.called('mail.setSeen')).toEqual([{ accountId: adaId, messageIds: [12], seen: true }]);
    await mailbox.tell(1, [exampleRow(30, false), talk([20, 12, 11], 20, false), exampleRow(5)]);
    expect(reading()).toBe(12);
    await openNextUnread();
    expect(reading()).toBe(20);
    await mailbox.tell(1, [exampleRow(30, false), talk([20, 12, 11]), exampleRow(5)]);
    await openNextUnread();
    expect(reading()).toBe(30);
  });

  it('keeps cursor, reader and selection when a reply moves the conversation to the top', async () => {
    mailbox = await startMailbox([exampleRow(30), talk([20, 12]), exampleRow(5)]);
    openIndex(1);
    await mailbox.tell(1, [talk([40, 20, 12], 40, false), exampleRow(30), exampleRow(5)]);
    vi.advanceTimersByTime(5_000);
    expect(state().open?.list.cursor).toMatchObject({ index: 0, id: 40 });
    expect(reading()).toBe(20);
    expect(mailbox.called('mail.setSeen')).toEqual([]);
    toggleSelectionAt(2);
    await mailbox.tell(1, [talk([50, 40, 20, 12]), exampleRow(30), exampleRow(5)]);
    expect([...(state().open?.selection.ids ?? [])].sort()).toEqual([5, 50]);
  });

  it('goes to another of its messages when the shown one is gone', async () => {
    mailbox = await startMailbox([talk([20, 12, 11], 12, false), exampleRow(5)]);
    openIndex(0);
    expect(reading()).toBe(12);
    await mailbox.tell(1, [talk([20, 11]), exampleRow(5)]);
    vi.advanceTimersByTime(200);
    expect(reading()).toBe(20);
  });

  it('acts on the whole of it by one call, and on a single message as ever', async () => {
    mailbox = await startMailbox([talk([20, 12]), exampleRow(5)]);
    openIndex(0);
    mailbox.fake.answers['mail.moveToRole'] = success({ count: 2, undoId: null });
    await moveSelectionToRole('trash');
    selectIndex(1);
    await moveSelectionToRole('trash');
    expect(mailbox.called('mail.moveToRole')).toEqual([
      { accountId: adaId, messageIds: [20], byThread: true, role: 'trash' },
      { accountId: adaId, messageIds: [5], role: 'trash' },
    ]);
  });
});

describe('the order of a list', () => {
  it('is kept for each folder, and lists messages alone where it is not by time', async () => {
    mailbox = await startMailbox([exampleRow(30), exampleRow(5)]);
    chooseOrder('sender');
    await replies();
    const [, trash] = mailbox.folders;
    if (trash === undefined) throw new Error('There is no trash.');
    await openFolder(trash);
    await replies();
    chooseOrder('oldest');
    await openFolder({ accountId: adaId, id: 1 as FolderId, path: 'INBOX' });
    await replies();
    expect(mailbox.called('mail.openView')).toEqual([
      { accountId: adaId, folderId: 1, byThread: true },
      { accountId: adaId, folderId: 1, order: 'sender' },
      { accountId: adaId, folderId: 2, byThread: true },
      { accountId: adaId, folderId: 2, byThread: true, order: 'oldest' },
      { accountId: adaId, folderId: 1, order: 'sender' },
    ]);
    chooseOrder('newest');
    expect(orderOf({ accountId: adaId, id: 1 as FolderId, path: 'INBOX' })).toBe('newest');
    localStorage.setItem('heron-list-orders', '[["x"],{"a":1},["y","upside down"]]');
    expect(orderOf({ accountId: adaId, id: 1 as FolderId, path: 'INBOX' })).toBe('newest');
  });
});

describe('what is selected in a list by sender', () => {
  it('is given up where main says that it is gone', async () => {
    mailbox = await startMailbox([exampleRow(30), exampleRow(20), exampleRow(5)]);
    chooseOrder('sender');
    await replies();
    mailbox.fake.answers['mail.absent'] = ({ messageIds }) =>
      success({ messageIds: messageIds.filter((id) => id > 9) });
    for (const index of [0, 1, 2]) toggleSelectionAt(index);
    await mailbox.tell(1, [exampleRow(30)]);
    await replies();
    expect(mailbox.called('mail.absent')).toMatchObject([{ messageIds: [20, 5] }]);
    expect([...(state().open?.selection.ids ?? [])].sort()).toEqual([30, 5]);
  });
});

describe('a read state that was set by hand', () => {
  const message = (id: number, seen = false): ThreadMessage => ({
    ...exampleRow(id, seen),
    folderId: 1 as FolderId,
    folderName: 'Inbox',
  });
  const setSeen = () =>
    mailbox.called('mail.setSeen').map((input) => (input as { messageIds: number[]; seen: boolean }).messageIds);

  it('stays for that message alone, while the others of the conversation are read', async () => {
    mailbox = await startMailbox([talk([20, 12, 11], 11, false), exampleRow(5)]);
    selectIndex(0);
    await replies();
    showBeside(adaId, message(12, true));
    await toggleSeenSelection();
    sawMessage(adaId, message(12));
    sawMessage(adaId, message(20));
    vi.advanceTimersByTime(2_000);
    expect(setSeen()).toEqual([[12], [20], [11]]);
  });

  it('stays for all of the conversation where its row was marked, until it is selected again', async () => {
    mailbox = await startMailbox([talk([20, 12, 11], 11, false), exampleRow(5)]);
    selectIndex(0);
    await replies();
    await toggleSeenSelection();
    for (const id of [12, 20]) sawMessage(adaId, message(id));
    vi.advanceTimersByTime(2_000);
    expect(setSeen()).toEqual([[20]]);
    selectIndex(1);
    selectIndex(0);
    sawMessage(adaId, message(12));
    expect(setSeen()).toEqual([[20], [12]]);
  });
});

describe('what a row of a conversation names', () => {
  const own = new Set(['ada@contoso.test']);
  const named = (...people: readonly (readonly [string, string])[]): string =>
    rowPeople(
      {
        ...exampleRow(1),
        conversation: {
          ...{ count: 9, opens: as(1), messageIds: [as(1)] },
          people: people.map(([name, address]) => ({ name, address })),
        },
      },
      false,
      own,
    );

  it('is everybody by the first name, the user as "me"', () => {
    expect(named(['Anna Berg', 'a@x.test'], ['Hopper, Grace', 'g@x.test'], ['Ada', 'ADA@contoso.test'])).toBe(
      'Anna, Grace, me',
    );
  });

  it('is who began and who came last where they are many; whole names in scripts without blanks', () => {
    expect(named(['Anna', 'a@x'], ['Bo', 'b@x'], ['王小明', 'c@x'], ['', 'dora@x.test'])).toBe('Anna … 王小明, dora');
  });

  it('is the sender alone, by the whole name, where one wrote all of it', () => {
    expect(named(['Sender 1', 's1@contoso.test'])).toBe('Sender 1');
  });
});

describe('the key of a row', () => {
  const other = 'other' as AccountId;
  it('is found again for undoing between a folder and a search of everything', async () => {
    mailbox = await startMailbox([exampleRow(20), exampleRow(5)]);
    const { open } = state();
    if (open === null) throw new Error('nothing is open');
    const everything = { ...open, search: { text: 'x', filters: [], scope: 'everything' as const } };
    expect(keyIn(open, { accountId: adaId, messageId: as(20) })).toBe(20);
    expect(keyIn(open, { accountId: other, messageId: as(20) })).toBeNull();
    expect(keyIn(everything, { accountId: other, messageId: as(20) })).toBe('20@other');
    // What was done among the results is undone in the folder: the cursor finds its message there.
    const { accountId, folderId, path, over } = open;
    if (over !== null) throw new Error('a folder is open');
    useMailbox.setState({
      undo: [
        {
          ...{
            place: { accountId, folderId, path, over },
            keys: [`20@${adaId}`],
            steps: [{ accountId, undoId: 'u' as never }],
          },
          ...{ like: 'archive', words: () => '', count: 1, shown: true, at: Date.now() },
        },
      ],
    });
    mailbox.fake.answers['mail.undo'] = success({ undone: 1, late: 0 });
    await undoLast();
    await replies();
    expect(state().open?.list.cursor?.id).toBe(20);
  });
});
