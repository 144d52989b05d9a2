import { expect, type Page, test } from '@playwright/test';
import { type Heron, launchHeron, openedPage, removeProfile } from './app.ts';
import { leaksIn, recordBridge } from './canary.ts';
import { openInBrowser } from './person-browser.ts';
import { look } from './screens.ts';
import { type ConnectProxy, startConnectProxy } from './servers/connect-proxy.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { enterMicrosoftAddress, expectMailbox, message } from './steps.ts';
import { ada, canary, startWorld, type World } from './world.ts';

let world: World;
let proxy: ConnectProxy;
let users: Record<string, string>;
let heron: Heron;

/** The system's settings name this proxy, as its command line can say it; Chromium leaves this computer out by default. */
const settings = () => [`--proxy-server=http://127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'];

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.seed(ada, 'INBOX', letters());
});
test.afterAll(() => world.stop());
test.beforeEach(async () => {
  users = { 'CONTOSO\\ada': `${canary}-proxy` };
  proxy = await startConnectProxy({ users });
});
test.afterEach(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await proxy.stop();
});

async function answer(window: Page, password: string): Promise<void> {
  const dialog = window.getByRole('dialog', { name: 'Password of the proxy' });
  await dialog.getByLabel('User name').fill('CONTOSO\\ada');
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Save and go on' }).click();
  await expect(dialog).toBeHidden();
}

test('a proxy that wants a password is asked for once, and all of Heron goes through it', async () => {
  heron = await launchHeron({ environment: world.environment, args: settings() });
  const { window } = heron;
  const bridge = await recordBridge(heron);
  await enterMicrosoftAddress(window, ada);
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  await expect(window.getByRole('heading', { name: 'The proxy of this network asks for a password' })).toBeVisible();
  await look(window, 'proxy-asks');
  const enter = window.getByRole('button', { name: 'Enter the proxy’s password' });
  await enter.click();
  await look(window, 'proxy-password');
  await answer(window, 'wrong');
  // Another one is asked for; the refused one is not sent again.
  await enter.click();
  await expect(window.getByText('The proxy did not take the last user name and password.')).toBeVisible();
  await look(window, 'proxy-password-refused');
  await answer(window, `${canary}-proxy`);

  const person = await openInBrowser(await openedPage(heron, 1));
  await person.page.getByRole('button', { name: 'Approve' }).click();
  await expectMailbox(window);
  await person.close();
  const opened = proxy.requests.filter(({ status }) => status === 200).map(({ target }) => target);
  expect(opened).toContain(`localhost:${world.identityProvider.port}`);
  expect(opened).toContain(`localhost:${world.dovecot.tlsPort}`);
  expect(proxy.requests.filter(({ status, user }) => status === 407 && user !== null).length).toBe(1);

  // The password is changed where the proxy is: the account says so, and goes on with the new one.
  users['CONTOSO\\ada'] = `${canary}-changed`;
  proxy.dropAll();
  await expect(window.getByText('The proxy of this network asks for a password.')).toBeVisible();
  await look(window, 'proxy-asks-account');
  await world.dovecot.deliver(ada, 'INBOX', buildMessage({ subject: 'Through the proxy' }).raw);
  await enter.click();
  await answer(window, `${canary}-changed`);
  await expect(message(window, /Through the proxy/)).toBeVisible();
  const told = await bridge();
  expect(told.channels.join(' ')).toContain('proxy.enterPassword');
  expect(leaksIn(told.text)).toEqual([]);
  expect(heron.output.join('')).not.toContain(canary);
});

test('Chromium’s own requests give the proxy the same password', async () => {
  const { HERON_EXTRA_CA: _authority, ...environment } = world.environment;
  heron = await launchHeron({ environment, args: settings() });
  const { window } = heron;
  await enterMicrosoftAddress(window, ada);
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  await window.getByRole('button', { name: 'Enter the proxy’s password' }).click();
  await answer(window, `${canary}-proxy`);
  // Beyond the proxy stands the server, whose authority Chromium does not know.
  await expect(window.getByRole('heading', { name: 'The server’s certificate cannot be trusted' })).toBeVisible();
  // Not the last: on a slow computer Chromium begins a second connection beside the first, which asks without the password.
  expect(proxy.requests).toContainEqual({
    target: `localhost:${world.identityProvider.port}`,
    user: 'CONTOSO\\ada',
    status: 200,
  });
});
