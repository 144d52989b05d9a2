// How tests wait for an engine in another process, whose events are not theirs.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until it is true. Throws after a minute, with what `told` says. */
export async function until(what: () => Promise<boolean>, told: () => Promise<string>): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error(`It did not happen: ${await told()}`);
    await pause(50);
  }
}
