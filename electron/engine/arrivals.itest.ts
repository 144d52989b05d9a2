import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, FolderId } from '../../shared/mail.ts';
import { AppFailure, success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { systemClock } from '../platform/clock.ts';
import type { EngineCalls, EngineEvents } from './contract.ts';
import { Engine } from './engine.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const password = 'correct horse';
let ca: TestCa;
let dovecot: Dovecot;
let proxy: FaultProxy;
let people = 0;
let address: string;
let folder: string;
let engine: Engine;
let happened: EventEmitter;
let arrivals: EngineEvents['mail.arrived'][];

beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf });
  proxy = await startFaultProxy({ target: { port: dovecot.tlsPort } });
}, 120_000);

afterAll(async () => {
  await proxy?.stop();
  await dovecot?.stop();
  await ca?.dispose();
});

beforeEach(async () => {
  people += 1;
  address = `ada${people}@contoso.test`;
  await dovecot.addUser(address, { password });
  await proxy.set({ kind: 'pass' });
  folder = await mkdtemp(join(tmpdir(), 'heron-arrivals-'));
  happened = new EventEmitter();
  arrivals = [];
  engine = newEngine();
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

function newEngine(): Engine {
  return new Engine({
    profileFolder: folder,
    extraCa: ca.caPem,
    openSession,
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.')),
      readAttachment: () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.')),
      readInvitation: () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.')),
    },
    credentials: async () => success({ kind: 'password', username: address, password }),
    emit: (name, payload) => {
      if (name === 'mail.arrived') arrivals.push(payload as EngineEvents['mail.arrived']);
      happened.emit('event');
    },
    markDownload: async () => undefined,
    clock: systemClock,
    random: Math.random,
    holdMs: 0,
  });
}

async function value<K extends keyof EngineCalls>(
  name: K,
  input: EngineCalls[K]['input'],
): Promise<EngineCalls[K]['output']> {
  const reply = await engine.calls[name](input, new AbortController().signal);
  if (!reply.ok) throw new AppFailure(reply.error);
  return reply.value;
}

const status = () => value('account.status', { accountId });

/** Asks again whenever the engine tells of something, and now and then besides. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(40_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error(`It did not happen: ${JSON.stringify(await status())}`);
    await once(happened, 'event', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  }
}

async function open(): Promise<void> {
  const imap = { host: 'localhost', port: proxy.port, security: 'tls' } as const;
  await value('account.open', {
    id: accountId,
    address,
    displayName: 'Ada',
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 10,
  });
}

async function folderAt(path: string) {
  return (await value('mail.folders', { accountId })).find((candidate) => candidate.path === path);
}

/** Waits until the inbox has `total` messages, all stored, and the account is online with both sessions. */
async function inStep(total: number): Promise<void> {
  await until(async () => {
    const inbox = await folderAt('INBOX');
    const isComplete = inbox?.syncState === 'complete' && inbox.total === total;
    return isComplete && (await status()).connection.kind === 'online' && (await dovecot.sessions(address)) === 2;
  });
}

let built = 0;

async function deliver(subject: string, path = 'INBOX'): Promise<void> {
  built += 1;
  await dovecot.seed(address, path, [buildMessage({ subject, text: subject, messageId: `<${built}@arrivals.test>` })]);
}

const told = (): string[][] => arrivals.map(({ messages }) => messages.map(({ subject }) => subject));

describe('new mail at Dovecot', () => {
  it('is told as it comes, and after a restart what came meanwhile, but nothing of a first sync', async () => {
    await dovecot.seedMany(address, 'INBOX', 120);
    await open();
    await inStep(120);
    expect(told()).toEqual([]);
    await deliver('While listening');
    await until(() => arrivals.length === 1);
    expect(arrivals[0]).toMatchObject({ accountId, count: 1, folderId: (await folderAt('INBOX'))?.id });
    await until(async () => (await status()).inboxUnread === (await folderAt('INBOX'))?.unread);
    await engine.stop();
    await deliver('While closed, first');
    await deliver('While closed, second');
    engine = newEngine();
    await open();
    await until(() => arrivals.length > 1);
    await inStep(123);
    expect(told().slice(0, 1)).toEqual([['While listening']]);
    expect(told().slice(1).flat().sort()).toEqual(['While closed, first', 'While closed, second']);
  });

  it('is not what we moved back to the inbox', async () => {
    await deliver('Stays');
    await deliver('Comes back', 'Archive');
    await open();
    await inStep(1);
    const archive = await folderAt('Archive');
    const view = await value('mail.openView', { accountId, folderId: archive?.id ?? (0 as FolderId) });
    await until(async () => (await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 })).rows.length === 1);
    const { rows } = await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 });
    const inbox = await folderAt('INBOX');
    const messageIds = rows.map(({ id }) => id);
    await value('mail.move', { accountId, messageIds, folderId: inbox?.id ?? (0 as FolderId) });
    await until(async () => (await status()).pendingOperations === 0 && (await folderAt('INBOX'))?.total === 2);
    await deliver('New');
    await until(() => arrivals.length > 0);
    expect(told()).toEqual([['New']]);
  });

  it('of a pause is told when it ends; meanwhile nobody is connected', async () => {
    await deliver('Known');
    await open();
    await inStep(1);
    const end = Date.now() + 3_600_000;
    await value('engine.pause', { until: end });
    await until(async () => (await dovecot.sessions(address)) === 0);
    expect((await status()).connection).toEqual({ kind: 'paused', until: end });
    await deliver('Meanwhile');
    await value('mail.syncNow', { accountId: null });
    await value('account.reconnect', { accountId: null, cause: 'network' });
    expect((await folderAt('INBOX'))?.total).toBe(1);
    expect(await dovecot.sessions(address)).toBe(0);
    await value('engine.pause', { until: null });
    await inStep(2);
    await until(() => arrivals.length > 0);
    expect(told()).toEqual([['Meanwhile']]);
  });

  it('N6: on half-open connections comes seconds after the computer woke up', async () => {
    await deliver('Known');
    await open();
    await inStep(1);
    await proxy.set({ kind: 'blackhole' });
    await deliver('While asleep');
    const { totalConnections } = proxy;
    await value('account.reconnect', { accountId: null, cause: 'network' });
    // Live connections stay silent for ever: one that is new was made because they did not answer.
    await until(() => proxy.totalConnections > totalConnections);
    await proxy.set({ kind: 'pass' });
    proxy.dropAll();
    await until(() => arrivals.length > 0);
    expect(told()).toEqual([['While asleep']]);
  }, 30_000);
});
