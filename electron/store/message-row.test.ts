import { expect, it } from 'vitest';
import { packFlags, unpackFlags } from './message-row.ts';
import { envelope, flags, idOf, memoryStore, syncState } from './store-fixture.ts';

const names = ['seen', 'flagged', 'answered', 'forwarded', 'draft', 'deleted'] as const;

it('any flags of a message are kept beside each other', () => {
  const packed = Array.from({ length: 2 ** names.length }, (_each, number) => {
    const set = names.filter((_name, bit) => (number & (1 << bit)) !== 0);
    const all = flags(Object.fromEntries(set.map((name) => [name, true])));
    expect(unpackFlags(packFlags(all))).toEqual(all);
    return packFlags(all);
  });
  expect(new Set(packed).size).toBe(2 ** names.length);
});

it('rows and headers say that a message was answered, forwarded, or both', () => {
  const { store, inbox } = memoryStore();
  const marks = [{}, { answered: true }, { forwarded: true }, { answered: true, forwarded: true }];
  store.saveWindow(
    inbox,
    marks.map((mark, index) => envelope(index + 1, { flags: flags(mark) })),
    syncState(),
  );
  const expected = marks.map((mark) => ({ answered: false, forwarded: false, ...mark }));
  expect(store.openView(inbox).rows(0, 4).toReversed()).toMatchObject(expected);
  expect(marks.map((_mark, index) => store.header(idOf(store, inbox, index + 1)))).toMatchObject(expected);
  expect(
    store
      .openView(inbox)
      .rows(0, 4)
      .filter((row) => 'tags' in row),
  ).toEqual([]);
  store.saveFlags(inbox, [{ uid: 2, flags: flags({ answered: true, forwarded: true }) }]);
  expect(store.header(idOf(store, inbox, 2))).toMatchObject({ answered: true, forwarded: true });
});

it('rows and headers tell of tags, in all kinds of lists', () => {
  const { store, inbox } = memoryStore();
  const tags = [['$label1', 'Work'], ['work'], undefined];
  store.saveWindow(
    inbox,
    tags.map((own, index) => envelope(index + 1, { flags: flags(own && { tags: own }) })),
    syncState(),
  );
  const expected = [['$label1', 'Work'], ['Work'], undefined];
  expect(expected.map((_own, index) => store.header(idOf(store, inbox, index + 1))?.tags)).toEqual(expected);
  const view = store.openView(inbox);
  expect(view.rows(0, 3).map((row) => row.tags)).toEqual(expected.toReversed());
  // A tag that nobody had before, with one that is known.
  store.saveFlags(inbox, [{ uid: 3, flags: flags({ tags: ['art', 'WORK'] }) }]);
  expect(view.rows(0, 1)[0]?.tags).toEqual(['art', 'Work']);
  const bySubject = store.openSorted(inbox, 'subject', false);
  expect(bySubject.rows(0, 3).map((row) => row.tags)).toEqual([expected[0], expected[1], ['art', 'Work']]);
});
