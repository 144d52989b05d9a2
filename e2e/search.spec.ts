import { expect, type Page, test } from '@playwright/test';
import { ImapFlow } from 'imapflow';
import { minimalPdf } from '../electron/mime/pdf-fixture.ts';
import { type Heron, launchHeron } from './app.ts';
import { look } from './screens.ts';
import { buildMessage, type TestMessage, tinyPng } from './servers/messages.ts';
import { folder, message, messageFrame, messages, reader, signInByCode } from './steps.ts';
import { ada, password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  const letter = (name: string, more: Partial<Parameters<typeof buildMessage>[0]>): TestMessage =>
    buildMessage({
      name,
      from: 'Grace Hopper <grace@navy.test>',
      to: ada,
      subject: name,
      text: 'Nothing else.',
      ...more,
    });
  await world.dovecot.seed(ada, 'INBOX', [
    ...Array.from({ length: 20 }, (_, index) =>
      letter(`week ${index + 1}`, { subject: `Report of week ${index + 1}` }),
    ),
    letter('march', { subject: 'Minutes of March', text: 'The naïve approach costs twelve thousand euros.' }),
    letter('größe', { subject: 'Größe der Lampe', from: 'Jürgen Müller <jm@lampen.test>', text: 'Zwei Meter.' }),
    letter('kaigi', { subject: '会議の議事録', from: '田中 <tanaka@example.test>', text: '明日の会議について。' }),
    letter('designed', {
      subject: 'Designed',
      text: 'An Umbrella',
      html: '<div style="display: none">Umbrella that nobody sees</div><p>Above.</p><div style="height: 3000px"></div><p>An Umbrella</p><div style="height: 3000px"></div><p>Another <b>umb</b>rella</p>',
    }),
    letter('offer', {
      subject: 'Offer for the lamp',
      attachments: [
        { filename: 'Kostenvoranschlag.png', contentType: 'image/png', content: tinyPng },
        {
          filename: 'Details.pdf',
          contentType: 'application/pdf',
          content: Buffer.from(minimalPdf(['A rhinoceros is included.'])),
        },
      ],
    }),
  ]);
  await world.dovecot.seed(ada, 'Projects', [
    letter('project', { subject: 'Lamp project', text: 'An unmistakable word stands here.' }),
  ]);
  // Nobody opens this folder, so its text is not fetched.
  await world.dovecot.createFolder(ada, 'Later');
  await world.dovecot.seed(ada, 'Later', [letter('late', { subject: 'Late', text: 'A hippopotamus.' })]);
  heron = await launchHeron({ environment: { ...world.environment, HERON_UNDO_SECONDS: '0' } });
  await signInByCode(heron.window, world, ada);
});
test.afterAll(async () => {
  await heron?.quit();
  await world?.stop();
});

const field = (window: Page) => window.getByRole('searchbox', { name: 'Search mail' });
/** The words that are marked in the window's own document. */
const markedHere = (): string[] => [...(CSS.highlights.get('found') ?? [])].map(String);
const strip = (window: Page) => window.getByRole('group', { name: 'Where to search' });

test('F1 F2 a person searches: a typing error, an umlaut, another script, an operator, a place, and the server', async () => {
  const { window } = heron;
  await expect(message(window, /Report of week 20/)).toBeVisible();
  await folder(window, /Projects/).click();
  await expect(message(window, /Lamp project/)).toBeVisible();
  await folder(window, /Inbox/).click();
  await expect(message(window, /Minutes of March/)).toBeVisible();

  await window.keyboard.press('/');
  await expect(field(window)).toBeFocused();
  await field(window).pressSequentially('muelelr');
  await expect(window.getByText('Nothing found for “muelelr”')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Did you mean “Müller”?' })).toBeVisible();
  await look(window, 'search-nothing');
  await field(window).press('Enter');
  await expect(field(window)).toHaveValue('Müller');
  await expect(message(window, /Größe der Lampe/)).toBeVisible();

  // A part of a word, and what is marked of it.
  await field(window).fill('inutes');
  await expect(messages(window)).toHaveCount(1);
  await expect(message(window, /Minutes of March/).locator('mark')).toHaveText('inutes');

  await field(window).fill('mueller');
  await expect(messages(window)).toHaveCount(1);
  await expect(message(window, /Größe der Lampe/)).toBeVisible();
  await field(window).fill('会議');
  await expect(message(window, /会議の議事録/)).toBeVisible();
  await expect(messages(window)).toHaveCount(1);

  await field(window).fill('lamp');
  await expect(messages(window)).toHaveCount(3);
  await expect(message(window, /Lamp project.*in Projects/)).toBeVisible();
  await look(window, 'search-results');
  await strip(window).getByRole('button', { name: 'Inbox' }).click();
  await expect(messages(window)).toHaveCount(2);
  await strip(window).getByRole('button', { name: 'All folders' }).click();
  await field(window).fill('umbrella');
  await message(window, /Designed/).click();
  const word = messageFrame(window).getByText('An Umbrella');
  await expect(word).toBeInViewport();
  // From one hit to the next, counted as far as they can be seen.
  const hits = reader(window).getByRole('group', { name: 'Hits' }).getByRole('status');
  await expect(hits).toHaveText('1 of 2');
  await look(window, 'search-marked-mail');
  await window.keyboard.press('F3');
  await expect(hits).toHaveText('2 of 2');
  await expect(messageFrame(window).getByText('Another umbrella')).toBeInViewport();
  await reader(window).getByRole('button', { name: 'Find previous' }).click();
  await expect(hits).toHaveText('1 of 2');
  await expect(word).toBeInViewport();

  // Something else is found in the message itself, also by a part of it; then what was searched for is marked again.
  await window.keyboard.press('ControlOrMeta+f');
  const inMessage = reader(window).getByRole('searchbox', { name: 'Find in message' });
  await expect(inMessage).toBeFocused();
  await inMessage.fill('bov');
  await expect(hits).toHaveText('1 of 1');
  await expect(messageFrame(window).getByText('Above.')).toBeInViewport();
  await look(window, 'find-in-message', { still: true });
  await inMessage.fill('hippopotamus');
  await expect(hits).toHaveText('Not found');
  await inMessage.press('Escape');
  await expect(inMessage).toHaveCount(0);
  await expect(hits).toHaveText('1 of 2');
  await field(window).fill('from:grace lamp has:attachment');
  await expect(messages(window)).toHaveCount(1);

  // What was searched for is marked in the message as well, and scrolled to.
  await field(window).fill('twelve');
  await expect(messages(window)).toHaveCount(1);
  await message(window, /Minutes of March/).click();
  await expect.poll(() => window.evaluate(markedHere)).toEqual(['twelve']);
  await expect(hits).toHaveText('1 of 1');
  await look(window, 'search-marked-text');
  await field(window).fill('from:grace lamp has:attachment');
  await expect(messages(window)).toHaveCount(1);

  // What an attachment says is found once somebody has looked at it.
  await field(window).fill('rhinoceros');
  await expect(window.getByText('Nothing found for “rhinoceros”')).toBeVisible();
  await field(window).fill('from:grace lamp has:attachment');
  await message(window, /Offer for the lamp/).click();
  await reader(window).getByRole('button', { name: 'Preview Details.pdf' }).click();
  await field(window).fill('rhinoceros');
  await expect(message(window, /Offer for the lamp.*in an attachment/)).toBeVisible();
  await heron.app.evaluate(({ BrowserWindow }) => {
    for (const each of BrowserWindow.getAllWindows()) if (each.title.startsWith('Details')) each.destroy();
  });
  await look(window, 'search-attachment');
  await field(window).fill('from:grace lamp has:attachment');
  await expect(messages(window)).toHaveCount(1);

  // A result is opened and archived like any message.
  await field(window).press('ArrowDown');
  await expect(reader(window).getByText('Nothing else.')).toBeVisible();
  await window.keyboard.press('e');
  await expect(messages(window)).toHaveCount(0);

  await window.keyboard.press('Escape');
  await expect(field(window)).toHaveValue('');
  await expect(message(window, /Minutes of March/)).toBeVisible();
});

test('F2 what is not here is found by the server, and says so', async () => {
  const { window } = heron;
  await window.keyboard.press('/');
  await field(window).fill('hippopotamus');
  await expect(window.getByText('Nothing found for “hippopotamus”')).toBeVisible();
  await window.getByRole('button', { name: 'Search on server' }).click();
  await expect(message(window, /Late.*in Later, found on the server/)).toBeVisible();
  await look(window, 'search-server');
});

/** Another mail program of the same person. */
async function otherClient(): Promise<ImapFlow> {
  const other = new ImapFlow({
    host: 'localhost',
    port: world.dovecot.tlsPort,
    secure: true,
    auth: { user: ada, pass: password },
    tls: { ca: world.ca.caPem },
    logger: false,
  });
  await other.connect();
  return other;
}

test('a tag that another program gives is seen by its name, found by it, and gone when it is taken back', async () => {
  const { window } = heron;
  const other = await otherClient();
  try {
    await window.keyboard.press('/');
    await window.keyboard.press('Escape');
    await folder(window, /Inbox/).click();
    const minutes = message(window, /Minutes of March/);
    await minutes.click();
    await other.mailboxOpen('INBOX');
    const uids = await other.search({ subject: 'Minutes of March' }, { uid: true });
    await other.messageFlagsAdd(uids || [], ['$label1', 'travel', 'NonJunk'], { uid: true });
    await expect(minutes).toHaveAccessibleName(/, tagged Important, travel$/);
    const tags = reader(window).getByRole('list', { name: 'Tags' }).getByRole('listitem');
    await expect(tags).toHaveText(['Important', 'travel']);

    await window.keyboard.press('/');
    await field(window).fill('tag:i');
    await expect(window.getByRole('option', { name: /tag:Important/ })).toBeVisible();
    await field(window).fill('tag:important');
    await expect(messages(window)).toHaveCount(1);
    await minutes.click();
    await expect(tags).toHaveText(['Important', 'travel']);

    await other.messageFlagsRemove(uids || [], ['$label1'], { uid: true });
    await expect(minutes).toHaveAccessibleName(/, tagged travel$/);
    await expect(tags).toHaveText(['travel']);
    await field(window).fill('tag:important march');
    await expect(messages(window)).toHaveCount(0);
  } finally {
    await other.logout();
  }
});

test('tags are given and taken by keys, in the dialog and by their buttons, and the server has them', async () => {
  const { window } = heron;
  const other = await otherClient();
  try {
    await window.keyboard.press('Escape');
    await window.keyboard.press('Escape');
    await folder(window, /Inbox/).click();
    const minutes = message(window, /Minutes of March/);
    await minutes.click();
    await other.mailboxOpen('INBOX');
    const found = await other.search({ subject: 'Minutes of March' }, { uid: true });
    const onServer = async () => {
      await other.noop();
      const { flags } = (await other.fetchOne(`${(found || [])[0]}`, { flags: true }, { uid: true })) || {};
      return [...(flags ?? [])].filter((flag) => !flag.startsWith('\\') && flag !== 'NonJunk').sort();
    };
    const tags = reader(window).getByRole('list', { name: 'Tags' }).getByRole('listitem');
    await window.keyboard.press('4');
    await expect(tags).toHaveText(['To do', 'travel']);
    await expect(minutes).toHaveAccessibleName(/, tagged To do, travel$/);
    await expect.poll(onServer).toEqual(['$label4', 'travel']);

    await window.keyboard.press('t');
    await expect(window.getByRole('option', { name: 'To do' })).toHaveAttribute('aria-checked', 'true');
    await look(window, 'tag-picker');
    const name = window.getByRole('combobox', { name: 'Find or add a tag' });
    await name.fill('Büro Köln');
    await expect(window.getByRole('option')).toHaveText(['New tag “Buero_Koeln”']);
    await name.press('Enter');
    await expect(tags).toHaveText(['To do', 'Buero_Koeln', 'travel']);
    await expect.poll(onServer).toEqual(['$label4', 'Buero_Koeln', 'travel']);
    await look(window, 'tags');

    await reader(window).getByRole('button', { name: 'Remove tag travel' }).click();
    await expect(tags).toHaveText(['To do', 'Buero_Koeln']);
    await expect(reader(window).getByRole('button', { name: 'Remove tag Buero_Koeln' })).toBeFocused();
    await expect.poll(onServer).toEqual(['$label4', 'Buero_Koeln']);

    // Several at once: those that have it keep it.
    await minutes.click();
    await window.keyboard.press('Shift+ArrowDown');
    await window.keyboard.press('t');
    await expect(window.getByRole('option', { name: 'To do' })).toHaveAttribute('aria-checked', 'mixed');
    await window.getByRole('option', { name: 'To do' }).click();
    await expect(messages(window).and(window.locator('[aria-selected=true]'))).toHaveCount(2);
    for (const row of await messages(window).and(window.locator('[aria-selected=true]')).all()) {
      await expect(row).toHaveAccessibleName(/, tagged To do/);
    }
    await window.keyboard.press('0');
    await expect(minutes).not.toHaveAccessibleName(/tagged/);
    await expect.poll(onServer).toEqual([]);
    await window.keyboard.press('Escape');
  } finally {
    await other.logout();
  }
});
