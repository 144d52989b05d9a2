import { beforeEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import { type ErrorCode, logText, type Reply } from '../../shared/reply.ts';
import { signInByDeviceCode } from '../auth/device-code.ts';
import { fakeProvider, origin } from '../auth/fake-provider.ts';
import { IdentityProviders } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { sampleAccount, sampleIdentity } from './account-samples.ts';
import { AccountService } from './account-service.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { type FakeEngine, fakeEngine } from './engine-port-fake.ts';

const identity = sampleIdentity({ loginHost: origin });
const account = sampleAccount({ auth: { method: 'oauth2', identityId: identity.id } });
const key = `identity-${identity.id}`;
const never = () => new AbortController().signal;

let store: AccountStore;
let secrets: FakeSecretStore;
let engine: FakeEngine;
let service: AccountService;
let file: ReturnType<typeof fakeSettingsFile>;
const provider = fakeProvider();
provider.approvedBy = 'ada@contoso.test';
const { transport } = provider;
const log = () => {};

beforeEach(() => {
  file = fakeSettingsFile();
  const opened = openAccountStore(file, new Date());
  if (!opened.ok) throw new Error(logText(opened.error));
  store = opened.value.store;
  store.add(account, identity);
  secrets = fakeSecretStore();
  engine = fakeEngine();
  const clock = fakeClock(Date.now());
  const providers = new IdentityProviders(microsoftProvider([account.imap.host]));
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
  service = new AccountService({ store, secrets, providers, tokens, engine, log });
});

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

async function signInAgain() {
  const plan = value(service.planSignIn({ purpose: 'sign_in_again', accountId: account.id }));
  const options = { identity, transport, clock: fakeClock(Date.now()), log };
  const grant = value(await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never()));
  return { grant, finished: await plan.finish(grant, never()) };
}

describe('signing in again while the mailbox cannot be tried', () => {
  it.each<ErrorCode>(['offline', 'dns_failed', 'connection_lost', 'server_timeout', 'throttled', 'server_unavailable'])(
    'T6 keeps the new grant when the mail server is out of reach: %s',
    async (code) => {
      engine.refuse = exampleError(code, true);
      const { grant, finished } = await signInAgain();
      expect(finished).toEqual({ ok: true, value: account.id });
      expect(secrets.values.get(key)).toBe(grant.blob);
      expect(store.identity(identity.id)?.username).toBe('ada@contoso.test');
      expect(engine.log).toContain('reconnect');
      expect(
        value(await service.credentialsFor({ accountId: account.id, purpose: 'imap', rejected: null }, never())),
      ).toMatchObject({ kind: 'xoauth2' });
    },
  );

  it.each<[ErrorCode, boolean]>([
    ['authentication_failed', false],
    ['token_rejected', true],
    ['mailbox_unavailable', true],
    ['tls_untrusted', false],
    ['connection_refused', false],
    ['cancelled', true],
  ])('takes it back when the mailbox says no, or the user does: %s', async (code, retryable) => {
    engine.refuse = exampleError(code, retryable);
    const { finished } = await signInAgain();
    expect(finished).toMatchObject({ ok: false, error: { code } });
    expect([secrets.values.has(key), store.identity(identity.id)]).toEqual([false, identity]);
  });

  it('takes it back when the settings cannot be saved either', async () => {
    engine.refuse = {
      code: 'server_timeout',
      params: { reason: 'no_answer', server: 'mail.contoso.example:993' },
      retryable: true,
    };
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect((await signInAgain()).finished).toMatchObject({ ok: false, error: { code: 'disk_full' } });
    expect(secrets.values.has(key)).toBe(false);
  });
});
