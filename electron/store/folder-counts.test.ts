import { describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import type { SqliteMailStore } from './sqlite-mail-store.ts';
import { envelope, envelopes, flags, idOf, memoryStore, operation, syncState, toTrash } from './store-fixture.ts';

describe('folder counts', () => {
  const counts = (store: SqliteMailStore, folderId: FolderId) => {
    const folder = store.folder(folderId);
    return [folder?.total, folder?.unread];
  };

  it("are the server's, move along with our own operations, and settle when the folder is complete", () => {
    const { store, inbox } = memoryStore();
    expect(store.saveFolderStatus(inbox, { messages: 100, unseen: 40 })).toBe(true);
    expect(store.saveFolderStatus(inbox, { messages: 100, unseen: 40 })).toBe(false);
    store.saveWindow(inbox, envelopes(91, 100), syncState({ lowestUid: 91 }));
    expect(counts(store, inbox)).toEqual([100, 40]);
    store.saveFlags(inbox, [{ uid: 100, flags: flags({ seen: true }) }], 'operation');
    store.removeUids(inbox, [99], 'operation');
    expect(counts(store, inbox)).toEqual([99, 38]);
    store.saveFolderSync(inbox, syncState({ complete: true }));
    expect(counts(store, inbox)).toEqual([9, 8]);
  });

  it('do not count twice what STATUS told, while the folder is being filled', () => {
    const { store, inbox } = memoryStore();
    store.saveFolderStatus(inbox, { messages: 1_000, unseen: 100 });
    store.saveWindow(inbox, envelopes(951, 1_000), syncState({ lowestUid: 951 }));
    // Another client reads five and deletes three: STATUS tells, then they are found.
    store.saveFolderStatus(inbox, { messages: 997, unseen: 92 });
    const read = [951, 952, 953, 954, 955].map((uid) => ({ uid, flags: flags({ seen: true }) }));
    store.saveFlags(inbox, read.slice(0, 3));
    store.saveWindow(
      inbox,
      [envelope(954, { flags: flags({ seen: true }) }), envelope(955, { flags: flags({ seen: true }) })],
      syncState({ lowestUid: 951 }),
    );
    store.removeUids(inbox, [956, 957, 958]);
    expect(counts(store, inbox)).toEqual([997, 92]);
  });

  it('follow at once what is found in a complete folder, whether STATUS told or not', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 10), syncState({ complete: true }));
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ seen: true }) }]);
    store.removeUids(inbox, [2]);
    expect(counts(store, inbox)).toEqual([9, 8]);
    store.saveFolderStatus(inbox, { messages: 8, unseen: 7 });
    store.removeUids(inbox, [3]);
    expect(counts(store, inbox)).toEqual([8, 7]);
    store.removeUids(inbox, [4], 'operation');
    expect(counts(store, inbox)).toEqual([7, 6]);
  });

  it('include pending operations, on both sides of a move, but not parked ones or those of another UIDVALIDITY', () => {
    const { store, inbox, trash } = memoryStore();
    store.saveWindow(
      inbox,
      [...envelopes(1, 5), envelope(6, { flags: flags({ seen: true }) })],
      syncState({ complete: true }),
    );
    const changes = store.setPending(
      pendingChanges([
        operation(1, { kind: 'set_seen', seen: true }),
        operation(1, toTrash),
        operation(2, toTrash),
        operation(3, { kind: 'set_seen', seen: true }, { state: 'started' }),
        operation(4, { kind: 'set_seen', seen: true }, { state: 'parked' }),
        operation(5, { kind: 'set_seen', seen: true }, { uidValidity: 6 }),
        operation(6, { kind: 'set_seen', seen: false }),
        operation(5, { kind: 'move', destination: 'INBOX' }),
        operation(77, toTrash),
        operation(1, toTrash, { folderPath: 'Nowhere' }),
      ]),
    );
    expect(changes).toHaveLength(1);
    expect(changes[0]?.removed).toEqual([idOf(store, inbox, 1), idOf(store, inbox, 2)]);
    expect(changes[0]?.updated).toEqual([idOf(store, inbox, 3), idOf(store, inbox, 6)]);
    expect([counts(store, inbox), counts(store, trash)]).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(store.header(idOf(store, inbox, 3))?.seen).toBe(true);
    expect(store.localMessages(inbox, 3, 3)[0]?.flags.seen).toBe(false);

    // The result reaches the cache, then the operations leave the queue: nothing flickers.
    expect(store.saveFlags(inbox, [{ uid: 3, flags: flags({ seen: true }) }]).updated).toHaveLength(1);
    expect(store.removeUids(inbox, [1, 2]).removed).toEqual([]);
    expect(counts(store, inbox)).toEqual([4, 3]);
    const after = store.setPending([]);
    expect(after).toMatchObject([{ folderId: inbox, added: [], removed: [], updated: [idOf(store, inbox, 6)] }]);
    expect(counts(store, inbox)).toEqual([4, 2]);
  });

  it('hide a message that is stored only after its move was asked for', () => {
    const { store, inbox } = memoryStore();
    expect(store.setPending(pendingChanges([operation(2, toTrash)]))).toEqual([]);
    const changes = store.saveWindow(inbox, envelopes(1, 3), syncState());
    expect(changes.added).toEqual([idOf(store, inbox, 1), idOf(store, inbox, 3)]);
    expect(store.openView(inbox).total).toBe(2);
    expect(store.setPending([])[0]?.added).toEqual([idOf(store, inbox, 2)]);
  });
});
