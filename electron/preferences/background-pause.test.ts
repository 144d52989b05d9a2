import { expect, it } from 'vitest';
import { fakeClock } from '../platform/clock-fake.ts';
import { BackgroundPause } from './background-pause.ts';

const hour = 3_600_000;

function started() {
  const clock = fakeClock(1_000);
  const told: (number | null)[] = [];
  const pause = new BackgroundPause({ clock, changed: (until) => told.push(until) });
  return { clock, told, pause };
}

it('lasts an hour and ends by itself', async () => {
  const { clock, told, pause } = started();
  pause.start();
  expect(pause.until).toBe(1_000 + hour);
  await clock.advance(hour - 1);
  expect(told).toEqual([1_000 + hour]);
  await clock.advance(1);
  expect(pause.until).toBeNull();
  expect(told).toEqual([1_000 + hour, null]);
});

it('starts over when it is asked for again, and ends once', async () => {
  const { clock, told, pause } = started();
  pause.start();
  await clock.advance(hour / 2);
  pause.start();
  await clock.advance(hour / 2);
  expect(pause.until).not.toBeNull();
  pause.end();
  pause.end();
  await clock.advance(2 * hour);
  expect(told).toEqual([1_000 + hour, 1_000 + 1.5 * hour, null]);
});

it('ends at the wake-up when its hour passed asleep (N6)', () => {
  const { clock, pause } = started();
  pause.start();
  clock.jump(hour - 1);
  pause.check();
  expect(pause.until).not.toBeNull();
  clock.jump(1);
  pause.check();
  expect(pause.until).toBeNull();
});

it('leaves no timer behind', () => {
  const { clock, pause } = started();
  pause.start();
  pause.dispose();
  expect(clock.pending()).toEqual([]);
});
