/** U1: the whole program without a mouse. */
import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import { addByBridge, expectMailbox, folder, message, messageFrame, messages, reader } from './steps.ts';
import { password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;
/** Each journey has a mailbox of its own. */
let address: string;
let mailboxes = 0;

test.beforeAll(async () => {
  world = await startWorld();
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
test.beforeEach(async () => {
  mailboxes += 1;
  address = `ada-${mailboxes}@contoso.test`;
  await world.dovecot.addUser(address, { password });
  await world.dovecot.seed(address, 'INBOX', [
    ...letters(),
    buildMessage({
      subject: 'The long one',
      html: Array.from({ length: 90 }, (_, at) => `<p>Paragraph ${at + 1}</p>`).join(''),
      date: new Date('2026-10-01T08:00:00Z'),
      flags: ['\\Seen'],
    }),
    buildMessage({
      subject: 'Buy oranges',
      text: 'And lemons, if they have any. The good ones are at the corner.',
      date: new Date('2026-11-22T08:00:00Z'),
    }),
  ]);
  await startOver(heron);
});

/** Presses Tab until the element has the focus; fails for an element that cannot be reached. */
async function tabTo(window: Page, role: Parameters<Page['getByRole']>[0], name: string | RegExp): Promise<void> {
  const wanted = window.getByRole(role, { name }).first();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`Forty times Tab did not lead to ${role} ${name}.`);
}

test('U1 from setup to trash and back by keyboard alone', async () => {
  const { window } = heron;
  const { keyboard } = window;
  await expect(window.getByLabel('Email address')).toBeFocused();
  await keyboard.type(address);
  await keyboard.press('Enter');
  // One stop of the Tab key for the group, on the radio button that is chosen; arrows choose.
  const other = window.getByRole('radio', { name: 'Other IMAP server' });
  await expect(window.getByRole('radio').and(window.locator(':focus'))).toBeVisible();
  if (!(await other.isChecked())) await keyboard.press('ArrowDown');
  await expect(other).toBeChecked();
  await keyboard.press('Enter');
  await expect(window.getByLabel('Password', { exact: true })).toBeFocused();
  await keyboard.type(password);
  await tabTo(window, 'textbox', 'IMAP server');
  await keyboard.press('Control+a');
  await keyboard.type('localhost');
  await tabTo(window, 'textbox', 'IMAP port');
  await keyboard.press('Control+a');
  await keyboard.type(String(world.dovecot.tlsPort));
  await keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'The connection works' })).toBeVisible();
  await keyboard.press('Enter');
  await expectMailbox(window);

  await keyboard.press('Control+2');
  await expect(window.getByRole('listbox', { name: 'Messages' })).toBeFocused();
  await keyboard.press('j');
  await expect(message(window, /Buy oranges/)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('j');
  await keyboard.press('k');
  await expect(message(window, /Buy oranges/)).toHaveAttribute('aria-selected', 'true');
  await expect(reader(window).getByRole('heading', { name: 'Buy oranges' })).toBeVisible();

  await keyboard.press('s');
  const flags = async () =>
    (await world.dovecot.list(address, 'INBOX')).find(({ subject }) => subject === 'Buy oranges')?.flags ?? [];
  await expect.poll(flags).toContain('\\Flagged');
  await keyboard.press('Shift+u');
  await expect.poll(flags).not.toContain('\\Seen');
  await keyboard.press('Delete');
  await expect(messages(window)).toHaveCount(5);
  await expect.poll(async () => (await world.dovecot.list(address, 'Deleted Items')).length).toBe(1);

  // Read to its end by Space alone; from there to what is unread.
  await keyboard.press('End');
  await expect(message(window, /The long one/)).toHaveAttribute('aria-selected', 'true');
  const frame = messageFrame(window);
  await expect(frame.getByText('Paragraph 1', { exact: true })).toBeInViewport();
  await keyboard.press('Space');
  await expect(frame.getByText('Paragraph 1', { exact: true })).not.toBeInViewport();
  await keyboard.press('Shift+Space');
  await expect(frame.getByText('Paragraph 1', { exact: true })).toBeInViewport();
  await frame.locator('html').evaluate((root) => root.scrollTo(0, root.scrollHeight));
  await expect(frame.getByText('Paragraph 90')).toBeInViewport();
  await keyboard.press('Space');
  await expect(message(window, /The long one/)).toHaveAttribute('aria-selected', 'false');

  await keyboard.press('g');
  await keyboard.press('#');
  await expect(folder(window, /Deleted Items|Trash/)).toHaveAttribute('aria-selected', 'true');
  // The folder is selected before its messages are there, and a key about them needs one.
  await expect(messages(window)).toHaveCount(1);
  await keyboard.press('Control+2');
  await keyboard.press('j');
  await expect(message(window, /Buy oranges/)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('v');
  await expect(window.getByRole('dialog')).toBeVisible();
  await look(window, 'dialog-move', { still: true });
  await keyboard.type('inb');
  await keyboard.press('Enter');
  await expect.poll(async () => (await world.dovecot.list(address, 'INBOX')).length).toBe(6);
});

test('the palette finds actions, folders and settings, and gives the focus back', async () => {
  const { window } = heron;
  const { keyboard } = window;
  await addByBridge(window, world, { address, password });
  await keyboard.press('Control+2');
  await keyboard.press('j');
  await expect(message(window, /Buy oranges/)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Control+k');
  const palette = window.getByRole('dialog', { name: 'Command palette' });
  await expect(palette).toBeVisible();
  await look(window, 'palette', { still: true });
  await keyboard.press('Escape');
  await expect(window.getByRole('listbox', { name: 'Messages' })).toBeFocused();

  await keyboard.press('Control+k');
  await keyboard.type('archi');
  await look(window, 'palette-search', { still: true });
  await expect(palette.getByRole('option').first()).toContainText('Archive');
  await keyboard.press('Enter');
  await expect(messages(window)).toHaveCount(5);
  await expect.poll(async () => (await world.dovecot.list(address, 'Archive')).length).toBe(1);

  await keyboard.press('Control+k');
  await keyboard.type('sent items');
  await keyboard.press('Enter');
  await expect(folder(window, /Sent/)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Control+k');
  await keyboard.type('no such thing');
  await expect(palette.getByText('Nothing found')).toBeVisible();
  await look(window, 'palette-empty', { still: true });
  await keyboard.press('Escape');

  await keyboard.press('?');
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await look(window, 'shortcuts', { still: true });
});

test('the native menu runs the same commands', async () => {
  const { window, app } = heron;
  await addByBridge(window, world, { address, password });
  await window.keyboard.press('Control+2');
  await window.keyboard.press('j');
  await expect(message(window, /Buy oranges/)).toHaveAttribute('aria-selected', 'true');
  await clickMenu(/^Archive$/);
  await expect(messages(window)).toHaveCount(5);
  await expect.poll(async () => (await world.dovecot.list(address, 'Archive')).length).toBe(1);

  async function clickMenu(label: RegExp): Promise<void> {
    await app.evaluate(({ Menu, BrowserWindow }, source) => {
      const items = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
      const item = items.find((candidate) => new RegExp(source).test(candidate.label));
      if (item === undefined) throw new Error(`The menu has no ${source}.`);
      item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
    }, label.source);
  }
});
