import { beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account } from '../../shared/mail.ts';
import { logText, type Reply } from '../../shared/reply.ts';
import { type ExampleProvider, exampleProvider } from '../auth/example-provider.ts';
import { type IdentityProvider, IdentityProviders } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { AccountService } from './account-service.ts';
import { openAccountStore } from './account-store.ts';
import { fakeEngine } from './engine-port-fake.ts';

const never = () => new AbortController().signal;
const log = () => {};
const clock = fakeClock(Date.now());

const newAccount: CallInput<'signIn.start'> & { purpose: 'new_account' } = {
  purpose: 'new_account',
  provider: 'example',
  address: 'ada@example.test',
  displayName: 'Ada',
  identity: {
    clientId: 'client',
    tenant: '',
    loginHost: 'https://login.example.test',
    options: { discovery: 'https://login.example.test/.well-known/openid-configuration' },
  },
  imap: { host: 'imap.example.test', port: 993, security: 'tls' },
  smtp: { host: 'smtp.example.test', port: 465, security: 'tls' },
};

let file: FakeSettingsFile;
let secrets: FakeSecretStore;
let example: ExampleProvider;

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

/** Heron's accounts over the same files; called again it is a restart. @param others providers beside Microsoft's */
function start(...others: IdentityProvider[]) {
  const { store, notice } = value(openAccountStore(file, new Date()));
  const providers = new IdentityProviders(microsoftProvider([]), ...others);
  const tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport: () => Promise.reject(new Error('Nobody is asked over the network.')),
    clock,
    random: () => 0.5,
    log,
    report: log,
  });
  const engine = fakeEngine();
  const service = new AccountService({ store, secrets, providers, tokens, engine, log });
  const only = (): Account => {
    const [account] = store.list();
    if (account === undefined) throw new Error('no account');
    return account;
  };
  const signIn = async (input: CallInput<'signIn.start'>) => {
    const plan = value(service.planSignIn(input));
    const flow = plan.provider.signIn.deviceCode;
    if (flow === null) throw new Error('no flow');
    const options = {
      identity: plan.identity,
      transport: () => Promise.reject(new Error('no')),
      clock,
      log,
      loginHint: null,
      clientSecret: null,
    };
    return plan.finish(value(await flow(options, { onCode: log, onPoll: log }, never())), never());
  };
  const credentials = (purpose: MailPurpose, rejected: string | null = null) =>
    service.credentialsFor({ accountId: only().id, purpose, rejected }, never());
  return { store, notice, tokens, engine, service, only, signIn, credentials };
}

beforeEach(() => {
  file = fakeSettingsFile();
  secrets = fakeSecretStore();
  example = exampleProvider();
});

describe('a second identity provider', () => {
  it('serves an account from the sign-in to the credentials, over a restart and a refused token', async () => {
    let heron = start(example);
    value(await heron.signIn(newAccount));
    expect(heron.only()).toMatchObject({ provider: 'example', auth: { method: 'oauth2' } });
    expect(heron.store.identities()).toMatchObject([
      { provider: 'example', username: 'ada@example.test', grantedScopes: ['read:mail', 'send:mail'] },
    ]);
    const read = value(await heron.credentials('imap'));
    const send = value(await heron.credentials('smtp'));
    expect([read, send]).toMatchObject([
      { kind: 'xoauth2', username: 'ada@example.test' },
      { kind: 'xoauth2', username: 'ada@example.test' },
    ]);
    expect(send).not.toEqual(read);
    expect(heron.engine.tested).toEqual([read]);
    expect(file.text).not.toContain('CANARY');

    heron.tokens.dispose();
    heron = start(example);
    const again = value(await heron.credentials('imap'));
    if (again.kind !== 'xoauth2') throw new Error('a password');
    expect(value(await heron.credentials('imap', again.accessToken))).not.toEqual(again);
    expect(example.reused).toBe(0);
    expect(example.connectedWith.at(-1)).toEqual(newAccount.identity.options);

    value(await heron.service.remove(heron.only().id));
    expect([heron.store.identities(), secrets.values.size]).toEqual([[], 0]);
  });

  it('takes an account over, and signs it in again', async () => {
    const heron = start(example);
    const { imap, smtp, identity, address, displayName } = newAccount;
    const password = { method: 'app_password', username: 'ada', password: 'secret' } as const;
    value(await heron.service.addWithPassword({ address, displayName, ...password, imap, smtp }, never()));
    const { id } = heron.only();
    value(
      await heron.signIn({ purpose: 'switch_to_oauth2', accountId: id, provider: 'example', identity, imap, smtp }),
    );
    expect(heron.only()).toMatchObject({ id, provider: 'example' });
    expect([...secrets.values.keys()]).toEqual([`identity-${heron.store.identities()[0]?.id}`]);
    value(await heron.signIn({ purpose: 'sign_in_again', accountId: id }));
    expect(value(await heron.credentials('imap'))).toMatchObject({ kind: 'xoauth2' });
  });

  it('is kept untouched by a Heron that does not know it, whose account says that it cannot be used', async () => {
    const knowing = start(example);
    value(await knowing.signIn(newAccount));
    const [text, vault] = [file.text, new Map(secrets.values)];

    const heron = start();
    expect([heron.notice, file.aside, file.writes]).toEqual([null, [], 1]);
    const unknown = { ok: false, error: { code: 'provider_unknown', retryable: false } };
    const { id } = heron.only();
    expect(await heron.credentials('imap')).toMatchObject(unknown);
    expect(await heron.credentials('smtp', 'refused')).toMatchObject(unknown);
    expect(heron.service.planSignIn({ purpose: 'sign_in_again', accountId: id })).toMatchObject(unknown);
    expect(heron.service.planSignIn(newAccount)).toMatchObject(unknown);
    value(heron.store.savePreferences({ ...heron.store.preferences(), theme: 'dark' }));
    expect(JSON.parse(file.text ?? '')).toEqual({
      ...JSON.parse(text ?? ''),
      preferences: { ...heron.store.preferences(), theme: 'dark' },
    });
    expect(secrets.values).toEqual(vault);
    expect((await start(example).credentials('imap')).ok).toBe(true);

    value(await heron.service.remove(id));
    expect(secrets.values.size).toBe(0);
  });
});

describe('Q3 a token goes to the mail servers of its provider only', () => {
  const elsewhere = { host: 'imap.attacker.test', port: 993, security: 'tls' } as const;
  const refused = { ok: false, error: { code: 'token_host_refused', retryable: false } };

  it('refuses before anybody signs in', () => {
    const heron = start(example);
    expect(heron.service.planSignIn({ ...newAccount, imap: elsewhere })).toMatchObject(refused);
    const { identity, imap, smtp } = newAccount;
    const atMicrosoft = { ...newAccount, provider: undefined, identity: { ...identity, tenant: 'common' } };
    expect(heron.service.planSignIn(atMicrosoft)).toMatchObject(refused);
    const microsofts = { ...imap, host: 'Outlook.Office365.com' };
    expect(heron.service.planSignIn({ ...atMicrosoft, imap: microsofts, smtp }).ok).toBe(true);
  });

  it('refuses a change of the account’s server, and does not try it', async () => {
    const heron = start(example);
    value(await heron.signIn(newAccount));
    const account = heron.only();
    const { displayName, smtp, connectionTimeoutSeconds } = account;
    const moved = { accountId: account.id, displayName, imap: elsewhere, smtp, connectionTimeoutSeconds };
    const tests = heron.engine.tested.length;
    expect(await heron.service.update(moved, never())).toMatchObject(refused);
    expect([heron.only(), heron.engine.tested.length]).toEqual([account, tests]);
  });

  it('refuses a server that the settings file names, for each purpose by itself', async () => {
    const heron = start(example);
    value(await heron.signIn(newAccount));
    value(heron.store.replace({ ...heron.only(), smtp: elsewhere }));
    expect(await heron.credentials('smtp')).toMatchObject(refused);
    expect((await heron.credentials('imap')).ok).toBe(true);
    value(heron.store.replace({ ...heron.only(), imap: elsewhere }));
    expect(await heron.credentials('imap')).toMatchObject(refused);
  });

  it('refuses a tenant that is missing where there are tenants', () => {
    const { identity } = newAccount;
    const imap = { host: 'outlook.office365.com', port: 993, security: 'tls' } as const;
    const input = { ...newAccount, provider: 'microsoft365', identity: { ...identity, tenant: '' }, imap };
    expect(start().service.planSignIn(input)).toMatchObject({ error: { code: 'invalid_input' } });
  });
});
