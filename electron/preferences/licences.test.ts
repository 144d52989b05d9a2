import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../shared/texts/texts.ts';
import { licencesFrom } from './licences.ts';

const react = { name: 'react', version: '19.3.1', licence: 'MIT', text: 'MIT License' };
const versions = { electron: '45.4.1', chrome: '150.0.1' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-licences-'));
});
afterEach(() => {
  setLanguage('en');
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const path = join(folder, 'licences.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('licencesFrom', () => {
  it('names Electron and Chromium as they run, then the packages', async () => {
    const reply = await licencesFrom(file({ electron: 'Electron’s words', packages: [react] }), versions)();
    expect(reply).toEqual({
      ok: true,
      value: [
        { name: 'Electron', version: '45.4.1', licence: 'MIT', text: 'Electron’s words' },
        { name: 'Chromium', version: '150.0.1', licence: 'BSD-3-Clause', text: expect.stringContaining('45.4.1') },
        react,
      ],
    });
  });

  it('reads the file once, and speaks the language that is set', async () => {
    const read = licencesFrom(file({ electron: '', packages: [react] }), versions);
    const english = await read();
    rmSync(join(folder, 'licences.json'));
    setLanguage('de');
    const german = await read();
    expect(german.ok && german.value[2]).toEqual(react);
    expect(german).not.toEqual(english);
  });

  it.each([
    ['is missing', null],
    ['is damaged', '{"packages":['],
    ['is another file', { packages: [{ name: 1 }] }],
  ])('says so when the file %s, and tries again', async (_case, content) => {
    const path = content === null ? join(folder, 'licences.json') : file(content);
    const read = licencesFrom(path, versions);
    expect(await read()).toMatchObject({ ok: false, error: { code: 'storage_failed' } });
    file({ electron: '', packages: [] });
    expect((await read()).ok).toBe(true);
  });
});
