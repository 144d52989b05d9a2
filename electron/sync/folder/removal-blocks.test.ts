import { describe, expect, it } from 'vitest';
import { RemovalBlocks } from './removal-blocks.ts';

const never = new AbortController().signal;

/** The blocks of a folder with these UIDs, and how many sequence numbers each command asked for. */
async function blocksOf(uids: readonly number[], range: { from: number; to: number }, below = 0, answers = uids) {
  const asked: number[] = [];
  const session = {
    uidsAt: async (sequences: readonly number[]) => {
      asked.push(sequences.length);
      return sequences.flatMap((sequence) => answers[sequence - 1] ?? []).toSorted((a, b) => a - b);
    },
  };
  const blocks = new RemovalBlocks(range, below + 1, uids.length);
  const found: { from: number; to: number; count: number }[] = [];
  for (let block = await blocks.next(session, never); block !== null; block = await blocks.next(session, never))
    found.push({ ...block.uids, count: block.count });
  return { found, asked };
}

const evenUids = (count: number): number[] => Array.from({ length: count }, (_each, index) => (index + 1) * 2);

describe('RemovalBlocks', () => {
  it('covers the range from the newest down, with the number of messages in each block', async () => {
    const { found, asked } = await blocksOf(evenUids(2_500), { from: 1, to: 6_000 });
    expect(found).toEqual([
      { from: 3_002, to: 6_000, count: 1_000 },
      { from: 1_002, to: 3_001, count: 1_000 },
      { from: 1, to: 1_001, count: 500 },
    ]);
    expect(asked).toEqual([2]);
  });

  it('leaves out what is older than the range', async () => {
    const { found } = await blocksOf(evenUids(2_500), { from: 1_001, to: 5_000 }, 500);
    expect(found.map(({ count }) => count)).toEqual([1_000, 1_000]);
    expect(found.at(-1)).toMatchObject({ from: 1_001 });
  });

  it.each([0, 1, 999, 1_000, 1_001])('a folder of %d messages', async (count) => {
    const { found } = await blocksOf(evenUids(count), { from: 1, to: 9_000 });
    expect(found.reduce((sum, block) => sum + block.count, 0)).toBe(count);
    expect(found.at(-1)?.from).toBe(1);
  });

  it('asks for no more numbers at once than a command line of Exchange holds', async () => {
    const { found, asked } = await blocksOf(evenUids(900_000), { from: 1, to: 1_800_000 });
    expect(asked).toEqual([400, 400, 99]);
    expect(found.every(({ count }) => count === 1_000)).toBe(true);
    expect(found).toHaveLength(900);
  });

  it('leaves what is left to be compared in windows where the server answers fewer numbers than asked', async () => {
    const uids = evenUids(5_000);
    const { found, asked } = await blocksOf(uids, { from: 1, to: 10_000 }, 0, uids.slice(0, 3_000));
    expect(found).toEqual([]);
    expect(asked).toEqual([4]);
  });
});
