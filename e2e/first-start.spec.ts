import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { inlineImage, letters, newsletter } from './servers/messages.ts';
import { clumsyImages } from './servers/messages-images.ts';
import { foreignScripts } from './servers/messages-scripts.ts';
import { enterMicrosoftAddress, expectMailbox, folder, getCode, message, messageFrame, reader } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let beacon: Awaited<ReturnType<typeof startBeacon>>;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  beacon = await startBeacon();
  await world.dovecot.seed(ada, 'INBOX', [
    ...letters(),
    ...foreignScripts(),
    inlineImage(),
    clumsyImages(),
    newsletter({ beacon: beacon.url, date: new Date('2026-11-22T08:00:00Z') }),
  ]);
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await beacon.stop();
  await world.stop();
});

test('from the first start to reading an HTML mail, by device code', async () => {
  const { window } = heron;
  await expect(window.getByRole('heading', { name: 'Welcome to Heron' })).toBeVisible();
  await look(window, 'welcome');
  await enterMicrosoftAddress(window, ada);
  await look(window, 'microsoft');
  const code = await getCode(window);
  await expect(window.getByText('Never enter a code that somebody sent you')).toBeVisible();
  await expect(window.getByRole('timer')).toHaveText(/^1[45]:\d\d left$/);
  await look(window, 'device-code');

  world.identityProvider.approve(code, ada);
  await expectMailbox(window);
  await expect(folder(window, /Inbox/)).toBeVisible();
  await expect(folder(window, /Deleted Items/)).toBeVisible();
  await expect(folder(window, /Häuser & Gärten "privat"/)).toBeVisible();

  await message(window, /The week in gardens/).click();
  const frame = messageFrame(window);
  await expect(frame.getByRole('heading', { name: 'The week in gardens' })).toBeVisible();
  await expect(window.getByText(/remote images? blocked|blocked/i).first()).toBeVisible();
  await look(window, 'reading-html');
  expect(beacon.requests).toEqual([]);
});

test('an inline picture is shown, text in other scripts is legible, and reading marks as read', async () => {
  const { window } = heron;
  await message(window, /The sketch/).click();
  const image = messageFrame(window).getByAltText('Sketch');
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element) => Reflect.get(element, 'naturalWidth') as number)).toBe(1);
  await expect
    .poll(async () => (await world.dovecot.list(ada, 'INBOX')).find((stored) => stored.subject === 'The sketch')?.flags)
    .toContain('\\Seen');
  for (const foreign of foreignScripts()) await expect(message(window, foreign.subject).first()).toBeVisible();
});

test('B5 B17 pictures are drawn by their first bytes, and what cannot be drawn is an attachment', async () => {
  const { window } = heron;
  await message(window, /Pictures of many kinds/).click();
  const frame = messageFrame(window);
  const widths = () =>
    frame
      .locator('img')
      .evaluateAll((images) =>
        images.map((image) => `${image.getAttribute('alt')} ${Reflect.get(image, 'naturalWidth')}`),
      );
  await expect
    .poll(widths)
    .toEqual(['The jpg 1', 'The pjpeg 1', 'The octets 10', 'The liar 10', 'The chart 10', 'The pixel 10']);
  await expect(frame.getByText('The tiff')).toBeVisible();
  await expect(reader(window).getByText('scan.tif')).toBeVisible();
  for (const drawn of ['a.jpg', 'b.jpg', 'd.gif', 'chart.png', 'y.gif']) {
    await expect(reader(window).getByText(drawn)).toHaveCount(0);
  }
  await expect(reader(window).getByText(/remote images? blocked/)).toHaveCount(0);
  await look(window, 'reader-pictures');
});
