import { expect } from '@playwright/test';
import { type Heron, recordOpenedPages } from './app.ts';

/**
 * Brings a running Heron back to its first screen: without the accounts that it has, and as if it had opened no page. The journeys of a file that
 * each begin there share one start of Electron this way. The servers, and what they hold, stay as they are.
 */
export async function startOver({ app, window }: Heron): Promise<void> {
  await recordOpenedPages(app);
  const failed = await window.evaluate(async () => {
    const { calls } = globalThis.window.heron;
    const accounts = await calls['accounts.list'](undefined);
    if (!accounts.ok) return accounts.error;
    for (const { account } of accounts.value) {
      const removed = await calls['accounts.remove']({ accountId: account.id });
      if (!removed.ok) return removed.error;
    }
    return null;
  });
  expect(failed, 'the accounts of the journey before are removed').toBeNull();
  await window.reload();
  await expect(window.getByRole('heading', { name: 'Welcome to Heron' })).toBeVisible();
}
