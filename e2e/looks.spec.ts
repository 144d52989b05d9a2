/**
 * The demo as a new user meets it, in light and dark: no screen has an accessibility violation (U1, U2). With
 * HERON_PICTURES=1 the journey also takes the README's pictures.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { type DemoServers, startDemoServers } from './demo/demo-servers.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { openInBrowser } from './person-browser.ts';
import { atRest, look } from './screens.ts';
import {
  backToMailbox,
  expectMailbox,
  folder,
  getCode,
  message,
  messageFrame,
  openSettings,
  reader,
  testPasswordAccount,
} from './steps.ts';

const screens = resolve(import.meta.dirname, '../docs/screens');
const largestPicture = 250 * 1024;

let servers: DemoServers;
let keyring: Keyring;
let heron: Heron;

// A tour of all screens.
test.describe.configure({ timeout: 600_000 });

test.beforeEach(async () => {
  keyring = await startKeyring();
  servers = await startDemoServers({
    now: new Date(),
    accessTokenLifetimeSeconds: 600,
    pollIntervalSeconds: 0.2,
  });
});
test.afterEach(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await servers.stop();
  await keyring.stop();
});

test('the demo leads from the first start to a read message', async () => {
  heron = await launchHeron({ environment: servers.environment, keyring });
  const { window } = heron;
  await resize(heron);
  await expect(window.getByRole('heading', { name: 'Welcome to Heron' })).toBeVisible();
  await look(window, 'demo-welcome');

  await window.getByLabel('Your name').fill('Ada Lovelace');
  // The organisation's profile knows the address.
  await window.getByLabel('Email address').fill(servers.address);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Sign in by browser' })).toBeVisible();
  await look(window, 'demo-microsoft');
  const code = await getCode(window);
  await look(window, 'demo-device-code');
  await readmePicture(window, 'device-code');
  await signInInBrowser(heron, code);

  await expectMailbox(window);
  await expect(folder(window, /Inbox/)).toHaveAttribute('aria-selected', 'true');
  // A sentence that only the body contains: it shows that the text was fetched.
  // A conversation, once what its messages answer is known: one row for three messages here and one in Sent Items.
  await expect(message(window, /who speaks when/)).toHaveCount(1);
  await expect(message(window, /who speaks when/)).toHaveAccessibleName(/4 messages/);
  await message(window, /who speaks when/).click();
  await expect(reader(window).getByText('The room has two projectors')).toBeVisible();
  await expect(reader(window).getByText('Then I go second')).toBeVisible();
  await reader(window)
    .getByRole('button', { name: /Ada Lovelace.*Sent Items/ })
    .click();
  await expect(reader(window).getByText('I can take the opening, if nobody minds').first()).toBeVisible();
  await look(window, 'demo-text');

  // As the demo's own words say.
  await window.keyboard.press('/');
  await window.getByRole('searchbox').fill('from:grace programme');
  await expect(window.getByText('2 found')).toBeVisible();
  await message(window, /who speaks when/)
    .first()
    .click();
  await look(window, 'demo-search');
  await window.getByRole('button', { name: 'End search' }).click();

  // The results stay until the folder is listed again.
  await expect(message(window, /who speaks when/)).toHaveCount(1);

  // What the README promises: an answer, and its copy in Sent.
  await message(window, /who speaks when/).click();
  await window.keyboard.press('r');
  const composer = window.locator('[data-composer]');
  await expect(composer.getByRole('textbox', { name: 'Message text' })).toBeFocused();
  await window.keyboard.type('The left projector is the better one.');
  await expect(composer.getByText('Saved')).toBeVisible();
  await look(window, 'demo-answer');
  await composer.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(composer).toHaveCount(0);
  await expect.poll(() => servers.smtp.messages.length).toBe(1);
  await folder(window, /Sent Items/).click();
  await message(window, /Re: .*who speaks when/)
    .first()
    .click();
  await expect(reader(window).getByText('The left projector is the better one.')).toBeVisible();
  await look(window, 'demo-sent');
  await folder(window, /Inbox/).click();
  await message(window, /Your trip to Lisbon/).click();
  await expect(messageFrame(window).getByText('Seats 41 and 42')).toBeVisible();
  await expect(reader(window).getByText('1 remote image blocked')).toBeVisible();
  await look(window, 'demo-html');
  await mailboxPicture(window, 'light');
  await mailboxPicture(window, 'dark');

  await folder(window, /Deleted Items/).click();
  await message(window, /Minutes of Tuesday/)
    .first()
    .click();
  await expect(reader(window).getByRole('button', { name: /Delete forever/ })).toBeVisible();
  await look(window, 'demo-trash');

  await openSettings(window, servers.address);
  await look(window, 'demo-settings');
  await backToMailbox(window);
  await expectMailbox(window);
});

test('a password is refused by the demo, with the way on', async () => {
  // As for somebody whose organisation has no profile, which would know a better way.
  const { HERON_TEST_ORGANISATION: _profile, ...environment } = servers.environment;
  heron = await launchHeron({ environment, keyring });
  const { window } = heron;
  await resize(heron);
  await testPasswordAccount(window, { address: servers.address, password: 'correct horse', port: servers.imap.port });
  await expect(window.getByRole('button', { name: 'Sign in with Microsoft instead' })).toBeVisible();
  await look(window, 'demo-basic-auth-blocked');
  await readmePicture(window, 'basic-auth-blocked');
});

/** "Copy code and open page", and what a person does on that page. */
async function signInInBrowser({ app, window }: Heron, code: string): Promise<void> {
  await app.evaluate(({ shell }) => {
    shell.openExternal = (url) => {
      Object.assign(globalThis, { openedPage: url });
      return Promise.resolve();
    };
  });
  await window.getByRole('button', { name: 'Copy code and open page' }).click();
  await expect(window.getByText('The code is copied.')).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(code);
  const opened = await app.evaluate(() => (globalThis as { openedPage?: string }).openedPage ?? '');
  expect(opened).toBe(servers.identityProvider.devicePageUrl);
  const browser = await openInBrowser(opened);
  await browser.page.getByLabel('Code').fill(code);
  await browser.page.getByRole('button', { name: 'Next' }).click();
  await browser.page.getByRole('button', { name: 'Approve' }).click();
  await expect(browser.page.getByRole('heading', { name: 'You have signed in' })).toBeVisible();
  await browser.close();
}

function resize({ app }: Heron): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
}

/** The mailbox as it is after a while: with the first words of the newest messages, which come with their texts. */
async function mailboxPicture(window: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  if (process.env['HERON_PICTURES'] !== '1') return;
  const list = window.getByRole('listbox', { name: 'Messages' });
  for (const words of ['Ada, I have', 'The third c', 'The chart is', 'The big hall', 'Vielen Dank']) {
    await expect(list.getByText(words)).toBeVisible();
  }
  await message(window, colorScheme === 'light' ? /Your trip to Lisbon/ : /who speaks when/).click();
  await list.evaluate((element) => element.scrollTo(0, 0));
  await window.emulateMedia({ colorScheme });
  await readmePicture(window, `mailbox-${colorScheme}`);
  await window.emulateMedia({ colorScheme: null });
}

async function readmePicture(window: Page, name: string): Promise<void> {
  if (process.env['HERON_PICTURES'] !== '1') return;
  await atRest(window);
  const path = resolve(screens, `${name}.png`);
  await window.screenshot({ path });
  expect((await stat(path)).size, `${name}.png is small enough for a README`).toBeLessThanOrEqual(largestPicture);
}
