import type { AccountId, AccountView, Identity, IdentityId } from '../../shared/mail.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';

/** Connected, with nothing to do. */
const idle: AccountView['status'] = {
  connection: { kind: 'online' },
  proof: { kind: 'reconciled', at: Date.UTC(2026, 0, 1, 12) },
  lastSyncAt: null,
  lastError: null,
  progress: null,
  pendingOperations: 0,
  parkedOperations: 0,
  inboxUnread: null,
};

const server = { host: 'mail.contoso.com', port: 993, security: 'tls' } as const;

/** An account of a test: signed in by OAuth2 with an identity that has these fields, or with a password. */
export function sampleView(address: string, signedIn: Partial<Identity> | null): AccountView {
  const identity: Identity | null = signedIn && {
    id: 'one' as IdentityId,
    provider: 'microsoft365',
    clientId: 'client',
    tenant: 'organizations',
    loginHost: 'https://login.test',
    homeAccountId: null,
    username: null,
    grantedScopes: [],
    ...signedIn,
  };
  return {
    account: {
      id: address as AccountId,
      provider: 'microsoft365',
      address,
      displayName: '',
      label: '',
      colour: null,
      notify: true,
      writing: defaultWriting,
      auth:
        identity === null ? { method: 'password', username: address } : { method: 'oauth2', identityId: identity.id },
      imap: server,
      smtp: server,
      connectionTimeoutSeconds: 30,
    },
    identity,
    status: idle,
    token: null,
    secret: 'encrypted',
  };
}

/** An account of a test at a server of its own, with a password. @param name before the @ of its address */
export function sampleGenericView(id: string, name = id): AccountView {
  const view = sampleView(`${name}@rossi.example`, null);
  return {
    ...view,
    account: {
      ...view.account,
      id: id as AccountId,
      provider: 'generic',
      auth: { method: 'password', username: name },
      imap: { host: 'imap.rossi.example', port: 993, security: 'tls' },
      smtp: { host: 'smtp.rossi.example', port: 465, security: 'tls' },
    },
  };
}
