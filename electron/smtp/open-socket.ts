import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { asciiHost, secureContext } from '../imap/tls-options.ts';

/** How TLS is spoken with a server: certificates are always checked (S2). */
export function tlsOptions(endpoint: ServerEndpoint, extraCa: string | null): ConnectionOptions {
  const host = asciiHost(endpoint.host);
  const context = secureContext(extraCa);
  return {
    host,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // RFC 6066 section 3: an IP address is no server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(context === undefined ? {} : { secureContext: context }),
  };
}

/** Connects: with implicit TLS, or in the clear for STARTTLS, which follows before anything else is said. Rejects with Node's error. */
export function openSocket(endpoint: ServerEndpoint, extraCa: string | null, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const isTls = endpoint.security === 'tls';
    const place = { host: asciiHost(endpoint.host), port: endpoint.port };
    const socket: Socket = isTls
      ? connectTls({ ...tlsOptions(endpoint, extraCa), ...place })
      : connect({ ...place, autoSelectFamily: true });
    const abort = (): void => {
      socket.destroy();
      fail(new Error('aborted'));
    };
    const finish = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed);
    };
    const fail = (error: Error): void => {
      finish();
      // Whatever comes after this is not asked for.
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const closed = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    socket.on('error', fail).on('close', closed);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      finish();
      resolve(socket);
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
