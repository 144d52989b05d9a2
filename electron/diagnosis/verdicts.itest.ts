import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startConnectProxy } from '../../e2e/servers/connect-proxy.ts';
import type { HostileScript } from '../../e2e/servers/hostile-scripts.ts';
import { startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { type AppError, failure } from '../../shared/reply.ts';
import { letterOf, type VerdictId, verdictIds, verdictOf, verdicts } from '../../shared/verdicts.ts';
import { permissionMissing, providerUnknown, tokenHostRefused, translateFailure } from '../auth/auth-errors.ts';
import { goodToken, startAuthHarness, tokenOf } from '../auth/auth-harness.ts';
import { microsoftProvider } from '../auth/microsoft-provider.ts';
import { inCodeSignIn, microsoftPageVerdict } from '../auth/page-verdict.ts';
import { readFailure } from '../auth/provider-failure.ts';
import { imapError } from '../imap/imap-errors.ts';
import { nodeHttpsTransport } from '../platform/net-client.ts';
import { faultOf } from '../platform/net-faults.ts';
import { setRoutes } from '../platform/proxy/connect-tcp.ts';
import { graphVerdict } from '../smtp/graph-errors.ts';
import { ada, at, climb, imapAt, rightClaims, smtpAt, tokenSaying } from './ladder-fixture.ts';
import { startBlackHole } from './stopped-listener-fixture.ts';

const identity = {
  clientId: '11111111-2222-4333-8444-555555555555',
  tenant: 'contoso.test',
  loginHost: 'https://login.microsoftonline.com',
};
const produced = new Set<VerdictId>();
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());

/** Notes a verdict, and that whatever its button needs is there. */
function judged(verdict: VerdictId | null, error: AppError | null): VerdictId | null {
  if (verdict === null) return null;
  produced.add(verdict);
  const { action } = verdicts[verdict];
  if (action === 'ask_administrator') expect(error && letterOf(verdict, error)).toBeTruthy();
  if (action === 'open_page') expect(error?.guidance?.page).toMatch(/^https:/);
  return verdict;
}

const of = ({ verdict, error }: Diagnosis) => judged(verdict, error);
const refusesSignIn = (text: string): HostileScript => ({
  onCommand: ({ tag, name }) => (name === 'AUTHENTICATE' || name === 'LOGIN' ? `${tag} ${text}\r\n` : undefined),
});
const basicAuthBlocked = 'NO [AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-';
const failedAuthenticate = 'NO AUTHENTICATE failed.';
const right = tokenSaying(rightClaims);

describe('a verdict follows from what the IMAP server says', () => {
  const rows: readonly (readonly [
    VerdictId,
    HostileScript,
    Omit<Parameters<typeof climb>[0], 'ca' | 'patient'> & { method?: 'app_password' },
  ])[] = [
    ['all_well', {}, {}],
    ['all_well', {}, { credentials: right }],
    ['basic_auth_blocked', refusesSignIn(basicAuthBlocked), {}],
    ['basic_auth_blocked', refusesSignIn('NO Basic authentication is disabled.'), {}],
    ['app_password_blocked', refusesSignIn(basicAuthBlocked), { method: 'app_password' }],
    ['password_refused', refusesSignIn('NO [AUTHENTICATIONFAILED] Invalid credentials'), {}],
    [
      'app_password_refused',
      refusesSignIn('NO [AUTHENTICATIONFAILED] Invalid credentials'),
      { method: 'app_password' },
    ],
    [
      'wrong_audience',
      refusesSignIn(failedAuthenticate),
      { credentials: tokenSaying({ ...rightClaims, aud: 'https://graph.microsoft.com' }) },
    ],
    [
      'wrong_identity',
      refusesSignIn(failedAuthenticate),
      { credentials: tokenSaying({ ...rightClaims, upn: 'eve@contoso.test' }) },
    ],
    [
      'scopes_missing',
      refusesSignIn(failedAuthenticate),
      { credentials: tokenSaying({ ...rightClaims, scp: 'Mail.Read' }) },
    ],
    ['imap_disabled', refusesSignIn(failedAuthenticate), { credentials: right }],
    [
      'token_refused',
      refusesSignIn(failedAuthenticate),
      { credentials: { kind: 'xoauth2', username: ada, accessToken: 'opaque-CANARY7f3a' } },
    ],
    ['token_expired', refusesSignIn('NO AccessTokenExpired'), { credentials: right }],
    ['throttled', refusesSignIn('NO Request is throttled. Suggested Backoff Time: 92415 milliseconds'), {}],
    ['too_many_connections', refusesSignIn('NO [ALERT] Too many simultaneous connections. (Failure)'), {}],
    ['server_down', refusesSignIn('NO [UNAVAILABLE] Temporary authentication failure.'), {}],
    ['server_down', { greeting: '* BYE The server is shutting down\r\n' }, {}],
    ['web_sign_in', refusesSignIn('NO [WEBALERT https://accounts.example.org/signin] Web login required.'), {}],
    ['no_way_to_sign_in', { capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=GSSAPI' }, {}],
    ['no_mail_server', { greeting: '220 mx.contoso.test ESMTP ready\r\n' }, {}],
    ['captive_portal', { greeting: 'HTTP/1.1 302 Found\r\n' }, {}],
    [
      'mailbox_not_connected',
      {
        onCommand: ({ tag, name }) =>
          name === 'NAMESPACE' || name === 'SELECT'
            ? `${tag} BAD User is authenticated but not connected.\r\n`
            : undefined,
      },
      { credentials: right },
    ],
    [
      'server_refuses',
      { onCommand: ({ tag, name }) => (name === 'SELECT' ? `${tag} NO [NOPERM] Permission denied\r\n` : undefined) },
      {},
    ],
  ];
  it.each(rows)('%s', async (verdict, script, { method, ...more }) => {
    const { endpoint } = await imapAt(script, ca);
    expect(of(await climb({ ca, patient: { imap: endpoint, ...(method && { method }) }, ...more }))).toBe(verdict);
  });
});

describe('a verdict follows from the network and the certificate', () => {
  it.each([
    ['certificate_expired', 'expired'],
    ['certificate_of_other_host', 'wrongHost'],
    ['certificate_not_trusted', 'selfSigned'],
    ['clock_wrong', 'notYetValid'],
  ] as const)('%s', async (verdict, leaf) => {
    const { endpoint } = await imapAt({}, ca, ca[leaf]);
    const diagnosis = await climb({ ca, patient: { imap: endpoint } });
    expect(of(diagnosis)).toBe(verdict);
    // Nothing is lent to a server that is not the right one.
    expect(diagnosis.rungs.find(({ name }) => name === 'sign_in')?.state).toBe('skipped');
  });

  it('clock_wrong: a certificate has expired by a clock that the identity provider says is wrong', async () => {
    const { endpoint } = await imapAt({}, ca, ca.expired);
    const days = 24 * 3_600_000;
    const by = async (imap: typeof endpoint, clockWrongBy: number) =>
      of(await climb({ ca, patient: { imap, clockWrongBy } }));
    expect(await by(endpoint, -4_000 * days)).toBe('clock_wrong');
    // By the right time it has expired as well.
    expect(await by(endpoint, 4_000 * days)).toBe('certificate_expired');
    expect(await by(endpoint, -6 * 60_000)).toBe('certificate_expired');
    const { endpoint: other } = await imapAt({}, ca, ca.wrongHost);
    expect(await by(other, -4_000 * days)).toBe('certificate_of_other_host');
  });

  it('dns_no_such_name', async () => {
    expect(of(await climb({ ca, patient: { imap: at(993, 'tls', 'no-such-host.invalid') } }))).toBe('dns_no_such_name');
  });

  it('dns_not_answering, by what Node says of a resolver that is silent', () => {
    const cause = Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' });
    const error = imapError(cause, { endpoint: at(993), phase: 'connect', auth: 'password' });
    expect(judged(verdictOf({ error, rung: 'dns', method: 'password', token: null }), error)).toBe('dns_not_answering');
  });

  it('connection_refused', async () => {
    expect(of(await climb({ ca, patient: { imap: at(await closedPort()) } }))).toBe('connection_refused');
  });

  it('proxy_sign_in: the proxy takes no passwords', async () => {
    const proxy = await startConnectProxy({ users: { ada: 'x' }, schemes: 'Negotiate; NTLM' });
    onTestFinished(() => proxy.stop());
    const route = { via: 'http', host: '127.0.0.1', port: proxy.port, credentials: null } as const;
    const before = setRoutes({ find: async () => [route], challenged: async () => undefined });
    onTestFinished(() => void setRoutes(before));
    expect(of(await climb({ ca, patient: { imap: at(993) } }))).toBe('proxy_sign_in');
  });

  it('port_blocked: a port that swallows what is sent to it, for reading and for sending', async () => {
    const hole = await startBlackHole();
    onTestFinished(() => hole.stop());
    const { endpoint } = await imapAt({}, ca);
    const imap = await climb({ ca, patient: { imap: at(hole.port, 'tls', '127.0.0.1') }, rungSeconds: 1 });
    expect(of(imap)).toBe('port_blocked');
    const smtp = at(hole.port, 'starttls', '127.0.0.1');
    expect(of(await climb({ ca, patient: { imap: endpoint, smtp }, rungSeconds: 1 }))).toBe('smtp_port_blocked');
  });

  it.each(['HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', '<!DOCTYPE html><title>Welcome</title>\r\n'])(
    'captive_portal: a port with TLS is answered in the clear by a web page (%j)',
    async (answer) => {
      expect(of(await climb({ ca, patient: { imap: at(await plainServer(answer)) } }))).toBe('captive_portal');
    },
  );

  it('encryption_not_possible: a mail server in the clear', async () => {
    const port = await plainServer('* OK ready\r\n');
    expect(of(await climb({ ca, patient: { imap: at(port) } }))).toBe('encryption_not_possible');
  });
});

describe('a verdict follows from what the SMTP server says', () => {
  it.each([
    [
      'smtp_auth_disabled_in_organisation',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    ],
    [
      'smtp_auth_disabled_for_mailbox',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
    ],
    ['smtp_token_refused', '535 5.7.3 Authentication unsuccessful'],
    ['sending_blocked', '535 5.7.0 Your account has been suspended from sending'],
    ['app_password_wanted', '534 5.7.9 Application-specific password required'],
    ['too_many_connections', '432 4.3.2 Concurrent connections limit exceeded'],
  ] as const)('%s', async (verdict, words) => {
    const { endpoint } = await imapAt({}, ca);
    const smtp = await smtpAt(ca);
    smtp.server.refuse('auth', words);
    const diagnosis = await climb({ ca, patient: { imap: endpoint, smtp: smtp.endpoint }, credentials: right });
    expect(of(diagnosis)).toBe(verdict);
    expect(smtp.server.messages).toEqual([]);
  });

  it('basic_auth_blocked at the sending server alone', async () => {
    const { endpoint } = await imapAt({}, ca);
    const smtp = await smtpAt(ca);
    smtp.server.refuse('auth', '550 5.7.30 Basic authentication is not supported for Client Submission.');
    expect(of(await climb({ ca, patient: { imap: endpoint, smtp: smtp.endpoint } }))).toBe('basic_auth_blocked');
  });
});

describe('a verdict follows from what the identity provider answers', () => {
  const rows: readonly (readonly [VerdictId, number, string?])[] = [
    ['consent_missing', 65001],
    ['consent_missing', 90094],
    ['consent_declined', 65004],
    ['app_unknown', 700016],
    ['app_unknown', 700038, 'unauthorized_client'],
    ['app_disabled', 7000112],
    ['app_not_public', 7000218],
    ['app_not_public', 700025],
    ['app_redirect', 50011, 'invalid_request'],
    ['app_account_types', 50194],
    ['app_account_types', 9002346, 'invalid_request'],
    ['app_resource', 500011, 'invalid_resource'],
    ['app_registration', 1002012, 'invalid_client'],
    ['no_licence', 650052, 'invalid_client'],
    ['app_not_assigned', 50105],
    ['policy_device', 53000],
    ['policy_device', 53001],
    ['policy_device', 50097],
    ['policy_app', 53002, 'interaction_required'],
    ['policy_blocked', 53003],
    ['policy_blocked', 50131, 'interaction_required'],
    ['policy_of_organisation', 530032],
    ['policy_security_defaults', 530035],
    ['second_factor_due', 50076],
    ['second_factor_due', 50078],
    ['second_factor_due', 50079],
    ['password_changed', 50173],
    ['password_changed', 50132, 'invalid_grant'],
    ['password_changed', 50133, 'invalid_grant'],
    ['password_expired', 50055, 'invalid_grant'],
    ['sign_in_frequency', 70043],
    ['sign_in_unused', 700082],
    ['grant_revoked', 70000],
    ['account_locked', 50053, 'invalid_grant'],
    ['account_at_risk', 53011, 'invalid_grant'],
    ['account_disabled', 50057],
    ['no_such_organisation', 90002, 'invalid_request'],
    ['wrong_organisation', 50020],
    ['wrong_organisation', 50034],
    ['login_loop', 50196],
    ['provider_down', 90033],
  ];
  const named = rows.map(([verdict, aadsts, word]) => ({ verdict, aadsts, word }));
  it.each(named)('$verdict: AADSTS$aadsts', async ({ verdict, aadsts, word }) => {
    const error = await refusedWith({ aadsts, ...(word !== undefined && { error: word }) });
    expect(judged(verdictOf({ error, rung: 'credentials', method: 'oauth2', token: null }), error)).toBe(verdict);
  });

  it('more_proof_asked: a refresh is refused with the claims that a sign-in has to bring', async () => {
    const harness = await startAuthHarness();
    onTestFinished(() => harness.stop());
    const app = await harness.start();
    const account = await harness.signIn(app);
    const held = await goodToken(app, account);
    harness.idp.failNext('refresh', { aadsts: 53000, claims: '{"access_token":{"acrs":{"essential":true}}}' });
    const refused = await tokenOf(app, account, held);
    const error = refused.ok ? null : refused.error;
    expect(error && judged(verdictOf({ error, rung: 'credentials', method: 'oauth2', token: null }), error)).toBe(
      'more_proof_asked',
    );
  });

  it('sign_in_not_finished, consent_declined: the code was not used, or somebody declined', async () => {
    const expired = await refusedWith({ aadsts: 70019 });
    expect(judged(outside(expired), expired)).toBe('sign_in_not_finished');
    const declined = await refusedWith({ error: 'authorization_declined' });
    expect(judged(outside(declined), declined)).toBe('consent_declined');
  });

  it('device_code_blocked: a policy refuses the code, or the person reads it off the page', async () => {
    const heard = inCodeSignIn(await refusedWith({ aadsts: 53003 }));
    expect(judged(outside(heard), heard)).toBe('device_code_blocked');
    const read = microsoftPageVerdict({ page: 'code', code: 53003 }, 'code', identity);
    expect(outside(read)).toBe('device_code_blocked');
  });

  it('wrong_identity: the page was opened for another account', () => {
    const error = microsoftPageVerdict({ page: 'other_account' }, 'browser', identity);
    expect(outside(error)).toBe('wrong_identity');
  });

  it('provider_not_understood: a page stands where the answer should', async () => {
    const error = await refusedWith({ body: '<html>Welcome to our hotel</html>' });
    expect(judged(outside(error), error)).toBe('provider_not_understood');
  });

  it.each([
    ['offline', 'ENETUNREACH', ''],
    ['offline', '', 'net::ERR_INTERNET_DISCONNECTED'],
    ['proxy_password', '', 'net::ERR_PROXY_AUTH_REQUESTED'],
    ['proxy_sign_in', '', 'net::ERR_PROXY_AUTH_UNSUPPORTED'],
    ['proxy_refused', '', 'net::ERR_TUNNEL_CONNECTION_FAILED'],
    ['proxy_refused', '', 'net::ERR_PROXY_CONNECTION_FAILED'],
    ['clock_wrong', '', 'net::ERR_CERT_DATE_INVALID'],
    ['provider_down', 'ECONNREFUSED', ''],
  ] as const)('%s: %s%s', (verdict, code, message) => {
    const fault = faultOf(Object.assign(new Error(message), code === '' ? {} : { code }));
    const { error } = translateFailure({ kind: 'transport', fault }, identity);
    expect(judged(outside(error), error)).toBe(verdict);
  });

  it('no_licence: Microsoft Graph knows no mailbox', () => {
    const body = JSON.stringify({
      error: { code: 'MailboxNotEnabledForRESTAPI', message: 'The mailbox is inactive or soft-deleted.' },
    });
    const verdict = graphVerdict({ status: 404, headers: {}, body }, { secrets: [], sender: ada, size: 1 });
    const error = verdict.kind === 'not_sent' ? verdict.error : null;
    expect(error && judged(outside(error), error)).toBe('no_licence');
  });
});

describe('a verdict follows from what this computer has', () => {
  const provider = microsoftProvider(['localhost'], identity.loginHost, null);
  const errors: readonly (readonly [VerdictId, AppError])[] = [
    ['newer_heron', providerUnknown('somebody')],
    ['token_for_other_server', tokenHostRefused(provider, 'mail.evil.test')],
    ['scopes_missing', permissionMissing(provider, identity, 'smtp')],
    ['secret_unreadable', { code: 'secret_unreadable', params: { reason: 'no_keyring' }, retryable: true }],
    ['password_not_stored', { code: 'sign_in_required', params: { reason: 'password_missing' }, retryable: false }],
    ['client_id_missing', { code: 'client_id_missing', params: { reason: 'needed' }, retryable: false }],
  ];
  it.each(errors)('%s', async (verdict, error) => {
    const { endpoint } = await imapAt({}, ca);
    const diagnosis = await climb({ ca, patient: { imap: endpoint }, credentials: async () => failure(error) });
    expect(of(diagnosis)).toBe(verdict);
  });

  it('not_explained: a fault in Heron itself', async () => {
    const { endpoint } = await imapAt({}, ca);
    const credentials = () => Promise.reject(new TypeError('undefined is not a function'));
    expect(of(await climb({ ca, patient: { imap: endpoint }, credentials }))).toBe('not_explained');
  });
});

it('every verdict of the closed list was produced above, and there are at least 30', () => {
  expect([...verdictIds].filter((id) => !produced.has(id))).toEqual([]);
  expect(verdictIds.length).toBeGreaterThanOrEqual(30);
});

function outside(error: AppError): VerdictId {
  return verdictOf({ error, rung: null, method: 'oauth2', token: null });
}

type Failure = Parameters<Awaited<ReturnType<typeof startIdentityProvider>>['failNext']>[1];

/** What Heron makes of an answer of the stand-in's token endpoint. */
async function refusedWith(how: Failure): Promise<AppError> {
  const idp = await startIdentityProvider({ leaf: ca.leaf });
  onTestFinished(() => idp.stop());
  idp.failNext('token', how);
  const url = `${idp.authority}/organizations/oauth2/v2.0/token`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await nodeHttpsTransport(ca.caPem)(
    { method: 'POST', url, headers, body: 'grant_type=refresh_token&refresh_token=x&client_id=y' },
    new AbortController().signal,
  );
  return translateFailure(
    readFailure(answer.status, parsed(answer.body), answer.headers['retry-after'], Date.now()),
    identity,
  ).error;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Object(server.address()) as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Says this to whatever comes, without TLS, and hangs up. */
async function plainServer(answer: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (Object(server.address()) as { port: number }).port;
}
