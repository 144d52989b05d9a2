import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { startBeacon } from '../servers/beacon-server.ts';
import { buildMessage, inlineImage, newsletter } from '../servers/messages.ts';
import { composer, composerText, message, openedComposer, reader, signInByCode } from '../steps.ts';
import { ada, grace, startWorld, type World } from '../world.ts';

/** A message as the server got it from Heron. */
export interface Letter {
  readonly name: string;
  readonly subject: string;
  readonly source: string;
}

const formatted = `<h2>Notes on the engine</h2>
<p>Dear Grace, <b>bold</b>, <i>italic</i>, <u>underlined</u>, <s>struck</s>, <code>code()</code>, <span style="color: #c53434">red</span> and
<a href="https://contoso.test/engine?a=1&amp;b=2">a link</a>; naïve café, Größe, 見積書, 🐦.</p>
<ul><li>First</li><li>Second<ul><li>Below it</li></ul></li></ul><ol><li>One</li><li>Two</li></ol>
<blockquote><p>A quotation within the text.</p></blockquote>
<table><tbody><tr><th>Card</th><th>Value</th></tr><tr><td>Variable</td><td style="text-align: right">42</td></tr></tbody></table>
<p style="text-align: center">In the middle</p><p dir="rtl">שלום, נתראה ביום שני.</p>`;

const files = [
  'Größe & Gewicht.pdf',
  '見積書 2026.txt',
  'A name that is longer than most, as scanners and accountants write them (final version 3).csv',
];

/** Has Heron write and send one message of each kind, by its window. @param folder where the attached files are made */
export async function writeLetters(folder: string): Promise<Letter[]> {
  const world = await startWorld();
  const beacon = await startBeacon();
  const heron = await launchHeron({ environment: world.environment });
  try {
    await world.dovecot.seed(ada, 'INBOX', [newsletter({ beacon: beacon.url }), inlineImage(), plan(), report()]);
    await signInByCode(heron.window, world, ada);
    const sender = new Sender(heron, world);
    await writeAll(sender, await attachedFiles(folder));
    return sender.letters;
  } catch (error) {
    await heron.window.screenshot({ path: join(folder, 'failed.png') });
    throw error;
  } finally {
    await heron.quit();
    await removeProfile(heron.profile);
    await beacon.stop();
    await world.stop();
  }
}

function plan() {
  const text = 'Shall we meet on Monday?\r\n\r\n> Which day?\r\n\r\nAs ever,\r\nGrace';
  return buildMessage({ subject: 'The plan', from: `Grace Hopper <${grace}>`, to: ada, text });
}

function report() {
  const content = Buffer.from('%PDF-1.4 Two tables');
  const attachments = [{ filename: 'Größe.pdf', contentType: 'application/pdf', content }];
  return buildMessage({
    subject: 'The report',
    from: `Grace Hopper <${grace}>`,
    to: ada,
    text: 'Two tables.',
    attachments,
  });
}

async function attachedFiles(folder: string): Promise<string[]> {
  const attached = join(folder, 'attached');
  await mkdir(attached, { recursive: true });
  const paths = files.map((name) => join(attached, name));
  for (const path of paths) await writeFile(path, 'What is in it');
  return paths;
}

async function writeAll(sender: Sender, paths: readonly string[]): Promise<void> {
  await sender.write('1-formatted', 'Notes: naïve café, 見積書 🐦', async (page) => paste(page, formatted));
  await sender.write('2-plain', 'Plain text', async (page) => {
    await plainText(page);
    await composerText(page).fill(
      `Dear Grace,\n\n${'a line that is longer than seventy-eight characters and has to be wrapped when it is sent, '.repeat(3)}\n\n  indented\nFrom the start of a line\n> not a quote of mine\n\nÄÖÜ ß 見積書 🐦\n\n-- \nAda`,
    );
  });
  await sender.write('3-attachments', 'Three files', async (page) => {
    await composerText(page).fill('Here they are.');
    await sender.attach(page, paths);
  });
  await sender.write('4-picture', 'The evening', async (page) => {
    await composerText(page).fill('Look:');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Enter');
    await pastePicture(page);
  });
  await sender.answer('5-reply-to-newsletter', /gardens/, 'r', async (page) => {
    await page.keyboard.type('Thank you. ');
    await page.keyboard.press('ControlOrMeta+b');
    await page.keyboard.type('Lovely snowdrops!');
  });
  await sender.answer('6-reply-to-picture', /The sketch/, 'r', async (page) =>
    page.keyboard.type('What a fine sketch.'),
  );
  // An answer to plain text begins as plain text.
  await sender.answer('7-plain-reply', /The plan/, 'r', async (page) => composerText(page).fill('Monday it is.'));
  await sender.answer('8-rich-reply-to-plain', /The plan/, 'r', async (page) => {
    await fromMenu(page, 'Write with formatting');
    await composerText(page).fill('On Tuesday, rather.');
  });
  await sender.answer('9-forwarded', /The report/, 'f', async (page) => {
    await composer(page).getByLabel('To', { exact: true }).fill(grace);
    await composerText(page).fill('As you asked.');
  });
}

class Sender {
  readonly letters: Letter[] = [];
  readonly #heron: Heron;
  readonly #world: World;

  constructor(heron: Heron, world: World) {
    this.#heron = heron;
    this.#world = world;
  }

  /** A new message to Grace, in a window of its own. */
  async write(name: string, subject: string, act: (page: Page) => Promise<unknown>): Promise<void> {
    const { app, window } = this.#heron;
    const page = await openedComposer(app, () => window.getByRole('button', { name: 'New message' }).click());
    await composer(page).getByLabel('To', { exact: true }).fill(`Grace Müller-Hopper <${grace}>`);
    await composer(page).getByLabel('Subject').fill(subject);
    await composerText(page).focus();
    await act(page);
    const gone = page.waitForEvent('close');
    await this.#send(name, subject, page);
    await gone;
  }

  /** An answer in the reader's place. */
  async answer(name: string, to: RegExp, key: string, act: (page: Page) => Promise<unknown>): Promise<void> {
    const { window } = this.#heron;
    await message(window, to).first().click();
    await expect(reader(window)).toContainText(to);
    await window.keyboard.press(key);
    // It takes the focus a moment after it is there.
    await expect(composer(window).locator(':focus')).toBeVisible();
    await act(window);
    const subject = await composer(window).getByLabel('Subject').inputValue();
    await this.#send(name, subject, window);
    await expect(composer(window)).toHaveCount(0);
  }

  async attach(page: Page, paths: readonly string[]): Promise<void> {
    await this.#heron.app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [...filePaths] });
    }, paths);
    await composer(page).getByRole('button', { name: 'Attach files' }).click();
    await expect(composer(page).getByRole('listitem').filter({ hasText: /\.csv/ })).toBeVisible();
  }

  async #send(name: string, subject: string, page: Page): Promise<void> {
    const { smtp } = this.#world;
    const before = smtp.messages.length;
    await composer(page).getByText('Saved').waitFor();
    await page.keyboard.press('ControlOrMeta+Enter').catch(() => undefined);
    await expect.poll(() => smtp.messages.length).toBe(before + 1);
    this.letters.push({ name, subject, source: smtp.messages[before]?.source ?? '' });
  }
}

async function paste(page: Page, html: string): Promise<void> {
  await composerText(page).evaluate((target, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', pasted);
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, html);
}

async function pastePicture(page: Page): Promise<void> {
  await composerText(page).evaluate(async (target) => {
    const canvas = new OffscreenCanvas(600, 300);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('There is no canvas.');
    const sky = pen.createLinearGradient(0, 0, 600, 300);
    sky.addColorStop(0, '#2563c9');
    sky.addColorStop(1, '#f4c06a');
    pen.fillStyle = sky;
    pen.fillRect(0, 0, 600, 300);
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([photo], 'evening über dem See.jpg', { type: 'image/jpeg' }));
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(composerText(page).locator('img:not(.ProseMirror-separator)')).toBeVisible();
}

async function plainText(page: Page): Promise<void> {
  await fromMenu(page, 'Write as plain text');
  await page.getByRole('dialog').getByRole('button', { name: 'Make plain text' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function fromMenu(page: Page, name: string): Promise<void> {
  await composer(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}
