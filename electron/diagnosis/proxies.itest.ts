import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ConnectProxyOptions, startConnectProxy } from '../../e2e/servers/connect-proxy.ts';
import { startHostileImap } from '../../e2e/servers/hostile-imap.ts';
import { type SocksProxyOptions, startSocksProxy } from '../../e2e/servers/socks-proxy.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { verdicts } from '../../shared/verdicts.ts';
import { openSession } from '../imap/connection.ts';
import { nodeHttpsTransport, TransportFailure } from '../platform/net-client.ts';
import { setRoutes } from '../platform/proxy/connect-tcp.ts';
import { type OpenRoute, type ProxyRoute, routesOf } from '../platform/proxy/route.ts';
import { SmtpLink, waitsOf } from '../smtp/smtp-link.ts';
import { at, climb, imapAt, password, smtpAt } from './ladder-fixture.ts';

const never = new AbortController().signal;
const right = { username: 'ada', password: 'CANARY7f3a ünd:so' };
const users = { [right.username]: right.password };

let ca: TestCa;
let proxysOwn: TestCa;
beforeAll(async () => {
  ca = await createTestCa();
  proxysOwn = await createTestCa();
});
afterAll(async () => {
  await ca.dispose();
  await proxysOwn.dispose();
});
afterEach(() => {
  setRoutes({ find: async () => [{ via: 'direct' }], challenged: async () => undefined });
});

/** This computer's settings, as Chromium writes them. @returns what proxies asked for */
function settings(rules: string, credentials: typeof right | null = null) {
  const challenges: { proxy: ProxyRoute; refused: boolean }[] = [];
  setRoutes({
    find: async () =>
      routesOf(rules).map((route) => (route.via === 'direct' ? route : ({ ...route, credentials } as OpenRoute))),
    challenged: async (proxy, refused) => void challenges.push({ proxy, refused }),
  });
  return challenges;
}

async function httpProxy(options: ConnectProxyOptions = {}) {
  const proxy = await startConnectProxy(options);
  onTestFinished(() => proxy.stop());
  return proxy;
}

async function socksProxy(options: SocksProxyOptions = {}) {
  const proxy = await startSocksProxy(options);
  onTestFinished(() => proxy.stop());
  return proxy;
}

async function open(endpoint: ServerEndpoint, extraCa = ca.caPem) {
  const session = await openSession({ endpoint, credentials: password, timeoutSeconds: 20, extraCa }, never);
  await session.close();
}

async function failureOf(attempt: Promise<unknown>) {
  const cause = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  return cause instanceof AppFailure ? cause.error : cause;
}

describe('by a proxy of the web', () => {
  it.each(['tls', 'starttls'] as const)('IMAP and SMTP are spoken through it (%s)', async (security) => {
    const proxy = await httpProxy();
    settings(`PROXY 127.0.0.1:${proxy.port}`);
    const server = await startHostileImap({}, { leaf: ca.leaf, security });
    onTestFinished(() => server.stop());
    await open(at(server.port, security));
    const { endpoint } = await smtpAt(ca, { implicitTls: security === 'tls' });
    const link = new SmtpLink(endpoint, ca.caPem, waitsOf(20));
    await link.run(() => link.open());
    expect(proxy.requests.map(({ target, status }) => `${target} ${status}`)).toEqual([
      `localhost:${server.port} 200`,
      `localhost:${endpoint.port} 200`,
    ]);
  });

  it('a diagnosis goes the same way, and says so', async () => {
    const proxy = await httpProxy();
    settings(`PROXY 127.0.0.1:${proxy.port}`);
    const { endpoint: imap } = await imapAt({}, ca);
    const { endpoint: smtp } = await smtpAt(ca);
    const { verdict, rungs } = await climb({ ca, patient: { imap, smtp } });
    expect(verdict).toBe('all_well');
    const facts = rungs.flatMap(({ name, facts }) => facts.map((fact) => `${name} ${fact.name} ${fact.value}`));
    expect(facts).toContain(`tcp proxy 127.0.0.1:${proxy.port}`);
    expect(facts).toContain(`smtp_tcp proxy 127.0.0.1:${proxy.port}`);
    // The proxy looks the name up.
    expect(facts.some((fact) => fact.startsWith('dns addresses'))).toBe(false);
    expect(proxy.requests.length).toBe(3);
  });

  it('that wants a password gets it, as RFC 7617 writes it', async () => {
    const proxy = await httpProxy({ users });
    settings(`PROXY 127.0.0.1:${proxy.port}`, right);
    const { endpoint } = await imapAt({}, ca);
    await open(endpoint);
    expect(proxy.requests).toEqual([{ target: `localhost:${endpoint.port}`, user: 'ada', status: 200 }]);
  });

  it.each([
    ['none', null, false],
    ['another one', { ...right, password: 'wrong' }, true],
  ])('that wants a password and has %s is not gone around', async (_name, credentials, refused) => {
    const proxy = await httpProxy({ users });
    const challenges = settings(`PROXY 127.0.0.1:${proxy.port}`, credentials);
    const { endpoint, server } = await imapAt({}, ca);
    expect(await failureOf(open(endpoint))).toMatchObject({ code: 'proxy_password_wanted' });
    expect(challenges).toEqual([{ proxy: { via: 'http', host: '127.0.0.1', port: proxy.port }, refused }]);
    const { verdict } = await climb({ ca, patient: { imap: endpoint } });
    expect(verdict).toBe('proxy_password');
    expect(server.connections).toBe(0);
  });

  it.each(['Negotiate; NTLM', 'NTLM', 'Digest realm="Basic", nonce="x"'])(
    'that wants a sign-in of another kind is named, and it is its administrator’s turn: %s',
    async (schemes) => {
      const proxy = await httpProxy({ users, schemes });
      settings(`PROXY 127.0.0.1:${proxy.port}`);
      const { endpoint } = await imapAt({}, ca);
      expect(await failureOf(open(endpoint))).toMatchObject({ code: 'proxy_failed', params: { reason: 'method' } });
      const { verdict } = await climb({ ca, patient: { imap: endpoint } });
      expect(verdict).toBe('proxy_sign_in');
      expect(verdicts.proxy_sign_in.whose).toBe('admin');
      expect(proxy.requests.every(({ user }) => user === null)).toBe(true);
    },
  );

  it('that has the port closed is gone around where the server can be reached, and named where it cannot', async () => {
    const proxy = await httpProxy();
    settings(`PROXY 127.0.0.1:${proxy.port}`);
    const { endpoint, server } = await imapAt({}, ca);
    proxy.closedPorts.add(endpoint.port);
    await open(endpoint);
    expect(server.connections).toBe(1);
    await server.stop();
    expect(await failureOf(open(endpoint))).toEqual({
      code: 'proxy_failed',
      params: {
        reason: 'refused',
        proxy: `127.0.0.1:${proxy.port}`,
        server: `localhost:${endpoint.port}`,
        status: 403,
      },
      retryable: true,
    });
    expect((await climb({ ca, patient: { imap: endpoint } })).verdict).toBe('proxy_refused');
  });

  it('that is not there: the next one is taken, or the direct way where the settings name it', async () => {
    const [gone, proxy] = [await httpProxy(), await httpProxy()];
    await gone.stop();
    const { endpoint } = await imapAt({}, ca);
    settings(`PROXY 127.0.0.1:${gone.port}; PROXY 127.0.0.1:${proxy.port}`);
    await open(endpoint);
    expect(proxy.requests.length).toBe(1);
    settings(`SOCKS5 127.0.0.1:${gone.port}; DIRECT`);
    await open(endpoint);
    expect(proxy.requests.length).toBe(1);
  });

  it('that reads TLS along is named by its authority, and trusted with that', async () => {
    const proxy = await httpProxy({ intercept: { leaf: proxysOwn.leaf, caPem: ca.caPem } });
    settings(`PROXY 127.0.0.1:${proxy.port}`);
    const { endpoint, server } = await imapAt({}, ca);
    expect(await failureOf(open(endpoint))).toMatchObject({
      code: 'tls_untrusted',
      params: { reason: 'chain', because: 'unknown_authority', issuer: 'Heron test CA' },
    });
    expect((await climb({ ca, patient: { imap: endpoint } })).verdict).toBe('certificate_not_trusted');
    const seen = server.connections;
    await open(endpoint, proxysOwn.caPem);
    expect(server.connections).toBe(seen + 1);
  });

  it('that reads TLS along is trusted by the system’s store, where the runtime can tell it', async () => {
    const proxy = await httpProxy({ intercept: { leaf: proxysOwn.leaf, caPem: ca.caPem } });
    const { endpoint } = await imapAt({}, ca);
    const former: unknown = Reflect.get(tls, 'getCACertificates');
    // As Node tells it from version 22.15 on; the engine of these tests is older.
    Reflect.set(tls, 'getCACertificates', (kind: string) =>
      kind === 'system' ? [proxysOwn.caPem] : [...tls.rootCertificates],
    );
    vi.resetModules();
    onTestFinished(() => {
      if (former === undefined) Reflect.deleteProperty(tls, 'getCACertificates');
      else Reflect.set(tls, 'getCACertificates', former);
      vi.resetModules();
    });
    const anew = { ...(await import('../imap/connection.ts')), ...(await import('../platform/proxy/connect-tcp.ts')) };
    anew.setRoutes({
      find: async () => [{ via: 'http', host: '127.0.0.1', port: proxy.port, credentials: null }],
      challenged: async () => undefined,
    });
    const session = await anew.openSession(
      { endpoint, credentials: password, timeoutSeconds: 20, extraCa: null },
      never,
    );
    await session.close();
    expect(proxy.requests.map(({ status }) => status)).toEqual([200]);
  });

  it('the sign-in’s HTTPS goes the same way', async () => {
    const proxy = await httpProxy({ users });
    settings(`PROXY 127.0.0.1:${proxy.port}`);
    const { endpoint } = await imapAt({ greeting: 'HTTP/1.1 204 No\r\nConnection: close\r\n\r\n' }, ca);
    const ask = () =>
      nodeHttpsTransport(ca.caPem)({ method: 'GET', url: `https://localhost:${endpoint.port}/`, headers: {} }, never);
    const refused = await failureOf(ask());
    expect(refused instanceof TransportFailure && refused.fault).toBe('proxy_password');
    settings(`PROXY 127.0.0.1:${proxy.port}`, right);
    expect((await ask()).status).toBe(204);
    expect(proxy.requests.map(({ status }) => status)).toEqual([407, 200]);
  });

  it('an attempt that is given up leaves nothing, wherever it stands', async () => {
    const sockets = new Set<Socket>();
    let seen = 0;
    const silent = createServer((socket) => {
      seen += 1;
      sockets.add(
        socket
          .resume()
          .on('error', () => undefined)
          .on('close', () => sockets.delete(socket)),
      );
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    // A server that says nothing in the place of a proxy.
    for (const rules of [`PROXY localhost:${port}`, `SOCKS5 localhost:${port}`]) {
      settings(rules);
      const abort = new AbortController();
      const before = seen;
      const attempt = openSession(
        { endpoint: at(1), credentials: password, timeoutSeconds: 60, extraCa: ca.caPem },
        abort.signal,
      );
      await expect.poll(() => seen).toBe(before + 1);
      abort.abort();
      expect(await failureOf(attempt)).toMatchObject({ code: 'cancelled' });
      await expect.poll(() => sockets.size).toBe(0);
    }
  });
});

describe('by a SOCKS proxy', () => {
  it.each([
    ['SOCKS5', '5', {}],
    ['SOCKS5', '5', { user: { name: right.username, password: right.password } }],
    ['SOCKS5', '5', { piecemeal: true, user: { name: right.username, password: right.password } }],
    ['SOCKS', '4', {}],
    ['SOCKS', '4', { piecemeal: true }],
  ] as const)(
    '%s: the server’s name is looked up there, and nothing that it says is lost',
    async (scheme, version, options) => {
      const proxy = await socksProxy(options);
      settings(`${scheme} 127.0.0.1:${proxy.port}`, right);
      // With STARTTLS the server speaks first.
      const server = await startHostileImap({}, { leaf: ca.leaf, security: 'starttls' });
      onTestFinished(() => server.stop());
      await open(at(server.port, 'starttls'));
      expect(proxy.requests).toEqual([`${version} localhost:${server.port}`]);
    },
  );

  it.each([
    ['wants a password', { user: { name: 'ada', password: 'x' } }, null, 'proxy_password_wanted', 'asked'],
    ['wants another password', { user: { name: 'ada', password: 'x' } }, right, 'proxy_password_wanted', 'asked'],
    ['does not allow it', { refuseWith: 2 }, null, 'proxy_failed', 'refused'],
    ['says that the server refuses', { refuseWith: 5 }, null, 'connection_refused', 'refuses'],
  ])('that %s is named, and never gone around', async (_name, options, credentials, code, reason) => {
    const proxy = await socksProxy(options);
    settings(`SOCKS5 127.0.0.1:${proxy.port}`, credentials);
    const { endpoint, server } = await imapAt({}, ca);
    expect(await failureOf(open(endpoint))).toMatchObject({ code, params: { reason } });
    expect(server.connections).toBe(0);
  });

  it('that is none, or gone, is said to be unreachable', async () => {
    const { endpoint } = await imapAt({}, ca);
    const web = await startHostileImap(
      { greeting: 'HTTP/1.1 400 No\r\n\r\n' },
      { leaf: ca.leaf, security: 'starttls' },
    );
    onTestFinished(() => web.stop());
    for (const port of [web.port, 1]) {
      settings(`SOCKS5 127.0.0.1:${port}`);
      expect(await failureOf(open(endpoint))).toMatchObject({
        code: 'proxy_failed',
        params: { reason: 'unreachable', proxy: `127.0.0.1:${port}` },
      });
    }
  });
});

it('I2 no error and no rung tells the proxy’s password', async () => {
  const proxy = await httpProxy({ users: { ada: 'other' } });
  settings(`PROXY 127.0.0.1:${proxy.port}`, right);
  const { endpoint } = await imapAt({}, ca);
  const told = JSON.stringify([await failureOf(open(endpoint)), await climb({ ca, patient: { imap: endpoint } })]);
  expect(told).toContain('proxy_password_wanted');
  expect(told).not.toContain('CANARY7f3a');
  expect(told).not.toContain(Buffer.from(`ada:${right.password}`).toString('base64'));
});
