import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { connectTcp } from '../platform/proxy/connect-tcp.ts';
import { asciiHost, tlsOptions } from './tls-options.ts';

/**
 * Connects to a mail server by the way that the system's settings name: with implicit TLS, or in the clear for STARTTLS, which follows before
 * anything else is said. Rejects with Node's error, a ProxyFailure, or the signal's reason.
 */
export async function openSocket(
  endpoint: ServerEndpoint,
  extraCa: string | null,
  signal: AbortSignal,
): Promise<Socket> {
  const place = { host: asciiHost(endpoint.host), port: endpoint.port };
  const { socket } = await connectTcp(place, signal);
  if (endpoint.security !== 'tls') return socket;
  return await handshake(connectTls({ ...tlsOptions(endpoint, extraCa), socket }), signal);
}

/** Waits until TLS is agreed on and the certificate is checked. Rejects with Node's error, or the signal's reason. */
function handshake(socket: TLSSocket, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed).off('secureConnect', secured);
    };
    const fail = (cause: unknown): void => {
      finish();
      // Whatever comes after this is not asked for.
      socket.on('error', () => undefined).destroy();
      reject(cause);
    };
    const abort = (): void => fail(signal.reason);
    const closed = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const secured = (): void => {
      finish();
      resolve(socket);
    };
    socket.on('error', fail).on('close', closed).once('secureConnect', secured);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
