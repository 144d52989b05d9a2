/** A SOCKS proxy, version 5 (RFC 1928, 1929) and 4a, for tests. See README.md. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface SocksProxyOptions {
  /** Who is let through; left out: everybody. */
  readonly user?: { readonly name: string; readonly password: string };
  /** A code that every request is answered with (RFC 1928 section 6), for version 4 the one there. */
  readonly refuseWith?: number;
  /** Octets are sent one at a time, as a slow network may. */
  readonly piecemeal?: boolean;
}

export interface SocksProxy {
  readonly port: number;
  /** Where connections were asked for: "5 localhost:993". */
  readonly requests: string[];
  stop(): Promise<void>;
}

/** Starts the proxy on 127.0.0.1. */
export async function startSocksProxy(options: SocksProxyOptions = {}): Promise<SocksProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    serve(client, options, requests, keep).catch(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    requests,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  client: Socket,
  { user, refuseWith, piecemeal = false }: SocksProxyOptions,
  requests: string[],
  keep: (socket: Socket) => void,
): Promise<void> {
  const send = async (octets: readonly number[]): Promise<void> => {
    for (const piece of piecemeal ? octets.map((octet) => [octet]) : [octets]) {
      client.write(Buffer.from(piece));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const [version = 0, second = 0] = await read(client, 2);
  let host: string;
  let port: number;
  if (version === 5) {
    const methods = [...(await read(client, second))];
    const method = user === undefined ? 0 : methods.includes(2) ? 2 : 255;
    await send([5, method]);
    if (method === 255) return void client.end();
    if (method === 2) {
      const name = await text(client);
      const isRight =
        name.version === 1 && name.value === user?.name && (await text(client, false)).value === user.password;
      await send([1, isRight ? 0 : 1]);
      if (!isRight) return void client.end();
    }
    const [, , , kind = 0] = await read(client, 4);
    host = kind === 3 ? (await text(client, false)).value : [...(await read(client, kind === 1 ? 4 : 16))].join('.');
    port = (await read(client, 2)).readUInt16BE();
    if (kind === 4) host = '::1';
  } else {
    port = (await read(client, 2)).readUInt16BE();
    const address = [...(await read(client, 4))];
    await untilZero(client);
    const isName = address.slice(0, 3).every((octet) => octet === 0);
    host = isName ? await untilZero(client) : address.join('.');
  }
  requests.push(`${version} ${host}:${port}`);
  const accept = version === 5 ? [5, 0, 0, 1, 127, 0, 0, 1, 0, 0] : [0, 90, 0, 0, 0, 0, 0, 0];
  if (refuseWith !== undefined) {
    await send(version === 5 ? [5, refuseWith, 0, 1, 0, 0, 0, 0, 0, 0] : [0, refuseWith, 0, 0, 0, 0, 0, 0]);
    return void client.end();
  }
  const upstream = connect({ host, port });
  keep(upstream);
  await once(upstream, 'connect');
  await send(accept);
  upstream.write(unread.get(client) ?? Buffer.alloc(0));
  client.pipe(upstream).pipe(client);
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
}

/** The octets that came and were not read yet, by connection. */
const unread = new WeakMap<Socket, Buffer>();

async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const buffer = unread.get(socket) ?? Buffer.alloc(0);
    if (buffer.length >= length) {
      unread.set(socket, buffer.subarray(length));
      return buffer.subarray(0, length);
    }
    await new Promise<void>((resolve, reject) => {
      socket.once('data', (chunk: Buffer) => {
        socket.pause();
        unread.set(socket, Buffer.concat([buffer, chunk]));
        resolve();
      });
      socket.once('close', () => reject(new Error('closed')));
      socket.resume();
    });
  }
}

/** A text behind its length; before it, where it stands there, the version of RFC 1929. */
async function text(socket: Socket, withVersion = true): Promise<{ version: number; value: string }> {
  const version = withVersion ? ((await read(socket, 1))[0] ?? 0) : 0;
  const length = (await read(socket, 1))[0] ?? 0;
  return { version, value: (await read(socket, length)).toString() };
}

async function untilZero(socket: Socket): Promise<string> {
  let value = '';
  for (;;) {
    const [octet = 0] = await read(socket, 1);
    if (octet === 0) return value;
    value += String.fromCharCode(octet);
  }
}
