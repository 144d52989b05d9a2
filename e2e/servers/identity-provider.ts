/** The stand-in for Microsoft's sign-in: HTTPS for the application and the browser, plain HTTP on loopback for Dovecot. See README.md. */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { createEventLog, type EventLog } from './event-log.ts';
import { authorize, authorizeDecision, deviceDecision, devicePage } from './identity-browser.ts';
import {
  type Challenge,
  type Context,
  type Counters,
  decide,
  deviceAuthorization,
  type IdentityEvents,
  instanceDiscovery,
  introspect,
  openidConfiguration,
  type Settings,
  token,
} from './identity-endpoints.ts';
import { errorAnswer, type Failure, type HttpAnswer } from './identity-errors.ts';
import { addressKey, addUser, createGrants, type TestUser } from './identity-grants.ts';
import type { Leaf } from './test-ca.ts';

/** Where a failure can be set; 'token' is every POST /token, 'poll', 'refresh' and 'code' are its grants. */
type Endpoint =
  | 'openid-configuration'
  | 'instance'
  | 'devicecode'
  | 'authorize'
  | 'token'
  | 'poll'
  | 'refresh'
  | 'code'
  /** The person's page says no, and the application hears nothing. */
  | 'sign-in-page'
  /** The browser goes back to the application with an error. */
  | 'sign-in-redirect'
  | 'introspect';

/** How to start; see README.md for the defaults. */
export interface IdentityProviderOptions {
  leaf: Leaf;
  port?: number;
  host?: string;
  canary?: string;
  clientIds?: string[];
  accessTokenLifetimeSeconds?: number;
  deviceCodeLifetimeSeconds?: number;
  pollIntervalSeconds?: number;
  /** The pages for people over plain HTTP on loopback, for a browser that does not know the test CA. */
  plainPages?: boolean;
}

/** A running provider and its controls; see README.md. */
export interface IdentityProvider extends Settings {
  readonly authority: string;
  readonly host: string;
  readonly port: number;
  readonly devicePageUrl: string;
  readonly introspectionUrl: string;
  readonly counters: Counters;
  addUser(user: Partial<TestUser> & { address: string }): TestUser;
  approve(userCode: string, address: string): void;
  decline(userCode: string): void;
  expireCodes(): void;
  slowDown(times: number): void;
  refuseScope(scope: string, at?: 'devicecode' | 'token'): () => void;
  failNext(endpoint: Endpoint, failure: Failure): () => void;
  dropConnections(on: boolean): void;
  revokeGrants(address: string): void;
  expireAccessTokens(address: string): void;
  disableUser(address: string, on: boolean): void;
  challenge(address: string, challenge: Challenge): void;
  shareMailbox(mailbox: string, person: string): void;
  authorizeAs(address: string | undefined): void;
  tokenInfo(
    accessToken: string,
  ): { address: string; scopes: string[]; active: boolean; expiresAtMs: number } | undefined;
  on: EventLog<IdentityEvents>['on'];
  waitFor: EventLog<IdentityEvents>['waitFor'];
  forgetEvents(): void;
  events: EventLog<IdentityEvents>['all'];
  stop(): Promise<void>;
}

interface Route {
  endpoint?: Endpoint;
  answer(parameters: URLSearchParams): HttpAnswer;
}

const maxBodyBytes = 100_000;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw new Error('request too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts the provider on 127.0.0.1. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const settings: Settings = {
    canary: options.canary ?? 'canary',
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3600,
    deviceCodeLifetimeSeconds: options.deviceCodeLifetimeSeconds ?? 900,
    pollIntervalSeconds: options.pollIntervalSeconds ?? 1,
    clockOffsetSeconds: 0,
  };
  const counters: Counters = {
    deviceCodes: 0,
    polls: 0,
    tokens: 0,
    refreshes: 0,
    refusedRefreshes: 0,
    reusedRefreshTokens: 0,
    introspections: 0,
    refusedIntrospections: 0,
    requests: 0,
  };
  const log = createEventLog<IdentityEvents>();
  const grants = createGrants();
  const failures: { endpoint: string; failure: Failure; left: number }[] = [];
  const sockets = new Set<Socket>();
  let dropping = false;
  let signedIn: string | undefined;

  const context: Context = {
    grants,
    settings,
    counters,
    log,
    clientIds: options.clientIds,
    refusals: new Map(),
    challenges: new Map(),
    slowDowns: 0,
    authority: '',
    pagesOrigin: '',
    devicePageUrl: '',
    now: () => Date.now() + settings.clockOffsetSeconds * 1000,
    takeFailure(endpoint) {
      const found = failures.find((entry) => entry.endpoint === endpoint && entry.left > 0);
      if (found) {
        found.left -= 1;
      }
      return found?.failure;
    },
  };

  function route(method: string, path: string, bearer: string | undefined): Route | undefined {
    const tenant = decodeURIComponent(path.split('/')[1] ?? '');
    const post = method === 'POST';
    if (path === '/device') {
      return { answer: (parameters) => devicePage(context, parameters, post) };
    }
    if (path === '/device/decision' && post) {
      return { answer: (parameters) => deviceDecision(context, parameters) };
    }
    if (path === '/authorize/decision' && post) {
      return { answer: (parameters) => authorizeDecision(context, parameters) };
    }
    if (path === '/introspect') {
      return {
        endpoint: 'introspect',
        answer: (parameters) => introspect(context, bearer ?? parameters.get('token') ?? ''),
      };
    }
    if (path === '/common/discovery/instance') {
      return { endpoint: 'instance', answer: () => instanceDiscovery(context) };
    }
    if (path.endsWith('/v2.0/.well-known/openid-configuration')) {
      return { endpoint: 'openid-configuration', answer: () => openidConfiguration(context, tenant) };
    }
    if (path.endsWith('/oauth2/v2.0/devicecode') && post) {
      return { endpoint: 'devicecode', answer: (parameters) => deviceAuthorization(context, tenant, parameters) };
    }
    if (path.endsWith('/oauth2/v2.0/authorize') && !post) {
      return { endpoint: 'authorize', answer: (parameters) => authorize(context, parameters, signedIn) };
    }
    if (path.endsWith('/oauth2/v2.0/token') && post) {
      return { endpoint: 'token', answer: (parameters) => token(context, parameters) };
    }
    return undefined;
  }

  function send(response: ServerResponse, answer: HttpAnswer): void {
    if (answer.fault === 'drop') {
      response.socket?.resetAndDestroy?.();
      return;
    }
    if (answer.fault === 'hang') {
      return;
    }
    response.writeHead(answer.status, { ...answer.headers, date: new Date(context.now()).toUTCString() });
    response.end(answer.body);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const method = request.method ?? 'GET';
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const found = route(method, url.pathname, bearer);
    const body = method === 'POST' ? await readBody(request) : undefined;
    counters.requests += 1;
    const userAgent = request.headers['user-agent'];
    log.emit('request', { method, path: url.pathname, endpoint: found?.endpoint, userAgent });
    if (!found) {
      send(response, { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found' });
      return;
    }
    const failure = found.endpoint === undefined ? undefined : context.takeFailure(found.endpoint);
    if (failure) {
      send(response, errorAnswer(failure, new Date(context.now())));
      return;
    }
    send(response, found.answer(body === undefined ? url.searchParams : new URLSearchParams(body)));
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.socket?.destroy());
  };
  const onSocket = (socket: Socket) => {
    if (dropping) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const secure = createHttpsServer({ cert: options.leaf.cert, key: options.leaf.key }, onRequest);
  const plain = createHttpServer(onRequest);
  secure.on('connection', onSocket);
  secure.on('tlsClientError', () => undefined);
  plain.on('connection', onSocket);
  const port = await listen(secure, options.port ?? 0);
  const introspectionPort = await listen(plain, 0);
  const host = `${options.host ?? 'localhost'}:${port}`;
  context.authority = `https://${host}`;
  context.pagesOrigin = options.plainPages ? `http://localhost:${introspectionPort}` : context.authority;
  context.devicePageUrl = `${context.pagesOrigin}/device`;

  const tokensOf = (address: string) =>
    [...grants.accessTokens.values()].filter((entry) => addressKey(entry.address) === addressKey(address));

  return Object.assign(settings, {
    authority: context.authority,
    host,
    port,
    devicePageUrl: context.devicePageUrl,
    introspectionUrl: `http://127.0.0.1:${introspectionPort}/introspect`,
    counters,
    addUser: (user: Partial<TestUser> & { address: string }) => addUser(grants, user),
    approve(userCode: string, address: string) {
      const user = grants.users.get(addressKey(address));
      if (!user) {
        throw new Error(`No user ${address}`);
      }
      decide(context, userCode, user);
    },
    decline: (userCode: string) => decide(context, userCode, undefined),
    expireCodes() {
      for (const code of grants.deviceCodes.values()) {
        code.expiresAtMs = 0;
      }
    },
    slowDown(times: number) {
      context.slowDowns = times;
    },
    refuseScope(scope: string, at: 'devicecode' | 'token' = 'devicecode') {
      context.refusals.set(scope, at);
      return () => void context.refusals.delete(scope);
    },
    failNext(endpoint: Endpoint, failure: Failure) {
      const entry = { endpoint, failure, left: failure.times ?? 1 };
      failures.push(entry);
      return () => {
        entry.left = 0;
      };
    },
    dropConnections(on: boolean) {
      dropping = on;
      for (const socket of on ? sockets : []) {
        socket.resetAndDestroy();
      }
    },
    revokeGrants(address: string) {
      for (const entry of grants.refreshTokens.values()) {
        if (addressKey(entry.address) === addressKey(address) && entry.state === 'usable') {
          entry.state = 'revoked';
        }
      }
      for (const entry of tokensOf(address)) {
        entry.active = false;
      }
    },
    expireAccessTokens(address: string) {
      for (const entry of tokensOf(address)) {
        entry.expiresAtMs = 0;
      }
    },
    shareMailbox(mailbox: string, person: string) {
      grants.sharedMailboxes.set(addressKey(person), addressKey(mailbox));
    },
    disableUser(address: string, on: boolean) {
      grants.disabled[on ? 'add' : 'delete'](addressKey(address));
    },
    challenge(address: string, challenge: Challenge) {
      context.challenges.set(addressKey(address), challenge);
    },
    authorizeAs(address: string | undefined) {
      signedIn = address;
    },
    tokenInfo(accessToken: string) {
      const entry = grants.accessTokens.get(accessToken);
      if (!entry) {
        return undefined;
      }
      const { address, scopes, expiresAtMs } = entry;
      return { address, scopes, expiresAtMs, active: entry.active && context.now() < expiresAtMs };
    },
    on: log.on,
    waitFor: log.waitFor,
    forgetEvents: log.forget,
    events: log.all,
    async stop() {
      for (const server of [secure, plain]) {
        const closed = once(server, 'close');
        server.close();
        for (const socket of sockets) {
          socket.destroy();
        }
        await closed;
      }
    },
  });
}
