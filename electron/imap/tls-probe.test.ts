import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AppError } from '../../shared/reply.ts';
import { explainUntrusted } from './tls-probe.ts';

const untrusted: AppError = {
  code: 'tls_untrusted',
  params: { reason: 'authority', host: 'mail.contoso.example' },
  retryable: false,
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('looking at a refused certificate once more', () => {
  it('N1: ends after five seconds with a server that never answers the handshake, and leaves no timer', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    onTestFinished(() => void server.close());
    const explained = explainUntrusted(
      untrusted,
      { host: '127.0.0.1', port, security: 'tls' },
      null,
      new AbortController().signal,
    );
    const [socket] = await once(server, 'connection');
    await once(socket, 'data');
    vi.advanceTimersByTime(4_999);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await explained).toBe(untrusted);
    expect(vi.getTimerCount()).toBe(0);
  });
});
