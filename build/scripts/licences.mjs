import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sourcesBelow } from './check-sources.mjs';
import { isForTests } from './layers.mjs';
import { reachable } from './packages.mjs';
import { repositoryRoot } from './runtime-folder.mjs';

/*
 * Collects the licences of everything that becomes part of Heron: what package.json depends on (shipped) and what the sources of main, its
 * workers and the window import (bundled, where it is no dependency), each with what it depends on in turn. The build writes them to
 * out/licences.json, which main reads for the page about Heron. Needs no network.
 */

/** Static and dynamic imports, and those of CSS; paths, which begin with a dot, are not matched, and no lines of a comment. */
const imports = /(?<!^\s*(?:\*|\/[/*]).*)(?:from\s+|import\s+|import\(\s*)["']([^."'][^"']*)["']/gm;

/** The packages that sources import by name: "radix-ui", "@tanstack/react-virtual". @param {string} text */
export function packagesImportedBy(text) {
  return [...text.matchAll(imports)]
    .map(([, specifier]) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
    .filter((name) => !name.startsWith('node:') && name !== 'electron');
}

/** The licence field of a manifest: a text, or in old packages an object or a list of objects. */
function expressionOf({ license, licenses }) {
  const [first] = [license, licenses].flat().filter(Boolean);
  return typeof first === 'string' ? first : (first?.type ?? '');
}

/** The standard words, for packages that name their licence and author but carry no file. */
const standardTexts = {
  MIT: (holder) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

/** One package's name, version, licence and its words. Throws where one of them is missing. */
function licenceOf(folder, manifest) {
  const licence = expressionOf(manifest);
  if (licence === '') throw new Error(`${manifest.name} names no licence.`);
  const files = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(name))
    .toSorted();
  const text = files
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  const words = text === '' ? standardTexts[licence]?.(author ?? `the authors of ${manifest.name}`) : text;
  if (words === undefined) throw new Error(`${manifest.name} (${licence}) carries no licence text.`);
  return { name: manifest.name, version: manifest.version, licence, text: words };
}

/** Programs that a package's own build put into it, without their licence; by the package, the one of its development that it was. */
const carried = { unpdf: { name: 'pdfjs-dist', licence: 'Apache-2.0' } };

/** The licence of what a package carries within, if there is that. */
function carriedBy({ name: carrier, devDependencies = {} }) {
  const within = carried[carrier];
  if (within === undefined) return [];
  const version = devDependencies[within.name]?.replace(/^[~^]/, '');
  if (version === undefined) throw new Error(`${carrier} does not say which ${within.name} it carries.`);
  const text = readFileSync(path.join(repositoryRoot, 'build/licences', `${within.licence}.txt`), 'utf8').trim();
  return [{ ...within, version, text }];
}

/**
 * The licences of all packages that are part of Heron, in the order of their names.
 * @param {string} root the repository
 * @returns {{ name: string, version: string, licence: string, text: string }[]} `licence` is an SPDX expression
 */
export function collectLicences(root) {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const imported = ['electron', 'renderer', 'shared']
    .map((name) => path.join(root, name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => sourcesBelow(folder))
    .filter((file) => !isForTests(path.relative(root, file).split(path.sep).join('/')))
    .flatMap((file) => packagesImportedBy(readFileSync(file, 'utf8')));
  const packages = reachable([...Object.keys(dependencies), ...imported], root);
  // A package can be installed twice, in different versions or in the same one.
  const byName = new Map([...packages].map(([folder, manifest]) => [`${manifest.name}@${manifest.version}`, folder]));
  return [...byName.values()]
    .flatMap((folder) => [licenceOf(folder, packages.get(folder)), ...carriedBy(packages.get(folder))])
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}

/**
 * A plugin of the build that writes the licences to `<outFolder>/licences.json`, Electron's with them.
 * @param {{ root: string, outFolder: string }} options
 */
export function writeLicences({ root, outFolder }) {
  return {
    name: 'heron-licences',
    closeBundle() {
      const electron = readFileSync(path.join(root, 'node_modules/electron/LICENSE'), 'utf8').trim();
      mkdirSync(outFolder, { recursive: true });
      const content = { electron, packages: collectLicences(root) };
      writeFileSync(path.join(outFolder, 'licences.json'), `${JSON.stringify(content)}\n`);
    },
  };
}
