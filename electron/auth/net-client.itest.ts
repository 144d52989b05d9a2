import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../../e2e/servers/connect-proxy.ts';
import { createTestCa, type Leaf, type TestCa } from '../../e2e/servers/test-ca.ts';
import { nodeHttpsTransport, TransportFailure } from '../platform/net-client.ts';
import { setRoutes } from '../platform/proxy/connect-tcp.ts';
import { readExtraCa } from '../platform/trust.ts';

let ca: TestCa;
const servers: Server[] = [];
beforeAll(async () => {
  ca = await createTestCa();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterAll(() => ca.dispose());

async function serve(leaf: Leaf, answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer({ cert: leaf.cert, key: leaf.key }, answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

const transport = (deadlineMs?: number) => nodeHttpsTransport(readExtraCa(ca.caPath).pem ?? '', deadlineMs);
const get = (url: string) => ({ method: 'GET', url, headers: {} }) as const;
const never = new AbortController().signal;

async function faultIn(promise: Promise<unknown>): Promise<string> {
  const cause: unknown = await promise.then(
    () => 'nothing',
    (reason: unknown) => reason,
  );
  return cause instanceof TransportFailure ? cause.fault : String(cause);
}

describe('nodeHttpsTransport', () => {
  it('trusts HERON_EXTRA_CA, posts, and keeps an error’s body', async () => {
    const url = await serve(ca.leaf, async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.writeHead(400, { 'Retry-After': '2' }).end(`${request.method} ${body}`);
    });
    const response = await transport()({ method: 'POST', url, headers: {}, body: 'a=ä' }, never);
    expect(response).toMatchObject({ status: 400, body: 'POST a=ä' });
    expect(response.headers['retry-after']).toBe('2');
  });

  it('names a server without its port where that is the usual one', async () => {
    const hosts: (string | undefined)[] = [];
    const answer = (request: { headers: { host?: string } }, response: { end(): void }) => {
      hosts.push(request.headers.host);
      response.end();
    };
    const url = await serve(ca.leaf, answer);
    const { port } = new URL(url);
    const proxy = await startConnectProxy({ standIns: { 'localhost:443': Number(port) } });
    const route = { via: 'http', host: '127.0.0.1', port: proxy.port, credentials: null } as const;
    const before = setRoutes({ find: async () => [route], challenged: async () => undefined });
    try {
      await transport()(get('https://localhost/'), never);
      await transport()(get(url), never);
    } finally {
      setRoutes(before);
      await proxy.stop();
    }
    expect(hosts).toEqual(['localhost', `localhost:${port}`]);
  });

  it.each([
    ['expired', 'tls_expired'],
    ['wrongHost', 'tls_wrong_host'],
    ['selfSigned', 'tls_untrusted'],
  ] as const)('S2 fails closed at a certificate that is %s', async (leaf, fault) => {
    const url = await serve(ca[leaf], (_request, response) => response.end('x'));
    expect(await faultIn(transport()(get(url), never))).toBe(fault);
  });

  it('S2 trusts the test authority only where it is named', async () => {
    const url = await serve(ca.leaf, (_request, response) => response.end('x'));
    expect(await faultIn(nodeHttpsTransport('')(get(url), never))).toBe('tls_untrusted');
  });

  it('does not follow a redirect, and stops reading after 1 MB', async () => {
    const redirecting = await serve(ca.leaf, (_request, response) => response.writeHead(302, { location: '/' }).end());
    expect(await faultIn(transport()(get(redirecting), never))).toBe('redirected');
    const huge = await serve(ca.leaf, (_request, response) => response.end(Buffer.alloc(2_000_000)));
    expect(await faultIn(transport()(get(huge), never))).toBe('too_large');
  });

  it('ends at its deadline, at a cancel, and when the connection is cut', async () => {
    const hanging = await serve(ca.leaf, () => undefined);
    expect(await faultIn(transport(100)(get(hanging), never))).toBe('timeout');
    const cancel = new AbortController();
    const cancelling = await serve(ca.leaf, () => cancel.abort());
    expect(await faultIn(transport()(get(cancelling), cancel.signal))).toBe('cancelled');
    const cutting = await serve(ca.leaf, (request) => request.socket.destroy());
    expect(await faultIn(transport()(get(cutting), never))).toBe('lost');
    const halfway = await serve(ca.leaf, (request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => request.socket.destroy());
    });
    expect(await faultIn(transport()(get(halfway), never))).toBe('lost');
  });

  it('names an unknown host and a closed port', async () => {
    expect(await faultIn(transport()(get('https://no-such-host.invalid/'), never))).toBe('dns');
    const url = await serve(ca.leaf, () => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await faultIn(transport()(get(url), never))).toBe('refused');
  });
});
