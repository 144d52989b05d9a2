// Programs that tests start again and again, and kill: built, they start in a third of the time that tsx takes to load each of their modules.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll } from 'vitest';

const built = new Map<string, Promise<string>>();
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/**
 * Builds a TypeScript program into one file of JavaScript that Node runs, once for a file of tests. Packages stay outside.
 * @param source where it lies, for example `new URL('./writer-fixture.ts', import.meta.url)`
 * @returns the file's path
 */
export function builtProgram(source: URL): Promise<string> {
  const entry = fileURLToPath(source);
  const program = built.get(entry) ?? buildProgram(entry);
  built.set(entry, program);
  return program;
}

async function buildProgram(entry: string): Promise<string> {
  // Below the project, so that Node finds the packages.
  const parent = resolve(import.meta.dirname, '../../node_modules/.cache');
  await mkdir(parent, { recursive: true });
  const outDir = await mkdtemp(join(await realpath(parent), 'heron-program-'));
  folders.push(outDir);
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return join(outDir, basename(entry).replace(/\.ts$/, '.mjs'));
}
