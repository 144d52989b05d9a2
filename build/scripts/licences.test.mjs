import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectLicences, packagesImportedBy, writeLicences } from './licences.mjs';
import { repositoryRoot } from './runtime-folder.mjs';

describe('the licences of Heron', () => {
  const licences = collectLicences(repositoryRoot);
  const names = licences.map(({ name }) => name);

  it('have a name, a version, an SPDX expression and words, each of them', () => {
    const incomplete = licences.filter(
      ({ version, licence, text }) =>
        !/^\d+\.\d+\.\d+/.test(version) || !/^\(?[A-Za-z0-9][A-Za-z0-9.+ -]*\)?$/.test(licence) || text.length < 200,
    );
    expect(incomplete).toEqual([]);
  });

  it('name every package of package.json, and what the window bundles', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'));
    expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
    const bundled = [
      'react',
      'react-dom',
      'scheduler',
      'zustand',
      'radix-ui',
      'lucide-react',
      'dompurify',
      'tailwindcss',
      '@tiptap/core',
      'ts-ics',
    ];
    expect(names).toEqual(expect.arrayContaining(bundled));
    expect(names).toEqual(expect.arrayContaining(['@tanstack/react-virtual', '@tanstack/virtual-core']));
  });

  it('name what a package carries within, with its licence', () => {
    const [pdfjs] = licences.filter(({ name }) => name === 'pdfjs-dist');
    expect(pdfjs?.licence).toBe('Apache-2.0');
    expect(pdfjs?.text).toContain('Apache License');
    // The version that is in there, not only one that its manifest tells.
    const bundled = readFileSync(path.join(repositoryRoot, 'node_modules/unpdf/dist/pdfjs.mjs'), 'utf8');
    expect(bundled).toContain(`"${pdfjs?.version}"`);
  });

  it('leave out what only builds and tests it', () => {
    const tools = [
      'vitest',
      'typescript',
      'vite',
      'electron',
      'electron-builder',
      'happy-dom',
      'knip',
      'react-test-renderer',
    ];
    expect(names.filter((name) => tools.includes(name))).toEqual([]);
  });

  it('are only such as may be shipped with Heron', () => {
    const free =
      /^\(?(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|\(?MPL-2\.0 OR Apache-2\.0)/;
    expect(licences.filter(({ licence }) => !free.test(licence)).map(({ name, licence }) => [name, licence])).toEqual(
      [],
    );
  });
});

describe('collectLicences', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'heron-licences-'));
    write('package.json', JSON.stringify({ dependencies: { shipped: '1.0.0' } }));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(name, text) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  function install(folder, manifest, files = { LICENSE: 'Words.\r\n' }) {
    const name = folder.split('node_modules/').at(-1);
    write(`${folder}/package.json`, JSON.stringify({ name, version: '1.0.0', license: 'MIT', ...manifest }));
    for (const [file, text] of Object.entries(files)) write(`${folder}/${file}`, text);
  }
  const list = () => collectLicences(root).map(({ name, version }) => `${name} ${version}`);

  it('follows dependencies, each version of them, and takes the optional ones that are there', () => {
    install('node_modules/shipped', {
      dependencies: { inner: '2.0.0', both: '1.0.0' },
      optionalDependencies: { native: '1', absent: '1' },
    });
    install('node_modules/shipped/node_modules/inner', { version: '2.0.0', dependencies: { shipped: '1' } });
    install('node_modules/inner', { version: '1.0.0' });
    install('node_modules/both', { dependencies: { inner: '1.0.0' } });
    install('node_modules/native', {});
    install('node_modules/stranger', {});
    expect(list()).toEqual(['both 1.0.0', 'inner 1.0.0', 'inner 2.0.0', 'native 1.0.0', 'shipped 1.0.0']);
  });

  it('takes what main and the window import, and not what their tests do', () => {
    install('node_modules/shipped', {});
    for (const name of ['react', '@scope/parts', 'css-base', 'bundled', 'testing', 'faking'])
      install(`node_modules/${name}`, {});
    write(
      'renderer/app.tsx',
      "import { a } from './b.ts';\nimport type { R } from 'react';\nexport * from '@scope/parts/x';\n",
    );
    write('renderer/styles/app.css', '@import "css-base/theme.css" layer(theme);\n@import "./own.css";\n');
    write(
      'electron/mime/read.ts',
      "import { a } from 'node:fs';\nimport { app } from 'electron';\nimport b from 'bundled';\n",
    );
    write('electron/mime/read.test.ts', "import 'testing';\n");
    write('renderer/app.test.tsx', "import 'testing';\n");
    write('renderer/fake-bridge.ts', "import 'faking';\n");
    expect(list()).toEqual(['@scope/parts 1.0.0', 'bundled 1.0.0', 'css-base 1.0.0', 'react 1.0.0', 'shipped 1.0.0']);
  });

  it('puts several files together, notices with them', () => {
    install(
      'node_modules/shipped',
      {},
      { 'LICENSE-MPL': 'One.\n', LICENSE: 'Two.\r\n', NOTICE: 'Three.', 'licences.js': 'no' },
    );
    expect(collectLicences(root)[0]?.text).toBe('Two.\n\nOne.\n\nThree.');
  });

  it('writes the standard words for a package that names MIT and its author only', () => {
    install('node_modules/shipped', { author: { name: 'Ada' } }, {});
    expect(collectLicences(root)[0]?.text).toMatch(/^MIT License\n\nCopyright \(c\) Ada\n/);
  });

  it.each([
    ['names no licence', { license: undefined }, { LICENSE: 'x' }],
    ['has no words of an unusual one', { license: 'BUSL-1.1' }, {}],
    ['needs a package that is not there', { dependencies: { absent: '1' } }, { LICENSE: 'x' }],
  ])('stops the build when a package %s', (_case, manifest, files) => {
    install('node_modules/shipped', manifest, files);
    expect(() => collectLicences(root)).toThrow(/shipped|absent/);
  });

  it('writes them beside what is built, with Electron’s', () => {
    install('node_modules/shipped', {});
    install('node_modules/electron', {}, { LICENSE: 'Electron’s.\n' });
    writeLicences({ root, outFolder: path.join(root, 'out') }).closeBundle();
    expect(JSON.parse(readFileSync(path.join(root, 'out/licences.json'), 'utf8'))).toEqual({
      electron: 'Electron’s.',
      packages: [{ name: 'shipped', version: '1.0.0', licence: 'MIT', text: 'Words.' }],
    });
  });
});

describe('packagesImportedBy', () => {
  it('knows paths of our own, Node’s and Electron’s modules', () => {
    const text =
      "import fs from 'node:fs';\nimport '../a.ts';\nimport { app } from 'electron';\nconst x = await import('lazy/part');";
    expect(packagesImportedBy(text)).toEqual(['lazy']);
  });
});
