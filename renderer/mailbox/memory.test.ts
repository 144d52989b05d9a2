import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { failure } from '../../shared/reply.ts';
import { useOpening } from '../stores/opening.ts';
import { selectIndex } from './actions/message-actions.ts';
import { openFolder, showRange } from './list/open-view.ts';
import { followMailbox, goToMessage } from './mailbox.ts';
import { adaId, type ExampleMailbox, exampleFolder, exampleRow, replies, startMailbox } from './mailbox-example.ts';
import { initialMailbox, useMailbox } from './mailbox-state.ts';
import { parseMemory, recall, setExpanded } from './memory.ts';

const rows = Array.from({ length: 300 }, (_, index) => exampleRow(300 - index));
const nothing = { folder: null, over: null, messageId: null, first: 0, collapsed: [] };
const open = () => useMailbox.getState().open;

describe('reading what was kept', () => {
  it('takes what is sound and leaves out what is not', () => {
    for (const text of [null, '', '{', 'null', '[]', '"x"', '12', '{"folder":7,"first":-1,"collapsed":{}}']) {
      expect(parseMemory(text), String(text)).toEqual(nothing);
    }
    const kept = {
      folder: { accountId: adaId, path: 'INBOX' },
      over: 'unread',
      messageId: 7,
      first: 20,
      collapsed: ['a', 3, null, 'b'],
    };
    expect(parseMemory(JSON.stringify(kept))).toEqual({ ...kept, collapsed: ['a', 'b'] });
    expect(
      parseMemory(JSON.stringify({ ...kept, over: 'all', messageId: '7', folder: { path: 'INBOX' }, first: 1.5 })),
    ).toEqual({
      ...nothing,
      collapsed: ['a', 'b'],
    });
  });
});

describe('a restart', () => {
  let mailbox: ExampleMailbox;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    mailbox.stop();
    vi.useRealTimers();
  });

  /** The window closes and opens again: only what is in the store of the browser is left. */
  async function restart(): Promise<() => void> {
    vi.advanceTimersByTime(500);
    mailbox.stop();
    useMailbox.setState(initialMailbox, true);
    const stop = followMailbox();
    await replies();
    return stop;
  }

  it('shows the folder, the message, the place and the closed folders again', async () => {
    mailbox = await startMailbox(rows);
    const trash = mailbox.folders[1];
    mailbox.rows.set(2, rows);
    if (trash) await openFolder(trash);
    await replies();
    showRange(150, 170);
    await replies();
    selectIndex(160);
    setExpanded({ accountId: adaId, path: 'Kunden' }, false);
    const stop = await restart();
    expect(open()).toMatchObject({ folderId: 2, list: { first: 150, cursor: { index: 160, id: 140 } } });
    expect([...useMailbox.getState().collapsed]).toEqual([`${adaId} Kunden`]);
    stop();
  });

  it('R3 selects the message that Heron ended at, also when the kept view is an older one', async () => {
    mailbox = await startMailbox(rows);
    mailbox.rows.set(2, rows);
    selectIndex(3);
    useOpening.setState({
      stopped: { accountId: adaId, path: 'Deleted Items', messageId: 250 as MessageId, since: 1 },
    });
    const stop = await restart();
    expect(open()).toMatchObject({ folderId: 2, list: { cursor: { id: 250 } } });
    expect(mailbox.called('app.openingMessage').at(-1)).toMatchObject({ messageId: 297, path: 'INBOX' });
    useOpening.setState({ stopped: null });
    stop();
  });

  it('does not count the message that it shows again as read', async () => {
    mailbox = await startMailbox(rows.map((row) => ({ ...row, seen: false })));
    selectIndex(3);
    await replies();
    const stop = await restart();
    vi.advanceTimersByTime(5000);
    expect(useMailbox.getState().reading?.messageId).toBe(297);
    expect(mailbox.called('mail.setSeen')).toEqual([]);
    selectIndex(4);
    vi.advanceTimersByTime(5000);
    expect(mailbox.called('mail.setSeen')).toEqual([{ accountId: adaId, messageIds: [296], seen: true }]);
    stop();
  });

  it('falls back to the inbox when the folder is gone, and to no message when that is gone', async () => {
    mailbox = await startMailbox(rows);
    const [inbox, , other] = mailbox.folders;
    if (other) await openFolder(other);
    await replies();
    if (inbox) mailbox.folders = [inbox];
    let stop = await restart();
    expect(open()?.folderId).toBe(1);
    stop();
    selectIndex(2);
    mailbox.rows.set(1, rows.slice(10));
    stop = await restart();
    expect(open()?.list.cursor).toBeNull();
    stop();
  });

  it('keeps what it knew while no folder could be opened', async () => {
    mailbox = await startMailbox(rows);
    selectIndex(5);
    vi.advanceTimersByTime(1000);
    const before = recall();
    mailbox.fake.answers['mail.folders'] = failure({
      code: 'not_found',
      params: { reason: 'account_not_open' },
      retryable: true,
    });
    const stop = await restart();
    vi.advanceTimersByTime(1000);
    window.dispatchEvent(new Event('pagehide'));
    expect(recall()).toEqual(before);
    expect(before.messageId).toBe(295);
    stop();
  });
});

describe('going to a message', () => {
  let mailbox: ExampleMailbox;
  afterEach(() => mailbox.stop());

  it('opens its folder and puts the cursor on it, far down as well', async () => {
    mailbox = await startMailbox(rows);
    mailbox.rows.set(2, rows);
    goToMessage(adaId, 2 as FolderId, 20 as MessageId);
    await replies();
    expect(open()).toMatchObject({ folderId: 2, list: { cursor: { index: 280, id: 20 } } });
    expect(useMailbox.getState().reading?.messageId).toBe(20);
  });

  it('waits for a message that is not listed yet, and for a folder that is not', async () => {
    mailbox = await startMailbox(rows);
    goToMessage(adaId, 1 as FolderId, 301 as MessageId);
    await replies();
    expect(open()?.list.cursor).toBeNull();
    await mailbox.tell(1, [exampleRow(301), ...rows]);
    expect(open()?.list.cursor).toEqual({ index: 0, id: 301 });
    goToMessage(adaId, 9 as FolderId, 500 as MessageId);
    mailbox.rows.set(9, [exampleRow(500)]);
    mailbox.folders = [...mailbox.folders, exampleFolder(9, 'New', null)];
    mailbox.fake.emit('mail.foldersChanged', { accountId: adaId });
    await replies();
    expect(open()).toMatchObject({ folderId: 9, list: { cursor: { id: 500 } } });
  });

  it('leaves the user alone who went elsewhere while it waited', async () => {
    mailbox = await startMailbox(rows);
    goToMessage(adaId, 1 as FolderId, 301 as MessageId);
    await replies();
    selectIndex(7);
    await mailbox.tell(1, [exampleRow(301), ...rows]);
    expect(open()?.list.cursor?.id).toBe(293);
  });
});
