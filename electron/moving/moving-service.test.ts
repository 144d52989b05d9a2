import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { failure, type Reply } from '../../shared/reply.ts';
import { sampleAccount } from '../accounts/account-samples.ts';
import { type AccountStore, openAccountStore } from '../accounts/account-store.ts';
import { refusal } from '../auth/fake-provider.ts';
import { mostBytes } from '../platform/foreign-file.ts';
import {
  rustyMailFile,
  rustyOAuth,
  rustyPassword,
  sampleDefaults,
  samplePrefs,
  sampleProfiles,
} from './moving-fixture.ts';
import { type MovingWorld, movingWorld, tokenAnswer, value } from './moving-harness.ts';
import type { MovingService } from './moving-service.ts';

/** Of the system (POSIX). */
const makePipe = 'mkfifo';
const { signal } = new AbortController();
let home: string;
let store: AccountStore;
let secrets: MovingWorld['secrets'];
let engine: MovingWorld['engine'];
let moving: MovingService;
let provider: MovingWorld['provider'];
let file: MovingWorld['file'];
let logged: string[];
let write: MovingWorld['write'];
let world: MovingWorld;

beforeEach(async () => {
  world = await movingWorld();
  ({ home, store, secrets, engine, moving, provider, file, logged, write } = world);
});
afterEach(() => world.dispose());
const thunderbird = async () => {
  await write('.thunderbird/profiles.ini', sampleProfiles);
  await write('.thunderbird/abcd1234.default-release/prefs.js', samplePrefs);
};
const reasonOf = (reply: Reply<unknown>) => (reply.ok ? 'none' : reply.error.params.reason);

describe('looking at the usual places', () => {
  it('finds the profile that is used, names the one without preferences, and leaves empty places out', async () => {
    await thunderbird();
    await write('accounts.json', rustyMailFile(rustyPassword));
    const found = await moving.look();
    expect(found.map(({ kind, name, accounts, error }) => [kind, name, accounts.length, error?.params.reason])).toEqual(
      [
        ['thunderbird', 'default', 0, 'unreadable'],
        ['thunderbird', 'default-release', 3, undefined],
        ['rustymail', '', 1, undefined],
      ],
    );
  });

  it('tells the window of no secret', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword, rustyOAuth));
    const found = await moving.look();
    expect(found[0]?.accounts.map(({ brings }) => brings)).toEqual(['password', 'sign_in']);
    expect(JSON.stringify(found)).not.toContain('CANARY');
  });

  it('says which accounts are there already, whatever their case', async () => {
    store.add(sampleAccount({ address: 'ADA@Analytical.Example' }), null);
    await write('accounts.json', rustyMailFile(rustyPassword, rustyOAuth));
    expect((await moving.look())[0]?.accounts.map(({ isThere }) => isThere)).toEqual([true, false]);
  });
});

describe('hostile places', () => {
  it.each([
    ['../outside', 'outside'],
    ['a/../../outside', 'outside'],
    ['/etc', 'outside'],
    ['.', 'outside'],
  ])('does not follow the relative path %s', async (path, reason) => {
    await write('outside/prefs.js', samplePrefs);
    await write('.thunderbird/profiles.ini', `[Profile0]\nName=x\nIsRelative=1\nPath=${path}\n`);
    expect((await moving.look()).map(({ error }) => error?.params.reason)).toEqual([reason]);
  });

  it('does not follow a folder that is a link out of Thunderbird’s', async () => {
    await write('outside/prefs.js', samplePrefs);
    await write('.thunderbird/profiles.ini', '[Profile0]\nName=x\nIsRelative=1\nPath=linked\n');
    await symlink(join(home, 'outside'), join(home, '.thunderbird/linked'));
    expect((await moving.look()).map(({ error }) => error?.params.reason)).toEqual(['outside']);
  });

  it.each(['\\\\server\\share\\profile', '//server/share/profile', 'relative/after/all'])(
    'opens no place on a server, and none that is not absolute: %s',
    async (path) => {
      await write('.thunderbird/profiles.ini', `[Profile0]\nName=x\nIsRelative=0\nPath=${path}\n`);
      expect((await moving.look()).map(({ error }) => error?.params.reason)).toEqual(['outside']);
    },
  );

  it('opens a profile on another disk, as Thunderbird lets people choose', async () => {
    await write('other-disk/prefs.js', samplePrefs);
    await write('.thunderbird/profiles.ini', `[Profile0]\nName=x\nIsRelative=0\nPath=${join(home, 'other-disk')}\n`);
    expect((await moving.look()).map(({ accounts }) => accounts.length)).toEqual([3]);
  });

  it('does not follow a preferences file that is a link', async () => {
    await write('secret.txt', samplePrefs);
    await write('.thunderbird/profiles.ini', '[Profile0]\nName=x\nIsRelative=1\nPath=p\n');
    await mkdir(join(home, '.thunderbird/p'));
    await symlink(join(home, 'secret.txt'), join(home, '.thunderbird/p/prefs.js'));
    expect((await moving.look()).map(({ error }) => error?.params.reason)).toEqual(['symbolic_link']);
  });

  it('says that a file is a link, a folder, a pipe, too large, no JSON, or something else', async () => {
    await write('real.json', rustyMailFile(rustyPassword));
    await symlink(join(home, 'real.json'), join(home, 'link.json'));
    expect(reasonOf(await moving.open(join(home, 'link.json')))).toBe('symbolic_link');
    await mkdir(join(home, 'folder.json'));
    expect(reasonOf(await moving.open(join(home, 'folder.json')))).toBe('no_plain_file');
    execFileSync(makePipe, [join(home, 'pipe.json')]);
    expect(reasonOf(await moving.open(join(home, 'pipe.json')))).toBe('no_plain_file');
    await write('large.json', ' '.repeat(mostBytes + 1));
    expect(reasonOf(await moving.open(join(home, 'large.json')))).toBe('too_large');
    await write('cut.json', rustyMailFile(rustyPassword).slice(0, -10));
    expect(reasonOf(await moving.open(join(home, 'cut.json')))).toBe('not_json');
    await write('other.json', '{"name":"heron","accounts":"none"}');
    expect(reasonOf(await moving.open(join(home, 'other.json')))).toBe('unknown_content');
    await write('deep.json', '['.repeat(200_000) + ']'.repeat(200_000));
    expect(['not_json', 'unknown_content']).toContain(reasonOf(await moving.open(join(home, 'deep.json'))));
    expect(reasonOf(await moving.open(join(home, 'gone.json')))).toBe('unreadable');
  });
});

describe('taking accounts', () => {
  const takeAll = async () => {
    const [source] = (await moving.look()).filter(({ error }) => error === null);
    if (source === undefined) throw new Error('Nothing was found.');
    return value(
      await moving.take(
        source.sourceId,
        source.accounts.map(({ key }) => key),
        signal,
      ),
    );
  };

  it('brings Thunderbird’s accounts in, which wait for their users', async () => {
    await thunderbird();
    const taken = await takeAll();
    expect(taken.map(({ address, needs, error }) => [address, needs, error])).toEqual([
      ['ada@analytical.example', 'password', null],
      ['ada@contoso.com', 'sign_in', null],
      ['ada.lovelace@gmail.com', 'password', null],
    ]);
    expect(store.list().map(({ address }) => address)).toEqual(taken.map(({ address }) => address));
    expect(engine.log).toEqual(taken.map(({ address }) => `open ${address}`));
    expect(secrets.values.size).toBe(0);
    // The settings take what came in.
    expect(openAccountStore(file, new Date())).toMatchObject({ ok: true, value: { notice: null } });
  });

  it('keeps a password in the vault, with the servers that it was found with, and nowhere else', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword));
    const [taken] = await takeAll();
    expect(taken).toMatchObject({ needs: null, error: null });
    const account = store.account(taken?.accountId as AccountId);
    expect(JSON.parse(secrets.values.get(`account-${account?.id}`) ?? '')).toEqual({
      username: 'ada',
      password: 'CANARY-horse',
      servers: { imap: 'imap.analytical.example:993/tls', smtp: 'smtp.analytical.example:587/starttls' },
    });
    expect(file.readText()).not.toContain('CANARY');
    expect(logged.join('\n')).not.toContain('CANARY');
  });

  it('brings an account in without its password where the vault does not take it, and says why', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword));
    secrets.refuse = { code: 'secret_not_saved', params: { reason: 'refused' }, retryable: true };
    const [taken] = await takeAll();
    expect(taken).toMatchObject({ needs: 'password', error: { code: 'secret_not_saved' } });
    expect(store.hasAddress('ada@analytical.example')).toBe(true);
  });

  it('leaves no secret behind where the settings cannot be saved', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword));
    file.refuse = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const [taken] = await takeAll();
    expect(taken).toMatchObject({ accountId: null, error: { code: 'disk_full' } });
    expect(secrets.values.size).toBe(0);
    expect(engine.log).toEqual([]);
  });

  it('redeems a refresh token once, and keeps the one that comes in its place', async () => {
    await write('accounts.json', rustyMailFile(rustyOAuth));
    provider.next('refresh', tokenAnswer('ada@contoso.test'));
    const [taken] = await takeAll();
    expect(taken).toMatchObject({ needs: null, error: null });
    expect(provider.requests.find(({ kind }) => kind === 'refresh')?.form.get('refresh_token')).toBe('CANARY-refresh');
    const [account] = store.list();
    expect(account?.auth.method === 'oauth2' && store.identity(account.auth.identityId)).toMatchObject({
      username: 'ada@contoso.test',
      clientId: sampleDefaults.microsoft.clientId,
    });
    const [kept] = [...secrets.values.values()];
    expect(kept).toContain('next-refresh');
    expect(kept).not.toContain('CANARY-refresh');
    expect(file.readText()).not.toMatch(/CANARY|next-refresh/);
  });

  it('brings an account in whose refresh token is another program’s own, and it waits for a sign-in', async () => {
    await write('accounts.json', rustyMailFile(rustyOAuth));
    provider.next('refresh', refusal('invalid_client', 7000218));
    const [taken] = await takeAll();
    expect(taken).toMatchObject({ needs: 'sign_in', error: { code: 'app_registration' } });
    expect(store.list()).toHaveLength(1);
    expect(secrets.values.size).toBe(0);
  });

  it('does not open a mailbox with somebody else’s refresh token', async () => {
    await write('accounts.json', rustyMailFile(rustyOAuth));
    provider.next('refresh', tokenAnswer('eve@contoso.test'));
    const [taken] = await takeAll();
    expect(taken).toMatchObject({ needs: 'sign_in', error: { code: 'identity_mismatch' } });
    expect(secrets.values.size).toBe(0);
  });

  it('overwrites nothing: an address that is there is refused', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword));
    const [source] = await moving.look();
    const there = sampleAccount({ address: 'ada@analytical.example' });
    store.add(there, null);
    const [taken] = value(await moving.take(source?.sourceId ?? '', ['ada@analytical.example'], signal));
    expect(taken).toMatchObject({ accountId: null, error: { code: 'account_exists' } });
    expect(store.list()).toEqual([there]);
    expect(secrets.values.size).toBe(0);
  });

  it('takes only what is wanted, and only from a place that it showed', async () => {
    await write('accounts.json', rustyMailFile(rustyPassword, rustyOAuth));
    const [source] = await moving.look();
    value(await moving.take(source?.sourceId ?? '', ['ada@analytical.example', '__proto__'], signal));
    expect(store.list().map(({ address }) => address)).toEqual(['ada@analytical.example']);
    expect(await moving.take('00000000-0000-4000-8000-000000000000', ['ada@contoso.test'], signal)).toEqual(
      failure({ code: 'not_found', params: { reason: 'view' }, retryable: false }),
    );
  });
});
