import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSettingsFile } from './settings-file.ts';

// electron-store imports electron, which plain Node lacks; the D1 test and the journeys run the real one.
vi.mock('electron-store', () => ({
  default: class {
    constructor(options: { clearInvalidConfig: boolean }) {
      if (options.clearInvalidConfig) throw new Error('would throw away what it cannot read');
    }
    set store(value: object) {
      this._write(value);
    }
    _write(_value: object): void {
      throw new Error('would write a part on a full disk');
    }
  },
}));

/** Gives electron-store an empty `electron`. */
const withoutElectron = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`export const resolve = (name, context, next) =>
  name === 'electron' ? { url: 'data:text/javascript,export default {}', shortCircuit: true } : next(name, context);\`));`;

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
    file.write({ schemaVersion: 2 });
    expect(JSON.parse(file.readText() ?? '')).toEqual({ schemaVersion: 2 });
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF{"name":"Zoë"}')],
    ['UTF-16, little endian', Buffer.from('\uFEFF{"name":"Zoë"}', 'utf16le')],
    ['UTF-16, big endian', Buffer.from('\uFEFF{"name":"Zoë"}', 'utf16le').swap16()],
    ['UTF-8 with NULs behind it', Buffer.from('{"name":"Zoë"}\0\0\0\0')],
    ['UTF-8 with blanks and lines behind it', Buffer.from('{"name":"Zoë"} \r\n\r\n')],
  ])('H15 reads %s, and writes over it', (_name, bytes) => {
    const file = openSettingsFile(folder);
    writeFileSync(file.path, bytes);
    expect(JSON.parse(file.readText() ?? '')).toEqual({ name: 'Zoë' });
    file.write({ name: 'Ada' });
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toEqual({ name: 'Ada' });
  });

  it.each([
    ['no octets', Buffer.alloc(0)],
    ['NULs only', Buffer.alloc(4096)],
    ['a byte order mark only', Buffer.from('\uFEFF')],
  ])('H15 reads a file of %s as one without text, not as none', (_name, bytes) => {
    const file = openSettingsFile(folder);
    writeFileSync(file.path, bytes);
    expect(file.readText()).toBe('');
  });

  // The limit makes the kernel write a part only, as a full disk does; a program that asks for the rest is ended by it.
  it.skipIf(process.platform === 'win32')(
    'D1: what is written in part never takes the place of the old content',
    () => {
      const { path } = openSettingsFile(folder);
      writeFileSync(path, '{"old":true}');
      const url = new URL('settings-file.ts', import.meta.url).href;
      const program = `${withoutElectron}
      const { openSettingsFile } = await import(${JSON.stringify(url)});
      openSettingsFile(${JSON.stringify(folder)}).write({ text: 'x'.repeat(200_000) });`;
      const writeWithin = (limit: string) => {
        const command = `ulimit -f ${limit}; exec "$0" --import tsx --input-type=module --eval "$1"`;
        return spawnSync('sh', ['-c', command, process.execPath, program]).status;
      };
      expect(writeWithin('100')).not.toBe(0);
      expect(readFileSync(path, 'utf8')).toBe('{"old":true}');
      expect(writeWithin('unlimited')).toBe(0);
      expect(JSON.parse(readFileSync(path, 'utf8')).text).toHaveLength(200_000);
    },
  );

  it('H15 electron-store itself writes over what it could not read', () => {
    const { path } = openSettingsFile(folder);
    writeFileSync(path, Buffer.from('\uFEFF{"old":true}', 'utf16le'));
    const url = new URL('settings-file.ts', import.meta.url).href;
    const program = `${withoutElectron}
      const { openSettingsFile } = await import(${JSON.stringify(url)});
      openSettingsFile(${JSON.stringify(folder)}).write({ new: true });`;
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ new: true });
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
