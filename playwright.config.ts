import { defineConfig } from '@playwright/test';

/** Journeys on a real Electron. Each starts its own servers and its own profile, so they run side by side. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'e2e/.results',
  // More than the two cores: a journey waits for servers most of its time.
  workers: 3,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // How long a red journey takes, not what makes it red: on a slow machine each step may take its time.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  projects: [
    { name: 'journeys', testIgnore: 'package/**' },
    // These walk through a package, which `npm run test:package` builds first.
    { name: 'package', testMatch: 'package/*.spec.ts' },
  ],
});
