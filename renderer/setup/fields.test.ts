import { describe, expect, it } from 'vitest';
import { codeGroups } from '../sign-in/code-groups.ts';
import {
  addressError,
  type EndpointDraft,
  endpointErrors,
  foundOpenId,
  identityErrors,
  loginOrigin,
  mayHaveCodes,
  noOpenId,
  openIdDraft,
  parsedEndpoint,
  parsedOpenId,
  securityChanged,
} from './fields.ts';

const server: EndpointDraft = { host: 'imap.example.org', port: '993', security: 'tls' };

describe('addresses', () => {
  it.each(['', ' ', 'mario', 'mario@', '@example.org', 'a b@example.org', '"a"@b', '<a@b>', `${'a'.repeat(320)}@b`])(
    'does not take %j',
    (address) => expect(addressError(address)).not.toBeNull(),
  );

  it.each(['mario@example.org', ' mario@example.org ', 'büro@universität.example', 'root@localhost'])(
    'takes %j',
    (address) => expect(addressError(address)).toBeNull(),
  );
});

describe('servers', () => {
  it.each(['', '  ', '-x.example', 'imap example', 'https://imap.example', 'imap.example/inbox', 'a\nb'])(
    'does not take the host %j',
    (host) => expect(endpointErrors({ ...server, host }).host).toBeDefined(),
  );

  it.each(['imap.example.org', '10.0.0.1', '::1', 'пошта.example', ' imap.example.org '])('takes the host %j', (host) =>
    expect(endpointErrors({ ...server, host })).toEqual({}),
  );

  it.each(['', '0', '65536', '99999999', '-1', '1e3', '99.5', 'imap'])('does not take the port %j', (port) =>
    expect(endpointErrors({ ...server, port }).port).toBeDefined(),
  );

  it('is handed on without spaces and with a number', () => {
    expect(parsedEndpoint({ ...server, host: ' imap.example.org ', port: ' 143 ' })).toEqual({
      host: 'imap.example.org',
      port: 143,
      security: 'tls',
    });
  });

  it('changes the usual port with the security, and no other', () => {
    expect(securityChanged(server, 'imap', 'starttls').port).toBe('143');
    expect(securityChanged({ ...server, port: '9930' }, 'imap', 'starttls').port).toBe('9930');
    expect(securityChanged(server, 'imap', 'tls')).toBe(server);
  });
});

describe('identities', () => {
  const identity = { clientId: 'abc-123', tenant: 'common', loginHost: 'https://login.microsoftonline.com' };

  it('takes a login host as people type it', () => {
    expect(loginOrigin('login.microsoftonline.us')).toBe('https://login.microsoftonline.us');
    expect(loginOrigin(' https://login.microsoftonline.com/ ')).toBe('https://login.microsoftonline.com');
    expect(identityErrors({ ...identity, loginHost: 'localhost:8443' })).toEqual({});
  });

  it.each(['http://login.example', 'javascript:alert(1)', '', 'https://', 'ftp://x'])(
    'does not take the login host %j',
    (loginHost) => expect(identityErrors({ ...identity, loginHost }).loginHost).toBeDefined(),
  );

  it('names each wrong field', () => {
    expect(Object.keys(identityErrors({ clientId: ' ', tenant: 'a b', loginHost: 'x y' }))).toEqual([
      'clientId',
      'tenant',
      'loginHost',
    ]);
  });
});

describe('codeGroups', () => {
  const texts = (code: string) => codeGroups(code).map(({ text }) => text);

  it('groups by four, leaves no single character over, and loses nothing', () => {
    expect(texts('FQWX7RTB9')).toEqual(['FQW', 'X7R', 'TB9']);
    expect(texts('FQWX7RTB')).toEqual(['FQWX', '7RTB']);
    expect(texts('ABCD')).toEqual(['ABCD']);
    expect(texts('')).toEqual([]);
  });

  it('leaves a code alone that its provider has grouped', () => {
    expect(texts('ABCDE-FGHIJ')).toEqual(['ABCDE-FGHIJ']);
  });
});

describe('a provider that is named by its pages', () => {
  const servers = {
    imap: { host: 'imap.contoso.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.contoso.com', port: 465, security: 'tls' },
  } as const;

  it('is the same one after it was mended, with the page for codes and its own name', () => {
    const options = {
      authorizationEndpoint: 'https://login.contoso.com/a',
      tokenEndpoint: 'https://login.contoso.com/t',
      deviceEndpoint: 'https://login.contoso.com/d',
      issuer: 'https://login.contoso.com/realm',
      scopes: 'mail',
      mailHosts: 'imap.contoso.com smtp.contoso.com',
    };
    const identity = { clientId: 'heron', tenant: '', loginHost: 'https://login.contoso.com', options };
    const draft = openIdDraft(identity);
    expect(parsedOpenId(draft, false, servers).identity).toEqual(identity);
    expect(mayHaveCodes(draft, false)).toBe(true);
  });

  it('has no sign-in by a code where its page is not known', () => {
    const found = {
      authorizationEndpoint: 'https://a.example/a',
      tokenEndpoint: 'https://a.example/t',
      scopes: 'mail',
    };
    expect(mayHaveCodes(foundOpenId({ ...found, issuer: null }), false)).toBe(false);
    expect([mayHaveCodes(noOpenId, false), mayHaveCodes(noOpenId, true)]).toEqual([true, false]);
  });
});
