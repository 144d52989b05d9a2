import type { ImapFlow } from 'imapflow';
import type { FlowConnection } from './flow-connection.ts';
import { type Nap, nap } from './nap.ts';

/** N1: a half-open connection must be noticed within a minute, so each round of IDLE is shorter than that. */
const roundMs = 35_000;
const probeMs = 15_000;
const probeTotalMs = 30_000;
const totalMs = 9 * 60_000;

/**
 * Waits for unsolicited answers of the server by IDLE (RFC 2177), in rounds. Each round ends with a NOOP that proves
 * that the server still answers.
 */
export class Idler {
  #nap: Nap | null = null;
  #heard = false;

  /** The server sent an unsolicited answer. */
  heard(): void {
    this.#heard = true;
    this.wake();
  }

  /** Ends the running round, because another verb waits for its turn or the connection ended. */
  wake(): void {
    this.#nap?.wake();
  }

  /**
   * Ends when the signal aborts (the connection stays open), the server sends something, another verb waits for its
   * turn, or 9 minutes have passed.
   */
  async idle(connection: FlowConnection, signal: AbortSignal): Promise<void> {
    this.wake();
    await connection.turn(async () => {
      this.#heard = false;
      const rounds = Math.ceil(totalMs / roundMs);
      for (let round = 0; round < rounds; round += 1) {
        if (signal.aborted || this.#heard || connection.waiting > 1) break;
        connection.mustBeOpen();
        const pause = nap(roundMs);
        this.#nap = pause;
        const wake = (): void => pause.wake();
        signal.addEventListener('abort', wake, { once: true });
        try {
          await idleRound(connection, pause);
        } finally {
          signal.removeEventListener('abort', wake);
          pause.wake();
          this.#nap = null;
        }
      }
      connection.mustBeOpen();
    });
  }
}

/**
 * One round: IDLE until `pause` ends, then DONE and NOOP. Where the server lacks IDLE or refused it, imapflow polls
 * with NOOP instead. The NOOP's success is not known (imapflow 2.10.2 only logs its failure), so the caller checks
 * whether the connection is still open.
 */
async function idleRound(connection: FlowConnection, pause: Nap): Promise<void> {
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
      await client.noop();
      await idling;
    },
    probeMs,
    probeTotalMs,
  );
}
