import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { trustedAuthorities } from '../trust.ts';
import { type HttpRoute, nameOf, type Place, ProxyFailure } from './route.ts';

const maxHeaderBytes = 32 * 1024;

/**
 * A tunnel by CONNECT (RFC 9110 section 9.3.6), with Basic authentication where there are credentials (RFC 7617). Rejects with a ProxyFailure, or
 * with the signal's reason when it aborts. What the server said already stays in the socket.
 */
export function openHttpTunnel(route: HttpRoute, place: Place, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const authority = nameOf(place);
    const options = {
      host: route.host,
      port: route.port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization(route) },
      agent: false,
      maxHeaderSize: maxHeaderBytes,
    };
    const request =
      route.via === 'https' ? httpsRequest({ ...options, ca: trustedAuthorities(null) }) : httpRequest(options);
    const abort = (): void => {
      request.destroy();
      reject(signal.reason);
    };
    const finish = (): void => signal.removeEventListener('abort', abort);
    request.once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      finish();
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.on('error', () => undefined).destroy();
      reject(new ProxyFailure(statusCode === 407 ? challenge(response) : 'refused', route, statusCode));
    });
    request.on('error', (cause) => {
      finish();
      // Does nothing where it was aborted before.
      reject(new ProxyFailure('unreachable', route, null, cause));
    });
    signal.addEventListener('abort', abort, { once: true });
    request.end();
  });
}

function authorization({ credentials }: HttpRoute): Record<string, string> {
  if (credentials === null) return {};
  const pair = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}

/** Whether a 407 can be answered with a user and a password: RFC 9110 section 11.7.1 lists the proxy's schemes. */
function challenge({ headers }: IncomingMessage): 'password' | 'method' {
  const offered = headers['proxy-authenticate'] ?? [];
  return /(^|,)\s*Basic\b/i.test([offered].flat().join(', ')) ? 'password' : 'method';
}
