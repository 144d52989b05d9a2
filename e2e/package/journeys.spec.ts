/** The packaged Heron in use: from device code to a message, the next day, and in the tray. */
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { newProfile, removeProfile } from '../app.ts';
import { type Keyring, startKeyring } from '../keyring.ts';
import { buildMessage, letters } from '../servers/messages.ts';
import { folder, message, messages, reader, signInByCode } from '../steps.ts';
import { ada, startWorld, type World } from '../world.ts';
import { type PackagedHeron, spawnPackage, startPackage } from './packaged-heron.ts';
import { startTrayHost, type TrayHost } from './tray-host.ts';

// The journeys are one day of one user: each continues where the one before it ended.
test.describe.configure({ mode: 'serial' });

let world: World;
let keyring: Keyring;
let trayHost: TrayHost;
let profile: string;
let environment: Record<string, string>;
let heron: PackagedHeron;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  profile = await newProfile();
  environment = { ...world.environment, ...keyring.environment };
  await world.dovecot.seed(ada, 'INBOX', letters());
});
test.beforeEach(async () => {
  trayHost = await startTrayHost(keyring.environment);
  heron = await startPackage({ profile, environment });
});
test.afterEach(async () => {
  await heron.end();
  await trayHost.stop();
});
test.afterAll(async () => {
  await removeProfile(profile);
  await keyring.stop();
  await world.stop();
});

test('from the start by a code to a message', async () => {
  const window = await heron.window();
  await signInByCode(window, world, ada);
  await expect(messages(window)).toHaveCount(4);
  await message(window, /Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(window).getByRole('heading', { name: /Rooms for the summer school/ })).toBeVisible();
  await expect(window.evaluate(() => [typeof require, typeof process])).resolves.toEqual(['undefined', 'undefined']);
});

test('the next day nothing asks, and folder and messages are there', async () => {
  world.identityProvider.forgetEvents();
  const window = await heron.window();
  await expect(messages(window)).toHaveCount(4);
  await expect(folder(window, /Inbox/)).toHaveAttribute('aria-selected', 'true');
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Good morning' }).raw);
  await expect(message(window, /Good morning/)).toBeVisible();
  await message(window, /Good morning/).click();
  await expect(reader(window).getByRole('heading', { name: 'Good morning' })).toBeVisible();
});

test('with its window closed it lives in the tray, and comes back by a click or a second start', async () => {
  const first = await heron.window();
  await expect(messages(first)).toHaveCount(5);
  const icon = await trayHost.icon();
  await first.close();

  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Came into the tray' }).raw);
  await expect.poll(() => icon.tooltip()).toContain('unread');
  expect(heron.windows(), 'no window opens unasked').toHaveLength(0);

  await icon.click();
  const second = await heron.window();
  await expect(message(second, /Came into the tray/)).toBeVisible();
  await second.close();

  const openBySecondStart = async (args: readonly string[]) => {
    const [code] = await once(spawnPackage({ profile, environment, args }), 'exit');
    expect(code, 'a second start hands over and ends').toBe(0);
    const window = await heron.window();
    expect(window.url(), 'an address leads nowhere else').toMatch(/^app:\/\/heron\//);
    return window;
  };
  const third = await openBySecondStart([]);
  await expect(message(third, /Came into the tray/)).toBeVisible();
  await third.close();
  const written = await openBySecondStart(['mailto:grace@contoso.test?subject=Hello']);
  await expect(written.getByLabel('Subject')).toHaveValue('Hello');
  await expect(written.locator('[data-composer]')).toContainText('grace@contoso.test');
  await written.close();

  const ended = once(heron.process, 'exit');
  await icon.choose(/Quit/);
  expect((await ended)[0], 'it ends when it is told to').toBe(0);
});
