import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { exitCodeOf, exitCodes } from '../electron/terminal/exit-codes.ts';
import { launchHeron, newProfile, removeProfile } from './app.ts';
import { leakingFiles, leaksIn, recordBridge } from './canary.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { addPasswordAccount, expectMailbox, fact, folder, message, openSettings, signInByCode } from './steps.ts';
import { inTerminal } from './terminal.ts';
import { ada, grace, password, startWorld, type World } from './world.ts';

let world: World;
let keyring: Keyring;
let profile: string;

test.beforeAll(async () => {
  world = await startWorld();
  keyring = await startKeyring();
  await world.dovecot.seed(ada, 'INBOX', letters());
  await world.dovecot.addUser(grace, { password: password });
  await world.dovecot.seed(grace, 'INBOX', [buildMessage({ subject: 'For Grace', to: grace })]);
});
test.afterAll(async () => {
  await keyring.stop();
  await world.stop();
});
test.beforeEach(async () => {
  profile = await newProfile();
});
test.afterEach(async () => {
  await removeProfile(profile);
});

test('T1 a restart signs in from the encrypted vault without a prompt; I2 the canary is nowhere in clear', async () => {
  const options = { environment: world.environment, keyring, profile };
  const first = await launchHeron(options);
  const bridge = await recordBridge(first);
  await signInByCode(first.window, world, ada);
  await message(first.window, /Rooms for the summer school/)
    .first()
    .click();
  await first.window.getByRole('button', { name: 'Add account' }).click();
  await addPasswordAccount(first.window, { address: grace, password: password, port: world.dovecot.tlsPort });
  await openSettings(first.window, ada);
  await expect(fact(first.window, 'Permissions granted')).toContainText('IMAP.AccessAsUser.All');
  const told = await bridge();
  // Replies and events were both recorded; without them the search would find no leak.
  expect(told.channels).toEqual(
    expect.arrayContaining([
      'heron:event:signIn.changed',
      'heron:event:accounts.changed',
      'heron:call:signIn.start',
      'heron:call:accounts.addWithPassword',
      'heron:call:accounts.inspectToken',
      'heron:call:mail.rows',
    ]),
  );
  expect(leaksIn(told.text)).toEqual([]);
  expect(leaksIn(await first.window.content())).toEqual([]);
  // Crash reports lie in the profile, whose files are searched.
  expect(await first.app.evaluate(({ app }) => app.getPath('crashDumps'))).toContain(profile);
  await first.quit();
  expect(leaksIn(first.output.join(''))).toEqual([]);
  expect(await leakingFiles(profile)).toEqual([]);
  // Among the files are the protocol logs: they hold the sign-ins, without what was sent in them.
  const files = await readdir(join(profile, 'accounts'), { recursive: true });
  const logs = await Promise.all(
    files
      .filter((name) => name.endsWith('protocol.log'))
      .map((name) => readFile(join(profile, 'accounts', name), 'utf8')),
  );
  expect(logs).toHaveLength(2);
  expect(logs.join('')).toMatch(/> \w+ AUTHENTICATE XOAUTH2 …/);
  expect(logs.join('')).not.toMatch(/@|contoso|localhost|summer school/i);
  expect((await readdir(join(profile, 'vault'))).filter((name) => name.endsWith('.bin'))).toHaveLength(2);

  // The stored access token is no longer valid: it is refreshed before the first connection.
  world.identityProvider.expireAccessTokens(ada);
  const codes = world.identityProvider.counters.deviceCodes;
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'While Heron was closed' }).raw);
  const second = await launchHeron(options);
  const bridgeAgain = await recordBridge(second);
  await expectMailbox(second.window);
  // The second account's inbox was open last, since it was added last.
  await folder(second.window, /Inbox/).first().click();
  await expect(message(second.window, /While Heron was closed/)).toBeVisible();
  expect(world.identityProvider.counters.deviceCodes).toBe(codes);
  expect(world.identityProvider.counters.reusedRefreshTokens).toBe(0);
  await expect(second.window.getByRole('button', { name: 'Sign in', exact: true })).toBeHidden();
  expect(leaksIn((await bridgeAgain()).text)).toEqual([]);
  await second.quit();
  expect(leaksIn(second.output.join(''))).toEqual([]);
  expect(await leakingFiles(profile)).toEqual([]);
});

test('T1 without a keyring Heron says so, writes no secret, and asks again after a restart', async () => {
  const options = { environment: world.environment, profile };
  const first = await launchHeron(options);
  await signInByCode(first.window, world, ada);
  await expect(first.window.getByText(/keyring/i).first()).toBeVisible();
  await look(first.window, 'no-keyring');
  await first.quit();
  expect(await leakingFiles(profile)).toEqual([]);
  expect(await readdir(join(profile, 'vault')).catch(() => [])).toEqual([]);

  const second = await launchHeron(options);
  await expectMailbox(second.window);
  await expect(second.window.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await second.quit();
});

test('over ssh: a doctor finds the ended sign-in, a code mends it, and nothing of it leaks (I2)', async () => {
  const options = { environment: world.environment, keyring, profile };
  const said: string[] = [];
  const run = async (args: readonly string[], onOutput?: (text: string) => void) => {
    const result = await inTerminal(args, { ...options, ...(onOutput && { onOutput }) });
    said.push(result.stdout, result.stderr);
    return result;
  };
  const heron = await launchHeron(options);
  await signInByCode(heron.window, world, ada);
  expect((await run(['doctor'])).code).toBe(exitCodes.heronRuns);
  await heron.quit();

  expect(JSON.parse((await run(['accounts', '--json'])).stdout)).toMatchObject({
    accounts: [{ address: ada, method: 'oauth2' }],
  });
  world.identityProvider.revokeGrants(ada);
  const doctor = await run(['doctor', ada, '--json']);
  expect(JSON.parse(doctor.stdout)).toMatchObject({
    accounts: [{ account: ada, verdict: 'password_changed', whose: 'you', action: 'sign_in' }],
  });
  expect(doctor.code).toBe(exitCodeOf('password_changed'));
  const told = await run(['doctor']);
  expect(told.stdout).toContain('✓ Agree on encryption, check the certificate');
  expect(told.stdout).toContain('✗ Sign in');
  expect(told.stdout).toContain(`Run: heron sign-in ${ada}`);

  const approved = new Set<string>();
  const signedIn = await run(['sign-in', ada], (text) => {
    const code = /enter the code ([A-Z0-9]+)/.exec(text)?.[1];
    if (code === undefined || approved.has(code)) return;
    approved.add(code);
    world.identityProvider.approve(code, ada);
  });
  expect(signedIn.stdout).toContain(`${ada} is signed in.`);
  expect(signedIn.code).toBe(exitCodes.done);
  const synced = await run(['sync']);
  expect(synced.stdout).toContain(`${ada}\tin step`);
  const rungs = JSON.parse((await run(['doctor', '--json'])).stdout).accounts[0].rungs as {
    name: string;
    state: string;
  }[];
  expect(rungs.find(({ name }) => name === 'inbox')?.state).toBe('passed');
  expect(leaksIn(said.join('\n'))).toEqual([]);
  expect(await leakingFiles(profile)).toEqual([]);
});
