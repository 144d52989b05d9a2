import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../e2e/servers/smtp-server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { Credentials } from '../mail/credentials.ts';
import { scriptedServer } from './smtp-script.ts';
import { submitWithin } from './smtp-submission.ts';
import type { OutgoingMessage, SubmissionOptions, SubmissionOutcome } from './submission.ts';

const ada = 'ada@contoso.test';
const password: Credentials = { kind: 'password', username: ada, password: 'correct horse' };
const waits = { stepMs: 20_000, finalMs: 20_000 };
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());

async function sink(options: Partial<SmtpSinkOptions> = {}): Promise<SmtpSink> {
  const started = await startSmtpSink({ leaf: ca.leaf, users: { [ada]: 'correct horse' }, ...options });
  onTestFinished(() => started.stop());
  return started;
}

function message(to: readonly string[] = ['grace@navy.test'], body = 'Hello'): OutgoingMessage {
  const source = Buffer.from(`From: ${ada}\r\nMessage-ID: <${randomUUID()}@contoso.test>\r\n\r\n${body}\r\n`);
  return {
    envelope: { from: ada, to },
    size: source.length,
    eightBit: false,
    bccField: '',
    open: () => Readable.from([source]),
  };
}

async function submit(
  port: number,
  outgoing = message(),
  options: Partial<SubmissionOptions> = {},
  within = waits,
  signal = new AbortController().signal,
): Promise<SubmissionOutcome & { handedOver: number }> {
  let handedOver = 0;
  const outcome = await submitWithin(
    outgoing,
    {
      endpoint: { host: 'localhost', port, security: 'starttls' },
      credentials: password,
      timeoutSeconds: 20,
      extraCa: ca.caPem,
      onHandingOver: () => {
        handedOver += 1;
      },
      ...options,
    },
    within,
    signal,
  );
  return { ...outcome, handedOver };
}

describe('handing a message over', () => {
  it('upgrades with STARTTLS, signs in with PLAIN and delivers', async () => {
    const server = await sink();
    expect(await submit(server.port)).toMatchObject({ kind: 'accepted', refused: [], handedOver: 1 });
    expect(server.messages).toMatchObject([{ from: ada, to: ['grace@navy.test'], user: ada }]);
  });

  it('speaks TLS from the first byte where the account says so', async () => {
    const server = await sink({ implicitTls: true });
    const endpoint = { host: 'localhost', port: server.port, security: 'tls' } as const;
    expect(await submit(server.port, message(), { endpoint })).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(1);
  });

  it('sends nothing in the clear where there is no STARTTLS (S1)', async () => {
    const server = await sink({ noTls: true });
    expect(await submit(server.port)).toMatchObject({
      kind: 'not_sent',
      error: { code: 'starttls_missing' },
      handedOver: 0,
    });
    expect(server.signIns).toBe(0);
  });

  it.each(['expired', 'wrongHost', 'selfSigned'] as const)(
    'does not sign in where the certificate is %s (S2)',
    async (which) => {
      const server = await sink({ leaf: ca[which] });
      const outcome = await submit(server.port);
      expect(outcome).toMatchObject({ kind: 'not_sent', handedOver: 0 });
      expect(outcome.kind === 'not_sent' && outcome.error.code).toMatch(/^tls_(expired|wrong_host|untrusted)$/);
      expect(server.signIns).toBe(0);
    },
  );
});

describe('sign-in', () => {
  it('uses LOGIN where PLAIN is not offered, and XOAUTH2 for tokens', async () => {
    const server = await sink({
      tokenOwner: (token) => (token === 'good' ? ada : null),
      methods: ['LOGIN', 'XOAUTH2'],
    });
    expect(await submit(server.port)).toMatchObject({ kind: 'accepted' });
    const token: Credentials = { kind: 'xoauth2', username: ada, accessToken: 'good' };
    expect(await submit(server.port, message(), { credentials: token })).toMatchObject({ kind: 'accepted' });
    const old: Credentials = { kind: 'xoauth2', username: ada, accessToken: 'old' };
    expect(await submit(server.port, message(), { credentials: old })).toMatchObject({
      kind: 'not_sent',
      error: { code: 'token_rejected' },
      handedOver: 0,
    });
    expect(server.messages).toHaveLength(2);
  });

  it('says where passwords or tokens are not offered', async () => {
    const passwordsOnly = await sink();
    const token: Credentials = { kind: 'xoauth2', username: ada, accessToken: 'good' };
    const refused = await submit(passwordsOnly.port, message(), { credentials: token });
    expect(refused).toMatchObject({
      kind: 'not_sent',
      error: { code: 'server_refused', params: { reason: 'no_oauth_sign_in' } },
    });
    const tokensOnly = await sink({ tokenOwner: () => null, methods: ['XOAUTH2'] });
    expect(await submit(tokensOnly.port)).toMatchObject({ error: { params: { reason: 'no_password_sign_in' } } });
  });

  it('takes the secret out of the server’s words (I2)', async () => {
    const server = await sink();
    server.refuse(
      'auth',
      `535 5.7.8 correct horse is not right, nor ${Buffer.from(`\0${ada}\0correct horse`).toString('base64')}`,
    );
    const outcome = await submit(server.port);
    const sent = Buffer.from(`\0${ada}\0correct horse`).toString('base64').replace(/=+$/, '');
    expect(JSON.stringify(outcome)).not.toContain('correct horse');
    expect(JSON.stringify(outcome)).not.toContain(sent);
    expect(outcome).toMatchObject({ error: { code: 'authentication_failed' } });
  });
});

describe('refusals', () => {
  it.each([
    [
      'auth',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      'smtp_auth_disabled/organisation',
    ],
    [
      'auth',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
      'smtp_auth_disabled/mailbox',
    ],
    [
      'auth',
      '550 5.7.30 Basic authentication is not supported for Client Submission.',
      'basic_auth_blocked/for_sending',
    ],
    [
      'auth',
      '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.',
      'authentication_failed/password_refused',
    ],
    ['auth', '454 4.7.0 Temporary authentication failure', 'sending_deferred/later'],
    [
      'end',
      '554 5.2.252 SendAsDenied; ada@contoso.test not allowed to send as team@contoso.test',
      'send_as_denied/not_allowed',
    ],
    ['mail', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'send_as_denied/not_allowed'],
    ['mail', '432 4.3.2 Concurrent connections limit exceeded', 'sending_deferred/connections'],
    [
      'connect',
      '421 4.3.2 The maximum number of concurrent connections has exceeded a limit',
      'sending_deferred/later',
    ],
    [
      'end',
      '554 5.2.2 mailbox full; Submission quota exceeded; SubmissionQuotaExceededException',
      'sending_limit/reached',
    ],
    ['mail', '550 5.4.5 Daily user sending limit exceeded.', 'sending_limit/reached'],
    ['end', '552 5.3.4 Message size exceeds fixed limit', 'message_refused/too_large'],
    ['end', '550 5.1.8 Access denied, bad outbound sender', 'sending_blocked/mailbox'],
    ['end', '554 5.7.1 Message rejected as spam by Content Filtering.', 'message_refused/spam'],
    ['rcpt', '451 4.7.1 Greylisted, please try again in 300 seconds', 'sending_deferred/greylisted'],
    ['rcpt', '554 5.7.1 <grace@navy.test>: Relay access denied', 'relay_denied/denied'],
    ['rcpt', '553 5.7.1 Sender address rejected: not owned by user', 'send_as_denied/not_allowed'],
    ['rcpt', '550 5.7.1 Recipient address rejected: Access denied', 'recipients_refused/all'],
    ['end', '452 4.3.1 Insufficient system storage', 'sending_deferred/later'],
    ['rcpt', '550 5.1.1 No such user here', 'recipients_refused/all'],
    ['mail', '501 5.1.7 Invalid address', 'message_refused/sender'],
    ['end', '554 5.0.0 Transaction failed', 'message_refused/refused'],
  ] as const)('%s: %s', async (step, words, expected) => {
    const server = await sink();
    server.refuse(step, words);
    const outcome = await submit(server.port);
    expect(outcome.kind === 'not_sent' && `${outcome.error.code}/${outcome.error.params.reason}`).toBe(expected);
    expect(server.messages).toHaveLength(0);
    expect(outcome.handedOver).toBe(step === 'end' ? 1 : 0);
  });

  it.each([[[]], [['PIPELINING']]] as const)(
    'of one recipient leaves the others their message (hidden: %j)',
    async (hidden) => {
      const server = await sink({ hidden });
      server.refuse('rcpt', '550 5.1.1 No such user', { about: 'eve@e.test' });
      server.refuse('rcpt', '450 4.2.0 Greylisted', { about: 'later@e.test' });
      expect(await submit(server.port, message(['grace@navy.test', 'eve@e.test', 'later@e.test']))).toMatchObject({
        kind: 'accepted',
        refused: [
          { address: 'eve@e.test', passing: false },
          { address: 'later@e.test', passing: true },
        ],
      });
      expect(server.messages.map(({ to }) => to)).toEqual([['grace@navy.test']]);
    },
  );

  it('takes 10,000 recipients', async () => {
    const server = await sink();
    const to = Array.from({ length: 10_000 }, (_each, index) => `p${index}@navy.test`);
    expect(await submit(server.port, message(to))).toMatchObject({ kind: 'accepted' });
    expect(server.messages[0]?.to).toEqual(to);
  });
});

describe('what a server can do', () => {
  it('tells the size that it takes, before anything is sent', async () => {
    const server = await sink({ size: 100_000 });
    const told: number[] = [];
    const outcome = await submit(server.port, message(['grace@navy.test'], 'x'.repeat(200_000)), {
      onSizeLimit: (octets) => told.push(octets),
    });
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      error: { code: 'not_sendable', params: { reason: 'too_large', limit: 100_000 } },
      handedOver: 0,
    });
    expect(told).toEqual([100_000]);
    expect(server.signIns).toBe(0);
  });

  it('takes addresses beyond ASCII only with SMTPUTF8', async () => {
    const to = ['jörg@navy.test'];
    const able = await sink();
    expect(await submit(able.port, message(to))).toMatchObject({ kind: 'accepted' });
    expect(able.messages[0]).toMatchObject({ to, parameters: { SMTPUTF8: true } });
    const unable = await sink({ hidden: ['SMTPUTF8'] });
    expect(await submit(unable.port, message(to))).toMatchObject({
      kind: 'not_sent',
      error: { code: 'not_sendable', params: { reason: 'no_utf8', address: 'jörg@navy.test' } },
    });
  });

  it('is told of octets above 127, and of the size', async () => {
    const server = await sink({ size: 1_000_000 });
    const outgoing = { ...message(), eightBit: true };
    await submit(server.port, outgoing);
    expect(server.messages[0]?.parameters).toMatchObject({ BODY: '8BITMIME', SIZE: String(outgoing.size) });
  });
});

describe('an attempt', () => {
  it('is given up when Heron ends', async () => {
    const { port } = await scriptedServer({ leaf: ca.leaf, acts: { end: '' } });
    const endpoint = { host: 'localhost', port, security: 'tls' } as const;
    const stop = new AbortController();
    const outcome = submit(
      port,
      message(),
      { endpoint, onHandingOver: () => setImmediate(() => stop.abort()) },
      waits,
      stop.signal,
    );
    expect(await outcome).toMatchObject({ kind: 'unknown' });
    const early = new AbortController();
    early.abort();
    expect(await submit(port, message(), { endpoint }, waits, early.signal)).toMatchObject({
      kind: 'not_sent',
      error: { code: 'cancelled' },
    });
  });

  it('does not get the message where its end could not be noted', async () => {
    const server = await sink();
    const failing = {
      onHandingOver: () => {
        throw new Error('The disk is full.');
      },
    };
    expect(await submit(server.port, message(), failing)).toMatchObject({
      kind: 'not_sent',
      error: { code: 'internal' },
    });
    expect(server.messages).toHaveLength(0);
  });
});
