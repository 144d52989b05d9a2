import { expect, it } from 'vitest';
import { Database } from './database.ts';

it('answers rows by the names of their columns, with values of all kinds', () => {
  const db = new Database(':memory:', 'cache');
  db.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, octets BLOB, share REAL)');
  db.run('INSERT INTO things VALUES (?, ?, ?, ?)', 2 ** 52, 'Zoë', new Uint8Array([0, 255]), 0.5);
  db.run('INSERT INTO things VALUES (1, NULL, NULL, NULL)');
  const all = 'SELECT *, id + 1 AS next FROM things ORDER BY id';
  expect(db.all(all)).toEqual([
    { id: 1, name: null, octets: null, share: null, next: 2 },
    { id: 2 ** 52, name: 'Zoë', octets: new Uint8Array([0, 255]), share: 0.5, next: 2 ** 52 + 1 },
  ]);
  expect(db.get(all)).toEqual({ id: 1, name: null, octets: null, share: null, next: 2 });
  expect([db.get('SELECT 1 FROM things WHERE id = 3'), db.all('SELECT 1 FROM things WHERE id = 3')]).toEqual([
    null,
    [],
  ]);
  db.close();
});

it('answers the columns that a table has now, also where it was read before it got one', () => {
  const db = new Database(':memory:', 'cache');
  db.exec('CREATE TABLE things (id INTEGER PRIMARY KEY)');
  db.run('INSERT INTO things VALUES (1)');
  const before = [db.get('SELECT * FROM things'), db.all('SELECT * FROM things')];
  db.exec("ALTER TABLE things ADD COLUMN name TEXT NOT NULL DEFAULT 'new'");
  const after = [db.get('SELECT * FROM things'), db.all('SELECT * FROM things')];
  expect([before, after]).toEqual([
    [{ id: 1 }, [{ id: 1 }]],
    [{ id: 1, name: 'new' }, [{ id: 1, name: 'new' }]],
  ]);
  db.close();
});
