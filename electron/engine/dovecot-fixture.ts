// What tests of synchronisation against a real Dovecot are made of: servers with and without CONDSTORE, relays before them, and an engine.
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, Folder } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { systemClock } from '../platform/clock.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

export const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const password = 'correct horse';

/** A kind of server: like Exchange Online, with neither CONDSTORE nor QRESYNC; or all that Dovecot has. */
export type Like = 'exchange' | 'dovecot';

const refused = () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.'));
let ca: TestCa;
const servers = new Map<Like, { readonly dovecot: Dovecot; readonly proxy: FaultProxy }>();
let people = 0;
let profile: string;
let engine: Engine;
let happened: EventEmitter;
/** The address of the running test's mailbox, which is on each server. */
export let address: string;

/** The server of this kind. */
export const dovecot = (like: Like): Dovecot => found(like).dovecot;
/** The relay before it. */
export const proxy = (like: Like): FaultProxy => found(like).proxy;
/** The engine's folder of the account. */
export const accountFolder = (): string => join(profile, 'accounts', accountId);

function found(like: Like) {
  const server = servers.get(like);
  if (server === undefined) throw new Error('The servers are not there yet.');
  return server;
}

const asker = engineAsker(() => engine);
/** What a call answers; throws what it fails with. */
export const { value } = asker;

/** Registers hooks that start both servers for a file, and give each test a mailbox and an engine. */
export function withDovecots(): void {
  beforeAll(async () => {
    ca = await createTestCa();
    for (const like of ['exchange', 'dovecot'] as const) {
      const started = await startDovecot({ leaf: ca.leaf, like });
      servers.set(like, { dovecot: started, proxy: await startFaultProxy({ target: { port: started.tlsPort } }) });
    }
  }, 120_000);

  afterAll(async () => {
    for (const server of servers.values()) {
      await server.proxy.stop();
      await server.dovecot.stop();
    }
    await ca?.dispose();
  });

  beforeEach(async () => {
    people += 1;
    address = `ada${people}@contoso.test`;
    for (const server of servers.values()) {
      await server.dovecot.addUser(address, { password });
      await server.proxy.set({ kind: 'pass' });
    }
    profile = await mkdtemp(join(tmpdir(), 'heron-dovecot-'));
    happened = new EventEmitter();
    engine = newEngine();
  });

  afterEach(async () => {
    await engine.stop();
    await rm(profile, { recursive: true, force: true });
  });
}

function newEngine(): Engine {
  return new Engine({
    profileFolder: profile,
    extraCa: ca.caPem,
    openSession,
    mime: { parseWholeMessage: refused, readAttachment: refused, readInvitation: refused },
    credentials: async () => success({ kind: 'password', username: address, password }),
    emit: () => happened.emit('event'),
    markDownload: async () => undefined,
    clock: systemClock,
    random: Math.random,
    holdMs: 0,
  });
}

/** Opens the account on the server of this kind. */
export async function open(like: Like): Promise<void> {
  const imap = { host: 'localhost', port: proxy(like).port, security: 'tls' } as const;
  const names = { id: accountId, address, displayName: 'Ada' };
  await value('account.open', { ...names, imap, smtp: imap, connectionTimeoutSeconds: 10 });
}

/** Stops the engine, lets the test do something to its files, and starts another one on the same profile. */
export async function restart(like: Like, meanwhile: () => void = () => undefined): Promise<void> {
  await engine.stop();
  meanwhile();
  engine = newEngine();
  await open(like);
}

const status = () => value('account.status', { accountId });

/** Asks again whenever the engine tells of something, and now and then besides. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(40_000);
  while (!(await what())) {
    if (deadline.aborted)
      throw new Error(`It did not happen: ${JSON.stringify([await status(), await folderAt('INBOX')])}`);
    await once(happened, 'event', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  }
}

/** The folder, or undefined before it was listed. */
export async function folderAt(path: string): Promise<Folder | undefined> {
  return (await value('mail.folders', { accountId })).find((candidate) => candidate.path === path);
}

/** Waits until the folder is proved to be in step with its server, with so many messages. */
export async function inStep(path: string, total: number): Promise<void> {
  await until(async () => {
    const folder = await folderAt(path);
    const isThere = folder?.proof.kind === 'reconciled' && folder.total === total;
    return isThere && (await status()).connection.kind === 'online';
  });
}
