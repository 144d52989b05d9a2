import { setImmediate as immediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fakeClock } from '../../platform/clock-fake.ts';
import { ForegroundGate } from './foreground-gate.ts';

it('background work waits while the user does, and no longer than until its signal', async () => {
  const gate = new ForegroundGate(fakeClock());
  let end: () => void = () => undefined;
  const user = gate.during(() => new Promise<void>((resolve) => (end = resolve)));
  const controller = new AbortController();
  const passed: string[] = [];
  const stopped = gate.pass(controller.signal).then(() => passed.push('stopped'));
  const patient = gate.pass().then(() => passed.push('patient'));
  await immediate();
  await immediate();
  expect(passed).toEqual([]);
  controller.abort();
  await stopped;
  expect(passed).toEqual(['stopped']);
  end();
  await Promise.all([user, patient]);
  expect(passed).toEqual(['stopped', 'patient']);
});

it('expects more questions for two seconds after one', () => {
  const clock = fakeClock();
  const gate = new ForegroundGate(clock);
  expect(gate.isAsking).toBe(false);
  gate.asked();
  expect(gate.isAsking).toBe(true);
  clock.advance(1_999);
  expect(gate.isAsking).toBe(true);
  clock.advance(1);
  expect(gate.isAsking).toBe(false);
});
