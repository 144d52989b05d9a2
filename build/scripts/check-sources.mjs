import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './runtime-folder.mjs';

const maximumLines = 400;
const checked = new Set(['.ts', '.tsx', '.mts', '.cts', '.mjs', '.cjs', '.js', '.css']);
const notOurs = new Set(['node_modules', 'out', 'dist', 'playwright-report', 'test-results']);
/** Comments that switch a rule off. Written so that this file does not contain them. */
const suppressions = [
  '@ts-' + 'ignore',
  '@ts-' + 'expect-error',
  '@ts-' + 'nocheck',
  'biome-' + 'ignore',
  'eslint-' + 'disable',
];

/** In a long file's comment, followed by why it is one idea that would lose by a split. */
const reasonMark = 'Long ' + 'because';

/**
 * The problems of one source file, one line each, with the line number.
 * @param {string} name as it is shown
 */
export function problemsIn(name, text) {
  return text.split('\n').flatMap((line, index) => {
    const found = suppressions.find((word) => line.includes(word));
    return found === undefined ? [] : [`${name}:${index + 1}: ${found}: fix the cause instead`];
  });
}

/**
 * What a reader of one source file should think about, one line each: nothing that makes a check fail. A file ends where its idea
 * ends, so a long one may say in a comment why it is long.
 * @param {string} name as it is shown
 */
export function warningsIn(name, text) {
  const lines = text.split('\n');
  const count = text.endsWith('\n') ? lines.length - 1 : lines.length;
  if (count <= maximumLines || text.includes(reasonMark)) return [];
  return [`${name}: ${count} lines, more than ${maximumLines}: split it, or say in a comment "${reasonMark} …"`];
}

/** The source files below a folder; not those in hidden folders, of packages, or built. */
export function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || notOurs.has(entry.name) ? [] : sourcesBelow(full);
    return entry.isFile() && checked.has(path.extname(entry.name)) ? [full] : [];
  });
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? '')).href) {
  const sources = sourcesBelow(repositoryRoot).map((file) => ({
    name: path.relative(repositoryRoot, file),
    text: readFileSync(file, 'utf8'),
  }));
  for (const warning of sources.flatMap(({ name, text }) => warningsIn(name, text)))
    console.warn(`Warning: ${warning}`);
  const problems = sources.flatMap(({ name, text }) => problemsIn(name, text));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
