/** A name server on 127.0.0.1 that knows MX and SRV records, for tests of what an address tells. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** MX: priority and exchanger. SRV: priority, weight, port and target. */
export type MxRecord = readonly [number, string];
type SrvRecord = readonly [number, number, number, string];
export interface Zone {
  readonly mx?: Readonly<Record<string, readonly MxRecord[]>>;
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
}

export interface NameServer {
  /** As `Resolver.setServers` takes it. */
  readonly server: string;
  /** The names that it was asked for. */
  readonly asked: string[];
  stop(): void;
}

const types = { mx: 15, srv: 33 } as const;

const nameOctets = (name: string) =>
  Buffer.concat([
    ...name
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** The question of a DNS query (RFC 1035 section 4.1.2). */
function question(query: Buffer): { name: string; type: number } {
  const labels: string[] = [];
  let at = 12;
  for (; query[at] !== undefined && query[at] !== 0; at += 1 + (query[at] ?? 0)) {
    labels.push(query.subarray(at + 1, at + 1 + (query[at] ?? 0)).toString());
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1) };
}

function dataOf(numbers: readonly number[], name: string): Buffer {
  const fields = Buffer.alloc(numbers.length * 2);
  for (const [index, number] of numbers.entries()) fields.writeUInt16BE(number, index * 2);
  return Buffer.concat([fields, nameOctets(name)]);
}

/** An answer with these records (RFC 1035 section 3.3.9, RFC 2782); no records: there is no such name. */
function answerTo(query: Buffer, type: number, records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(records.length === 0 ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const answers = records.map((data) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([header, query.subarray(12, query.indexOf(0, 12) + 5), ...answers]);
}

/** @param zone null: it never answers */
export async function startNameServer(zone: Zone | null): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type } = question(query);
    asked.push(name);
    if (zone === null) return;
    const records =
      type === types.mx
        ? (zone.mx?.[name] ?? []).map(([priority, exchanger]) => dataOf([priority], exchanger))
        : (zone.srv?.[name] ?? []).map(([priority, weight, port, target]) => dataOf([priority, weight, port], target));
    socket.send(answerTo(query, type, records), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { asked, server: `127.0.0.1:${socket.address().port}`, stop: () => socket.close() };
}
