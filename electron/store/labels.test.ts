import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { RemoteFolder } from '../mail/remote-mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import type { SqliteMailStore } from './sqlite-mail-store.ts';
import {
  envelope,
  flags,
  folderIdOf,
  inboxFolder,
  memoryStore,
  noon,
  operation,
  syncState,
  trashFolder,
} from './store-fixture.ts';

const named = (path: string, role: RemoteFolder['role'] = null): RemoteFolder => ({
  ...inboxFolder,
  path,
  name: path.split('/').at(-1) ?? path,
  role,
});
const allMail = '[Gmail]/All Mail';

/** One message (UID 1 everywhere) in the inbox, under "Receipts" and in All Mail, and another one in All Mail alone. */
function labelledStore() {
  const { store } = memoryStore();
  store.saveLabelled(true);
  const others = [named('Receipts'), named('Work'), named('[Gmail]/Important'), named(allMail, 'all')];
  store.saveFolders([inboxFolder, trashFolder, ...others]);
  const folder = (path: string): FolderId => folderIdOf(store, path);
  const one = (uid: number) => envelope(uid, { emailId: 'one', subject: 'Invoice', internalDate: noon });
  store.saveWindow(folder('INBOX'), [one(1)], syncState());
  store.saveWindow(folder('Receipts'), [one(11)], syncState());
  store.saveWindow(
    folder(allMail),
    [one(21), envelope(22, { emailId: 'two', subject: 'Old invoice', internalDate: noon - 60_000 })],
    syncState(),
  );
  store.saveWindow(folder('Trash'), [], syncState());
  return { store, folder };
}

const idIn = (store: SqliteMailStore, folderId: FolderId): MessageId => {
  const [id] = store.openView(folderId).ids(0, 1);
  if (id === undefined) throw new Error('nothing is shown there');
  return id;
};
const subjects = (store: SqliteMailStore, text: string) =>
  store
    .openSearch({ folderId: null, text })
    .rows(0, 10)
    .map(({ subject, folderId }) => [subject, folderId]);

describe('where folders are labels', () => {
  it('a message tells of its labels besides the folder it is looked at in, and of no folder of Gmail’s own', () => {
    const { store, folder } = labelledStore();
    expect(store.folders().flatMap(({ path, isLabel }) => (isLabel ? [path] : []))).toEqual([
      'INBOX',
      'Receipts',
      'Work',
    ]);
    const labelsIn = (path: string) => store.header(idIn(store, folder(path)))?.labels;
    expect(labelsIn('INBOX')).toEqual([folder('Receipts')]);
    expect(labelsIn('Receipts')).toEqual([folder('INBOX')]);
    // What the server tells of folders that are not stored here.
    const told = store.saveLabels(idIn(store, folder('INBOX')), ['INBOX', 'Receipts', 'Work', '\\Important']);
    expect(told.map(({ folderId }) => folderId).sort()).toEqual(
      [folder('INBOX'), folder('Receipts'), folder(allMail)].sort(),
    );
    expect(labelsIn('INBOX')).toEqual([folder('Receipts'), folder('Work')]);
    expect(store.saveLabels(idIn(store, folder('INBOX')), ['\\Important', 'Work', 'Receipts', 'INBOX'])).toEqual([]);
    store.saveLabelled(false);
    expect(labelsIn('INBOX')).toBeUndefined();
  });

  it('read state and star are shown at all places at once, and stored there, however they changed', () => {
    const { store, folder } = labelledStore();
    const places = ['INBOX', 'Receipts', allMail];
    const shown = () => places.map((path) => store.openView(folder(path)).rows(0, 1)[0]?.seen);
    const unread = () => places.map((path) => store.folder(folder(path))?.unread);
    expect([shown(), unread()]).toEqual([
      [false, false, false],
      [1, 1, 2],
    ]);
    const changed = store.setPending(
      pendingChanges([operation(11, { kind: 'set_seen', seen: true }, { folderPath: 'Receipts' })]),
    );
    expect([shown(), unread()]).toEqual([
      [true, true, true],
      [0, 0, 1],
    ]);
    expect(changed.map(({ folderId }) => folderId).sort()).toEqual(places.map(folder).sort());
    store.setPending([]);
    expect(shown()).toEqual([false, false, false]);
    const { elsewhere } = store.saveFlags(folder('INBOX'), [
      { uid: 1, flags: flags({ flagged: true, forwarded: true, deleted: true }) },
    ]);
    expect(elsewhere?.map(({ folderId, updated }) => [folderId, updated.length]).sort()).toEqual(
      [
        [folder('Receipts'), 1],
        [folder(allMail), 1],
      ].sort(),
    );
    // \Deleted is about a place.
    expect(store.localMessages(folder('Receipts'), 1, 99).map((message) => message.flags)).toEqual([
      flags({ flagged: true, forwarded: true }),
    ]);
    store.saveFlags(folder(allMail), [{ uid: 21, flags: flags({ seen: true }) }], 'operation');
    expect([shown(), unread()]).toEqual([
      [true, true, true],
      [0, 0, 1],
    ]);
  });

  it('elsewhere the flags of a copy are its own', () => {
    const { store, folder } = labelledStore();
    store.saveLabelled(false);
    store.setPending(pendingChanges([operation(1, { kind: 'set_flagged', flagged: true })]));
    expect(['INBOX', 'Receipts'].map((path) => store.openView(folder(path)).rows(0, 1)[0]?.flagged)).toEqual([
      true,
      false,
    ]);
    expect(store.saveFlags(folder('INBOX'), [{ uid: 1, flags: flags({ seen: true }) }]).elsewhere).toBeUndefined();
  });

  it('a label that is being removed is gone at once, from the message and with its row, and comes back', () => {
    const { store, folder } = labelledStore();
    const id = idIn(store, folder('INBOX'));
    store.saveLabels(id, ['INBOX', 'Receipts', 'Work']);
    const removing = (label: string) => operation(1, { kind: 'set_label', label, on: false });
    const changed = store.setPending(pendingChanges([removing('Receipts'), removing('Work')]));
    expect(store.header(id)?.labels).toEqual([]);
    expect(store.openView(folder('Receipts')).total).toBe(0);
    expect(store.folder(folder('Receipts'))?.total).toBe(0);
    expect(store.openView(folder(allMail)).total).toBe(2);
    expect(changed.some(({ updated }) => updated.includes(id))).toBe(true);
    store.setPending([]);
    expect(store.header(id)?.labels).toEqual([folder('Receipts'), folder('Work')]);
    expect(store.openView(folder('Receipts')).total).toBe(1);
    store.saveLabel(folder('INBOX'), [1], 'Receipts', false);
    store.saveLabel(folder('INBOX'), [1], 'Work', false);
    expect([
      store.header(id)?.labels,
      store.storedCount(folder('Receipts')),
      store.storedCount(folder(allMail)),
    ]).toEqual([[], 0, 2]);
    store.saveLabel(folder('INBOX'), [1], 'Work', true);
    expect(store.header(id)?.labels).toEqual([folder('Work')]);
  });

  it('what leaves a folder has its label no more, wherever it is looked at, as soon as that is asked for', () => {
    const { store, folder } = labelledStore();
    const under = idIn(store, folder('Receipts'));
    const labels = () => store.header(under)?.labels;
    store.saveLabels(under, ['INBOX', 'Receipts', 'Work']);
    store.setPending(pendingChanges([operation(1, { kind: 'move', destination: allMail })]));
    expect(labels()).toEqual([folder('Work')]);
    store.setPending([]);
    expect(labels()).toEqual([folder('INBOX'), folder('Work')]);
    const { elsewhere = [] } = store.removeUids(folder('INBOX'), [1]);
    expect(elsewhere.some(({ updated }) => updated.includes(under))).toBe(true);
    expect(labels()).toEqual([folder('Work')]);
  });

  it('a label that is being added is shown at once', () => {
    const { store, folder } = labelledStore();
    const id = idIn(store, folder('INBOX'));
    store.setPending(pendingChanges([operation(1, { kind: 'copy', destination: 'Work', seen: false })]));
    expect([store.header(id)?.labels, store.folder(folder('Work'))?.total]).toEqual([
      [folder('Receipts'), folder('Work')],
      1,
    ]);
  });

  it('a removal is shown under a label that is stored after it was asked for', () => {
    const { store, folder } = labelledStore();
    store.setPending(pendingChanges([operation(1, { kind: 'set_label', label: 'Work', on: false })]));
    store.saveWindow(
      folder('Work'),
      [envelope(31, { emailId: 'one', subject: 'Invoice', internalDate: noon })],
      syncState(),
    );
    expect([store.openView(folder('Work')).total, store.storedCount(folder('Work'))]).toEqual([0, 1]);
  });

  it('the trash takes all labels away', () => {
    const { store, folder } = labelledStore();
    const totals = () => ['INBOX', 'Receipts', allMail].map((path) => store.openView(folder(path)).total);
    store.setPending(pendingChanges([operation(1, { kind: 'move', destination: 'Trash' })]));
    expect([totals(), subjects(store, 'invoice')]).toEqual([[0, 0, 1], [['Old invoice', folder(allMail)]]]);
    store.setPending([]);
    expect(totals()).toEqual([1, 1, 2]);
    store.removeElsewhere(folder('INBOX'), [1], 'Trash');
    store.removeUids(folder('INBOX'), [1], 'operation');
    expect(totals()).toEqual([0, 0, 1]);
  });

  it('F5: a search lists each message once, at its place in the inbox before any other, and counts it once', () => {
    const { store, folder } = labelledStore();
    for (const text of ['invoice', 'is:unread', 'has:attachment or is:unread']) {
      expect([text, subjects(store, text)]).toEqual([
        text,
        [
          ['Invoice', folder('INBOX')],
          ['Old invoice', folder(allMail)],
        ],
      ]);
    }
    const view = store.openSearch({ folderId: null, text: 'invoice' });
    expect(view.report()).toMatchObject({ found: 2, searched: 2, messages: 2, fromServer: 0 });
    expect(subjects(store, 'invoice in:Receipts')).toEqual([['Invoice', folder('Receipts')]]);
    // What the server finds at other places of a message that is listed is no further result.
    expect(view.addFound([idIn(store, folder('Receipts'))])).toBe(0);
  });

  it('a search keeps a message that is archived while it is open, and lists it in the inbox again when that is undone', () => {
    const { store, folder } = labelledStore();
    const view = store.openSearch({ folderId: null, text: 'invoice' });
    const places = () => view.rows(0, 10).map(({ folderId }) => folderId);
    const apply = (changes: ReturnType<SqliteMailStore['setPending']>) => {
      for (const each of changes) view.apply(each);
    };
    apply(store.setPending(pendingChanges([operation(1, { kind: 'move', destination: allMail })])));
    expect(places()).toEqual([folder('Receipts'), folder(allMail)]);
    apply(store.setPending([]));
    expect(places()).toEqual([folder('INBOX'), folder(allMail)]);
    apply([store.removeUids(folder('INBOX'), [1], 'operation'), store.removeUids(folder('Receipts'), [11])]);
    expect(places()).toEqual([folder(allMail), folder(allMail)]);
    expect(view.total).toBe(2);
  });
});
