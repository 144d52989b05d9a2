import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startHostileImap } from '../../e2e/servers/hostile-imap.ts';
import type { HostileScript } from '../../e2e/servers/hostile-scripts.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { ConnectionSecurity } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { Credentials } from '../mail/credentials.ts';
import { openSession } from './connection.ts';
import { testConnection } from './connection-test.ts';

const signal = new AbortController().signal;
const password: Credentials = { kind: 'password', username: 'ada@contoso.test', password: 'CANARY-7f3a' };
const token: Credentials = { kind: 'xoauth2', username: 'ada@contoso.test', accessToken: 'CANARY-7f3a' };
const page = 'https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsbt%2Fx';
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});

afterAll(async () => {
  await ca?.dispose();
});

/** The error of a session, and of a connection test with the same settings: they have to agree. */
async function errorOf(
  script: HostileScript,
  { credentials = password, security = 'tls' as ConnectionSecurity } = {},
): Promise<AppError | null> {
  const server = await startHostileImap(script, { leaf: ca.leaf, security: security === 'tls' ? 'tls' : 'starttls' });
  onTestFinished(async () => await server.stop());
  const endpoint = { host: 'localhost', port: server.port, security };
  const options = { endpoint, credentials, timeoutSeconds: 30, extraCa: ca.caPem };
  const failed = await openSession(options, signal).then(
    () => null,
    (error: unknown) => (error instanceof AppFailure ? error.error : null),
  );
  const report = await testConnection(openSession, options, () => undefined, signal);
  const { error = null, step } = report.steps.find(({ state }) => state === 'failed') ?? {};
  expect(error).toEqual(failed);
  if (failed?.code === 'web_sign_in_required') expect(step).toBe('sign_in');
  return failed;
}

/** Answers the sign-in with these lines, in which T is its tag. */
const signInAnswers = (...lines: string[]): HostileScript => ({
  onCommand: ({ name, tag }) =>
    name === 'LOGIN' || name === 'AUTHENTICATE'
      ? lines.map((line) => `${line.replace(/^T /, `${tag} `)}\r\n`).join('')
      : undefined,
});

describe('B18 a server that wants a sign-in with a browser first', () => {
  it.each([
    ['LOGIN', password, { capabilities: 'IMAP4rev1' }],
    ['AUTHENTICATE PLAIN', password, { capabilities: 'IMAP4rev1 AUTH=PLAIN SASL-IR' }],
    ['AUTHENTICATE XOAUTH2', token, { capabilities: 'IMAP4rev1 AUTH=XOAUTH2 SASL-IR' }],
  ])('names the page in its refusal of %s', async (_command, credentials, more) => {
    const script = signInAnswers(`T NO [WEBALERT ${page}] Web login required.`);
    expect(await errorOf({ ...script, ...more }, { credentials })).toEqual({
      code: 'web_sign_in_required',
      params: { reason: 'web_alert', server: expect.stringMatching(/^localhost:/), said: 'Web login required.' },
      retryable: false,
      guidance: { page },
    });
  });

  it('may name it in an untagged NO, before a refusal that shows another address, as Gmail does', async () => {
    const error = await errorOf(
      signInAnswers(
        `* NO [WEBALERT ${page}] Web login required.`,
        'T NO [ALERT] Please log in via your web browser: https://support.google.com/mail/answer/78754 (Failure)',
      ),
    );
    expect(error).toMatchObject({ code: 'web_sign_in_required', guidance: { page } });
    expect(error?.params).toMatchObject({ said: expect.stringContaining('Please log in via your web browser') });
  });

  it.each([
    ['with brackets and quotes', 'https://a.test/x(y)*"z"', 'https://a.test/x(y)*%22z%22'],
    ['of a host in another script', 'https://bücher.test/', 'https://xn--bcher-kva.test/'],
    ['of another port', 'https://a.test:8443/', 'https://a.test:8443/'],
    ['in other letters', 'HTTPS://A.TEST/', 'https://a.test/'],
  ])('and an address %s is opened as a browser would', async (_which, told, opened) => {
    const error = await errorOf(signInAnswers(`T NO [webalert ${told}] no`));
    expect(error).toMatchObject({ code: 'web_sign_in_required', guidance: { page: opened } });
  });

  it.each([
    ['in clear', 'http://accounts.google.com/'],
    ['that is a script', 'javascript:alert(1)'],
    ['that disguises its host', 'https://accounts.google.com@evil.test/'],
    ['with a user and a password', 'https://a:b@evil.test/'],
    ['of a file', 'file:///etc/passwd'],
    ['that writes mail', 'mailto:eve@evil.test'],
    ['of a program', 'ms-settings:privacy'],
    ['that is none', '%%%'],
    ['without end', `https://a.test/${'x'.repeat(20_000)}`],
  ])('but offers no address %s', async (_which, told) => {
    const error = await errorOf(signInAnswers(`T NO [WEBALERT ${told}] no`));
    expect(error).toMatchObject({ code: 'web_sign_in_required', params: { said: 'no' } });
    expect(error?.guidance).toBeUndefined();
  });

  it('nor one that stands in its words only', async () => {
    const error = await errorOf(signInAnswers('T NO [WEBALERT] Go to https://accounts.google.com/'));
    expect(error).toMatchObject({ code: 'web_sign_in_required' });
    expect(error?.guidance).toBeUndefined();
  });

  it.each([
    ['in the greeting', { greeting: `* OK [WEBALERT ${page}] ready\r\n` }],
    ['in a line of its own', { greeting: `* OK ready\r\n* NO [WEBALERT ${page}] no\r\n` }],
    [
      'in answer to STARTTLS',
      {
        onCommand: ({ name, tag }) => (name === 'STARTTLS' ? `${tag} NO [WEBALERT ${page}] no\r\n` : undefined),
      } satisfies HostileScript,
    ],
    ['behind the OK of STARTTLS', { injectBeforeTls: `* NO [WEBALERT ${page}] no\r\n` }],
  ])('S3 and nothing of it is believed when it is said before TLS, %s', async (_where, script: HostileScript) => {
    const refused = signInAnswers('T NO [AUTHENTICATIONFAILED] no');
    const onCommand: HostileScript['onCommand'] = (command) =>
      script.onCommand?.(command) ?? refused.onCommand?.(command);
    const error = await errorOf({ ...script, onCommand }, { security: 'starttls' });
    expect(error).not.toBeNull();
    expect(error?.code).not.toBe('web_sign_in_required');
    expect(JSON.stringify(error)).not.toContain('accounts.google.com');
  });

  it('[ALERT] alone is a refusal as any other, with its words', async () => {
    const error = await errorOf(signInAnswers('T NO [ALERT] Your mailbox moves on Sunday.'));
    expect(error).toMatchObject({
      code: 'authentication_failed',
      params: { reason: 'password_refused', said: expect.stringContaining('Your mailbox moves on Sunday.') },
    });
  });
});
