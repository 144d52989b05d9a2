import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openInBrowser } from '../person-browser.ts';

const folder = process.argv[2] ?? '/tmp/heron-mailbox-looks';
const only = process.argv[3] ?? '';
/** A part of "1280-light". */
const onlySize = process.argv[4] ?? '';
const origin = process.env['HARNESS'] ?? 'http://localhost:5201';

const play = (page: Page, name: string, value: unknown) =>
  page.evaluate(([act, data]) => Reflect.get(window, 'mailbox')[act as string](data), [name, value] as const);
const options = (page: Page) => page.getByRole('listbox', { name: /^(Messages|Nachrichten)$/ }).getByRole('option');
const status = (page: Page, value: unknown) =>
  page.evaluate((data) => Reflect.get(window, 'mailbox').status(data), value);
const offline = {
  connection: {
    kind: 'offline',
    error: { code: 'offline', params: { reason: 'computer' }, retryable: true },
    retryAt: null,
  },
};

const looks: Record<string, { query?: string; go?: (page: Page) => Promise<void> }> = {
  inbox: { go: async (page) => void (await options(page).first().waitFor()) },
  reading: { go: (page) => options(page).nth(2).click() },
  'refused-messages': {
    query: '?accounts=some&refused',
    go: async (page) => void (await page.getByText('2 messages could not be fetched.').waitFor()),
  },
  'refused-message': {
    query: '?accounts=some&refused',
    go: async (page) => {
      await options(page).nth(1).click();
      await page.getByRole('article').getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  'refused-folder': {
    query: '?accounts=some&refused',
    go: async (page) => {
      await page
        .getByRole('treeitem', { name: /^Travel/ })
        .first()
        .click();
      await page.getByText('This folder could not be opened.').waitFor();
    },
  },
  'refused-folder-with-mail': {
    query: '?accounts=some&refused',
    go: async (page) => {
      await page
        .getByRole('treeitem', { name: /^Archive/ })
        .first()
        .click();
      await page.getByText('This folder could not be opened.').waitFor();
    },
  },
  'refused-in-settings': {
    query: '?accounts=some&refused',
    go: async (page) => {
      await page.getByRole('button', { name: 'Settings', exact: true }).click();
      await page.getByRole('heading', { name: 'What the server refuses' }).scrollIntoViewIfNeeded();
    },
  },
  hover: {
    go: async (page) => {
      await options(page).nth(3).hover();
    },
  },
  trash: {
    go: async (page) => {
      await page
        .getByRole('treeitem', { name: /Deleted Items/ })
        .first()
        .click();
      await options(page).nth(2).hover();
      await page.getByRole('button', { name: 'Delete forever…' }).last().hover();
      await page.waitForTimeout(600);
    },
  },
  keyboard: {
    go: async (page) => {
      await page.getByRole('listbox', { name: 'Messages' }).focus();
      for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowDown');
    },
  },
  selection: {
    go: async (page) => {
      await options(page).nth(1).click();
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await options(page)
        .nth(6)
        .click({ modifiers: ['ControlOrMeta'] });
      await page.mouse.move(700, 700);
    },
  },
  'select-all': {
    query: '?accounts=some&mail=100000',
    go: async (page) => {
      await options(page).first().click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.getByRole('heading', { name: /messages selected/ }).waitFor();
    },
  },
  undo: {
    go: async (page) => {
      await options(page).nth(1).click();
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('e');
      await page.getByRole('button', { name: /^Undo/ }).waitFor();
    },
  },
  'message-menu': {
    go: async (page) => {
      await options(page).nth(2).click();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
  'folder-menu': {
    go: async (page) => {
      await options(page).first().waitFor();
      await page
        .getByRole('treeitem', { name: /Deleted Items/ })
        .first()
        .click({ button: 'right' });
    },
  },
  'account-menu': {
    go: async (page) => {
      await options(page).first().waitFor();
      await page.getByRole('group').first().hover();
      await page.getByRole('button', { name: 'Account actions' }).first().click();
    },
  },
  'move-dialog': {
    go: async (page) => {
      await options(page).nth(2).click();
      await page.keyboard.press('v');
      await page.getByRole('combobox').pressSequentially('an');
    },
  },
  'move-dialog-all': {
    go: async (page) => {
      await options(page).nth(2).click();
      await page.keyboard.press('v');
      await page.getByRole('combobox').waitFor();
    },
  },
  'delete-dialog': {
    go: async (page) => {
      await options(page).nth(2).click();
      await page.keyboard.press('Shift+Delete');
      await page.getByRole('dialog').waitFor();
    },
  },
  'new-folder': {
    go: async (page) => {
      await options(page).first().waitFor();
      await page.getByRole('treeitem', { name: /Newsletters/ }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'New folder…' }).click();
      await page.getByLabel('Name').fill('Offers');
      await page.getByRole('button', { name: 'Create folder' }).click();
      await page.getByText('quota exceeded').waitFor();
    },
  },
  collapsed: {
    go: async (page) => {
      await page
        .getByRole('treeitem', { name: /Kunden/ })
        .first()
        .click();
    },
  },
  'drag-over': {
    go: async (page) => {
      await options(page).nth(1).click();
      await page.keyboard.press('Shift+ArrowDown');
      await options(page).nth(2).hover();
      await page.mouse.down();
      await page.getByRole('treeitem', { name: /Travel/ }).hover();
      await page.getByRole('treeitem', { name: /Travel/ }).hover();
    },
  },
  compact: { query: '?accounts=some&density=compact', go: (page) => options(page).nth(4).hover() },
  'compact-selection': {
    query: '?accounts=some&density=compact',
    go: async (page) => {
      await options(page).nth(1).click();
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
    },
  },
  'compact-below': { query: '?accounts=some&density=compact&pane=below', go: (page) => options(page).nth(2).click() },
  'pane-off': { query: '?accounts=some&pane=off', go: (page) => options(page).nth(2).hover() },
  'no-preview': { query: '?accounts=some&preview=0', go: (page) => options(page).nth(2).hover() },
  'three-lines': { query: '?accounts=some&preview=3', go: (page) => options(page).nth(2).click() },
  'no-tiles': { query: '?accounts=some&tiles=off', go: (page) => options(page).nth(2).hover() },
  palette: {
    go: async (page) => {
      await options(page).nth(1).click();
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('combobox').pressSequentially('gr');
      await page.getByText('Grace Hopper').waitFor();
    },
  },
  folded: {
    go: async (page) => {
      await options(page).first().waitFor();
      await page
        .getByRole('button', { name: /^Hide the folders of/ })
        .first()
        .click({ force: true });
    },
  },
  unfolded: {
    go: async (page) => {
      await options(page).first().waitFor();
      await page.getByRole('button', { name: 'Show names' }).click({ timeout: 1000 });
    },
  },
  headings: {
    go: async (page) => {
      await options(page).first().waitFor();
      await page.getByRole('listbox', { name: 'Messages' }).evaluate((list) => {
        list.scrollTop = 4200;
      });
    },
  },
  'million-end': {
    query: '?accounts=some&mail=1000000',
    go: async (page) => {
      await options(page).first().waitFor({ timeout: 120_000 });
      await page.getByRole('listbox', { name: 'Messages' }).focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('End');
      await page.waitForTimeout(2000);
    },
  },
  largest: { query: '?accounts=some&text=largest', go: (page) => options(page).nth(3).hover() },
  rtl: { query: '?accounts=some&direction=rtl', go: (page) => options(page).nth(3).hover() },
  german: { query: '?accounts=some&language=de', go: (page) => options(page).nth(2).click() },
  'german-selection': {
    query: '?accounts=some&language=de&direction=rtl',
    go: async (page) => {
      await options(page).nth(1).click();
      await page.keyboard.press('Shift+ArrowDown');
    },
  },
  states: {
    query: '?accounts=problems',
    go: async (page) => {
      await options(page).first().waitFor();
    },
  },
  scrolled: {
    query: '?accounts=some&mail=100000',
    go: async (page) => {
      await options(page).first().waitFor();
      await page.getByRole('listbox', { name: 'Messages' }).evaluate((list) => {
        list.scrollTop = list.scrollHeight / 2;
      });
    },
  },
  dragging: {
    query: '?accounts=some&slow=400',
    go: async (page) => {
      await options(page).first().waitFor();
      await page.waitForTimeout(1500);
      await page.getByRole('listbox', { name: 'Messages' }).evaluate((list) => {
        list.scrollTop = list.scrollHeight / 2;
      });
      await page.waitForTimeout(100);
    },
  },
  sent: {
    go: (page) =>
      page
        .getByRole('treeitem', { name: /Sent Items/ })
        .first()
        .click(),
  },
  empty: {
    go: (page) =>
      page
        .getByRole('treeitem', { name: /Travel/ })
        .first()
        .click(),
  },
  offline: {
    go: async (page) => {
      await options(page).nth(2).click();
      await status(page, offline);
    },
  },
  'never-offline': {
    query: '?accounts=some&sync=never',
    go: async (page) => {
      await page.getByRole('treeitem', { name: /Inbox/ }).first().waitFor();
      await status(page, offline);
    },
  },
  'first-sync': {
    query: '?accounts=some&sync=none',
    go: (page) => status(page, { connection: { kind: 'connecting' } }),
  },
  filling: {
    go: async (page) => {
      await options(page).first().waitFor();
      await status(page, {
        connection: { kind: 'syncing' },
        progress: { folderId: 1, stored: 12000, total: 100000 },
      });
    },
  },
  'needs-sign-in': {
    go: async (page) => {
      await options(page).first().waitFor();
      await status(page, {
        connection: {
          kind: 'needs_sign_in',
          error: { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false },
        },
        parkedOperations: 2,
      });
    },
  },
  parked: {
    go: async (page) => {
      await options(page).first().waitFor();
      await status(page, { parkedOperations: 2 });
      await page.getByRole('button', { name: 'Review' }).click();
    },
  },
};

const homeId = '22222222-2222-4222-8222-222222222222';
const transfers = (query: string) =>
  ({
    '': { query, go: (page: Page) => transfer(page, { kind: 'running', left: 380, waits: null }) },
    waiting: {
      query,
      go: async (page: Page) => {
        await transfer(page, { kind: 'running', left: 380, waits: { accountId: homeId, why: 'connection' } });
        await play(page, 'otherStatus', offline);
      },
    },
    turn: {
      query,
      go: async (page: Page) => {
        await transfer(page, { kind: 'running', left: 380, waits: { accountId: homeId, why: 'connection' } });
        const error = { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false };
        await play(page, 'otherStatus', { connection: { kind: 'needs_sign_in', error } });
      },
    },
    stopped: { query, go: (page: Page) => transfer(page, { kind: 'stopped', kept: 379, unsure: 1 }) },
  }) as const;
async function transfer(page: Page, state: unknown): Promise<void> {
  await options(page).first().waitFor();
  await play(page, 'transfer', state);
}
async function verify(page: Page, verification: unknown): Promise<void> {
  await options(page).first().waitFor();
  await play(page, 'verify', verification);
}
for (const [kind, query] of [
  ['transfer', '?accounts=some'],
  ['transfer-german', '?accounts=some&language=de'],
  ['transfer-compact', '?accounts=some&density=compact&pane=below'],
] as const) {
  for (const [name, look] of Object.entries(transfers(query))) looks[name === '' ? kind : `${kind}-${name}`] = look;
}
const mended = { missing: 3, gone: 2, flags: 5, others: 0, counts: true };
for (const language of ['en', 'de']) {
  const query = `?accounts=some&language=${language}`;
  Object.assign(looks, {
    [`verify-running-${language}`]: {
      query,
      go: (page: Page) => verify(page, { kind: 'running', compared: 12_000, total: 812_004 }),
    },
    [`verify-done-${language}`]: {
      query,
      go: (page: Page) => verify(page, { kind: 'done', at: 1, compared: 812_004, mended }),
    },
    [`verify-failed-${language}`]: {
      query,
      go: (page: Page) =>
        verify(page, { kind: 'failed', error: { code: 'internal', params: { reason: 'syncing' }, retryable: true } }),
    },
    [`conversation-${language}`]: {
      query: `${query}&conversation`,
      go: async (page: Page) => {
        await options(page).nth(2).click();
        await page.locator('[data-scrolls-conversation]').waitFor();
      },
    },
    [`labels-${language}`]: {
      query: `${query}&labels`,
      go: async (page: Page) => {
        await options(page).nth(2).click();
        await page.getByRole('button', { name: /Newsletters/ }).waitFor();
      },
    },
    [`tags-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).nth(5).click();
        await page.getByRole('list', { name: /^(Tags|Schlagwörter)$/ }).waitFor();
      },
    },
    [`tag-picker-${language}`]: {
      query: `${query}&tag=${'a-name-that-is-far-too-long-for-any-dialog-of-this-width-and-goes-on-and-on-and-on'}`,
      go: async (page: Page) => {
        await options(page).nth(5).click();
        await page.keyboard.down('Shift');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.up('Shift');
        await page.keyboard.press('t');
        await page.getByRole('option', { name: 'paris' }).waitFor();
        await page.keyboard.press('ArrowDown');
      },
    },
    [`new-tag-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).nth(5).click();
        await page.keyboard.press('t');
        await page.getByRole('combobox').fill('Büro Köln');
        await page.getByText('Buero_Koeln').waitFor();
      },
    },
    [`no-tag-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).nth(5).click();
        await page.keyboard.press('t');
        await page.getByRole('combobox').fill('Junk');
      },
    },
    [`label-picker-${language}`]: {
      query: `${query}&labels`,
      go: async (page: Page) => {
        await options(page).nth(2).click();
        await page.keyboard.press('y');
        await page.getByRole('combobox').waitFor();
      },
    },
    [`find-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).nth(2).click();
        await page.getByRole('article').waitFor();
        await page.keyboard.press('ControlOrMeta+f');
        await page.keyboard.type('which');
        await page.waitForTimeout(800);
      },
    },
    [`find-nothing-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).nth(2).click();
        await page.getByRole('article').waitFor();
        await page.keyboard.press('ControlOrMeta+f');
        await page.keyboard.type('nowhere at all');
        await page.waitForTimeout(800);
      },
    },
    [`nothing-found-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).first().waitFor();
        await page.keyboard.press('/');
        await page.getByRole('searchbox').fill('nothing at all');
        await page.getByText('notting hill').waitFor();
      },
    },
    [`by-sender-${language}`]: {
      query,
      go: async (page: Page) => {
        await options(page).first().waitFor();
        await page.getByRole('button', { name: /^(Sort and group|Sortieren)/ }).click();
        await page.getByRole('menuitemcheckbox', { name: /^(By sender|Nach Absender)/ }).click();
        await page.waitForTimeout(400);
      },
    },
  });
}
looks['sort-menu'] = {
  go: async (page) => {
    await options(page).first().waitFor();
    await page.getByRole('button', { name: 'Sort and group' }).click();
  },
};

mkdirSync(folder, { recursive: true });
const browser = await openInBrowser(`${origin}/?accounts=some`);
const { page } = browser;
page.setDefaultTimeout(60_000);
page.on('pageerror', (error) => console.error('page:', error.message));
page.on('console', (message) => (message.type() === 'error' ? console.error('console:', message.text()) : undefined));
for (const [size, colorScheme] of [
  [{ width: 1280, height: 800 }, 'light'],
  [{ width: 1280, height: 800 }, 'dark'],
  [{ width: 900, height: 600 }, 'light'],
  [{ width: 800, height: 600 }, 'dark'],
] as const) {
  const look = `${size.width}-${colorScheme}`;
  if (!look.includes(onlySize)) continue;
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  for (const [name, { query, go }] of Object.entries(looks)) {
    if (!name.includes(only)) continue;
    try {
      await page.goto(`${origin}/${query ?? '?accounts=some'}`);
      await page.locator('main').first().waitFor();
      await go?.(page);
      await page.waitForTimeout(350);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
    } catch (error) {
      console.error(name, error instanceof Error ? error.message.split('\n')[0] : error);
    }
  }
}
await browser.close();
