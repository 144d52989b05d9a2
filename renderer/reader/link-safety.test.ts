import { describe, expect, it } from 'vitest';
import { linkMismatch } from './link-safety.ts';

describe('linkMismatch', () => {
  it.each([
    ['https://contoso.test', 'https://evil.test/', 'contoso.test', 'evil.test'],
    ['contoso.test/login', 'https://contoso.test.evil.test/', 'contoso.test', 'contoso.test.evil.test'],
    ['www.contoso.test', 'https://contoso-test.example/', 'contoso.test', 'contoso-test.example'],
    ['con\u200btoso.test', 'https://evil.test/', 'contoso.test', 'evil.test'],
    ['  HTTPS://Contoso.Test  ', 'http://127.0.0.1/', 'contoso.test', '127.0.0.1'],
    ['https://contoso.test', 'https://contoso.test@evil.test/', 'contoso.test', 'evil.test'],
    ['paypal.com', 'https://xn--pypal-4ve.com/', 'paypal.com', 'xn--pypal-4ve.com'],
    ['www.readme.md', 'https://evil.test/', 'readme.md', 'evil.test'],
  ])('%j that opens %s is a mismatch', (text, href, shownHost, actualHost) => {
    expect(linkMismatch(text, href)).toEqual({ shownHost, actualHost });
  });

  it.each([
    ['Read more', 'https://click.mailer.test/x'],
    ['https://contoso.test/offer', 'https://www.contoso.test/offer?utm=1'],
    ['contoso.test', 'https://news.contoso.test/'],
    ['news.contoso.test', 'https://contoso.test/'],
    ['bücher.example', 'https://xn--bcher-kva.example/'],
    ['invoice.pdf', 'https://files.contoso.test/1'],
    ['e.g. this', 'https://contoso.test/'],
    ['contoso.test', 'mailto:a@evil.test'],
    ['contoso.test', 'not an address'],
    ['', 'https://contoso.test/'],
  ])('%j that opens %s is none', (text, href) => {
    expect(linkMismatch(text, href)).toBeNull();
  });
});
