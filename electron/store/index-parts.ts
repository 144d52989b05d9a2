import type { Database } from './database.ts';

/**
 * The parts (FTS5 calls them segments) of the search index. Each transaction that stores messages adds one; FTS5 joins four of about the same size to
 * one of the next level. A search for a beginning looks into each part, small or large, so the small ones cost as much as those that have nearly
 * all messages, and are joined while the account is idle.
 */

/** So many small parts are left alone: to join all of them would write them anew with each message that comes. */
const mostSmallParts = 3;
/** Parts of a level with more pages of 4 KB than these together are left to FTS5: a word that most messages have would take too long at once. */
const smallPages = 500;
/** About so many pages are written in a step of a few milliseconds. */
const pagesAtOnce = 16;

/** The parts of a level, by how many pages each has. `joining`: how many of them are being joined. */
export interface IndexLevel {
  readonly joining: number;
  readonly pages: readonly number[];
}

/** Joins some small parts of the index, in a transaction of a few milliseconds; answers whether there is more to do. */
export function joinSmallParts(db: Database): boolean {
  const before = structureOf(db);
  if (before === null || !isWorthJoining(levelsIn(before))) return false;
  const { v: usermerge } = db.get<{ v: number }>("SELECT v FROM message_words_config WHERE k = 'usermerge'") ?? {
    v: 4,
  };
  return db.transaction(() => {
    if (usermerge !== 2) db.run("INSERT INTO message_words (message_words, rank) VALUES ('usermerge', 2)");
    db.run("INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)", pagesAtOnce);
    const after = structureOf(db);
    return after !== null && Buffer.compare(before, after) !== 0;
  });
}

/** Whether there are many small parts, and FTS5 would join some of these next. */
export function isWorthJoining(levels: readonly IndexLevel[]): boolean {
  const small = levels.filter((level) => sizeOf(level) <= smallPages);
  if (small.reduce((sum, { pages }) => sum + pages.length, 0) <= mostSmallParts) return false;
  const next = joinedNext(levels);
  return next !== undefined && sizeOf(next) <= smallPages;
}

/** The level that FTS5 takes: the lowest of those with most parts, two at least, or the first that it has begun with, where that joins more. */
function joinedNext(levels: readonly IndexLevel[]): IndexLevel | undefined {
  const begun = levels.findIndex(({ joining }) => joining > 0);
  const lower = begun < 0 ? levels : levels.slice(0, begun);
  const most = lower.reduce((number, { pages }) => Math.max(number, pages.length), 0);
  const started = levels[begun];
  if (started !== undefined && started.joining > most) return started;
  return most < 2 ? started : lower.find(({ pages }) => pages.length === most);
}

function sizeOf({ pages }: IndexLevel): number {
  return pages.reduce((sum, number) => sum + number, 0);
}

/** FTS5 keeps what parts there are in the row with this id, and has no more than so many of them. */
const structureRow = 10;
const mostLevels = 64;
const mostParts = 2_000;

function structureOf(db: Database): Uint8Array | null {
  return (
    db.get<{ block: Uint8Array }>('SELECT block FROM message_words_data WHERE id = ?', structureRow)?.block ?? null
  );
}

/**
 * The levels in FTS5's record of its structure (`fts5_index.c`): a cookie of four octets, four more where parts have tombstones, then
 * varints: levels, parts, a counter; of each level how many parts are being joined and how many there are; of each part its id, its first and last
 * page, and five numbers more where it has tombstones.
 */
export function levelsIn(record: Uint8Array): IndexLevel[] {
  const hasTombstones = record[4] === 0xff;
  let at = hasTombstones ? 8 : 4;
  const next = (): number => {
    let value = 0;
    for (let octets = 1; octets <= 9; octets += 1) {
      const octet = record[at] ?? 0;
      at += 1;
      if (octets === 9) return value * 256 + octet;
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
    return value;
  };
  const count = Math.min(next(), mostLevels);
  next();
  next();
  return Array.from({ length: count }, () => {
    const joining = next();
    const pages = Array.from({ length: Math.min(next(), mostParts) }, () => {
      next();
      const first = next();
      const last = next();
      if (hasTombstones) for (let number = 0; number < 5; number += 1) next();
      return last - first + 1;
    });
    return { joining, pages };
  });
}
