import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, Folder, ViewState } from '../../shared/mail.ts';
import { AppFailure, type Reply, success } from '../../shared/reply.ts';
import { systemClock } from '../platform/clock.ts';
import { type EngineClient, startEngineClient } from './engine-client.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const address = 'ada@contoso.test';
let ca: TestCa;
let dovecot: Dovecot;
let folder: string;
let client: EngineClient;

// Node 20 runs no TypeScript, so the workers are compiled as the application's build does it.
beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf });
  await dovecot.addUser(address, { password: 'correct horse' });
  await dovecot.seedMany(address, 'Archive', 300);
  folder = await mkdtemp(join(import.meta.dirname, '../../node_modules/.heron-engine-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite', 'imapflow'] },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20.18',
      rollupOptions: {
        input: {
          'engine.worker': join(import.meta.dirname, 'engine.worker.ts'),
          'imap.worker': join(import.meta.dirname, '../imap/thread/imap.worker.ts'),
          'mime.worker': join(import.meta.dirname, '../mime/mime.worker.ts'),
          'file-text.worker': join(import.meta.dirname, '../mime/file-text.worker.ts'),
          'checkpoint.worker': join(import.meta.dirname, '../store/checkpoints/checkpoint.worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
  client = startEngineClient({
    workerPath: join(folder, 'engine.worker.mjs'),
    start: {
      profileFolder: profile,
      extraCa: ca.caPem,
      imapWorkerPath: join(folder, 'imap.worker.mjs'),
      mimeWorkerPath: join(folder, 'mime.worker.mjs'),
      fileTextWorkerPath: join(folder, 'file-text.worker.mjs'),
      checkpointWorkerPath: join(folder, 'checkpoint.worker.mjs'),
    },
    serve: {
      'credentials.get': async () => success({ kind: 'password', username: address, password: 'correct horse' }),
      'graph.send': async () => success({ kind: 'failed', fault: 'offline' }),
      'proxy.find': async () => success([{ via: 'direct' }]),
      'proxy.challenged': async () => success(null),
    },
    accounts: () => [],
    log: () => undefined,
    clock: systemClock,
    random: Math.random,
  });
}, 120_000);

const profile = join(tmpdir(), `heron-worker-${process.pid}`);

afterAll(async () => {
  await client?.stop();
  await dovecot?.stop();
  await ca?.dispose();
  await rm(folder, { recursive: true, force: true });
  await rm(profile, { recursive: true, force: true });
});

async function value<T>(reply: Promise<Reply<T>>): Promise<T> {
  const answer = await reply;
  if (!answer.ok) throw new AppFailure(answer.error);
  return answer.value;
}

describe('engine.worker', () => {
  it('opens an account in its thread, and fills a view that is opened', async () => {
    const listed = new Promise<Folder>((resolve) => {
      const off = client.on('mail.foldersChanged', async () => {
        const archive = (await value(client.call('mail.folders', { accountId }))).find(
          ({ name }) => name === 'Archive',
        );
        if (archive === undefined) return;
        off();
        resolve(archive);
      });
    });
    await value(
      client.call('account.open', {
        id: accountId,
        address,
        displayName: 'Ada',
        imap: { host: 'localhost', port: dovecot.tlsPort, security: 'tls' },
        smtp: { host: 'localhost', port: dovecot.tlsPort, security: 'tls' },
        connectionTimeoutSeconds: 10,
      }),
    );
    const archive = await listed;
    const states: ViewState[] = [];
    const filled = new Promise<void>((resolve) => {
      client.on('mail.viewChanged', (state) => {
        states.push(state);
        if (state.total === 300) resolve();
      });
    });
    const { viewId } = await value(client.call('mail.openView', { accountId, folderId: archive.id }));
    await filled;
    expect(states[0]?.total).toBe(50);
    const { rows } = await value(client.call('mail.rows', { viewId, start: 0, count: 200 }));
    expect(rows).toHaveLength(200);
    const body = await value(client.call('mail.body', { accountId, messageId: rows[0]?.id ?? (0 as never) }));
    expect(body.text).not.toBe('');
  });

  it('answers a connection test, step by step', async () => {
    const seen = new Set<string>();
    client.on('accounts.testProgress', ({ report }) => {
      for (const { step, state } of report.steps) if (state === 'passed') seen.add(step);
    });
    const report = await value(
      client.call('connection.test', {
        testId: 'one',
        imap: { host: 'localhost', port: dovecot.tlsPort, security: 'tls' },
        credentials: { kind: 'password', username: address, password: 'correct horse' },
        timeoutSeconds: 10,
      }),
    );
    expect(report.ok).toBe(true);
    expect([...seen]).toEqual(['dns', 'tcp', 'tls', 'greeting', 'sign_in', 'mailbox']);
  });
});
