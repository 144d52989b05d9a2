import type { Account, AccountId, Identity, IdentityId } from '../../shared/mail.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';

/** Account and identity for tests; each field can be replaced. */
export function sampleAccount(values: Partial<Account> = {}): Account {
  return {
    id: '0b7a1c1e-6c1f-4d53-9a3e-111111111111' as AccountId,
    provider: 'generic',
    address: 'ada@contoso.test',
    displayName: 'Ada',
    label: '',
    colour: null,
    notify: true,
    writing: defaultWriting,
    auth: { method: 'password', username: 'ada@contoso.test' },
    imap: { host: 'imap.contoso.test', port: 993, security: 'tls' },
    smtp: { host: 'smtp.contoso.test', port: 587, security: 'starttls' },
    connectionTimeoutSeconds: 30,
    ...values,
  };
}

export function sampleIdentity(values: Partial<Identity> = {}): Identity {
  return {
    id: '0b7a1c1e-6c1f-4d53-9a3e-222222222222' as IdentityId,
    provider: 'microsoft365',
    clientId: '11111111-2222-3333-4444-555555555555',
    tenant: 'common',
    loginHost: 'https://login.microsoftonline.com',
    homeAccountId: null,
    username: null,
    grantedScopes: [],
    ...values,
  };
}
