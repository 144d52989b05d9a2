import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import type { SqliteMailStore } from '../store/sqlite-mail-store.ts';
import {
  envelope,
  envelopes,
  flags,
  folderIdOf,
  idOf,
  inboxFolder,
  memoryStore,
  operation,
  syncState,
  toTrash,
  trashFolder,
} from '../store/store-fixture.ts';

const seenUpTo = (highestUid: number) => operation(0, { kind: 'set_folder_seen', highestUid });
const emptied = (highestUid: number) => operation(0, { kind: 'empty_folder', highestUid });
const counts = (store: SqliteMailStore, folderId: FolderId) => {
  const folder = store.folder(folderId);
  return [folder?.total, folder?.unread];
};
const shown = (store: SqliteMailStore, folderId: FolderId) =>
  store
    .openView(folderId)
    .rows(0, 100)
    .map(({ subject, seen }) => `${subject.slice(8)}${seen ? '' : ' new'}`);

describe('pending operations on a whole folder', () => {
  it('mark what was there as read, in the list and in the count, also what was never stored', () => {
    const { store, inbox } = memoryStore();
    store.saveFolderStatus(inbox, { messages: 100, unseen: 40 });
    store.saveWindow(inbox, envelopes(97, 100), syncState({ lowestUid: 97 }));
    const changes = store.setPending(pendingChanges([seenUpTo(99)]));
    expect(changes).toMatchObject([{ folderId: inbox, rebuilt: true }]);
    expect([counts(store, inbox), shown(store, inbox)]).toEqual([
      [100, 1],
      ['100 new', '99', '98', '97'],
    ]);
    expect(store.header(idOf(store, inbox, 98))?.seen).toBe(true);
    expect(store.targets([idOf(store, inbox, 98)])[0]?.seen).toBe(true);
    store.setPending([]);
    expect([counts(store, inbox)[1], shown(store, inbox)[1]]).toEqual([40, '99 new']);
  });

  it('the later one decides between a message and its folder', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 3), syncState({ complete: true }));
    const before = operation(1, { kind: 'set_seen', seen: false });
    const folder = seenUpTo(3);
    const after = operation(2, { kind: 'set_seen', seen: false });
    store.setPending(pendingChanges([before, folder, after]));
    expect([shown(store, inbox), counts(store, inbox)]).toEqual([
      ['3', '2 new', '1'],
      [3, 1],
    ]);
  });

  it('hide what is to be emptied, whatever is stored, moved or removed meanwhile', () => {
    const { store, inbox, trash } = memoryStore();
    store.saveWindow(trash, envelopes(1, 6), syncState({ complete: true }));
    store.saveWindow(inbox, envelopes(1, 1), syncState({ complete: true }));
    const view = store.openView(trash);
    expect(view.total).toBe(6);
    const out = operation(2, { kind: 'move', destination: 'INBOX' }, { folderPath: 'Trash' });
    const empty = { ...emptied(5), folderPath: 'Trash' };
    store.setPending(pendingChanges([out, empty]));
    expect([view.total, view.rows(0, 9).map(({ subject }) => subject), view.ids(0, 9)]).toEqual([
      1,
      ['Subject 6'],
      [idOf(store, trash, 6)],
    ]);
    expect([counts(store, trash), counts(store, inbox)]).toEqual([
      [1, 1],
      [2, 2],
    ]);
    // The move is carried out, older messages are found, new ones come, some are removed.
    store.removeUids(trash, [2], 'operation');
    expect(store.setPending(pendingChanges([empty])).every(({ folderId }) => folderId !== trash)).toBe(true);
    store.saveWindow(
      trash,
      [envelope(7), envelope(4, { flags: flags({ seen: true }) })],
      syncState({ complete: true }),
    );
    store.removeUids(trash, [1, 3]);
    expect([view.total, shown(store, trash), counts(store, trash)]).toEqual([2, ['7 new', '6 new'], [2, 2]]);
    store.setPending([]);
    expect([view.total, shown(store, trash)]).toEqual([4, ['7 new', '6 new', '5 new', '4']]);
    expect(counts(store, trash)).toEqual([4, 3]);
  });

  it('mean nothing under another UIDVALIDITY (Y1)', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 3), syncState());
    store.setPending(pendingChanges([emptied(3), seenUpTo(3)]));
    expect(store.openView(inbox).total).toBe(0);
    store.resetFolder(inbox);
    store.saveWindow(inbox, envelopes(1, 2), syncState({ uidValidity: 8 }));
    expect(shown(store, inbox)).toEqual(['2 new', '1 new']);
  });

  it('deletion hides the message alone, and a parked one shows it again', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 2), syncState({ complete: true }));
    const deletion = operation(1, { kind: 'delete' });
    expect(store.setPending(pendingChanges([deletion]))).toMatchObject([{ removed: [idOf(store, inbox, 1)] }]);
    expect(counts(store, inbox)).toEqual([1, 1]);
    expect(store.targets([idOf(store, inbox, 1)])).toMatchObject([{ deleted: true, destination: null }]);
    expect(store.setPending(pendingChanges([{ ...deletion, state: 'parked' }]))[0]?.added).toEqual([
      idOf(store, inbox, 1),
    ]);
  });

  it('stars show like read state', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 2), syncState({ complete: true }));
    const id = idOf(store, inbox, 1);
    const starred = operation(1, { kind: 'set_flagged', flagged: true });
    expect(store.setPending(pendingChanges([starred]))).toMatchObject([{ updated: [id] }]);
    expect([store.header(id)?.flagged, store.openView(inbox).rows(1, 1)[0]?.flagged]).toEqual([true, true]);
    expect(store.targets([id, id, 5 as MessageId])).toMatchObject([{ id, uid: 1, flagged: true, seen: false }]);
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ flagged: true }) }], 'operation');
    expect(store.setPending([])).toEqual([]);
  });
});

describe('pending operations on folders', () => {
  const create = (path: string) => operation(0, { kind: 'create_folder', delimiter: '/' }, { folderPath: path });
  const rename = (path: string, newPath: string) =>
    operation(0, { kind: 'rename_folder', newPath, delimiter: '/' }, { folderPath: path });
  const remove = (path: string) => operation(0, { kind: 'delete_folder', delimiter: '/' }, { folderPath: path });
  const listed = (path: string) => ({ ...inboxFolder, path, name: path, role: null });
  const names = (store: SqliteMailStore) => store.folders().map(({ name, depth }) => `${' '.repeat(depth)}${name}`);

  it('show a folder that is to be created until the server has it, or it is given up', () => {
    const { store } = memoryStore();
    store.setPending(
      pendingChanges([create('Work'), create('Work/New'), operation(1, { kind: 'move', destination: 'Work' })]),
    );
    expect(names(store)).toEqual(['INBOX', 'Trash', 'Work', ' New']);
    const work = folderIdOf(store, 'Work');
    expect(store.folder(work)).toMatchObject({ selectable: false, syncState: 'never', total: 0 });
    expect(store.saveFolders([inboxFolder, trashFolder])).toBe(false);
    expect(store.saveFolders([inboxFolder, trashFolder, listed('Work')])).toBe(true);
    expect(store.folder(work)?.selectable).toBe(true);
    store.setPending([]);
    expect(names(store)).toEqual(['INBOX', 'Trash', 'Work']);
    expect(folderIdOf(store, 'Work')).toBe(work);
  });

  it('show the new name in its place, and keep the server’s path for the connection', () => {
    const { store } = memoryStore();
    store.saveFolders([inboxFolder, trashFolder, listed('Alpha'), listed('Alpha/One'), listed('Beta')]);
    store.setPending(pendingChanges([rename('Alpha', 'Gamma')]));
    expect(names(store)).toEqual(['INBOX', 'Trash', 'Beta', 'Gamma', ' Alpha/One']);
    expect(store.folders().at(-1)?.path).toBe('Alpha/One');
    store.renameFolder('Alpha', 'Gamma', '/');
    expect(store.folders().map(({ path }) => path)).toEqual(['INBOX', 'Trash', 'Beta', 'Gamma', 'Gamma/One']);
  });

  it('a rename keeps what is stored, whatever LIST said in between', () => {
    const { store } = memoryStore();
    store.saveFolders([inboxFolder, trashFolder, listed('Alpha')]);
    const alpha = folderIdOf(store, 'Alpha');
    store.saveWindow(alpha, envelopes(1, 3), syncState());
    const view = store.openView(alpha);
    // Without the operation LIST cannot know; with it the folder keeps its id.
    store.setPending(pendingChanges([rename('Alpha', 'Beta')]));
    store.saveFolders([inboxFolder, trashFolder, listed('Beta')]);
    expect([folderIdOf(store, 'Beta'), view.total]).toEqual([alpha, 3]);
    store.renameFolder('Alpha', 'Beta', '/');
    expect([folderIdOf(store, 'Beta'), view.total]).toEqual([alpha, 3]);
  });

  it('hide a folder that is to be deleted', () => {
    const { store, inbox } = memoryStore();
    store.saveFolders([inboxFolder, trashFolder, listed('Alpha')]);
    const alpha = folderIdOf(store, 'Alpha');
    store.saveWindow(alpha, envelopes(1, 3), syncState());
    store.setPending(pendingChanges([remove('Alpha'), operation(1, toTrash)]));
    expect([names(store), store.folder(alpha)]).toEqual([['INBOX', 'Trash'], null]);
    store.setPending([]);
    expect(names(store)).toEqual(['INBOX', 'Trash', 'Alpha']);
    store.removeFolder('Alpha');
    store.removeFolder('Alpha');
    expect([names(store), store.openView(alpha).total, store.folder(inbox)?.name]).toEqual([
      ['INBOX', 'Trash'],
      0,
      'INBOX',
    ]);
  });
});
