import { describe, expect, it } from 'vitest';
import { appFile, isAppUrl } from './app-url.ts';

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
    'app://heron/%2e%2e/%2e%2e/secret.js',
    'app://heron/a%00.js',
    'app://heron/..%5c..%5csecret.js',
    'app://heron/%E0%A4%A.js',
    'app://other/index.html',
    'app://user@heron/index.html',
    'file:///app/out/index.html',
    'https://heron/index.html',
    'app://heron/settings.json',
    'app://heron/',
  ])('stays inside its folder: %s', (url) => {
    const file = appFile('/app/out', url);
    expect(file === null || file.path.startsWith('/app/out/')).toBe(true);
  });

  it('knows its own pages', () => {
    expect(isAppUrl('app://heron/')).toBe(true);
    expect(isAppUrl('app://heron.example/')).toBe(false);
    expect(isAppUrl('https://heron/')).toBe(false);
    expect(isAppUrl('about:srcdoc')).toBe(false);
  });
});
