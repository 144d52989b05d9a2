import { pictureContentId } from '../../shared/draft-pictures.ts';
import type { AppError } from '../../shared/reply.ts';
import { type DraftFile, type DraftFileId, type DraftId, largestFile } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { changeOpen, type OpenDraft } from './composers.ts';
import { pictureType } from './picture-files.ts';

/** What was dropped or pasted: files, and the names of folders among them. */
export interface Dropped {
  readonly files: readonly File[];
  readonly folders: readonly string[];
}

/** What a drop or a paste carries. A folder comes as a file without content; only its entry says what it is. */
export function droppedIn(transfer: DataTransfer | null): Dropped {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file');
  const isFolder = (item: DataTransferItem): boolean => item.webkitGetAsEntry()?.isDirectory ?? false;
  if (items.length === 0) return { files: [...(transfer?.files ?? [])], folders: [] };
  return {
    files: items.flatMap((item) => (isFolder(item) ? [] : (item.getAsFile() ?? []))),
    folders: items.filter(isFolder).map((item) => item.webkitGetAsEntry()?.name ?? ''),
  };
}

/** Adds files that were dropped or pasted; folders are refused by name. */
export async function addFiles(id: DraftId, { files, folders }: Dropped): Promise<void> {
  for (const filename of folders) refuse(id, filename, { reason: 'folder', filename });
  for (const file of files) {
    const bytes = await contentOf(id, file);
    if (bytes !== null) await add(id, file.name, file.type, null, bytes);
  }
}

/**
 * Adds pictures that stand in the text. What is no picture, whatever it is called, becomes an attachment.
 * @returns the Content-IDs of those that are pictures, for the text
 */
export async function addPictures(
  id: DraftId,
  files: readonly File[],
): Promise<
  readonly { readonly contentId: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly mimeType: string }[]
> {
  const added: { contentId: string; bytes: Uint8Array<ArrayBuffer>; mimeType: string }[] = [];
  for (const file of files) {
    const bytes = await contentOf(id, file);
    if (bytes === null) continue;
    const mimeType = pictureType(bytes);
    const contentId = mimeType === null ? null : newContentId();
    const stored = await add(id, file.name, mimeType ?? file.type, contentId, bytes);
    if (stored && contentId !== null && mimeType !== null) added.push({ contentId, bytes, mimeType });
  }
  return added;
}

/** Adds a copy of a picture that takes its place in the text. @returns its Content-ID; null when it was refused */
export async function addCopy(
  id: DraftId,
  name: string,
  mimeType: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | null> {
  const contentId = newContentId();
  return (await add(id, name, mimeType, contentId, bytes)) ? contentId : null;
}

/** Unique in the message, as RFC 2045 section 7 asks. */
function newContentId(): string {
  return pictureContentId(crypto.randomUUID());
}

/** Null where the file is refused, which the composer then says. */
async function contentOf(id: DraftId, file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  const { name: filename, size } = file;
  if (size > largestFile) {
    refuse(id, filename, { reason: 'too_large', filename, limit: largestFile });
    return null;
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    // It vanished meanwhile, or may not be read.
    refuse(id, filename, { reason: 'unreadable', filename });
    return null;
  }
}

async function add(
  id: DraftId,
  filename: string,
  mimeType: string,
  contentId: string | null,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const reply = await call('drafts.addFile', { draftId: id, filename, mimeType, contentId, bytes });
  changeOpen(id, (draft) =>
    reply.ok
      ? withFiles(draft, [...draft.stored.files, reply.value])
      : { ...draft, refusedFiles: [...draft.refusedFiles, { filename, error: reply.error }] },
  );
  return reply.ok;
}

function refuse(id: DraftId, filename: string, params: Extract<AppError, { code: 'file_refused' }>['params']): void {
  const error: AppError = { code: 'file_refused', params, retryable: false };
  changeOpen(id, (draft) => ({ ...draft, refusedFiles: [...draft.refusedFiles, { filename, error }] }));
}

/** Lets the user choose files in the system's dialog. */
export async function chooseFiles(id: DraftId): Promise<void> {
  const reply = await call('drafts.chooseFiles', { draftId: id });
  changeOpen(id, (draft) => {
    if (!reply.ok) return { ...draft, error: reply.error };
    const { files, refused } = reply.value;
    return { ...withFiles(draft, [...draft.stored.files, ...files]), refusedFiles: refused };
  });
}

/** Removes a file from the draft. */
export async function removeFile(id: DraftId, fileId: DraftFileId): Promise<void> {
  const reply = await call('drafts.removeFile', { draftId: id, fileId });
  changeOpen(id, (draft) =>
    reply.ok
      ? withFiles(
          draft,
          draft.stored.files.filter((file) => file.id !== fileId),
        )
      : { ...draft, error: reply.error },
  );
}

function withFiles(draft: OpenDraft, files: readonly DraftFile[]): OpenDraft {
  return { ...draft, stored: { ...draft.stored, files } };
}
