import { get } from 'node:https';
import { PublicClientApplication } from '@azure/msal-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call as httpsCall, msalNetwork } from './https-client.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { createTestCa, type TestCa } from './test-ca.ts';

const ada = 'ada@contoso.test';
const client = '11111111-2222-4333-8444-555555555555';
const imap = 'https://outlook.office.com/IMAP.AccessAsUser.All';
const smtp = 'https://outlook.office.com/SMTP.Send';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

let ca: TestCa;
let idp: IdentityProvider;
beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());
beforeEach(async () => {
  idp = await startIdentityProvider({ leaf: ca.leaf, canary: 'CANARY-42', pollIntervalSeconds: 0.02 });
  idp.addUser({ address: ada, name: 'Ada Lovelace' });
});
afterEach(() => idp.stop());

const call = (url: string, form?: Record<string, string>) => httpsCall(ca.caPem, url, form);
const tokenUrl = () => `${idp.authority}/common/oauth2/v2.0/token`;
const post = async (url: string, form: Record<string, string>) => {
  const { status, headers, text } = await call(url, { client_id: client, ...form });
  return { status, headers, body: JSON.parse(text) };
};
const deviceCode = (scope = `${imap} offline_access`) =>
  post(`${idp.authority}/common/oauth2/v2.0/devicecode`, { scope });
const poll = (device_code: string) => post(tokenUrl(), { grant_type: deviceGrant, device_code });
const refresh = (refresh_token: string) => post(tokenUrl(), { grant_type: 'refresh_token', refresh_token });
const introspect = async (token: string) =>
  (await fetch(idp.introspectionUrl, { headers: { authorization: `Bearer ${token}` } })).json();

async function signIn(scope?: string) {
  const { body } = await deviceCode(scope);
  idp.approve(body.user_code, ada);
  return (await poll(body.device_code)).body;
}

describe('identity provider with MSAL', () => {
  const application = () =>
    new PublicClientApplication({
      auth: { clientId: client, authority: `${idp.authority}/common`, knownAuthorities: [idp.host] },
      system: { networkClient: msalNetwork(ca.caPem) },
    });

  it('signs in by device code and refreshes silently', async () => {
    const msal = application();
    idp.on('devicecode', ({ userCode }) => idp.approve(userCode.toLowerCase(), ada));
    const shown: string[] = [];
    const result = await msal.acquireTokenByDeviceCode({
      scopes: [imap, smtp],
      deviceCodeCallback: (code) => shown.push(code.userCode, code.verificationUri),
    });
    expect(shown).toEqual([expect.stringMatching(/^[A-Z2-9]{9}$/), idp.devicePageUrl]);
    expect(result?.accessToken).toContain('CANARY-42');
    expect(result?.scopes).toEqual([imap, smtp]);
    expect(result?.account).toMatchObject({ username: ada, name: 'Ada Lovelace' });

    const account = result?.account;
    if (!account) {
      throw new Error('no account');
    }
    const again = await msal.acquireTokenSilent({ account, scopes: [imap], forceRefresh: true });
    expect(again?.accessToken).not.toBe(result?.accessToken);
    expect(again?.account?.homeAccountId).toBe(account.homeAccountId);
    expect(idp.counters).toMatchObject({ deviceCodes: 1, tokens: 2, refreshes: 1, reusedRefreshTokens: 0 });
  });

  it('makes MSAL ask for interaction after the grant was revoked', async () => {
    const msal = application();
    idp.on('devicecode', ({ userCode }) => idp.approve(userCode, ada));
    const result = await msal.acquireTokenByDeviceCode({ scopes: [imap], deviceCodeCallback: () => undefined });
    idp.revokeGrants(ada);
    const account = result?.account ?? undefined;
    if (!account) {
      throw new Error('no account');
    }
    await expect(msal.acquireTokenSilent({ account, scopes: [imap], forceRefresh: true })).rejects.toMatchObject({
      errorCode: 'invalid_grant',
      errorMessage: expect.stringContaining('50173'),
    });
  });

  it('answers the instance discovery of a client that does not know the host', async () => {
    const found = JSON.parse((await call(`${idp.authority}/common/discovery/instance?api-version=1.1`)).text);
    expect(found.metadata[0].aliases).toEqual([idp.host]);
  });
});

describe('device code (T7)', () => {
  it('tells pending, slow_down, declined, expired, unknown and used codes apart', async () => {
    const first = (await deviceCode()).body;
    expect((await poll(first.device_code)).body).toMatchObject({
      error: 'authorization_pending',
      error_codes: [70016],
    });
    idp.slowDown(1);
    expect((await poll(first.device_code)).body.error).toBe('slow_down');
    expect((await poll(first.device_code)).body.error).toBe('authorization_pending');
    idp.decline(first.user_code);
    expect((await poll(first.device_code)).body.error).toBe('authorization_declined');
    expect((await poll('nonsense')).body.error).toBe('bad_verification_code');

    const second = (await deviceCode()).body;
    idp.expireCodes();
    expect((await poll(second.device_code)).body).toMatchObject({ error: 'expired_token', error_codes: [70019] });

    const third = (await deviceCode()).body;
    idp.approve(third.user_code, ada);
    expect((await poll(third.device_code)).body.token_type).toBe('Bearer');
    expect((await poll(third.device_code)).body.error).toBe('invalid_grant');
    expect(idp.events('poll').map((event) => event.answer)).toContain('token');
  });

  it('expires a code by its own life, on a clock that is a day off (T8)', async () => {
    idp.clockOffsetSeconds = -86_400;
    const { body, headers } = await deviceCode();
    expect(Date.parse(headers['date'] ?? '')).toBeLessThan(Date.now() - 80_000_000);
    expect((await poll(body.device_code)).body.error).toBe('authorization_pending');
    idp.clockOffsetSeconds += 901;
    expect((await poll(body.device_code)).body.error).toBe('expired_token');
  });

  it('refuses one scope so that the client can ask without it', async () => {
    const allow = idp.refuseScope('SMTP.Send');
    const refused = await deviceCode(`${imap} ${smtp} offline_access`);
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [65001] } });
    expect((await deviceCode(`${imap} offline_access`)).status).toBe(200);
    allow();
    idp.refuseScope('SMTP.Send', 'token');
    const { body } = await deviceCode(`${imap} ${smtp}`);
    idp.approve(body.user_code, ada);
    expect((await poll(body.device_code)).body).toMatchObject({ error_codes: [65001], suberror: 'consent_required' });
  });

  it('refuses two resources in one request, a client secret, and an unknown client', async () => {
    expect((await deviceCode(`${imap} https://graph.microsoft.com/Mail.Read`)).body.error_codes).toEqual([700022]);
    expect((await post(tokenUrl(), { grant_type: 'refresh_token', client_secret: 'x' })).body.error_codes).toEqual([
      700025,
    ]);
    await idp.stop();
    idp = await startIdentityProvider({ leaf: ca.leaf, clientIds: ['another'] });
    expect((await deviceCode()).body).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] });
  });
});

describe('tokens', () => {
  it('redeems a refresh token once: the second time is invalid_grant and counted (T3)', async () => {
    const { refresh_token: first } = await signIn();
    const second = await refresh(first);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first);
    const again = await refresh(first);
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [70000] } });
    expect(again.body.error_description).toMatch(/^AADSTS70000: .*Trace ID: /);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
    expect(idp.counters).toMatchObject({ refreshes: 2, refusedRefreshes: 1, reusedRefreshTokens: 1 });
  });

  it('knows which access tokens are good for IMAP', async () => {
    const { access_token } = await signIn();
    expect(await introspect(access_token)).toMatchObject({ active: true, username: ada });
    expect(idp.tokenInfo(access_token)).toMatchObject({ address: ada, scopes: [imap], active: true });
    const graph = await signIn('https://graph.microsoft.com/Mail.Read');
    expect(await introspect(graph.access_token)).toEqual({ active: false });
    idp.expireAccessTokens(ada);
    expect(await introspect(access_token)).toEqual({ active: false });
    expect(idp.tokenInfo(access_token)?.active).toBe(false);
  });

  it('lets an access token run out by its life, while the refresh token lives', async () => {
    idp.accessTokenLifetimeSeconds = 60;
    const { access_token, refresh_token, expires_in } = await signIn();
    expect(expires_in).toBe(60);
    idp.clockOffsetSeconds = 61;
    expect(await introspect(access_token)).toEqual({ active: false });
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('revokes: no refresh, no active access token, until the person signs in again (T6)', async () => {
    const { access_token, refresh_token } = await signIn();
    idp.revokeGrants(ada);
    expect(await introspect(access_token)).toEqual({ active: false });
    expect((await refresh(refresh_token)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
    expect(await introspect((await signIn()).access_token)).toMatchObject({ active: true });
    idp.disableUser(ada, true);
    expect((await refresh((await signIn()).refresh_token)).body.error_codes).toEqual([50057]);
  });
});

describe('failures on demand', () => {
  it.each([
    [50173, 'invalid_grant', 400],
    [50076, 'interaction_required', 400],
    [53003, 'interaction_required', 400],
    [700016, 'unauthorized_client', 400],
    [7000218, 'invalid_client', 401],
    [90033, 'temporarily_unavailable', 503],
  ])('AADSTS%i is %s with status %i', async (aadsts, error, status) => {
    const { refresh_token } = await signIn();
    idp.failNext('refresh', { aadsts, claims: '{"access_token":{}}' });
    const answer = await refresh(refresh_token);
    expect(answer).toMatchObject({ status, body: { error, error_codes: [aadsts], claims: '{"access_token":{}}' } });
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('throttles with Retry-After, several times', async () => {
    const { refresh_token } = await signIn();
    const stop = idp.failNext('token', { status: 429, retryAfterSeconds: 7, times: Number.POSITIVE_INFINITY });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await refresh(refresh_token);
      expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    }
    stop();
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('sends malformed bodies, resets, hangs and drops', async () => {
    const configuration = `${idp.authority}/common/v2.0/.well-known/openid-configuration`;
    idp.failNext('openid-configuration', { body: '{"issuer": ' });
    expect((await call(configuration)).text).toBe('{"issuer": ');
    idp.failNext('openid-configuration', { drop: true });
    await expect(call(configuration)).rejects.toMatchObject({ code: 'ECONNRESET' });

    idp.failNext('openid-configuration', { hang: true });
    idp.forgetEvents();
    let answered = false;
    const hanging = get(configuration, { ca: ca.caPem, agent: false }, () => {
      answered = true;
    });
    const ended = new Promise((resolve) => hanging.on('error', resolve));
    await idp.waitFor('request');
    idp.dropConnections(true);
    await ended;
    expect(answered).toBe(false);
    await expect(call(configuration)).rejects.toMatchObject({ code: 'ECONNRESET' });
    idp.dropConnections(false);
    expect((await call(configuration)).status).toBe(200);
  });

  it('gives each waiter its own event, also when it comes late', async () => {
    const first = (await deviceCode()).body.user_code;
    const second = (await deviceCode()).body.user_code;
    expect((await idp.waitFor('devicecode')).userCode).toBe(first);
    expect((await idp.waitFor('devicecode')).userCode).toBe(second);
    await expect(idp.waitFor('devicecode', () => true, 10)).rejects.toThrow("No 'devicecode'");
  });
});

describe('pages', () => {
  it('leads a person from the code to the approval', async () => {
    const { body } = await deviceCode(`${imap} ${smtp} offline_access`);
    expect((await call(idp.devicePageUrl)).text).toContain('not Microsoft');
    const wrong = await call(idp.devicePageUrl, { code: '<script>' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).not.toContain('<script>');
    const choice = await call(idp.devicePageUrl, { code: body.user_code });
    expect(choice.text).toContain('Ada Lovelace');
    expect(choice.text).toContain('Send mail as you');
    const done = await call(`${idp.authority}/device/decision`, {
      code: body.user_code,
      address: ada,
      decision: 'approve',
    });
    expect(done.text).toContain('You have signed in');
    expect(await idp.waitFor('decision')).toEqual({ userCode: body.user_code, approved: true, address: ada });
    expect((await poll(body.device_code)).status).toBe(200);
  });
});

describe('browser sign-in', () => {
  const verifier = 'a'.repeat(43);
  const request = () =>
    new URLSearchParams({
      client_id: client,
      response_type: 'code',
      redirect_uri: 'http://localhost:49152',
      scope: `openid ${imap} offline_access`,
      state: 'state-1',
      // BASE64URL(SHA256(43 × 'a')), worked out apart from the server's own code
      code_challenge: 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA',
      code_challenge_method: 'S256',
      nonce: 'nonce-1',
    });
  const authorizeUrl = (parameters: URLSearchParams) => `${idp.authority}/common/oauth2/v2.0/authorize?${parameters}`;
  const redeem = (code: string, code_verifier = verifier) =>
    post(tokenUrl(), { grant_type: 'authorization_code', code, code_verifier, redirect_uri: 'http://localhost:49152' });

  it('gives a code that only its verifier redeems, once', async () => {
    idp.authorizeAs(ada);
    const answer = await call(authorizeUrl(request()));
    const location = new URL(answer.headers['location'] ?? '');
    expect(location.origin).toBe('http://localhost:49152');
    expect(location.searchParams.get('state')).toBe('state-1');
    const code = location.searchParams.get('code') ?? '';
    const { body } = await redeem(code);
    const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ nonce: 'nonce-1', preferred_username: ada, aud: client });
    expect((await redeem(code)).body.error).toBe('invalid_grant');

    const other =
      new URL((await call(authorizeUrl(request()))).headers['location'] ?? '').searchParams.get('code') ?? '';
    expect((await redeem(other, 'b'.repeat(43))).body.error_codes).toEqual([501481]);
  });

  it('shows the choice of account, and never redirects to another machine', async () => {
    const page = await call(authorizeUrl(request()));
    expect(page.text).toContain('Ada Lovelace');
    const declined = await call(`${idp.authority}/authorize/decision`, {
      ...Object.fromEntries(request()),
      decision: 'decline',
    });
    expect(new URL(declined.headers['location'] ?? '').searchParams.get('error')).toBe('access_denied');
    const evil = request();
    evil.set('redirect_uri', 'https://evil.test/');
    expect((await call(authorizeUrl(evil))).status).toBe(400);
  });
});
