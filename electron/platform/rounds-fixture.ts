// How often tests repeat what they do at random, or what they kill in the middle.

/** How many times as often as in `npm test`: 1 there, more by HERON_TIMES, which `npm run test:long` sets. */
const times = Number(process.env['HERON_TIMES'] ?? 1);
/** The first seed is another one by HERON_SEED, for example to repeat what a red test printed. */
const shift = Number(process.env['HERON_SEED'] ?? 0);

/** The rounds of a test that does `usual` in `npm test`. */
export const roundsOf = (usual: number): number => Math.max(1, Math.round(usual * times));

/** The seeds of a test that tries `usual` of them in `npm test`. */
export const seedsOf = (usual: number): readonly number[] => seeds(roundsOf(usual));

const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => 1 + index + shift);

/**
 * The seeds of a test that does `usual` rounds with one seed in `npm test`, and the rounds of each: no more than `most`, since what goes wrong hangs on
 * how a seed begins as much as on how long it goes on.
 */
export function seedsWithRounds(
  usual: number,
  most: number,
): { readonly seeds: readonly number[]; readonly rounds: number } {
  const all = roundsOf(usual);
  const count = Math.ceil(all / most);
  return { seeds: seeds(count), rounds: Math.ceil(all / count) };
}

/** How long a red test of so many rounds takes, in milliseconds; not what makes it red. */
export const patienceFor = (rounds: number): number => 60_000 + rounds * 20_000;
