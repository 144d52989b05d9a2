import type { Socket } from 'node:net';
import { openHttpTunnel } from './http-tunnel.ts';
import { openDirect } from './open-direct.ts';
import {
  type HttpRoute,
  nameOf,
  type OpenRoute,
  type Place,
  ProxyFailure,
  type ProxyRoute,
  type SocksRoute,
} from './route.ts';
import { openSocksTunnel } from './socks-tunnel.ts';

/** Where this computer's settings send connections. */
export interface Routes {
  /** The ways to a place, the first to be tried first. */
  find(place: Place, signal: AbortSignal): Promise<readonly OpenRoute[]>;
  /** A proxy wants a user and a password. @param refused it did not take those that it was sent */
  challenged(proxy: ProxyRoute, refused: boolean): Promise<void>;
}

/** A connection, and the proxy that it goes through, as `nameOf` writes it; null where it is direct. */
export interface Passage {
  readonly socket: Socket;
  readonly proxy: string | null;
}

const direct: OpenRoute = { via: 'direct' };
/** How long a server may take to answer straight, after a proxy of the web did not let Heron through. */
const directMs = 8_000;

/** As long as nobody says otherwise, every way is direct. Like the language, the ways are a fact of the computer: one for each thread. */
let routes: Routes = { find: async () => [direct], challenged: async () => undefined };

/** Says where this thread finds its ways. @returns the former ones */
export function setRoutes(next: Routes): Routes {
  const former = routes;
  routes = next;
  return former;
}

/** The ways to a place, the first to be tried first. */
export function findRoutes(place: Place, signal: AbortSignal): Promise<readonly OpenRoute[]> {
  return routes.find(place, signal);
}

/** A proxy wants a user and a password. @param refused it did not take those that it was sent */
export function proxyChallenged(proxy: ProxyRoute, refused: boolean): Promise<void> {
  return routes.challenged(proxy, refused);
}

/**
 * A TCP connection to a mail server or an identity provider, by the way that the system's settings name: all of Heron's own connections begin
 * here, so that a diagnosis meets what the synchronisation meets. The first proxy that lets Heron through is taken. One of the web (CONNECT)
 * often knows only the ports of the web: where it refuses, the server is tried straight, and the refusal is the error if that fails, too. One
 * that wants a password is not gone around, and nor is a SOCKS proxy.
 * Rejects with Node's error of the server, a ProxyFailure, or the signal's reason when it aborts.
 */
export async function connectTcp(place: Place, signal: AbortSignal): Promise<Passage> {
  const { find, challenged } = routes;
  const found = await find(place, signal);
  let failure: ProxyFailure | null = null;
  for (const route of found) {
    if (route.via === 'direct') return { socket: await openDirect(place, signal), proxy: null };
    try {
      return { socket: await openRoute(route, place, signal), proxy: nameOf(route) };
    } catch (cause) {
      if (!(cause instanceof ProxyFailure)) throw cause;
      if (cause.reason === 'password') {
        const { via, host, port } = route;
        await challenged({ via, host, port }, route.credentials !== null);
        throw cause;
      }
      failure ??= cause;
    }
  }
  if (failure === null) return { socket: await openDirect(place, signal), proxy: null };
  const isOfTheWeb = found.every(({ via }) => via === 'http' || via === 'https');
  if (!isOfTheWeb || failure.reason === 'method') throw failure;
  // Kept in a variable that is read afterwards: Node 20's AbortSignal.any holds its sources weakly.
  const deadline = AbortSignal.timeout(directMs);
  try {
    return { socket: await openDirect(place, AbortSignal.any([signal, deadline])), proxy: null };
  } catch (cause) {
    if (signal.aborted && !deadline.aborted) throw cause;
    throw failure;
  }
}

function openRoute(route: HttpRoute | SocksRoute, place: Place, signal: AbortSignal): Promise<Socket> {
  switch (route.via) {
    case 'http':
    case 'https':
      return openHttpTunnel(route, place, signal);
    case 'socks4':
    case 'socks5':
      return openSocksTunnel(route, place, signal);
  }
}
