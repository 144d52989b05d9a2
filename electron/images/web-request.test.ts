import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AddressPorts } from './fetch-image.ts';
import { postUnsubscribe } from './web-request.ts';

let server: Server;
let origin: string;
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    if (request.url === '/moved') response.writeHead(307, { location: '/leave' });
    else response.writeHead(request.url === '/leave' ? 202 : 410, { 'set-cookie': 'seen=1' });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

const ports = (trusted: boolean): AddressPorts => ({
  resolve: async () => [{ address: '10.0.0.7', family: 4 }],
  usesProxy: async () => false,
  ca: null,
  trustedOrigin: trusted ? origin : null,
});

describe('postUnsubscribe (RFC 8058)', () => {
  it('posts what the RFC says, and nothing that tells who it is', async () => {
    expect(await postUnsubscribe(`${origin}/leave`, ports(true))).toBe(true);
    expect(await postUnsubscribe(`${origin}/leave`, ports(true))).toBe(true);
    expect(asked).toHaveLength(2);
    for (const { method, body, headers } of asked) {
      expect([method, body]).toEqual(['POST', 'List-Unsubscribe=One-Click']);
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['cookie']));
      expect(headers.referer).toBeUndefined();
    }
  });

  it('follows no redirect, and says that a refusal is one', async () => {
    expect(await postUnsubscribe(`${origin}/moved`, ports(true))).toBe(false);
    expect(await postUnsubscribe(`${origin}/gone`, ports(true))).toBe(false);
    expect(asked.map(({ url }) => url)).toEqual(['/moved', '/gone']);
  });

  it('asks no address of this network, no name that leads there, and nothing without TLS', async () => {
    for (const url of [
      `${origin}/leave`,
      'https://127.0.0.1/leave',
      'https://[::1]/leave',
      'https://router.local/leave',
      'https://list.example.com/leave',
      'https://a:b@list.example.com/',
      'javascript:alert(1)',
      '',
    ]) {
      expect(await postUnsubscribe(url, ports(false)), url).toBe(false);
    }
    expect(asked).toEqual([]);
  });
});
