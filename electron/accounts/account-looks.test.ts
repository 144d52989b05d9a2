import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { failure, logText, success } from '../../shared/reply.ts';
import { IdentityProviders } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { fakeSecretStore } from '../platform/secret-store-fake.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { engineAccountOf, passwordKey } from './account-ports.ts';
import { sampleAccount } from './account-samples.ts';
import { AccountService } from './account-service.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { type FakeEngine, fakeEngine } from './engine-port-fake.ts';
import { passwordSecret } from './password-secret.ts';

const account = sampleAccount();
const look = { accountId: account.id, label: 'Work', colour: 'teal', notify: false } as const;
const bob = '0b7a1c1e-6c1f-4d53-9a3e-333333333333' as AccountId;
const nobody = '0b7a1c1e-6c1f-4d53-9a3e-444444444444' as AccountId;
const noToken = async () => failure({ code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false });

let file: FakeSettingsFile;
let store: AccountStore;
let engine: FakeEngine;
let service: AccountService;

beforeEach(async () => {
  file = fakeSettingsFile();
  const opened = openAccountStore(file, new Date());
  if (!opened.ok) throw new Error(logText(opened.error));
  store = opened.value.store;
  store.add(account, null);
  store.add(sampleAccount({ id: bob, address: 'bob@contoso.test' }), null);
  engine = fakeEngine();
  const secrets = fakeSecretStore();
  await secrets.write(passwordKey(account.id), passwordSecret('ada', 'secret', account));
  service = new AccountService({
    store,
    secrets,
    providers: new IdentityProviders(microsoftProvider([])),
    tokens: {
      accessToken: noToken,
      adopt: async () => async () => undefined,
      clientSecret: async () => null,
      forget: async () => success(null),
      refresh: async () => success(null),
      signOut: async () => success(null),
      inspect: () => {
        throw new Error('Nobody asks.');
      },
      status: () => ({ expiresAt: null, lastRefreshAt: null, persistence: 'session', ended: null }),
      claims: () => null,
      challenged: async () => undefined,
    },
    engine,
    log: () => {},
  });
});

describe('setLook', () => {
  it('is saved without a word to the server or the engine', async () => {
    expect(await service.setLook(look)).toEqual({ ok: true, value: null });
    expect(store.account(account.id)).toEqual({ ...account, label: 'Work', colour: 'teal', notify: false });
    expect(engine.log).toEqual([]);
  });

  it('leaves what the engine is told of the account as it was', async () => {
    await service.setLook(look);
    await service.reorder([bob, account.id]);
    const [, looked] = store.list();
    expect(looked && engineAccountOf(looked)).toEqual(engineAccountOf(account));
  });

  it('says when there is no such account, or it cannot be saved', async () => {
    expect(await service.setLook({ ...look, accountId: nobody })).toMatchObject({ error: { code: 'not_found' } });
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(await service.setLook(look)).toMatchObject({ error: { code: 'disk_full' } });
    expect(store.account(account.id)).toEqual(account);
  });

  it('is not lost to a change of the server that began before it', async () => {
    let release: () => void = () => {};
    engine.hold = new Promise((resolve) => {
      release = resolve;
    });
    const imap = { ...account.imap, host: 'new.contoso.test' };
    const { displayName, smtp, connectionTimeoutSeconds } = account;
    const update = { accountId: account.id, displayName, smtp, connectionTimeoutSeconds, imap, password: 'secret' };
    const updating = service.update(update, new AbortController().signal);
    const looking = service.setLook(look);
    release();
    expect([(await updating).ok, (await looking).ok]).toEqual([true, true]);
    expect(store.account(account.id)).toMatchObject({ imap, label: 'Work', colour: 'teal' });
  });

  it('survives a change of the name', async () => {
    await service.setLook(look);
    const { imap, smtp, connectionTimeoutSeconds } = account;
    const update = { accountId: account.id, displayName: 'Countess', imap, smtp, connectionTimeoutSeconds };
    await service.update(update, new AbortController().signal);
    expect(store.account(account.id)).toMatchObject({ displayName: 'Countess', label: 'Work', notify: false });
  });
});

describe('reorder', () => {
  it('is durable, and disturbs no connection', () => {
    expect(service.reorder([bob])).toEqual({ ok: true, value: null });
    const again = openAccountStore(file, new Date());
    expect(again.ok && again.value.store.list().map(({ id }) => id)).toEqual([bob, account.id]);
    expect(engine.log).toEqual([]);
  });
});
