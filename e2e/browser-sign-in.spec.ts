import { readdir } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, openedPage, removeProfile } from './app.ts';
import { leakingFiles, leaksIn, recordBridge } from './canary.ts';
import { openInBrowser, type PersonBrowser } from './person-browser.ts';
import { look, picture } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import {
  addPasswordAccount,
  enterMicrosoftAddress,
  expectMailbox,
  fact,
  getCode,
  message,
  messages,
  openSettings,
} from './steps.ts';
import { ada, canary, grace, password, startWorld, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

let world: World;
let heron: Heron;
/** One for all journeys: it keeps nothing of the pages that it shows. */
let person: PersonBrowser | null = null;

test.beforeAll(async () => {
  world = await startWorld();
  world.identityProvider.addUser({ address: grace, name: 'Grace Hopper' });
  await world.dovecot.seed(ada, 'INBOX', letters());
  await world.dovecot.addUser(grace, { password });
  await world.dovecot.seed(grace, 'INBOX', letters());
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await person?.close();
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
test.beforeEach(() => startOver(heron));

/** What the person does on the provider's page that Heron opened. */
async function atThePage(url: string): Promise<Page> {
  if (person === null) person = await openInBrowser(url);
  else await person.page.goto(url);
  return person.page;
}

async function approve(url: string, address: string): Promise<Page> {
  const page = await atThePage(url);
  await page.getByText(address).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('heading', { name: 'You have signed in' })).toBeVisible();
  return page;
}

test('the browser’s page leads to the inbox and keeps nothing of the sign-in; an organisation that asks for more gets it by one more, and mail goes on', async () => {
  const { window } = heron;
  const bridge = await recordBridge(heron);
  await enterMicrosoftAddress(window, ada);
  await look(window, 'microsoft-browser');
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  const url = await openedPage(heron, 1);
  await expect(window.getByText('The page is open in your browser.')).toBeVisible();
  await expect(window.getByRole('timer')).toHaveText(/^1[45]:\d\d left$/);
  await look(window, 'at-browser');

  const page = await approve(url, ada);
  expect(page.url()).toMatch(/^http:\/\/localhost:\d+\/signed-in$/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `browser-last-page-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: null });
  await expectMailbox(window);
  await expect(messages(window)).toHaveCount(4);
  expect(world.identityProvider.counters.deviceCodes).toBe(0);

  const told = await bridge();
  expect(told.channels).toContain('heron:event:signIn.changed');
  expect(leaksIn(told.text)).toEqual([]);
  expect(told.text).not.toContain(new URL(url).searchParams.get('state'));
  // The keyring is missing, so that nothing of the sign-in is on the disk either.
  expect(await leakingFiles(heron.profile)).toEqual([]);

  const claims = '{"access_token":{"capolids":{"essential":true,"values":["0d6a30e4-4a5b"]}}}';
  world.identityProvider.challenge(ada, { aadsts: 53000, claims });
  world.identityProvider.expireAccessTokens(ada);
  await world.dovecot.kick(ada);
  const signIn = window.getByRole('button', { name: 'Sign in', exact: true });
  await expect(signIn).toHaveCount(1);
  await expect(window.getByText('Your organisation asks for more than the sign-in that Heron has')).toBeVisible();
  await look(window, 'more-asked');
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Asked and answered' }).raw);
  await signIn.click();
  const asked = await openedPage(heron, 2);
  expect(JSON.parse(new URL(asked).searchParams.get('claims') ?? '')).toMatchObject(JSON.parse(claims));
  await approve(asked, ada);
  await expect(message(window, /Asked and answered/)).toBeVisible();
  await expect(signIn).toBeHidden();
  expect(heron.output.join('')).not.toContain('capolids');
  expect(heron.output.join('')).not.toContain(canary);
});

test('where a policy blocks the code, the page’s error leads to the browser and on to the inbox', async () => {
  const { window } = heron;
  await enterMicrosoftAddress(window, ada);
  const code = await getCode(window);
  const mend = world.identityProvider.failNext('sign-in-page', { aadsts: 53003 });
  const device = await atThePage(world.identityProvider.devicePageUrl);
  await device.getByLabel('Code').fill(code);
  await device.getByRole('button', { name: 'Next' }).click();
  await device.getByRole('button', { name: 'Approve' }).click();
  await expect(device.getByRole('heading', { name: 'You cannot access this right now' })).toBeVisible();
  const shown = /AADSTS\d+/.exec((await device.getByRole('alert').textContent()) ?? '')?.[0] ?? '';
  mend();

  // Heron hears nothing of it, so it asks.
  await window.getByRole('button', { name: 'The page says no' }).click();
  await look(window, 'page-says-no');
  await window.getByRole('radio', { name: 'Something else, with a code' }).click();
  await window.getByRole('button', { name: 'What helps?' }).click();
  await expect(window.getByText('A code looks like AADSTS53003.')).toBeVisible();
  await window.getByLabel('Error code').fill(shown);
  await window.getByRole('button', { name: 'What helps?' }).click();
  await expect(window.getByRole('heading', { name: 'Signing in with a code is blocked' })).toBeVisible();
  await look(window, 'code-blocked');

  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  await approve(await openedPage(heron, 1), ada);
  await expectMailbox(window);
});

test('where an administrator has to approve, the letter, the steps and the approval lead on to the inbox', async () => {
  const { window } = heron;
  world.identityProvider.failNext('sign-in-redirect', { aadsts: 90094 });
  await enterMicrosoftAddress(window, ada);
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  const page = await atThePage(await openedPage(heron, 1));
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('heading', { name: 'You are not signed in' })).toBeVisible();
  await picture(page, 'browser-last-page-refused');

  await expect(window.getByRole('heading', { name: 'Your administrator has to approve Heron first' })).toBeVisible();
  await expect(
    window.getByText(/AADSTS90094, correlation ID [0-9a-f-]{36}, \d{4}-\d\d-\d\d [\d:]{8} UTC/),
  ).toBeVisible();
  await look(window, 'admin-approval');
  await window.getByRole('button', { name: 'How an administrator approves it, and takes it back' }).click();
  await look(window, 'admin-approval-steps');
  await window.getByRole('button', { name: 'Copy text for your administrator' }).click();
  const letter = await heron.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(letter).toContain('/organizations/adminconsent?client_id=11111111-2222-4333-8444-555555555555');
  await window.getByRole('button', { name: 'Send by e-mail' }).click();
  expect(await openedPage(heron, 2)).toMatch(/^mailto:\?subject=/);

  await window.getByRole('button', { name: 'Approved: try again' }).click();
  await approve(await openedPage(heron, 3), ada);
  await expectMailbox(window);
});

test('a Heron that is killed while the browser has the page leaves nothing behind; then an address of a known provider leads straight to what works there', async () => {
  const { profile } = heron;
  await enterMicrosoftAddress(heron.window, ada);
  await heron.window.getByRole('button', { name: 'Sign in by browser' }).click();
  const url = await openedPage(heron, 1);
  const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
  await heron.kill();
  await expect(fetch(redirect)).rejects.toThrow();
  expect(await leakingFiles(profile)).toEqual([]);
  expect(await readdir(profile)).not.toContain('vault');

  heron = await launchHeron({ environment: world.environment, profile });
  const { window } = heron;
  await expect(window.getByRole('heading', { name: 'Welcome to Heron' })).toBeVisible();
  await window.getByLabel('Email address').fill('ada@gmail.com');
  await expect(window.getByText('This mailbox is at Gmail.')).toBeVisible();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Sign in to Gmail' })).toBeVisible();
  await expect(window.getByLabel('App password', { exact: true })).toBeFocused();
  await look(window, 'setup-gmail');
  await window.getByRole('button', { name: 'Make an app password' }).click();
  expect(await openedPage(heron, 1)).toBe('https://myaccount.google.com/apppasswords');
  await window.getByRole('button', { name: 'Sign in with OAuth2 instead' }).click();
  await expect(window.getByRole('heading', { name: 'Sign in with Google' })).toBeVisible();
  await look(window, 'setup-google-oauth2');
  await window.keyboard.press('Escape');
  await window.keyboard.press('Escape');
  await window.getByLabel('Email address').fill(ada);
  await window.keyboard.press('Enter');
  await window.getByRole('radio', { name: 'Other IMAP server' }).click();
  await window.getByRole('button', { name: 'Continue' }).click();
  await window.getByRole('button', { name: 'Sign in with OAuth2 instead' }).click();
  await look(window, 'setup-oauth2');
});

test('without a browser the address can be copied; a guessed answer changes nothing', async () => {
  const { window } = heron;
  await heron.app.evaluate(({ shell }) => {
    shell.openExternal = () => Promise.reject(new Error('There is no browser.'));
  });
  await enterMicrosoftAddress(window, ada);
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  await expect(window.getByText('No browser could be opened.')).toBeVisible();
  await look(window, 'no-browser');
  await window.getByRole('button', { name: 'Copy the address' }).click();
  await expect(window.getByText('The address is copied.')).toBeVisible();
  const url = await heron.app.evaluate(({ clipboard }) => clipboard.readText());
  const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';

  const page = await atThePage(`${redirect}/?code=injected&state=guessed`);
  expect(await page.evaluate(() => document.body.textContent)).toBe('');
  await expect(window.getByText('The address is copied.')).toBeVisible();
  await approve(url, ada);
  await expectMailbox(window);
});

test('an account signs in again by browser from its banner, and one with a password is switched', async () => {
  const { window } = heron;
  await addPasswordAccount(window, { address: grace, password, port: world.dovecot.tlsPort });
  await openSettings(window, grace);
  await window.getByRole('button', { name: 'Switch to OAuth2 sign-in…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Sign in by browser' }).click();
  await approve(await openedPage(heron, 1), grace);
  await expect(dialog).toBeHidden();
  await expect(fact(window, 'Signed in as')).toHaveText(grace);
  await window.getByRole('button', { name: 'Back to the mailbox' }).click();
  await expectMailbox(window);

  world.identityProvider.revokeGrants(grace);
  await world.dovecot.kick(grace);
  const signIn = window.getByRole('button', { name: 'Sign in', exact: true });
  await expect(signIn).toBeVisible();
  // Delivered while the account waits, so that the new sign-in's first look finds it.
  await world.dovecot.deliver(grace, 'INBOX', buildMessage({ subject: 'Signed in again' }).raw);
  await signIn.click();
  await expect(dialog.getByText('The page is open in your browser.')).toBeVisible();
  await look(window, 'dialog-at-browser');
  await approve(await openedPage(heron, 2), grace);
  await expect(dialog).toBeHidden();
  await expect(message(window, /Signed in again/)).toBeVisible();
  await expect(signIn).toBeHidden();

  // A second account: what is there already is said at once, and the new one's inbox follows its sign-in.
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'For Ada alone' }).raw);
  await window.getByRole('button', { name: 'Add account' }).click();
  await window.getByLabel('Email address').fill(grace.toUpperCase());
  await expect(window.getByText('This mailbox is in Heron already.')).toBeVisible();
  await look(window, 'address-is-there');
  await enterMicrosoftAddress(window, ada);
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  await approve(await openedPage(heron, 3), ada);
  await expect(message(window, /For Ada alone/)).toBeVisible();
});
