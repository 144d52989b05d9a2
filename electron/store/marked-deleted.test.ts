import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { QueuedOperation } from '../operations/operation-queue.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import { Database } from './database.ts';
import type { Changes } from './mail-store.ts';
import { hidingQueries } from './overlay.ts';
import { cacheMigrations } from './schema.ts';
import { openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  envelopes,
  flags,
  idOf,
  inboxFolder,
  memoryStore,
  noon,
  operation,
  seededRandom,
  syncState,
  temporaryFolder,
  toTrash,
} from './store-fixture.ts';

const marked = flags({ deleted: true });
const complete = syncState({ complete: true });

function counts(store: SqliteMailStore, folderId: FolderId) {
  const folder = store.folder(folderId);
  return [folder?.total, folder?.unread];
}

const subjects = (store: SqliteMailStore, folderId: FolderId): string[] =>
  store
    .openView(folderId)
    .rows(0, 1_000)
    .map(({ subject }) => subject);

describe('B18 a message with \\Deleted', () => {
  it('is listed as marked, in its row and its header, and goes back to what it was with the flag', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [envelope(1), envelope(2, { flags: marked })], complete);
    const rows = store.openView(inbox).rows(0, 10);
    expect(rows.map(({ markedDeleted }) => markedDeleted)).toEqual([true, false]);
    expect(store.header(idOf(store, inbox, 2))?.markedDeleted).toBe(true);
    const changes = store.saveFlags(inbox, [{ uid: 2, flags: flags() }]);
    expect(changes.updated).toEqual([idOf(store, inbox, 2)]);
    expect(store.header(idOf(store, inbox, 2))?.markedDeleted).toBe(false);
  });

  it('is among the unread and flagged ones as the server finds them', () => {
    const { store, inbox } = memoryStore();
    const seen = flags({ seen: true });
    const both = flags({ deleted: true, flagged: true });
    const read = flags({ deleted: true, seen: true });
    const kinds = [flags(), seen, marked, both, read, flags({ seen: true, flagged: true })];
    store.saveWindow(
      inbox,
      kinds.map((flags, index) => envelope(index + 1, { flags })),
      complete,
    );
    expect(store.uidsMarked(inbox, 'unseen').toSorted()).toEqual([1, 3, 4]);
    expect(store.uidsMarked(inbox, 'flagged').toSorted()).toEqual([4, 6]);
    expect(store.countUids(inbox, 2, 5)).toBe(4);
  });

  it('is found there without looking at the unread messages of other folders', () => {
    const { store, inbox, trash } = memoryStore();
    store.saveWindow(inbox, [...envelopes(1, 3)], complete);
    store.saveWindow(trash, [...envelopes(4, 6)], complete);
    expect([store.uidsMarked(inbox, 'unseen'), store.uidsMarked(trash, 'unseen')]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('counts in the total and not as unread, whatever is found, removed or marked', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [...envelopes(1, 4), envelope(5, { flags: marked })], complete);
    expect(counts(store, inbox)).toEqual([5, 4]);
    store.saveFlags(inbox, [{ uid: 1, flags: marked }]);
    expect(counts(store, inbox)).toEqual([5, 3]);
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ deleted: true, seen: true }) }]);
    expect(counts(store, inbox)).toEqual([5, 3]);
    store.removeUids(inbox, [1, 5]);
    expect(counts(store, inbox)).toEqual([3, 3]);
    store.saveFlags(inbox, [{ uid: 2, flags: marked }]);
    store.saveFlags(inbox, [{ uid: 2, flags: flags() }]);
    expect(counts(store, inbox)).toEqual([3, 3]);
  });

  it('is not unread by STATUS either, whose UNSEEN counts it', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(
      inbox,
      [
        ...envelopes(1, 3),
        envelope(4, { flags: marked }),
        envelope(5, { flags: flags({ deleted: true, seen: true }) }),
      ],
      complete,
    );
    expect(store.saveFolderStatus(inbox, { messages: 5, unseen: 4 })).toBe(false);
    expect(counts(store, inbox)).toEqual([5, 3]);
    // In a folder of which only the newest messages are stored as well.
    store.saveFolderSync(inbox, syncState({ lowestUid: 91 }));
    store.saveFolderStatus(inbox, { messages: 50, unseen: 20 });
    expect(counts(store, inbox)).toEqual([50, 19]);
    // Never less than none, when STATUS is ahead of the stored flags.
    store.saveFolderStatus(inbox, { messages: 50, unseen: 0 });
    expect(counts(store, inbox)).toEqual([50, 0]);
  });

  it('changes no count while it is moved, read or emptied away', () => {
    const { store, inbox, trash } = memoryStore();
    store.saveWindow(inbox, [...envelopes(1, 3), envelope(4, { flags: marked })], complete);
    const pending = (...operations: QueuedOperation[]) => store.setPending(pendingChanges(operations));
    pending(operation(4, toTrash), operation(3, toTrash));
    expect([counts(store, inbox), counts(store, trash)]).toEqual([
      [2, 2],
      [2, 1],
    ]);
    pending(operation(4, { kind: 'set_seen', seen: true }), operation(3, { kind: 'set_seen', seen: true }));
    expect(counts(store, inbox)).toEqual([4, 2]);
    pending(operation(4, { kind: 'set_seen', seen: false }));
    expect(counts(store, inbox)).toEqual([4, 3]);
    pending(operation(0, { kind: 'set_folder_seen', highestUid: 2 }));
    expect(counts(store, inbox)).toEqual([4, 1]);
  });

  it('counts as read in a cache of a former version too', () => {
    const path = join(temporaryFolder(), 'cache.db');
    const former = new Database(path, 'cache');
    const version = cacheMigrations.findIndex((sql) => sql.includes('messages_marked_deleted'));
    for (const sql of cacheMigrations.slice(0, version)) former.exec(sql);
    former.exec(`PRAGMA user_version = ${version}`);
    const insert = (box: number, uid: number, bits: number): void => {
      former.run(
        `INSERT INTO messages (id, box, uid, flags, received_at, size, has_attachments, from_name, from_address, to_name,
           to_address, subject, detail) VALUES (?, ?, ?, ?, 0, 0, 0, '', '', '', '', '', '{}')`,
        box * 10 + uid,
        box,
        uid,
        bits,
      );
    };
    const folder = (box: number, path: string, isComplete: number): void => {
      former.run(
        `INSERT INTO folders (box, path, name, selectable, remote_total, remote_unseen, stored, stored_unseen, uid_validity, complete)
         VALUES (?, ?, ?, 1, 9, 7, 3, 2, 7, ?)`,
        box,
        JSON.stringify(path),
        path,
        isComplete,
      );
      for (const [uid, bits] of [
        [1, 0],
        [2, 16],
        [3, 17],
      ] as const) {
        insert(box, uid, bits);
      }
    };
    folder(1, 'INBOX', 1);
    folder(2, 'Trash', 0);
    former.close();
    const { store } = openMailStore({ path, accountId, now: () => noon });
    const unread = store.folders().map((each) => [each.path, each.unread]);
    store.close();
    expect(unread).toEqual([
      ['INBOX', 1],
      ['Trash', 7],
    ]);
  });
});

describe('B18 where messages with \\Deleted are hidden', () => {
  function hiding() {
    const fixture = memoryStore();
    fixture.store.hideMarkedDeleted(true);
    return fixture;
  }

  it('lists and totals are without them, and they come back when they are shown again', () => {
    const { store, inbox, trash } = memoryStore();
    store.saveWindow(inbox, [...envelopes(1, 3), envelope(4, { flags: marked })], complete);
    store.saveWindow(trash, envelopes(1, 2), complete);
    const view = store.openView(inbox);
    expect(view.total).toBe(4);
    const changes = store.hideMarkedDeleted(true);
    expect(changes).toMatchObject([{ folderId: inbox, added: [], removed: [], updated: [], rebuilt: true }]);
    expect(store.hideMarkedDeleted(true)).toEqual([]);
    expect([view.total, view.indexOf(idOf(store, inbox, 4)), counts(store, inbox)]).toEqual([3, null, [3, 3]]);
    expect(subjects(store, inbox)).toEqual(['Subject 3', 'Subject 2', 'Subject 1']);
    expect(store.newestWithoutBody(inbox, 1)).toEqual([idOf(store, inbox, 3)]);
    expect(store.hideMarkedDeleted(false).map(({ folderId }) => folderId)).toEqual([inbox]);
    expect([view.total, counts(store, inbox)]).toEqual([4, [4, 3]]);
  });

  it('one that is marked leaves the list, and one that is unmarked comes back, as changes tell', () => {
    const { store, inbox } = hiding();
    const first = store.saveWindow(inbox, [...envelopes(1, 2), envelope(3, { flags: marked })], complete);
    expect(first.added).toEqual([idOf(store, inbox, 1), idOf(store, inbox, 2)]);
    const gone = store.saveFlags(inbox, [
      { uid: 1, flags: marked },
      { uid: 2, flags: flags({ seen: true }) },
    ]);
    expect([gone.removed, gone.updated]).toEqual([[idOf(store, inbox, 1)], [idOf(store, inbox, 2)]]);
    const back = store.saveWindow(inbox, [envelope(3), envelope(1, { flags: marked })], complete);
    expect([back.added, back.removed, back.updated]).toEqual([[idOf(store, inbox, 3)], [], []]);
    expect(subjects(store, inbox)).toEqual(['Subject 3', 'Subject 2']);
    expect(store.removeUids(inbox, [1]).removed).toEqual([]);
    expect(store.openView(inbox).total).toBe(2);
  });

  it('an operation that ends does not show one again', () => {
    const { store, inbox, trash } = hiding();
    store.saveWindow(inbox, [...envelopes(1, 2), envelope(3, { flags: marked })], complete);
    store.setPending(pendingChanges([operation(3, toTrash), operation(2, toTrash)]));
    expect([counts(store, inbox), counts(store, trash)]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    const [changes] = store.setPending([]);
    expect(changes?.added).toEqual([idOf(store, inbox, 2)]);
    expect([counts(store, inbox), store.openView(inbox).total]).toEqual([[2, 2], 2]);
    expect(store.setPending(pendingChanges([operation(0, { kind: 'empty_folder', highestUid: 3 })]))).toHaveLength(1);
    expect(counts(store, inbox)).toEqual([0, 0]);
    store.setPending([]);
    expect([counts(store, inbox), subjects(store, inbox)]).toEqual([
      [2, 2],
      ['Subject 2', 'Subject 1'],
    ]);
  });

  it('is hidden without reading the whole folder (Y6)', () => {
    const path = join(temporaryFolder(), 'cache.db');
    openMailStore({ path, accountId, now: () => noon }).store.close();
    const database = new Database(path, 'cache');
    database.exec('CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)');
    const plans = Object.values(hidingQueries).map((sql) => {
      const values = Array.from(sql.matchAll(/\?/g), () => 1);
      return database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail);
    });
    database.close();
    expect(plans).toEqual([
      ['SEARCH placements USING COVERING INDEX placements_by_uid (box=? AND uid<?)'],
      [expect.stringMatching(/^SEARCH placements USING (COVERING )?INDEX placements_marked_deleted \(box=\?\)$/)],
    ]);
  });

  it('another UIDVALIDITY, and a folder that goes and comes back, begin with none hidden', () => {
    const { store, inbox } = hiding();
    store.saveWindow(inbox, [envelope(1), envelope(2, { flags: marked })], complete);
    store.resetFolder(inbox);
    expect(store.openView(inbox).total).toBe(0);
    store.saveWindow(inbox, envelopes(1, 2), syncState({ uidValidity: 8, complete: true }));
    expect([store.openView(inbox).total, counts(store, inbox)]).toEqual([2, [2, 2]]);
    store.saveFolders([inboxFolder]);
    expect(store.openView(inbox).total).toBe(2);
  });

  it.each(seedsOf(3))('shows what a plain list would, under random changes (Y5, seed %i)', (seed) => {
    const random = seededRandom(seed);
    const { store, inbox } = memoryStore();
    const model = new Map<number, { id: MessageId; isMarked: boolean; seen: boolean }>();
    let hide = false;
    let pending: QueuedOperation[] = [];
    let nextUid = 1;
    const view = store.openView(inbox);
    const take = (changes: Changes | readonly Changes[]) => {
      if (random(3) > 0) for (const change of [changes].flat()) view.apply(change);
    };
    const someFlags = () => flags({ deleted: random(4) === 0, seen: random(2) === 0 });
    const someUids = () => [...new Set(Array.from({ length: random(300) }, () => 1 + random(nextUid)))];
    const save = (uids: readonly number[]) => {
      const list = uids.map((uid) => envelope(uid, { flags: someFlags() }));
      take(store.saveWindow(inbox, list, complete));
      for (const { uid, flags: told } of list) {
        const id = idOf(store, inbox, uid);
        model.set(uid, { id, isMarked: told?.deleted === true, seen: told?.seen === true });
      }
    };
    const steps = [
      () => save(Array.from({ length: random(700) }, () => nextUid++)),
      () => save(someUids()),
      () => {
        const list = someUids().map((uid) => ({ uid, flags: someFlags() }));
        take(store.saveFlags(inbox, list));
        for (const { uid, flags: told } of list) {
          const known = model.get(uid);
          if (known) model.set(uid, { ...known, isMarked: told.deleted, seen: told.seen });
        }
      },
      () => {
        const uids = someUids();
        take(store.removeUids(inbox, uids));
        for (const uid of uids) model.delete(uid);
      },
      () => {
        pending = someUids().map((uid) => operation(uid, toTrash));
        take(store.setPending(pendingChanges(pending)));
      },
      () => {
        hide = !hide;
        take(store.hideMarkedDeleted(hide));
      },
    ];
    save(Array.from({ length: 1_200 }, () => nextUid++));
    for (let step = 0; step < 40; step += 1) {
      steps[random(steps.length)]?.();
      const moved = new Set(pending.map(({ uid }) => uid));
      const shown = [...model].filter(([uid, { isMarked }]) => !moved.has(uid) && !(hide && isMarked));
      const expected = shown.map(([, { id }]) => id).sort((a, b) => b - a);
      const unread = shown.filter(([, { seen, isMarked }]) => !seen && !isMarked).length;
      expect(counts(store, inbox)).toEqual([expected.length, unread]);
      for (const current of [view, store.openView(inbox)]) {
        expect(current.total).toBe(expected.length);
        for (const start of [0, random(expected.length + 1), Math.max(0, expected.length - 30)]) {
          expect(current.ids(start, 50)).toEqual(expected.slice(start, start + 50));
        }
      }
    }
  });
});
