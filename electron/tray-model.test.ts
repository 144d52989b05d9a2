import { expect, it } from 'vitest';
import type { AccountView, ConnectionState } from '../shared/mail.ts';
import type { AppError } from '../shared/reply.ts';
import { trayModel } from './tray-model.ts';

const error: AppError = { code: 'sign_in_required', message: 'Sign in again.', retryable: false };

function view(address: string, connection: ConnectionState): AccountView {
  return { account: { address }, status: { connection } } as AccountView;
}

it('names each account with its state, and whose turn it is', () => {
  expect(trayModel([view('ada@contoso.test', { kind: 'online' })])).toEqual({
    tooltip: 'Heron',
    accounts: ['ada@contoso.test: up to date'],
    canSync: true,
  });
  const waiting = trayModel([
    view('ada@contoso.test', { kind: 'needs_sign_in', error }),
    view('grace@contoso.test', { kind: 'offline', error, retryAt: null }),
  ]);
  expect(waiting.tooltip).toBe('Heron: ada@contoso.test needs you to sign in');
  expect(waiting.accounts).toEqual(['ada@contoso.test: needs sign-in', 'grace@contoso.test: offline']);
  expect(waiting.canSync).toBe(true);
});

it('offers no sync where there is nothing to sync', () => {
  expect(trayModel([]).canSync).toBe(false);
  expect(trayModel([view('ada@contoso.test', { kind: 'needs_sign_in', error })]).canSync).toBe(false);
});
