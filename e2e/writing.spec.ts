import { expect, type Page, test } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { attacks } from './attacks.ts';
import { startKeyring } from './keyring.ts';
import { type OtherProgram, startOtherProgram } from './other-program.ts';
import { look } from './screens.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { buildMessage, newsletter } from './servers/messages.ts';
import {
  closing,
  composer,
  composerText,
  folder,
  getCode,
  message,
  messageFrame,
  messages,
  openedComposer,
  reader,
  signInByCode,
} from './steps.ts';
import { ada, grace, startWorld, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

let world: World;
let keyring: Awaited<ReturnType<typeof startKeyring>>;
let beacon: Awaited<ReturnType<typeof startBeacon>>;
let heron: Heron;
let other: OtherProgram;

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
    buildMessage({
      name: 'order',
      subject: 'An order for the shop',
      from: `Grace Hopper <${grace}>`,
      to: `Engine Shop <${shop}>, ${ada}, alan@bletchley.test`,
      text: 'One engine, please.',
    }),
  ]);
  heron = await start();
  await signInByCode(heron.window, world, ada);
  other = await startOtherProgram(world);
});
test.afterAll(async () => {
  await heron?.quit();
  await removeProfile(heron.profile);
  await other?.stop();
  await beacon?.stop();
  await keyring?.stop();
  await world?.stop();
});

const opened = (act: () => Promise<unknown>) => openedComposer(heron.app, act);
/** Closes a window by the button in its frame. */
const closeByFrame = (page: Page) =>
  heron.app.evaluate(
    ({ BrowserWindow }, url) =>
      BrowserWindow.getAllWindows()
        .find((each) => each.webContents.getURL() === url)
        ?.close(),
    page.url(),
  );
/** Pastes a photograph of 2,000 by 1,000 pixels into the text. */
const pastePicture = (page: Page) =>
  text(page).evaluate(async (target) => {
    const canvas = new OffscreenCanvas(2_000, 1_000);
    const pen = canvas.getContext('2d');
    const sky = pen?.createLinearGradient(0, 0, 2_000, 1_000);
    sky?.addColorStop(0, '#2563c9');
    sky?.addColorStop(1, '#f4c06a');
    if (pen && sky) {
      pen.fillStyle = sky;
      pen.fillRect(0, 0, 2_000, 1_000);
    }
    const clipboardData = new DataTransfer();
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    clipboardData.items.add(new File([photo], 'evening.jpg', { type: 'image/jpeg' }));
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
/** The window closes by it, perhaps before the keys are let go. */
const sendByKey = (page: Page) => page.keyboard.press('ControlOrMeta+Enter').catch(() => undefined);
const shop = 'shop@contoso.test';
const text = composerText;
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
  const page = await opened(() => window.keyboard.press('c'));
  await composer(page).getByLabel('To', { exact: true }).fill('nobody@navy.test');
  await page.keyboard.press('Enter');
  await composer(page).getByLabel('Subject').fill('Are you there?');
  await expect(page).toHaveTitle('Are you there?');
  await text(page).fill('Hello');
  await pastePicture(page);
  const picture = text(page).locator('img:not(.ProseMirror-separator)');
  const width = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBe(2_000);
  await picture.click();
  await page
    .getByRole('toolbar', { name: 'Size of the picture' })
    .getByRole('button', { name: /^Small/ })
    .click();
  await expect.poll(width).toBe(800);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(width).toBe(2_000);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(width).toBe(800);
  await picture.click();
  await look(page, 'writing-window');
  await composer(page).getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('outside your organisation');
  await look(page, 'writing-warning');
  await closing(page, () => page.getByRole('button', { name: 'Send anyway' }).click());
  await outbox(window).click();
  await expect(window.getByText('Could not be sent')).toBeVisible();
  await expect(window.getByRole('region', { name: 'Outbox' })).toContainText('nobody@navy.test');
  await look(window, 'writing-refused');
  const again = await opened(() => window.getByRole('button', { name: 'Edit' }).click());
  await expect(text(again)).toContainText('Hello');
  await composer(again).getByRole('button', { name: 'Remove nobody@navy.test' }).click();
  await composer(again).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await sendByKey(again);
  await expect.poll(() => sent().length).toBe(2);
  // Only the copy that the text shows is sent.
  const mail = await simpleParser(sent()[1]?.source ?? '');
  expect(mail.attachments.map(({ related, contentType }) => [related, contentType])).toEqual([[true, 'image/jpeg']]);
  expect(mail.attachments[0]?.size).toBeGreaterThan(1_000);
  expect(sent()[1]?.to).toEqual(['grace@contoso.test']);
  await expect(window.getByText('Nothing is waiting to be sent')).toBeVisible();
  await window.getByRole('button', { name: 'Back to messages' }).click();
});

test('C9 reply all from an alias, with its signature, without oneself among the recipients', async () => {
  const { window } = heron;
  await window.keyboard.press('ControlOrMeta+,');
  await window
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(ada) })
    .click();
  await window.getByRole('button', { name: 'Add an address…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Engine Shop');
  await dialog.getByLabel('Address', { exact: true }).fill('shop');
  await dialog.getByLabel('Answers go to').fill('orders@contoso.test');
  await dialog.getByRole('radio', { name: 'With formatting' }).click();
  await dialog.getByRole('textbox', { name: 'Signature' }).click();
  await window.keyboard.press('ControlOrMeta+b');
  await window.keyboard.type('The Engine Shop');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Address', { exact: true }).fill(shop);
  await look(window, 'settings-sender');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  const senders = window.getByRole('list', { name: 'Addresses that you write from' });
  await senders.scrollIntoViewIfNeeded();
  await expect(senders).toContainText('The Engine Shop');
  await look(window, 'settings-writing');
  await window.keyboard.press('Escape');

  await message(window, /An order for the shop/).click();
  await expect(window.getByText('One engine, please.').last()).toBeVisible();
  await window.keyboard.press('a');
  await expect(composer(window).getByLabel('From')).toHaveValue(new RegExp(shop));
  await expect(text(window)).toHaveValue(/-- \nThe Engine Shop/);
  await window.keyboard.type('It is on its way.');
  await look(window, 'writing-alias');
  await composer(window).getByLabel('From').selectOption({ label: ada });
  await expect(text(window)).toHaveValue(/^It is on its way\.$/);
  await composer(window)
    .getByLabel('From')
    .selectOption({ label: `Engine Shop <${shop}>` });
  // Alan is outside the organisation and unknown, but has the message that is answered: nothing is asked.
  await composer(window).getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => sent().length).toBe(3);
  const mail = await simpleParser(sent()[2]?.source ?? '');
  expect(mail.from?.text).toBe(`"Engine Shop" <${shop}>`);
  expect(mail.replyTo?.text).toBe('orders@contoso.test');
  expect(sent()[2]?.to.toSorted()).toEqual(['alan@bletchley.test', grace]);
  expect(mail.text).toContain('It is on its way.\n\n-- \nThe Engine Shop');
});

test('undo takes a message back before it leaves', async () => {
  const { window } = heron;
  const page = await opened(() => window.keyboard.press('c'));
  await composer(page).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await composer(page).getByLabel('Subject').fill('Too early');
  await text(page).fill('Half a thought');
  await composer(page).getByRole('button', { name: 'Send later' }).click();
  await closing(page, () => page.getByRole('menuitem', { name: /Tomorrow morning/ }).click());
  const again = await opened(() => window.getByRole('button', { name: 'Undo' }).click());
  await expect(text(again)).toContainText('Half a thought');
  await expect(text(again)).toBeFocused();
  // What was typed a moment ago is saved before the window closes.
  await again.keyboard.press('ControlOrMeta+End');
  await again.keyboard.type('!');
  await closing(again, () => closeByFrame(again));
  expect(sent()).toHaveLength(3);
  await expect(window.getByText('Draft kept: Too early')).toBeVisible();
  await look(window, 'writing-kept');
  await folder(window, /^Drafts/).click();
  await message(window, /Too early/).dblclick();
  await expect(text(window)).toContainText('Half a thought!');
  await window.keyboard.press('Escape');
});

test('hostile HTML that is pasted runs nothing, asks nobody, and is cut to what a message can be', async () => {
  const { window } = heron;
  const page = await opened(() => window.getByRole('button', { name: 'New message' }).click());
  const before = beacon.requests.length;
  for (const { html } of attacks(beacon.url)) {
    await text(page).evaluate((target, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', pasted);
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, html);
  }
  await text(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  const written = text(page);
  await expect(written.locator('script, style, iframe, form, input, svg, video, object, [style*="url"]')).toHaveCount(
    0,
  );
  await expect(written.locator('img:not(.ProseMirror-separator)')).toHaveCount(0);
  expect(
    await written
      .locator('a')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).protocol)),
  ).not.toContain('javascript:');
  expect(await page.evaluate(() => Reflect.get(globalThis, 'hacked') ?? null)).toBeNull();
  await expect(page).not.toHaveTitle('HACKED');
  expect(beacon.requests).toHaveLength(before);
  // What goes out of it is as harmless.
  await composer(page).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await composer(page).getByLabel('Subject').fill('What was pasted');
  await expect(page).toHaveTitle('What was pasted');
  await closing(page, () => composer(page).getByRole('button', { name: 'Send', exact: true }).click());
  await expect.poll(() => sent().length).toBe(4);
  const mail = await simpleParser(sent()[3]?.source ?? '');
  const html = mail.html === false ? '' : mail.html;
  expect(html).not.toMatch(
    /<(?:script|style|iframe|form|input|svg|math|video|object|embed|img|link|base|meta http)\b/i,
  );
  expect(html).not.toMatch(/<[a-z][^>]*\son[a-z]+\s*=|javascript:|url\(/i);
  expect(mail.attachments).toEqual([]);
  expect(beacon.requests).toHaveLength(before);
});

test('where SMTP is switched off, one button sends through Microsoft Graph, after one sign-in that allows it', async () => {
  const { window } = heron;
  const { smtp, graph, identityProvider } = world;
  smtp.refuse(
    'auth',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
  );
  const page = await opened(() => window.keyboard.press('c'));
  await composer(page).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await composer(page).getByLabel('Subject').fill('By another way');
  await text(page).fill('SMTP is closed here');
  await closing(page, () => page.keyboard.press('ControlOrMeta+Enter'));
  await outbox(window).click();
  const list = window.getByRole('region', { name: 'Outbox' });
  await expect(list).toContainText('switched off sending');
  await look(window, 'writing-smtp-off');
  await list.getByRole('button', { name: 'Send through Microsoft Graph' }).click();

  // Nobody has consented to Mail.Send yet.
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText('allow Heron to send through Microsoft Graph');
  await look(window, 'writing-allow-graph');
  const code = await getCode(window);
  const { scopes } = await identityProvider.waitFor('devicecode', (asked) =>
    asked.scopes.includes('https://graph.microsoft.com/Mail.Send'),
  );
  expect(scopes.filter((scope) => scope.includes('outlook.office.com'))).toEqual([]);
  identityProvider.approve(code, ada);
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => graph.messages.map(({ to }) => to)).toEqual([['grace@contoso.test']]);
  await expect(window.getByText('Nothing is waiting to be sent')).toBeVisible();
  expect(sent()).toHaveLength(4);

  await window.getByRole('button', { name: 'Back to messages' }).click();
  await folder(window, /^Sent/).click();
  await expect(message(window, /By another way/)).toHaveCount(1);
  await window.keyboard.press('ControlOrMeta+,');
  await window
    .getByRole('button', { name: new RegExp(ada) })
    .first()
    .click();
  await window.getByRole('button', { name: 'Details', exact: true }).click();
  const sending = window.getByRole('radiogroup', { name: 'Sending' });
  await expect(sending.getByRole('radio', { name: 'Microsoft Graph' })).toBeChecked();
  await sending.scrollIntoViewIfNeeded();
  await look(window, 'settings-sending');
  await sending.getByRole('radio', { name: 'SMTP' }).click();
  await expect(sending.getByRole('radio', { name: 'SMTP' })).toBeChecked();
  smtp.acceptAll();
  await window.keyboard.press('Escape');
  await folder(window, /^Inbox/).click();
});

test('C2 a draft is in Drafts on the server; changed by another program too, both versions are kept until one is chosen', async () => {
  const { window } = heron;
  const page = await opened(() => window.keyboard.press('c'));
  await composer(page).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await composer(page).getByLabel('Subject').fill('Minutes');
  await text(page).fill('Dear Grace, the committee met on Tuesday.');
  await closing(page, () => closeByFrame(page));
  const minutes = async () => (await other.list('Drafts')).filter(({ source }) => source.includes('Subject: Minutes'));
  await expect.poll(async () => (await minutes()).length).toBe(1);
  await folder(window, /^Drafts/).click();
  await expect(message(window, /Minutes/)).toHaveCount(1);
  await expect(window.getByRole('button', { name: /^Drafts here/ })).toHaveCount(0);
  await message(window, /Minutes/).click();
  await window.keyboard.press('Enter');
  await expect(text(window)).toContainText('the committee met');
  await expect(composer(window).getByText(/^Saved, also on the server/)).toBeVisible();
  await look(window, 'writing-copied');
  await composer(window).getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Earlier versions' }).click();
  const versions = window.getByRole('dialog');
  await expect(versions.getByRole('textbox')).toHaveValue(/the committee met/);
  await look(window, 'writing-versions');
  await window.keyboard.press('Escape');
  await expect(versions).toHaveCount(0);

  const [copy] = await minutes();
  await other.replace('Drafts', copy?.uid ?? 0, (source) =>
    source
      .replace(/^X-Heron-Draft: .*$/m, 'User-Agent: K-9 Mail')
      .replace(/^Message-ID: .*$/m, 'Message-ID: <phone.1@contoso.test>')
      .replaceAll('Tuesday', 'Wednesday'),
  );
  await text(window).press('ControlOrMeta+End');
  await window.keyboard.type(' It was brief.');
  const notice = window.getByRole('status').filter({ hasText: 'This draft was changed elsewhere.' });
  await expect(notice).toBeVisible();
  await look(window, 'writing-changed-elsewhere');
  await notice.getByRole('button', { name: 'Choose…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'K-9 Mail' })).toHaveValue(/Wednesday/);
  await expect(dialog.getByRole('textbox', { name: 'On this computer' })).toHaveValue(/Tuesday. It was brief\./);
  await look(window, 'writing-two-versions');
  await dialog.getByRole('button', { name: 'Keep both' }).click();
  await expect(notice).toHaveCount(0);
  await window.keyboard.press('Escape');
  await expect
    .poll(async () => (await minutes()).map(({ source }) => /Tuesday|Wednesday/.exec(source)?.[0]).sort())
    .toEqual(['Tuesday', 'Wednesday']);
  await expect(message(window, /Minutes/)).toHaveCount(2);
});

test('a draft that another program began is written on and sent, with its file, and is gone from Drafts', async () => {
  const { window } = heron;
  const before = sent().length;
  const begun = buildMessage({
    name: 'begun',
    subject: 'Begun on the train',
    from: ada,
    to: `Grace Hopper <${grace}>`,
    text: 'Dear Grace, as I said',
    inReplyTo: '<question@contoso.test>',
    attachments: [{ filename: 'plan.txt', contentType: 'text/plain', content: Buffer.from('The plan') }],
  });
  await other.append('Drafts', begun.raw, ['\\Draft']);
  await message(window, /Begun on the train/).click();
  await expect(reader(window)).toContainText('as I said');
  await look(window, 'writing-continue');
  await reader(window).getByRole('button', { name: 'Continue writing' }).click();
  await expect(text(window)).toHaveValue(/as I said/);
  await expect(composer(window).getByText('plan.txt')).toBeVisible();
  await text(window).press('ControlOrMeta+End');
  await window.keyboard.type(' on Monday.');
  await window.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => sent().length).toBe(before + 1);
  const mail = await simpleParser(sent().at(-1)?.source ?? '');
  expect([mail.subject, mail.inReplyTo, mail.text?.includes('as I said on Monday.')]).toEqual([
    'Begun on the train',
    '<question@contoso.test>',
    true,
  ]);
  expect(mail.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
    ['plan.txt', 'The plan'],
  ]);
  await expect
    .poll(async () => (await other.list('Drafts')).filter(({ source }) => source.includes('Begun on the train')))
    .toEqual([]);
  await expect(message(window, /Begun on the train/)).toHaveCount(0);
});

test('C1 drafts survive the end of everything, and come back as they were: two windows, and an answer in the pane', async () => {
  const { window, profile } = heron;
  await folder(window, /^Inbox/).click();
  await message(window, /The plan/)
    .first()
    .click();
  await expect(reader(window)).toContainText('Shall we?');
  await window.keyboard.press('r');
  await expect(text(window)).toBeFocused();
  await window.keyboard.type('We shall');
  await expect(composer(window).getByText('Saved')).toBeVisible();
  const first = await opened(() => window.getByRole('button', { name: 'New message' }).click());
  await composer(first).getByLabel('Subject').fill('Precious');
  await text(first).fill('What took an hour to write');
  await expect(composer(first).getByText('Saved')).toBeVisible();
  const second = await opened(() => first.keyboard.press('ControlOrMeta+n'));
  await composer(second).getByLabel('Subject').fill('Another');
  await expect(composer(second).getByText('Saved')).toBeVisible();
  await heron.kill();
  heron = await start(profile);
  await expect.poll(() => heron.app.windows().length).toBe(3);
  const subjects = await Promise.all(
    heron.app
      .windows()
      .filter((page) => page.url().includes('compose='))
      .map((page) => composer(page).getByLabel('Subject').inputValue()),
  );
  expect(subjects.sort()).toEqual(['Another', 'Precious']);
  await expect(text(heron.window)).toContainText('We shall');
  await heron.window.keyboard.press('Escape');
  await folder(heron.window, /^Drafts/).click();
  await expect(message(heron.window, /Too early/)).toHaveCount(1);
  await expect(message(heron.window, /The plan/)).toHaveCount(1);
  await look(heron.window, 'writing-drafts');
});
