import { PublicClientApplication } from '@azure/msal-node';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { type Dovecot, exchangeFolders, startDovecot } from './dovecot.ts';
import { msalNetwork } from './https-client.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { buildMessage, letters, newsletter } from './messages.ts';
import { createTestCa, type TestCa } from './test-ca.ts';

const clientId = '11111111-2222-4333-8444-555555555555';
const password = 'pass:word "quoted" ß';
let ca: TestCa;
let idp: IdentityProvider;
let dovecot: Dovecot;
let address = '';
let number = 0;

beforeAll(async () => {
  ca = await createTestCa();
  idp = await startIdentityProvider({ leaf: ca.leaf });
  dovecot = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl });
});
afterAll(async () => {
  await dovecot.stop();
  await idp.stop();
  await ca.dispose();
});
beforeEach(async () => {
  onTestFailed(async () => console.log(await dovecot.log()));
  number += 1;
  address = `ada${number}@contoso.test`;
  idp.addUser({ address });
  await dovecot.addUser(address, { password: password });
});

/** An access token as the browser flow gives it; plain HTTP keeps the test free of a TLS agent. */
async function accessToken(scope = 'https://outlook.office.com/IMAP.AccessAsUser.All'): Promise<string> {
  const base = idp.introspectionUrl.replace('/introspect', '/common/oauth2/v2.0');
  const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });
  const code = await (await fetch(`${base}/devicecode`, form({ client_id: clientId, scope }))).json();
  idp.approve(code.user_code, address);
  const grant = { grant_type: 'device_code', client_id: clientId, device_code: code.device_code };
  return (await (await fetch(`${base}/token`, form(grant))).json()).access_token;
}

function client(auth: { pass?: string; accessToken?: string }, server = dovecot, more: object = {}): ImapFlow {
  const imap = new ImapFlow({
    host: 'localhost',
    port: server.tlsPort,
    secure: true,
    tls: { ca: [ca.caPem] },
    auth: { user: address, ...auth },
    logger: false,
    ...more,
  });
  imap.on('error', () => undefined);
  return imap;
}

async function connected(auth: { pass?: string; accessToken?: string }, server = dovecot): Promise<ImapFlow> {
  const imap = client(auth, server);
  await imap.connect();
  return imap;
}

async function refusal(imap: ImapFlow): Promise<string> {
  try {
    await imap.connect();
  } catch (error) {
    return Object(error).responseText ?? String(error);
  } finally {
    imap.close();
  }
  throw new Error('sign-in was not refused');
}

describe('signing in to Dovecot', () => {
  it('takes the token that MSAL got by device code, and the one it refreshes', async () => {
    const msal = new PublicClientApplication({
      auth: { clientId: clientId, authority: `${idp.authority}/organizations`, knownAuthorities: [idp.host] },
      system: { networkClient: msalNetwork(ca.caPem) },
    });
    const scopes = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'];
    const first = await msal.acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: ({ userCode }) => idp.approve(userCode, address),
    });
    await (await connected({ accessToken: first?.accessToken })).logout();
    idp.expireAccessTokens(address);
    expect(await refusal(client({ accessToken: first?.accessToken }))).toContain('Authentication failed');
    const account = first?.account ?? undefined;
    const second = account && (await msal.acquireTokenSilent({ account, scopes, forceRefresh: true }));
    await (await connected({ accessToken: second?.accessToken })).logout();
  });

  it('takes a token of the identity provider over XOAUTH2, and refuses an expired and a revoked one', async () => {
    const token = await accessToken();
    await (await connected({ accessToken: token })).logout();
    expect(idp.events('introspect').at(-1)).toEqual({ address, active: true });

    idp.expireAccessTokens(address);
    expect(await refusal(client({ accessToken: token }))).toContain('Authentication failed');
    const second = await accessToken();
    await (await connected({ accessToken: second })).logout();
    idp.revokeGrants(address);
    expect(await refusal(client({ accessToken: second }))).toContain('Authentication failed');
  });

  it('refuses a token of another person, of another audience, and nonsense', async () => {
    const graph = await accessToken('https://graph.microsoft.com/Mail.Read');
    expect(await refusal(client({ accessToken: graph }))).toContain('Authentication failed');
    expect(await refusal(client({ accessToken: 'nonsense' }))).toContain('Authentication failed');
    const own = await accessToken();
    await dovecot.addUser('other@contoso.test');
    const other = client({}, dovecot, { auth: { user: 'other@contoso.test', accessToken: own } });
    expect(await refusal(other)).toContain('Authentication failed');
  });

  it('takes a password with odd characters; refuses a wrong one; knows BasicAuthBlocked in mid-life', async () => {
    await (await connected({ pass: password })).logout();
    expect(await refusal(client({ pass: 'wrong' }))).toContain('Authentication failed');
    await dovecot.basicAuthBlocked(address, true);
    expect(await refusal(client({ pass: password }))).toContain('AuthFailed:LogonDenied-BasicAuthBlocked');
    await (await connected({ accessToken: await accessToken() })).logout();
    await dovecot.basicAuthBlocked(address, false);
    await (await connected({ pass: password })).logout();
    await dovecot.setPassword(address, 'another');
    await (await connected({ pass: 'another' })).logout();
  });

  it('needs STARTTLS on the plain port before any credential (S1)', async () => {
    const plain = { port: dovecot.plainPort, secure: false };
    const upgraded = client({ pass: password }, dovecot, { ...plain, doSTARTTLS: true });
    await upgraded.connect();
    expect(upgraded.secureConnection).toBe(true);
    await upgraded.logout();
    const clear = client({ pass: password }, dovecot, { ...plain, doSTARTTLS: false });
    await expect(clear.connect()).rejects.toThrow();
    clear.close();
  });

  it('looks like Exchange Online', async () => {
    const imap = await connected({ pass: password });
    const offered = [...imap.capabilities.keys()];
    for (const missing of ['CONDSTORE', 'QRESYNC', 'SPECIAL-USE', 'SORT', 'ESEARCH', 'THREAD=REFERENCES']) {
      expect(offered).not.toContain(missing);
    }
    expect(offered).toEqual(expect.arrayContaining(['UIDPLUS', 'MOVE', 'IDLE', 'LITERAL+', 'UNSELECT']));
    const folders = await imap.list();
    expect(folders.map((folder) => folder.path).sort()).toEqual(['INBOX', ...exchangeFolders].sort());
    expect(folders.every((folder) => folder.subscribed)).toBe(true);
    await imap.mailboxOpen('Häuser & Gärten "privat"');
    await imap.logout();
  });
});

describe('what the tests see and do behind its back', () => {
  it('numbers seeded messages in their order, and gives them back byte for byte', async () => {
    const messages = [...letters({ count: 3 }), newsletter({ beacon: 'https://b.test', date: new Date('2026-11-21') })];
    await dovecot.seed(address, 'INBOX', messages);
    await dovecot.seed(address, 'Projects/Heron', letters({ count: 2 }));
    const imap = await connected({ pass: password });
    await imap.mailboxOpen('INBOX');
    const got = await imap.fetchAll('1:*', { uid: true, source: true, internalDate: true, envelope: true });
    expect(got.map((message) => message.uid)).toEqual([1, 2, 3, 4]);
    expect(got.map((message) => message.source?.equals(messages[message.seq - 1]?.raw ?? Buffer.alloc(0)))).toEqual(
      messages.map(() => true),
    );
    expect(got.map((message) => new Date(message.internalDate ?? 0))).toEqual(messages.map((one) => one.receivedAt));
    expect(await imap.status('Projects/Heron', { messages: true })).toMatchObject({ messages: 2 });
    await imap.logout();
  });

  it('shows flags and moves of a client, and a client sees changes, deliveries and removals', async () => {
    const [first = '', second = ''] = await dovecot.seed(address, 'INBOX', letters({ count: 2 }));
    const imap = await connected({ pass: password });
    await imap.mailboxOpen('INBOX');
    await imap.messageFlagsAdd('1', ['\\Seen', '\\Flagged', '$Forwarded'], { uid: true });
    const [stored] = await dovecot.list(address, 'INBOX');
    expect(stored?.name).toBe(first);
    expect(stored?.flags.sort()).toEqual(['$Forwarded', '\\Flagged', '\\Seen']);
    await imap.messageMove('1', 'Deleted Items', { uid: true });
    const [trashed] = await dovecot.list(address, 'Deleted Items');
    expect(trashed).toMatchObject({ subject: 'Rooms for the summer school', messageId: stored?.messageId });

    const changed = new Promise((resolve) => imap.once('flags', resolve));
    await dovecot.setFlags(address, 'INBOX', second, ['\\Answered']);
    await imap.noop();
    expect(Object(await changed).flags).toContain('\\Answered');

    const arrived = new Promise((resolve) => imap.once('exists', resolve));
    const idling = imap.idle();
    const raw = buildMessage({ subject: 'Fresh', text: 'x' }).raw;
    const name = await dovecot.deliver(address, 'INBOX', raw);
    expect(await arrived).toMatchObject({ count: 2 });
    await imap.noop();
    await idling;
    await dovecot.remove(address, 'INBOX', (await dovecot.list(address, 'INBOX')).at(-1)?.name ?? name);
    await imap.noop();
    expect(await imap.search({ all: true })).toHaveLength(1);
    await imap.logout();
  });

  it('creates and removes folders, with names that need modified UTF-7', async () => {
    await dovecot.createFolder(address, '日本語 & Co/Ünter');
    const imap = await connected({ pass: password });
    expect((await imap.list()).map((folder) => folder.path)).toContain('日本語 & Co/Ünter');
    await dovecot.removeFolder(address, '日本語 & Co');
    expect((await imap.list()).map((folder) => folder.path)).not.toContain('日本語 & Co/Ünter');
    await imap.logout();
  });

  it('changes UIDVALIDITY (Y1), ends sessions, and comes back on the same ports', async () => {
    await dovecot.seed(address, 'INBOX', letters({ count: 2 }));
    const imap = await connected({ pass: password });
    const before = (await imap.mailboxOpen('INBOX')).uidValidity;
    expect(await dovecot.sessions(address)).toBe(1);
    const closed = new Promise((resolve) => imap.once('close', resolve));
    await dovecot.changeUidValidity(address, 'INBOX');
    await closed;
    expect(await dovecot.sessions(address)).toBe(0);

    const again = await connected({ pass: password });
    const opened = await again.mailboxOpen('INBOX');
    expect(opened.uidValidity).not.toBe(before);
    expect(opened.exists).toBe(2);
    const cut = new Promise((resolve) => again.once('close', resolve));
    await dovecot.restart();
    await cut;
    const last = await connected({ pass: password });
    expect((await last.mailboxOpen('INBOX')).uidValidity).toBe(opened.uidValidity);
    await last.logout();
  });

  it('seeds many believable messages, newest last', async () => {
    await dovecot.seedMany(address, 'Archive', 2500, { newest: new Date('2026-11-22T12:00:00Z'), unreadShare: 0.1 });
    const imap = await connected({ pass: password });
    expect((await imap.mailboxOpen('Archive')).exists).toBe(2500);
    expect(await imap.status('Archive', { unseen: true })).toMatchObject({ unseen: 250 });
    const newest = await imap.fetchOne('*', { uid: true, internalDate: true, envelope: true, size: true });
    expect(newest).toMatchObject({ uid: 2500, internalDate: new Date('2026-11-22T12:00:00Z') });
    await imap.logout();
  });
});

describe('another instance', () => {
  it('has CONDSTORE, QRESYNC, SPECIAL-USE and OAUTHBEARER where asked for', async () => {
    const other = await startDovecot({
      leaf: ca.leaf,
      introspectionUrl: idp.introspectionUrl,
      like: 'dovecot',
      oauthBearer: true,
    });
    onTestFailed(async () => console.log(await other.log()));
    try {
      await other.addUser(address);
      const imap = await connected({ accessToken: await accessToken() }, other);
      expect([...imap.capabilities.keys()]).toEqual(expect.arrayContaining(['CONDSTORE', 'QRESYNC', 'SPECIAL-USE']));
      expect(await other.log()).toContain('method=OAUTHBEARER');
      const roles = (await imap.list()).map((folder) => [folder.path, folder.specialUse]);
      expect(roles).toContainEqual(['Deleted Items', '\\Trash']);
      expect(roles).toContainEqual(['Junk Email', '\\Junk']);
      await imap.logout();
    } finally {
      await other.stop();
    }
  });
});
