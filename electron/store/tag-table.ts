// The tags of an account's messages: each has a bit, and a placement has the bits of its tags in one number, since nearly all have none.
// There are `mostTags`, since JavaScript's bit operations have 32 bits, of which one is the sign.
import { tagsCalled } from '../../shared/tag-names.ts';
import { isSameTag, mostTags } from '../../shared/tags.ts';
import type { Database } from './database.ts';

interface TagRow {
  readonly bit: number;
  readonly name: string;
}

/** The number that a placement has for its tags. A new tag gets a bit while there is one. In the caller's transaction. */
export function tagBits(db: Database, tags: readonly string[] = []): number {
  let bits = 0;
  for (const tag of tags) {
    const bit = bitOf(db, tag) ?? newBit(db, tag);
    if (bit !== null) bits |= 1 << bit;
  }
  return bits;
}

/** Whether a tag has a bit, or there is one for it. */
export function keepsTag(db: Database, tag: string): boolean {
  return bitOf(db, tag) !== null || tagRows(db).length < mostTags;
}

/**
 * Whether messages can be given a tag: one that has a bit, or is about to get one, or a new one while there is room. In the caller's transaction.
 * @param tag null: any new one
 * @param coming tags that messages are about to get, since the server does not have them yet
 */
export function hasRoomForTag(db: Database, tag: string | null, coming: readonly string[]): boolean {
  if (tag !== null && (bitOf(db, tag) !== null || coming.some((each) => isSameTag(each, tag)))) return true;
  const others = new Set(coming.filter((each) => bitOf(db, each) === null).map((each) => each.toLowerCase()));
  return tagRows(db).length + others.size < mostTags;
}

/** The account's tags, as they were named first, by their bits. */
function tagRows(db: Database): readonly TagRow[] {
  return db.all<TagRow>('SELECT bit, name FROM tags ORDER BY bit');
}

/** What a message's flags, row and header say of its tags: in the order of `tagsAmong`, left out where there are none. */
export interface OwnTags {
  readonly tags?: readonly string[];
}

/** Turns placements' numbers into tags. It remembers which bits have which names, so it is good until a transaction is rolled back. */
export function tagReader(db: Database): (bits: number) => OwnTags {
  let rows: readonly TagRow[] = [];
  let named = 0;
  const known = new Map<number, OwnTags>([[0, {}]]);
  return (bits) => {
    const before = known.get(bits);
    if (before !== undefined) return before;
    if ((bits & ~named) !== 0) {
      rows = db.all<TagRow>('SELECT bit, name FROM tags ORDER BY lower(name)');
      named = rows.reduce((sum, { bit }) => sum | (1 << bit), 0);
    }
    const tags = rows.filter(({ bit }) => (bits & (1 << bit)) !== 0).map(({ name }) => name);
    const own = tags.length === 0 ? {} : { tags };
    known.set(bits, own);
    return own;
  };
}

/** Where all bits are taken, those of tags that no message has any more can be given to others. In the caller's transaction. */
export function forgetUnusedTags(db: Database): void {
  const rows = tagRows(db);
  if (rows.length < mostTags) return;
  const numbers = db.all<{ tags: number }>(
    'SELECT DISTINCT tags FROM placements INDEXED BY placements_tagged WHERE tags <> 0',
  );
  const used = numbers.reduce((sum, { tags }) => sum | tags, 0);
  for (const { bit } of rows) {
    if ((used & (1 << bit)) === 0) db.run('DELETE FROM tags WHERE bit = ?', bit);
  }
}

/**
 * The bits of the tags that are called so, else of those whose names begin so, as SQL with the values of `tagsNamed`. Thunderbird's are called by their
 * names in any language as well, Evolution's without their beginning.
 */
export const tagsNamedSql = `coalesce(
  (SELECT sum(1 << bit) FROM tags WHERE lower(name) IN (SELECT value FROM json_each(?))),
  (SELECT sum(1 << bit) FROM tags WHERE lower(name) IN (SELECT value FROM json_each(?)) OR name LIKE ? ESCAPE '!' OR name LIKE '$label' || ? ESCAPE '!'),
  0)`;

/** The values of `tagsNamedSql`, for a tag as somebody typed it. */
export function tagsNamed(name: string): readonly [exactly: string, begin: string, own: string, evolution: string] {
  const folded = name.toLowerCase();
  const beginning = `${folded.replace(/[!%_]/g, '!$&')}%`;
  return [
    JSON.stringify([folded, `$label${folded}`, ...tagsCalled(name, 'exactly')]),
    JSON.stringify(tagsCalled(name, 'from_the_beginning')),
    beginning,
    beginning,
  ];
}

/** Names of the account's tags. */
export function tagNames(db: Database): readonly string[] {
  return tagRows(db).map(({ name }) => name);
}

function bitOf(db: Database, tag: string): number | null {
  return db.get<TagRow>('SELECT bit, name FROM tags WHERE name = ?', tag)?.bit ?? null;
}

function newBit(db: Database, tag: string): number | null {
  const taken = new Set(tagRows(db).map(({ bit }) => bit));
  const free = Array.from({ length: mostTags }, (_each, bit) => bit).find((bit) => !taken.has(bit));
  if (free === undefined) return null;
  db.run('INSERT INTO tags (bit, name) VALUES (?, ?)', free, tag);
  return free;
}
