import type { ImapFlow } from 'imapflow';
import type { FlowConnection } from './flow-connection.ts';
import { type Nap, nap } from './nap.ts';

/** N1: a half-open connection is noticed within a minute, so IDLE is interrupted before. */
const roundMs = 35_000;
const probeMs = 15_000;
const probeTotalMs = 30_000;
const totalMs = 9 * 60_000;

/** Waits until the server says something by itself: by IDLE (RFC 2177), in rounds that each end with a proof that the server still answers. */
export class Idler {
  #nap: Nap | null = null;
  #heard = false;

  /** The server said something by itself. */
  heard(): void {
    this.#heard = true;
    this.wake();
  }

  /** Ends the round that runs: another verb wants its turn, or the connection ended. */
  wake(): void {
    this.#nap?.wake();
  }

  /** Ends when the signal aborts (the connection lives on), the server speaks, another verb wants its turn, or 9 minutes passed. */
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
 * Until the nap ends, then DONE and NOOP. Where the server lacks IDLE or has refused it, imapflow polls with NOOP instead. Does not tell
 * whether the NOOP succeeded (imapflow 2.10.2 only logs its failure), so look whether the connection is still open.
 */
async function idleRound(connection: FlowConnection, pause: Nap): Promise<void> {
  const client: ImapFlow = connection.client;
  // Settles when DONE was answered, when the server refuses or ends IDLE, or when the connection ends.
  const idling = client.idle().then(
    () => pause.wake(),
    () => pause.wake(),
  );
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
