import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { AccountId, AccountView, EngineStatus } from '../../../shared/mail.ts';
import { success } from '../../../shared/reply.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import type { TransferId, TransferProgress, TransferWait } from '../../../shared/transfers.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { closeAll, press } from '../../testing/test-window.tsx';
import { adaId, adaView, type ExampleMailbox, exampleFolder, exampleRow, replies } from '../mailbox-example.ts';
import { all, openScreen, resetLayout, said } from '../mailbox-screen-example.tsx';

let mailbox: ExampleMailbox;
afterEach(async () => {
  setLanguage('en');
  await closeAll();
  mailbox.stop();
  resetLayout();
});

const workId = '22222222-2222-4222-8222-222222222222' as AccountId;
const transferId = '33333333-3333-4333-8333-333333333333' as TransferId;
const transfer = (state: TransferProgress['state'], more: Partial<TransferProgress> = {}): TransferProgress => ({
  id: transferId,
  from: adaId,
  to: workId,
  path: 'Archive/2026',
  stays: false,
  arrived: 120,
  state,
  ...more,
});

function workView(status: Partial<EngineStatus> = {}): AccountView {
  const view = adaView(status);
  return { ...view, account: { ...view.account, id: workId, address: 'ada@work.test', label: 'Work' } };
}

/** The mailbox with two accounts, and what is told of transfers. */
async function openWith(transfers: readonly TransferProgress[], work = workView()): Promise<void> {
  mailbox = await openScreen([exampleRow(1)]);
  const folders = exampleFolder(1, 'INBOX', 'inbox', { total: 1 });
  const archive = exampleFolder(9, 'Archive/2026', null, { accountId: workId, name: '2026' });
  mailbox.fake.answers['mail.folders'] = ({ accountId }) => success(accountId === workId ? [archive] : [folders]);
  mailbox.fake.answers['mail.endTransfer'] = success(null);
  await act(async () => useAccounts.setState({ accounts: [adaView(), work] }));
  await replies();
  await act(async () => mailbox.fake.emit('mail.transfersChanged', { transfers }));
  await replies();
}

const bar = () => all('progressbar')[0];
const running = (waits: TransferWait | null) => transfer({ kind: 'running', left: 380, waits });

describe('messages on their way to another account', () => {
  it('are counted, and can be stopped', async () => {
    await openWith([running(null)]);
    expect(said()).toContain('Moving to Work / 2026: 120 of 500 messages');
    expect([bar()?.getAttribute('aria-valuenow'), bar()?.getAttribute('aria-valuemax')]).toEqual(['120', '500']);
    await press('Stop');
    expect(mailbox.called('mail.endTransfer')).toEqual([{ transferId }]);
  });

  it('are told of as they stood before the window was opened', async () => {
    await openWith([]);
    expect(mailbox.called('mail.transfers')).toHaveLength(1);
    expect(said()).not.toContain('Moving');
  });

  it.each<[Partial<EngineStatus>, TransferWait['why'], string]>([
    [
      {
        connection: {
          kind: 'offline',
          error: { code: 'offline', params: { reason: 'no_network', server: 'imap.work.test' }, retryable: true },
          retryAt: null,
        },
      },
      'connection',
      'Waiting for Work: offline',
    ],
    [
      {
        connection: {
          kind: 'offline',
          error: {
            code: 'server_unavailable',
            params: { reason: 'busy', server: 'imap.work.test', said: '' },
            retryable: true,
          },
          retryAt: null,
        },
      },
      'server',
      'Waiting for a connection to Work',
    ],
    [
      {
        connection: {
          kind: 'needs_sign_in',
          error: { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false },
        },
      },
      'connection',
      'Waiting for Work: needs you to sign in',
    ],
    [{}, 'connection', 'Waiting for a connection to Work'],
    [{}, 'server', 'Waiting for the server of Work, which takes no more for now'],
    [{}, 'folder', 'Waiting until the folder has been made in Work'],
  ])('say whom they wait for', async (status, why, words) => {
    await openWith([running({ accountId: workId, why })], workView(status));
    expect(said()).toContain(words);
  });

  it('say what became of them where they were stopped', async () => {
    await openWith([transfer({ kind: 'stopped', kept: 379, unsure: 1 })]);
    expect(said()).toContain(
      'Stopped. 120 messages were moved to Work / 2026. 379 messages stay where they are. 1 message was already on its way: Heron looks whether it has arrived.',
    );
    await press('Dismiss');
    expect(mailbox.called('mail.endTransfer')).toEqual([{ transferId }]);
    expect(said()).not.toContain('Stopped.');
  });

  it('speak German', async () => {
    setLanguage('de');
    await openWith([transfer({ kind: 'running', left: 1, waits: null }, { stays: true, arrived: 1_500 })]);
    expect(said()).toContain('Wird nach Work / 2026 kopiert: 1.500 von 1.501 Nachrichten');
  });
});
