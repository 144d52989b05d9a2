import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeLock, missingOptional, systemOf } from './complete-lock.mjs';
import { repositoryRoot } from './runtime-folder.mjs';

describe('package-lock.json', () => {
  it('holds every optional dependency, or `npm ci` would refuse it (run build/scripts/complete-lock.mjs)', () => {
    const lock = JSON.parse(readFileSync(path.join(repositoryRoot, 'package-lock.json'), 'utf8'));
    expect(missingOptional(lock.packages)).toEqual([]);
  });
});

describe('completeLock', () => {
  const lock = {
    packages: {
      '': { dependencies: { tool: '1.0.0' } },
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { 'tool-linux-x64-gnu': '1.0.0', 'tool-win32-x64-msvc': '1.0.0' },
      },
      'node_modules/tool/node_modules/tool-linux-x64-gnu': { version: '1.0.0', integrity: 'sha512-kept' },
    },
  };

  it('adds what is missing, makes up no hash, and leaves the rest as it is', () => {
    const { lock: completed, added } = completeLock(lock);
    expect(added).toBe(1);
    const entry = { version: '1.0.0', dev: true, optional: true, os: ['win32'], cpu: ['x64'] };
    expect(completed.packages).toEqual({ ...lock.packages, 'node_modules/tool-win32-x64-msvc': entry });
    expect(completeLock(completed).added).toBe(0);
  });

  it('refuses to guess a version', () => {
    const packages = { '': {}, 'node_modules/tool': { optionalDependencies: { 'tool-win32-x64': '^1.0.0' } } };
    expect(() => completeLock({ packages })).toThrow(/not an exact version/);
  });
});

describe('systemOf', () => {
  it('reads the system from the name, and refuses a name without one', () => {
    expect(systemOf('@x/cli-linux-x64-musl')).toEqual({ os: ['linux'], cpu: ['x64'], libc: ['musl'] });
    expect(systemOf('@x/binding-linux-riscv64-gnu')).toEqual({ os: ['linux'], cpu: ['riscv64'], libc: ['glibc'] });
    expect(systemOf('@x/binding-android-arm-eabi')).toEqual({ os: ['android'], cpu: ['arm'] });
    expect(systemOf('@x/oxide-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
    expect(() => systemOf('fsevents')).toThrow(/does not tell/);
  });
});
