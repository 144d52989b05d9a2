import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { type Heron, launchHeron } from './app.ts';
import { pdfText } from './pdf-text.ts';
import { look } from './screens.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { buildMessage, type MessageParts, type RawMessage, tinyPng } from './servers/messages.ts';
import { closing, folder, message, messageFrame, reader, signInByCode } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

let world: World;
let beacon: Awaited<ReturnType<typeof startBeacon>>;
let heron: Heron;
let downloads: string;
const lamp =
  'A long subject about the lamp that was to be repaired in spring, and about who pays for it: see the offer inside';
const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:review-7@navy.test',
  'SEQUENCE:3',
  'SUMMARY:Review of the lamp',
  'LOCATION:Room 7',
  'DTSTART;TZID=America/New_York:20261201T100000',
  'DTEND;TZID=America/New_York:20261201T113000',
  'RRULE:FREQ=WEEKLY;COUNT=4',
  'ORGANIZER;CN=Grace Hopper:mailto:grace@navy.test',
  'ATTENDEE;CN=Ada;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@contoso.test',
  'ATTENDEE;CN=Alan;PARTSTAT=ACCEPTED:mailto:alan@contoso.test',
  'END:VEVENT',
  'END:VCALENDAR',
];
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);
/** What the server has of the offer, octet for octet. */
let offer: Buffer;

test.beforeAll(async () => {
  world = await startWorld();
  beacon = await startBeacon();
  downloads = await mkdtemp(join(tmpdir(), 'heron-reading-'));
  const built = buildMessage({
    name: 'offer',
    subject: lamp,
    from: 'Grace Hopper <grace@navy.test>',
    to: `Ada <${ada}>`,
    html: `<style>heron-header, h1, div { display: none !important }</style><p>The repair costs 120 Euro.</p>
      <img src="cid:photo" alt="The lamp" width="40" height="40"><img src="${beacon.url}/tracker.gif">
      <script>document.body.textContent = 'SCRIPTED'</script>`,
    inline: [{ filename: 'lamp.png', contentType: 'image/png', content: tinyPng, contentId: 'photo' }],
  });
  const files = buildMessage({
    name: 'files',
    subject: 'Bilder und Tabellen',
    from: 'Grace Hopper <grace@navy.test>',
    to: ada,
    text: 'Here they are.',
    attachments: [
      { filename: 'lamp.png', contentType: 'image/png', content: tinyPng },
      { filename: 'prices.csv', contentType: 'text/csv', content: Buffer.from('Lampe;120 €\r\nBirne;7 €\r\n') },
      {
        filename: 'A very long name of a report about the whole of last year.pdf',
        contentType: 'application/pdf',
        content: pdf,
      },
      { filename: 'setup.exe', contentType: 'application/octet-stream', content: Buffer.from('MZ') },
    ],
  });
  const list = buildMessage({
    name: 'list',
    subject: 'Weekly news',
    from: 'News <news@list.test>',
    to: ada,
    headers: ['List-Unsubscribe: <mailto:leave@list.test?subject=leave%20me>, <https://list.test/leave>'],
    text: 'Nothing happened.',
  });
  const invitation = {
    receivedAt: new Date('2026-11-21T09:30:00Z'),
    raw: Buffer.from(
      [
        'From: Grace Hopper <grace@navy.test>',
        `To: ${ada}`,
        'Subject: Invitation: review of the lamp',
        'Message-ID: <invitation@navy.test>',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative; boundary=parts',
        '',
        '--parts',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'Please come.',
        '--parts',
        'Content-Type: text/calendar; charset=utf-8; method=REQUEST',
        '',
        ...calendar,
        '--parts--',
        '',
      ].join('\r\n'),
    ),
  };
  offer = built.raw;
  const talk = conversation();
  await world.dovecot.seed(ada, 'Sent Items', talk.sent);
  await world.dovecot.seed(ada, 'INBOX', [built, files, list, invitation, ...talk.received, ...designs()]);
  heron = await launchHeron({ environment: { ...world.environment, HERON_UNDO_SECONDS: '0' } });
  await signInByCode(heron.window, world, ada);
  // The user accepts the place that the dialog suggests.
  await heron.app.evaluate(({ app, dialog }, folder) => {
    app.setPath('downloads', folder);
    dialog.showSaveDialog = (...given: unknown[]) => {
      const { defaultPath } = given.at(-1) as { defaultPath: string };
      return Promise.resolve({ canceled: false, filePath: defaultPath });
    };
  }, downloads);
});
test.afterAll(async () => {
  await heron?.quit();
  await beacon?.stop();
  await world?.stop();
  if (downloads) await rm(downloads, { recursive: true, force: true });
});

const hopper = 'Grace Hopper <grace@navy.test>';

/** The message of this number about one boat, which answers the one before. */
function boat(number: number, from = hopper, more: Partial<MessageParts> = {}): RawMessage {
  return buildMessage({
    subject: number === 1 ? 'The boat' : 'Re: The boat',
    from,
    to: from === hopper ? ada : hopper,
    messageId: `<boat-${number}@navy.test>`,
    ...(number > 1 && {
      inReplyTo: `<boat-${number - 1}@navy.test>`,
      references: Array.from({ length: number - 1 }, (_each, before) => `<boat-${before + 1}@navy.test>`),
    }),
    date: new Date(Date.UTC(2026, 10, 10 + number, 9)),
    text: `Words of message ${number} about the boat.`,
    flags: ['\\Seen'],
    ...more,
  });
}

/** Nine messages about one boat: Grace's in the inbox, Ada's answers in Sent. One has the same subject, and answers nothing. */
function conversation(): { received: RawMessage[]; sent: RawMessage[] } {
  const received = [1, 3, 5, 6, 7, 9].map((number) => boat(number, hopper, number === 6 ? { flags: [] } : {}));
  const other = buildMessage({
    ...{ subject: 'The boat', from: 'Zed <zed@ships.test>', to: ada, messageId: '<other@ships.test>' },
    ...{ date: new Date(Date.UTC(2026, 10, 9)), text: 'Another boat.', flags: ['\\Seen'] },
  });
  return { received: [...received, other], sent: [2, 4, 8].map((number) => boat(number, `Ada <${ada}>`)) };
}

/** Three designed messages of one conversation, all unread: a long one, one that grows with its frame and would run a script, a short one that quotes. */
function designs(): RawMessage[] {
  const paragraphs = Array.from({ length: 40 }, (_each, index) => `<p>Line ${index + 1} of the long design.</p>`);
  const attack = `<style>html, body { height: 200vh; position: fixed } * { animation: x 1ms infinite }</style>
    <script>document.body.textContent = 'SCRIPTED'</script><img src="${beacon.url}/design.gif"><p>The design that grows.</p>`;
  const quote = '<p>The short design.</p><blockquote type="cite"><p>What was quoted.</p></blockquote>';
  return [paragraphs.join(''), attack, quote].map((html, index) =>
    buildMessage({
      ...{ subject: index === 0 ? 'Designs' : 'Re: Designs', from: hopper, to: ada, html },
      messageId: `<design-${index}@navy.test>`,
      ...(index > 0 && { inReplyTo: `<design-${index - 1}@navy.test>`, references: ['<design-0@navy.test>'] }),
      date: new Date(Date.UTC(2026, 9, 1 + index, 9)),
    }),
  );
}

async function choose(window: Page, item: string): Promise<void> {
  await reader(window).getByRole('button', { name: 'More', exact: true }).click();
  await window.getByRole('menuitem', { name: item }).click();
}

test('an offer is read, printed, and kept as PDF and as it came: with its header, without scripts and requests', async () => {
  const { window } = heron;
  await message(window, /A long subject/).click();
  await expect(messageFrame(window).locator('p')).toHaveText('The repair costs 120 Euro.');
  await expect(reader(window).getByRole('heading')).toHaveText(lamp);
  await look(window, 'reading-offer');

  // Paper: the dialog is the system's, so the page that it would print is kept as PDF.
  await heron.app.evaluate(({ app }) => {
    app.once('web-contents-created', (_event, contents) => {
      contents.print = (_options, done) => {
        void contents.printToPDF({}).then((pdf) => {
          Object.assign(globalThis, { printed: pdf.toString('base64') });
          done?.(true, '');
        });
      };
    });
  });
  await window.keyboard.press('ControlOrMeta+p');
  await expect
    .poll(() => heron.app.evaluate(() => typeof Reflect.get(globalThis, 'printed')), 'what is on the paper')
    .toBe('string');
  const paper = await heron.app.evaluate(() => String(Reflect.get(globalThis, 'printed')));

  await choose(window, 'Save as PDF…');
  await expect(reader(window)).toContainText('Saved as A long subject about the lamp');
  const pdf = await readFile(join(downloads, await nameOf('.pdf')));
  for (const words of [pdfText(Buffer.from(paper, 'base64')), pdfText(pdf)].map((text) =>
    text.replaceAll(/\s+/g, ' '),
  )) {
    expect(words).toContain('A long subject about the lamp');
    expect(words).toContain('Grace Hopper <grace@navy.test>');
    expect(words).toContain('The repair costs 120 Euro.');
    expect(words).not.toContain('SCRIPTED');
  }

  await choose(window, 'Save as file (.eml)…');
  await expect(reader(window)).toContainText('.eml');
  expect((await readFile(join(downloads, await nameOf('.eml')))).equals(offer)).toBe(true);

  await choose(window, 'Show headers');
  await expect(reader(window).getByRole('region', { name: 'Headers' })).toContainText('grace@navy.test');
  await reader(window).getByRole('region', { name: 'Headers' }).getByRole('group').focus();
  await look(window, 'reading-headers');
  await reader(window).getByRole('button', { name: 'Back to the message' }).click();
  await expect(messageFrame(window).locator('p')).toBeVisible();
  expect(beacon.requests).toEqual([]);
});

test('designed messages stand in one column, each as high as its content, and a hostile one among them harms none', async () => {
  const { window } = heron;
  await message(window, /Re: Designs/).click();
  const column = reader(window).getByRole('list', { name: 'Conversation', exact: true });
  const items = column.locator(':scope > li');
  await expect(items).toHaveCount(3);
  const frameOf = (item: number) => items.nth(item).locator('iframe[title="Message text"]');
  const page = (item: number) => frameOf(item).contentFrame().locator('iframe[title="Message text"]').contentFrame();
  const shown = async (item: number, words: string) => {
    await items.nth(item).scrollIntoViewIfNeeded();
    await expect(page(item).locator('body')).toContainText(words);
  };
  await shown(0, 'Line 40 of the long design.');
  await shown(1, 'The design that grows.');
  await shown(2, 'The short design.');
  await expect(page(1).locator('body')).not.toContainText('SCRIPTED');
  expect(beacon.requests).toEqual([]);
  // The long one does not scroll within its frame, and the one that grows does not push the others away.
  const heightOf = async (item: number) => (await frameOf(item).boundingBox())?.height ?? 0;
  await expect.poll(() => heightOf(0), 'height of the long one').toBeGreaterThan(1_000);
  await expect.poll(() => heightOf(2), 'height of the short one').toBeLessThan(300);
  expect(await heightOf(1)).toBeLessThan(3_000);
  // A quote at the end is folded until somebody wants it.
  await expect(page(2).getByText('What was quoted.')).toBeHidden();
  await look(window, 'reading-conversation-designed');
  // What is found is counted over all of them, and gone through in a circle from the message that the list led to.
  await window.keyboard.press('ControlOrMeta+f');
  const field = reader(window).getByRole('searchbox', { name: 'Find in message' });
  await field.fill('design');
  const hits = reader(window).getByRole('group', { name: 'Hits' }).getByRole('status');
  await expect(hits).toHaveText('1 of 42');
  await field.press('Shift+Enter');
  await expect(hits).toHaveText('42 of 42');
  await expect(page(2).getByText('The short design.')).toBeInViewport();
  await field.press('Enter');
  await expect(hits).toHaveText('1 of 42');
  await expect(page(0).getByText('Line 1 of the long design.')).toBeInViewport();
  await field.fill('quoted');
  await expect(hits).toHaveText('1 of 1');
  await expect(page(2).getByText('What was quoted.')).toBeInViewport();
  await field.press('Escape');
  const origins = await Promise.all([0, 1, 2].map((item) => frameOf(item).getAttribute('src')));
  expect(new Set(origins).size, 'processes').toBe(3);
});

test('a conversation is one row, opens what is unread and the newest with own answers around them, is acted on in part or whole, and can be switched off', async () => {
  const { window } = heron;
  const column = reader(window).getByRole('list', { name: 'Conversation', exact: true });
  const items = column.locator(':scope > li');
  const tool = (words: RegExp, name: string) =>
    items.filter({ hasText: words }).getByRole('button', { name, exact: true });
  const row = message(window, /Re: The boat/);
  // Nine messages, three of them Ada's own in Sent, and one of the same subject that answers nothing.
  await expect(row).toHaveAccessibleName(/^Grace, me, 9 messages, Re: The boat, .*unread/);
  await expect(message(window, /The boat/)).toHaveCount(2);
  await row.click();
  await expect(reader(window)).toContainText('Words of message 6 about the boat.');
  await expect(row).not.toHaveAccessibleName(/unread/);
  await expect(items).toHaveText([
    ...[/3 more messages/, /Ada.*Sent Items/, /message 5/, /Words of message 6 about the boat\./],
    ...[/message 7/, /Ada.*Sent Items/, /Words of message 9 about the boat\./],
  ]);
  await expect(column.getByRole('group', { name: 'Message text' })).toHaveCount(2);
  await expect(reader(window).getByRole('button', { name: 'Archive (6 messages)' })).toBeVisible();
  await look(window, 'reading-conversation');

  // A line opens in its place and is folded again; what was open stays.
  await column.getByRole('button', { name: '3 more messages' }).click();
  await expect(items).toHaveCount(9);
  await column.getByRole('button', { name: /message 3/ }).click();
  await expect(column.getByRole('group', { name: 'Message text' })).toHaveCount(3);
  await look(window, 'reading-conversation-middle');
  await tool(/message 3/, 'Fold message').click();
  await expect(column.getByRole('group', { name: 'Message text' })).toHaveCount(2);
  await window.keyboard.press(';');
  await expect(column.getByRole('button', { name: 'Fold message' })).toHaveCount(9);
  await window.keyboard.press(':');
  await expect(column.getByRole('button', { name: 'Fold message' })).toHaveCount(0);
  await column.getByRole('button', { name: /message 5/ }).click();
  await expect(column.locator('[aria-current]')).toContainText('message 5');
  await window.keyboard.press('Shift+J');
  await expect(column.locator('[aria-current]')).toContainText('message 6');
  await expect(column.getByRole('group', { name: 'Message text' })).toHaveText([/message 5/, /message 6/]);

  // What is done in a message's own header is done to it alone; its conversation stays.
  await tool(/message 5/, 'More').click();
  await window.getByRole('menuitem', { name: 'Archive', exact: true }).click();
  await expect.poll(async () => (await world.dovecot.list(ada, 'Archive')).length, 'messages in the archive').toBe(1);
  await expect(reader(window)).toContainText('Words of message 6');

  // An answer by another program moves it to the top, and what is read stays.
  await world.dovecot.deliver(ada, 'INBOX', boat(10).raw);
  await expect(row).toHaveAccessibleName(/messages, Re: The boat, .*unread/);
  await expect(message(window, /./).first()).toHaveAccessibleName(/Re: The boat/);
  await expect(reader(window)).toContainText('Words of message 6');

  // From the list all of it goes that lies in the folder.
  await row.hover();
  const underPointer = window.getByRole('toolbar', { name: 'Message under the pointer' });
  await underPointer.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect.poll(async () => (await world.dovecot.list(ada, 'Archive')).length, 'messages in the archive').toBe(7);
  await expect(row).toHaveCount(0);
  await folder(window, /^Archive/).click();
  await message(window, /Re: The boat/).click();
  await expect(reader(window)).toContainText('Words of message 10');

  const sort = window.getByRole('button', { name: 'Sort and group' });
  await sort.click();
  await look(window, 'mailbox-sort', { still: true });
  await window.getByRole('menuitemcheckbox', { name: 'Conversations' }).click();
  await expect(message(window, /The boat/)).toHaveCount(7);
  await expect(column).toHaveCount(0);
  await sort.click();
  await window.getByRole('menuitemcheckbox', { name: 'Oldest first' }).click();
  await expect(message(window, /The boat/).first()).toHaveAccessibleName(/^Grace Hopper, The boat/);
  await folder(window, /^Inbox/).click();
});

test('files are looked at, opened after a question where they could run, dragged out, and all saved beside what is there', async () => {
  const { window } = heron;
  await message(window, /Bilder/).click();
  const files = reader(window).getByRole('region', { name: 'Attachments' });
  await expect(files.getByRole('listitem')).toHaveCount(4);
  await look(window, 'reading-files');

  await files.getByRole('button', { name: 'Preview lamp.png' }).click();
  const picture = messageFrame(window).locator('img');
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await reader(window).getByRole('button', { name: 'Back to the message' }).click();
  await files.getByRole('button', { name: 'Preview prices.csv' }).click();
  await expect(reader(window).getByRole('group', { name: 'prices.csv' })).toContainText('Lampe;120 €');
  await reader(window).getByRole('group', { name: 'prices.csv' }).focus();
  await look(window, 'reading-preview-text');
  await reader(window).getByRole('button', { name: 'Back to the message' }).click();

  // A PDF has a window of its own, which may ask for nothing but the file and Chromium's viewer.
  // Counted by title: the viewer in it counts as a window of its own with Playwright, now and then.
  const pdfWindows = () =>
    heron.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter(({ title }) => title.startsWith('A very long name'))
        .map(({ webContents }) => webContents.getURL()),
    );
  await files.getByRole('button', { name: /^Preview A very long name/ }).click();
  await expect.poll(pdfWindows).toEqual([expect.stringMatching(/^heron-part:\/\/pdf\//)]);
  const bridge = await heron.app.evaluate(async ({ BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows().find(({ title }) => title.startsWith('A very long name'));
    const found: unknown = await own?.webContents.executeJavaScript('typeof window.heron');
    own?.destroy();
    return found;
  });
  expect(bridge).toBe('undefined');

  await heron.app.evaluate(({ shell, BrowserWindow }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    shell.openPath = async (path) => {
      seen.push(`opened ${path}`);
      return '';
    };
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      webContents.startDrag = ({ file }) => void seen.push(`dragged ${file}`);
    }
  });
  const seen = () => heron.app.evaluate(() => [...(Reflect.get(globalThis, 'seen') as string[])]);
  await files.getByRole('button', { name: 'Open setup.exe' }).click();
  await expect(window.getByRole('dialog')).toContainText('can run programs');
  await look(window, 'reading-risky');
  await window.getByRole('button', { name: 'Don’t open it' }).click();
  expect(await seen()).toEqual([]);
  await files.getByRole('button', { name: 'Open setup.exe' }).click();
  await window.getByRole('button', { name: 'Open it', exact: true }).click();
  await expect.poll(seen).toEqual([expect.stringMatching(/^opened .*setup\.exe$/)]);
  await files.getByRole('listitem').filter({ hasText: 'prices' }).dispatchEvent('dragstart');
  await expect.poll(seen).toContainEqual(expect.stringMatching(/^dragged .*prices\.csv$/));

  const folder = await mkdtemp(join(downloads, 'all-'));
  await writeFile(join(folder, 'lamp.png'), 'mine');
  await heron.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, folder);
  await files.getByRole('button', { name: 'Save all…' }).click();
  await expect(files).toContainText('Saved');
  expect((await readdir(folder)).sort()).toEqual(
    [
      'A very long name of a report about the whole of last year.pdf',
      'lamp (2).png',
      'lamp.png',
      'prices.csv',
      'setup.exe',
    ].sort(),
  );
  expect(await readFile(join(folder, 'lamp.png'), 'utf8')).toBe('mine');
  expect((await readFile(join(folder, 'lamp (2).png'))).equals(tinyPng)).toBe(true);
});

test('a mailing list is left by the message that it asks for, once, and only after a question', async () => {
  const { window } = heron;
  await message(window, /Weekly news/).click();
  await reader(window).getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(window.getByRole('dialog')).toContainText('leave@list.test');
  await look(window, 'reading-unsubscribe');
  await window.getByRole('button', { name: 'Cancel' }).click();
  await reader(window).getByRole('button', { name: 'Unsubscribe' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(reader(window)).toContainText('The list is told');
  await expect.poll(() => world.smtp.messages.length).toBe(1);
  const [sent] = world.smtp.messages;
  expect(sent?.to).toEqual(['leave@list.test']);
  expect((await simpleParser(sent?.source ?? '')).subject).toBe('leave me');
});

test('an invitation is a card, and its answer reaches the organiser once, as a calendar that other programs read', async () => {
  const { window } = heron;
  await message(window, /Invitation/).click();
  const card = reader(window).getByRole('region', { name: 'Invitation' });
  await expect(card).toContainText('Review of the lamp');
  await expect(card).toContainText('Room 7');
  await expect(card).toContainText('Every week, 4 times');
  await expect(card).toContainText('(America/New_York)');
  await look(window, 'reading-invitation');
  const before = world.smtp.messages.length;
  await card.getByRole('button', { name: 'Accept' }).click();
  await expect(card).toContainText('You accepted.');
  await expect.poll(() => world.smtp.messages.length).toBe(before + 1);
  const sent = world.smtp.messages[before];
  expect(sent?.to).toEqual(['grace@navy.test']);
  const source = sent?.source.toString() ?? '';
  expect(source).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REPLY/i);
  const mail = await simpleParser(source);
  expect(mail.subject).toBe('Accepted: Review of the lamp');
  const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const reply = new ICAL.Component(ICAL.parse(String(part?.content)));
  expect(reply.getFirstPropertyValue('method')).toBe('REPLY');
  const event = reply.getFirstSubcomponent('vevent');
  expect(event?.getFirstPropertyValue('uid')).toBe('review-7@navy.test');
  expect(event?.getFirstPropertyValue('sequence')).toBe(3);
  expect(event?.getFirstProperty('attendee')?.getFirstParameter('partstat')).toBe('ACCEPTED');
  expect(event?.getFirstPropertyValue('attendee')).toBe(`mailto:${ada}`);
  // What was answered is still there when the message is opened again.
  await message(window, /A long subject/).click();
  await expect(card).toHaveCount(0);
  await message(window, /Invitation/).click();
  await expect(card.getByRole('status')).toHaveText('You accepted.');
});

test('a double click opens a message in a window of its own, where it is answered and filed', async () => {
  const { window } = heron;
  const opened = heron.app.waitForEvent('window');
  await message(window, /A long subject/).dblclick();
  const own = await opened;
  await expect(messageFrame(own).locator('p')).toHaveText('The repair costs 120 Euro.');
  await expect(own).toHaveTitle(lamp);
  await look(own, 'reading-window');
  await message(window, /A long subject/).dblclick();
  const composing = heron.app.waitForEvent('window');
  await reader(own).getByRole('button', { name: 'Reply', exact: true }).click();
  await expect((await composing).locator('[data-composer]')).toBeVisible();
  await closing(own, () => reader(own).getByRole('button', { name: 'Archive' }).click());
  await expect(message(window, /A long subject/)).toHaveCount(0);
});

async function nameOf(extension: string): Promise<string> {
  const found = (await readdir(downloads)).filter((name) => name.endsWith(extension));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}
