import { describe, expect, it } from 'vitest';
import { parseEndpoint, readSetupDefaults } from './presets.ts';

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

describe('parseEndpoint', () => {
  it.each(['', ':993', 'host', 'host:', 'host:abc', 'a b:993', '-host:993', 'http://host:993'])(
    'refuses “%s”',
    (text) => {
      expect(parseEndpoint(text)).toBeNull();
    },
  );
});
