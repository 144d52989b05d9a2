import { packagesBuiltInAlone } from './scripts/packages.mjs';
import { repositoryRoot } from './scripts/runtime-folder.mjs';

/**
 * How Heron is packed: electron-builder's configuration (schema: node_modules/app-builder-lib/scheme.json). What of it has never been run:
 * ARCHITECTURE.md, "Never run here".
 * @type {import('electron-builder').Configuration}
 */
export default {
  appId: 'app.heron.mail',
  productName: 'Heron',
  copyright: 'Copyright © 2026 The Heron developers',
  directories: { output: 'dist', buildResources: 'build' },
  // electron-builder makes neither deb nor rpm without a home page and a maintainer with an address. A distributor of
  // Heron replaces them; these names are reserved (RFC 2606), so they lead to no one's site.
  extraMetadata: { homepage: 'https://heron.example/' },
  // Code that lies outside the archive is outside its integrity check too, so only what the system itself has to load is unpacked.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  // The one native module is N-API with prebuilt binaries: it fits every Electron, and nothing has to be compiled.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  // The desktop file and Info.plist offer Heron as a program for mailto addresses; the user chooses whether to use it for
  // them. electron-builder's NSIS installer takes no notice of it: on Windows nothing offers Heron yet.
  protocols: [{ name: 'Mail address', schemes: ['mailto'] }],
  linux: {
    target: ['AppImage', 'deb', 'rpm'],
    icon: 'build/icons/app',
    maintainer: 'The Heron developers <heron@heron.example>',
    category: 'Network;Email',
    files: filesFor('linux'),
    // The name in package.json: launchers find the badge and the window by it.
    syncDesktopName: true,
  },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'build/icons/app.icns',
    category: 'public.app-category.productivity',
    hardenedRuntime: true,
    files: filesFor('darwin'),
  },
  win: {
    target: ['nsis'],
    icon: 'build/icons/app.ico',
    files: filesFor('win32'),
  },
  publish: null,
};

/**
 * What is built, and what package.json's dependencies need at run time; e2e/package/content.spec.ts checks the result.
 * Each system lists all files: electron-builder reads a list that only excludes as "everything but", sources included.
 */
function filesFor(system) {
  return [
    'out/**',
    'package.json',
    '!**/*.{ts,mts,cts,tsx,map}',
    '!**/*.{c,cc,cpp,h,gyp,gypi,sh}',
    // They are part of out/main already.
    ...packagesBuiltInAlone(repositoryRoot).map((name) => `!**/node_modules/${name}{,/**}`),
    '!**/node_modules/{*,@*/*}/{test,tests,__tests__,spec,fixtures,example,examples,docs,benchmark,benchmarks,coverage}{,/**}',
    // A package with a prebuilt binary carries its C sources too,
    '!**/node_modules/@photostructure/sqlite/{src,scripts}{,/**}',
    // and the binaries for other systems and processors; electron-builder puts the processor in.
    `!**/prebuilds/!(${system}-$\{arch}){,/**}`,
  ];
}
