import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { electronFlags, hasDisplay, loadDotEnv, withoutNodeMode } from './environment.mjs';
import { run } from './processes.mjs';
import { repositoryRoot } from './runtime-folder.mjs';
import { build, prepareElectron, tool, typescript } from './steps.mjs';

/** `npm start`: builds and opens Heron. Arguments go to Heron. */
export function runApp(args) {
  return withWindow('start', async (runtime, env) => {
    const code = await build(env);
    if (code !== 0) return code;
    return run([runtime.executablePath, ...electronFlags(), repositoryRoot, ...args], env);
  });
}

/** `npm run dev`: opens Heron, rebuilding and reloading while files change. */
export function runDev(args) {
  return withWindow('run dev', (_runtime, env) => {
    const sandbox = electronFlags().length > 0 ? ['--noSandbox'] : [];
    const own = args.length > 0 ? ['--', ...args] : [];
    return run(tool('electron-vite', 'bin/electron-vite.js', ['dev', '--watch', ...sandbox, ...own]), env);
  });
}

/** `npm run demo`: builds, then e2e/demo/main.ts starts the demo's servers and opens Heron on them. */
export function runDemo(args) {
  return withWindow('run demo', async (_runtime, env) => {
    const code = await build(env);
    return code === 0 ? run(typescript('e2e/demo/main.ts', args), env) : code;
  });
}

async function withWindow(script, work) {
  loadDotEnv(path.join(repositoryRoot, '.env'));
  if (!hasDisplay()) {
    console.error(noDisplay(script));
    return 2;
  }
  const { runtime, variables } = await prepareElectron('demo');
  return work(runtime, { ...withoutNodeMode(process.env), ...variables });
}

function noDisplay(script) {
  const hasXvfb = spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).error === undefined;
  const install = hasXvfb ? '' : '\n(xvfb-run is not installed; on Debian and Ubuntu: sudo apt-get install xvfb xauth)';
  return `There is no display here to show a window on. With an invisible one:\n\n  xvfb-run -a npm ${script}\n${install}`;
}
