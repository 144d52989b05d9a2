import { describe, expect, it } from 'vitest';
import { autoconfigPages, readAutoconfig } from './autoconfig.ts';
import { readXml } from './xml-elements.ts';

const server = (kind: 'incoming' | 'outgoing', type: string, fields: Record<string, string | number>) =>
  `<${kind}Server type="${type}">${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</${kind}Server>`;
const imap = (fields: Record<string, string | number> = {}) =>
  server('incoming', 'imap', {
    hostname: 'imap.contoso.com',
    port: 993,
    socketType: 'SSL',
    username: '%EMAILLOCALPART%',
    authentication: 'password-cleartext',
    ...fields,
  });
const smtp = server('outgoing', 'smtp', { hostname: 'smtp.%EMAILDOMAIN%', port: 587, socketType: 'STARTTLS' });
const config = (...servers: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<!-- for mail programs -->
<clientConfig version="1.1"><emailProvider id="contoso.com"><domain>contoso.com</domain>
${servers.join('\n')}
</emailProvider></clientConfig>`;
const read = (text: string) => readAutoconfig(text, 'ada@contoso.com');

describe('a configuration', () => {
  it('is looked for at the domain itself, by HTTPS', () => {
    expect(autoconfigPages('ada+x@Universität.de')).toEqual([
      'https://autoconfig.xn--universitt-y5a.de/mail/config-v1.1.xml?emailaddress=ada%2Bx%40Universit%C3%A4t.de',
      'https://xn--universitt-y5a.de/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=ada%2Bx%40Universit%C3%A4t.de',
    ]);
    for (const address of ['ada@a b.com', 'ada@contoso.com/x', 'ada@10.0.0.1', 'ada@contoso.com:444', 'ada@']) {
      expect(autoconfigPages(address)).toEqual([]);
    }
  });

  it('names servers, with the marks of the address filled in', () => {
    expect(read(config(server('incoming', 'pop3', { hostname: 'pop.contoso.com' }), imap(), smtp))).toEqual({
      source: 'autoconfig',
      imap: { host: 'imap.contoso.com', port: 993, security: 'tls' },
      smtp: { host: 'smtp.contoso.com', port: 587, security: 'starttls' },
      username: 'ada',
    });
    expect(read(config(imap({ username: '$&%EMAILADDRESS%' })))?.username).toBe('$&ada@contoso.com');
    expect(read(config(imap({ username: 'a&amp;b&#x21;' })))?.username).toBe('a&b!');
  });

  const oauth = (fields: Record<string, string> = {}) =>
    Object.entries({
      issuer: 'login.contoso.com',
      scope: 'https://mail.contoso.com/imap\n offline_access',
      authURL: 'https://login.contoso.com/authorize',
      tokenURL: 'https://login.contoso.com/token',
      ...fields,
    })
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('');
  const signInOf = (fields?: Record<string, string>) =>
    read(config(imap()).replace('</clientConfig>', `<oAuth2>${oauth(fields)}</oAuth2></clientConfig>`))?.signIn;

  it('names an OAuth2 provider by its addresses and scopes', () => {
    const found = {
      authorizationEndpoint: 'https://login.contoso.com/authorize',
      tokenEndpoint: 'https://login.contoso.com/token',
      issuer: null,
      scopes: 'https://mail.contoso.com/imap offline_access',
    };
    expect(signInOf()).toEqual(found);
    const issuer = 'https://login.contoso.com/realms/a';
    expect(signInOf({ issuer })).toEqual({ ...found, issuer });
    expect(read(config(imap()))).not.toHaveProperty('signIn');
  });

  it.each<[string, Record<string, string>]>([
    ['without encryption', { tokenURL: 'http://login.contoso.com/token' }],
    ['that runs a script', { authURL: 'javascript:alert(1)' }],
    ['of a file', { authURL: 'file:///etc/passwd' }],
    ['with a user', { authURL: 'https://login.contoso.com@evil.example/' }],
    ['with a query, which may ask for more', { authURL: 'https://login.contoso.com/authorize?redirect_uri=x' }],
    ['of a computer without a name', { tokenURL: 'https://10.0.0.1/token' }],
    ['that is missing', { tokenURL: '' }],
    ['that is endless', { tokenURL: `https://login.contoso.com/${'a'.repeat(3000)}` }],
    ['whose scope has a control character', { scope: 'mail&#7;' }],
    ['without a scope', { scope: ' ' }],
  ])('names no provider by an address %s, and its servers count all the same', (_what, fields) => {
    expect(signInOf(fields)).toBeUndefined();
    expect(read(config(imap()))?.imap.host).toBe('imap.contoso.com');
  });

  it('is taken with TLS before STARTTLS, and never without', () => {
    const plain = imap({ hostname: 'plain.contoso.com', socketType: 'plain', port: 143 });
    const later = imap({ hostname: 'later.contoso.com', socketType: 'STARTTLS', port: 143 });
    expect(read(config(plain, later, imap()))?.imap.host).toBe('imap.contoso.com');
    expect(read(config(plain, later))?.imap).toEqual({ host: 'later.contoso.com', port: 143, security: 'starttls' });
    expect(read(config(plain))).toBeNull();
  });

  it.each<[string, Record<string, string | number>]>([
    ['a port that is none', { port: 99_999 }],
    ['a port of words', { port: '993; x' }],
    ['port 0', { port: 0 }],
    ['a host with a path', { hostname: 'imap.contoso.com/x' }],
    ['an address of a computer', { hostname: '127.0.0.1' }],
    ['another number that is an address', { hostname: '2130706433' }],
    ['no host', { hostname: '' }],
    ['a security that it made up', { socketType: 'tls' }],
  ])('with %s is not used', (_name, fields) => {
    expect(read(config(imap(fields)))).toBeNull();
  });

  it.each([
    ['a user name with a line break', 'ada&#10;x'],
    ['no user name', ''],
    ['an endless user name', 'a'.repeat(400)],
  ])('with %s is used with the address as the user name', (_name, username) => {
    expect(read(config(imap({ username })))?.username).toBe('ada@contoso.com');
  });
});

describe('a hostile configuration', () => {
  const bomb = `<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa">${Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY ${'abcdefghij'[index + 1]} "${`&${'abcdefghij'[index]};`.repeat(10)}">`,
  ).join('')}]>`;

  it.each([
    ['nothing', ''],
    ['a web page', '<!doctype html><html><body><p>Welcome<br></body></html>'],
    ['JSON', '{"imap":"imap.contoso.com"}'],
    ['an entity bomb', bomb + config(imap({ username: '&j;' }))],
    ['an outside entity', `<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]>${config(imap())}`],
    ['more than 64 KB', config(imap(), `<x>${'y'.repeat(70_000)}</x>`)],
    ['a deep tree', `${'<a>'.repeat(15_000)}`],
    ['a wide tree', config(...Array.from({ length: 2_500 }, () => '<x/>'), imap())],
    ['two roots', config(imap()) + config(imap())],
    ['an end that is missing', config(imap()).replace('</clientConfig>', '')],
    ['an end that is another', config(imap()).replace('</emailProvider>', '</clientConfig>')],
    ['a root that is another', config(imap()).replaceAll('clientConfig', 'html')],
  ])('of %s is none', (_name, text) => {
    expect(read(text)).toBeNull();
  });

  it('leaves an entity of its own as it is written, and sets no prototype', () => {
    expect(read(config(imap({ username: '&j;' })))?.username).toBe('&j;');
    const root = readXml('<a __proto__="x" constructor="y"><b>1</b></a>');
    expect(Object.keys(root?.attributes ?? {})).toEqual(['__proto__', 'constructor']);
    expect({}.constructor).toBe(Object);
  });

  it('is read up to its largest size', () => {
    const text = config(imap(), '<x a="&amp;">&lt;</x>'.repeat(1_900));
    expect(text.length).toBeLessThan(65_536);
    expect(read(text)?.imap.host).toBe('imap.contoso.com');
  });
});
