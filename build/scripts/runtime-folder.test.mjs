import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderSize, makeTemporaryFolder, publish, removeAbandoned, withLock } from './runtime-folder.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'heron-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('publish', () => {
  it('moves a finished folder into place, and lets the faster one stand', () => {
    const target = path.join(folder, 'target');
    for (const name of ['first', 'second']) {
      const made = makeTemporaryFolder(folder);
      writeFileSync(path.join(made, 'who'), name);
      publish(made, target);
      expect(existsSync(made)).toBe(false);
    }
    expect(readFileSync(path.join(target, 'who'), 'utf8')).toBe('first');
  });
});

describe('removeAbandoned', () => {
  it('removes what dead processes left, and nothing else', () => {
    const mine = makeTemporaryFolder(folder);
    const dead = path.join(folder, 'tmp-2147483646-x');
    mkdirSync(dead);
    removeAbandoned(folder);
    expect(existsSync(mine)).toBe(true);
    expect(existsSync(dead)).toBe(false);
  });
});

describe('withLock', () => {
  it('lets one in at a time, and opens again after a failure', async () => {
    const lock = path.join(folder, 'lock');
    const events = [];
    let inside = 0;
    const work = (name) => async () => {
      inside += 1;
      events.push(`${name}: ${inside}`);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      if (name === 'a') throw new Error('failed');
    };
    const results = await Promise.allSettled([withLock(lock, work('a')), withLock(lock, work('b'))]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
    expect(events).toEqual(['a: 1', 'b: 1']);
    expect(existsSync(lock)).toBe(false);
  });

  it('takes over the lock of a process that is gone', async () => {
    const lock = path.join(folder, 'lock');
    writeFileSync(lock, '2147483646');
    expect(await withLock(lock, async () => 'in')).toBe('in');
  });
});

describe('folderSize', () => {
  it('adds up files at any depth; a missing folder is empty', () => {
    mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
    writeFileSync(path.join(folder, 'one'), '1');
    writeFileSync(path.join(folder, 'a', 'b', 'two'), '22');
    expect(folderSize(folder)).toBe(3);
    expect(folderSize(path.join(folder, 'none'))).toBe(0);
  });
});
