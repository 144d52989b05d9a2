import { describe, expect, it } from 'vitest';
import type { OperationId } from '../../shared/mail.ts';
import { seededRandom } from '../store/store-fixture.ts';
import { Suspects } from './suspects.ts';

const ids = (count: number): OperationId[] => Array.from({ length: count }, (_, index) => index as OperationId);

/** Sends a batch and what becomes of it, as the runner does; answers the commands and what was found to be refused. */
function search(count: number, isRefused: (id: OperationId) => boolean) {
  const suspects = new Suspects();
  const waiting: OperationId[][] = [ids(count)];
  const found = new Set<OperationId>();
  let commands = 0;
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    commands += 1;
    if (!part.some(isRefused)) {
      suspects.accepted(part);
      continue;
    }
    const finding = suspects.refused(part);
    if (finding.kind === 'found') {
      for (const id of finding.ids) found.add(id);
      const rest = waiting.map((other) => other.filter((id) => !found.has(id))).filter((other) => other.length > 0);
      waiting.splice(0, waiting.length, ...rest);
    } else {
      const middle = Math.ceil(part.length / 2);
      waiting.unshift(part.slice(0, middle), part.slice(middle));
      expect(new Set(part.slice(0, middle).map((id) => suspects.partOf(id))).size).toBe(1);
      expect(suspects.partOf(part[0] ?? (0 as OperationId))).not.toBe(
        suspects.partOf(part.at(-1) ?? (0 as OperationId)),
      );
    }
  }
  return { commands, found: [...found] };
}

describe('the search in a refused batch', () => {
  it.each([0, 1, 499, 500, 998, 999])('Y4: finds one of 1,000 (number %i) with about log n commands', (poisoned) => {
    const { commands, found } = search(1_000, (id) => id === poisoned);
    expect(found).toEqual([poisoned]);
    expect(commands).toBeLessThanOrEqual(2 * 10 + 1);
  });

  it.each([1, 2, 3, 10, 1_000])('B14b: takes all of %i for refused when none is accepted', (count) => {
    const { commands, found } = search(count, () => true);
    expect(found).toHaveLength(count);
    expect(commands).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(count)) + 3);
  });

  it('finds some of many, blames no other, and stays below a bound however many they are', () => {
    const random = seededRandom(8);
    for (let round = 0; round < 300; round += 1) {
      const count = 1 + random(1_000);
      const oneIn = 2 + random(1_000);
      const poisoned = new Set(ids(count).filter(() => random(oneIn) === 0));
      const { commands, found } = search(count, (id) => poisoned.has(id));
      const depth = Math.ceil(Math.log2(count));
      expect(commands).toBeLessThanOrEqual(2 * (8 * depth + 2) + 1);
      for (const id of poisoned) expect(found).toContain(id);
      // With few of them the search is not given up.
      if (poisoned.size * depth <= 2 * depth) expect(new Set(found)).toEqual(poisoned);
    }
  });
});
