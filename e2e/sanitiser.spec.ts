import { expect, type FrameLocator, type Locator, test } from '@playwright/test';
import type { Attachment } from '../shared/mail.ts';
import { type Attack, attacks } from './attacks.ts';
import { launchReader, type ReaderWindow } from './harness/reader/launch.ts';
import type { ReaderHarness } from './harness/reader/page.ts';
import { loadBare } from './harness/reader/unprotected.ts';
import { startBeacon } from './servers/beacon-server.ts';
import { mailFrame, messageFrame } from './steps.ts';

declare global {
  interface Window {
    readonly reader: ReaderHarness;
  }
}

let window: ReaderWindow;
let beacon: Awaited<ReturnType<typeof startBeacon>>;
let corpus: Attack[];
let frame: FrameLocator;
let frameElement: Locator;

test.beforeAll(async () => {
  beacon = await startBeacon();
  corpus = attacks(beacon.url);
  window = await launchReader();
  frameElement = mailFrame(window.page);
  frame = messageFrame(window.page);
});
test.afterAll(async () => {
  await window?.stop();
  await beacon?.stop();
});

const loadUnprotected = (html: string): Promise<boolean> => loadBare(window.page, html);

/** Whether a script of a message set its mark, in the window or in the page that draws mail. */
async function hasRun(): Promise<boolean> {
  for (const own of window.page.frames()) {
    if (await own.evaluate(() => globalThis.window.hacked !== undefined || document.title === 'HACKED')) return true;
  }
  return false;
}

const sanitized = (html: string, attachments: Attachment[] = []) =>
  window.page.evaluate(([source, parts]) => globalThis.window.reader.sanitize(source, parts), [
    html,
    attachments,
  ] as const);

/** Waits for a request that is sent after all others, so that all earlier ones have arrived. */
async function settled(name: string): Promise<void> {
  await loadUnprotected(`<img src="${beacon.url}/settled/${name}">`);
  await beacon.waitFor(`/settled/${name}`);
}

const strayRequests = (): string[] => beacon.requests.filter((path) => !path.startsWith('/settled/'));

function image(contentId: string, partId: string): Attachment {
  return { partId, filename: 'a.png', mimeType: 'image/png', size: 9, contentId, inline: true };
}

test('the attacks are real: without the sanitiser scripts run and requests leave', async () => {
  expect(corpus.length).toBeGreaterThan(90);
  const ran: string[] = [];
  for (const { name, html, remote } of corpus) if (!remote && (await loadUnprotected(html))) ran.push(name);
  expect(ran).toEqual(expect.arrayContaining(['script element', 'onerror handler', 'svg onload', 'svg foreignObject']));
  const before = beacon.requests.length;
  await loadUnprotected(corpus.find(({ name }) => name === 'style: custom property')?.html ?? '');
  await beacon.waitFor('/a');
  expect(beacon.requests.length).toBeGreaterThan(before);
  beacon.requests.length = 0;
});

test('H1 H2 the sanitiser alone: no script runs and no request leaves, without any policy or sandbox', async () => {
  const ran: string[] = [];
  const clean: { name: string; html: string }[] = [];
  for (const { name, html } of corpus) clean.push({ name, html: (await sanitized(html)).html });
  for (const { name, html } of clean) if (await loadUnprotected(html)) ran.push(name);
  expect(ran).toEqual([]);
  await settled('alone');
  const asked: string[] = [];
  // Something was requested: loads all of them again, one by one, to name the one that did it.
  for (const { name, html } of strayRequests().length > 0 ? clean : []) {
    beacon.requests.length = 0;
    await loadUnprotected(html);
    await settled(encodeURIComponent(name));
    if (strayRequests().length > 0) asked.push(name);
  }
  expect(asked).toEqual([]);
  expect(strayRequests()).toEqual([]);
});

test('H1 what was remote is counted, and nothing is counted where nothing was', async () => {
  const uncounted: string[] = [];
  for (const { name, html, remote } of corpus) {
    const { images, others } = (await sanitized(html)).remote;
    if (remote !== images + others > 0) uncounted.push(`${name}: ${images} + ${others}`);
  }
  expect(uncounted).toEqual([]);
  const newsletter = `${`<img src="${beacon.url}/a">`.repeat(11)}<p style="background:url(${beacon.url}/b)">x</p><link rel=stylesheet href="${beacon.url}/c">`;
  expect((await sanitized(newsletter)).remote).toEqual({ images: 12, others: 1 });
});

test('H2 the output is stable: sanitising it again changes nothing', async () => {
  const changed: string[] = [];
  for (const { name, html } of corpus) {
    const once = (await sanitized(html)).html;
    if ((await sanitized(once)).html !== once) changed.push(name);
  }
  expect(changed).toEqual([]);
});

test('H1 H2 in the reader: no script, no request, and the frame never allows scripts', async () => {
  const { page } = window;
  await page.evaluate(() => {
    delete globalThis.window.hacked;
    document.title = 'Reader';
  });
  const found: string[] = [];
  for (const { name, html } of corpus) {
    await page.evaluate(
      ([title, source]) =>
        globalThis.window.reader.open({}, { html: `<p id="seen" title="${title}">Seen</p>${source}` }),
      [name, html] as const,
    );
    await expect(frame.locator('#seen')).toHaveAttribute('title', name);
    await expect(page.locator('[aria-busy=true]'), name).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Show anyway' }), name).toHaveCount(0);
    if ((await frameElement.getAttribute('sandbox')) !== 'allow-same-origin') found.push(`${name}: sandbox`);
    if (await hasRun()) found.push(`${name}: script`);
  }
  expect(found).toEqual([]);
  await settled('reader');
  expect(strayRequests()).toEqual([]);
});

test('H3 nothing paints outside the frame, whatever it asks for', async () => {
  const { page } = window;
  const places = [
    'position fixed',
    'position sticky in a sheet',
    'negative margins and transforms',
    'dialog and popover',
    'endless height',
  ];
  const painted: string[] = [];
  const headerPicture = async (html: string): Promise<Buffer> => {
    await page.evaluate(
      (source) => globalThis.window.reader.open({}, { html: source }),
      `<p id="seen">Seen</p>${html}`,
    );
    await expect(frame.locator('#seen')).toBeAttached();
    return page.locator('header').screenshot();
  };
  const plain = await headerPicture('<p>Nothing</p>');
  for (const name of places) {
    const html = corpus.find((attack) => attack.name === name)?.html ?? '';
    expect(html).not.toBe('');
    if (!plain.equals(await headerPicture(html))) painted.push(name);
    const box = await frameElement.boundingBox();
    const header = await page.locator('header').boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0));
    expect(box?.height).toBeLessThanOrEqual(50_000);
  }
  expect(painted).toEqual([]);
});

test('H3 a layout that follows the height of its frame does not grow with it', async () => {
  const growing = corpus.find(({ name }) => name === 'grows with the viewport')?.html ?? '';
  await window.page.evaluate((html) => globalThis.window.reader.open({}, { html }), `<p id="seen">Seen</p>${growing}`);
  await expect(frame.locator('#seen')).toBeVisible();
  expect(await frame.locator('html').evaluate((root) => root.scrollHeight <= root.clientHeight)).toBe(true);
});

test('cid images are the message’s own parts; other parts and schemes are not', async () => {
  const mail = await sanitized(
    '<img src="cid:logo@a"><img src="CID:with%20space"><img src="cid:none"><img src="heron-part://part/x/1/2">' +
      '<p style="background-image:url(cid:logo@a)">x</p><a href="heron-part://part/x/1/2">x</a><img src="file:///etc/passwd">',
    [image('logo@a', '1.2'), image('with space', '1.3'), image('unused', '1.4')],
  );
  const part = 'heron-part://part/11111111-1111-4111-8111-111111111111/7';
  expect(mail.html.match(/(?:src|href)="[^"]*"/g)).toEqual([`src="${part}/1.2"`, `src="${part}/1.3"`]);
  expect(mail.html).toContain(`background-image: url(&quot;${part}/1.2&quot;)`);
  expect(mail.shownParts).toEqual(['1.2', '1.3']);
  expect(mail.remote).toEqual({ images: 0, others: 0 });
});

test('B17 an image of a Content-Location of this message is its part: nothing is blocked, counted or taken for a tracker', async () => {
  const at = (partId: string, contentLocation: string) => ({ ...image('', partId), contentId: null, contentLocation });
  const own = `${beacon.url}/y.gif`;
  const mail = await sanitized(
    `<img src="${own}"><img src="${own}" width="1" height="1"><img src="chart.png"><img src="./a%20b.png"><img src="long-address.png">` +
      `<p style="background-image:url(${own})">x</p><table background="${own}"><tr><td>x</td></tr></table><style>p{background:url(${own})}</style>` +
      `<img src="${beacon.url}/z.gif"><img src="other.png">`,
    [at('2', own), at('3', 'chart.png'), at('4', 'a b.png'.replace(' ', '%20')), at('5', 'long-\r\n address.png')],
  );
  const part = 'heron-part://part/11111111-1111-4111-8111-111111111111/7';
  expect(mail.html.match(/(?<=<img src=")heron[^"]*/g)).toEqual(['2', '2', '3', '4', '5'].map((id) => `${part}/${id}`));
  expect(mail.html.match(/url\((?:&quot;|")heron[^)]*\/2(?:&quot;|")\)/g)).toHaveLength(3);
  expect(mail.shownParts).toEqual(['2', '3', '4', '5']);
  expect([mail.remote, mail.trackers]).toEqual([{ images: 1, others: 0 }, 0]);
});

test('a blocked image keeps its words, and its place where its size is known', async () => {
  const { html } = await sanitized(
    `<img src="${beacon.url}/a" width="552" height="180" alt="A lamp"><img src="${beacon.url}/b" width="552" alt="A chair"><img src="${beacon.url}/c" width="1" height="1" alt="open"><img src="${beacon.url}/d" width="24" height="24" alt="Small"><img src="${beacon.url}/e" width="90" height="60">`,
  );
  expect(html).toContain(
    '<span class="heron-blocked-image" style="width: 552px; height: auto; aspect-ratio: 552 / 180;">A lamp</span>',
  );
  expect(html).toMatch(/<img src="data:image\/gif;[^"]*" width="24" height="24" alt="Small">/);
  expect(html).toMatch(/<img src="data:image\/gif;[^"]*" width="90" height="60">/);
  expect(html).toContain(
    '<span class="heron-blocked-image" style="width: 552px;">A chair</span><img width="1" height="1" alt="open">',
  );
});

test('an ordinary newsletter keeps its looks', async () => {
  const mail = await sanitized(
    '<html><head><title>News</title><style>.a{color:rgb(1, 2, 3);padding:4px}@media (max-width:600px){.a{width:100%!important}}</style></head>' +
      '<body bgcolor="#eeeeee" class="b"><center><table width="600" cellpadding="0" border="0" align="center"><tbody><tr><td valign="top" style="font-family:Arial;border:0">' +
      '<a href="https://contoso.test/x?y=1&amp;z=2" style="color:#fff">Read more</a><font color="red" size="2">x</font></td></tr></tbody></table></center></body></html>',
  );
  expect(mail.html).toContain('.a { color: rgb(1, 2, 3); padding: 4px; }');
  expect(mail.html).toContain('@media (max-width: 600px)');
  expect(mail.html).toContain('<body bgcolor="#eeeeee" class="b">');
  expect(mail.html).toContain('<table width="600" cellpadding="0" border="0" align="center">');
  expect(mail.html).toContain('href="https://contoso.test/x?y=1&amp;z=2"');
  expect(mail.html).toMatch(/font-family: Arial; border: 0px/);
  expect(mail.html).not.toContain('News');
});

test('a message that was made for dark surroundings is recognised', async () => {
  expect((await sanitized('<meta name="color-scheme" content="light dark"><p>x</p>')).supportsDark).toBe(true);
  expect(
    (await sanitized('<style>@media (prefers-color-scheme: dark){p{color:#eee}}</style><p>x</p>')).supportsDark,
  ).toBe(true);
  expect((await sanitized('<style>:root{color-scheme:light dark}</style><p>x</p>')).supportsDark).toBe(true);
  expect((await sanitized('<p style="color:#000">dark</p>')).supportsDark).toBe(false);
});

test('links open outside, after a question where they lie; hovering shows the address', async () => {
  const { page } = window;
  const opened = () =>
    page.evaluate(() =>
      globalThis.window.reader.called.filter(({ name }) => name === 'app.openExternal').map(({ input }) => input),
    );
  await page.evaluate(() =>
    globalThis.window.reader.open(
      {},
      {
        html:
          '<a id="honest" href="https://contoso.test/a">Our offer</a> <a id="lie" href="https://evil.test/login">https://contoso.test</a> ' +
          '<a id="script" href="javascript:alert(1)">script</a> <a id="down" href="#below">down</a> <p id="below">Below</p>',
      },
    ),
  );
  await frame.locator('#honest').hover();
  await expect(page.getByText('https://contoso.test/a')).toBeVisible();
  await frame.locator('#honest').click();
  await expect.poll(opened).toEqual([{ url: 'https://contoso.test/a' }]);
  await frame.locator('#script').click();
  await frame.locator('#down').click();
  await frame.locator('#lie').click();
  await expect(page.getByRole('dialog')).toContainText('says contoso.test, but it opens evil.test');
  await page.getByRole('button', { name: 'Don’t open it' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await opened()).toEqual([{ url: 'https://contoso.test/a' }]);
  // The frame is drawn by another process: a click meets it again only once the page without the dialog was drawn.
  const question = page.getByRole('dialog');
  await expect(async () => {
    if (!(await question.isVisible())) await frame.locator('#lie').click({ timeout: 2_000 });
    await expect(question).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Open evil.test' }).click();
  await expect.poll(opened).toEqual([{ url: 'https://contoso.test/a' }, { url: 'https://evil.test/login' }]);
});

test('keys pressed in the frame reach the window’s shortcuts', async () => {
  const { page } = window;
  await page.evaluate(() => {
    globalThis.window.reader.open({}, { html: '<p id="seen">Seen</p>' });
    const keys: string[] = [];
    Object.assign(globalThis.window, { keys });
    document.addEventListener('keydown', (event) => keys.push(`${event.ctrlKey ? 'Ctrl+' : ''}${event.key}`));
  });
  await frame.locator('#seen').click();
  await page.keyboard.press('u');
  await page.keyboard.press('Control+k');
  await expect
    .poll(() => page.evaluate(() => Reflect.get(globalThis.window, 'keys')))
    .toEqual(['u', 'Ctrl+Control', 'Ctrl+k']);
});

test('a message fills its pane and scrolls inside it; tables and long words are fitted to it, and what cannot be scrolls', async () => {
  const { page } = window;
  await page.evaluate(() =>
    globalThis.window.reader.open({}, { html: '<div id="seen" style="height:1500px">Tall</div>' }),
  );
  const root = frame.locator('html');
  await expect.poll(() => root.evaluate((own) => own.scrollHeight)).toBe(1532);
  const [pane, own] = [await page.locator('article').boundingBox(), await frameElement.boundingBox()];
  expect(own?.width).toBe(pane?.width);
  expect((own?.y ?? 0) + (own?.height ?? 0)).toBe((pane?.y ?? 0) + (pane?.height ?? 0));
  await page.evaluate(() => globalThis.window.reader.open({}, { html: `<p id="long">${'a'.repeat(3000)}</p>` }));
  await expect(frame.locator('#long')).toBeVisible();
  expect(await root.evaluate((own) => own.scrollWidth <= own.clientWidth)).toBe(true);
  await page.evaluate(() =>
    globalThis.window.reader.open({}, { html: '<table id="wide" width="3000"><tr><td>Wide</td></tr></table>' }),
  );
  await expect(frame.locator('#wide')).toBeVisible();
  expect(await root.evaluate((own) => own.scrollWidth <= own.clientWidth)).toBe(true);
  await page.evaluate(() =>
    globalThis.window.reader.open(
      {},
      { html: '<table id="rigid"><tr><td><div style="width:3000px">Wide</div></td></tr></table>' },
    ),
  );
  await expect(frame.locator('#rigid')).toBeVisible();
  expect(await root.evaluate((own) => own.scrollWidth > own.clientWidth)).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('what is blocked, attached, missing or offline is said', async () => {
  const { page } = window;
  await page.evaluate(
    ([url, inline]) =>
      globalThis.window.reader.open(
        { subject: 'Quarterly figures' },
        {
          html: `<img src="${url}/a"><img src="${url}/b"><img src="cid:logo">`,
          attachments: [
            inline,
            {
              ...inline,
              partId: '3',
              filename: 'figures.pdf.exe',
              mimeType: 'application/pdf',
              size: 1_500_000,
              contentId: null,
              inline: false,
            },
          ],
        },
      ),
    [beacon.url, image('logo', '2')] as const,
  );
  await expect(page.getByText('2 remote images blocked. They could tell the sender that you read this.')).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await page.evaluate(() =>
    globalThis.window.reader.answer('mail.saveAttachment', { ok: true, value: { path: '/tmp/figures.pdf.exe' } }),
  );
  await page.getByRole('button', { name: 'Save figures.pdf.exe' }).click();
  await expect(page.getByText('1.5 MB · Saved')).toBeVisible();
  await page.evaluate(() => {
    globalThis.window.reader.answer('mail.body', {
      ok: false,
      error: { code: 'offline', params: { reason: 'computer' }, retryable: true },
    });
    globalThis.window.reader.open({}, null);
  });
  await expect(page.getByText('This message has not been downloaded yet')).toBeVisible();
  await page.evaluate(() =>
    globalThis.window.reader.open({}, { text: 'Hello Ada,\nsee www.contoso.test.\n> earlier\n>> words' }),
  );
  await expect(page.getByRole('link', { name: 'www.contoso.test', exact: true })).toBeVisible();
  expect(strayRequests()).toEqual([]);
});
