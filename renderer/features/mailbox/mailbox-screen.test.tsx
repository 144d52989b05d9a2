import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../../shared/mail.ts';
import { failure, success } from '../../../shared/reply.ts';
import { useMailbox } from '../../stores/mailbox-state.ts';
import { initialUi, useUi } from '../../stores/ui.ts';
import { button, closeAll, heading, press, pressKey, show } from '../../test-window.tsx';
import { CommandLayer } from '../commands/command-layer.tsx';
import { adaId, type ExampleMailbox, exampleFolder, exampleRow, replies, startMailbox } from './mailbox-example.ts';
import { MailboxScreen } from './mailbox-screen.tsx';

const rows = Array.from({ length: 300 }, (_, index) => exampleRow(300 - index, index !== 0));
const offline: ConnectionState = {
  kind: 'offline',
  error: { code: 'offline', message: 'No network.', retryable: true },
  retryAt: null,
};

let mailbox: ExampleMailbox;

async function open(list = rows, narrow = false): Promise<void> {
  Object.assign(window, { matchMedia: () => ({ matches: narrow, addEventListener() {}, removeEventListener() {} }) });
  mailbox = await startMailbox(list);
  await show(
    <>
      <MailboxScreen />
      <CommandLayer />
    </>,
  );
  await replies();
}

const all = (role: string) => [...document.querySelectorAll<HTMLElement>(`[role="${role}"]`)];
const list = () => document.querySelector<HTMLElement>('[role="listbox"][aria-label="Messages"]');
const selected = () => all('option').filter((option) => option.getAttribute('aria-selected') === 'true');
const treeItem = (name: RegExp) => all('treeitem').find((item) => name.test(item.getAttribute('aria-label') ?? ''));
const said = () => document.body.textContent ?? '';

beforeEach(() => {
  // happy-dom lays nothing out: every element is given the size of a list.
  for (const [property, size] of [
    ['clientHeight', 560],
    ['clientWidth', 400],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, property, { configurable: true, get: () => size });
  }
  useUi.setState({ ...initialUi, screen: { kind: 'mailbox' } });
});
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  Reflect.deleteProperty(HTMLElement.prototype, 'clientHeight');
  Reflect.deleteProperty(HTMLElement.prototype, 'clientWidth');
});

describe('the list', () => {
  it('has only what is visible in the document, each row with its name and place', async () => {
    await open();
    expect(all('option').length).toBeLessThan(40);
    const first = all('option')[0];
    expect(first?.getAttribute('aria-label')).toMatch(/^Sender 300, Message 300, .+, unread$/);
    expect(first?.getAttribute('aria-posinset')).toBe('1');
    expect(first?.getAttribute('aria-setsize')).toBe('300');
    expect(heading()).toBe('Inbox');
    expect(document.title).toBe('Inbox (1) – ada@contoso.test – Heron');
  });

  it('is moved through by keyboard, the focus staying on the list (U1)', async () => {
    await open();
    list()?.focus();
    for (const [key, id] of [
      ['ArrowDown', 300],
      ['ArrowDown', 299],
      ['j', 298],
      ['k', 299],
      ['ArrowUp', 300],
      ['End', 1],
      ['Home', 300],
    ] as const) {
      await pressKey(key);
      await replies();
      expect(useMailbox.getState().open?.list.cursor?.id, key).toBe(id);
    }
    expect(document.activeElement).toBe(list());
    expect(selected().map((option) => option.id)).toEqual([list()?.getAttribute('aria-activedescendant')]);
  });

  it('opens on a click, marks it as read, and gives the keyboard to the list', async () => {
    await open();
    const row = all('option')[0];
    await act(async () => {
      row?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
      row?.click();
    });
    expect(document.activeElement).toBe(list());
    expect(mailbox.called('mail.setSeen')).toEqual([{ accountId: adaId, messageIds: [300], seen: true }]);
    expect(mailbox.called('mail.header')).toContainEqual({ accountId: adaId, messageId: 300 });
  });

  it('takes U and Delete from anywhere but the sidebar, inputs and dialogs', async () => {
    await open();
    list()?.focus();
    await pressKey('ArrowDown');
    await pressKey('u');
    expect(mailbox.called('mail.setSeen')).toHaveLength(1);
    treeItem(/^Inbox/)?.focus();
    await pressKey('Delete');
    const input = document.body.appendChild(document.createElement('input'));
    input.focus();
    await pressKey('Delete');
    input.remove();
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    list()?.focus();
    await pressKey('Delete');
    await replies();
    expect(mailbox.called('mail.moveToRole')).toEqual([{ accountId: adaId, messageIds: [300], role: 'trash' }]);
    expect(all('status').map((status) => status.textContent)).toContain('Message moved to Deleted Items');
    expect(selected()[0]?.getAttribute('aria-label')).toMatch(/Message 299/);
  });

  it('lets the reader take its place in a narrow window, and Escape bring it back', async () => {
    await open(rows, true);
    list()?.focus();
    await pressKey('ArrowDown');
    await pressKey('ArrowDown');
    expect(document.querySelector('[aria-label="Reader"]')).toBeNull();
    await pressKey('Enter');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Reader');
    await pressKey('Escape');
    expect(document.querySelector('[aria-label="Reader"]')).toBeNull();
    expect(document.activeElement).toBe(list());
    expect(selected()[0]?.getAttribute('aria-label')).toMatch(/Message 299/);
  });
});

describe('the sidebar', () => {
  it('is a tree with one tab stop, moved through by arrows and opened with Enter (U1)', async () => {
    await open();
    expect(all('treeitem').map((item) => item.getAttribute('aria-label'))).toEqual([
      'Inbox, 1 unread',
      'Deleted Items',
      'Empty',
    ]);
    expect(all('treeitem').map((item) => item.tabIndex)).toEqual([0, -1, -1]);
    treeItem(/^Inbox/)?.focus();
    await pressKey('ArrowDown');
    await pressKey('ArrowDown');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Empty');
    expect(all('treeitem').map((item) => item.tabIndex)).toEqual([-1, -1, 0]);
    await pressKey('Enter');
    await replies();
    expect(said()).toContain('No messages in Empty');
    expect(heading()).toBe('Empty');
  });
});

describe('the states', () => {
  it('shows rows of the real shape until the first folders are known', async () => {
    await open();
    mailbox.folders = [];
    await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
    await replies();
    await mailbox.status({ connection: { kind: 'connecting' } });
    expect(list()).toBeNull();
    expect(said()).toContain('Connecting…');
    expect(said()).not.toContain('not been downloaded');
  });

  it('says that a folder was never downloaded while that cannot change', async () => {
    await open([]);
    mailbox.folders = [exampleFolder(1, 'INBOX', 'inbox', { total: 80, syncState: 'never' })];
    await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
    await replies();
    expect(said()).not.toContain('This folder has not been downloaded yet');
    await mailbox.status({ connection: offline });
    expect(said()).toContain('This folder has not been downloaded yet');
  });

  it('keeps cached rows readable offline, under a strip that says so', async () => {
    await open();
    await mailbox.status({ connection: offline });
    expect(said()).toContain('This computer is offline.');
    expect(all('option').length).toBeGreaterThan(5);
    expect(document.querySelector('fieldset')?.textContent).toContain('Offline');
    await press('Try now: ada@contoso.test');
    expect(mailbox.called('mail.syncNow')).toEqual([{ accountId: adaId }]);
  });

  it('tells how much has arrived', async () => {
    await open();
    await mailbox.status({
      connection: { kind: 'syncing' },
      progress: { folderId: mailbox.folders[0]?.id ?? (0 as never), stored: 12_000, total: 100_000 },
    });
    expect(said()).toContain(`${(12_000).toLocaleString()} of ${(100_000).toLocaleString()} messages`);
    expect(all('progressbar')[0]?.getAttribute('aria-valuenow')).toBe('12000');
  });

  it('offers another try when the folder could not be opened', async () => {
    await open();
    const working = mailbox.fake.answers['mail.openView'];
    mailbox.fake.answers['mail.openView'] = failure({ code: 'internal', message: 'No answer.', retryable: true });
    await act(async () => treeItem(/^Deleted/)?.click());
    expect(said()).toContain('No answer.');
    mailbox.fake.answers['mail.openView'] = working;
    await press('Try again');
    await replies();
    expect(all('option')).toHaveLength(1);
  });

  it('lists changes that could not be carried out, to be tried again or discarded (Y4)', async () => {
    await open();
    mailbox.fake.answers['mail.resolveParked'] = success(null);
    mailbox.fake.answers['mail.parkedOperations'] = success([
      {
        id: 7 as never,
        accountId: adaId,
        kind: 'move',
        subject: 'Minutes',
        error: { code: 'operation_parked', message: 'The folder was rebuilt.', retryable: false },
      },
    ]);
    await mailbox.status({ parkedOperations: 1 });
    expect(said()).toContain('1 change could not be carried out.');
    await press('Review');
    await replies();
    expect(said()).toContain('The folder was rebuilt.');
    await press('Discard');
    expect(mailbox.called('mail.resolveParked')).toEqual([{ accountId: adaId, operationId: 7, decision: 'discard' }]);
    await mailbox.status({ parkedOperations: 0 });
    expect(all('dialog')).toEqual([]);
  });

  it('syncs on request', async () => {
    await open();
    expect(button('Sync now').disabled).toBe(false);
    await press('Sync now');
    expect(mailbox.called('mail.syncNow')).toEqual([{ accountId: adaId }]);
  });
});
