import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { type FaultProxy, startFaultProxy } from './servers/fault-proxy.ts';
import { buildMessage, type MessageParts, type TestMessage } from './servers/messages.ts';
import { addPasswordAccount, folder, message, messages, reader, signInByCode } from './steps.ts';
import { ada, grace, password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;
/** Before Grace's mailbox. */
let relay: FaultProxy;
/** So that both accounts work after a restart. */
let keyring: Keyring;

/** A message that arrived so many hours ago. */
const letter = (to: string, subject: string, hours: number, more: Partial<MessageParts> = {}): TestMessage =>
  buildMessage({
    from: 'Charles Babbage <charles@engine.test>',
    to,
    subject,
    text: 'Nothing else.',
    date: new Date(Date.now() - hours * 3_600_000),
    ...more,
  });

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.addUser(grace, { password });
  relay = await startFaultProxy({ target: { port: world.dovecot.tlsPort } });
  await world.dovecot.seed(ada, 'INBOX', [
    letter(ada, 'Minutes of the engine', 1),
    letter(ada, 'Wheels', 7, { messageId: '<wheels@engine.test>', flags: ['\\Seen'] }),
    letter(ada, 'Wheels for the mill', 3, { inReplyTo: '<wheels@engine.test>' }),
    letter(ada, 'Café on Friday', 5),
  ]);
  await world.dovecot.seed(grace, 'INBOX', [
    letter(grace, 'Compiler ready', 2),
    letter(grace, 'Moth in relay 70', 4),
    letter(grace, 'Nanoseconds at the cafe', 6),
  ]);
  // What is undone has not been sent, however slow the machine is.
  keyring = await startKeyring();
  heron = await launchHeron({ environment: { ...world.environment, HERON_UNDO_SECONDS: '3600' }, keyring });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await keyring?.stop();
  await relay?.stop();
  await world?.stop();
});

const subjects = (window: Page) =>
  messages(window).evaluateAll((rows) => rows.map((row) => (row.ariaLabel ?? '').replace(/, \d+ messages/, '')));
const heading = (window: Page, name: string) => window.getByRole('heading', { level: 1, name });

test('one list over two accounts: read, archived, taken back, and searched', async () => {
  const { window } = heron;
  await signInByCode(window, world, ada);
  await expect(folder(window, /All inboxes/)).toHaveCount(0);
  await window.getByRole('button', { name: 'Add account' }).click();
  await addPasswordAccount(window, { address: grace, password, port: relay.port });
  await expect(message(window, /Compiler ready/)).toBeVisible();

  await folder(window, 'All inboxes, 6 unread').click();
  await expect(heading(window, 'All inboxes')).toBeVisible();
  await expect(messages(window)).toHaveCount(6);
  const names = await subjects(window);
  expect(names.map((name) => name.split(', ')[1])).toEqual([
    'Minutes of the engine',
    'Compiler ready',
    'Wheels for the mill',
    'Moth in relay 70',
    'Café on Friday',
    'Nanoseconds at the cafe',
  ]);
  // Which account each is of is said in words, not by colour alone.
  expect(names.map((name) => (name.includes(grace) ? grace : ada))).toEqual([ada, grace, ada, grace, ada, grace]);
  await look(window, 'all-inboxes');

  await message(window, /Compiler ready/).click();
  await expect(reader(window).getByRole('heading', { name: 'Compiler ready' })).toBeVisible();
  await expect(folder(window, 'All inboxes, 5 unread')).toBeVisible();
  await window.keyboard.press('j');
  await expect(reader(window).getByRole('heading', { name: 'Wheels for the mill' })).toBeVisible();

  // A conversation of the one account and a message of the other are archived in one go, and taken back in one.
  await expect(message(window, /2 messages, Wheels for the mill/)).toBeVisible();
  await message(window, /Moth in relay/).click({ modifiers: ['Shift'] });
  await window.keyboard.press('e');
  await expect(messages(window)).toHaveCount(4);
  await expect(window.getByRole('status', { name: 'What was just done' })).toContainText('3 messages archived');
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(messages(window)).toHaveCount(6);
  expect((await subjects(window)).map((name) => name.split(', ')[1])[2]).toBe('Wheels for the mill');

  // Both are selected again, and the menu is about both.
  await message(window, /Moth in relay/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Add star' }).click();
  await expect(message(window, /Moth in relay.*flagged/)).toBeVisible();
  await expect(message(window, /2 messages, Wheels for the mill.*flagged/)).toBeVisible();
  await folder(window, 'Starred').first().click();
  await expect(heading(window, 'Starred')).toBeVisible();
  await expect(messages(window)).toHaveCount(3);
  await expect(message(window, /Wheels for the mill/)).toBeVisible();
  await folder(window, /^Attachments/).click();
  await expect(window.getByText('No messages with attachments')).toBeVisible();

  // From a folder of one account, everything is searched, with and without the accent, and by an operator.
  await folder(window, /^Inbox/)
    .first()
    .click();
  await expect(heading(window, 'Inbox')).toBeVisible();
  await window.keyboard.press('/');
  await window.getByRole('searchbox', { name: 'Search mail' }).fill('cafe');
  await expect(messages(window)).toHaveCount(1);
  await window.getByRole('group', { name: 'Where to search' }).getByRole('button', { name: 'All accounts' }).click();
  await expect(messages(window)).toHaveCount(2);
  await expect(window.getByText('7 messages searched')).toBeVisible();
  await look(window, 'search-all-accounts');
  const field = window.getByRole('searchbox', { name: 'Search mail' });
  await field.fill('relay is:st');
  await window.getByRole('option', { name: 'is:starred, starred' }).click();
  await expect(field).toHaveValue('relay is:starred ');
  await expect(messages(window)).toHaveCount(1);
  await expect(message(window, /Moth in relay 70/)).toBeVisible();

  // The search stays in the sidebar, and any list is narrowed by a button.
  await window.getByRole('button', { name: 'Keep this search in the sidebar' }).click();
  await folder(window, /^All inboxes/).click();
  await window.getByRole('button', { name: 'Only unread' }).click();
  // How many are left depends on what was open for long enough to be read by now.
  await expect(message(window, /Compiler ready/)).toHaveCount(0);
  await expect(message(window, /Moth in relay/)).toBeVisible();
  expect((await subjects(window)).filter((name) => !name.includes(', unread'))).toEqual([]);
  await look(window, 'all-inboxes-unread');
  await window.getByRole('button', { name: 'Only unread' }).click();
  await expect(messages(window)).toHaveCount(6);
  await folder(window, 'relay is:starred').click();
  await expect(messages(window)).toHaveCount(1);
});

test('into the other account: dragged, copied by the picker, taken back, and waiting for a server that is away', async () => {
  let { window } = heron;
  const inboxOf = (address: string) =>
    window.getByRole('group', { name: address }).getByRole('treeitem', { name: /^Inbox/ });
  const archiveOf = (address: string) =>
    window.getByRole('group', { name: address }).getByRole('treeitem', { name: /^Archive/ });
  await inboxOf(ada).click();
  await expect(heading(window, 'Inbox')).toBeVisible();
  await message(window, /Café on Friday/).dragTo(archiveOf(grace));
  const bar = window.getByRole('status', { name: 'What was just done' });
  await expect(bar).toContainText('Message moved to Archive');
  await expect(message(window, /Café on Friday/)).toHaveCount(0);

  await message(window, /Minutes of the engine/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Copy to folder…' }).click();
  const picker = window.getByRole('dialog', { name: 'Copy message' });
  await picker.getByRole('combobox').fill('archive');
  await look(window, 'copy-to-another-account', { still: true });
  await picker
    .getByRole('group', { name: grace })
    .getByRole('option', { name: /^Archive/ })
    .click();
  await expect(bar).toContainText('Message copied to Archive');
  await expect(message(window, /Minutes of the engine/)).toBeVisible();

  // One after the other, and nothing of it was sent.
  await window.getByRole('button', { name: 'Undo' }).click();
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(message(window, /Café on Friday/)).toBeVisible();
  expect(await world.dovecot.list(grace, 'Archive')).toEqual([]);

  // With less time to take it back it is sent; its text is in the other account then, and no more in this one.
  const { profile } = heron;
  await heron.quit();
  heron = await launchHeron({ environment: { ...world.environment, HERON_UNDO_SECONDS: '1' }, keyring, profile });
  window = heron.window;
  await inboxOf(ada).click();
  await message(window, /Café on Friday/).dragTo(archiveOf(grace));
  await expect.poll(async () => (await world.dovecot.list(grace, 'Archive')).length).toBe(1);
  await expect.poll(async () => (await world.dovecot.list(ada, 'INBOX')).length).toBe(3);
  await archiveOf(grace).click();
  await message(window, /Café on Friday/).click();
  await expect(reader(window).getByText('Nothing else.')).toBeVisible();

  await relay.set({ kind: 'refuse' });
  relay.dropAll();
  await inboxOf(ada).click();
  await message(window, /Minutes of the engine/).dragTo(archiveOf(grace));
  await expect(window.getByText(`Moving to ${grace} / Archive: 0 of 1 message`)).toBeVisible();
  await expect(window.getByText(`Waiting for a connection to ${grace}`)).toBeVisible();
  await look(window, 'transfer-waiting');
  await window.getByRole('button', { name: 'Stop' }).click();
  await expect(window.getByRole('status').getByText('Stopped. 1 message stays where it is.')).toBeVisible();
  await expect(message(window, /Minutes of the engine/)).toBeVisible();
  await window.getByRole('region', { name: 'Message list' }).getByRole('button', { name: 'Dismiss' }).click();
  // The rows move up as it goes.
  await expect(window.getByText('Stopped.')).toHaveCount(0);

  await message(window, /Minutes of the engine/).dragTo(archiveOf(grace));
  await expect(window.getByText(`Waiting for a connection to ${grace}`)).toBeVisible();
  await relay.set({ kind: 'pass' });
  await window.getByRole('button', { name: `Try now: ${grace}` }).click();
  await expect.poll(async () => (await world.dovecot.list(grace, 'Archive')).length).toBe(2);
  await expect(window.getByRole('progressbar', { name: /^Moving/ })).toHaveCount(0);
  expect(await world.dovecot.list(ada, 'INBOX')).toHaveLength(2);
});
