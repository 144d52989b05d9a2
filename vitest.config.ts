import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** `npm run test:long` repeats what a test does at random many times within it. */
const isLong = Number(process.env['HERON_TIMES'] ?? 1) > 1;

/** How long a red test takes, not what makes it red: on a slow machine each may take its time. */
const patience = {
  testTimeout: isLong ? 3_600_000 : 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 60_000 } },
} as const;

/** Vitest leaves one processor free, which on two means that one is idle. */
const workers = { maxWorkers: Math.max(2, availableParallelism() - 1) } as const;

/** A test against servers waits for them, and for Heron's own pauses, most of its time. */
const waitingWorkers = { maxWorkers: 2 * availableParallelism() } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,electron,e2e}/**/*.test.ts', 'build/**/*.test.mjs'],
          environment: 'node',
          ...patience,
          ...workers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'window',
          include: ['renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          ...patience,
          ...workers,
          setupFiles: ['renderer/testing/hold-timers.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{electron,e2e}/**/*.itest.ts'],
          environment: 'node',
          ...patience,
          ...waitingWorkers,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
