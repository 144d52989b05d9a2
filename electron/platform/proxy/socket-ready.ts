import type { Socket } from 'node:net';

/**
 * Waits until a socket that was just begun can be used: `connect`, or `secureConnect` for TLS, when the certificate is checked. Rejects with
 * Node's error, or the signal's reason when it aborts; then the socket is destroyed.
 */
export function socketReady<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed).off(event, ready);
    };
    const fail = (cause: unknown): void => {
      finish();
      // Whatever comes after this is not asked for.
      socket.on('error', () => undefined).destroy();
      reject(cause);
    };
    const abort = (): void => fail(signal.reason);
    const closed = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const ready = (): void => {
      finish();
      resolve(socket);
    };
    socket.on('error', fail).on('close', closed).once(event, ready);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
