import { connect, type Socket } from 'node:net';
import type { Place } from './route.ts';

/** A TCP connection straight to a place. Rejects with Node's error, or with the signal's reason when it aborts. */
export function openDirect(place: Place, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const socket = connect({ host: place.host, port: place.port, autoSelectFamily: true });
    const finish = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed).off('connect', connected);
    };
    const fail = (cause: unknown): void => {
      finish();
      // Whatever comes after this is not asked for.
      socket.on('error', () => undefined).destroy();
      reject(cause);
    };
    const abort = (): void => fail(signal.reason);
    const closed = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const connected = (): void => {
      finish();
      resolve(socket);
    };
    socket.on('error', fail).on('close', closed).once('connect', connected);
    signal.addEventListener('abort', abort, { once: true });
  });
}
