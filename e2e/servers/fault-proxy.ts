/** A TCP proxy that misbehaves on command; with `intercept` it speaks TLS on both sides and sees the plain text. See README.md. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';
import type { Leaf } from './test-ca.ts';

/** Which way bytes flow. */
type Direction = 'toServer' | 'toClient';

/** What goes wrong; see README.md. */
type Fault =
  | { kind: 'pass' }
  | { kind: 'refuse' }
  | { kind: 'hang' }
  | { kind: 'blackhole' }
  | { kind: 'cutAfter'; direction: Direction; bytes: number; how?: 'reset' | 'end'; once?: boolean }
  | {
      kind: 'cutOn';
      direction: Direction;
      pattern: string | RegExp;
      forward?: boolean;
      how?: 'reset' | 'end';
      once?: boolean;
    }
  | { kind: 'slow'; latencyMs?: number; bytesPerSecond?: number };

/** How to start. */
export interface FaultProxyOptions {
  target: { host?: string; port: number };
  intercept?: { leaf: Leaf; caPem: string };
}

/** A running proxy and its controls; see README.md. */
export interface FaultProxy {
  readonly port: number;
  readonly liveConnections: number;
  readonly totalConnections: number;
  set(fault: Fault): Promise<void>;
  dropAll(): void;
  whenSeen(direction: Direction, pattern: string | RegExp): Promise<void>;
  whenConnections(count: number): Promise<void>;
  stop(): Promise<void>;
}

interface Pair {
  client: Socket;
  /** The TCP socket under `client`, which is what can be reset. */
  clientTcp: Socket;
  server: Socket | undefined;
  /** Bytes since the fault was set. */
  counted: Record<Direction, number>;
  /** The end of the bytes so far, for patterns that cross the border of two chunks. */
  tail: Record<Direction, string>;
  /** Keeps the order: each direction waits for its own last write. */
  queue: Record<Direction, Promise<void>>;
}

interface Watch {
  direction: Direction;
  pattern: string | RegExp;
  tails: Map<Pair, string>;
  seen(): void;
}

const tailCharacters = 4096;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function matches(text: string, pattern: string | RegExp): boolean {
  // A global or sticky expression keeps its position, so a copy without these flags is used.
  return typeof pattern === 'string'
    ? text.includes(pattern)
    : new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text);
}

/** Starts the proxy on 127.0.0.1, passing everything. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { intercept } = options;
  const targetHost = options.target.host ?? '127.0.0.1';
  const pairs = new Set<Pair>();
  const watches = new Set<Watch>();
  const counts = new Set<() => void>();
  const accepted = new Set<Socket>();
  let fault: Fault = { kind: 'pass' };
  let total = 0;

  function changed(): void {
    for (const check of counts) {
      check();
    }
  }

  function cut(pair: Pair, how: 'reset' | 'end' = 'reset'): void {
    if (how === 'end') {
      pair.client.end();
      pair.server?.end();
      return;
    }
    pair.clientTcp.resetAndDestroy();
    pair.client.destroy();
    pair.server?.destroy();
  }

  function write(pair: Pair, direction: Direction, chunk: Buffer): Promise<void> {
    const socket = direction === 'toServer' ? pair.server : pair.client;
    return new Promise((resolve) => {
      if (!socket?.writable) {
        resolve();
        return;
      }
      socket.write(chunk, () => resolve());
    });
  }

  /** Forwards a chunk as the present fault demands. */
  async function deliver(pair: Pair, direction: Direction, chunk: Buffer): Promise<void> {
    const now = fault;
    if (now.kind === 'slow') {
      await wait(now.latencyMs ?? 0);
      const piece = now.bytesPerSecond === undefined ? chunk.length : Math.max(1, Math.floor(now.bytesPerSecond / 10));
      for (let from = 0; from < chunk.length; from += piece) {
        // The fault was changed meanwhile: the rest of the chunk is sent at once.
        const rest = fault === now ? chunk.subarray(from, from + piece) : chunk.subarray(from);
        await write(pair, direction, rest);
        if (fault !== now) {
          return;
        }
        if (now.bytesPerSecond !== undefined) {
          await wait((rest.length / now.bytesPerSecond) * 1000);
        }
      }
      return;
    }
    if (now.kind === 'hang' || now.kind === 'blackhole') {
      return;
    }
    if (now.kind === 'cutAfter' && now.direction === direction) {
      const left = now.bytes - pair.counted[direction];
      pair.counted[direction] += chunk.length;
      if (chunk.length >= left) {
        fault = now.once === false ? now : { kind: 'pass' };
        await write(pair, direction, chunk.subarray(0, Math.max(0, left)));
        cut(pair, now.how);
        return;
      }
    }
    if (now.kind === 'cutOn' && now.direction === direction) {
      pair.tail[direction] = (pair.tail[direction] + chunk.toString('latin1')).slice(-tailCharacters - chunk.length);
      if (matches(pair.tail[direction], now.pattern)) {
        fault = now.once === false ? now : { kind: 'pass' };
        if (now.forward !== false) {
          await write(pair, direction, chunk);
        }
        cut(pair, now.how);
        return;
      }
    }
    await write(pair, direction, chunk);
  }

  function watch(pair: Pair, direction: Direction, chunk: Buffer): void {
    for (const entry of watches) {
      if (entry.direction === direction) {
        const text = (entry.tails.get(pair) ?? '') + chunk.toString('latin1');
        if (matches(text, entry.pattern)) {
          watches.delete(entry);
          entry.seen();
        } else {
          entry.tails.set(pair, text.slice(-tailCharacters));
        }
      }
    }
  }

  function carry(pair: Pair, from: Socket, direction: Direction): void {
    from.on('data', (chunk: Buffer) => {
      watch(pair, direction, chunk);
      from.pause();
      pair.queue[direction] = pair.queue[direction]
        .then(() => deliver(pair, direction, chunk))
        .finally(() => from.resume());
    });
    from.on('end', () => {
      // A client that gave up on a silent server must not be counted as live.
      if (fault.kind === 'hang' && direction === 'toServer') {
        cut(pair);
        return;
      }
      const silent = fault.kind === 'blackhole' || fault.kind === 'hang';
      const other = direction === 'toServer' ? pair.server : pair.client;
      void pair.queue[direction].then(() => (silent ? undefined : other?.end()));
    });
  }

  function onConnection(client: Socket, clientTcp: Socket): void {
    total += 1;
    const pair: Pair = {
      client,
      clientTcp,
      server: undefined,
      counted: { toServer: 0, toClient: 0 },
      tail: { toServer: '', toClient: '' },
      queue: { toServer: Promise.resolve(), toClient: Promise.resolve() },
    };
    pairs.add(pair);
    client.on('error', () => undefined);
    client.on('close', () => {
      pairs.delete(pair);
      pair.server?.destroy();
      changed();
    });
    changed();
    if (fault.kind === 'hang' || fault.kind === 'blackhole') {
      client.on('data', (chunk: Buffer) => watch(pair, 'toServer', chunk));
      client.on('end', () => cut(pair));
      return;
    }
    const server = intercept
      ? connectTls({ host: targetHost, port: options.target.port, servername: 'localhost', ca: [intercept.caPem] })
      : connect({ host: targetHost, port: options.target.port });
    pair.server = server;
    server.on('error', () => cut(pair));
    server.on('close', () => {
      if (fault.kind !== 'blackhole' && fault.kind !== 'hang') {
        void pair.queue.toClient.then(() => client.end());
      }
    });
    carry(pair, client, 'toServer');
    carry(pair, server, 'toClient');
  }

  const secureContext = intercept && createSecureContext({ cert: intercept.leaf.cert, key: intercept.leaf.key });
  const server = createServer({ allowHalfOpen: true }, (tcp) => {
    const silent = fault.kind === 'hang' || fault.kind === 'blackhole';
    tcp.on('error', () => undefined);
    // A silent server does not answer a TLS handshake either, so none is begun.
    onConnection(secureContext && !silent ? new TLSSocket(tcp, { isServer: true, secureContext }) : tcp, tcp);
  });
  server.on('connection', (socket: Socket) => {
    accepted.add(socket);
    socket.on('close', () => accepted.delete(socket));
  });
  async function listen(port: number): Promise<number> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }
  const port = await listen(0);

  return {
    port,
    get liveConnections() {
      return pairs.size;
    },
    get totalConnections() {
      return total;
    },
    async set(next) {
      fault = next;
      for (const pair of pairs) {
        pair.counted = { toServer: 0, toClient: 0 };
        pair.tail = { toServer: '', toClient: '' };
      }
      if (next.kind === 'refuse' && server.listening) {
        // Does not wait for 'close', which live connections delay: the port refuses connections at once.
        server.close();
      } else if (next.kind !== 'refuse' && !server.listening) {
        await listen(port);
      }
    },
    dropAll() {
      for (const pair of pairs) {
        cut(pair);
      }
    },
    whenSeen(direction, pattern) {
      return new Promise((resolve) => {
        watches.add({ direction, pattern, tails: new Map(), seen: resolve });
      });
    },
    whenConnections(count) {
      return new Promise((resolve) => {
        const check = () => {
          if (pairs.size === count) {
            counts.delete(check);
            resolve();
          }
        };
        counts.add(check);
        check();
      });
    },
    async stop() {
      for (const socket of accepted) {
        socket.destroy();
      }
      for (const pair of pairs) {
        cut(pair);
      }
      if (server.listening) {
        server.close();
        await once(server, 'close');
      }
    },
  };
}
