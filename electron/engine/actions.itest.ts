import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, Folder, FolderId, MessageId, UndoId, ViewId } from '../../shared/mail.ts';
import { AppFailure, success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import type { EngineCalls } from './contract.ts';
import { Engine } from './engine.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const noUndo = '6d1f0c1e-0000-4000-8000-000000000009' as UndoId;
let ca: TestCa;
let dovecot: Dovecot;
let proxy: FaultProxy;
let people = 0;
let profile: string;
let address: string;
let engine: Engine;
let happened: EventEmitter;

beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf });
  proxy = await startFaultProxy({ target: { port: dovecot.tlsPort }, intercept: { leaf: ca.leaf, caPem: ca.caPem } });
});

afterAll(async () => {
  await proxy?.stop();
  await dovecot?.stop();
  await ca?.dispose();
});

beforeEach(async () => {
  people += 1;
  address = `grace${people}@contoso.test`;
  profile = await mkdtemp(join(tmpdir(), 'heron-engine-'));
  happened = new EventEmitter();
  await proxy.set({ kind: 'pass' });
  await dovecot.addUser(address, { password: 'pw' });
  start(0);
});

afterEach(async () => {
  await engine.stop();
  await rm(profile, { recursive: true, force: true });
});

function start(holdMs: number, times = 20): void {
  engine = new Engine({
    profileFolder: profile,
    extraCa: ca.caPem,
    openSession,
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'password', username: address, password: 'pw' }),
    emit: () => void happened.emit('event'),
    markDownload: async () => undefined,
    clock: fastClock(times),
    random: Math.random,
    holdMs,
  });
}

async function value<K extends keyof EngineCalls>(
  name: K,
  input: EngineCalls[K]['input'],
): Promise<EngineCalls[K]['output']> {
  const reply = await engine.calls[name](input, new AbortController().signal);
  if (!reply.ok) throw new AppFailure(reply.error);
  return reply.value;
}

const status = () => value('account.status', { accountId });
const settled = async (): Promise<boolean> => (await status()).pendingOperations === 0;

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(40_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error(`It did not happen: ${JSON.stringify(await status())}`);
    await once(happened, 'event', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  }
}

async function openAccount(): Promise<void> {
  const imap = { host: 'localhost', port: proxy.port, security: 'tls' } as const;
  await value('account.open', {
    id: accountId,
    address,
    displayName: 'Ada',
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 10,
  });
}

async function folder(path: string): Promise<Folder> {
  const found = (await value('mail.folders', { accountId })).find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`There is no folder ${path}.`);
  return found;
}

/** Opens a folder, once so many messages are stored. */
async function openFolder(path: string, messages: number): Promise<ViewId> {
  await openAccount();
  await until(async () => (await value('mail.folders', { accountId })).some((candidate) => candidate.path === path));
  const { viewId } = await value('mail.openView', { accountId, folderId: (await folder(path)).id });
  await until(async () => (await ids(viewId)).length === messages && (await folder(path)).syncState === 'complete');
  return viewId;
}

async function ids(viewId: ViewId): Promise<MessageId[]> {
  return [...(await value('mail.ids', { viewId, start: 0, count: 1_000 })).messageIds];
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    buildMessage({
      subject: `Number ${index + 1}`,
      text: `Text ${index + 1}`,
      date: new Date(Date.UTC(2026, 0, 1, 0, 0, index)),
      messageId: `<${people}.${index + 1}@test>`,
    }),
  );

const flagsOf = async (path: string): Promise<Map<string, string[]>> =>
  new Map((await dovecot.list(address, path)).map(({ subject, flags }) => [subject, flags]));

describe('actions against Dovecot', () => {
  it('stars, moves to any folder, and deletes for good', async () => {
    await dovecot.seed(address, 'INBOX', numbered(5));
    const viewId = await openFolder('INBOX', 5);
    const [fifth = 0 as MessageId, fourth = 0 as MessageId, third = 0 as MessageId] = await ids(viewId);
    await value('mail.setFlagged', { accountId, messageIds: [fifth, fourth], flagged: true });
    await value('mail.setFlagged', { accountId, messageIds: [fourth], flagged: false });
    const sent = (await folder('Sent Items')).id;
    await value('mail.move', { accountId, messageIds: [fourth], folderId: sent });
    await value('mail.delete', { accountId, messageIds: [third] });
    await until(settled);
    const inbox = await flagsOf('INBOX');
    expect([...inbox.keys()].sort()).toEqual(['Number 1', 'Number 2', 'Number 5']);
    expect(inbox.get('Number 5')).toContain('\\Flagged');
    expect([...(await flagsOf('Sent Items'))]).toMatchObject([['Number 4', []]]);
    expect(await flagsOf('Deleted Items')).toEqual(new Map());
  });

  it('500 in one go: taken back before they are sent, then sent in few commands, to an archive that is created', async () => {
    await engine.stop();
    // Three minutes of this test's clock: whatever the machine, it is not over before the move is taken back.
    start(60 * 60_000);
    await dovecot.removeFolder(address, 'Archive');
    await dovecot.seedMany(address, 'INBOX', 600);
    const viewId = await openFolder('INBOX', 600);
    const messageIds = (await ids(viewId)).slice(0, 500);
    const archived = await value('mail.moveToRole', { accountId, messageIds, role: 'archive' });
    expect([archived.count, (await ids(viewId)).length]).toEqual([500, 100]);
    expect(await value('mail.undo', { accountId, undoId: archived.undoId ?? noUndo })).toEqual({
      undone: 500,
      late: 0,
    });
    expect((await ids(viewId)).length).toBe(600);
    await engine.stop();
    // In its own time: five minutes to take it back are long enough on any machine.
    start(1_000, 1);
    const again = await openFolder('INBOX', 600);
    const later = await value('mail.moveToRole', { accountId, messageIds, role: 'archive' });
    await until(settled);
    expect((await ids(again)).length).toBe(100);
    expect((await dovecot.list(address, 'INBOX')).length).toBe(100);
    expect((await dovecot.list(address, 'Archive')).length).toBe(500);
    // The server has told where the messages are (COPYUID), so they are moved back from there.
    expect(await value('mail.undo', { accountId, undoId: later.undoId ?? noUndo })).toEqual({ undone: 500, late: 0 });
    await until(settled);
    expect((await dovecot.list(address, 'INBOX')).length).toBe(600);
    expect((await dovecot.list(address, 'Archive')).length).toBe(0);
  });

  it('marks a whole folder as read, and empties the trash, of what was there', async () => {
    await dovecot.seedMany(address, 'INBOX', 1_500, { unreadShare: 1 });
    await dovecot.seed(address, 'Deleted Items', numbered(20));
    // As many as one call tells of.
    await openFolder('INBOX', 1_000);
    const viewId = await openFolder('Deleted Items', 20);
    await until(async () => (await folder('INBOX')).syncState === 'complete');
    await value('mail.setFolderSeen', { accountId, folderId: (await folder('INBOX')).id });
    await value('mail.emptyFolder', { accountId, folderId: (await folder('Deleted Items')).id });
    expect([(await folder('INBOX')).unread, await ids(viewId)]).toEqual([0, []]);
    await dovecot.deliver(address, 'Deleted Items', buildMessage({ subject: 'Later' }).raw);
    await until(settled);
    const unread = (await dovecot.list(address, 'INBOX')).filter(({ flags }) => !flags.includes('\\Seen'));
    expect(unread).toEqual([]);
    const left = (await dovecot.list(address, 'Deleted Items')).map(({ subject }) => subject);
    expect(left.filter((subject) => subject !== 'Later')).toEqual([]);
    await until(async () => (await folder('INBOX')).unread === 0);
  });

  it('gives tags and takes them away, online and offline, in whatever case a keyword stands on the server', async () => {
    await dovecot.seed(address, 'INBOX', numbered(3));
    const viewId = await openFolder('INBOX', 3);
    const [third = 0 as MessageId, second = 0 as MessageId, first = 0 as MessageId] = await ids(viewId);
    const tagged = async () => [...(await flagsOf('INBOX')).values()];
    await value('mail.setTag', { accountId, messageIds: [first, second], tag: 'Q3_plan', on: true });
    await value('mail.setTag', { accountId, messageIds: [second], tag: '$label1', on: true });
    await until(settled);
    expect(await tagged()).toEqual([['Q3_plan'], ['Q3_plan', '$label1'], []]);
    await value('mail.setTag', { accountId, messageIds: [first], tag: 'q3_PLAN', on: false });
    await until(settled);
    expect(await tagged()).toEqual([[], ['Q3_plan', '$label1'], []]);

    await proxy.set({ kind: 'refuse' });
    proxy.dropAll();
    await until(async () => (await status()).connection.kind === 'offline');
    await value('mail.setTag', { accountId, messageIds: [second], tag: '$label1', on: false });
    await value('mail.setTag', { accountId, messageIds: [third], tag: 'b&apw-ro', on: true });
    expect((await value('mail.tagsOf', { accountId, messageIds: [second, third] })).tags).toEqual([
      { tag: '$label1', count: 0 },
      { tag: 'b&apw-ro', count: 1 },
      { tag: 'Q3_plan', count: 1 },
    ]);
    await engine.stop();
    start(0);
    await proxy.set({ kind: 'pass' });
    await openAccount();
    await until(settled);
    expect([await tagged(), (await status()).parkedOperations]).toEqual([[[], ['Q3_plan'], ['b&apw-ro']], 0]);
    expect((await folder('INBOX')).keptTags).toBeUndefined();
  });

  it('creates, renames and deletes folders, with names that need encoding, and keeps the mail of a renamed one', async () => {
    await openFolder('INBOX', 0);
    await value('mail.createFolder', { accountId, parentId: null, name: 'Entwürfe & „Mehr“' });
    await until(settled);
    const projects = await folder('Entwürfe & „Mehr“');
    await value('mail.createFolder', { accountId, parentId: projects.id, name: '日本' });
    await until(settled);
    const delimiter = (await folder('Entwürfe & „Mehr“/日本')).path.at('Entwürfe & „Mehr“'.length);
    expect(delimiter).toBe('/');
    await dovecot.seed(address, 'Entwürfe & „Mehr“/日本', numbered(3));
    const viewId = await openFolder('Entwürfe & „Mehr“/日本', 3);
    const before = await ids(viewId);
    await value('mail.renameFolder', { accountId, folderId: projects.id, name: 'Büro' });
    await value('mail.setFlagged', { accountId, messageIds: before, flagged: true });
    await until(settled);
    expect(await folder('Büro')).toMatchObject({ id: projects.id });
    expect(await ids(viewId)).toEqual(before);
    expect([...(await flagsOf('Büro/日本')).values()].every((flags) => flags.includes('\\Flagged'))).toBe(true);
    await value('mail.deleteFolder', { accountId, folderId: (await folder('Büro/日本')).id });
    await until(settled);
    await value('mail.deleteFolder', { accountId, folderId: projects.id });
    await until(settled);
    const paths = (await value('mail.folders', { accountId })).map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith('Büro') || path.startsWith('Entwürfe'))).toEqual([]);
    expect(await status()).toMatchObject({ parkedOperations: 0 });
  });

  it('Y2: the connection cut around CREATE, RENAME, EXPUNGE and DELETE: each is carried out once', async () => {
    await dovecot.seed(address, 'INBOX', numbered(12));
    const viewId = await openFolder('INBOX', 12);
    let round = 0;
    for (const forward of [true, false]) {
      round += 1;
      const cut = async (pattern: RegExp, act: () => Promise<unknown>): Promise<void> => {
        await proxy.set({ kind: 'cutOn', direction: 'toServer', pattern, forward });
        await act();
        await until(settled);
        await proxy.set({ kind: 'pass' });
        expect(await status(), `${pattern} ${forward}`).toMatchObject({ parkedOperations: 0 });
      };
      const idOf = async (path: string): Promise<FolderId> => (await folder(path)).id;
      const name = `Round ${round}`;
      await cut(/CREATE/, () => value('mail.createFolder', { accountId, parentId: null, name }));
      const folderId = await idOf(name);
      await cut(/RENAME/, () => value('mail.renameFolder', { accountId, folderId, name: `${name} b` }));
      expect(await idOf(`${name} b`)).toBe(folderId);
      const [first = 0 as MessageId] = await ids(viewId);
      await cut(/UID EXPUNGE/, () => value('mail.delete', { accountId, messageIds: [first] }));
      expect(await dovecot.list(address, 'INBOX')).toHaveLength(12 - round);
      await cut(/ DELETE/, () => value('mail.deleteFolder', { accountId, folderId }));
      const paths = (await value('mail.folders', { accountId })).map(({ path }) => path);
      expect(paths.filter((path) => path.startsWith('Round'))).toEqual([]);
    }
  });
});
