import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, newProfile, removeProfile } from './app.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { type FaultProxy, startFaultProxy } from './servers/fault-proxy.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import {
  addPasswordAccount,
  backToMailbox,
  expectMailbox,
  fact,
  folder,
  message,
  messages,
  openSettings,
  reader,
  signInByCode,
} from './steps.ts';
import { grace, password, startWorld, type World } from './world.ts';

let world: World;
let keyring: Keyring;
let proxy: FaultProxy;
let profile: string;
let environment: Record<string, string>;
let heron: Heron;
/** What the mailbox is called; each journey has one of its own. */
let address: string;
let mailboxes = 0;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  proxy = await startFaultProxy({
    target: { port: world.dovecot.tlsPort },
    intercept: { leaf: world.ca.leaf, caPem: world.ca.caPem },
  });
  environment = { ...world.environment, HERON_MICROSOFT_IMAP: `localhost:${proxy.port}` };
  profile = await newProfile();
  await start();
});
test.afterAll(async () => {
  await heron?.quit();
  await proxy?.stop();
  await keyring?.stop();
  await world?.stop();
  await removeProfile(profile);
});
test.beforeEach(async () => {
  mailboxes += 1;
  address = `ada-${mailboxes}@contoso.test`;
  world.identityProvider.addUser({ address, name: 'Ada Lovelace' });
  await world.dovecot.addUser(address);
  await world.dovecot.seed(address, 'INBOX', letters());
  await proxy.set({ kind: 'pass' });
  await startOver(heron);
  await signInByCode(heron.window, world, address);
});

async function start(): Promise<void> {
  heron = await launchHeron({ environment, keyring, profile });
}

test('N5 quit and restart offline: all that was read can be read, and it comes back by itself', async () => {
  await message(heron.window, /Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(heron.window).getByText('This is part').first()).toBeVisible();
  await heron.quit();

  await proxy.set({ kind: 'refuse' });
  await start();
  await expectMailbox(heron.window);
  await expect(messages(heron.window)).toHaveCount(4);
  await message(heron.window, /Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(heron.window).getByText('This is part').first()).toBeVisible();
  const account = heron.window.getByRole('group', { name: address });
  await expect(account.getByRole('status')).toBeVisible();
  await expect(account.getByRole('button', { name: /^Try now/ })).toHaveCount(1);
  await expect(
    heron.window.getByRole('status').filter({ hasText: /offline|server|connection/i }),
    'said once',
  ).toHaveCount(1);
  await look(heron.window, 'offline');
  await openSettings(heron.window, address);
  await expect(fact(heron.window, 'Last sync')).not.toHaveText('Not yet');
  await expect(fact(heron.window, /kept$/)).toHaveText(/^Encrypted on this computer/);
  await backToMailbox(heron.window);
  await heron.window.keyboard.press('e');
  await expect(messages(heron.window)).toHaveCount(3);
  await expect(account.getByText(/changes? waiting/)).toBeVisible();
  await heron.window.setViewportSize({ width: 900, height: 640 });
  await look(heron.window, 'offline-change-waiting-900');

  await world.dovecot.deliver(address, 'INBOX', buildMessage({ subject: 'Online again' }).raw);
  await proxy.set({ kind: 'pass' });
  await expect(message(heron.window, /Online again/)).toBeVisible();
  await expect(account.getByText(/changes? waiting/)).toBeHidden();
});

test('D1 Y2 a message trashed just before kill -9 is moved once, after the restart', async () => {
  await expect(messages(heron.window)).toHaveCount(4);
  await proxy.set({ kind: 'hang' });
  await message(heron.window, /Rooms for the summer school/)
    .first()
    .click();
  await heron.window.keyboard.press('Delete');
  await expect(messages(heron.window)).toHaveCount(3);
  await heron.kill();
  expect(await world.dovecot.list(address, 'Deleted Items')).toHaveLength(0);
  await proxy.set({ kind: 'pass' });

  await start();
  await expectMailbox(heron.window);
  await expect(messages(heron.window)).toHaveCount(3);
  await expect.poll(async () => (await world.dovecot.list(address, 'Deleted Items')).length).toBe(1);
  expect(await world.dovecot.list(address, 'INBOX')).toHaveLength(3);
  await folder(heron.window, /Deleted Items/).click();
  await expect(messages(heron.window)).toHaveCount(1);
});

test('two accounts stand side by side, each with its own mail, and one can be removed', async () => {
  await world.dovecot.addUser(grace, { password: password });
  await world.dovecot.seed(grace, 'INBOX', [buildMessage({ subject: 'Only for Grace', to: grace })]);
  const { window } = heron;
  await window.getByRole('button', { name: 'Add account' }).click();
  await addPasswordAccount(window, { address: grace, password: password, port: world.dovecot.tlsPort });
  const inboxes = folder(window, /Inbox/);
  await expect(inboxes).toHaveCount(2);
  await inboxes.nth(1).click();
  await expect(message(window, /Only for Grace/)).toBeVisible();
  await look(window, 'two-accounts');
  await inboxes.nth(0).click();
  await expect(messages(window)).toHaveCount(4);

  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('navigation', { name: 'Settings pages' }).getByText(grace).click();
  await window.getByRole('button', { name: 'Remove account…' }).click();
  await window
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(window.getByText(grace)).toHaveCount(0);
});
