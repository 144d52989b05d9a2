import { sampleEffectivePreferences } from '../../renderer/testing/sample-preferences.ts';
import type {
  Account,
  AccountId,
  AccountView,
  AppInfo,
  EngineStatus,
  Identity,
  IdentityId,
  Licence,
} from '../../shared/mail.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';

const minute = 60_000;
const now = Date.now();

export const workId = '11111111-1111-4111-8111-111111111111' as AccountId;
const homeId = '22222222-2222-4222-8222-222222222222' as AccountId;
const longId = '33333333-3333-4333-8333-333333333333' as AccountId;
const identityId = '99999999-9999-4999-8999-999999999999' as IdentityId;

const healthy: EngineStatus = {
  connection: { kind: 'online' },
  proof: { kind: 'reconciled', at: now - 2 * minute },
  lastSyncAt: now - 2 * minute,
  lastError: null,
  progress: null,
  pendingOperations: 0,
  parkedOperations: 0,
  inboxUnread: null,
};

const workIdentity: Identity = {
  id: identityId,
  provider: 'microsoft365',
  clientId: '6e2f7c1a-0c5b-4f5e-9f1d-3a7b8c9d0e1f',
  tenant: 'contoso.onmicrosoft.com',
  loginHost: 'https://login.microsoftonline.com',
  homeAccountId: 'a.b',
  username: 'mario.rossi@contoso.example',
  grantedScopes: [],
};

const work: Account = {
  id: workId,
  provider: 'microsoft365',
  address: 'mario.rossi@contoso.example',
  displayName: 'Mario Rossi',
  label: 'Work',
  colour: 'blue',
  notify: true,
  writing: defaultWriting,
  auth: { method: 'oauth2', identityId },
  imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
  smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  connectionTimeoutSeconds: 30,
};

/** An account as main would tell of it. */
export function workView(status: Partial<EngineStatus> = {}): AccountView {
  return {
    account: work,
    identity: workIdentity,
    status: { ...healthy, ...status },
    token: { expiresAt: now + 52 * minute, lastRefreshAt: now - 8 * minute, persistence: 'encrypted', ended: null },
    secret: 'encrypted',
  };
}

/** A password account, healthy unless said otherwise. */
export function homeView(status: Partial<EngineStatus> = {}): AccountView {
  return {
    account: {
      ...work,
      id: homeId,
      provider: 'generic',
      address: 'mario@rossi.example',
      label: '',
      colour: 'amber',
      auth: { method: 'password', username: 'mario@rossi.example' },
      imap: { host: 'imap.rossi.example', port: 993, security: 'tls' },
      smtp: { host: 'smtp.rossi.example', port: 465, security: 'tls' },
    },
    identity: null,
    status: { ...healthy, ...status },
    token: { expiresAt: null, lastRefreshAt: null, persistence: 'session', ended: null },
    secret: 'session',
  };
}

/** Long names and another script. */
export const longView: AccountView = {
  ...homeView({
    connection: {
      kind: 'failed',
      retryAt: null,
      error: {
        code: 'tls_untrusted',
        params: { reason: 'authority', host: 'mail.contoso.example' },
        retryable: false,
      },
    },
    lastError: {
      at: now - 5 * minute,
      error: { code: 'tls_untrusted', params: { reason: 'authority', host: 'mail.contoso.example' }, retryable: false },
    },
    parkedOperations: 2,
    inboxUnread: null,
  }),
  account: {
    ...homeView().account,
    id: longId,
    address: 'büro-für-öffentlichkeitsarbeit.ユーザー@universitätsbibliothek-donaueschingen.example',
    displayName: 'مكتب العلاقات العامة',
    label: '',
    colour: null,
    notify: true,
    writing: defaultWriting,
  },
};

/** What the settings' page about Heron shows. */
export const appInfo: AppInfo = {
  version: '0.1.0',
  electron: '33.4.11',
  chrome: '130.0.6723.191',
  node: '20.18.3',
  platform: 'linux',
  profileFolder: '/home/mario/.config/Heron',
  extraCa: '/etc/ssl/contoso-proxy.pem',
  secretStorage: { kind: 'session', reason: 'no_keyring' },
  preferences: sampleEffectivePreferences,
  pausedUntil: null,
  notices: [
    {
      id: 'no-keyring',
      error: {
        code: 'secret_not_saved',
        params: { reason: 'session_only', keyring: 'no_keyring' },
        retryable: false,
      },
    },
    {
      id: 'settings',
      error: {
        code: 'settings_damaged',
        params: { reason: 'set_aside', path: '/home/mario/.config/Heron/settings.damaged-1.json' },
        retryable: false,
      },
    },
  ],
};

/** Packages of others, for the page about Heron. */
export const licences: readonly Licence[] = ['imapflow', 'postal-mime', 'zod', 'react', '@azure/msal-node'].map(
  (name) => ({
    name,
    version: '2.1.2',
    licence: 'MIT',
    text: 'Permission is hereby granted, free of charge…\n'.repeat(40),
  }),
);
