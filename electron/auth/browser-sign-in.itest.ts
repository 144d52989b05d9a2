import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/ipc.ts';
import type { SignInState } from '../../shared/mail.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { type App, type AuthHarness, ada, canary, goodToken, startAuthHarness, until, visit } from './auth-harness.ts';

let harness: AuthHarness;
let idp: AuthHarness['idp'];
beforeEach(async () => {
  harness = await startAuthHarness();
  idp = harness.idp;
  idp.authorizeAs(ada);
});
afterEach(() => harness.stop());

const byBrowser = (): CallInput<'signIn.start'> => ({ ...harness.newAccount(), way: 'browser' });
const errorOf = (state: SignInState) => ('error' in state ? state.error : null);

/** Starts a sign-in and waits until its page is opened. */
async function begin(app: App, input = byBrowser()) {
  const before = app.opened.length;
  const id = harness.begin(app, input);
  await expect.poll(() => app.opened.length, { interval: 5 }).toBe(before + 1);
  return { id, page: new URL(app.opened.at(-1) ?? '') };
}

function isOpen(redirectUri: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(redirectUri).port) });
    socket.once('connect', () => resolve(Boolean(socket.destroy())));
    socket.once('error', () => resolve(false));
  });
}

describe('sign-in by browser, against the identity provider', () => {
  it('ends in an account whose token the mail server takes, and is refreshed after a restart without a prompt', async () => {
    const file = fakeSettingsFile();
    const app = await harness.start(file);
    const { id, page } = await begin(app);
    expect(Object.fromEntries(page.searchParams)).toMatchObject({
      response_type: 'code',
      response_mode: 'query',
      code_challenge_method: 'S256',
      login_hint: ada,
      redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      scope: expect.stringContaining('https://outlook.office.com/IMAP.AccessAsUser.All'),
    });
    expect(page.searchParams.get('scope')).toContain('offline_access');
    expect(await harness.browse(page.href)).toMatchObject({
      status: 200,
      body: expect.stringContaining('You have signed in'),
    });
    await until(app, id, 'succeeded');
    const [account] = app.store.list();
    if (account === undefined) throw new Error('no account');
    expect(app.store.identities()).toMatchObject([{ username: ada }]);
    expect(idp.tokenInfo(await goodToken(app, account))).toMatchObject({ address: ada, active: true });
    await expect.poll(() => isOpen(page.searchParams.get('redirect_uri') ?? '')).toBe(false);
    app.stop();

    idp.expireAccessTokens(ada);
    const again = await harness.start(file);
    const token = await goodToken(again, account, 'refused');
    expect(idp.tokenInfo(token)).toMatchObject({ active: true });
    expect(idp.counters).toMatchObject({ deviceCodes: 0, reusedRefreshTokens: 0 });
  });

  it('I2 tells the window and the log nothing of the page, the code and the tokens', async () => {
    const app = await harness.start();
    const { id, page } = await begin(app);
    const { answer } = await harness.browse(page.href);
    await until(app, id, 'succeeded');
    const code = new URL(answer).searchParams.get('code') ?? '';
    const told = JSON.stringify(app.events) + harness.lines.join('\n');
    for (const secret of [canary, code, page.searchParams.get('state') ?? '', page.searchParams.get('nonce') ?? '']) {
      expect(secret).not.toBe('');
      expect(told).not.toContain(secret);
    }
  });

  it('takes no code of another sign-in, before or after its own', async () => {
    const app = await harness.start();
    const { page: theirs } = await begin(app, {
      ...byBrowser(),
      address: 'eve@contoso.test',
    } as CallInput<'signIn.start'>);
    idp.authorizeAs('eve@contoso.test');
    const { id, page } = await begin(app);
    // Eve's browser got a code for Eve; it is sent to the listener of Ada's sign-in.
    const { answer } = await harness.browse(theirs.href);
    const injected = new URL(answer);
    injected.port = new URL(page.searchParams.get('redirect_uri') ?? '').port;
    expect((await visit(injected.href)).status).toBe(400);
    // Even with the right state it is of no use: it was issued for another challenge (RFC 7636).
    injected.searchParams.set('state', page.searchParams.get('state') ?? '');
    await visit(injected.href);
    expect(errorOf(await until(app, id, 'declined'))?.guidance?.reference).toBe('AADSTS70000');
    expect(app.store.list().filter(({ address }) => address === ada)).toEqual([]);
  });

  it('refuses an ID token that was made for another request', async () => {
    const app = await harness.start();
    const { id, page } = await begin(app);
    page.searchParams.set('nonce', 'replayed');
    await harness.browse(page.href);
    expect(errorOf(await until(app, id, 'failed'))?.code).toBe('identity_provider_protocol');
    expect(app.store.list()).toEqual([]);
  });

  it('is given up: the listener is gone, and an answer that comes too late changes nothing', async () => {
    const app = await harness.start();
    const { id, page } = await begin(app);
    app.manager.cancel(id);
    await until(app, id, 'cancelled');
    await expect.poll(() => isOpen(page.searchParams.get('redirect_uri') ?? '')).toBe(false);
    await expect(harness.browse(page.href)).rejects.toThrow();
    expect(app.store.list()).toEqual([]);
  });

  it('ends when nobody signs in in time, and begins anew', async () => {
    const clock = fakeClock(Date.now());
    const app = await harness.start(fakeSettingsFile(), clock);
    const { id, page } = await begin(app);
    await clock.advance(15 * 60_000);
    expect(errorOf(await until(app, id, 'expired'))?.code).toBe('sign_in_timed_out');
    await expect.poll(() => isOpen(page.searchParams.get('redirect_uri') ?? '')).toBe(false);
    app.manager.newCode(id);
    await expect.poll(() => app.opened.length).toBe(2);
    await harness.browse(app.opened.at(-1) ?? '');
    await until(app, id, 'succeeded');
  });

  it.each([
    ['sign-in-redirect', { aadsts: 65004 }, 'blocked', 'consent_required'],
    ['sign-in-redirect', { aadsts: 90094 }, 'blocked', 'consent_required'],
    ['sign-in-redirect', { aadsts: 53003 }, 'blocked', 'policy_blocked'],
    ['sign-in-redirect', { error: 'access_denied' }, 'declined', 'sign_in_declined'],
    ['sign-in-redirect', { error: 'server_error' }, 'failed', 'identity_provider_unavailable'],
    ['code', { aadsts: 700025 }, 'blocked', 'app_registration'],
    ['code', { status: 503 }, 'failed', 'identity_provider_unavailable'],
    ['code', { body: '{"access_tok' }, 'failed', 'identity_provider_protocol'],
    ['code', { drop: true }, 'failed', 'identity_provider_unavailable'],
  ] as const)('%s answering %j ends as %s, %s', async (endpoint, how, kind, code) => {
    const app = await harness.start();
    idp.failNext(endpoint, how);
    const { id, page } = await begin(app);
    const { body } = await harness.browse(page.href);
    expect(body).toContain(endpoint === 'code' ? 'You have signed in' : 'You are not signed in');
    expect(errorOf(await until(app, id, kind))?.code).toBe(code);
    expect(app.store.list()).toEqual([]);
  });

  it('reads without sending when sending is refused, by a second page that asks for less', async () => {
    const app = await harness.start();
    idp.refuseScope('https://outlook.office.com/SMTP.Send', 'token');
    const { id, page } = await begin(app);
    await harness.browse(page.href);
    await expect.poll(() => app.opened.length, { interval: 5 }).toBe(2);
    await harness.browse(app.opened.at(-1) ?? '');
    await until(app, id, 'succeeded');
    expect(app.store.identities()[0]?.grantedScopes.join()).not.toContain('SMTP');
  });

  it('asks before another person’s sign-in is taken, and then lets the person choose on the page', async () => {
    const app = await harness.start();
    idp.authorizeAs('eve@contoso.test');
    const { id, page } = await begin(app);
    await harness.browse(page.href);
    expect(await until(app, id, 'confirming')).toMatchObject({ expected: ada, actual: 'eve@contoso.test' });
    app.manager.confirm(id, false);
    idp.authorizeAs(ada);
    const chosen = await begin(app, { ...byBrowser(), askWho: true });
    expect(chosen.page.searchParams.has('login_hint')).toBe(false);
    expect(chosen.page.searchParams.get('prompt')).toBe('select_account');
    await harness.browse(chosen.page.href);
    await until(app, chosen.id, 'succeeded');
  });

  it('signs an account in again as the person who signed in before', async () => {
    const app = await harness.start();
    const first = await begin(app);
    await harness.browse(first.page.href);
    await until(app, first.id, 'succeeded');
    const [account] = app.store.list();
    if (account === undefined) throw new Error('no account');
    idp.revokeGrants(ada);
    const { id, page } = await begin(app, { purpose: 'sign_in_again', accountId: account.id });
    expect(page.searchParams.get('login_hint')).toBe(ada);
    await harness.browse(page.href);
    await until(app, id, 'succeeded');
    expect(app.store.list().map((each) => each.id)).toEqual([account.id]);
    expect(idp.tokenInfo(await goodToken(app, account))).toMatchObject({ active: true });
  });

  it.each([
    ['code', 53003, 'code_blocked'],
    ['code', 530035, 'code_blocked'],
    ['browser', 53003, 'policy_blocked'],
    ['code', 50105, 'policy_blocked'],
    ['browser', 90094, 'consent_required'],
    ['browser', 65001, 'consent_required'],
    ['code', 50020, 'wrong_account'],
    ['browser', 700016, 'app_registration'],
    ['browser', 4567890, 'sign_in_declined'],
  ] as const)('by %s, a page that shows AADSTS%i means %s', async (way, code, error) => {
    const app = await harness.start();
    const id = harness.begin(app, { ...harness.newAccount(), way });
    const waits = way === 'code' ? 'waiting' : 'at_browser';
    await until(app, id, waits);
    app.manager.pageSays(id, { page: 'code', code });
    const reply = app.manager.state(id);
    expect(reply.ok && errorOf(reply.value)).toMatchObject({ code: error });
    // Nothing that comes later changes the verdict.
    idp.expireCodes();
    expect(app.manager.state(id)).toEqual(reply);
  });

  it.each([
    ['code', 'blocked', 'code_blocked'],
    ['browser', 'blocked', 'policy_blocked'],
    ['browser', 'approval', 'consent_required'],
    ['code', 'other_account', 'wrong_account'],
  ] as const)('by %s, the page “%s” means %s', async (way, page, error) => {
    const app = await harness.start();
    const id = harness.begin(app, { ...harness.newAccount(), way });
    await until(app, id, way === 'code' ? 'waiting' : 'at_browser');
    app.manager.pageSays(id, { page });
    const reply = app.manager.state(id);
    expect(reply.ok && errorOf(reply.value)).toMatchObject({ code: error });
  });
});
