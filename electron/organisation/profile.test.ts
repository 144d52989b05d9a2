import { describe, expect, it } from 'vitest';
import { sampleOrganisation } from './organisation-fixture.ts';
import { readProfile } from './profile.ts';

type Changes = Record<string, unknown>;
const with_ = (changes: Changes) => ({ ...sampleOrganisation, ...changes });
const signIn = (changes: Changes) => with_({ signIn: { ...sampleOrganisation.signIn, ...changes } });

function read(content: unknown) {
  const reply = readProfile(content, '/etc/heron/organisation.json');
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply.value;
}
function refusal(content: unknown) {
  const reply = readProfile(content, '/etc/heron/organisation.json');
  return reply.ok ? null : [reply.error.params.reason, 'place' in reply.error.params ? reply.error.params.place : ''];
}

describe('readProfile', () => {
  it('reads a profile of Microsoft 365 with the usual servers', () => {
    expect(read(sampleOrganisation)).toEqual({
      name: 'Contoso',
      domains: ['contoso.com', 'contoso.de'],
      provider: 'microsoft365',
      identity: {
        clientId: '6e2f7c1a-0c5b-4f5e-9f1d-3a7b8c9d0e1f',
        tenant: 'contoso.onmicrosoft.com',
        loginHost: 'https://login.microsoftonline.com',
      },
      clientSecret: null,
      method: 'password',
      username: 'address',
      imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
      smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
      helpDesk: {
        name: 'Contoso IT',
        mail: 'help@contoso.com',
        phone: '+49 30 1234 567',
        link: 'https://help.contoso.com/heron',
      },
    });
  });

  it('takes the servers of a national cloud from its login host', () => {
    expect(read(signIn({ loginHost: 'https://login.microsoftonline.us' })).imap.host).toBe('outlook.office365.us');
  });

  it('takes a provider of OpenID, whose tokens go to the servers that it names', () => {
    const openid = {
      provider: 'openid',
      clientId: 'heron',
      discovery: 'https://id.contoso.com/realm',
      scopes: 'openid mail',
    };
    const servers = {
      imap: { host: 'imap.contoso.com', port: 993, security: 'tls' },
      smtp: { host: 'smtp.contoso.com', port: 465, security: 'tls' },
    };
    expect(read(with_({ signIn: openid, servers })).identity).toEqual({
      clientId: 'heron',
      tenant: '',
      loginHost: 'https://id.contoso.com',
      options: {
        discovery: 'https://id.contoso.com/realm',
        scopes: 'openid mail',
        mailHosts: 'imap.contoso.com smtp.contoso.com',
      },
    });
    expect(refusal(with_({ signIn: openid }))).toEqual(['profile_value', 'servers']);
  });

  it('keeps where the browser comes back to, and Google’s secret', () => {
    const google = {
      provider: 'google',
      clientId: 'x.apps.googleusercontent.com',
      clientSecret: 's',
      redirect: 'http://localhost',
    };
    expect(read(with_({ signIn: google }))).toMatchObject({
      identity: { options: { redirect: 'http://localhost' } },
      clientSecret: 's',
      imap: { host: 'imap.gmail.com' },
    });
  });

  it.each([
    [with_({ name: '' }), 'name'],
    [with_({ name: 'Con\u0007toso' }), 'name'],
    [with_({ domains: [] }), 'domains'],
    [with_({ domains: ['contoso'] }), 'domains.0'],
    [with_({ domains: ['contoso.com', 'a b.com'] }), 'domains.1'],
    [with_({ domains: 'contoso.com' }), 'domains'],
    [signIn({ provider: 'exchange' }), 'signIn.provider'],
    [signIn({ clientId: '' }), 'signIn.clientId'],
    [signIn({ clientId: 'a b' }), 'signIn.clientId'],
    [signIn({ loginHost: 'http://login.microsoftonline.com' }), 'signIn.loginHost'],
    [signIn({ loginHost: 'https://login.microsoftonline.com/x' }), 'signIn.loginHost'],
    [signIn({ redirect: 'https://evil.example' }), 'signIn.redirect'],
    [with_({ helpDesk: { name: 'x', link: 'javascript:alert(1)' } }), 'helpDesk.link'],
    [with_({ helpDesk: { name: 'x', link: 'http://help.contoso.com' } }), 'helpDesk.link'],
    [with_({ helpDesk: { name: 'x', mail: 'no address' } }), 'helpDesk.mail'],
    [with_({ servers: { imap: 'imap.contoso.com', smtp: 'x' } }), 'servers.imap'],
  ])('names the value that it does not take', (content, place) => {
    expect(refusal(content)).toEqual(['profile_value', place]);
  });

  it.each([
    [{}, 'unknown_content'],
    [null, 'unknown_content'],
    [[], 'unknown_content'],
    [with_({ format: 'heron-accounts' }), 'unknown_content'],
    [with_({ version: 2 }), 'newer'],
  ])('says what a file is that is none', (content, reason) => {
    expect(refusal(content)?.[0]).toBe(reason);
  });

  it.each(['gmail.com', 'outlook.com', 'GMX.de'])(
    'speaks for nobody at %s, where everybody can have an address',
    (domain) => {
      expect(refusal(with_({ domains: ['contoso.com', domain] }))?.[0]).toBe('public_domain');
    },
  );

  it('Q3 lets no token of Microsoft’s own login hosts go to other servers', () => {
    const servers = {
      imap: { host: 'imap.evil.example', port: 993, security: 'tls' },
      smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    };
    expect(refusal(with_({ servers }))).toEqual(['profile_value', 'servers']);
    expect(refusal(with_({ servers: { imap: servers.smtp, smtp: servers.imap } }))).toEqual([
      'profile_value',
      'servers',
    ]);
    // A login host of the organisation's own answers for its own servers.
    expect(
      refusal(with_({ servers, signIn: { ...sampleOrganisation.signIn, loginHost: 'https://login.contoso.com' } })),
    ).toBeNull();
  });

  it('takes keys of prototypes for keys', () => {
    const text = JSON.stringify(sampleOrganisation).replace('"name"', '"__proto__":{"polluted":true},"name"');
    expect(read(JSON.parse(text)).name).toBe('Contoso');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
