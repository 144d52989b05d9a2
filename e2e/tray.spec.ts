/** Heron during a day: the window is closed, mail arrives, and tray and notifications report it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Heron, type HiddenHeron, launchHeron, launchHidden, newProfile, removeProfile } from './app.ts';
import { clickNotification, clickTray, notifications, tray, trayLabels } from './hooks.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import {
  backToMailbox,
  closing,
  expectMailbox,
  folder,
  getCode,
  message,
  messages,
  reader,
  signInByCode,
} from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let keyring: Keyring;
let profile: string;
let heron: Heron | HiddenHeron;
let environment: Record<string, string>;
/** Where desktops look for what starts at login. */
let config: string;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  profile = await newProfile();
  config = await mkdtemp(join(tmpdir(), 'heron-config-'));
  environment = { ...world.environment, HERON_TRAY: '1', XDG_CONFIG_HOME: config };
  await world.dovecot.seed(ada, 'INBOX', letters());
  const first = await launchHeron({ environment, keyring, profile });
  heron = first;
  await signInByCode(first.window, world, ada);
});
test.afterAll(async () => {
  await heron?.quit();
  await removeProfile(profile);
  await rm(config, { recursive: true, force: true });
  await keyring?.stop();
  await world?.stop();
});

test.beforeEach(() => {
  world.smtp.messages.length = 0;
});

/** The window of the Heron that runs, from the tray if it is closed, with the inbox. */
async function openMailbox(): Promise<Heron> {
  if (heron.app.windows().length === 0) await clickTray(heron.app, /Open Heron/);
  const window = await heron.nextWindow();
  await folder(window, /^Inbox/).click();
  await expectMailbox(window);
  return { ...heron, window };
}

/** Ends the Heron that runs, and starts another one on its profile. */
async function restart(own: Record<string, string>): Promise<Heron> {
  await heron.quit();
  const next = await launchHeron({ environment: { ...environment, ...own }, keyring, profile });
  heron = next;
  return next;
}

async function closeWindow({ app, window }: Heron): Promise<void> {
  const closed = window.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closed;
}

async function windowFromTray(label: RegExp): Promise<Page> {
  await clickTray(heron.app, label);
  return heron.nextWindow();
}

const deliver = (subject: string) => world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject }).raw);

test('U5 a day in the tray: mail arrives with the window closed, and a click leads to it', async () => {
  const opened = await openMailbox();
  const { app } = opened;
  await expect(messages(opened.window)).toHaveCount(4);
  expect(await notifications(app), 'a first sync is not news').toEqual([]);
  await closeWindow(opened);

  await deliver('While you were away');
  await expect
    .poll(async () => (await notifications(app)).map(({ body }) => body))
    .toEqual([expect.stringContaining('While you were away')]);
  await expect.poll(async () => (await tray(app)).tooltip).toContain('unread');
  expect(app.windows(), 'no window opens unasked').toHaveLength(0);

  // A message is written without the main window.
  const opening = app.waitForEvent('window');
  await clickTray(app, /New message/);
  const writing = await opening;
  await writing.getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await writing.getByLabel('Subject').fill('From the tray');
  await writing.getByRole('textbox', { name: 'Message text' }).fill('Done.');
  expect(app.windows()).toEqual([writing]);
  await closing(writing, () => writing.getByRole('button', { name: 'Send', exact: true }).click());
  await expect.poll(() => world.smtp.messages.map(({ to }) => to)).toEqual([['grace@contoso.test']]);

  await clickNotification(app, 0);
  const window = await heron.nextWindow();
  await expect(reader(window).getByRole('heading', { name: 'While you were away' })).toBeVisible();
  await expect(message(window, /While you were away/)).toHaveAttribute('aria-selected', 'true');
});

test('T6 a revoked grant: the tray has a dot and one way on, one notification, none when it heals', async () => {
  const opened = await openMailbox();
  const { app } = opened;
  expect((await tray(app)).turn).toBe(false);
  await expect.poll(() => notifications(app)).toEqual([]);
  await closeWindow(opened);

  world.identityProvider.revokeGrants(ada);
  world.identityProvider.expireAccessTokens(ada);
  await world.dovecot.kick(ada);
  await expect.poll(async () => (await tray(app)).turn).toBe(true);
  await expect.poll(async () => (await notifications(app)).map(({ kind }) => kind)).toEqual(['trouble']);
  expect((await trayLabels(app)).join('\n')).toContain('needs you to sign in');

  const window = await windowFromTray(/Sign in/);
  await expect(window.getByRole('dialog')).toBeVisible();
  await look(window, 'dialog-sign-in-again');
  world.identityProvider.approve(await getCode(window), ada);
  await expect.poll(async () => (await tray(app)).turn).toBe(false);
  // Well again is the account once its mail was synchronised, a moment after it may connect.
  await expect
    .poll(() => notifications(app), { message: 'healing takes the notification away and shows none' })
    .toEqual([]);
});

test('pausing ends all connections until it is resumed, from the tray or the window', async () => {
  const { app, window } = await openMailbox();
  const before = await messages(window).count();
  await clickTray(app, /Pause for an hour/);
  await expect.poll(() => world.dovecot.sessions(ada)).toBe(0);
  await expect(window.getByText(/paused/i), 'its state is said once').toHaveCount(1);
  await look(window, 'mailbox-paused');
  await deliver('Came while paused');
  // Stored mail can still be read and changed meanwhile.
  await message(window, /Rooms for the summer school/)
    .first()
    .click();
  await window.keyboard.press('e');
  await expect(messages(window)).toHaveCount(before - 1);
  expect(await world.dovecot.list(ada, 'Archive')).toHaveLength(0);
  await expect(window.getByText(/changes? waiting/)).toBeVisible();

  await clickTray(app, /Resume/);
  await expect(message(window, /Came while paused/)).toBeVisible();
  await expect.poll(async () => (await world.dovecot.list(ada, 'Archive')).length).toBe(1);
  expect((await trayLabels(app)).join('\n')).toContain('Pause for an hour');
});

test('a start at login is written and removed, opens no window, and the next start shows it', async () => {
  const { window } = await openMailbox();
  const entries = () => readdir(join(config, 'autostart')).catch(() => []);
  await openPage(window, 'Background');
  await window.getByRole('switch', { name: /sign in to this computer/i }).click();
  // Until it is whole it lies beside under another name.
  await expect.poll(entries).toEqual(['heron.desktop']);
  const entry = await readFile(join(config, 'autostart', 'heron.desktop'), 'utf8');
  expect(entry).toMatch(/^Exec=.*--hidden/m);
  expect(entry).toContain(profile);
  await window.getByRole('switch', { name: /sign in to this computer/i }).click();
  await expect.poll(entries).toHaveLength(0);
  await backToMailbox(window);
  await heron.quit();

  heron = await launchHidden({ environment, keyring, profile, args: ['--hidden'] });
  await expect.poll(async () => (await trayLabels(heron.app)).join('\n')).toContain('up to date');
  expect(heron.app.windows()).toHaveLength(0);
  await heron.app.evaluate(({ app }) => app.emit('second-instance', {}, ['heron'], ''));
  await expectMailbox(await heron.nextWindow());
});

test('Y3 with the window closed: a sent message is taken back, quitting sends what is held, and a refusal is told', async () => {
  const opened = await restart({ HERON_UNDO_SECONDS: '3600' });
  await expectMailbox(opened.window);
  await closeWindow(opened);
  const labels = async () => (await trayLabels(heron.app)).join('\n');
  const opening = async (act: () => Promise<unknown>): Promise<Page> => {
    const next = heron.app.waitForEvent('window');
    await act();
    return next;
  };
  const sendFrom = async (writing: Page, subject: string): Promise<void> => {
    await writing.getByLabel('Subject').fill(subject);
    await closing(writing, () => writing.getByRole('button', { name: 'Send', exact: true }).click());
  };
  const write = async (subject: string): Promise<void> => {
    const writing = await opening(() => clickTray(heron.app, /New message/));
    await writing.getByLabel('To', { exact: true }).fill('grace@contoso.test');
    await writing.getByRole('textbox', { name: 'Message text' }).fill('Done.');
    await sendFrom(writing, subject);
  };

  await write('Too early');
  await expect.poll(labels).toContain('Undo sending “Too early”');
  const again = await opening(() => clickTray(heron.app, /Undo sending/));
  await expect(again.getByLabel('Subject')).toHaveValue('Too early');
  await expect.poll(labels).not.toContain('Outbox');
  await sendFrom(again, 'At the right time');
  await expect.poll(labels).toContain('Outbox: 1 waiting to be sent');
  expect(world.smtp.messages).toEqual([]);
  await heron.quit();
  expect(world.smtp.messages.map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1])).toEqual(['At the right time']);

  heron = await launchHidden({ environment, keyring, profile, args: ['--hidden'] });
  expect(await notifications(heron.app)).toEqual([]);
  world.smtp.refuse('rcpt', '550 5.1.1 No such user here', { about: 'grace@contoso.test', times: 1 });
  await write('Refused');
  await expect.poll(async () => (await notifications(heron.app)).map(({ kind }) => kind)).toEqual(['unsent']);
  const { turn, tooltip } = await tray(heron.app);
  expect([turn, tooltip]).toEqual([true, expect.stringContaining('1 message could not be sent')]);
  await clickNotification(heron.app, 0);
  const window = await heron.nextWindow();
  await expect(window.getByRole('region', { name: 'Outbox' })).toContainText('Refused');
});

test('without a tray, closing the window quits', async () => {
  const opened = await restart({ HERON_TRAY: '0' });
  const ended = new Promise((done) => opened.app.process().once('exit', done));
  await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
});

async function openPage(window: Page, page: string): Promise<void> {
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('navigation', { name: 'Settings pages' }).getByRole('button', { name: page }).click();
}
