import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import config from '../electron-builder.mjs';
import { resolveElectron, runtimeEnvironment } from './electron-runtime.mjs';
import { withoutNodeMode } from './environment.mjs';
import { run } from './processes.mjs';
import { repositoryRoot } from './runtime-folder.mjs';
import { build, tool } from './steps.mjs';

const configFile = path.join(repositoryRoot, 'build', 'electron-builder.mjs');
/** Where `npm test` puts its package: apart from installers that the user has built. */
const testOutput = path.join(repositoryRoot, 'dist', 'for-tests');

const warning = [
  '='.repeat(78),
  'FOR TESTS ONLY. NEVER DISTRIBUTE THIS PACKAGE.',
  'It contains an end-of-life Electron that a third party uploaded, because the official one cannot be had here.',
  '='.repeat(78),
].join('\n');

/**
 * `npm run package`: builds, then installers by electron-builder, which gets the arguments. On the fallback runtime there is only a
 * folder, and the warning around it.
 */
export async function runPackage(args) {
  const runtime = await resolveElectron();
  const env = { ...withoutNodeMode(process.env), ...runtimeEnvironment(runtime) };
  if (runtime.source === 'official') {
    const code = await build(env);
    return code === 0 ? run(tool('electron-builder', 'cli.js', ['--config', configFile, ...args]), env) : code;
  }
  refuseInstallers(args);
  console.error(warning);
  const code = await build(env);
  if (code !== 0) return code;
  const folder = await packageForTests(runtime);
  console.error(`${warning}\n${folder}`);
  return 0;
}

/** Throws unless nothing but a folder is asked for. */
export function refuseInstallers(args) {
  const others = args.filter((argument) => argument !== '--dir');
  if (others.length === 0) return;
  throw new Error(
    `The fallback Electron is packed with --dir only, not with ${others.join(' ')}: no installer of it may exist.`,
  );
}

/**
 * Packs what lies in out/ with this runtime's files, unpacked and ready to start, and lets electron-builder prepare the deb and the
 * rpm up to the call of fpm, which is a download of its own.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @returns {Promise<string>} the folder that holds the package; beside it `installers.json` says for "deb" and "rpm" what fpm would have
 * been told (`args`), and the text of the desktop file (`desktopFile`)
 */
export async function packageForTests(runtime, output = testOutput) {
  const { build: pack, Platform, Arch, getArchSuffix } = await import('electron-builder');
  rmSync(output, { recursive: true, force: true });
  const prepared = {};
  await pack({
    projectDir: repositoryRoot,
    targets: Platform.LINUX.createTarget(['dir', 'deb', 'rpm'], Arch[process.arch]),
    config: {
      ...config,
      directories: { ...config.directories, output },
      electronDist: runtime.distFolder,
      electronVersion: runtime.electronVersion,
      afterExtract: ({ appOutDir }) => removeStarters(appOutDir),
    },
    publish: 'never',
    // electron-builder's own tests inspect a target in this way; returning true stops it here.
    effectiveOptionComputed: async ([args, desktopFile]) => {
      const target = path.extname(args[args.indexOf('--package') + 1]).slice(1);
      prepared[target] = { args, desktopFile: readFileSync(desktopFile, 'utf8') };
      return true;
    },
  });
  writeFileSync(path.join(output, 'installers.json'), JSON.stringify(prepared, null, 2));
  const folder = path.join(output, `linux${getArchSuffix(Arch[process.arch])}-unpacked`);
  // Chromium's sandbox may need a helper owned by root; only the runtime's own helper has been prepared
  // (linux-sandbox.mjs).
  rmSync(path.join(folder, 'chrome-sandbox'));
  symlinkSync(path.join(runtime.distFolder, 'chrome-sandbox'), path.join(folder, 'chrome-sandbox'));
  return folder;
}

/** Removes what lets a development runtime start any app: a package holds only Heron. */
function removeStarters(folder) {
  for (const name of ['app', 'default_app.asar']) {
    rmSync(path.join(folder, 'resources', name), { recursive: true, force: true });
  }
}
