import { describe, expect, it } from 'vitest';
import type { Discovery } from '../discovery/discover.ts';
import type { FoundServers } from '../discovery/found-servers.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { externalUrl } from '../platform/external-url.ts';
import { parseEndpoint, readSetupDefaults } from './presets.ts';
import { microsoftPresets, providerPresets } from './provider-presets.ts';
import { addressLookUp, suggestSetup, withFoundServers, withMicrosoftHost } from './suggest-setup.ts';

const { defaults } = readSetupDefaults({});
const nothingFound: Discovery = { servers: async () => null, microsoftHost: async () => null };

describe('suggestSetup', () => {
  it.each([
    ['ada@outlook.com', 'microsoft365', 'outlook.office365.com'],
    ['ada@HOTMAIL.com', 'microsoft365', 'outlook.office365.com'],
    ['ada@gmail.com', 'generic', 'imap.gmail.com'],
    ['ada@icloud.com', 'generic', 'imap.mail.me.com'],
    ['ada@yahoo.de', 'generic', 'imap.mail.yahoo.com'],
    ['ada@fastmail.com', 'generic', 'imap.fastmail.com'],
    ['ada@contoso.test', 'generic', 'imap.contoso.test'],
    ['"a@b"@contoso.test', 'generic', 'imap.contoso.test'],
  ])('%s', (address, provider, host) => {
    expect(suggestSetup(address, defaults)).toMatchObject({ provider, imap: { host, port: 993, security: 'tls' } });
  });

  it('demands STARTTLS at 587, and tells Gmail’s users about app passwords', () => {
    expect(suggestSetup('ada@contoso.test', defaults).smtp).toEqual({
      host: 'smtp.contoso.test',
      port: 587,
      security: 'starttls',
    });
    expect(suggestSetup('ada@gmail.com', defaults).hint).toBe('gmail');
  });
});

describe('what an address tells', () => {
  it.each([
    ['ada@gmail.com', 'Gmail', 'app_password'],
    ['ada@icloud.com', 'iCloud', 'app_password'],
    ['ada@aol.com', 'AOL', 'app_password'],
    ['ada@t-online.de', 'T-Online', 'app_password'],
    ['ada@gmx.net', 'GMX', 'password'],
    ['ada@web.de', 'WEB.DE', 'password'],
    ['ada@mailbox.org', 'mailbox.org', 'password'],
    ['ada@posteo.de', 'Posteo', 'password'],
  ])('%s is at %s, with %s', (address, name, method) => {
    expect(suggestSetup(address, defaults)).toMatchObject({ name, method, isCertain: true, provider: 'generic' });
  });

  it('leads people without an organisation to their own tenant, unless Heron is set up for another', () => {
    expect(suggestSetup('ada@hotmail.com', defaults)).toMatchObject({ tenant: 'consumers', name: 'Outlook.com' });
    const own = { microsoft: { ...defaults.microsoft, tenant: 'contoso.onmicrosoft.com' } };
    expect(suggestSetup('ada@hotmail.com', own).tenant).toBeNull();
  });

  it.each([
    ['contoso-com.mail.protection.outlook.com', 'Microsoft 365', 'microsoft365'],
    ['contoso-com.a-v1.mx.microsoft', 'Microsoft 365', 'microsoft365'],
    ['aspmx.l.google.com', 'Gmail', 'generic'],
    ['in1-smtp.messagingengine.com', 'Fastmail', 'generic'],
    ['mx00.kundenserver.de', 'IONOS', 'generic'],
    ['smtpin.rzone.de', 'STRATO', 'generic'],
  ])('a domain whose mail goes to %s is at %s', (exchanger, name, provider) => {
    expect(suggestSetup('ada@contoso.test', defaults, [exchanger])).toMatchObject({ name, provider, isCertain: true });
  });

  it('finds the national clouds, with servers and login hosts of their own', () => {
    const chinese = suggestSetup('ada@contoso.test', defaults, ['x.mail.protection.partner.outlook.cn']);
    expect(chinese).toMatchObject({
      loginHost: 'https://login.partner.microsoftonline.cn',
      imap: { host: 'partner.outlook.cn', port: 993 },
    });
    const american = suggestSetup('ada@contoso.test', defaults, ['x.mail.protection.office365.us']);
    expect(american).toMatchObject({ loginHost: 'https://login.microsoftonline.us', smtp: { security: 'starttls' } });
  });

  it('guesses behind a filter, and asks', () => {
    const guess = suggestSetup('ada@contoso.test', defaults, ['mxa-0001.gslb.pphosted.com']);
    expect(guess).toMatchObject({ provider: 'microsoft365', isCertain: false, name: null });
  });

  it('is not taken in by a name that only looks like a provider’s', () => {
    for (const exchanger of ['outlook.com.evil.test', 'notgoogle.com', 'mail.protection.outlook.com.test']) {
      expect(suggestSetup('ada@contoso.test', defaults, [exchanger])).toMatchObject({ isCertain: false, name: null });
    }
  });

  it('has an address for each preset that people can open, and servers that can be read', () => {
    for (const { imap, smtp, helpUrl } of providerPresets) {
      expect(parseEndpoint(imap)).toMatchObject({ port: 993, security: 'tls' });
      expect(parseEndpoint(smtp)).not.toBeNull();
      if (helpUrl !== null) expect(externalUrl(helpUrl)).toBe(new URL(helpUrl).href);
    }
    const domains = [...providerPresets, ...microsoftPresets].flatMap((preset) => preset.domains);
    expect(new Set(domains).size).toBe(domains.length);
  });

  it('asks name servers once for a domain, never for a known one, and again after no answer', async () => {
    const asked: string[] = [];
    let answer: readonly string[] = [];
    const ask = addressLookUp(defaults, {
      exchangersOf: async (domain) => {
        asked.push(domain);
        return answer;
      },
      discovery: nothingFound,
      clock: fakeClock(),
    });
    const lookUp = (address: string) => ask(address, false);
    expect((await lookUp('ada@gmail.com')).name).toBe('Gmail');
    expect((await lookUp('ada@contoso.com')).isCertain).toBe(false);
    answer = ['contoso-com.mail.protection.outlook.com'];
    const both = await Promise.all([lookUp('ada@contoso.com'), lookUp('eve@CONTOSO.com')]);
    expect(both.map(({ name }) => name)).toEqual(['Microsoft 365', 'Microsoft 365']);
    await lookUp('ada@contoso.com');
    expect(asked).toEqual(['contoso.com', 'contoso.com']);
  });
});

const found = (host: string, smtpHost: string | null = host): FoundServers => ({
  source: 'autoconfig',
  imap: { host, port: 993, security: 'tls' },
  smtp: smtpHost === null ? null : { host: smtpHost, port: 465, security: 'tls' },
  username: 'ada',
});
const guess = suggestSetup('ada@contoso.com', defaults);

describe('what a domain says of its servers', () => {
  it('is taken, and needs no further question', () => {
    expect(withFoundServers('ada@contoso.com', guess, defaults, found('mail.contoso.com'))).toMatchObject({
      provider: 'generic',
      isCertain: true,
      foundBy: 'autoconfig',
      imap: { host: 'mail.contoso.com', port: 993 },
      smtp: { host: 'mail.contoso.com', port: 465 },
      username: 'ada',
      foreignHosts: [],
    });
    expect(withFoundServers('ada@contoso.com', guess, defaults, found('mail.contoso.com', null)).smtp).toEqual(
      guess.smtp,
    );
  });

  it('names servers at other domains, each once, however alike their names are', () => {
    const hosts = (imap: string, smtp: string) =>
      withFoundServers('ada@contoso.com', guess, defaults, found(imap, smtp)).foreignHosts;
    expect(hosts('mail.hoster.net', 'mail.hoster.net')).toEqual(['mail.hoster.net']);
    expect(hosts('contoso.com', 'smtp.contoso.com.evil.net')).toEqual(['smtp.contoso.com.evil.net']);
    expect(hosts('notcontoso.com', 'mail.contoso.com')).toEqual(['notcontoso.com']);
  });

  it('names an OAuth2 provider, unless the servers are a known provider’s', () => {
    const signIn = {
      authorizationEndpoint: 'https://login.evil.example/authorize',
      tokenEndpoint: 'https://login.evil.example/token',
      issuer: null,
      scopes: 'mail',
    };
    const signInAt = (host: string) =>
      withFoundServers('ada@contoso.com', guess, defaults, { ...found(host), signIn }).signIn ?? null;
    expect(signInAt('mail.contoso.com')).toEqual(signIn);
    expect([signInAt('imap.gmail.com'), signInAt('outlook.office365.com')]).toEqual([null, null]);
  });

  it('may lead to a known provider, with what is known of it', () => {
    const google = withFoundServers('ada@contoso.com', guess, defaults, found('imap.gmail.com', 'smtp.gmail.com'));
    expect(google).toMatchObject({ name: 'Gmail', method: 'app_password', hint: 'gmail', foreignHosts: [] });
    const microsoft = withFoundServers('ada@contoso.com', guess, defaults, found('outlook.office365.com'));
    expect(microsoft).toMatchObject({ provider: 'microsoft365', name: 'Microsoft 365', username: null });
  });
});

describe('what Microsoft says of a mailbox', () => {
  const byMx = suggestSetup('ada@contoso.com', defaults, ['contoso-com.mail.protection.outlook.com']);

  it.each(['outlook.office365.com', 'eas.outlook.com'])('changes nothing for its own %s', (host) => {
    expect(withMicrosoftHost('ada@contoso.com', byMx, defaults, host)).toBe(byMx);
  });

  it('leads to a national cloud', () => {
    expect(withMicrosoftHost('ada@contoso.com', byMx, defaults, 'partner.outlook.cn')).toMatchObject({
      loginHost: 'https://login.partner.microsoftonline.cn',
      foundBy: 'autodiscover',
    });
  });

  it('leads to the organisation’s own server in a hybrid, which is named when it lies elsewhere', () => {
    expect(withMicrosoftHost('ada@contoso.com', byMx, defaults, 'mail.contoso.com')).toMatchObject({
      provider: 'generic',
      isCertain: true,
      imap: { host: 'mail.contoso.com', port: 993 },
      foreignHosts: [],
    });
    const elsewhere = withMicrosoftHost('ada@contoso.com', byMx, defaults, 'office365.com.evil.net');
    expect(elsewhere).toMatchObject({ provider: 'generic', foreignHosts: ['office365.com.evil.net'] });
  });
});

describe('who is told of an address', () => {
  function setUp(exchangers: readonly string[]) {
    const told: string[] = [];
    const clock = fakeClock();
    const lookUp = addressLookUp(defaults, {
      exchangersOf: async () => {
        await clock.advance(2_000);
        return exchangers;
      },
      discovery: {
        servers: async (address, within) => {
          told.push(`domain ${address} ${within}`);
          return null;
        },
        microsoftHost: async (address, within) => {
          told.push(`Microsoft ${address} ${within}`);
          return null;
        },
      },
      clock,
    });
    return { told, lookUp };
  }

  it('is nobody while it is typed', async () => {
    const { told, lookUp } = setUp([]);
    await lookUp('ada@contoso.co', false);
    expect(told).toEqual([]);
  });

  it('is its domain once it has been entered, in what is left of five seconds', async () => {
    const { told, lookUp } = setUp(['mx.contoso.com']);
    await lookUp('ada@contoso.com', true);
    expect(told).toEqual(['domain ada@contoso.com 3000']);
  });

  it('is Microsoft only where its mail goes there', async () => {
    const { told, lookUp } = setUp(['contoso-com.mail.protection.outlook.com']);
    await lookUp('ada@contoso.com', true);
    expect(told).toEqual(['Microsoft ada@contoso.com 3000']);
    const filtered = setUp(['mx1.pphosted.com']);
    await filtered.lookUp('ada@contoso.com', true);
    expect(filtered.told).toEqual(['domain ada@contoso.com 3000']);
  });

  it('is nobody where its provider is known', async () => {
    const known = setUp(['aspmx.l.google.com']);
    await known.lookUp('ada@contoso.com', true);
    await known.lookUp('ada@gmail.com', true);
    await known.lookUp('ada@outlook.com', true);
    expect(known.told).toEqual([]);
  });
});
