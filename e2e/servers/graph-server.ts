/** The stand-in for Microsoft Graph's sendMail: takes MIME as Base64, asks the identity provider about the token, and answers as told. See README.md. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import type { Leaf } from './test-ca.ts';

/** A message that Graph took. */
interface GraphMessage {
  readonly source: string;
  /** Everybody in To, Cc and Bcc. */
  readonly to: readonly string[];
  /** Who the token belongs to. */
  readonly user: string;
}

/** An answer in place of the usual one. `afterTaking`: the message is taken all the same. */
interface GraphFault {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  /** A claims challenge, sent with a 401 as Graph sends it. */
  readonly claims?: string;
  /** A text that is no JSON. */
  readonly body?: string;
  /** Cuts the connection in place of an answer, once the whole request came. */
  readonly cut?: true;
  /** Cuts the connection while the request is coming. */
  readonly cutEarly?: true;
  readonly afterTaking?: true;
}

export interface GraphServerOptions {
  readonly leaf: Leaf;
  /** What is known of an access token; undefined for one that was never issued. */
  readonly tokenInfo: (
    token: string,
  ) => { readonly address: string; readonly scopes: readonly string[]; readonly active: boolean } | undefined;
  /** Called for each message that it takes, as Exchange puts it into Sent Items. */
  readonly onMessage?: (message: GraphMessage) => Promise<void> | void;
}

export interface GraphServer {
  /** For HERON_MICROSOFT_GRAPH. */
  readonly origin: string;
  readonly port: number;
  readonly messages: GraphMessage[];
  /** All requests, also those that were refused. */
  readonly requests: { readonly status: number; readonly token: string }[];
  /** Whether no connection is open and no request is being worked on. */
  readonly isIdle: boolean;
  /** What the next requests get, one each. */
  fail(...faults: GraphFault[]): void;
  stop(): Promise<void>;
}

/** As Microsoft's: a request has at most 4 MB. */
const maxRequestBytes = 4 * 1024 * 1024;
const sendPermission = 'https://graph.microsoft.com/Mail.Send';

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly claims?: string;
  readonly body?: string;
}

/** As Microsoft sends it: the claims as Base64 (the value is one line here). */
const challengeOf = (claims: string) =>
  `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;

const refuse = (status: number, code: string, message: string): Answer => ({ status, code, message });

/** Starts the server on 127.0.0.1. */
export async function startGraphServer(options: GraphServerOptions): Promise<GraphServer> {
  const messages: GraphMessage[] = [];
  const requests: { status: number; token: string }[] = [];
  const faults: GraphFault[] = [];
  const sockets = new Set<Socket>();
  let running = 0;

  async function take(request: IncomingMessage, body: string, token: string): Promise<Answer> {
    if (request.method !== 'POST' || request.url !== '/v1.0/me/sendMail') {
      return refuse(404, 'ResourceNotFound', 'Resource not found for the segment.');
    }
    const info = options.tokenInfo(token);
    if (info === undefined) return refuse(401, 'InvalidAuthenticationToken', 'CompactToken parsing failed.');
    if (!info.active)
      return refuse(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
    // The audience of a token is the resource of its scopes.
    if (!info.scopes.some((scope) => scope.startsWith('https://graph.microsoft.com/'))) {
      return refuse(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.');
    }
    if (!info.scopes.includes(sendPermission)) {
      return refuse(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    }
    if (request.headers['content-type'] !== 'text/plain') {
      return refuse(415, 'RequestBodyRead', 'The content type is not supported.');
    }
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body) || body.length % 4 !== 0) {
      return refuse(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
    }
    const source = Buffer.from(body, 'base64').toString('utf8');
    const mail = await simpleParser(source);
    const from = mail.from?.value[0]?.address?.toLowerCase();
    if (from !== info.address.toLowerCase()) {
      return refuse(
        403,
        'ErrorSendAsDenied',
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
      );
    }
    const fields = [mail.to, mail.cc, mail.bcc].flatMap((field) => field ?? []);
    const to = fields.flatMap(({ value }) => value.flatMap(({ address }) => address ?? []));
    if (to.length === 0) return refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
    const message = { source, to, user: info.address };
    messages.push(message);
    await options.onMessage?.(message);
    return { status: 202 };
  }

  function send(response: ServerResponse, token: string, answer: Answer): void {
    requests.push({ status: answer.status, token });
    const wait = answer.retryAfterSeconds;
    const headers = {
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
      ...(answer.claims === undefined ? {} : { 'www-authenticate': challengeOf(answer.claims) }),
    };
    response.writeHead(answer.status, { 'content-type': 'application/json', ...headers });
    const error = { code: answer.code, message: answer.message };
    response.end(answer.body ?? (answer.code === undefined ? '' : JSON.stringify({ error })));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const fault = faults.shift();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request) {
      if (fault?.cutEarly) return void request.socket.destroy();
      size += chunk.length;
      if (size <= maxRequestBytes) chunks.push(chunk);
    }
    if (size > maxRequestBytes) {
      return send(response, token, refuse(413, 'BadRequest', 'The maximum request length supported is 4MB.'));
    }
    const usual =
      fault === undefined || fault.afterTaking ? await take(request, Buffer.concat(chunks).toString(), token) : null;
    if (fault?.cut) return void request.socket.destroy();
    send(response, token, fault === undefined ? (usual ?? { status: 500 }) : { ...fault, status: fault.status ?? 500 });
  }

  const server = createServer({ cert: options.leaf.cert, key: options.leaf.key }, (request, response) => {
    running += 1;
    handle(request, response)
      .catch(() => request.socket.destroy())
      .finally(() => {
        running -= 1;
      });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `https://localhost:${port}`,
    port,
    messages,
    requests,
    get isIdle() {
      return running === 0 && sockets.size === 0;
    },
    fail: (...next) => void faults.push(...next),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
