/** An HTTP proxy as organisations have it: CONNECT only, on demand with a user and a password, with closed ports, or reading TLS along. See README.md. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';
import type { Leaf } from './test-ca.ts';

export interface ConnectProxyOptions {
  /** Who is let through, by user; left out: everybody. */
  readonly users?: Record<string, string>;
  /** What the proxy offers where it wants a sign-in. */
  readonly schemes?: string;
  /** Ends TLS here with its own certificate, and begins it anew towards the server, whose authority it knows. */
  readonly intercept?: { readonly leaf: Leaf; readonly caPem: string };
  /** Ports of this computer that stand for places on the internet, by `host:port`. */
  readonly standIns?: Readonly<Record<string, number>>;
}

export interface ConnectProxy {
  readonly port: number;
  /** All CONNECT requests: where to, who asked, and the status that was answered. */
  readonly requests: { readonly target: string; readonly user: string | null; readonly status: number }[];
  /** Ends the tunnels that are open. */
  dropAll(): void;
  /** Ports that it makes no connection to. */
  readonly closedPorts: Set<number>;
  stop(): Promise<void>;
}

/** Starts the proxy on 127.0.0.1. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { users, schemes = 'Basic realm="Contoso"', intercept, standIns = {} } = options;
  const requests: ConnectProxy['requests'] = [];
  const closedPorts = new Set<number>();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', keep);
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => undefined);
    const target = request.url ?? '';
    const [user, password] = readBasic(request.headers['proxy-authorization']);
    const answer = (status: number, more = ''): void => {
      requests.push({ target, user, status });
      client.write(`HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'No'}\r\n${more}\r\n`);
      if (status !== 200) client.end();
    };
    if (users !== undefined && (user === null || users[user] !== password)) {
      answer(
        407,
        `${schemes
          .split('; ')
          .map((each) => `Proxy-Authenticate: ${each}\r\n`)
          .join('')}Content-Length: 0\r\n`,
      );
      return;
    }
    const { hostname, port } = new URL(`tcp://${target}`);
    if (closedPorts.has(Number(port))) {
      answer(403, 'Content-Length: 0\r\n');
      return;
    }
    const standIn = standIns[target];
    const place =
      standIn === undefined
        ? { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) }
        : { host: '127.0.0.1', port: standIn };
    const upstream = connect(place);
    keep(upstream);
    const unreachable = (): void => answer(502, 'Content-Length: 0\r\n');
    upstream.once('error', unreachable);
    upstream.once('connect', () => {
      upstream.off('error', unreachable);
      answer(200);
      if (head.length > 0) client.unshift(head);
      if (intercept === undefined) join(client, upstream);
      else readAlong(client, upstream, intercept);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    requests,
    closedPorts,
    dropAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function readBasic(field: string | undefined): readonly [string | null, string] {
  const pair = /^Basic ([A-Za-z0-9+/=]+)$/.exec(field ?? '')?.[1];
  if (pair === undefined) return [null, ''];
  const text = Buffer.from(pair, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function join(client: Socket, upstream: Socket): void {
  client.pipe(upstream).pipe(client);
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy()).on('error', () => client.destroy());
}

function readAlong(
  client: Socket,
  upstream: Socket,
  { leaf, caPem }: NonNullable<ConnectProxyOptions['intercept']>,
): void {
  const context = createSecureContext({ cert: leaf.cert, key: leaf.key });
  const inner = new TLSSocket(client, { isServer: true, secureContext: context });
  const outer = connectTls({ socket: upstream, ca: caPem, servername: 'localhost' });
  inner.on('error', () => upstream.destroy());
  outer.on('error', () => client.destroy());
  join(inner, outer);
}
