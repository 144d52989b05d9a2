import { afterEach, describe, expect, it } from 'vitest';
import { type MxRecord, startNameServer } from './fake-name-server.ts';
import { mailExchangers } from './mail-exchangers.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A name server that knows one list of exchangers for each domain; null: it never answers. */
async function nameServer(records: readonly MxRecord[] | null) {
  const domains = ['contoso.com', 'xn--universitt-y5a.de'];
  const server = await startNameServer(
    records && { mx: Object.fromEntries(domains.map((domain) => [domain, records])) },
  );
  stops.push(server.stop);
  return server;
}

describe('mailExchangers', () => {
  it('asks for the domain alone, and answers its exchangers by preference', async () => {
    const { asked, server } = await nameServer([
      [20, 'backup.contoso.com'],
      [5, 'Contoso-com.mail.protection.OUTLOOK.com'],
    ]);
    expect(await mailExchangers([server])('contoso.com')).toEqual([
      'contoso-com.mail.protection.outlook.com',
      'backup.contoso.com',
    ]);
    expect(asked).toEqual(['contoso.com']);
  });

  it('asks for an international domain in its ASCII form', async () => {
    const { asked, server } = await nameServer([]);
    expect(await mailExchangers([server])('Universität.de')).toEqual([]);
    expect(asked[0]).toBe('xn--universitt-y5a.de');
  });

  it('leaves out what is no host name', async () => {
    const { server } = await nameServer([
      [1, 'a b.contoso.com'],
      [2, '<script>.contoso.com'],
      [3, 'mx'],
      [4, 'mx.contoso.com'],
    ]);
    expect(await mailExchangers([server])('contoso.com')).toEqual(['mx.contoso.com']);
  });

  it.each([
    '',
    'contoso',
    'contoso.',
    'contoso.c',
    'contoso.test',
    'a.example',
    'host.local',
    'x.localhost',
    '10.0.0.1',
    'a b.com',
  ])('tells nobody of “%s”', async (domain) => {
    const { asked, server } = await nameServer([[1, 'mx.contoso.com']]);
    expect(await mailExchangers([server])(domain)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('does not wait for a server that never answers, nor for one that is not there', async () => {
    const { server } = await nameServer(null);
    expect(await mailExchangers([server], 20)('contoso.com')).toEqual([]);
    expect(await mailExchangers(['127.0.0.1:1'], 20)('contoso.com')).toEqual([]);
  });
});
