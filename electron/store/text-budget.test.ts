import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { everyText, type TextBudget } from '../../shared/storage.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  flags,
  folderIdOf,
  idOf,
  inboxFolder,
  noon,
  operation,
  seededRandom,
  syncState,
  temporaryFolder,
} from './store-fixture.ts';

const dayMs = 86_400_000;
const draftsFolder = { ...inboxFolder, path: 'Drafts', name: 'Drafts', role: 'drafts' } as const;
const archiveFolder = { ...inboxFolder, path: 'Archive', name: 'Archive', role: 'archive' } as const;
const month: TextBudget = { days: 30, octets: null };
const capOf = (octets: number): TextBudget => ({ days: null, octets });

function begin(path = ':memory:') {
  const { database } = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon });
  const store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder, archiveFolder, draftsFolder]);
  const inbox = folderIdOf(store, 'INBOX');
  const archive = folderIdOf(store, 'Archive');
  return { database, store, inbox, archive, drafts: folderIdOf(store, 'Drafts') };
}

/** Stores messages with texts of 100 octets, the UID as many days old. @param daysOld by UID */
function fill(
  store: SqliteMailStore,
  folder: FolderId,
  daysOld: readonly number[],
  more: Partial<RemoteEnvelope> = {},
) {
  const list = daysOld.map((days) => {
    const at = noon - days * dayMs;
    return envelope(days, {
      internalDate: at,
      sentAt: at,
      flags: flags({ seen: true }),
      messageIdHeader: `<${folder}.${days}@x>`,
      ...more,
    });
  });
  store.saveWindow(folder, list, syncState());
  return list.map(({ uid }) => saveText(store, idOf(store, folder, uid), `walrus${uid}`.padEnd(100, '.')));
}

function saveText(store: SqliteMailStore, id: MessageId, text: string): MessageId {
  store.saveBody(id, { id, html: null, text, truncated: false, attachments: [] }, `begins ${id}`);
  return id;
}

function drop(store: SqliteMailStore, budget: TextBudget, needed: readonly MessageId[] = [], now = noon): number {
  const steps = [...store.dropTexts({ budget, now, isNeeded: (id) => needed.includes(id) })];
  return steps.reduce((sum, octets) => sum + octets, 0);
}

/** The UIDs of a folder whose texts are here. */
const kept = (store: SqliteMailStore, folder: FolderId): number[] =>
  store
    .localMessages(folder, 1, 100_000)
    .filter(({ id }) => store.body(id) !== null)
    .map(({ uid }) => uid);

describe('texts in a budget', () => {
  it('texts of messages that came too long ago are dropped; headers and snippets stay', () => {
    const { store, archive } = begin();
    const ids = fill(store, archive, [1, 29, 30, 31, 90]);
    expect(drop(store, month)).toBe(200);
    expect(kept(store, archive)).toEqual([1, 29, 30]);
    expect(
      store
        .openView(archive)
        .rows(0, 9)
        .map(({ snippet }) => snippet),
    ).toEqual(ids.map((id) => `begins ${id}`));
    expect(drop(store, month)).toBe(0);
  });

  it('what was read last is kept longest, by age and by size', () => {
    const { store, archive } = begin();
    const [, , old = 0 as MessageId] = fill(store, archive, [5, 40, 60, 80]);
    store.noteRead(old, noon - 2 * dayMs);
    drop(store, capOf(300));
    expect(kept(store, archive)).toEqual([5, 40, 60]);
    drop(store, month);
    expect(kept(store, archive)).toEqual([5, 60]);
    drop(store, capOf(100));
    expect(kept(store, archive)).toEqual([60]);
  });

  it('reading is written once a day, and a text that is fetched to be read counts as read', () => {
    const { database, store, archive } = begin();
    const [id = 0 as MessageId] = fill(store, archive, [90]);
    const usedAt = () => database.get<{ used_at: number }>('SELECT used_at FROM text_uses')?.used_at;
    store.noteRead(id, noon);
    const first = usedAt();
    expect(first).toBe(noon / 1000);
    store.noteRead(id, noon + dayMs / 2);
    expect(usedAt()).toBe(first);
    store.noteRead(id, noon + dayMs + 1_000);
    expect(usedAt()).toBe(noon / 1000 + 86_401);
    // Fetched ahead once more: nobody has read it since, but it was read before.
    saveText(store, id, 'again');
    expect(usedAt()).toBe(noon / 1000 + 86_401);
    store.saveBody(id, { id, html: null, text: 'again', truncated: false, attachments: [] }, '', noon + 9 * dayMs);
    expect(usedAt()).toBe(noon / 1000 + 9 * 86_400);
  });

  it('the oldest go first until the rest is within the cap, and not one more', () => {
    const { store, archive } = begin();
    fill(
      store,
      archive,
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(drop(store, capOf(20_000))).toBe(0);
    expect(drop(store, capOf(6_250))).toBe(200 * 100 - 6_200);
    expect(kept(store, archive)).toEqual(Array.from({ length: 62 }, (_, index) => index + 1));
    expect(store.space()).toMatchObject({ texts: 62, textOctets: 6_200 });
  });

  it('unread mail of the inbox, drafts, and what a draft or an operation needs stay, whatever the budget', () => {
    const { store, inbox, archive, drafts } = begin();
    const unread = { flags: flags() };
    fill(store, inbox, [50], unread);
    fill(store, inbox, [51]);
    fill(store, archive, [60], unread);
    fill(store, archive, [61], { flags: flags({ seen: true, draft: true }) });
    const [answered = 0 as MessageId] = fill(store, archive, [62]);
    fill(store, archive, [63, 64]);
    fill(store, drafts, [70]);
    store.setPending(pendingChanges([operation(63, { kind: 'set_seen', seen: false }, { folderPath: 'Archive' })]));
    drop(store, { days: 1, octets: 0 }, [answered]);
    expect([kept(store, inbox), kept(store, archive), kept(store, drafts)]).toEqual([[50], [61, 62, 63], [70]]);
    store.setPending([]);
    drop(store, { days: 1, octets: 0 });
    expect([kept(store, inbox), kept(store, archive), kept(store, drafts)]).toEqual([[50], [61], [70]]);
  });

  it('one unread place in the inbox keeps the text of a message that lies elsewhere as well', () => {
    const { store, inbox, archive } = begin();
    const same = { messageIdHeader: '<same@x>', uid: 9 };
    fill(store, archive, [50], same);
    store.saveWindow(
      inbox,
      [
        envelope(3, {
          internalDate: noon - 50 * dayMs,
          sentAt: noon - 50 * dayMs,
          subject: 'Subject 50',
          messageIdHeader: '<same@x>',
        }),
      ],
      syncState(),
    );
    expect(drop(store, month)).toBe(0);
    store.saveFlags(inbox, [{ uid: 3, flags: flags({ seen: true }) }]);
    expect(drop(store, month)).toBe(100);
  });

  it('the text of a message that is being moved stays for its new folder', () => {
    const { store, archive, inbox } = begin();
    fill(store, archive, [50]);
    store.removeUids(archive, [50]);
    expect(drop(store, { days: 1, octets: 0 })).toBe(0);
    const at = noon - 50 * dayMs;
    store.saveWindow(
      inbox,
      [
        envelope(1, {
          internalDate: at,
          sentAt: at,
          subject: 'Subject 50',
          messageIdHeader: `<${archive}.50@x>`,
          flags: flags({ seen: true }),
        }),
      ],
      syncState(),
    );
    expect(store.body(idOf(store, inbox, 1))?.text).toContain('walrus50');
  });

  it('the search index follows: not found by its text, found by its header, and counted as without its text', () => {
    const { database, store, archive } = begin();
    const [, old = 0 as MessageId] = fill(store, archive, [1, 40]);
    const attachment = {
      partId: '2',
      filename: 'minutes.pdf',
      mimeType: 'application/pdf',
      size: 9,
      inline: false,
      contentId: null,
    };
    store.saveBody(
      old,
      { id: old, html: null, text: 'walrus40 zeppelin', truncated: false, attachments: [attachment] },
      '',
    );
    const found = (text: string) =>
      store
        .openSearch({ folderId: null, text })
        .rows(0, 9)
        .map(({ subject }) => subject);
    expect(found('zeppelin')).toEqual(['Subject 40']);
    drop(store, month);
    expect(found('zeppelin')).toEqual([]);
    expect(found('walrus1')).toEqual(['Subject 1']);
    expect([found('40'), found('minutes'), found('from:grace')]).toEqual([
      ['Subject 40'],
      ['Subject 40'],
      ['Subject 1', 'Subject 40'],
    ]);
    expect(store.openSearch({ folderId: null, text: 'walrus' }).report()).toMatchObject({
      searched: 2,
      withText: 1,
      messages: 2,
    });
    expect(database.get('SELECT count(*) AS n FROM message_words')).toEqual({ n: 2 });
    // Fetched again, it is found again.
    saveText(store, old, 'zeppelin once more');
    expect(found('zeppelin')).toEqual(['Subject 40']);
  });

  it('the sums stay true over storing, replacing, dropping and removing', () => {
    const { database, store, archive } = begin();
    const random = seededRandom(11);
    const known = fill(
      store,
      archive,
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    for (let round = 0; round < 40; round += 1) {
      const id = known[random(known.length)] ?? known[0];
      if (id === undefined) continue;
      const what = random(4);
      if (what === 0) store.removeUids(archive, [random(60) + 1]);
      else if (what === 1) drop(store, capOf(random(6_000)));
      else if (store.header(id) !== null) saveText(store, id, 'ä'.repeat(random(200)));
      expect(store.space()).toMatchObject({
        texts: database.get<{ n: number }>('SELECT count(*) AS n FROM bodies')?.n,
        textOctets: database.get<{ n: number }>('SELECT coalesce(sum(length(text)), 0) AS n FROM bodies')?.n,
      });
    }
  });
});

describe('room for texts that are fetched ahead', () => {
  it('there is none for what would be dropped by its age', () => {
    const { store, archive } = begin();
    store.saveWindow(
      archive,
      [29, 31].map((days) => envelope(days, { internalDate: noon - days * dayMs })),
      syncState(),
    );
    const missing = (budget: TextBudget) => store.newestWithoutBody(archive, 50, store.textFloor(budget, noon));
    expect(missing(everyText)).toHaveLength(2);
    expect(missing(month)).toEqual([idOf(store, archive, 29)]);
  });

  it.each([3, 17, 2026])('fetching ahead and dropping come to an end, whatever the sizes (seed %i)', (seed) => {
    const { store, archive, inbox } = begin();
    const random = seededRandom(seed);
    const mail = Array.from({ length: 120 }, (_, index) =>
      envelope(index + 1, { internalDate: noon - random(200) * dayMs, flags: flags({ seen: random(4) > 0 }) }),
    );
    store.saveWindow(archive, mail, syncState());
    store.saveWindow(
      inbox,
      mail.slice(0, 30).map((one) => ({ ...one, messageIdHeader: `<in${one.uid}@x>` })),
      syncState(),
    );
    const budget: TextBudget = { days: null, octets: 3_000_000 };
    let fetched = 0;
    for (let round = 0; round < 5; round += 1) {
      fetched = 0;
      for (const folder of [archive, inbox])
        for (const id of store.newestWithoutBody(folder, 200, store.textFloor(budget, noon))) {
          if (!store.isAbove(id, store.textFloor(budget, noon))) continue;
          saveText(store, id, 'x'.repeat(random(120_000)));
          fetched += 1;
        }
      if (round > 0) expect(drop(store, budget)).toBe(0);
      else drop(store, budget);
    }
    expect(fetched).toBe(0);
    expect(store.space().texts).toBeGreaterThan(10);
  });
});

describe('space on the disk', () => {
  it('is given back in steps after texts were dropped', async () => {
    const path = join(temporaryFolder(), 'cache.db');
    const { store, archive } = begin(path);
    const ids = fill(
      store,
      archive,
      Array.from({ length: 40 }, (_, index) => index + 31),
    );
    for (const id of ids) saveText(store, id, 'x'.repeat(100_000));
    const before = store.space().octets;
    drop(store, month);
    let steps = 1;
    while (store.giveBack(0)) steps += 1;
    await store.cutFile();
    const after = store.space();
    expect([after.free, steps > 1, after.octets < before / 4]).toEqual([0, true, true]);
    expect(statSync(path).size).toBe(after.octets);
    store.close();
  });

  it('is given back of a small cache of an older Heron as well, with its texts and when they were used', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cache.db');
    const version = cacheMigrations.findIndex((sql) => sql.includes('CREATE TABLE text_uses'));
    const older = new Database(path, 'cache');
    older.enterWal();
    for (const sql of cacheMigrations.slice(0, version)) older.exec(sql);
    older.exec(`PRAGMA user_version = ${version}`);
    older.exec(`INSERT INTO messages (id, size, unknown, has_attachments, from_name, from_address, to_name, to_address, subject, detail)
      VALUES (${(noon / 1000) * 2 ** 20}, 9, 0, 0, '', '', '', '', 'Old', '[]')`);
    older.exec(`INSERT INTO bodies VALUES (${(noon / 1000) * 2 ** 20}, NULL, CAST('four' AS BLOB), 0, '[]')`);
    older.close();
    const database = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon }).database;
    expect(database.get('PRAGMA auto_vacuum')).toEqual({ auto_vacuum: 2 });
    expect(database.get('SELECT octets, used_at FROM text_uses')).toEqual({ octets: 4, used_at: noon / 1000 });
    expect(database.get('SELECT texts, octets FROM text_totals')).toEqual({ texts: 1, octets: 4 });
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('pages that stay for new mail are not given back', () => {
    const { store } = openMailStore({ path: join(temporaryFolder(), 'cache.db'), accountId, now: () => noon });
    expect(store.giveBack(1_000_000)).toBe(false);
    store.close();
  });
});
