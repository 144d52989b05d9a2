import { describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { isWorthJoining, joinSmallParts, levelsIn } from './index-parts.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, inboxFolder, noon, syncState } from './store-fixture.ts';

function pagesOf(database: Database): (readonly number[])[] {
  const row = database.get<{ block: Uint8Array }>('SELECT block FROM message_words_data WHERE id = 10');
  return levelsIn(row?.block ?? new Uint8Array()).map(({ pages }) => pages);
}

/** An account's store in which each message came by itself. */
function storeWith(count: number) {
  const { database } = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon });
  const store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder]);
  const inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
  for (let uid = 1; uid <= count; uid += 1)
    store.saveWindow(
      inbox,
      [envelope(uid, { subject: `Minutes ${uid} word${uid % 7}`, from: [], to: [] })],
      syncState(),
    );
  return { database, store, inbox };
}

describe('the parts of the search index', () => {
  it('are read as FTS5 has them', () => {
    for (const count of [0, 1, 3, 60]) {
      const { database, store } = storeWith(count);
      const parts = database.get<{ number: number }>('SELECT count(DISTINCT segid) AS number FROM message_words_idx');
      expect(pagesOf(database).flat()).toHaveLength(parts?.number ?? 0);
      store.close();
    }
  });

  it('are joined while they are small and many, and the same is found', () => {
    const { database, store, inbox } = storeWith(60);
    store.removeUids(inbox, [7, 8]);
    const found = () => store.openSearch({ folderId: inbox, text: 'word1' }).ids(0, 100);
    const before = found();
    expect(before.length).toBeGreaterThan(5);
    let steps = 0;
    while (joinSmallParts(database)) steps += 1;
    expect(steps).toBeGreaterThan(0);
    expect(pagesOf(database).flat().length).toBeLessThanOrEqual(3);
    expect(found()).toEqual(before);
    expect(() => database.exec("INSERT INTO message_words (message_words) VALUES ('integrity-check')")).not.toThrow();
    // A message that comes makes nothing of it due.
    store.saveWindow(inbox, [envelope(100, { subject: 'One more', from: [], to: [] })], syncState());
    expect(pagesOf(database).flat().length).toBeLessThanOrEqual(4);
    store.close();
  });

  const level = (pages: readonly number[], joining = 0) => ({ pages, joining });
  it.each([
    ['few', [level([1, 1]), level([40])], false],
    ['many small ones', [level([1, 2, 2]), level([13]), level([34])], true],
    ['many small ones below large ones', [level([1, 2]), level([13, 4]), level([9_000]), level([20_000])], true],
    ['large ones that FTS5 would join first', [level([1, 2]), level([13, 4]), level([900, 900, 900])], false],
    ['large ones that are being joined', [level([1]), level([4]), level([5]), level([3]), level([900, 900], 2)], false],
    ['small ones that are being joined', [level([1]), level([4]), level([5, 5], 2), level([900])], true],
    ['one of each size', [level([1]), level([4]), level([15]), level([60]), level([200])], false],
  ])('are worth joining or not: %s', (_name, levels, wanted) => expect(isWorthJoining(levels)).toBe(wanted));
});
