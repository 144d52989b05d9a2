import { describe, expect, it } from 'vitest';
import { pendingChanges } from '../operations/pending-operations.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import type { ListView } from './mail-store.ts';
import { envelope, flags, memoryStore, operation, seededRandom, syncState, toTrash } from './store-fixture.ts';

const messages = 900;

/** The first unread row from `start` on, looked for in all rows. */
function lookedFor(view: ListView, start: number): number | null {
  const found = view.rows(start, 1_000).findIndex(({ seen }) => !seen);
  return found < 0 ? null : start + found;
}

/** An inbox in which few messages are unread, many answer others, and some have pending changes. */
function randomInbox(seed: number) {
  const random = seededRandom(seed);
  const { store, inbox } = memoryStore();
  /** One of so many is unread. */
  const rarity = 50 + random(400);
  const all = Array.from({ length: messages }, (_, index) =>
    envelope(index + 1, {
      flags: flags({ seen: random(rarity) > 0, deleted: random(20) === 0 }),
      inReplyTo: index > 0 && random(10) < 3 ? `<${1 + random(index)}@example.org>` : null,
    }),
  );
  store.saveWindow(inbox, all, syncState());
  while (store.linkThreads(500) !== null);
  const changes = Array.from({ length: random(30) }, () => {
    const uid = 1 + random(messages);
    const kind = random(3);
    if (kind === 0) return operation(uid, toTrash);
    return operation(uid, { kind: 'set_seen', seen: kind === 1 });
  });
  return { store, inbox, changes };
}

describe('the next unread row', () => {
  it.each(seedsOf(10))('is the one that looking at all rows finds (seed %i)', (seed) => {
    const { store, inbox, changes } = randomInbox(seed);
    for (const pending of [[], changes]) {
      store.setPending(pendingChanges(pending));
      const views = [
        ['newest', store.openView(inbox, false)],
        ['newest, conversations', store.openView(inbox, true)],
        ['oldest', store.openSorted(inbox, 'oldest', false)],
        ['oldest, conversations', store.openSorted(inbox, 'oldest', true)],
        ['subject', store.openSorted(inbox, 'subject', false)],
        ['search', store.openSearch({ folderId: inbox, text: 'subject' })],
      ] as const;
      for (const [name, view] of views) {
        const starts = Array.from({ length: 12 }, (_, index) => Math.floor((index * view.total) / 12));
        expect([name, ...starts.map((start) => view.nextUnread(start))]).toEqual([
          name,
          ...starts.map((start) => lookedFor(view, start)),
        ]);
      }
    }
  });

  it('is found behind very many that were read, and in a folder that is about to be marked as read there is none', () => {
    const { store, inbox } = randomInbox(1);
    const read = flags({ seen: true });
    for (let from = 1; from <= 50_000; from += 1_000) {
      const window = Array.from({ length: 1_000 }, (_, index) => envelope(messages + from + index, { flags: read }));
      store.saveWindow(inbox, window, syncState());
    }
    const view = store.openView(inbox, true);
    const oldest = view.total - 1_000;
    const next = view.nextUnread(0);
    expect(next).toBeGreaterThanOrEqual(50_000);
    expect(next).toBe(lookedFor(view, oldest) ?? lookedFor(view, oldest - 1_000));
    // The other way round, behind all of them is nothing unread.
    expect(store.openSorted(inbox, 'oldest', true).nextUnread(1_000)).toBeNull();
    store.setPending(pendingChanges([operation(0, { kind: 'set_folder_seen', highestUid: 100_000 })]));
    expect(view.nextUnread(0)).toBeNull();
  });
});
