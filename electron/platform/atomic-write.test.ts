import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeDurably, writeDurablySync } from './atomic-write.ts';

/** What was asked of the disk, in order. */
const asked = vi.hoisted((): string[] => []);
const nameOf = vi.hoisted(() => (path: unknown) => (String(path).endsWith('.tmp') ? 'temporary' : 'folder'));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (path, ...how) => {
    const handle = await real.open(path, ...how);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      asked.push(`sync ${nameOf(path)}`);
      await sync();
    };
    return handle;
  };
  const rename: typeof real.rename = async (from, to) => {
    asked.push(`rename ${nameOf(from)}`);
    await real.rename(from, to);
  };
  return { ...real, open, rename };
});

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>();
  const names = new Map<number, string>();
  const openSync: typeof real.openSync = (path, ...how) => {
    const file = real.openSync(path, ...how);
    names.set(file, nameOf(path));
    return file;
  };
  const fsyncSync: typeof real.fsyncSync = (file) => {
    asked.push(`sync ${names.get(file)}`);
    real.fsyncSync(file);
  };
  const renameSync: typeof real.renameSync = (from, to) => {
    asked.push(`rename ${nameOf(from)}`);
    real.renameSync(from, to);
  };
  return { ...real, openSync, fsyncSync, renameSync };
});

let folder = '';
beforeEach(async () => {
  asked.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'heron-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeDurably', () => {
  it('replaces the content, for this user only, and leaves nothing else behind', async () => {
    const path = join(folder, 'new', 'file.bin');
    await writeDurably(path, 'one');
    await writeDurably(path, Buffer.from('two'));
    expect(await readFile(path, 'utf8')).toBe('two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'new'))).toEqual(['file.bin']);
  });

  it('rejects and removes its temporary file when the target cannot be replaced', async () => {
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(writeDurably(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

const writers = [
  ['writeDurably', writeDurably],
  ['writeDurablySync', async (path: string, content: string) => writeDurablySync(path, content)],
] as const;

describe.each(writers)('D1 %s', (_name, write) => {
  // Windows has no fsync for folders.
  const folders = process.platform === 'win32' ? [] : ['sync folder'];

  it('has the content on the disk before the name leads to it, and the name before it answers', async () => {
    await write(join(folder, 'file.bin'), 'one');
    expect(asked).toEqual(['sync temporary', 'rename temporary', ...folders]);
  });

  it('writes for this user only', async () => {
    await write(join(folder, 'new', 'file.bin'), 'one');
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'new', 'file.bin'))).mode & 0o777).toBe(0o600);
  });

  it('leaves what was there when it cannot be replaced, and nothing else', async () => {
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(write(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readdir(join(folder, 'taken'))).toEqual(['inside']);
  });
});
