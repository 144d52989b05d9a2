import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { fold } from '../../shared/search/folding.ts';
import { parseSearch } from '../../shared/search/query.ts';
import type { RemoteEnvelope, RemoteFolder } from '../mail/remote-mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { searchConditions, searchSql } from './search-sql.ts';
import { createMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  flags,
  inboxFolder,
  noon,
  operation,
  syncState,
  temporaryFolder,
  trashFolder,
} from './store-fixture.ts';

const archiveFolder: RemoteFolder = { ...inboxFolder, path: 'Archive', name: 'Archive', role: 'archive' };
const allFolder: RemoteFolder = { ...inboxFolder, path: '[Gmail]/All Mail', name: 'All Mail', role: 'all' };

let database: Database;
let store: SqliteMailStore;
beforeEach(() => {
  ({ database } = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon }));
  store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder, archiveFolder, trashFolder]);
});

function folder(path: string): FolderId {
  const found = store.folders().find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`no folder ${path}`);
  return found.id;
}

function save(path: string, ...envelopes: RemoteEnvelope[]): void {
  store.saveWindow(folder(path), envelopes, syncState());
}

function idOf(path: string, uid: number): MessageId {
  const id = store.idsOf(folder(path), [uid]).get(uid);
  if (id === undefined) throw new Error(`no message ${uid}`);
  return id;
}

function body(path: string, uid: number, text: string): void {
  const id = idOf(path, uid);
  store.saveBody(id, { id, html: null, text, truncated: false, attachments: [] }, text);
}

/** The subjects that a search finds, the newest first. */
function found(text: string, path: string | null = null): string[] {
  return store
    .openSearch({ folderId: path === null ? null : folder(path), text })
    .rows(0, 100)
    .map(({ subject }) => subject);
}

describe('a search', () => {
  beforeEach(() => {
    save(
      'INBOX',
      envelope(1, { subject: 'Minutes of March', from: [{ name: 'Ada Lovelace', address: 'ada@contoso.test' }] }),
      envelope(2, {
        subject: 'Budget',
        flags: flags({ seen: true, forwarded: true }),
        to: [{ name: 'Jürgen Müller', address: 'jm@example.org' }],
      }),
      envelope(3, {
        subject: 'Pictures',
        size: 6_000_000,
        cc: [{ name: 'Joan', address: 'joan@example.org' }],
        parts: [
          {
            partId: '2',
            mimeType: 'image/png',
            charset: null,
            encoding: 'base64',
            size: 5_000,
            disposition: 'attachment',
            filename: 'Urlaub-Größe.png',
            contentId: null,
            within: ['multipart/mixed'],
          },
        ],
      }),
    );
    save(
      'Archive',
      envelope(1, {
        subject: '会議の議事録',
        flags: flags({ flagged: true, seen: true, answered: true }),
        internalDate: noon - 86_400_000,
      }),
    );
    save('Trash', envelope(1, { subject: 'Minutes of February', internalDate: noon - 2 * 86_400_000 }));
    body('INBOX', 2, 'The naïve approach costs twelve thousand euros.');
  });

  it.each([
    ['minutes', ['Minutes of March']],
    ['MINUTES march', ['Minutes of March']],
    ['min', ['Minutes of March']],
    ['lovelace', ['Minutes of March']],
    ['contoso', ['Minutes of March']],
    ['ada@contoso.test', ['Minutes of March']],
    ['"of march"', ['Minutes of March']],
    ['"march of"', []],
    ['twelve', ['Budget']],
    ['naive', ['Budget']],
    ['mueller', ['Budget']],
    ['muller', ['Budget']],
    ['Jürgen', ['Budget']],
    ['juergen', ['Budget']],
    ['to:müller', ['Budget']],
    ['from:müller', []],
    ['to:joan', ['Pictures']],
    ['cc:joan', ['Pictures']],
    ['subject:twelve', []],
    ['body:twelve', ['Budget']],
    ['filename:groesse', ['Pictures']],
    ['urlaub', ['Pictures']],
    ['議事', ['会議の議事録']],
    ['会議', ['会議の議事録']],
    ['録', ['会議の議事録']],
    ['事会', []],
    ['budget or pictures', ['Pictures', 'Budget']],
    ['grace -budget', ['Pictures', '会議の議事録']],
    ['grace -budget -pictures', ['会議の議事録']],
    ['-budget', ['Pictures', 'Minutes of March', '会議の議事録']],
    ['-subject:budget grace or lovelace', ['Pictures', 'Minutes of March', '会議の議事録']],
    ['larger:5M has:attachment is:unread', ['Pictures']],
    ['-larger:5M is:unread', ['Minutes of March']],
    ['is:unread', ['Pictures', 'Minutes of March']],
    ['is:read', ['Budget', '会議の議事録']],
    ['is:starred', ['会議の議事録']],
    ['is:replied', ['会議の議事録']],
    ['is:forwarded', ['Budget']],
    ['is:answered or ist:weitergeleitet', ['Budget', '会議の議事録']],
    ['-is:forwarded is:read', ['会議の議事録']],
    ['has:attachment', ['Pictures']],
    ['larger:5M', ['Pictures']],
    ['grace smaller:5M', ['Budget', '会議の議事録']],
    ['in:archive', ['会議の議事録']],
    ['minutes in:trash', ['Minutes of February']],
    ['-in:inbox is:starred or is:unread', ['会議の議事録']],
    ['is:starred or twelve', ['Budget', '会議の議事録']],
    ['', []],
    ['???', []],
    ['zzz', []],
  ])('%s', (text, wanted) => expect(found(text)).toEqual(wanted));

  it('of days', () => {
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
    expect(found(`after:${day(noon)} is:unread`)).toEqual(['Pictures', 'Minutes of March']);
    expect(found(`before:${day(noon)} grace`)).toEqual(['会議の議事録']);
  });

  it('of one folder finds what is there, in the trash as well', () => {
    expect(found('minutes', 'Trash')).toEqual(['Minutes of February']);
    expect(found('minutes', 'INBOX')).toEqual(['Minutes of March']);
    expect(found('is:read', 'INBOX')).toEqual(['Budget']);
  });

  it('gives no words a meaning in FTS5', () => {
    for (const text of [
      'NEAR(a b)',
      'subject : x',
      '"',
      '* OR *',
      "'; DROP TABLE messages; --",
      'a^b',
      '{subject}: x',
      '+',
      'min"utes',
      'x""y',
      'z"',
      'AND',
      'NOT',
    ])
      expect(() => found(text), text).not.toThrow();
    expect(found('minutes')).toEqual(['Minutes of March']);
  });

  it('tells the folder of each row, and what was searched', () => {
    const search = store.openSearch({ folderId: null, text: 'grace' });
    expect(search.rows(0, 10).map(({ folderId }) => folderId)).toEqual([
      folder('INBOX'),
      folder('INBOX'),
      folder('Archive'),
    ]);
    expect(search.report()).toEqual({
      found: 3,
      isMore: false,
      messages: 4,
      searched: 4,
      withText: 1,
      files: 0,
      fromServer: 0,
      notHere: 0,
      meant: null,
    });
  });

  it('follows what happens to the messages', () => {
    const search = store.openSearch({ folderId: null, text: 'minutes is:unread' });
    const subjects = (): string[] => search.rows(0, 10).map(({ subject }) => subject);
    const apply = (changes: ReturnType<SqliteMailStore['saveFlags']>): boolean => search.apply(changes);
    expect(apply(store.saveWindow(folder('INBOX'), [envelope(9, { subject: 'New minutes' })], syncState()))).toBe(true);
    expect(subjects()).toEqual(['New minutes', 'Minutes of March']);
    expect(apply(store.saveWindow(folder('INBOX'), [envelope(10, { subject: 'Other' })], syncState()))).toBe(false);
    // What was read stays until the search is made anew.
    expect(apply(store.saveFlags(folder('INBOX'), [{ uid: 9, flags: flags({ seen: true }) }]))).toBe(true);
    expect(search.rows(0, 1)[0]).toMatchObject({ subject: 'New minutes', seen: true });
    expect(apply(store.removeUids(folder('INBOX'), [1]))).toBe(true);
    expect(subjects()).toEqual(['New minutes']);
    expect(search.indexOf(idOf('INBOX', 9))).toBe(0);
    expect(search.indexOf(idOf('INBOX', 10))).toBe(null);
    expect(apply(store.resetFolder(folder('INBOX')))).toBe(true);
    expect(subjects()).toEqual([]);
  });

  it('looks in folders that come, and keeps what the server found', () => {
    const search = store.openSearch({ folderId: null, text: 'grace is:unread' });
    expect(search.addFound([idOf('INBOX', 1)])).toBe(1);
    expect(search.followFolders()).toBe(false);
    store.saveFolders([inboxFolder, archiveFolder, trashFolder, { ...archiveFolder, path: 'New', name: 'New' }]);
    expect(search.followFolders()).toBe(true);
    save('New', envelope(1, { subject: 'In a new folder', internalDate: noon + 60_000 }));
    search.apply({ folderId: folder('New'), added: [idOf('New', 1)], removed: [], updated: [] });
    expect(search.rows(0, 10)).toMatchObject([
      { subject: 'In a new folder' },
      { subject: 'Pictures' },
      { subject: 'Minutes of March', foundOnServer: true },
    ]);
  });

  it('finds a message by its text as soon as that is here', () => {
    const search = store.openSearch({ folderId: null, text: 'unmistakable' });
    expect(search.total).toBe(0);
    body('INBOX', 1, 'An unmistakable word.');
    const id = idOf('INBOX', 1);
    expect(search.apply({ folderId: folder('INBOX'), added: [], removed: [], updated: [id] })).toBe(true);
    expect(search.ids(0, 10)).toEqual([id]);
  });

  it('leaves out what is on its way to another folder', () => {
    const moved = operation(1, { kind: 'move', destination: 'Archive' });
    expect(found('minutes')).toEqual(['Minutes of March']);
    store.setPending(pendingChanges([moved]));
    expect(found('minutes')).toEqual([]);
  });

  it('adds what the server found, in its place, where the rest of the search holds', () => {
    const search = store.openSearch({ folderId: null, text: 'grace is:unread' });
    expect(search.rows(0, 10).map(({ subject }) => subject)).toEqual(['Pictures']);
    expect(search.addFound([idOf('INBOX', 1), idOf('INBOX', 2), idOf('INBOX', 3)])).toBe(1);
    expect(search.rows(0, 10)).toMatchObject([
      { subject: 'Pictures' },
      { subject: 'Minutes of March', foundOnServer: true },
    ]);
    expect(search.report()).toMatchObject({ found: 2, fromServer: 1 });
    search.apply(store.removeUids(folder('INBOX'), [1]));
    expect(search.report()).toMatchObject({ found: 1, fromServer: 0 });
  });
});

it('B11 shows a message of Gmail once, and one that is in All Mail alone there', () => {
  store.saveFolders([inboxFolder, allFolder]);
  const twice = { subject: 'Twice', messageIdHeader: '<twice@example.org>', internalDate: noon, sentAt: noon };
  save('INBOX', envelope(1, twice));
  save('[Gmail]/All Mail', envelope(500, twice), envelope(501, { subject: 'Archived twice over', internalDate: noon }));
  const rows = store.openSearch({ folderId: null, text: 'twice' }).rows(0, 10);
  expect(rows.map(({ subject, folderId }) => [subject, folderId])).toEqual([
    ['Archived twice over', folder('[Gmail]/All Mail')],
    ['Twice', folder('INBOX')],
  ]);
});

describe('many results', () => {
  const count = 6_000;

  beforeEach(() => {
    const envelopes = Array.from({ length: count }, (_, index) =>
      envelope(index + 1, { subject: `Common ${index + 1}` }),
    );
    store.saveWindow(folder('INBOX'), envelopes, syncState());
  });

  it('are looked up as far as they are shown, each once and in order', () => {
    const search = store.openSearch({ folderId: null, text: 'common' });
    expect(search.total).toBeLessThan(count);
    expect(search.report()).toMatchObject({ isMore: true });
    const all: MessageId[] = [];
    for (let start = 0; start < search.total; start += 150) all.push(...search.ids(start, 150));
    expect(new Set(all).size).toBe(count);
    expect(all).toEqual([...all].sort((one, other) => other - one));
    expect(search.report()).toMatchObject({ found: count, isMore: false });
  });

  it('take what the server found far below those that are known', () => {
    const search = store.openSearch({ folderId: null, text: 'common' });
    save('Archive', envelope(7, { subject: 'Deep', internalDate: noon - 1_000_000 }));
    expect(search.addFound([idOf('Archive', 7)])).toBe(1);
    expect(search.total).toBe(count + 1);
    expect(search.indexOf(idOf('Archive', 7))).toBe(count);
  });

  it('include messages far below whose words came after the search began', () => {
    const search = store.openSearch({ folderId: null, text: 'comm' });
    expect(search.total).toBeLessThan(count);
    save('INBOX', envelope(count + 1, { subject: 'Plain', internalDate: noon - 1_000_000 }));
    body('INBOX', count + 1, 'Commodities');
    const deep = idOf('INBOX', count + 1);
    search.apply({ folderId: folder('INBOX'), added: [deep], removed: [], updated: [] });
    expect(search.indexOf(deep)).toBe(null);
    search.lookUp(count + 1);
    expect(search.indexOf(deep)).toBe(count);
  });

  it('read an index in its order, and sort nothing', () => {
    const { database } = openDatabase({
      path: ':memory:',
      role: 'cache',
      migrations: cacheMigrations,
      now: () => noon,
    });
    database.exec('CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)');
    const inbox = { id: 1 as FolderId, box: 1, name: 'Inbox', path: 'INBOX', role: 'inbox', selectable: true } as const;
    const plan = (text: string, range: 'below' | 'among' = 'below'): string => {
      const { values, spelledOut: _, ...search } = searchConditions(parseSearch(text), [inbox], [inbox]);
      const sql = searchSql(search, range);
      const within = range === 'below' ? [1] : ['[1]', '[1]'];
      const bound = [...(search.match === null ? [] : [search.match]), ...within, ...values, 1];
      return database
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...bound)
        .map(({ detail }) => detail)
        .join('; ');
    };
    // A plan with a temporary tree would read all results before it gives the first.
    for (const text of [
      'common',
      'common is:unread',
      'is:unread',
      'is:starred',
      'larger:1M',
      'larger:500k',
      'has:attachment',
      'has:attachment is:unread',
      'common -other',
      'after:2026',
      'a or is:read',
    ])
      expect(plan(text), text).not.toMatch(/TEMP B-TREE/);
    // Otherwise all of a folder would be gone through for each message with the word.
    for (const text of ['common', 'common is:unread', 'common in:inbox'])
      expect(plan(text), text).not.toMatch(/placements_by_time|placements_by_uid/);
    expect(plan('common')).toMatch(/INDEX placements_by_message/);
    expect(plan('common', 'among')).not.toMatch(/placements_by_time|placements_by_uid/);
    expect(plan('is:unread')).toMatch(/placements_unread/);
    expect(plan('is:starred')).toMatch(/placements_starred/);
    expect(plan('has:attachment')).toMatch(/messages_with_files/);
    expect(plan('larger:1M')).toMatch(/messages_large/);
    expect(plan('has:attachment is:starred')).toMatch(/placements_starred/);
    // Words that are not to be there are no list that is made first.
    expect(plan('common -other')).not.toMatch(/SUBQUERY \d+.*VIRTUAL/);
    expect(plan('-other')).toMatch(/SUBQUERY \d+.*VIRTUAL/);
    database.close();
  });
});

describe('a tag', () => {
  const tagged = (uid: number, ...tags: string[]) => envelope(uid, { subject: `Post ${uid}`, flags: flags({ tags }) });

  it('is found by its name in any language, or by how it begins where none is called so', () => {
    save(
      'INBOX',
      tagged(1, '$Label1', 'travel'),
      tagged(2, 'Work'),
      tagged(3, '$label2'),
      tagged(4, 'workshop', '$LabelProjekt'),
      tagged(5, 'a_b'),
      envelope(6, { subject: 'Post 6' }),
    );
    expect(found('tag:important')).toEqual(['Post 1']);
    expect(found('schlagwort:Wichtig')).toEqual(['Post 1']);
    expect(found('keyword:$label1')).toEqual(['Post 1']);
    expect(found('tag:TRAVEL')).toEqual(['Post 1']);
    expect(found('tag:tra')).toEqual(['Post 1']);
    expect(found('tag:work')).toEqual(['Post 3', 'Post 2']);
    expect(found('tag:wo')).toEqual(['Post 4', 'Post 3', 'Post 2']);
    expect(found('tag:dienst')).toEqual(['Post 3']);
    expect(found('tag:projekt')).toEqual(['Post 4']);
    expect(found('tag:a_')).toEqual(['Post 5']);
    expect(found('tag:_')).toEqual([]);
    expect(found('tag:%')).toEqual([]);
    expect(found('post -tag:work tag:wo')).toEqual(['Post 4']);
    expect(found('post -tag:wo')).toEqual(['Post 6', 'Post 5', 'Post 1']);
    expect(found('tag:travel or tag:a_b')).toEqual(['Post 5', 'Post 1']);
    expect(found('tag:nothing')).toEqual([]);
  });

  it('that a message gets brings it into the list, also one that nobody had before', () => {
    save('INBOX', tagged(1), tagged(2));
    const search = store.openSearch({ folderId: null, text: 'tag:art' });
    expect(search.rows(0, 9)).toEqual([]);
    expect(search.apply(store.saveFlags(folder('INBOX'), [{ uid: 2, flags: flags({ tags: ['art'] }) }]))).toBe(true);
    expect(search.rows(0, 9)).toMatchObject([{ subject: 'Post 2', tags: ['art'] }]);
  });
});

describe('a mailing list', () => {
  const birds = { id: 'birds.lists.example.org', name: 'Bird watchers' };
  const never = (): boolean => false;

  beforeEach(() => {
    save(
      'INBOX',
      ...[1, 2, 3, 4].map((uid) => envelope(uid, { subject: `Post ${uid}`, internalDate: noon + uid * 1_000 })),
    );
    const wanted = store.wantedLists(never);
    if (wanted === null) throw new Error('Lists are not known yet.');
    expect(wanted).toMatchObject({ path: 'INBOX', uids: [4, 3, 2, 1] });
    store.saveFields(
      { ...wanted, uids: [1, 2, 3] },
      new Map([
        [1, { references: null, list: birds }],
        [2, { references: null, list: { id: 'voegel.example.org', name: 'Vögel' } }],
      ]),
    );
  });

  it('is found by a part of its id or name', () => {
    expect(found('list:birds')).toEqual(['Post 1']);
    expect(found('list:"bird watch"')).toEqual(['Post 1']);
    expect(found('liste:VÖGEL')).toEqual(['Post 2']);
    expect(found('list:example.org')).toEqual(['Post 2', 'Post 1']);
    expect(found('list:example.org -list:birds')).toEqual(['Post 2']);
    expect(found('post -list:example.org')).toEqual(['Post 4', 'Post 3']);
    expect(found('list:nothing')).toEqual([]);
    expect(store.findLists('BIRD', 5)).toEqual([birds.id]);
  });

  it('is asked for in other folders while the server refuses the one with the newest messages', () => {
    const many = Array.from({ length: 250 }, (_each, index) =>
      envelope(1_000 + index, { messageIdHeader: `<many.${index}@test>`, internalDate: noon + 3_600_000 + index }),
    );
    save('INBOX', ...many);
    save('Trash', envelope(7, { messageIdHeader: '<old@test>', internalDate: noon - 3_600_000 }));
    const refused = store.folders().find(({ path }) => path === 'INBOX')?.id;
    expect(store.wantedLists((folderId) => folderId === refused)).toMatchObject({ path: 'Trash', uids: [7] });
  });

  it('is asked for once of each message, whether it was sent to one or not', () => {
    expect(store.wantedLists(never)?.uids).toEqual([4]);
    expect(store.wantedLists(() => true)).toBe(null);
    store.saveList(idOf('INBOX', 4), birds);
    expect(store.wantedLists(never)).toBe(null);
    expect(found('list:birds')).toEqual(['Post 4', 'Post 1']);
  });

  it('that only the server knows of a message brings it into the list', () => {
    const search = store.openSearch({ folderId: null, text: 'list:birds is:unread' });
    store.saveFlags(folder('INBOX'), [{ uid: 3, flags: flags({ seen: true }) }]);
    expect(search.addFound([idOf('INBOX', 3), idOf('INBOX', 4)])).toBe(1);
    expect(search.rows(0, 9).map(({ subject }) => subject)).toEqual(['Post 4', 'Post 1']);
  });
});

describe('an account', () => {
  const account = ['ada@contoso.test', 'Ada at work'];
  const inAccount = (text: string): number => store.openSearch({ folderId: null, text, account }).total;

  it('is a part of its address or name; others have nothing', () => {
    save('INBOX', envelope(1, { subject: 'Minutes' }));
    expect(['account:ada', 'account:CONTOSO', 'konto:"at work"'].map((term) => inAccount(`minutes ${term}`))).toEqual([
      1, 1, 1,
    ]);
    expect(inAccount('minutes account:grace')).toBe(0);
    expect(inAccount('minutes -account:ada')).toBe(0);
    expect(inAccount('account:ada is:unread')).toBe(1);
    expect(inAccount('account:ada')).toBe(1);
    expect(inAccount('account:grace or subject:minutes')).toBe(1);
    expect(inAccount('account:grace or subject:other')).toBe(0);
  });
});

describe('a word inside another one', () => {
  const subjects = ['Geranium', 'Blogpost of March', 'Postage', 'Invoice AB4711', 'Umzugsgutliste', 'Übergrößenträger'];
  beforeEach(() => {
    save(
      'INBOX',
      ...subjects.map((subject, index) => envelope(index + 1, { subject, internalDate: noon + index * 1_000 })),
    );
    body('INBOX', 1, 'A signpost stands here.');
  });

  it.each([
    ['ranium', ['Geranium']],
    ['4711', ['Invoice AB4711']],
    ['gutlist', ['Umzugsgutliste']],
    ['größen', ['Übergrößenträger']],
    ['GROESSENTR', ['Übergrößenträger']],
    ['ost', ['Postage', 'Blogpost of March', 'Geranium']],
    ['march logpos', ['Blogpost of March']],
    ['subject:ost', ['Postage', 'Blogpost of March']],
    ['body:ost', ['Geranium']],
    ['from:rac', ['Übergrößenträger', 'Umzugsgutliste', 'Invoice AB4711', 'Postage', 'Blogpost of March', 'Geranium']],
    ['ranium or 4711', ['Invoice AB4711', 'Geranium']],
    ['ost -march', ['Postage', 'Geranium']],
    ['ost -ranium', ['Postage', 'Blogpost of March', 'Geranium']],
    ['"ranium"', []],
    ['um', []],
    ['raniumx', []],
  ])('%s', (text, wanted) => expect(found(text)).toEqual(wanted));

  it('stands below those that begin with it', () => {
    expect(found('post')).toEqual(['Postage', 'Blogpost of March', 'Geranium']);
  });

  it('is not looked for where enough begin with it', () => {
    save(
      'Archive',
      ...Array.from({ length: 100 }, (_, index) => envelope(index + 1, { subject: `Post ${index + 1}` })),
    );
    expect(new Set(found('post').map((subject) => subject.slice(0, 4)))).toEqual(new Set(['Post']));
    expect(store.openSearch({ folderId: null, text: 'post' }).total).toBe(101);
  });

  it('follows what comes and goes, each in its place', () => {
    const search = store.openSearch({ folderId: null, text: 'post' });
    const shown = (): string[] => search.rows(0, 9).map(({ subject }) => subject);
    const arrive = (uid: number, subject: string): void => {
      search.apply(
        store.saveWindow(folder('INBOX'), [envelope(uid, { subject, internalDate: noon + uid * 1_000 })], syncState()),
      );
    };
    arrive(20, 'Milepost');
    arrive(21, 'Post');
    expect(shown()).toEqual(['Post', 'Postage', 'Milepost', 'Blogpost of March', 'Geranium']);
    search.apply(store.removeUids(folder('INBOX'), [2, 3]));
    expect(shown()).toEqual(['Post', 'Milepost', 'Geranium']);
    expect(search.rows(0, 9).map(({ id }) => search.newerThan(search.order(id)))).toEqual([0, 1, 2]);
    const nothing = store.openSearch({ folderId: null, text: 'rmion' });
    expect(nothing.total).toBe(0);
    nothing.apply(store.saveWindow(folder('INBOX'), [envelope(30, { subject: 'Harmionik' })], syncState()));
    expect(nothing.total).toBe(1);
  });

  it('is found in pages to the end', () => {
    save(
      'Archive',
      ...Array.from({ length: 700 }, (_, index) => envelope(index + 1, { subject: `Signpost${index % 3} ${index}` })),
    );
    const search = store.openSearch({ folderId: null, text: 'post' });
    expect(search.rows(0, 1).map(({ subject }) => subject)).toEqual(['Postage']);
    expect(search.ids(600, 200)).toHaveLength(103);
    expect(search.report()).toMatchObject({ found: 703, isMore: false });
  });
});

describe('what was meant', () => {
  beforeEach(() => {
    save(
      'INBOX',
      envelope(1, { subject: 'Größe der Lampe', from: [{ name: 'Jürgen Müller', address: 'jm@lampen.test' }] }),
      envelope(2, { subject: 'Minutes of March', flags: flags({ seen: true }) }),
    );
  });

  it.each([
    ['Müllre', 'Müller'],
    ['muellre', 'Müller'],
    ['from:müllre', 'from:Müller'],
    ['grösze', 'Größe'],
    ['minuets march', 'Minutes march'],
    ['minuets mrach', 'Minutes March'],
    ['minuets is:unread', null],
    ['minuets is:read', 'Minutes is:read'],
    ['xyzxyz', null],
    ['minutes', null],
    ['"minuets"', null],
    ['', null],
  ])('by %s', (text, wanted) => {
    expect(store.openSearch({ folderId: null, text }).report().meant).toBe(wanted);
  });

  it('is searched for where the search looks', () => {
    expect(store.openSearch({ folderId: folder('Archive'), text: 'minuets' }).report().meant).toBe(null);
    expect(store.openSearch({ folderId: folder('INBOX'), text: 'minuets' }).report().meant).toBe('Minutes');
  });
});

describe('an index of few messages', () => {
  const large = { size: 3_000_000, messageIdHeader: '<large@example.org>', sentAt: noon, internalDate: noon };
  beforeEach(() => {
    const ordinary = (uid: number): RemoteEnvelope =>
      envelope(uid, { subject: `Small ${uid}`, internalDate: noon - uid * 1_000 });
    save('INBOX', ...Array.from({ length: 30 }, (_, index) => ordinary(index + 1)));
    save('INBOX', envelope(40, { ...large, subject: 'Large' }));
    save(
      'Archive',
      envelope(1, { ...large, subject: 'Large' }),
      envelope(2, { ...large, subject: 'Older', internalDate: noon - 1_000 }),
    );
  });

  it('finds all places of a message, in one folder and in all', () => {
    expect(found('larger:1M')).toEqual(['Large', 'Large', 'Older']);
    expect(found('larger:1M', 'INBOX')).toEqual(['Large']);
    expect(found('larger:1M', 'Archive')).toEqual(['Large', 'Older']);
    expect(found('larger:1M smaller:2M')).toEqual([]);
  });

  it('follows what comes, in its order', () => {
    const search = store.openSearch({ folderId: null, text: 'larger:1M' });
    const newer = { size: 2_000_000, internalDate: noon + 60_000 };
    search.apply(store.saveWindow(folder('INBOX'), [envelope(41, { ...newer, subject: 'Newer' })], syncState()));
    expect(search.rows(0, 9).map(({ subject }) => subject)).toEqual(['Newer', 'Large', 'Large', 'Older']);
    search.apply(store.removeUids(folder('INBOX'), [40]));
    expect(search.rows(0, 9).map(({ subject }) => subject)).toEqual(['Newer', 'Large', 'Older']);
    search.apply(store.resetFolder(folder('INBOX')));
    expect(search.rows(0, 9).map(({ subject }) => subject)).toEqual(['Large', 'Older']);
  });
});

describe('F1 against a plain search', () => {
  /** Scripts whose letters are no words of their own in the index. */
  const hasBlanks = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}]/u;
  const scripts = [
    'alpha beta gamma delta',
    'müller straße größe über',
    'привет мир почта письмо',
    'γειά κόσμος μήνυμα',
    'שלום עולם דואר',
    'مرحبا بالعالم بريد',
    '会議 議事録 明日 東京',
    '안녕하세요 세계 편지',
    'नमस्ते दुनिया पत्र',
    'สวัสดี โลก จดหมาย',
  ].map((text) => text.split(' '));

  const rounds = seedsOf(1).flatMap((seed) =>
    (['as stored', 'at rest', 'without all words', 'with words of texts that are gone'] as const).map(
      (state) => [seed, state] as const,
    ),
  );

  it.each(rounds)(
    'finds what is stored by any of its words, in ten scripts, seed %i, with the table of words %s',
    (first, state) => {
      let seed = 10 + first;
      const next = (below: number): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      };
      const word = (): string => {
        const words = scripts[next(scripts.length)] ?? [];
        return words[next(words.length)] ?? '';
      };
      const texts = Array.from({ length: 400 }, () => Array.from({ length: 1 + next(6) }, word).join(' '));
      store.saveWindow(
        folder('INBOX'),
        texts.map((subject, index) => envelope(index + 1, { subject, from: [], to: [] })),
        syncState(),
      );
      if (state === 'with words of texts that are gone') {
        // Each with a letter more, so that nothing has them but the table.
        const longer = scripts
          .flat()
          .map((word, index) => envelope(1_000 + index, { subject: `${word}x`, from: [], to: [] }));
        store.saveWindow(folder('Trash'), longer, syncState());
        store.removeUids(
          folder('Trash'),
          longer.map(({ uid }) => uid),
        );
      }
      if (state === 'without all words') database.run('UPDATE word_state SET complete = 0');
      if (state !== 'as stored') while (store.tidyWords());
      /** Subjects that have what is asked for: as a word or its beginning, or in a script with blanks inside one. Newest first. */
      const uidsOf = (text: string): (number | undefined)[] =>
        store
          .openSearch({ folderId: null, text })
          .ids(0, 1_000)
          .map((id) => store.place(id)?.uid);
      // Parts of words as well, but for Devanagari, whose vowel signs end a word for the index.
      for (const asked of scripts.flat().filter((word) => !/\p{Script=Devanagari}/u.test(word))) {
        const letters = [...asked];
        for (const part of [letters.slice(1), letters.slice(0, -1), letters.slice(1, -1), letters.slice(-3)]) {
          const typed = part.join('');
          const having = (isHit: (word: string) => boolean): number[] =>
            texts.flatMap((text, index) => (fold(text).split(' ').some(isHit) ? [index + 1] : [])).reverse();
          const inside = having((word) => word.includes(fold(typed)));
          const beginnings = hasBlanks.test(typed) ? having((word) => word.startsWith(fold(typed))) : inside;
          if (hasBlanks.test(typed) && part.length < 3) continue;
          const isEnough = beginnings.length >= 100;
          const others = inside.filter((uid) => !isEnough && !beginnings.includes(uid));
          if (typed !== '') expect(uidsOf(typed), typed).toEqual([...beginnings, ...others]);
        }
      }
      for (const asked of scripts.flat()) {
        const wanted = texts.flatMap((text, index) => (text.split(' ').includes(asked) ? [index + 1] : [])).reverse();
        const uids = store
          .openSearch({ folderId: null, text: `"${asked}"` })
          .ids(0, 1_000)
          .map((id) => store.place(id)?.uid);
        expect(uids, asked).toEqual(wanted);
      }
    },
  );
});

describe('what was covered', () => {
  it.each(seedsOf(3))('is what a plain count would tell, of folders of any size, seed %i', (first) => {
    let seed = 90 + first;
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const paths = ['INBOX', 'Archive', 'Trash'];
    for (const path of paths) {
      const count = 1 + next(40);
      // Some messages lie in several folders.
      const letters = Array.from({ length: count }, (_, index) =>
        envelope(index + 1, {
          subject: `Letter ${index}`,
          messageIdHeader: `<${index}@example.org>`,
          sentAt: noon + index,
        }),
      );
      save(path, ...letters);
      for (let uid = 1; uid <= count; uid += 1) if (next(3) === 0) body(path, uid, 'A text');
    }
    store.removeUids(folder('INBOX'), [1, 2, 3]);
    for (const { id } of database.all<{ id: number }>('SELECT id FROM messages'))
      if (next(2) === 0) database.run('INSERT INTO unindexed VALUES (?)', id);
    const count = (table: string, among: readonly string[]): number =>
      database.get<{ number: number }>(
        `SELECT count(*) AS number FROM placements p JOIN folders f ON f.box = p.box JOIN ${table} t ON t.id = p.message
         WHERE f.path IN (SELECT value FROM json_each(?))`,
        JSON.stringify(among.map((path) => JSON.stringify(path))),
      )?.number ?? 0;
    for (const scope of [null, ...paths]) {
      const among = scope === null ? ['INBOX', 'Archive'] : [scope];
      const folderId = scope === null ? null : folder(scope);
      expect(store.openSearch({ folderId, text: 'letter' }).report(), `${scope}`).toMatchObject({
        searched: count('messages', among) - count('unindexed', among),
        withText: count('bodies', among),
      });
    }
  });
});

describe('a cache of the Heron before', () => {
  it('is searched as soon as its messages are indexed, the newest first', () => {
    const path = join(temporaryFolder(), 'cache.db');
    const before = cacheMigrations.slice(
      0,
      cacheMigrations.findIndex((sql) => sql.includes('message_words')),
    );
    const { database } = openDatabase({ path, role: 'cache', migrations: before, now: () => noon });
    database.exec(
      `INSERT INTO folders (id, box, path, name, selectable, stored) VALUES (1, 1, '"INBOX"', 'INBOX', 1, 3)`,
    );
    for (const uid of [1, 2, 3]) {
      database.run(
        `INSERT INTO messages (id, box, uid, flags, received_at, size, has_attachments, from_name, from_address, to_name,
         to_address, subject, detail) VALUES (?, 1, ?, 0, 0, 1, 0, '', '', '', '', ?, ?)`,
        uid,
        uid,
        `Old ${uid}`,
        JSON.stringify({ from: [], to: [], cc: [], replyTo: [], inReplyTo: null, parts: [] }),
      );
    }
    database.close();
    const opened = openDatabase({ path, role: 'cache', migrations: cacheMigrations, now: () => noon }).database;
    store = createMailStore(opened, accountId);
    const search = (): string[] =>
      store
        .openSearch({ folderId: null, text: 'old' })
        .rows(0, 9)
        .map(({ subject }) => subject);
    expect(search()).toEqual([]);
    expect(store.openSearch({ folderId: null, text: 'old' }).report()).toMatchObject({ messages: 3, searched: 0 });
    expect(store.indexSome(2)).toBe(true);
    expect(search()).toEqual(['Old 3', 'Old 2']);
    expect(store.openSearch({ folderId: null, text: 'old' }).report()).toMatchObject({ messages: 3, searched: 2 });
    expect(store.indexSome(2)).toBe(false);
    expect(search()).toEqual(['Old 3', 'Old 2', 'Old 1']);
    expect(store.openSearch({ folderId: null, text: 'old' }).report()).toMatchObject({ searched: 3 });
    store.close();
  });
});
