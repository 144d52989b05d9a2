import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsIn, sourcesBelow, warningsIn } from './check-sources.mjs';

describe('warningsIn', () => {
  it('warns of more than 400 lines, unless the file says why', () => {
    expect(warningsIn('a.ts', 'x\n'.repeat(400))).toEqual([]);
    expect(warningsIn('a.ts', 'x\n'.repeat(401))).toEqual([expect.stringMatching(/^a\.ts: 401 lines/)]);
    expect(warningsIn('a.ts', `${'x\n'.repeat(400)}x`)).toHaveLength(1);
    expect(warningsIn('a.ts', `// ${'Long'} because it is one table.\n${'x\n'.repeat(400)}`)).toEqual([]);
    expect(problemsIn('a.ts', 'x\n'.repeat(401))).toEqual([]);
  });
});

describe('problemsIn', () => {
  it('finds switched-off rules with their line', () => {
    for (const word of ['@ts-' + 'ignore', '@ts-' + 'expect-error', 'biome-' + 'ignore', 'eslint-' + 'disable']) {
      expect(problemsIn('a.css', `a\n/* ${word} lint: x */\n`)).toEqual([`a.css:2: ${word}: fix the cause instead`]);
    }
  });
});

describe('sourcesBelow', () => {
  it('looks at our own sources only', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'heron-sources-'));
    try {
      const files = [
        'a.ts',
        'b.tsx',
        'c.mjs',
        'd.css',
        'readme.md',
        'deep/e.ts',
        'node_modules/x.ts',
        '.runtime/y.mjs',
        'out/z.js',
      ];
      for (const file of files) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), '');
      }
      const found = sourcesBelow(folder).map((file) => path.relative(folder, file));
      expect(found.sort()).toEqual(['a.ts', 'b.tsx', 'c.mjs', 'd.css', path.join('deep', 'e.ts')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
