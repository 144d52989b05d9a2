/** Originals that are sent along with an answer, or forwarded: as harmless as in the reader, and without effect on what was written. */
import { expect, test } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { buildMessage } from '../electron/compose/build-message.ts';
import { noThread } from '../electron/compose/original.ts';
import { type Attack, attacks } from './attacks.ts';
import { launchReader, type ReaderWindow } from './harness/reader/launch.ts';
import { loadBare } from './harness/reader/unprotected.ts';
import { startBeacon } from './servers/beacon-server.ts';

let window: ReaderWindow;
let beacon: Awaited<ReturnType<typeof startBeacon>>;
let corpus: Attack[];

test.beforeAll(async () => {
  beacon = await startBeacon();
  corpus = attacks(beacon.url);
  window = await launchReader();
});
test.afterAll(async () => {
  await window?.stop();
  await beacon?.stop();
});

const quoted = (html: string): Promise<string> =>
  window.page.evaluate((source) => globalThis.window.reader.quote(source), html);

/** The HTML of the message that goes out, by a parser that is not ours. */
async function sent(original: string, start: 'reply' | 'forward', body = '<p>Mine</p>'): Promise<string> {
  const from = { name: 'Ada', address: 'ada@contoso.test' };
  const html = await quoted(original);
  const { stream } = buildMessage({
    content: {
      from,
      to: [{ name: '', address: 'grace@contoso.test' }],
      cc: [],
      bcc: [],
      subject: 'Re: x',
      format: 'html',
      body,
      quote: { attribution: 'Grace wrote:', html, text: 'x', sanitized: true },
      signature: null,
    },
    replyTo: '',
    start,
    files: [],
    thread: noThread,
    messageId: '<a@contoso.test>',
    date: 0,
  });
  const mail = await simpleParser(stream);
  return typeof mail.html === 'string' ? mail.html : '';
}

test('H5 no attack runs from a message that quotes or forwards it, and none sends anything while it is quoted', async () => {
  const ran: string[] = [];
  const outgoing: { name: string; html: string }[] = [];
  for (const { name, html } of corpus) {
    for (const start of ['reply', 'forward'] as const)
      outgoing.push({ name: `${name}, ${start}`, html: await sent(html, start) });
  }
  await loadBare(window.page, `<img src="${beacon.url}/settled">`);
  await beacon.waitFor('/settled');
  expect(beacon.requests).toEqual(['/settled']);
  expect(outgoing.length).toBeGreaterThan(180);

  for (const { name, html } of outgoing) {
    expect(html, name).toContain('<p>Mine</p>');
    // A forwarded original stands in another element, and is the same.
    if (name.endsWith('reply') && (await loadBare(window.page, html))) ran.push(name);
  }
  expect(ran).toEqual([]);
  const found = await window.page.evaluate(
    (messages) =>
      messages.flatMap(({ name, html }) => {
        const { documentElement } = new DOMParser().parseFromString(html, 'text/html');
        const forbidden = documentElement.querySelectorAll(
          'script, iframe, object, embed, svg, math, form, link, base, template, meta[http-equiv]',
        );
        const all = [...documentElement.querySelectorAll('*')];
        const handlers = all.flatMap(({ attributes }) => [...attributes].filter(({ name: key }) => /^on/i.test(key)));
        const addresses = all.flatMap((each) => [each.getAttribute('href') ?? '', each.getAttribute('src') ?? '']);
        const bad = addresses.filter((address) => !/^(?:|#.*|https?:.*|mailto:.*|cid:.*)$/is.test(address));
        const count = forbidden.length + handlers.length + bad.length;
        return count === 0 ? [] : [`${name}: ${count}`];
      }),
    outgoing,
  );
  expect(found).toEqual([]);
});

const designed = `<html><head><style>body{margin:0;background:#f4f4ef;color:#00f} p, td:is(.a, .b){color:#f00;font-size:30px} html body .note{color:#0a0}
@media (min-width: 1px){ p { text-decoration: underline } }</style></head>
<body bgcolor="#f4f4ef" text="#0000ff" class="wide" style="margin:0"><p>Theirs</p><i class="note">Note</i><b>Plain</b></body></html>`;

test('C8 the design of an original stays its own: what was written above it looks as it was written', async () => {
  const html = await sent(designed, 'reply', '<p id="mine">Mine</p>');
  const looks = await window.page.evaluate(async (source) => {
    const bare = document.createElement('iframe');
    const loaded = new Promise((resolve) => bare.addEventListener('load', resolve, { once: true }));
    bare.srcdoc = source;
    document.body.append(bare);
    await loaded;
    const view = bare.contentDocument;
    const of = (selector: string, property: string): string => {
      const element = view?.querySelector(selector);
      return element ? getComputedStyle(element).getPropertyValue(property) : 'missing';
    };
    const seen = {
      page: [of('body', 'background-color'), of('body', 'margin-top'), of('body', 'color')],
      mine: [of('#mine', 'color'), of('#mine', 'font-size'), of('#mine', 'text-decoration-line')],
      original: [of('.heron-original', 'background-color'), of('.heron-original b', 'color')],
      theirs: [
        of('blockquote p', 'color'),
        of('blockquote p', 'font-size'),
        of('blockquote p', 'text-decoration-line'),
      ],
      note: of('blockquote .note', 'color'),
      bodies: source.match(/<body/g)?.length,
    };
    bare.remove();
    return seen;
  }, html);
  expect(looks).toEqual({
    page: ['rgba(0, 0, 0, 0)', '8px', 'rgb(0, 0, 0)'],
    mine: ['rgb(0, 0, 0)', '16px', 'none'],
    original: ['rgb(244, 244, 239)', 'rgb(0, 0, 255)'],
    theirs: ['rgb(255, 0, 0)', '30px', 'underline'],
    note: 'rgb(0, 170, 0)',
    bodies: 1,
  });
});

test('C8 quoting it again, as when a draft is opened again, changes nothing', async () => {
  const changed: string[] = [];
  for (const { name, html } of [...corpus, { name: 'designed', html: designed }]) {
    const once = await quoted(html);
    if ((await quoted(once)) !== once) changed.push(name);
  }
  expect(changed).toEqual([]);
});
