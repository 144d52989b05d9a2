import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './runtime-folder.mjs';
import { screensPage } from './screens-page.mjs';

const folder = path.join(repositoryRoot, 'docs/screens');

describe('the page of all screens', () => {
  it('shows each picture there is, and no other', () => {
    const shown = [...readFileSync(path.join(folder, 'README.md'), 'utf8').matchAll(/\(all\/(.+?\.jpg)\)/g)].map(
      ([, file]) => file,
    );
    expect(shown.sort()).toEqual(readdirSync(path.join(folder, 'all')).sort());
  });

  it('puts light beside dark, by subject', () => {
    const page = screensPage(['palette-dark.jpg', 'palette-light.jpg', 'odd-light.jpg', 'odd-dark.jpg', 'notes.txt']);
    expect(page).toContain('## Commands');
    expect(page).toContain('![palette, light](all/palette-light.jpg) | ![palette, dark](all/palette-dark.jpg)');
    expect(page.indexOf('## Commands')).toBeLessThan(page.indexOf('## When something is wrong'));
    expect(page).not.toContain('notes');
  });
});
