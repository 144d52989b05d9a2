/** Who may pass a proxy; sent to that proxy and to nobody else. */
export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** A host by name or address, and its port. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A proxy that the system names. `http` and `https` say how the proxy itself is spoken to; both tunnel by CONNECT (RFC 9110 section 9.3.6). */
export interface ProxyRoute extends Place {
  readonly via: 'http' | 'https' | 'socks4' | 'socks5';
}

/** One way to a server. */
export type Route = { readonly via: 'direct' } | ProxyRoute;

interface OpenProxy extends Place {
  readonly credentials: ProxyCredentials | null;
}

/** A proxy that tunnels by CONNECT, with what it is asked with. */
export interface HttpRoute extends OpenProxy {
  readonly via: 'http' | 'https';
}

/** A SOCKS proxy, with what it is asked with. */
export interface SocksRoute extends OpenProxy {
  readonly via: 'socks4' | 'socks5';
}

/** A way with what opens it. */
export type OpenRoute = { readonly via: 'direct' } | HttpRoute | SocksRoute;

const schemes: Readonly<Record<string, ProxyRoute['via']>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};
const usualPorts = { http: 80, https: 443, socks4: 1080, socks5: 1080 } as const;
const mostRoutes = 5;

/**
 * Reads what a proxy script or Chromium's `resolveProxy` answers: "PROXY proxy.test:3128; SOCKS5 [::1]:1080; DIRECT", the first to be tried
 * first. What cannot be read is left out; where nothing is left, the way is direct.
 */
export function routesOf(rules: string): readonly Route[] {
  const routes = rules.split(';').flatMap((rule): Route[] => {
    const [scheme = '', address = ''] = rule.trim().split(/\s+/);
    if (scheme.toUpperCase() === 'DIRECT') return [{ via: 'direct' }];
    const via = schemes[scheme.toUpperCase()];
    const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/.exec(address) ?? [];
    const host = bracketed ?? plain;
    const number = port === undefined && via !== undefined ? usualPorts[via] : Number(port);
    return via === undefined || host === undefined || number < 1 || number > 65_535
      ? []
      : [{ via, host, port: number }];
  });
  return routes.length === 0 ? [{ via: 'direct' }] : routes.slice(0, mostRoutes);
}

/** "proxy.test:3128", "[::1]:3128": also how CONNECT names a server. */
export function nameOf({ host, port }: Place): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * What a proxy answers in place of a connection. `password`: it wants a user and a password, or other ones. `method`: it wants a way to sign in
 * that Heron has not. `refused`: it does not let Heron through to the server. `unreachable`: it does not answer, or not as a proxy.
 */
export class ProxyFailure extends Error {
  readonly reason: 'password' | 'method' | 'refused' | 'unreachable';
  /** As `nameOf` writes it. */
  readonly proxy: string;
  /** The HTTP status, or the code of a SOCKS answer, where there was one. */
  readonly status: number | null;

  constructor(reason: ProxyFailure['reason'], proxy: Place, status: number | null = null, cause?: unknown) {
    super(`A proxy stands in the way: ${reason}`, { cause });
    this.name = 'ProxyFailure';
    this.reason = reason;
    this.proxy = nameOf(proxy);
    this.status = status;
  }
}
