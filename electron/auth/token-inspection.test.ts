import { beforeEach, describe, expect, it } from 'vitest';
import { leaksIn } from '../../e2e/canary.ts';
import { canary } from '../../e2e/world.ts';
import type { TokenInspection } from '../../shared/diagnosis.ts';

import { type AppError, logText } from '../../shared/reply.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { signInByDeviceCode } from './device-code.ts';
import { type FakeProvider, fakeProvider, origin, refusal } from './fake-provider.ts';
import { IdentityProviders } from './identity-provider.ts';
import { mailScopes } from './microsoft.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { readGrant, withoutTokens, writeGrant } from './openid-grant.ts';
import { inspectToken } from './token-inspection.ts';
import { TokenService } from './token-service.ts';

const { imap, smtp } = mailScopes(origin);
const identity = sampleIdentity({ loginHost: origin, username: 'ada@contoso.test', grantedScopes: [imap, smtp] });
const microsoft = microsoftProvider([]);
const key = `identity-${identity.id}`;
const never = () => new AbortController().signal;
const hour = 3600_000;

let provider: FakeProvider;
let secrets: FakeSecretStore;
let clock: FakeClock;
let tokens: TokenService;
let changes: number;

const log = () => undefined;
const newService = () =>
  new TokenService({
    providers: new IdentityProviders(microsoft),
    identity: (id) => (id === identity.id ? identity : null),
    secrets,
    transport: provider.transport,
    clock,
    random: () => 0.5,
    log,
    report: () => undefined,
  });

async function signIn(): Promise<void> {
  provider.approvedBy = 'ada@contoso.test';
  const options = { identity, transport: provider.transport, clock, log };
  const grant = await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never());
  if (!grant.ok) throw new Error(logText(grant.error));
  await tokens.adopt({ ...identity, homeAccountId: grant.value.homeAccountId }, grant.value);
}

const ask = () => tokens.accessToken({ identityId: identity.id, purpose: 'imap', rejected: null }, never());

beforeEach(async () => {
  provider = fakeProvider();
  secrets = fakeSecretStore();
  // MSAL reads the real clock.
  clock = fakeClock(Date.now());
  tokens = newService();
  changes = 0;
  tokens.onChange(() => {
    changes += 1;
  });
  await signIn();
});

describe('“Refresh now”', () => {
  it('renews the token once, however often it is pressed meanwhile, and tells when', async () => {
    const before = await ask();
    await clock.advance(1000);
    const replies = await Promise.all([1, 2, 3].map(() => tokens.refresh(identity.id)));
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(provider.count('refresh')).toBe(1);
    expect(tokens.status(identity.id).lastRefreshAt).toBe(clock.now());
    expect(await ask()).not.toEqual(before);
    expect(provider.reused).toBe(0);
  });

  it('says why it cannot, and what is held goes on serving', async () => {
    const before = await ask();
    provider.next('refresh', { status: 429, body: {}, headers: { 'retry-after': '60' } });
    expect(await tokens.refresh(identity.id)).toMatchObject({ ok: false });
    // The provider asked for peace, whoever presses what.
    const asked = provider.count('refresh');
    expect(await tokens.refresh(identity.id)).toMatchObject({ ok: false });
    expect(provider.count('refresh')).toBe(asked);
    expect(await ask()).toEqual(before);
  });

  it('finds that the grant has ended, which is then the account’s health', async () => {
    provider.next('refresh', refusal('invalid_grant', 50173));
    expect(await tokens.refresh(identity.id)).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    expect(tokens.status(identity.id).ended?.code).toBe('sign_in_required');
  });
});

describe('signing out', () => {
  it('removes the tokens from memory and vault, says so until a sign-in, and asks the provider for nothing', async () => {
    const told = changes;
    expect(await tokens.signOut(identity.id)).toEqual({ ok: true, value: null });
    expect(secrets.values.has(key)).toBe(false);
    expect(tokens.status(identity.id)).toMatchObject({ expiresAt: null, ended: { params: { reason: 'signed_out' } } });
    expect(tokens.needsSignIn(identity.id)).not.toBeNull();
    expect(changes).toBeGreaterThan(told);
    await clock.advance(48 * hour);
    expect(await ask()).toMatchObject({ ok: false, error: { params: { reason: 'signed_out' } } });
    expect(await tokens.refresh(identity.id)).toMatchObject({ ok: false });
    expect(provider.count('refresh')).toBe(0);

    await signIn();
    expect(tokens.status(identity.id).ended).toBeNull();
    expect((await ask()).ok).toBe(true);
  });

  it('waits for a refresh under way, whose refresh token does not come back to the vault', async () => {
    let release = (): void => {};
    provider.hold = new Promise((resolve) => {
      release = resolve;
    });
    const refreshing = tokens.refresh(identity.id);
    const out = tokens.signOut(identity.id);
    release();
    expect((await refreshing).ok).toBe(true);
    expect((await out).ok).toBe(true);
    expect(secrets.values.has(key)).toBe(false);
    expect((await ask()).ok).toBe(false);
  });

  it('says so where the vault keeps the tokens, and uses them no more', async () => {
    const refused: AppError = { code: 'storage_failed', params: { reason: 'database' }, retryable: true };
    secrets.refuseDelete = refused;
    expect(await tokens.signOut(identity.id)).toEqual({ ok: false, error: refused });
    expect((await ask()).ok).toBe(false);
    secrets.refuseDelete = null;
    expect((await tokens.signOut(identity.id)).ok).toBe(true);
    expect(secrets.values.has(key)).toBe(false);
  });

  it('is still so after a restart', async () => {
    await tokens.signOut(identity.id);
    tokens.dispose();
    tokens = newService();
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    expect(provider.count('refresh')).toBe(0);
  });

  it('keeps what is the program’s own, for the next sign-in', () => {
    const kept = withoutTokens(writeGrant({ refreshToken: 'r1', clientSecret: 'of the program' }));
    expect(readGrant(kept ?? '')).toEqual({ kind: 'openid', refreshToken: null, clientSecret: 'of the program' });
    expect(withoutTokens(writeGrant({ refreshToken: 'r1', clientSecret: null }))).toBeNull();
    expect(withoutTokens('no grant')).toBeNull();
  });
});

describe('the inspector', () => {
  const jwt = (claims: object) =>
    ['{}', JSON.stringify(claims), `signature ${canary}`]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  const held = (token: string, scopes: readonly string[] = [imap, smtp]) => ({
    token,
    scopes,
    timing: { lifeMs: hour, monotonic: 0, wall: 0 },
  });
  const audience = microsoft.mailAudiences?.(identity)[0] ?? '';
  const claims = { aud: audience, scp: 'IMAP.AccessAsUser.All', upn: 'ada@contoso.test', tid: '9f0c', secret: canary };

  it.each<[string, Partial<TokenInspection>, object | string, Partial<typeof identity>]>([
    ['what a token tells', { audience, tenant: '9f0c', identity: 'ada@contoso.test', missing: [] }, claims, {}],
    [
      'another audience',
      { finding: { audience: 'other', identity: 'same', scopes: 'enough' } },
      { ...claims, aud: 'https://graph.test' },
      {},
    ],
    [
      'another person',
      { finding: { audience: 'mail', identity: 'other', scopes: 'enough' } },
      { ...claims, upn: 'eve@contoso.test' },
      {},
    ],
    [
      'what was not granted',
      { granted: ['IMAP.AccessAsUser.All'], missing: ['SMTP.Send'] },
      claims,
      { grantedScopes: [imap] },
    ],
    ['what the token is for where the provider named nothing', { missing: [] }, claims, { grantedScopes: [] }],
    [
      'an opaque one',
      { token: 'opaque', audience: null, finding: { audience: null, identity: null, scopes: null } },
      `opaque-${canary}`,
      {},
    ],
  ])('I2 tells %s, and never the token, in whatever form', (_name, expected, told, change) => {
    const token = typeof told === 'string' ? told : jwt(told);
    const inspection = inspectToken(held(token), { ...identity, ...change }, microsoft, 'ada@contoso.test');
    expect(inspection).toMatchObject(expected);
    expect(leaksIn(JSON.stringify(inspection))).toEqual([]);
    expect(JSON.stringify(inspection)).not.toContain(token.slice(0, 20));
  });

  it('says that there is none', () => {
    expect(inspectToken(null, identity, microsoft, 'ada@contoso.test')).toMatchObject({ token: null, missing: [] });
    expect(inspectToken(null, identity, null, 'ada@contoso.test')).toMatchObject({ token: null, missing: [] });
  });
});
