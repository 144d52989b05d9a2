import type { Socket } from 'node:net';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { isWebAnswer } from '../imap/imap-errors.ts';
import { LineSocket } from '../imap/line-socket.ts';
import { asciiHost } from '../imap/tls-options.ts';
import { connectTcp } from '../platform/proxy/connect-tcp.ts';

const patienceMs = 5_000;

/**
 * Whether a web server answers at the port, as a network's sign-in page does for every port. It is asked like a web server, without anything
 * of the account. Never throws.
 */
export async function answersLikeWeb(endpoint: ServerEndpoint, signal: AbortSignal): Promise<boolean> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  const over = AbortSignal.any([signal, patience.signal]);
  let socket: Socket | null = null;
  const end = (): void => void socket?.destroy();
  over.addEventListener('abort', end, { once: true });
  try {
    const host = asciiHost(endpoint.host);
    ({ socket } = await connectTcp({ host, port: endpoint.port }, over));
    socket.on('error', () => undefined);
    const lines = new LineSocket(socket);
    lines.send(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`);
    return isWebAnswer(await lines.line());
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    over.removeEventListener('abort', end);
    end();
  }
}
