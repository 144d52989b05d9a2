import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, newProfile, removeProfile } from './app.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look, picture } from './screens.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { type ImageServer, startImageServer } from './servers/image-server.ts';
import { buildMessage, type RawMessage } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import { addByBridge, expectMailbox, message, messageFrame, reader } from './steps.ts';
import { ada, password, startWorld, type World } from './world.ts';

let world: World;
let keyring: Keyring;
let images: ImageServer;
let profile: string;
let heron: Heron;

let mailboxes = 0;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  images = await startImageServer(world.ca.leaf);
  profile = await newProfile();
  await launch();
});
test.afterAll(async () => {
  await heron?.quit();
  await removeProfile(profile);
  await images?.stop();
  await keyring?.stop();
  await world?.stop();
});
test.beforeEach(async () => {
  images.requests.length = 0;
  await startOver(heron);
});

/** Opens a mailbox of its own that has these messages. */
async function openMailbox(mail: RawMessage[]): Promise<void> {
  mailboxes += 1;
  const address = `ada-${mailboxes}@contoso.test`;
  await world.dovecot.addUser(address, { password });
  await world.dovecot.seed(address, 'INBOX', mail);
  await addByBridge(heron.window, world, { address, password });
}

async function launch(): Promise<void> {
  heron = await launchHeron({
    profile,
    keyring,
    environment: { ...world.environment, HERON_TEST_IMAGE_ORIGIN: images.origin },
  });
}

const shop = 'News <news@shop.test>';
const letter = (subject: string, html: string, from = shop) => buildMessage({ subject, from, to: ada, html });
const photo = (name: string) => `<img src="${images.origin}/${name}" width="240" height="160" alt="A photo">`;
const pixel = () => `<img src="${images.origin}/open.gif?who=ada" width="1" height="1" alt="">`;

const paths = () => images.requests.map(({ path }) => path);
const showImages = () => reader(heron.window).getByRole('button', { name: 'Show images' });

async function open(subject: string): Promise<void> {
  await message(heron.window, subject).click();
  await expect(reader(heron.window).getByRole('heading', { name: subject })).toBeVisible();
  await expect(messageFrame(heron.window).locator('body')).toBeAttached();
}

/** The natural width of an image in the open message: 0 if it failed to load, -1 while it is loading. */
function shownWidth(at = 0): Promise<number> {
  return messageFrame(heron.window)
    .locator('img')
    .nth(at)
    .evaluate((element) => {
      const own = element as HTMLImageElement;
      return own.complete ? own.naturalWidth : -1;
    });
}

/** Expects the alternative text in the image's place, and no image. */
async function expectBlocked(): Promise<void> {
  await expect(messageFrame(heron.window).getByText('A photo')).toBeVisible();
  const box = await messageFrame(heron.window).getByText('A photo').boundingBox();
  expect([box?.width, box?.height]).toEqual([240, 160]);
}

test('H4 images are loaded when the user says so: of one message, or of all of its sender’s', async () => {
  test.setTimeout(600_000);
  await openMailbox([
    letter('First letter', `<p>Hello</p>${photo('first.png')}${pixel()}`),
    letter('Second letter', `<p>Hello</p>${photo('second.png')}`),
    letter('Third letter', `<table background="${images.origin}/third.png"><tr><td>Hello</td></tr></table>`),
    letter('From others', `<p>Hello</p>${photo('others.png')}`, 'Others <others@shop.test>'),
  ]);

  await open('First letter');
  await expect(reader(heron.window).getByText('2 remote images blocked.')).toBeVisible();
  await expectBlocked();
  await look(heron.window, 'images-blocked');
  await open('Second letter');
  await open('First letter');
  expect(paths()).toEqual([]);

  await showImages().click();
  await expect(reader(heron.window).getByText('Images are shown. 1 tracking image stays blocked.')).toBeVisible();
  await expect.poll(() => shownWidth()).toBe(24);
  await look(heron.window, 'images-shown');
  await reader(heron.window).getByRole('button', { name: 'Hide images' }).click();
  await expectBlocked();
  await showImages().click();
  await expect.poll(() => shownWidth()).toBe(24);
  expect(paths()).toEqual(['/first.png']);
  for (const { headers } of images.requests) {
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    expect(headers['user-agent']).toBe('Mozilla/5.0');
  }

  // Images were allowed for one message only: the next message is still blocked.
  await open('Second letter');
  await expect(reader(heron.window).getByText('1 remote image blocked.')).toBeVisible();
  await reader(heron.window).getByRole('button', { name: 'More about images' }).click();
  await picture(heron.window, 'images-menu');
  await heron.window.getByRole('menuitem', { name: 'Always show from news@shop.test' }).click();
  await expect.poll(() => shownWidth()).toBe(24);
  await open('From others');
  await expect(showImages()).toBeVisible();
  expect(paths()).toEqual(['/first.png', '/second.png']);
  expect(images.requests.at(-1)?.headers['cookie']).toBeUndefined();

  // After a restart the allowed sender is still known; the single allowed message is not.
  await heron.quit();
  await launch();
  await expectMailbox(heron.window);
  await open('Third letter');
  await expect.poll(paths).toContain('/third.png');
  await expect(showImages()).toHaveCount(0);
  await open('First letter');
  await expect.poll(() => shownWidth()).toBe(24);
  expect(paths()).not.toContain('/open.gif?who=ada');

  // The permission is withdrawn, as the settings do it.
  const { window } = heron;
  expect(await window.evaluate(() => globalThis.window.heron.calls['mail.imageSenders'](undefined))).toEqual({
    ok: true,
    value: ['news@shop.test'],
  });
  await window.evaluate(() => globalThis.window.heron.calls['mail.removeImageSender']({ sender: 'news@shop.test' }));
  await open('Second letter');
  await expect(showImages()).toBeVisible();
  await expectBlocked();

  // Remote images are turned off: the reader does not offer to load them.
  await window.evaluate(() => globalThis.window.heron.calls['app.setPreferences']({ remoteImages: 'never' }));
  await open('First letter');
  await expect(reader(window).getByText('2 remote images blocked.')).toBeVisible();
  await expect(showImages()).toHaveCount(0);
  await expectBlocked();
  await picture(window, 'images-never');
  await window.evaluate(() => globalThis.window.heron.calls['app.setPreferences']({ remoteImages: 'ask' }));
});

test('H4 allowed images never reach this computer or its network, and are nothing but pictures', async () => {
  const beacon = await startBeacon();
  const sources = ['to-loopback', 'to-private', 'to-metadata', 'loop', 'drawing.svg', 'page.png', 'to-here'].map(
    (name) => `${images.origin}/${name}`,
  );
  sources.push(`${beacon.url}/direct.gif`, `${beacon.url.replace('127.0.0.1', '2130706433')}/decimal.gif`);
  sources.push(`https://127.0.0.1:${images.port}/private.png`, `https://[::1]:${images.port}/private.png`);
  await openMailbox([letter('Redirects', `<p>Hello</p>${sources.map((src) => `<img src="${src}">`).join('')}`)]);
  await open('Redirects');
  await showImages().click();
  const widths = async () => {
    const found: Record<string, number> = {};
    for (const [at, source] of sources.entries()) found[source] = await shownWidth(at);
    return found;
  };
  await expect(messageFrame(heron.window).locator('img')).toHaveCount(sources.length);
  const here = `${images.origin}/to-here`;
  await expect.poll(widths).toEqual(Object.fromEntries(sources.map((source) => [source, source === here ? 24 : 0])));
  expect(paths().filter((path) => path === '/private.png')).toEqual([]);
  expect(paths().filter((path) => path === '/loop')).toHaveLength(4);
  expect(beacon.requests).toEqual([]);
  await picture(heron.window, 'images-refused');
  await beacon.stop();
});

test('H4 main asks for itself whether an image may be loaded', async () => {
  await openMailbox([letter('First letter', `<p>Hello</p>${photo('first.png')}`)]);
  await open('First letter');
  const url = `${images.origin}/first.png`;
  const encoded = Buffer.from(url).toString('base64url');
  // Simulates a page that was taken over by an attacker.
  const loads = await heron.window.evaluate(async (address) => {
    const accounts = await globalThis.window.heron.calls['accounts.list'](undefined);
    const shown = document.querySelector('article[data-message]')?.getAttribute('data-message');
    const accountId = accounts.ok ? accounts.value[0]?.account.id : '';
    const image = new Image();
    return new Promise((resolve) => {
      image.onload = () => resolve('loaded');
      image.onerror = () => resolve('refused');
      image.src = `heron-part://remote/${accountId}/${shown}/${address}`;
    });
  }, encoded);
  expect(loads).toBe('refused');
  expect(paths()).toEqual([]);
});
