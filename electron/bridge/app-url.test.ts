import { describe, expect, it } from 'vitest';
import { appFile, isAppUrl, isReaderPage, isReaderUrl } from './app-url.ts';

describe('E3 the window’s files', () => {
  it('serves the page and its assets', () => {
    expect(appFile('/app/out', 'app://heron/')).toEqual({
      path: '/app/out/index.html',
      contentType: 'text/html; charset=utf-8',
    });
    expect(appFile('/app/out', 'app://heron/assets/a.js')?.path).toBe('/app/out/assets/a.js');
  });

  it.each([
    'app://heron/..%2f..%2fetc/passwd.js',
    'app://heron/assets%2fa.js',
    'app://heron/a%00.js',
    'app://heron/..%5c..%5csecret.js',
    'app://heron/%E0%A4%A.js',
    'app://other/index.html',
    'app://user@heron/index.html',
    'app://:password@heron/index.html',
    'app://heron:8080/index.html',
    'file:///app/out/index.html',
    'https://heron/index.html',
    'app://heron/settings.json',
    'app://heron/assets',
  ])('has nothing at %s', (url) => {
    expect(appFile('/app/out', url)).toBeNull();
  });

  it('reads dot segments as the URL does, inside its folder', () => {
    expect(appFile('/app/out', 'app://heron/%2e%2e/%2e%2e/secret.js')?.path).toBe('/app/out/secret.js');
    expect(appFile('/app/out', 'app://heron/a/../../../secret.js')?.path).toBe('/app/out/secret.js');
  });

  it('serves the page that draws mail to hosts of its own, which are not the window', () => {
    const page = 'app://p12.reader/reader/page/index.html';
    expect(appFile('/app/out', page)?.path).toBe('/app/out/reader/page/index.html');
    expect([isReaderPage(page), isReaderUrl(page), isAppUrl(page)]).toEqual([true, true, false]);
    expect(isReaderPage('app://p12.reader/index.html')).toBe(false);
    for (const host of ['reader', 'p.reader', 'p1.reader.test', 'x.p1.reader', 'user@p1.reader', 'heron']) {
      expect(isReaderUrl(`app://${host}/reader/page/index.html`), host).toBe(false);
    }
  });

  it('knows its own pages', () => {
    expect(isAppUrl('app://heron/')).toBe(true);
    expect(isAppUrl('app://heron.example/')).toBe(false);
    expect(isAppUrl('https://heron/')).toBe(false);
    expect(isAppUrl('about:srcdoc')).toBe(false);
    expect(isAppUrl('app://user@heron/')).toBe(false);
    expect(isAppUrl('app://:password@heron/')).toBe(false);
    expect(isAppUrl('app://user:password@heron/')).toBe(false);
    expect(isAppUrl('app://heron:8080/')).toBe(false);
  });
});
