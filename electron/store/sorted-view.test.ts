import { describe, expect, it } from 'vitest';
import type { ListOrder } from '../../shared/mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { envelope, flags, idOf, memoryStore, operation, seededRandom, syncState, toTrash } from './store-fixture.ts';

const from = (name: string) => ({ from: [{ name, address: `${name.toLowerCase()}@example.org` }] });

describe('a folder that is sorted', () => {
  it('is by sender without case and accents, by subject without what answers put before it, by size, and from its oldest', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(
      inbox,
      [
        envelope(1, { ...from('Örsted'), subject: 'Re: AW: boats', size: 5 }),
        envelope(2, { ...from('anna'), subject: 'Apples', size: 7, flags: flags({ seen: true }) }),
        envelope(3, { ...from('Peter'), subject: 'Boats', size: 6, flags: flags({ seen: true }) }),
        envelope(4, { ...from('Anna'), subject: 'WG: zebras', size: 5, flags: flags({ seen: true }) }),
      ],
      syncState(),
    );
    const uids = (order: ListOrder) =>
      store
        .openSorted(inbox, order, false)
        .rows(0, 9)
        .map(({ receivedAt }) => ((receivedAt ?? 0) / 1_000) % 10);
    const base = uids('newest').map((uid) => uid);
    expect(uids('newest')).toEqual([...base].sort((a, b) => b - a));
    expect(uids('oldest')).toEqual([...base].sort((a, b) => a - b));
    expect(uids('sender')).toEqual([4, 2, 1, 3]);
    expect(uids('subject')).toEqual([2, 3, 1, 4]);
    expect(uids('largest')).toEqual([2, 3, 4, 1]);
    const view = store.openSorted(inbox, 'sender', false);
    expect([view.indexOf(idOf(store, inbox, 3)), view.nextUnread(0), view.nextUnread(3)]).toEqual([3, 2, null]);
  });

  it('has the oldest conversation first, where its newest message stands', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(
      inbox,
      [envelope(1), envelope(2), envelope(3, { inReplyTo: '<1@example.org>' }), envelope(4)],
      syncState(),
    );
    const view = store.openSorted(inbox, 'oldest', true);
    expect(view.rows(0, 9).map(({ subject }) => subject)).toEqual(['Subject 2', 'Subject 3', 'Subject 4']);
    expect(view.indexOf(idOf(store, inbox, 1))).toBe(1);
  });

  it.each(['oldest', 'sender', 'subject', 'largest'] as const)(
    'follows what comes, goes and is hidden: %s',
    (order) => {
      const random = seededRandom(5);
      const { store, inbox } = memoryStore();
      const view = store.openSorted(inbox, order, false);
      let next = 1;
      for (let step = 0; step < 25; step++) {
        const uids = Array.from({ length: random(step === 12 ? 1_500 : 40) }, () => next++);
        const list = uids.map((uid) =>
          envelope(uid, { ...from(`Name ${random(20)}`), subject: `About ${random(9)}`, size: random(50) }),
        );
        store.saveWindow(inbox, list, syncState());
        store.removeUids(
          inbox,
          Array.from({ length: random(20) }, () => 1 + random(next)),
        );
        store.setPending(pendingChanges(Array.from({ length: random(9) }, () => operation(1 + random(next), toTrash))));
        const fresh = store.openSorted(inbox, order, false);
        expect(view.total).toBe(store.openView(inbox).total);
        const start = random(view.total + 1);
        expect(view.rows(start, 60)).toEqual(fresh.rows(start, 60));
        const [some] = view.ids(start, 1);
        if (some !== undefined) expect(view.indexOf(some)).toBe(start);
      }
    },
  );
});
