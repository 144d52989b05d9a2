/** What a package consists of: nothing that is not needed to run, nothing unpacked that the integrity check would miss, all fuses set (E2). */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { carriedPackages } from '../../build/scripts/packages.mjs';
import { testPackage } from './packaged-heron.ts';

const project = resolve(import.meta.dirname, '../..');
const resources = join(testPackage().folder, 'resources');
const archive = join(resources, 'app.asar');
/** Paths in the archive, files and folders, without a leading separator. */
const entries = listPackage(archive, { isPack: false }).map((entry) => entry.slice(1));
const isOurs = (entry: string) => !entry.startsWith('node_modules');

test('no sources, tests, servers, source maps or settings of ours are in it', () => {
  const ours = entries.filter((entry) => isOurs(entry) && /\.\w+$/.test(entry));
  const expected = [
    /^package\.json$/,
    /^out\/licences\.json$/,
    /^out\/main\/(main|engine\.worker|imap\.worker|mime\.worker|file-text\.worker|checkpoint\.worker)\.js$/,
    /^out\/main\/chunks\/[\w@-]+\.(js|png)$/,
    /^out\/preload\/preload\.cjs$/,
    /^out\/renderer\/index\.html$/,
    /^out\/renderer\/reader\/page\/index\.html$/,
    /^out\/renderer\/assets\/[\w-]+\.(js|css|woff2|png|svg)$/,
  ];
  expect(ours.filter((entry) => !expected.some((pattern) => pattern.test(entry)))).toEqual([]);
  for (const pattern of expected.slice(0, -1)) expect(ours.join('\n')).toMatch(new RegExp(pattern.source, 'm'));
});

test('no sources, tests or source maps of others are in it', () => {
  const unwanted =
    /(\.(ts|mts|cts|tsx|map|c|cc|cpp|h|gyp|gypi|sh)$)|(^|\/)\.env|^(?:.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/(tests?|__tests__|spec|fixtures|examples?|docs|benchmarks?|coverage)(\/|$)/;
  expect(entries.filter((entry) => unwanted.test(entry))).toEqual([]);
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
  expect(Object.keys(manifest)).not.toContain('devDependencies');
  expect(Object.keys(manifest)).not.toContain('scripts');
});

test('only packages that main loads by name are in it, and what they need, not those that are built into its files', () => {
  const named = (text: string): string => {
    const { name, version } = JSON.parse(text) as { readonly name: string; readonly version: string };
    return `${name} ${version}`;
  };
  const inArchive = entries
    .filter((entry) => /^.*node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(entry))
    .map((entry) => named(extractFile(archive, entry).toString()));
  const needed = carriedPackages(project).map((folder) => named(readFileSync(join(folder, 'package.json'), 'utf8')));
  // By name and version: electron-builder lays them in fewer folders than npm.
  expect([...new Set(inArchive)].toSorted()).toEqual([...new Set(needed)].toSorted());
});

test('code lies in the archive, workers too; unpacked is only what the system loads itself', () => {
  const files = readdirSync(resources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(resources, join(entry.parentPath, entry.name)));
  const sqlite = `app.asar.unpacked/node_modules/@photostructure/sqlite/prebuilds/linux-${process.arch}/@photostructure+sqlite`;
  expect(files.toSorted()).toEqual(
    ['app.asar', `${sqlite}.glibc.node`, `${sqlite}.musl.node`, 'apparmor-profile'].toSorted(),
  );
  const main = folderOf(folderOf(getRawHeader(archive).header, 'out'), 'main').files;
  for (const name of [
    'main.js',
    'engine.worker.js',
    'imap.worker.js',
    'mime.worker.js',
    'file-text.worker.js',
    'checkpoint.worker.js',
  ]) {
    expect(main[name], `${name} is packed`).not.toHaveProperty('unpacked');
    expect(main[name], `${name} has a hash`).toHaveProperty('integrity.algorithm', 'SHA256');
  }
});

test('E2 the fuses are set', async () => {
  const wire = await getCurrentFuseWire(testPackage().executable);
  // The fuses as they are stored in the program: the characters 1 and 0.
  const [ENABLE, DISABLE] = [0x31, 0x30];
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
    [FuseV1Options.EnableCookieEncryption]: ENABLE,
    // Checked by Electron on macOS and Windows; on Linux it has no effect.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
  });
});

test('deb and rpm would have a desktop file that takes mail addresses, icons of all sizes, and a maintainer', () => {
  const installers = JSON.parse(readFileSync(testPackage().installers, 'utf8')) as Record<
    'deb' | 'rpm',
    { args: string[]; desktopFile: string }
  >;
  const require = createRequire(import.meta.url);
  const { desktopName, description } = require('../../package.json') as Record<string, string>;
  for (const { args, desktopFile } of [installers.deb, installers.rpm]) {
    expect(desktopFile.trimEnd().split('\n')).toEqual([
      '[Desktop Entry]',
      'Name=Heron',
      'Exec=/opt/Heron/heron-mail %U',
      'Terminal=false',
      'Type=Application',
      'Icon=heron-mail',
      'StartupWMClass=heron-mail',
      `Comment=${description}`,
      'MimeType=x-scheme-handler/mailto;',
      'Categories=Network;Email;',
    ]);
    const targets = args.map((argument) => /=(\/.*)$/.exec(argument)?.[1]).filter((target) => target !== undefined);
    const iconOf = (size: number) => `/usr/share/icons/hicolor/${size}x${size}/apps/heron-mail.png`;
    expect(targets.toSorted()).toEqual(
      [
        '/opt/Heron',
        `/usr/share/applications/${desktopName}`,
        ...[16, 24, 32, 48, 64, 128, 256, 512].map(iconOf),
      ].toSorted(),
    );
    expect(args[args.indexOf('--maintainer') + 1]).toMatch(/^[^<]+ <[^@\s]+@[^@\s]+>$/);
  }
});

interface Folder {
  readonly files: Readonly<Record<string, object>>;
}

/** A folder in the archive's header. */
function folderOf(parent: object, name: string): Folder {
  return (parent as Folder).files[name] as Folder;
}
