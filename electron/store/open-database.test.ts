import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOperationQueue } from '../operations/sqlite-operation-queue.ts';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations, userMigrations } from './schema.ts';
import { openMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelopes,
  failureCode,
  folderIdOf,
  inboxFolder,
  noon,
  operation,
  syncState,
  temporaryFolder,
  toTrash,
} from './store-fixture.ts';

const now = () => noon;

function cacheWithMail(path: string, messages: number): void {
  const { store } = openMailStore({ path, accountId, now });
  store.saveFolders([inboxFolder]);
  store.saveWindow(folderIdOf(store, 'INBOX'), envelopes(1, messages), syncState({ complete: true }));
  store.close();
}

/** Overwrites the pages from `first` on with rubbish. */
function damage(path: string, first: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, Math.min(first * 4096, bytes.length - 4096));
  writeFileSync(path, bytes);
}

describe('openDatabase', () => {
  it('sets a cache aside that is no database, and begins an empty one with a notice (D3)', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cache.db');
    writeFileSync(path, 'this is no database'.repeat(1_000));
    const { store, notice } = openMailStore({ path, accountId, now });
    expect(notice).toMatchObject({ code: 'cache_damaged' });
    expect(store.folders()).toEqual([]);
    expect(store.saveFolders([inboxFolder])).toBe(true);
    store.close();
    expect(readdirSync(folder).sort()).toEqual(['cache.damaged-20261122T080000Z.db', 'cache.db']);
    expect(openMailStore({ path, accountId, now }).notice).toBeNull();
  });

  it.each([0, 1, 2])('never answers wrongly or crashes when pages from %i on are rubbish (D3)', (first) => {
    const path = join(temporaryFolder(), 'cache.db');
    cacheWithMail(path, 300);
    damage(path, first);
    const opened = openMailStore({ path, accountId, now });
    const inbox = opened.store.folderByRole('inbox')?.folderId;
    const code = failureCode(() => inbox && opened.store.openView(inbox).rows(0, 300));
    // The damage is found on opening, or when it is read.
    expect(opened.notice?.code ?? code).toBe('cache_damaged');
    opened.store.close();
    const again = openMailStore({ path, accountId, now, damaged: opened.notice === null });
    expect(again.store.folders()).toEqual([]);
    again.store.close();
  });

  it('is told of damage that a call met, and keeps the latest damaged cache only (D3)', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cache.db');
    for (const round of [1, 2, 3]) {
      cacheWithMail(path, round);
      const { store, notice } = openMailStore({ path, accountId, now: () => noon + round * 1_000, damaged: true });
      expect(notice).toMatchObject({ code: 'cache_damaged' });
      store.close();
    }
    expect(readdirSync(folder).sort()).toEqual(['cache.damaged-20261122T080003Z.db', 'cache.db']);
  });

  it('checks a small file wholly after an unclean end', () => {
    const path = join(temporaryFolder(), 'cache.db');
    cacheWithMail(path, 300);
    damage(path, 12);
    // A WAL that is left over, with nothing in it that SQLite would take.
    writeFileSync(`${path}-wal`, Buffer.alloc(4_096, 1));
    expect(openMailStore({ path, accountId, now }).notice).toMatchObject({ code: 'cache_damaged' });
  });

  it('keeps every damaged queue, and says where (D3)', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'user.db');
    for (const _ of [1, 2]) {
      writeFileSync(path, 'rubbish'.repeat(1_000));
      const { queue, notice } = openOperationQueue({ path, now });
      expect(notice).toMatchObject({
        code: 'queue_damaged',
        params: { reason: 'set_aside', file: expect.stringContaining('user.damaged-') },
      });
      expect(queue.add([operation(1, toTrash)])).toHaveLength(1);
      queue.close();
    }
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(2);
    expect(readFileSync(join(folder, 'user.damaged-20261122T080000Z.db'), 'utf8')).toBe('rubbish'.repeat(1_000));
  });

  it("refuses a newer Heron's queue and leaves it untouched", () => {
    const path = join(temporaryFolder(), 'user.db');
    openOperationQueue({ path, now }).queue.close();
    const database = new Database(path, 'user');
    database.exec(`PRAGMA user_version = ${userMigrations.length + 1}`);
    database.close();
    const before = readFileSync(path);
    expect(failureCode(() => openOperationQueue({ path, now }))).toBe('storage_failed');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("sets a newer Heron's cache aside", () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cache.db');
    cacheWithMail(path, 3);
    const database = new Database(path, 'cache');
    database.exec(`PRAGMA user_version = ${cacheMigrations.length + 1}`);
    database.close();
    const { store, notice } = openMailStore({ path, accountId, now });
    expect(notice).not.toBeNull();
    expect(store.folders()).toEqual([]);
    store.close();
  });

  it('runs each migration once, in order, and none of a failed one', () => {
    const path = join(temporaryFolder(), 'user.db');
    const open = (migrations: readonly string[]) => openDatabase({ path, role: 'user', migrations, now }).database;
    const first = ['CREATE TABLE one (value TEXT)'];
    open(first).close();
    const broken = [...first, "INSERT INTO one VALUES ('half'); INSERT INTO missing VALUES (1)"];
    expect(failureCode(() => open(broken))).toBe('storage_failed');
    const database = open([...first, "INSERT INTO one VALUES ('a')", "INSERT INTO one VALUES ('b')"]);
    expect(database.all('SELECT value FROM one')).toMatchObject([{ value: 'a' }, { value: 'b' }]);
    expect(database.get('PRAGMA user_version')).toEqual({ user_version: 3 });
    database.close();
  });

  it.each([
    ['user', 2],
    ['cache', 1],
  ] as const)('opens %s with WAL and synchronous=%i (D1)', (role, synchronous) => {
    const path = join(temporaryFolder(), `${role}.db`);
    const { database } = openDatabase({ path, role, migrations: [], now });
    expect(database.get('PRAGMA synchronous')).toEqual({ synchronous });
    expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    database.close();
  });

  it('says storage_failed where no file can be made', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(failureCode(() => openMailStore({ path: join(file, 'cache.db'), accountId, now }))).toBe('storage_failed');
    expect(existsSync(join(file, 'cache.db'))).toBe(false);
  });
});
