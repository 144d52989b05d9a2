import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account } from '../../shared/mail.ts';
import { type App, type AuthHarness, ada, goodToken, startAuthHarness, tokenOf, until } from './auth-harness.ts';

const claims = '{"access_token":{"capolids":{"essential":true,"values":["c0ffee00-SECRET"]}}}';
const challenge = { aadsts: 50076, claims };

let harness: AuthHarness;
let idp: AuthHarness['idp'];
let app: App;
beforeEach(async () => {
  harness = await startAuthHarness();
  idp = harness.idp;
  idp.authorizeAs(ada);
  app = await harness.start();
});
afterEach(() => harness.stop());

const again = (account: Account, way: 'browser' | 'code'): CallInput<'signIn.start'> => ({
  purpose: 'sign_in_again',
  accountId: account.id,
  way,
});
const moreAsked = { ok: false, error: { code: 'sign_in_required', params: { reason: 'more_asked' } } };

async function page(number: number): Promise<URL> {
  await expect.poll(() => app.opened.length, { interval: 5 }).toBe(number);
  return new URL(app.opened[number - 1] ?? '');
}

describe('a claims challenge', () => {
  it.each([50076, 50079, 53000, 53003])(
    'AADSTS%i in a silent refresh is one prompt, whose page is asked for the claims; then mail goes on',
    async (aadsts) => {
      const account = await harness.signIn(app);
      const token = await goodToken(app, account);
      idp.challenge(ada, { aadsts, claims });
      expect(await tokenOf(app, account, token)).toMatchObject({
        ...moreAsked,
        error: { ...moreAsked.error, guidance: { reference: `AADSTS${aadsts}` } },
      });
      const refused = idp.counters.refusedRefreshes;
      expect(await tokenOf(app, account, token)).toMatchObject(moreAsked);
      expect(idp.counters.refusedRefreshes).toBe(refused);

      const id = harness.begin(app, again(account, 'browser'));
      const asked = JSON.parse((await page(1)).searchParams.get('claims') ?? 'null');
      expect(asked).toMatchObject(JSON.parse(claims));
      await harness.browse(app.opened[0] ?? '');
      await until(app, id, 'succeeded');
      expect(idp.tokenInfo(await goodToken(app, account, token))).toMatchObject({ active: true });
      // The challenge is met, so the next sign-in asks for nothing besides.
      harness.begin(app, again(account, 'browser'));
      expect((await page(2)).searchParams.get('claims') ?? '').not.toContain('capolids');
    },
  );

  it('is passed on with a device code, too', async () => {
    const account = await harness.signIn(app);
    const token = await goodToken(app, account);
    idp.challenge(ada, challenge);
    expect(await tokenOf(app, account, token)).toMatchObject(moreAsked);
    idp.forgetEvents();
    const id = harness.begin(app, again(account, 'code'));
    idp.approve((await idp.waitFor('devicecode')).userCode, ada);
    await until(app, id, 'succeeded');
    expect(idp.tokenInfo(await goodToken(app, account, token))).toMatchObject({ active: true });
  });

  it('after a restart is found out by the first refresh, and met in the same way', async () => {
    const account = await harness.signIn(app);
    app.stop();
    idp.challenge(ada, challenge);
    const later = await harness.start(app.file);
    expect(await tokenOf(later, account, 'refused')).toMatchObject(moreAsked);
    app = later;
    const id = harness.begin(app, again(account, 'browser'));
    await harness.browse((await page(1)).href);
    await until(app, id, 'succeeded');
  });

  it('in the answer to a page opens the page once more with the claims, and never a third time', async () => {
    idp.challenge(ada, challenge);
    const id = harness.begin(app, { ...harness.newAccount(), way: 'browser' });
    await harness.browse((await page(1)).href);
    const second = await page(2);
    expect(second.searchParams.get('claims')).toContain('capolids');
    await harness.browse(second.href);
    await until(app, id, 'succeeded');

    const [account] = app.store.list();
    if (account === undefined) throw new Error('no account');
    idp.failNext('code', { ...challenge, times: 3 });
    const stubborn = harness.begin(app, again(account, 'browser'));
    await harness.browse((await page(3)).href);
    await harness.browse((await page(4)).href);
    await until(app, stubborn, 'declined');
    expect(app.opened.length).toBe(4);
  });

  it('for Microsoft Graph alone leaves mail as it is', async () => {
    const account = await harness.signIn(app);
    const failing = idp.failNext('refresh', { ...challenge, times: 5 });
    expect(await tokenOf(app, account, null, 'graph')).toMatchObject(moreAsked);
    failing();
    expect((await tokenOf(app, account)).ok).toBe(true);
    harness.begin(app, { purpose: 'allow_graph', accountId: account.id, way: 'browser' });
    expect((await page(1)).searchParams.get('claims')).toContain('capolids');
  });

  it('whose claims make no sense leads to the same prompt as without them', async () => {
    const account = await harness.signIn(app);
    const token = await goodToken(app, account);
    idp.failNext('refresh', { aadsts: 50076, claims: '{"broken' });
    expect(await tokenOf(app, account, token)).toMatchObject({
      ok: false,
      error: { code: 'sign_in_required', params: { reason: 'asked_again' } },
    });
    harness.begin(app, again(account, 'browser'));
    expect((await page(1)).searchParams.get('claims') ?? '').not.toContain('broken');
  });

  it('I2 is told to the provider and to nobody else', async () => {
    const account = await harness.signIn(app);
    const token = await goodToken(app, account);
    idp.challenge(ada, challenge);
    const reply = await tokenOf(app, account, token);
    const id = harness.begin(app, again(account, 'browser'));
    await harness.browse((await page(1)).href);
    await until(app, id, 'succeeded');
    expect(JSON.stringify([reply, app.events, harness.lines])).not.toMatch(/SECRET|capolids/);
  });
});
