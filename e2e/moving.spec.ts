import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { rustyMailFile, rustyPassword, sampleProfiles } from '../electron/moving/moving-fixture.ts';
import { sampleOrganisation } from '../electron/organisation/organisation-fixture.ts';
import { type Heron, launchHeron, openedPage, removeProfile } from './app.ts';
import { leakingFiles } from './canary.ts';
import { openInBrowser } from './person-browser.ts';
import { look } from './screens.ts';
import { letters } from './servers/messages.ts';
import { startOver } from './start-over.ts';
import { expectMailbox, messages } from './steps.ts';
import { ada, canary, grace, password, startWorld, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

let world: World;
let heron: Heron;
let startedWith: Readonly<Record<string, string>> | null = null;
/** What other programs have on this computer. */
let home: string;

test.beforeAll(async () => {
  world = await startWorld();
  await world.dovecot.seed(ada, 'INBOX', letters());
  await world.dovecot.addUser(grace, { password });
  await world.dovecot.seed(grace, 'INBOX', letters());
  home = await mkdtemp(join(tmpdir(), 'heron-home-'));
  await writeHome();
});
test.afterAll(async () => {
  await quit();
  await world?.stop();
  await rm(home, { recursive: true, force: true });
});

/** A Heron without accounts: the one that was started with this very object, or a new one with a profile of its own. */
async function start(environment: Readonly<Record<string, string>>): Promise<Page> {
  if (environment === startedWith) await startOver(heron);
  else {
    await quit();
    heron = await launchHeron({ environment: { HERON_TEST_HOME: home, ...environment } });
    startedWith = environment;
  }
  return heron.window;
}

async function quit(): Promise<void> {
  if (startedWith === null) return;
  startedWith = null;
  await heron.quit();
  await removeProfile(heron.profile);
}

/** Thunderbird has Ada's mailbox by OAuth2 and an old one by POP; RustyMail has Grace's with its password, and one that it encrypted. */
async function writeHome(): Promise<void> {
  const { tlsPort } = world.dovecot;
  const profile = join(home, '.thunderbird', 'abcd1234.default-release');
  await mkdir(profile, { recursive: true });
  await writeFile(join(home, '.thunderbird', 'profiles.ini'), sampleProfiles.replace(/\[Profile1\][^[]*/, ''));
  const prefs = {
    'mail.accountmanager.accounts': 'account1,account2',
    'mail.account.account1.server': 'server1',
    'mail.account.account1.identities': 'id1',
    'mail.account.account2.server': 'server2',
    'mail.account.account2.identities': 'id2',
    'mail.identity.id1.useremail': ada,
    'mail.identity.id1.fullName': 'Ada Lovelace',
    'mail.identity.id1.smtpServer': 'smtp1',
    'mail.identity.id2.useremail': 'ada@old.test',
    'mail.server.server1.type': 'imap',
    'mail.server.server1.hostname': 'localhost',
    'mail.server.server1.port': tlsPort,
    'mail.server.server1.socketType': 3,
    'mail.server.server1.authMethod': 10,
    'mail.server.server1.userName': ada,
    'mail.server.server2.type': 'pop3',
    'mail.smtpservers': 'smtp1',
    'mail.smtpserver.smtp1.hostname': 'localhost',
    'mail.smtpserver.smtp1.port': world.smtp.port,
    'mail.smtpserver.smtp1.try_ssl': 3,
  };
  const lines = Object.entries(prefs).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(join(profile, 'prefs.js'), `// Mozilla User Preferences\n${lines.join('\n')}\n`);
  const server = { host: '127.0.0.1', port: tlsPort, use_tls: true, use_starttls: false };
  const readable = {
    ...rustyPassword,
    display_name: 'Grace',
    email_address: grace,
    imap: { ...server, username: grace, password },
    smtp: { ...server, port: world.smtp.port, username: grace, password },
  };
  const encrypted = {
    ...rustyPassword,
    email_address: 'eve@contoso.test',
    imap: { ...rustyPassword.imap, password: 'ENC:v1:eyJub25jZSI6IiJ9' },
    smtp: null,
  };
  await mkdir(join(home, 'RustyMail', 'config'), { recursive: true });
  await writeFile(join(home, 'RustyMail', 'config', 'accounts.json'), rustyMailFile(readable, encrypted));
}

test('accounts of Thunderbird and RustyMail come in, and those that wait have one button', async () => {
  const window = await start(world.environment);
  await window.getByRole('button', { name: 'Bring accounts from another program' }).click();
  await expect(window.getByRole('checkbox', { name: ada })).toBeChecked();
  await expect(window.getByRole('checkbox', { name: grace })).toBeChecked();
  await expect(window.getByText('imap.password is encrypted there and stays there.')).toBeVisible();
  await expect(window.getByText('ada@old.test (POP3, which keeps no mail on the server)')).toBeVisible();
  await look(window, 'move-in');
  await window.getByRole('checkbox', { name: 'eve@contoso.test' }).uncheck();
  await window.getByRole('button', { name: 'Bring 2 accounts in' }).click();
  await expect(window.getByText('2 accounts came in.')).toBeVisible();
  await expect(window.getByText('Waits for you to sign in')).toBeVisible();
  await look(window, 'move-in-done');
  await window.getByRole('button', { name: 'Go to the mailbox' }).click();

  // Grace's password came along, so her mail is there.
  await window.getByRole('treeitem', { name: /Inbox/ }).last().click();
  await expectMailbox(window);
  // Ada's sign-in is one button away.
  await window.getByRole('button', { name: 'Sign in', exact: false }).first().click();
  const person = await openInBrowser(await openedPage(heron, 1));
  await person.page.getByText(ada).click();
  await person.page.getByRole('button', { name: 'Approve' }).click();
  await expect(window.getByText('Ada').first()).toBeVisible();
  await person.close();
  expect(await leakingFiles(heron.profile)).toEqual([]);
  expect(heron.output.join('')).not.toContain(canary);

  // All of it goes to another computer, without the secrets.
  const path = join(home, 'heron-accounts.json');
  await heron.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('navigation', { name: 'Settings pages' }).getByRole('button', { name: 'Accounts' }).click();
  await window.getByRole('button', { name: 'Export accounts…' }).click();
  await expect(window.getByText(`Saved without passwords and sign-ins: ${path}`)).toBeVisible();
  await look(window, 'accounts-exported');
  const exported = await readFile(path, 'utf8');
  expect(exported).not.toContain(canary);
  expect(JSON.parse(exported)).toMatchObject({ format: 'heron-accounts', version: 1, accounts: [{}, {}] });
  await window.getByRole('button', { name: 'Bring accounts in…' }).click();
  await window.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(window.getByText('Heron, from another computer')).toBeVisible();
  for (const box of await window.getByRole('checkbox', { name: grace }).all()) await expect(box).toBeDisabled();
});

test('exported accounts come in on another computer and wait for their passwords', async () => {
  const window = await start(world.environment);
  const path = join(home, 'heron-accounts.json');
  await heron.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
  await window.getByRole('button', { name: 'Bring accounts from another program' }).click();
  await expect(window.getByRole('checkbox', { name: ada })).toBeChecked();
  await window.getByRole('button', { name: 'Choose a file…' }).click();
  const own = window.getByRole('region', { name: 'Heron, from another computer' });
  await expect(own.getByRole('checkbox')).toHaveCount(2);
  for (const box of await window.getByRole('checkbox').all()) await box.uncheck();
  await own.getByRole('checkbox', { name: grace }).check();
  await window.getByRole('button', { name: 'Bring 1 account in' }).click();
  await expect(window.getByText('Waits for its password')).toBeVisible();
  await window.getByRole('button', { name: 'Go to the mailbox' }).click();
  await look(window, 'moved-waits');
  await window
    .getByRole('button', { name: /^Sign in/ })
    .first()
    .click();
  await window.getByLabel('Password', { exact: true }).fill(password);
  await window.keyboard.press('Enter');
  await expectMailbox(window);
  await expect(messages(window)).toHaveCount(4);
});

test('with the profile of an organisation people type their address and sign in, and know whom to ask', async () => {
  const server = (port: number) => ({ host: 'localhost', port, security: 'tls' });
  const profile = {
    ...sampleOrganisation,
    domains: ['contoso.test'],
    signIn: { ...sampleOrganisation.signIn, tenant: 'organizations', loginHost: world.identityProvider.authority },
    servers: { imap: server(world.dovecot.tlsPort), smtp: server(world.smtp.port) },
  };
  // The user's own file first: it is shown before it is used.
  const chosen = join(home, 'contoso.json');
  await writeFile(chosen, JSON.stringify(profile));
  const managed = join(home, 'etc', 'organisation.json');
  await mkdir(join(home, 'etc'), { mode: 0o755 });
  const environment = { HERON_EXTRA_CA: world.ca.caPath, HERON_TEST_ORGANISATION: managed };
  let window = await start(environment);
  await heron.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, chosen);
  await window.getByRole('button', { name: 'I have a file or link from my organisation' }).click();
  await window.getByLabel('Link to the profile').fill('http://contoso.test/heron.json');
  await window.getByRole('button', { name: 'Show the profile' }).click();
  await expect(window.getByText('A link begins with https://.')).toBeVisible();
  await look(window, 'organisation-asked');
  await window.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(window.getByRole('heading', { name: 'Contoso' })).toBeVisible();
  await look(window, 'organisation-shown');
  await window.getByRole('button', { name: 'Use this profile' }).click();
  await expect(window.getByText('Heron is set up for Contoso: type your address there, and sign in.')).toBeVisible();
  await look(window, 'organisation-address');
  await quit();

  // The administrator's: nothing is asked, and the address is enough.
  await writeFile(managed, JSON.stringify(profile), { mode: 0o644 });
  window = await start(environment);
  await expect(window.getByText('Heron is set up for Contoso: type your address there, and sign in.')).toBeVisible();
  await window.getByLabel('Email address').fill(ada);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Sign in to Microsoft 365' })).toBeVisible();
  await expect(window.getByLabel('Client ID')).toBeHidden();
  world.identityProvider.failNext('sign-in-redirect', { aadsts: 90094 });
  await window.getByRole('button', { name: 'Sign in by browser' }).click();
  const refused = await openInBrowser(await openedPage(heron, 1));
  expect(new URL(refused.page.url()).searchParams.get('client_id')).toBe(sampleOrganisation.signIn.clientId);
  await refused.page.getByText(ada).click();
  await refused.page.getByRole('button', { name: 'Approve' }).click();
  await expect(window.getByText('Contoso IT')).toBeVisible();
  await expect(window.getByText('+49 30 1234 567')).toBeVisible();
  await look(window, 'organisation-help-desk');
  await window.getByRole('button', { name: 'help@contoso.com' }).click();
  expect(await openedPage(heron, 2)).toBe('mailto:help@contoso.com');
  await refused.close();
  await window.getByRole('button', { name: 'Approved: try again' }).click();
  const person = await openInBrowser(await openedPage(heron, 3));
  await person.page.getByText(ada).click();
  await person.page.getByRole('button', { name: 'Approve' }).click();
  await expectMailbox(window);
  await person.close();
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('navigation', { name: 'Settings pages' }).getByRole('button', { name: 'Accounts' }).click();
  await expect(window.getByText('The administrator of this computer has set Heron up')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Forget the profile' })).toBeHidden();
  await look(window, 'organisation-settings');
});
