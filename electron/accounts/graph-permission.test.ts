import { beforeEach, describe, expect, it } from 'vitest';
import { logText, type Reply, success } from '../../shared/reply.ts';
import { signInByDeviceCode } from '../auth/device-code.ts';
import { type FakeProvider, fakeProvider, origin } from '../auth/fake-provider.ts';
import { IdentityProviders } from '../auth/identity-provider.ts';
import { graphScope, mailScopes } from '../auth/microsoft.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { TokenService } from '../auth/token-service.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import type { HttpRequest } from '../platform/net-client.ts';
import { fakeSecretStore } from '../platform/secret-store-fake.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { sampleAccount, sampleIdentity } from './account-samples.ts';
import { AccountService } from './account-service.ts';
import { type AccountStore, openAccountStore } from './account-store.ts';
import { type FakeEngine, fakeEngine } from './engine-port-fake.ts';
import { graphSender } from './graph-sender.ts';

const { imap, smtp } = mailScopes(origin);
const graph = graphScope(origin);
const identity = sampleIdentity({ loginHost: origin });
const account = sampleAccount({ auth: { method: 'oauth2', identityId: identity.id } });
const never = () => new AbortController().signal;

let server: FakeProvider;
let store: AccountStore;
let engine: FakeEngine;
let service: AccountService;

beforeEach(() => {
  const opened = openAccountStore(fakeSettingsFile(), new Date());
  if (!opened.ok) throw new Error(logText(opened.error));
  store = opened.value.store;
  store.add(account, identity);
  server = fakeProvider();
  server.approvedBy = account.address;
  engine = fakeEngine();
  const secrets = fakeSecretStore();
  const providers = new IdentityProviders(
    microsoftProvider([account.imap.host, account.smtp.host], origin, 'https://graph.test'),
  );
  const tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport: server.transport,
    clock: fakeClock(Date.now()),
    random: () => 0.5,
    log: () => {},
    report: () => {},
  });
  service = new AccountService({ store, secrets, providers, tokens, engine, log: () => {} });
});

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

async function signIn(purpose: 'sign_in_again' | 'allow_graph') {
  const plan = value(service.planSignIn({ purpose, accountId: account.id }));
  const options = {
    identity,
    purpose: plan.purpose,
    transport: server.transport,
    clock: fakeClock(Date.now()),
    log: () => {},
  };
  const signedIn = await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never());
  return signedIn.ok ? await plan.finish(signedIn.value, never()) : signedIn;
}

const chooseGraph = () => service.setSending({ accountId: account.id, sending: 'graph' }, never());
const token = async (purpose: MailPurpose) => {
  const credentials = value(await service.credentialsFor({ accountId: account.id, purpose, rejected: null }, never()));
  return credentials.kind === 'xoauth2' ? credentials.accessToken : '';
};
const asked = (kind: 'refresh' | 'devicecode') =>
  server.requests.filter((request) => request.kind === kind).map(({ form }) => form.get('scope') ?? '');

describe('the permission to send through Microsoft Graph', () => {
  it('is not asked for until it is needed, and its token is one apart', async () => {
    value(await signIn('sign_in_again'));
    expect([...asked('refresh'), ...asked('devicecode')].some((scope) => scope.includes(graph))).toBe(false);
    value(await chooseGraph());
    expect(asked('refresh').at(-1)).toContain(graph);
    expect(asked('refresh').at(-1)).not.toContain(imap);
    const [read, send] = [await token('imap'), await token('graph')];
    expect(send).not.toBe(read);
    expect(await token('smtp')).toBe(read);
    expect(store.account(account.id)?.sending).toBe('graph');
    expect(engine.log.some((line) => line.startsWith('open'))).toBe(true);
  });

  it('where it is missing is granted by one sign-in, which keeps the others, and chooses Graph', async () => {
    value(await signIn('sign_in_again'));
    server.refusedScopes.token = 'Mail.Send';
    expect(await chooseGraph()).toMatchObject({
      ok: false,
      error: {
        code: 'permission_missing',
        params: { reason: 'sending' },
        guidance: {
          adminUrl: expect.stringContaining('/adminconsent?client_id='),
          letter: { permissions: [graph, 'offline_access'] },
        },
      },
    });
    expect(store.account(account.id)?.sending).toBeUndefined();
    expect(await token('imap')).not.toBe('');

    server.refusedScopes.token = null;
    expect(await signIn('allow_graph')).toEqual(success(account.id));
    const last = asked('devicecode').at(-1);
    expect(last).toContain(graph);
    expect(last).not.toContain(imap);
    expect(store.account(account.id)?.sending).toBe('graph');
    expect(store.identity(identity.id)?.grantedScopes).toEqual(expect.arrayContaining([imap, smtp, graph]));
    expect(await token('graph')).not.toBe(await token('imap'));
  });

  it('that only an administrator gives is named to them, and nothing changes', async () => {
    value(await signIn('sign_in_again'));
    server.refusedScopes.devicecode = 'Mail.Send';
    expect(await signIn('allow_graph')).toMatchObject({
      ok: false,
      error: { code: 'consent_required', guidance: { letter: { permissions: [graph, 'offline_access'] } } },
    });
    expect(store.account(account.id)?.sending).toBeUndefined();
    expect(await token('imap')).not.toBe('');
  });

  it('survives a later sign-in for mail alone, and a switch back to SMTP', async () => {
    value(await signIn('sign_in_again'));
    value(await signIn('allow_graph'));
    value(await signIn('sign_in_again'));
    expect(store.account(account.id)?.sending).toBe('graph');
    expect(await token('graph')).not.toBe('');
    value(await service.setSending({ accountId: account.id, sending: 'smtp' }, never()));
    expect(store.account(account.id)?.sending).toBe('smtp');
    expect(await token('smtp')).not.toBe('');
  });

  it('is not for an account with a password', async () => {
    const other = sampleAccount({
      id: 'b0000000-0000-4000-8000-000000000002' as typeof account.id,
      address: 'grace@contoso.test',
      auth: { method: 'password', username: 'grace' },
    });
    store.add(other, null);
    const reply = await service.setSending({ accountId: other.id, sending: 'graph' }, never());
    expect(reply).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    expect(service.sendUrl(other.id)).toMatchObject({ ok: false });
  });
});

describe('a message for Graph', () => {
  it('goes to the provider’s own address, whatever servers the account names (Q3)', async () => {
    const requests: HttpRequest[] = [];
    const send = graphSender(
      (accountId) => service.sendUrl(accountId),
      async (request) => {
        requests.push(request);
        return { status: 202, headers: {}, body: '' };
      },
      async () => undefined,
    );
    const elsewhere = { host: 'evil.test', port: 465, security: 'tls' } as const;
    store.replace({ ...account, smtp: elsewhere });
    expect((await send({ accountId: account.id, accessToken: 'T', body: 'QQ==' }, never())).ok).toBe(true);
    expect(requests).toEqual([
      {
        method: 'POST',
        url: 'https://graph.test/v1.0/me/sendMail',
        headers: { authorization: 'Bearer T', 'content-type': 'text/plain' },
        body: 'QQ==',
      },
    ]);
  });

  it('that Graph challenges is answered by one sign-in with its claims, while mail goes on', async () => {
    value(await signIn('sign_in_again'));
    value(await chooseGraph());
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const field = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const send = graphSender(
      (accountId) => service.sendUrl(accountId),
      async () => ({ status: 401, headers: { 'www-authenticate': field }, body: '' }),
      (accountId, wanted) => service.graphChallenged(accountId, wanted),
    );
    const refreshes = server.count('refresh');
    await send({ accountId: account.id, accessToken: await token('graph'), body: 'QQ==' }, never());
    const request = { accountId: account.id, purpose: 'graph', rejected: 'T' } as const;
    for (const _each of [1, 2]) {
      expect(await service.credentialsFor(request, never())).toMatchObject({
        ok: false,
        error: { code: 'sign_in_required', params: { reason: 'more_asked' } },
      });
    }
    expect(server.count('refresh')).toBe(refreshes);
    expect(await token('imap')).not.toBe('');
    expect(value(service.planSignIn({ purpose: 'sign_in_again', accountId: account.id })).claims).toBe(claims);
    expect(value(service.planSignIn({ purpose: 'allow_graph', accountId: account.id })).claims).toBe(claims);

    value(await signIn('sign_in_again'));
    expect(await token('graph')).not.toBe('');
    expect(value(service.planSignIn({ purpose: 'allow_graph', accountId: account.id })).claims).toBeNull();
  });

  it('goes to Microsoft’s own Graph where another login host was named with the stand-in', () => {
    const provider = microsoftProvider([], origin, 'https://graph.test');
    const other = { ...identity, loginHost: 'https://login.microsoftonline.us' };
    expect(provider.sendUrl?.(other)).toBe('https://graph.microsoft.us/v1.0/me/sendMail');
    expect(provider.scopes(other, 'graph')).toEqual(['https://graph.microsoft.us/Mail.Send']);
    const options = {
      identity,
      purpose: 'graph',
      transport: server.transport,
      clock: fakeClock(0),
      log: () => {},
    } as const;
    // The browser's page asks for that permission alone, as the code does.
    expect(provider.signIn.browser?.scopes({ ...options, loginHint: null, clientSecret: null })).toEqual([[graph]]);
  });
});
