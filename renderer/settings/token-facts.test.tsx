import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { TokenInspection } from '../../shared/diagnosis.ts';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountId, AccountView } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { useAccount, useAccounts } from '../stores/accounts.ts';
import { showDetails, useUi } from '../stores/ui.ts';
import { sampleView } from '../testing/sample-accounts.ts';
import { closeAll, installBridge, press, show } from '../testing/test-window.tsx';
import { AccountDetails } from './account-details.tsx';
import { AccountDialogs } from './account-dialogs.tsx';

const token = { expiresAt: 2, lastRefreshAt: 1, persistence: 'encrypted', ended: null } as const;
const view: AccountView = { ...sampleView('ada@contoso.test', { username: 'ada@contoso.test' }), token };
const inspection: TokenInspection = {
  token: 'jwt',
  audience: 'https://outlook.office.com',
  tenant: '9f0c',
  identity: 'ada@contoso.test',
  finding: { audience: 'mail', identity: 'same', scopes: 'enough' },
  granted: ['IMAP.AccessAsUser.All'],
  missing: [],
};
const facts = () =>
  Object.fromEntries(
    [...document.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling?.textContent ?? '']),
  );

/** The details of the account in the store. */
function Live() {
  const shown = useAccount(view.account.id);
  return shown && <AccountDetails view={shown} />;
}

afterEach(closeAll);

describe('the token inspector', () => {
  it.each<[string, Partial<TokenInspection>, Record<string, string | undefined>]>([
    ['what it is for', {}, { 'Token for': 'https://outlook.office.com', 'Token of': undefined, 'Tenant ID': '9f0c' }],
    [
      'what it permits, and what is missing',
      { missing: ['SMTP.Send'] },
      { 'Permissions granted': 'IMAP.AccessAsUser.All', 'Permissions missing': 'SMTP.Send' },
    ],
    [
      'that it is for another server',
      { audience: 'https://graph.test', finding: { ...inspection.finding, audience: 'other' } },
      { 'Token for': 'https://graph.testThis is not this account’s mail server.' },
    ],
    [
      'that it is another person’s',
      { identity: 'eve@contoso.test', finding: { ...inspection.finding, identity: 'other' } },
      { 'Token of': 'eve@contoso.testThis is not who signed in.' },
    ],
    [
      'that it tells nothing',
      { token: 'opaque', audience: null, tenant: null, identity: null, granted: [] },
      { Kind: 'Opaque token', 'Token for': undefined, 'Permissions granted': undefined },
    ],
  ])('tells %s', async (_name, change, expected) => {
    installBridge({ 'accounts.inspectToken': success({ ...inspection, ...change }) });
    await show(<AccountDetails view={view} />);
    expect(facts()).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
    );
    for (const [name, value] of Object.entries(expected))
      if (value === undefined) expect(facts()).not.toHaveProperty(name);
  });

  it('asks again when the token was renewed, and only then', async () => {
    const { calls } = installBridge({ 'accounts.inspectToken': success(inspection) });
    const become = (change: Partial<AccountView>) =>
      act(async () => useAccounts.setState({ accounts: [{ ...view, ...change }] }));
    await become({});
    await show(<Live />);
    await become({ status: { ...view.status, lastSyncAt: 9 } });
    const asked = () => calls.filter(({ name }) => name === 'accounts.inspectToken').length;
    expect(asked()).toBe(1);
    await become({ token: { ...token, lastRefreshAt: 5 } });
    expect(asked()).toBe(2);
  });

  it('renews the token, and says why where that fails', async () => {
    const { calls, answers } = installBridge({
      'accounts.inspectToken': success(inspection),
      'accounts.refreshToken': success(null),
    });
    await show(<AccountDetails view={view} />);
    await press('Refresh now');
    expect(calls.map(({ name }) => name)).toContain('accounts.refreshToken');
    expect(document.body.textContent).toContain('Refreshed');
    answers['accounts.refreshToken'] = failure(exampleError('identity_provider_unavailable', true));
    await press('Refresh now');
    expect(document.body.textContent).not.toContain('Refreshed');
    expect(document.body.textContent).toContain('could not be reached');
  });
});

describe('signing out', () => {
  it('asks first, names what stays and whom it concerns, and does it once', async () => {
    const team = sampleView('team@contoso.test', { username: 'ada@contoso.test' });
    const { calls } = installBridge({
      'accounts.signOut': success(null),
      'accounts.inspectToken': success(inspection),
    });
    useAccounts.setState({ accounts: [{ ...view, status: { ...view.status, pendingOperations: 2 } }, team] });
    await show(
      <>
        <AccountDetails view={view} />
        <AccountDialogs />
      </>,
    );
    await press('Sign out…');
    const dialog = () => document.querySelector('[role=dialog]')?.textContent ?? '';
    expect(dialog()).toContain('team@contoso.test');
    expect(dialog()).toContain('drafts');
    expect(dialog()).toContain('2 changes');
    expect(calls.some(({ name }) => name === 'accounts.signOut')).toBe(false);
    await press('Sign out');
    expect(calls.filter(({ name }) => name === 'accounts.signOut')).toEqual([
      { name: 'accounts.signOut', input: { accountId: view.account.id } },
    ]);
    expect(useUi.getState().dialog).toBeNull();
  });

  it('is not offered where nobody is signed in', async () => {
    installBridge({ 'accounts.inspectToken': success({ ...inspection, token: null }) });
    await act(async () => showDetails('ada@contoso.test' as AccountId));
    await show(<AccountDetails view={{ ...view, secret: 'missing' }} />);
    const buttons = [...document.querySelectorAll('button')].map((button) => button.textContent);
    expect(buttons).not.toContain('Sign out…');
    expect(buttons).not.toContain('Refresh now');
    expect(buttons).toContain('Sign in again…');
  });
});
