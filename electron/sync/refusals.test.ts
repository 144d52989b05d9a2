import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import type { FakeRequest } from '../imap/fake-server.ts';
import { imapError } from '../imap/imap-errors.ts';
import { maxUid } from '../mail/remote-mail.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import { accountSyncFixture, answered, imapContext } from './account-sync-fixture.ts';

const minute = 60_000;
let account: ReturnType<typeof accountSyncFixture>;

beforeEach(() => {
  account = accountSyncFixture();
});
afterEach(() => account.dispose());

/** Lets everything happen that can without time. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await immediate();
}

/** Lets time pass, in steps of some minutes. */
async function pass(minutes: number, step = 1): Promise<void> {
  for (let passed = 0; passed < minutes; passed += step) {
    await account.clock.advance(step * minute);
    await rest();
  }
}

function folderId(path: string): FolderId {
  const found = account.store.folders().find((folder) => folder.path === path);
  if (found === undefined) throw new Error(`There is no folder ${path}`);
  return found.id;
}

function stored(path: string): number[] {
  const stubs = new Set(stubsOf(path));
  const local = account.store.localMessages(folderId(path), 1, maxUid);
  return local.map(({ uid }) => uid).filter((uid) => !stubs.has(uid));
}

function stubsOf(path: string): number[] {
  return account.store.stubs(folderId(path)).map(({ uid }) => uid);
}

async function start(): Promise<void> {
  account.sync.start();
  await account.settled();
  await rest();
}

describe('what a server refuses', () => {
  it.each([
    'NO Some messages could not be FETCHed',
    'NO [SERVERBUG] Internal error',
    'NO [UNAVAILABLE] UID FETCH Server error while fetching messages',
    'BAD Error in IMAP command UID FETCH',
  ])('B3b new mail behind a message that is refused (%s) comes, and the refused one has a row', async (line) => {
    await start();
    let isRefused = true;
    const bad = account.server.folder('INBOX').uidNext;
    account.server.refuses = ({ verb, uids }) =>
      isRefused && verb === 'fetch' && uids.includes(bad) ? answered(line) : null;
    for (let message = 0; message < 5; message += 1) account.server.deliver('INBOX');
    await rest();
    expect(stored('INBOX')).toEqual([2, 3, 4, 5]);
    expect(stubsOf('INBOX')).toEqual([1]);
    expect(account.store.folder(account.inbox)).toMatchObject({ unfetched: 1, trouble: null });
    expect(account.kind).toBe('online');
    // Later mail comes as well, and the server's change of heart is noticed without anybody asking.
    account.server.deliver('INBOX');
    // IDLE ended a moment ago; the next one, a second later, tells.
    await account.clock.advance(1_000);
    await rest();
    expect(stored('INBOX')).toEqual([2, 3, 4, 5, 6]);
    isRefused = false;
    await pass(30);
    expect([stored('INBOX'), stubsOf('INBOX')]).toEqual([[1, 2, 3, 4, 5, 6], []]);
    expect(account.store.openView(account.inbox).total).toBe(6);
  });

  it('B3b a refused message is asked for less and less often, and at once when the user asks', async () => {
    await start();
    account.server.refuses = ({ verb, uids }) =>
      verb === 'fetch' && uids.includes(1) ? answered('NO Some messages could not be FETCHed') : null;
    account.server.deliver('INBOX');
    await rest();
    account.server.calls.length = 0;
    await pass(24 * 60, 15);
    const asked = account.server.calls.filter((verb) => verb === 'fetchEnvelopes').length;
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(12);
    account.server.refuses = () => null;
    account.sync.tryAgain(account.inbox);
    await rest();
    expect(stubsOf('INBOX')).toEqual([]);
  });

  it.each(['NO Mailbox cannot be opened', 'NO [SERVERBUG] later', 'NO [INUSE] locked', 'NO [UNAVAILABLE] later'])(
    'B3 one folder that is refused (%s) says why, the others go on and the account stays online',
    async (line) => {
      account.server.addFolder('Broken');
      account.server.deliver('Broken');
      account.server.refuses = ({ path }) => (path === 'Broken' ? answered(line) : null);
      await start();
      account.sync.openFolder(folderId('Broken'));
      await rest();
      account.server.deliver('INBOX', { subject: 'New' });
      await rest();
      expect(account.store.folder(folderId('Broken'))?.trouble?.error.code).toBe('server_refused');
      expect(stored('INBOX')).toEqual([1]);
      expect(account.statuses).not.toContain('offline');
      expect(account.statuses).not.toContain('failed');
    },
  );

  it('B3 a refused folder that the user looks at is not selected once a second', async () => {
    account.server.addFolder('Broken');
    const asked: FakeRequest[] = [];
    account.server.refuses = (request) => {
      if (request.path !== 'Broken') return null;
      asked.push(request);
      return answered('NO Mailbox cannot be opened');
    };
    await start();
    account.sync.openFolder(folderId('Broken'));
    await rest();
    asked.length = 0;
    for (let second = 0; second < 600; second += 1) {
      await account.clock.advance(1_000);
      await immediate();
    }
    expect(asked.length).toBeLessThan(12);
    account.server.refuses = () => null;
    account.sync.tryAgain(folderId('Broken'));
    await rest();
    expect(account.store.folder(folderId('Broken'))?.trouble).toBeNull();
  });

  it('B3 the wait of a refused folder outlives a restart', async () => {
    account.server.addFolder('Broken');
    let asked = 0;
    account.server.refuses = ({ path }) => {
      if (path !== 'Broken') return null;
      asked += 1;
      return answered('NO [NOPERM] Access denied');
    };
    await start();
    expect(asked).toBe(1);
    for (let again = 0; again < 5; again += 1) {
      await account.restart();
      account.sync.start();
      await account.settled();
      await rest();
    }
    expect(asked).toBe(1);
    expect(account.store.folder(folderId('Broken'))?.trouble).not.toBeNull();
  });

  it('B3 where only STATUS of a folder is refused, its mail comes all the same', async () => {
    account.server.addFolder('Odd');
    account.server.refuses = ({ verb, path }) =>
      verb === 'status' && path === 'Odd' ? answered('NO [SERVERBUG] later') : null;
    await start();
    account.server.deliver('Odd');
    await account.clock.advance(2 * minute);
    account.sync.openFolder(folderId('Odd'));
    await rest();
    expect(stored('Odd')).toEqual([1]);
    account.sync.closeFolder(folderId('Odd'));
    account.server.deliver('Odd');
    await pass(6);
    expect(stored('Odd')).toEqual([1, 2]);
    expect(account.store.folder(folderId('Odd'))?.trouble).toBeNull();
  });

  it('B3 everything over the limits of Gmail: it is said, and asked ever more seldom', async () => {
    await start();
    let asked = 0;
    account.server.refuses = () => {
      asked += 1;
      return answered('NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)');
    };
    account.server.deliver('INBOX');
    await rest();
    expect(account.kind).toBe('throttled');
    await pass(120);
    // Two connections, each of which asks once and is closed, every five minutes at most after the first ones.
    expect(asked).toBeLessThan(2 * (120 / 5 + 10));
    expect(account.sync.status().lastError?.error.code).toBe('throttled');
    account.server.refuses = () => null;
    await pass(6);
    expect(stored('INBOX')).toEqual([1]);
    expect(account.store.folder(account.inbox)?.trouble).toBeNull();
  });

  it('B3 LIST refused: the known folders go on', async () => {
    await start();
    account.server.refuses = ({ verb }) => (verb === 'listFolders' ? answered('NO [SERVERBUG] later') : null);
    account.sync.syncNow();
    account.server.deliver('INBOX');
    await rest();
    expect(stored('INBOX')).toEqual([1]);
    expect(account.kind).toBe('online');
    expect(account.sync.status().lastError?.error.code).toBe('server_refused');
  });

  it('B3 LIST refused at first: the account has failed, and is tried again', async () => {
    account.server.refuses = ({ verb }) => (verb === 'listFolders' ? answered('NO [SERVERBUG] later') : null);
    account.sync.start();
    await rest();
    expect(account.kind).toBe('failed');
    // It says so while it is tried again, too: nothing has healed before a look has worked.
    account.statuses.length = 0;
    await pass(6);
    expect(account.statuses).toEqual(['failed']);
    account.server.refuses = () => null;
    await pass(6);
    expect(account.kind).toBe('online');
  });

  it('a folder whose answer is no IMAP is left alone, and the others go on', async () => {
    account.server.addFolder('Garbled');
    await start();
    account.server.deliver('Garbled');
    const error = imapError({ code: 'LineTooLarge' }, imapContext);
    const { refuses } = account.server;
    account.server.refuses = (request) => {
      if (request.verb !== 'fetch' || request.path !== 'Garbled') return refuses(request);
      for (const session of [...account.server.sessions]) if (session.selectedPath === 'Garbled') session.drop(error);
      return error;
    };
    account.sync.openFolder(folderId('Garbled'));
    await rest();
    account.server.deliver('INBOX');
    await pass(2);
    expect(stored('INBOX')).toEqual([1]);
    expect(account.store.folder(folderId('Garbled'))?.trouble?.error.code).toBe('imap_protocol');
  });
});

/** A random number from 0 (included) to 1 (excluded), the same for each seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const refusals = [
  'NO Some messages could not be FETCHed',
  'NO [SERVERBUG] Internal error',
  'NO [CORRUPTION] Index damaged',
  'NO [LIMIT] Too many',
  'NO [UNAVAILABLE] later',
  'BAD Invalid messageset',
];
const folderRefusals = [
  'NO Mailbox cannot be opened',
  'NO [INUSE] locked',
  'NO [NOPERM] Access denied',
  'NO [SERVERBUG] x',
];

describe('B3, B3b any interleaving of refusals', () => {
  it.each(seedsOf(20))('seed %i', async (seed) => {
    const random = seeded(seed);
    const below = (count: number): number => Math.floor(random() * count);
    const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new Error('Nothing to pick from.');
      return picked;
    };
    const { server } = account;
    const paths = ['INBOX', 'One', 'Two', 'Closed'];
    for (const path of paths.slice(1)) server.addFolder(path);
    server.sendsWithRefusal = pick(['nothing', 'before', 'others'] as const);
    const bad = new Map(paths.map((path) => [path, new Set<number>()]));
    const deliver = (path: string, count: number): void => {
      for (let message = 0; message < count; message += 1) {
        const uid = server.deliver(path);
        if (random() < 0.06) bad.get(path)?.add(uid);
      }
    };
    for (const path of paths) deliver(path, below(130));
    const messageRefusal = answered(pick(refusals));
    const folderRefusal = answered(pick(folderRefusals));
    const mostPassing = 20 + below(40);
    let passing = mostPassing;
    let isHealed = false;
    server.refuses = ({ verb, path, uids }) => {
      if (isHealed) return null;
      if (path === 'Closed' && verb === 'select') return folderRefusal;
      if (verb === 'fetch') return uids.some((uid) => bad.get(path ?? '')?.has(uid)) ? messageRefusal : null;
      if (path === null || passing === 0 || random() < 0.5) return null;
      passing -= 1;
      return random() < 0.05 ? answered('NO [OVERQUOTA] Account exceeded command or bandwidth limits') : folderRefusal;
    };
    account.sync.start();
    await account.until(() => account.store.folders().length >= paths.length);
    for (const path of paths) account.sync.openFolder(folderId(path));
    const hours = 30;
    for (let step = 0; step < hours; step += 1) {
      if (step < 5) deliver(pick(paths), below(4));
      await account.clock.advance(5 * minute);
      await rest();
      await account.clock.advance(55 * minute);
      await rest();
    }
    for (const path of paths.slice(0, 3)) {
      expect([path, stubsOf(path)]).toEqual([path, [...(bad.get(path) ?? [])]]);
      expect([path, stored(path)]).toEqual([path, server.uids(path).filter((uid) => !bad.get(path)?.has(uid))]);
      expect(account.store.folder(folderId(path))).toMatchObject({ trouble: null, syncState: 'complete' });
    }
    expect(account.store.folder(folderId('Closed'))?.trouble).not.toBeNull();
    expect(account.kind).toBe('online');
    // To isolate a message takes at most eight refused commands in windows of this size, and each of its nine retries in that time two.
    const refusedOnes = [...bad.values()].reduce((sum, uids) => sum + uids.size, 0);
    expect(server.refused).toBeLessThan((8 + 2 * 9) * refusedOnes + mostPassing + 40);
    isHealed = true;
    account.sync.tryAgain(null);
    await rest();
    for (const path of paths) {
      expect([path, stubsOf(path), stored(path)]).toEqual([path, [], server.uids(path)]);
      expect(account.store.folder(folderId(path))).toMatchObject({ trouble: null, unfetched: 0 });
    }
  });
});
