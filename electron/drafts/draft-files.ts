import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { detectMimeType } from 'nodemailer/lib/mime-funcs';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { type DraftFile, type DraftFileId, type DraftId, largestFile } from '../../shared/writing.ts';
import { cleanText } from '../mail/clean-text.ts';
import { flushFolder } from '../platform/atomic-write.ts';
import { errorCodeOf } from '../platform/storage-errors.ts';

const longestName = 255;

/**
 * The files of drafts, each in the profile folder below its draft's id: copied at once, so that it can neither change nor vanish before it
 * is sent, and flushed to the disk before anything refers to it.
 */
export class DraftFiles {
  readonly #folder: string;

  /** @param folder made when the first file is added */
  constructor(folder: string) {
    this.#folder = folder;
  }

  path(draftId: DraftId, fileId: string): string {
    return join(this.#folder, draftId, fileId);
  }

  /**
   * Copies chunks to a new file. Throws file_refused or disk_full, or what the chunks throw; nothing is left behind then.
   *
   * @param limit octets
   */
  async write(
    draftId: DraftId,
    fileId: string,
    chunks: AsyncIterable<Uint8Array>,
    filename: string,
    limit = largestFile,
  ): Promise<number> {
    const path = this.path(draftId, fileId);
    try {
      await mkdir(join(this.#folder, draftId), { recursive: true, mode: 0o700 });
      const size = await copyTo(path, chunks, () => refused('too_large', filename, limit), limit);
      await flushFolder(join(this.#folder, draftId));
      return size;
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw error instanceof AppFailure ? error : fileFailure(error, filename);
    }
  }

  /** A file with these octets. */
  async add(
    draftId: DraftId,
    file: Omit<DraftFile, 'id' | 'size'>,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<DraftFile> {
    const id = randomUUID() as string as DraftFileId;
    const filename = cleanText(file.filename, longestName) || 'attachment';
    const size = await this.write(draftId, id, chunks, filename);
    return { ...file, id, filename, mimeType: knownType(file.mimeType, filename), size };
  }

  /** A copy of a file that the user chose. Throws file_refused for folders and for what cannot be read. */
  async addPath(draftId: DraftId, path: string): Promise<DraftFile> {
    const filename = basename(path);
    let size: number;
    try {
      const found = await stat(path);
      if (found.isDirectory()) throw refused('folder', filename);
      if (!found.isFile()) throw refused('unreadable', filename);
      size = found.size;
    } catch (error) {
      throw error instanceof AppFailure ? error : refused('unreadable', filename, 0, error);
    }
    if (size > largestFile) throw refused('too_large', filename, largestFile);
    return await this.add(draftId, { filename, mimeType: '', contentId: null }, read(path, filename));
  }

  /** All octets of a file. Throws file_refused where it is gone. */
  async content(draftId: DraftId, fileId: string, filename: string): Promise<Uint8Array> {
    try {
      return await readFile(this.path(draftId, fileId));
    } catch (error) {
      throw refused('unreadable', filename, 0, error);
    }
  }

  async remove(draftId: DraftId, fileId: string): Promise<void> {
    await rm(this.path(draftId, fileId), { force: true });
  }

  async removeAll(draftId: DraftId): Promise<void> {
    await rm(join(this.#folder, draftId), { recursive: true, force: true });
  }

  /** Deletes what no draft refers to: a crash came before the reference was written, or after it was removed. */
  async sweep(isKnown: (draftId: DraftId, name: string) => boolean): Promise<void> {
    for (const draftId of await names(this.#folder)) {
      for (const name of await names(join(this.#folder, draftId))) {
        if (!isKnown(draftId as string as DraftId, name))
          await rm(join(this.#folder, draftId, name), { force: true, recursive: true });
      }
    }
  }
}

/** The file's octets. Throws file_refused where it cannot be read. */
async function* read(path: string, filename: string): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk;
  } catch (error) {
    throw refused('unreadable', filename, 0, error);
  }
}

async function copyTo(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  tooLarge: () => AppFailure,
  limit: number,
): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limit) throw tooLarge();
      await file.writeFile(chunk);
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/** The type that was told, else the one that the name's ending stands for. */
function knownType(told: string, filename: string): string {
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(told) && told !== 'application/octet-stream') return told.toLowerCase();
  return detectMimeType(filename);
}

function refused(
  reason: 'folder' | 'too_large' | 'unreadable',
  filename: string,
  limit = 0,
  cause?: unknown,
): AppFailure {
  const name = cleanText(filename, longestName);
  const params = reason === 'too_large' ? { reason, filename: name, limit } : { reason, filename: name };
  return new AppFailure({ code: 'file_refused', params, retryable: false }, cause);
}

function fileFailure(cause: unknown, filename: string): AppFailure {
  const code = errorCodeOf(cause);
  const error: AppError =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? { code: 'disk_full', params: { reason: 'mail' }, retryable: true }
      : { code: 'file_refused', params: { reason: 'unreadable', filename }, retryable: false };
  return new AppFailure(error, cause);
}
