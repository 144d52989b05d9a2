import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorMessage, errorText } from '../../shared/error-texts.ts';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountView, EngineStatus } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { detailsShown, showDetails } from '../stores/ui.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { closeAll, field, installBridge, press, pressKey, show, type } from '../testing/test-window.tsx';
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

beforeEach(() => {
  installBridge({ 'mail.folders': { ok: true, value: [] } });
  showDetails(sample.account.id);
});
afterEach(closeAll);

describe('the page of an account', () => {
  it('has name, address, health and one action first; servers and tokens only when they are wanted', async () => {
    detailsShown(false);
    await show(<AccountPage view={{ ...offline(), status: { ...sample.status, connection: { kind: 'online' } } }} />);
    const text = () => document.body.textContent ?? '';
    expect(text()).toMatch(/^mario@rossi\.exampleUp to date, as of [^D]+Diagnose…/);
    expect(text()).not.toContain(sample.account.imap.host);
    expect([...document.querySelectorAll('dt')]).toEqual([]);
    await press('Details');
    expect(fact('User name')).toBe('mario');
    expect(document.querySelectorAll('h2')).not.toHaveLength(0);
  });

  it('saves the name that others see with the servers as they are', async () => {
    const { calls } = installBridge({ 'accounts.update': success(null), 'mail.folders': success([]) });
    await show(<AccountPage view={offline()} />);
    await type('Your name', 'Mario Rossi');
    field('Your name').focus();
    await pressKey('Enter');
    const { imap, smtp, connectionTimeoutSeconds } = sample.account;
    expect(calls.filter(({ name }) => name === 'accounts.update')).toEqual([
      {
        name: 'accounts.update',
        input: { accountId: sample.account.id, displayName: 'Mario Rossi', imap, smtp, connectionTimeoutSeconds },
      },
    ]);
  });
});

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
