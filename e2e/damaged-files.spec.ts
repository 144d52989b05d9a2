import { copyFile, cp, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, newProfile, removeProfile } from './app.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look, picture } from './screens.ts';
import { type FaultProxy, startFaultProxy } from './servers/fault-proxy.ts';
import { letters } from './servers/messages.ts';
import { expectMailbox, folder, getCode, message, messages, reader, signInByCode } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let keyring: Keyring;
let proxy: FaultProxy;
/** As Heron left it after its first sign-in, with all mail stored; each journey damages a copy of it. */
let sound: string;
let profile: string;
let heron: Heron;

const rubbish = Buffer.from('{"accounts": [ \0\u00ff this was a file once');

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  proxy = await startFaultProxy({
    target: { port: world.dovecot.tlsPort },
    intercept: { leaf: world.ca.leaf, caPem: world.ca.caPem },
  });
  await world.dovecot.seed(ada, 'INBOX', letters());
  sound = await newProfile();
  profile = sound;
  await start();
  await signInByCode(heron.window, world, ada);
  await readFirst();
  await heron.quit();
});
test.afterAll(async () => {
  await removeProfile(sound);
  await proxy?.stop();
  await keyring?.stop();
  await world?.stop();
});
test.beforeEach(async () => {
  await proxy.set({ kind: 'pass' });
  profile = await newProfile();
  await cp(sound, profile, { recursive: true });
});
test.afterEach(async () => {
  await heron.quit();
  await removeProfile(profile);
});

async function start(): Promise<void> {
  const environment = { ...world.environment, HERON_MICROSOFT_IMAP: `localhost:${proxy.port}` };
  heron = await launchHeron({ environment, keyring, profile });
}

/** Opens a message and waits for its text, from the server or from the store. */
async function readFirst(): Promise<void> {
  const first = message(heron.window, /Rooms for the summer school/).first();
  await first.click();
  await expect(reader(heron.window).getByText('This is part').first()).toBeVisible();
}

const notice = (text: string | RegExp) => heron.window.getByRole('status').filter({ hasText: text });
const signInButton = () => heron.window.getByRole('button', { name: 'Sign in', exact: true });

/** The only file of the folder whose name begins with `start`. */
async function fileLike(folderPath: string, start: string): Promise<string> {
  const names = (await readdir(folderPath)).filter((name) => name.startsWith(start) && !/-wal$|-shm$/.test(name));
  expect(names).toHaveLength(1);
  return join(folderPath, names[0] ?? '');
}

test('a damaged settings file is said on the first screen, set aside as it is, and brings everything back once mended', async () => {
  const settings = join(profile, 'settings.json');
  await writeFile(settings, rubbish);

  await start();
  await expect(heron.window.getByRole('heading', { name: 'Welcome to Heron' })).toBeVisible();
  await expect(notice('The settings file was damaged and has been set aside.')).toBeVisible();
  const aside = await fileLike(profile, 'settings.damaged-');
  await expect(notice(aside)).toBeVisible();
  await look(heron.window, 'damaged-settings');
  expect(await readFile(aside)).toEqual(rubbish);
  // Setting the account up anew works beside it.
  await signInByCode(heron.window, world, ada);
  await readFirst();
  await heron.quit();
  expect(await readFile(aside)).toEqual(rubbish);

  // With the settings file restored, the first account, its sign-in and its stored mail are all there again.
  const codes = world.identityProvider.counters.deviceCodes;
  await copyFile(join(sound, 'settings.json'), settings);
  await proxy.set({ kind: 'refuse' });
  await start();
  await expectMailbox(heron.window);
  await readFirst();
  await proxy.set({ kind: 'pass' });
  await expect(signInButton()).toBeHidden();
  expect(world.identityProvider.counters.deviceCodes).toBe(codes);
});

test('T2 a damaged vault asks to sign in, shows all mail meanwhile, and is kept when it is replaced', async () => {
  const vault = join(profile, 'vault');
  const secret = await fileLike(vault, '');
  await writeFile(secret, rubbish);

  await start();
  await expectMailbox(heron.window);
  await expect(signInButton()).toHaveCount(1);
  await readFirst();
  await look(heron.window, 'damaged-vault');
  expect(await readFile(secret)).toEqual(rubbish);
  await signInButton().click();
  world.identityProvider.approve(await getCode(heron.window), ada);
  const keptFiles = async () => (await readdir(vault)).filter((name) => name.includes('.unreadable-'));
  await expect.poll(async () => (await keptFiles()).length).toBe(1);
  await expect(heron.window.getByRole('dialog')).toBeHidden();
  await expect(signInButton()).toBeHidden();
  const kept = await keptFiles();
  expect(await readFile(join(vault, kept[0] ?? ''))).toEqual(rubbish);
});

for (const [what, damage] of [
  ['is rubbish', () => rubbish],
  ['has rubbish in its middle', (bytes: Buffer) => bytes.fill(0xa5, 4096, bytes.length - 4096)],
  ['was cut off', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
] as const) {
  test(`D3 a cache that ${what} is set aside with a notice, and the mail is loaded again`, async () => {
    const account = await fileLike(join(profile, 'accounts'), '');
    const cache = join(account, 'cache.db');
    const damaged = damage(await readFile(cache));
    await writeFile(cache, damaged);

    await start();
    await expect(notice('A mail cache was damaged and is being rebuilt.')).toBeVisible();
    await expect(messages(heron.window)).toHaveCount(4);
    await readFirst();
    await picture(heron.window, `damaged-cache-${what.replaceAll(' ', '-')}`);
    expect((await stat(await fileLike(account, 'cache.damaged-'))).size).toBe(damaged.length);
    await expect(signInButton()).toBeHidden();
  });
}

test('D3 a damaged queue is kept, the user is told, and mail is read and trashed as before', async () => {
  // A change that has not reached the server yet.
  await start();
  await readFirst();
  await proxy.set({ kind: 'hang' });
  await heron.window.keyboard.press('Delete');
  await expect(messages(heron.window)).toHaveCount(3);
  await heron.quit();
  await proxy.set({ kind: 'pass' });
  await writeFile(join(profile, 'user.db'), rubbish);

  await start();
  await expectMailbox(heron.window);
  await expect(notice('The list of changes to be made on the server was damaged.')).toBeVisible();
  await look(heron.window, 'damaged-queue');
  const kept = await fileLike(profile, 'user.damaged-');
  expect(await readFile(kept)).toEqual(rubbish);
  // The change did not happen: the message is shown as it is on the server, and can be trashed again.
  await expect(messages(heron.window)).toHaveCount(4);
  await readFirst();
  await heron.window.keyboard.press('Delete');
  await expect(messages(heron.window)).toHaveCount(3);
  await folder(heron.window, /Deleted Items/).click();
  await expect(messages(heron.window)).toHaveCount(1);
  await expect.poll(async () => (await world.dovecot.list(ada, 'Deleted Items')).length).toBe(1);
});

test('an account whose store cannot be opened at all says so, and its files are left alone', async () => {
  const accounts = join(profile, 'accounts');
  const [id = ''] = await readdir(accounts);
  await rename(join(accounts, id), join(profile, 'moved-away'));
  // A file where the folder has to be: nothing can be created in it.
  await writeFile(join(accounts, id), rubbish);

  await start();
  await expect(
    notice('Check that the disk has space, and that no other program holds Heron’s files open.'),
  ).toBeVisible();
  await look(heron.window, 'store-not-opened');
  expect(await readFile(join(accounts, id))).toEqual(rubbish);
});
