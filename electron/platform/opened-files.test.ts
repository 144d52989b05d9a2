import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpenedFiles, unusedName } from './opened-files.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'heron-test-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const written = async (path: string): Promise<boolean> => {
  await writeFile(path, 'x');
  return true;
};

describe('OpenedFiles', () => {
  it('keeps files of one name apart, for this user only, not to be written, until it is cleared', async () => {
    const files = new OpenedFiles(parent);
    const paths = await Promise.all([files.keep('a.pdf', written), files.keep('a.pdf', written)]);
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) {
      expect(basename(path ?? '')).toBe('a.pdf');
      expect((await stat(path ?? '')).mode & 0o777).toBe(0o400);
    }
    const [folder = ''] = await readdir(parent);
    expect((await stat(join(parent, folder))).mode & 0o777).toBe(0o700);
    await files.clear();
    expect(await readdir(parent)).toEqual([]);
  });

  it('P2 a name with a path stays in its folder', async () => {
    const files = new OpenedFiles(parent);
    const path = await files.keep('../../evil.pdf', written);
    expect(path?.startsWith(join(parent, 'heron-files-'))).toBe(true);
    expect(basename(path ?? '')).toBe('evil.pdf');
  });

  it('tells of one that could not be written, and is cleared without any', async () => {
    const files = new OpenedFiles(parent);
    await files.clear();
    expect(await files.keep('a.pdf', async () => false)).toBeNull();
  });
});

describe('unusedName', () => {
  it.each([
    ['figures.pdf', [], 'figures.pdf'],
    ['figures.pdf', ['figures.pdf'], 'figures (2).pdf'],
    ['figures.pdf', ['figures.pdf', 'figures (2).pdf'], 'figures (3).pdf'],
    ['README', ['README'], 'README (2)'],
    ['.profile', ['.profile'], '.profile (2)'],
  ])('of %s beside %j is %s', async (name, taken: string[], unused) => {
    expect(await unusedName(name, async (candidate) => taken.includes(candidate))).toBe(unused);
  });
});
