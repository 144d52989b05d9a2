import { pathToFileURL } from 'node:url';
import { Database } from '../database.ts';

/**
 * Writes what a cache's write-ahead log holds into the cache, as far as no reader needs it (SQLite's PASSIVE), and waits for nobody.
 * Its connection is closed at the end: Windows deletes and renames no file that is open. Never creates the file. Throws AppFailure.
 */
export function checkpoint(path: string): void {
  const file = pathToFileURL(path);
  file.searchParams.set('mode', 'rw');
  const database = new Database(file, 'cache');
  try {
    // Not by `run`: a statement that stays prepared would keep the file open.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
}
