import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account } from '../../shared/mail.ts';
import { type AppError, logText, type Reply } from '../../shared/reply.ts';
import { signInByDeviceCode } from '../auth/device-code.ts';
import { fakeProvider, origin } from '../auth/fake-provider.ts';
import { IdentityProviders } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { openEncryption } from '../platform/safe-storage.ts';
import { type FakeKeyring, fakeKeyring, fakeSyncSafeStorage } from '../platform/safe-storage-fake.ts';
import { openSecretStore } from '../platform/secret-store.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { AccountService } from './account-service.ts';
import { openAccountStore } from './account-store.ts';
import { fakeEngine } from './engine-port-fake.ts';

const endpoint = { host: 'mail.contoso.test', port: 993, security: 'tls' } as const;
const identity = { clientId: 'client', tenant: 'common', loginHost: origin };
const refused: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server: 'mail.contoso.example:993', said: '' },
  retryable: false,
};
const never = () => new AbortController().signal;

let folder = '';
let file = fakeSettingsFile();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-unreadable-'));
  file = fakeSettingsFile();
});
afterEach(() => rm(folder, { recursive: true }));

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

/** Heron's accounts over a real vault; called again it is a restart. */
async function start(keyring: FakeKeyring) {
  const clock = fakeClock(Date.now());
  const { store } = value(openAccountStore(file, new Date()));
  const encryption = await openEncryption(fakeSyncSafeStorage(keyring), 'linux');
  const secrets = openSecretStore({ folder, encryption, clock });
  const provider = fakeProvider();
  provider.approvedBy = 'ada@contoso.test';
  const { transport } = provider;
  const engine = fakeEngine();
  const log = () => {};
  const providers = new IdentityProviders(microsoftProvider([endpoint.host]));
  const tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport,
    clock,
    random: () => 0.5,
    log,
    report: () => {},
  });
  const service = new AccountService({ store, secrets, providers, tokens, engine, log });
  const account = (): Account => {
    const [first] = store.list();
    if (first === undefined) throw new Error('no account');
    return first;
  };
  return {
    engine,
    service,
    account,
    signIn: async (input: CallInput<'signIn.start'>) => {
      const plan = value(service.planSignIn(input));
      const events = { onCode: () => {}, onPoll: () => {} };
      const grant = value(await signInByDeviceCode({ identity, transport, clock, log }, events, never()));
      return plan.finish(grant, never());
    },
    credentials: () => service.credentialsFor({ accountId: account().id, purpose: 'imap', rejected: null }, never()),
  };
}

const names = { address: 'ada@contoso.test', displayName: 'Ada' };
const newAccount = { purpose: 'new_account', ...names, identity, imap: endpoint, smtp: endpoint } as const;

const keyrings: [string, () => FakeKeyring][] = [
  ['another keyring', () => fakeKeyring({ key: 0x77 })],
  ['no keyring', () => fakeKeyring({ available: false })],
];

describe.each(keyrings)('with %s than the one that wrote the vault', (_name, other) => {
  it('T2 a sign-in again that the mailbox refuses leaves the unreadable sign-in in place', async () => {
    const first = await start(fakeKeyring());
    value(await first.signIn(newAccount));
    const files = await readdir(folder);
    const second = await start(other());
    second.engine.refuse = refused;
    expect(await second.signIn({ purpose: 'sign_in_again', accountId: second.account().id })).toEqual({
      ok: false,
      error: refused,
    });
    expect(await second.credentials()).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(await readdir(folder)).toEqual(files);
    expect(await (await start(fakeKeyring())).credentials()).toMatchObject({ ok: true, value: { kind: 'xoauth2' } });
  });

  it('T2 a new password that cannot be saved leaves the unreadable one in place', async () => {
    const password = { ...names, method: 'password', username: 'ada', password: 'old' } as const;
    const first = await start(fakeKeyring());
    value(await first.service.addWithPassword({ ...password, imap: endpoint, smtp: endpoint }, never()));
    const second = await start(other());
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const { id: accountId } = second.account();
    const changed = { accountId, method: 'password', username: 'ada', password: 'new' } as const;
    expect(await second.service.switchToPassword(changed, never())).toMatchObject({ error: { code: 'disk_full' } });
    expect(await second.credentials()).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(value(await (await start(fakeKeyring())).credentials())).toMatchObject({ password: 'old' });
  });

  it('T2 a sign-in again that works replaces the unreadable one, which is kept aside', async () => {
    value(await (await start(fakeKeyring())).signIn(newAccount));
    const [name = ''] = await readdir(folder);
    const before = await readFile(join(folder, name));
    const second = await start(other());
    value(await second.signIn({ purpose: 'sign_in_again', accountId: second.account().id }));
    expect((await second.credentials()).ok).toBe(true);
    const kept = await Promise.all((await readdir(folder)).map((each) => readFile(join(folder, each))));
    expect(kept.some((bytes) => bytes.equals(before))).toBe(true);
  });
});

describe('a password and its user name', () => {
  const password = { ...names, method: 'password', username: 'ada', password: 'old' } as const;

  it('D1 fit together after a crash between the vault and the settings', async () => {
    const first = await start(fakeKeyring());
    value(await first.service.addWithPassword({ ...password, imap: endpoint, smtp: endpoint }, never()));
    const before = file.text;
    const { id: accountId } = first.account();
    const changed = { accountId, method: 'password', username: 'ada.lovelace', password: 'new' } as const;
    value(await first.service.switchToPassword(changed, never()));
    // The crash: the vault was written, the settings were not.
    file.text = before;
    const second = await start(fakeKeyring());
    const proven = { kind: 'password', username: 'ada.lovelace', password: 'new' };
    expect(value(await second.credentials())).toEqual(proven);
    expect(second.account().auth).toMatchObject({ username: 'ada' });
  });

  it('T2 never reach a server when they were damaged, and are kept', async () => {
    const first = await start(fakeKeyring());
    value(await first.service.addWithPassword({ ...password, imap: endpoint, smtp: endpoint }, never()));
    const [name = ''] = await readdir(folder);
    const bytes = await readFile(join(folder, name));
    bytes[1] = (bytes[1] ?? 0) ^ 1;
    await writeFile(join(folder, name), bytes);
    const second = await start(fakeKeyring());
    expect(await second.credentials()).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(await readFile(join(folder, name))).toEqual(bytes);
  });
});
