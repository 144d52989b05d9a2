import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until } from './engine-asker.ts';
import { clock, openFolder, rows, withEngine } from './engine-fixture.ts';

withEngine();

/** How long what is done in idle moments rests after each step while the window asks. */
const restMs = 25;
const rests = (): boolean => clock.pending().includes(restMs);

describe('what is done in idle moments', () => {
  it('rests after each step while the window asks for rows, and goes on without rest when it does not', async () => {
    const viewId = await openFolder('INBOX', 300);
    // Messages have just come: a step, and a longer pause.
    await clock.advance(2_000);
    await clock.advance(250);
    for (let step = 0; step < 3; step += 1) {
      await rows(viewId);
      await clock.advance(restMs);
      await until(async () => rests());
      // It does not go on before its time.
      for (let turn = 0; turn < 20; turn += 1) await immediate();
      expect(rests()).toBe(true);
    }
    await clock.advance(2_000);
    for (let turn = 0; turn < 20; turn += 1) await immediate();
    expect(rests()).toBe(false);
  });
});
