import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageId, ViewId } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { useAccounts } from '../stores/accounts.ts';
import { showInboxOf, useUi } from '../stores/ui.ts';
import {
  moveSelectionTo,
  moveSelectionToRole,
  openIndex,
  selectBy,
  selectIndex,
  setSeenSelection,
  toggleSeenSelection,
} from './actions/message-actions.ts';
import { openFolder, reopenFolder } from './list/open-view.ts';
import { rowAt } from './list/rows.ts';
import {
  adaId,
  adaView,
  type ExampleMailbox,
  exampleFolder,
  exampleRow,
  replies,
  startMailbox,
} from './mailbox-example.ts';
import { useMailbox, viewOpened, widthChanged } from './mailbox-state.ts';

const tenRows = Array.from({ length: 10 }, (_, index) => exampleRow(10 - index, index % 2 === 0));
const open = () => useMailbox.getState().open;
const cursorId = () => open()?.list.cursor?.id;
const idAt = (index: number) => {
  const { list } = open() ?? {};
  return list && rowAt(list, index)?.id;
};

let mailbox: ExampleMailbox;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  mailbox.stop();
  vi.useRealTimers();
});

describe('opening a folder', () => {
  it('opens the inbox by itself with two calls: the view and its first rows', async () => {
    mailbox = await startMailbox(tenRows);
    expect(mailbox.called('mail.openView')).toEqual([{ accountId: adaId, folderId: 1, byThread: true }]);
    expect(mailbox.called('mail.rows')).toMatchObject([{ viewId: 'view-1', start: 0, count: 100 }]);
    expect(idAt(0)).toBe(10);
  });

  it('opens the inbox of an account that was just added, once', async () => {
    mailbox = await startMailbox(tenRows);
    const [first] = mailbox.called('mail.openView');
    await openFolder(exampleFolder(2, 'Archive', 'archive'));
    showInboxOf(adaId);
    await vi.advanceTimersByTimeAsync(0);
    expect(mailbox.called('mail.openView').at(-1)).toEqual(first);
    expect(useUi.getState()).toMatchObject({ inboxOf: null, screen: { kind: 'mailbox' } });
  });

  it('shows the rows of a never-seen folder as soon as main says that there are some', async () => {
    mailbox = await startMailbox([]);
    expect(mailbox.called('mail.rows')).toHaveLength(1);
    await mailbox.tell(1, tenRows);
    expect(idAt(9)).toBe(1);
  });

  it('drops the late view of a folder that was left, and closes it', async () => {
    mailbox = await startMailbox(tenRows);
    const answers: (() => void)[] = [];
    mailbox.fake.answers['mail.rows'] = success({ revision: 1, total: 0, rows: [] });
    mailbox.fake.answers['mail.openView'] = ({ folderId }) =>
      new Promise((resolve) => {
        const viewId = `late-${folderId}` as ViewId;
        answers.push(() => resolve(success({ viewId, revision: 1, total: 0 })));
      });
    const [, trash, empty] = mailbox.folders;
    if (trash) void openFolder(trash);
    if (empty) void openFolder(empty);
    for (const answer of answers.reverse()) {
      answer();
      await replies();
    }
    expect(open()).toMatchObject({ folderId: 3, view: { kind: 'ready', viewId: 'late-3' } });
    expect(mailbox.called('mail.closeView')).toEqual([{ viewId: 'view-1' }, { viewId: 'late-2' }]);
  });

  it('drops late rows of a folder that was left', async () => {
    mailbox = await startMailbox(tenRows);
    let answer = (): void => {};
    mailbox.fake.answers['mail.rows'] = () =>
      new Promise((resolve) => {
        answer = () => resolve(success({ revision: 9, total: 1, rows: [exampleRow(666)] }));
      });
    mailbox.fake.emit('mail.viewChanged', { viewId: 'view-1' as ViewId, revision: 9, total: 11 });
    const empty = mailbox.folders[2];
    mailbox.fake.answers['mail.openView'] = success({ viewId: 'view-2' as ViewId, revision: 1, total: 0 });
    const lateAnswer = answer;
    if (empty) void openFolder(empty);
    await replies();
    lateAnswer();
    await replies();
    expect(open()).toMatchObject({ folderId: 3 });
    expect(idAt(0)).toBeUndefined();
  });

  it('takes over news that come before the answer, and none of other views', async () => {
    mailbox = await startMailbox(tenRows);
    mailbox.fake.answers['mail.openView'] = 'never';
    reopenFolder();
    mailbox.fake.emit('mail.viewChanged', { viewId: 'mine' as ViewId, revision: 4, total: 40 });
    mailbox.fake.emit('mail.viewChanged', { viewId: 'other' as ViewId, revision: 9, total: 90 });
    const state = useMailbox.getState();
    const opened = viewOpened(state, state.open?.run ?? 0, { viewId: 'mine' as ViewId, revision: 3, total: 30 });
    expect(opened.open?.list).toMatchObject({ latest: 4, total: 40 });
    expect(viewOpened(opened, 999, { viewId: 'x' as ViewId, revision: 1, total: 1 })).toBe(opened);
  });

  it('finds the open folder again when the cache was rebuilt, and the inbox when the folder is gone', async () => {
    mailbox = await startMailbox(tenRows);
    const empty = mailbox.folders[2];
    if (empty) await openFolder(empty);
    mailbox.folders = [exampleFolder(11, 'INBOX', 'inbox'), exampleFolder(13, 'Empty', null)];
    mailbox.fake.emit('mail.foldersChanged', { accountId: adaId });
    await replies();
    expect(open()?.folderId).toBe(13);
    mailbox.folders = [exampleFolder(11, 'INBOX', 'inbox')];
    mailbox.fake.emit('mail.foldersChanged', { accountId: adaId });
    await replies();
    expect(open()?.folderId).toBe(11);
  });

  it('opens the view again when main forgot it, and tries a failed one again with the next folders', async () => {
    mailbox = await startMailbox(tenRows);
    const working = mailbox.fake.answers['mail.openView'];
    const error = { code: 'not_found', params: { reason: 'account_not_open' }, retryable: true } as const;
    mailbox.fake.answers['mail.openView'] = failure(error);
    mailbox.rows.delete(1);
    mailbox.fake.emit('mail.viewChanged', { viewId: 'view-1' as ViewId, revision: 2, total: 10 });
    await replies();
    expect(open()?.view).toEqual({ kind: 'failed', error });
    mailbox.rows.set(1, tenRows);
    mailbox.fake.answers['mail.openView'] = working;
    mailbox.fake.emit('mail.foldersChanged', { accountId: adaId });
    await replies();
    expect(idAt(0)).toBe(10);
  });

  it('closes the folder of a removed account', async () => {
    mailbox = await startMailbox(tenRows);
    useAccounts.setState({ accounts: [] });
    expect(open()).toBeNull();
    useAccounts.setState({ accounts: [adaView()] });
    await replies();
    expect(open()?.folderId).toBe(1);
  });

  it('loses no change that comes while rows are under way', async () => {
    mailbox = await startMailbox(tenRows);
    const more = [exampleRow(12), exampleRow(11), ...tenRows];
    const first = success({ revision: 2, total: 11, rows: more.slice(1) });
    let answer = (): void => {};
    mailbox.fake.answers['mail.rows'] = () => new Promise((resolve) => (answer = () => resolve(first)));
    mailbox.fake.emit('mail.viewChanged', { viewId: 'view-1' as ViewId, revision: 2, total: 11 });
    mailbox.fake.emit('mail.viewChanged', { viewId: 'view-1' as ViewId, revision: 3, total: 12 });
    mailbox.fake.answers['mail.rows'] = success({ revision: 3, total: 12, rows: more });
    answer();
    await replies();
    expect(idAt(0)).toBe(12);
  });
});

describe('reading', () => {
  const seen = () => mailbox.called('mail.setSeen');

  it('counts a clicked message as read at once, and only if it was unread', async () => {
    mailbox = await startMailbox(tenRows);
    openIndex(1);
    expect(useMailbox.getState().reading).toMatchObject({ accountId: adaId, messageId: 9 });
    expect(seen()).toEqual([{ accountId: adaId, messageIds: [9], seen: true }]);
    openIndex(0);
    expect(seen()).toHaveLength(1);
  });

  it('counts a selected message as read after a second, and not one that was passed', async () => {
    mailbox = await startMailbox(tenRows);
    selectIndex(1);
    vi.advanceTimersByTime(900);
    selectIndex(3);
    vi.advanceTimersByTime(999);
    expect(seen()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen()).toEqual([{ accountId: adaId, messageIds: [7], seen: true }]);
  });

  it('shows only the first and the last message while a key is held down', async () => {
    mailbox = await startMailbox(tenRows);
    const shown: (MessageId | undefined)[] = [];
    const stop = useMailbox.subscribe((state, before) => {
      const id = state.reading?.messageId;
      if (id !== before.reading?.messageId && id !== shown.at(-1)) shown.push(id);
    });
    for (let press = 0; press < 6; press++) {
      selectBy(1);
      vi.advanceTimersByTime(30);
    }
    vi.advanceTimersByTime(200);
    stop();
    expect(shown).toEqual([10, 5]);
  });

  it('leaves a message unread that was just marked so', async () => {
    mailbox = await startMailbox(tenRows);
    selectIndex(0);
    vi.advanceTimersByTime(500);
    await toggleSeenSelection();
    vi.advanceTimersByTime(5_000);
    expect(seen()).toEqual([{ accountId: adaId, messageIds: [10], seen: false }]);
  });

  it('shows nothing in a narrow window until it is asked for', async () => {
    mailbox = await startMailbox(tenRows);
    useMailbox.setState((state) => widthChanged(state, true));
    selectIndex(1);
    vi.advanceTimersByTime(5_000);
    expect(useMailbox.getState().reading).toBeNull();
    expect(seen()).toEqual([]);
    openIndex(1);
    expect(useMailbox.getState()).toMatchObject({ readerOpen: true, reading: { messageId: 9 } });
  });
});

describe('actions', () => {
  it('selects the next message before the network or even main answered', async () => {
    mailbox = await startMailbox(tenRows);
    openIndex(2);
    mailbox.fake.answers['mail.moveToRole'] = 'never';
    void moveSelectionToRole('trash');
    await replies();
    void moveSelectionToRole('trash');
    await replies();
    expect(cursorId()).toBe(6);
    await mailbox.tell(
      1,
      tenRows.filter((row) => row.id !== 8 && row.id !== 7),
    );
    expect(open()?.list.cursor).toEqual({ index: 2, id: 6 });
  });

  it('follows with the reader when the message that is read is removed elsewhere', async () => {
    mailbox = await startMailbox(tenRows);
    openIndex(2);
    await mailbox.tell(
      1,
      tenRows.filter((row) => row.id !== 8),
    );
    vi.advanceTimersByTime(200);
    expect(useMailbox.getState().reading?.messageId).toBe(7);
  });

  it('says what happened, and what was refused', async () => {
    mailbox = await startMailbox(tenRows);
    openIndex(2);
    await moveSelectionToRole('trash');
    expect(useMailbox.getState().announcement.text).toBe('Message moved to Deleted Items');
    const error = { code: 'disk_full', params: { reason: 'mail' }, retryable: true } as const;
    mailbox.fake.answers['mail.setSeen'] = failure(error);
    await setSeenSelection(false);
    expect(useMailbox.getState().refused).toEqual(error);
  });

  it('moves to another folder, of the account or of another one', async () => {
    mailbox = await startMailbox(tenRows);
    openIndex(2);
    const [inbox, , empty] = mailbox.folders;
    const elsewhere = exampleFolder(1, 'Far away', null, { accountId: 'other' as never });
    if (inbox) await moveSelectionTo(inbox);
    expect(useMailbox.getState().announcement.text).toBe('Already in Inbox');
    expect(mailbox.called('mail.move')).toEqual([]);
    mailbox.fake.answers['mail.move'] = success({ count: 1, undoId: null });
    if (empty) await moveSelectionTo(empty);
    expect(mailbox.called('mail.move')).toEqual([{ accountId: adaId, messageIds: [8], folderId: 3 }]);
    expect(useMailbox.getState().announcement.text).toBe('Message moved to Empty');
    openIndex(2);
    await moveSelectionTo(elsewhere);
    expect(mailbox.called('mail.move').at(-1)).toMatchObject({ accountId: adaId, folderId: 1, toAccountId: 'other' });
  });

  it('asks before it deletes what is in the trash', async () => {
    mailbox = await startMailbox(tenRows);
    const trash = mailbox.folders[1];
    if (trash) await openFolder(trash);
    await replies();
    openIndex(0);
    await moveSelectionToRole('trash');
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    expect(useMailbox.getState().dialog).toMatchObject({ kind: 'delete_forever', keys: [900] });
  });
});
