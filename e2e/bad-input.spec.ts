import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look, picture } from './screens.ts';
import { startHostileImap } from './servers/hostile-imap.ts';
import { hostileScripts } from './servers/hostile-scripts.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import {
  addPasswordAccount,
  enterMicrosoftAddress,
  expectMailbox,
  folder,
  message,
  messages,
  readCode,
  reader,
  signInByCode,
  testPasswordAccount,
} from './steps.ts';
import { password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;
/** What the mailbox is called; each journey has one of its own. */
let address: string;
let mailboxes = 0;

test.beforeAll(async () => {
  world = await startWorld();
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
test.beforeEach(async () => {
  mailboxes += 1;
  address = `ada-${mailboxes}@contoso.test`;
  world.identityProvider.addUser({ address, name: 'Ada Lovelace' });
  await world.dovecot.addUser(address, { password });
  await world.dovecot.seed(address, 'INBOX', letters());
  await startOver(heron);
});

/** Presses "Sync now" again until the expected state is reached, as a user would. */
async function syncUntil(expected: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await heron.window.getByRole('button', { name: 'Sync now' }).first().click();
    await expected();
  }).toPass();
}

const signInButton = () => heron.window.getByRole('button', { name: 'Sign in', exact: true });

test('what is typed wrong is named at its field, and nothing is sent', async () => {
  const { window } = heron;
  await expect(window.getByLabel('Email address')).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(window.getByText('Enter your email address.')).toBeVisible();
  await window.getByLabel('Email address').fill('ada at contoso');
  await expect(window.getByText('This is not a mail address.')).toBeVisible();
  const wrong = { address, password: '', host: 'https://localhost/', port: 99_999 };
  await testPasswordAccount(window, wrong);
  await expect(window.getByText('Enter the password.')).toBeVisible();
  await expect(window.getByText('A server name has letters, digits, dots and hyphens only.')).toBeVisible();
  await expect(window.getByText('A port is a number from 1 to 65535.')).toBeVisible();
  await window.getByLabel('IMAP server').fill('');
  await expect(window.getByText('Enter the server’s name.')).toBeVisible();
  await look(window, 'wrong-fields');
  // A port that was free a moment ago: nothing listens on it.
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  await window.getByLabel('Password', { exact: true }).fill(password);
  await window.getByLabel('IMAP server').fill('localhost');
  await window.getByLabel('IMAP port').fill(String(port));
  await window.getByRole('button', { name: 'Test connection' }).click();
  await expect(window.getByText('The server did not accept the connection.')).toBeVisible();
});

test('a sign-in server that is busy or talks nonsense is named, and the next try works', async () => {
  const { window } = heron;
  const { identityProvider } = world;
  const busy = 'The sign-in server is not available just now';
  const nonsense = 'The sign-in server’s answer makes no sense';
  const cases = [
    ['devicecode', { status: 429, retryAfterSeconds: 1 }, busy],
    ['devicecode', { status: 503, body: '<html>Service unavailable</html>' }, busy],
    ['devicecode', { body: '{"user_code": ' }, nonsense],
    ['devicecode', { body: { user_code: 'ABCD', expires_in: -1 } }, nonsense],
    ['openid-configuration', { body: '<html>Welcome to the hotel</html>' }, nonsense],
    ['openid-configuration', { body: { issuer: '', token_endpoint: 'http://evil.test/' } }, nonsense],
  ] as const;
  await enterMicrosoftAddress(window, address);
  for (const [index, [endpoint, failure, title]] of cases.entries()) {
    const mend = identityProvider.failNext(endpoint, { ...failure, times: Number.POSITIVE_INFINITY });
    await window.getByRole('button', { name: 'Use a code instead' }).click();
    await expect(window.getByRole('heading', { name: title }), `case ${index}`).toBeVisible();
    await picture(window, `sign-in-server-${index}`);
    mend();
    await window.keyboard.press('Escape');
    await expect(window.getByRole('heading', { name: 'Sign in to Microsoft 365' })).toBeVisible();
  }
  // A malformed answer instead of the token, after the user approved: Heron shows the error, and the next code works.
  await window.getByRole('button', { name: 'Use a code instead' }).click();
  const code = await readCode(window);
  const mend = identityProvider.failNext('token', { body: '{"access_tok', times: Number.POSITIVE_INFINITY });
  identityProvider.approve(code, address);
  await expect(window.getByRole('heading', { name: nonsense })).toBeVisible();
  mend();
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Use a code instead' }).click();
  identityProvider.approve(await readCode(window), address);
  await expectMailbox(window);
});

test('T6 a refresh that meets 429, 503 or nonsense never prompts; mail stays, and it comes back', async () => {
  test.setTimeout(600_000);
  const { window } = heron;
  const { identityProvider, dovecot } = world;
  await signInByCode(window, world, address);
  await message(window, /Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(window).getByText('This is part').first()).toBeVisible();
  const failures = [{ status: 503 }, { status: 429, retryAfterSeconds: 1 }, { body: '<html>hotel</html>' }];
  for (const [index, failure] of failures.entries()) {
    const mend = identityProvider.failNext('refresh', { ...failure, times: Number.POSITIVE_INFINITY });
    identityProvider.forgetEvents();
    identityProvider.expireAccessTokens(address);
    await dovecot.kick(address);
    // A server that ends sessions again and again is asked less and less often (N5); a click does not wait.
    await window.getByRole('button', { name: 'Sync now' }).first().click();
    await identityProvider.waitFor('refresh', undefined, 60_000);
    await expect(reader(window).getByText('This is part').first()).toBeVisible();
    await expect(window.getByText(/sign-in server/i).first(), `failure ${index}`).toBeVisible();
    await expect(signInButton()).toBeHidden();
    await picture(window, `refresh-${index}`);
    mend();
    await dovecot.deliver(address, 'INBOX', buildMessage({ subject: `After failure ${index}` }).raw);
    await syncUntil(() =>
      expect(message(window, new RegExp(`After failure ${index}`))).toBeVisible({ timeout: 4_000 }),
    );
  }
});

/** A TCP front whose server can be exchanged in mid-life. */
async function startFront(first: number) {
  let target = first;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    exchange: (port: number) => {
      target = port;
      drop();
    },
    stop: () => {
      server.close();
      drop();
    },
  };
}

test('a server that turns to nonsense in mid-life is named, mail stays readable, and it is found again', async () => {
  test.setTimeout(600_000);
  const { window } = heron;
  const { tlsPort } = world.dovecot;
  const front = await startFront(tlsPort);
  await addPasswordAccount(window, { address, password, port: front.port });
  await message(window, /Rooms for the summer school/)
    .first()
    .click();
  await expect(reader(window).getByText('This is part').first()).toBeVisible();
  const said = window.getByRole('status').filter({ hasText: /server|mailbox|connection/i });
  for (const [name, words] of [
    ['byeAtGreeting', /connection was lost|not available/],
    ['notConnected', /the mailbox cannot be opened/],
    ['http', /makes no sense for a mail server/],
  ] as const) {
    const hostile = await startHostileImap(hostileScripts[name], { leaf: world.ca.leaf });
    front.exchange(hostile.port);
    await syncUntil(() => expect(said.filter({ hasText: words }), name).toBeVisible({ timeout: 4_000 }));
    expect(hostile.connections, name).toBeGreaterThan(0);
    await picture(window, `mid-life-${name}`);
    await expect(reader(window).getByText('This is part').first()).toBeVisible();
    await expect(messages(window)).toHaveCount(4);
    await expect(signInButton()).toBeHidden();
    await hostile.stop();
    front.exchange(tlsPort);
    await syncUntil(() => expect(said, name).toHaveCount(0, { timeout: 4_000 }));
  }
  front.stop();
});

test('folders with any name are listed and opened, and markup in a name is only text', async () => {
  const { window } = heron;
  const names = ['say "hello" \\ twice', '日本語 & Co', 'R&D', '<img src=x onerror=alert(1)>', "100% 'sure' {9}"];
  for (const name of names) {
    await world.dovecot.createFolder(address, name);
    await world.dovecot.seed(address, name, [buildMessage({ subject: `In ${name}` })]);
  }
  await signInByCode(window, world, address);
  for (const name of names) {
    await folder(window, name).click();
    await expect(message(window, `In ${name}`), name).toBeVisible();
  }
  await look(window, 'folder-names');
});

test('a server whose folder names break the rules is listed without harm', async () => {
  const { window } = heron;
  const hostile = await startHostileImap(hostileScripts.strangeFolders, { leaf: world.ca.leaf });
  await testPasswordAccount(window, { address, password, port: hostile.port });
  await window.getByRole('button', { name: 'Add account' }).click();
  await expect(folder(window, '日本語')).toBeVisible();
  await expect(folder(window, '<img src=x onerror=alert(1)>')).toBeVisible();
  await folder(window, 'R&D').click();
  await look(window, 'folder-names-hostile');
  expect(heron.output.filter((line) => /page error|Uncaught/.test(line))).toEqual([]);
  await hostile.stop();
});
