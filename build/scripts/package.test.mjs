import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Packager, Platform } from 'electron-builder';
import { describe, expect, it } from 'vitest';
import config from '../electron-builder.mjs';
import { refuseInstallers } from './package.mjs';
import { repositoryRoot } from './runtime-folder.mjs';

const pngSize = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const fileOf = (name) => readFileSync(path.join(repositoryRoot, name));

/** Rejects as electron-builder would before it builds anything; it looks at all systems' targets, whichever one runs. */
function validate(changed) {
  const targets = Platform.LINUX.createTarget('dir');
  return new Packager({ projectDir: repositoryRoot, targets, config: { ...config, ...changed } }).validateConfig();
}

describe('electron-builder’s configuration', () => {
  it('is valid for all targets, by electron-builder’s own schema', async () => {
    await validate({});
    await expect(validate({ nsis: { oneclick: false } })).rejects.toThrow('configuration.nsis');
    await expect(validate({ mac: { ...config.mac, target: ['dmg', 1] } })).rejects.toThrow('configuration.mac.target');
    // Each compiles a schema of 7,000 lines, which is slow on a busy machine.
  }, 60_000);

  it('packs what is built, never the rest of the repository', () => {
    const systems = { linux: config.linux, darwin: config.mac, win32: config.win };
    for (const [system, { files }] of Object.entries(systems)) {
      expect(files.filter((pattern) => !pattern.startsWith('!'))).toEqual(['out/**', 'package.json']);
      expect(files).toContain(`!**/prebuilds/!(${system}-$\{arch}){,/**}`);
    }
    expect(config.files).toBeUndefined();
  });

  it('has an icon for each size that a system shows', () => {
    const linux = readdirSync(path.join(repositoryRoot, config.linux.icon));
    expect(linux.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b)).toEqual([
      16, 24, 32, 48, 64, 128, 256, 512,
    ]);
    for (const name of linux) {
      const [, width, height] = /^(\d+)x(\d+)\.png$/.exec(name);
      expect(pngSize(fileOf(`${config.linux.icon}/${name}`))).toEqual([Number(width), Number(height)]);
    }
    expect(picturesOfIco(fileOf(config.win.icon))).toEqual([16, 24, 32, 48, 64, 128, 256]);
    expect(picturesOfIcns(fileOf(config.mac.icon))).toEqual({
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic08: 256,
      ic14: 512,
      ic09: 512,
      ic10: 1_024,
    });
  });
});

it('makes no installer of the fallback', () => {
  refuseInstallers([]);
  refuseInstallers(['--dir']);
  expect(() => refuseInstallers(['--linux', 'deb'])).toThrow('no installer');
  expect(() => refuseInstallers(['--dir', '-c.linux.target=deb'])).toThrow('no installer');
});

/** The pixels of an ICO file's pictures, each checked against what its PNG says. */
function picturesOfIco(ico) {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const size = ico.readUInt8(at) || 256;
    const png = ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8));
    expect(pngSize(png)).toEqual([size, size]);
    return size;
  });
}

/** The pixels of an ICNS file's pictures, by type. */
function picturesOfIcns(icns) {
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const pictures = {};
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    pictures[icns.toString('latin1', at, at + 4)] = pngSize(icns.subarray(at + 8))[0];
  }
  return pictures;
}
