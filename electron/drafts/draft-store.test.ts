import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import type { DraftFile, DraftFileId, DraftId } from '../../shared/writing.ts';
import { noThread } from '../compose/original.ts';
import { emptyContent } from '../compose/starting-content.ts';
import type { Database } from '../store/database.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { DraftStore } from './draft-store.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const content = emptyContent({ name: 'Ada', address: 'ada@contoso.test' });
const file = (name: string): DraftFile => ({
  id: name as DraftFileId,
  filename: name,
  mimeType: 'text/plain',
  size: 1,
  contentId: null,
});
const draftId = (count: number) => `draft-${count}` as DraftId;
let database: Database;
let store: DraftStore;

beforeEach(() => {
  ({ database } = openUserDatabase({ path: ':memory:', now: () => 0 }));
  store = new DraftStore(database, () => 0);
  for (let count = 0; count < 20; count += 1) {
    store.add({ id: draftId(count), accountId, start: 'new', content, origin: null, thread: noThread });
    store.addFile(draftId(count), file(`plan ${count}`));
  }
});
afterEach(() => database.close());

const names = (id: DraftId) => store.files(id).map(({ filename }) => filename);

it('reads only the files of the draft that changed', () => {
  const all = () => Array.from({ length: 20 }, (_each, count) => store.files(draftId(count)));
  const before = all();
  const read = vi.spyOn(database, 'all');
  store.save(draftId(3), store.get(draftId(3)).revision, accountId, { ...content, subject: 'Changed' });
  expect(all()).toEqual(before);
  store.addFile(draftId(7), file('another'));
  expect(all().map(({ length }) => length)).toEqual(
    before.map(({ length }, count) => (count === 7 ? length + 1 : length)),
  );
  expect(read.mock.calls.filter(([sql]) => sql.includes('draft_files'))).toHaveLength(1);
});

it('what is read of files is what they are, after each kind of change', () => {
  const id = draftId(1);
  expect(names(id)).toEqual(['plan 1']);
  store.addFile(id, file('another'));
  expect(names(id)).toEqual(['plan 1', 'another']);
  store.removeFile(id, 'plan 1' as DraftFileId);
  expect(names(id)).toEqual(['another']);
  store.replaceAll(id, content, [file('third')]);
  expect(names(id)).toEqual(['third']);
  store.remove(id);
  expect(names(id)).toEqual([]);
});

it('what was read of a change that was taken back is forgotten', () => {
  const id = draftId(1);
  expect(() =>
    store.transaction(() => {
      store.addFile(id, file('another'));
      expect(names(id)).toHaveLength(2);
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  expect(names(id)).toEqual(['plan 1']);
});
