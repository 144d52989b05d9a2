import { once } from 'node:events';
import { request } from 'node:https';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFailed, onTestFinished, vi } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { type IdentityProvider, startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type Leaf, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { ConnectionReport, ConnectionSecurity } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { Credentials } from '../mail/credentials.ts';
import { openSession } from './connection.ts';
import { testConnection } from './connection-test.ts';
import type { OpenSession } from './session.ts';

const address = 'ada@contoso.test';
const byPassword: Credentials = { kind: 'password', username: address, password: 'correct horse' };
const signal = new AbortController().signal;
let ca: TestCa;
let idp: IdentityProvider;
let dovecot: Dovecot;

beforeAll(async () => {
  ca = await createTestCa();
  idp = await startIdentityProvider({ leaf: ca.leaf, canary: 'CANARY-7f3a' });
  idp.addUser({ address });
  dovecot = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl });
  await dovecot.addUser(address, { password: 'correct horse' });
  await dovecot.seed(address, 'INBOX', [
    buildMessage({ subject: 'Grüße', from: 'Grace <grace@contoso.test>', text: 'Hallo' }),
  ]);
});

afterAll(async () => {
  await dovecot?.stop();
  await idp?.stop();
  await ca?.dispose();
});

type Options = Parameters<OpenSession>[0];

function at(port: number, more: Partial<Options> = {}, security: ConnectionSecurity = 'tls'): Options {
  return {
    endpoint: { host: 'localhost', port, security },
    credentials: byPassword,
    timeoutSeconds: 60,
    extraCa: ca.caPem,
    ...more,
  };
}

async function failure(options: Options) {
  const error = await openSession(options, signal).then(
    () => null,
    (failed: unknown) => failed,
  );
  expect(error).toMatchObject({ name: 'AppFailure' });
  return error as { error: AppError };
}

/** A plain relay that tells when the client has let go of every connection. */
async function leavingNoSocket<T>(port: number, act: (relay: { port: number }) => Promise<T>): Promise<T> {
  let live = 0;
  let opened = 0;
  let released = (): void => undefined;
  const relay = createServer((client) => {
    live += 1;
    opened += 1;
    const server = connect(port, '127.0.0.1');
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => undefined);
    let gone = false;
    const letGo = (): void => {
      if (gone) return;
      gone = true;
      live -= 1;
      server.destroy();
      client.destroy();
      released();
    };
    client.on('end', letGo);
    client.on('close', letGo);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const listening = relay.address();
  const result = await act({ port: typeof listening === 'object' && listening ? listening.port : 0 });
  while (live > 0) {
    await new Promise<void>((resolve) => {
      released = resolve;
    });
  }
  relay.close();
  expect(opened).toBeGreaterThan(0);
  return result;
}

async function withCertificate<T>(leaf: Leaf, act: (server: { port: number }) => Promise<T>): Promise<T> {
  const proxy = await startFaultProxy({ target: { port: dovecot.tlsPort }, intercept: { leaf, caPem: ca.caPem } });
  try {
    return await leavingNoSocket(proxy.port, act);
  } finally {
    await proxy.stop();
  }
}

async function post(path: string, form: Record<string, string>): Promise<Record<string, string>> {
  return await new Promise((resolve, reject) => {
    const body = new URLSearchParams(form).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(
      `${idp.authority}/organizations/oauth2/v2.0/${path}`,
      { method: 'POST', ca: ca.caPem, headers, agent: false },
      (reply) => {
        let text = '';
        reply.on('data', (chunk) => {
          text += chunk;
        });
        reply.on('end', () => resolve(JSON.parse(text)));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function token(): Promise<Credentials> {
  const clientId = '11111111-2222-3333-4444-555555555555';
  const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access';
  const code = await post('devicecode', { client_id: clientId, scope });
  idp.approve(code['user_code'] ?? '', address);
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const tokens = await post('token', {
    client_id: clientId,
    grant_type: grant,
    device_code: code['device_code'] ?? '',
  });
  return { kind: 'xoauth2', username: address, accessToken: tokens['access_token'] ?? '' };
}

describe('signing in to Dovecot', () => {
  it.each(['tls', 'starttls'] as const)('by password over %s, and leaves no socket', async (security) => {
    onTestFailed(async () => {
      process.stderr.write(await dovecot.log());
    });
    await leavingNoSocket(security === 'tls' ? dovecot.tlsPort : dovecot.plainPort, async ({ port }) => {
      const session = await openSession(at(port, {}, security), signal);
      expect((await session.select('INBOX', signal)).exists).toBe(1);
      await session.close();
      await session.close();
      expect(session.closed).toBe(true);
      await expect(session.noop(signal)).rejects.toMatchObject({ error: { code: 'cancelled' } });
    });
  });

  it('by XOAUTH2, and refuses a stale token with token_rejected', async () => {
    const credentials = await token();
    const session = await openSession(at(dovecot.tlsPort, { credentials }), signal);
    await session.select('INBOX', signal);
    expect((await session.fetchEnvelopesBySequence({ from: 1, to: 1 }, signal)).envelopes).toMatchObject([
      { subject: 'Grüße' },
    ]);
    await session.close();
    idp.expireAccessTokens(address);
    const { error } = await leavingNoSocket(dovecot.tlsPort, ({ port }) => failure(at(port, { credentials })));
    expect(error.code).toBe('token_rejected');
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });

  it('by OAUTHBEARER where the server offers it', async () => {
    const other = await startDovecot({
      leaf: ca.leaf,
      introspectionUrl: idp.introspectionUrl,
      oauthBearer: true,
      like: 'dovecot',
    });
    try {
      await other.addUser(address);
      const credentials = await token();
      const session = await openSession(at(other.tlsPort, { credentials }), signal);
      expect((await session.status('INBOX', signal)).highestModseq).not.toBeNull();
      await session.close();
      idp.expireAccessTokens(address);
      expect((await failure(at(other.tlsPort, { credentials }))).error.code).toBe('token_rejected');
    } finally {
      await other.stop();
    }
  });

  it('tells a wrong password from blocked passwords', async () => {
    const wrong = { ...byPassword, password: 'incorrect horse' };
    const { error } = await leavingNoSocket(dovecot.tlsPort, ({ port }) => failure(at(port, { credentials: wrong })));
    expect(error.code).toBe('authentication_failed');
    expect(JSON.stringify(error)).not.toContain('incorrect');
    await dovecot.basicAuthBlocked(address, true);
    try {
      expect((await failure(at(dovecot.tlsPort))).error.code).toBe('basic_auth_blocked');
    } finally {
      await dovecot.basicAuthBlocked(address, false);
    }
  });
});

describe('S2 certificates fail closed, with the reason', () => {
  it('expired', async () => {
    const { error } = await withCertificate(ca.expired, (proxy) => failure(at(proxy.port)));
    expect(error).toMatchObject({
      code: 'tls_expired',
      params: { reason: 'expired', date: expect.stringMatching(/.+/) },
    });
  });

  it('for another host', async () => {
    const { error } = await withCertificate(ca.wrongHost, (proxy) => failure(at(proxy.port)));
    expect(error.code).toBe('tls_wrong_host');
  });

  it('self-signed, and from an unknown authority with its name', async () => {
    const selfSigned = await withCertificate(ca.selfSigned, (proxy) => failure(at(proxy.port)));
    expect(selfSigned.error).toMatchObject({ code: 'tls_untrusted', params: { because: 'self_signed' } });
    const unknown = await failure(at(dovecot.tlsPort, { extraCa: null }));
    expect(unknown.error).toMatchObject({ code: 'tls_untrusted', params: { issuer: expect.stringMatching(/.+/) } });
  });

  it('does not speak TLS at all', async () => {
    const { error } = await failure(at(dovecot.plainPort));
    expect(error.code).toBe('tls_failed');
  });
});

describe('servers that are not there', () => {
  it('unknown name and refused port', async () => {
    const unknown = at(993, { endpoint: { host: 'no-such-host.invalid', port: 993, security: 'tls' } });
    expect((await failure(unknown)).error.code).toBe('dns_failed');
    const proxy = await startFaultProxy({ target: { port: dovecot.tlsPort } });
    await proxy.set({ kind: 'refuse' });
    expect((await failure(at(proxy.port))).error.code).toBe('connection_refused');
    await proxy.stop();
  });

  it('hanging: one deadline for everything; an abort ends it at once', async () => {
    const proxy = await startFaultProxy({ target: { port: dovecot.tlsPort } });
    await proxy.set({ kind: 'hang' });
    const { error } = await leavingNoSocket(proxy.port, ({ port }) => failure(at(port, { timeoutSeconds: 1 })));
    expect(error).toMatchObject({ code: 'server_timeout', params: { reason: 'no_answer_within', seconds: 1 } });
    await proxy.whenConnections(0);
    await leavingNoSocket(proxy.port, async ({ port }) => {
      const controller = new AbortController();
      const opening = openSession(at(port, { timeoutSeconds: 300 }), controller.signal);
      const outcome = expect(opening).rejects.toMatchObject({ error: { code: 'cancelled' } });
      await proxy.whenConnections(1);
      controller.abort();
      await outcome;
    });
    await proxy.stop();
  });
});

describe('the connection test', () => {
  it.each(['tls', 'starttls'] as const)('passes every step over %s and leaves no socket', async (security) => {
    const seen: string[] = [];
    const options = at(security === 'tls' ? dovecot.tlsPort : dovecot.plainPort, {}, security);
    const report = await testConnection(
      openSession,
      options,
      ({ steps }) => {
        seen.push(steps.map(({ state }) => state[0]).join(''));
      },
      signal,
    );
    expect(report.steps.map(({ step, state }) => [step, state])).toEqual(
      ['dns', 'tcp', 'tls', 'greeting', 'sign_in', 'mailbox'].map((step) => [step, 'passed']),
    );
    expect(report.ok).toBe(true);
    expect(seen[0]).toBe('rppppp');
    expect(seen).toHaveLength(12);
  });

  const failing = async (options: Options, abort = signal, progress = (_report: ConnectionReport) => undefined) => {
    const report = await testConnection(openSession, options, progress, abort);
    const failed = report.steps.find(({ state }) => state === 'failed');
    expect(report.ok).toBe(false);
    return [failed?.step, failed?.error?.code, failed?.error?.params] as const;
  };

  it('names the step that failed', async () => {
    const nowhere = { host: 'no-such-host.invalid', port: 993, security: 'tls' } as const;
    expect((await failing(at(993, { endpoint: nowhere }))).slice(0, 2)).toEqual(['dns', 'dns_failed']);
    const proxy = await startFaultProxy({ target: { port: dovecot.tlsPort } });
    await proxy.set({ kind: 'refuse' });
    expect((await failing(at(proxy.port))).slice(0, 2)).toEqual(['tcp', 'connection_refused']);
    await proxy.set({ kind: 'hang' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const [step, code, params] = await failing(at(proxy.port), signal, ({ steps }) => {
      if (steps[2]?.state === 'running') vi.advanceTimersByTime(60_000);
    });
    vi.useRealTimers();
    expect([step, code]).toEqual(['tls', 'server_timeout']);
    expect(params).toMatchObject({ reason: 'test', step: 'tls' });
    await proxy.stop();
    const self = await withCertificate(ca.selfSigned, (bad) => failing(at(bad.port)));
    expect(self.slice(0, 2)).toEqual(['tls', 'tls_untrusted']);
    const wrong = { ...byPassword, password: 'incorrect horse' };
    expect((await failing(at(dovecot.tlsPort, { credentials: wrong }))).slice(0, 2)).toEqual([
      'sign_in',
      'authentication_failed',
    ]);
    expect((await failing(at(dovecot.tlsPort), AbortSignal.abort())).slice(0, 2)).toEqual(['dns', 'cancelled']);
  });
});
