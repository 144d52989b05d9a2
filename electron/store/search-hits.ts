import type { MessageId } from '../../shared/mail.ts';
import type { SearchQuery } from '../../shared/search/query.ts';
import type { Database, SqlValue } from './database.ts';
import type { ContentId } from './message-id.ts';
import { anyPlaceOf } from './message-row.ts';
import {
  countSql,
  isByMessage,
  type LongerWords,
  partsOf,
  type SearchConditions,
  type SearchedFolder,
  searchSql,
  type WordsBeginning,
} from './search-sql.ts';
import { wordsBeginning, wordsWith } from './word-table.ts';

/** A place of a message that a search finds. */
export interface Hit {
  readonly id: MessageId;
  readonly content: ContentId;
  readonly box: number;
}

/** So many words are looked for that have a typed one inside, for each of them. */
const mostLonger = 100;
/** So many words of a search are spelled out: FTS5 looks for each of them in every part of its index. Of 230 words it takes as long as of their beginning. */
const mostSpelledOut = 40;
/** An index of more entries than this is not counted further. */
const mostCounted = 20_000;

/**
 * Places with ids below one, of messages where words are looked for. Words that begin as typed are spelled out as they are known now: others may have
 * come since the search began.
 * @param limit how many, the newest first
 */
export function hitsBelow(db: Database, conditions: SearchConditions, below: number, limit: number): Hit[] {
  const match = conditions.spelledOut?.(fewWordsBeginning(db)) ?? null;
  return find(db, { ...conditions, match }, 'below', [below], limit);
}

/** Words that begin in a certain way, as long as those of a whole search are few. */
function fewWordsBeginning(db: Database): WordsBeginning {
  let left = mostSpelledOut;
  return (beginning) => {
    const words = wordsBeginning(db, beginning, left);
    left -= words?.length ?? 0;
    return words;
  };
}

/** Which of these messages the conditions hold for, newest first. */
export function hitsAmong(db: Database, conditions: SearchConditions, ids: readonly MessageId[]): Hit[] {
  return find(db, conditions, 'among', [JSON.stringify(ids)], ids.length);
}

function find(
  db: Database,
  conditions: SearchConditions,
  range: 'below' | 'among',
  within: readonly SqlValue[],
  limit: number,
): Hit[] {
  const { match, values } = conditions;
  return db.all<Hit>(
    searchSql(conditions, range),
    ...(match === null ? [] : [match]),
    ...within,
    ...(match !== null && range === 'among' ? within : []),
    ...values,
    limit,
  );
}

/** Where a hit stands: in the order of messages, or of placements. */
export function orderOf({ id, content }: Hit, conditions: SearchConditions): number {
  return isByMessage(conditions) ? content : id;
}

/** Goes through the searched folders instead of an index where those have fewer messages than it. */
export function plannedSearch(db: Database, conditions: SearchConditions): SearchConditions {
  const { index, match, boxes } = conditions;
  if (index === null || match !== null || boxes.length === 0) return conditions;
  const count = (sql: string, ...values: SqlValue[]): number =>
    db.get<{ number: number | null }>(sql, ...values)?.number ?? 0;
  const stored = count(`SELECT sum(stored) AS number FROM folders WHERE box IN (${boxes.join(', ')})`);
  const most = Math.min(stored, mostCounted);
  if (count(countSql(index), most) < most) return conditions;
  const isMost = stored * 2 > count('SELECT sum(stored) AS number FROM folders');
  return isMost && most === mostCounted ? conditions : { ...conditions, index: null };
}

/** Words of the index that have a word of the query inside; empty where there are none. */
export function longerWords(db: Database, query: SearchQuery): LongerWords {
  return new Map(
    [...partsOf(query)]
      .map(
        ([word, parts]) =>
          [word, parts.flatMap((part) => wordsWith(db, part, mostLonger)).slice(0, mostLonger)] as const,
      )
      .filter(([, words]) => words.length > 0),
  );
}

/** Without the second place of a message in a folder that has all mail, where another searched folder has it as well. */
export function withoutSecondPlaces(
  db: Database,
  hits: readonly Hit[],
  folders: readonly SearchedFolder[],
  boxes: readonly number[],
): readonly Hit[] {
  const all = new Set(folders.filter(({ role }) => role === 'all').map(({ box }) => box));
  const others = boxes.filter((box) => !all.has(box));
  if (all.size === 0 || others.length === 0) return hits;
  const shown = `AND +box IN (${others.join(', ')}) AND id NOT IN (SELECT id FROM temp.hidden)`;
  return hits.filter((hit) => !all.has(hit.box) || db.get(anyPlaceOf('?1', shown), hit.content) === null);
}
