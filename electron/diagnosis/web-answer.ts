import { connect } from 'node:net';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { isWebAnswer } from '../imap/imap-errors.ts';
import { LineSocket } from '../imap/line-socket.ts';
import { asciiHost } from '../imap/tls-options.ts';

const patienceMs = 5_000;

/**
 * Whether a web server answers at the port, as a network's sign-in page does for every port. It is asked like a web server, without anything
 * of the account. Never throws.
 */
export async function answersLikeWeb(endpoint: ServerEndpoint, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ host: asciiHost(endpoint.host), port: endpoint.port });
  const end = (): void => void socket.destroy();
  const timer = setTimeout(end, patienceMs);
  signal.addEventListener('abort', end, { once: true });
  const lines = new LineSocket(socket);
  try {
    lines.send(`HEAD / HTTP/1.1\r\nHost: ${asciiHost(endpoint.host)}\r\nConnection: close\r\n`);
    return isWebAnswer(await lines.line());
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    lines.release();
    socket.on('error', () => undefined).destroy();
  }
}
