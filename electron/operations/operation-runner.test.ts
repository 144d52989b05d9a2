import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { FakeImapServer, type FakeVerb } from '../imap/fake-server.ts';
import type { ImapSession } from '../imap/session.ts';
import { openMailStore, type SqliteMailStore } from '../store/sqlite-mail-store.ts';
import { maxAttempts, nextBatch } from './operation-batch.ts';
import { accountId, connectTo, never, queueOperations, quietRunner, syncQuietly } from './operation-fixture.ts';
import type { OperationAction, OperationQueue } from './operation-queue.ts';
import type { OperationRunner } from './operation-runner.ts';
import type { OperationSession } from './operation-session.ts';
import { openOperationQueue } from './sqlite-operation-queue.ts';

const trash: OperationAction = { kind: 'move', destination: 'Deleted Items' };
let server: FakeImapServer;
let store: SqliteMailStore;
let queue: OperationQueue;
let operations: OperationRunner;
let inbox: FolderId;
let now = 0;

const open = () => connectTo(server);
const newOperations = () => quietRunner(queue, store, () => now);

async function connection(): Promise<OperationSession> {
  const session = await open();
  return { session, select: (path, signal) => session.select(path, signal) };
}

async function sync(): Promise<void> {
  await syncQuietly({
    session: await open(),
    store,
    folderId: inbox,
    path: 'INBOX',
    now: () => 0,
    onReset: (uidValidity) => operations.parkRebuilt('INBOX', uidValidity),
  });
}

/** Runs one command after the other on one connection, until nothing is due. */
async function runAllDue(connection: OperationSession): Promise<number | null> {
  for (;;) {
    const at = await operations.run(connection, never);
    if (at === null || at > now) return at;
  }
}

/** Runs the queue as an account does: reconnects until nothing is due. */
async function runToTheEnd(through: (session: ImapSession) => ImapSession = (session) => session): Promise<void> {
  for (let connection = 0; connection < 60; connection += 1) {
    const session = through(await open());
    try {
      const at = await runAllDue({ session, select: (path, signal) => session.select(path, signal) });
      await session.close();
      if (at === null) return;
      now = at + 1;
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
    }
  }
  throw new Error('The queue did not come to an end.');
}

const add = (uids: readonly number[], action: OperationAction): void =>
  queueOperations({ server, queue, store }, 'INBOX', uids, action);

const calls = (verb: FakeVerb): number => server.calls.filter((call) => call === verb).length;

beforeEach(async () => {
  now = 0;
  server = new FakeImapServer();
  store = openMailStore({ path: ':memory:', accountId, now: () => 0 }).store;
  queue = openOperationQueue({ path: ':memory:', now: () => 0 }).queue;
  operations = newOperations();
  for (let message = 0; message < 10; message += 1) server.deliver('INBOX');
  store.saveFolders(await (await open()).listFolders(never));
  inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
  await sync();
});

afterEach(() => {
  store.close();
  queue.close();
});

describe('operations', () => {
  it('adjacent operations of one kind go in one command, and the cache has the result', async () => {
    add([1, 2, 3], { kind: 'set_seen', seen: true });
    add([4, 5], trash);
    await runToTheEnd();
    expect(calls('setSeen')).toBe(1);
    expect(calls('move')).toBe(1);
    expect(server.uids('INBOX')).toEqual([1, 2, 3, 6, 7, 8, 9, 10]);
    expect(server.folder('Deleted Items').messages).toHaveLength(2);
    expect(queue.list(accountId)).toEqual([]);
    const local = store.localMessages(inbox, 1, 100);
    expect(local.map(({ uid }) => uid)).toEqual(server.uids('INBOX'));
    expect(local.filter(({ flags }) => flags.seen).map(({ uid }) => uid)).toEqual([1, 2, 3]);
  });

  it('Y2: wherever the connection is cut, each operation has its effect once', async () => {
    const verbs: readonly FakeVerb[] = ['select', 'setSeen', 'move', 'fetchFlags'];
    for (const verb of verbs) {
      for (const kind of ['drop_before', 'drop_after'] as const) {
        const before = server.folder('Deleted Items').messages.length;
        const uid = server.uids('INBOX').at(-1) ?? 0;
        server.fail(verb, { kind });
        // The connection breaks again while the outcome is verified.
        server.fail('fetchFlags', { kind: 'drop_before' });
        add([uid], { kind: 'set_seen', seen: true });
        add([uid], trash);
        await runToTheEnd();
        expect(server.uids('INBOX'), `${kind} ${verb}`).not.toContain(uid);
        expect(server.folder('Deleted Items').messages, `${kind} ${verb}`).toHaveLength(before + 1);
        expect(server.folder('Deleted Items').messages.at(-1)?.flags.seen).toBe(true);
        expect(store.localMessages(inbox, uid, uid)).toEqual([]);
        expect(queue.list(accountId)).toEqual([]);
      }
    }
  });

  it('D1: ended between started and done, the next start looks before it repeats', async () => {
    add([1, 2], trash);
    queue.markStarted(queue.list(accountId).map(({ id }) => id));
    const session = await open();
    await session.select('INBOX', never);
    await session.move([1], 'Deleted Items', never);
    operations = newOperations();
    await runToTheEnd();
    expect(server.folder('Deleted Items').messages).toHaveLength(2);
    expect(server.uids('INBOX')).not.toContain(2);
  });

  it('Y1: after a UIDVALIDITY change nothing is run, and all is parked', async () => {
    add([1], { kind: 'set_seen', seen: true });
    server.changeUidValidity('INBOX');
    await runToTheEnd();
    expect(calls('setSeen')).toBe(0);
    expect(queue.parked(accountId)).toMatchObject([{ kind: 'set_seen', error: { code: 'operation_parked' } }]);
    expect(store.header(store.openView(inbox).rows(9, 1)[0]?.id ?? (0 as never))?.seen).toBe(false);
  });

  it('Y1: the synchronisation that notices parks them as well', async () => {
    add([1], trash);
    server.changeUidValidity('INBOX');
    await sync();
    expect(queue.parked(accountId)).toHaveLength(1);
    expect(store.storedCount(inbox)).toBe(10);
  });

  it('Y4: one that is refused each time is set aside, and the others are carried out', async () => {
    add([1, 2, 3], { kind: 'set_seen', seen: true });
    let refusals = 0;
    await runToTheEnd((session) =>
      withSetSeen(session, (uids, act) => {
        if (!uids.includes(2)) return act();
        refusals += 1;
        return Promise.resolve({ kind: 'refused', text: 'No.' });
      }),
    );
    // The batch of three, and its half of two, were refused before the message was tried alone.
    expect(refusals).toBe(2 + maxAttempts);
    expect(queue.parked(accountId)).toMatchObject([{ error: { code: 'operation_parked' } }]);
    expect(server.message('INBOX', 1).flags.seen && server.message('INBOX', 3).flags.seen).toBe(true);
    const [parked] = queue.parked(accountId);
    if (parked === undefined) throw new Error('Nothing is parked.');
    queue.retry([parked.id]);
    operations.forget([parked.id]);
    await runToTheEnd();
    expect(server.message('INBOX', 2).flags.seen).toBe(true);
  });

  it('Y4: one that ends the connection each time is set aside', async () => {
    add([1], { kind: 'set_seen', seen: true });
    for (let cut = 0; cut < 50; cut += 1) server.fail('setSeen', { kind: 'drop_before' });
    await runToTheEnd();
    expect(queue.parked(accountId)).toHaveLength(1);
    expect(calls('setSeen')).toBeLessThan(20);
  });

  it('a refusal that says nothing about the operation is waited for', async () => {
    add([1], { kind: 'set_seen', seen: true });
    let refusals = 0;
    await runToTheEnd((session) =>
      withSetSeen(session, (_uids, act) => {
        refusals += 1;
        return refusals > 8 ? act() : Promise.resolve({ kind: 'refused', text: 'Request is throttled.' });
      }),
    );
    expect(queue.parked(accountId)).toEqual([]);
    expect(server.message('INBOX', 1).flags.seen).toBe(true);
  });

  it.each([{ text: 'Temporary: no such mailbox' }, { text: 'Request is throttled.', passing: false }])(
    'Y4: a folder’s name or words behind a decisive code do not make it wait for ever: %o',
    async (refusal) => {
      server.addFolder('Temporary');
      store.saveFolders(await (await open()).listFolders(never));
      add([1], { kind: 'move', destination: 'Temporary' });
      await runToTheEnd((session) => replaced(session, 'move', () => Promise.resolve({ kind: 'refused', ...refusal })));
      expect(queue.parked(accountId)).toHaveLength(1);
    },
  );

  it('creates a Trash folder, or parks as trash_missing', async () => {
    add([1], { kind: 'move', destination: 'Trash', role: 'trash' });
    await runToTheEnd();
    expect(server.folder('Trash').messages).toHaveLength(1);
    add([2], { kind: 'move', destination: 'Nowhere', role: 'trash' });
    await runToTheEnd((session) =>
      replaced(session, 'createFolder', () => Promise.resolve({ kind: 'refused', text: 'No.' })),
    );
    expect(queue.parked(accountId)).toMatchObject([{ error: { code: 'trash_missing' } }]);
  });

  it('a removed folder parks what was meant for it', async () => {
    add([1], trash);
    server.removeFolder('INBOX');
    await runToTheEnd();
    expect(queue.parked(accountId)).toHaveLength(1);
  });
});

describe('operations where the server has no MOVE', () => {
  const inTrash = (): readonly string[] =>
    server.folder('Deleted Items').messages.map(({ envelope: { subject } }) => subject);

  beforeEach(() => {
    server.capabilities = ['IMAP4REV1', 'UIDPLUS', 'IDLE'];
  });

  it.each(['<same@contoso.test>', null])(
    'Y2: wherever it is cut, it copies once (Message-ID %s)',
    async (messageId) => {
      const verbs: readonly FakeVerb[] = ['move', 'expunge', 'fetchEnvelopesBySequence', 'select', 'fetchEnvelopes'];
      for (const verb of verbs) {
        for (const kind of ['drop_before', 'drop_after'] as const) {
          for (const first of ['drop_before', 'drop_between', 'drop_after'] as const) {
            const subject = `${verb} ${kind} ${first}`;
            const uid = server.deliver('INBOX', { subject, messageId });
            server.fail('move', { kind: first });
            server.fail(verb, { kind });
            add([uid], trash);
            await runToTheEnd();
            expect(server.uids('INBOX'), subject).not.toContain(uid);
            expect(inTrash().filter((found) => found === subject)).toHaveLength(1);
            server.clearFaults();
          }
        }
      }
      expect(queue.list(accountId)).toEqual([]);
    },
  );

  it('Y2: finds a copy by its Message-ID behind many later arrivals', async () => {
    add([1], trash);
    server.fail('move', { kind: 'drop_between' });
    await expect(operations.run(await connection(), never)).rejects.toThrow();
    for (let arrival = 0; arrival < 150; arrival += 1) server.deliver('Deleted Items');
    await runToTheEnd();
    expect(inTrash().filter((subject) => subject === 'Message 1')).toHaveLength(1);
    expect(server.uids('INBOX')).not.toContain(1);
    expect(calls('move')).toBe(1);
  });

  it('Y2 Y4: the removal ends the connection each time: one copy, parked, and removed when tried again', async () => {
    add([1], trash);
    server.fail('move', { kind: 'drop_between' });
    for (let cut = 0; cut < 50; cut += 1) server.fail('expunge', { kind: 'drop_before' });
    await runToTheEnd();
    expect(inTrash()).toEqual(['Message 1']);
    const [parked] = queue.parked(accountId);
    expect(parked?.error).toMatchObject({ code: 'operation_parked', retryable: true });
    expect(parked?.error.params).toEqual({
      reason: 'copied',
      folder: 'Deleted Items',
      said: '',
      own: 'ends_each_time',
    });
    server.clearFaults();
    queue.retry([parked?.id ?? (0 as never)]);
    await runToTheEnd();
    expect([inTrash(), server.uids('INBOX').includes(1), calls('move')]).toEqual([['Message 1'], false, 1]);
  });

  it('Y2: a removal that is refused after the copy parks at once with the server’s words, and is not copied again', async () => {
    add([1, 2], trash);
    await runToTheEnd((session) =>
      replaced(session, 'move', async (uids, destination) => {
        server.fail('move', { kind: 'drop_between' });
        await session.move(uids, destination, never);
        return { kind: 'copied', text: 'Expunging is not allowed.' };
      }),
    );
    const parked = queue.parked(accountId);
    expect(parked).toHaveLength(2);
    expect(parked[0]?.error.params).toMatchObject({ reason: 'copied', said: 'Expunging is not allowed.' });
    for (const { id } of parked) queue.retry([id]);
    await runToTheEnd();
    expect(inTrash()).toEqual(['Message 1', 'Message 2']);
    expect(server.uids('INBOX')).not.toContain(1);
    expect(queue.list(accountId)).toEqual([]);
  });

  it('Y2: another message with the same Message-ID is no copy', async () => {
    const wanted = { subject: 'Contract', messageId: '<chosen@contoso.test>', text: 'Real', internalDate: 5 };
    server.deliver('Deleted Items', { ...wanted, subject: 'Another subject' });
    server.deliver('Deleted Items', { ...wanted, from: 'mallory@contoso.test' });
    server.deliver('Deleted Items', { ...wanted, text: 'Another text and date', internalDate: 6 });
    server.deliver('Deleted Items', { ...wanted, messageId: '<other@contoso.test>' });
    const uid = server.deliver('INBOX', wanted);
    add([uid], trash);
    server.fail('move', { kind: 'drop_before' });
    await runToTheEnd();
    expect(calls('expunge')).toBe(0);
    expect(server.folder('Deleted Items').messages).toHaveLength(5);
    expect(server.folder('Deleted Items').messages.at(-1)?.sections.get('1')).toEqual(new TextEncoder().encode('Real'));
  });

  it('Y2: one copy stands for one original only', async () => {
    const twin = { subject: 'Twin', messageId: '<twin@contoso.test>', internalDate: 5, text: 'Twin' };
    server.deliver('Deleted Items', twin);
    add([server.deliver('INBOX', twin), server.deliver('INBOX', twin)], trash);
    server.fail('move', { kind: 'drop_before' });
    await runToTheEnd();
    expect(inTrash()).toEqual(['Twin', 'Twin']);
    expect(server.folder('INBOX').messages).toHaveLength(10);
  });

  it('Y2: a folder that has two names is not emptied', async () => {
    const { uidValidity, messages } = server.folder('INBOX');
    const alias = server.addFolder('Alias');
    Object.assign(alias, { uidValidity, messages: [...messages] });
    store.saveFolders(await (await open()).listFolders(never));
    add([1], { kind: 'move', destination: 'Alias' });
    server.fail('move', { kind: 'drop_before' });
    await expect(operations.run(await connection(), never)).rejects.toThrow();
    await operations.run(await connection(), never);
    expect(calls('expunge')).toBe(0);
  });
});

describe('nextBatch', () => {
  it('keeps the order of operations on one message while an earlier one waits', () => {
    add([1], { kind: 'set_seen', seen: true });
    add([1], trash);
    add([2], trash);
    const list = queue.list(accountId);
    const batch = nextBatch(list, ({ id }) => id === list[0]?.id);
    expect(batch?.map(({ uid }) => uid)).toEqual([2]);
  });
});

function withSetSeen(
  session: ImapSession,
  answer: (
    uids: readonly number[],
    act: () => ReturnType<ImapSession['setSeen']>,
  ) => ReturnType<ImapSession['setSeen']>,
): ImapSession {
  return replaced(session, 'setSeen', (uids, seen, signal) =>
    answer('from' in uids ? [] : uids, () => session.setSeen(uids, seen, signal)),
  );
}

function replaced<K extends keyof ImapSession>(session: ImapSession, verb: K, value: ImapSession[K]): ImapSession {
  return new Proxy(session, {
    get(target, property) {
      if (property === verb) return value;
      const own: unknown = Reflect.get(target, property, target);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
