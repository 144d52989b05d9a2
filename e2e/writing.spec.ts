import { expect, type Page, test } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { buildMessage, newsletter } from './servers/messages.ts';
import { folder, message, messageFrame, messages, signInByCode } from './steps.ts';
import { ada, grace, startWorld, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

let world: World;
let keyring: Awaited<ReturnType<typeof startKeyring>>;
let beacon: Awaited<ReturnType<typeof startBeacon>>;
let heron: Heron;

const start = (profile?: string): Promise<Heron> =>
  launchHeron({
    keyring,
    environment: { ...world.environment, HERON_UNDO_SECONDS: '1' },
    ...(profile === undefined ? {} : { profile }),
  });

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  beacon = await startBeacon();
  await world.dovecot.seed(ada, 'INBOX', [
    newsletter({ beacon: beacon.url }),
    buildMessage({
      name: 'plan',
      subject: 'Re: The plan',
      from: `Grace Hopper <${grace}>`,
      to: ada,
      text: 'Shall we?',
    }),
  ]);
  heron = await start();
  await signInByCode(heron.window, world, ada);
});
test.afterAll(async () => {
  await heron?.quit();
  await removeProfile(heron.profile);
  await beacon?.stop();
  await keyring?.stop();
  await world?.stop();
});

const composer = (window: Page) => window.locator('[data-composer]');
const text = (window: Page) => composer(window).getByRole('textbox', { name: 'Message text' });
const outbox = (window: Page) => window.getByRole('button', { name: /^Outbox/ });
const sent = () => world.smtp.messages;

test('a newsletter is answered: once at the server, once in Sent, and the original is whole and harmless', async () => {
  const { window } = heron;
  await message(window, /Kew|snowdrops/i)
    .first()
    .click();
  await expect(messageFrame(window).locator('body')).toContainText(/\w/);
  await window.keyboard.press('r');
  await expect(composer(window)).toBeVisible();
  await expect(text(window)).toBeFocused();
  await window.keyboard.type('Thank you. ');
  await window.keyboard.press('ControlOrMeta+b');
  await window.keyboard.type('Lovely snowdrops!');
  await expect(composer(window).getByText('Saved')).toBeVisible();
  await window.getByRole('button', { name: 'Show quoted message' }).click();
  await expect(messageFrame(window).locator('body')).toContainText(/\w/);
  await look(window, 'writing-reply');
  await window.keyboard.press('ControlOrMeta+Enter');
  await expect(composer(window)).toHaveCount(0);
  await expect.poll(() => sent().length).toBe(1);

  const mail = await simpleParser(sent()[0]?.source ?? '');
  expect(mail.subject).toMatch(/^Re: /);
  expect(mail.html).toContain('<strong>Lovely snowdrops!</strong>');
  expect(mail.html).toContain(`${beacon.url}/newsletter/snowdrops.jpg`);
  expect(mail.html).not.toContain('open.gif');
  expect(mail.html).not.toContain('<script');
  expect(mail.text).toContain('Thank you. Lovely snowdrops!');
  expect(mail.inReplyTo).toBeTruthy();
  expect(beacon.requests).toEqual([]);

  await folder(window, /^Sent/).click();
  await expect(message(window, /^.*Re: /)).toHaveCount(1);
  await expect(outbox(window)).toHaveCount(0);
});

test('a message is refused, says why, is mended and sent', async () => {
  const { window } = heron;
  world.smtp.refuse('rcpt', '550 5.1.1 No such user here', { about: 'nobody@navy.test', times: 1 });
  await folder(window, 'Inbox').click();
  await expect(messages(window).first()).toBeVisible();
  await window.keyboard.press('c');
  await composer(window).getByLabel('To', { exact: true }).fill('nobody@navy.test');
  await window.keyboard.press('Enter');
  await composer(window).getByLabel('Subject').fill('Are you there?');
  await text(window).fill('Hello');
  await composer(window).getByRole('button', { name: 'Send', exact: true }).click();
  await outbox(window).click();
  await expect(window.getByText('Could not be sent')).toBeVisible();
  await expect(window.getByRole('region', { name: 'Outbox' })).toContainText('nobody@navy.test');
  await look(window, 'writing-refused');
  await window.getByRole('button', { name: 'Edit' }).click();
  await expect(text(window)).toContainText('Hello');
  await composer(window).getByRole('button', { name: 'Remove nobody@navy.test' }).click();
  await composer(window).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await window.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => sent().length).toBe(2);
  expect(sent()[1]?.to).toEqual(['grace@contoso.test']);
  await expect(window.getByText('Nothing is waiting to be sent')).toBeVisible();
  await window.getByRole('button', { name: 'Back to messages' }).click();
});

test('undo takes a message back before it leaves', async () => {
  const { window } = heron;
  await window.keyboard.press('c');
  await composer(window).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await composer(window).getByLabel('Subject').fill('Too early');
  await text(window).fill('Half a thought');
  await composer(window).getByRole('button', { name: 'Send later' }).click();
  await window.getByRole('menuitem', { name: /Tomorrow morning/ }).click();
  await expect(composer(window)).toHaveCount(0);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(text(window)).toContainText('Half a thought');
  await expect(text(window)).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(composer(window)).toHaveCount(0);
  expect(sent()).toHaveLength(2);
});

test('C1 a draft survives the end of everything, and is shown again', async () => {
  const { window, profile } = heron;
  await window.keyboard.press('c');
  await composer(window).getByLabel('Subject').fill('Precious');
  await text(window).fill('What took an hour to write');
  await expect(composer(window).getByText('Saved')).toBeVisible();
  await heron.kill();
  heron = await start(profile);
  await expect(text(heron.window)).toContainText('What took an hour to write');
  await expect(composer(heron.window).getByLabel('Subject')).toHaveValue('Precious');
  await heron.window.keyboard.press('Escape');
  await heron.window.getByRole('button', { name: /^Drafts here/ }).click();
  await expect(heron.window.getByRole('region', { name: 'Drafts here' })).toContainText('Too early');
  await look(heron.window, 'writing-drafts');
});
