import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { createTestCa, type TestCa } from './test-ca.ts';

let ca: TestCa;
let echo: Server;
let secureEcho: Server;
let proxy: FaultProxy;
let received = '';
const open = new Set<Socket>();

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

beforeAll(async () => {
  ca = await createTestCa();
  const answer = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received += chunk.toString();
      socket.write(chunk);
    });
  };
  echo = createServer(answer).listen(0, '127.0.0.1');
  secureEcho = createTlsServer({ cert: ca.leaf.cert, key: ca.leaf.key }, answer).listen(0, '127.0.0.1');
  await Promise.all([once(echo, 'listening'), once(secureEcho, 'listening')]);
});
afterAll(async () => {
  for (const socket of open) {
    socket.destroy();
  }
  echo.close();
  secureEcho.close();
  await ca.dispose();
});
beforeEach(async () => {
  received = '';
  proxy = await startFaultProxy({ target: { port: portOf(echo) } });
});
afterEach(() => proxy.stop());

/** A client that keeps what it read and how it ended. */
function client(port = proxy.port) {
  return watched(connect({ port, host: '127.0.0.1' }));
}

function watched(socket: Socket) {
  let text = '';
  const waiting = new Set<() => void>();
  socket.on('data', (chunk) => {
    text += chunk.toString();
    for (const check of waiting) {
      check();
    }
  });
  const ended = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.on('close', () => resolve('closed'));
  });
  const until = (wanted: string) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (text.includes(wanted)) {
          waiting.delete(check);
          resolve();
        }
      };
      waiting.add(check);
      check();
    });
  return { socket, ended, until, text: () => text };
}

describe('fault proxy', () => {
  it('passes, counts connections, and tells when a pattern was seen', async () => {
    const seen = proxy.whenSeen('toServer', /MOVE \d+/);
    const one = client();
    one.socket.write('a1 MO');
    await one.until('a1 MO');
    one.socket.write('VE 12\r\n');
    await one.until('VE 12');
    await seen;
    const two = client();
    await proxy.whenConnections(2);
    expect(proxy.liveConnections).toBe(2);
    two.socket.destroy();
    await proxy.whenConnections(1);
    proxy.dropAll();
    expect(await one.ended).toBe('ECONNRESET');
    expect(proxy.totalConnections).toBe(2);
  });

  it('refuses new connections while live ones go on, and comes back on the same port', async () => {
    const live = client();
    live.socket.write('before');
    await live.until('before');
    await proxy.set({ kind: 'refuse' });
    expect(await client().ended).toBe('ECONNREFUSED');
    live.socket.write('after');
    await live.until('after');
    await proxy.set({ kind: 'pass' });
    const again = client();
    again.socket.write('hello');
    await again.until('hello');
  });

  it('hangs, and goes dead in mid-connection without closing (N1)', async () => {
    const live = client();
    live.socket.write('first');
    await live.until('first');
    await proxy.set({ kind: 'blackhole' });
    const lost = proxy.whenSeen('toServer', 'lost');
    live.socket.write('lost');
    await lost;
    await proxy.set({ kind: 'hang' });
    const asked = proxy.whenSeen('toServer', 'anybody?');
    const silent = client();
    silent.socket.write('anybody?');
    await asked;
    expect([live.socket.readyState, silent.socket.readyState, silent.text()]).toEqual(['open', 'open', '']);
    await proxy.set({ kind: 'pass' });
    live.socket.write('third');
    await live.until('third');
    expect(received).toBe('firstthird');
  });

  it.each([0, 1, 5, 9])('cuts after %i bytes to the server, exactly (Y2)', async (bytes) => {
    await proxy.set({ kind: 'cutAfter', direction: 'toServer', bytes });
    const one = client();
    one.socket.write('0123456789');
    expect(await one.ended).toBe('ECONNRESET');
    // The next one passes, and shows that nothing more of the first came through.
    const two = client();
    two.socket.write('|');
    await two.until('|');
    expect(received).toBe(`${'0123456789'.slice(0, bytes)}|`);
  });

  it('cuts the answers, by a clean end if asked, every time if asked', async () => {
    await proxy.set({ kind: 'cutAfter', direction: 'toClient', bytes: 3, how: 'end', once: false });
    for (let round = 0; round < 2; round += 1) {
      const one = client();
      one.socket.write('abcdef');
      expect(await one.ended).toBe('closed');
      expect(one.text()).toBe('abc');
    }
  });

  it('cuts on a pattern, with or without letting it through', async () => {
    await proxy.set({ kind: 'cutOn', direction: 'toServer', pattern: 'MOVE' });
    const one = client();
    one.socket.write('a1 MOVE 1 Trash');
    expect(await one.ended).toBe('ECONNRESET');
    await proxy.set({ kind: 'cutOn', direction: 'toServer', pattern: /STORE/i, forward: false });
    const two = client();
    two.socket.write('a2 NOOP\r\n');
    await two.until('a2 NOOP');
    two.socket.write('a3 store 1');
    expect(await two.ended).toBe('ECONNRESET');
    expect(received).toBe('a1 MOVE 1 Trasha2 NOOP\r\n');
  });

  it('throttles to a trickle (N3), and lets the rest go at once when set free', async () => {
    await proxy.set({ kind: 'slow', bytesPerSecond: 20 });
    const one = client();
    one.socket.write('x'.repeat(10_000));
    await one.until('xx');
    expect(one.text().length).toBeLessThan(1000);
    await proxy.set({ kind: 'pass' });
    await one.until('x'.repeat(10_000));
    await proxy.set({ kind: 'slow', latencyMs: 20 });
    one.socket.write('late');
    await one.until('late');
  });

  it('ends both sides when the server ends', async () => {
    const one = client();
    one.socket.write('x');
    await one.until('x');
    [...open].at(-1)?.end();
    one.socket.end();
    expect(await one.ended).toBe('closed');
    await proxy.whenConnections(0);
  });

  it('sees the plain text inside TLS when it intercepts', async () => {
    const inside = await startFaultProxy({
      target: { port: portOf(secureEcho) },
      intercept: { leaf: ca.leaf, caPem: ca.caPem },
    });
    try {
      const dial = () =>
        watched(connectTls({ port: inside.port, host: '127.0.0.1', servername: 'localhost', ca: [ca.caPem] }));
      const one = dial();
      const seen = inside.whenSeen('toClient', 'secret');
      one.socket.write('secret');
      await one.until('secret');
      await seen;
      expect((one.socket as TLSSocket).authorized).toBe(true);
      await inside.set({ kind: 'cutOn', direction: 'toServer', pattern: 'MOVE' });
      one.socket.write('a1 MOVE 1');
      expect(await one.ended).toBe('ECONNRESET');
      const two = dial();
      two.socket.write('again');
      await two.until('again');
      expect(received).toBe('secreta1 MOVE 1again');
    } finally {
      await inside.stop();
    }
  });
});
