import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { leaksIn } from './canary.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import {
  addPasswordAccount,
  backToMailbox,
  expectMailbox,
  fact,
  getCode,
  message,
  messages,
  openSettings,
} from './steps.ts';
import { ada, password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.seed(ada, 'INBOX', letters());
  heron = await launchHeron({ environment: world.environment });
  await addPasswordAccount(heron.window, { address: ada, password: password, port: world.dovecot.tlsPort });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
// Each journey ends with the account signed in by its password, and the next begins with its mailbox.
test.beforeEach(async () => {
  await heron.window.reload();
  await expectMailbox(heron.window);
});

test('a password account meets BasicAuthBlocked, is switched in place with its mail, and back again', async () => {
  const { window } = heron;
  await world.dovecot.basicAuthBlocked(ada, true);
  await world.dovecot.kick(ada);
  const instead = window.getByRole('button', { name: 'Sign in with Microsoft instead' });
  await expect(instead).toBeVisible();
  await expect(messages(window)).toHaveCount(4);
  await look(window, 'basic-auth-blocked');

  await window.getByRole('button', { name: 'Diagnose…' }).click();
  const diagnosis = window.getByRole('dialog');
  await expect(diagnosis.getByText('Passwords are switched off here.')).toBeVisible();
  // The blocked password was not sent again, and everything else was tried.
  const rungs = diagnosis.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(rungs.filter({ hasText: 'Agree on encryption, check the certificate' })).toHaveAttribute(
    'data-state',
    'passed',
  );
  await expect(rungs.filter({ hasText: 'Sign in' }).first()).toHaveAttribute('data-state', 'skipped');
  await diagnosis.getByRole('button', { name: 'What the server offers' }).click();
  await look(window, 'diagnosis-basic-auth');
  await diagnosis.getByRole('button', { name: 'For administrators' }).click();
  await expect(diagnosis.getByText('New-AuthenticationPolicy')).toBeVisible();
  expect(leaksIn((await diagnosis.textContent()) ?? '')).toEqual([]);

  await diagnosis.getByRole('button', { name: 'Sign in with Microsoft', exact: true }).click();
  world.identityProvider.approve(await getCode(window), ada);
  await expect(instead).toBeHidden();
  await expect(messages(window)).toHaveCount(4);
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'By OAuth2 now' }).raw);
  await expect(message(window, /By OAuth2 now/)).toBeVisible();
  await openSettings(window, ada);
  await expect(fact(window, 'Signed in as')).toHaveText(ada);

  await world.dovecot.basicAuthBlocked(ada, false);
  await window.getByRole('button', { name: 'Switch to a password…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Try and switch' }).click();
  await expect(dialog).toBeHidden();
  await expect(fact(window, 'User name')).toHaveText(ada);
  await backToMailbox(window);
  await expectMailbox(window);
  await expect(messages(window)).toHaveCount(5);
});

test('a switch that fails leaves the account as it was', async () => {
  const { window } = heron;
  await openSettings(window, ada);
  await window.getByRole('button', { name: 'Enter the password again…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByText('The server did not accept the user name or password.')).toBeVisible();
  await look(window, 'switch-failed');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await window.getByRole('button', { name: 'Switch to OAuth2 sign-in…' }).click();
  world.identityProvider.decline(await getCode(window));
  await expect(dialog.getByRole('heading', { name: 'The sign-in was declined' })).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(fact(window, 'User name')).toHaveText(ada);

  await world.dovecot.kick(ada);
  await backToMailbox(window);
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Still by password' }).raw);
  await expect(message(window, /Still by password/)).toBeVisible();
});
