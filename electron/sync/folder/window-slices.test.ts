import { expect, it } from 'vitest';
import type { AppError } from '../../../shared/reply.ts';
import { envelope } from '../../store/store-fixture.ts';
import { slicesOf } from './window-slices.ts';

const error: AppError = { code: 'server_refused', params: { reason: 'left_out' }, retryable: true };

function slices(uids: readonly number[], refused: readonly number[], rows: number) {
  const window = { envelopes: uids.map((uid) => envelope(uid)), refused: refused.map((uid) => ({ uid, error })) };
  return [...slicesOf(window, () => rows)].map((slice) => ({
    envelopes: slice.envelopes.map(({ uid }) => uid),
    refused: slice.refused.map(({ uid }) => uid),
  }));
}

it('goes down from the highest UID, each refused message among its neighbours', () => {
  expect(slices([5, 1, 9, 7, 3], [2, 8, 10], 2)).toEqual([
    { envelopes: [7, 9], refused: [8, 10] },
    { envelopes: [3, 5], refused: [] },
    { envelopes: [1], refused: [2] },
  ]);
});

it('leaves a small window as it is, and an empty one too, since its state is to be saved', () => {
  expect(slices([1, 2], [4], 50)).toEqual([{ envelopes: [1, 2], refused: [4] }]);
  expect(slices([], [4, 3], 50)).toEqual([{ envelopes: [], refused: [3, 4] }]);
  expect(slices([], [], 50)).toEqual([{ envelopes: [], refused: [] }]);
});
