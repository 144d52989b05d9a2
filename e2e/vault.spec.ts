import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, newProfile, removeProfile } from './app.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { buildMessage, thread } from './servers/messages.ts';
import { addPasswordAccount, expectMailbox, message, openSettings, signInByCode } from './steps.ts';
import { ADA, CANARY, GRACE, PASSWORD, startWorld, type World } from './world.ts';

let world: World;
let keyring: Keyring;
let profile: string;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  await world.dovecot.seed(ADA, 'INBOX', thread());
  await world.dovecot.addUser(GRACE, { password: PASSWORD });
  await world.dovecot.seed(GRACE, 'INBOX', [buildMessage({ subject: 'For Grace', to: GRACE })]);
});
test.afterAll(async () => {
  await keyring.stop();
  await world.stop();
});
test.beforeEach(async () => {
  profile = await newProfile();
});
test.afterEach(async () => {
  await removeProfile(profile);
});

/** Every file of a profile that holds the text in clear, in whatever encoding a text file would. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const wanted = [text, Buffer.from(text).toString('hex'), Buffer.from(text, 'utf16le').toString('latin1')];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const contents = await readFile(path, 'latin1');
    if (wanted.some((form) => contents.includes(form))) found.push(path);
  }
  return found;
}

/** Everything that goes over the bridge, both ways, from now on. */
async function recordBridge(heron: Heron): Promise<() => Promise<string>> {
  await heron.app.evaluate(({ webContents }) => {
    const recorded: string[] = [];
    Reflect.set(globalThis, 'recordedIpc', recorded);
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...args) => {
        recorded.push(JSON.stringify([channel, args]));
        send(channel, ...args);
      };
    }
  });
  return () => heron.app.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'recordedIpc')));
}

test('T1 a restart signs in from the encrypted vault without a prompt; I2 the canary is nowhere in clear', async () => {
  const options = { environment: world.environment, keyring, profile };
  const first = await launchHeron(options);
  const bridge = await recordBridge(first);
  await signInByCode(first.window, world, ADA);
  await message(first.window, /Rooms for the summer school/)
    .first()
    .click();
  await first.window.getByRole('button', { name: 'Add account' }).click();
  await addPasswordAccount(first.window, { address: GRACE, password: PASSWORD, port: world.dovecot.tlsPort });
  expect(await bridge()).not.toContain(CANARY);
  await openSettings(first.window, ADA);
  expect(await first.window.content()).not.toContain(CANARY);
  await first.quit();
  expect(first.output.join('')).not.toContain(CANARY);
  expect(await filesWith(profile, CANARY)).toEqual([]);
  expect((await readdir(join(profile, 'vault'))).filter((name) => name.endsWith('.bin'))).toHaveLength(2);

  // The stored access token is of no use any more: it is refreshed before the first connection.
  world.identityProvider.expireAccessTokens(ADA);
  const codes = world.identityProvider.counters.deviceCodes;
  await world.dovecot.deliver(ADA, 'INBOX', buildMessage({ subject: 'While Heron was closed' }).raw);
  const second = await launchHeron(options);
  await expectMailbox(second.window);
  await expect(message(second.window, /While Heron was closed/)).toBeVisible({ timeout: 30_000 });
  expect(world.identityProvider.counters.deviceCodes).toBe(codes);
  expect(world.identityProvider.counters.reusedRefreshTokens).toBe(0);
  await expect(second.window.getByRole('button', { name: 'Sign in', exact: true })).toBeHidden();
  await second.quit();
  expect(await filesWith(profile, CANARY)).toEqual([]);
});

test('T1 without a keyring Heron says so, writes no secret, and asks again after a restart', async () => {
  const options = { environment: world.environment, profile };
  const first = await launchHeron(options);
  await signInByCode(first.window, world, ADA);
  await expect(first.window.getByText(/keyring/i).first()).toBeVisible();
  await look(first.window, 'no-keyring');
  await first.quit();
  expect(await filesWith(profile, CANARY)).toEqual([]);
  expect(await readdir(join(profile, 'vault')).catch(() => [])).toEqual([]);

  const second = await launchHeron(options);
  await expectMailbox(second.window);
  await expect(second.window.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible({ timeout: 30_000 });
  await second.quit();
});
