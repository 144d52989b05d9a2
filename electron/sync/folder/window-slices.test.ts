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

it('goes up from the lowest UID, each refused message among its neighbours', () => {
  expect(slices([5, 1, 9, 7, 3], [2, 8, 10], 2)).toEqual([
    { envelopes: [1, 3], refused: [2] },
    { envelopes: [5, 7], refused: [8] },
    { envelopes: [9], refused: [10] },
  ]);
});

it('leaves a small window as it is, and an empty one too, since its state is to be saved', () => {
  expect(slices([1, 2], [4], 50)).toEqual([{ envelopes: [1, 2], refused: [4] }]);
  expect(slices([], [4, 3], 50)).toEqual([{ envelopes: [], refused: [3, 4] }]);
  expect(slices([], [], 50)).toEqual([{ envelopes: [], refused: [] }]);
});
