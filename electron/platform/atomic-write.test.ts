import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeDurably } from './atomic-write.ts';

let folder = '';
beforeEach(async () => {
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
