import { describe, expect, it, onTestFinished } from 'vitest';
import type { FolderId, FolderRole, MessageId } from '../../shared/mail.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import type { QueuedOperation } from '../operations/operation-queue.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import type { Changes, MailView } from './mail-store.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  flags,
  idOf,
  inboxFolder,
  noon,
  operation,
  seededRandom,
  syncState,
} from './store-fixture.ts';

const roles: readonly FolderRole[] = ['inbox', 'sent', 'archive', 'trash'];

function opened() {
  const { store } = openMailStore({ path: ':memory:', accountId, now: () => noon });
  onTestFinished(() => store.close());
  store.saveFolders(roles.map((role) => ({ ...inboxFolder, path: role, name: role, role })));
  const folder = (role: FolderRole): FolderId => {
    const found = store.folderByRole(role);
    if (found === null) throw new Error(`no ${role}`);
    return found.folderId;
  };
  return { store, folder, inbox: folder('inbox'), sent: folder('sent') };
}

/** The `minute`th message. */
function letter(minute: number, parent: number | null, changes: Partial<RemoteEnvelope> = {}): RemoteEnvelope {
  const at = noon + minute * 60_000;
  return envelope(minute, {
    internalDate: at,
    sentAt: at,
    subject: `${minute}`,
    messageIdHeader: `<m${minute}@example.org>`,
    inReplyTo: parent === null ? null : `<m${parent}@example.org>`,
    ...changes,
  });
}

const from = (name: string) => ({ from: [{ name, address: `${name.toLowerCase()}@example.org` }] });
const seen = { flags: flags({ seen: true }) };
const subjects = (view: MailView): string[] => view.rows(0, 200).map(({ subject }) => subject);

function link(store: SqliteMailStore): Changes[] {
  const all: Changes[] = [];
  for (;;) {
    const changes = store.linkThreads(7);
    if (changes === null) return all;
    all.push(...changes);
  }
}

describe('a list of conversations', () => {
  it('has the tags of all messages of each, and follows them', () => {
    const { store, inbox } = opened();
    const tagged = (...tags: string[]) => ({ flags: flags({ tags }) });
    store.saveWindow(
      inbox,
      [letter(1, null, tagged('work')), letter(2, 1), letter(3, 2, tagged('art', 'Work')), letter(4, null)],
      syncState(),
    );
    const view = store.openView(inbox, true);
    const tags = () => view.rows(0, 9).map((row) => row.tags);
    expect(tags()).toEqual([undefined, ['art', 'work']]);
    const { threads } = store.saveFlags(inbox, [{ uid: 1, flags: flags({ tags: ['zebra'] }) }]);
    expect(threads?.get(inbox)?.updated).toEqual([idOf(store, inbox, 3)]);
    expect(tags()).toEqual([undefined, ['art', 'work', 'zebra']]);
    const openedOne = store.thread(idOf(store, inbox, 3)).map((message) => message.tags);
    expect(openedOne).toEqual([['zebra'], undefined, ['art', 'work']]);
  });

  it('has a row for each, where its newest message of the folder stands, and tells of all of it', () => {
    const { store, inbox, sent } = opened();
    store.saveWindow(
      inbox,
      [
        letter(1, null, { ...from('Anna'), ...seen }),
        letter(3, 2, { ...from('Bo'), flags: flags({ flagged: true }) }),
        letter(4, null, from('Cy')),
        letter(5, 1, { ...from('anna'), ...seen }),
      ],
      syncState(),
    );
    store.saveWindow(sent, [letter(2, 1, { ...from('Ada'), ...seen })], syncState());
    const view = store.openView(inbox, true);
    expect([view.total, subjects(view)]).toEqual([2, ['5', '4']]);
    const [row, single] = view.rows(0, 2);
    expect(row).toMatchObject({ seen: false, flagged: true, from: { name: 'anna' } });
    expect(row?.conversation).toEqual({
      count: 4,
      people: [
        { name: 'Anna', address: 'anna@example.org' },
        { name: 'Ada', address: 'ada@example.org' },
        { name: 'Bo', address: 'bo@example.org' },
      ],
      opens: idOf(store, inbox, 3),
      messageIds: [5, 3, 1].map((uid) => idOf(store, inbox, uid)),
    });
    expect(single?.conversation).toBeUndefined();
    expect(view.indexOf(idOf(store, inbox, 1))).toBe(0);
    expect(view.nextUnread(0)).toBe(0);
    expect(store.openView(inbox).total).toBe(4);
    // Of the sent one there is a row in Sent, with the others' people.
    expect(store.openView(sent, true).rows(0, 5)[0]?.conversation?.count).toBe(4);
  });

  it('moves a conversation to the top with a reply at once, and says so', () => {
    const { store, inbox } = opened();
    store.saveWindow(inbox, [letter(1, null), letter(2, null)], syncState());
    const view = store.openView(inbox, true);
    expect(subjects(view)).toEqual(['2', '1']);
    const first = idOf(store, inbox, 1);
    const changes = store.saveWindow(inbox, [letter(3, 1)], syncState());
    const reply = idOf(store, inbox, 3);
    expect(changes.threads?.get(inbox)).toEqual({ added: [reply], removed: [first], updated: [], rebuilt: false });
    expect(view.apply(changes)).toBe(true);
    expect([view.total, subjects(view)]).toEqual([2, ['3', '2']]);
    expect(view.rowOf?.(first)).toBe(reply);
  });

  it('keeps the row when one message of several goes, is hidden, or comes back', () => {
    const { store, inbox } = opened();
    store.saveWindow(inbox, [letter(1, null), letter(2, 1), letter(3, 1), letter(4, null)], syncState());
    const view = store.openView(inbox, true);
    store.removeUids(inbox, [2]);
    expect([view.total, subjects(view)]).toEqual([2, ['4', '3']]);
    const hide = (...uids: number[]) =>
      store.setPending(
        pendingChanges(
          uids.map((uid) => operation(uid, { kind: 'move', destination: 'trash' }, { folderPath: 'inbox' })),
        ),
      );
    hide(3);
    expect([view.total, subjects(view)]).toEqual([2, ['4', '1']]);
    hide(3, 1);
    expect([view.total, subjects(view)]).toEqual([1, ['4']]);
    hide();
    expect([view.total, subjects(view)]).toEqual([2, ['4', '3']]);
    store.removeUids(inbox, [3]);
    expect([view.total, subjects(view)]).toEqual([2, ['4', '1']]);
    store.removeUids(inbox, [1]);
    expect([view.total, subjects(view)]).toEqual([1, ['4']]);
  });

  it('tells the rows of other folders that a message of theirs is gone', () => {
    const { store, inbox, sent } = opened();
    store.saveWindow(inbox, [letter(1, null)], syncState());
    store.saveWindow(sent, [letter(2, 1)], syncState());
    const view = store.openView(inbox, true);
    expect(view.rows(0, 1)[0]?.conversation?.count).toBe(2);
    const changes = store.removeUids(sent, [2]);
    expect(changes.threads?.get(inbox)?.updated).toEqual([idOf(store, inbox, 1)]);
    expect(view.apply(changes)).toBe(true);
    expect(view.rows(0, 1)[0]?.conversation).toBeUndefined();
  });

  it('names all messages that a conversation has in the folder, those that are hidden left out', () => {
    const { store, inbox, sent } = opened();
    store.saveWindow(inbox, [letter(1, null), letter(3, 1), letter(4, 1), letter(5, null)], syncState());
    store.saveWindow(sent, [letter(2, 1)], syncState());
    store.setPending(pendingChanges([operation(3, { kind: 'move', destination: 'trash' }, { folderPath: 'inbox' })]));
    const [one, four, five] = [1, 4, 5].map((uid) => idOf(store, inbox, uid));
    if (one === undefined || four === undefined || five === undefined) throw new Error('not stored');
    expect([...store.withConversations([four, five])].sort()).toEqual([one, four, five].sort());
  });

  it('names none that came since the row was drawn', () => {
    const { store, inbox } = opened();
    store.saveWindow(inbox, [letter(1, null), letter(2, 1)], syncState());
    const [one, two] = [1, 2].map((uid) => idOf(store, inbox, uid));
    if (one === undefined || two === undefined) throw new Error('not stored');
    const drawn = store.openView(inbox, true).rows(0, 1)[0]?.id;
    store.saveWindow(inbox, [letter(3, 1)], syncState());
    expect(drawn).toBe(two);
    expect(store.withConversations([two])).toEqual([two, one]);
  });

  it('counts nothing that a folder left behind which is gone', () => {
    const { store, inbox, folder } = opened();
    store.saveWindow(inbox, [letter(1, null)], syncState());
    store.saveWindow(folder('archive'), [letter(2, 1)], syncState());
    const count = () => store.openView(inbox, true).rows(0, 1)[0]?.conversation?.count;
    expect(count()).toBe(2);
    store.saveFolders(
      roles.filter((role) => role !== 'archive').map((role) => ({ ...inboxFolder, path: role, name: role, role })),
    );
    expect(count()).toBeUndefined();
  });

  it('tells the same of a conversation of thousands as of a short one, by its newest messages', () => {
    const { store, inbox, sent } = opened();
    const long = Array.from({ length: 6_000 }, (_, index) => letter(index + 1, index === 0 ? null : 1, seen));
    store.saveWindow(inbox, long, syncState());
    store.saveWindow(sent, [letter(6_001, 1, { ...from('Ada'), ...seen })], syncState());
    store.saveWindow(inbox, [letter(7_000, null, seen), letter(7_001, 7_000, seen)], syncState());
    link(store);
    const view = store.openView(inbox, true);
    expect([view.total, subjects(view)]).toEqual([2, ['7001', '6000']]);
    const row = () => view.rows(0, 100)[1];
    const newest = Array.from({ length: 100 }, (_, index) => idOf(store, inbox, 6_000 - index));
    expect(row()?.conversation).toMatchObject({ count: 100, messageIds: newest, opens: newest[0] });
    expect(row()?.conversation?.people.map(({ name }) => name)).toContain('Ada');
    expect(row()?.seen).toBe(true);
    store.saveFlags(inbox, [{ uid: 5_810, flags: flags({ flagged: true }) }]);
    expect(row()).toMatchObject({ seen: false, flagged: true, conversation: { opens: idOf(store, inbox, 5_810) } });
  });

  it('tells the same of a conversation on a page with many others as alone', () => {
    const { store, inbox, sent } = opened();
    const perConversation = 40;
    const minutes = Array.from({ length: 20 * perConversation }, (_, index) => index + 1);
    const first = (minute: number): number => minute - ((minute - 1) % perConversation);
    const parent = (minute: number): number | null => (first(minute) === minute ? null : first(minute));
    const each = minutes.map((minute) =>
      letter(minute, parent(minute), { ...from(`P${minute % 7}`), flags: flags({ seen: minute % 11 !== 0 }) }),
    );
    store.saveWindow(
      inbox,
      each.filter(({ uid }) => uid % 3 > 0),
      syncState(),
    );
    store.saveWindow(
      sent,
      each.filter(({ uid }) => uid % 3 === 0),
      syncState(),
    );
    link(store);
    const view = store.openView(inbox, true);
    const page = view.rows(0, 20);
    expect(page.map(({ conversation }) => conversation?.count)).toEqual(page.map(() => perConversation));
    expect(page).toEqual(page.map((_, at) => view.rows(at, 1)[0]));
  });

  it.each(seedsOf(4))(
    'shows what a plain model would, under random changes (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      const { store, folder } = opened();
      const parents = new Map<number, number | null>();
      /** Where each message lies: by folder, UIDs are the minutes. */
      const places = new Map<FolderRole, Map<number, { seen: boolean }>>(roles.map((role) => [role, new Map()]));
      let pending: QueuedOperation[] = [];
      let next = 1;
      const views = new Map<FolderRole, MailView>();
      for (const role of roles) views.set(role, store.openView(folder(role), true));
      const of = (role: FolderRole) => places.get(role) ?? new Map<number, { seen: boolean }>();
      const some = (): FolderRole => roles[random(3)] ?? 'inbox';
      const take = (changes: readonly Changes[]) => {
        for (const change of changes) for (const view of views.values()) if (random(2) === 0) view.apply(change);
      };
      const rootOf = (minute: number): number => {
        const parent = parents.get(minute);
        return parent === null || parent === undefined ? minute : rootOf(parent);
      };
      const save = (role: FolderRole, minutes: readonly number[]) => {
        const list = minutes.map((minute) => {
          if (!parents.has(minute)) parents.set(minute, random(3) === 0 || minute < 3 ? null : 1 + random(minute - 1));
          const known = of(role).get(minute) ?? { seen: random(2) === 0 };
          of(role).set(minute, known);
          return letter(minute, parents.get(minute) ?? null, { flags: flags(known) });
        });
        take([store.saveWindow(folder(role), list, syncState())]);
        // What is known of threads of deleted messages is no part of the model: one place of each message stays.
        const unkept = minutes.filter((minute) => !of('archive').has(minute));
        if (unkept.length > 0) save('archive', unkept);
      };
      const steps = [
        () =>
          save(
            some(),
            Array.from({ length: 1 + random(40) }, () => next++),
          ),
        // Older ones, or copies of what lies elsewhere.
        () => save(some(), [...new Set(Array.from({ length: random(6) }, () => 1 + random(next)))]),
        () => {
          const role = random(2) === 0 ? 'inbox' : 'sent';
          const gone = [...of(role).keys()].filter(() => random(8) === 0);
          take([store.removeUids(folder(role), gone)]);
          for (const minute of gone) of(role).delete(minute);
        },
        () => {
          const role = some();
          const list = [...of(role).keys()].filter(() => random(6) === 0);
          take([
            store.saveFlags(
              folder(role),
              list.map((uid) => ({ uid, flags: flags({ seen: true }) })),
            ),
          ]);
          for (const minute of list) of(role).set(minute, { seen: true });
        },
        () => {
          const role = some();
          const added = [...of(role).keys()]
            .filter(() => random(5) === 0)
            .map((uid) => operation(uid, { kind: 'move', destination: 'trash' }, { folderPath: role }));
          pending = [...pending.filter(() => random(2) === 0), ...added];
          take(store.setPending(pendingChanges(pending)));
        },
        () => {
          const role = some();
          const highestUid = random(2) === 0 ? 0 : Math.floor(next / 2);
          const emptied = operation(0, { kind: 'empty_folder', highestUid }, { folderPath: role });
          pending =
            highestUid === 0 ? pending.filter(({ action }) => action.kind !== 'empty_folder') : [...pending, emptied];
          take(store.setPending(pendingChanges(pending)));
        },
      ];
      for (let step = 0; step < 60; step++) {
        steps[random(steps.length)]?.();
        take(link(store));
        const isHidden = (role: FolderRole, minute: number): boolean =>
          pending.some(({ folderPath, uid, action }) =>
            action.kind === 'empty_folder'
              ? folderPath === role && minute <= action.highestUid
              : folderPath === role && uid === minute,
          );
        for (const role of roles) {
          const newest = new Map<number, { top: number; all: number[]; seen: boolean }>();
          for (const [minute, known] of [...of(role)].sort(([a], [b]) => b - a)) {
            if (isHidden(role, minute)) continue;
            const root = rootOf(minute);
            const group = newest.get(root) ?? { top: minute, all: [], seen: true };
            group.all.push(minute);
            group.seen &&= known.seen;
            newest.set(root, group);
          }
          const expected = [...newest.values()].sort((a, b) => b.top - a.top);
          const shown = views.get(role);
          for (const view of [shown, store.openView(folder(role), true)]) {
            const rows = view?.rows(0, 1_000) ?? [];
            expect(rows.map(({ subject, seen }) => [subject, seen])).toEqual(
              expected.map(({ top, seen }) => [`${top}`, seen]),
            );
            expect(view?.total).toBe(expected.length);
            const position = random(expected.length);
            const wanted = expected[position];
            const member = wanted?.all[random(wanted.all.length)];
            if (member !== undefined) expect(view?.indexOf(idOf(store, folder(role), member))).toBe(position);
            for (const [at, { all }] of expected.entries())
              if (all.length > 1)
                expect(rows[at]?.conversation?.messageIds).toEqual(
                  all.slice(0, 100).map((minute): MessageId => idOf(store, folder(role), minute)),
                );
          }
        }
      }
    },
    60_000,
  );
});

describe('a transaction that is rolled back', () => {
  /** A store whose next change fails at its nth statement about conversations. */
  function fragile() {
    const { database } = openDatabase({
      path: ':memory:',
      role: 'cache',
      migrations: cacheMigrations,
      now: () => noon,
    });
    onTestFinished(() => database.close());
    const store = createMailStore(database, accountId);
    store.saveFolders(roles.map((role) => ({ ...inboxFolder, path: role, name: role, role })));
    database.exec('CREATE TEMP TABLE patience (statements INTEGER); INSERT INTO patience VALUES (1000000)');
    for (const [index, event] of [
      'INSERT ON threaded',
      'UPDATE ON threaded',
      'DELETE ON threaded',
      'UPDATE ON folders',
    ].entries())
      database.exec(`CREATE TEMP TRIGGER refuse_${index} BEFORE ${event} BEGIN
        UPDATE patience SET statements = statements - 1;
        SELECT RAISE(ABORT, 'refused') WHERE (SELECT statements FROM patience) < 0;
      END`);
    const failAfter = (statements: number): void => {
      database.run('UPDATE patience SET statements = ?', statements);
    };
    return { database, store, failAfter };
  }

  it('leaves lists and counts as they were, wherever it failed', () => {
    const { database, store, failAfter } = fragile();
    const [inbox, sent] = (['inbox', 'sent'] as const).map(
      (role) => store.folderByRole(role)?.folderId ?? (0 as FolderId),
    );
    if (inbox === undefined || sent === undefined) throw new Error('no folders');
    store.saveWindow(
      inbox,
      [letter(1, null), letter(2, 1), letter(3, null), letter(4, 3), letter(5, null)],
      syncState(),
    );
    store.saveWindow(sent, [letter(10, 1)], syncState());
    link(store);
    const views = [inbox, sent].map((id) => ({ id, view: store.openView(id, true) }));
    const bulk = Array.from({ length: 60 }, (_, index) => letter(100 + index, index % 5));
    const hide = (uid: number | null): Changes[] =>
      store.setPending(
        uid === null
          ? []
          : pendingChanges([operation(uid, { kind: 'move', destination: 'archive' }, { folderPath: 'inbox' })]),
      );
    const works: readonly (() => unknown)[] = [
      () => store.saveWindow(inbox, [letter(20, 3)], syncState()),
      () => store.saveWindow(sent, [letter(21, 20)], syncState()),
      () => hide(20),
      () => store.saveWindow(inbox, [letter(22, 20)], syncState()),
      () => store.removeUids(inbox, [22]),
      () => store.removeUids(inbox, [20, 4]),
      () => hide(null),
      () => store.saveWindow(inbox, bulk, syncState()),
      () => link(store),
      () => store.removeUids(inbox, [100, 101, 102, 103, 104]),
    ];
    let failures = 0;
    const check = (): void => {
      const behind = 'SELECT box, behind FROM folders WHERE behind > 0';
      expect(database.all(behind)).toEqual(
        database.all('SELECT box, count(*) AS behind FROM threaded WHERE behind = 1 GROUP BY box'),
      );
      for (const { id, view } of views) {
        const fresh = store.openView(id, true);
        expect([view.total, subjects(view)]).toEqual([fresh.total, subjects(fresh)]);
        expect(fresh.rows(0, 200)).toHaveLength(fresh.total);
      }
    };
    for (const work of works) {
      for (let statements = 0; ; statements += 1) {
        failAfter(statements);
        let isDone = true;
        try {
          work();
        } catch {
          isDone = false;
          failures += 1;
        }
        failAfter(1_000_000);
        check();
        if (isDone) break;
      }
    }
    expect(failures).toBeGreaterThan(works.length);
  });
});
