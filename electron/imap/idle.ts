import type { ImapFlow } from 'imapflow';
import type { FlowConnection } from './flow-connection.ts';
import { type Nap, nap } from './nap.ts';

/** RFC 2177: a server may end the connection of a client that is silent for 30 minutes, so IDLE is renewed before 29. */
export const renewIdleMs = 28 * 60_000;
/** How often a server without IDLE is asked by NOOP. */
const pollMs = 60_000;
/** How long the end of IDLE may take. Whoever waits for it opens another connection sooner. */
const endQuietMs = 25_000;
const endTotalMs = 50_000;

/**
 * Waits for unsolicited answers of the server by IDLE (RFC 2177). A connection whose other end is gone is noticed by TCP's
 * keepalive; one whose server has only fallen silent is noticed as soon as it is used (N1) or probed (N6): ending IDLE
 * takes DONE, or a NOOP, which has to be answered.
 */
export class Idler {
  #nap: Nap | null = null;

  /** The server sent an unsolicited answer. */
  heard(): void {
    this.wake();
  }

  /** Ends the running round, because another verb waits for its turn or the connection ended. */
  wake(): void {
    this.#nap?.wake();
  }

  /**
   * Ends when the signal aborts (the connection stays open), the server sends something, another verb waits for its
   * turn, or it is time to renew IDLE.
   */
  async idle(connection: FlowConnection, signal: AbortSignal): Promise<void> {
    this.wake();
    await connection.turn(async () => {
      if (signal.aborted || connection.waiting > 1) return;
      connection.mustBeOpen();
      const pause = nap(connection.client.capabilities.has('IDLE') ? renewIdleMs : pollMs);
      this.#nap = pause;
      const wake = (): void => pause.wake();
      signal.addEventListener('abort', wake, { once: true });
      try {
        await idleUntil(connection, pause);
      } finally {
        signal.removeEventListener('abort', wake);
        pause.wake();
        this.#nap = null;
      }
      connection.mustBeOpen();
    });
  }
}

/**
 * IDLE until `pause` ends, then DONE. Where the server lacks IDLE or refused it, imapflow polls with NOOP instead, and a NOOP ends it.
 * Whether these succeeded is not known (imapflow 2.10.2 only logs a failure), so the caller checks whether the connection is still open.
 */
async function idleUntil(connection: FlowConnection, pause: Nap): Promise<void> {
  const client: ImapFlow = connection.client;
  // Settles when DONE was answered, when the server refuses or ends IDLE, or when the connection ends.
  // Without a selected folder imapflow 2.10.2 sends nothing and settles at once, and rounds would follow each other without a pause.
  const idling = client.mailbox
    ? client.idle().then(
        () => pause.wake(),
        () => pause.wake(),
      )
    : pause.ended;
  await pause.ended;
  await connection.bounded(
    async () => {
      // A NOOP would prove no more than the answer to DONE, and makes a server look at a large folder once more: Dovecot reads a
      // Maildir of 100,000 messages for it, in which a message has just arrived, in up to 1.4 s.
      const breakIdle = client.capabilities.has('IDLE') ? breakOf(client) : null;
      await (breakIdle === null ? client.noop() : breakIdle());
      await idling;
    },
    endQuietMs,
    endTotalMs,
  );
}

/** What sends DONE; null while no IDLE runs. imapflow 2.10.2 calls it before each command, and does not declare it. */
function breakOf(client: ImapFlow): (() => Promise<unknown>) | null {
  const breakIdle: unknown = Reflect.get(client, 'preCheck');
  return typeof breakIdle === 'function' ? async () => await breakIdle.call(client) : null;
}
