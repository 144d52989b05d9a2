import { beforeEach, describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, inboxFolder, noon, syncState, trashFolder } from './store-fixture.ts';

const moved = {
  subject: 'Minutes',
  messageIdHeader: '<minutes@example.org>',
  internalDate: noon,
  sentAt: noon,
  size: 4_321,
};
let store: SqliteMailStore;
let inbox: FolderId;
let trash: FolderId;

beforeEach(() => {
  const { database } = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon });
  store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder, trashFolder]);
  [inbox, trash] = ['INBOX', 'Trash'].map((path) => store.folders().find((folder) => folder.path === path)?.id) as [
    FolderId,
    FolderId,
  ];
  save(inbox, envelope(5, moved));
  const id = idOf(inbox, 5);
  const attachments = [
    { partId: '2', filename: 'a.pdf', mimeType: 'application/pdf', size: 9, contentId: null, inline: false },
  ];
  store.saveBody(id, { id, html: '<p>Unmistakable</p>', text: null, truncated: false, attachments }, 'Unmistakable');
});

function save(folder: FolderId, ...envelopes: RemoteEnvelope[]): void {
  store.saveWindow(folder, envelopes, syncState());
}

function idOf(folder: FolderId, uid: number): MessageId {
  const id = store.idsOf(folder, [uid]).get(uid);
  if (id === undefined) throw new Error(`no message ${uid}`);
  return id;
}

const text = (folder: FolderId, uid: number): string | null => store.body(idOf(folder, uid))?.html ?? null;
const found = (): (FolderId | undefined)[] =>
  store
    .openSearch({ folderId: trash, text: 'unmistakable' })
    .rows(0, 9)
    .map(({ folderId }) => folderId);

describe('a message that is moved', () => {
  it('keeps its text where it is found in its new folder first', () => {
    save(trash, envelope(9, moved));
    store.removeUids(inbox, [5]);
    expect(text(trash, 9)).toBe('<p>Unmistakable</p>');
    expect(store.openView(trash).rows(0, 1)).toMatchObject([{ snippet: 'Unmistakable', hasAttachments: true }]);
    expect(store.attachments(idOf(trash, 9))).toMatchObject([{ filename: 'a.pdf' }]);
    expect(found()).toEqual([trash]);
  });

  it('keeps it where it is gone from its former folder first', () => {
    store.removeUids(inbox, [5]);
    save(trash, envelope(9, moved));
    expect(text(trash, 9)).toBe('<p>Unmistakable</p>');
    expect(found()).toEqual([trash]);
  });

  it('keeps it where its folder gets another UIDVALIDITY', () => {
    store.saveWindow(inbox, [envelope(77, moved)], syncState({ uidValidity: 8 }));
    expect(text(inbox, 77)).toBe('<p>Unmistakable</p>');
  });

  it('keeps it among a window of others, of other times', () => {
    const others = [6, 7, 8].map((uid) => envelope(uid, { internalDate: noon + uid * 86_400_000 }));
    save(trash, ...others, envelope(9, moved), ...[10, 4_000].map((uid) => envelope(uid)));
    expect([6, 7, 8, 9, 10, 4_000].map((uid) => text(trash, uid))).toEqual([
      null,
      null,
      null,
      '<p>Unmistakable</p>',
      null,
      null,
    ]);
  });

  it('and copied has it in both folders', () => {
    save(trash, envelope(9, moved), envelope(10, moved));
    for (const [folder, uid] of [
      [inbox, 5],
      [trash, 9],
      [trash, 10],
    ] as const)
      expect(text(folder, uid)).not.toBe(null);
  });

  it.each([
    ['another Message-ID', { messageIdHeader: '<other@example.org>' }],
    ['no Message-ID', { messageIdHeader: null }],
    ['another size', { size: 4_322 }],
    ['another INTERNALDATE', { internalDate: noon + 1_000 }],
    ['no INTERNALDATE', { internalDate: null, sentAt: null }],
    ['another subject', { subject: 'Minutes!' }],
  ])('is another message with %s', (_what, change) => {
    save(trash, envelope(9, { ...moved, ...change }));
    expect(text(trash, 9)).toBe(null);
    store.removeUids(inbox, [5]);
    save(trash, envelope(10, { ...moved, ...change }));
    expect(text(trash, 10)).toBe(null);
    expect(found()).toEqual([]);
  });

  it('is forgotten after a hundred others', () => {
    store.removeUids(inbox, [5]);
    for (let uid = 100; uid < 200; uid++) {
      save(inbox, envelope(uid));
      const id = idOf(inbox, uid);
      store.saveBody(id, { id, html: null, text: 'Other', truncated: false, attachments: [] }, 'Other');
      store.removeUids(inbox, [uid]);
    }
    save(trash, envelope(9, moved));
    expect(text(trash, 9)).toBe(null);
  });
});
