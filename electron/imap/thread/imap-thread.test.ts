import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { FakeImapServer } from '../fake-server.ts';
import { imapThread } from './imap-thread.ts';
import { serveSessions } from './serve-sessions.ts';

/** A worker that is a channel in this thread. */
class FakeWorker extends EventEmitter {
  readonly #port;

  constructor(server: FakeImapServer) {
    super();
    const { port1, port2 } = new MessageChannel();
    serveSessions(port2, server.open);
    port1.on('message', (message) => this.emit('message', message));
    this.#port = port1;
    for (const port of [port1, port2]) port.unref();
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  die(): void {
    this.#port.close();
    this.emit('error', new Error('out of memory'));
    this.emit('exit', 1);
  }
}

it('is started for the first session, and again after it died, which its sessions notice', async () => {
  const server = new FakeImapServer();
  const workers: FakeWorker[] = [];
  const log: string[] = [];
  const open = imapThread({
    workerPath: 'imap.worker.js',
    log: (text) => log.push(text),
    startWorker: () => {
      const worker = new FakeWorker(server);
      workers.push(worker);
      return worker;
    },
  });
  const signal = new AbortController().signal;
  const connect = () =>
    open(
      {
        endpoint: { host: 'fake', port: 993, security: 'tls' },
        credentials: { kind: 'password', username: 'ada', password: 'pw' },
        timeoutSeconds: 10,
        extraCa: null,
      },
      signal,
    );
  expect(workers).toHaveLength(0);
  const session = await connect();
  await connect();
  expect(workers).toHaveLength(1);
  workers[0]?.die();
  expect(session.closed).toBe(true);
  expect(log).toEqual([
    expect.stringContaining('out of memory'),
    'The thread of the IMAP connections ended with code 1.',
  ]);
  const next = await connect();
  expect(workers).toHaveLength(2);
  await next.noop(signal);
  expect(next.closed).toBe(false);
});
