import { describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import { mostTags } from '../../shared/tags.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import type { SqliteMailStore } from './sqlite-mail-store.ts';
import { envelope, envelopes, flags, idOf, memoryStore, operation, syncState } from './store-fixture.ts';

const tag = (uid: number, name: string, on: boolean) => operation(uid, { kind: 'set_tag', tag: name, on });
const tagged = (uid: number, tags: readonly string[]) => envelope(uid, { flags: flags({ tags }) });
const numbered = (count: number): string[] => Array.from({ length: count }, (_each, index) => `tag${index + 10}`);

describe('tags that the server does not have yet', () => {
  const rows = (store: SqliteMailStore, folder: FolderId) =>
    store
      .openView(folder)
      .rows(0, 10)
      .map(({ tags }) => tags);

  it('are shown in rows, headers and targets, over what is stored and whatever the server tells meanwhile', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [tagged(1, ['art', 'Work']), envelope(2)], syncState({ complete: true }));
    const [one, two] = [idOf(store, inbox, 1), idOf(store, inbox, 2)];
    const pending = [tag(1, 'work', false), tag(1, 'travel', true), tag(2, '$label1', true)];
    const [changes] = store.setPending(pendingChanges(pending));
    expect(changes?.updated.toSorted()).toEqual([one, two].toSorted());
    expect(rows(store, inbox)).toEqual([['$label1'], ['art', 'travel']]);
    expect(store.header(one)?.tags).toEqual(['art', 'travel']);
    expect(store.targets([two])).toMatchObject([{ tags: ['$label1'] }]);
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ seen: true, tags: ['Work', 'zoo'] }) }]);
    expect(store.header(one)?.tags).toEqual(['travel', 'zoo']);
    expect(store.setPending(pendingChanges(pending))).toEqual([]);
    expect(store.setPending(pendingChanges([...pending, tag(1, 'travel', false)]))[0]?.updated).toEqual([one]);
    expect(store.header(one)?.tags).toEqual(['zoo']);
    store.setPending([]);
    expect(rows(store, inbox)).toEqual([undefined, ['Work', 'zoo']]);
  });

  it('are shown at all places of a message where folders are labels, and at one place elsewhere', () => {
    for (const areLabels of [false, true]) {
      const { store, inbox, trash } = memoryStore();
      store.saveLabelled(areLabels);
      store.saveWindow(inbox, [envelope(1, { emailId: 'M1' })], syncState());
      store.saveWindow(trash, [envelope(1, { emailId: 'M1' })], syncState());
      store.setPending(pendingChanges([tag(1, 'travel', true)]));
      expect([rows(store, inbox), rows(store, trash)]).toEqual([[['travel']], [areLabels ? ['travel'] : undefined]]);
    }
  });

  it('are those of a conversation, and stand among the account’s tags', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [envelope(1), envelope(2, { inReplyTo: '<1@example.org>' })], syncState());
    store.setPending(pendingChanges([tag(1, 'travel', true)]));
    expect(store.openView(inbox, true).rows(0, 5)).toMatchObject([{ tags: ['travel'], conversation: { count: 2 } }]);
    expect(store.tags()).toEqual(['travel']);
    store.setPending([]);
    expect(store.tags()).toEqual([]);
  });

  it('count among the most that an account can have, each once', () => {
    const { store, inbox } = memoryStore();
    store.saveWindow(inbox, [tagged(1, numbered(mostTags - 2)), ...envelopes(2, 4)], syncState());
    expect([store.hasRoomForTag('new'), store.hasRoomForTag(null)]).toEqual([true, true]);
    store.setPending(pendingChanges([tag(2, 'new', true), tag(3, 'NEW', true), tag(4, 'tag11', true)]));
    expect(store.hasRoomForTag(null)).toBe(true);
    store.setPending(pendingChanges([tag(2, 'new', true), tag(3, 'newer', true)]));
    expect(['newest', 'Newer', 'TAG10', null].map((name) => store.hasRoomForTag(name))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('get the room of a tag that no message has any more', () => {
    const { store, inbox } = memoryStore();
    const names = numbered(mostTags);
    store.saveWindow(inbox, [tagged(1, names), envelope(2)], syncState());
    expect(rows(store, inbox)).toEqual([undefined, names]);
    expect(store.hasRoomForTag('new')).toBe(false);
    store.saveFlags(inbox, [{ uid: 1, flags: flags({ tags: names.slice(1) }) }]);
    expect(store.hasRoomForTag('new')).toBe(true);
    store.saveFlags(inbox, [{ uid: 2, flags: flags({ tags: ['new'] }) }]);
    expect(rows(store, inbox)).toEqual([['new'], names.slice(1)]);
  });
});

describe('the tags that a server keeps in a folder', () => {
  it('are any until it says otherwise, and are told with the folder', () => {
    const { store, inbox } = memoryStore();
    const told = () => store.folders().find(({ id }) => id === inbox)?.keptTags;
    expect([told(), store.keepsTagIn(inbox, 'travel')]).toEqual([undefined, true]);
    expect([store.saveKeptTags('INBOX', []), store.saveKeptTags('INBOX', [])]).toEqual([true, false]);
    expect([told(), store.keepsTagIn(inbox, 'travel')]).toEqual([[], false]);
    store.saveKeptTags('INBOX', ['$label1', 'Travel']);
    expect([store.keepsTagIn(inbox, 'travel'), store.keepsTagIn(inbox, 'art')]).toEqual([true, false]);
    expect(store.saveKeptTags('INBOX', null)).toBe(true);
    expect([told(), store.keepsTagIn(inbox, 'art')]).toEqual([undefined, true]);
  });
});
