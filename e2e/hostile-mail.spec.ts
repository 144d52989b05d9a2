import { expect, test } from '@playwright/test';
import { generatedMail } from './generated-mail.ts';
import { launchReader, type ReaderWindow } from './harness/reader/launch.ts';
import { hostileHtml, hostileText } from './hostile-mail.ts';
import { picture } from './screens.ts';
import { messageFrame } from './steps.ts';

let window: ReaderWindow;

test.beforeAll(async () => {
  window = await launchReader();
});
test.afterAll(async () => {
  await window?.stop();
});

/** Has the window do something small: a hung window never answers. */
const answers = () => window.page.evaluate(() => new Promise<boolean>((done) => setTimeout(() => done(true))));

test('H1 H2 H3 R1 each heavy message opens or gives its words, and another message opens after it', async () => {
  test.setTimeout(600_000);
  const { page } = window;
  const plain = page.getByRole('button', { name: 'Show anyway' });
  const generated = [1, 2, 3, 4, 6, 7].map((seed) => generatedMail(seed));
  const all = [...Object.entries(hostileHtml), ...generated.map(({ name, html }) => [name, html ?? ''] as const)];
  for (const [name, html] of all) {
    await page.evaluate(
      (source) => globalThis.window.reader.open({ subject: 'Heavy' }, { html: source, text: 'The words instead' }),
      html,
    );
    expect(await answers(), name).toBe(true);
    await expect(page.locator('[aria-busy=true]'), name).toHaveCount(0);
    if (await plain.isVisible()) await expect(page.getByText('The words instead'), name).toBeVisible();
    await page.evaluate(
      (title) =>
        globalThis.window.reader.open({ subject: 'Light' }, { html: `<p id="seen" title="${title}">Seen</p>` }),
      name,
    );
    await expect(messageFrame(page).locator('#seen'), name).toHaveAttribute('title', name);
  }
});

test('H4 each long text opens, scrolls to its end and is copied whole', async () => {
  test.setTimeout(300_000);
  const { page } = window;
  const region = page.getByRole('region', { name: 'Message text' });
  for (const [name, text] of Object.entries(hostileText)) {
    await page.evaluate(
      (source) => globalThis.window.reader.open({ subject: 'Heavy' }, { html: null, text: source }),
      text,
    );
    await expect(region, name).toBeVisible();
    expect(await answers(), name).toBe(true);
    expect(await region.locator('*').count(), name).toBeLessThan(3_000);
    await region.focus();
    await page.keyboard.press('Control+A');
    const copied = await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      document.body.dispatchEvent(new ClipboardEvent('copy', { bubbles: true, cancelable: true, clipboardData }));
      return clipboardData.getData('text/plain').length;
    });
    expect(copied, name).toBe(text.length);
    await page.keyboard.press('End');
    await expect
      // What is drawn on the way turns out higher than it was taken for, so the end moves while one goes there.
      .poll(
        () =>
          region.evaluate((box) => {
            box.scrollTop = box.scrollHeight;
            return box.scrollHeight - box.clientHeight - box.scrollTop;
          }),
        { message: name },
      )
      .toBeLessThan(2_000);
    expect(await region.locator('*').count(), name).toBeLessThan(3_000);
  }
});

test('R1 what is too heavy is said, its words are shown, and the user may see it anyway', async () => {
  const { page } = window;
  const heavy = `<p id="seen">Designed</p>${'<div>'.repeat(900)}deep`;
  await page.evaluate((html) => globalThis.window.reader.open({}, { html, text: 'The words instead' }), heavy);
  await expect(page.getByText('asks for more than mail needs')).toBeVisible();
  await expect(page.getByText('The words instead')).toBeVisible();
  await expect(page.locator('iframe')).toHaveCount(0);
  await picture(page, 'reader-plain');
  await page.getByRole('button', { name: 'Show anyway' }).click();
  await expect(messageFrame(page).locator('#seen')).toBeVisible();
  await page.evaluate((html) => globalThis.window.reader.open({}, { html }), heavy);
  await expect(page.getByText('The words of the message')).toBeVisible();
});

test('H1 R2 the sanitiser leaves out what has no bounds when it is painted', async () => {
  for (const [name, html] of Object.entries(hostileHtml)) {
    if (!/^H1|shadow|filter|blend|mask|surface|animation|counter|grid|gradient|column/i.test(name)) continue;
    const { html: safe } = await window.page.evaluate((source) => globalThis.window.reader.sanitize(source), html);
    expect(safe, name).not.toMatch(
      /(?:filter|-shadow|blend-mode|mask|clip-path|animation|counter|grid-template|columns?-)[a-z-]*:|gradient|5000000/,
    );
  }
  const { html } = await window.page.evaluate(() =>
    globalThis.window.reader.sanitize(
      '<p style="box-shadow:0 1px 3px rgba(0,0,0,.2);text-shadow:1px 1px 2px #000;background:linear-gradient(red,blue);border-radius:9999px">x</p>',
    ),
  );
  expect(html).toContain('box-shadow');
  expect(html).toContain('text-shadow');
  expect(html).toContain('linear-gradient');
  expect(html).toContain('9999px');
});
