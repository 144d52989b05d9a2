import { describe, expect, it } from 'vitest';
import { fakeClock } from '../platform/clock-fake.ts';
import { type HttpTransport, TransportFailure } from '../platform/net-client.ts';
import type { ServiceRecord } from '../platform/service-records.ts';
import { discovery } from './discover.ts';

const config = (host: string) =>
  `<clientConfig><emailProvider><incomingServer type="imap"><hostname>${host}</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer></emailProvider></clientConfig>`;
const record = (name: string, port = 993, priority = 0, weight = 0): ServiceRecord => ({
  name,
  port,
  priority,
  weight,
});

type Answer = string | { readonly status: number; readonly body: string } | 'never';

/** The internet as far as it is asked: pages by host, SRV records by name. */
function setUp(pages: Record<string, Answer>, srv: Record<string, readonly ServiceRecord[] | 'never'> = {}) {
  const clock = fakeClock();
  const asked: string[] = [];
  const untilStopped = (signal: AbortSignal) =>
    new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  const transport: HttpTransport = async ({ url }, signal) => {
    asked.push(url);
    const answer = pages[new URL(url).host];
    if (answer === 'never') await untilStopped(signal);
    if (answer === undefined || answer === 'never') throw new TransportFailure('dns');
    return { headers: {}, ...(typeof answer === 'string' ? { status: 200, body: answer } : answer) };
  };
  const services = async (service: string, signal: AbortSignal): Promise<readonly ServiceRecord[]> => {
    asked.push(service);
    const answer = srv[service] ?? [];
    if (answer !== 'never') return answer;
    await untilStopped(signal);
    return [];
  };
  return { asked, clock, ...discovery({ transport, services, clock }) };
}

const own = 'autoconfig.contoso.com';
const address = 'ada@contoso.com';

describe('the servers of an address', () => {
  it('are those of the domain’s configuration page, then of its well-known one, then of its SRV records', async () => {
    const srv = { '_imaps._tcp.contoso.com': [record('srv.contoso.com')] };
    const first = setUp({ [own]: config('one.contoso.com'), 'contoso.com': config('two.contoso.com') }, srv);
    expect((await first.servers(address, 5_000))?.imap.host).toBe('one.contoso.com');
    const second = setUp({ [own]: { status: 404, body: '' }, 'contoso.com': config('two.contoso.com') }, srv);
    expect((await second.servers(address, 5_000))?.imap.host).toBe('two.contoso.com');
    const third = setUp({ [own]: '<html></html>' }, srv);
    expect(await third.servers(address, 5_000)).toMatchObject({ source: 'srv', imap: { host: 'srv.contoso.com' } });
    expect(await setUp({}).servers(address, 5_000)).toBeNull();
  });

  it('are asked for at the domain alone, and nowhere for one that cannot be public', async () => {
    const public_ = setUp({});
    await public_.servers(address, 5_000);
    const hosts = public_.asked.map((each) =>
      URL.canParse(each) ? new URL(each).host : each.replace(/^_.*_tcp\./, ''),
    );
    expect(new Set(hosts)).toEqual(new Set([own, 'contoso.com']));
    for (const local of ['ada@contoso.test', 'ada@localhost', 'ada@10.0.0.1', 'ada@']) {
      const none = setUp({});
      expect(await none.servers(local, 5_000)).toBeNull();
      expect(none.asked).toEqual([]);
    }
  });

  it('are what is there when the time is over, and all questions end with it', async () => {
    const slow = setUp(
      { [own]: 'never', 'contoso.com': 'never' },
      { '_imaps._tcp.contoso.com': [record('srv.contoso.com')], '_submissions._tcp.contoso.com': [] },
    );
    const found = slow.servers(address, 3_000);
    expect(slow.clock.pending()).toEqual([3_000]);
    await slow.clock.advance(3_000);
    expect((await found)?.imap.host).toBe('srv.contoso.com');

    const nothing = setUp({ [own]: 'never' }, { '_imaps._tcp.contoso.com': 'never' });
    const none = nothing.servers(address, 5_000);
    await nothing.clock.advance(5_000);
    expect(await none).toBeNull();
  });

  it('leave no timer behind when they were found', async () => {
    const { servers, clock } = setUp({ [own]: config('one.contoso.com') });
    await servers(address, 5_000);
    expect(clock.pending()).toEqual([]);
  });
});

describe('SRV records', () => {
  const of = async (srv: Record<string, readonly ServiceRecord[]>) =>
    setUp(
      {},
      Object.fromEntries(Object.entries(srv).map(([name, records]) => [`${name}._tcp.contoso.com`, records])),
    ).servers(address, 5_000);

  it('are taken by priority, then weight; with TLS before STARTTLS', async () => {
    const imaps = [
      record('c.contoso.com', 993, 20),
      record('b.contoso.com', 993, 10, 1),
      record('a.contoso.com', 993, 10, 9),
    ];
    expect(
      await of({ _imaps: imaps, _imap: [record('x.contoso.com', 143)], _submission: [record('s.contoso.com.', 587)] }),
    ).toEqual({
      source: 'srv',
      imap: { host: 'a.contoso.com', port: 993, security: 'tls' },
      smtp: { host: 's.contoso.com', port: 587, security: 'starttls' },
      username: address,
    });
    expect((await of({ _imap: [record('x.contoso.com', 143)] }))?.imap.security).toBe('starttls');
  });

  it.each([
    ['says that there is no such service', record('.', 0)],
    ['has port 0', record('a.contoso.com', 0)],
    ['is an address', record('127.0.0.1')],
    ['is no host name', record('a b.contoso.com')],
  ])('are left out where the target %s', async (_name, bad) => {
    expect(await of({ _imaps: [bad] })).toBeNull();
    expect((await of({ _imaps: [bad], _imap: [record('x.contoso.com', 143)] }))?.imap.host).toBe('x.contoso.com');
  });
});

describe('the host that Microsoft has a mailbox on', () => {
  const says = (body: string, status = 200) =>
    setUp({ 'autodiscover-s.outlook.com': { status, body } }).microsoftHost(address, 5_000);

  it('is read from its answer', async () => {
    const { microsoftHost, asked } = setUp({
      'autodiscover-s.outlook.com': JSON.stringify({ Protocol: 'ActiveSync', Url: 'https://Mail.contoso.com/x' }),
    });
    expect(await microsoftHost('a/b?c@contoso.com', 5_000)).toBe('mail.contoso.com');
    expect(asked).toEqual([
      'https://autodiscover-s.outlook.com/autodiscover/autodiscover.json/v1.0/a%2Fb%3Fc%40contoso.com?Protocol=ActiveSync',
    ]);
  });

  it.each([
    ['an error', '{"ErrorCode":"UserNotFound"}', 400],
    ['no JSON', '<html>'],
    ['another shape', '{"Url":["https://a.contoso.com"]}'],
    ['no HTTPS', '{"Url":"http://a.contoso.com"}'],
    ['an address of a computer', '{"Url":"https://[::1]/x"}'],
    ['an endless address', `{"Url":"https://a.contoso.com/${'a'.repeat(3_000)}"}`],
  ])('is not known by %s', async (_name, body, status?: number) => {
    expect(await says(body, status)).toBeNull();
  });

  it('is not waited for longer than allowed', async () => {
    const { microsoftHost, clock } = setUp({ 'autodiscover-s.outlook.com': 'never' });
    const asked = microsoftHost(address, 1_000);
    await clock.advance(1_000);
    expect(await asked).toBeNull();
  });
});
