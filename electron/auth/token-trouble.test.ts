import { beforeEach, describe, expect, it } from 'vitest';
import { logText } from '../../shared/reply.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { signInByDeviceCode } from './device-code.ts';
import { type FakeProvider, fakeProvider, origin } from './fake-provider.ts';
import { IdentityProviders, type SignInGrant } from './identity-provider.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { TokenService } from './token-service.ts';

const identity = sampleIdentity({ loginHost: origin });
const key = `identity-${identity.id}`;
const hour = 3600_000;
const never = () => new AbortController().signal;

let provider: FakeProvider;
let secrets: FakeSecretStore;
let clock: FakeClock;
let lines: string[];
/** The token service's random number; below 0 it throws. */
let random: number;
let tokens: TokenService;

const log = (_level: string, _scope: string, text: string) => void lines.push(text);
const ask = () => tokens.accessToken({ identityId: identity.id, purpose: 'imap', rejected: null }, never());

beforeEach(() => {
  provider = fakeProvider();
  secrets = fakeSecretStore();
  clock = fakeClock(Date.now());
  lines = [];
  random = 0.5;
  tokens = new TokenService({
    providers: new IdentityProviders(microsoftProvider([])),
    identity: () => identity,
    secrets,
    transport: provider.transport,
    clock,
    random: () => {
      if (random < 0) throw new TypeError('CANARY');
      return random;
    },
    log,
    report: () => {},
  });
});

async function signIn(): Promise<SignInGrant> {
  provider.approvedBy = 'ada@contoso.test';
  const options = { identity, transport: provider.transport, clock, log };
  const signedIn = await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never());
  if (!signedIn.ok) throw new Error(logText(signedIn.error));
  return signedIn.value;
}

describe('TokenService in trouble of its own', () => {
  it.each([
    ['bad JSON', (blob: string) => blob.replace('"secret":"', '"secret":""')],
    ['nothing', () => ''],
    ['other JSON', () => '[1]'],
    ['entries that are none', () => '{"Account":{"x":null}}'],
    ['a table that is none', () => '{"RefreshToken":5}'],
  ])('T2 I2 takes a vault that decrypts to %s for unreadable, keeps it, and quotes nothing', async (_case, damage) => {
    const grant = await signIn();
    const damaged = damage(grant.blob);
    secrets.values.set(key, damaged);
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(secrets.values.get(key)).toBe(damaged);
    expect(lines.join('\n')).not.toContain('CANARY');
    await tokens.adopt(identity, grant);
    expect(await ask()).toMatchObject({ ok: true, value: { token: grant.held.token } });
  });

  it('goes on although a refresh ahead of time breaks, or one who listens to it', async () => {
    await tokens.adopt(identity, await signIn());
    const heard: unknown[] = [];
    tokens.onChange(() => {
      throw new TypeError('CANARY');
    });
    tokens.onChange((id) => heard.push(id));
    random = -1;
    await clock.advance(hour * 0.78);
    await expect.poll(() => lines).toContain('Refreshing ahead of time broke: TypeError');
    random = 0.5;
    clock.jump(hour);
    expect((await ask()).ok).toBe(true);
    expect(heard).toEqual([identity.id]);
    expect(lines).toContain('A listener to tokens broke: TypeError');
    expect(lines.join('\n')).not.toContain('CANARY');
  });
});
