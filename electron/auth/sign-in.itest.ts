import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignInState } from '../../shared/mail.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { type AuthHarness, ada, goodToken, startAuthHarness, until } from './auth-harness.ts';

let harness: AuthHarness;
let idp: AuthHarness['idp'];
beforeEach(async () => {
  harness = await startAuthHarness();
  idp = harness.idp;
});
afterEach(() => harness.stop());

const errorOf = (state: SignInState) => ('error' in state ? state.error : null);

describe('sign-in by device code, against the identity provider', () => {
  it('ends in an account whose token the mail server takes, and signs in after a restart without a prompt', async () => {
    const file = fakeSettingsFile();
    const app = await harness.start(file);
    const account = await harness.signIn(app);
    expect(app.store.identities()[0]).toMatchObject({
      username: ada,
      grantedScopes: [expect.stringContaining('IMAP'), expect.stringContaining('SMTP')],
    });
    expect(idp.tokenInfo(await goodToken(app, account))).toMatchObject({ address: ada, active: true });
    app.stop();

    const again = await harness.start(file);
    expect(idp.tokenInfo(await goodToken(again, account))).toMatchObject({ active: true });
    expect(idp.counters).toMatchObject({ deviceCodes: 1, refreshes: 0, reusedRefreshTokens: 0 });
  });

  it('refreshes an expired token on start, before its first use', async () => {
    idp.accessTokenLifetimeSeconds = 1;
    const file = fakeSettingsFile();
    const app = await harness.start(file);
    const account = await harness.signIn(app);
    app.stop();
    idp.accessTokenLifetimeSeconds = 3600;
    const token = await goodToken(await harness.start(file), account);
    expect(idp.tokenInfo(token)).toMatchObject({ active: true });
    expect(idp.counters).toMatchObject({ refreshes: 1, reusedRefreshTokens: 0 });
  });

  it('declined', async () => {
    const app = await harness.start();
    const id = harness.begin(app);
    idp.decline((await idp.waitFor('devicecode')).userCode);
    expect(errorOf(await until(app, id, 'declined'))?.code).toBe('sign_in_declined');
  });

  it('expired, and then done with a new code', async () => {
    const app = await harness.start();
    const id = harness.begin(app);
    await idp.waitFor('poll');
    idp.expireCodes();
    expect(errorOf(await until(app, id, 'expired'))?.code).toBe('sign_in_expired');
    idp.forgetEvents();
    app.manager.newCode(id);
    idp.approve((await idp.waitFor('devicecode')).userCode, ada);
    await until(app, id, 'succeeded');
  });

  it('T7 cancelled: polling ends, and an approval that comes too late changes nothing', async () => {
    const app = await harness.start();
    const id = harness.begin(app);
    const { userCode } = await idp.waitFor('devicecode');
    await idp.waitFor('poll');
    app.manager.cancel(id);
    idp.approve(userCode, ada);
    await until(app, id, 'cancelled');
    expect(app.store.list()).toEqual([]);
    await expect(readdir(harness.vaultFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('T7 survives slow_down', async () => {
    const waits: number[] = [];
    const hurried: Clock = {
      ...systemClock,
      after: (ms, task) => {
        if (ms === 5000) waits.push(ms);
        return systemClock.after(ms === 5000 ? 1 : ms, task);
      },
    };
    const app = await harness.start(fakeSettingsFile(), hurried);
    idp.slowDown(1);
    await harness.signIn(app);
    expect(waits.length).toBeGreaterThan(0);
    expect(idp.events('poll').map(({ answer }) => answer)).toContain('slow_down');
  });

  it('T7 survives a dropped network, and says so meanwhile', async () => {
    const app = await harness.start();
    const id = harness.begin(app);
    const { userCode } = await idp.waitFor('devicecode');
    await idp.waitFor('poll');
    idp.dropConnections(true);
    await expect.poll(() => app.manager.state(id)).toMatchObject({ value: { kind: 'waiting', networkTrouble: true } });
    idp.dropConnections(false);
    await expect.poll(() => app.manager.state(id)).toMatchObject({ value: { kind: 'waiting', networkTrouble: false } });
    idp.approve(userCode, ada);
    await until(app, id, 'succeeded');
    expect(idp.counters.deviceCodes).toBe(1);
  });

  it.each([
    [90094, 'consent_required'],
    [90095, 'consent_required'],
    [65004, 'consent_required'],
    [700016, 'app_registration'],
    [7000112, 'app_registration'],
    [7000218, 'app_registration'],
    [700025, 'app_registration'],
    [50194, 'app_registration'],
    [53000, 'code_blocked'],
    [53001, 'code_blocked'],
    [53003, 'code_blocked'],
    [530032, 'code_blocked'],
    [530035, 'code_blocked'],
    [50097, 'code_blocked'],
    [50105, 'policy_blocked'],
    [50199, 'code_blocked'],
    [50020, 'wrong_tenant'],
    [50034, 'wrong_tenant'],
    [90038, 'wrong_tenant'],
  ])('AADSTS%i at the poll blocks as %s, with its reference', async (aadsts, code) => {
    const app = await harness.start();
    idp.failNext('poll', { aadsts, times: Number.POSITIVE_INFINITY });
    const id = harness.begin(app);
    const error = errorOf(await until(app, id, 'blocked'));
    expect(error?.code).toBe(code);
    expect(error?.guidance).toMatchObject({
      reference: `AADSTS${aadsts}`,
      correlationId: expect.stringMatching(/^\S+$/),
    });
  });

  it.each([
    ['devicecode', { aadsts: 50194 }, 'blocked', 'app_registration'],
    ['devicecode', { status: 503 }, 'failed', 'identity_provider_unavailable'],
    ['devicecode', { body: '{"user_code' }, 'failed', 'identity_provider_protocol'],
    ['devicecode', { body: {} }, 'failed', 'identity_provider_protocol'],
    ['devicecode', { drop: true }, 'failed', 'identity_provider_unavailable'],
    ['openid-configuration', { body: {}, times: 9 }, 'failed', 'identity_provider_protocol'],
    ['openid-configuration', { body: '<html>', times: 9 }, 'failed', 'identity_provider_protocol'],
    ['openid-configuration', { status: 500, body: 'x', times: 9 }, 'failed', 'identity_provider_unavailable'],
    ['poll', { body: {} }, 'failed', 'identity_provider_protocol'],
    ['poll', { body: '{"access_tok' }, 'failed', 'identity_provider_protocol'],
  ] as const)('%s answering %j ends as %s, %s', async (endpoint, how, kind, code) => {
    const app = await harness.start();
    idp.failNext(endpoint, how);
    const id = harness.begin(app);
    expect(errorOf(await until(app, id, kind))?.code).toBe(code);
    expect(app.store.list()).toEqual([]);
  });

  it.each(['devicecode', 'token'] as const)(
    'reads without sending when sending is refused at the %s endpoint',
    async (at) => {
      const app = await harness.start();
      idp.refuseScope('https://outlook.office.com/SMTP.Send', at);
      idp.on('devicecode', ({ userCode }) => idp.approve(userCode, ada));
      const id = harness.begin(app);
      await until(app, id, 'succeeded');
      expect(app.store.identities()[0]?.grantedScopes.join()).not.toContain('SMTP');
      // Refused at once, no code was made; refused later, the first one was used up.
      expect(app.events.filter((state) => state.kind === 'waiting')).toHaveLength(at === 'token' ? 2 : 1);
    },
  );

  it('asks before another identity’s sign-in is taken', async () => {
    const app = await harness.start();
    const id = harness.begin(app);
    idp.approve((await idp.waitFor('devicecode')).userCode, 'eve@contoso.test');
    expect(await until(app, id, 'confirming')).toMatchObject({ expected: ada, actual: 'eve@contoso.test' });
    expect(app.store.list()).toEqual([]);
    app.manager.confirm(id, true);
    await until(app, id, 'succeeded');
  });
});
