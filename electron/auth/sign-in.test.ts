import { describe, expect, it } from 'vitest';
import type { AccountId, SignInState } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { signInByDeviceCode } from './device-code.ts';
import { fakeProvider, origin, refusal } from './fake-provider.ts';
import type { SignInGrant } from './identity-provider.ts';
import { mailScopes } from './microsoft.ts';
import { SignIn } from './sign-in.ts';

const identity = sampleIdentity({ loginHost: origin });
const accountId = 'a' as AccountId;
const { imap, smtp } = mailScopes(origin);

function setUp(
  finish: (grant: SignInGrant, signal: AbortSignal) => Promise<Reply<AccountId>> = async () => success(accountId),
) {
  const provider = fakeProvider();
  const clock = fakeClock();
  const states: SignInState[] = [];
  const grants: SignInGrant[] = [];
  const lines: string[] = [];
  const options = {
    identity,
    loginHint: null,
    clientSecret: null,
    transport: provider.transport,
    clock,
    log: (...words: string[]) => void lines.push(words.join(' ')),
  };
  const signIn = new SignIn({
    hasCode: true,
    openPage: async () => {},
    run: (events, signal) => signInByDeviceCode(options, events, signal),
    expected: ['Ada@Contoso.test'],
    finish: (grant, signal) => {
      grants.push(grant);
      return finish(grant, signal);
    },
    now: () => clock.now(),
    onChange: (state) => states.push(state),
  });
  const until = async (kind: SignInState['kind']): Promise<SignInState> => {
    await expect.poll(() => signIn.state.kind, { interval: 2 }).toBe(kind);
    return signIn.state;
  };
  const kinds = () => states.map(({ kind }) => kind);
  const polled = async (count: number) =>
    expect.poll(() => provider.count('poll'), { interval: 2 }).toBeGreaterThanOrEqual(count);
  return { provider, clock, signIn, states, grants, lines, until, kinds, polled };
}

const errorOf = (state: SignInState): AppError => {
  if (!('error' in state)) throw new Error(`no error in ${state.kind}`);
  return state.error;
};

describe('SignIn by code', () => {
  it('shows the code, waits, saves, and asks for reading and sending together', async () => {
    const { provider, clock, signIn, grants, until, kinds } = setUp();
    signIn.newCode();
    expect(await until('waiting')).toEqual({
      kind: 'waiting',
      userCode: 'CODE1',
      verificationUri: `${origin}/device`,
      expiresAt: clock.now() + 900_000,
      networkTrouble: false,
    });
    provider.approvedBy = 'ada@contoso.test';
    expect(await until('succeeded')).toEqual({ kind: 'succeeded', accountId });
    expect(kinds()).toEqual(['requesting', 'waiting', 'finishing', 'succeeded']);
    expect(grants[0]?.grantedScopes).toEqual(expect.arrayContaining([imap, smtp]));
  });

  it.each([
    [refusal('authorization_declined'), 'declined', 'sign_in_declined'],
    [refusal('access_denied'), 'declined', 'sign_in_declined'],
    [refusal('expired_token', 70019), 'expired', 'sign_in_expired'],
    [refusal('bad_verification_code', 70018), 'expired', 'sign_in_expired'],
    [refusal('access_denied', 90094), 'blocked', 'consent_required'],
    [refusal('access_denied', 65004), 'blocked', 'consent_required'],
    [refusal('invalid_client', 7000218), 'blocked', 'app_registration'],
    [refusal('interaction_required', 53003), 'blocked', 'code_blocked'],
    [refusal('interaction_required', 50105), 'blocked', 'policy_blocked'],
    [refusal('invalid_grant', 50020), 'blocked', 'wrong_tenant'],
    [refusal('something_new'), 'failed', 'identity_provider_protocol'],
    [{ body: {} }, 'failed', 'identity_provider_protocol'],
    [{ body: 'not json' }, 'failed', 'identity_provider_protocol'],
    [{ body: { access_token: 'x', token_type: 'Bearer' } }, 'failed', 'identity_provider_protocol'],
    [{ body: { access_token: 'x', token_type: 'Bearer', expires_in: 60 } }, 'failed', 'identity_provider_protocol'],
  ] as const)('ends in its own state when a poll answers %j', async (answer, kind, code) => {
    const { provider, signIn, until } = setUp();
    signIn.newCode();
    await until('waiting');
    provider.next('poll', answer);
    expect(errorOf(await until(kind)).code).toBe(code);
  });

  it.each([
    [refusal('unauthorized_client', 700016), 'blocked', 'app_registration'],
    [refusal('invalid_request', 50194), 'blocked', 'app_registration'],
    [{ fault: 'offline' }, 'failed', 'offline'],
    [{ fault: 'dns' }, 'failed', 'identity_provider_unavailable'],
    [{ fault: 'tls_untrusted' }, 'failed', 'tls_untrusted'],
    [{ status: 503, body: 'busy' }, 'failed', 'identity_provider_unavailable'],
    [{ body: '' }, 'failed', 'identity_provider_protocol'],
    [{ body: { user_code: 'A', device_code: 'b' } }, 'failed', 'identity_provider_protocol'],
    [
      { body: { user_code: 'A', device_code: 'b', expires_in: 900, verification_uri: 'javascript:alert(1)' } },
      'failed',
      'identity_provider_protocol',
    ],
    [
      { body: { user_code: 'A', device_code: 'b', expires_in: 900, verification_uri: 'http://login.test/device' } },
      'failed',
      'identity_provider_protocol',
    ],
  ] as const)('says why there is no code when the provider answers %j', async (answer, kind, code) => {
    const { provider, signIn, until } = setUp();
    provider.next('devicecode', answer);
    signIn.newCode();
    expect(errorOf(await until(kind)).code).toBe(code);
  });

  it('takes a page on this computer over plain HTTP, as the demo has it', async () => {
    const { provider, signIn, until } = setUp();
    const verification_uri = 'http://localhost:4711/device';
    provider.next('devicecode', { body: { user_code: 'A', device_code: 'b', expires_in: 900, verification_uri } });
    signIn.newCode();
    expect(await until('waiting')).toMatchObject({ kind: 'waiting', verificationUri: verification_uri });
  });

  it.each([
    { body: '<html>' },
    { body: { issuer: 'x' } },
    { body: { issuer: 'x', authorization_endpoint: 'http://a/', token_endpoint: 'http://a/token' } },
  ])('refuses the malformed discovery document %j', async (answer) => {
    const { provider, signIn, until } = setUp();
    provider.next('discovery', answer, answer, answer);
    signIn.newCode();
    expect(errorOf(await until('failed')).code).toBe('identity_provider_protocol');
    expect(provider.count('devicecode')).toBe(0);
  });

  it('T7 waits longer after slow_down, for good', async () => {
    const { provider, clock, signIn, until, polled } = setUp();
    provider.next('poll', refusal('slow_down'), refusal('slow_down'));
    signIn.newCode();
    await until('waiting');
    await polled(1);
    await expect.poll(() => clock.pending()[0]).toBe(5000);
    await clock.advance(5000);
    await polled(2);
    await expect.poll(() => clock.pending()[0]).toBe(10_000);
    provider.approvedBy = 'ada@contoso.test';
    await clock.advance(9999);
    expect(provider.count('poll')).toBe(2);
    await clock.advance(1);
    await until('succeeded');
  });

  it('T7 leaves a busy provider in peace for as long as it asked, once', async () => {
    const { provider, clock, signIn, until, polled } = setUp();
    provider.next('poll', { status: 429, body: '', headers: { 'retry-after': '30' } });
    signIn.newCode();
    await until('waiting');
    await polled(1);
    await expect.poll(() => clock.pending()[0]).toBe(30_000);
    await clock.advance(29_999);
    expect(provider.count('poll')).toBe(1);
    await clock.advance(1);
    await polled(3);
    expect(clock.pending()).toEqual([870_000]);
  });

  it('T7 polls no more after a cancel while it waits', async () => {
    const { provider, clock, signIn, until, polled } = setUp();
    provider.next('poll', refusal('slow_down'));
    signIn.newCode();
    await until('waiting');
    await polled(1);
    await expect.poll(() => clock.pending()[0]).toBe(5000);
    signIn.cancel();
    signIn.newCode();
    await until('waiting');
    const polls = () => provider.requests.filter(({ form }) => form.get('device_code') === 'device-1').length;
    await polled(2);
    expect(polls()).toBe(1);
  });

  it('T7 survives a dropped network, and shows it', async () => {
    const { provider, signIn, states, until } = setUp();
    provider.next('poll', { fault: 'lost' }, { fault: 'offline' }, { status: 502, body: '' });
    signIn.newCode();
    await until('waiting');
    await expect.poll(() => provider.count('poll'), { interval: 2 }).toBeGreaterThanOrEqual(5);
    expect(states.filter((state) => state.kind === 'waiting').map((state) => state.networkTrouble)).toEqual([
      false,
      true,
      false,
    ]);
    provider.approvedBy = 'ada@contoso.test';
    await until('succeeded');
  });

  it('T7 expires by the time that passed', async () => {
    const { clock, signIn, until, polled, provider } = setUp();
    signIn.newCode();
    await until('waiting');
    clock.jump(-24 * 3600_000);
    await clock.advance(900_000);
    expect(errorOf(await until('expired')).code).toBe('sign_in_expired');
    const polls = provider.count('poll');
    signIn.newCode();
    expect(await until('waiting')).toMatchObject({ userCode: 'CODE2' });
    await polled(polls + 1);
    provider.approvedBy = 'ada@contoso.test';
    await until('succeeded');
  });

  it('T7 can be cancelled at any moment, and drops a late success', async () => {
    const { provider, signIn, grants, until, polled } = setUp();
    signIn.newCode();
    signIn.cancel();
    expect(signIn.state.kind).toBe('cancelled');
    signIn.newCode();
    await until('waiting');
    await polled(1);
    signIn.cancel();
    provider.approvedBy = 'ada@contoso.test';
    expect(signIn.state.kind).toBe('cancelled');
    signIn.newCode();
    await until('succeeded');
    expect(grants).toHaveLength(1);
  });

  it('T7 drops what an earlier code brings', async () => {
    const { provider, signIn, grants, until, polled } = setUp();
    signIn.newCode();
    await until('waiting');
    await polled(1);
    signIn.newCode();
    expect(await until('waiting')).toMatchObject({ userCode: 'CODE2' });
    provider.approvedBy = 'ada@contoso.test';
    await until('succeeded');
    signIn.newCode();
    signIn.cancel();
    expect([signIn.state.kind, grants.length]).toEqual(['succeeded', 1]);
  });

  it('asks for reading alone when sending is refused at once, and nobody notices', async () => {
    const { provider, signIn, grants, until, kinds } = setUp();
    provider.refusedScopes.devicecode = 'SMTP.Send';
    signIn.newCode();
    await until('waiting');
    provider.approvedBy = 'ada@contoso.test';
    await until('succeeded');
    expect(kinds()).toEqual(['requesting', 'waiting', 'finishing', 'succeeded']);
    expect(grants[0]?.grantedScopes).not.toContain(smtp);
  });

  it('shows one more code when sending is refused after the first', async () => {
    const { provider, signIn, until, kinds } = setUp();
    provider.refusedScopes.token = 'SMTP.Send';
    signIn.newCode();
    await until('waiting');
    provider.approvedBy = 'ada@contoso.test';
    await until('succeeded');
    expect(kinds()).toEqual(['requesting', 'waiting', 'waiting', 'finishing', 'succeeded']);
  });

  it('is blocked when reading is refused as well, with what the administrator needs', async () => {
    const { provider, signIn, until } = setUp();
    provider.refusedScopes.devicecode = 'IMAP';
    signIn.newCode();
    const { code, guidance } = errorOf(await until('blocked'));
    expect(code).toBe('consent_required');
    expect(guidance).toMatchObject({ reference: 'AADSTS65001', correlationId: 'corr-1' });
    expect(guidance?.adminUrl).toMatch(/\/adminconsent\?client_id=/);
    expect(guidance?.letter).toMatchObject({ kind: 'consent', clientId: identity.clientId });
  });

  it('lets the user decide when another identity signs in', async () => {
    const { provider, signIn, grants, until } = setUp();
    provider.approvedBy = 'eve@contoso.test';
    signIn.newCode();
    expect(await until('confirming')).toEqual({
      kind: 'confirming',
      expected: 'Ada@Contoso.test',
      actual: 'eve@contoso.test',
    });
    expect(grants).toEqual([]);
    signIn.confirm(false);
    expect(errorOf(signIn.state).code).toBe('identity_mismatch');
    signIn.confirm(true);
    expect(grants).toEqual([]);
    signIn.newCode();
    await until('confirming');
    signIn.confirm(true);
    await until('succeeded');
    expect(grants).toHaveLength(1);
  });

  it('lets the mailbox decide after a cancel while it is being saved', async () => {
    const { provider, signIn, until } = setUp(
      (_grant, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () =>
            resolve(failure({ code: 'cancelled', params: { reason: 'asked' }, retryable: false })),
          ),
        ),
    );
    provider.approvedBy = 'ada@contoso.test';
    signIn.newCode();
    await until('finishing');
    signIn.newCode();
    expect(signIn.state.kind).toBe('finishing');
    signIn.cancel();
    await until('cancelled');
  });

  it('I2 logs neither codes nor tokens', async () => {
    const { provider, signIn, lines, until } = setUp();
    signIn.newCode();
    await until('waiting');
    provider.next('poll', refusal('invalid_grant', 53003));
    await until('blocked');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/CANARY|CODE1|device-1|contoso/);
  });
});
