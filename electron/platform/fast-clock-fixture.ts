import { type Clock, systemClock } from './clock.ts';

/** When the tests of this process began, so that all its fast clocks tell the same time. Milliseconds since the epoch. */
export const testsBegan = systemClock.now();

/**
 * The computer's clocks and timers, going so many times as fast, so that a test need not wait for Heron's pauses. The wall clock is right when the
 * tests begin and runs ahead from then on: a pause that is kept as a point in time is as short as one that is kept as a timer.
 * @param began where the fast wall clock is right, milliseconds since the epoch; processes that share a profile need the same
 */
export function fastClock(times: number, began = testsBegan): Clock {
  return {
    now: () => Math.round(began + (systemClock.now() - began) * times),
    monotonic: () => systemClock.monotonic() * times,
    after: (ms, task) => systemClock.after(ms / times, task),
  };
}
