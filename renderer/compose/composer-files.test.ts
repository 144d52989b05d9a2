import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { type DraftFile, type DraftFileId, type DraftId, largestFile } from '../../shared/writing.ts';
import { closeAll, installBridge, settle } from '../testing/test-window.tsx';
import { addFiles, droppedIn } from './composer-files.ts';
import { initialCompose, openDraft, useCompose } from './composers.ts';

const id = '22222222-2222-4222-8222-222222222222' as DraftId;
const from = { name: 'Ada', address: 'ada@contoso.test' };
const fields = { from, to: [], cc: [], bcc: [], subject: '', quote: null, signature: null };
const draft = {
  id,
  accountId: '11111111-1111-4111-8111-111111111111' as AccountId,
  revision: 0,
  start: 'new' as const,
  content: { ...fields, format: 'plain' as const, body: '' },
  files: [],
  changedAt: 0,
  sending: null,
  other: null,
};
const stored: DraftFile = {
  id: 'f' as DraftFileId,
  filename: 'a.txt',
  mimeType: 'text/plain',
  size: 1,
  contentId: null,
};
let fake: ReturnType<typeof installBridge>;

beforeEach(async () => {
  useCompose.setState(initialCompose, true);
  fake = installBridge({
    'drafts.get': success(draft),
    'drafts.setOpen': success(null),
    'drafts.addFile': success(stored),
  });
  await settle(() => void openDraft(id));
});
afterEach(() => closeAll());

const refused = () =>
  (useCompose.getState().open.get(id)?.refusedFiles ?? []).map(
    ({ filename, error }) => `${filename}: ${errorMessage(error)}`,
  );
const added = () => fake.calls.filter(({ name }) => name === 'drafts.addFile');

/** A file of this size, whose content may not be asked for. */
function fileOf(size: number) {
  const file = new File(['x'], 'film.mov');
  Object.defineProperty(file, 'size', { value: size });
  return { file, read: vi.spyOn(file, 'arrayBuffer') };
}

it('a file of 2 GB is refused in words before anything of it is read', async () => {
  const { file, read } = fileOf(2_000_000_000);
  await settle(() => void addFiles(id, { files: [file], folders: [] }));
  expect(refused()).toEqual(['film.mov: “film.mov” is larger than 200 MB, which no mail server takes.']);
  expect([read.mock.calls.length, added().length]).toEqual([0, 0]);
});

it('the largest file that is taken is read, and one octet more is not', async () => {
  const [taken, large] = [fileOf(largestFile), fileOf(largestFile + 1)];
  await settle(() => void addFiles(id, { files: [taken.file, large.file], folders: [] }));
  expect([taken.read.mock.calls.length, large.read.mock.calls.length, added().length]).toEqual([1, 0, 1]);
});

it('a dropped folder is refused by name, and the files beside it are taken', async () => {
  const item = (entry: { readonly isDirectory: boolean; readonly name: string }, file: File | null) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry,
    getAsFile: () => file,
  });
  const plan = new File(['x'], 'a.txt');
  const transfer = {
    items: [
      item({ isDirectory: true, name: 'Photographs' }, new File([], 'Photographs')),
      item({ isDirectory: false, name: 'a.txt' }, plan),
    ],
  };
  await settle(() => void addFiles(id, droppedIn(transfer as unknown as DataTransfer)));
  expect(refused()).toEqual([
    'Photographs: “Photographs” is a folder. Attach its files one by one, or pack it into a ZIP file.',
  ]);
  expect(added()).toMatchObject([{ input: { filename: 'a.txt' } }]);
});

it('a file that vanished between the drop and its reading is named', async () => {
  const gone = new File(['x'], 'gone.txt');
  vi.spyOn(gone, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotFoundError'));
  await settle(() => void addFiles(id, { files: [gone], folders: [] }));
  expect(refused()).toEqual(['gone.txt: “gone.txt” cannot be read.']);
  expect(added()).toEqual([]);
});
