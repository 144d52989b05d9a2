import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronFlags, hasDisplay, isolated, loadDotEnv, withoutNodeMode } from './environment.mjs';

describe('loadDotEnv', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'heron-env-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    delete process.env.HERON_TEST_FILE_ONLY;
    delete process.env.HERON_TEST_BOTH;
    delete process.env.HERON_TEST_QUOTED;
  });

  it('reads values, quotes and comments, and leaves what is set already', () => {
    process.env.HERON_TEST_BOTH = 'from the shell';
    const file = path.join(folder, '.env');
    writeFileSync(
      file,
      '# comment\nHERON_TEST_FILE_ONLY=1\nHERON_TEST_BOTH=file\nHERON_TEST_QUOTED="a # b"\nnonsense\n',
    );
    expect(loadDotEnv(file)).toBe(true);
    expect(process.env.HERON_TEST_FILE_ONLY).toBe('1');
    expect(process.env.HERON_TEST_BOTH).toBe('from the shell');
    expect(process.env.HERON_TEST_QUOTED).toBe('a # b');
  });

  it('takes no file for no settings', () => {
    expect(loadDotEnv(path.join(folder, '.env'))).toBe(false);
  });
});

describe('the environment of a child', () => {
  it('keeps the person’s session bus, desktop and Wayland away from tests', () => {
    const own = { DBUS_SESSION_BUS_ADDRESS: 'unix:x', XDG_CURRENT_DESKTOP: 'GNOME', WAYLAND_DISPLAY: 'wayland-0' };
    expect(isolated({ ...own, PATH: '/bin' })).toEqual({ PATH: '/bin', NO_AT_BRIDGE: '1' });
  });

  it('never starts Electron as Node', () => {
    expect(withoutNodeMode({ ELECTRON_RUN_AS_NODE: '1', A: 'b' })).toEqual({ A: 'b' });
    expect(isolated({ ELECTRON_RUN_AS_NODE: '1' })).not.toHaveProperty('ELECTRON_RUN_AS_NODE');
  });
});

describe('hasDisplay', () => {
  it('asks for X or Wayland on Linux only', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('electronFlags', () => {
  it('drops the sandbox for root on Linux, and for nobody else', () => {
    expect(electronFlags('linux', 0)).toEqual(['--no-sandbox']);
    expect(electronFlags('linux', 1000)).toEqual([]);
    expect(electronFlags('darwin', 0)).toEqual([]);
    expect(electronFlags('win32', undefined)).toEqual([]);
  });
});
