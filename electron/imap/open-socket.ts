import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { connectTcp } from '../platform/proxy/connect-tcp.ts';
import { socketReady } from '../platform/proxy/socket-ready.ts';
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
  return await socketReady(connectTls({ ...tlsOptions(endpoint, extraCa), socket }), 'secureConnect', signal);
}
