import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountId, SetupSuggestion } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useUi } from '../stores/ui.ts';
import { sampleView } from '../testing/sample-accounts.ts';
import { closeAll, heading, installBridge, press, settle, show, submit, type } from '../testing/test-window.tsx';
import { SetupScreen } from './setup-screen.tsx';

const server = { host: 'outlook.office365.com', port: 993, security: 'tls' } as const;
const mario = sampleView('mario.rossi@contoso.example', { username: 'mario.rossi@contoso.example' });
const question = 'Whose sign-in opens this mailbox?';

async function enter(address: string, change: Partial<SetupSuggestion> = {}, added = {}) {
  const suggestion: SetupSuggestion = {
    provider: 'microsoft365',
    name: 'Microsoft 365',
    isCertain: true,
    foundBy: 'guess',
    username: null,
    foreignHosts: [],
    imap: server,
    smtp: server,
    tenant: null,
    loginHost: null,
    identity: null,
    method: 'password',
    hint: null,
    helpUrl: null,
    ...change,
  };
  useAccounts.setState({ accounts: [mario] });
  const fake = installBridge({ 'accounts.suggest': success(suggestion), ...added });
  await show(<SetupScreen />);
  await type('Email address', address);
  await submit();
  return () => fake.calls.filter(({ name }) => name === 'accounts.addShared').map(({ input }) => input);
}

beforeEach(() => useUi.setState({ screen: { kind: 'setup', canLeave: true }, dialog: null }));
afterEach(async () => {
  await closeAll();
  useAccounts.setState({ accounts: [] });
});

describe('an address where somebody of the domain is signed in', () => {
  it('is added with that sign-in', async () => {
    const id = '44444444-4444-4444-8444-444444444444' as AccountId;
    const asked = await enter('team@contoso.example', {}, { 'accounts.addShared': success({ accountId: id }) });
    expect(heading()).toBe(question);
    await submit();
    expect(asked()).toEqual([{ accountId: mario.account.id, address: 'team@contoso.example', displayName: '' }]);
    expect(heading()).not.toBe(question);
  });

  it('says what an administrator does where the sign-in may not open it, and nothing of it for another fault', async () => {
    const refused = { ok: false, error: exampleError('mailbox_unavailable', false) };
    await enter('team@contoso.example', {}, { 'accounts.addShared': refused });
    await submit();
    expect(document.body.textContent).toContain('could not open team@contoso.example as mario.rossi@contoso.example');
    await press('Copy text for your administrator');
    await closeAll();
    await enter(
      'team@contoso.example',
      {},
      { 'accounts.addShared': { ok: false, error: exampleError('offline', true) } },
    );
    await submit();
    expect(document.body.textContent).not.toContain('full access');
    expect(document.body.textContent).toContain('Try now');
  });

  it('can have a sign-in of its own', async () => {
    const asked = await enter('grace@contoso.example');
    const own = document.querySelector<HTMLElement>('[role="radio"][aria-label="Its own sign-in"]');
    await settle(() => own?.click());
    await submit();
    expect(heading()).toBe('Sign in to Microsoft 365');
    expect(asked()).toEqual([]);
  });

  it.each<[string, string, Partial<SetupSuggestion>]>([
    ['of another domain', 'grace@fabrikam.example', {}],
    ['of a domain where each address is another person', 'grace@contoso.example', { foundBy: 'domain' }],
  ])('is not asked about %s', async (_name, address, change) => {
    await enter(address, change);
    expect(heading()).toBe('Sign in to Microsoft 365');
  });
});
