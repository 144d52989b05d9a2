import { expect, it } from 'vitest';
import { SliceSize } from './slice-size.ts';

/** A computer that takes so long for each message, in milliseconds. */
function computer(msEach: number) {
  const state = { time: 0, msEach, isAsking: false };
  const size = new SliceSize({ monotonic: () => state.time }, () => state.isAsking);
  const store = (slices: number) => {
    for (let slice = 0; slice < slices; slice += 1) {
      const { rows } = size;
      size.storing(rows, () => {
        state.time += rows * state.msEach;
      });
    }
  };
  return { state, size, store };
}

it.each([
  [0.05, 80, 250],
  [0.1, 40, 250],
  [0.2, 20, 125],
  [1, 20, 25],
])('with %s ms a message takes %i while the window asks, and %i at rest', (msEach, asked, atRest) => {
  const { state, size, store } = computer(msEach);
  store(100);
  expect(size.rows).toBe(atRest);
  state.isAsking = true;
  expect(size.rows).toBe(asked);
});

it('stays calm where one transaction was interrupted, and follows a computer that has become slower', () => {
  const { state, size, store } = computer(0.1);
  state.isAsking = true;
  store(20);
  state.msEach = 10;
  store(1);
  expect(size.rows).toBeGreaterThan(30);
  state.msEach = 0.16;
  store(60);
  expect(size.rows).toBe(25);
});

it('learns nothing from small transactions', () => {
  const { state, size } = computer(0.1);
  state.isAsking = true;
  size.storing(1, () => {
    state.time += 50;
  });
  expect(size.rows).toBe(40);
});
