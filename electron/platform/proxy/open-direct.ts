import { connect, type Socket } from 'node:net';
import type { Place } from './route.ts';
import { socketReady } from './socket-ready.ts';

/** A TCP connection straight to a place. Rejects with Node's error, or with the signal's reason when it aborts. */
export async function openDirect({ host, port }: Place, signal: AbortSignal): Promise<Socket> {
  if (signal.aborted) throw signal.reason;
  return await socketReady(connect({ host, port, autoSelectFamily: true }), 'connect', signal);
}
