import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file so that after a crash or power cut either the old or the new content is there, never a mixture: written beside it,
 * fsynced, renamed over it, and the folder fsynced. Readable by this user only. Creates the folder. Rejects with Node's error.
 */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause;
  }
  await flushFolder(folder);
}

/** Makes renames and removals in a folder durable. Windows has no fsync for folders and orders them itself. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    if (!isUnsupported(cause)) throw cause;
  } finally {
    await handle.close();
  }
}

/** As `writeDurably`, for what has to be on the disk before its caller goes on. Throws Node's error, and then the old content is still there. */
export function writeDurablySync(path: string, content: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      // Unlike one write(2), it goes on until everything is written, or throws.
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (cause) {
    if (!isUnsupported(cause)) throw cause;
  } finally {
    closeSync(handle);
  }
}

/** Some network and FUSE file systems have no fsync for folders: the new content stands, only its durability is up to them. */
function isUnsupported(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && ['EINVAL', 'ENOTSUP', 'EPERM'].includes(String(cause.code));
}
