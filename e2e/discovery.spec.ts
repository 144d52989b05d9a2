import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startNameServer } from '../electron/platform/fake-name-server.ts';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { letters } from './servers/messages.ts';
import { expectMailbox } from './steps.ts';
import { password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;
let stopServers: () => Promise<void>;
/** What the domains' own servers were asked. */
const asked: string[] = [];

const ada = 'ada@contoso.com';

/** The domains' own servers: Contoso has a page for mail programs. */
async function startDomains(): Promise<string> {
  const server = createServer({ cert: world.ca.leaf.cert, key: world.ca.leaf.key }, (request, response) => {
    asked.push(request.url ?? '');
    // Microsoft knows that Bob's mailbox is on a server of Fabrikam's own, as in a hybrid.
    if (request.url?.includes('/autodiscover.json/v1.0/bob%40fabrikam.com') === true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const Url = 'https://mail.fabrikam.com/Microsoft-Server-ActiveSync';
      return void response.end(JSON.stringify({ Protocol: 'ActiveSync', Url }));
    }
    const isThere = request.url?.startsWith('/autoconfig.contoso.com/mail/config-v1.1.xml') === true;
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'text/xml' });
    const { dovecot, smtp } = world;
    response.end(
      isThere
        ? `<clientConfig version="1.1"><emailProvider id="contoso.com">
<incomingServer type="imap"><hostname>localhost</hostname><port>${dovecot.tlsPort}</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
<outgoingServer type="smtp"><hostname>localhost</hostname><port>${smtp.port}</port><socketType>SSL</socketType></outgoingServer>
</emailProvider><oAuth2><issuer>login.contoso.com</issuer><scope>mail offline_access</scope>
<authURL>https://login.contoso.com/authorize</authURL><tokenURL>https://login.contoso.com/token</tokenURL></oAuth2></clientConfig>`
        : '',
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const names = await startNameServer({
    mx: { 'fabrikam.com': [[10, 'fabrikam-com.mail.protection.outlook.com']] },
    srv: {
      '_imaps._tcp.northwind.com': [[0, 0, 993, 'mail.northwind.com']],
      '_submissions._tcp.northwind.com': [[0, 0, 465, 'smtp.northwind.com']],
    },
  });
  stopServers = async () => {
    names.stop();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  heron = await launchHeron({
    environment: {
      HERON_EXTRA_CA: world.ca.caPath,
      HERON_TEST_DISCOVERY_ORIGIN: `https://localhost:${(server.address() as AddressInfo).port}`,
      HERON_TEST_NAME_SERVER: names.server,
    },
  });
  return names.server;
}

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.addUser(ada, { password });
  await world.dovecot.seed(ada, 'INBOX', letters());
  await startDomains();
});
test.afterAll(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await stopServers();
  await world.stop();
});

test('the address leads to the servers in five ways: preset, mail exchanger, Autodiscover, SRV records, its own page', async () => {
  const { window } = heron;
  const address = window.getByLabel('Email address');
  await address.fill('ada.lovelace@gmail.com');
  await expect(window.getByText('This mailbox is at Gmail.')).toBeVisible();
  await window.keyboard.press('Enter');
  await expect(window.getByText('Gmail wants an app password here')).toBeVisible();
  await expect(window.getByLabel('IMAP server')).toHaveValue('imap.gmail.com');
  await window.keyboard.press('Escape');

  await address.fill('grace@fabrikam.com');
  await expect(window.getByText('This mailbox is at Microsoft 365.')).toBeVisible();
  expect(asked).toEqual([]);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Sign in to Microsoft 365' })).toBeVisible();
  // Microsoft is asked which cloud has the mailbox; it does not say.
  expect(asked).toEqual([
    '/autodiscover-s.outlook.com/autodiscover/autodiscover.json/v1.0/grace%40fabrikam.com?Protocol=ActiveSync',
  ]);
  await window.keyboard.press('Escape');

  await address.fill('bob@fabrikam.com');
  await window.keyboard.press('Enter');
  await expect(window.getByText('Microsoft has named its servers.')).toBeVisible();
  await expect(window.getByLabel('IMAP server')).toHaveValue('mail.fabrikam.com');
  await look(window, 'setup-found-microsoft');
  await window.keyboard.press('Escape');

  await address.fill('eve@northwind.com');
  await window.keyboard.press('Enter');
  await expect(window.getByText('northwind.com has named its servers.')).toBeVisible();
  await expect(window.getByLabel('IMAP server')).toHaveValue('mail.northwind.com');
  await look(window, 'setup-found-own');
  await window.keyboard.press('Escape');

  await address.fill(ada);
  await window.keyboard.press('Enter');
  await expect(window.getByText('contoso.com names servers at another domain: localhost.')).toBeVisible();
  await look(window, 'setup-found-elsewhere');
  await window.getByRole('button', { name: 'Sign in with OAuth2 instead' }).click();
  await expect(window.getByText('contoso.com names this provider.')).toBeVisible();
  await expect(window.getByLabel('Token address')).toHaveValue('https://login.contoso.com/token');
  await look(window, 'setup-found-oauth2');
  await window.keyboard.press('Escape');
  await window.getByLabel('Password', { exact: true }).fill(password);
  await window.getByRole('button', { name: 'Test connection' }).click();
  await expect(window.getByRole('heading', { name: 'The connection works' })).toBeVisible();
  await window.getByRole('button', { name: 'Add account' }).click();
  await expectMailbox(window);
});
