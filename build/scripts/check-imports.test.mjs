import { describe, expect, it } from 'vitest';
import { importProblems, importsOf } from './check-imports.mjs';

const rooms = ['shared', 'electron/mail', 'electron/sync/folder', 'electron/sync', 'electron/main.ts'];

function problemsOf(imports) {
  return importProblems(new Map(Object.entries(imports)), rooms);
}

describe('importProblems', () => {
  it('lets a room import from itself and from those below', () => {
    const imports = {
      'shared/a.ts': [],
      'electron/mail/b.ts': ['shared/a.ts'],
      'electron/sync/folder/c.ts': ['electron/mail/b.ts', 'shared/a.ts'],
      'electron/sync/d.ts': ['electron/sync/folder/c.ts'],
      'electron/main.ts': ['electron/sync/d.ts', 'electron/sync/e.ts'],
      'electron/sync/e.ts': ['electron/sync/d.ts'],
    };
    expect(problemsOf(imports)).toEqual([]);
  });

  it('refuses an import upwards, and of the room around', () => {
    const imports = { 'shared/a.ts': ['electron/mail/b.ts'], 'electron/mail/b.ts': [] };
    expect(problemsOf(imports)).toEqual(['shared/a.ts: imports upwards, shared → electron/mail (electron/mail/b.ts)']);
    expect(problemsOf({ 'electron/sync/folder/c.ts': ['electron/sync/d.ts'], 'electron/sync/d.ts': [] })).toHaveLength(
      1,
    );
  });

  it('refuses a circle, also of one room', () => {
    const imports = {
      'electron/mail/a.ts': ['electron/mail/b.ts'],
      'electron/mail/b.ts': ['electron/mail/c.ts'],
      'electron/mail/c.ts': ['electron/mail/a.ts'],
    };
    expect(problemsOf(imports)).toEqual([
      'A circle of imports: electron/mail/a.ts → electron/mail/b.ts → electron/mail/c.ts → electron/mail/a.ts',
    ]);
  });

  it('refuses a file outside of all rooms, and what is for tests', () => {
    expect(problemsOf({ 'electron/attic/a.ts': [] })).toHaveLength(1);
    expect(problemsOf({ 'shared/a.ts': ['shared/clock-fake.ts'], 'shared/clock-fake.ts': [] })).toEqual([
      'shared/a.ts: imports shared/clock-fake.ts, which is for tests',
    ]);
  });

  it('lets tests look everywhere', () => {
    expect(problemsOf({ 'shared/a.test.ts': ['electron/mail/b.ts'], 'electron/mail/b.ts': [] })).toEqual([]);
  });
});

describe('importsOf', () => {
  it('reads type imports too', () => {
    expect(importsOf(['electron/mail']).get('electron/mail/engine-account.ts')).toEqual(['shared/mail.ts']);
  });
});
