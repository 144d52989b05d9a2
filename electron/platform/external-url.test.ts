import { expect, it } from 'vitest';
import { externalUrl } from './external-url.ts';

it('E5 opens https, http and mailto, normalised', () => {
  expect(externalUrl('https://example.org/a b')).toBe('https://example.org/a%20b');
  expect(externalUrl('http://example.org')).toBe('http://example.org/');
  expect(externalUrl('mailto:ada@example.org')).toBe('mailto:ada@example.org');
  expect(externalUrl('mailto:x@evil.test?attach=/etc/passwd')).toBe('mailto:x@evil.test');
});

it.each([
  'file:///etc/passwd',
  'smb://server/share',
  'javascript:alert(1)',
  'data:text/html,x',
  'ms-msdt:/id',
  'https://bank.example@evil.example/',
  'https://user:pw@evil.example/',
  'https://:pw@evil.example/',
  'app://heron/',
  '//example.org',
  'C:\\Windows\\System32\\calc.exe',
  '',
])('E5 refuses %s', (text) => {
  expect(externalUrl(text)).toBeNull();
});
