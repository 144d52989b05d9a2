import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import { enterMicrosoftAddress, expectMailbox, getCode, readCode } from './steps.ts';
import { ada, grace, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  world.identityProvider.addUser({ address: grace, name: 'Grace Hopper' });
  await world.dovecot.seed(ada, 'INBOX', letters());
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
test.beforeEach(() => startOver(heron));

test('T7 a code that is declined, expires, is slowed down or loses the network says so, and a new one works', async () => {
  const { window } = heron;
  await enterMicrosoftAddress(window, ada);
  const declined = await getCode(window);
  world.identityProvider.decline(declined);
  await expect(window.getByRole('heading', { name: 'The sign-in was declined' })).toBeVisible();
  await look(window, 'code-declined');
  await window.getByRole('button', { name: 'New code' }).click();
  const expired = await readCode(window);
  expect(expired).not.toBe(declined);
  world.identityProvider.expireCodes();
  await expect(window.getByRole('heading', { name: 'The code has expired' })).toBeVisible();
  await look(window, 'code-expired');
  world.identityProvider.slowDown(1);
  world.identityProvider.forgetEvents();
  await window.getByRole('button', { name: 'New code' }).click();
  const code = await readCode(window);
  expect(code).not.toBe(expired);
  await world.identityProvider.waitFor('poll', ({ answer }) => answer === 'slow_down');
  world.identityProvider.dropConnections(true);
  await expect(window.getByText('Cannot reach the sign-in server; trying again.')).toBeVisible();
  world.identityProvider.dropConnections(false);
  world.identityProvider.approve(code, ada);
  await expectMailbox(window);
});

test('a cancelled sign-in stops asking and keeps what was typed, and somebody else who signs in has to be confirmed', async () => {
  const { window } = heron;
  await enterMicrosoftAddress(window, ada);
  const code = await getCode(window);
  await window.keyboard.press('Escape');
  await expect(window.getByRole('heading', { name: 'Sign in to Microsoft 365' })).toBeVisible();
  await expect(window.getByText(ada)).toBeVisible();
  // Approved after its end: this code signs no one in.
  world.identityProvider.approve(code, ada);
  world.identityProvider.approve(await getCode(window), grace);
  await expect(window.getByRole('heading', { name: 'Is this the right person?' })).toBeVisible();
  await look(window, 'confirm-identity');
  await window.getByRole('button', { name: 'Sign in as somebody else' }).click();
  world.identityProvider.approve(await readCode(window), ada);
  await expectMailbox(window);
});

test('an organisation that wants an administrator’s approval is explained, with a text to send', async () => {
  const { window } = heron;
  await enterMicrosoftAddress(window, ada);
  await getCode(window);
  world.identityProvider.failNext('poll', { aadsts: 90094, times: 1 });
  await expect(window.getByRole('heading', { name: 'Your administrator has to approve Heron first' })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Copy text for your administrator' })).toBeVisible();
  await look(window, 'admin-approval');
});
