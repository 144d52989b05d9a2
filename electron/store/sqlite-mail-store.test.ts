import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FolderId, MessageBody, MessageId } from '../../shared/mail.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, openMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  envelopes,
  failureCode,
  flags,
  folderIdOf,
  idOf,
  inboxFolder,
  memoryStore,
  noon,
  operation,
  syncState,
  temporaryFolder,
  toTrash,
  trashFolder,
} from './store-fixture.ts';

const pdf: RemotePart = {
  partId: '2',
  mimeType: 'application/pdf',
  charset: null,
  encoding: 'base64',
  size: 5_000,
  disposition: 'attachment',
  filename: '../../etc/evil.pdf',
  contentId: null,
  within: ['multipart/mixed'],
};

function bodyOf(id: MessageId, changes: Partial<MessageBody> = {}): MessageBody {
  return { id, html: null, text: null, truncated: false, attachments: [], ...changes };
}

describe('MailStore, hostile input', () => {
  it('bounds and cleans what a message says of itself', () => {
    const { store, inbox } = memoryStore();
    const long = 'x'.repeat(999);
    const crowd = Array.from({ length: 5_000 }, (_, index) => ({ name: `n${index}\0`, address: '\ud800' }));
    store.saveWindow(
      inbox,
      [
        envelope(1, { subject: `${long}😀`, from: crowd, to: [], messageIdHeader: `<${'m'.repeat(2_000)}>` }),
        envelope(2, {
          subject: 'a\0b\udc00c',
          internalDate: Number.NaN,
          sentAt: Number.NEGATIVE_INFINITY,
          size: Number.NaN,
        }),
        envelope(3, { internalDate: -1e18 }),
        envelope(4, { internalDate: 1e300 }),
        envelope(0),
        envelope(-5),
        envelope(1.5),
        envelope(2 ** 32),
        envelope(Number.NaN),
      ],
      syncState(),
    );
    expect(store.storedCount(inbox)).toBe(4);
    const first = store.header(idOf(store, inbox, 1));
    expect(first).toMatchObject({ subject: long, messageIdHeader: null, to: [] });
    expect(first?.from).toHaveLength(500);
    expect(first?.from[0]).toEqual({ name: 'n0\ufffd', address: '\ufffd' });
    expect(store.header(idOf(store, inbox, 2))).toMatchObject({
      subject: 'a\ufffdb\ufffdc',
      receivedAt: null,
      sentAt: null,
      size: null,
    });
    expect(store.openView(inbox).rows(0, 10)).toHaveLength(4);
  });

  it('keeps folder names that are no Unicode apart, and their children sorted below them', () => {
    const { store } = memoryStore();
    const names = [
      '\ud800',
      '\ud801',
      'a\0b',
      'a',
      "'; DROP TABLE folders; --",
      'b/'.repeat(5_000),
      'sent\n',
      '__proto__',
    ];
    const list = [inboxFolder, ...names.map((path) => ({ ...inboxFolder, path, name: path, role: null }))];
    expect(store.saveFolders([...list, ...list])).toBe(true);
    expect(store.saveFolders(list)).toBe(false);
    expect(
      store
        .folders()
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['INBOX', ...names].sort());
  });

  it('does not forget all mail over an empty LIST', () => {
    const { store } = memoryStore();
    expect(store.saveFolders([])).toBe(false);
    expect(store.folders()).toHaveLength(2);
  });

  it('gives every message of one second its own id, in the order of the UIDs, whichever window came first', () => {
    const { store, inbox, trash } = memoryStore();
    const same = (from: number, to: number) => envelopes(from, to).map((one) => ({ ...one, internalDate: noon }));
    store.saveWindow(inbox, same(51, 100), syncState());
    store.saveWindow(inbox, same(1, 50), syncState());
    store.saveWindow(trash, same(1, 100), syncState());
    const uids = (folderId: FolderId) =>
      store
        .openView(folderId)
        .rows(0, 100)
        .map(({ subject }) => Number(subject.slice(8)));
    const descending = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(uids(inbox)).toEqual(descending);
    expect(uids(trash)).toEqual(descending);
    // The largest UID takes the last id of its second: the next one flows into the following second.
    store.saveWindow(trash, [envelope(2 ** 20 - 1, { internalDate: noon })], syncState());
    store.saveWindow(inbox, [envelope(2 ** 20 - 1, { internalDate: noon })], syncState());
    expect(idOf(store, inbox, 2 ** 20 - 1)).toBe((noon / 1000 + 1) * 2 ** 20);
  });

  it('survives calls about folders and messages that are not there', () => {
    const { store, inbox } = memoryStore();
    const [folder, message] = [999 as FolderId, 999 as MessageId];
    const nothing = { folderId: folder, added: [], removed: [], updated: [] };
    expect(store.saveWindow(folder, envelopes(1, 2), syncState())).toEqual(nothing);
    expect(store.saveFlags(folder, [])).toEqual(nothing);
    expect(store.removeUids(folder, [1])).toEqual(nothing);
    expect(store.saveFolderStatus(folder, { messages: 1, unseen: 1 })).toBe(false);
    expect(() => store.saveFolderSync(folder, syncState())).not.toThrow();
    expect(() => store.saveBody(message, bodyOf(message), '')).not.toThrow();
    expect([store.folder(folder), store.folderSync(folder), store.folderByRole('junk')]).toEqual([null, null, null]);
    expect([store.place(message), store.header(message), store.body(message)]).toEqual([null, null, null]);
    expect([store.attachments(message), store.localMessages(folder, 1, 9), store.storedCount(folder)]).toEqual([
      [],
      [],
      0,
    ]);
    expect(store.removeUids(inbox, [4_000_000_000, Number.NaN])).toMatchObject({ removed: [] });
  });
});

describe('MailStore', () => {
  it('keeps bodies exactly, NUL and byte order mark included', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [envelope(1, { parts: [pdf] })], syncState());
    const id = idOf(store, inbox, 1);
    expect(store.body(id)).toBeNull();
    expect(store.attachments(id)).toMatchObject([{ partId: '2', filename: expect.not.stringContaining('/') }]);
    expect(store.openView(inbox).rows(0, 1)).toMatchObject([{ snippet: '', hasAttachments: true }]);
    const body = bodyOf(id, { html: '\ufeff<p>a\0b</p>', text: 'a\0b', truncated: true });
    store.saveBody(id, body, 's'.repeat(300));
    expect(store.body(id)).toEqual(body);
    expect(store.header(id)?.attachments).toEqual([]);
    expect(store.openView(inbox).rows(0, 1)).toMatchObject([{ snippet: 's'.repeat(200), hasAttachments: false }]);
    store.removeUids(inbox, [1]);
    expect(store.body(id)).toBeNull();
  });

  it('tells what changed, and nothing when nothing did', () => {
    const { store, inbox } = memoryStore();
    const stored = store.saveWindow(inbox, envelopes(1, 3), syncState());
    expect([stored.added.length, stored.updated, stored.removed]).toEqual([3, [], []]);
    const again = store.saveWindow(
      inbox,
      [envelope(2), envelope(3, { flags: flags({ seen: true }) }), envelope(4)],
      syncState(),
    );
    expect([again.added, again.updated]).toEqual([[idOf(store, inbox, 4)], [idOf(store, inbox, 3)]]);
    expect(store.saveFlags(inbox, [{ uid: 3, flags: flags({ seen: true }) }]).updated).toEqual([]);
    const id = idOf(store, inbox, 1);
    expect(store.removeUids(inbox, [1, 1, 99]).removed).toEqual([id]);
    expect(store.localMessages(inbox, 2, 3)).toMatchObject([{ uid: 2 }, { uid: 3, flags: flags({ seen: true }) }]);
  });

  it('keeps what sync knows of a folder, 63 bits of MODSEQ included', () => {
    const { store, inbox } = memoryStore();
    expect(store.folderSync(inbox)).toMatchObject({ uidValidity: null, complete: false, lowestUid: null });
    expect(store.folder(inbox)?.syncState).toBe('never');
    const sync = syncState({
      highestModseq: 2n ** 63n - 1n,
      uidValidity: 2 ** 32 - 1,
      uidNext: 2 ** 32 - 1,
      lowestUid: 5,
    });
    store.saveFolderSync(inbox, sync);
    expect(store.folderByRole('inbox')).toEqual({ folderId: inbox, path: 'INBOX', role: 'inbox', ...sync });
    expect(store.folder(inbox)?.syncState).toBe('partial');
    store.saveFolderSync(inbox, { ...sync, complete: true });
    expect(store.folder(inbox)?.syncState).toBe('complete');
  });

  it('never mixes messages of two UIDVALIDITYs (Y1)', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 5), syncState());
    const old = idOf(store, inbox, 1);
    const changes = store.saveWindow(inbox, [envelope(1, { subject: 'New' })], syncState({ uidValidity: 8 }));
    expect(changes).toMatchObject({ rebuilt: true, added: [idOf(store, inbox, 1)] });
    expect([store.storedCount(inbox), store.header(old), store.place(old)]).toEqual([1, null, null]);
  });

  it('deletes what rebuilt and removed folders left behind in small steps', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 1_200), syncState());
    const id = idOf(store, inbox, 1_200);
    store.saveBody(id, bodyOf(id, { text: 'text' }), '');
    expect(store.saveFolders([trashFolder])).toBe(true);
    expect([store.header(id), store.body(id)]).toEqual([null, null]);
    let steps = 0;
    while (store.tidy()) steps++;
    expect(steps).toBe(3);
  });

  it('lists folders as a tree, special ones first', () => {
    const { store } = memoryStore();
    const paths = [
      'Zoo',
      'Trash',
      'Zoo/10',
      'alpha',
      'Zoo/9',
      'INBOX/Later',
      'INBOX',
      'Zoo Park',
      'Alpha/x',
      'Zoo/9/deep',
    ];
    const roles = new Map([
      ['INBOX', inboxFolder.role],
      ['Trash', trashFolder.role],
    ]);
    store.saveFolders(
      paths.map((path) => ({
        ...inboxFolder,
        path,
        name: path.split('/').at(-1) ?? '',
        role: roles.get(path) ?? null,
      })),
    );
    expect(store.folders().map(({ path, depth }) => `${path} ${depth}`)).toEqual([
      'INBOX 0',
      'INBOX/Later 1',
      'Trash 0',
      'alpha 0',
      'Alpha/x 0',
      'Zoo 0',
      'Zoo/9 1',
      'Zoo/9/deep 2',
      'Zoo/10 1',
      'Zoo Park 0',
    ]);
  });
});

describe('a full disk', () => {
  it('stops writing with a clear error, reads on, and recovers (D2)', () => {
    const path = join(temporaryFolder(), 'cache.db');
    const { database } = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon });
    const store = createMailStore(database, accountId);
    store.saveFolders([inboxFolder]);
    const inbox = folderIdOf(store, 'INBOX');
    store.saveWindow(inbox, envelopes(1, 50), syncState());
    const view = store.openView(inbox);
    database.exec('PRAGMA max_page_count = 1');
    expect(failureCode(() => store.saveWindow(inbox, envelopes(51, 2_000), syncState({ complete: true })))).toBe(
      'disk_full',
    );
    const id = idOf(store, inbox, 50);
    expect(failureCode(() => store.saveBody(id, bodyOf(id, { text: 'x'.repeat(1e6) }), ''))).toBe('disk_full');

    expect([view.total, view.rows(0, 100).length, store.storedCount(inbox)]).toEqual([50, 50, 50]);
    expect([store.header(id)?.subject, store.body(id)]).toEqual(['Subject 50', null]);
    expect(store.folder(inbox)?.syncState).toBe('partial');
    store.setPending(pendingChanges([operation(50, toTrash)]));
    expect(view.total).toBe(49);

    database.exec('PRAGMA max_page_count = 1000000');
    store.saveWindow(inbox, envelopes(51, 2_000), syncState({ complete: true }));
    expect(view.rows(1_990, 100)).toHaveLength(9);
    store.close();
  });
});

describe('the search index', () => {
  it('holds headers at once, the text once it came, and nothing of removed messages', () => {
    const path = join(temporaryFolder(), 'cache.db');
    const { database } = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon });
    const store = createMailStore(database, accountId);
    const find = (words: string) =>
      database
        .all<{ rowid: MessageId }>('SELECT rowid FROM message_words WHERE message_words MATCH ?', words)
        .map(({ rowid }) => rowid);
    store.saveFolders([inboxFolder]);
    const inbox = folderIdOf(store, 'INBOX');
    store.saveWindow(inbox, [envelope(1, { subject: 'Café' }), envelope(2)], syncState());
    const [first, second] = [idOf(store, inbox, 1), idOf(store, inbox, 2)];
    expect([find('cafe'), find('grace')]).toEqual([[first], [first, second]]);
    store.saveBody(first, bodyOf(first, { text: 'kept\0words' }), '');
    store.saveBody(second, bodyOf(second, { html: '<style>hidden</style><p>Brontosaurus</p>' }), '');
    expect([find('words'), find('brontosaurus'), find('hidden'), find('cafe')]).toEqual([
      [first],
      [second],
      [],
      [first],
    ]);
    store.removeUids(inbox, [1]);
    const shown = (text: string): MessageId[] => store.openSearch({ folderId: null, text }).ids(0, 9);
    expect([shown('cafe'), shown('words'), shown('grace')]).toEqual([[], [], [second]]);
    // For a while it stays in the index, since it may have been moved.
    expect(find('words')).toEqual([first]);
    store.close();
    const again = openMailStore({ path, accountId, now: () => noon }).store;
    expect(again.openSearch({ folderId: null, text: 'grace' }).total).toBe(1);
    again.close();
    const left = new Database(path, 'cache');
    const words = 'SELECT rowid FROM message_words WHERE message_words MATCH ?';
    expect(['cafe', 'words', 'grace'].map((word) => left.all(words, word).length)).toEqual([0, 0, 1]);
    left.close();
  });
});
