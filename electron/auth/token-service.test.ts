import { beforeEach, describe, expect, it } from 'vitest';
import { type AppError, logText } from '../../shared/reply.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { signInByDeviceCode } from './device-code.ts';
import { type FakeProvider, fakeProvider, origin, refusal } from './fake-provider.ts';
import { IdentityProviders, type SignInGrant } from './identity-provider.ts';
import { mailScopes } from './microsoft.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { TokenService } from './token-service.ts';
import type { AccessToken } from './token-source.ts';

const identity = sampleIdentity({ loginHost: origin });
const { imap, smtp } = mailScopes(origin);
const never = () => new AbortController().signal;
const key = `identity-${identity.id}`;

let provider: FakeProvider;
let secrets: FakeSecretStore;
let clock: FakeClock;
let reports: AppError[];
let lines: string[];
let tokens: TokenService;

const log = (_level: string, _scope: string, text: string) => void lines.push(text);
const newService = (stored = identity) =>
  new TokenService({
    providers: new IdentityProviders(microsoftProvider([])),
    identity: (id) => (id === stored.id ? stored : null),
    secrets,
    transport: provider.transport,
    clock,
    random: () => 0.5,
    log,
    report: (error) => void reports.push(error),
  });

async function signIn(address = 'ada@contoso.test'): Promise<SignInGrant> {
  provider.approvedBy = address;
  const options = { identity, transport: provider.transport, clock, log };
  const signedIn = await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never());
  if (!signedIn.ok) throw new Error(logText(signedIn.error));
  return signedIn.value;
}

const named = (grant: SignInGrant) => ({
  ...identity,
  homeAccountId: grant.homeAccountId,
  grantedScopes: [imap, smtp],
});

async function signedIn(): Promise<AccessToken> {
  const grant = await signIn();
  await tokens.adopt(named(grant), grant);
  return token(await askFor('imap'));
}

function token(reply: Awaited<ReturnType<TokenService['accessToken']>>): AccessToken {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

const askFor = (purpose: MailPurpose, rejected: string | null = null) =>
  tokens.accessToken({ identityId: identity.id, purpose, rejected }, never());
const ask = () => askFor('imap');
const hour = 3600_000;

beforeEach(() => {
  provider = fakeProvider();
  secrets = fakeSecretStore();
  // MSAL reads the real clock.
  clock = fakeClock(Date.now());
  reports = [];
  lines = [];
  tokens = newService();
});

describe('TokenService', () => {
  it('gives out the token of the sign-in while it lives, for all its scopes', async () => {
    const first = await signedIn();
    expect(first.expiresAt).toBe(clock.now() + hour);
    expect(token(await askFor('smtp')).token).toBe(first.token);
    expect(provider.count('refresh')).toBe(0);
  });

  it('T3 refreshes once for 20 callers at expiry', async () => {
    const old = await signedIn();
    clock.jump(hour);
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(answers.map((answer) => token(answer).token)).size).toBe(1);
    expect(token(await ask()).token).not.toBe(old.token);
    expect([provider.count('refresh'), provider.reused]).toEqual([1, 0]);
  });

  it('T3 refreshes once for 20 connections whose token was refused', async () => {
    const old = await signedIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => askFor('imap', old.token)));
    expect(new Set(answers.map((answer) => token(answer).token)).size).toBe(1);
    expect(token(await askFor('imap', old.token)).token).not.toBe(old.token);
    expect([provider.count('refresh'), provider.reused]).toEqual([1, 0]);
  });

  it('T3 never redeems a refresh token twice, although reading and sending ask for different scopes at once', async () => {
    const grant = await signIn();
    await tokens.adopt(identity, grant);
    const old = grant.held.token;
    const [mail, send] = await Promise.all([askFor('imap', old), askFor('smtp', old)]);
    expect([mail.ok, send.ok, provider.reused]).toEqual([true, true, 0]);
  });

  it('T3 lets a sign-in wait for a refresh under way, and keeps the sign-in', async () => {
    const old = await signedIn();
    const grant = await signIn();
    let release: () => void = () => {};
    provider.hold = new Promise((resolve) => {
      release = resolve;
    });
    const refreshing = askFor('imap', old.token);
    await expect.poll(() => provider.count('refresh')).toBe(1);
    const adopting = tokens.adopt(named(grant), grant);
    release();
    await Promise.all([refreshing, adopting]);
    expect(token(await ask()).token).toBe(grant.held.token);
    expect(secrets.values.get(key)).toBe(grant.blob);
  });

  it('T3 tries once for 20 callers while the network is down', async () => {
    const old = await signedIn();
    clock.jump(hour);
    provider.next('refresh', { fault: 'offline' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => askFor('imap', old.token)));
    expect(answers.every((answer) => !answer.ok && answer.error.code === 'offline')).toBe(true);
    expect(provider.count('refresh')).toBe(1);
  });

  it('refreshes ahead of expiry before anyone asks, and asks for all granted scopes', async () => {
    const old = await signedIn();
    await clock.advance(hour * 0.78);
    await expect.poll(() => provider.count('refresh')).toBe(1);
    const fresh = token(await ask());
    expect(fresh.token).not.toBe(old.token);
    expect(provider.count('refresh')).toBe(1);
    expect(provider.requests.at(-1)?.form.get('scope')).toContain(smtp);
    expect(tokens.status(identity.id)).toMatchObject({ expiresAt: fresh.expiresAt, persistence: 'encrypted' });
  });

  it('T4 has the new refresh token in the vault before the new access token is used', async () => {
    await signedIn();
    clock.jump(hour);
    let release: () => void = () => {};
    secrets.hold = new Promise((resolve) => {
      release = resolve;
    });
    let answered = false;
    const asked = ask().then((answer) => {
      answered = true;
      return answer;
    });
    await expect.poll(() => provider.count('refresh')).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    release();
    const fresh = token(await asked);
    expect(secrets.values.get(key)).toContain(fresh.token);
    expect(secrets.values.get(key)).not.toContain('"refresh-2-CANARY"');
  });

  it('T4 goes on from memory when the vault cannot be written, retries, and tells the user once', async () => {
    await signedIn();
    secrets.refuse = { code: 'disk_full', params: { reason: 'mail' }, retryable: true };
    clock.jump(hour);
    const fresh = token(await ask());
    clock.jump(hour);
    token(await ask());
    expect(reports.map((report) => report.code)).toEqual(['secret_not_saved']);
    expect(tokens.status(identity.id).persistence).toBe('session');
    expect(secrets.values.get(key)).not.toContain(fresh.token);
    secrets.refuse = null;
    const told: string[] = [];
    tokens.onChange((id) => told.push(tokens.status(id).persistence));
    await clock.advance(60_000);
    await expect.poll(() => tokens.status(identity.id).persistence).toBe('encrypted');
    expect(told).toEqual(['encrypted']);
    expect(secrets.values.get(key)).toContain(token(await ask()).token);
    expect(provider.reused).toBe(0);
  });

  it('T6 keeps everything through network faults, throttling, 5xx and nonsense, and recovers', async () => {
    const old = await signedIn();
    const force = () => askFor('imap', old.token);
    const codes: string[] = [];
    for (const answer of [
      { fault: 'lost' },
      { fault: 'timeout' },
      { status: 500, body: '<html>' },
      { status: 503, body: { error: 'temporarily_unavailable', error_codes: [90033] } },
      refusal('invalid_grant', 50196),
      { status: 200, body: '{"access_tok' },
      { status: 200, body: {} },
      { status: 403, body: 'blocked by a proxy' },
    ] as const) {
      provider.next('refresh', answer);
      const reply = await force();
      codes.push(reply.ok ? 'ok' : `${reply.error.code} ${reply.error.retryable}`);
    }
    expect(codes).toEqual([
      ...Array(5).fill('identity_provider_unavailable true'),
      ...Array(3).fill('identity_provider_protocol true'),
    ]);
    expect(token(await force()).token).not.toBe(old.token);
    expect(provider.reused).toBe(0);
  });

  it('T6 leaves a throttling provider in peace for as long as it asked', async () => {
    const old = await signedIn();
    const force = () => askFor('imap', old.token);
    provider.next('refresh', { status: 429, body: '', headers: { 'retry-after': '120' } });
    expect(await force()).toMatchObject({ ok: false, error: { retryAfterMs: 120_000 } });
    clock.jump(1000);
    expect(await force()).toMatchObject({ ok: false, error: { retryable: true } });
    expect(provider.count('refresh')).toBe(1);
    await clock.advance(121_000);
    expect((await force()).ok).toBe(true);
  });

  it('T6 gives out the old token while it lives although it cannot be renewed', async () => {
    const old = await signedIn();
    clock.jump(hour - 30_000);
    provider.next('refresh', { fault: 'offline' });
    expect(token(await ask()).token).toBe(old.token);
  });

  it.each([
    ['invalid_grant', 50173, 'sign_in_required'],
    ['invalid_grant', 700082, 'sign_in_required'],
    ['invalid_grant', 70043, 'sign_in_required'],
    ['invalid_grant', undefined, 'sign_in_required'],
    ['interaction_required', 50076, 'sign_in_required'],
    ['interaction_required', 50079, 'sign_in_required'],
    ['interaction_required', 53003, 'policy_blocked'],
    ['invalid_grant', 65001, 'consent_required'],
  ])('T6 asks for a sign-in once after %s %s, and stops bothering the provider', async (word, code, expected) => {
    await signedIn();
    const changes: unknown[] = [];
    tokens.onChange((id) => changes.push(id));
    clock.jump(hour);
    provider.next('refresh', refusal(word, code), refusal(word, code));
    expect(await ask()).toMatchObject({ ok: false, error: { code: expected, retryable: false } });
    const asked = provider.count('refresh');
    expect(await ask()).toMatchObject({ ok: false, error: { code: expected } });
    await clock.advance(10 * hour);
    expect(provider.count('refresh')).toBe(asked);
    expect(changes).toHaveLength(1);
    expect(secrets.values.get(key)).toContain('refresh-');

    const grant = await signIn();
    await tokens.adopt(named(grant), grant);
    expect(token(await ask()).token).toBe(grant.held.token);
  });

  it('T6 notices a dead grant ahead of expiry, so that the user is asked while nothing is broken yet', async () => {
    await signedIn();
    expect(tokens.needsSignIn(identity.id)).toBeNull();
    provider.next('refresh', refusal('invalid_grant', 50173));
    await clock.advance(hour * 0.78);
    await expect.poll(() => tokens.needsSignIn(identity.id)).toMatchObject({ code: 'sign_in_required' });
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    expect(provider.count('refresh')).toBe(1);
  });

  it('does not count a broken app registration as a dead grant', async () => {
    await signedIn();
    clock.jump(hour);
    provider.next('refresh', refusal('unauthorized_client', 7000112));
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'app_registration' } });
    expect((await ask()).ok).toBe(true);
  });

  it('goes on reading when sending is no longer permitted', async () => {
    await signedIn();
    provider.refusedScopes.token = 'SMTP.Send';
    clock.jump(hour);
    expect((await ask()).ok).toBe(true);
    const asked = provider.count('refresh');
    clock.jump(hour);
    expect((await ask()).ok).toBe(true);
    expect(provider.count('refresh')).toBe(asked + 1);
  });

  it('T8 believes expires_in, not a clock that is set back or ahead', async () => {
    const old = await signedIn();
    clock.jump(-24 * hour);
    expect(token(await ask()).token).toBe(old.token);
    await clock.advance(hour * 0.5);
    expect(token(await ask()).token).toBe(old.token);
    await clock.advance(hour * 0.5);
    const fresh = token(await ask());
    expect(fresh.token).not.toBe(old.token);
    clock.jump(48 * hour);
    expect((await ask()).ok).toBe(true);
    expect(provider.reused).toBe(0);
  });

  it('T8 gives out no token that has ended by the time that passed, however far the clock was set back', async () => {
    await signedIn();
    clock.jump(-24 * hour);
    provider.next('refresh', ...Array.from({ length: 100 }, () => ({ fault: 'offline' }) as const));
    await clock.advance(hour);
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'offline' } });
  });

  it('T8 keeps a refresh token whose announced end has passed by our clock', async () => {
    const grant = await signIn();
    const blob = JSON.parse(grant.blob);
    expect(Object.values<Record<string, string>>(blob.RefreshToken).every((entry) => !entry['expires_on'])).toBe(true);
    expect(Object.values<Record<string, string>>(blob.AccessToken).every((entry) => !entry['refresh_on'])).toBe(true);
  });

  it('signs in from the vault after a restart, without a prompt', async () => {
    const grant = await signIn();
    await tokens.adopt(named(grant), grant);
    tokens.dispose();
    tokens = newService(named(grant));
    const first = token(await ask());
    expect(first.token).toMatch(/^access-/);
    clock.jump(24 * hour);
    expect(token(await ask()).token).not.toBe(first.token);
    expect(secrets.log.filter((entry) => entry === `read ${key}`)).toHaveLength(2);
    expect(provider.reused).toBe(0);
  });

  it('T2 reports an unreadable vault, deletes nothing, and works once it can be read', async () => {
    const grant = await signIn();
    await tokens.adopt(named(grant), grant);
    tokens = newService(named(grant));
    secrets.unreadable.add(key);
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(secrets.values.has(key)).toBe(true);
    secrets.unreadable.clear();
    expect((await ask()).ok).toBe(true);
  });

  it('asks for a sign-in when nothing is stored or the identity is gone', async () => {
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    const unknown = sampleIdentity({ id: '0b7a1c1e-6c1f-4d53-9a3e-999999999999' as typeof identity.id });
    expect(
      await tokens.accessToken({ identityId: unknown.id, purpose: 'imap', rejected: null }, never()),
    ).toMatchObject({
      error: { code: 'sign_in_required' },
    });
  });

  it('puts the former sign-in back, in memory and in the vault', async () => {
    const old = await signedIn();
    const before = secrets.values.get(key);
    const grant = await signIn('eve@contoso.test');
    const takeBack = await tokens.adopt(identity, grant);
    expect(token(await ask()).token).toBe(grant.held.token);
    await takeBack();
    expect(token(await ask()).token).toBe(old.token);
    expect(secrets.values.get(key)).toBe(before);
    clock.jump(hour);
    expect((await ask()).ok).toBe(true);
    expect(provider.reused).toBe(0);
  });

  it('ends one caller’s wait at its signal, and lets the refresh go on for the others', async () => {
    await signedIn();
    clock.jump(hour);
    let release: () => void = () => {};
    provider.hold = new Promise((resolve) => {
      release = resolve;
    });
    const caller = new AbortController();
    const given = tokens.accessToken({ identityId: identity.id, purpose: 'imap', rejected: null }, caller.signal);
    const other = ask();
    caller.abort();
    expect(await given).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    release();
    expect((await other).ok).toBe(true);
    expect(provider.count('refresh')).toBe(1);
  });

  it('forgets an identity with its secret', async () => {
    await signedIn();
    expect((await tokens.forget(identity.id)).ok).toBe(true);
    expect(secrets.values.size).toBe(0);
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
  });

  it('I2 logs no token, not even when things fail', async () => {
    const old = await signedIn();
    provider.next('refresh', refusal('invalid_grant', 50173, { leaked: old.token }));
    await askFor('imap', old.token);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain('CANARY');
  });
});
