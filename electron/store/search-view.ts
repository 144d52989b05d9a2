import type { FolderId, MessageId, MessageRow, SearchReport } from '../../shared/mail.ts';
import { isForServer, parseSearch, type SearchQuery } from '../../shared/search/query.ts';
import { isChange } from './change-log.ts';
import type { Database, SqlValue } from './database.ts';
import type { Changes, ListView } from './mail-store.ts';
import { meantSearch } from './meant-search.ts';
import type { ContentId } from './message-id.ts';
import {
  anyPlaceOf,
  type ListedMessage,
  listedColumns,
  placedMessages,
  placesOf,
  toMessageRow,
} from './message-row.ts';
import type { Overlay } from './overlay.ts';
import {
  countSql,
  isByMessage,
  type LongerWords,
  partsOf,
  type SearchConditions,
  type SearchedFolder,
  searchConditions,
  searchSql,
} from './search-sql.ts';
import { wordsWith } from './word-table.ts';

/** What a search reads from. */
export interface SearchSource {
  readonly db: Database;
  readonly overlay: Overlay;
  /** All folders as shown. */
  folders(): readonly SearchedFolder[];
}

/** Which folder is searched; null: all but junk and trash. */
export interface SearchScope {
  readonly folderId: FolderId | null;
  readonly text: string;
  /** By what the account is known: its address, its name. */
  readonly account?: readonly string[];
}

/** How many results are looked up at first, and whenever the list is scrolled near the end of those that are known. */
const firstStep = 400;
const step = 2_000;
/** Results within this of the last known one make the next ones be looked up. */
const near = 200;
/** Changed messages up to this number are looked at one by one; more make the search begin anew. */
const mostChecked = 2_000;
/** Where fewer messages than these have a word that begins as typed, those follow that have it inside a word: so many words of each kind. */
const fewResults = 100;
const mostLonger = 100;
/** By how much less the results stand that have a word only inside another one: below all others. */
const insideOrder = Number.MIN_SAFE_INTEGER;
/** An index of more entries than this is not counted further. */
const mostCounted = 20_000;
/** Roles that are searched only where a folder of theirs is open, or named. */
const left: ReadonlySet<string | null> = new Set(['junk', 'trash']);

const nothingAsked: SearchConditions = { match: null, where: [], index: null, values: [], boxes: [] };

interface Hit {
  readonly id: MessageId;
  readonly content: ContentId;
  readonly box: number;
}

/**
 * The messages that a search finds, newest first; below them, where they are few, those that have a typed word only inside another one. Ids are
 * in the order of time, so results come from the index in their order, and only as many as the list shows are looked up. A message that stops matching stays until the search is made anew: what was just read
 * does not vanish from a search for unread ones.
 */
export class SearchView implements ListView {
  readonly folderId = null;
  readonly #scope: SearchScope;
  readonly #source: SearchSource;
  #ids: MessageId[] = [];
  /** Of each result, the id by which it is ordered. */
  #known = new Map<MessageId, number>();
  /** Found by the server's search, whatever is stored here of them. */
  #added = new Set<MessageId>();
  /** All results of what is looked up now that are ordered by this id, or a higher one, are known. */
  #below = Number.MAX_SAFE_INTEGER;
  /** The search for words inside others, once all other results are known and few; null before. */
  #inside: SearchConditions | null = null;
  /** What the server found and is not stored yet: UIDs of each folder. */
  readonly #expected = new Map<FolderId, Set<number>>();
  /** Whether all results are known. */
  #isWhole = false;
  #folders: readonly SearchedFolder[] = [];
  #query: SearchQuery = [];
  #conditions: SearchConditions = nothingAsked;
  /** What of them the server's search does not look at. */
  #unjudged: SearchConditions = nothingAsked;

  constructor(scope: SearchScope, source: SearchSource) {
    this.#scope = scope;
    this.#source = source;
    this.#begin();
  }

  get total(): number {
    return this.#ids.length;
  }

  rows(start: number, count: number): MessageRow[] {
    const ids = this.ids(start, count);
    const { db, overlay } = this.#source;
    const rows = db.all<ListedMessage & { readonly box: number }>(
      `SELECT ${listedColumns}, p.box FROM ${placedMessages} WHERE p.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    const folders = new Map(this.#folders.map((folder) => [folder.box, folder]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      const folder = row && folders.get(row.box);
      if (row === undefined || folder === undefined) return [];
      const shown = toMessageRow(row, overlay.flags(row, folder.id));
      return [{ ...shown, folderId: folder.id, ...(this.#added.has(row.id) && { foundOnServer: true }) }];
    });
  }

  ids(start: number, count: number): MessageId[] {
    const end = start + count;
    this.lookUp(end);
    return this.#ids.slice(start, end);
  }

  lookUp(rows: number): void {
    while (!this.#isWhole && this.#ids.length < rows + near) this.#extend(step);
  }

  order(messageId: MessageId): number {
    return this.#known.get(messageId) ?? messageId;
  }

  newerThan(order: number): number {
    while (!this.#isWhole && this.#lowestOrder() > order) this.#extend(step);
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const id = this.#ids[middle];
      if (id !== undefined && this.order(id) > order) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  indexOf(messageId: MessageId): number | null {
    if (!this.#known.has(messageId)) return null;
    const index = this.#ids.indexOf(messageId);
    return index < 0 ? null : index;
  }

  nextUnread(start: number): number | null {
    for (let first = Math.max(0, start); ; first += near) {
      const rows = this.rows(first, near);
      const found = rows.findIndex(({ seen }) => !seen);
      if (found >= 0) return first + found;
      if (rows.length < near) return null;
    }
  }

  apply(changes: Changes): boolean {
    if (!isChange(changes)) return false;
    const touched = [...changes.added, ...changes.updated];
    if (changes.rebuilt === true || touched.length > mostChecked) {
      this.#begin();
      return true;
    }
    const gone = new Set(changes.removed.filter((id) => this.#known.has(id)));
    if (gone.size > 0) this.#ids = this.#ids.filter((id) => !gone.has(id));
    for (const id of gone) {
      this.#known.delete(id);
      this.#added.delete(id);
    }
    const found = this.#matching(touched.filter((id) => !this.#known.has(id)));
    this.#insert(found);
    const inside = this.#matchingInside(touched.filter((id) => !this.#known.has(id)));
    this.#insert(inside, insideOrder);
    const came = this.addFound(this.#came(changes));
    return (
      gone.size > 0 || found.length > 0 || inside.length > 0 || came > 0 || touched.some((id) => this.#known.has(id))
    );
  }

  /** What is searched for. */
  get query(): SearchQuery {
    return this.#query;
  }

  /** Adds stored messages that the server's search found, where what is not about words holds for them. Returns how many are new. */
  addFound(messageIds: readonly MessageId[]): number {
    const unknown = messageIds.filter((id) => !this.#known.has(id));
    if (unknown.length === 0) return 0;
    const found = this.#once(this.#find('among', [JSON.stringify(unknown)], unknown.length, this.#unjudged));
    // The list has to reach as far down as they do, so that they stand in their order.
    const oldest = found.reduce((least, hit) => Math.min(least, this.#order(hit)), Number.MAX_SAFE_INTEGER);
    while (!this.#isWhole && this.#inside === null && this.#below > oldest) this.#extend(step);
    const isNew = found.filter(({ id }) => !this.#known.has(id));
    for (const { id } of isNew) this.#added.add(id);
    this.#insert(isNew);
    return isNew.length;
  }

  /** The server found these messages, which are not stored here yet: they come into the list as soon as they are. */
  expect(folderId: FolderId, uids: readonly number[]): void {
    if (uids.length > 0) this.#expected.set(folderId, new Set(uids));
    else this.#expected.delete(folderId);
  }

  /** Those of the added messages that the server found before they were here. */
  #came({ folderId, added }: Changes): MessageId[] {
    const expected = this.#expected.get(folderId);
    if (expected === undefined || added.length === 0) return [];
    const rows = this.#source.db.all<{ id: MessageId; uid: number }>(
      'SELECT id, uid FROM placements WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(added),
    );
    return rows.filter(({ uid }) => expected.delete(uid)).map(({ id }) => id);
  }

  /** Looks in the folders that there are now, and keeps what the server found. */
  followFolders(): boolean {
    if (JSON.stringify(this.#source.folders()) === JSON.stringify(this.#folders)) return false;
    this.#begin();
    return true;
  }

  /** The folders that the search covers. */
  get searchedFolders(): readonly SearchedFolder[] {
    const boxes = new Set(this.#conditions.boxes);
    return this.#folders.filter(({ box }) => boxes.has(box));
  }

  report(): SearchReport {
    const inBoxes = `box IN (${this.#conditions.boxes.join(', ')})`;
    const stored = this.#number(`sum(stored) AS number FROM folders WHERE ${inBoxes}`);
    return {
      found: this.#ids.length,
      isMore: !this.#isWhole,
      searched:
        stored -
        this.#number(
          `count(*) AS number FROM unindexed u CROSS JOIN placements p ON ${placesOf('u.id')} WHERE +p.${inBoxes}`,
        ),
      withText: this.#withText(),
      messages: this.#number(
        `sum(max(stored, coalesce(remote_total, stored))) AS number FROM folders WHERE ${inBoxes}`,
      ),
      fromServer: this.#added.size,
      notHere: [...this.#expected.values()].reduce((sum, uids) => sum + uids.size, 0),
      meant: this.#meant(),
    };
  }

  /** Where nothing is found: the search with words in place of those that may be mistyped, if that finds something. */
  #meant(): string | null {
    if (this.#ids.length > 0 || this.#conditions.boxes.length === 0) return null;
    const { db } = this.#source;
    return meantSearch(db, this.#query, this.#scope.text, (text) => {
      const conditions = searchConditions(parseSearch(text), this.#searched(), this.#folders, this.#scope.account);
      const [hit] = conditions.boxes.length === 0 ? [] : this.#find('below', [Number.MAX_SAFE_INTEGER], 1, conditions);
      return hit === undefined ? null : hit.content;
    });
  }

  /** How many messages of the searched folders have their text here. */
  #withText(): number {
    const { boxes } = this.#conditions;
    const count = (from: string): number => this.#number(`count(*) AS number FROM ${from}`);
    const others = this.#folders.map(({ box }) => box).filter((box) => !boxes.includes(box));
    if (boxes.length < others.length)
      return count(
        `bodies b INDEXED BY bodies_by_id CROSS JOIN placements p ON ${placesOf('b.id')} WHERE +p.box IN (${boxes.join(', ')})`,
      );
    // All but a few small folders: what those have is counted by their rows. Of most texts there is one place.
    const further = 'placements p CROSS JOIN bodies b ON b.id = p.message WHERE p.message <> p.id';
    const withoutFirst = `(SELECT DISTINCT p.message FROM ${further} AND NOT EXISTS (SELECT 1 FROM placements WHERE id = p.message))`;
    const places = count('bodies') - count('unplaced') + count(further) - count(withoutFirst);
    const inOthers = `placements p CROSS JOIN bodies b ON b.id = p.message WHERE p.box IN (${others.join(', ')})`;
    return places - (others.length === 0 ? 0 : count(inOthers));
  }

  /** What a SELECT of one number answers; 0 for none. */
  #number(sql: string): number {
    return this.#source.db.get<{ number: number | null }>(`SELECT ${sql}`)?.number ?? 0;
  }

  /** The folders that are searched where the query names none. */
  #searched(): readonly SearchedFolder[] {
    const { folderId } = this.#scope;
    return this.#folders.filter(({ id, role }) => (folderId === null ? !left.has(role) : id === folderId));
  }

  #begin(): void {
    const { text, account = [] } = this.#scope;
    this.#folders = this.#source.folders();
    const searched = this.#searched();
    this.#query = parseSearch(text);
    this.#conditions = this.#planned(searchConditions(this.#query, searched, this.#folders, account));
    this.#unjudged = searchConditions(
      this.#query.filter((clause) => !isForServer(clause)),
      searched,
      this.#folders,
      account,
    );
    const added = [...this.#added];
    this.#ids = [];
    this.#known = new Map();
    this.#below = Number.MAX_SAFE_INTEGER;
    this.#inside = null;
    this.#isWhole = this.#conditions.boxes.length === 0 || this.#isEmpty();
    if (!this.#isWhole) this.#extend(firstStep);
    this.#lookInside();
    if (added.length > 0) this.addFound(added);
  }

  /** Goes through the searched folders instead of an index where those have fewer messages than it. */
  #planned(conditions: SearchConditions): SearchConditions {
    const { index, match, boxes } = conditions;
    if (index === null || match !== null || boxes.length === 0) return conditions;
    const stored = this.#number(`sum(stored) AS number FROM folders WHERE box IN (${boxes.join(', ')})`);
    const most = Math.min(stored, mostCounted);
    const entries = this.#source.db.get<{ number: number }>(countSql(index), most)?.number ?? 0;
    if (entries < most) return conditions;
    const isMost = stored * 2 > this.#number('sum(stored) AS number FROM folders');
    return isMost && most === mostCounted ? conditions : { ...conditions, index: null };
  }

  /** Nothing is asked for: an empty search finds nothing. */
  #isEmpty(): boolean {
    return this.#query.length === 0;
  }

  /** Where a result stands: in the order of messages, or of placements. */
  #order({ id, content }: Hit): number {
    return isByMessage(this.#conditions) ? content : id;
  }

  /** All results that are ordered by this, or higher, are known. */
  #lowestOrder(): number {
    return this.#inside === null ? this.#below : this.#below + insideOrder;
  }

  /** Goes on to words inside others, where all other results are known and few. */
  #lookInside(): void {
    if (!this.#isWhole || this.#inside !== null || this.#ids.length >= fewResults) return;
    this.#inside = this.#insideConditions();
    if (this.#inside === null) return;
    this.#below = Number.MAX_SAFE_INTEGER;
    this.#isWhole = false;
    this.#extend(firstStep);
  }

  /** The search with all words that have one of its own inside; null where there are none. */
  #insideConditions(): SearchConditions | null {
    const { db } = this.#source;
    const longer: LongerWords = new Map(
      [...partsOf(this.#query)]
        .map(
          ([word, parts]) =>
            [word, parts.flatMap((part) => wordsWith(db, part, mostLonger)).slice(0, mostLonger)] as const,
        )
        .filter(([, words]) => words.length > 0),
    );
    if (longer.size === 0 || this.#conditions.boxes.length === 0) return null;
    return searchConditions(this.#query, this.#searched(), this.#folders, this.#scope.account, longer);
  }

  #extend(count: number): void {
    for (let limit = count; ; limit *= 4) {
      const found = this.#find('below', [this.#below], limit, this.#inside ?? this.#conditions);
      this.#isWhole = found.length < limit;
      const last = found.at(-1);
      // Of the last message there may be more places.
      const hits =
        this.#isWhole || last === undefined || !isByMessage(this.#conditions)
          ? found
          : found.filter(({ content }) => content !== last.content);
      const lowest = hits.at(-1);
      if (lowest === undefined && !this.#isWhole) continue;
      this.#below = lowest === undefined ? this.#below : this.#order(lowest);
      this.#insert(this.#once(hits), this.#inside === null ? 0 : insideOrder);
      return;
    }
  }

  #matching(ids: readonly MessageId[]): Hit[] {
    if (ids.length === 0 || this.#conditions.boxes.length === 0 || this.#isEmpty()) return [];
    const oldest = this.#isWhole || this.#inside !== null ? 0 : this.#below;
    const hits = this.#find('among', [JSON.stringify(ids)], ids.length);
    return this.#once(hits).filter((hit) => this.#order(hit) >= oldest);
  }

  /** Of messages that came or changed, those that have a word only inside another one; the words may have come with them. */
  #matchingInside(ids: readonly MessageId[]): Hit[] {
    if (ids.length === 0 || !this.#looksInside()) return [];
    const conditions = this.#insideConditions();
    if (conditions === null) return [];
    if (this.#inside !== null) this.#inside = conditions;
    const oldest = this.#isWhole ? 0 : this.#below;
    const hits = this.#find('among', [JSON.stringify(ids)], ids.length, conditions);
    return this.#once(hits).filter((hit) => this.#order(hit) >= oldest);
  }

  /** Whether what has words inside others belongs to the results. */
  #looksInside(): boolean {
    return this.#inside !== null || (this.#isWhole && this.#ids.length < fewResults);
  }

  /** Messages for which conditions hold, newest first. */
  #find(range: 'below' | 'among', within: readonly SqlValue[], limit: number, conditions = this.#conditions): Hit[] {
    const { match, values } = conditions;
    return this.#source.db.all<Hit>(
      searchSql(conditions, range),
      ...(match === null ? [] : [match]),
      ...within,
      ...(match !== null && range === 'among' ? within : []),
      ...values,
      limit,
    );
  }

  /** Without Gmail's second place of a message: "All Mail", where another searched folder has it as well. */
  #once(hits: readonly Hit[]): readonly Hit[] {
    const all = new Set(this.#folders.filter(({ role }) => role === 'all').map(({ box }) => box));
    const others = this.#conditions.boxes.filter((box) => !all.has(box));
    if (all.size === 0 || others.length === 0) return hits;
    return hits.filter((hit) => !all.has(hit.box) || !this.#isElsewhere(hit, others));
  }

  #isElsewhere({ content }: Hit, boxes: readonly number[]): boolean {
    const shown = `AND +box IN (${boxes.join(', ')}) AND id NOT IN (SELECT id FROM temp.hidden)`;
    return this.#source.db.get(anyPlaceOf('?1', shown), content) !== null;
  }

  /** Puts results in their places. @param base what is added to their order */
  #insert(hits: readonly Hit[], base = 0): void {
    const fresh = hits.filter(({ id }) => !this.#known.has(id));
    if (fresh.length === 0) return;
    const order = (id: MessageId | undefined): number => (id === undefined ? Infinity : (this.#known.get(id) ?? 0));
    const lowest = order(this.#ids.at(-1));
    for (const hit of fresh) this.#known.set(hit.id, this.#order(hit) + base);
    const isBehind = fresh.every((hit) => this.#order(hit) + base < lowest);
    this.#ids.push(...fresh.map(({ id }) => id));
    if (!isBehind || fresh.length > 1) this.#ids.sort((one, other) => order(other) - order(one) || other - one);
  }
}
