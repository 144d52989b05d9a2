import { describe, expect, it } from 'vitest';
import { nameOf, routesOf } from './route.ts';

describe('the system’s settings, as Chromium writes them', () => {
  it.each([
    ['DIRECT', [{ via: 'direct' }]],
    ['PROXY proxy.test:3128', [{ via: 'http', host: 'proxy.test', port: 3128 }]],
    ['HTTPS proxy.test:443', [{ via: 'https', host: 'proxy.test', port: 443 }]],
    ['SOCKS 10.0.0.1:1080', [{ via: 'socks4', host: '10.0.0.1', port: 1080 }]],
    ['SOCKS5 [2001:db8::1]:1080', [{ via: 'socks5', host: '2001:db8::1', port: 1080 }]],
    [
      'proxy a ; socks5 b;direct',
      [{ via: 'http', host: 'a', port: 80 }, { via: 'socks5', host: 'b', port: 1080 }, { via: 'direct' }],
    ],
  ])('%s', (rules, routes) => {
    expect(routesOf(rules)).toEqual(routes);
  });

  it.each([
    '',
    ';;',
    'QUIC proxy.test:443',
    'PROXY',
    'PROXY user@proxy.test:80',
    'PROXY proxy.test:99999',
    'PROXY a/b:80',
  ])('what cannot be read is no proxy: %j', (rules) => {
    expect(routesOf(rules)).toEqual([{ via: 'direct' }]);
  });

  it('has few ways, however many a script names', () => {
    expect(routesOf('PROXY a:1;'.repeat(500)).length).toBe(5);
  });

  it('names a proxy as CONNECT names a server', () => {
    expect(nameOf({ host: '::1', port: 993 })).toBe('[::1]:993');
    expect(nameOf({ host: 'mail.test', port: 993 })).toBe('mail.test:993');
  });
});
