import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startHostileImap } from '../../e2e/servers/hostile-imap.ts';
import type { HostileScript } from '../../e2e/servers/hostile-scripts.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { ConnectionSecurity } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { openSession } from './connection.ts';
import { testConnection } from './connection-test.ts';

const signal = new AbortController().signal;
const credentials = { kind: 'password', username: 'ada@contoso.test', password: 'CANARY-7f3a' } as const;
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});

afterAll(async () => {
  await ca?.dispose();
});

interface Attempt {
  /** What the server speaks on this port. */
  readonly server: 'tls' | 'starttls' | 'plain';
  /** What the settings say. */
  readonly security: ConnectionSecurity;
  /** Far beyond the test's own time-out where the fault is to be said at once. */
  readonly timeoutSeconds?: number;
  readonly onSignIn?: () => void;
}

/** The error of a session, and of a connection test with the same settings; both must be told at once. */
async function bothErrors(script: HostileScript, { server, security, timeoutSeconds = 300, ...more }: Attempt) {
  const running = await startHostileImap(script, server === 'plain' ? {} : { leaf: ca.leaf, security: server });
  onTestFinished(async () => await running.stop());
  const endpoint = { host: 'localhost', port: running.port, security };
  const options = { endpoint, credentials, timeoutSeconds, extraCa: ca.caPem, ...more };
  const opened = await openSession(options, signal).then(
    async (session) => await session.close(),
    (error: unknown) => error,
  );
  const report = await testConnection(openSession, options, () => undefined, signal);
  const tested = report.steps.find(({ state }) => state === 'failed')?.error;
  expect(running.clearLines.join('\n')).not.toMatch(/AUTHENTICATE|LOGIN|CANARY/);
  return { session: opened instanceof AppFailure ? opened.error : null, test: tested ?? null };
}

const goodbye = '* BYE Buy now at https://evil.test, Request is throttled. Backoff Time: 90000\r\n';
const onCommand = (asked: string, answer: (tag: string) => string): HostileScript => ({
  onCommand: ({ name, tag }) => (name === asked ? answer(tag) : undefined),
});

const greetings: readonly (readonly [string, HostileScript])[] = [
  ['NO', { greeting: '* NO go away\r\n' }],
  ['BAD', { greeting: '* BAD go away\r\n' }],
  ['garbage before * OK', { greeting: 'hello\r\n* OK ready\r\n' }],
  ['another untagged answer before * OK', { greeting: '* CAPABILITY IMAP4rev1\r\n* OK ready\r\n' }],
  ['a tagged answer', { greeting: 'A1 OK ready\r\n' }],
  ['a continuation', { greeting: '+ go on\r\n' }],
  ['PREAUTH', { greeting: '* PREAUTH welcome\r\n' }],
  ['an HTTP server', { greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' }],
  ['an SMTP server', { greeting: '220 mx.contoso.test ESMTP ready\r\n' }],
  ['a POP3 server', { greeting: '+OK POP3 ready\r\n' }],
  ['a flood of empty lines', { greeting: '\r\n', endlessly: '\r\n'.repeat(4_096) }],
  ['a greeting without an end', { greeting: '* OK ', endlessly: 'x'.repeat(65_536) }],
];

describe('H16 a server that greets with', () => {
  for (const [name, script] of greetings) {
    for (const security of ['tls', 'starttls'] as const) {
      it(`${name} is no IMAP server, at once, in a session as in a connection test (${security})`, async () => {
        const { session, test } = await bothErrors(script, { server: security, security });
        expect([session?.code, test?.code]).toEqual(['imap_protocol', 'imap_protocol']);
      });
    }
  }

  it.each(['* OK ready\n', '* OK\r\n', '* ok ready\r\n', '\r\n* OK ready\r\n', '* OK {5}\r\nhello\r\n'])(
    '%j is an IMAP server, for both',
    async (greeting) => {
      for (const security of ['tls', 'starttls'] as const) {
        expect(await bothErrors({ greeting }, { server: security, security })).toEqual({ session: null, test: null });
      }
    },
  );

  it.each(['* OK ready', '\0\0\0\0'])('%j, and then nothing, is no IMAP server', async (greeting) => {
    for (const security of ['tls', 'starttls'] as const) {
      const { session, test } = await bothErrors({ greeting }, { server: security, security, timeoutSeconds: 1 });
      expect([session?.code, test?.code]).toEqual(['imap_protocol', 'imap_protocol']);
    }
  });
});

describe('H16 S3 what is said before TLS', () => {
  it.each([
    ['as a greeting', { greeting: goodbye }, 'connection_lost'],
    ['as a greeting, closing', { greeting: goodbye, closeAfterGreeting: true }, 'connection_lost'],
    ['in answer to CAPABILITY', onCommand('CAPABILITY', () => goodbye), 'connection_lost'],
    ['in answer to STARTTLS', onCommand('STARTTLS', () => goodbye), 'connection_lost'],
    [
      'as a refusal',
      onCommand('STARTTLS', (tag) => `${tag} NO Request is throttled. Suggested Backoff Time: 90000 milliseconds\r\n`),
      'starttls_missing',
    ],
    [
      'as a refusal with a code',
      onCommand('STARTTLS', (tag) => `${tag} NO [UNAVAILABLE] Buy now, try again later\r\n`),
      'starttls_missing',
    ],
  ] as const)('%s is neither shown nor acted on', async (_name, script, code) => {
    const { session, test } = await bothErrors(script, { server: 'starttls', security: 'starttls' });
    expect([session?.code, test?.code]).toEqual([code, code]);
    for (const error of [session, test]) {
      expect(JSON.stringify(error)).not.toMatch(/Buy|evil|90000/);
      expect(error?.retryAfterMs).toBeUndefined();
    }
  });

  it('is shown where it came within TLS', async () => {
    const { session, test } = await bothErrors(
      { greeting: '* BYE Down for maintenance\r\n' },
      { server: 'tls', security: 'tls' },
    );
    for (const error of [session, test]) expect(JSON.stringify(error)).toContain('Down for maintenance');
  });
});

describe('Q2 a sign-in', () => {
  it.each(['tls', 'starttls'] as const)(
    'is told before the server can answer it, and not before TLS (%s)',
    async (security) => {
      const told: string[] = [];
      const refuse: HostileScript['onCommand'] = ({ name, tag }) => {
        if (name !== 'LOGIN' && name !== 'AUTHENTICATE') return undefined;
        told.push('asked');
        return `${tag} NO [AUTHENTICATIONFAILED] no\r\n`;
      };
      const { session } = await bothErrors(
        { onCommand: refuse },
        { server: security, security, onSignIn: () => told.push('told') },
      );
      expect(session?.code).toBe('authentication_failed');
      expect(told.slice(0, 2)).toEqual(['told', 'asked']);
      const clear = onCommand('STARTTLS', (tag) => `${tag} NO not now\r\n`);
      told.length = 0;
      await bothErrors(clear, { server: 'starttls', security: 'starttls', onSignIn: () => told.push('told') });
      expect(told).toEqual([]);
    },
  );
});

describe('H16 the wrong kind of encryption for the port', () => {
  it('TLS from the start where STARTTLS is set: named, with the time-out not half over', async () => {
    const { session, test } = await bothErrors({}, { server: 'tls', security: 'starttls' });
    for (const error of [session, test]) {
      expect([error?.code, error?.params.reason]).toEqual(['tls_failed', 'implicit_tls']);
    }
  });

  it('no TLS where it is set', async () => {
    const { session, test } = await bothErrors({}, { server: 'plain', security: 'tls' });
    expect([session?.code, test?.code]).toEqual(['tls_failed', 'tls_failed']);
  });

  it('a server that says nothing at all is not taken for one with TLS', async () => {
    const attempt = { server: 'plain', security: 'starttls', timeoutSeconds: 1 } as const;
    const { session, test } = await bothErrors({ greeting: null }, attempt);
    expect([session?.code, test?.code]).toEqual(['server_timeout', 'server_timeout']);
  });
});
