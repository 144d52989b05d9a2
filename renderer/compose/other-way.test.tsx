import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { ConnectionState } from '../../shared/mail.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import type { DraftId, SendingState } from '../../shared/writing.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useUi } from '../stores/ui.ts';
import { noCopy } from '../testing/no-copy.ts';
import { sampleView } from '../testing/sample-accounts.ts';
import { closeAll, installBridge, settle, show } from '../testing/test-window.tsx';
import { initialCompose, useCompose } from './composers.ts';
import { DraftListPane } from './draft-list.tsx';

const ada = sampleView('ada@contoso.com', {});
const graph = 'Send through Microsoft Graph';
const said = () => document.body.textContent ?? '';
const offline = (error: AppError): ConnectionState => ({ kind: 'offline', error, retryAt: null });
const waiting = (code: ErrorCode): SendingState => ({ kind: 'waiting', error: exampleError(code), retryAt: null });
const refused = (code: ErrorCode): SendingState => ({ kind: 'refused', error: exampleError(code), refused: [] });

const messageRefused = (reason: 'sender' | 'policy'): AppError => ({
  code: 'message_refused',
  params: { reason, server: 'mail.contoso.com', said: '5.7.1' },
  retryable: false,
});

/** The outbox with one message in this state. */
async function shown(connection: ConnectionState, sending: SendingState, view = ada): Promise<string[]> {
  useAccounts.setState({ accounts: [{ ...view, status: { ...view.status, connection } }] });
  const summary = {
    id: '22222222-2222-4222-8222-222222222222' as DraftId,
    accountId: view.account.id,
    subject: 'Offer',
    to: [],
    changedAt: 0,
    sending,
    place: null,
    ...noCopy,
  };
  await settle(() => useCompose.setState({ ...initialCompose, summaries: [summary] }, true));
  await show(<DraftListPane list="outbox" />);
  return [...document.querySelectorAll('article button')].map(({ textContent }) => textContent ?? '');
}

beforeEach(() => {
  vi.useFakeTimers();
  installBridge({});
});
afterEach(async () => {
  await closeAll();
  vi.useRealTimers();
});

describe('where nothing can be reached', () => {
  it.each<[string, AppError, ErrorCode, string]>([
    ['the computer has no network', exampleError('offline'), 'smtp_unreachable', 'It waits until you are online.'],
    ['no connection is made at all', exampleError('offline'), 'offline', 'It waits until you are online.'],
    [
      'the servers refuse connections',
      exampleError('connection_refused'),
      'smtp_unreachable',
      'It waits until the account’s servers can be reached.',
    ],
    [
      'the servers do not answer',
      exampleError('server_timeout'),
      'smtp_unreachable',
      'It waits until the account’s servers can be reached.',
    ],
    [
      'names are not resolved',
      exampleError('dns_failed'),
      'dns_failed',
      'It waits until the account’s servers can be reached.',
    ],
  ])('a message waits, and is not offered another way: %s', async (_name, error, code, words) => {
    const names = await shown(offline(error), waiting(code));
    expect(names).toEqual(['Try now', 'Do not send']);
    expect(said()).toContain(words);
    expect(said()).not.toContain('which may block it');
  });

  it('nothing is offered before it is known whether the server answers', async () => {
    expect(await shown({ kind: 'connecting' }, waiting('smtp_unreachable'))).not.toContain(graph);
  });

  it('what waits for something else still says for what', async () => {
    await shown(offline(exampleError('offline')), waiting('sending_deferred'));
    expect(said()).not.toContain('It waits until');
  });
});

describe('a refusal that is mended in the account', () => {
  const online: ConnectionState = { kind: 'online' };

  it.each<ErrorCode>([
    'authentication_failed',
    'basic_auth_blocked',
    'relay_denied',
    'smtp_protocol',
    'tls_failed',
    'token_rejected',
  ])('%s leads to its settings', async (code) => {
    expect(await shown(online, refused(code))).toEqual(['Account settings', 'Edit', 'Try now']);
    await settle(() => document.querySelector<HTMLButtonElement>('article button')?.click());
    expect(useUi.getState().screen).toEqual({ kind: 'settings', page: ada.account.id, details: true });
  });

  it('so does a sender’s address that was refused', async () => {
    expect(await shown(online, { kind: 'refused', error: messageRefused('sender'), refused: [] })).toContain(
      'Account settings',
    );
  });

  it.each([exampleError('message_too_large'), exampleError('send_as_denied'), messageRefused('policy')])(
    '%o does not',
    async (error) => {
      expect(await shown(online, { kind: 'refused', error, refused: [] })).not.toContain('Account settings');
    },
  );
});

describe('where only SMTP is closed, Graph is offered first', () => {
  it.each<[string, ConnectionState, SendingState]>([
    ['the port is blocked while mail comes in', { kind: 'online' }, waiting('smtp_unreachable')],
    ['the port is blocked during a sync', { kind: 'syncing' }, waiting('smtp_unreachable')],
    ['SMTP AUTH is switched off', { kind: 'online' }, refused('smtp_auth_disabled')],
    ['SMTP AUTH was refused before the network went', offline(exampleError('offline')), refused('smtp_auth_disabled')],
  ])('%s', async (_name, connection, sending) => {
    const names = await shown(connection, sending);
    expect(names[0]).toBe(graph);
    expect(said()).not.toContain('It waits until');
  });

  it('not for a mailbox that does not sign in at Microsoft', async () => {
    const byPassword = sampleView('ada@rossi.example', null);
    expect(await shown({ kind: 'online' }, waiting('smtp_unreachable'), byPassword)).not.toContain(graph);
  });
});
