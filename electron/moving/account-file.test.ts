import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../shared/reply.ts';
import { sampleAccount } from '../accounts/account-samples.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { rustyMailFile, rustyOAuth, rustyPassword, samplePrefs, sampleProfiles } from './moving-fixture.ts';
import { type MovingWorld, movingWorld, tokenAnswer, value } from './moving-harness.ts';
import type { MovingService } from './moving-service.ts';

const { signal } = new AbortController();
let store: AccountStore;
let secrets: MovingWorld['secrets'];
let moving: MovingService;
let provider: MovingWorld['provider'];
let write: MovingWorld['write'];
let world: MovingWorld;

beforeEach(async () => {
  world = await movingWorld();
  ({ store, secrets, moving, provider, write } = world);
});
afterEach(() => world.dispose());
const thunderbird = async () => {
  await write('.thunderbird/profiles.ini', sampleProfiles);
  await write('.thunderbird/abcd1234.default-release/prefs.js', samplePrefs);
};
const reasonOf = (reply: Reply<unknown>) => (reply.ok ? 'none' : reply.error.params.reason);

describe('export and import', () => {
  it('brings all but the secrets to another computer', async () => {
    await thunderbird();
    await write('accounts.json', rustyMailFile(rustyPassword));
    const sources = (await moving.look()).filter(({ error }) => error === null);
    const [profile] = sources;
    value(await moving.take(profile?.sourceId ?? '', profile?.accounts.map(({ key }) => key) ?? [], signal));
    const before = store.list();
    const text = moving.exported();
    expect(JSON.parse(text)).toMatchObject({ format: 'heron-accounts', version: 1 });
    for (const { id, auth } of before) {
      expect(text).not.toContain(id);
      if (auth.method === 'oauth2') expect(text).not.toContain(auth.identityId);
    }
    const path = await write('heron-accounts.json', text);
    for (const { id } of before) store.remove(id);
    const [source] = value(await moving.open(path));
    const taken = value(
      await moving.take(source?.sourceId ?? '', source?.accounts.map(({ key }) => key) ?? [], signal),
    );
    expect(taken.map(({ needs }) => needs)).toEqual(['password', 'sign_in', 'password']);
    const bare = ({ id: _id, auth, ...rest }: (typeof before)[number]) => ({ ...rest, method: auth.method });
    expect(store.list().map(bare)).toEqual(before.map(bare));
  });

  it('never exports a password or a token', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword, rustyOAuth));
    provider.next('refresh', tokenAnswer('ada@contoso.test'));
    const [source] = await moving.look();
    value(await moving.take(source?.sourceId ?? '', ['ada@analytical.example', 'ada@contoso.test'], signal));
    expect(secrets.values.size).toBe(2);
    expect(moving.exported()).not.toMatch(/CANARY|next-refresh|next-access/);
  });

  it('sends tokens to the servers that the file shows, whatever its options say', async () => {
    const account = {
      address: 'ada@example.org',
      provider: 'openid',
      imap: { host: 'imap.example.org', port: 993, security: 'tls' },
      smtp: { host: 'smtp.example.org', port: 465, security: 'tls' },
      signIn: {
        method: 'oauth2',
        provider: 'openid',
        clientId: 'heron',
        tenant: '',
        loginHost: 'https://id.example.org',
        options: { discovery: 'https://id.example.org', mailHosts: 'evil.example' },
      },
    };
    const path = await write('a.json', JSON.stringify({ format: 'heron-accounts', version: 1, accounts: [account] }));
    const [source] = value(await moving.open(path));
    value(await moving.take(source?.sourceId ?? '', ['ada@example.org'], signal));
    const [added] = store.list();
    expect(added?.auth.method === 'oauth2' && store.identity(added.auth.identityId)?.options).toEqual({
      discovery: 'https://id.example.org',
      mailHosts: 'imap.example.org smtp.example.org',
    });
  });

  it.each([
    [{ format: 'heron-accounts', version: 2, accounts: [] }, 'newer'],
    [{ format: 'heron-accounts', version: 'one', accounts: [] }, 'unknown_content'],
    [{ format: 'heron-accounts', version: 1, accounts: 'all' }, 'unknown_content'],
  ])('says why it does not take %j', async (content, reason) => {
    expect(reasonOf(await moving.open(await write('a.json', JSON.stringify(content))))).toBe(reason);
  });

  it('leaves out one account that is malformed, and mends what is not worth an account', async () => {
    store.add(sampleAccount(), null);
    const exported = JSON.parse(moving.exported());
    const [good] = exported.accounts;
    const odd = {
      ...good,
      address: 'odd@contoso.test',
      colour: 'ultraviolet',
      writing: 7,
      connectionTimeoutSeconds: -1,
    };
    const bad = { ...good, address: 'bad@contoso.test', imap: { host: '-', port: 'x' } };
    const path = await write('a.json', JSON.stringify({ ...exported, accounts: [odd, bad, 7] }));
    const [source] = value(await moving.open(path));
    expect(source?.accounts.map(({ address }) => address)).toEqual(['odd@contoso.test']);
    expect(source?.leftOut).toEqual([
      { name: 'bad@contoso.test', reason: 'malformed' },
      { name: 'accounts[2]', reason: 'malformed' },
    ]);
  });
});
