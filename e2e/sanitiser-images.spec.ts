import { expect, test } from '@playwright/test';
import type { Attachment } from '../shared/mail.ts';
import { attacks } from './attacks.ts';
import { launchReader, type ReaderWindow } from './harness/reader/launch.ts';
import { startBeacon } from './servers/beacon-server.ts';

let window: ReaderWindow;

test.beforeAll(async () => {
  window = await launchReader();
});
test.afterAll(async () => {
  await window?.stop();
});

const allowed = (html: string, attachments: Attachment[] = []) =>
  window.page.evaluate(([source, parts]) => globalThis.window.reader.sanitize(source, parts, true), [
    html,
    attachments,
  ] as const);
const blocked = (html: string) => window.page.evaluate((source) => globalThis.window.reader.sanitize(source), html);

const place = '11111111-1111-4111-8111-111111111111/7';
const own = (url: string) => `heron-part://remote/${place}/${Buffer.from(url).toString('base64url')}`;
/** Every address that the HTML would load, decoded where it is one of Heron's. */
const loaded = (html: string): string[] =>
  [...html.matchAll(/(?:src="|url\((?:&quot;|"))([^"&)]+)/g)]
    .map(([, address = '']) => address)
    .map((address) => {
      const encoded = address.startsWith(`heron-part://remote/${place}/`) ? address.split('/').at(-1) : undefined;
      return encoded === undefined ? address : `remote ${Buffer.from(encoded, 'base64url').toString()}`;
    });

test('H4 allowed images are asked of Heron’s loader, wherever they stand', async () => {
  const { html } = await allowed(
    '<style>.a{background-image:url(https://a.test/sheet.png)}</style>' +
      '<body background="https://a.test/body.png"><img src="https://a.test/1.png?x=1&amp;y=ä#z" alt="One">' +
      '<img src="//a.test/2.png"><img src=" HTTP://A.test/3.png ">' +
      '<table background="https://a.test/table(1).png"><tr><td background="x.png" style="background:#fff url(\'https://a.test/cell.png\') no-repeat">x</td></tr></table>' +
      '<ul style="list-style-image:url(https://a.test/dot.png)"><li>x</li></ul>' +
      '<picture><source srcset="https://a.test/wide.webp" media="(min-width: 600px)"><img src="https://a.test/picture.png"></picture>' +
      '<img srcset="https://a.test/small,1.png 1x, https://a.test/large,2.png 2x">' +
      '<p style="background-image:url(https://a.test/first.png), url(file:///etc/passwd), linear-gradient(red, blue)">x</p></body>',
  );
  expect(loaded(html).sort()).toEqual(
    [
      'sheet.png',
      'body.png',
      '1.png?x=1&y=%C3%A4#z',
      '2.png',
      'table(1).png',
      'cell.png',
      'dot.png',
      'picture.png',
      'large,2.png',
      'first.png',
    ]
      .map((name) => `remote https://a.test/${name}`)
      .concat('remote http://a.test/3.png')
      .sort(),
  );
  expect(html).toContain(`<img src="${own('https://a.test/1.png?x=1&y=%C3%A4#z')}" alt="One">`);
  expect(html).toMatch(/no-repeat/);
  expect(html).toContain('linear-gradient(red, blue)');
});

test('H4 the same message blocked loads nothing, and keeps the words and places of its images', async () => {
  const { html, remote } = await blocked(
    '<style>.a{background-image:url(https://a.test/sheet.png)}</style><body background="https://a.test/body.png">' +
      '<picture><source srcset="https://a.test/w.webp"><img src="https://a.test/p.png" alt="A lamp"></picture>' +
      '<img srcset="https://a.test/s.png 2x" width="40" height="30" alt="A chair">' +
      '<p style="background-image:url(https://a.test/1.png), url(https://a.test/2.png)">x</p></body>',
  );
  expect(loaded(html).every((address) => address.startsWith('data:image/gif;base64,'))).toBe(true);
  expect(html).toContain('>A lamp</span>');
  expect(html).toMatch(/<img[^>]*alt="A chair"/);
  expect(remote.images).toBe(7);
});

test('H4 trackers stay blocked and are counted, whatever the user allowed', async () => {
  const trackers = [
    '<img src="https://a.test/t" width="1" height="1">',
    '<img src="https://a.test/t" width="0" height="0" alt="open">',
    '<img src="https://a.test/t" width=1>',
    '<img src="https://a.test/t" height="1">',
    '<img src="https://a.test/t" style="width:1px;height:1px">',
    '<img src="https://a.test/t" style="width: 1px !important; height: 1px !important" width="600" height="400">',
    '<img src="https://a.test/t" style="display:none">',
    '<img src="https://a.test/t" style="color:red;VISIBILITY : hidden">',
    '<img src="https://a.test/t" hidden>',
    '<img srcset="https://a.test/t 2x" width="1" height="1">',
    '<img src="//a.test/t" width="2" height="2">',
  ];
  const mail = await allowed(trackers.join(''));
  expect(loaded(mail.html)).toEqual([]);
  expect(mail.trackers).toBe(trackers.length);
  expect(mail.remote.images).toBe(trackers.length);
  const spacers = await allowed(
    '<img src="https://a.test/a" width="600" height="1"><img src="https://a.test/b" width="100%" height="2" style="width:300px"><img src="https://a.test/c">',
  );
  expect(spacers.trackers).toBe(0);
  expect(loaded(spacers.html)).toHaveLength(3);
});

test('H4 what a message writes by itself is never taken for allowed', async () => {
  const { html } = await allowed(
    `<img src="${own('https://a.test/1')}"><img src="heron-part://remote/x"><img srcset="${own('https://a.test/1')} 2x">` +
      `<p style="background-image:url(${own('https://a.test/1')})">x</p><table background="${own('https://a.test/1')}"><tr><td>x</td></tr></table>` +
      `<a href="${own('https://a.test/1')}">x</a><img src="app://heron/index.html"><img src="file:///etc/passwd"><img src="ftp://a.test/x">` +
      '<img src="https://user:secret@a.test/x"><img src="javascript:alert(1)"><img src="data:image/svg+xml,<svg/>"><img src="blob:https://a.test/1">' +
      '<p style="background-image:image-set(\'https://a.test/1\' 1x)">x</p><p style="content:url(https://a.test/1);cursor:url(https://a.test/1),auto;border-image:url(https://a.test/1)">x</p>' +
      '<style>@import url(https://a.test/1); @font-face{font-family:x;src:url(https://a.test/1)} p{--x:url(https://a.test/1);background:var(--x)}</style>' +
      '<table background=\'https://a.test/"); background: url("https://evil.test\'><tr><td>x</td></tr></table>',
  );
  expect(loaded(html)).toEqual([]);
  expect(html).not.toContain('heron-part');
  expect(html).not.toContain('evil.test');
});

test('H4 at most 500 images of a message are asked for, however often each is shown', async () => {
  const many = await allowed(Array.from({ length: 700 }, (_, index) => `<img src="https://a.test/${index}">`).join(''));
  expect(loaded(many.html)).toHaveLength(500);
  const same = await allowed('<img src="https://a.test/same">'.repeat(700));
  expect(loaded(same.html)).toHaveLength(700);
});

test('H1 H2 with images allowed no attack runs a script or reaches the web by itself', async () => {
  const beacon = await startBeacon();
  const corpus = attacks(beacon.url);
  const ran = await window.page.evaluate(async (all) => {
    const found: string[] = [];
    for (const { name, html } of all) {
      delete globalThis.window.hacked;
      document.title = 'Reader';
      const bare = document.createElement('iframe');
      const shown = new Promise((resolve) => bare.addEventListener('load', resolve, { once: true }));
      bare.srcdoc = globalThis.window.reader.sanitize(html, [], true).html;
      document.body.append(bare);
      await shown;
      for (let count = 0; count < 3; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const inside = bare.contentWindow as unknown as { hacked?: number } | null;
      const isHacked = globalThis.window.hacked === 1 || inside?.hacked === 1 || document.title === 'HACKED';
      if (isHacked) found.push(name);
      bare.remove();
    }
    return found;
  }, corpus);
  expect(ran).toEqual([]);
  await fetch(`${beacon.url}/last`);
  expect(beacon.requests).toEqual(['/last']);
  await beacon.stop();
});

test('a message without anything to see is known to be blank', async () => {
  const blank = async (html: string) => (await allowed(html)).isBlank;
  for (const html of [
    '',
    ' \n ',
    '<p>&nbsp;</p>',
    '<br><div><span>\u200b</span></div>',
    '<style>p{color:red}</style><title>x</title>',
  ]) {
    expect(await blank(html), html).toBe(true);
  }
  for (const html of [
    'x',
    '<img src="https://a.test/1">',
    '<hr>',
    '<p style="background:url(https://a.test/1)"></p>',
    '&lt;',
  ]) {
    expect(await blank(html), html).toBe(false);
  }
});
