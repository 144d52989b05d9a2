import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorMessage, errorText } from '../../shared/error-texts.ts';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountView, EngineStatus } from '../../shared/mail.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { closeAll, installBridge, show } from '../testing/test-window.tsx';
import { AccountPage } from './account-page.tsx';
import { moment } from './words.ts';

const sample = sampleGenericView('account', 'mario');
const syncedAt = Date.UTC(2026, 10, 27, 12, 30);
const failedAt = Date.UTC(2026, 10, 28, 8, 15);

/** The account after a restart without a network. */
function offline(status: Partial<EngineStatus> = {}, secret: AccountView['secret'] = 'encrypted'): AccountView {
  const error = exampleError('offline', true);
  return {
    ...sample,
    account: { ...sample.account, displayName: 'Mario' },
    status: {
      ...sample.status,
      connection: { kind: 'offline', error, retryAt: null },
      lastSyncAt: syncedAt,
      lastError: { error, at: failedAt },
      ...status,
    },
    secret,
  };
}

/** What stands beside a name. */
function fact(name: string): string | null {
  const term = [...document.querySelectorAll('dt')].find((each) => each.textContent === name);
  if (!term) throw new Error(`No fact “${name}”.`);
  return term.nextElementSibling?.textContent ?? null;
}
const times = (text: string) => (document.body.textContent ?? '').split(text).length - 1;

beforeEach(() => installBridge({ 'mail.folders': { ok: true, value: [] } }));
afterEach(closeAll);

describe('the page of an account after a restart without a network', () => {
  it('says where the password is kept, and when mail was synchronised before', async () => {
    await show(<AccountPage view={offline()} />);
    expect(fact('Password kept')).toBe('Encrypted on this computer');
    expect(fact('Last sync')).toBe(moment(syncedAt, 'never'));
  });

  it.each<[AccountView['secret'], string]>([
    ['session', 'In memory for this session; you sign in again after a restart'],
    ['missing', 'Not on this computer'],
  ])('says so where the password is not stored (%s)', async (secret, words) => {
    await show(<AccountPage view={offline({ lastSyncAt: null }, secret)} />);
    expect(fact('Password kept')).toBe(words);
    expect(fact('Last sync')).toBe('Not yet');
  });

  it('says that it is offline once, and beside the time why', async () => {
    const error = exampleError('dns_failed', true);
    const lastError = { error, at: failedAt };
    await show(<AccountPage view={offline({ connection: { kind: 'offline', error, retryAt: null }, lastError })} />);
    expect(times(errorText('dns_failed').title)).toBe(1);
    expect(fact('Last error')).toBe(`${moment(failedAt, '')}: ${errorMessage(error)}`);
  });

  it.each(['needs_sign_in', 'failed'] as const)('tells why it needs somebody (%s) once, at the top', async (kind) => {
    const error = exampleError('sign_in_required');
    const lastError = { error, at: failedAt };
    await show(<AccountPage view={offline({ connection: { kind, error, retryAt: null }, lastError })} />);
    expect(times(errorMessage(error))).toBe(1);
    expect(fact('Last error')).toBe(`${moment(failedAt, '')}: see above`);
  });

  it('tells a former error in full', async () => {
    const error = exampleError('server_timeout', true);
    await show(<AccountPage view={offline({ lastError: { error, at: failedAt } })} />);
    expect(fact('Last error')).toContain(errorMessage(error));
  });
});
