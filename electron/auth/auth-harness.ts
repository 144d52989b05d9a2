import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { call } from '../../e2e/servers/https-client.ts';
import { type IdentityProvider, startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { createTestCa } from '../../e2e/servers/test-ca.ts';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account, SignInId, SignInState } from '../../shared/mail.ts';
import { type AppError, failure, logText, type Reply, success } from '../../shared/reply.ts';
import { AccountService } from '../accounts/account-service.ts';
import { type AccountStore, openAccountStore } from '../accounts/account-store.ts';
import { fakeEngine } from '../accounts/engine-port-fake.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { nodeHttpsTransport } from '../platform/net-client.ts';
import { openEncryption } from '../platform/safe-storage.ts';
import { fakeKeyring, fakeSyncSafeStorage } from '../platform/safe-storage-fake.ts';
import { openSecretStore } from '../platform/secret-store.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { IdentityProviders } from './identity-provider.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { SignInManager } from './sign-in-manager.ts';
import { TokenService } from './token-service.ts';

export const ada = 'ada@contoso.test';
/** Part of every token that the identity provider hands out. */
export const canary = 'CANARY-7f3a';

export interface App {
  readonly file: FakeSettingsFile;
  readonly store: AccountStore;
  readonly service: AccountService;
  readonly manager: SignInManager;
  readonly events: SignInState[];
  /** The pages that were opened in the person's browser. */
  readonly opened: string[];
  stop(): void;
}

/** A running identity provider, and as many instances of Heron's sign-in as a test starts. */
export interface AuthHarness {
  readonly idp: IdentityProvider;
  readonly vaultFolder: string;
  readonly lines: string[];
  /** Starts Heron's sign-in without Electron and the engine; a second call with the same file is a restart. */
  start(file?: FakeSettingsFile, clock?: Clock): Promise<App>;
  newAccount(): CallInput<'signIn.start'>;
  /** What a browser does with the page that Heron opened: follows it to the last page, where somebody is signed in already. */
  browse(url: string): Promise<{ readonly status: number; readonly body: string; readonly answer: string }>;
  begin(app: App, input?: CallInput<'signIn.start'>): SignInId;
  /** From the first code to the saved account. */
  signIn(app: App, input?: CallInput<'signIn.start'>): Promise<Account>;
  stop(): Promise<void>;
}

export async function startAuthHarness(): Promise<AuthHarness> {
  const ca = await createTestCa();
  const idp = await startIdentityProvider({ leaf: ca.leaf, canary: canary, pollIntervalSeconds: 0.02 });
  idp.addUser({ address: ada, name: 'Ada Lovelace' });
  idp.addUser({ address: 'eve@contoso.test' });
  const folder = await mkdtemp(join(tmpdir(), 'heron-auth-'));
  const vaultFolder = join(folder, 'vault');
  const lines: string[] = [];
  const apps: App[] = [];
  const log = (...words: string[]) => void lines.push(words.join(' '));

  async function start(file: FakeSettingsFile = fakeSettingsFile(), clock: Clock = systemClock): Promise<App> {
    const { store } = unwrap(openAccountStore(file, new Date()));
    const encryption = await openEncryption(fakeSyncSafeStorage(fakeKeyring()), 'linux');
    const secrets = openSecretStore({ folder: vaultFolder, encryption, clock });
    const transport = nodeHttpsTransport(ca.caPem);
    const providers = new IdentityProviders(microsoftProvider(['localhost']));
    const tokens = new TokenService({
      providers,
      identity: (id) => store.identity(id),
      secrets,
      transport,
      clock,
      random: Math.random,
      log,
      report: (error) => log('notice', error.code),
    });
    const service = new AccountService({ store, secrets, providers, tokens, engine: engineAsking(idp), log });
    const opened: string[] = [];
    const manager = new SignInManager({
      plan: (input) => service.planSignIn(input),
      transport,
      openPage: async (url) => void opened.push(url),
      clock,
      log,
    });
    const events: SignInState[] = [];
    manager.onChange(({ state }) => events.push(state));
    const stop = () => {
      manager.dispose();
      tokens.dispose();
    };
    const app: App = { file, store, service, manager, events, opened, stop };
    apps.push(app);
    return app;
  }

  const imap = { host: 'localhost', port: 993, security: 'tls' } as const;
  const harness: AuthHarness = {
    idp,
    vaultFolder,
    lines,
    start,
    newAccount: () => ({
      purpose: 'new_account',
      way: 'code',
      address: ada,
      displayName: 'Ada',
      identity: { clientId: '11111111-2222-4333-8444-555555555555', tenant: 'common', loginHost: idp.authority },
      imap,
      smtp: imap,
    }),
    browse: async (url) => {
      const answer = (await call(ca.caPem, url)).headers['location'] ?? '';
      return { ...(await visit(answer)), answer };
    },
    begin: (app, input = harness.newAccount()) => unwrap(app.manager.start(input)).signInId,
    signIn: async (app, input) => {
      // By code, also where the input leaves the way open: what follows types it.
      const id = harness.begin(app, input === undefined ? input : { ...input, way: 'code' });
      idp.approve((await idp.waitFor('devicecode')).userCode, ada);
      await until(app, id, 'succeeded');
      const [account] = app.store.list();
      if (account === undefined) throw new Error('no account');
      return account;
    },
    stop: async () => {
      for (const app of apps) app.stop();
      await idp.stop();
      await rm(folder, { recursive: true });
      await ca.dispose();
    },
  };
  return harness;
}

/** Opens an address of this computer as a browser does when a person follows a link, with the redirect after it. */
export async function visit(address: string): Promise<{ readonly status: number; readonly body: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const { hostname, port, pathname, search, host } = new URL(address);
    // Browsers find this computer by its name even where `localhost` is IPv6 first.
    const named = { host: hostname === 'localhost' ? '127.0.0.1' : hostname, headers: { ...headers, host } };
    get({ ...named, port, path: pathname + search, agent: false }, resolve).once('error', reject);
  });
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  const { location } = response.headers;
  return location === undefined ? { status: response.statusCode ?? 0, body } : visit(new URL(location, address).href);
}

/** An engine whose connection test asks the identity provider what a token is good for, as a mail server does. */
function engineAsking(idp: IdentityProvider) {
  const engine = fakeEngine();
  engine.testConnection = async (_endpoint, credentials) => {
    const info = credentials.kind === 'xoauth2' ? idp.tokenInfo(credentials.accessToken) : undefined;
    const ok = info?.active === true && info.scopes.some((scope) => scope.includes('IMAP'));
    const error: AppError | null = ok
      ? null
      : {
          code: 'token_rejected',
          params: { reason: 'refused', server: 'imap.test:993', said: 'No.' },
          retryable: false,
        };
    return success({ ok, steps: [{ step: 'sign_in', state: ok ? 'passed' : 'failed', durationMs: 1, error }] });
  };
  return engine;
}

/** Waits for a state of a sign-in. */
export async function until(app: App, id: SignInId, kind: SignInState['kind']): Promise<SignInState> {
  await expect.poll(() => app.manager.state(id), { interval: 5, timeout: 15_000 }).toMatchObject({ value: { kind } });
  return unwrap(app.manager.state(id));
}

/** The access token that the engine would get. */
export async function tokenOf(
  app: App,
  account: Account,
  rejected: string | null = null,
  purpose: MailPurpose = 'imap',
): Promise<Reply<string>> {
  const request = { accountId: account.id, purpose, rejected };
  const reply = await app.service.credentialsFor(request, new AbortController().signal);
  if (!reply.ok) return reply;
  return reply.value.kind === 'xoauth2'
    ? success(reply.value.accessToken)
    : failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: false });
}

/** The access token that the engine would get; throws on an error. */
export async function goodToken(app: App, account: Account, rejected: string | null = null): Promise<string> {
  return unwrap(await tokenOf(app, account, rejected));
}

function unwrap<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}
