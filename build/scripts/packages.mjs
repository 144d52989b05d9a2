import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Which of package.json's dependencies become part of main's own files, and which a package of Heron has to carry as they are. Needs no network.
 */

/**
 * Built into main's own files. Heron's start waits for them, and finding and reading the hundreds of files that they consist of takes longer than
 * running them.
 */
export const builtIntoMain = ['@azure/msal-node', 'electron-store', 'htmlparser2', 'imapflow', 'nodemailer', 'zod'];

/** Where Node would find a package for a file in `from`; null where it is not installed. */
function packageFolder(name, from) {
  const folder = path.join(from, 'node_modules', name);
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const above = path.dirname(from);
  return above === from ? null : packageFolder(name, above);
}

/**
 * The folders of all packages that these names lead to, each with its manifest. Throws where a required one is missing.
 * @param {readonly string[]} names
 * @param {string} root the repository
 * @returns {Map<string, Record<string, unknown>>}
 */
export function reachable(names, root) {
  const found = new Map();
  const visit = (name, from, optional) => {
    const folder = packageFolder(name, from);
    if (folder === null) {
      if (optional) return;
      throw new Error(`The package ${name}, which ${from} needs, is not installed.`);
    }
    if (found.has(folder)) return;
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    found.set(folder, manifest);
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    for (const each of Object.keys(optionalDependencies)) visit(each, folder, true);
    for (const each of Object.keys(dependencies)) visit(each, folder, each in optionalDependencies);
  };
  for (const name of names) visit(name, root, false);
  return found;
}

function dependenciesOf(root) {
  return Object.keys(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).dependencies);
}

/**
 * The folders of the packages that a package of Heron has to carry: what main loads by name, and what that needs.
 * @param {string} root the repository
 */
export function carriedPackages(root) {
  const loaded = dependenciesOf(root).filter((name) => !builtIntoMain.includes(name));
  return [...reachable(loaded, root).keys()];
}

/**
 * The names of the packages that are there only to be built into main's files: a package of Heron has no use for theirs.
 * @param {string} root the repository
 */
export function packagesBuiltInAlone(root) {
  const nameOf = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).name;
  const carried = new Set(carriedPackages(root).map(nameOf));
  const builtIn = new Set([...reachable(builtIntoMain, root).keys()].map(nameOf));
  return [...builtIn].filter((name) => !carried.has(name)).toSorted();
}
