import { expect, it } from 'vitest';
import { Database } from './database.ts';
import { UntilWritten } from './until-written.ts';

it('reads anew after whatever may have written, and nothing twice in between', () => {
  const db = new Database(':memory:', 'cache');
  db.exec('CREATE TABLE folders (id INTEGER PRIMARY KEY, stored INTEGER NOT NULL)');
  let reads = 0;
  const stored = new UntilWritten(db, (id: number) => {
    reads += 1;
    return db.get<{ stored: number }>('SELECT stored FROM folders WHERE id = ?', id)?.stored ?? null;
  });
  expect([stored.get(1), stored.get(1), stored.get(2), reads]).toEqual([null, null, null, 2]);
  db.run('INSERT INTO folders (id, stored) VALUES (1, 5), (2, 7)');
  expect([stored.get(1), stored.get(2), stored.get(1), reads]).toEqual([5, 7, 5, 4]);
  expect(() =>
    db.transaction(() => {
      db.run('UPDATE folders SET stored = 6 WHERE id = 1');
      expect(stored.get(1)).toBe(6);
      throw new Error('undone');
    }),
  ).toThrow('undone');
  expect(stored.get(1)).toBe(5);
  db.exec('DELETE FROM folders');
  expect(stored.get(1)).toBeNull();
  db.close();
});
