import { describe, expect, it } from 'vitest';
import { externalUrl } from '../platform/external-url.ts';
import { addressLookUp, parseEndpoint, readSetupDefaults, suggestSetup } from './presets.ts';
import { microsoftPresets, providerPresets } from './provider-presets.ts';

const { defaults } = readSetupDefaults({});

describe('readSetupDefaults', () => {
  it('is Microsoft’s cloud without a client ID', () => {
    expect(readSetupDefaults({})).toEqual({
      defaults: {
        microsoft: {
          clientId: '',
          tenant: 'common',
          loginHost: 'https://login.microsoftonline.com',
          imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
          smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
        },
      },
      graph: 'https://graph.microsoft.com',
      notices: [],
    });
  });

  it('names another Graph, and the one of another cloud', () => {
    expect(readSetupDefaults({ HERON_MICROSOFT_GRAPH: 'https://localhost:4712' }).graph).toBe('https://localhost:4712');
    expect(readSetupDefaults({ HERON_MICROSOFT_AUTHORITY: 'https://login.microsoftonline.us' }).graph).toBe(
      'https://graph.microsoft.us',
    );
    const bad = readSetupDefaults({ HERON_MICROSOFT_GRAPH: 'http://localhost:4712' });
    expect(bad.graph).toBe('https://graph.microsoft.com');
    expect(bad.notices).toMatchObject([{ params: { name: 'HERON_MICROSOFT_GRAPH', wanted: 'address' } }]);
  });

  it('takes over the environment', () => {
    const { defaults, notices } = readSetupDefaults({
      MICROSOFT_CLIENT_ID: ' 11111111-2222-3333-4444-555555555555 ',
      MICROSOFT_TENANT_ID: 'contoso.test',
      HERON_MICROSOFT_AUTHORITY: 'https://localhost:4711/',
      HERON_MICROSOFT_IMAP: 'localhost:9993',
      HERON_MICROSOFT_SMTP: '[::1]:465',
    });
    expect(notices).toEqual([]);
    expect(defaults.microsoft).toEqual({
      clientId: '11111111-2222-3333-4444-555555555555',
      tenant: 'contoso.test',
      loginHost: 'https://localhost:4711',
      imap: { host: 'localhost', port: 9993, security: 'tls' },
      smtp: { host: '::1', port: 465, security: 'tls' },
    });
  });

  it.each([
    ['MICROSOFT_CLIENT_ID', 'not an id!'],
    ['MICROSOFT_TENANT_ID', 'a/b'],
    ['HERON_MICROSOFT_AUTHORITY', 'http://login.test'],
    ['HERON_MICROSOFT_AUTHORITY', 'https://login.test/tenant'],
    ['HERON_MICROSOFT_AUTHORITY', 'login.test'],
    ['HERON_MICROSOFT_IMAP', 'outlook.office365.com'],
    ['HERON_MICROSOFT_IMAP', 'host:0'],
    ['HERON_MICROSOFT_SMTP', 'host:99999'],
  ])('ignores %s=%s, and says so', (name, value) => {
    const read = readSetupDefaults({ [name]: value });
    expect(read.defaults).toEqual(defaults);
    expect(read.notices).toMatchObject([{ code: 'invalid_input', params: { reason: 'variable', name, value } }]);
  });
});

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
    const lookUp = addressLookUp(defaults, async (domain) => {
      asked.push(domain);
      return answer;
    });
    expect((await lookUp('ada@gmail.com')).name).toBe('Gmail');
    expect((await lookUp('ada@contoso.com')).isCertain).toBe(false);
    answer = ['contoso-com.mail.protection.outlook.com'];
    const both = await Promise.all([lookUp('ada@contoso.com'), lookUp('eve@CONTOSO.com')]);
    expect(both.map(({ name }) => name)).toEqual(['Microsoft 365', 'Microsoft 365']);
    await lookUp('ada@contoso.com');
    expect(asked).toEqual(['contoso.com', 'contoso.com']);
  });
});

describe('parseEndpoint', () => {
  it.each(['', ':993', 'host', 'host:', 'host:abc', 'a b:993', '-host:993', 'http://host:993'])(
    'refuses “%s”',
    (text) => {
      expect(parseEndpoint(text)).toBeNull();
    },
  );
});
