import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, newProfile, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { startFaultProxy } from './servers/fault-proxy.ts';
import { startIdentityProvider } from './servers/identity-provider.ts';
import { buildMessage } from './servers/messages.ts';
import { courier } from './servers/scripted-imap/personalities/courier.ts';
import { exchangeOnline } from './servers/scripted-imap/personalities/exchange-online.ts';
import { gmail } from './servers/scripted-imap/personalities/gmail.ts';
import { hMailServer, hMailServer56 } from './servers/scripted-imap/personalities/hmailserver.ts';
import { netease163 } from './servers/scripted-imap/personalities/netease-163.ts';
import { yahoo } from './servers/scripted-imap/personalities/yahoo.ts';
import type { Personality } from './servers/scripted-imap/personality.ts';
import { type ScriptedImap, startScriptedImap } from './servers/scripted-imap/server.ts';
import { createTestCa, type TestCa } from './servers/test-ca.ts';
import { addPasswordAccount, enterMicrosoftAddress, folder, getCode, message, messages, reader } from './steps.ts';

const address = 'ada@example.test';
const password = 'correct horse';
let ca: TestCa;
let profile: string;
let server: ScriptedImap;
let heron: Heron;
let stopIdentityProvider: () => Promise<void> = async () => undefined;
let stopProxy: () => Promise<void> = async () => undefined;

test.beforeEach(async () => {
  ca = await createTestCa();
  profile = await newProfile();
});
test.afterEach(async () => {
  await heron.quit();
  const { status, expectedStatus } = test.info();
  if (status !== expectedStatus) for (const { connection, line } of server.commands) console.log(connection, line);
  await server.stop();
  await stopIdentityProvider();
  stopIdentityProvider = async () => undefined;
  await stopProxy();
  stopProxy = async () => undefined;
  await ca.dispose();
  await removeProfile(profile);
});

const letter = (number: number) =>
  buildMessage({
    subject: `Letter ${number}`,
    text: `Text of letter ${number}`,
    messageId: `<${number}@letters.test>`,
  });

/** What lies in a folder of the server, by subject. */
function subjects(path: string): string[] {
  const entries = server.store.find(path)?.entries ?? [];
  return entries.map(({ message: { raw } }) => /^Subject: (.*)\r$/m.exec(raw)?.[1] ?? '?');
}

async function startWith(personality: Personality, acceptsToken?: (token: string) => boolean): Promise<void> {
  const credentials = { address, password, ...(acceptsToken && { acceptsToken }) };
  server = await startScriptedImap({ leaf: ca.leaf, personality, credentials });
  for (const number of [1, 2, 3, 4]) server.store.deliver('INBOX', letter(number));
}

/** Starts Heron, and adds the account with its password. */
async function addAccount(environment: Record<string, string> = {}, port = server.port): Promise<void> {
  heron = await launchHeron({ environment: { HERON_EXTRA_CA: ca.caPath, ...environment }, profile });
  await addPasswordAccount(heron.window, { address, password, port });
}

interface Expected {
  /** Where what is archived and what is deleted lies on the server. */
  readonly archive: string;
  readonly trash: string;
  /** The folders that the server has in the end besides those that it began with. */
  readonly created: readonly string[];
  /** Names of folders as they stand in the sidebar. */
  readonly folders: readonly string[];
}

/** With the account added: list, read, archive, delete, and new mail; then what the server holds and was asked. */
async function useMailbox({ archive, trash, created, folders }: Expected): Promise<void> {
  const { window } = heron;
  const before = new Set(server.store.folders.keys());
  await expect(messages(window)).toHaveCount(4);
  for (const name of folders) await expect(folder(window, name).first()).toBeVisible();

  await message(window, /Letter 4/).click();
  await expect(reader(window).getByText('Text of letter 4')).toBeVisible();
  await window.keyboard.press('e');
  await expect(message(window, /Letter 4/)).toHaveCount(0);
  await expect.poll(() => subjects('INBOX')).not.toContain('Letter 4');
  expect(subjects(archive)).toContain('Letter 4');

  await message(window, /Letter 3/).click();
  await window.keyboard.press('Delete');
  await expect.poll(() => subjects('INBOX')).toEqual(['Letter 1', 'Letter 2']);
  expect(subjects(trash)).toEqual(['Letter 3']);

  await newMailArrives();
  await refusedMailWaits();
  expect([...server.store.folders.keys()].filter((path) => !before.has(path)).sort()).toEqual(created);
  expectNoStorm(created.length);
}

/** Whether the server says that mail arrived (IDLE). */
const saysSo = (): boolean => server.personality.capabilities.after.split(' ').includes('IDLE');

/** A message is delivered to the inbox; where the server cannot say so, the user asks. */
async function deliver(number: number): Promise<void> {
  server.store.deliver('INBOX', letter(number));
  if (!saysSo()) await heron.window.keyboard.press('F5');
}

async function newMailArrives(): Promise<void> {
  const { window } = heron;
  await deliver(5);
  await message(window, /Letter 5/).click();
  await expect(reader(window).getByText('Text of letter 5')).toBeVisible();
}

/**
 * A message that the server does not hand out is asked for with its window and once alone, and then not before its time:
 * also not when the folder is looked at again because another one arrived.
 */
async function refusedMailWaits(): Promise<void> {
  const { window } = heron;
  const envelopes = /FETCH .*BODYSTRUCTURE/;
  const asked = (): number => Object.values(server.counts(envelopes)).reduce((sum, times) => sum + times, 0);
  const stub = message(window, /This message could not be fetched/);
  const before = asked();
  const answer = server.personality.fetchRefusal ?? 'NO [SERVERBUG] Internal error';
  const takeBack = server.fail({ match: envelopes, answer });
  await deliver(6);
  await expect(stub).toHaveCount(1);
  expect(asked() - before, 'commands for the refused message').toBeLessThanOrEqual(2);
  takeBack();
  await deliver(7);
  await expect(message(window, /Letter 7/)).toHaveCount(1);
  await expect(stub).toHaveCount(1);
  expect(asked() - before, 'and for the one that arrived after it').toBeLessThanOrEqual(3);
}

/** The most commands of each kind that what was done explains; a retry without backing off exceeds it at once. */
function expectNoStorm(created: number): void {
  const counts = server.counts();
  const count = (name: string): number => counts[name] ?? 0;
  // The test of the connection, the one before the account is added, and the account's two connections.
  const signIns = 4;
  // Read, archived, deleted, new mail, what was read then, and two more new messages.
  const actions = 7;
  // Each by the user's asking where the server does not say so.
  const deliveries = 3;
  // A folder is looked at when it is opened, and after each action by the connection that waits for news.
  const looks = signIns + 2 * actions;
  const folders = server.store.folders.size;
  const most: Readonly<Record<string, number>> = {
    LOGIN: signIns,
    AUTHENTICATE: signIns,
    CAPABILITY: 2 * signIns,
    ID: signIns,
    NAMESPACE: signIns,
    // imapflow lists INBOX before a connection's first SELECT, and the root where NAMESPACE is missing.
    LIST: 2 * signIns + created + 2 + (saysSo() ? 0 : deliveries),
    LSUB: signIns,
    CREATE: created,
    SUBSCRIBE: created,
    SELECT: looks,
    // The counts of a folder that is looked at, and of all at the beginning and at each news, which a quick machine has within one round; UIDNEXT where SELECT lacks it.
    STATUS: looks * (server.personality.omits === undefined ? 1 : 2) + (1 + deliveries) * folders,
    // By sequence numbers: the first window, and at each look where UIDNEXT is not told.
    FETCH: server.personality.omits?.includes('status-uidnext') ? looks : 2,
    'UID FETCH': looks * 2,
    'UID STORE': actions * 2,
    'UID COPY': 2,
    'UID MOVE': 2,
    'UID EXPUNGE': 2,
    IDLE: looks,
    NOOP: looks,
    ENABLE: signIns,
    LOGOUT: 2,
  };
  for (const [name, times] of Object.entries(counts)) {
    expect(`${name} ${Math.min(times, most[name] ?? 0)}`, `${name} was sent ${times} times`).toBe(`${name} ${times}`);
  }
  expect(count('CREATE')).toBe(created);
  // Nothing that changes something is sent twice.
  const changes = server.commands.filter(({ name }) => /^(CREATE|APPEND|UID (STORE|COPY|MOVE|EXPUNGE))$/.test(name));
  const lines = changes.map(({ line }) => line);
  expect(lines).toEqual([...new Set(lines)]);
}

test('Exchange Online: by OAuth2, into the folders that are there', async () => {
  const identityProvider = await startIdentityProvider({ leaf: ca.leaf, pollIntervalSeconds: 0.2 });
  stopIdentityProvider = () => identityProvider.stop();
  identityProvider.addUser({ address, name: 'Ada Lovelace' });
  await startWith(exchangeOnline, (token) => identityProvider.tokenInfo(token)?.active === true);
  const environment = {
    HERON_EXTRA_CA: ca.caPath,
    HERON_MICROSOFT_AUTHORITY: identityProvider.authority,
    HERON_MICROSOFT_IMAP: `localhost:${server.port}`,
    HERON_MICROSOFT_SMTP: 'localhost:587',
    MICROSOFT_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
    MICROSOFT_TENANT_ID: 'organizations',
  };
  heron = await launchHeron({ environment, profile });
  await enterMicrosoftAddress(heron.window, address);
  identityProvider.approve(await getCode(heron.window), address);
  const folders = ['Inbox', 'Archive', 'Deleted Items', 'Projects', 'Heron', 'Birthdays'];
  await useMailbox({ archive: 'Archive', trash: 'Deleted Items', created: [], folders });
});

test('B8 Courier: archive and trash are created below INBOX, and the tree stands beside it', async () => {
  await startWith(courier);
  await addAccount();
  await useMailbox({
    archive: 'INBOX.Archive',
    trash: 'INBOX.Trash',
    created: ['INBOX.Archive', 'INBOX.Trash'],
    folders: ['Inbox', 'Sent', 'Projects', 'Heron'],
  });
  await expect(folder(heron.window, 'Projects')).toHaveAttribute('aria-level', '1');
});

test('B11 Gmail: what is archived stays in All Mail and loses the inbox label, and no label is made', async () => {
  await startWith(gmail);
  await addAccount();
  await useMailbox({
    archive: '[Gmail]/All Mail',
    trash: '[Gmail]/Trash',
    created: [],
    folders: ['Inbox', 'All mail', 'Trash', 'Receipts'],
  });
  expect(subjects('[Gmail]/All Mail')).toEqual([1, 2, 4, 5, 6, 7].map((number) => `Letter ${number}`));
});

test('Gmail’s labels: seen, added, removed and undone; archived under a label; each message once; and sent later from offline', async () => {
  await startWith(gmail);
  for (const label of ['Receipts', 'Trips/Rome']) server.store.label('INBOX', 4, label, true);
  server.store.label('INBOX', 3, 'Receipts', true);
  const proxy = await startFaultProxy({ target: { port: server.port } });
  stopProxy = () => proxy.stop();
  // Whether an action is undone before it is sent or after, it ends the same.
  await addAccount({ HERON_UNDO_SECONDS: '1' }, proxy.port);
  const { window } = heron;
  const labels = reader(window).getByRole('list', { name: 'Labels' });
  const named = labels.getByRole('listitem');
  const remove = (name: string) => labels.getByRole('button', { name: `Remove label ${name}` });

  // Of folders that were never opened, the server tells.
  await message(window, /Letter 4/).click();
  await expect(named).toHaveText(['Receipts', 'Trips/Rome']);
  await look(window, 'labels');
  await window.setViewportSize({ width: 900, height: 640 });
  await look(window, 'labels-900');
  await window.setViewportSize({ width: 1280, height: 800 });

  await remove('Trips/Rome').focus();
  await window.keyboard.press('Enter');
  await expect(named).toHaveText(['Receipts']);
  await expect(remove('Receipts')).toBeFocused();
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(named).toHaveText(['Receipts', 'Trips/Rome']);
  await remove('Trips/Rome').click();
  await expect.poll(() => subjects('Trips/Rome')).toEqual([]);
  expect(subjects('INBOX')).toContain('Letter 4');
  expect(subjects('[Gmail]/All Mail')).toContain('Letter 4');

  await message(window, /Letter 4/).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Label…' }).click();
  await window.getByRole('combobox', { name: 'Find a folder' }).fill('Rome');
  await window.keyboard.press('Enter');
  await expect(named).toHaveText(['Receipts', 'Trips/Rome']);
  await expect.poll(() => subjects('Trips/Rome')).toEqual(['Letter 4']);

  // A star is the message's, wherever it lies; and it is listed once.
  await window.keyboard.press('s');
  await folder(window, /All Mail/).click();
  await expect(message(window, /Letter 4/)).toHaveAccessibleName(/flagged/);
  await expect(messages(window)).toHaveCount(4);
  await folder(window, /Receipts/).click();
  await expect(message(window, /Letter 4/)).toHaveAccessibleName(/flagged/);

  // To archive is to leave the inbox: the message stays under its label, and is found once.
  await message(window, /Letter 3/).click();
  await expect(named).toHaveText(['Inbox']);
  await window.keyboard.press('e');
  await expect.poll(() => subjects('INBOX')).not.toContain('Letter 3');
  await expect(message(window, /Letter 3/)).toHaveCount(1);
  await expect(labels).toHaveCount(0);
  await folder(window, /Inbox/).click();
  await message(window, /Letter 4/).click();
  await window.keyboard.press('e');
  await expect(message(window, /Letter 4/)).toHaveCount(0);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(message(window, /Letter 4/)).toHaveCount(1);
  await message(window, /Letter 4/).click();
  await window.keyboard.press('e');
  await expect.poll(() => subjects('INBOX')).toEqual(['Letter 1', 'Letter 2']);
  expect(server.store.find('Archive')).toBeUndefined();
  await window.keyboard.press('/');
  await window.getByRole('searchbox', { name: 'Search mail' }).fill('letter');
  await expect(messages(window)).toHaveCount(4);
  await expect(message(window, /Letter 4/)).toHaveCount(1);

  await folder(window, /All Mail/).click();
  await message(window, /Letter 4/).click();
  await expect(named).toHaveText(['Receipts', 'Trips/Rome']);
  await proxy.set({ kind: 'refuse' });
  proxy.dropAll();
  await remove('Receipts').click();
  await expect(named).toHaveText(['Trips/Rome']);
  await expect(window.getByRole('group', { name: address }).getByText(/changes? waiting/)).toBeVisible();
  expect(subjects('Receipts')).toContain('Letter 4');
  await proxy.set({ kind: 'pass' });
  await window.getByRole('button', { name: /^Try now/ }).click();
  await expect.poll(() => subjects('Receipts')).toEqual(['Letter 3']);
  await expect(named).toHaveText(['Trips/Rome']);

  // To delete is to move to the trash, which takes all labels away.
  await window.keyboard.press('Delete');
  await expect.poll(() => subjects('[Gmail]/Trash')).toEqual(['Letter 4']);
  await expect(messages(window)).toHaveCount(3);
});

test('Yahoo: without IDLE, and with the inbox spelled in another case', async () => {
  await startWith(yahoo);
  await addAccount();
  await useMailbox({
    archive: 'Archive',
    trash: 'Trash',
    created: [],
    folders: ['Inbox', 'Archive', 'Trash', 'Bulk Mail'],
  });
});

test('B2 163.com: ID comes before SELECT, UIDNEXT never, and new mail is listed', async () => {
  await startWith(netease163);
  await addAccount();
  await useMailbox({
    archive: 'Archive',
    trash: '已删除',
    created: ['Archive'],
    folders: ['Inbox', '已发送', '已删除', '病毒文件夹'],
  });
});

test('hMailServer: archive and trash are created at the root, and public folders stand by themselves', async () => {
  await startWith(hMailServer);
  await addAccount();
  await useMailbox({
    archive: 'Archive',
    trash: 'Trash',
    created: ['Archive', 'Trash'],
    folders: ['Inbox', 'Sent', 'Projects', 'Announcements'],
  });
  await expect(heron.window.getByRole('tree', { name: 'Shared folders' }).getByRole('treeitem')).toHaveCount(1);
  await look(heron.window, 'shared-folders');
});

test('hMailServer 5.6, without UIDPLUS: what cannot be moved stays, nothing is expunged, and new mail arrives', async () => {
  await startWith(hMailServer56);
  await addAccount();
  await expect(messages(heron.window)).toHaveCount(4);
  await message(heron.window, /Letter 4/).click();
  await heron.window.keyboard.press('e');
  await server.waitFor('command', ({ name }) => name === 'CREATE');
  await newMailArrives();
  await refusedMailWaits();
  expect(subjects('INBOX')).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `Letter ${number}`));
  const sent = Object.keys(server.counts());
  expect(sent.filter((name) => /COPY|MOVE|EXPUNGE/.test(name))).toEqual([]);
  expectNoStorm(1);
});
