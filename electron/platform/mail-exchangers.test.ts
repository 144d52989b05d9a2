import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { mailExchangers } from './mail-exchangers.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const nameOctets = (name: string) =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** The question's name of a DNS query (RFC 1035 section 4.1.2). */
function askedName(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at] !== undefined && query[at] !== 0; at += 1 + (query[at] ?? 0)) {
    labels.push(query.subarray(at + 1, at + 1 + (query[at] ?? 0)).toString());
  }
  return labels.join('.');
}

/** An MX answer (RFC 1035 section 3.3.9); no records: there is no such domain. */
function answerTo(query: Buffer, records: readonly (readonly [number, string])[]): Buffer {
  const question = query.subarray(12, query.indexOf(0, 12) + 5);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(records.length === 0 ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const answers = records.map(([priority, exchange]) => {
    const name = nameOctets(exchange);
    const record = Buffer.alloc(14);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(15, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(name.length + 2, 10);
    record.writeUInt16BE(priority, 12);
    return Buffer.concat([record, name]);
  });
  return Buffer.concat([header, question, ...answers]);
}

/** A name server; null: it never answers. */
async function nameServer(records: readonly (readonly [number, string])[] | null) {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    asked.push(askedName(query));
    if (records !== null) socket.send(answerTo(query, records), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  stops.push(() => socket.close());
  return { asked, server: `127.0.0.1:${socket.address().port}` };
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
