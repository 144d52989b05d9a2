import { describe, expect, it } from 'vitest';
import type { AccountId, FolderId, MessageId } from '../../shared/mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import type { SqliteMailStore } from '../store/sqlite-mail-store.ts';
import {
  envelope,
  flags,
  memoryStore,
  noon,
  operation,
  seededRandom,
  syncState,
  toTrash,
} from '../store/store-fixture.ts';
import { AccountsView, type RowPlace } from './accounts-view.ts';

interface Box {
  readonly accountId: AccountId;
  readonly store: SqliteMailStore;
  readonly inbox: FolderId;
  /** The UIDs that are shown, with the second of each and whether it is unread. */
  readonly shown: Map<number, { readonly second: number; seen: boolean }>;
  uid: number;
}

function box(number: number): Box {
  const { store, inbox } = memoryStore();
  return {
    accountId: `a0000000-0000-4000-8000-00000000000${number}` as AccountId,
    store,
    inbox,
    shown: new Map(),
    uid: 0,
  };
}

function overInboxes(boxes: readonly Box[]): AccountsView {
  return new AccountsView(
    boxes.map(({ accountId }) => accountId),
    (accountId, current) => {
      const own = boxes.find((known) => known.accountId === accountId);
      if (current !== null || own === undefined) return current;
      return { accountId, view: own.store.openView(own.inbox), folderId: own.inbox };
    },
  );
}

/** Messages of a few seconds, so that many share one: their ids are then the second and the UID. */
function deliver(
  boxes: readonly Box[],
  view: AccountsView,
  at: number,
  count: number,
  random: (limit: number) => number,
): void {
  const own = boxes[at];
  if (own === undefined) return;
  const envelopes = Array.from({ length: count }, () => {
    own.uid += 1;
    const second = random(40);
    const seen = random(10) > 0;
    own.shown.set(own.uid, { second, seen });
    return envelope(own.uid, { internalDate: noon + second * 1_000, flags: flags({ seen }) });
  });
  view.apply(own.accountId, own.store.saveWindow(own.inbox, envelopes, syncState()));
}

/** What the list has to show: all messages, newest first, by account where two have the same id. */
function wanted(boxes: readonly Box[]): readonly (RowPlace & { readonly seen: boolean })[] {
  return boxes
    .flatMap(({ accountId, shown }) =>
      [...shown].map(([uid, { second, seen }]) => ({
        accountId,
        messageId: ((noon / 1_000 + second) * 2 ** 20 + uid) as MessageId,
        seen,
      })),
    )
    .sort((a, b) => b.messageId - a.messageId || (a.accountId < b.accountId ? -1 : 1));
}

const places = (list: readonly RowPlace[]): string[] =>
  list.map(({ accountId, messageId }) => `${messageId}@${accountId}`);

describe('a list over accounts', () => {
  it.each(seedsOf(6))(
    'is the messages of all of them in the order of time, whatever comes and goes (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      const boxes = Array.from({ length: 1 + random(5) }, (_, number) => box(number + 1));
      const view = overInboxes(boxes);
      for (const at of boxes.keys()) deliver(boxes, view, at, random(2) === 0 ? random(20) : 900, random);
      for (let round = 0; round < 40; round += 1) {
        const own = boxes[random(boxes.length)];
        if (own === undefined) continue;
        const uids = [...own.shown.keys()];
        switch (random(4)) {
          case 0:
            deliver(boxes, view, boxes.indexOf(own), 1 + random(60), random);
            break;
          case 1: {
            const gone = uids.filter(() => random(uids.length) < 20);
            for (const uid of gone) own.shown.delete(uid);
            view.apply(own.accountId, own.store.removeUids(own.inbox, gone));
            break;
          }
          case 2: {
            const uid = uids[random(Math.max(1, uids.length))];
            const message = uid === undefined ? undefined : own.shown.get(uid);
            if (uid === undefined || message === undefined) break;
            message.seen = !message.seen;
            view.apply(own.accountId, own.store.saveFlags(own.inbox, [{ uid, flags: flags({ seen: message.seen }) }]));
            break;
          }
        }
        const all = wanted(boxes);
        expect(view.total).toBe(all.length);
        for (let look = 0; look < 4; look += 1) {
          const start = random(all.length + 20);
          const count = 1 + random(120);
          expect(places(view.places(start, count))).toEqual(places(all.slice(start, start + count)));
          expect(
            view.rows(start, count).map(({ id, accountId, folderId }) => `${id}@${accountId} ${folderId}`),
          ).toEqual(
            all.slice(start, start + count).map(({ messageId, accountId }) => {
              const { inbox } = boxes.find((known) => known.accountId === accountId) ?? {};
              return `${messageId}@${accountId} ${inbox}`;
            }),
          );
          const row = all[random(all.length)];
          if (row !== undefined) expect(view.indexOf(row)).toBe(all.indexOf(row));
          const unread = all.findIndex(({ seen }, index) => index >= start && !seen);
          expect(view.nextUnread(start)).toBe(unread < 0 ? null : unread);
        }
      }
    },
  );

  it.each(seedsOf(3))('finds any page at once where accounts had their mail at different times (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const boxes = [box(1), box(2), box(3), box(4)];
    // All at once, one after the other, now and then, and hardly any.
    const secondOf = [
      () => 50_000 + random(30),
      (uid: number) => uid * 40,
      () => random(10) * 9_000 + random(100),
      () => random(120_000),
    ];
    for (const [at, own] of boxes.entries()) {
      const envelopes = Array.from({ length: at === 3 ? 7 : 1_500 }, (_, index) => {
        const uid = index + 1;
        const second = secondOf[at]?.(uid) ?? 0;
        own.shown.set(uid, { second, seen: true });
        return envelope(uid, { internalDate: noon + second * 1_000, flags: flags({ seen: true }) });
      });
      own.store.saveWindow(own.inbox, envelopes, syncState());
    }
    const all = wanted(boxes);
    const kept = overInboxes(boxes);
    for (let look = 0; look < 25; look += 1) {
      const start = random(all.length);
      for (const view of [overInboxes(boxes), kept])
        expect(places(view.places(start, 90))).toEqual(places(all.slice(start, start + 90)));
    }
  });

  it('shows what pending operations leave of it', () => {
    const random = seededRandom(9);
    const boxes = [box(1), box(2)];
    const view = overInboxes(boxes);
    for (const at of boxes.keys()) deliver(boxes, view, at, 30, random);
    const [, second] = boxes;
    if (second === undefined) throw new Error('There are two.');
    for (const changes of second.store.setPending(pendingChanges([operation(3, toTrash), operation(30, toTrash)])))
      view.apply(second.accountId, changes);
    for (const uid of [3, 30]) second.shown.delete(uid);
    expect(places(view.places(0, 100))).toEqual(places(wanted(boxes)));
    for (const changes of second.store.setPending([])) view.apply(second.accountId, changes);
    expect(view.total).toBe(60);
  });

  it('says nothing of a message of another account that has the same id', () => {
    const boxes = [box(1), box(2)];
    const view = overInboxes(boxes);
    const [first, second] = boxes;
    if (first === undefined || second === undefined) throw new Error('There are two.');
    view.apply(first.accountId, first.store.saveWindow(first.inbox, [envelope(1)], syncState()));
    const [row] = view.places(0, 1);
    if (row === undefined) throw new Error('There is one.');
    expect(view.indexOf({ ...row, accountId: second.accountId })).toBeNull();
    view.apply(second.accountId, second.store.saveWindow(second.inbox, [envelope(1)], syncState()));
    expect([view.indexOf(row), view.indexOf({ ...row, accountId: second.accountId })]).toEqual([0, 1]);
  });

  it('merges searches, of which only the first results are looked up, without leaving out older ones of a busier account', () => {
    const boxes = [box(1), box(2)];
    const [busy, old] = boxes;
    if (busy === undefined || old === undefined) throw new Error('There are two.');
    // The first account's results are all newer than the second one's, and there are more of them than are looked up at first.
    const many = Array.from({ length: 900 }, (_, index) =>
      envelope(index + 1, { internalDate: noon + (1_000 + index) * 1_000 }),
    );
    busy.store.saveWindow(busy.inbox, many, syncState());
    const few = Array.from({ length: 700 }, (_, index) => envelope(index + 1, { internalDate: noon + index * 1_000 }));
    old.store.saveWindow(old.inbox, few, syncState());
    const opened = () =>
      new AccountsView(
        boxes.map(({ accountId }) => accountId),
        (accountId) => {
          const { store } = accountId === busy.accountId ? busy : old;
          return { accountId, view: store.openSearch({ folderId: null, text: 'is:unread' }), folderId: null };
        },
      );
    // Also where nobody has asked for what is above.
    expect(opened().rows(1_500, 200).length).toBe(100);
    const view = opened();
    const seconds = view.rows(500, 800).map(({ receivedAt }) => (receivedAt ?? 0) / 1_000 - noon / 1_000);
    expect(seconds[0]).toBe(1_399);
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
    expect([seconds.filter((second) => second >= 1_000).length, seconds.at(-1)]).toEqual([400, 300]);
  });

  it('takes accounts that come and leaves those that go', () => {
    const boxes = [box(1)];
    const view = overInboxes(boxes);
    const late = box(2);
    late.store.saveWindow(late.inbox, [envelope(5)], syncState());
    expect([view.refresh(late.accountId), view.total]).toEqual([false, 0]);
    boxes.push(late);
    expect([view.refresh(late.accountId), view.refresh(late.accountId), view.total]).toEqual([true, false, 1]);
    expect([view.leave(late.accountId), view.leave(late.accountId), view.total]).toEqual([true, false, 0]);
  });
});
