import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import type { Database } from './database.ts';
import type { Changes } from './mail-store.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  flags,
  inboxFolder,
  noon,
  seededRandom,
  syncState,
  temporaryFolder,
} from './store-fixture.ts';

const paths = ['INBOX', 'Archive', 'Work'];
let database: Database;
let store: SqliteMailStore;

beforeEach(() => {
  database = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon }).database;
  store = createMailStore(database, accountId);
  store.saveFolders(
    paths.map((path) => ({ ...inboxFolder, path, name: path, role: path === 'INBOX' ? 'inbox' : null })),
  );
  onTestFinished(() => store.close());
});

function folder(path: string): FolderId {
  const found = store.folders().find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`no folder ${path}`);
  return found.id;
}

function idIn(path: string, uid: number): MessageId {
  const id = store.idsOf(folder(path), [uid]).get(uid);
  if (id === undefined) throw new Error(`no message ${uid}`);
  return id;
}

function save(path: string, ...envelopes: RemoteEnvelope[]): void {
  store.saveWindow(folder(path), envelopes, syncState());
}

function saveText(path: string, uid: number, text: string): Changes[] {
  const id = idIn(path, uid);
  return store.saveBody(id, { id, html: null, text, truncated: false, attachments: [] }, text);
}

const count = (from: string): number => database.get<{ n: number }>(`SELECT count(*) AS n FROM ${from}`)?.n ?? -1;
const stored = (): readonly number[] => ['placements', 'messages', 'bodies', 'message_words'].map(count);
const textOf = (path: string, uid: number): string | null => store.body(idIn(path, uid))?.text ?? null;
const letter = { subject: 'Minutes', messageIdHeader: '<a@example.org>', internalDate: noon, sentAt: noon, size: 99 };

describe('a message and its places', () => {
  it('is stored and indexed once, with its own flags at each place', () => {
    save('INBOX', envelope(1, letter));
    saveText('INBOX', 1, 'The text');
    save('Archive', envelope(7, { ...letter, flags: flags({ seen: true }) }));
    save('Work', envelope(7, { ...letter, flags: flags({ flagged: true }) }));
    expect(stored()).toEqual([3, 1, 1, 1]);
    expect(paths.map((path) => store.folder(folder(path))?.unread)).toEqual([1, 0, 1]);
    expect(paths.map((path) => store.header(idIn(path, path === 'INBOX' ? 1 : 7)))).toMatchObject([
      { seen: false, flagged: false, folderId: folder('INBOX') },
      { seen: true, flagged: false, folderId: folder('Archive') },
      { seen: false, flagged: true, folderId: folder('Work') },
    ]);
    expect(textOf('Work', 7)).toBe('The text');
    // What arrives of it at one place is there at all of them.
    const changes = saveText('Work', 7, 'The whole text');
    expect(changes).toMatchObject([
      { folderId: folder('INBOX'), updated: [idIn('INBOX', 1)] },
      { folderId: folder('Archive'), updated: [idIn('Archive', 7)] },
      { folderId: folder('Work'), updated: [idIn('Work', 7)] },
    ]);
    expect(paths.map((path) => store.openView(folder(path)).rows(0, 1)[0]?.snippet)).toEqual(
      Array(3).fill('The whole text'),
    );
    store.removeUids(folder('INBOX'), [1]);
    expect([stored(), textOf('Archive', 7)]).toEqual([[2, 1, 1, 1], 'The whole text']);
    store.removeUids(folder('Archive'), [7]);
    store.removeUids(folder('Work'), [7]);
    // Kept for a folder that it may have been moved to, and shown nowhere.
    expect(stored()).toEqual([0, 1, 1, 1]);
    expect(store.openSearch({ folderId: null, text: 'whole' }).report()).toMatchObject({ found: 0, withText: 0 });
  });

  it('never gives its id to another message while it lives on elsewhere', () => {
    save('INBOX', envelope(5, letter));
    saveText('INBOX', 5, 'First');
    save('Archive', envelope(9, letter));
    const former = idIn('INBOX', 5);
    store.removeUids(folder('INBOX'), [5]);
    save('Work', envelope(5, { ...letter, messageIdHeader: '<b@example.org>', subject: 'Second' }));
    expect(idIn('Work', 5)).not.toBe(former);
    expect(store.header(idIn('Work', 5))?.subject).toBe('Second');
    expect(textOf('Work', 5)).toBe(null);
    expect(textOf('Archive', 9)).toBe('First');
  });

  it('is known by EMAILID or X-GM-MSGID, whatever else a server tells of it', () => {
    save('INBOX', envelope(1, { ...letter, emailId: 'M1' }));
    saveText('INBOX', 1, 'The text');
    save('Archive', envelope(2, { ...letter, emailId: 'M1', messageIdHeader: null, internalDate: noon + 9_000_000 }));
    save('Work', envelope(3, { ...letter, emailId: 'M2' }));
    expect([textOf('Archive', 2), textOf('Work', 3)]).toEqual(['The text', null]);
    expect(store.header(idIn('Archive', 2))?.receivedAt).toBe(noon + 9_000_000);
    // One that was stored before the server told of any.
    save('INBOX', envelope(11, { ...letter, messageIdHeader: '<c@example.org>' }));
    saveText('INBOX', 11, 'Former');
    save('Work', envelope(12, { ...letter, messageIdHeader: '<c@example.org>', emailId: 'M3' }));
    save('Archive', envelope(13, { ...letter, messageIdHeader: null, emailId: 'M3' }));
    expect([textOf('Work', 12), textOf('Archive', 13)]).toEqual(['Former', 'Former']);
  });

  it.each([
    ['another sender', { from: [{ name: 'Grace', address: 'mallory@example.org' }] }],
    ["another sender's name", { from: [{ name: 'Mallory', address: 'grace@example.org' }] }],
    ['another recipient', { to: [{ name: 'Ada', address: 'ada@example.net' }] }],
    ['a copy to somebody', { cc: [{ name: '', address: 'eve@example.org' }] }],
    ['another Date', { sentAt: noon - 1 }],
    ['another answer', { inReplyTo: '<z@example.org>' }],
  ])('is another message with %s, though Message-ID, size and INTERNALDATE agree', (_what, change) => {
    save('INBOX', envelope(1, letter));
    saveText('INBOX', 1, 'The text');
    save('Archive', envelope(2, { ...letter, ...change }));
    expect(textOf('Archive', 2)).toBe(null);
  });

  it('is found at each place', () => {
    save('INBOX', envelope(1, letter), envelope(2, { ...letter, messageIdHeader: '<b@example.org>' }));
    save('Archive', envelope(7, letter));
    const search = store.openSearch({ folderId: null, text: 'minutes' });
    expect(search.rows(0, 9).map((row) => row.folderId)).toEqual([folder('INBOX'), folder('Archive'), folder('INBOX')]);
    expect(store.openSearch({ folderId: folder('Archive'), text: 'minutes' }).total).toBe(1);
    expect(store.openSearch({ folderId: null, text: 'is:unread' }).total).toBe(3);
  });

  it('is found whole where it lies at more places than a search looks up at once', () => {
    save('INBOX', ...Array.from({ length: 2_500 }, (_, index) => envelope(index + 1, letter)));
    save('INBOX', envelope(5_000, { subject: 'Minutes too', internalDate: noon - 1_000, sentAt: noon }));
    expect(count('messages')).toBe(2);
    const search = store.openSearch({ folderId: null, text: 'minutes' });
    const rows = search.rows(2_400, 200);
    expect([rows.length, rows.at(-1)?.subject, search.total]).toEqual([101, 'Minutes too', 2_501]);
    expect(new Set(search.ids(0, 3_000)).size).toBe(2_501);
  });

  it.each(seedsOf(3))('keeps texts, index and rows in step with places, under random changes (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const letters = Array.from({ length: 8 }, (_, index) => ({
      ...letter,
      messageIdHeader: `<${index}@example.org>`,
      subject: `Letter ${index}`,
      // Several of a second, and one that comes in two.
      internalDate: noon + (index >> 2) * 1_000,
      ...(index % 3 === 0 && { emailId: `M${index}` }),
    }));
    const places = new Map<string, { path: string; uid: number; index: number }>();
    const texts = new Map<number, string>();
    for (let step = 0; step < 300; step++) {
      const path = paths[random(paths.length)] ?? 'INBOX';
      const index = random(letters.length);
      const known = [...places.values()];
      const one = known[random(known.length)];
      const what = random(5);
      if (what < 2 || one === undefined) {
        places.set(`${path} ${step + 1}`, { path, uid: step + 1, index });
        save(path, envelope(step + 1, letters[index]));
      } else if (what === 2) {
        saveText(one.path, one.uid, `Text ${one.index}`);
        texts.set(one.index, `Text ${one.index}`);
      } else if (what === 3) {
        places.delete(`${one.path} ${one.uid}`);
        store.removeUids(folder(one.path), [one.uid]);
      } else {
        for (const each of known.filter((each) => each.path === one.path)) places.delete(`${each.path} ${each.uid}`);
        store.resetFolder(folder(one.path));
        if (random(2) === 0) while (store.tidy());
      }
      for (const { path, uid, index } of places.values()) {
        const text = textOf(path, uid);
        expect(store.header(idIn(path, uid))?.subject).toBe(`Letter ${index}`);
        // A text may be forgotten with the last place; it is never another message's.
        expect([null, texts.get(index) ?? null]).toContain(text);
      }
    }
    while (store.tidy());
    expect(count('placements')).toBe(places.size);
    expect(count('messages WHERE id NOT IN (SELECT message FROM placements UNION SELECT message FROM unplaced)')).toBe(
      0,
    );
    expect(count('placements WHERE message NOT IN (SELECT id FROM messages)')).toBe(0);
    expect(count('message_words')).toBe(count('messages'));
    const contents = new Set([...places.values()].map(({ index }) => index));
    expect(count('messages') - count('unplaced')).toBe(contents.size);
    for (const index of contents) {
      const found = store.openSearch({ folderId: null, text: `subject:"letter ${index}"` });
      expect(found.total).toBe([...places.values()].filter((place) => place.index === index).length);
    }
    expect(store.openSearch({ folderId: null, text: 'letter' }).report().withText).toBe(
      [...places.values()].filter(({ path, uid }) => textOf(path, uid) !== null).length,
    );
  });
});

describe('a cache in which a message was its place', () => {
  it('opens, with all flags and texts, and what lay in two folders once', () => {
    const path = join(temporaryFolder(), 'cache.db');
    const version = cacheMigrations.findIndex((sql) => sql.includes('CREATE TABLE placements'));
    const former = openDatabase({
      path,
      role: 'cache',
      migrations: cacheMigrations.slice(0, version),
      now: () => noon,
    });
    const base = Math.floor(noon / 1_000) * 2 ** 20;
    for (const [index, name] of paths.entries()) {
      former.database.run(
        `INSERT INTO folders (id, box, path, name, selectable, stored, stored_unseen, uid_validity, keeps_seen)
         VALUES (?1, ?1, ?2, ?3, 1, 2, 1, 7, 0)`,
        index + 1,
        JSON.stringify(name),
        name,
      );
    }
    const insert = (box: number, uid: number, messageId: string, bits: number, unknown = 0): number => {
      const id = base + box * 100 + uid;
      former.database.run(
        `INSERT INTO messages (id, box, uid, flags, received_at, sent_at, size, has_attachments, from_name, from_address, to_name,
         to_address, subject, message_id, detail, unknown) VALUES (?, ?, ?, ?, ?, ?, 5, 0, 'G', 'g@x.org', '', '', ?, ?, ?, ?)`,
        id,
        box,
        uid,
        bits,
        noon,
        noon,
        `About ${messageId}`,
        messageId,
        JSON.stringify({
          from: [{ name: 'G', address: 'g@x.org' }],
          to: [],
          cc: [],
          replyTo: [],
          inReplyTo: null,
          parts: [],
        }),
        unknown,
      );
      former.database.run(
        "INSERT INTO message_words (rowid, subject, sender, recipients, copies, files, body) VALUES (?, ?, 'g', '', '', '', '')",
        id,
        `about ${messageId}`,
      );
      return id;
    };
    const body = (id: number, text: string): void => {
      former.database.run(
        "INSERT INTO bodies (id, text, truncated, attachments) VALUES (?, ?, 0, '[]')",
        id,
        new TextEncoder().encode(text),
      );
      former.database.run('UPDATE messages SET snippet = ? WHERE id = ?', text, id);
    };
    insert(1, 1, '<a>', 0);
    body(insert(2, 1, '<a>', 1), 'Text of a');
    body(insert(1, 2, '<b>', 1), 'Text of b');
    insert(2, 2, '<c>', 2);
    const stub = insert(3, 1, '<d>', 1, 4);
    former.database.run('INSERT INTO stubs VALUES (?, 3, 1, \'{"code":"server_refused"}\', 1, 0)', stub);
    insert(3, 2, '<e>', 0, 1);
    former.database.close();

    const opened = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon }).database;
    database = opened;
    store = createMailStore(opened, accountId);
    expect(count('pragma_foreign_key_check')).toBe(0);
    expect(stored().slice(0, 3)).toEqual([6, 5, 2]);
    expect([textOf('INBOX', 1), textOf('Archive', 1), textOf('INBOX', 2)]).toEqual([
      'Text of a',
      'Text of a',
      'Text of b',
    ]);
    expect(store.openView(folder('INBOX')).rows(0, 2)).toMatchObject([
      { subject: 'About <b>', seen: true, snippet: 'Text of b' },
      { subject: 'About <a>', seen: false, snippet: 'Text of a' },
    ]);
    expect(store.header(idIn('Archive', 2))).toMatchObject({ flagged: true, from: [{ address: 'g@x.org' }] });
    expect(store.stubs(folder('Work'))).toMatchObject([{ uid: 1 }]);
    expect(store.header(idIn('Work', 2))?.receivedAt).toBe(null);
    while (store.indexSome(10));
    expect(stored()).toEqual([6, 5, 2, 5]);
    expect(store.openSearch({ folderId: null, text: 'body:text' }).total).toBe(3);
    // The foreign keys hold again.
    store.removeUids(folder('Work'), [1]);
    expect(store.stubs(folder('Work'))).toEqual([]);
    store.close();
    const again = openMailStore({ path, accountId, now: () => noon });
    expect([again.notice, again.store.folders().length]).toEqual([null, 3]);
    again.store.close();
  });
});
