import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId, MessageId } from '../../../shared/mail.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import type { ImapSession } from '../../imap/session.ts';
import { patienceFor, roundsOf, seedsOf } from '../../platform/rounds-fixture.ts';
import { openMailStore, type SqliteMailStore } from '../../store/sqlite-mail-store.ts';
import { wholeRun } from './folder-run-fixture.ts';
import type { Depth } from './plan.ts';
import { type FolderRunOptions, syncFolder } from './sync-folder.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const never = new AbortController().signal;
let store: SqliteMailStore;
let server: FakeImapServer;
let inbox: FolderId;
/** The UIDs of each call of `onArrived`. */
let arrived: number[][];

async function start(capabilities?: readonly string[]): Promise<void> {
  server = new FakeImapServer(capabilities ? { capabilities } : {});
  store = openMailStore({ path: ':memory:', accountId, now: () => 0 }).store;
  store.saveFolders(await (await session()).listFolders(never));
  inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
  server.calls.length = 0;
  arrived = [];
}

async function session(): Promise<ImapSession> {
  return await server.open(
    {
      endpoint: { host: 'imap.test', port: 993, security: 'tls' },
      credentials: { kind: 'password', username: 'ada', password: 'x' },
      timeoutSeconds: 30,
      extraCa: null,
    },
    never,
  );
}

interface Run extends Partial<FolderRunOptions> {
  readonly windows?: number[];
}

async function sync(depth: Depth, options: Run = {}): Promise<'done' | 'stopped'> {
  const result = await syncFolder(
    wholeRun({
      session: await session(),
      store,
      folderId: inbox,
      path: 'INBOX',
      depth,
      onChanges: (changes) => options.windows?.push(changes.added.length),
      onArrived: (messageIds) => arrived.push(uidsOf(messageIds)),
      ...options,
    }),
  );
  return result.kind;
}

/** Parts of so many messages. */
const partsOf = (rows: number) => ({ rows, storing: (_stored: number, store: () => void) => store() });

function uidsOf(messageIds: readonly MessageId[]): number[] {
  return store.localMessages(inbox, 1, 2 ** 32).flatMap(({ id, uid }) => (messageIds.includes(id) ? [uid] : []));
}

function deliver(count: number): void {
  for (let message = 0; message < count; message += 1) server.deliver('INBOX');
}

/** Expects the cache to hold the server's UIDs and flags. */
function expectEqual(): void {
  const remote = server.folder('INBOX').messages.map(({ envelope, flags }) => ({ uid: envelope.uid, flags }));
  const local = store.localMessages(inbox, 1, 2 ** 32).map(({ uid, flags }) => ({ uid, flags }));
  expect(local).toEqual(remote);
}

beforeEach(() => start());
afterEach(() => store.close());

describe('syncFolder', () => {
  it('first sync: newest first in growing windows until complete', async () => {
    deliver(1_000);
    const windows: number[] = [];
    expect(await sync('quick', { windows })).toBe('done');
    expect(windows).toEqual([50, 100, 200, 400, 250]);
    expect(store.folder(inbox)?.syncState).toBe('complete');
    expectEqual();
  });

  it('two windows are on their way while the one before is stored, and others get their turn as soon as they wait', async () => {
    deliver(9_550);
    const said: string[] = [];
    let isAwaited = false;
    const followed = await session();
    const fetch = followed.fetchEnvelopesBySequence.bind(followed);
    followed.fetchEnvelopesBySequence = async (range, signal) => {
      // A session sends a command only when those before it have ended: some microtasks later.
      for (let turn = 0; turn < 10; turn += 1) await null;
      said.push(`ask ${range.from}`);
      return await fetch(range, signal);
    };
    await sync('quick', {
      session: followed,
      onChanges: () => {
        const from = store.localMessages(inbox, 1, 2 ** 32)[0]?.uid ?? 0;
        said.push(`store ${from}`);
        isAwaited ||= from === 4_001;
      },
      isAwaited: () => isAwaited,
      goOn: async () => {
        said.push('turn');
        isAwaited = false;
        return true;
      },
    });
    expect(said.slice(said.indexOf('ask 7001'))).toEqual([
      ...['ask 7001', 'store 8801', 'ask 6001', 'store 8001', 'ask 5001', 'store 7001', 'ask 4001', 'store 6001'],
      ...['ask 3001', 'store 5001', 'ask 2001', 'store 4001'],
      // Two had been asked for by then.
      ...['store 3001', 'store 2001', 'turn'],
      ...['ask 1001', 'ask 1', 'store 1001', 'store 1'],
    ]);
    expectEqual();
  });

  it('what cannot be stored ends the run, though the next window is on its way', async () => {
    deliver(4_550);
    const { saveWindow } = store;
    store.saveWindow = (folderId, envelopes, state) => {
      if (envelopes.length === 1_000) throw new Error('The disk is full.');
      return saveWindow.call(store, folderId, envelopes, state);
    };
    await expect(sync('quick')).rejects.toThrow('The disk is full.');
    store.saveWindow = saveWindow;
    expect(await sync('quick')).toBe('done');
    expectEqual();
  });

  it('the head of a never-seen folder costs SELECT and one FETCH', async () => {
    deliver(500);
    await sync('head');
    expect(server.calls).toEqual(['open', 'select', 'fetchEnvelopesBySequence']);
    expect(store.storedCount(inbox)).toBe(50);
    expect(store.localMessages(inbox, 1, 1_000).at(-1)?.uid).toBe(500);
    expect(store.folder(inbox)?.syncState).toBe('partial');
  });

  it('goes on where it was interrupted, also when messages came and went meanwhile', async () => {
    deliver(2_000);
    let left = 3;
    expect(await sync('quick', { goOn: async () => left-- > 0, isAwaited: () => true })).toBe('stopped');
    expect(store.storedCount(inbox)).toBe(750);
    for (const uid of [10, 1_990, 1_251, 1_250]) server.remove('INBOX', uid);
    deliver(3);
    const windows: number[] = [];
    expect(await sync('quick', { windows })).toBe('done');
    expect(windows[0]).toBe(3);
    expectEqual();
  });

  it('an unchanged folder with CONDSTORE costs one SELECT', async () => {
    await start(['UIDPLUS', 'MOVE', 'IDLE', 'CONDSTORE']);
    deliver(120);
    await sync('quick');
    server.calls.length = 0;
    await sync('quick');
    expect(server.calls).toEqual(['open', 'select']);
  });

  it('CONDSTORE: asks for changed flags only, and finds removals by counting', async () => {
    await start(['UIDPLUS', 'MOVE', 'IDLE', 'CONDSTORE']);
    deliver(3_000);
    await sync('quick');
    server.setFlags('INBOX', 7, { flagged: true });
    await sync('quick');
    expectEqual();
    server.remove('INBOX', 2_900);
    server.remove('INBOX', 3);
    await sync('quick');
    expectEqual();
  });

  it('QRESYNC: asks for changed flags, and is told what was expunged', async () => {
    await start(['UIDPLUS', 'MOVE', 'IDLE', 'CONDSTORE', 'QRESYNC']);
    deliver(2_500);
    await sync('quick');
    for (let uid = 1; uid <= 1_300; uid += 1) server.remove('INBOX', uid);
    server.remove('INBOX', 2_000);
    server.setFlags('INBOX', 2_400, { seen: true });
    deliver(1);
    server.calls.length = 0;
    await sync('quick');
    expectEqual();
    expect(server.calls).toEqual(['open', 'select', 'fetchEnvelopes', 'fetchChanges']);
  });

  it('without CONDSTORE: removals by counting, old flags when thorough', async () => {
    deliver(3_000);
    await sync('quick');
    server.setFlags('INBOX', 2_999, { seen: true });
    server.remove('INBOX', 2_500);
    await sync('quick');
    expectEqual();
    server.setFlags('INBOX', 7, { flagged: true });
    server.setFlags('INBOX', 8, { tags: ['art'] });
    await sync('thorough');
    expectEqual();
  });

  it('without CONDSTORE: what others did anywhere in a large folder is found without reading all of it', async () => {
    deliver(12_000);
    await sync('quick');
    for (const uid of [3, 4_000, 4_001, 11_990]) server.remove('INBOX', uid);
    server.setFlags('INBOX', 17, { seen: true });
    server.setFlags('INBOX', 6_000, { flagged: true });
    server.setFlags('INBOX', 11_999, { answered: true });
    server.setFlags('INBOX', 11_998, { forwarded: true });
    server.setFlags('INBOX', 11_997, { tags: ['art', 'work'] });
    server.calls.length = 0;
    await sync('quick');
    expectEqual();
    // The newest thousand, and the two blocks where messages are missing besides.
    expect(server.calls.filter((verb) => verb === 'fetchFlags')).toHaveLength(3);
    expect(server.calls.filter((verb) => verb === 'uidsAt')).toHaveLength(1);
    server.setFlags('INBOX', 17, { seen: false });
    server.setFlags('INBOX', 6_000, { flagged: false });
    server.calls.length = 0;
    await sync('quick');
    expectEqual();
    expect(server.calls).toEqual(['open', 'select', 'fetchFlags', 'findByFlag', 'findByFlag']);
  });

  it('tells of news before it is stored, since other connections were not told of it; of nothing when there is none', async () => {
    const storedThen: number[] = [];
    const onNews = () => storedThen.push(store.storedCount(inbox));
    deliver(3);
    await sync('quick', { onNews });
    await sync('quick', { onNews });
    deliver(1);
    await sync('head', { onNews });
    expect(storedThen).toEqual([0, 3]);
    expect(store.storedCount(inbox)).toBe(4);
  });

  it(
    'without CONDSTORE: any removals and marks of others, wherever they are',
    async () => {
      for (const seed of seedsOf(6)) {
        store.close();
        await start();
        const random = generator(seed);
        deliver(3_000 + Math.floor(random() * 3_000));
        await sync('quick');
        for (let round = 0; round < 3; round += 1) {
          const start = Math.floor(random() * 4_000);
          const spread = random() < 0.5 ? 20 : 4_000;
          for (let change = Math.floor(random() * 40); change > 0; change -= 1) {
            const uids = server.uids('INBOX');
            const uid = uids[Math.floor(start + random() * spread) % uids.length] ?? 0;
            if (random() < 0.5) server.remove('INBOX', uid);
            else server.setFlags('INBOX', uid, { seen: random() < 0.5, flagged: random() < 0.5 });
          }
          deliver(Math.floor(random() * 3));
          await sync('quick');
          expectEqual();
        }
      }
    },
    patienceFor(roundsOf(6)),
  );

  it('a window in parts: others get their turn between them, and down to where the folder’s state says nothing is missing', async () => {
    deliver(2_000);
    const seen: { lowestUid: number | null; stored: number[] }[] = [];
    const look = (): void => {
      const stored = store.localMessages(inbox, 1, 2 ** 32).map(({ uid }) => uid);
      seen.push({ lowestUid: store.folderSync(inbox)?.lowestUid ?? null, stored });
    };
    // What waits for the thread asks again each time that it is answered.
    let isRunning = true;
    let turns = 0;
    const ask = (): void => {
      turns += 1;
      if (isRunning) setImmediate(ask);
    };
    setImmediate(ask);
    const turnsAtParts: number[] = [];
    await sync('quick', {
      slices: partsOf(100),
      onChanges: () => {
        look();
        turnsAtParts.push(turns);
      },
    });
    isRunning = false;
    expectEqual();
    expect(store.folderSync(inbox)?.complete).toBe(true);
    for (const { lowestUid, stored } of seen) {
      expect(stored.filter((uid) => uid >= (lowestUid ?? 0))).toHaveLength(2_001 - (lowestUid ?? 0));
    }
    expect(seen.length).toBeGreaterThanOrEqual(20);
    expect(turnsAtParts.every((turn, index) => index === 0 || turn > (turnsAtParts[index - 1] ?? 0))).toBe(true);
  });

  it('the first window comes all at once, however small the parts are', async () => {
    deliver(200);
    const windows: number[] = [];
    await sync('quick', { windows, slices: partsOf(20) });
    expect(windows.slice(0, 3)).toEqual([50, 20, 20]);
    expectEqual();
  });

  it('a window of which a part alone could be stored goes on from there', async () => {
    deliver(2_000);
    let parts = 0;
    const fails = async (): Promise<unknown> =>
      sync('quick', {
        slices: partsOf(100),
        onChanges: () => {
          parts += 1;
          if (parts === 12) throw new Error('The disk is full.');
        },
      });
    await expect(fails()).rejects.toThrow('The disk is full.');
    expect(store.folderSync(inbox)?.complete).toBe(false);
    const before = store.storedCount(inbox);
    expect(before).toBeLessThan(2_000);
    deliver(3);
    await sync('quick', { slices: partsOf(70) });
    expectEqual();
    expect(store.folderSync(inbox)?.complete).toBe(true);
    deliver(900);
    await sync('quick', { slices: partsOf(70) });
    expectEqual();
  });

  it('thousands of new messages: newest first, and an interruption loses none', async () => {
    deliver(100);
    await sync('quick');
    deliver(2_500);
    await sync('head');
    expect(store.localMessages(inbox, 2_551, 2_600)).toHaveLength(50);
    let left = 2;
    await sync('quick', { goOn: async () => left-- > 0, isAwaited: () => true });
    deliver(1);
    await sync('quick');
    expectEqual();
  });

  it('Y5: a window of new mail that reaches below the oldest stored message leaves nothing behind that is removed then', async () => {
    deliver(200);
    let left = 0;
    const once = { goOn: async () => left-- > 0, isAwaited: () => true };
    await sync('quick', once);
    expect(store.folderSync(inbox)).toMatchObject({ lowestUid: 151, complete: false });
    deliver(1_500);
    for (const uid of server.uids('INBOX')) if (uid > 2 && uid <= 1_690) server.remove('INBOX', uid);
    await sync('quick', once);
    expect(store.localMessages(inbox, 1, 150).map(({ uid }) => uid)).toEqual([1, 2]);
    for (const uid of [1, 2]) server.remove('INBOX', uid);
    await sync('quick');
    expect(store.folder(inbox)?.syncState).toBe('complete');
    expectEqual();
  });

  it.each([0, 1])(
    'Y5: what an operation brought into an empty folder, and is gone again, is removed (%i others)',
    async (others) => {
      await sync('quick');
      deliver(1);
      const looking = await session();
      await looking.select('INBOX', never);
      const { envelopes } = await looking.fetchEnvelopesBySequence({ from: 1, to: 1 }, never);
      const state = store.folderSync(inbox);
      if (state === null) throw new Error('The folder is not known.');
      store.saveWindow(inbox, envelopes, state, []);
      server.remove('INBOX', 1);
      deliver(others);
      await sync('quick');
      expectEqual();
    },
  );

  it('Y6: what lies below the oldest message of a complete folder is compared by one command, however many UIDs that are', async () => {
    deliver(9_000);
    for (const uid of server.uids('INBOX')) if (uid <= 8_500) server.remove('INBOX', uid);
    await sync('quick');
    expect(store.folderSync(inbox)).toMatchObject({ lowestUid: 8_501, complete: true });
    server.calls.length = 0;
    await sync('thorough');
    expect(server.calls.filter((verb) => verb === 'fetchFlags')).toHaveLength(2);
    expectEqual();
  });

  it('Y1: a changed UIDVALIDITY rebuilds', async () => {
    deliver(300);
    await sync('quick');
    server.remove('INBOX', 5);
    server.changeUidValidity('INBOX');
    let resets = 0;
    await sync('quick', { onReset: () => (resets += 1) });
    expect(resets).toBe(1);
    expect(store.folderSync(inbox)?.uidValidity).toBe(server.folder('INBOX').uidValidity);
    expectEqual();
  });

  it('a folder that is emptied, and filled again', async () => {
    await sync('quick');
    expect(store.folder(inbox)?.syncState).toBe('complete');
    deliver(60);
    await sync('quick');
    expectEqual();
    server.folder('INBOX').messages = [];
    await sync('quick');
    expectEqual();
    deliver(60);
    await sync('quick');
    expectEqual();
  });

  for (const condstore of [true, false]) {
    it(
      `Y5: ends equal to the server under concurrent changes, ${condstore ? 'with' : 'without'} CONDSTORE`,
      async () => {
        for (const seed of seedsOf(12)) {
          store.close();
          await start(['UIDPLUS', 'MOVE', 'IDLE', ...(condstore ? ['CONDSTORE'] : [])]);
          const random = generator(seed);
          deliver(Math.floor(random() * 400));
          for (let round = 0; round < 4; round += 1) {
            const stopAfter = random() < 0.5 ? Math.floor(random() * 4) : 100;
            let windows = 0;
            const depth: Depth = random() < 0.2 ? 'head' : random() < 0.3 ? 'thorough' : 'quick';
            await sync(depth, {
              session: unquiet(await session(), () => mutate(random)),
              goOn: async () => windows++ < stopAfter,
            });
            mutate(random);
          }
          await sync('quick');
          const stored = store.localMessages(inbox, 1, 2 ** 32).map(({ uid }) => uid);
          expect(stored, `seed ${seed}`).toEqual(server.uids('INBOX'));
          // Without CONDSTORE only comparing everything finds old flags.
          if (!condstore) await sync('thorough');
          expectEqual();
          expect(store.folder(inbox)?.syncState, `seed ${seed}`).toBe('complete');
        }
      },
      patienceFor(roundsOf(12)),
    );
  }
});

/** Changes the mailbox as other clients may do between two of our commands. */
function mutate(random: () => number): void {
  const changes = Math.floor(random() * 6);
  for (let change = 0; change < changes; change += 1) {
    const uids = server.uids('INBOX');
    const uid = uids[Math.floor(random() * uids.length)];
    const draw = random();
    if (draw < 0.25) deliver(Math.floor(random() * (random() < 0.05 ? 1_500 : 5)));
    else if (uid !== undefined && draw < 0.6) server.remove('INBOX', uid);
    else if (uid !== undefined && draw < 0.99) {
      const tags = random() < 0.3 ? ['art', ...(random() < 0.5 ? ['work'] : [])] : undefined;
      server.setFlags('INBOX', uid, { seen: random() < 0.5, flagged: random() < 0.5, tags });
    } else server.changeUidValidity('INBOX');
  }
}

/** A session before each of whose commands something happens on the server. */
function unquiet(inner: ImapSession, happen: () => void): ImapSession {
  return new Proxy(inner, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (property !== 'select') happen();
        return value.apply(target, args);
      };
    },
  });
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('what syncFolder tells of as new', () => {
  it('nothing of a first sync, however it is interrupted', async () => {
    deliver(300);
    let left = 1;
    await sync('quick', { goOn: async () => left-- > 0, isAwaited: () => true });
    await sync('head');
    await sync('quick');
    expect(store.storedCount(inbox)).toBe(300);
    expect(arrived).toEqual([]);
  });

  it('unread messages since the last look, once, those of one run together', async () => {
    deliver(3);
    await sync('quick');
    deliver(2);
    server.deliver('INBOX', { flags: { seen: true } });
    server.deliver('INBOX', { flags: { deleted: true } });
    await sync('head');
    await sync('quick');
    await sync('thorough');
    expect(arrived).toEqual([[4, 5]]);
    deliver(1);
    await sync('quick');
    expect(arrived).toEqual([[4, 5], [8]]);
  });

  it('the first message of an inbox that was empty', async () => {
    await sync('quick');
    deliver(1);
    await sync('head');
    expect(arrived).toEqual([[1]]);
  });

  it('new messages that come while older ones are still being fetched', async () => {
    deliver(400);
    let left = 1;
    await sync('quick', { goOn: async () => left-- > 0, isAwaited: () => true });
    deliver(1);
    await sync('quick');
    expect(store.storedCount(inbox)).toBe(401);
    expect(arrived).toEqual([[401]]);
  });

  it('thousands at once, each once, though the run was interrupted', async () => {
    deliver(5);
    await sync('quick');
    deliver(2_500);
    let left = 2;
    await sync('quick', { goOn: async () => left-- > 0, isAwaited: () => true });
    await sync('head');
    await sync('quick');
    const all = arrived.flat();
    expect(all).toHaveLength(2_500);
    expect(new Set(all).size).toBe(2_500);
    expect(Math.min(...all)).toBe(6);
  });

  it('what was stored before the connection broke', async () => {
    deliver(5);
    await sync('quick');
    deliver(2_500);
    server.fail('fetchEnvelopesBySequence', { kind: 'drop_before', skip: 1 });
    await expect(sync('quick')).rejects.toMatchObject({ error: { code: 'connection_lost' } });
    expect(arrived.flat()).toHaveLength(50);
    await sync('quick');
    expect(new Set(arrived.flat()).size).toBe(2_500);
  });

  it('nothing of a rebuilt folder', async () => {
    deliver(5);
    await sync('quick');
    server.changeUidValidity('INBOX');
    deliver(1);
    await sync('quick');
    expect(store.storedCount(inbox)).toBe(6);
    expect(arrived).toEqual([]);
  });

  it('nothing that was missing among what was known, as after a move into the past', async () => {
    deliver(5);
    await sync('quick');
    store.removeUids(inbox, [3]);
    await sync('quick');
    expect(store.storedCount(inbox)).toBe(5);
    expect(arrived).toEqual([]);
  });
});
