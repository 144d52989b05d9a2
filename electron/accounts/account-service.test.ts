import { beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account } from '../../shared/mail.ts';
import { type AppError, logText, type Reply } from '../../shared/reply.ts';
import { signInByDeviceCode } from '../auth/device-code.ts';
import { type FakeProvider, fakeProvider, origin } from '../auth/fake-provider.ts';
import { IdentityProviders, type SignInGrant } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { AccountService } from './account-service.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { type FakeEngine, fakeEngine } from './engine-port-fake.ts';

const imap = { host: 'imap.contoso.test', port: 993, security: 'tls' } as const;
const smtp = { host: 'smtp.contoso.test', port: 587, security: 'starttls' } as const;
const outlook = { host: 'outlook.test', port: 993, security: 'tls' } as const;
const identity = { clientId: 'client', tenant: 'common', loginHost: origin };
const refused: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server: 'mail.contoso.example:993', said: '' },
  retryable: false,
};
const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
const never = () => new AbortController().signal;

const mailbox: CallInput<'accounts.addWithPassword'> = {
  address: 'ada@contoso.test',
  displayName: 'Ada',
  method: 'password',
  username: 'ada',
  password: 'first',
  imap,
  smtp,
};

let file: FakeSettingsFile;
let store: AccountStore;
let secrets: FakeSecretStore;
let engine: FakeEngine;
let provider: FakeProvider;
let tokens: TokenService;
let service: AccountService;
let lines: string[];

beforeEach(() => {
  file = fakeSettingsFile();
  const opened = openAccountStore(file, new Date());
  if (!opened.ok) throw new Error(logText(opened.error));
  store = opened.value.store;
  secrets = fakeSecretStore();
  engine = fakeEngine();
  provider = fakeProvider();
  const providers = new IdentityProviders(microsoftProvider([outlook.host, imap.host]));
  tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport: provider.transport,
    clock: fakeClock(Date.now()),
    random: () => 0.5,
    log: () => {},
    report: () => {},
  });
  lines = [];
  service = new AccountService({
    store,
    secrets,
    providers,
    tokens,
    engine,
    log: (_level, _scope, text) => void lines.push(text),
  });
});

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

function only(): Account {
  const [account] = store.list();
  if (account === undefined) throw new Error('no account');
  return account;
}

async function addWithPassword(): Promise<Account> {
  value(await service.addWithPassword(mailbox, never()));
  return only();
}

async function signIn(address = 'ada@contoso.test'): Promise<SignInGrant> {
  provider.approvedBy = address;
  const options = { identity, transport: provider.transport, clock: fakeClock(Date.now()), log: () => {} };
  return value(await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never()));
}

async function run(input: CallInput<'signIn.start'>, address?: string, signal = never()) {
  const plan = service.planSignIn(input);
  return plan.ok ? plan.value.finish(await signIn(address), signal) : plan;
}

const newAccount = {
  purpose: 'new_account',
  address: 'ada@contoso.test',
  displayName: 'Ada',
  identity,
  imap: outlook,
  smtp,
} as const;

async function addWithOAuth(): Promise<Account> {
  value(await run(newAccount));
  return only();
}

/** All that is kept, to compare before and after. */
const kept = () => ({ text: file.text, secrets: new Map(secrets.values), list: store.list() });
const credentials = (account: Account, rejected: string | null = null) =>
  service.credentialsFor({ accountId: account.id, purpose: 'imap', rejected }, never());

describe('adding with a password', () => {
  it('is tried, kept, and opened', async () => {
    const account = await addWithPassword();
    expect(engine.log).toEqual(['test password imap.contoso.test', 'open ada@contoso.test']);
    expect(value(await credentials(account))).toEqual({ kind: 'password', username: 'ada', password: 'first' });
    expect(file.text).not.toContain('first');
    expect(service.tokenStatus(account)).toBeNull();
  });

  it('keeps nothing when the server refuses', async () => {
    engine.refuse = refused;
    expect(await service.addWithPassword(mailbox, never())).toEqual({ ok: false, error: refused });
    expect([file.text, secrets.values.size]).toEqual([null, 0]);
  });

  it('keeps nothing when the secret or the settings cannot be saved', async () => {
    secrets.refuse = { code: 'disk_full', params: { reason: 'mail' }, retryable: true };
    expect(await service.addWithPassword(mailbox, never())).toMatchObject({ error: { code: 'disk_full' } });
    secrets.refuse = null;
    file.refuse = full;
    expect(await service.addWithPassword(mailbox, never())).toMatchObject({ error: { code: 'disk_full' } });
    expect([store.list(), secrets.values.size]).toEqual([[], 0]);
  });

  it('refuses an address twice, also when both are tried at once', async () => {
    await addWithPassword();
    const again = { ...mailbox, address: 'ADA@contoso.test' };
    expect(await service.addWithPassword(again, never())).toMatchObject({ error: { code: 'account_exists' } });
    expect(service.planSignIn(newAccount)).toMatchObject({ error: { code: 'account_exists' } });
    const other = { ...mailbox, address: 'bob@contoso.test' };
    const both = await Promise.all([service.addWithPassword(other, never()), service.addWithPassword(other, never())]);
    expect(both.map((reply) => reply.ok)).toEqual([true, false]);
    expect(secrets.values.size).toBe(2);
  });

  it('saves nothing after a cancel, although the test passed', async () => {
    const controller = new AbortController();
    let release: () => void = () => {};
    engine.hold = new Promise((resolve) => {
      release = resolve;
    });
    const adding = service.addWithPassword(mailbox, controller.signal);
    controller.abort();
    release();
    expect(await adding).toMatchObject({ error: { code: 'cancelled' } });
    expect(store.list()).toEqual([]);
  });
});

describe('adding with OAuth2', () => {
  it('tries the mailbox over XOAUTH2, then keeps account, identity and tokens', async () => {
    const account = await addWithOAuth();
    expect(engine.log).toEqual(['test xoauth2 outlook.test', 'open ada@contoso.test', 'reconnect']);
    expect(store.identities()).toMatchObject([{ username: 'ada@contoso.test', loginHost: origin }]);
    expect(value(await credentials(account))).toMatchObject({ kind: 'xoauth2', username: 'ada@contoso.test' });
    expect(service.tokenStatus(account)).toMatchObject({ persistence: 'encrypted', expiresAt: expect.any(Number) });
    expect(file.text).not.toContain('CANARY');
  });

  it('T4 has the refresh token in the vault before the mailbox sees the access token', async () => {
    await addWithOAuth();
    const writes = secrets.log.filter((entry) => entry.startsWith('write identity-'));
    expect(writes).toHaveLength(1);
    engine.refuse = refused;
    let atTest = 0;
    const test = engine.testConnection;
    engine.testConnection = (...input) => {
      atTest = secrets.values.size;
      return test(...input);
    };
    await run({ ...newAccount, address: 'bob@contoso.test' }, 'bob@contoso.test');
    expect([atTest, secrets.values.size]).toEqual([2, 1]);
  });

  it('keeps nothing when the mailbox refuses, the settings cannot be saved, or the user cancels', async () => {
    engine.refuse = refused;
    expect(await run(newAccount)).toEqual({ ok: false, error: refused });
    engine.refuse = null;
    file.refuse = full;
    expect(await run(newAccount)).toMatchObject({ error: { code: 'disk_full' } });
    file.refuse = null;
    expect(await run(newAccount, undefined, AbortSignal.abort())).toMatchObject({ error: { code: 'cancelled' } });
    expect([store.list(), store.identities(), secrets.values.size, file.text]).toEqual([[], [], 0, null]);
  });

  it('keeps of what the provider names only what the settings take', async () => {
    const plan = value(service.planSignIn(newAccount));
    const grantedScopes = ['https://a/'.padEnd(600, 'x'), ...Array.from({ length: 70 }, (_, i) => `https://a/${i}`)];
    const long = { homeAccountId: 'x'.repeat(600), username: `${'x'.repeat(400)}@contoso.test`, grantedScopes };
    value(await plan.finish({ ...(await signIn()), ...long }, never()));
    expect(store.identities()).toMatchObject([{ homeAccountId: null, username: null }]);
    expect(store.identities()[0]?.grantedScopes).toEqual(grantedScopes.slice(1, 65));
    expect(value(openAccountStore(file, new Date())).notice).toBeNull();
    expect((await credentials(only())).ok).toBe(true);
  });

  it('refreshes once for a refused token', async () => {
    const account = await addWithOAuth();
    const first = value(await credentials(account));
    if (first.kind !== 'xoauth2') throw new Error('expected a token');
    const [second, third] = await Promise.all([
      credentials(account, first.accessToken),
      credentials(account, first.accessToken),
    ]);
    expect(value(second)).toEqual(value(third));
    expect(value(second)).not.toEqual(first);
    expect(provider.count('refresh')).toBe(1);
  });
});

describe('signing in again', () => {
  it('replaces the grant and keeps the account', async () => {
    const account = await addWithOAuth();
    value(await run({ purpose: 'sign_in_again', accountId: account.id }));
    expect(only()).toEqual(account);
    expect(store.identities()).toHaveLength(1);
  });

  it('puts the former grant back when the mailbox refuses the new one', async () => {
    const account = await addWithOAuth();
    const before = kept();
    engine.refuse = refused;
    expect((await run({ purpose: 'sign_in_again', accountId: account.id }, 'eve@contoso.test')).ok).toBe(false);
    expect(kept()).toEqual(before);
    expect((await credentials(account)).ok).toBe(true);
  });

  it('knows who was confirmed for a shared mailbox', async () => {
    value(await run({ ...newAccount, address: 'shared@contoso.test' }));
    const plan = value(service.planSignIn({ purpose: 'sign_in_again', accountId: only().id }));
    expect(plan.expected).toEqual(['shared@contoso.test', 'ada@contoso.test']);
  });

  it('is not for passwords, nor for accounts that are gone', async () => {
    const account = await addWithPassword();
    const input = { purpose: 'sign_in_again', accountId: account.id } as const;
    expect(service.planSignIn(input)).toMatchObject({ error: { code: 'invalid_input' } });
    await service.remove(account.id);
    expect(service.planSignIn(input)).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('switching the method', () => {
  const toOAuth2 = (account: Account) =>
    ({ purpose: 'switch_to_oauth2', accountId: account.id, identity, imap: outlook, smtp }) as const;
  const toPassword = (account: Account, password = 'second') =>
    ({ accountId: account.id, method: 'app_password', username: 'ada', password }) as const;

  it('goes to OAuth2 and back, with the same id, and leaves no former secret', async () => {
    const account = await addWithPassword();
    value(await run(toOAuth2(account)));
    expect(only()).toMatchObject({
      id: account.id,
      provider: 'microsoft365',
      auth: { method: 'oauth2' },
      imap: outlook,
    });
    expect([...secrets.values.keys()]).toEqual([`identity-${store.identities()[0]?.id}`]);

    value(await service.switchToPassword(toPassword(only()), never()));
    expect(only()).toMatchObject({ id: account.id, auth: { method: 'app_password', username: 'ada' } });
    expect([...secrets.values.keys()]).toEqual([`account-${account.id}`]);
    expect(await credentials(only())).toMatchObject({ value: { username: 'ada', password: 'second' } });
    expect(store.identities()).toEqual([]);
    expect(engine.log).not.toContain('erase');
  });

  it('rolls back to the password when the server refuses, or anything cannot be saved', async () => {
    const account = await addWithPassword();
    const before = kept();
    engine.refuse = refused;
    expect(await run(toOAuth2(account))).toEqual({ ok: false, error: refused });
    engine.refuse = null;
    file.refuse = full;
    expect(await run(toOAuth2(account))).toMatchObject({ error: { code: 'disk_full' } });
    file.refuse = null;
    expect(kept()).toEqual(before);
    expect(value(await credentials(only()))).toMatchObject({ password: 'first' });
  });

  it('rolls back to OAuth2 when the server refuses, or anything cannot be saved', async () => {
    const account = await addWithOAuth();
    const before = kept();
    engine.refuse = refused;
    expect(await service.switchToPassword(toPassword(account), never())).toEqual({ ok: false, error: refused });
    engine.refuse = null;
    secrets.refuse = { code: 'disk_full', params: { reason: 'mail' }, retryable: true };
    expect((await service.switchToPassword(toPassword(account), never())).ok).toBe(false);
    secrets.refuse = null;
    file.refuse = full;
    expect((await service.switchToPassword(toPassword(account), never())).ok).toBe(false);
    file.refuse = null;
    expect(kept()).toEqual(before);
    expect((await credentials(account)).ok).toBe(true);
  });

  it('rolls a changed password back to the former one', async () => {
    const account = await addWithPassword();
    file.refuse = full;
    expect((await service.switchToPassword(toPassword(account), never())).ok).toBe(false);
    expect(value(await credentials(account))).toMatchObject({ password: 'first' });
    file.refuse = null;
    value(await service.switchToPassword(toPassword(account), never()));
    expect(value(await credentials(account))).toMatchObject({ password: 'second' });
  });

  it('keeps a sign-in that another mailbox still uses', async () => {
    const account = await addWithOAuth();
    const id = '0b7a1c1e-6c1f-4d53-9a3e-333333333333' as Account['id'];
    value(store.add({ ...account, id, address: 'shared@contoso.test' }, null));
    value(await service.switchToPassword(toPassword(account), never()));
    expect((await service.credentialsFor({ accountId: id, purpose: 'imap', rejected: null }, never())).ok).toBe(true);
    value(await service.remove(id));
    expect([...secrets.values.keys()]).toEqual([`account-${account.id}`]);
  });
});

describe('updating and removing', () => {
  const changes = (account: Account) => ({
    accountId: account.id,
    displayName: 'Countess',
    imap,
    smtp,
    connectionTimeoutSeconds: 60,
  });

  it('tries a changed IMAP server with the password that was entered for it, else saves at once', async () => {
    const account = await addWithPassword();
    engine.log.length = 0;
    engine.refuse = refused;
    const moved = { ...changes(account), imap: outlook, password: 'again' };
    expect(await service.update(moved, never())).toEqual({ ok: false, error: refused });
    expect(only()).toEqual(account);
    value(await service.update(changes(account), never()));
    expect(only()).toMatchObject({ displayName: 'Countess', connectionTimeoutSeconds: 60 });
    expect(engine.log).toEqual(['test password outlook.test', 'open ada@contoso.test']);
  });

  it('removes account, cache, secrets and sign-in', async () => {
    const account = await addWithOAuth();
    value(await service.remove(account.id));
    expect([store.list(), store.identities(), secrets.values.size]).toEqual([[], [], 0]);
    expect(engine.log.at(-1)).toBe('erase');
    expect(await service.remove(account.id)).toMatchObject({ error: { code: 'not_found' } });
    expect(await credentials(account)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('logs a former secret that cannot be deleted, and switches or removes all the same', async () => {
    const account = await addWithOAuth();
    secrets.refuseDelete = { code: 'storage_failed', params: { reason: 'database' }, retryable: true };
    const input = { accountId: account.id, method: 'password', username: 'ada', password: 'x' } as const;
    value(await service.switchToPassword(input, never()));
    expect(lines).toContain('A former sign-in was not deleted: storage_failed (reason: database)');
    lines.length = 0;
    value(await run({ purpose: 'switch_to_oauth2', accountId: account.id, identity, imap: outlook, smtp }));
    expect(lines).toContain('A former sign-in was not deleted: storage_failed (reason: database)');
    expect(await service.remove(account.id)).toMatchObject({ ok: false, error: { code: 'storage_failed' } });
    expect(store.list()).toEqual([]);
  });

  it('removes nothing when the settings cannot be saved', async () => {
    const account = await addWithPassword();
    file.refuse = full;
    expect(await service.remove(account.id)).toMatchObject({ error: { code: 'disk_full' } });
    expect(engine.log).not.toContain('erase');
    expect((await credentials(account)).ok).toBe(true);
  });

  it('asks for the password that this session does not have', async () => {
    const account = await addWithPassword();
    secrets.values.clear();
    expect(await credentials(account)).toMatchObject({ error: { code: 'sign_in_required' } });
    secrets.unreadable.add(`account-${account.id}`);
    expect(await credentials(account)).toMatchObject({ error: { code: 'secret_unreadable' } });
  });
});
