import type { Database } from './database.ts';

/** Pages that are given back in one step, which takes a few milliseconds: 1 MB. */
const stepPages = 256;

interface SpaceRow {
  readonly size: number;
  readonly pages: number;
  readonly free: number;
  readonly mode: number;
}

/** Octets of a database's file, how many of them are empty pages, and whether these can be given back to the disk. */
export function fileSpace(db: Database): {
  readonly octets: number;
  readonly free: number;
  readonly givesBack: boolean;
} {
  const row = db.get<SpaceRow>(
    `SELECT page_size AS size, page_count AS pages, freelist_count AS free, auto_vacuum AS mode
     FROM pragma_page_size, pragma_page_count, pragma_freelist_count, pragma_auto_vacuum`,
  );
  const { size, pages, free, mode } = row ?? { size: 0, pages: 0, free: 0, mode: 0 };
  return { octets: size * pages, free: size * free, givesBack: mode === 2 };
}

/**
 * Gives up to 1 MB of empty pages back to the disk; answers whether there is more to give back.
 * @param keep octets of empty pages that stay, for what is stored next
 */
export function giveBackSome(db: Database, keep: number): boolean {
  const { free, givesBack } = fileSpace(db);
  if (!givesBack || free <= keep) return false;
  db.exec(`PRAGMA incremental_vacuum(${stepPages})`);
  return fileSpace(db).free > keep;
}

/** Writes what the log has into the file, whose end can be cut off only then. Waits for nobody. */
export function cutFile(db: Database): void {
  db.exec('PRAGMA wal_checkpoint(PASSIVE)');
}
