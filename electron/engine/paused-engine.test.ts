import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import type { EngineEvents } from './contract.ts';
import { Engine } from './engine.ts';
import { engineAsker, until } from './engine-asker.ts';

const hourMs = 3_600_000;
const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const otherId = 'a0000000-0000-4000-8000-000000000002' as AccountId;
let folder: string;
let server: FakeImapServer;
let clock: FakeClock;
let engine: Engine;
let arrivals: EngineEvents['mail.arrived'][];
let statuses: EngineEvents['account.status'][];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-engine-'));
  server = new FakeImapServer();
  clock = fakeClock();
  arrivals = [];
  statuses = [];
  engine = new Engine({
    profileFolder: folder,
    extraCa: null,
    openSession: (options, signal) => server.open(options, signal),
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'password', username: 'ada', password: 'x' }),
    emit: (name, payload) => {
      if (name === 'mail.arrived') arrivals.push(payload as EngineEvents['mail.arrived']);
      if (name === 'account.status') statuses.push(payload as EngineEvents['account.status']);
    },
    markDownload: async () => undefined,
    clock,
    random: () => 0.5,
    holdMs: 0,
  });
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

const { call, value } = engineAsker(() => engine);

async function open(id: AccountId): Promise<void> {
  const imap: EngineAccount['imap'] = { host: 'imap.test', port: 993, security: 'tls' };
  await value('account.open', {
    id,
    address: 'ada@contoso.test',
    displayName: 'Ada',
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 30,
  });
}

const kind = async (id = accountId): Promise<string> =>
  (await value('account.status', { accountId: id })).connection.kind;

async function inbox(): Promise<{ readonly id: FolderId; readonly total: number } | undefined> {
  return (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
}

async function openSynced(messages: number): Promise<void> {
  for (let message = 0; message < messages; message += 1) server.deliver('INBOX');
  await open(accountId);
  await until(async () => (await kind()) === 'online' && (await inbox())?.total === messages);
}

const pausedUntil = (): number => clock.now() + hourMs;

describe('pausing the engine', () => {
  it('pauses every account, those opened later too, until it is resumed', async () => {
    await openSynced(1);
    const end = pausedUntil();
    await value('engine.pause', { until: end });
    await open(otherId);
    for (const id of [accountId, otherId]) {
      expect((await value('account.status', { accountId: id })).connection).toEqual({ kind: 'paused', until: end });
    }
    await value('mail.syncNow', { accountId: null });
    await value('account.reconnect', { accountId: null, cause: 'network' });
    await clock.advance(600_000);
    expect(server.signIns).toHaveLength(2);
    expect(statuses.at(-1)?.status.connection.kind).toBe('paused');
    await value('engine.pause', { until: null });
    await until(async () => (await kind()) === 'online' && (await kind(otherId)) === 'online');
  });

  it('goes on by itself when the time has come, or has come while the computer slept', async () => {
    await openSynced(1);
    await value('engine.pause', { until: pausedUntil() });
    await clock.advance(hourMs - 1_000);
    expect(await kind()).toBe('paused');
    await clock.advance(1_000);
    await until(async () => (await kind()) === 'online');
    await value('engine.pause', { until: pausedUntil() });
    clock.jump(8 * hourMs);
    await value('account.reconnect', { accountId: null, cause: 'network' });
    await until(async () => (await kind()) === 'online');
  });

  it('a time that has passed pauses nothing; a later one prolongs', async () => {
    await openSynced(1);
    await value('engine.pause', { until: clock.now() });
    expect(await kind()).toBe('online');
    await value('engine.pause', { until: pausedUntil() });
    await clock.advance(hourMs / 2);
    await value('engine.pause', { until: pausedUntil() });
    await clock.advance(hourMs / 2);
    expect(await kind()).toBe('paused');
  });

  it('shows what is stored, and says why and until when the rest cannot be shown', async () => {
    await openSynced(2);
    const folderId = (await inbox())?.id ?? (0 as FolderId);
    const view = await value('mail.openView', { accountId, folderId });
    const { rows } = await value('mail.rows', { viewId: view.viewId, start: 0, count: 2 });
    await value('engine.pause', { until: pausedUntil() });
    await value('mail.openView', { accountId, folderId });
    const messageId = rows[0]?.id;
    if (messageId === undefined) throw new Error('No message is listed.');
    expect((await value('mail.header', { accountId, messageId })).id).toBe(messageId);
    const refused = await call('mail.source', { accountId, messageId });
    expect(refused).toMatchObject({ ok: false, error: { code: 'paused', params: { until: pausedUntil() } } });
  });
});

describe('what the engine tells of the inbox', () => {
  it('new mail as rows, the newest first and ten at most, with how many there are', async () => {
    await openSynced(3);
    await value('engine.pause', { until: pausedUntil() });
    for (let message = 1; message <= 12; message += 1) server.deliver('INBOX', { subject: `New ${message}` });
    await value('engine.pause', { until: null });
    await until(() => arrivals.length > 0);
    expect(arrivals).toHaveLength(1);
    expect(arrivals[0]).toMatchObject({ accountId, count: 12, folderId: (await inbox())?.id });
    const rows = arrivals[0]?.messages ?? [];
    expect(rows.map(({ subject }) => subject)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `New ${n}`));
    expect(rows[0]).toMatchObject({ seen: false, from: { address: 'ada@contoso.test' }, hasAttachments: false });
  });

  it('how many are unread, whenever that changes', async () => {
    await openSynced(2);
    await clock.advance(300);
    expect(statuses.at(-1)?.status.inboxUnread).toBe(2);
    const folderId = (await inbox())?.id ?? (0 as FolderId);
    const view = await value('mail.openView', { accountId, folderId });
    const { rows } = await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 });
    await value('mail.setSeen', { accountId, messageIds: rows.map(({ id }) => id), seen: true });
    await clock.advance(300);
    expect(statuses.at(-1)?.status.inboxUnread).toBe(1);
    // Read on another device: no status but this one would tell.
    server.setFlags('INBOX', 1, { seen: true });
    await until(async () => (await value('account.status', { accountId })).inboxUnread === 0);
    await clock.advance(300);
    expect(statuses.at(-1)?.status.inboxUnread).toBe(0);
  });
});
