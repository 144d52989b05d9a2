import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { defaultPreferences } from '../../shared/preferences.ts';
import { logText } from '../../shared/reply.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { sampleAccount, sampleIdentity } from './account-samples.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { schemaVersion } from './settings-schema.ts';

const now = new Date(Date.UTC(2026, 10, 23));
const bob = '0b7a1c1e-6c1f-4d53-9a3e-333333333333' as AccountId;
const eve = '0b7a1c1e-6c1f-4d53-9a3e-444444444444' as AccountId;

function open(file = fakeSettingsFile()) {
  const opened = openAccountStore(file, now);
  if (!opened.ok) throw new Error(logText(opened.error));
  return { file, ...opened.value };
}

/** What Heron 0.1 (version 1) wrote for one account with OAuth2 and one with a password. */
const versionOne = JSON.stringify({
  schemaVersion: 1,
  accounts: [
    {
      id: '5f8f1f9e-52d3-4a9b-9f0a-6a1e0f6f7a10',
      provider: 'microsoft365',
      address: 'ada@contoso.test',
      displayName: 'Ada',
      auth: { method: 'oauth2', identityId: '77de68da-ecd8-43ce-9aa4-1d6f9c2b3a10' },
      imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
      smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
      connectionTimeoutSeconds: 30,
    },
    {
      id: '5f8f1f9e-52d3-4a9b-9f0a-6a1e0f6f7a11',
      provider: 'generic',
      address: 'grace@example.test',
      displayName: '',
      auth: { method: 'app_password', username: 'grace' },
      imap: { host: 'imap.example.test', port: 143, security: 'starttls' },
      smtp: { host: 'smtp.example.test', port: 465, security: 'tls' },
      connectionTimeoutSeconds: 60,
    },
  ],
  identities: [
    {
      id: '77de68da-ecd8-43ce-9aa4-1d6f9c2b3a10',
      provider: 'microsoft365',
      clientId: '11111111-2222-3333-4444-555555555555',
      tenant: 'common',
      loginHost: 'https://login.microsoftonline.com',
      homeAccountId: 'uid.utid',
      username: 'ada@contoso.test',
      grantedScopes: ['https://outlook.office365.com/IMAP.AccessAsUser.All'],
    },
  ],
});

describe('a file of version 1', () => {
  it('keeps its accounts and sign-ins, and starts with the usual preferences', () => {
    const file = fakeSettingsFile(versionOne);
    const { store, notice } = open(file);
    const former = JSON.parse(versionOne);
    expect([notice, file.aside, file.writes]).toEqual([null, [], 0]);
    expect(store.list()).toEqual(
      former.accounts.map((account: object) => ({
        ...account,
        label: '',
        colour: null,
        notify: true,
        writing: defaultWriting,
      })),
    );
    expect(store.identities()).toEqual(former.identities);
    expect(store.preferences()).toEqual(defaultPreferences);
    expect(store.imageSenders()).toEqual([]);
  });

  it('is of this version after the first change, and is read as such', () => {
    const { store, file } = open(fakeSettingsFile(versionOne));
    expect(store.savePreferences({ ...defaultPreferences, theme: 'dark' }).ok).toBe(true);
    expect(JSON.parse(file.text ?? '')).toMatchObject({
      schemaVersion: schemaVersion,
      preferences: { theme: 'dark' },
    });
    const again = open(file).store;
    expect(again.list()).toEqual(store.list());
    expect(again.preferences()).toEqual({ ...defaultPreferences, theme: 'dark' });
  });

  it.each([
    ['accounts are no list', '{"schemaVersion":1,"accounts":"ada","identities":[]}'],
    ['an account is nothing', '{"schemaVersion":1,"accounts":[null],"identities":[]}'],
    ['an account is a word', '{"schemaVersion":1,"accounts":["ada"],"identities":[]}'],
    ['accounts are missing', '{"schemaVersion":1,"identities":[]}'],
  ])('is set aside whole when %s', (_case, text) => {
    const { notice, file } = open(fakeSettingsFile(text));
    expect(notice).toMatchObject({ code: 'settings_damaged' });
    expect(file.aside.map((aside) => aside.text)).toEqual([text]);
  });
});

describe('a file of version 2', () => {
  it('keeps everything, and is of this version after the first change', () => {
    const former = {
      ...JSON.parse(versionOne),
      schemaVersion: 2,
      preferences: { ...defaultPreferences, theme: 'dark', language: 'de' },
      imageSenders: ['news@example.test'],
    };
    former.accounts = former.accounts.map((account: object) => ({
      ...account,
      label: 'Work',
      colour: 'teal',
      notify: false,
    }));
    const { store, notice, file } = open(fakeSettingsFile(JSON.stringify(former)));
    expect([notice, file.aside, file.writes]).toEqual([null, [], 0]);
    const accounts = former.accounts.map((account: object) => ({ ...account, writing: defaultWriting }));
    expect([store.list(), store.identities()]).toEqual([accounts, former.identities]);
    expect(store.saveImageSenders(['news@example.test', 'shop@example.test']).ok).toBe(true);
    expect(JSON.parse(file.text ?? '')).toEqual({
      ...former,
      accounts,
      schemaVersion: schemaVersion,
      imageSenders: ['news@example.test', 'shop@example.test'],
    });
    expect(schemaVersion).toBeGreaterThan(2);
  });
});

describe('damaged preferences', () => {
  const withContent = (content: object) =>
    open(
      fakeSettingsFile(
        JSON.stringify({ schemaVersion: schemaVersion, accounts: [sampleAccount()], identities: [], ...content }),
      ),
    );

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', ['dark']],
    ['a word', 'dark'],
  ])('that are %s cost no account', (_case, preferences) => {
    const { store, notice } = withContent({ preferences, imageSenders: [] });
    expect([notice, store.list()]).toEqual([null, [sampleAccount()]]);
    expect(store.preferences()).toEqual(defaultPreferences);
  });

  it('are replaced one by one, and those of a stranger are dropped', () => {
    const preferences = {
      ...defaultPreferences,
      theme: 'dark',
      language: 'tlh',
      closeToTray: 'yes',
      singleKeyShortcuts: false,
      remoteImages: 'always',
      hideMarkedDeleted: 1,
      nobodyKnows: true,
    };
    const { store } = withContent({ preferences, imageSenders: [] });
    expect(store.preferences()).toEqual({ ...defaultPreferences, theme: 'dark', singleKeyShortcuts: false });
  });

  it('leave out senders that are none', () => {
    const imageSenders = ['news@example.test', 7, '', null, 'x'.repeat(321)];
    expect(withContent({ imageSenders }).store.imageSenders()).toEqual(['news@example.test']);
    expect(withContent({ imageSenders: 'all' }).store.imageSenders()).toEqual([]);
  });

  it('are not saved', () => {
    const { store, file } = open();
    const wrong = { ...defaultPreferences, theme: 'pink' } as unknown as typeof defaultPreferences;
    expect(store.savePreferences(wrong)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect([file.writes, store.preferences()]).toEqual([0, defaultPreferences]);
  });
});

describe('AccountStore', () => {
  function withThree(): { store: AccountStore; file: ReturnType<typeof fakeSettingsFile> } {
    const { store, file } = open();
    store.add(sampleAccount({ auth: { method: 'oauth2', identityId: sampleIdentity().id } }), sampleIdentity());
    store.add(sampleAccount({ id: bob, address: 'bob@contoso.test' }), null);
    store.add(sampleAccount({ id: eve, address: 'eve@contoso.test' }), null);
    return { store, file };
  }

  it('keeps preferences and senders over a restart, and the accounts with them', () => {
    const { store, file } = withThree();
    expect(store.savePreferences({ ...defaultPreferences, language: 'de', startAtLogin: true }).ok).toBe(true);
    expect(store.saveImageSenders(['news@example.test']).ok).toBe(true);
    const again = open(file).store;
    expect(again.preferences()).toMatchObject({ language: 'de', startAtLogin: true });
    expect(again.imageSenders()).toEqual(['news@example.test']);
    expect([again.list().length, again.identities().length]).toEqual([3, 1]);
  });

  it('is as before when preferences cannot be written', () => {
    const { store, file } = withThree();
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(store.savePreferences({ ...defaultPreferences, theme: 'dark' })).toMatchObject({
      error: { code: 'disk_full' },
    });
    expect(store.preferences()).toEqual(defaultPreferences);
  });

  it('puts accounts in order, those not named last as they stand, and ignores strangers', () => {
    const { store, file } = withThree();
    const stranger = '0b7a1c1e-6c1f-4d53-9a3e-555555555555' as AccountId;
    expect(store.reorder([stranger, eve]).ok).toBe(true);
    expect(store.list().map(({ id }) => id)).toEqual([eve, sampleAccount().id, bob]);
    expect(open(file).store.list()).toEqual(store.list());
  });
});
