import type { ImapFlow } from 'imapflow';

/** A wait that ends by itself after `ms`, or early by `wake`. */
export interface Nap {
  readonly ended: Promise<void>;
  wake(): void;
}

/** Starts a wait; its timer is gone when it ended. */
export function nap(ms: number): Nap {
  let wake = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { ended, wake: () => wake() };
}

/**
 * One round of IDLE (RFC 2177): until the nap ends, then DONE and NOOP, which proves that the server still answers. Without IDLE just
 * the nap and NOOP. Answers whether IDLE is worth another round: a server may offer it and refuse it. Does not tell whether the NOOP
 * succeeded (imapflow swallows that), so look whether the connection is still open.
 *
 * @param probe runs the DONE and NOOP under a deadline
 */
export async function idleRound(
  client: ImapFlow,
  useIdle: boolean,
  pause: Nap,
  probe: (act: () => Promise<void>) => Promise<void>,
): Promise<boolean> {
  if (!useIdle) {
    await pause.ended;
    await probe(() => client.noop());
    return false;
  }
  let refused = false;
  // Settles when DONE was answered, when the server refuses or ends IDLE, or when the connection ends.
  const idling = client.idle().then(
    (result) => {
      refused = result === false;
      pause.wake();
    },
    () => pause.wake(),
  );
  await pause.ended;
  await probe(async () => {
    await client.noop();
    await idling;
  });
  return !refused;
}
