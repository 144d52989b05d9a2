import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { type AuthHarness, ada, canary, goodToken, startAuthHarness, tokenOf } from './auth-harness.ts';

let harness: AuthHarness;
let idp: AuthHarness['idp'];
beforeEach(async () => {
  harness = await startAuthHarness();
  idp = harness.idp;
});
afterEach(() => harness.stop());

describe('tokens, against the identity provider', () => {
  it('T3 20 connections at expiry cause one refresh', async () => {
    const app = await harness.start();
    const account = await harness.signIn(app);
    const old = await goodToken(app, account);
    idp.expireAccessTokens(ada);
    const fresh = await Promise.all(Array.from({ length: 20 }, () => goodToken(app, account, old)));
    expect(new Set(fresh).size).toBe(1);
    expect(idp.tokenInfo(fresh[0] ?? '')).toMatchObject({ active: true });
    expect(idp.counters).toMatchObject({ refreshes: 1, reusedRefreshTokens: 0 });
  });

  it('T4 a refresh token is never redeemed twice, over restarts and rotations', async () => {
    const file = fakeSettingsFile();
    let app = await harness.start(file);
    const account = await harness.signIn(app);
    for (let round = 0; round < 3; round += 1) {
      const old = await goodToken(app, account);
      expect(await goodToken(app, account, old)).not.toBe(old);
      app.stop();
      app = await harness.start(file);
    }
    expect(idp.counters).toMatchObject({ refreshes: 3, reusedRefreshTokens: 0 });
  });

  it('T5 a token refused in mid-session is replaced without a prompt', async () => {
    const app = await harness.start();
    const account = await harness.signIn(app);
    const old = await goodToken(app, account);
    idp.expireAccessTokens(ada);
    expect(idp.tokenInfo(old)?.active).toBe(false);
    expect(idp.tokenInfo(await goodToken(app, account, old))?.active).toBe(true);
    expect(idp.counters.deviceCodes).toBe(1);
  });

  it('gives one token for reading and sending where both were granted', async () => {
    const app = await harness.start();
    const account = await harness.signIn(app);
    const old = await goodToken(app, account);
    const fresh = await tokenOf(app, account, old, 'smtp');
    expect(idp.tokenInfo(fresh.ok ? fresh.value : '')).toMatchObject({
      active: true,
      scopes: expect.arrayContaining([
        'https://outlook.office.com/IMAP.AccessAsUser.All',
        'https://outlook.office.com/SMTP.Send',
      ]),
    });
    expect(await goodToken(app, account)).toBe(fresh.ok ? fresh.value : '');
    expect(idp.counters).toMatchObject({ refreshes: 1, deviceCodes: 1 });
  });

  it('says that sending is not permitted, asks nobody for it, and sends after a sign-in that grants it', async () => {
    const file = fakeSettingsFile();
    let app = await harness.start(file);
    const allow = idp.refuseScope('https://outlook.office.com/SMTP.Send');
    const account = await harness.signIn(app);
    app.stop();
    app = await harness.start(file);
    const before = { ...idp.counters };
    for (const rejected of [null, 'refused', null]) {
      expect(await tokenOf(app, account, rejected, 'smtp')).toMatchObject({ error: { code: 'permission_missing' } });
    }
    expect(idp.counters).toEqual(before);
    expect(idp.tokenInfo(await goodToken(app, account))?.active).toBe(true);
    allow();
    idp.forgetEvents();
    await harness.signIn(app, { purpose: 'sign_in_again', accountId: account.id });
    expect((await tokenOf(app, account, null, 'smtp')).ok).toBe(true);
  });

  it('T6 a permission that was taken away since does not end reading', async () => {
    const app = await harness.start();
    const account = await harness.signIn(app);
    const old = await goodToken(app, account);
    idp.refuseScope('https://outlook.office.com/SMTP.Send', 'token');
    expect(await tokenOf(app, account, old, 'smtp')).toMatchObject({ error: { code: 'permission_missing' } });
    expect(idp.tokenInfo(await goodToken(app, account, old))?.active).toBe(true);
    const { refusedRefreshes } = idp.counters;
    expect(await tokenOf(app, account, null, 'smtp')).toMatchObject({ error: { code: 'permission_missing' } });
    expect(idp.counters.refusedRefreshes).toBe(refusedRefreshes);
  });

  it('T6 outages, throttling and loops never prompt, and lose nothing', async () => {
    const app = await harness.start();
    const account = await harness.signIn(app);
    const old = await goodToken(app, account);
    for (const how of [
      { drop: true },
      { status: 500, body: 'x' },
      { status: 429 },
      { aadsts: 90033 },
      { aadsts: 90055 },
      { aadsts: 50196 },
      { body: {} },
    ] as const) {
      idp.failNext('refresh', how);
      expect(await tokenOf(app, account, old)).toMatchObject({ ok: false, error: { retryable: true } });
    }
    expect(idp.tokenInfo(await goodToken(app, account, old))?.active).toBe(true);
  });

  it.each([50173, 700082, 70043, 50076, 50078, 50079])(
    'T6 AADSTS%i asks for one sign-in, and that heals it',
    async (aadsts) => {
      const app = await harness.start();
      const account = await harness.signIn(app);
      const old = await goodToken(app, account);
      idp.failNext('refresh', { aadsts, times: Number.POSITIVE_INFINITY });
      expect(await tokenOf(app, account, old)).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
      const { refusedRefreshes } = idp.counters;
      expect(await tokenOf(app, account)).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
      expect(idp.counters.refusedRefreshes).toBe(refusedRefreshes);
      idp.forgetEvents();
      const healed = await harness.signIn(app, { purpose: 'sign_in_again', accountId: account.id });
      expect(healed).toEqual(account);
      expect(idp.tokenInfo(await goodToken(app, account))?.active).toBe(true);
    },
  );

  it('T6 a revoked grant is told as such after a restart, too', async () => {
    const file = fakeSettingsFile();
    const app = await harness.start(file);
    const account = await harness.signIn(app);
    idp.revokeGrants(ada);
    expect(await tokenOf(app, account, await goodToken(app, account))).toMatchObject({
      error: { code: 'sign_in_required' },
    });
    app.stop();
    const again = await harness.start(file);
    const stored = await tokenOf(again, account);
    // Until the mail server refuses it, nobody can know that the stored token is dead.
    expect(await tokenOf(again, account, stored.ok ? stored.value : null)).toMatchObject({
      error: { code: 'sign_in_required' },
    });
  });

  it.each([-86_400, 86_400])('T8 works with a server clock that is %i s off', async (offset) => {
    idp.clockOffsetSeconds = offset;
    const app = await harness.start();
    const account = await harness.signIn(app);
    const token = await goodToken(app, account);
    expect(await goodToken(app, account)).toBe(token);
    expect(idp.counters.refreshes).toBe(0);
    expect(await goodToken(app, account, token)).not.toBe(token);
    const status = app.service.tokenStatus(account);
    expect(Math.abs((status?.expiresAt ?? 0) - Date.now() - 3600_000)).toBeLessThan(60_000);
  });

  it('T1 I2 no token is in the clear in the vault, the settings or the log', async () => {
    const file = fakeSettingsFile();
    const app = await harness.start(file);
    const account = await harness.signIn(app);
    const old = await goodToken(app, account);
    expect(old).toContain(canary);
    await goodToken(app, account, old);
    idp.revokeGrants(ada);
    await tokenOf(app, account, await goodToken(app, account));
    const vault = await readdir(harness.vaultFolder);
    expect(vault).toHaveLength(1);
    for (const name of vault) {
      expect((await readFile(join(harness.vaultFolder, name))).includes(canary)).toBe(false);
    }
    expect(`${file.text}${harness.lines.join('\n')}`).not.toContain(canary);
    expect(harness.lines.length).toBeGreaterThan(0);
  });
});
