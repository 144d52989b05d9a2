import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { type CallHandlers, createRpc, type Rpc } from '../platform/rpc.ts';
import type { WorkerThread } from '../platform/worker-thread.ts';
import type { EngineCalls, EngineEvents, MainCalls } from './contract.ts';
import { type EngineClient, startEngineClient } from './engine-client.ts';

const account: EngineAccount = {
  id: 'a0000000-0000-4000-8000-000000000001' as AccountId,
  address: 'ada@contoso.test',
  displayName: 'Ada',
  imap: { host: 'imap.test', port: 993, security: 'tls' },
  smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
  connectionTimeoutSeconds: 30,
};

/** A worker thread as the client sees it, with the engine's side of the port in the test's hands. */
class FakeWorker extends EventEmitter implements WorkerThread {
  readonly rpc: Rpc<MainCalls, EngineEvents>;
  readonly calls: string[] = [];
  readonly #port: MessagePort;
  readonly #inner: MessagePort;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#inner = port2;
    port1.on('message', (message) => this.emit('message', message));
    const handlers: Partial<CallHandlers<EngineCalls>> = {
      'account.open': async ({ id }) => {
        this.calls.push(`open ${id}`);
        return success(null);
      },
      'engine.pause': async () => {
        this.calls.push('pause');
        return success(null);
      },
      'engine.stop': async () => {
        this.calls.push('stop');
        return success(null);
      },
      'mail.folders': () => new Promise(() => undefined),
    };
    this.rpc = createRpc<MainCalls, EngineCalls, EngineEvents>({
      port: port2,
      handlers: handlers as CallHandlers<EngineCalls>,
      onEvent: () => undefined,
      onFault: () => undefined,
    });
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  die(code: number): void {
    this.#port.close();
    this.#inner.close();
    this.emit('error', new Error('ERR_WORKER_OUT_OF_MEMORY'));
    this.emit('exit', code);
  }

  async terminate(): Promise<number> {
    this.die(1);
    return 1;
  }
}

let workers: FakeWorker[];
let clock: FakeClock;
let client: EngineClient;
let log: string[];

beforeEach(() => {
  workers = [];
  log = [];
  clock = fakeClock();
  client = startEngineClient({
    workerPath: 'engine.worker.js',
    start: {
      profileFolder: '/profile',
      extraCa: null,
      imapWorkerPath: 'imap.worker.js',
      mimeWorkerPath: 'mime.worker.js',
      fileTextWorkerPath: 'file-text.worker.js',
      checkpointWorkerPath: 'checkpoint.worker.js',
    },
    serve: {
      'credentials.get': async ({ rejected }) =>
        success({ kind: 'xoauth2', username: 'ada', accessToken: `after ${rejected}` }),
      'graph.send': async () => success({ kind: 'failed', fault: 'offline' }),
      'proxy.find': async () => success([{ via: 'direct' }]),
      'proxy.challenged': async () => success(null),
    },
    accounts: () => [account],
    restarted: () => void client.call('engine.pause', { until: 1 }),
    log: (_level, text) => log.push(text),
    clock,
    random: () => 0.5,
    startWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
});

afterEach(() => client.stop());

describe('startEngineClient', () => {
  it('calls, is called, and hears events', async () => {
    expect(await client.call('account.open', account)).toEqual(success(null));
    expect(
      await workers[0]?.rpc.call('credentials.get', { accountId: account.id, purpose: 'imap', rejected: 'old' }),
    ).toEqual(success({ kind: 'xoauth2', username: 'ada', accessToken: 'after old' }));
    const heard: string[] = [];
    const off = client.on('log', ({ text }) => heard.push(text));
    workers[0]?.rpc.emit('log', { level: 'info', scope: 'sync', text: 'one' });
    await client.call('account.open', account);
    off();
    workers[0]?.rpc.emit('log', { level: 'info', scope: 'sync', text: 'two' });
    await client.call('account.open', account);
    expect(heard).toEqual(['one']);
  });

  it('starts a dead engine anew, with its accounts; calls in flight and meanwhile fail', async () => {
    const call = client.call('mail.folders', { accountId: account.id });
    workers[0]?.die(1);
    expect(await call).toMatchObject({ ok: false, error: { code: 'internal', retryable: true } });
    expect(await client.call('mail.folders', { accountId: account.id })).toMatchObject({ ok: false });
    expect(workers).toHaveLength(1);
    await clock.advance(10_000);
    expect(workers).toHaveLength(2);
    expect(await client.call('account.open', account)).toEqual(success(null));
    // Paused before it opens what it would connect.
    expect(workers[0]?.calls).toEqual([]);
    expect(workers[1]?.calls).toEqual(['pause', `open ${account.id}`, `open ${account.id}`]);
    expect(log.join()).toContain('ERR_WORKER_OUT_OF_MEMORY');
  });

  it('N5: an engine that dies each time is started less and less often', async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      workers.at(-1)?.die(1);
      await clock.advance(60_000);
    }
    expect(workers.length).toBeGreaterThan(5);
    expect(workers.length).toBeLessThan(30);
  });

  it('stops in order, and is not started again', async () => {
    await client.stop();
    expect(workers[0]?.calls).toEqual(['stop']);
    await clock.advance(600_000);
    expect(workers).toHaveLength(1);
    expect(await client.call('account.open', account)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
