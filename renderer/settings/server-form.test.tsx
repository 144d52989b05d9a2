import { afterEach, describe, expect, it } from 'vitest';
import type { AccountView } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { closeAll, field, installBridge, press, show, type } from '../testing/test-window.tsx';
import { ServerForm } from './server-form.tsx';

const view = sampleGenericView('one', 'ada');
const passwordField = () => document.querySelector('input[type=password]');

afterEach(closeAll);

describe('the servers of an account', () => {
  it('Q3 asks for the password when a server is another one, and sends it', async () => {
    const { calls } = installBridge({ 'accounts.update': success(null) });
    await show(<ServerForm view={view} />);
    expect(passwordField()).toBeNull();
    await type('IMAP server', 'imap.other.example');
    await press('Save');
    expect(calls).toEqual([]);
    expect(document.body.textContent).toContain('Enter the password.');
    await type('Password for the changed server', 'secret');
    await press('Save');
    expect(calls).toMatchObject([
      { name: 'accounts.update', input: { password: 'secret', imap: { host: 'imap.other.example' } } },
    ]);
    expect(field('Password for the changed server').value).toBe('');
  });

  it('Q3 sends no password where the servers are the same', async () => {
    const { calls } = installBridge({ 'accounts.update': success(null) });
    await show(<ServerForm view={view} />);
    await type('IMAP server', 'IMAP.Rossi.example');
    await press('Save');
    expect(passwordField()).toBeNull();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.input).not.toHaveProperty('password');
  });

  it('asks for no password where somebody signs in with a token', async () => {
    installBridge({});
    const auth = { method: 'oauth2', identityId: 'i' } as unknown as AccountView['account']['auth'];
    await show(<ServerForm view={{ ...view, account: { ...view.account, auth } }} />);
    await type('IMAP server', 'imap.other.example');
    expect(passwordField()).toBeNull();
  });
});
