/** The native context menus of text, links and pictures. No test can see one, so what Heron hands to the system is read. */
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { type DictionaryServer, startDictionaryServer } from './servers/dictionary-server.ts';
import { closing, folder, message, messageFrame, reader, signInByCode } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;
let dictionaries: DictionaryServer;

const html = [
  'From: Grace <grace@contoso.test>',
  'To: ada@contoso.test',
  'Subject: Where to meet',
  'Date: Fri, 20 Nov 2026 12:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p id="words">Under the old oak.</p>',
  '<p><a href="https://map.example.org/oak">the way</a></p>',
  '<p><a href="https://evil.test/">https://contoso.test/</a></p>',
  '<p><a href="mailto:grace@contoso.test?attach=/etc/passwd">write</a></p>',
].join('\r\n');

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.deliver(ada, 'INBOX', html);
  dictionaries = await startDictionaryServer(['apple', 'hello', 'world']);
  heron = await launchHeron({ environment: { ...world.environment, HERON_TEST_DICTIONARIES: dictionaries.url } });
  await recordMenus(heron.app);
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await dictionaries?.stop();
  await world?.stop();
});
test.beforeEach(() => forgetMenu(heron.app));

interface Recorded {
  menu: Electron.MenuItem[] | null;
  opened: string[];
}

async function recordMenus(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Menu, shell }) => {
    const recorded: Recorded = { menu: null, opened: [] };
    Object.assign(globalThis, { recorded });
    Menu.prototype.popup = function popup() {
      recorded.menu = this.items;
    };
    shell.openExternal = async (url) => void recorded.opened.push(url);
  });
}

/** The labels of the menu that opened since the last time; those of items that cannot be chosen in brackets. */
function menuLabels(app: ElectronApplication): Promise<string[] | null> {
  return app.evaluate(() => {
    const { menu } = (globalThis as unknown as { recorded: Recorded }).recorded;
    return menu === null
      ? null
      : menu.map(({ type, label, enabled }) => (type === 'separator' ? '-' : enabled ? label : `(${label})`));
  });
}

const forgetMenu = (app: ElectronApplication) =>
  app.evaluate(() => {
    (globalThis as unknown as { recorded: Recorded }).recorded.menu = null;
  });

async function choose(app: ElectronApplication, label: string): Promise<void> {
  await app.evaluate(({ BrowserWindow }, wanted) => {
    const { recorded } = globalThis as unknown as { recorded: Recorded };
    const window = BrowserWindow.getAllWindows()[0];
    recorded.menu?.find((item) => item.label === wanted)?.click({}, window, window?.webContents);
    recorded.menu = null;
  }, label);
}

const clipboardText = (app: ElectronApplication) => app.evaluate(({ clipboard }) => clipboard.readText());
const opened = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as unknown as { recorded: Recorded }).recorded.opened);

let isSignedIn = false;

async function openLetter(window: Page): Promise<void> {
  if (!isSignedIn) await signInByCode(window, world, ada);
  isSignedIn = true;
  await message(window, /Where to meet/).click();
  await expect(messageFrame(window).getByText('Under the old oak.')).toBeVisible();
}

test('a text field has the commands of editing', async () => {
  const { app, window } = heron;
  const address = window.getByLabel('Email address');
  await address.fill('ada@contoso.test');
  await address.selectText();
  await address.click({ button: 'right' });
  await expect
    .poll(() => menuLabels(app))
    .toEqual(['Undo', '(Redo)', '-', 'Cut', 'Copy', expect.stringMatching(/Paste/), '-', 'Select all']);
  await address.selectText();
  await choose(app, 'Copy');
  await expect.poll(() => clipboardText(app)).toBe('ada@contoso.test');
});

test('H6 a link in a message is opened as a click opens it, or its address copied', async () => {
  const { app, window } = heron;
  await openLetter(window);
  const frame = messageFrame(window);
  await frame.getByText('the way').click({ button: 'right' });
  await expect.poll(() => menuLabels(app)).toEqual(['Open link', 'Copy link address']);
  await choose(app, 'Copy link address');
  await expect.poll(() => clipboardText(app)).toBe('https://map.example.org/oak');
  await frame.getByText('the way').click({ button: 'right' });
  await expect.poll(() => menuLabels(app)).not.toBeNull();
  await choose(app, 'Open link');
  await expect.poll(() => opened(app)).toEqual(['https://map.example.org/oak']);

  // A deceptive one is asked about here as well.
  await frame.getByText('https://contoso.test/').click({ button: 'right' });
  await expect.poll(() => menuLabels(app)).not.toBeNull();
  await choose(app, 'Open link');
  await expect(window.getByRole('alertdialog').or(window.getByRole('dialog'))).toBeVisible();
  await window.keyboard.press('Escape');
  expect(await opened(app)).toHaveLength(1);

  await frame.getByText('write').click({ button: 'right' });
  await expect.poll(() => menuLabels(app)).toEqual(['Write a message', 'Copy email address']);
  const opening = app.waitForEvent('window');
  await choose(app, 'Write a message');
  const written = await opening;
  // Heron writes mail itself, so nothing is handed to the system.
  await expect(written.locator('[data-composer]').getByText('grace@contoso.test')).toBeVisible();
  expect(await opened(app)).toEqual(['https://map.example.org/oak']);
  await closing(written, () => written.keyboard.press('Escape'));
});

test('selected text of a message is copied', async () => {
  const { app, window } = heron;
  await openLetter(window);
  const words = messageFrame(window).getByText('Under the old oak.');
  await words.selectText();
  await words.click({ button: 'right' });
  await expect.poll(() => menuLabels(app)).toEqual(['Copy', 'Select all']);
  await choose(app, 'Copy');
  await expect.poll(() => clipboardText(app)).toContain('Under the old oak.');
  // Where there is nothing to do no menu opens.
  await reader(window).getByRole('button', { name: 'More', exact: true }).click({ button: 'right' });
  expect(await menuLabels(app)).toBeNull();
});

test('messages and folders keep their own menus', async () => {
  const { app, window } = heron;
  await openLetter(window);
  await message(window, /Where to meet/).click({ button: 'right' });
  await expect(window.getByRole('menuitem', { name: 'Archive' })).toBeVisible();
  await window.keyboard.press('Escape');
  await folder(window, /Inbox/).click({ button: 'right' });
  await expect(window.getByRole('menuitem', { name: /New folder/ })).toBeVisible();
  expect(await menuLabels(app)).toBeNull();
});

test('H1 spelling is checked once the user asked for it: until then no dictionary is fetched', async () => {
  const { app, window } = heron;
  await openLetter(window);
  const write = async (): Promise<Page> => {
    const opening = app.waitForEvent('window');
    await window.keyboard.press('c');
    const page = await opening;
    await text(page).click();
    await page.keyboard.type('hello wrold ');
    return page;
  };
  const text = (page: Page) => page.getByRole('textbox', { name: 'Message text' });
  const clickWord = async (page: Page): Promise<void> => {
    const line = await text(page).locator('p').first().boundingBox();
    // "wrold" is the second word.
    await page.mouse.click((line?.x ?? 0) + 50, (line?.y ?? 0) + 8, { button: 'right' });
  };
  const page = await write();
  await clickWord(page);
  await expect.poll(() => menuLabels(app)).toContain('Select all');
  expect(await menuLabels(app)).not.toContain('Add to dictionary');
  await forgetMenu(app);
  expect(dictionaries.requests).toEqual([]);

  await window.bringToFront();
  await window.keyboard.press('ControlOrMeta+,');
  await window.getByRole('navigation').getByRole('button', { name: 'Writing' }).click();
  await window.getByRole('switch', { name: 'Check spelling while you write' }).click();
  await expect(window.getByText(/There is no dictionary|English/).first()).toBeVisible();
  await window.getByRole('combobox', { name: 'Add a language' }).selectOption('Danish');
  await look(window, 'settings-spelling');
  await expect.poll(() => dictionaries.requests.some((file) => file.startsWith('/da'))).toBe(true);

  await page.bringToFront();
  await text(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('world ');
  await expect
    .poll(async () => {
      await clickWord(page);
      return (await menuLabels(app))?.slice(0, 4);
    })
    .toEqual(['world', '-', 'Add to dictionary', '-']);
  await choose(app, 'world');
  await expect(text(page)).toHaveText('hello world world ');
});
