import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { success } from '../../shared/reply.ts';
import { createPrintPages } from './print-pages.ts';
import { serveProtocols } from './protocol.ts';

vi.mock('electron', () => ({ net: {}, protocol: {} }));

const account = '0b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f11';
const partUrl = `heron-part://part/${account}/1/2`;
const draftUrl = `heron-part://draft/${account}/0b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f12`;
const remoteUrl = `heron-part://remote/${account}/1/${Buffer.from('https://cdn.example/a.png').toString('base64url')}`;

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'heron-window-')));
  await mkdir(join(folder, 'window'));
  await mkdir(join(folder, 'window-other'));
  await writeFile(join(folder, 'window', 'index.html'), 'the page');
  await writeFile(join(folder, 'secret.js'), 'a secret');
  await writeFile(join(folder, 'window-other', 'secret.js'), 'a secret');
});
afterEach(() => rm(folder, { recursive: true }));

const printPages = createPrintPages();

/** What Heron's protocols answer; the part of the message begins like this, and the remote image is there or not. */
function served({ part = '\x89PNG\r\n\x1a\n', hasRemote = true } = {}) {
  const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  const target: Pick<Protocol, 'handle'> = { handle: (scheme, handler) => void handlers.set(scheme, handler) };
  serveProtocols(target as Protocol, {
    root: join(folder, 'window'),
    developmentServer: null,
    printPages,
    readPart: async () => success({ bytes: Buffer.from(part, 'latin1') }),
    readDraftPicture: async () => success({ bytes: Buffer.from(part, 'latin1') }),
    readRemoteImage: async () => (hasRemote ? { type: 'image/gif', bytes: Buffer.from('remote') } : null),
  });
  return async (url: string, method = 'GET'): Promise<Response> => {
    const answer = await handlers.get(new URL(url).protocol.slice(0, -1))?.({ url, method } as Request);
    if (answer === undefined) throw new Error(`Nobody answers ${url}`);
    return answer;
  };
}

describe('E3 app://heron', () => {
  it('serves the page, and only to read it', async () => {
    const ask = served();
    const page = await ask('app://heron/');
    expect([page.status, await page.text()]).toEqual([200, 'the page']);
    expect((await ask('app://heron/', 'POST')).status).toBe(404);
  });

  it('gives the page that draws mail a policy of its own', async () => {
    await mkdir(join(folder, 'window', 'reader', 'page'), { recursive: true });
    await writeFile(join(folder, 'window', 'reader', 'page', 'index.html'), 'the reader');
    const ask = served();
    const policyAt = async (url: string) => (await ask(url)).headers.get('Content-Security-Policy');
    const own = await policyAt('app://p1.reader/reader/page/index.html');
    expect(own).toContain(
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data: heron-part:;",
    );
    expect(own).toContain('frame-ancestors app://heron');
    expect(await policyAt('app://heron/')).toContain('frame-src app://*.reader');
  });

  it('follows no link out of its folder', async () => {
    await symlink(join(folder, 'secret.js'), join(folder, 'window', 'file.js'));
    await symlink(join(folder, 'window-other'), join(folder, 'window', 'assets'));
    await symlink(join(folder, 'window', 'index.html'), join(folder, 'window', 'own.html'));
    const ask = served();
    expect((await ask('app://heron/file.js')).status).toBe(404);
    expect((await ask('app://heron/assets/secret.js')).status).toBe(404);
    expect(await (await ask('app://heron/own.html')).text()).toBe('the page');
  });

  it('E4 gives the page a policy without inline or evaluated scripts', async () => {
    const { headers } = await served()('app://heron/');
    const policy = new Map(
      (headers.get('Content-Security-Policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources] as const;
      }),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'heron-part:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'frame-src': ['app://*.reader'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  });
});

describe('H4 heron-part', () => {
  it('gives images as images and nothing else, whoever opens them', async () => {
    for (const [url, type, stored] of [
      [partUrl, 'image/png', 'private, max-age=3600'],
      [remoteUrl, 'image/gif', 'no-store'],
    ] as const) {
      const { status, headers } = await served()(url);
      expect([status, headers.get('Content-Type'), headers.get('Cache-Control')]).toEqual([200, type, stored]);
      expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'");
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });

  it.each([
    ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['image/png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['image/gif', 'GIF89a\x01\0\x01\0'],
    ['image/webp', 'RIFF\0\0\0\0WEBPVP8 '],
  ])('B5 gives a part as what its first bytes are: %s', async (type, part) => {
    const { status, headers } = await served({ part })(partUrl);
    expect([status, headers.get('Content-Type')]).toEqual([200, type]);
  });

  it.each([
    ['SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a page', '<!doctype html><script>1</script>'],
    ['PDF', '%PDF-1.7'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['HEIC', '\0\0\0\x18ftypheic'],
    ['nothing', ''],
  ])('B5 gives no part that is %s, whatever its sender calls it', async (_name, part) => {
    expect((await served({ part })(partUrl)).status).toBe(404);
  });

  it('gives no image that may not be shown, and answers nothing but GET', async () => {
    expect((await served({ hasRemote: false })(remoteUrl)).status).toBe(404);
    expect((await served()(partUrl, 'POST')).status).toBe(404);
    expect((await served()('heron-part://other/')).status).toBe(404);
  });
});

describe('H1, H2 a page that is printed', () => {
  it('is served under its own address while it is printed, without scripts and without the web', async () => {
    const ask = served();
    const address = printPages.add('4f1c', '<p>Hello');
    const answer = await ask(address);
    expect([answer.status, await answer.text()]).toEqual([200, '<p>Hello']);
    const policy = answer.headers.get('Content-Security-Policy') ?? '';
    expect(policy.split('; ').sort()).toEqual(
      [
        "default-src 'none'",
        'img-src data: heron-part:',
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        'sandbox',
      ].sort(),
    );
    expect((await ask('heron-part://print/4f1d')).status).toBe(404);
    printPages.remove('4f1c');
    expect((await ask(address)).status).toBe(404);
  });
});

describe('pictures of drafts', () => {
  it('are served by what they are, and kept nowhere', async () => {
    const answer = await served({ part: 'GIF89a' })(draftUrl);
    expect([answer.status, answer.headers.get('Content-Type'), answer.headers.get('Cache-Control')]).toEqual([
      200,
      'image/gif',
      'no-store',
    ]);
  });

  it.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', '<script>1</script>', '%PDF-1.7', ''])(
    'are not served where they are none: %s',
    async (part) => {
      expect((await served({ part })(draftUrl)).status).toBe(404);
    },
  );

  it.each([`${draftUrl}/1`, 'heron-part://draft/../x', 'heron-part://draft/1/2', `${draftUrl}?x`])(
    'are not asked for by %s',
    async (url) => {
      expect((await served()(url)).status).toBe(404);
    },
  );
});
