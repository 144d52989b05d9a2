/** Many messages at once, folders, drag and undo: what a person does on a Monday morning. */
import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import { addByBridge, expectMailbox, folder, message, messages } from './steps.ts';
import { password, startWorld, type World } from './world.ts';

const many = 500;

let world: World;
/** Several journeys share a Heron that sends changes at once. */
let heron: Heron | null = null;
/** What the mailbox is called; each journey has one of its own. */
let address: string;
let mailboxes = 0;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(async () => {
  await quit();
  await world?.stop();
});
test.beforeEach(async () => {
  mailboxes += 1;
  address = `ada-${mailboxes}@contoso.test`;
  await world.dovecot.addUser(address, { password });
});

/** Adds the journey's mailbox to a Heron without any other. @param environment for a Heron that no other journey uses */
async function start(environment?: Record<string, string>): Promise<Page> {
  if (environment !== undefined) await quit();
  if (heron === null) heron = await launchHeron({ environment: { ...world.environment, ...environment } });
  else await startOver(heron);
  await addByBridge(heron.window, world, { address, password });
  return heron.window;
}

async function quit(): Promise<void> {
  const ended = heron;
  heron = null;
  await ended?.quit();
  if (ended) await removeProfile(ended.profile);
}

/** The list shows the server's total from the first message on; before "select all", all messages have to be stored. */
async function everythingIsStored(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const accounts = await window.heron.calls['accounts.list'](undefined);
        const account = accounts.ok ? accounts.value[0]?.account : undefined;
        if (account === undefined) return null;
        const folders = await window.heron.calls['mail.folders']({ accountId: account.id });
        const inbox = folders.ok ? folders.value.find(({ role }) => role === 'inbox') : undefined;
        return inbox === undefined ? null : [inbox.total, inbox.syncState];
      }),
    )
    .toEqual([many, 'complete']);
  await expect(page.getByText(`${many} messages`, { exact: false }).first()).toBeVisible();
}

/** Runs in the page: keeps the undo bar (ten seconds, renderer/mailbox/actions/undo.ts) until it is used. */
function keepUndoOffered(): void {
  const real = globalThis.setTimeout;
  const patient = (handler: () => void, ms = 0) => real(handler, ms === 10_000 ? 3_600_000 : ms);
  Reflect.set(globalThis, 'setTimeout', patient);
}

const longName = `The longest name that anybody ever gave to a folder of messages ${'and so on '.repeat(12)}`.trim();

const stored = async (name: string) => (await world.dovecot.list(address, name)).length;

test(`${many} messages are selected, archived, and taken back before the server heard of it`, async () => {
  await world.dovecot.seedMany(address, 'INBOX', many);
  await world.dovecot.createFolder(address, longName);
  // Undone changes are never sent; the long time makes this independent of the machine's speed.
  const window = await start({ HERON_UNDO_SECONDS: '3600' });
  await window.evaluate(keepUndoOffered);
  await everythingIsStored(window);
  await messages(window).first().click();
  await window.keyboard.press('Control+a');
  await expect(window.getByRole('heading', { name: `${many} messages selected` })).toBeVisible();
  await look(window, 'mailbox-many-selected');
  await window.keyboard.press('e');
  await expect(messages(window)).toHaveCount(0);
  await expect(window.getByText(`${many} messages archived`).first()).toBeVisible();
  await look(window, 'mailbox-undo', { still: true });
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(messages(window).first()).toBeVisible();
  await expect(window.getByText(`${many} messages`, { exact: false }).first()).toBeVisible();
  // A later change reaches the server: so the queue before it has been worked off.
  await messages(window).first().click();
  await window.keyboard.press('s');
  await expect
    .poll(
      async () =>
        (await world.dovecot.list(address, 'INBOX')).filter(({ flags }) => flags.includes('\\Flagged')).length,
    )
    .toBe(1);
  expect(await stored('INBOX')).toBe(many);
  expect(await stored('Archive')).toBe(0);

  // However long the folder's name and large the text, Undo stays within reach.
  await window.evaluate(() => globalThis.window.heron.calls['app.setPreferences']({ textSize: 'largest' }));
  for (const width of [1280, 900]) {
    await window.setViewportSize({ width, height: 640 });
    await messages(window).first().click();
    await window.keyboard.press('Control+a');
    await window.keyboard.press('v');
    await expect(window.getByRole('dialog')).toBeVisible();
    await window.keyboard.type(longName.slice(0, 20));
    await window.keyboard.press('Enter');
    const bar = window.getByRole('status', { name: 'What was just done' });
    await expect(bar).toContainText(`${many} messages moved to ${longName.slice(0, 10)}`);
    const undo = bar.getByRole('button', { name: 'Undo' });
    const { x, y, width: wide, height } = (await undo.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
    expect(x).toBeGreaterThan(0);
    expect(x + wide).toBeLessThan(width);
    expect(y + height).toBeGreaterThan(640 - 100);
    expect(y + height).toBeLessThan(640);
    if (width === 900) await look(window, 'mailbox-undo-long', { still: true });
    await undo.click();
    await expect(messages(window).first()).toBeVisible();
  }
  await quit();
});

test(`${many} messages are moved in one go, and all arrive once`, async () => {
  await world.dovecot.seedMany(address, 'INBOX', many);
  const window = await start();
  await everythingIsStored(window);
  await messages(window).first().click();
  await window.keyboard.press('Control+a');
  await expect(window.getByRole('heading', { name: `${many} messages selected` })).toBeVisible();
  await window.keyboard.press('e');
  await expect.poll(() => stored('Archive')).toBe(many);
  // Dovecot shows moved messages in their new folder a moment before it takes them out of the old one.
  await expect.poll(() => stored('INBOX')).toBe(0);
  await folder(window, /Archive/).click();
  await expect(window.getByText(`${many} messages`, { exact: false }).first()).toBeVisible();
});

test('messages are dragged to a folder, by shift and ctrl', async () => {
  await world.dovecot.createFolder(address, 'Summer school');
  await world.dovecot.seed(address, 'INBOX', [
    ...letters(),
    buildMessage({
      subject: 'Buy oranges',
      text: 'And lemons, if they have any. The good ones are at the corner.',
      date: new Date('2026-11-22T08:00:00Z'),
    }),
  ]);
  const window = await start();
  await expect(messages(window)).toHaveCount(5);
  const rows = message(window, /Rooms for the summer school/);
  await expect(rows).toHaveCount(4);
  await rows.first().click();
  await rows.last().click({ modifiers: ['Shift'] });
  await expect(window.getByRole('heading', { name: '4 messages selected' })).toBeVisible();
  await rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
  await expect(window.getByRole('heading', { name: '3 messages selected' })).toBeVisible();
  const target = folder(window, /Summer school/);
  // Sends the events of a drag, since Xvfb has no window manager that carries one out. The first drag is cancelled.
  const dataTransfer = await window.evaluateHandle(() => new DataTransfer());
  const dragOver = async () => {
    await rows.first().dispatchEvent('dragstart', { dataTransfer });
    await target.dispatchEvent('dragenter', { dataTransfer });
    await target.dispatchEvent('dragover', { dataTransfer });
  };
  await dragOver();
  await look(window, 'mailbox-drag', { still: true });
  await rows.first().dispatchEvent('dragend', { dataTransfer });
  await expect(messages(window)).toHaveCount(5);
  await dragOver();
  await target.dispatchEvent('drop', { dataTransfer });
  await rows.first().dispatchEvent('dragend', { dataTransfer });
  await expect(messages(window)).toHaveCount(2);
  await expect.poll(() => stored('Summer school')).toBe(3);
  await expect.poll(() => stored('INBOX')).toBe(2);
});

test('folders are made, renamed, marked as read, emptied and deleted', async () => {
  await world.dovecot.seed(address, 'INBOX', letters());
  await world.dovecot.seed(address, 'Deleted Items', [buildMessage({ subject: 'Rubbish', text: 'Nothing to keep.' })]);
  const window = await start();
  await expectMailbox(window);
  await folder(window, /Inbox/).click({ button: 'right' });
  await look(window, 'mailbox-folder-menu', { still: true });
  await window.getByRole('menuitem', { name: 'Mark all as read' }).click();
  await expect
    .poll(async () => (await world.dovecot.list(address, 'INBOX')).every(({ flags }) => flags.includes('\\Seen')))
    .toBe(true);

  await folder(window, /Inbox/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: /New folder/ }).click();
  await window.getByRole('dialog').getByLabel('Name').fill('Übungen');
  await look(window, 'dialog-new-folder', { still: true });
  await window.keyboard.press('Enter');
  await expect(folder(window, /Übungen/)).toBeVisible();

  await folder(window, /Übungen/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: /Rename/ }).click();
  await window.getByRole('dialog').getByLabel('Name').fill('Exercises');
  await window.keyboard.press('Enter');
  await expect(folder(window, /Exercises/)).toBeVisible();
  await expect(folder(window, /Übungen/)).toHaveCount(0);

  await folder(window, /Exercises/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: /Delete folder/ }).click();
  await look(window, 'dialog-delete-folder', { still: true });
  await window.getByRole('dialog').getByRole('button', { name: 'Delete folder' }).click();
  await expect(folder(window, /Exercises/)).toHaveCount(0);

  await folder(window, /Deleted Items/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: /Empty/ }).click();
  await look(window, 'dialog-empty-trash', { still: true });
  await window
    .getByRole('dialog')
    .getByRole('button', { name: /^Empty/ })
    .click();
  await expect.poll(() => stored('Deleted Items')).toBe(0);
});

test('a message’s own menu stars, marks as junk and deletes for good', async () => {
  await world.dovecot.seed(address, 'INBOX', [
    buildMessage({ subject: 'You have won', text: 'Claim your prize within the hour.' }),
    buildMessage({ subject: 'Minutes', text: 'Everybody was there. We begin on Monday.' }),
  ]);
  const window = await start();
  await message(window, /You have won/).click({ button: 'right' });
  await look(window, 'mailbox-message-menu', { still: true });
  await window.getByRole('menuitem', { name: /Mark as junk/ }).click();
  await expect.poll(() => stored('Junk Email')).toBe(1);
  await folder(window, /Junk Email/).click();
  await message(window, /You have won/).click();
  await window.keyboard.press('Shift+Delete');
  await look(window, 'dialog-delete-forever', { still: true });
  await window.getByRole('dialog').getByRole('button', { name: 'Delete message' }).click();
  await expect.poll(() => stored('Junk Email')).toBe(0);
  await expect(messages(window)).toHaveCount(0);
  await look(window, 'mailbox-empty-folder');
});
