import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtIntoMain, carriedPackages, packagesBuiltInAlone, reachable } from './packages.mjs';

describe('the packages that a package of Heron carries', () => {
  let root;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'heron-packages-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const install = (folder, manifest) => {
    const place = path.join(root, folder);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
  };
  const names = (folders) => folders.map((folder) => path.relative(root, folder).split(path.sep).join('/'));

  it('are those that main loads by name and what they need; what is built in alone is left out, what both need is not', () => {
    const builtIn = Object.fromEntries(builtIntoMain.map((name) => [name, '1.0.0']));
    install('.', { dependencies: { ...builtIn, loaded: '1.0.0' } });
    for (const name of builtIntoMain) install(`node_modules/${name}`, { name });
    install('node_modules/imapflow', { name: 'imapflow', dependencies: { both: '1', 'its-own': '1' } });
    install('node_modules/loaded', { name: 'loaded', dependencies: { both: '1' } });
    install('node_modules/both', { name: 'both' });
    install('node_modules/its-own', { name: 'its-own' });
    expect(names(carriedPackages(root))).toEqual(['node_modules/loaded', 'node_modules/both']);
    expect(packagesBuiltInAlone(root)).toEqual([...builtIntoMain, 'its-own'].toSorted());
  });

  it('must be installed, unless they are optional', () => {
    install('.', {});
    install('node_modules/a', { name: 'a', optionalDependencies: { missing: '1' } });
    install('node_modules/b', { name: 'b', dependencies: { missing: '1' } });
    expect(names([...reachable(['a'], root).keys()])).toEqual(['node_modules/a']);
    expect(() => reachable(['b'], root)).toThrow('missing');
  });
});
