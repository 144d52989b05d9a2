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
    ['» https://contoso.test', 'contoso.test'],
    ['(https://contoso.test)', 'contoso.test'],
    ['Go to https://contoso.test', 'contoso.test'],
    ['https://contoso。test', 'contoso.test'],
    ['https://192.0.2.1/', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['ftp://contoso.test', 'contoso.test'],
    ['evil.test https://contoso.test', 'contoso.test'],
    ['“contoso.test”', 'contoso.test'],
    ['→contoso.test←', 'contoso.test'],
    ['Sign in at contoso.test now', 'contoso.test'],
    ['ｈｔｔｐｓ：／／ｃｏｎｔｏｓｏ．ｔｅｓｔ', 'contoso.test'],
    ['https://con\u2060to\u00adso.test', 'contoso.test'],
    ['\u202etset.osotnoc//:sptth', 'contoso.test'],
    ['https://[2001:db8::1]/x', '[2001:db8::1]'],
    ['https://p\u0430ypal.test', 'xn--pypal-4ve.test'],
    ['imaps://contoso.test:993', 'contoso.test'],
    ['x:https://contoso.test', 'contoso.test'],
  ])('H5 %j that opens another host is a mismatch', (text, shownHost) => {
    expect(linkMismatch(text, 'https://evil.test/login')).toEqual({ shownHost, actualHost: 'evil.test' });
  });

  it.each([
    ['R2 dots', '.'.repeat(2_000_000)],
    ['R2 labels', 'a.'.repeat(1_000_000)],
    ['R2 schemes', 'a://'.repeat(500_000)],
  ])('ends on %s', (_name, text) => {
    expect(() => linkMismatch(text, 'https://evil.test/')).not.toThrow();
  });

  it.each([
    ['It is the end.Next comes more', 'https://contoso.test/'],
    ['Version 10.0.0.1 is out', 'https://contoso.test/'],
    ['Read the whole invoice.pdf here', 'https://contoso.test/'],
    ['Write to ada@fabrikam.test', 'https://contoso.test/'],
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
