// What tests of the engine's actions are made of: an engine over a server in memory and a clock that the test moves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { AccountId, Folder, FolderId, MessageId, UndoId, ViewId } from '../../shared/mail.ts';
import { type AppError, logText, success } from '../../shared/reply.ts';
import { FakeImapServer, type FakeVerb } from '../imap/fake-server.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import type { EngineCalls } from './contract.ts';
import { Engine } from './engine.ts';
import { engineAsker, until } from './engine-asker.ts';

export const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const lost: AppError = { code: 'connection_lost', params: { reason: 'lost', server: 'fake:993' }, retryable: true };
/** An undo id that no action has. */
export const noUndo = '6d1f0c1e-0000-4000-8000-000000000009' as UndoId;
let profile: string;
/** The server and clock of the running test. */
export let server: FakeImapServer;
export let clock: FakeClock;
let engine: Engine;

function newEngine(): Engine {
  return new Engine({
    profileFolder: profile,
    extraCa: null,
    openSession: (options, signal) => server.open(options, signal),
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'password', username: 'ada', password: 'x' }),
    emit: () => undefined,
    markDownload: async () => undefined,
    clock,
    random: () => 0.5,
  });
}

const asker = engineAsker(() => engine);
const { call } = asker;

/** What a call answers; throws what it fails with. */
export const { value } = asker;

/** The sentence of the error that a call answers with. */
export async function refusal<K extends keyof EngineCalls>(name: K, input: EngineCalls[K]['input']): Promise<string> {
  const reply = await call(name, input);
  return reply.ok ? 'no error' : logText(reply.error);
}

/** Opens the account of the tests. */
async function openAccount(): Promise<void> {
  const imap = { host: 'imap.test', port: 993, security: 'tls' } as const;
  await value('account.open', {
    id: accountId,
    address: 'ada@contoso.test',
    displayName: 'Ada',
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 30,
  });
}

/** All folders as shown. */
export async function folders(): Promise<readonly Folder[]> {
  return await value('mail.folders', { accountId });
}

/** The folder that is shown under this name. */
export async function folder(name: string): Promise<Folder> {
  const found = (await folders()).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no folder ${name}.`);
  return found;
}

/** Opens a folder that has so many messages, once all are stored. */
export async function openFolder(path: string, messages: number): Promise<ViewId> {
  for (let message = 0; message < messages; message += 1) server.deliver(path);
  await openAccount();
  await until(async () => (await folders()).some((candidate) => candidate.path === path));
  const folderId = (await folders()).find((candidate) => candidate.path === path)?.id ?? (0 as FolderId);
  const { viewId } = await value('mail.openView', { accountId, folderId });
  const isFilled = async () => (await folders()).find(({ id }) => id === folderId)?.syncState === 'complete';
  await until(async () => (await ids(viewId)).length === messages && (await isFilled()));
  return viewId;
}

/** All ids of a list. */
export async function ids(viewId: ViewId): Promise<readonly MessageId[]> {
  return (await value('mail.ids', { viewId, start: 0, count: 1_000 })).messageIds;
}

/** The first 200 rows of a list. */
export async function rows(viewId: ViewId) {
  return (await value('mail.rows', { viewId, start: 0, count: 200 })).rows;
}

/** The account's. */
export const status = () => value('account.status', { accountId });
/** Nothing is waiting to be carried out. */
export const settled = async (): Promise<boolean> => (await status()).pendingOperations === 0;
/** How often the server was asked for this verb. */
export const calls = (verb: FakeVerb): number => server.calls.filter((name) => name === verb).length;

/** Drops all connections and makes the next ten attempts fail. */
export async function goOffline(): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) server.fail('open', { kind: 'error', error: lost });
  server.dropAll();
  await until(async () => (await status()).connection.kind === 'offline');
}

/** Lets connections succeed again, and reports that the network came back. */
export async function goOnline(): Promise<void> {
  server.clearFaults();
  await value('account.reconnect', { accountId, cause: 'network' });
}

/** Registers hooks that give each test of a file a new profile, server, clock and engine. */
export function withEngine(): void {
  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), 'heron-engine-'));
    server = new FakeImapServer();
    clock = fakeClock();
    engine = newEngine();
  });

  afterEach(async () => {
    await engine.stop();
    await rm(profile, { recursive: true, force: true });
  });
}

/** Stops the engine and starts another one on the same profile. */
export async function restart(): Promise<void> {
  await engine.stop();
  engine = newEngine();
  await openAccount();
}
