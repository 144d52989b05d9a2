import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId, MessageId, OperationId, ViewId, ViewState } from '../../shared/mail.ts';
import { type AppError, failure, success } from '../../shared/reply.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import type { MimeClient } from '../mime/mime-client.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { Engine } from './engine.ts';
import { engineAsker, until } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const account: EngineAccount = {
  id: accountId,
  address: 'ada@contoso.test',
  displayName: 'Ada',
  imap: { host: 'imap.test', port: 993, security: 'tls' },
  smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
  connectionTimeoutSeconds: 30,
};
const lost: AppError = {
  code: 'connection_lost',
  params: { reason: 'lost', server: 'mail.contoso.example:993' },
  retryable: true,
};
let folder: string;
let server: FakeImapServer;
let clock: FakeClock;
let engine: Engine;
let events: { name: string; payload: unknown }[];
let parsed: number;

const mime: MimeClient = {
  parseWholeMessage: async () => {
    parsed += 1;
    const attachments = [
      { partId: '0.1', filename: 'a.txt', mimeType: 'text/plain', size: 3, contentId: null, inline: false },
    ];
    return success({ html: null, text: 'Parsed as a whole', attachments, truncated: false });
  },
  readInvitation: async () => success(null),
  readAttachment: async (_message, partId) =>
    partId === '0.1'
      ? success(new TextEncoder().encode('abc'))
      : failure({ code: 'not_found', params: { reason: 'account_not_open' }, retryable: false }),
};

function newEngine(): Engine {
  return new Engine({
    profileFolder: folder,
    extraCa: null,
    openSession: (options, signal) => server.open(options, signal),
    mime,
    credentials: async () => success({ kind: 'password', username: 'ada', password: 'x' }),
    emit: (name, payload) => events.push({ name, payload }),
    markDownload: async () => undefined,
    clock,
    random: () => 0.5,
    holdMs: 0,
  });
}

const { call, value } = engineAsker(() => engine);

async function openInbox(messages: number): Promise<{ folderId: FolderId; view: ViewState }> {
  for (let message = 0; message < messages; message += 1) server.deliver('INBOX');
  const view = await viewOfInbox();
  const folders = await value('mail.folders', { accountId });
  const folderId = folders.find(({ role }) => role === 'inbox')?.id ?? (0 as FolderId);
  await until(async () => (await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 })).total === messages);
  return { folderId, view };
}

async function ids(viewId: ViewId): Promise<MessageId[]> {
  return (await value('mail.rows', { viewId, start: 0, count: 200 })).rows.map(({ id }) => id);
}

const someId = 1 as MessageId;
const named = (name: string): unknown[] => events.filter((event) => event.name === name).map(({ payload }) => payload);
const calls = (verb: string): number => server.calls.filter((name) => name === verb).length;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-engine-'));
  server = new FakeImapServer();
  clock = fakeClock();
  events = [];
  parsed = 0;
  engine = newEngine();
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('Engine', () => {
  it('fills an opened view and tells of it: the first change at once, then together', async () => {
    const { view } = await openInbox(3);
    await clock.advance(100);
    const before = named('mail.viewChanged').length;
    for (let message = 0; message < 5; message += 1) server.deliver('INBOX');
    await until(async () => (await ids(view.viewId)).length === 8);
    expect(named('mail.viewChanged')).toHaveLength(before + 1);
    await clock.advance(100);
    const after = named('mail.viewChanged').slice(before) as ViewState[];
    expect(after.at(-1)).toMatchObject({ viewId: view.viewId, total: 8 });
    expect(after.length).toBeLessThan(6);
    const [first] = (await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 })).rows;
    expect(first?.subject).toBe('Message 8');
    expect(await value('mail.indexOf', { viewId: view.viewId, messageId: first?.id ?? someId })).toEqual({ index: 0 });
  });

  it('knows the people of what is stored, also while messages keep arriving', async () => {
    server.deliver('INBOX', { from: 'oldest@fabrikam.test' });
    for (let message = 0; message < 120; message += 1) server.deliver('INBOX');
    await viewOfInbox();
    const known = async (text: string): Promise<string[]> =>
      (await value('addresses.complete', { query: text, limit: 9 })).map(({ address }) => address);
    await until(async () => {
      server.deliver('INBOX', { from: 'grace@fabrikam.test' });
      await clock.advance(250);
      return (await known('grace')).length > 0 && (await known('oldest')).length > 0;
    });
  });

  it('fetches a body once, and reads it from the cache when offline', async () => {
    const { view } = await openInbox(2);
    const [first, second] = await ids(view.viewId);
    if (first === undefined || second === undefined) throw new Error('Two rows were expected.');
    const bodies = await Promise.all([1, 2, 3].map(() => value('mail.body', { accountId, messageId: first })));
    expect(bodies.map(({ text }) => text)).toEqual(['Text of message 2', 'Text of message 2', 'Text of message 2']);
    expect(calls('fetchPart')).toBe(1);
    const { rows } = await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 });
    expect(rows[0]?.snippet).toBe('Text of message 2');
    for (let attempt = 0; attempt < 20; attempt += 1) server.fail('open', { kind: 'error', error: lost });
    server.dropAll();
    await until(async () => (await value('account.status', { accountId })).connection.kind === 'offline');
    expect((await value('mail.body', { accountId, messageId: first })).text).toBe('Text of message 2');
    expect(await call('mail.body', { accountId, messageId: second })).toMatchObject({
      ok: false,
      error: { code: 'offline', retryable: true },
    });
    expect((await value('mail.header', { accountId, messageId: second })).subject).toBe('Message 1');
  });

  it('a message that the server no longer has leaves the list', async () => {
    const { view } = await openInbox(2);
    const [first] = await ids(view.viewId);
    server.folder('INBOX').messages.pop();
    const reply = await call('mail.body', { accountId, messageId: first ?? someId });
    expect(reply).toMatchObject({ ok: false, error: { code: 'message_gone' } });
    expect(await ids(view.viewId)).toHaveLength(1);
  });

  it('Y1: a UID that means another message now is not read', async () => {
    const { view } = await openInbox(2);
    const [first] = await ids(view.viewId);
    server.folder('INBOX').uidValidity += 1;
    server.dropAll();
    expect(await call('mail.body', { accountId, messageId: first ?? someId })).toMatchObject({ ok: false });
    expect(calls('fetchPart')).toBe(0);
  });

  it('P1: without a usable BODYSTRUCTURE the whole message is parsed, attachments included', async () => {
    server.deliver('INBOX', { envelope: { parts: [] } });
    server.deliver('INBOX', { sections: { '1': '' } });
    const view = await viewOfInbox();
    await until(async () => (await ids(view.viewId)).length === 2);
    for (const messageId of await ids(view.viewId)) {
      const body = await value('mail.body', { accountId, messageId });
      expect(body.text).toBe('Parsed as a whole');
      const part = await value('mail.readPart', { accountId, messageId, partId: '0.1' });
      expect(part).toMatchObject({ mimeType: 'text/plain', bytes: new TextEncoder().encode('abc') });
      expect(await call('mail.readPart', { accountId, messageId, partId: '0.2' })).toMatchObject({ ok: false });
    }
    expect(parsed).toBe(2);
  });

  it('reads and saves parts; a failed save leaves what was there', async () => {
    const image: RemotePart = {
      partId: '2',
      mimeType: 'image/png',
      charset: null,
      encoding: '8bit',
      size: 200_000,
      disposition: 'attachment',
      filename: 'a.png',
      contentId: null,
      within: ['multipart/mixed'],
    };
    const content = Buffer.alloc(200_000, 7);
    server.deliver('INBOX', { envelope: { parts: [image] }, sections: { '2': content } });
    const view = await viewOfInbox();
    await until(async () => (await ids(view.viewId)).length === 1);
    const [messageId = someId] = await ids(view.viewId);
    const part = await value('mail.readPart', { accountId, messageId, partId: '2' });
    expect(Buffer.from(part.bytes).equals(content)).toBe(true);
    expect(await call('mail.readPart', { accountId, messageId, partId: '9' })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    const path = join(folder, 'a.png');
    await writeFile(path, 'old');
    server.fail('streamPart', { kind: 'drop_before' });
    expect(await call('mail.writePart', { accountId, messageId, partId: '2', path })).toMatchObject({ ok: false });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await value('mail.writePart', { accountId, messageId, partId: '2', path });
    expect((await readFile(path)).equals(content)).toBe(true);
    const nowhere = join(folder, 'missing', 'a.png');
    expect(await call('mail.writePart', { accountId, messageId, partId: '2', path: nowhere })).toMatchObject({
      ok: false,
      error: { code: 'storage_failed' },
    });
    expect(await value('mail.source', { accountId, messageId })).toMatchObject({ truncated: false });
  });

  it('D1: read and trash show at once, are durable, and are carried out after a restart', async () => {
    const { view, folderId } = await openInbox(3);
    const held = server.hold('setSeen');
    const [first = someId, second = someId] = await ids(view.viewId);
    await value('mail.setSeen', { accountId, messageIds: [first], seen: true });
    await value('mail.moveToRole', { accountId, messageIds: [second], role: 'trash' });
    expect(await ids(view.viewId)).toHaveLength(2);
    expect((await value('mail.rows', { viewId: view.viewId, start: 0, count: 1 })).rows[0]?.seen).toBe(true);
    const folders = await value('mail.folders', { accountId });
    expect(folders.find(({ id }) => id === folderId)).toMatchObject({ total: 2, unread: 1 });
    expect((await value('account.status', { accountId })).pendingOperations).toBe(2);
    await held.reached;
    const stopped = engine.stop();
    held.release();
    await stopped;
    engine = newEngine();
    await value('account.open', account);
    await until(async () => (await value('account.status', { accountId })).pendingOperations === 0);
    expect(server.message('INBOX', 3).flags.seen).toBe(true);
    expect(server.uids('INBOX')).toEqual([1, 3]);
    expect(server.folder('Deleted Items').messages).toHaveLength(1);
  });

  it('parked operations can be seen, tried again and given up', async () => {
    const { view } = await openInbox(1);
    for (let attempt = 0; attempt < 3; attempt += 1) server.fail('open', { kind: 'error', error: lost });
    server.dropAll();
    await value('mail.setSeen', { accountId, messageIds: await ids(view.viewId), seen: true });
    server.changeUidValidity('INBOX');
    await clock.advance(300_000);
    await until(async () => (await value('account.status', { accountId })).parkedOperations === 1);
    const [parked] = await value('mail.parkedOperations', { accountId });
    expect(parked).toMatchObject({ kind: 'set_seen', subject: 'Message 1', error: { code: 'operation_parked' } });
    const operationId = parked?.id ?? (0 as OperationId);
    await value('mail.resolveParked', { accountId, operationIds: [operationId], decision: 'retry' });
    await until(async () => (await value('account.status', { accountId })).parkedOperations === 1);
    await value('mail.resolveParked', { accountId, operationIds: [operationId], decision: 'discard' });
    expect(await value('mail.parkedOperations', { accountId })).toEqual([]);
    expect(
      await call('mail.resolveParked', { accountId, operationIds: [operationId], decision: 'discard' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(calls('setSeen')).toBe(0);
  });

  it('D3: a damaged cache is set aside and filled again, with a notice', async () => {
    await mkdir(join(folder, 'accounts', accountId), { recursive: true });
    await writeFile(join(folder, 'accounts', accountId, 'cache.db'), 'This is no database. '.repeat(400));
    await openInbox(2);
    expect(named('notice')).toMatchObject([{ error: { code: 'cache_damaged' } }]);
  });

  it('closes, erases, and answers what is not there with not_found', async () => {
    const { view, folderId } = await openInbox(1);
    await value('mail.closeView', { viewId: view.viewId });
    expect(await call('mail.rows', { viewId: view.viewId, start: 0, count: 1 })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(await call('mail.openView', { accountId, folderId: 999 as FolderId })).toMatchObject({ ok: false });
    expect(await call('mail.header', { accountId, messageId: someId })).toMatchObject({ ok: false });
    expect(existsSync(join(folder, 'accounts', accountId, 'cache.db'))).toBe(true);
    await value('account.erase', { accountId });
    expect(existsSync(join(folder, 'accounts', accountId))).toBe(false);
    expect(server.sessions.size).toBe(0);
    expect(await call('mail.openView', { accountId, folderId })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });

  it('takes over changed settings without losing the mail', async () => {
    const { view } = await openInbox(2);
    await value('account.open', { ...account, imap: { ...account.imap, host: 'other.test' } });
    await until(() => server.signIns.at(-1)?.endpoint.host === 'other.test' && server.sessions.size === 2);
    expect(await ids(view.viewId)).toHaveLength(2);
  });
});

async function viewOfInbox(): Promise<ViewState> {
  await value('account.open', account);
  await until(async () => (await value('mail.folders', { accountId })).some(({ role }) => role === 'inbox'));
  const inbox = (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
  return await value('mail.openView', { accountId, folderId: inbox?.id ?? (0 as FolderId) });
}
