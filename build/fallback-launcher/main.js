/**
 * What Electron's own `default_app.asar` does, for the fallback runtime, which lacks it (development and tests only).
 * Takes `[flags] [-r module] path/to/app`. It is an ES module ending in a top-level `await import`: Electron holds back
 * `ready` until it is done, so that the app can still call `registerSchemesAsPrivileged`.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);

/** The modules to load first and the app to run. Everything after the app's path is the app's own. */
function readArguments(argv) {
  const modules = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index];
    if (argument === '--version' || argument === '-v') return { version: true, modules, file: undefined };
    if (argument === '-r' || argument === '--require') {
      index += 1;
      if (argv[index] === undefined) return { modules, file: undefined };
      modules.push(argv[index]);
    } else if (!argument.startsWith('-')) {
      return { modules, file: argument };
    }
  }
  return { modules, file: undefined };
}

/** Gives Electron the app's name, version and path, and returns its main file. */
function adopt(file) {
  const folder = path.resolve(file);
  const manifest = path.join(folder, 'package.json');
  if (!fs.existsSync(manifest)) {
    const main = require.resolve(folder);
    app.setAppPath(path.dirname(main));
    return main;
  }
  const { name, productName, version, desktopName, main = 'index.js' } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (version) app.setVersion(version);
  if (productName || name) app.setName(productName || name);
  app.setDesktopName?.(desktopName || `${app.getName()}.desktop`);
  app.setAppPath(folder);
  return require.resolve(path.join(folder, main));
}

function stop(code, text) {
  console.error(text);
  // `app.exit` waits for an event loop that does not run yet, and the rest of this module would run meanwhile.
  process.exit(code);
}

const { version, modules, file } = readArguments(process.argv.slice(1));
if (version) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (file === undefined) stop(2, 'usage: electron [flags] [-r module] path/to/app');

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
let main;
try {
  if (modules.length > 0) require('node:module')._preloadModules(modules);
  main = adopt(file);
} catch (error) {
  stop(1, `Electron could not load the app ${file}: ${error.stack ?? error}`);
}
try {
  await import(pathToFileURL(main).href);
} catch (error) {
  stop(1, `The app's main module failed: ${error.stack ?? error}`);
}
