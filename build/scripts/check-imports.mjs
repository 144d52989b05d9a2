import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { sourcesBelow } from './check-sources.mjs';
import { isForTests, layers } from './layers.mjs';
import { repositoryRoot } from './runtime-folder.mjs';

/**
 * The problems with the imports between files, one line each: a file that imports from a later room, a circle of
 * imports, or Heron's own code that imports from tests.
 * @param {ReadonlyMap<string, readonly string[]>} imports each file with the files it imports, relative to the
 * repository's root
 * @param {readonly string[]} rooms in the order of layers.mjs
 */
export function importProblems(imports, rooms) {
  const own = new Map(
    [...imports]
      .filter(([file]) => !isForTests(file))
      .map(([file, targets]) => [file, targets.filter((target) => imports.has(target))]),
  );
  const problems = [];
  for (const [file, targets] of own) {
    const from = roomOf(file, rooms);
    if (from === -1) problems.push(`${file}: lies in no room of build/scripts/layers.mjs`);
    for (const target of targets) {
      if (isForTests(target)) problems.push(`${file}: imports ${target}, which is for tests`);
      else if (roomOf(target, rooms) > from && from !== -1) {
        problems.push(`${file}: imports upwards, ${rooms[from]} → ${rooms[roomOf(target, rooms)]} (${target})`);
      }
    }
  }
  for (const circle of circlesOf(own)) problems.push(`A circle of imports: ${circle.join(' → ')}`);
  return problems;
}

/** The room's place in the list; -1: none. */
function roomOf(file, rooms) {
  let found = -1;
  rooms.forEach((room, index) => {
    const isIn = file === room || file.startsWith(`${room}/`);
    if (isIn && (found === -1 || room.length > rooms[found].length)) found = index;
  });
  return found;
}

/** One circle for each group of files that import each other, by a depth-first walk. */
function circlesOf(imports) {
  const circles = [];
  const state = new Map();
  const trail = [];
  const visit = (file) => {
    state.set(file, 'open');
    trail.push(file);
    for (const target of imports.get(file) ?? []) {
      if (state.get(target) === 'open') circles.push([...trail.slice(trail.indexOf(target)), target]);
      else if (!state.has(target)) visit(target);
    }
    trail.pop();
    state.set(file, 'done');
  };
  for (const file of imports.keys()) if (!state.has(file)) visit(file);
  return circles;
}

/**
 * The files of ours that each source file imports, types included.
 * @returns {Map<string, string[]>} paths relative to the repository's root
 */
export function importsOf(folders) {
  const files = folders
    .flatMap((folder) => sourcesBelow(path.join(repositoryRoot, folder)))
    .filter((file) => /\.tsx?$/.test(file));
  return new Map(
    files.map((file) => {
      const targets = specifiersIn(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => relative(path.resolve(path.dirname(file), specifier)));
      return [relative(file), targets];
    }),
  );
}

/** What a file imports and exports on: `import`, `export … from`, `import()` and `import('…')` as a type. */
function specifiersIn(file) {
  const { module, program, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${relative(file)} can't be read: ${errors[0].message}`);
  const found = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)]
    .map(({ moduleRequest }) => moduleRequest?.value)
    .filter((value) => value !== undefined);
  const take = ({ source }) => {
    if (typeof source.value === 'string') found.push(source.value);
  };
  new Visitor(Object.fromEntries(['ImportExpression', 'TSImportType'].map((kind) => [kind, take]))).visit(program);
  return found;
}

function relative(file) {
  return path.relative(repositoryRoot, file).split(path.sep).join('/');
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? '')).href) {
  const problems = importProblems(importsOf(['shared', 'electron', 'renderer']), layers);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
