import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorText } from '../../../shared/error-texts.ts';
import { exampleError } from '../../../shared/example-errors.ts';
import type { AccountId, AccountView, ConnectionState } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { useUi } from '../../stores/ui.ts';
import { closeAll, press } from '../../testing/test-window.tsx';
import { adaId, type ExampleMailbox, replies } from '../mailbox-example.ts';
import { all, openScreen, resetLayout, said } from '../mailbox-screen-example.tsx';
import { useMailbox } from '../mailbox-state.ts';

const offline: ConnectionState = { kind: 'offline', error: exampleError('offline'), retryAt: null };
const signIn: ConnectionState = { kind: 'needs_sign_in', error: exampleError('sign_in_required') };

/** What is written in the account's part of the sidebar. */
const group = () => document.querySelector(`[data-account="${adaId}"]`)?.textContent ?? '';
const groupButtons = () =>
  [...document.querySelectorAll(`[data-account="${adaId}"] button`)].map((each) => each.getAttribute('aria-label'));
const marks = () => all('img').map((mark) => mark.getAttribute('aria-label'));
/** How often the window tells an error. */
const told = ({ code }: AppError) =>
  all('status').filter((element) => element.textContent?.startsWith(errorText(code).title)).length;

let mailbox: ExampleMailbox;
beforeEach(async () => {
  mailbox = await openScreen();
});
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
});

describe('the state of an account is said in one place', () => {
  it.each<[string, ConnectionState]>([
    ['Offline', offline],
    ['The connection was lost.', { kind: 'offline', error: exampleError('connection_lost'), retryAt: null }],
    ['Paused until', { kind: 'paused', until: 0 }],
    ['Waiting for the server until', { kind: 'throttled', until: 0 }],
  ])('“%s” in its line of the sidebar, over cached rows that can be read', async (words, connection) => {
    await mailbox.status({ connection });
    expect(all('option').length).toBeGreaterThan(5);
    expect(group()).toContain(words);
    expect(said().replace(group(), '')).not.toMatch(/offline|lost|paused|slow down|waiting/i);
  });

  it('with one button, which tries again', async () => {
    await mailbox.status({ connection: offline });
    await press('Try now: ada@contoso.test');
    expect(mailbox.called('mail.syncNow')).toEqual([{ accountId: adaId }]);
  });

  it.each<[string, ConnectionState & { readonly error: AppError }]>([
    ['Needs you to sign in', { kind: 'needs_sign_in', error: exampleError('sign_in_required') }],
    ['Needs your administrator', { kind: 'failed', error: exampleError('tls_untrusted'), retryAt: null }],
    ['Needs attention', { kind: 'failed', error: exampleError('server_unavailable'), retryAt: null }],
  ])('in the banner if it is open and cannot work; the sidebar only marks it (%s)', async (words, connection) => {
    await mailbox.status({ connection });
    expect(told(connection.error)).toBe(1);
    expect(marks()).toEqual([words]);
    expect(said()).not.toContain(words);
    expect(groupButtons()).toEqual(['Hide the folders of ada@contoso.test', 'Account actions']);
    await mailbox.status({ connection: { kind: 'online' } });
    expect(marks()).toEqual([]);
  });

  it('in its line if another account is open', async () => {
    const [ada] = useAccounts.getState().accounts ?? [];
    if (!ada) throw new Error('There is no account.');
    const grace: AccountView = {
      ...ada,
      account: { ...ada.account, id: 'grace' as AccountId, address: 'grace@contoso.test' },
      status: { ...ada.status, connection: signIn },
    };
    await act(async () => useAccounts.setState({ accounts: [ada, grace] }));
    await replies();
    expect(told(exampleError('sign_in_required'))).toBe(0);
    expect(marks()).toEqual([]);
    expect(document.querySelector('[data-account="grace"]')?.textContent).toContain('Needs you to sign in');
    await press('Sign in: grace@contoso.test');
    expect(useUi.getState().dialog).toEqual({ kind: 'sign_in', accountId: 'grace' });
  });

  it('without a word about its folders where it is the reason why they are not listed', async () => {
    const error: AppError = { code: 'not_found', params: { reason: 'account_not_open' }, retryable: true };
    const unlisted = () =>
      act(async () => useMailbox.setState({ lists: new Map([[adaId, { folders: null, error }]]) }));
    await unlisted();
    expect(group()).toContain('The folders cannot be listed.');
    mailbox.fake.answers['mail.folders'] = { ok: false, error };
    await mailbox.status({ connection: { kind: 'failed', error: exampleError('storage_failed'), retryAt: null } });
    await unlisted();
    expect(told(exampleError('storage_failed'))).toBe(1);
    expect(group()).not.toContain('The folders cannot be listed.');
  });
});

describe('changes that wait', () => {
  it('are counted in the line of an account while it does not work', async () => {
    await mailbox.status({ connection: { kind: 'online' }, pendingOperations: 2 });
    expect(group()).not.toContain('waiting');
    await mailbox.status({ connection: offline, pendingOperations: 1 });
    expect(group()).toContain('1 change waiting');
    await mailbox.status({ connection: offline, pendingOperations: 1_200 });
    expect(group()).toContain('1,200 changes waiting');
    await mailbox.status({ connection: signIn, pendingOperations: 3 });
    expect(group()).toContain('3 changes waiting');
    await mailbox.status({ connection: { kind: 'online' }, pendingOperations: 3 });
    expect(group()).not.toContain('waiting');
  });
});
