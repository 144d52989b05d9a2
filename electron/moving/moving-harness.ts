import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logText, type Reply } from '../../shared/reply.ts';
import { type AccountStore, openAccountStore } from '../accounts/account-store.ts';
import { type FakeEngine, fakeEngine } from '../accounts/engine-port-fake.ts';
import { fakeProvider, origin } from '../auth/fake-provider.ts';
import { IdentityProviders } from '../auth/identity-provider.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { signInByRefreshToken } from '../auth/msal-refresh-token.ts';
import { TokenService } from '../auth/token-service.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { type FakeSettingsFile, fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { sampleDefaults } from './moving-fixture.ts';
import { MovingService } from './moving-service.ts';

/** Accounts of other programs in a home of their own, and a Heron that takes them. */
export interface MovingWorld {
  readonly home: string;
  readonly store: AccountStore;
  readonly secrets: FakeSecretStore;
  readonly engine: FakeEngine;
  readonly moving: MovingService;
  readonly provider: ReturnType<typeof fakeProvider>;
  readonly file: FakeSettingsFile;
  readonly logged: string[];
  /** Writes a file into the home. @returns its path */
  write(path: string, text: string): Promise<string>;
  dispose(): Promise<void>;
}

export async function movingWorld(): Promise<MovingWorld> {
  const home = await mkdtemp(join(tmpdir(), 'heron-moving-'));
  const logged: string[] = [];
  const file = fakeSettingsFile();
  const opened = openAccountStore(file, new Date());
  if (!opened.ok) throw new Error(logText(opened.error));
  const { store } = opened.value;
  const secrets = fakeSecretStore();
  const engine = fakeEngine();
  const provider = fakeProvider();
  const clock = fakeClock(Date.now());
  const log = (_level: string, _scope: string, text: string) => void logged.push(text);
  const { transport } = provider;
  const providers = new IdentityProviders(microsoftProvider(['outlook.office365.com'], origin));
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
  const microsoft = { ...sampleDefaults.microsoft, loginHost: origin };
  const moving = new MovingService({
    store,
    secrets,
    tokens,
    engine,
    log,
    defaults: () => ({ microsoft }),
    places: () => ({
      thunderbird: [join(home, '.thunderbird'), join(home, 'nothing')],
      rustyMail: [join(home, 'accounts.json'), join(home, 'nothing.json')],
    }),
    redeem: (identity, token, ended) => signInByRefreshToken({ identity, transport, clock, log }, token, ended),
  });
  return {
    home,
    store,
    secrets,
    engine,
    moving,
    provider,
    file,
    logged,
    write: async (path, text) => {
      await mkdir(join(home, path, '..'), { recursive: true });
      await writeFile(join(home, path), text);
      return join(home, path);
    },
    dispose: () => rm(home, { recursive: true, force: true }),
  };
}

/** The value of a reply that is one. */
export function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

/** What Microsoft answers to a refresh token, with an ID token for this person. */
export function tokenAnswer(address: string) {
  const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const claims = {
    aud: sampleDefaults.microsoft.clientId,
    iss: `${origin}/tenant/v2.0`,
    oid: address,
    sub: address,
    tid: 'tenant',
    preferred_username: address,
  };
  return {
    body: {
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
      access_token: 'next-access',
      refresh_token: 'next-refresh',
      id_token: `${part({ alg: 'none' })}.${part(claims)}.`,
      client_info: part({ uid: address, utid: 'tenant' }),
    },
  };
}
