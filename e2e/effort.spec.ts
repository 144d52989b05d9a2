import { expect, test } from '@playwright/test';
import { launchHeron, openedPage, removeProfile } from './app.ts';
import { startDemoServers } from './demo/demo-servers.ts';
import { Effort } from './effort.ts';
import { openInBrowser } from './person-browser.ts';
import { expectMailbox } from './steps.ts';

test('in the demo three decisions and less than 20 seconds of a person lead from the first screen to the inbox', async () => {
  const servers = await startDemoServers({
    now: new Date(),
    accessTokenLifetimeSeconds: 600,
    pollIntervalSeconds: 2,
  });
  const heron = await launchHeron({ environment: servers.environment });
  try {
    const { window } = heron;
    const person = new Effort();
    await person.read(window);
    await person.type(window, 'Email address', servers.address);
    const byBrowser = window.getByRole('button', { name: 'Sign in by browser' });
    await expect(byBrowser).toBeVisible();
    await person.read(window);
    await person.click(byBrowser);
    const browser = await openInBrowser(await openedPage(heron, 1));
    const approve = browser.page.getByRole('button', { name: 'Approve' });
    await expect(approve).toBeVisible();
    await person.read(browser.page);
    await person.click(approve);
    await expectMailbox(window);
    await browser.close();
    console.log(`Effort: ${person.decisions} decisions, ${person.seconds.toFixed(1)} s of a person`);
    expect(person.decisions).toBeLessThanOrEqual(3);
    expect(person.seconds).toBeLessThanOrEqual(20);
  } finally {
    await heron.quit();
    await removeProfile(heron.profile);
    await servers.stop();
  }
});
