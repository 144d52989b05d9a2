import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { savePart } from './save-part.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-save-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* chunks() {
  yield Buffer.from('one ');
  yield Buffer.from('two');
}

it('marks the whole file before it has its name', async () => {
  const path = join(folder, 'plan.pdf');
  const seen: unknown[] = [];
  const mark = async (file: string) => {
    seen.push(await readFile(file, 'utf8'), await readdir(folder).then((names) => names.includes('plan.pdf')));
  };
  await savePart(path, chunks(), { mark, unmarked: (cause) => void seen.push(cause) });
  expect(seen).toEqual(['one two', false]);
  expect(await readdir(folder)).toEqual(['plan.pdf']);
});

it('keeps a file that cannot be marked, and says so', async () => {
  const path = join(folder, 'plan.pdf');
  const cause = new Error('This disk has no place for it.');
  const told: unknown[] = [];
  await savePart(path, chunks(), { mark: () => Promise.reject(cause), unmarked: (each) => void told.push(each) });
  expect(await readFile(path, 'utf8')).toBe('one two');
  expect(await readdir(folder)).toEqual(['plan.pdf']);
  expect(told).toEqual([cause]);
});
