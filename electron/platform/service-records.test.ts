import { afterEach, describe, expect, it } from 'vitest';
import { startNameServer } from './fake-name-server.ts';
import { serviceRecords } from './service-records.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const never = new AbortController().signal;

async function nameServer(zone: Parameters<typeof startNameServer>[0]) {
  const server = await startNameServer(zone);
  stops.push(server.stop);
  return server;
}

describe('serviceRecords', () => {
  it('answers what the name server has of a service, and nothing for one that it has not', async () => {
    const { server } = await nameServer({ srv: { '_imaps._tcp.contoso.com': [[10, 5, 993, 'mail.contoso.com']] } });
    const found = await serviceRecords([server])('_imaps._tcp.contoso.com', never);
    expect(found).toEqual([{ name: 'mail.contoso.com', port: 993, priority: 10, weight: 5 }]);
    expect(await serviceRecords([server])('_imap._tcp.contoso.com', never)).toEqual([]);
  });

  it('asks of no domain that cannot be public, and of none after it was stopped', async () => {
    const { server, asked } = await nameServer({});
    expect(await serviceRecords([server])('_imaps._tcp.contoso.test', never)).toEqual([]);
    expect(await serviceRecords([server])('_imaps._tcp.contoso.com', AbortSignal.abort())).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('ends when it is stopped, though no answer comes', async () => {
    const { server, asked } = await nameServer(null);
    const stop = new AbortController();
    const waiting = serviceRecords([server])('_imaps._tcp.contoso.com', stop.signal);
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    stop.abort();
    expect(await waiting).toEqual([]);
  });
});
