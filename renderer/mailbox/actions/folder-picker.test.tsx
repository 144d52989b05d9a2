import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../../shared/mail.ts';
import { success } from '../../../shared/reply.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { closeAll } from '../../testing/test-window.tsx';
import { foldersReceived } from '../folders/folder-tree.ts';
import { adaId, adaView, type ExampleMailbox, exampleFolder, replies } from '../mailbox-example.ts';
import { all, openScreen, resetLayout, said } from '../mailbox-screen-example.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { acceptsDrop, dropOn, startDrag } from '../selection/drag.ts';
import { openFolderPicker, selectIndex } from './message-actions.ts';

const graceId = '22222222-2222-4222-8222-222222222222' as AccountId;
// The ids of folders are those of their account: this one has the number of Ada's inbox.
const graces = [
  { ...exampleFolder(1, 'INBOX', 'inbox'), accountId: graceId },
  { ...exampleFolder(7, 'Projects', null), accountId: graceId },
];
let mailbox: ExampleMailbox;

beforeEach(async () => {
  localStorage.clear();
  mailbox = await openScreen();
  const done = success({ count: 1, undoId: null });
  mailbox.fake.answers['mail.folders'] = ({ accountId }) => success(accountId === graceId ? graces : mailbox.folders);
  mailbox.fake.answers['mail.move'] = done;
  mailbox.fake.answers['mail.copy'] = done;
  const view = adaView();
  const account = { ...view.account, id: graceId, address: 'grace@navy.test' };
  await act(async () => {
    useAccounts.setState({ accounts: [view, { ...view, account }] });
    useMailbox.setState((state) => ({ lists: foldersReceived(state.lists, graceId, graces) }));
    selectIndex(1);
  });
});

afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
});

const picker = () => document.querySelector<HTMLElement>('[role="listbox"][aria-label="Folders"]');
const offered = () =>
  [...(picker()?.querySelectorAll<HTMLElement>('fieldset') ?? [])].map((group) => [
    group.getAttribute('aria-label'),
    [...group.querySelectorAll<HTMLElement>('[role="option"]')].map(
      (option) => `${option.textContent}${option.getAttribute('aria-disabled') === null ? '' : ' (not)'}`,
    ),
  ]);
const ask = async (does: 'move' | 'copy'): Promise<void> => {
  await act(async () => void openFolderPicker(does));
  await replies();
};
const choose = async (account: string, name: string): Promise<void> => {
  const group = [...(picker()?.querySelectorAll('fieldset') ?? [])].find(
    (each) => each.getAttribute('aria-label') === account,
  );
  const option = [...(group?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])].find(
    (each) => each.textContent?.includes(name) === true,
  );
  await act(async () => option?.click());
  await replies();
};

describe('the folder picker', () => {
  it('has the folders of all accounts, those of the messages’ own first', async () => {
    await ask('move');
    expect(offered()).toEqual([
      ['ada@contoso.test', ['Inboxopen now (not)', 'Deleted Items', 'Empty']],
      ['grace@navy.test', ['Inbox', 'Projects']],
    ]);
  });

  it('moves into another account’s folder, and names that account', async () => {
    await ask('move');
    await choose('grace@navy.test', 'Inbox');
    expect(mailbox.called('mail.move')).toEqual([
      { accountId: adaId, messageIds: [299], folderId: 1, toAccountId: graceId },
    ]);
    expect(said()).toContain('Message moved to Inbox (grace@navy.test)');
  });

  it('copies, and offers what was used last on top', async () => {
    await ask('copy');
    await choose('grace@navy.test', 'Projects');
    await ask('copy');
    expect(offered()[0]).toEqual(['Used last', ['Projectsgrace@navy.test']]);
    await choose('ada@contoso.test', 'Empty');
    expect(mailbox.called('mail.copy')).toEqual([
      { accountId: adaId, messageIds: [299], folderId: 7, toAccountId: graceId },
      { accountId: adaId, messageIds: [299], folderId: 3 },
    ]);
    localStorage.setItem('heron-recent-folders', '{"damaged":');
    await ask('move');
    expect(offered()[0]?.[0]).toBe('ada@contoso.test');
  });
});

describe('dragging messages', () => {
  it('moves them to any account’s folder, and copies them with a key held', async () => {
    const [inbox, projects] = graces;
    if (inbox === undefined || projects === undefined) throw new Error('There are two.');
    act(() => void startDrag(1));
    const { drag } = useMailbox.getState();
    expect([acceptsDrop(drag, inbox), acceptsDrop(drag, exampleFolder(1, 'INBOX', 'inbox'))]).toEqual([true, false]);
    await act(async () => await dropOn(projects, true));
    expect(mailbox.called('mail.copy')).toMatchObject([{ folderId: 7, toAccountId: graceId }]);
    act(() => void startDrag(1));
    await act(async () => await dropOn(inbox, false));
    expect(mailbox.called('mail.move')).toMatchObject([{ folderId: 1, toAccountId: graceId }]);
    expect(all('alert')).toEqual([]);
  });
});
