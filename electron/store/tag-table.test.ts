import { describe, expect, it } from 'vitest';
import { mostTags } from '../../shared/tags.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  flags,
  folderIdOf,
  inboxFolder,
  memoryStore,
  noon,
  syncState,
  temporaryFolder,
} from './store-fixture.ts';

const tagged = (uid: number, tags: readonly string[]) => envelope(uid, { flags: flags({ tags }) });

describe('tags of messages', () => {
  const tagsOf = (store: ReturnType<typeof memoryStore>['store'], folder: ReturnType<typeof memoryStore>['inbox']) =>
    store.localMessages(folder, 1, 100).map(({ flags }) => flags.tags);

  it('are stored with a new message, and changed with its flags', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [envelope(1), tagged(2, ['$label1', 'Work']), tagged(3, ['work'])], syncState());
    expect(tagsOf(store, inbox)).toEqual([undefined, ['$label1', 'Work'], ['Work']]);
    const none = store.saveFlags(inbox, [{ uid: 3, flags: flags({ tags: ['WORK'] }) }]);
    expect(none.updated).toEqual([]);
    const changes = store.saveFlags(inbox, [
      { uid: 1, flags: flags({ tags: ['art'] }) },
      { uid: 2, flags: flags() },
    ]);
    expect(changes.updated).toHaveLength(2);
    expect(tagsOf(store, inbox)).toEqual([['art'], undefined, ['Work']]);
    store.saveWindow(inbox, [tagged(1, ['art', 'Work'])], syncState());
    expect(tagsOf(store, inbox)[0]).toEqual(['art', 'Work']);
  });

  it('are a place’s own, and all places’ where folders are labels', () => {
    const { store, inbox, trash } = memoryStore();
    const one = (tags: readonly string[]) => ({ ...tagged(1, tags), emailId: 'M1' });
    store.saveWindow(inbox, [one(['work'])], syncState());
    store.saveWindow(trash, [one([])], syncState());
    expect([tagsOf(store, inbox), tagsOf(store, trash)]).toEqual([[['work']], [undefined]]);
    store.saveLabelled(true);
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ tags: ['art'] }) }]);
    expect([tagsOf(store, inbox), tagsOf(store, trash)]).toEqual([[['art']], [['art']]]);
  });

  it('beyond those that fit are left at the server, and do not count as a difference', () => {
    const { store, inbox } = memoryStore();
    const names = Array.from({ length: 300 }, (_each, index) => `tag${String(index).padStart(3, '0')}`);
    store.saveWindow(inbox, [tagged(1, names), tagged(2, ['tag000', 'late'])], syncState());
    expect(tagsOf(store, inbox)).toEqual([names.slice(0, mostTags), ['tag000']]);
    expect(store.keepsTag('TAG030')).toBe(true);
    expect([store.keepsTag('tag031'), store.keepsTag('late')]).toEqual([false, false]);
    expect(store.saveFlags(inbox, [{ uid: 1, flags: flags({ tags: names }) }]).updated).toEqual([]);
  });

  it('that no message has any more make room for others when the cache is opened', () => {
    const path = `${temporaryFolder()}/cache.db`;
    const open = () =>
      createMailStore(
        openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon }).database,
        accountId,
      );
    const names = Array.from({ length: mostTags }, (_each, index) => `tag${String(index).padStart(3, '0')}`);
    const before = open();
    before.saveFolders([inboxFolder]);
    const inbox = folderIdOf(before, 'INBOX');
    before.saveWindow(inbox, [tagged(1, names)], syncState());
    before.saveFlags(inbox, [{ uid: 1, flags: flags({ tags: names.slice(1) }) }]);
    expect(before.keepsTag('new')).toBe(false);
    before.close();
    const store = open();
    expect(store.keepsTag('new')).toBe(true);
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ tags: ['new', ...names.slice(1)] }) }]);
    expect(tagsOf(store, inbox)).toEqual([['new', ...names.slice(1)]]);
    store.close();
  });

  it('are none in an older cache, which learns of them with the flags of its messages', () => {
    const version = cacheMigrations.findIndex((sql) => sql.includes('CREATE TABLE tags'));
    const path = `${temporaryFolder()}/cache.db`;
    const older = openDatabase({ path, role: 'cache', migrations: cacheMigrations.slice(0, version), now: () => noon });
    older.database.exec(`INSERT INTO folders (id, path, name, role, selectable, box, uid_validity) VALUES (1, '"INBOX"', 'INBOX', 'inbox', 1, 1, 7);
      INSERT INTO messages (id, size, unknown, has_attachments, from_name, from_address, to_name, to_address, subject, detail)
        VALUES (5, 1, 0, 0, '', '', '', '', '', '{}');
      INSERT INTO placements (id, message, box, uid, flags) VALUES (5, 5, 1, 3, 1)`);
    older.database.close();
    const { database } = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon });
    const store = createMailStore(database, accountId);
    const inbox = folderIdOf(store, 'INBOX');
    expect(tagsOf(store, inbox)).toEqual([undefined]);
    store.saveFlags(inbox, [{ uid: 3, flags: flags({ seen: true, tags: ['work'] }) }]);
    expect(tagsOf(store, inbox)).toEqual([['work']]);
    store.close();
  });
});
