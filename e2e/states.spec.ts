/** States of the mailbox that only a faulty network or server brings. */
import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { type FaultProxy, startFaultProxy } from './servers/fault-proxy.ts';
import { letters } from './servers/messages.ts';
import { folder, message, messages, signInByCode } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let proxy: FaultProxy;
let heron: Heron;

test.beforeEach(async () => {
  world = await startWorld();
  proxy = await startFaultProxy({
    target: { port: world.dovecot.tlsPort },
    intercept: { leaf: world.ca.leaf, caPem: world.ca.caPem },
  });
  await world.dovecot.seed(ada, 'INBOX', letters());
  heron = await launchHeron({
    environment: { ...world.environment, HERON_MICROSOFT_IMAP: `localhost:${proxy.port}` },
  });
  await signInByCode(heron.window, world, ada);
  await expect(messages(heron.window)).toHaveCount(4);
});
test.afterEach(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await proxy.stop();
  await world.stop();
});

test('a folder on its way has rows of its own shape; without a server it says that it is not here', async () => {
  const { window } = heron;
  await world.dovecot.createFolder(ada, 'Later');
  await world.dovecot.seed(ada, 'Later', letters());
  await window.getByRole('button', { name: 'Sync now' }).first().click();
  await expect(folder(window, /Later/)).toBeVisible();
  await proxy.set({ kind: 'hang' });
  await folder(window, /Later/).click();
  await expect(window.getByRole('heading', { name: 'Later' })).toBeVisible();
  await expect(messages(window)).toHaveCount(0);
  await look(window, 'mailbox-loading');
  await proxy.set({ kind: 'refuse' });
  await expect(window.getByText('This folder has not been downloaded yet')).toBeVisible();
  await look(window, 'mailbox-not-downloaded');
});

test('Y1 a change that lost its message is set aside, and the user decides', async () => {
  const { window } = heron;
  await proxy.set({ kind: 'hang' });
  await message(window, /Rooms for the summer school/)
    .first()
    .click();
  await window.keyboard.press('Delete');
  await expect(messages(window)).toHaveCount(3);
  await world.dovecot.changeUidValidity(ada, 'INBOX');
  await proxy.set({ kind: 'pass' });
  await window.getByRole('button', { name: 'Sync now' }).first().click();
  // Opening the message marked it as read: that operation is parked as well.
  const strip = window.getByText(/changes? could not be carried out\./);
  await expect(strip).toBeVisible();
  await look(window, 'mailbox-parked');
  await window.getByRole('button', { name: 'Review' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText(/Rooms for the summer school/).first()).toBeVisible();
  await look(window, 'dialog-parked');
  const discard = dialog.getByRole('button', { name: 'Discard' });
  await expect(discard.first()).toBeVisible();
  for (let left = await discard.count(); left > 0; left -= 1) {
    await discard.first().click();
    await expect(discard).toHaveCount(left - 1);
  }
  await expect(strip).toBeHidden();
  await expect(messages(window)).toHaveCount(4);
  expect(await world.dovecot.list(ada, 'Deleted Items')).toHaveLength(0);
});
