import { expect, test } from '@playwright/test';
import { launchReader, type ReaderWindow } from './harness/reader/launch.ts';
import { picture } from './screens.ts';
import { messageFrame } from './steps.ts';

let window: ReaderWindow;

test.beforeAll(async () => {
  window = await launchReader();
});
test.afterAll(async () => {
  await window?.stop();
});

const resize = (width: number) =>
  window.app.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(wanted, 600);
  }, width);

test('a reader of 320 px has all actions: in the row as many as fit, the others in the menu', async () => {
  const { page } = window;
  await page.evaluate(() =>
    globalThis.window.reader.open({ subject: 'A subject that is quite long' }, { text: 'Hello' }),
  );
  const tools = page.getByRole('toolbar', { name: 'Message' }).getByRole('button');
  await expect(tools).toHaveCount(11);
  await resize(320);
  await expect(tools).toHaveCount(8);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect((await page.getByRole('heading').boundingBox())?.width).toBeGreaterThanOrEqual(150);
  await picture(page, 'reader-narrow');
  // One stop of Tab, arrows within, and the rest by the menu.
  await tools.first().focus();
  for (const index of [1, 2, 3, 4, 5, 6, 7]) {
    await page.keyboard.press('ArrowRight');
    // The toolbar moves the focus in a task of its own, and the next key is counted from where the focus is.
    await expect(tools.nth(index)).toBeFocused();
  }
  await expect(page.getByRole('button', { name: 'More' })).toBeFocused();
  await page.keyboard.press('Enter');
  await picture(page, 'reader-narrow-menu');
  await expect(page.getByRole('menuitem')).toContainText([
    'Add star',
    'Mark as unread',
    'Tag…',
    'Forward as attachment',
    'Edit as new message',
    'Open in its own window',
    'Print',
    'Save as PDF',
    'Save as file',
    'Fixed-width text',
    'Original or dark colours',
    'Show headers',
    'Show source',
  ]);
  await page.getByRole('menuitem', { name: 'Mark as unread' }).click();
  expect(await page.evaluate(() => globalThis.window.reader.actions)).toEqual(['mark_unseen']);
  await resize(900);
  await expect(tools).toHaveCount(11);
});

test('from right to left the window turns around, and the message keeps its own direction', async () => {
  const { page } = window;
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
    globalThis.window.reader.open(
      {
        subject: 'Quarterly figures',
        attachments: [
          {
            partId: '2',
            filename: 'figures.pdf',
            mimeType: 'application/pdf',
            size: 9,
            contentId: null,
            inline: false,
          },
        ],
      },
      { html: '<p id="seen">Hello <b>Ada</b></p><img src="https://a.test/1" width="90" height="60" alt="A lamp">' },
    );
  });
  const frame = messageFrame(page);
  await expect(frame.locator('#seen')).toBeVisible();
  expect(await frame.locator('#seen').evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
  const toolbar = await page.getByRole('toolbar', { name: 'Message' }).boundingBox();
  const heading = await page.getByRole('heading').boundingBox();
  expect(heading?.y).toBeGreaterThan(toolbar?.y ?? Number.POSITIVE_INFINITY);
  const subject = await page.getByRole('heading').locator('bdi').boundingBox();
  expect(subject?.x).toBeGreaterThan((heading?.width ?? 0) / 2);
  await picture(page, 'reader-rtl');
  await page.evaluate(() => globalThis.window.reader.open({}, { text: 'Hello Ada\n\nשלום עדה\n> earlier' }));
  await expect(page.getByRole('region', { name: 'Message text' })).toBeVisible();
  await picture(page, 'reader-rtl-text');
  await page.evaluate(() => document.documentElement.removeAttribute('dir'));
});

test('in a message the focus goes from the tools through its parts to its end, and keys from its frame reach the window', async () => {
  const { page } = window;
  await page.evaluate(() => {
    globalThis.window.reader.open(
      {},
      { html: '<p>Hello <a href="https://contoso.test/">Link</a></p><img src="https://a.test/1" alt="A lamp">' },
    );
    Object.assign(globalThis.window, { escaped: 0 });
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') Object.assign(globalThis.window, { escaped: 1 });
    });
  });
  await expect(messageFrame(page).locator('a')).toBeVisible();
  const focused = async () => {
    const own = await page.evaluate(() => {
      const active = document.activeElement;
      return active?.tagName === 'IFRAME' ? 'IFRAME' : (active?.getAttribute('aria-label') ?? active?.textContent);
    });
    if (own !== 'IFRAME') return own;
    return `frame ${await messageFrame(page)
      .locator('html')
      .evaluate((root) => root.ownerDocument.activeElement?.tagName)}`;
  };
  await page.getByRole('toolbar').getByRole('button', { name: 'Archive' }).focus();
  for (const next of ['To Ada Lovelace', 'Show images', 'More about images', 'frame A']) {
    await page.keyboard.press('Tab');
    // On its way into the frame, which is another process, the focus is nowhere for a moment.
    await expect.poll(focused).toBe(next);
  }
  await page.keyboard.press('Escape');
  // The key comes from another process.
  await expect.poll(() => page.evaluate(() => Reflect.get(globalThis.window, 'escaped'))).toBe(1);
});

test('a long message is scrolled with the keyboard: HTML without a link', async () => {
  const { page } = window;
  await page.evaluate(() =>
    globalThis.window.reader.open({}, { html: '<div id="seen" style="height:3000px">Tall</div>' }),
  );
  await expect(messageFrame(page).locator('#seen')).toBeVisible();
  await page.getByRole('button', { name: 'To Ada Lovelace' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('PageDown');
  const root = messageFrame(page).locator('html');
  await expect.poll(() => root.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
});

test('a long message is scrolled with the keyboard: text', async () => {
  const { page } = window;
  await page.evaluate(() => globalThis.window.reader.open({}, { text: 'Tall\n'.repeat(300) }));
  const scroller = page.getByRole('region', { name: 'Message text' });
  await expect
    .poll(() => scroller.evaluate((element) => element.scrollHeight - element.clientHeight))
    .toBeGreaterThan(1000);
  await page.getByRole('button', { name: 'To Ada Lovelace' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('PageDown');
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
});

test('H7 what Heron never opens is no link: telephones, user names, other programs', async () => {
  const { html } = await window.page.evaluate(() =>
    globalThis.window.reader.sanitize(
      [
        'tel:+15550100',
        'sms:+15550100',
        'callto:ada',
        'https://user@contoso.test/',
        'https://u:p@contoso.test/',
        'http:user@contoso.test',
        'ftp://contoso.test/a',
        'ms-word:ofe|u|https://evil.test/a.docx',
        ' java\tscript:alert(1)',
        'file:///etc/passwd',
        'https://contoso.test/@user',
        'mailto:ada@contoso.test',
      ]
        .map((href) => `<a href="${href}">x</a>`)
        .join(''),
    ),
  );
  expect(html.match(/(?<=href=")[^"]*/g)).toEqual(['https://contoso.test/@user', 'mailto:ada@contoso.test']);
});

test('H5 of a link only what can be seen counts as its text', async () => {
  const shown = 'https://contoso.test';
  const hidden = [
    '<span style="display:none">evil.test </span>',
    '<span style="visibility:hidden">evil.test </span>',
    '<span style="opacity:0">evil.test </span>',
    '<span style="font-size:0">evil.test </span>',
    '<span style="font-size:3px">evil.test </span>',
    '<span style="color:transparent">evil.test </span>',
    '<span style="color:rgba(1,2,3,0)">evil.test </span>',
    '<span style="display:inline-block;width:0;height:0;overflow:hidden">evil.test </span>',
    '<span style="display:inline-block;text-indent:-9999px;width:1px;overflow:hidden">evil.test </span>',
    '<div style="opacity:0"><b><i>evil.test </i></b></div>',
  ];
  const seen = (inside: readonly string[]) =>
    window.page.evaluate(
      (html) => globalThis.window.reader.seenLinks(html),
      inside.map((each) => `<div><a href="https://evil.test/">${each}</a></div>`).join(''),
    );
  expect((await seen(hidden.map((each) => each + shown))).map((text) => text.trim())).toEqual(hidden.map(() => shown));
  expect(
    await seen([
      `Go to <b>${shown}</b>`,
      'https://<span>contoso</span><i>.test</i>',
      `<bdo dir="rtl">${[...shown].reverse().join('')}</bdo>`,
      `<span style="unicode-bidi:bidi-override;direction:rtl">${[...shown].reverse().join('')}</span>`,
      '<span dir="rtl">שלום</span>',
      '<img src="cid:none" alt="https://contoso.test">',
      `<span style="font-size:9px;opacity:.5;color:#eee">${shown}</span>`,
      `<div style="height:40px;overflow:auto">${shown}</div>`,
    ]),
  ).toEqual([`Go to ${shown}`, shown, shown, shown, 'שלום', shown, shown, shown]);
  expect((await seen(['a'.repeat(500_000)]))[0]).toHaveLength(2_000);
});

test('in a dark window mail for white paper is adapted: hues kept, strong buttons, dark parts and pictures as they are, and back on request', async () => {
  const { page } = window;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() =>
    globalThis.window.reader.open(
      { subject: 'Spring offers' },
      {
        html: `<body style="margin:0;background:#f4f4f4"><table width="700" bgcolor="#ffffff" align="center"><tr><td>
          <p id="text" style="color:#333">Plain words</p><a id="link" href="https://a.test/">A link</a>
          <p><span id="button" style="background:#1a5fb4;color:#fff;padding:8px">Buy</span></p>
          <div id="footer" style="background:#111"><p id="small" style="color:#ddd">Dark already</p></div>
          <img id="photo" width="600" height="80" alt="" src="data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=">
        </td></tr></table></body>`,
      },
    ),
  );
  const frame = messageFrame(page);
  await expect(frame.locator('#text')).toBeVisible();
  const colours = (id: string) =>
    frame.locator(id).evaluate((element) => {
      const { color, backgroundColor } = getComputedStyle(element);
      return [color, backgroundColor] as const;
    });
  const light = (text: string) => {
    const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  expect(light((await colours('#text'))[0])).toBeGreaterThan(180);
  expect(light((await colours('table'))[1])).toBeLessThan(60);
  expect((await colours('#link'))[0]).toMatch(/^rgb/);
  expect(await colours('#button')).toEqual(['rgb(255, 255, 255)', 'rgb(26, 95, 180)']);
  expect((await colours('#footer'))[1]).toBe('rgb(17, 17, 17)');
  expect((await colours('#small'))[0]).toBe('rgb(221, 221, 221)');
  expect(await frame.locator('#photo').evaluate((image) => getComputedStyle(image).filter)).toBe('none');
  // The newsletter fits, with air at both sides.
  const [wide, table] = await Promise.all([
    frame.locator('html').evaluate((root) => root.clientWidth),
    frame.locator('table').boundingBox(),
  ]);
  expect(table?.width).toBeLessThanOrEqual(wide - 32 + 1);
  await picture(page, 'reader-darkened');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Original or dark colours' }).click();
  await expect.poll(async () => (await colours('#text'))[0]).toBe('rgb(51, 51, 51)');
  await picture(page, 'reader-original');

  await page.evaluate(() => globalThis.window.reader.open({}, { html: '<p id="bare">No colours <b>at all</b></p>' }));
  await expect(frame.locator('#bare')).toBeVisible();
  expect(light((await colours('#bare'))[0])).toBeGreaterThan(180);
  expect((await colours('html'))[1]).toBe('rgba(0, 0, 0, 0)');
  await page.emulateMedia({ colorScheme: null });
});
