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

/**
 * What is wrong with one source file, one line each, with its line number.
 * @param {string} name as it is shown
 */
export function problemsIn(name, text) {
  const lines = text.split('\n');
  const count = text.endsWith('\n') ? lines.length - 1 : lines.length;
  const problems = count > maximumLines ? [`${name}: ${count} lines, more than ${maximumLines}: split it`] : [];
  lines.forEach((line, index) => {
    const found = suppressions.find((word) => line.includes(word));
    if (found !== undefined) problems.push(`${name}:${index + 1}: ${found}: fix the cause instead`);
  });
  return problems;
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
  const problems = sourcesBelow(repositoryRoot).flatMap((file) =>
    problemsIn(path.relative(repositoryRoot, file), readFileSync(file, 'utf8')),
  );
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
