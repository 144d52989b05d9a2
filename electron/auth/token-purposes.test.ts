import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../shared/mail.ts';
import { logText, type Reply } from '../../shared/reply.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { signInByDeviceCode } from './device-code.ts';
import { type ExampleProvider, exampleProvider } from './example-provider.ts';
import { type FakeProvider, fakeProvider, origin } from './fake-provider.ts';
import { IdentityProviders, type SignInGrant } from './identity-provider.ts';
import { mailScopes } from './microsoft.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { TokenService } from './token-service.ts';

const { imap, smtp } = mailScopes(origin);
const hour = 3600_000;
const never = () => new AbortController().signal;

let server: FakeProvider;
let example: ExampleProvider;
let secrets: FakeSecretStore;
let clock: FakeClock;
let identity: Identity;
let tokens: TokenService;

beforeEach(() => {
  server = fakeProvider();
  example = exampleProvider();
  secrets = fakeSecretStore();
  // MSAL reads the real clock.
  clock = fakeClock(Date.now());
  tokens = new TokenService({
    providers: new IdentityProviders(microsoftProvider([]), example),
    identity: () => identity,
    secrets,
    transport: server.transport,
    clock,
    random: () => 0.5,
    log: () => {},
    report: () => {},
  });
});

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

const ask = (purpose: MailPurpose, rejected: string | null = null) =>
  tokens.accessToken({ identityId: identity.id, purpose, rejected }, never());

async function signIn(): Promise<SignInGrant> {
  server.approvedBy = 'ada@contoso.test';
  const options = { identity, transport: server.transport, clock, log: () => {} };
  return value(await signInByDeviceCode(options, { onCode: () => {}, onPoll: () => {} }, never()));
}

/** @param refused a scope that nobody grants at the sign-in */
async function atMicrosoft(refused: string | null = null): Promise<void> {
  identity = sampleIdentity({ loginHost: origin });
  server.refusedScopes.devicecode = refused;
  const grant = await signIn();
  identity = { ...identity, homeAccountId: grant.homeAccountId, grantedScopes: grant.grantedScopes };
  await tokens.adopt(identity, grant);
}

async function atExample(grantedScopes: readonly string[] = ['read:mail', 'send:mail']): Promise<void> {
  identity = sampleIdentity({
    provider: 'example',
    tenant: '',
    loginHost: 'https://login.example.test',
    grantedScopes,
  });
  const flow = example.signIn.deviceCode;
  if (flow === null) throw new Error('no flow');
  const options = { identity, transport: server.transport, clock, log: () => {}, loginHint: null, clientSecret: null };
  const grant = value(await flow(options, { onCode: () => {}, onPoll: () => {} }, never()));
  await tokens.adopt(identity, grant);
}

describe('a token for a purpose', () => {
  it('serves reading and sending at once where they are of one resource', async () => {
    await atMicrosoft();
    expect(identity.grantedScopes).toEqual([imap, smtp]);
    const [read, send] = [value(await ask('imap')), value(await ask('smtp'))];
    expect(send.token).toBe(read.token);
    expect(server.count('refresh')).toBe(0);
  });

  it('is refused without asking the provider while the permission is missing, and says what grants it', async () => {
    await atMicrosoft('SMTP.Send');
    expect(identity.grantedScopes).toEqual([imap]);
    const changes: unknown[] = [];
    tokens.onChange((id) => changes.push(id));
    for (let round = 0; round < 5; round += 1) {
      expect(await ask('smtp', round === 0 ? null : 'refused')).toMatchObject({
        ok: false,
        error: {
          code: 'permission_missing',
          retryable: false,
          guidance: {
            adminUrl: expect.stringContaining('/organizations/adminconsent?'),
            letter: { kind: 'consent', permissions: expect.arrayContaining([smtp]) },
          },
        },
      });
    }
    expect([server.count('refresh'), changes, tokens.needsSignIn(identity.id)]).toEqual([0, [], null]);
    expect((await ask('imap')).ok).toBe(true);
  });

  it('works after a sign-in that grants what was missing', async () => {
    await atMicrosoft('SMTP.Send');
    expect((await ask('smtp')).ok).toBe(false);
    await atMicrosoft();
    expect((await ask('smtp')).ok).toBe(true);
  });

  it('is asked for once when the provider refuses a permission that was not known to be missing; reading goes on', async () => {
    await atMicrosoft();
    identity = { ...identity, grantedScopes: [] };
    await tokens.adopt(identity, await signIn());
    server.refusedScopes.token = 'SMTP.Send';
    clock.jump(hour);
    const refreshes = server.count('refresh');
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('smtp')));
    expect(answers.map((answer) => !answer.ok && answer.error.code)).toEqual(Array(5).fill('permission_missing'));
    expect(server.count('refresh')).toBe(refreshes + 1);
    expect(tokens.needsSignIn(identity.id)).toBeNull();
    expect((await ask('imap')).ok).toBe(true);

    server.refusedScopes.token = null;
    expect((await ask('smtp')).ok).toBe(false);
    await tokens.adopt(identity, await signIn());
    expect((await ask('smtp')).ok).toBe(true);
  });

  it('ends the grant when the refresh token itself is dead, whichever purpose finds out', async () => {
    await atMicrosoft();
    server.next('refresh', { status: 400, body: { error: 'invalid_grant', error_codes: [50173] } });
    clock.jump(hour);
    expect(await ask('smtp')).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    expect(await ask('imap')).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
  });
});

describe('purposes of two resources', () => {
  it('have tokens of their own: each request names one resource, and none is given out for the other', async () => {
    await atExample();
    const read = value(await ask('imap'));
    const send = value(await ask('smtp'));
    expect(send.token).not.toBe(read.token);
    expect(value(await ask('imap')).token).toBe(read.token);
    expect(value(await ask('smtp')).token).toBe(send.token);
    expect(example.redeemed).toEqual([['send:mail']]);
  });

  it('T3 are refreshed once each for 20 connections of each', async () => {
    await atExample();
    await ask('smtp');
    example.redeemed.length = 0;
    clock.jump(hour);
    const all = (purpose: MailPurpose) => Array.from({ length: 20 }, () => ask(purpose));
    const answers = await Promise.all([...all('imap'), ...all('smtp')]);
    expect(new Set(answers.map((answer) => value(answer).token)).size).toBe(2);
    expect([example.redeemed, example.reused]).toEqual([[['read:mail'], ['send:mail']], 0]);
  });

  it('are both refreshed ahead of need', async () => {
    await atExample();
    const old = [value(await ask('imap')).token, value(await ask('smtp')).token];
    example.redeemed.length = 0;
    await clock.advance(hour * 0.78);
    await expect.poll(() => example.redeemed.length).toBe(2);
    const fresh = [value(await ask('imap')).token, value(await ask('smtp')).token];
    expect(fresh.filter((token) => old.includes(token))).toEqual([]);
    expect([example.redeemed.length, example.reused]).toEqual([2, 0]);
  });

  it('replace only the token that a server refused', async () => {
    await atExample();
    const [read, send] = [value(await ask('imap')).token, value(await ask('smtp')).token];
    expect(value(await ask('smtp', send)).token).not.toBe(send);
    expect(value(await ask('imap')).token).toBe(read);
  });

  it('tell of a missing permission without guidance where there is no administrator', async () => {
    await atExample(['read:mail']);
    const reply = await ask('smtp');
    expect(reply).toMatchObject({ ok: false, error: { code: 'permission_missing' } });
    expect(!reply.ok && reply.error.guidance).toBeUndefined();
    expect(example.redeemed).toEqual([]);
  });

  it('T4 have the new refresh token in the vault before the access token is used, by the same store', async () => {
    await atExample();
    let release: () => void = () => {};
    secrets.hold = new Promise((resolve) => {
      release = resolve;
    });
    let answered = false;
    const asked = ask('smtp').then((answer) => {
      answered = true;
      return answer;
    });
    await expect.poll(() => example.redeemed.length).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    const before = secrets.values.get(`identity-${identity.id}`);
    release();
    expect((await asked).ok).toBe(true);
    expect(secrets.values.get(`identity-${identity.id}`)).not.toBe(before);
  });
});
