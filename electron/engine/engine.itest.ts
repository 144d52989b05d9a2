import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { call as callHttps } from '../../e2e/servers/https-client.ts';
import { type IdentityProvider, startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, FolderId, MessageRow, ViewId } from '../../shared/mail.ts';
import { AppFailure, failure, type Reply, success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import type { MimeClient } from '../mime/mime-client.ts';
import { systemClock } from '../platform/clock.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import type { EngineCalls } from './contract.ts';
import { Engine } from './engine.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const unusedMime: MimeClient = {
  parseWholeMessage: () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.')),
  readAttachment: () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.')),
  readInvitation: () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.')),
};
let ca: TestCa;
let idp: IdentityProvider;
let exchange: Dovecot;
let condstore: Dovecot;
/** The relays before the servers `exchange` and `condstore`. */
let proxy: FaultProxy;
let otherProxy: FaultProxy;
let people = 0;

beforeAll(async () => {
  ca = await createTestCa();
  idp = await startIdentityProvider({ leaf: ca.leaf });
  exchange = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl });
  condstore = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl, like: 'dovecot' });
  proxy = await startFaultProxy({
    target: { port: exchange.tlsPort },
    intercept: { leaf: ca.leaf, caPem: ca.caPem },
  });
  otherProxy = await startFaultProxy({ target: { port: condstore.tlsPort } });
});

afterAll(async () => {
  await proxy?.stop();
  await otherProxy?.stop();
  await exchange?.stop();
  await condstore?.stop();
  await idp?.stop();
  await ca?.dispose();
});

let folder: string;
let address: string;
let engine: Engine;
let happened: EventEmitter;
let states: Set<string>;
let tokens: { access: string; refresh: string };
let rejectedTokens: string[];

beforeEach(async () => {
  people += 1;
  address = `ada${people}@contoso.test`;
  folder = await mkdtemp(join(tmpdir(), 'heron-engine-'));
  happened = new EventEmitter();
  states = new Set();
  rejectedTokens = [];
  idp.addUser({ address });
  tokens = await signIn();
  await proxy.set({ kind: 'pass' });
  engine = newEngine();
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

function newEngine(clock = systemClock): Engine {
  return new Engine({
    profileFolder: folder,
    extraCa: ca.caPem,
    openSession,
    mime: unusedMime,
    credentials: async (_account, rejected) => await credentials(rejected),
    emit: (name, payload) => {
      if (name === 'account.status' && 'status' in payload) states.add(payload.status.connection.kind);
      happened.emit('event');
    },
    markDownload: async () => undefined,
    clock,
    random: Math.random,
    holdMs: 0,
  });
}

/** Stands in for main's token service, without its locks and retries. */
async function credentials(rejected: string | null): Promise<Reply<Credentials>> {
  if (rejected !== null) {
    rejectedTokens.push(rejected);
    const reply = await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh });
    if (reply['error'] !== undefined) {
      return failure({ code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false });
    }
    tokens = { access: reply['access_token'] ?? '', refresh: reply['refresh_token'] ?? '' };
  }
  return success({ kind: 'xoauth2', username: address, accessToken: tokens.access });
}

async function signIn(): Promise<{ access: string; refresh: string }> {
  const form = { client_id: clientId, scope };
  const reply = await callHttps(ca.caPem, `${idp.authority}/organizations/oauth2/v2.0/devicecode`, form);
  const code: Record<string, string> = JSON.parse(reply.text);
  idp.approve(code['user_code'] ?? '', address);
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const answer = await token({ grant_type, device_code: code['device_code'] ?? '' });
  return { access: answer['access_token'] ?? '', refresh: answer['refresh_token'] ?? '' };
}

const clientId = '11111111-2222-3333-4444-555555555555';
const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access';

async function token(form: Record<string, string>): Promise<Record<string, string>> {
  const url = `${idp.authority}/organizations/oauth2/v2.0/token`;
  return JSON.parse((await callHttps(ca.caPem, url, { client_id: clientId, scope, ...form })).text);
}

async function value<K extends keyof EngineCalls>(
  name: K,
  input: EngineCalls[K]['input'],
): Promise<EngineCalls[K]['output']> {
  const reply = await engine.calls[name](input, new AbortController().signal);
  if (!reply.ok) throw new AppFailure(reply.error);
  return reply.value;
}

/** Asks again whenever the engine tells of something, and now and then besides. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(40_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error(`It did not happen: ${JSON.stringify(await status())}`);
    await once(happened, 'event', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  }
}

async function status() {
  return await value('account.status', { accountId });
}

async function open(port: number): Promise<void> {
  const account: EngineAccount = {
    id: accountId,
    address,
    displayName: 'Ada',
    imap: { host: 'localhost', port, security: 'tls' },
    smtp: { host: 'localhost', port, security: 'tls' },
    connectionTimeoutSeconds: 10,
  };
  await value('account.open', account);
}

async function folderNamed(path: string): Promise<FolderId> {
  let found: FolderId | undefined;
  await until(async () => {
    found = (await value('mail.folders', { accountId })).find((candidate) => candidate.path === path)?.id;
    return found !== undefined;
  });
  if (found === undefined) throw new Error(`There is no folder ${path}`);
  return found;
}

async function openView(path: string): Promise<ViewId> {
  return (await value('mail.openView', { accountId, folderId: await folderNamed(path) })).viewId;
}

async function rows(viewId: ViewId): Promise<MessageRow[]> {
  const { total } = await value('mail.rows', { viewId, start: 0, count: 1 });
  const all: MessageRow[] = [];
  while (all.length < total) {
    const page = await value('mail.rows', { viewId, start: all.length, count: 200 });
    if (page.rows.length === 0) break;
    all.push(...page.rows);
  }
  return all;
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    buildMessage({
      subject: `Number ${index + 1}`,
      text: `Text ${index + 1}`,
      date: new Date(Date.UTC(2026, 0, 1, 0, 0, index)),
      messageId: `<${people}.${index + 1}@test>`,
    }),
  );

/** Does something at the server that ends all sessions, while Heron cannot come back at once. */
async function meanwhile(through: FaultProxy, act: () => Promise<void>): Promise<void> {
  await through.set({ kind: 'refuse' });
  await act();
  await through.set({ kind: 'pass' });
  await value('account.reconnect', { accountId, cause: 'network' });
}

const settled = async (): Promise<boolean> =>
  (await status()).connection.kind === 'online' && (await status()).pendingOperations === 0;

describe('the engine against Dovecot', () => {
  it('fills the inbox newest first over XOAUTH2, and reads a body', async () => {
    await exchange.addUser(address);
    await exchange.seedMany(address, 'INBOX', 3_000);
    await open(proxy.port);
    const viewId = await openView('INBOX');
    await until(async () => (await value('mail.rows', { viewId, start: 0, count: 50 })).rows.length === 50);
    const early = await value('mail.rows', { viewId, start: 0, count: 50 });
    await until(async () => (await value('mail.rows', { viewId, start: 0, count: 1 })).total === 3_000);
    const all = await rows(viewId);
    expect(all.slice(0, 50).map(({ id }) => id)).toEqual(early.rows.map(({ id }) => id));
    const times = all.map(({ receivedAt }) => receivedAt ?? Number.NaN);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const newest = all[0];
    const body = await value('mail.body', { accountId, messageId: newest?.id ?? (0 as never) });
    expect((body.text ?? '').length).toBeGreaterThan(10);
    await until(settled);
    expect(await exchange.sessions(address)).toBeLessThanOrEqual(3);
  });

  it('fetches recent texts while idle, and those of new mail; nothing is marked as read', async () => {
    await exchange.addUser(address);
    const names = await exchange.seed(address, 'INBOX', numbered(60));
    await open(proxy.port);
    const viewId = await openView('INBOX');
    const snippets = async () => (await rows(viewId)).map(({ snippet }) => snippet);
    await until(
      async () => (await snippets()).filter((snippet) => snippet.startsWith('Text ')).length === names.length,
    );
    expect((await snippets())[0]).toBe('Text 60');
    await exchange.deliver(address, 'INBOX', buildMessage({ subject: 'New', text: 'Just in' }).raw);
    await until(async () => (await snippets()).includes('Just in'));
    const disk = await exchange.list(address, 'INBOX');
    expect(disk).toHaveLength(61);
    expect(disk.filter(({ flags }) => flags.includes('\\Seen'))).toEqual([]);
    await proxy.set({ kind: 'refuse' });
    proxy.dropAll();
    const last = (await rows(viewId)).at(-1);
    expect((await value('mail.body', { accountId, messageId: last?.id ?? (0 as never) })).text?.trim()).toBe('Text 1');
  });

  it.each(['exchange', 'dovecot'] as const)(
    'B18 a message that another client marks as deleted is no unread mail, and is hidden where that is wanted (%s)',
    async (like) => {
      const [server, relay] = like === 'exchange' ? [exchange, proxy] : [condstore, otherProxy];
      await server.addUser(address);
      const [, second = ''] = await server.seed(address, 'INBOX', numbered(3));
      await open(relay.port);
      const viewId = await openView('INBOX');
      const unread = async () =>
        (await value('mail.folders', { accountId })).find(({ path }) => path === 'INBOX')?.unread;
      const marked = async () => (await rows(viewId)).map(({ markedDeleted }) => markedDeleted);
      await until(async () => (await unread()) === 3 && (await marked()).length === 3);
      await server.setFlags(address, 'INBOX', second, ['\\Deleted']);
      await value('mail.syncNow', { accountId });
      await until(async () => (await marked()).join() === 'false,true,false');
      expect(await unread()).toBe(2);
      // STATUS counts it as unseen, and is asked at each synchronisation.
      await value('mail.syncNow', { accountId });
      await until(settled);
      expect(await unread()).toBe(2);
      await value('engine.hideMarkedDeleted', { hide: true });
      expect([await marked(), await unread()]).toEqual([[false, false], 2]);
      await server.setFlags(address, 'INBOX', second, []);
      await value('mail.syncNow', { accountId });
      await until(async () => (await marked()).length === 3);
      expect(await unread()).toBe(3);
    },
  );

  it('T5: an access token that expires in mid-session is renewed without a prompt', async () => {
    await exchange.addUser(address);
    await exchange.seed(address, 'INBOX', numbered(3));
    await open(proxy.port);
    const viewId = await openView('INBOX');
    await until(async () => (await rows(viewId)).length === 3 && (await settled()));
    const old = tokens.access;
    idp.expireAccessTokens(address);
    await meanwhile(proxy, () => exchange.kick(address));
    await exchange.deliver(address, 'INBOX', buildMessage({ subject: 'After' }).raw);
    await until(async () => (await rows(viewId)).length === 4);
    expect(rejectedTokens[0]).toBe(old);
    expect(states).not.toContain('needs_sign_in');
    expect(states).not.toContain('failed');
  });

  it('T6: a revoked grant needs a sign-in, and the cached mail stays readable', async () => {
    await exchange.addUser(address);
    await exchange.seed(address, 'INBOX', numbered(3));
    await open(proxy.port);
    const viewId = await openView('INBOX');
    await until(async () => (await rows(viewId)).length === 3 && (await settled()));
    idp.revokeGrants(address);
    await meanwhile(proxy, () => exchange.kick(address));
    await until(async () => (await status()).connection.kind === 'needs_sign_in');
    expect(await rows(viewId)).toHaveLength(3);
    tokens = await signIn();
    await value('account.reconnect', { accountId, cause: 'credentials' });
    await until(settled);
  });

  for (const like of ['exchange', 'condstore'] as const) {
    it(`Y5, Y1: others’ changes and a new UIDVALIDITY are taken over (${like})`, async () => {
      const dovecot = like === 'exchange' ? exchange : condstore;
      const through = like === 'exchange' ? proxy : otherProxy;
      await dovecot.addUser(address);
      const names = await dovecot.seed(address, 'INBOX', numbered(300));
      await open(through.port);
      const viewId = await openView('INBOX');
      await until(async () => (await rows(viewId)).length === 300 && (await settled()));
      for (const name of names.slice(0, 20)) await dovecot.remove(address, 'INBOX', name);
      for (const name of names.slice(280)) await dovecot.setFlags(address, 'INBOX', name, ['\\Seen']);
      await dovecot.setFlags(address, 'INBOX', names[30] ?? '', ['\\Seen', '\\Flagged']);
      for (let count = 0; count < 3; count += 1) {
        await dovecot.deliver(address, 'INBOX', buildMessage({ subject: `New ${count}` }).raw);
      }
      await value('mail.syncNow', { accountId });
      await until(async () => {
        const all = await rows(viewId);
        return all.length === 283 && all.filter(({ seen }) => seen).length === 21 && all.some(({ flagged }) => flagged);
      });
      await until(settled);
      const unread = (await rows(viewId)).find(({ seen }) => !seen);
      const syncedAt = (await status()).lastSyncAt ?? 0;
      await meanwhile(through, async () => {
        await dovecot.changeUidValidity(address, 'INBOX');
        await value('mail.setSeen', { accountId, messageIds: [unread?.id ?? (0 as never)], seen: true });
      });
      await until(async () => ((await status()).lastSyncAt ?? 0) > syncedAt && (await settled()));
      expect((await status()).parkedOperations).toBe(1);
      const disk = await dovecot.list(address, 'INBOX');
      const all = await rows(viewId);
      expect(all.map(({ subject }) => subject).sort()).toEqual(disk.map(({ subject }) => subject).sort());
      expect(all.filter(({ seen }) => seen)).toHaveLength(21);
    });
  }

  it('Y2: the connection cut at any byte of STORE and MOVE: each is carried out once', async () => {
    await exchange.addUser(address);
    await exchange.seed(address, 'INBOX', numbered(40));
    await engine.stop();
    engine = newEngine(fastClock(20));
    await open(proxy.port);
    const viewId = await openView('INBOX');
    await until(async () => (await rows(viewId)).length === 40 && (await settled()));
    let trashed = 0;
    const cuts = [
      { kind: 'cutOn', direction: 'toServer', pattern: /UID STORE/, forward: true },
      { kind: 'cutOn', direction: 'toServer', pattern: /UID STORE/, forward: false },
      { kind: 'cutOn', direction: 'toServer', pattern: /UID MOVE/, forward: true },
      { kind: 'cutOn', direction: 'toServer', pattern: /UID MOVE/, forward: false },
      { kind: 'cutOn', direction: 'toClient', pattern: /COPYUID/, forward: false },
      ...[1, 9, 18, 25, 33, 47, 60, 80].map((bytes) => ({ kind: 'cutAfter', direction: 'toServer', bytes }) as const),
      ...[1, 20, 60, 120].map((bytes) => ({ kind: 'cutAfter', direction: 'toClient', bytes }) as const),
    ] as const;
    for (const cut of cuts) {
      const [row] = await rows(viewId);
      if (row === undefined) throw new Error('No message is left.');
      await proxy.set(cut);
      await value('mail.setSeen', { accountId, messageIds: [row.id], seen: true });
      await value('mail.moveToRole', { accountId, messageIds: [row.id], role: 'trash' });
      trashed += 1;
      await until(async () => (await status()).pendingOperations === 0);
      await proxy.set({ kind: 'pass' });
      const trash = await exchange.list(address, 'Deleted Items');
      expect(
        trash.map(({ subject }) => subject),
        JSON.stringify(cut),
      ).toContain(row.subject);
      expect(trash, JSON.stringify(cut)).toHaveLength(trashed);
      expect(trash.find(({ subject }) => subject === row.subject)?.flags).toContain('\\Seen');
    }
    expect(await exchange.list(address, 'INBOX')).toHaveLength(40 - trashed);
    expect((await status()).parkedOperations).toBe(0);
  });

  it('D1: what was queued offline is carried out once after a restart of the engine', async () => {
    await exchange.addUser(address);
    await exchange.seed(address, 'INBOX', numbered(3));
    await open(proxy.port);
    const viewId = await openView('INBOX');
    await until(async () => (await rows(viewId)).length === 3 && (await settled()));
    await proxy.set({ kind: 'refuse' });
    proxy.dropAll();
    await until(async () => (await status()).connection.kind === 'offline');
    const [first] = await rows(viewId);
    await value('mail.moveToRole', { accountId, messageIds: [first?.id ?? (0 as never)], role: 'trash' });
    expect(await rows(viewId)).toHaveLength(2);
    await engine.stop();
    await proxy.set({ kind: 'pass' });
    engine = newEngine();
    await open(proxy.port);
    await until(settled);
    expect(await exchange.list(address, 'Deleted Items')).toHaveLength(1);
    expect(await exchange.list(address, 'INBOX')).toHaveLength(2);
  });

  it('N2, N5: a server that goes and comes back is found again by itself', async () => {
    await exchange.addUser(address);
    await exchange.seed(address, 'INBOX', numbered(3));
    await open(proxy.port);
    const viewId = await openView('INBOX');
    await until(async () => (await rows(viewId)).length === 3 && (await settled()));
    await meanwhile(proxy, () => exchange.kick(address));
    await exchange.deliver(address, 'INBOX', buildMessage({ subject: 'After BYE' }).raw);
    await until(async () => (await rows(viewId)).length === 4);
    await exchange.restart();
    await exchange.deliver(address, 'INBOX', buildMessage({ subject: 'After the restart' }).raw);
    await until(async () => (await rows(viewId)).length === 5 && (await settled()));
    // Each role has its connection again, and no more than one: the second may still be on its way when the mail is here.
    await until(async () => (await exchange.sessions(address)) >= 2);
    expect(await exchange.sessions(address)).toBe(2);
  });
});
