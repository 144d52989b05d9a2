import { describe, expect, it } from 'vitest';
import { errorMessage } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/reply.ts';
import { secretsIn } from '../mail/credentials.ts';
import { closedError, type FaultContext, imapError, passingByCode, refusalText } from './imap-errors.ts';

const endpoint = { host: 'imap.contoso.test', port: 993, security: 'tls' } as const;
const command: FaultContext = { endpoint, phase: 'command', auth: 'xoauth2' };
const byPassword: FaultContext = { endpoint, phase: 'sign_in', auth: 'password', secrets: ['hunter2!'] };
const byToken: FaultContext = { endpoint, phase: 'sign_in', auth: 'xoauth2', secrets: ['eyJ0.canary'] };

/** An error as imapflow makes it for a tagged NO or BAD. */
function no(text: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error('Command failed'), { responseStatus: 'NO', responseText: text, ...more });
}
function refusedSignIn(text: string, serverResponseCode?: string): Error {
  return no(text, { authenticationFailed: true, response: `A1 NO ${text}`, serverResponseCode });
}
function coded(code: string, message = 'failed'): Error {
  return Object.assign(new Error(message), { code });
}

const network: readonly [unknown, ErrorCode][] = [
  [coded('ENOTFOUND'), 'dns_failed'],
  [coded('EAI_AGAIN'), 'dns_failed'],
  [coded('ECONNREFUSED'), 'connection_refused'],
  [new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), 'connection_refused'],
  [coded('EHOSTUNREACH'), 'connection_refused'],
  [coded('ENETUNREACH'), 'offline'],
  [coded('ETIMEDOUT'), 'server_timeout'],
  [coded('CONNECT_TIMEOUT'), 'server_timeout'],
  [coded('GREETING_TIMEOUT'), 'server_timeout'],
  [coded('ETIMEOUT'), 'server_timeout'],
  [coded('ECONNRESET'), 'connection_lost'],
  [coded('EPIPE'), 'connection_lost'],
  [coded('NoConnection'), 'connection_lost'],
  [coded('ClosedAfterConnectTLS'), 'connection_lost'],
  [coded('CERT_HAS_EXPIRED'), 'tls_expired'],
  [coded('CERT_NOT_YET_VALID'), 'tls_expired'],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls_wrong_host'],
  [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls_untrusted'],
  [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'tls_untrusted'],
  [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls_untrusted'],
  [coded('CERT_REVOKED'), 'tls_untrusted'],
  [coded('EPROTO'), 'tls_failed'],
  [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls_failed'],
  [coded('STARTTLS_INJECTION'), 'tls_failed'],
  [Object.assign(new Error('Server does not support STARTTLS'), { tlsFailed: true }), 'starttls_missing'],
  [coded('ParserError12'), 'imap_protocol'],
  [coded('UnexpectedTag'), 'imap_protocol'],
  [coded('LineTooLarge'), 'imap_protocol'],
  [coded('LiteralTooLarge'), 'imap_protocol'],
  [coded('MAX_IMAP_NESTING_REACHED'), 'imap_protocol'],
  [coded('TooManyTokens'), 'imap_protocol'],
  [coded('TooManyResponses'), 'imap_protocol'],
];

const signIn: readonly [string, Error, FaultContext, ErrorCode][] = [
  [
    'a wrong password',
    refusedSignIn('Authentication failed.', 'AUTHENTICATIONFAILED'),
    byPassword,
    'authentication_failed',
  ],
  ['LOGIN failed', refusedSignIn('LOGIN failed.'), byPassword, 'authentication_failed'],
  ['a stale token', refusedSignIn('AUTHENTICATE failed.'), byToken, 'token_rejected'],
  [
    'a stale token at Gmail',
    refusedSignIn('Invalid credentials (Failure)', 'AUTHENTICATIONFAILED'),
    byToken,
    'token_rejected',
  ],
  [
    'Basic Auth blocked',
    refusedSignIn('AuthFailed:LogonDenied-BasicAuthBlocked-', 'AUTHENTICATIONFAILED'),
    byPassword,
    'basic_auth_blocked',
  ],
  [
    'Basic Auth blocked, another code',
    refusedSignIn('AuthFailed:LogonDenied-BasicAuthBlocked', 'CONTACTADMIN'),
    byPassword,
    'basic_auth_blocked',
  ],
  ['Basic Auth disabled', refusedSignIn('Basic authentication is disabled.'), byPassword, 'basic_auth_blocked'],
  ['Basic Auth disabled, no code', no('BASIC AUTHENTICATION IS DISABLED'), byPassword, 'basic_auth_blocked'],
  ['no mailbox', refusedSignIn('User is authenticated but not connected.'), byToken, 'mailbox_unavailable'],
  [
    'no mailbox at NAMESPACE',
    Object.assign(new Error('Authentication failed'), {
      authenticationFailed: true,
      response: 'User is authenticated but not connected.',
    }),
    byToken,
    'mailbox_unavailable',
  ],
  [
    'throttling is no wrong password',
    refusedSignIn('Request is throttled. Suggested Backoff Time: 92415 milliseconds'),
    byPassword,
    'throttled',
  ],
  [
    'too many connections',
    refusedSignIn('Maximum number of connections from user+IP exceeded', 'LIMIT'),
    byToken,
    'server_unavailable',
  ],
  [
    'too many connections, in words',
    refusedSignIn('Too many simultaneous connections. (Failure)'),
    byToken,
    'server_unavailable',
  ],
  [
    'temporary trouble',
    refusedSignIn('Temporary authentication failure.', 'UNAVAILABLE'),
    byPassword,
    'server_unavailable',
  ],
  [
    'a locked account is no busy server',
    refusedSignIn('Account temporarily locked after too many failed sign-ins', 'AUTHENTICATIONFAILED'),
    byPassword,
    'authentication_failed',
  ],
  ['in use', refusedSignIn('Mailbox is locked', 'INUSE'), byPassword, 'server_unavailable'],
];

const commands: readonly [Error, ErrorCode][] = [
  [no('Mailbox does not exist', { serverResponseCode: 'NONEXISTENT' }), 'folder_missing'],
  [no('Nope', { mailboxMissing: true }), 'folder_missing'],
  // A folder's name is among the words.
  [no("Mailbox doesn't exist: Throttle body", { serverResponseCode: 'NONEXISTENT' }), 'folder_missing'],
  [no("Mailbox doesn't exist: Temporary", { mailboxMissing: true }), 'folder_missing'],
  [no("Mailbox doesn't exist: Throttle body"), 'server_refused'],
  [no('Mailbox already exists: Temporary', { serverResponseCode: 'ALREADYEXISTS' }), 'server_refused'],
  [no('No permission for Throttling', { serverResponseCode: 'NOPERM' }), 'server_refused'],
  [no('Request is throttled. Suggested Backoff Time: 5000 milliseconds', { code: 'ETHROTTLE' }), 'throttled'],
  [coded('NotFound', "Mailbox doesn't exist: x"), 'folder_missing'],
  [no('Permission denied', { serverResponseCode: 'NOPERM' }), 'server_refused'],
  [no('User is authenticated but not connected.', { responseStatus: 'BAD' }), 'mailbox_unavailable'],
  [no('Server Unavailable. 15'), 'server_unavailable'],
];

describe('IMAP faults as error codes', () => {
  it.each(network)('%s', (error, code) => {
    expect(imapError(error, command).code).toBe(code);
  });

  it.each(signIn)('sign-in: %s', (_name, error, context, code) => {
    expect(imapError(error, context).code).toBe(code);
  });

  it.each(commands)('commands: %s', (error, code) => {
    expect(imapError(error, command).code).toBe(code);
  });

  it.each([null, undefined, 'text', 42, {}, [], new Error('')])('makes something of %s', (error) => {
    expect(imapError(error, command).code).toBe('connection_lost');
  });

  it('tells how long Microsoft 365 asks to wait, and believes at most a day', () => {
    const throttled = (text: string) => imapError(no(text), command).retryAfterMs;
    expect(throttled('Request is throttled. Suggested Backoff Time: 92415 milliseconds')).toBe(92_415);
    expect(throttled('Request is throttled. Suggested Backoff Time: 999999999999 milliseconds')).toBe(86_400_000);
    expect(throttled('Request is throttled.')).toBeUndefined();
  });

  it('T5 reads BYE: an expired token, a busy server, or nothing known', () => {
    expect(closedError('Session invalidated - AccessTokenExpired', command).code).toBe('token_rejected');
    expect(closedError('Too many connections', command).code).toBe('server_unavailable');
    expect(closedError('Disconnected for inactivity', command)).toMatchObject({
      code: 'connection_lost',
      retryable: true,
    });
    expect(closedError(undefined, command).code).toBe('connection_lost');
  });

  it.each([
    ['outlook.office365.com', 'basic_auth_blocked'],
    ['Outlook.Office365.com', 'basic_auth_blocked'],
    ['outlook.office365.us', 'basic_auth_blocked'],
    ['partner.outlook.cn', 'basic_auth_blocked'],
    ['mail.contoso.test', 'authentication_failed'],
    ['notoutlook.office365.com.contoso.test', 'authentication_failed'],
  ])('LOGIN failed with a password at %s: %s', (host, code) => {
    const context = { ...byPassword, endpoint: { ...endpoint, host } };
    expect(imapError(refusedSignIn('LOGIN failed.'), context).code).toBe(code);
    expect(imapError(refusedSignIn('AUTHENTICATE failed.'), context).code).toBe(code);
    expect(imapError(refusedSignIn('AUTHENTICATE failed.'), { ...context, auth: 'xoauth2' }).code).toBe(
      'token_rejected',
    );
  });

  it('tells by the response code whether a refusal passes', () => {
    expect(passingByCode(no('x', { serverResponseCode: 'INUSE' }))).toBe(true);
    expect(passingByCode(no('Temporary', { serverResponseCode: 'NOPERM' }))).toBe(false);
    expect(passingByCode(no("Mailbox doesn't exist: Throttle body"))).toBe(false);
    expect(passingByCode(no('Try again later'))).toBeNull();
  });

  it('names host and port, and nothing that is not one clean, short line', () => {
    const hostile = `\u0000\r\n\u001b[31mBuy\u202e now\u2028${'x '.repeat(100_000)}`;
    for (const context of [command, byPassword, byToken]) {
      const message = errorMessage(imapError(refusedSignIn(hostile), context));
      expect(message).toContain('imap.contoso.test:993');
      expect(message.length).toBeLessThan(400);
      expect(message).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    }
  });

  it('I2 repeats no password or token that the server echoes', () => {
    expect(JSON.stringify(imapError(refusedSignIn('no such password: hunter2!'), byPassword))).not.toContain('hunter2');
    expect(JSON.stringify(imapError(refusedSignIn('bad token eyJ0.canary'), byToken))).not.toContain('canary');
    const echoed = Buffer.from('user=ada\u0001auth=Bearer eyJ0.canary-and-much-more-of-it\u0001\u0001').toString(
      'base64',
    );
    const error = imapError(refusedSignIn(`cannot parse ${echoed}`), byToken);
    expect(JSON.stringify(error)).not.toContain(echoed.slice(0, 20));
  });

  it.each(['hunter2', '\0ada@x.org\0hunter2', 'ada@x.org\0ada@x.org\0hunter2'])(
    'I2 repeats no short password in the Base64 of SASL: %j',
    (sent) => {
      const secrets = secretsIn({ kind: 'password', username: 'ada@x.org', password: 'hunter2' });
      const echoed = Buffer.from(sent).toString('base64');
      const error = imapError(refusedSignIn(`cannot parse ${echoed}`), { ...byPassword, secrets });
      expect(JSON.stringify(error)).not.toContain(echoed.replace(/=+$/, ''));
    },
  );

  it('gives a refusal as one line, and nothing where there is no reason', () => {
    expect(refusalText(no('Quota\texceeded\n'))).toBe('Quota exceeded');
    expect(refusalText(no(''))).toBe('');
  });
});
