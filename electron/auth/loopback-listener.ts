import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Clock } from '../platform/clock.ts';
import type { RedirectHost } from './identity-provider.ts';
import { type LastPage, lastPage } from './loopback-page.ts';

interface ListenOptions {
  readonly host: RedirectHost;
  /** What the answer has to carry to be taken (RFC 6749 section 10.12). */
  readonly state: string;
  readonly clock: Pick<Clock, 'after'>;
  /** Whether another program listens on this port of ::1. */
  readonly isTaken?: (port: number) => Promise<boolean>;
}

/** Waits on this computer for the one answer that the provider sends by way of the browser. */
export interface LoopbackListener {
  /** Without a path, as it is registered: `http://localhost:49152`. */
  readonly redirectUri: string;
  /** The parameters of the first answer that carries the state: a code or an error (RFC 6749 section 4.1.2). */
  readonly answer: Promise<URLSearchParams>;
  /** Ends it at once, with all its connections. */
  close(): void;
}

/** A browser has its request out at once; whoever sends a few octets now and then gets no longer than this. */
const requestMs = 5_000;
/** How long the browser gets to fetch the last page, after the answer was taken. */
const lastPageMs = 10_000;
const lastPagePath = '/signed-in';
/** Above this a provider's answer does not fit either; browsers send no body here. */
const maxHeaderBytes = 32 * 1024;
const maxConnections = 64;
const portTries = 5;

/**
 * Starts to listen on 127.0.0.1, on a port of the system's choice, and nowhere else.
 *
 * Who may reach it: every program of this computer, and every page in its browsers. So only a GET for `/` with the right
 * Host (no rebound name), made by following a link (no script's fetch, no picture, no frame) and with the state counts.
 * Everything else is refused and leaves the wait as it is. The code would still be of no use without the verifier
 * (RFC 7636). MSAL's own listener takes `form_post` only, to keep the code out of the address bar; here the answer is
 * redirected to a last page without parameters, which the browser shows and keeps in its history instead.
 * Rejects when the computer lets nobody listen.
 */
export async function listenForAnswer({
  host,
  state,
  clock,
  isTaken = listensOnIpv6,
}: ListenOptions): Promise<LoopbackListener> {
  const { server, port } = await openServer(host, isTaken);
  const authority = `${host}:${port}`;
  let page: LastPage | null = null;
  let stopTimer: () => void = () => undefined;
  let take: (parameters: URLSearchParams) => void = () => undefined;
  const answer = new Promise<URLSearchParams>((resolve) => {
    take = resolve;
  });

  const close = () => {
    stopTimer();
    server.close();
    server.closeAllConnections();
  };

  server.on('request', (request, response) => {
    const refusal = refusalOf(request, authority);
    if (refusal !== null) return refuse(response, refusal);
    const url = new URL(request.url ?? '/', `http://${authority}`);
    if (url.pathname === lastPagePath && page !== null) {
      response.once('close', close);
      return show(response, page);
    }
    if (url.pathname !== '/') return refuse(response, 404);
    // The first answer is the only one. A second may be the reloaded page, or a code that somebody slipped in.
    if (page !== null) return refuse(response, 410);
    if (!isAnswer(url.searchParams, state)) return refuse(response, 400);
    page = url.searchParams.has('code') ? 'signed_in' : 'not_signed_in';
    stopTimer = clock.after(lastPageMs, close);
    response.writeHead(303, { ...commonHeaders, location: lastPagePath });
    response.end();
    take(url.searchParams);
  });
  return { redirectUri: `http://${authority}`, answer, close };
}

/** An HTTP server on a free port that no other program holds under the same name. */
async function openServer(host: RedirectHost, isTaken: (port: number) => Promise<boolean>) {
  for (let tries = 1; ; tries += 1) {
    const server = createServer({
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 1,
    });
    server.maxConnections = maxConnections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
    });
    server.on('error', () => undefined);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    // Browsers try `localhost` by IPv6 first, where another program may sit on the same port and get the answer.
    if (host !== 'localhost' || tries === portTries || !(await isTaken(port))) return { server, port };
    server.close();
  }
}

function listensOnIpv6(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '::1', port, timeout: 500 });
    const end = (there: boolean) => {
      socket.destroy();
      resolve(there);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** Why a request is none that a person's browser makes when the provider sends it back; null when it may be. */
function refusalOf({ method, headers }: IncomingMessage, authority: string): number | null {
  if (method !== 'GET') return 405;
  if (headers.host !== authority) return 421;
  // A followed link or a redirect names no origin; what a script of another page sends does (Fetch Standard).
  if (headers.origin !== undefined && headers.origin !== 'null') return 403;
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  if (mode !== undefined && mode !== 'navigate') return 403;
  return destination !== undefined && destination !== 'document' ? 403 : null;
}

/** Whether parameters are an answer to the request that is under way: its state, and either a code or an error, once each. */
function isAnswer(parameters: URLSearchParams, state: string): boolean {
  const [states, codes, errors] = [parameters.getAll('state'), parameters.getAll('code'), parameters.getAll('error')];
  const [given = ''] = states;
  if (states.length !== 1 || codes.length + errors.length !== 1) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(state)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** No CORS header is ever among these, so that no other page can read an answer. */
const commonHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const;

function refuse(response: ServerResponse, status: number): void {
  const allow = status === 405 ? { allow: 'GET' } : {};
  response.writeHead(status, { ...commonHeaders, ...allow, 'content-type': 'text/plain' });
  response.end();
}

function show(response: ServerResponse, page: LastPage): void {
  response.writeHead(200, { ...commonHeaders, 'content-type': 'text/html; charset=utf-8' });
  response.end(lastPage(page));
}
