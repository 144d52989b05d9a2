import { createRequire } from 'node:module';
import path from 'node:path';
import { resolveElectron, runtimeEnvironment } from './electron-runtime.mjs';
import { ensureSandbox } from './linux-sandbox.mjs';
import { run } from './processes.mjs';
import { repositoryRoot } from './runtime-folder.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const require = createRequire(import.meta.url);

/** A development tool's own script, run by this Node: no shell and no `.cmd` file in between, on any system. */
export function tool(packageName, script, args) {
  const folder = path.dirname(require.resolve(`${packageName}/package.json`));
  return [process.execPath, path.join(folder, script), ...args];
}

/** A TypeScript program of ours, run by this Node. */
export function typescript(file, args) {
  return [process.execPath, '--import', import.meta.resolve('tsx'), path.join(repositoryRoot, file), ...args];
}

/** Prepares the machine and the runtime; returns the runtime and the environment that its processes need. */
export async function prepareElectron(purpose) {
  ensureSystemPackages(purpose);
  const runtime = await resolveElectron();
  ensureSandbox(runtime.distFolder);
  return { runtime, variables: runtimeEnvironment(runtime) };
}

/** Builds main, preload and renderer into out/. @param options as of `run` */
export function build(env, options) {
  return run(tool('electron-vite', 'bin/electron-vite.js', ['build', '--logLevel', 'warn']), env, options);
}
