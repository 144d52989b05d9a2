// Sessions by way of the thread's protocol, in one thread: a channel in the place of the worker.
import { MessageChannel } from 'node:worker_threads';
import type { Routes } from '../../platform/proxy/connect-tcp.ts';
import type { OpenSession } from '../session.ts';
import { remoteSessions } from './remote-sessions.ts';
import { serveSessions } from './serve-sessions.ts';

export interface ChannelThread {
  readonly openSession: OpenSession;
  /** The ways to servers, as the other thread asks for them. */
  readonly routes: Routes;
  /** What only a fault in the program causes. */
  readonly faults: readonly string[];
  /** The calls that the thread was sent. */
  readonly asked: readonly string[];
  /** Resolves when the thread is asked this. */
  until(name: string): Promise<void>;
  /** As when the thread dies: nothing is answered any more. */
  die(): void;
}

export function overChannel(open: OpenSession): ChannelThread {
  const { port1, port2 } = new MessageChannel();
  const faults: string[] = [];
  const routes = serveSessions(port2, open);
  const asked: string[] = [];
  const waiting = new Map<string, () => void>();
  const sessions = remoteSessions(
    {
      on: (event, listener) => port1.on(event, listener),
      postMessage: (message, transfer = []) => {
        port1.postMessage(message, [...transfer]);
        if (typeof message !== 'object' || message === null || !('name' in message)) return;
        asked.push(String(message.name));
        waiting.get(String(message.name))?.();
      },
    },
    (text) => faults.push(text),
  );
  // A port that is listened to keeps the process alive, unless it says otherwise afterwards.
  for (const port of [port1, port2]) port.unref();
  return {
    openSession: sessions.openSession,
    routes,
    faults,
    asked,
    until: (name) => new Promise((resolve) => waiting.set(name, resolve)),
    die() {
      port1.close();
      sessions.end();
    },
  };
}
