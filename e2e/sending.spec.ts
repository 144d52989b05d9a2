/** Messages on their way, as a person meets them: without a network, too large, for a link, by keyboard, in German, from right to left. */
import { expect, type Page, test } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { type FaultProxy, startFaultProxy } from './servers/fault-proxy.ts';
import { buildMessage } from './servers/messages.ts';
import {
  closing,
  composer,
  composerText,
  expectMailbox,
  folder,
  message,
  openedComposer,
  reader,
  signInByCode,
} from './steps.ts';
import { ada, grace, startWorld, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

let world: World;
let keyring: Keyring;
let imap: FaultProxy;
let smtp: FaultProxy;
let environment: Record<string, string>;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  imap = await startFaultProxy({ target: { port: world.dovecot.tlsPort } });
  smtp = await startFaultProxy({ target: { port: world.smtp.port } });
  environment = {
    ...world.environment,
    HERON_MICROSOFT_IMAP: `localhost:${imap.port}`,
    HERON_MICROSOFT_SMTP: `localhost:${smtp.port}`,
  };
  const file = (filename: string) => ({
    filename,
    contentType: 'application/pdf',
    content: Buffer.from(`%PDF-1.4 ${filename}`),
  });
  await world.dovecot.seed(ada, 'INBOX', [
    buildMessage({ subject: 'The report', text: 'Two tables.', attachments: [file('table 1.pdf'), file('Größe.pdf')] }),
    buildMessage({ subject: 'The plan', text: 'Shall we?' }),
  ]);
  heron = await launchHeron({ environment, keyring });
  await signInByCode(heron.window, world, ada);
});
test.afterAll(async () => {
  await heron?.quit();
  await removeProfile(heron.profile);
  await Promise.all([imap, smtp].map((proxy) => proxy.stop()));
  await keyring?.stop();
  await world?.stop();
});

const text = composerText;
const sent = () => world.smtp.messages;
const outbox = (window: Page) => window.getByRole('button', { name: /^Outbox/ });

const opened = (act: () => Promise<unknown>) => openedComposer(heron.app, act);
const speak = (page: Page, language: 'de' | 'en') =>
  page.evaluate((chosen) => window.heron.calls['app.setPreferences']({ language: chosen }), language);
/** Goes on with the Tab key until this has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const field = composer(page).getByRole('textbox', { name, exact: true });
  for (let presses = 0; presses < 12; presses += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(field).toBeFocused();
}

test('what is forwarded without a network leaves once, with its files, when there is one', async () => {
  const { window } = heron;
  await message(window, /The report/).click();
  await expect(reader(window)).toContainText('Two tables.');
  await window.keyboard.press('f');
  await expect(composer(window)).toContainText('table 1.pdf');
  await expect(composer(window)).toContainText('Größe.pdf');
  await imap.set({ kind: 'refuse' });
  await smtp.set({ kind: 'refuse' });
  await window.keyboard.type(grace);
  await window.keyboard.press('Enter');
  await text(window).fill('As you asked.');
  await look(window, 'writing-forward');
  await window.keyboard.press('ControlOrMeta+Enter');
  await expect(composer(window)).toHaveCount(0);
  await outbox(window).click();
  const list = window.getByRole('region', { name: 'Outbox' });
  await expect(list).toContainText('Waiting to be sent');
  await look(window, 'outbox-waiting');
  expect(sent()).toEqual([]);

  await imap.set({ kind: 'pass' });
  await smtp.set({ kind: 'pass' });
  await list.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => sent().length).toBe(1);
  const mail = await simpleParser(sent()[0]?.source ?? '');
  expect(mail.subject).toBe('Fwd: The report');
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['table 1.pdf', 'Größe.pdf']);
  expect(mail.text).toContain('As you asked.');
  expect(mail.text).toContain('Two tables.');
  await expect(outbox(window)).toHaveCount(0);
  await window.getByRole('button', { name: 'Back to messages' }).click();
  await folder(window, /^Sent/).click();
  await expect(message(window, /Fwd: The report/)).toHaveCount(1);
  await folder(window, /^Inbox/).click();
});

test('a link of a mail address begins a message; one too large for the server says so, and is kept', async () => {
  const { app, window } = heron;
  const url =
    'mailto:grace@contoso.test?cc=alan@contoso.test&subject=Caf%C3%A9%20%26%20more&body=One%0D%0ATwo&attach=/etc/passwd&from=eve@evil.test';
  const page = await opened(() =>
    app.evaluate(({ app: electron }, link) => void electron.emit('second-instance', {}, ['heron', link]), url),
  );
  await expect(composer(page).getByLabel('Subject')).toHaveValue('Café & more');
  await expect(text(page)).toContainText('One');
  await expect(composer(page).getByRole('button', { name: 'Remove alan@contoso.test' })).toBeVisible();
  await expect(composer(page)).not.toContainText('passwd');
  await look(page, 'writing-mailto');
  world.smtp.refuse('mail', '552 5.3.4 Message size exceeds fixed maximum message size', { times: 1 });
  await closing(page, () => page.keyboard.press('ControlOrMeta+Enter'));
  const bar = window.getByRole('status').filter({ hasText: 'Could not be sent: Café & more' });
  await expect(bar).toBeVisible();
  await look(window, 'outbox-refused-bar');
  await bar.getByRole('button', { name: 'Show' }).click();
  const list = window.getByRole('region', { name: 'Outbox' });
  await expect(list).toContainText(/too large|larger/);
  await look(window, 'outbox-too-large');
  await window.setViewportSize({ width: 900, height: 640 });
  await look(window, 'outbox-too-large-900');
  await window.setViewportSize({ width: 1280, height: 800 });
  const again = await opened(() => list.getByRole('button', { name: 'Edit' }).click());
  await expect(text(again)).toContainText('Two');
  await closing(again, () => again.keyboard.press('ControlOrMeta+Enter'));
  await expect.poll(() => sent().length).toBe(2);
  expect(sent()[1]?.to.toSorted()).toEqual(['alan@contoso.test', grace]);
  await window.getByRole('button', { name: 'Back to messages' }).click();
});

test('U1 a message is written in German by keyboard alone, with its question', async () => {
  const { window } = heron;
  await speak(window, 'de');
  await expect(window.getByRole('button', { name: 'Neue Nachricht' })).toBeVisible();
  const page = await opened(() => window.keyboard.press('c'));
  await expect(composer(page).getByLabel('An', { exact: true })).toBeFocused();
  await page.keyboard.type('grace@contoso.test');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Betreff');
  await page.keyboard.type('Der Plan');
  await tabTo(page, 'Nachrichtentext');
  await page.keyboard.type('Der Plan ist ');
  await page.keyboard.press('ControlOrMeta+b');
  await page.keyboard.type('im Anhang');
  await look(page, 'writing-german');
  await page.keyboard.press('ControlOrMeta+Enter');
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Anhang');
  await expect(question.getByRole('button', { name: 'Weiterschreiben' })).toBeFocused();
  await look(page, 'writing-german-warning');
  await question.getByRole('button', { name: 'Trotzdem senden' }).focus();
  await closing(page, () => page.keyboard.press('Enter'));
  await expect.poll(() => sent().length).toBe(3);
  const mail = await simpleParser(sent()[2]?.source ?? '');
  expect(mail.html).toContain('Der Plan ist <strong>im Anhang</strong>');

  await window.getByRole('option', { name: /The plan/ }).click();
  await window.keyboard.press('r');
  await expect(text(window, 'Nachrichtentext')).toBeFocused();
  await expect(composer(window)).toContainText('schrieb Grace Hopper:');
  await window.keyboard.type('Gern.');
  await look(window, 'writing-german-answer');
  await window.keyboard.press('Escape');
  await speak(window, 'en');
  await expect(window.getByRole('button', { name: 'New message' })).toBeVisible();
});

test('a message for later waits in the outbox, also over a restart; it is changed, sent after all, and in Sent once', async () => {
  const page = await opened(() => heron.window.getByRole('button', { name: 'New message' }).click());
  await composer(page).getByLabel('To', { exact: true }).fill(grace);
  await composer(page).getByLabel('Subject').fill('Happy birthday');
  await text(page).fill('Thirty!');
  await composer(page).getByRole('button', { name: 'Send later' }).click();
  await look(page, 'writing-send-later', { still: true });
  await closing(page, () => page.getByRole('menuitem', { name: 'In an hour' }).click());
  await outbox(heron.window).click();
  const listed = () => heron.window.getByRole('region', { name: 'Outbox' });
  await expect(listed()).toContainText(/Will be sent (today|tomorrow)?.*\d{1,2}:\d{2}/);
  await look(heron.window, 'outbox-scheduled');
  const when = await listed()
    .getByText(/Will be sent/)
    .textContent();

  await heron.quit();
  heron = await launchHeron({ environment, keyring, profile: heron.profile });
  await expectMailbox(heron.window);
  await outbox(heron.window).click();
  await expect(listed()).toContainText(when ?? '');
  expect(sent()).toHaveLength(3);
  const changed = await opened(() => listed().getByRole('button', { name: 'Do not send' }).click());
  await expect(text(changed)).toContainText('Thirty!');
  await text(changed).fill('Forty!');
  await composer(changed).getByRole('button', { name: 'Send later' }).click();
  await closing(changed, () => changed.getByRole('menuitem', { name: /^Tomorrow morning/ }).click());
  await expect(listed()).toContainText(/Will be sent/);
  await expect(listed()).not.toContainText(when ?? '');
  expect(sent()).toHaveLength(3);

  const now = await opened(() => listed().getByRole('button', { name: 'Do not send' }).click());
  await closing(now, () => now.keyboard.press('ControlOrMeta+Enter'));
  await expect.poll(() => sent().length).toBe(4);
  const mail = await simpleParser(sent()[3]?.source ?? '');
  expect([mail.subject, mail.text?.trim()]).toEqual(['Happy birthday', 'Forty!']);
  // Not the date that it was to be sent at.
  expect(mail.date?.getTime() ?? 0).toBeLessThanOrEqual(Date.now());
  await expect(heron.window.getByText('Nothing is waiting to be sent')).toBeVisible();
  await heron.window.getByRole('button', { name: 'Back to messages' }).click();
  await folder(heron.window, /^Sent/).click();
  await expect(message(heron.window, /Happy birthday/)).toHaveCount(1);
  await folder(heron.window, /^Inbox/).click();
});

test('an answer is written from right to left, in the dark', async () => {
  await heron.quit();
  heron = await launchHeron({
    environment,
    keyring,
    profile: heron.profile,
    colorScheme: 'dark',
    args: ['--force-ui-direction=rtl'],
  });
  const { window } = heron;
  await expectMailbox(window);
  await message(window, /The plan/).click();
  await expect(reader(window)).toContainText('Shall we?');
  await window.keyboard.press('r');
  await expect(text(window)).toBeFocused();
  await window.keyboard.type('שלום, נתראה ביום שני.');
  await expect(text(window)).toHaveCSS('direction', 'rtl');
  await look(window, 'writing-rtl');
  await window.setViewportSize({ width: 900, height: 640 });
  await look(window, 'writing-rtl-900');
  await window.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => sent().length).toBe(5);
  const mail = await simpleParser(sent()[4]?.source ?? '');
  expect(mail.text).toContain('שלום, נתראה ביום שני.');
  expect(mail.text).toMatch(/Grace Hopper wrote:/);
});
