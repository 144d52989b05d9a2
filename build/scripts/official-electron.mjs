import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { folderSize, makeTemporaryFolder, repositoryRoot, runtimeFolder } from './runtime-folder.mjs';

const packageFolder = path.join(repositoryRoot, 'node_modules', 'electron');

/** The version that the `electron` package installs, and Heron ships. */
export function officialVersion() {
  return JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).version;
}

/** The executable's path inside a folder of Electron's files (as in electron/install.js). */
export function executableIn(distFolder, platform = process.platform) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  return path.join(distFolder, names[platform] ?? 'electron');
}

/**
 * The official binary's folder if the `electron` package has it complete and in the package's version; else undefined.
 */
export function findOfficial() {
  const distFolder = path.join(packageFolder, 'dist');
  const versionFile = path.join(distFolder, 'version');
  // install.js writes path.txt last: without it an unpacking was cut short.
  if (!existsSync(versionFile) || !existsSync(path.join(packageFolder, 'path.txt'))) return undefined;
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== officialVersion()) return undefined;
  return existsSync(executableIn(distFolder)) ? distFolder : undefined;
}

/**
 * Lets the `electron` package download its binary (checksums are its own). Since Electron 42 nothing is downloaded by
 * `npm ci`, only here. Gives up after `stallMs` milliseconds in which no byte arrived.
 * @returns the reason why there is none, or undefined when it worked
 */
export async function downloadOfficial({ stallMs = 20_000, command = [path.join(packageFolder, 'install.js')] } = {}) {
  const temporary = makeTemporaryFolder(runtimeFolder);
  const progress = () => folderSize(temporary) + folderSize(path.join(packageFolder, 'dist'));
  try {
    return await new Promise((resolve) => {
      const child = spawn(process.execPath, command, {
        stdio: ['ignore', 'ignore', 'pipe'],
        // The download goes into the temporary folder, where its growth is watched; no override may change where the
        // result goes.
        env: {
          ...process.env,
          TMPDIR: temporary,
          TEMP: temporary,
          TMP: temporary,
          ELECTRON_GET_NO_PROGRESS: '1',
          ELECTRON_OVERRIDE_DIST_PATH: '',
        },
      });
      let errors = '';
      child.stderr.on('data', (chunk) => {
        errors = (errors + chunk).slice(-4_000);
      });
      let size = -1;
      let changedAt = Date.now();
      let stalled = false;
      const watch = setInterval(
        () => {
          const now = progress();
          if (now !== size) {
            size = now;
            changedAt = Date.now();
          } else if (Date.now() - changedAt > stallMs) {
            stalled = true;
            child.kill('SIGKILL');
          }
        },
        Math.min(1_000, stallMs / 4),
      );
      const finish = (reason) => {
        clearInterval(watch);
        resolve(reason);
      };
      child.on('error', (error) => finish(error.message));
      child.on('close', (code) => {
        if (code === 0) finish(undefined);
        else if (stalled) finish(`no byte arrived for ${stallMs / 1_000} s`);
        else finish(firstLine(errors) ?? `the download ended with code ${code}`);
      });
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function firstLine(text) {
  return text
    .split('\n')
    .find((line) => /error/i.test(line))
    ?.trim();
}
