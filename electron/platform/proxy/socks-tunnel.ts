import { isIP, isIPv4, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { openDirect } from './open-direct.ts';
import { type Place, ProxyFailure, type SocksRoute } from './route.ts';

/** What a SOCKS5 answer means for the server behind the proxy (RFC 1928 section 6), as Node's code of the same fault. */
const serverFaults: Readonly<Record<number, string>> = { 3: 'ENETUNREACH', 4: 'EHOSTUNREACH', 5: 'ECONNREFUSED' };

/**
 * A connection by SOCKS version 5 (RFC 1928, with a user and a password by RFC 1929) or 4a. The proxy looks the name up. Rejects with a
 * ProxyFailure, with Node's code where the proxy says what the server did, or with the signal's reason when it aborts.
 */
export async function openSocksTunnel(route: SocksRoute, place: Place, signal: AbortSignal): Promise<Socket> {
  const socket = await openDirect(route, signal).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new ProxyFailure('unreachable', route, null, cause);
  });
  const abort = (): void => void socket.destroy();
  signal.addEventListener('abort', abort, { once: true });
  const listening = (): void => undefined;
  socket.on('error', listening);
  try {
    const talk = new SocksTalk(socket, route);
    if (route.via === 'socks5') await greet5(talk, route, place);
    else await greet4(talk, route, place);
    talk.release();
    return socket;
  } catch (cause) {
    socket.on('error', () => undefined).destroy();
    throw signal.aborted ? signal.reason : cause;
  } finally {
    signal.removeEventListener('abort', abort);
    socket.off('error', listening);
  }
}

async function greet5(talk: SocksTalk, route: SocksRoute, place: Place): Promise<void> {
  const { credentials } = route;
  talk.send(credentials === null ? [5, 1, 0] : [5, 2, 0, 2]);
  const [version, method] = await talk.read(2);
  if (version !== 5) throw new ProxyFailure('unreachable', route);
  if (method === 2 && credentials !== null) {
    const [user, password] = [Buffer.from(credentials.username), Buffer.from(credentials.password)];
    if (user.length > 255 || password.length > 255) throw new ProxyFailure('password', route);
    talk.send([1, user.length, ...user, password.length, ...password]);
    const [, status] = await talk.read(2);
    if (status !== 0) throw new ProxyFailure('password', route, status ?? null);
  } else if (method !== 0) {
    // 255: none of those that were offered. Which one it wants, it does not say; most often it is a password.
    throw new ProxyFailure(credentials === null ? 'password' : 'method', route);
  }
  talk.send([5, 1, 0, ...addressOf(place), place.port >> 8, place.port & 255]);
  const [, answer = 1, , kind] = await talk.read(4);
  if (answer !== 0) {
    const code = serverFaults[answer];
    if (code !== undefined) throw Object.assign(new Error('The proxy cannot reach the server.'), { code });
    throw new ProxyFailure('refused', route, answer);
  }
  // The address that the proxy connects from, which nobody needs.
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await talk.read(1))[0] ?? 0);
  await talk.read(length + 2);
}

function addressOf({ host }: Place): readonly number[] {
  if (isIP(host) !== 0) return [isIPv4(host) ? 1 : 4, ...ipaddr.parse(host).toByteArray()];
  const name = Buffer.from(host, 'ascii').subarray(0, 255);
  return [3, name.length, ...name];
}

async function greet4(talk: SocksTalk, route: SocksRoute, place: Place): Promise<void> {
  const user = Buffer.from(route.credentials?.username ?? '');
  const byAddress = isIPv4(place.host);
  const address = byAddress ? ipaddr.parse(place.host).toByteArray() : [0, 0, 0, 1];
  const name = byAddress ? [] : [...Buffer.from(place.host, 'ascii'), 0];
  talk.send([4, 1, place.port >> 8, place.port & 255, ...address, ...user, 0, ...name]);
  const [, answer = 91] = await talk.read(8);
  if (answer !== 90) throw new ProxyFailure(answer === 92 || answer === 93 ? 'method' : 'refused', route, answer);
}

/** Reads exactly what is asked for, and gives back what the server said afterwards. */
class SocksTalk {
  readonly #socket: Socket;
  readonly #route: SocksRoute;
  #buffer = Buffer.alloc(0);
  #wake: (() => void) | null = null;
  readonly #take = (): void => {
    for (let chunk: unknown = this.#socket.read(); Buffer.isBuffer(chunk); chunk = this.#socket.read()) {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
    }
    this.#wake?.();
  };

  constructor(socket: Socket, route: SocksRoute) {
    this.#socket = socket;
    this.#route = route;
    socket.on('readable', this.#take).on('end', this.#take).on('close', this.#take);
  }

  send(octets: readonly number[]): void {
    this.#socket.write(Buffer.from(octets));
  }

  async read(length: number): Promise<Buffer> {
    while (this.#buffer.length < length) {
      if (this.#socket.readableEnded || this.#socket.destroyed) throw new ProxyFailure('unreachable', this.#route);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const octets = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return octets;
  }

  release(): void {
    this.#socket.off('readable', this.#take).off('end', this.#take).off('close', this.#take);
    if (this.#buffer.length > 0) this.#socket.unshift(this.#buffer);
  }
}
