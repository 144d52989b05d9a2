import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectionState, OperationId, ParkedOperation } from '../../shared/mail.ts';
import { type AppError, type ErrorParams, failure, success } from '../../shared/reply.ts';
import { button, closeAll, press } from '../testing/test-window.tsx';
import { adaId, type ExampleMailbox, exampleFolder, replies } from './mailbox-example.ts';
import { all, list, openScreen, resetLayout, said, treeItem } from './mailbox-screen-example.tsx';
import { useMailbox } from './mailbox-state.ts';

const offline: ConnectionState = {
  kind: 'offline',
  error: { code: 'offline', params: { reason: 'computer' }, retryable: true },
  retryAt: null,
};

const error: AppError = { code: 'not_found', params: { reason: 'account_not_open' }, retryable: true };

let mailbox: ExampleMailbox;
const open = async (...input: Parameters<typeof openScreen>): Promise<void> => {
  mailbox = await openScreen(...input);
};
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
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

  it('promises no rows while the folders cannot be listed: the sidebar says why', async () => {
    const rows = () => document.querySelectorAll('[data-pane="list"] .animate-skeleton').length;
    await open();
    mailbox.fake.answers['mail.folders'] = success([]);
    await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
    await replies();
    expect(rows()).toBeGreaterThan(0);
    await act(async () => useMailbox.setState({ lists: new Map([[adaId, { folders: null, error }]]) }));
    expect(rows()).toBe(0);
    expect(said()).toContain('The folders cannot be listed. Heron has not opened the mail of this account.');
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
    mailbox.fake.answers['mail.openView'] = failure({
      code: 'internal',
      params: { reason: 'unforeseen' },
      retryable: true,
    });
    await act(async () => treeItem(/^Deleted/)?.click());
    expect(said()).toContain('Something in Heron went wrong.');
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
        error: { code: 'operation_parked', params: { reason: 'rebuilt', folder: 'INBOX' }, retryable: false },
      },
    ]);
    await mailbox.status({ parkedOperations: 1 });
    expect(said()).toContain('1 change could not be carried out.');
    await press('Review');
    await replies();
    expect(said()).toContain('The server rebuilt the folder “INBOX”');
    await press('Discard');
    expect([...document.querySelectorAll('[role="dialog"] li button')].map((each) => each.textContent)).toEqual([
      'Discard',
    ]);
    expect(mailbox.called('mail.resolveParked')).toEqual([
      { accountId: adaId, operationIds: [7], decision: 'discard' },
    ]);
    await mailbox.status({ parkedOperations: 0 });
    expect(all('dialog')).toEqual([]);
  });

  it('B18: says where the copy is when its original could not be removed, once for all that share the reason', async () => {
    await open();
    mailbox.fake.answers['mail.resolveParked'] = success(null);
    const parked = (id: number, params: ErrorParams<'operation_parked'>): ParkedOperation => ({
      id: id as OperationId,
      accountId: adaId,
      kind: 'move',
      subject: `Minutes ${id}`,
      error: { code: 'operation_parked', params, retryable: true },
    });
    const copied = { reason: 'copied', folder: 'Archive', said: 'Not allowed.' } as const;
    const full = { reason: 'over_quota', folder: 'Work', said: 'Quota exceeded.' } as const;
    mailbox.fake.answers['mail.parkedOperations'] = success([
      ...Array.from({ length: 1_500 }, (_, index) => parked(index + 1, copied)),
      parked(1_501, full),
    ]);
    await mailbox.status({ parkedOperations: 1_501 });
    await press('Review');
    await replies();
    expect(document.querySelectorAll('[role="dialog"] li')).toHaveLength(2);
    expect(said()).toContain('Minutes 1 and 1,499 more');
    expect(said()).toContain('The copy is in “Archive”; the original could not be removed (“Not allowed.”).');
    expect(said()).toContain('There is no space left on the server for “Work”');
    expect(said()).not.toContain('Nothing of it has happened');
    expect(button('Keep both').disabled).toBe(false);
    await press('Remove the original');
    await replies();
    const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
    expect(mailbox.called('mail.resolveParked')).toEqual([
      { accountId: adaId, operationIds: ids(1, 1_000), decision: 'retry' },
      { accountId: adaId, operationIds: ids(1_001, 1_500), decision: 'retry' },
    ]);
  });

  it('syncs on request', async () => {
    await open();
    expect(button('Sync now').disabled).toBe(false);
    await press('Sync now');
    expect(mailbox.called('mail.syncNow')).toEqual([{ accountId: adaId }]);
  });
});
