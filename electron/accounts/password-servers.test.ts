import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../shared/mail.ts';
import { logText, type Reply } from '../../shared/reply.ts';
import { fakeProvider } from '../auth/fake-provider.ts';
import { IdentityProviders, mayReceiveToken } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { passwordKey } from './account-ports.ts';
import { sampleIdentity } from './account-samples.ts';
import { AccountService } from './account-service.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { type FakeEngine, fakeEngine } from './engine-port-fake.ts';

const imap = { host: 'imap.contoso.test', port: 993, security: 'tls' } as const;
const smtp = { host: 'smtp.contoso.test', port: 587, security: 'starttls' } as const;
const never = () => new AbortController().signal;

let file: FakeSettingsFile;
let store: AccountStore;
let secrets: FakeSecretStore;
let engine: FakeEngine;
let service: AccountService;

beforeEach(async () => {
  file = fakeSettingsFile();
  const opened = openAccountStore(file, new Date());
  if (!opened.ok) throw new Error(logText(opened.error));
  store = opened.value.store;
  secrets = fakeSecretStore();
  engine = fakeEngine();
  const providers = new IdentityProviders(microsoftProvider([]));
  const tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport: fakeProvider().transport,
    clock: fakeClock(),
    random: () => 0.5,
    log: () => undefined,
    report: () => undefined,
  });
  service = new AccountService({ store, secrets, providers, tokens, engine, log: () => undefined });
  const added = await service.addWithPassword(
    {
      address: 'ada@contoso.test',
      displayName: 'Ada',
      method: 'password',
      username: 'ada',
      password: 'CANARY',
      imap,
      smtp,
    },
    never(),
  );
  if (!added.ok) throw new Error(logText(added.error));
  engine.log.length = 0;
  engine.tested.length = 0;
});

function account(): Account {
  const [only] = store.list();
  if (only === undefined) throw new Error('There is no account.');
  return only;
}

function update(servers: Partial<Pick<Account, 'imap' | 'smtp'>>, password?: string): Promise<Reply<null>> {
  const { id, displayName, connectionTimeoutSeconds } = account();
  const entered = password === undefined ? {} : { password };
  return service.update(
    { accountId: id, displayName, imap, smtp, connectionTimeoutSeconds, ...servers, ...entered },
    never(),
  );
}

const credentials = (purpose: 'imap' | 'smtp') =>
  service.credentialsFor({ accountId: account().id, purpose, rejected: null }, never());

const elsewhere: readonly (readonly [string, Partial<Pick<Account, 'imap' | 'smtp'>>])[] = [
  ['another host', { imap: { ...imap, host: 'imap.evil.test' } }],
  ['a host below it', { imap: { ...imap, host: 'x.imap.contoso.test' } }],
  ['another port', { imap: { ...imap, port: 1993 } }],
  ['STARTTLS in place of TLS', { imap: { ...imap, security: 'starttls' } }],
  ['another SMTP host', { smtp: { ...smtp, host: 'smtp.evil.test' } }],
  ['another SMTP port', { smtp: { ...smtp, port: 25 } }],
  ['a host that looks the same', { imap: { ...imap, host: 'imap.contоso.test' } }],
];

describe('Q3 a stored password', () => {
  it.each(elsewhere)('is not sent to %s: it is asked for again, and nothing is tried', async (_name, servers) => {
    const reply = await update(servers);
    expect(reply).toMatchObject({
      error: { code: 'sign_in_required', params: { reason: 'password_for_other_server' } },
    });
    expect([engine.log, engine.tested]).toEqual([[], []]);
    expect(account()).toMatchObject({ imap, smtp });
    expect((await credentials('imap')).ok).toBe(true);
  });

  it.each(elsewhere)('that is entered for %s is tried there, and kept for it', async (_name, servers) => {
    expect(await update(servers, 'second')).toMatchObject({ ok: true });
    expect(engine.tested).toMatchObject([{ password: 'second' }]);
    expect(account()).toMatchObject({ imap, smtp, ...servers });
    for (const purpose of ['imap', 'smtp'] as const) {
      expect(await credentials(purpose)).toMatchObject({ value: { username: 'ada', password: 'second' } });
    }
  });

  it.each(elsewhere)('is not lent for %s that the settings file alone names', async (_name, servers) => {
    store.replace({ ...account(), ...servers });
    const changed = 'imap' in servers ? 'imap' : 'smtp';
    const other = changed === 'imap' ? 'smtp' : 'imap';
    expect(await credentials(changed)).toMatchObject({ error: { code: 'sign_in_required' } });
    expect((await credentials(other)).ok).toBe(true);
  });

  it.each([
    ['in capitals', 'IMAP.Contoso.TEST'],
    ['with a dot at its end', 'imap.contoso.test.'],
  ])('stays for the same host %s', async (_name, host) => {
    expect(await update({ imap: { ...imap, host } })).toMatchObject({ ok: true });
    expect((await credentials('imap')).ok).toBe(true);
  });

  it('stays for an international name in either spelling', async () => {
    await update({ imap: { ...imap, host: 'imap.bücher.test' } }, 'second');
    expect(await update({ imap: { ...imap, host: 'imap.xn--bcher-kva.test' } })).toMatchObject({ ok: true });
    expect((await credentials('imap')).ok).toBe(true);
  });

  it('that an older Heron kept is bound to the servers of the settings when it is first read', async () => {
    secrets.values.set(passwordKey(account().id), JSON.stringify({ username: 'ada', password: 'CANARY' }));
    expect((await credentials('imap')).ok).toBe(true);
    store.replace({ ...account(), imap: { ...imap, host: 'imap.evil.test' } });
    expect(await credentials('imap')).toMatchObject({ error: { code: 'sign_in_required' } });
  });

  it('comes back with its servers when the settings cannot be saved', async () => {
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(await update({ imap: { ...imap, host: 'imap.other.test' } }, 'second')).toMatchObject({
      error: { code: 'disk_full' },
    });
    expect(await credentials('imap')).toMatchObject({ value: { password: 'CANARY' } });
  });
});

describe('Q3 a token', () => {
  const worldwide = sampleIdentity();
  const government = sampleIdentity({ loginHost: 'https://login.microsoftonline.us' });
  const china = sampleIdentity({ loginHost: 'https://login.chinacloudapi.cn' });
  const provider = microsoftProvider(['proxy.contoso.test'], 'https://login.microsoftonline.com');

  it.each([
    [worldwide, 'outlook.office365.com', true],
    [worldwide, 'OUTLOOK.office365.com.', true],
    [worldwide, 'outlook.office365.us', false],
    [worldwide, 'proxy.contoso.test', true],
    [government, 'proxy.contoso.test', false],
    [government, 'outlook.office365.com', false],
    [government, 'outlook-dod.office365.us', true],
    [china, 'partner.outlook.cn', true],
    [china, 'outlook.office365.com', false],
    [worldwide, 'evil.outlook.office365.com', false],
  ] as const)('goes to its cloud’s mail servers only: %#', (identity, host, may) => {
    expect(mayReceiveToken(provider, identity, host)).toBe(may);
  });
});
