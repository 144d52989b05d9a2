import { beforeEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { Account, Identity } from '../../shared/mail.ts';
import { logText, type Reply } from '../../shared/reply.ts';
import { signInByDeviceCode } from '../auth/device-code.ts';
import { type FakeProvider, fakeProvider, origin, refusal } from '../auth/fake-provider.ts';
import { IdentityProviders, type SignInGrant } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { AccountService } from './account-service.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { type FakeEngine, fakeEngine } from './engine-port-fake.ts';

const adaAddress = 'ada@contoso.test';
const salesAddress = 'sales@contoso.test';
const imap = { host: 'outlook.test', port: 993, security: 'tls' } as const;
const smtp = { host: 'smtp.outlook.test', port: 587, security: 'starttls' } as const;
const identitySettings = { clientId: 'client', tenant: 'common', loginHost: origin };
const never = () => new AbortController().signal;
const log = () => {};

let file: FakeSettingsFile;
let store: AccountStore;
let secrets: FakeSecretStore;
let engine: FakeEngine;
let provider: FakeProvider;
let clock: FakeClock;
let service: AccountService;
let ada: Account;
let sales: Account;
let identity: Identity;

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

async function signIn(address = adaAddress): Promise<SignInGrant> {
  provider.approvedBy = address;
  const options = { identity: identitySettings, transport: provider.transport, clock, log };
  return value(await signInByDeviceCode(options, { onCode: log, onPoll: log }, never()));
}

const credentials = (account: Account, purpose: MailPurpose = 'imap', rejected: string | null = null) =>
  service.credentialsFor({ accountId: account.id, purpose, rejected }, never());

async function tokenOf(account: Account): Promise<string> {
  const given = value(await credentials(account));
  if (given.kind !== 'xoauth2') throw new Error('a password');
  return given.accessToken;
}

const addSales = (address = salesAddress, signal = never()) =>
  service.addShared({ accountId: ada.id, address, displayName: 'Sales' }, signal);
const signInAgain = async (account: Account, address = adaAddress) =>
  value(service.planSignIn({ purpose: 'sign_in_again', accountId: account.id })).finish(await signIn(address), never());
const toPassword = (account: Account) =>
  service.switchToPassword({ accountId: account.id, method: 'password', username: 'u', password: 'p' }, never());

function found(address: string): Account {
  const account = store.list().find((each) => each.address === address);
  if (account === undefined) throw new Error(`no ${address}`);
  return account;
}

beforeEach(async () => {
  file = fakeSettingsFile();
  store = value(openAccountStore(file, new Date())).store;
  secrets = fakeSecretStore();
  engine = fakeEngine();
  provider = fakeProvider();
  clock = fakeClock(Date.now());
  const providers = new IdentityProviders(microsoftProvider([imap.host, smtp.host]));
  const tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport: provider.transport,
    clock,
    random: () => 0.5,
    log,
    report: log,
  });
  service = new AccountService({ store, secrets, providers, tokens, engine, log });

  const names = { address: adaAddress, displayName: 'Ada' };
  const plan = service.planSignIn({ purpose: 'new_account', ...names, identity: identitySettings, imap, smtp });
  value(await value(plan).finish(await signIn(), never()));
  const [signedIn] = store.identities();
  if (signedIn === undefined) throw new Error('no identity');
  identity = signedIn;
  ada = found(adaAddress);
  value(await addSales());
  sales = found(salesAddress);
});

const vaultKey = () => `identity-${identity.id}`;
const codesAsked = () => provider.count('devicecode');

describe('an account on a sign-in that is there already', () => {
  it('is tried with the one token and its own address, saved, and opened; nobody signs in', async () => {
    expect(codesAsked()).toBe(1);
    expect(engine.tested.at(-1)).toEqual({ kind: 'xoauth2', username: salesAddress, accessToken: await tokenOf(ada) });
    expect(engine.log.at(-1)).toBe(`open ${salesAddress}`);
    expect(sales).toMatchObject({ provider: identity.provider, auth: { method: 'oauth2', identityId: identity.id } });
    expect(store.identities()).toEqual([identity]);
    expect([...secrets.values.keys()]).toEqual([vaultKey()]);
    expect(value(await credentials(sales))).toEqual(engine.tested.at(-1));
  });

  it('reads as its mailbox, and sends as who signed in', async () => {
    expect(value(await credentials(sales, 'imap')).username).toBe(salesAddress);
    expect(value(await credentials(sales, 'smtp')).username).toBe(adaAddress);
  });

  it('is not added when the mailbox refuses, the address is taken, the user leaves, or the sign-in is gone', async () => {
    const kept = [file.text, new Map(secrets.values)];
    engine.refuse = exampleError('mailbox_unavailable', true);
    expect(await addSales('other@contoso.test')).toMatchObject({ error: { code: 'mailbox_unavailable' } });
    engine.refuse = null;
    expect(await addSales(salesAddress.toUpperCase())).toMatchObject({ error: { code: 'account_exists' } });
    expect(await addSales('other@contoso.test', AbortSignal.abort())).toMatchObject({ error: { code: 'cancelled' } });
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(await addSales('other@contoso.test')).toMatchObject({ error: { code: 'disk_full' } });
    file.refuse = null;
    expect([file.text, secrets.values]).toEqual(kept);
    value(await service.remove(ada.id));
    expect(await addSales('other@contoso.test')).toMatchObject({ error: { code: 'not_found' } });
    value(await toPassword(sales));
    const added = await service.addShared({ accountId: sales.id, address: adaAddress, displayName: '' }, never());
    expect(added).toMatchObject({ error: { code: 'sign_in_required' } });
  });

  it('is sent from in the way of the account whose sign-in it has', async () => {
    value(store.replace({ ...ada, sending: 'graph' }));
    value(await addSales('other@contoso.test'));
    expect(found('other@contoso.test')).toMatchObject({ sending: 'graph', imap, smtp });
    expect(sales.sending).toBeUndefined();
  });

  it('is not added when the last account goes while its mailbox is tried', async () => {
    value(await service.remove(sales.id));
    let release: () => void = () => {};
    engine.hold = new Promise((resolve) => {
      release = resolve;
    });
    const tests = engine.tested.length;
    const adding = addSales();
    await expect.poll(() => engine.tested.length).toBe(tests + 1);
    value(await service.remove(ada.id));
    release();
    expect(await adding).toMatchObject({ error: { code: 'sign_in_required' } });
    expect([store.list(), store.identities(), secrets.values.size]).toEqual([[], [], 0]);
  });
});

describe('two accounts on one sign-in', () => {
  it('T3 cause one refresh', async () => {
    clock.jump(3600_000);
    const given = await Promise.all(Array.from({ length: 20 }, (_, index) => tokenOf(index % 2 === 0 ? ada : sales)));
    expect(new Set(given).size).toBe(1);
    expect([provider.count('refresh'), provider.reused]).toEqual([1, 0]);
  });

  it('keep it when one of them is removed, and lose it with the last', async () => {
    value(await service.remove(ada.id));
    expect([store.identities(), [...secrets.values.keys()]]).toEqual([[identity], [vaultKey()]]);
    expect((await credentials(sales)).ok).toBe(true);
    value(await service.remove(sales.id));
    expect([store.identities(), secrets.values.size]).toEqual([[], 0]);
  });

  it('lose it with the last also when both are removed at once', async () => {
    const removed = await Promise.all([service.remove(ada.id), service.remove(sales.id)]);
    expect(removed.map(({ ok }) => ok)).toEqual([true, true]);
    expect([store.identities(), secrets.values.size]).toEqual([[], 0]);
  });

  it('are independent when one is switched to a password or to another sign-in', async () => {
    value(await toPassword(sales));
    expect(value(await credentials(sales)).kind).toBe('password');
    expect((await credentials(ada)).ok).toBe(true);
    const back = { purpose: 'switch_to_oauth2', accountId: sales.id, identity: identitySettings, imap, smtp } as const;
    value(await value(service.planSignIn(back)).finish(await signIn(), never()));
    expect(store.identities()).toHaveLength(2);
    value(await toPassword(ada));
    expect(store.identities().map(({ id }) => id)).not.toContain(identity.id);
    expect(secrets.values.has(vaultKey())).toBe(false);
    expect((await credentials(sales)).ok).toBe(true);
  });

  it('are both healed by one sign-in, of either', async () => {
    for (const account of [ada, sales]) {
      provider.next('refresh', refusal('invalid_grant', 50173));
      clock.jump(3600_000);
      expect(await credentials(ada)).toMatchObject({ error: { code: 'sign_in_required' } });
      expect(await credentials(sales)).toMatchObject({ error: { code: 'sign_in_required' } });
      engine.log.length = 0;
      const codes = codesAsked();
      value(await signInAgain(account));
      expect(codesAsked()).toBe(codes + 1);
      expect(engine.log.filter((entry) => entry === 'reconnect')).toHaveLength(2);
      expect(await tokenOf(sales)).toBe(await tokenOf(ada));
    }
    expect(store.identities()).toHaveLength(1);
  });

  it('do not change hands when somebody else signs in for one of them', async () => {
    const before = await tokenOf(ada);
    value(await signInAgain(sales, 'eve@contoso.test'));
    expect(store.identity(identity.id)).toEqual(identity);
    expect(await tokenOf(ada)).toBe(before);
    expect(await tokenOf(sales)).not.toBe(before);
    expect(store.identities().map(({ username }) => username)).toEqual([adaAddress, 'eve@contoso.test']);
    value(await service.remove(ada.id));
    expect(secrets.values.has(vaultKey())).toBe(false);
    expect((await credentials(sales)).ok).toBe(true);
  });

  it('do not take back each other’s sign-in when both sign in at once', async () => {
    const plans = [ada, sales].map(({ id }) => value(service.planSignIn({ purpose: 'sign_in_again', accountId: id })));
    const [first, second] = [await signIn(), await signIn()];
    const tests = engine.tested.length;
    let release: () => void = () => {};
    engine.hold = new Promise((resolve) => {
      release = resolve;
    });
    // The first is refused by its mailbox, after the second has begun.
    const leave = new AbortController();
    const refused = plans[0]?.finish(first, leave.signal);
    const accepted = plans[1]?.finish(second, never());
    await expect.poll(() => engine.tested.length).toBe(tests + 1);
    leave.abort();
    release();
    expect(await refused).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect((await accepted)?.ok).toBe(true);
    expect(await tokenOf(ada)).toBe(second.held.token);
    expect(secrets.values.get(vaultKey())).toBe(second.blob);
  });
});
