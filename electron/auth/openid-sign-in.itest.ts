import type { IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenIdWorld, startOpenIdWorld } from '../../e2e/open-id-world.ts';
import { openIdClient, openIdSecret } from '../../e2e/servers/openid-provider.ts';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account, SignInState } from '../../shared/mail.ts';
import { logText, type Reply, success } from '../../shared/reply.ts';
import { AccountService } from '../accounts/account-service.ts';
import { openAccountStore } from '../accounts/account-store.ts';
import { fakeEngine } from '../accounts/engine-port-fake.ts';
import { openSession } from '../imap/connection.ts';
import { testConnection } from '../imap/connection-test.ts';
import { systemClock } from '../platform/clock.ts';
import { ClockOffset } from '../platform/clock-offset.ts';
import { nodeHttpsTransport } from '../platform/net-client.ts';
import { fakeSecretStore } from '../platform/secret-store-fake.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { visit } from './auth-harness.ts';
import { IdentityProviders } from './identity-provider.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { googleProvider, openIdProvider } from './openid-provider.ts';
import { SignInManager } from './sign-in-manager.ts';
import { TokenService } from './token-service.ts';

const ada = 'ada@contoso.test';
const password = 'not-used';
const never = () => new AbortController().signal;

let world: OpenIdWorld;
let ca: OpenIdWorld['ca'];
let dovecot: OpenIdWorld['dovecot'];
let stand: OpenIdWorld['provider'];
const stops: (() => void)[] = [];

async function setUp(googleLike = false, clockOffsetMs = 0) {
  world = await startOpenIdWorld({ googleLike, clockOffsetMs });
  ({ ca, dovecot, provider: stand } = world);
  stand.signInAs(ada);
  await dovecot.addUser(ada, { password });
}
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await world.stop();
});

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

/** Heron's sign-in over the given files; called again it is a restart. */
function start(file = fakeSettingsFile(), secrets = fakeSecretStore()) {
  const lines: string[] = [];
  const log = (...words: string[]) => void lines.push(words.join(' '));
  const { store } = value(openAccountStore(file, new Date()));
  const offset = new ClockOffset();
  const transport = offset.learn(nodeHttpsTransport(ca.caPem), systemClock);
  const providers = new IdentityProviders(
    microsoftProvider([]),
    googleProvider(stand.issuer, ['localhost']),
    openIdProvider(),
  );
  const identity = (id: Parameters<typeof store.identity>[0]) => store.identity(id);
  const shared = { transport, clock: systemClock, log };
  const tokens = new TokenService({ providers, identity, secrets, random: () => 0.5, report: () => {}, ...shared });
  const engine = fakeEngine();
  // The mailbox is tried at a real Dovecot, which asks the provider about the token.
  engine.testConnection = async (endpoint, credentials) =>
    success(
      await testConnection(
        openSession,
        { endpoint, credentials, timeoutSeconds: 20, extraCa: ca.caPem },
        () => {},
        never(),
      ),
    );
  const service = new AccountService({ store, secrets, providers, tokens, engine, log });
  const opened: string[] = [];
  const manager = new SignInManager({
    plan: (input) => service.planSignIn(input),
    openPage: async (url) => void opened.push(url),
    ...shared,
  });
  const states: SignInState[] = [];
  manager.onChange(({ state }) => states.push(state));
  stops.push(() => {
    manager.dispose();
    tokens.dispose();
  });
  const until = async (id: ReturnType<typeof begin>, kind: SignInState['kind']) => {
    await expect.poll(() => manager.state(id), { interval: 10, timeout: 20_000 }).toMatchObject({ value: { kind } });
    return value(manager.state(id));
  };
  const begin = (input: CallInput<'signIn.start'>) => value(manager.start(input)).signInId;
  const byBrowser = async (input: CallInput<'signIn.start'>) => {
    const before = opened.length;
    const id = begin(input);
    await expect.poll(() => opened.length, { interval: 10 }).toBe(before + 1);
    await browse(opened.at(-1) ?? '');
    return id;
  };
  const only = (): Account => {
    const [account] = store.list();
    if (account === undefined) throw new Error('no account');
    return account;
  };
  const credentials = (rejected: string | null = null) =>
    service.credentialsFor({ accountId: only().id, purpose: 'imap', rejected }, never());
  return {
    offset,
    tokens,
    file,
    secrets,
    store,
    service,
    manager,
    opened,
    states,
    lines,
    until,
    begin,
    byBrowser,
    only,
    credentials,
  };
}

/** A browser with cookies: follows redirects until the provider sends it back to Heron, and there to the last page. */
async function browse(start: string): Promise<void> {
  const cookies = new Map<string, string>();
  for (let at = start, hops = 0; hops < 12; hops += 1) {
    if (at.startsWith('http://127.0.0.1')) {
      expect((await visit(at)).status).toBe(200);
      return;
    }
    const cookie = [...cookies].map(([name, text]) => `${name}=${text}`).join('; ');
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpsGet(at, { ca: ca.caPem, agent: false, headers: { cookie } }, resolve).once('error', reject);
    });
    response.resume();
    for (const line of response.headers['set-cookie'] ?? []) {
      const [, name = '', text = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, text);
    }
    at = new URL(response.headers.location ?? '', at).href;
  }
  throw new Error('The provider did not send the browser back.');
}

type NewAccount = CallInput<'signIn.start'> & { purpose: 'new_account' };
const mailServer = () => ({ host: 'localhost', port: dovecot.tlsPort, security: 'tls' }) as const;
const generic = (): NewAccount => ({
  purpose: 'new_account',
  provider: 'openid',
  address: ada,
  displayName: '',
  identity: {
    clientId: openIdClient,
    tenant: '',
    loginHost: stand.issuer,
    options: { discovery: stand.issuer, scopes: 'mail', mailHosts: 'localhost' },
  },
  imap: mailServer(),
  smtp: mailServer(),
});
const google = (withSecret = true): NewAccount => ({
  purpose: 'new_account',
  provider: 'google',
  address: ada,
  displayName: '',
  identity: { clientId: openIdClient, tenant: '', loginHost: stand.issuer },
  imap: mailServer(),
  smtp: mailServer(),
  ...(withSecret ? { clientSecret: openIdSecret } : {}),
});

describe('a certified OpenID provider', () => {
  beforeEach(() => setUp());

  it('signs in by browser, and Dovecot takes the token by XOAUTH2', async () => {
    const heron = start();
    const id = await heron.byBrowser(generic());
    await heron.until(id, 'succeeded');
    const page = new URL(heron.opened[0] ?? '');
    expect(Object.fromEntries(page.searchParams)).toMatchObject({
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      login_hint: ada,
    });
    expect(heron.only()).toMatchObject({ provider: 'openid', address: ada });
    expect(heron.store.identities()).toMatchObject([{ username: ada, homeAccountId: ada }]);
  });

  it('asks for another person without giving up that the sign-in lasts', async () => {
    const heron = start();
    const id = await heron.byBrowser({ ...generic(), askWho: true });
    await heron.until(id, 'succeeded');
    const asked = new URL(heron.opened[0] ?? '').searchParams;
    // Of the two ways this provider understands only a new sign-in.
    expect([asked.get('prompt'), asked.has('login_hint')]).toEqual(['consent login', false]);
    const first = value(await heron.credentials());
    if (first.kind !== 'xoauth2') throw new Error('a password');
    expect((await heron.credentials(first.accessToken)).ok).toBe(true);
  });

  it('signs in by device code', async () => {
    const heron = start();
    const id = heron.begin({ ...generic(), way: 'code' });
    const state = await heron.until(id, 'waiting');
    if (state.kind !== 'waiting') throw new Error('no code');
    expect(state.verificationUri).toBe(`${stand.issuer}/device`);
    await stand.approve(state.userCode);
    await heron.until(id, 'succeeded');
    expect(heron.only().auth.method).toBe('oauth2');
  });

  it('signs in at endpoints that were typed by hand, without discovery, and its token is renewed', async () => {
    const heron = start();
    const typed = generic();
    const options = {
      authorizationEndpoint: `${stand.issuer}/auth`,
      tokenEndpoint: `${stand.issuer}/token`,
      scopes: 'mail offline_access',
      mailHosts: 'localhost',
    };
    const id = await heron.byBrowser({ ...typed, identity: { ...typed.identity, options } });
    await heron.until(id, 'succeeded');
    const first = value(await heron.credentials());
    if (first.kind !== 'xoauth2') throw new Error('a password');
    expect((await heron.credentials(first.accessToken)).ok).toBe(true);
  });

  it('takes an answer from a provider that calls itself otherwise only where its own name is not known', async () => {
    const heron = start();
    const typed = generic();
    const options = {
      authorizationEndpoint: `${stand.issuer}/auth`,
      tokenEndpoint: `${stand.issuer}/token`,
      // With it comes an ID token, which names the provider as well.
      scopes: 'openid mail offline_access',
      mailHosts: 'localhost',
    };
    const identity = { ...typed.identity, loginHost: 'https://login.contoso.com', options };
    const named = { ...identity, options: { ...options, issuer: 'https://login.contoso.com/realm' } };
    const other = await heron.byBrowser({ ...typed, identity: named });
    expect(await heron.until(other, 'failed')).toMatchObject({ error: { code: 'identity_provider_protocol' } });
    await heron.until(await heron.byBrowser({ ...typed, identity }), 'succeeded');
    const first = value(await heron.credentials());
    if (first.kind !== 'xoauth2') throw new Error('a password');
    expect((await heron.credentials(first.accessToken)).ok).toBe(true);
  });

  it('T3 T4 redeems each refresh token once, with twenty connections and over a restart', async () => {
    const heron = start();
    await heron.until(await heron.byBrowser(generic()), 'succeeded');
    const first = value(await heron.credentials());
    if (first.kind !== 'xoauth2') throw new Error('a password');
    const many = await Promise.all(Array.from({ length: 20 }, () => heron.credentials(first.accessToken)));
    const renewed = new Set(many.map((reply) => JSON.stringify(value(reply))));
    expect([renewed.size, stand.counters]).toEqual([1, { refreshes: 1, refused: 0 }]);

    const again = start(heron.file, heron.secrets);
    expect((await again.credentials()).ok).toBe(true);
    expect(stand.counters).toEqual({ refreshes: 2, refused: 0 });
  });

  it('asks for a sign-in when the grant has ended, and takes the next one', async () => {
    const heron = start();
    await heron.until(await heron.byBrowser(generic()), 'succeeded');
    const key = [...heron.secrets.values.keys()][0] ?? '';
    heron.secrets.values.set(key, '{"kind":"openid","refreshToken":"ended","clientSecret":null}');
    const again = start(heron.file, heron.secrets);
    expect(await again.credentials()).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    const id = await again.byBrowser({ purpose: 'sign_in_again', accountId: again.only().id });
    await again.until(id, 'succeeded');
    expect((await again.credentials()).ok).toBe(true);
  });

  it('says that a wrong discovery address makes no sense, and opens no page', async () => {
    const heron = start();
    const other = generic();
    const wrong = { ...other.identity, options: { ...other.identity.options, discovery: `${stand.issuer}/nothing` } };
    const id = heron.begin({ ...other, identity: wrong });
    expect(await heron.until(id, 'failed')).toMatchObject({ error: { code: 'identity_provider_protocol' } });
    expect([heron.store.list(), heron.opened]).toEqual([[], []]);
  });
});

describe('T8 a provider whose clock is a day off', () => {
  const dayMs = 86_400_000;
  it.each([dayMs, -dayMs])(
    'gives tokens that last as long as it says, and tells that the clocks differ: %d ms',
    async (ms) => {
      await setUp(false, ms);
      const heron = start();
      const began = Date.now();
      await heron.until(await heron.byBrowser(generic()), 'succeeded');
      const first = value(await heron.credentials());
      if (first.kind !== 'xoauth2') throw new Error('a password');
      const identityId = heron.store.identities()[0]?.id;
      if (identityId === undefined) throw new Error('no sign-in');
      const left = (heron.tokens.status(identityId).expiresAt ?? 0) - began;
      // An hour from when it came, by this computer's clock.
      expect([left >= 3_600_000, left < dayMs / 2]).toEqual([true, true]);
      expect((await heron.credentials(first.accessToken)).ok).toBe(true);
      expect(heron.offset.wrongBy).not.toBeNull();
      // The Date field has whole seconds.
      expect(Math.abs((heron.offset.ms ?? 0) - ms)).toBeLessThan(dayMs / 2);
    },
  );
});

describe('a provider that is like Google', () => {
  beforeEach(() => setUp(true));

  it('gets the secret, gives a refresh token for offline access, and goes on after the token has ended', async () => {
    const heron = start();
    await heron.until(await heron.byBrowser(google()), 'succeeded');
    const page = new URL(heron.opened[0] ?? '');
    expect(Object.fromEntries(page.searchParams)).toMatchObject({ access_type: 'offline', prompt: 'consent' });
    expect(page.searchParams.get('scope')).toBe('openid email https://mail.google.com/');
    expect(heron.states).toContainEqual(expect.objectContaining({ kind: 'at_browser', hasCode: false }));
    const first = value(await heron.credentials());
    if (first.kind !== 'xoauth2') throw new Error('a password');
    expect((await heron.credentials(first.accessToken)).ok).toBe(true);
    expect(stand.counters).toEqual({ refreshes: 1, refused: 0 });
  });

  it('I2 keeps the secret in the vault alone, and signs in again with it', async () => {
    const heron = start();
    await heron.until(await heron.byBrowser(google()), 'succeeded');
    const told = [heron.file.text, JSON.stringify(heron.states), heron.lines.join(), heron.opened.join()].join();
    expect(told).not.toContain(openIdSecret);
    const id = await heron.byBrowser({ purpose: 'sign_in_again', accountId: heron.only().id });
    await heron.until(id, 'succeeded');
  });

  it('Q3 keeps the secret for a mended registration at the same provider, and gives it to no other one', async () => {
    const heron = start();
    await heron.until(await heron.byBrowser(google()), 'succeeded');
    const { purpose: _new, address: _address, displayName: _name, clientSecret: _secret, ...rest } = google();
    const mended = { ...rest, purpose: 'switch_to_oauth2', accountId: heron.only().id } as const;
    const plan = value(heron.service.planSignIn(mended));
    expect(await plan.clientSecret()).toBe(openIdSecret);
    await heron.until(await heron.byBrowser(mended), 'succeeded');
    const elsewhere = [
      { ...rest.identity, loginHost: 'https://login.evil.example' },
      { ...rest.identity, options: { discovery: 'https://login.evil.example' } },
      { ...rest.identity, clientId: 'another' },
    ];
    for (const identity of elsewhere) {
      const other = value(heron.service.planSignIn({ ...mended, identity }));
      expect(await other.clientSecret()).toBeNull();
    }
    const options = { discovery: 'https://login.evil.example', mailHosts: 'localhost' };
    const openId = { ...mended, provider: 'openid', identity: { ...rest.identity, options } };
    expect(await value(heron.service.planSignIn(openId)).clientSecret()).toBeNull();
  });

  it('refuses without the secret, and says that the registration does not fit', async () => {
    const heron = start();
    const id = await heron.byBrowser(google(false));
    expect(await heron.until(id, 'blocked')).toMatchObject({ error: { code: 'app_registration' } });
  });

  it('asks for another person by Google’s own choice of accounts', async () => {
    const heron = start();
    heron.begin({ ...google(), askWho: true });
    await expect.poll(() => heron.opened.length, { interval: 10 }).toBe(1);
    const asked = new URL(heron.opened[0] ?? '').searchParams;
    expect(asked.get('prompt')?.split(' ').toSorted()).toEqual(['consent', 'select_account']);
    expect(asked.has('login_hint')).toBe(false);
  });

  it('has no sign-in with a code', () => {
    const heron = start();
    expect(heron.manager.start({ ...google(), way: 'code' })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', params: { reason: 'no_code_sign_in' } },
    });
  });
});
