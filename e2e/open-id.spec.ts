import { expect, type Page, test } from '@playwright/test';
import { type Heron, type LaunchOptions, launchHeron, openedPage, removeProfile } from './app.ts';
import { leaksIn, recordBridge } from './canary.ts';
import { googleHosts, type OpenIdWorld, startOpenIdWorld } from './open-id-world.ts';
import { openInBrowser } from './person-browser.ts';
import { look } from './screens.ts';
import { type ConnectProxy, startConnectProxy } from './servers/connect-proxy.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { openIdClient, openIdSecret } from './servers/openid-provider.ts';
import {
  addPasswordAccount,
  backToMailbox,
  expectMailbox,
  fact,
  message,
  messages,
  openSettings,
  readCode,
} from './steps.ts';
import { ada, grace, password } from './world.ts';

let world: OpenIdWorld;
let heron: Heron;
/** In the way of Google's names to the servers here. */
let proxy: ConnectProxy | null = null;

async function start(
  options: Parameters<typeof startOpenIdWorld>[0],
  address: string,
  launch: () => Promise<LaunchOptions> = async () => ({}),
): Promise<Page> {
  world = await startOpenIdWorld({ ...options, asks: true });
  await world.dovecot.addUser(address, { password });
  await world.dovecot.seed(address, 'INBOX', letters());
  world.provider.signInAs(address);
  heron = await launchHeron({ environment: { HERON_EXTRA_CA: world.ca.caPath }, ...(await launch()) });
  return heron.window;
}
test.afterEach(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await proxy?.stop();
  proxy = null;
  await world.stop();
});

/** What the person does on the provider's pages, whose certificate this computer's browser would know. */
async function allow(url: string, args: readonly string[] = []): Promise<void> {
  const { page, close } = await openInBrowser(url, ['--ignore-certificate-errors', ...args]);
  const signedIn = page.getByRole('heading', { name: 'You have signed in' });
  const button = page.getByRole('button', { name: 'Allow' });
  // One page for who it is, one for what Heron may do.
  await expect(button).toBeVisible();
  const first = page.url();
  await button.click();
  await page.waitForURL((at) => at.pathname.startsWith('/interaction/') && !first.includes(at.pathname));
  await button.click();
  await expect(signedIn).toBeVisible();
  await close();
}

test('a provider of one’s own: its address, client ID and scopes lead to the inbox, and a password account is switched to it and back', async () => {
  const window = await start({}, ada);
  const { provider, dovecot } = world;
  await window.getByLabel('Email address').fill(ada);
  await window.keyboard.press('Enter');
  await window.getByRole('radio', { name: 'Other IMAP server' }).click();
  await window.getByRole('button', { name: 'Continue' }).click();
  await window.getByLabel('IMAP server').fill('localhost');
  await window.getByLabel('IMAP port').fill(String(dovecot.tlsPort));
  await window.getByRole('button', { name: 'Sign in with OAuth2 instead' }).click();
  await window.getByLabel('Provider’s address').fill(`${provider.issuer}/.well-known/openid-configuration`);
  await window.getByLabel('Client ID').fill(openIdClient);
  await window.getByLabel('Scopes').fill('mail');
  await look(window, 'setup-openid');
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  await allow(await openedPage(heron, 1));
  await expectMailbox(window);
  await expect(messages(window)).toHaveCount(4);
  await dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'With a token of one’s own' }).raw);
  await expect(message(window, /With a token/)).toBeVisible();

  // A second account goes from its password to the same provider, by a code, and back, with all of its mail.
  await dovecot.addUser(grace, { password });
  await dovecot.seed(grace, 'INBOX', letters());
  provider.signInAs(grace);
  await window.getByRole('button', { name: 'Add account' }).click();
  await addPasswordAccount(window, { address: grace, password, port: dovecot.tlsPort });
  await expect(messages(window)).toHaveCount(4);
  await openSettings(window, grace);
  await window.getByRole('button', { name: 'Switch to OAuth2 sign-in…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Provider’s address').fill(provider.issuer);
  await dialog.getByLabel('Client ID').fill(openIdClient);
  await dialog.getByLabel('Scopes').fill('mail');
  await look(window, 'dialog-switch-openid');
  await dialog.getByRole('button', { name: 'Use a code instead' }).click();
  await provider.approve(await readCode(window));
  await expect(dialog).toBeHidden();
  await expect(fact(window, 'Signed in as')).toHaveText(grace);
  await dovecot.deliver(grace, 'INBOX', buildMessage({ subject: 'To Grace by OAuth2' }).raw);
  await backToMailbox(window);
  await expect(message(window, /To Grace by OAuth2/)).toBeVisible();
  await expect(messages(window)).toHaveCount(5);

  await openSettings(window, grace);
  await window.getByRole('button', { name: 'Switch to a password…' }).click();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Try and switch' }).click();
  await expect(dialog).toBeHidden();
  await dovecot.deliver(grace, 'INBOX', buildMessage({ subject: 'By password again' }).raw);
  await backToMailbox(window);
  await expect(message(window, /By password again/)).toBeVisible();
  await expect(messages(window)).toHaveCount(6);
});

test('Google: a client of one’s own and its secret lead by browser to the inbox, and the secret is not shown again', async () => {
  const gmail = 'ada.lovelace@gmail.com';
  const window = await start({ isGoogle: true }, gmail, async () => {
    proxy = await startConnectProxy({
      standIns: {
        [`${googleHosts.login}:443`]: world.provider.port,
        [`${googleHosts.imap}:993`]: world.dovecot.tlsPort,
      },
    });
    return { args: [`--proxy-server=http://127.0.0.1:${proxy.port}`] };
  });
  const bridge = await recordBridge(heron);
  await window.getByLabel('Email address').fill(gmail);
  await expect(window.getByText('This mailbox is at Gmail.')).toBeVisible();
  await window.keyboard.press('Enter');
  await window.getByRole('button', { name: 'Sign in with OAuth2 instead' }).click();
  await window.getByLabel('Client ID').fill(openIdClient);
  await window.getByLabel('Client secret').fill(openIdSecret);
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  const url = await openedPage(heron, 1);
  expect(new URL(url).origin).toBe(`https://${googleHosts.login}`);
  await allow(url, [`--host-resolver-rules=MAP ${googleHosts.login}:443 127.0.0.1:${world.provider.port}`]);
  await expectMailbox(window);
  await expect(messages(window)).toHaveCount(4);
  expect(leaksIn((await bridge()).text)).toEqual([]);
  expect(leaksIn(heron.output.join(''))).toEqual([]);
});
