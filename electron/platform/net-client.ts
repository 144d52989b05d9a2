import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { faultOf, type TransportFault } from './net-faults.ts';
import { connectTcp } from './proxy/connect-tcp.ts';
import { trustedAuthorities } from './trust.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One HTTPS exchange. Rejects with a TransportFailure, never with anything else. */
export type HttpTransport = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/** No answer came, because of the network and not of the identity provider. */
export class TransportFailure extends Error {
  readonly fault: TransportFault;

  constructor(fault: TransportFault, cause?: unknown) {
    super(`The request failed: ${fault}`, { cause });
    this.name = 'TransportFailure';
    this.fault = fault;
  }
}

/** What `session.fetch` of Electron takes and answers, as far as we use it. */
export type FetchLike = (
  url: string,
  options: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    redirect: 'error';
    credentials: 'omit';
    cache: 'no-store';
    signal: AbortSignal;
  },
) => Promise<{
  readonly status: number;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  readonly body: { getReader(): ByteReader } | null;
}>;

interface ByteReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

const maxResponseBytes = 1024 * 1024;
const usualDeadlineMs = 30_000;

/** Over Chromium's network stack: system proxy, system certificate authorities. HTTPS only, no redirects, no cookies, one deadline. */
export function fetchTransport(fetch: FetchLike, deadlineMs = usualDeadlineMs): HttpTransport {
  return (request, signal) =>
    guarded(request, signal, deadlineMs, async (limit) => {
      const response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers },
        body: request.body,
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
        signal: limit,
      });
      const headers: Record<string, string> = {};
      response.headers.forEach((value, name) => {
        headers[name.toLowerCase()] = value;
      });
      return { status: response.status, headers, body: await readBody(response.body?.getReader() ?? null) };
    });
}

async function readBody(reader: ByteReader | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = reader === null ? { done: true, value: undefined } : await reader.read();
    if (done || value === undefined) return Buffer.concat(chunks).toString('utf8');
    length += value.byteLength;
    if (length > maxResponseBytes) {
      await reader?.cancel();
      throw new TransportFailure('too_large');
    }
    chunks.push(value);
  }
}

/** Over Node's own TLS, which takes the certificate authorities of HERON_EXTRA_CA beside the others, and by the system's proxy. */
export function nodeHttpsTransport(extraCaPem: string, deadlineMs = usualDeadlineMs): HttpTransport {
  return (request, signal) =>
    guarded(request, signal, deadlineMs, async (limit) => {
      const { hostname, port } = new URL(request.url);
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      const { socket } = await connectTcp({ host, port: Number(port || 443) }, limit);
      try {
        return await exchange(request, socket, host, trustedAuthorities(extraCaPem), limit);
      } finally {
        socket.destroy();
      }
    });
}

function exchange(
  request: HttpRequest,
  socket: Socket,
  host: string,
  ca: string[] | undefined,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const body = request.body === undefined ? null : Buffer.from(request.body);
    const headers = body === null ? request.headers : { ...request.headers, 'content-length': String(body.length) };
    const outgoing = httpsRequest(request.url, {
      method: request.method,
      headers,
      signal,
      // Without an agent Node takes 80 for the usual port, and would name it in the Host field.
      defaultPort: 443,
      // RFC 6066 section 3: an IP address is no server name.
      createConnection: () => connectTls({ socket, host, ca, ...(isIP(host) === 0 ? { servername: host } : {}) }),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > maxResponseBytes) outgoing.destroy(new TransportFailure('too_large'));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('close', () => reject(new TransportFailure('lost')));
      response.once('end', () => {
        const answered: Record<string, string> = {};
        for (const [name, value] of Object.entries(response.headers)) {
          if (value !== undefined) answered[name] = Array.isArray(value) ? value.join(', ') : value;
        }
        resolve({ status: response.statusCode ?? 0, headers: answered, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.end(body ?? undefined);
  });
}

async function guarded(
  request: HttpRequest,
  signal: AbortSignal,
  deadlineMs: number,
  run: (limit: AbortSignal) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (!URL.canParse(request.url) || new URL(request.url).protocol !== 'https:') {
    throw new TransportFailure('not_https');
  }
  if (signal.aborted) throw new TransportFailure('cancelled');
  // Kept in a variable that is read after the exchange: Node 20's AbortSignal.any holds its sources weakly, and a
  // collected deadline never fires.
  const deadline = AbortSignal.timeout(deadlineMs);
  let response: HttpResponse;
  try {
    response = await run(AbortSignal.any([signal, deadline]));
  } catch (cause) {
    if (cause instanceof TransportFailure) throw cause;
    if (signal.aborted) throw new TransportFailure('cancelled', cause);
    if (deadline.aborted) throw new TransportFailure('timeout', cause);
    throw new TransportFailure(faultOf(cause), cause);
  }
  if (response.status >= 300 && response.status < 400) throw new TransportFailure('redirected');
  return response;
}
