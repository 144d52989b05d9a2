import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourcesBelow } from './check-sources.mjs';
import { layers } from './layers.mjs';
import { repositoryRoot } from './runtime-folder.mjs';

function read(file) {
  return readFileSync(path.join(repositoryRoot, file), 'utf8');
}

/** The first cells of a page's table rows that match. */
function firstCells(page, pattern) {
  return [...read(page).matchAll(pattern)].map((match) => match[1]);
}

describe('ARCHITECTURE.md', () => {
  const rooms = firstCells('ARCHITECTURE.md', /^\| `((?:shared|electron|renderer|build|e2e)\/[a-z/-]*)` +\|/gm).map(
    (room) => room.replace(/\/$/, ''),
  );

  it('has the rooms that imports are checked by, in the same order', () => {
    const ordered = layers.filter((room) => !path.extname(room) && room !== 'renderer');
    expect(rooms.filter((room) => room !== 'build' && room !== 'e2e')).toEqual(ordered);
  });

  it('has the rooms that there are', () => {
    for (const room of rooms) expect(existsSync(path.join(repositoryRoot, room)), room).toBe(true);
    const folders = ['electron', 'renderer'].flatMap((side) =>
      readdirSync(path.join(repositoryRoot, side), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${side}/${entry.name}`),
    );
    const withoutOwnRules = ['renderer/styles', 'renderer/testing'];
    expect(rooms).toEqual(expect.arrayContaining(folders.filter((folder) => !withoutOwnRules.includes(folder))));
  });

  it('names files and folders that there are', () => {
    const named =
      read('ARCHITECTURE.md').match(/(?<=`)(?:shared|electron|renderer|build|e2e|docs)\/[\w./-]+(?=`)/g) ?? [];
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((file) => !existsSync(path.join(repositoryRoot, file)))).toEqual([]);
  });
});

describe('docs/quality.md', () => {
  const known = new Set(firstCells('docs/quality.md', /^\| ([A-Z]\d) +\|/gm));

  it('explains each id that a test is named by', () => {
    const tests = ['electron', 'renderer', 'shared', 'e2e'].flatMap((side) =>
      sourcesBelow(path.join(repositoryRoot, side)),
    );
    const named = tests.flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /\b(?:it|test|describe)(?:\.each\([^)]*\))?\(\s*['`]((?:[A-Z]\d[ ,:]+(?:and )?)+)/g,
        ),
      ].flatMap((match) => match[1].match(/[A-Z]\d/g) ?? []),
    );
    expect(new Set(named).size).toBeGreaterThan(20);
    expect([...new Set(named)].filter((id) => !known.has(id))).toEqual([]);
  });
});
