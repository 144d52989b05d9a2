import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look, picture } from './screens.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { nastyAttachments, nastyNames, newsletter, type RawMessage } from './servers/messages.ts';
import { attackMessages } from './servers/messages-attack.ts';
import { malformedMessages } from './servers/messages-malformed.ts';
import { startOver } from './start-over.ts';
import { addByBridge, mailFrame, message, messageFrame, messages, reader } from './steps.ts';
import { password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;
let journeys = 0;

test.beforeAll(async () => {
  world = await startWorld();
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
test.beforeEach(() => startOver(heron));

/** Opens a mailbox of its own that has these messages. */
async function openMailbox(mail: RawMessage[]): Promise<Page> {
  journeys += 1;
  const address = `ada-${journeys}@contoso.test`;
  await world.dovecot.addUser(address, { password });
  await world.dovecot.seed(address, 'INBOX', mail);
  await addByBridge(heron.window, world, { address, password });
  return heron.window;
}

/** Uncaught errors in the output. Refusals by the page's own policy are left out: they are expected. */
const uncaught = () =>
  heron.output.filter((line) => /page error|Uncaught|Unhandled rejection/i.test(line) && !/: Refused to /.test(line));

/** Waits until the reader shows a result: text, a frame, a message about the state, or an error with its button. */
async function expectSomethingShown(subject: string): Promise<void> {
  await expect(reader(heron.window).locator('[aria-busy=true]'), subject).toHaveCount(0);
  const said = (await reader(heron.window).textContent()) ?? '';
  expect(said.length, subject).toBeGreaterThan(0);
}

async function sourceOfOpenMessage(): Promise<string> {
  const { window } = heron;
  await reader(window).getByRole('button', { name: 'More', exact: true }).click();
  await window.getByRole('menuitem', { name: 'Show source' }).click();
  const source = reader(window).getByRole('region', { name: 'Source' }).locator('pre');
  await expect(source).toBeVisible();
  const text = (await source.textContent()) ?? '';
  await window.getByRole('button', { name: 'Back to the message' }).click();
  return text;
}

test('P1 messages that break MIME can each be opened, and their source be seen', async () => {
  test.setTimeout(600_000);
  const broken = malformedMessages();
  const window = await openMailbox(broken);
  await messages(window).first().click();
  await expect(messages(window).first()).toHaveAttribute('aria-setsize', String(broken.length));
  const seen = new Set<string>();
  for (let index = 0; index < broken.length; index += 1) {
    if (index > 0) await window.keyboard.press('j');
    const row = window.getByRole('option', { selected: true });
    await expect(row).toHaveAttribute('aria-posinset', String(index + 1));
    // The reader shows the selected message: neighbouring messages have different subjects.
    const heading = reader(window).getByRole('heading').first();
    await expect.poll(async () => row.getByText((await heading.textContent()) ?? '', { exact: true }).count()).toBe(1);
    const subject = (await heading.textContent()) ?? '';
    seen.add(subject);
    await expectSomethingShown(subject);
    // Each message has a body or header of its own, and its source arrived unchanged.
    expect((await sourceOfOpenMessage()).length, subject).toBeGreaterThan(10);
    await picture(window, `malformed-${index}`);
  }
  for (const { name, subject } of broken) if (name !== 'no headers') expect(seen, name).toContain(subject);
  expect(uncaught()).toEqual([]);
});

test('H1 H2 messages that attack send no request and run no script, when opened one after the other', async () => {
  const beacon = await startBeacon();
  const attacks = [...attackMessages(beacon.url), newsletter({ beacon: beacon.url })];
  const window = await openMailbox(attacks);
  for (const { subject } of attacks) {
    await message(window, subject).click();
    await expect(reader(window).getByRole('heading', { name: subject })).toBeVisible();
    await expect(messageFrame(window).locator('body'), subject).toBeAttached();
    await expect(mailFrame(window)).toHaveAttribute('sandbox', 'allow-same-origin');
    if (subject.startsWith('Attack: ') && subject !== 'Attack: sniffed') {
      await expect(messageFrame(window).locator('#harmless'), subject).toHaveText('The harmless text.');
    }
    expect(await window.title(), subject).toMatch(/Heron$/);
    await picture(window, subject.toLowerCase().replaceAll(/[^a-z]+/g, '-'));
  }
  // The test's own request comes after all others: what the page sent before would have arrived before it.
  await fetch(`${beacon.url}/last`);
  expect(beacon.requests).toEqual(['/last']);
  expect(await window.title()).toMatch(/Heron$/);
  expect(heron.app.windows()).toHaveLength(1);
  expect(uncaught()).toEqual([]);
  await beacon.stop();
});

test('P2 files with nasty names are saved under safe ones, inside the chosen folder', async () => {
  const downloads = await mkdtemp(join(tmpdir(), 'heron-downloads-'));
  const window = await openMailbox([nastyAttachments()]);
  // The user accepts the file name that the dialog suggests.
  await heron.app.evaluate(({ app, dialog }, folder) => {
    app.setPath('downloads', folder);
    dialog.showSaveDialog = (...given: unknown[]) => {
      const { defaultPath } = given.at(-1) as { defaultPath: string };
      return Promise.resolve({ canceled: false, filePath: defaultPath });
    };
  }, downloads);
  await message(window, 'Some files').click();
  const files = reader(window).getByRole('region', { name: 'Attachments' }).getByRole('listitem');
  await expect(files).toHaveCount(nastyNames.length);
  for (let index = 0; index < nastyNames.length; index += 1) {
    await files
      .nth(index)
      .getByRole('button', { name: /^Save / })
      .click();
    await expect(files.nth(index)).toContainText('Saved');
  }
  await look(window, 'nasty-attachments');
  const saved = await readdir(downloads);
  expect(saved).toHaveLength(nastyNames.length);
  for (const name of saved) {
    expect(name).toMatch(/^[^.\p{Cc}\p{Cf}<>:"/\\|?*][^\p{Cc}\p{Cf}<>:"/\\|?*]*(?<![. ])$/u);
    expect(name).not.toMatch(/^(con|aux|nul|prn|com\d|lpt\d)(\.|$)/i);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  }
  const contents = await Promise.all(saved.map((name) => readFile(join(downloads, name), 'utf8')));
  expect(contents.sort()).toEqual(nastyNames.map((_, index) => `file ${index}\r\n`).sort());
  await rm(downloads, { recursive: true });
});
