import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppFailure } from '../../shared/reply.ts';
import type { DownloadMark } from '../platform/download-mark.ts';

interface SavePorts {
  /** Marks a file as downloaded, in the way of the operating system. */
  readonly mark: DownloadMark;
  /** The file was saved, but could not be marked. */
  readonly unmarked: (cause: unknown) => void;
}

/**
 * Writes chunks to a file that the user chose, through a temporary file beside it, so that the file has either its
 * former content or all of the new. The save dialog has asked before a file is replaced. Throws disk_full or
 * storage_failed, or what the chunks throw.
 */
export async function savePart(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ports: SavePorts,
): Promise<void> {
  const temporary = join(dirname(path), `.heron-${randomBytes(6).toString('hex')}.part`);
  let file: FileHandle | null = null;
  try {
    file = await open(temporary, 'wx', 0o600);
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
    await file.close();
    file = null;
    // Marked before the rename, so that the file is never visible unmarked. On a disk that cannot hold the mark the
    // file is saved without it.
    await ports.mark(temporary).catch(ports.unmarked);
    await rename(temporary, path);
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error instanceof AppFailure ? error : fileFailure(error, path);
  }
}

function fileFailure(error: unknown, path: string): AppFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const folder = dirname(path);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppFailure({ code: 'disk_full', params: { reason: 'folder', folder }, retryable: true }, error);
  }
  const isForbidden = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  const reason = isForbidden ? 'file_not_allowed' : 'file_not_saved';
  return new AppFailure({ code: 'storage_failed', params: { reason, folder }, retryable: true }, error);
}
