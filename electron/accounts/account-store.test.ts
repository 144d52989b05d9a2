import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { defaultPreferences } from '../../shared/preferences.ts';
import { logText } from '../../shared/reply.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { sampleAccount, sampleIdentity } from './account-samples.ts';
import { openAccountStore } from './account-store.ts';
import { loadSettings, type SchemaChain } from './settings-document.ts';
import { type Settings, schemaVersion } from './settings-schema.ts';

const now = new Date(Date.UTC(2026, 10, 23));
const other = '0b7a1c1e-6c1f-4d53-9a3e-333333333333' as AccountId;
const empty: Settings = { accounts: [], identities: [], preferences: defaultPreferences, imageSenders: [] };

function open(file = fakeSettingsFile()) {
  const opened = openAccountStore(file, now);
  if (!opened.ok) throw new Error(logText(opened.error));
  return { file, ...opened.value };
}

describe('openAccountStore', () => {
  it('starts empty without a file, and writes none', () => {
    const { store, notice, file } = open();
    expect([store.list(), notice, file.writes]).toEqual([[], null, 0]);
  });

  it.each([
    ['bad JSON', '{"accounts": ['],
    ['an empty file', ''],
    ['no version', '{"accounts":[],"identities":[]}'],
    ['another type', '[1]'],
    ['a bad account', '{"schemaVersion":1,"accounts":[{"id":"x"}],"identities":[]}'],
    [
      'a missing identity',
      JSON.stringify({
        schemaVersion: 1,
        accounts: [sampleAccount({ auth: { method: 'oauth2', identityId: sampleIdentity().id } })],
        identities: [],
      }),
    ],
    [
      'an http login host',
      JSON.stringify({
        schemaVersion: 1,
        accounts: [],
        identities: [sampleIdentity({ loginHost: 'http://login.test' })],
      }),
    ],
  ])('sets a file with %s aside, unchanged, and says so', (_case, text) => {
    const { store, notice, file } = open(fakeSettingsFile(text));
    expect(store.list()).toEqual([]);
    expect(notice).toMatchObject({ code: 'settings_damaged' });
    expect(file.aside.map((aside) => aside.text)).toEqual([text]);
    expect(notice?.params).toEqual({ reason: 'set_aside', path: file.aside[0]?.path });
  });

  it('leaves the file of a newer Heron alone, and refuses to start', () => {
    const text = JSON.stringify({ schemaVersion: schemaVersion + 1, accounts: [], identities: [], extra: 1 });
    const file = fakeSettingsFile(text);
    expect(openAccountStore(file, now)).toMatchObject({ ok: false, error: { code: 'settings_damaged' } });
    expect([file.text, file.aside, file.writes]).toEqual([text, [], 0]);
  });

  it('never writes over a damaged file that it cannot set aside', () => {
    const file = fakeSettingsFile('{');
    file.setAside = () => {
      throw Object.assign(new Error(), { code: 'EACCES' });
    };
    expect(openAccountStore(file, now)).toMatchObject({ ok: false, error: { code: 'storage_failed' } });
    expect(file.text).toBe('{');
  });

  it('reports a file that cannot be read, instead of starting empty', () => {
    const file = fakeSettingsFile('{}');
    file.readText = () => {
      throw Object.assign(new Error(), { code: 'EIO' });
    };
    expect(openAccountStore(file, now)).toMatchObject({ ok: false, error: { code: 'storage_failed' } });
  });

  it('carries content through each later version', () => {
    const chain: SchemaChain = {
      version: 3,
      migrations: [
        (old) => ({ ...old, steps: ['2'] }),
        (old) => ({ ...old, steps: [...(old['steps'] as string[]), '3'] }),
      ],
      parse: (content) => {
        expect(content).toMatchObject({ schemaVersion: 3, steps: ['2', '3'] });
        return empty;
      },
    };
    const file = fakeSettingsFile('{"schemaVersion":1}');
    expect(loadSettings(file, now, chain)).toMatchObject({ ok: true, value: { notice: null } });
    const later = fakeSettingsFile('{"schemaVersion":2,"steps":["2"]}');
    expect(loadSettings(later, now, chain)).toMatchObject({ ok: true, value: { notice: null } });
  });

  it('sets aside what a migration stumbles over', () => {
    const file = fakeSettingsFile('{"schemaVersion":1}');
    const stumbles = () => {
      throw new Error('no list');
    };
    const chain: SchemaChain = {
      version: 2,
      migrations: [stumbles],
      parse: (content) => (content ? empty : null),
    };
    expect(loadSettings(file, now, chain)).toMatchObject({ ok: true, value: { notice: { code: 'settings_damaged' } } });
  });
});

describe('AccountStore', () => {
  it('keeps accounts and identities over a restart', () => {
    const { store, file } = open();
    const account = sampleAccount({ auth: { method: 'oauth2', identityId: sampleIdentity().id } });
    expect(store.add(account, sampleIdentity())).toEqual({ ok: true, value: null });
    const again = open(file).store;
    expect(again.account(account.id)).toEqual(account);
    expect(again.identity(sampleIdentity().id)).toEqual(sampleIdentity());
    expect(file.aside).toEqual([]);
  });

  it('refuses an address a second time, whatever its case', () => {
    const { store } = open();
    store.add(sampleAccount(), null);
    const twin = sampleAccount({ id: other, address: 'ADA@Contoso.test' });
    expect(store.add(twin, null)).toMatchObject({ ok: false, error: { code: 'account_exists' } });
    expect(store.list()).toHaveLength(1);
  });

  it('is as before when a write fails, and says why', () => {
    const { store, file } = open();
    store.add(sampleAccount(), null);
    const heard: unknown[] = [];
    store.onChange((settings) => heard.push(settings));
    file.refuse = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const renamed = sampleAccount({ displayName: 'Countess' });
    expect(store.replace(renamed)).toMatchObject({ ok: false, error: { code: 'disk_full' } });
    expect(store.remove(renamed.id)).toMatchObject({ ok: false, error: { code: 'disk_full' } });
    expect(store.account(renamed.id)?.displayName).toBe('Ada');
    expect(heard).toEqual([]);
    file.refuse = null;
    expect(store.replace(renamed).ok).toBe(true);
    expect(heard).toHaveLength(1);
  });

  it('saves a change, and tells the others of it, although one listener throws', () => {
    const lines: string[] = [];
    const opened = openAccountStore(fakeSettingsFile(), now, (_level, _scope, text) => void lines.push(text));
    if (!opened.ok) throw new Error(logText(opened.error));
    const { store } = opened.value;
    const heard: unknown[] = [];
    store.onChange(() => {
      throw new TypeError('ada@contoso.test');
    });
    store.onChange((settings) => heard.push(settings));
    expect(store.add(sampleAccount(), null)).toEqual({ ok: true, value: null });
    expect([heard.length, lines]).toEqual([1, ['A listener to accounts broke: TypeError']]);
  });

  it.each([
    ['a user name', { username: 'x'.repeat(321) }, 'identities.0.username'],
    ['an id', { homeAccountId: 'x'.repeat(513) }, 'identities.0.homeAccountId'],
    ['a list of scopes', { grantedScopes: Array(65).fill('https://a/') }, 'identities.0.grantedScopes'],
  ])('refuses %s that the next start would take for damage, and keeps what it has', (_case, values, where) => {
    const { store, file } = open();
    expect(store.add(sampleAccount({ id: other, address: 'bob@contoso.test' }), null).ok).toBe(true);
    const before = file.text;
    const account = sampleAccount({ auth: { method: 'oauth2', identityId: sampleIdentity().id } });
    const refused = store.add(account, sampleIdentity(values));
    const params = { reason: 'settings', place: where };
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_input', params, retryable: false } });
    expect([file.text, store.list().length]).toEqual([before, 1]);
    expect(open(file).notice).toBeNull();
  });

  it('refuses two accounts with one id', () => {
    const { store, file } = open();
    store.add(sampleAccount(), null);
    expect(store.add(sampleAccount({ address: 'bob@contoso.test' }), null)).toMatchObject({
      error: { code: 'invalid_input' },
    });
    expect(open(file).store.list()).toHaveLength(1);
  });

  it('drops an identity with its last account only', () => {
    const { store } = open();
    const auth = { method: 'oauth2', identityId: sampleIdentity().id } as const;
    store.add(sampleAccount({ auth }), sampleIdentity());
    store.add(sampleAccount({ id: other, address: 'shared@contoso.test', auth }), null);
    store.remove(other);
    expect(store.identities()).toHaveLength(1);
    store.replace(sampleAccount());
    expect(store.identities()).toEqual([]);
  });

  it('does not find what was removed', () => {
    const { store } = open();
    expect(store.replace(sampleAccount())).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});
