import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSettingsFile } from './settings-file.ts';

// electron-store imports electron, which plain Node lacks; the journeys run it for real.
vi.mock('electron-store', () => ({
  default: class {
    readonly #path: string;
    constructor(options: { cwd: string; name: string; clearInvalidConfig: boolean }) {
      if (options.clearInvalidConfig) throw new Error('would throw away what it cannot read');
      this.#path = join(options.cwd, `${options.name}.json`);
    }
    set store(value: unknown) {
      writeFileSync(this.#path, JSON.stringify(value));
    }
  },
}));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('openSettingsFile', () => {
  it('reads nothing from an empty profile, and creates no file by that', () => {
    expect(openSettingsFile(folder).readText()).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes and reads', () => {
    const file = openSettingsFile(folder);
    file.write({ schemaVersion: 1 });
    expect(JSON.parse(file.readText() ?? '')).toEqual({ schemaVersion: 1 });
  });

  it('sets a damaged file aside as it is', () => {
    const file = openSettingsFile(folder);
    writeFileSync(file.path, '{"accounts": [');
    const aside = file.setAside(new Date(Date.UTC(2026, 10, 23, 8, 0, 1)));
    expect(aside).toBe(join(folder, 'settings.damaged-2026-11-23T08-00-01-000Z.json'));
    expect(readFileSync(aside, 'utf8')).toBe('{"accounts": [');
    expect(file.readText()).toBeNull();
  });
});
