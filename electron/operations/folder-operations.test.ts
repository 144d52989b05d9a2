import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId, UndoId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { FakeImapServer, type FakeVerb } from '../imap/fake-server.ts';
import type { ImapSession } from '../imap/session.ts';
import { openMailStore, type SqliteMailStore } from '../store/sqlite-mail-store.ts';
import { wholeRun } from '../sync/folder/folder-run-fixture.ts';
import { syncFolder } from '../sync/folder/sync-folder.ts';
import type { OperationAction, OperationQueue } from './operation-queue.ts';
import { OperationRunner } from './operation-runner.ts';
import type { OperationSession } from './operation-session.ts';
import { pendingChanges } from './pending-operations.ts';
import { openOperationQueue } from './sqlite-operation-queue.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const never = new AbortController().signal;
const folder = 'Work';
let profile: string;
let server: FakeImapServer;
let store: SqliteMailStore;
let queue: OperationQueue;
let operations: OperationRunner;
let now = 0;
let foldersTold = 0;

async function open(): Promise<ImapSession> {
  const endpoint = { host: 'imap.test', port: 993, security: 'tls' } as const;
  const credentials = { kind: 'password', username: 'ada', password: 'x' } as const;
  return await server.open({ endpoint, credentials, timeoutSeconds: 30, extraCa: null }, never);
}

/** Restarts as after `kill -9`: memory is lost, files stay. */
function start(): void {
  queue = openOperationQueue({ path: join(profile, 'user.db'), now: () => 0 }).queue;
  store = openMailStore({ path: join(profile, 'cache.db'), accountId, now: () => 0 }).store;
  store.setPending(pendingChanges(queue.list(accountId)));
  operations = new OperationRunner({
    accountId,
    queue,
    store,
    now: () => now,
    random: () => 0.5,
    holdMs: 10_000,
    exclusively: (_path, work) => work(),
    onChanges: () => undefined,
    onQueue: () => undefined,
    onMoved: () => undefined,
    onFolders: () => {
      foldersTold += 1;
    },
    onMovedTo: () => undefined,
  });
}

function crash(): void {
  queue.close();
  store.close();
  start();
}

/** Runs one command after the other on one connection, until nothing is due. */
async function runAllDue(connection: OperationSession): Promise<number | null> {
  for (;;) {
    const at = await operations.run(connection, never);
    if (at === null || at > now) return at;
  }
}

/** Runs the queue as an account does: reconnects until nothing is due. */
async function runToTheEnd(crashing = false): Promise<void> {
  for (let connection = 0; connection < 60; connection += 1) {
    const session = await open();
    try {
      const at = await runAllDue({ session, select: (path, signal) => session.select(path, signal) });
      await session.close();
      if (at === null) return;
      now = at + 1;
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
    }
    if (crashing) crash();
  }
  throw new Error('The queue did not come to an end.');
}

function folderId(path: string): FolderId {
  const found = store.folders().find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`There is no folder ${path}.`);
  return found.id;
}

async function fill(path: string, messages: number): Promise<void> {
  for (let message = 0; message < messages; message += 1) server.deliver(path);
  const session = await open();
  const onReset = (uidValidity: number | null) => operations.parkRebuilt(path, uidValidity);
  await syncFolder(wholeRun({ session, store, folderId: folderId(path), path, depth: 'thorough', onReset }));
  await session.close();
}

function add(action: OperationAction, uid = 0, path = folder): void {
  const uidValidity = server.folders.get(path)?.uidValidity ?? 0;
  queue.add([{ accountId, folderPath: path, uidValidity, uid, messageIdHeader: null, subject: 'A name', action }]);
  store.setPending(pendingChanges(queue.list(accountId)));
}

const calls = (verb: FakeVerb): number => server.calls.filter((call) => call === verb).length;
const rename = (newPath: string): OperationAction => ({ kind: 'rename_folder', newPath, delimiter: '/' });
const paths = (): string[] => [...server.folders.keys()].sort();

beforeEach(async () => {
  now = 0;
  foldersTold = 0;
  profile = mkdtempSync(join(tmpdir(), 'heron-operations-'));
  server = new FakeImapServer();
  server.addFolder(folder);
  start();
  store.saveFolders(await (await open()).listFolders(never));
  await fill(folder, 4);
});

afterEach(() => {
  store.close();
  queue.close();
  rmSync(profile, { recursive: true, force: true });
});

describe('operations on folders, and deletion', () => {
  const kinds: readonly { name: string; verb: FakeVerb; action: OperationAction; uid?: number; path?: string }[] = [
    { name: 'set_flagged', verb: 'setFlagged', action: { kind: 'set_flagged', flagged: true }, uid: 4 },
    { name: 'delete', verb: 'expunge', action: { kind: 'delete' }, uid: 4 },
    { name: 'set_folder_seen', verb: 'setSeen', action: { kind: 'set_folder_seen', highestUid: 4 } },
    { name: 'empty_folder', verb: 'expunge', action: { kind: 'empty_folder', highestUid: 4 } },
    { name: 'create_folder', verb: 'createFolder', action: { kind: 'create_folder', delimiter: '/' }, path: 'New' },
    { name: 'rename_folder', verb: 'renameFolder', action: rename('Office') },
    { name: 'delete_folder', verb: 'deleteFolder', action: { kind: 'delete_folder', delimiter: '/' } },
  ];
  const results: Record<string, () => unknown> = {
    set_flagged: () => server.message(folder, 4).flags.flagged && server.folder(folder).messages.length === 4,
    delete: () => server.uids(folder).join() === '1,2,3',
    set_folder_seen: () => server.folder(folder).messages.every(({ flags }) => flags.seen),
    empty_folder: () => server.uids(folder).length === 0,
    create_folder: () => server.folders.has('New') && !store.folderNodes().some(({ pending }) => pending),
    rename_folder: () => server.uids('Office').length === 4 && !server.folders.has(folder),
    delete_folder: () => !server.folders.has(folder),
  };

  for (const { name, verb, action, uid = 0, path = folder } of kinds) {
    for (const kind of ['drop_before', 'drop_after'] as const) {
      it(`Y2, D1: ${name}, cut (${kind}) and killed, has its effect once`, async () => {
        server.fail(verb, { kind });
        server.fail('listFolders', { kind: 'drop_before' });
        add(action, uid, path);
        await runToTheEnd(true);
        expect(results[name]?.()).toBe(true);
        expect(queue.list(accountId)).toEqual([]);
        expect(queue.counts(accountId)).toEqual({ pending: 0, parked: 0 });
        const local = store.folderNodes().map((node) => node.path);
        expect(local.sort()).toEqual(paths());
        if (name !== 'rename_folder' && name !== 'delete_folder') {
          const stored = store.localMessages(folderId(folder), 1, 100);
          expect(stored.map((message) => message.uid)).toEqual(server.uids(folder));
        }
      });
    }

    it(`Y4: ${name}, refused each time or ending each connection, is parked`, async () => {
      for (let cut = 0; cut < 50; cut += 1) server.fail(verb, { kind: 'drop_before' });
      add(action, uid, path);
      await runToTheEnd();
      expect(queue.parked(accountId)).toMatchObject([
        { kind: name, subject: 'A name', error: { code: 'operation_parked', retryable: true } },
      ]);
      expect(calls(verb)).toBeLessThan(20);
      expect(store.folders().some((candidate) => candidate.path === 'New')).toBe(false);
      if (uid === 0) expect(foldersTold).toBeGreaterThan(0);
      server.clearFaults();
      const [parked] = queue.parked(accountId);
      queue.retry([parked?.id ?? (0 as never)]);
      await runToTheEnd();
      expect(results[name]?.()).toBe(true);
    });
  }

  it('Y1: a folder that was made anew is neither marked, emptied nor deleted, but renamed', async () => {
    add({ kind: 'delete' }, 1);
    add({ kind: 'set_folder_seen', highestUid: 4 });
    add({ kind: 'empty_folder', highestUid: 4 });
    add({ kind: 'delete_folder', delimiter: '/' });
    server.changeUidValidity(folder);
    await runToTheEnd();
    expect(queue.parked(accountId).map(({ kind }) => kind)).toEqual([
      'delete',
      'set_folder_seen',
      'empty_folder',
      'delete_folder',
    ]);
    expect([calls('setSeen'), calls('expunge'), calls('deleteFolder')]).toEqual([0, 0, 0]);
    add(rename('Office'));
    operations.parkRebuilt(folder, 1);
    await runToTheEnd();
    expect(server.folders.has('Office')).toBe(true);
  });

  it('Y1: a folder that was made anew while it stayed selected is neither marked nor emptied', async () => {
    add({ kind: 'set_folder_seen', highestUid: 4 });
    add({ kind: 'empty_folder', highestUid: 4 });
    const session = await open();
    const remembered = await session.select(folder, never);
    server.changeUidValidity(folder);
    const uids = server.uids(folder).length;
    await runAllDue({ session, select: async () => remembered });
    expect([calls('setSeen'), calls('expunge'), server.uids(folder).length]).toEqual([0, 0, uids]);
    expect(queue.parked(accountId).map(({ kind }) => kind)).toEqual(['set_folder_seen', 'empty_folder']);
  });

  for (const kind of ['empty_folder', 'delete_folder'] as const) {
    it(`Y4: ${kind} does not take along messages whose move out of the folder was parked`, async () => {
      for (let cut = 0; cut < 50; cut += 1) server.fail('move', { kind: 'drop_before' });
      add({ kind: 'move', destination: 'Sent Items' }, 2);
      add(kind === 'empty_folder' ? { kind, highestUid: 4 } : { kind, delimiter: '/' });
      await runToTheEnd();
      expect(server.uids(folder)).toEqual([1, 2, 3, 4]);
      expect(queue.parked(accountId).map((parked) => parked.kind)).toEqual(['move', kind]);
      expect(queue.parked(accountId)[1]?.error).toMatchObject({ retryable: true });
      server.clearFaults();
      for (const { id } of queue.parked(accountId)) queue.retry([id]);
      await runToTheEnd();
      expect(server.folder('Sent Items').messages).toHaveLength(1);
      expect(server.folders.get(folder)?.messages ?? []).toEqual([]);
    });
  }

  it('goes through large folders window by window, and lets others have their turn', async () => {
    const large = server.addFolder('Large');
    for (let message = 0; message < 2_500; message += 1) {
      large.messages.push({
        ...server.message(folder, 1),
        envelope: { ...server.message(folder, 1).envelope, uid: message * 3 + 1 },
      });
    }
    large.uidNext = 8_000;
    store.saveFolders(await (await open()).listFolders(never));
    add({ kind: 'set_folder_seen', highestUid: 7_000 }, 0, 'Large');
    const session = await open();
    const connection = { session, select: (path: string, signal: AbortSignal) => session.select(path, signal) };
    expect(await operations.run(connection, never)).toBe(now);
    expect(queue.list(accountId)[0]?.action).toMatchObject({ doneCount: 1_000, doneUid: 999 * 3 + 1 });
    await runToTheEnd(true);
    expect(calls('setSeen')).toBe(3);
    const seen = large.messages.filter(({ flags }) => flags.seen).map(({ envelope }) => envelope.uid);
    expect([seen.length, Math.max(...seen)]).toEqual([2_334, 7_000]);
    add({ kind: 'empty_folder', highestUid: 7_000 }, 0, 'Large');
    await runToTheEnd(true);
    expect(calls('expunge')).toBe(3);
    expect(Math.min(...server.uids('Large'))).toBe(7_003);
  }, 30_000);

  it('notices a server that says done, and removes nothing', async () => {
    const remove = server.remove.bind(server);
    server.remove = () => undefined;
    add({ kind: 'empty_folder', highestUid: 4 });
    await runToTheEnd();
    expect(queue.parked(accountId)).toMatchObject([{ kind: 'empty_folder' }]);
    expect(calls('expunge')).toBeLessThan(10);
    server.remove = remove;
  });

  it('parks deletions where the server lacks UIDPLUS', async () => {
    server.capabilities = ['IMAP4REV1', 'MOVE'];
    add({ kind: 'delete' }, 1);
    add({ kind: 'empty_folder', highestUid: 4 });
    await runToTheEnd();
    expect(queue.parked(accountId).map(({ error }) => error.params)).toEqual([
      { reason: 'no_delete' },
      { reason: 'no_delete' },
    ]);
    expect(server.uids(folder)).toEqual([1, 2, 3, 4]);
  });

  it('keeps the messages when LIST tells of the rename before its answer is here', async () => {
    server.addFolder('Work/Plans');
    store.saveFolders(await (await open()).listFolders(never));
    const [work, plans] = [folderId(folder), folderId('Work/Plans')];
    add(rename('Office'));
    add({ kind: 'set_flagged', flagged: true }, 2);
    server.renameFolder(folder, 'Office');
    queue.markStarted(
      queue
        .list(accountId)
        .slice(0, 1)
        .map(({ id }) => id),
    );
    // The other connection.
    store.saveFolders(await (await open()).listFolders(never));
    crash();
    expect([folderId('Office'), folderId('Office/Plans'), store.storedCount(work)]).toEqual([work, plans, 4]);
    await runToTheEnd();
    expect(calls('renameFolder')).toBe(0);
    expect(server.message('Office', 2).flags.flagged).toBe(true);
  });

  it('a rename waits for what is held in the folder, and not for other folders', async () => {
    const held = { until: 10_000, undoId: '6d1f0c1e-0000-4000-8000-000000000009' as UndoId };
    const { uidValidity } = server.folder(folder);
    const action: OperationAction = { kind: 'move', destination: 'Sent Items' };
    queue.add(
      [{ accountId, folderPath: folder, uidValidity, uid: 1, messageIdHeader: null, subject: '', action }],
      held,
    );
    add(rename('Office'));
    add({ kind: 'create_folder', delimiter: '/' }, 0, 'New');
    const session = await open();
    const connection = { session, select: (path: string, signal: AbortSignal) => session.select(path, signal) };
    expect(await operations.run(connection, never)).toBe(10_000);
    expect([server.folders.has('New'), server.folders.has('Office'), calls('move')]).toEqual([true, false, 0]);
    now = 10_000;
    expect(await runAllDue(connection)).toBeNull();
    expect([server.uids('Office'), server.folder('Sent Items').messages.length]).toEqual([[2, 3, 4], 1]);
  });

  it('what is taken back while the folder is being selected is not sent', async () => {
    const undoId = '6d1f0c1e-0000-4000-8000-000000000009' as UndoId;
    const { uidValidity } = server.folder(folder);
    const action: OperationAction = { kind: 'move', destination: 'Sent Items' };
    const moves = [1, 2].map((uid) => {
      return { accountId, folderPath: folder, uidValidity, uid, messageIdHeader: null, subject: '', action };
    });
    queue.add(moves, { until: 5, undoId });
    now = 6;
    const selecting = server.hold('select');
    const session = await open();
    const run = operations.run({ session, select: (path, signal) => session.select(path, signal) }, never);
    await selecting.reached;
    expect(queue.takeBack(accountId, undoId).size).toBe(2);
    selecting.release();
    expect(await run).toBeNull();
    expect(calls('move')).toBe(0);
  });
});
