import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../shared/mail.ts';
import type { QueuedOperation } from '../operations/operation-queue.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import { Database } from './database.ts';
import type { Changes } from './mail-store.ts';
import { threadQueries, viewQueries } from './mail-view.ts';
import { openMailStore } from './sqlite-mail-store.ts';
import {
  accountId,
  envelope,
  envelopes,
  flags,
  folderIdOf,
  idOf,
  inboxFolder,
  memoryStore,
  noon,
  operation,
  seededRandom,
  syncState,
  temporaryFolder,
  toTrash,
  trashFolder,
} from './store-fixture.ts';

describe('MailView', () => {
  it('answers nonsense with nothing', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 10), syncState());
    const view = store.openView(inbox);
    for (const [start, count] of [
      [10, 5],
      [1e12, 5],
      [0, 0],
      [0, -1],
      [Number.NaN, 5],
      [0, Number.NaN],
    ] as const) {
      expect(view.rows(start, count)).toEqual([]);
    }
    expect(view.rows(-5, 3).map((row) => row.subject)).toEqual(['Subject 10', 'Subject 9', 'Subject 8']);
    expect(view.rows(8, 1e9)).toHaveLength(2);
    expect(view.indexOf(12345 as MessageId)).toBeNull();
    expect(store.openView(999 as typeof inbox).total).toBe(0);
  });

  it('finds the next unread row anywhere below, as pending changes show it', () => {
    const { store, inbox } = memoryStore();
    const unread = new Set([3, 2_400, 2_401]);
    const all = envelopes(1, 2_500).map((each) => ({ ...each, flags: flags({ seen: !unread.has(each.uid) }) }));
    for (let from = 0; from < all.length; from += 1_000) {
      store.saveWindow(inbox, all.slice(from, from + 1_000), syncState());
    }
    const view = store.openView(inbox);
    const row = (uid: number) => 2_500 - uid;
    expect([0, row(2_401), row(2_401) + 1, row(2_400) + 1].map((start) => view.nextUnread(start))).toEqual(
      [2_401, 2_401, 2_400, 3].map(row),
    );
    expect([row(2), 2_500, 1e9].map((start) => view.nextUnread(start))).toEqual([null, null, null]);
    store.setPending(
      pendingChanges([operation(3, { kind: 'set_seen', seen: true }), operation(1, { kind: 'set_seen', seen: false })]),
    );
    expect(view.nextUnread(row(2_400) + 1)).toBe(row(1));
  });

  it('tells where dates begin, a part at a time in a large folder, and for other dates when the day is another', () => {
    const { store, inbox } = memoryStore();
    const total = 40_000;
    for (let from = 1; from <= total; from += 1_000) {
      const window = envelopes(from, from + 999).map((each) => ({ ...each, internalDate: noon + each.uid * 1_000 }));
      store.saveWindow(inbox, window, syncState());
    }
    const view = store.openView(inbox);
    const times = [total, total - 99, total / 2, 1_000].map((uid) => noon + uid * 1_000);
    const whole = [1, 100, total / 2 + 1, total - 999];
    const first = view.notOlder?.(times) ?? [];
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(whole.length);
    expect(first).toEqual(whole.slice(0, first.length));
    let asked = 1;
    while ((view.notOlder?.(times).length ?? 0) < whole.length) asked++;
    expect(asked).toBeLessThan(10);
    expect(view.notOlder?.(times)).toEqual(whole);
    view.apply(store.removeUids(inbox, [total - 50]));
    expect(view.notOlder?.(times)).toEqual([1, 99, total / 2, total - 1_000]);
    expect(view.notOlder?.(times.map((time) => time + 1_000))).toEqual([0, 98, total / 2 - 1, total - 1_001]);
    expect(store.openView(999 as typeof inbox).notOlder?.(times)).toEqual([0, 0, 0, 0]);
  });

  it('tells about where a row stands without reading it, as it reads it later', () => {
    const { store, inbox } = memoryStore();
    const random = seededRandom(3);
    const total = 3_000;
    let second = 0;
    const all = envelopes(1, total).map((each) => {
      // Mail comes in bursts.
      second += random(10) === 0 ? 5_000 : random(20);
      return { ...each, internalDate: noon + second * 1_000 };
    });
    for (let from = 0; from < total; from += 1_000) store.saveWindow(inbox, all.slice(from, from + 1_000), syncState());
    const ids = store.openView(inbox).ids(0, 1_000).concat(store.openView(inbox).ids(1_000, 1_000));
    for (const row of [0, 1, 255, 256, 700, 1_999]) {
      const view = store.openView(inbox);
      const order = ids[row] ?? 0;
      const near = view.rowsNear?.(order) ?? Number.NaN;
      expect(Math.abs(near - row)).toBeLessThan(256);
      expect([view.newerThan(order), view.rowsNear?.(order)]).toEqual([row, row]);
      const fresh = store.openView(inbox);
      expect(Math.abs(fresh.newerThan(fresh.orderNear?.(row) ?? 0) - row)).toBeLessThan(256);
      expect(fresh.rowsNear?.(fresh.orderNear?.(row) ?? 0)).toBe(fresh.newerThan(fresh.orderNear?.(row) ?? 0));
    }
    const view = store.openView(inbox);
    expect([view.rowsNear?.(0), view.rowsNear?.(Number.MAX_SAFE_INTEGER - 1), view.orderNear?.(total)]).toEqual([
      total,
      0,
      0,
    ]);
    expect([view.orderNear?.(0), view.orderNear?.(total - 1)]).toEqual([ids[0], idOf(store, inbox, 1)]);
    expect(store.openView(999 as typeof inbox).rowsNear?.(5)).toBe(0);
  });

  it('knows where its rows are before anybody asks, a part at a time, and again after the folder was filled anew', () => {
    const { store, inbox } = memoryStore();
    const total = 10_000;
    store.saveWindow(inbox, envelopes(1, total), syncState());
    for (const byThread of [false, true]) {
      const view = store.openView(inbox, byThread);
      let steps = 1;
      while (view.reachFurther?.() === true) steps += 1;
      expect(steps).toBe(3);
      expect(view.reachFurther?.()).toBe(false);
      const subjects = (start: number, count: number) => view.rows(start, count).map(({ subject }) => subject);
      expect([subjects(total / 2, 1), subjects(total - 1, 2)]).toEqual([[`Subject ${total / 2}`], ['Subject 1']]);
      view.apply(store.removeUids(inbox, [total]));
      expect(subjects(total / 2, 1)).toEqual([`Subject ${total / 2 - 1}`]);
      view.apply(store.saveWindow(inbox, envelopes(total, total), syncState()));
      expect([subjects(total / 2, 1), view.reachFurther?.()]).toEqual([[`Subject ${total / 2}`], false]);
    }
    const view = store.openView(inbox);
    while (view.reachFurther?.() === true);
    view.apply(store.resetFolder(inbox));
    expect([view.reachFurther?.(), view.rows(0, 10)]).toEqual([false, []]);
    store.saveFolders([]);
    expect(view.reachFurther?.()).toBe(false);
  });

  it('outlives its folder', () => {
    const { store, trash } = memoryStore();
    store.saveWindow(trash, envelopes(1, 3), syncState());
    const view = store.openView(trash);
    const first = view.rows(0, 1)[0];
    store.saveFolders([inboxFolder]);
    expect(view.total).toBe(0);
    expect(view.rows(0, 10)).toEqual([]);
    expect(first && view.indexOf(first.id)).toBeNull();
  });

  it('is empty after UIDVALIDITY changed, and fills again (Y1)', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 700), syncState());
    const view = store.openView(inbox);
    expect(view.rows(650, 10)).toHaveLength(10);
    expect(view.apply(store.resetFolder(inbox))).toBe(true);
    expect([view.total, view.rows(0, 10)]).toEqual([0, []]);
    store.saveWindow(inbox, envelopes(1, 3), syncState({ uidValidity: 8 }));
    expect(view.rows(0, 10).map((row) => row.subject)).toEqual(['Subject 3', 'Subject 2', 'Subject 1']);
  });

  it('says whether a change concerns it', () => {
    const { store, inbox, trash } = memoryStore();
    const view = store.openView(inbox);
    const stored = store.saveWindow(inbox, envelopes(1, 3), syncState());
    expect(view.apply(stored)).toBe(true);
    expect(view.apply(store.saveWindow(inbox, envelopes(1, 3), syncState()))).toBe(false);
    expect(view.apply(store.saveWindow(trash, envelopes(1, 3), syncState()))).toBe(false);
  });

  it('reads index ranges only, never the whole folder or table (Y6)', () => {
    const path = join(temporaryFolder(), 'cache.db');
    openMailStore({ path, accountId, now: () => noon }).store.close();
    const database = new Database(path, 'cache');
    database.exec('CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)');
    database.exec('CREATE TEMP TABLE stand_ins (id INTEGER PRIMARY KEY)');
    for (const sql of [viewQueries, threadQueries].flatMap((queries) => Object.values(queries))) {
      const values = Array.from(sql.matchAll(/\?/g), () => 1);
      const plan = database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map((step) => step.detail);
      expect(plan[0]).toMatch(
        /^SEARCH p USING (COVERING INDEX|INDEX|INTEGER PRIMARY KEY) ?.*\((box=\? AND rowid|rowid=\?)/,
      );
      expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    }
    database.close();
  });

  it.each(seedsOf(3))(
    'shows what a plain sorted list would, under random changes (Y5, seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      const { store, inbox, trash } = memoryStore();
      const model = new Map<number, { id: MessageId; seen: boolean; receivedAt: number }>();
      let pending: QueuedOperation[] = [];
      let nextUid = 5_000;
      const view = store.openView(inbox);
      const take = (changes: Changes | Changes[]) => {
        // Some changes reach the view late: it must be right all the same.
        if (random(3) > 0) for (const change of [changes].flat()) view.apply(change);
      };
      const insert = (uids: number[]) => {
        const list = uids.map((uid) =>
          envelope(uid, { internalDate: noon + random(400) * 1_000, flags: flags({ seen: random(2) === 0 }) }),
        );
        take(store.saveWindow(inbox, list, syncState()));
        for (const { uid, internalDate, flags: listed } of list) {
          const id = store.localMessages(inbox, uid, uid)[0]?.id;
          if (id === undefined) throw new Error('not stored');
          const receivedAt = model.get(uid)?.receivedAt ?? internalDate ?? Number.NaN;
          model.set(uid, { id, seen: listed?.seen === true, receivedAt });
        }
      };
      const someUids = (count: number) => Array.from({ length: count }, () => random(nextUid) + 1);
      // Next to each other in the list, but for a few: empties whole blocks of anchors, or nearly.
      const neighbours = (count: number) => {
        const inOrder = [...model].sort(([, a], [, b]) => b.id - a.id).map(([uid]) => uid);
        const from = random(Math.max(1, inOrder.length));
        return inOrder.slice(from, from + random(count)).filter(() => random(100) > 0);
      };
      const steps = [
        () => insert(Array.from({ length: random(900) }, () => nextUid++)),
        () => insert([...new Set(someUids(random(40)))]),
        () => void view.reachFurther?.(),
        () => {
          const uids = random(3) === 0 ? someUids(random(400)) : neighbours(900);
          take(store.removeUids(inbox, uids));
          for (const uid of uids) model.delete(uid);
        },
        () => {
          const list = someUids(random(60)).map((uid) => ({ uid, flags: flags({ seen: random(2) === 0 }) }));
          take(store.saveFlags(inbox, list));
          for (const {
            uid,
            flags: { seen },
          } of list) {
            const known = model.get(uid);
            if (known) known.seen = seen;
          }
        },
        () => {
          const uids = random(2) ? someUids(random(300)) : neighbours(600);
          const kept = pending.filter(() => random(3) > 0);
          const added = uids.map((uid) =>
            operation(uid, random(2) ? toTrash : { kind: 'set_seen', seen: random(2) === 0 }),
          );
          pending = [...kept, ...added];
          take(store.setPending(pendingChanges(pending)));
        },
      ];
      insert(Array.from({ length: 1_500 }, () => nextUid++));
      for (let step = 0; step < 30; step++) {
        steps[random(steps.length)]?.();
        const moved = new Set(pending.filter(({ action }) => action.kind === 'move').map(({ uid }) => uid));
        const seen = new Map(
          pending.flatMap(({ uid, action }) => (action.kind === 'set_seen' ? [[uid, action.seen]] : [])),
        );
        const expected = [...model]
          .filter(([uid]) => !moved.has(uid))
          .map(([uid, message]) => ({
            id: message.id,
            seen: seen.get(uid) ?? message.seen,
            receivedAt: message.receivedAt,
          }))
          .sort((a, b) => b.id - a.id);
        for (const current of [view, store.openView(inbox)]) {
          expect(current.total).toBe(expected.length);
          for (const start of [0, random(expected.length + 1), Math.max(0, expected.length - 30)]) {
            const rows = current.rows(start, 50).map(({ id, seen, receivedAt }) => ({ id, seen, receivedAt }));
            expect(rows).toEqual(expected.slice(start, start + 50));
          }
          const times = [450, 390, 200, 200.5, 40, -1].map((second) => noon + second * 1_000).sort((a, b) => b - a);
          expect(current.notOlder?.(times)).toEqual(
            times.map((time) => expected.filter(({ receivedAt }) => receivedAt >= time).length),
          );
          const position = random(expected.length);
          const wanted = expected[position];
          if (wanted) expect(current.indexOf(wanted.id)).toBe(position);
          for (const uid of [...moved].slice(0, 3)) {
            const hidden = model.get(uid);
            if (hidden) expect(current.indexOf(hidden.id)).toBeNull();
          }
        }
        // INTERNALDATE is in whole seconds here, and decides the order.
        expect(
          expected.every((row, index) => index === 0 || row.receivedAt <= (expected[index - 1]?.receivedAt ?? 0)),
        ).toBe(true);
        expect(store.folder(trash)?.total).toBe([...moved].filter((uid) => model.has(uid)).length);
      }
    },
    60_000,
  );

  it('shows a message again in the destination once it is stored there', () => {
    const { store, inbox, trash } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 2), syncState());
    store.saveWindow(trash, [], syncState({ complete: true }));
    const [inboxView, trashView] = [store.openView(inbox), store.openView(trash)];
    store.setPending(pendingChanges([operation(2, toTrash)]));
    expect([inboxView.total, trashView.total]).toEqual([1, 0]);
    store.saveWindow(trash, [envelope(1, { subject: 'Subject 2' })], syncState({ complete: true }));
    expect(trashView.rows(0, 5).map((row) => row.subject)).toEqual(['Subject 2']);
  });

  it('survives a folder that went and came back while it was open', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, envelopes(1, 3), syncState());
    const view = store.openView(inbox);
    store.saveFolders([trashFolder]);
    store.saveFolders([inboxFolder, trashFolder]);
    const again = folderIdOf(store, 'INBOX');
    expect(again).not.toBe(inbox);
    expect([view.total, store.openView(again).total]).toEqual([0, 0]);
  });
});
