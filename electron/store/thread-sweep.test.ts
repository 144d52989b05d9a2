import { expect, it, onTestFinished } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, inboxFolder, noon, syncState } from './store-fixture.ts';

function opened(): { readonly database: Database; readonly store: SqliteMailStore; readonly inbox: FolderId } {
  const { database } = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon });
  onTestFinished(() => database.close());
  const store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder]);
  return { database, store, inbox: store.folderByRole('inbox')?.folderId ?? (0 as FolderId) };
}

const letter = (uid: number, parent: number | null) =>
  envelope(uid, {
    internalDate: noon + uid * 1_000,
    messageIdHeader: `<m${uid}@example.org>`,
    inReplyTo: parent === null ? null : `<m${parent}@example.org>`,
  });

function save(store: SqliteMailStore, inbox: FolderId, letters: readonly ReturnType<typeof letter>[]): void {
  store.saveWindow(inbox, letters, syncState());
  while (store.linkThreads(50) !== null);
}

/** For each thread the messages that it has, and how many keys lead to it. */
function known(database: Database) {
  const count = (table: string): number => database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  return { keys: count('thread_keys'), names: count('merged_threads') };
}

it('deletes what is known of conversations that are gone, and nothing of the others', () => {
  const { database, store, inbox } = opened();
  // Conversations of three whose first message comes last, so that two threads become one: the 1st, 4th, … letter answers none.
  const replies = Array.from({ length: 1_200 }, (_, index) => index + 1).filter((uid) => uid % 3 !== 1);
  save(
    store,
    inbox,
    replies.map((uid) => letter(uid, uid % 3 === 2 ? uid - 1 : uid - 2)),
  );
  save(
    store,
    inbox,
    replies.filter((uid) => uid % 3 === 2).map((uid) => letter(uid - 1, null)),
  );
  // What is answered here is stored nowhere.
  save(store, inbox, [letter(2_000, 9_000), letter(2_001, 9_001)]);
  const thread = (uid: number): number => {
    const id = store.idsOf(inbox, [uid]).get(uid);
    return id === undefined ? 0 : store.thread(id).length;
  };
  expect([thread(4), thread(6), thread(2_000)]).toEqual([3, 3, 1]);
  const before = known(database);
  expect(store.sweepThreads()).toBe(false);
  const gone = Array.from({ length: 1_194 }, (_, index) => index + 7);
  store.removeUids(inbox, [...gone, 2_001]);
  let steps = 0;
  while (store.sweepThreads()) steps += 1;
  expect(steps).toBeGreaterThan(1);
  expect(store.sweepThreads()).toBe(false);
  // Six messages of two conversations, one that answers what is not here, and that.
  expect(before.keys).toBeGreaterThan(1_000);
  expect(known(database).keys).toBe(8);
  expect(known(database).names).toBeLessThanOrEqual(4);
  save(store, inbox, [letter(3_000, 6), letter(3_001, 9_000), letter(3_002, 9_001), letter(3_003, 9)]);
  expect([thread(4), thread(3_000), thread(2_000), thread(3_001), thread(3_002), thread(3_003)]).toEqual([
    4, 4, 2, 2, 1, 1,
  ]);
});

it('goes on where it was interrupted', () => {
  const { database, store, inbox } = opened();
  save(
    store,
    inbox,
    Array.from({ length: 1_000 }, (_, index) => letter(index + 1, 5_000 + index)),
  );
  store.removeUids(
    inbox,
    Array.from({ length: 1_000 }, (_, index) => index + 1),
  );
  for (let step = 0; step < 3; step += 1) expect(store.sweepThreads()).toBe(true);
  const half = known(database).keys;
  expect(half).toBeGreaterThan(0);
  const again = createMailStoreAnew(database);
  while (again.sweepThreads());
  expect(known(database)).toEqual({ keys: 0, names: 0 });
});

/** As after a restart. */
function createMailStoreAnew(database: Database): SqliteMailStore {
  database.exec('DROP TABLE temp.hidden; DROP TABLE temp.stand_ins');
  return createMailStore(database, accountId);
}
