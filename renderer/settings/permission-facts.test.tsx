import { afterEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../shared/mail.ts';
import { closeAll, show } from '../testing/test-window.tsx';
import { PermissionFacts } from './permission-facts.tsx';

const identity: Identity = {
  id: 'identity' as Identity['id'],
  provider: 'microsoft365',
  clientId: '11111111-2222-4333-8444-555555555555',
  tenant: 'organizations',
  loginHost: 'https://login.microsoftonline.com',
  homeAccountId: null,
  username: 'ada@contoso.example',
  grantedScopes: [],
};
const scope = (name: string) => `https://outlook.office.com/${name}`;
const facts = () =>
  [...document.querySelectorAll('dt')].map((term) => `${term.textContent}: ${term.nextElementSibling?.textContent}`);

afterEach(closeAll);

describe('the permissions of a sign-in', () => {
  it.each([
    [
      'all granted',
      {},
      ['IMAP.AccessAsUser.All', 'SMTP.Send'],
      ['Permissions granted: IMAP.AccessAsUser.All, SMTP.Send'],
    ],
    [
      'sending was not granted',
      {},
      ['IMAP.AccessAsUser.All'],
      ['Permissions granted: IMAP.AccessAsUser.All', 'Permissions missing: SMTP.Send'],
    ],
    ['the provider named none', {}, [], []],
    ['another provider’s', { provider: 'openid' }, ['mail'], ['Permissions granted: mail']],
  ] as const)('%s', async (_name, change, granted, shown) => {
    await show(
      <dl>
        <PermissionFacts identity={{ ...identity, ...change, grantedScopes: granted.map(scope) }} />
      </dl>,
    );
    expect(facts()).toEqual(shown);
  });
});
