import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { backToMailbox, expectMailbox, fact, getCode, message, openSettings, reader, signInByCode } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.seed(ada, 'INBOX', letters());
  heron = await launchHeron({ environment: world.environment });
  await signInByCode(heron.window, world, ada);
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
// Each journey ends with the account signed in, and the next begins with its mailbox.
test.beforeEach(async () => {
  await heron.window.reload();
  await expectMailbox(heron.window);
});

test('T5 a token that ends while connected is refreshed without a prompt', async () => {
  const { window } = heron;
  const refreshes = world.identityProvider.counters.refreshes;
  world.identityProvider.expireAccessTokens(ada);
  await world.dovecot.kick(ada);
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'After the token' }).raw);
  await expect(message(window, /After the token/)).toBeVisible();
  expect(world.identityProvider.counters.refreshes).toBe(refreshes + 1);
  await expect(window.getByRole('button', { name: 'Sign in', exact: true })).toBeHidden();
  await openSettings(window, ada);
  await expect(fact(window, 'Last refresh')).not.toHaveText('Not yet');
  await expect(fact(window, 'Permissions granted')).toContainText('IMAP.AccessAsUser.All');
  await window.getByRole('button', { name: 'Refresh now' }).click();
  await expect(window.getByText('Refreshed', { exact: true })).toBeVisible();
  expect(world.identityProvider.counters.refreshes).toBe(refreshes + 2);
  await look(window, 'settings-account-details');
  await window.getByRole('button', { name: 'Details', exact: true }).click();
  await window.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await look(window, 'settings-account');
});

test('signing out removes the tokens and nothing else, and one button signs in again', async () => {
  const { window } = heron;
  await openSettings(window, ada);
  await window.getByRole('button', { name: 'Sign out…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText('The mail stored here stays');
  await look(window, 'dialog-sign-out');
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(window.getByText('Needs you to sign in')).toBeVisible();
  await expect(fact(window, 'Sign-in kept')).toHaveText('Not on this computer');
  await window.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await look(window, 'settings-signed-out');
  const redeemed = () => world.identityProvider.counters.refreshes + world.identityProvider.counters.refusedRefreshes;
  const before = redeemed();

  await backToMailbox(window);
  await message(window, /^.*Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(window).getByText('This is part').first()).toBeVisible();
  await window.getByRole('button', { name: 'Sync now' }).first().click();
  await expect(window.getByText('You have signed out on this computer.')).toBeVisible();
  expect(redeemed(), 'nobody is signed in, so nothing is asked for').toBe(before);

  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  world.identityProvider.approve(await getCode(window), ada);
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Here again' }).raw);
  await expect(message(window, /Here again/)).toBeVisible();
});

test('T6 a revoked grant asks once, all mail stays readable, and signing in again goes on', async () => {
  const { window } = heron;
  await message(window, /^.*Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(window).getByText('This is part').first()).toBeVisible();
  world.identityProvider.revokeGrants(ada);
  await world.dovecot.kick(ada);
  const signIn = window.getByRole('button', { name: 'Sign in', exact: true });
  await expect(signIn).toHaveCount(1);
  await look(window, 'needs-sign-in');
  await expect(reader(window).getByText('This is part').first()).toBeVisible();
  const refused = world.identityProvider.counters.refusedRefreshes;

  await window.getByRole('button', { name: 'Sync now' }).first().click();
  await expect(signIn).toHaveCount(1);
  expect(world.identityProvider.counters.refusedRefreshes).toBe(refused);

  await signIn.click();
  world.identityProvider.approve(await getCode(window), ada);
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Welcome back' }).raw);
  await expect(message(window, /Welcome back/)).toBeVisible();
  await expect(signIn).toBeHidden();
});
