import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';
import type { World } from './world.ts';

/** From the first screen to the one where Microsoft's sign-in starts. */
export async function enterMicrosoftAddress(window: Page, address: string): Promise<void> {
  await window.getByLabel('Email address').fill(address);
  await window.keyboard.press('Enter');
  await ownSignIn(window);
  await window.getByRole('radio', { name: 'Microsoft 365' }).click();
  await window.getByRole('button', { name: 'Continue' }).click();
  await expect(window.getByRole('heading', { name: 'Sign in to Microsoft 365' })).toBeVisible();
}

/** Where somebody of the same domain is signed in already: this mailbox has a sign-in of its own. */
async function ownSignIn(window: Page): Promise<void> {
  const own = window.getByRole('radio', { name: 'Its own sign-in' });
  await expect(own.or(window.getByRole('radio', { name: 'Other IMAP server' }))).toBeVisible();
  if (!(await own.isVisible())) return;
  await own.click();
  await window.getByRole('button', { name: 'Continue' }).click();
}

/** Asks for a code and reads it off the screen, as a person would. */
export async function getCode(window: Page): Promise<string> {
  await window.getByRole('button', { name: 'Use a code instead' }).click();
  return readCode(window);
}

export async function readCode(window: Page): Promise<string> {
  const code = window.getByLabel('Sign-in code');
  await expect(code).toBeVisible();
  return ((await code.textContent()) ?? '').replace(/\s/g, '');
}

/** The whole way by device code, from the first screen to the open inbox. */
export async function signInByCode(window: Page, world: World, address: string): Promise<void> {
  await enterMicrosoftAddress(window, address);
  world.identityProvider.approve(await getCode(window), address);
  await expectMailbox(window);
}

interface Login {
  readonly address: string;
  readonly password: string;
}

interface PasswordAccount extends Login {
  readonly host?: string;
  readonly port: number;
  readonly security?: 'tls' | 'starttls';
}

/** From the first screen to the running connection test of an account with a password. */
export async function testPasswordAccount(window: Page, account: PasswordAccount): Promise<void> {
  await window.getByLabel('Email address').fill(account.address);
  await window.keyboard.press('Enter');
  await ownSignIn(window);
  await window.getByRole('radio', { name: 'Other IMAP server' }).click();
  await window.getByRole('button', { name: 'Continue' }).click();
  await window.getByLabel('Password', { exact: true }).fill(account.password);
  if (account.security !== undefined) await window.getByLabel('IMAP security').selectOption(account.security);
  await window.getByLabel('IMAP server').fill(account.host ?? 'localhost');
  await window.getByLabel('IMAP port').fill(String(account.port));
  await window.getByRole('button', { name: 'Test connection' }).click();
}

/** The whole way with a password, from the first screen to the open inbox. */
export async function addPasswordAccount(window: Page, account: PasswordAccount): Promise<void> {
  await testPasswordAccount(window, account);
  await expect(window.getByRole('heading', { name: 'The connection works' })).toBeVisible();
  await window.getByRole('button', { name: 'Add account' }).click();
  await expectMailbox(window);
}

/** Adds an account with a password by the bridge, for journeys that are about what comes after it, and shows its inbox. */
export async function addByBridge(window: Page, { dovecot }: Pick<World, 'dovecot'>, account: Login): Promise<void> {
  const reply = await window.evaluate((input) => globalThis.window.heron.calls['accounts.addWithPassword'](input), {
    address: account.address,
    displayName: 'Ada',
    method: 'password' as const,
    username: account.address,
    password: account.password,
    imap: { host: 'localhost', port: dovecot.tlsPort, security: 'tls' as const },
    smtp: { host: 'localhost', port: 587, security: 'starttls' as const },
  });
  expect(reply.ok).toBe(true);
  await window.reload();
  await expectMailbox(window);
}

/** The inbox is open and its messages are listed. */
export async function expectMailbox(window: Page): Promise<void> {
  await expect(messages(window).first()).toBeVisible();
}

/** The rows of the list that are drawn. */
export function messages(window: Page): Locator {
  return window.getByRole('listbox', { name: 'Messages' }).getByRole('option');
}

export function message(window: Page, subject: string | RegExp): Locator {
  return window.getByRole('listbox', { name: 'Messages' }).getByRole('option', { name: subject });
}

export function folder(window: Page, name: string | RegExp): Locator {
  return window.getByRole('treeitem', { name });
}

/** The open message. */
export function reader(window: Page): Locator {
  return window.getByRole('article', { name: 'Message' });
}

export async function backToMailbox(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Back to the mailbox' }).click();
}

/** The body of the open message if it is HTML: a frame without scripts, in the page that draws mail, which is a frame of the window. */
export function messageFrame(window: Page) {
  return mailFrame(window).contentFrame();
}

/** The element of the frame that holds the message's HTML. */
export function mailFrame(window: Page): Locator {
  return window.frameLocator('iframe[title="Message text"]').locator('iframe[title="Message text"]');
}

/** The settings of one account, with its details. */
export async function openSettings(window: Page, address: string): Promise<void> {
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('navigation', { name: 'Settings pages' }).getByRole('button', { name: address }).click();
  await window.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(window.getByRole('heading', { name: 'Sign-in', exact: true })).toBeVisible();
}

/** The value beside a name in the settings. */
export function fact(window: Page, name: string | RegExp): Locator {
  return window.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
}

/** The composer, in the reader's place or in a window of its own. */
export const composer = (page: Page): Locator => page.locator('[data-composer]');

/** The text of the message in the composer. @param name as the window's language calls it */
export const composerText = (page: Page, name = 'Message text'): Locator =>
  composer(page).getByRole('textbox', { name });

/** The composer's own window that opens by an action. */
export async function openedComposer(app: ElectronApplication, act: () => Promise<unknown>): Promise<Page> {
  const opening = app.waitForEvent('window');
  await act();
  const page = await opening;
  await expect(composer(page)).toBeVisible();
  return page;
}

/** Does what closes a window, and waits until it is closed. The window may be gone before Playwright is done with the key or the click. */
export async function closing(page: Page, act: () => Promise<unknown>): Promise<void> {
  const gone = page.waitForEvent('close');
  const [done] = await Promise.allSettled([act()]);
  try {
    await gone;
  } catch (error) {
    throw done.status === 'rejected' ? done.reason : error;
  }
}
