// How tests wait for an engine that tells them nothing of its events.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until it is true. Throws after a minute, with what `told` says. */
export async function until(what: () => Promise<boolean>, told = async () => ''): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error(`It did not happen. ${await told()}`);
    await pause(10);
  }
}
