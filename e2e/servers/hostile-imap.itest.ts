import { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHostileImap } from './hostile-imap.ts';
import { type HostileScript, hostileScripts } from './hostile-scripts.ts';
import { createTestCa, type Leaf, type TestCa } from './test-ca.ts';

let ca: TestCa;
let stopAll: (() => unknown)[] = [];
beforeAll(async () => {
  ca = await createTestCa();
});
afterEach(async () => {
  await Promise.all(stopAll.map((stop) => stop()));
  stopAll = [];
});
afterAll(() => ca.dispose());

async function start(script: HostileScript, options: { leaf?: Leaf; security?: 'tls' | 'starttls' | 'plain' } = {}) {
  const server = await startHostileImap(script, options);
  stopAll.push(() => server.stop());
  return server;
}

function client(port: number, more: object = {}): ImapFlow {
  const imap = new ImapFlow({
    host: 'localhost',
    port,
    secure: true,
    tls: { ca: [ca.caPem] },
    auth: { user: 'ada@contoso.test', pass: 'SECRET' },
    logger: false,
    ...more,
  });
  imap.on('error', () => undefined);
  stopAll.push(() => imap.close());
  return imap;
}

/** For servers that never greet: the timeout is the expected result, so its length does not matter. */
const soon = { greetingTimeout: 300 };

/** All that an error says, in one text. */
async function failure(imap: ImapFlow): Promise<string> {
  try {
    await imap.connect();
  } catch (error) {
    const { code, message, responseText } = Object(error);
    return [code, message, responseText].join(' ');
  }
  return 'connected';
}

describe('hostile IMAP server', () => {
  it('is a sane server when its script says nothing', async () => {
    const server = await start({}, { leaf: ca.leaf });
    const imap = client(server.port);
    await imap.connect();
    expect((await imap.mailboxOpen('INBOX')).exists).toBe(0);
    await imap.logout();
    expect(server.connections).toBe(1);
    expect(server.clearLines).toEqual([]);
    expect(server.lines.some((line) => line.endsWith('LOGOUT'))).toBe(true);
  });

  it.each([
    ['authenticateFailed', 'AUTHENTICATE failed.', {}],
    ['basicAuthBlocked', 'LogonDenied-BasicAuthBlocked', {}],
    ['byeAtGreeting', 'lose', {}],
    ['silent', 'greeting', soon],
  ] as const)('%s arrives as its text', async (name, text, options) => {
    const server = await start(hostileScripts[name], { leaf: ca.leaf });
    expect(await failure(client(server.port, options))).toContain(text);
  });

  it('throttled arrives as its text', async () => {
    const server = await start(hostileScripts.throttled, { leaf: ca.leaf });
    const told: string[] = [];
    // imapflow waits half a minute before it rejects.
    const warn = (entry: { err?: { responseText?: string } }): void => {
      if (entry.err?.responseText === undefined) return;
      told.push(entry.err.responseText);
      queueMicrotask(() => imap.close());
    };
    const logger = { debug() {}, info() {}, warn, error() {} };
    const imap = client(server.port, { logger });
    expect(await failure(imap)).not.toBe('connected');
    expect(told[0]).toContain('Suggested Backoff Time: 90000 milliseconds');
  });

  it.each(['nonsense', 'http'] as const)('%s is no IMAP session', async (name) => {
    const server = await start(hostileScripts[name], { leaf: ca.leaf });
    expect(await failure(client(server.port, soon))).not.toBe('connected');
    expect(server.lines.join()).not.toContain('SECRET');
  });

  it('hugeLine is no IMAP session, and is given up after the octets that were agreed on', async () => {
    const server = await start(hostileScripts.hugeLine, { leaf: ca.leaf });
    const imap = client(server.port, { maxLineLength: 1_000_000 });
    expect(await failure(imap)).toContain('LineTooLarge');
    expect(imap.stats().received).toBeGreaterThan(1_000_000);
    // The limit, and what was read in one piece when it was passed.
    expect(imap.stats().received).toBeLessThan(1_000_000 + 131_072);
    expect(server.lines.join()).not.toContain('SECRET');
  });

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrongHost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)('shows a certificate that is bad: %s (S2)', async (kind, code) => {
    const server = await start({}, { leaf: ca[kind] });
    expect(await failure(client(server.port))).toContain(code);
    expect(server.lines).toEqual([]);
  });

  it('signs in and is then not connected, expired, or silent', async () => {
    const notConnected = await start(hostileScripts.notConnected, { leaf: ca.leaf });
    const imap = client(notConnected.port);
    await imap.connect();
    await expect(imap.mailboxOpen('INBOX')).rejects.toMatchObject({
      responseText: expect.stringContaining('User is authenticated but not connected.'),
    });

    const expired = client((await start(hostileScripts.accessTokenExpired, { leaf: ca.leaf })).port);
    await expired.connect();
    const closed = new Promise((resolve) => expired.once('close', resolve));
    await expect(expired.mailboxOpen('INBOX')).rejects.toThrow();
    await closed;

    const silent = await start(hostileScripts.hangAfterLogin, { leaf: ca.leaf });
    const waiting = failure(client(silent.port));
    const first = await Promise.race([waiting, new Promise((resolve) => setImmediate(() => resolve('waiting')))]);
    expect(first).toBe('waiting');
  });

  it('upgrades by STARTTLS; strips or refuses it; never hears the password in clear (S1)', async () => {
    const starttls = { secure: false, doSTARTTLS: true };
    const good = await start({}, { leaf: ca.leaf, security: 'starttls' });
    const imap = client(good.port, starttls);
    await imap.connect();
    expect(imap.secureConnection).toBe(true);
    expect(good.clearLines.join()).not.toMatch(/LOGIN|AUTHENTICATE/);
    for (const name of ['startTlsStripped', 'startTlsRefused'] as const) {
      const server = await start(hostileScripts[name]);
      expect(await failure(client(server.port, starttls)), name).not.toBe('connected');
      expect(server.clearLines.join(), name).not.toMatch(/LOGIN|AUTHENTICATE|SECRET/);
    }
  });

  it('slips text in before TLS, which the client must not believe (S3)', async () => {
    const server = await start(hostileScripts.injectedBeforeTls, { leaf: ca.leaf, security: 'starttls' });
    const imap = client(server.port, { secure: false, doSTARTTLS: true });
    const outcome = await failure(imap);
    expect([...imap.capabilities.keys()]).not.toContain('X-INJECTED');
    expect(server.clearLines.join(), outcome).not.toContain('SECRET');
  });

  it('lists folders with strange names', async () => {
    const server = await start(hostileScripts.strangeFolders, { leaf: ca.leaf });
    const imap = client(server.port);
    await imap.connect();
    const paths = (await imap.list()).map((folder) => folder.path);
    expect(paths).toEqual(expect.arrayContaining(['say "hello" \\ twice', '日本語', '../../etc', 'line\r\ntwo']));
  });
});
