import type { FolderId, MessageId, MessageRow, SearchReport } from '../../shared/mail.ts';
import { isForServer, parseSearch, type SearchQuery } from '../../shared/search/query.ts';
import { isChange } from './change-log.ts';
import type { Database } from './database.ts';
import { foundInFiles } from './file-text-table.ts';
import { FoundOnServer } from './found-on-server.ts';
import { ListedPlaces } from './listed-places.ts';
import type { Changes, ListView } from './mail-store.ts';
import { meantSearch } from './meant-search.ts';
import type { ContentId } from './message-id.ts';
import { type ListedMessage, listedColumns, placedMessages, toMessageRow } from './message-row.ts';
import { firstUnread } from './next-unread.ts';
import type { Overlay } from './overlay.ts';
import { coverageOfMessages, searchCoverage } from './search-coverage.ts';
import {
  type Hit,
  hitsAmong,
  hitsBelow,
  longerWords,
  orderOf,
  plannedSearch,
  withoutSecondPlaces,
} from './search-hits.ts';
import { SearchResults } from './search-results.ts';
import { isByMessage, type SearchConditions, type SearchedFolder, searchConditions } from './search-sql.ts';

/** What a search reads from. */
export interface SearchSource {
  readonly db: Database;
  readonly overlay: Overlay;
  /** All folders as shown. */
  folders(): readonly SearchedFolder[];
  /** Whether folders are labels, so that several places of a message are one message. */
  labelled(): boolean;
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
/** Where fewer messages than these have a word that begins as typed, those follow that have it inside a word. */
const fewResults = 100;
/** By how much less the results stand that have a word only inside another one: below all others. */
const insideOrder = Number.MIN_SAFE_INTEGER;
/** Roles that are searched only where a folder of theirs is open, or named. */
const left: ReadonlySet<string | null> = new Set(['junk', 'trash']);

const nothingAsked: SearchConditions = { match: null, spelledOut: null, where: [], index: null, values: [], boxes: [] };

/**
 * The messages that a search finds, newest first; below them, where they are few, those that have a typed word only inside another one. Ids are
 * in the order of time, so results come from the index in their order, and only as many as the list shows are looked up. A message that stops matching stays until the search is made anew: what was just read
 * does not vanish from a search for unread ones.
 */
export class SearchView implements ListView {
  readonly folderId = null;
  readonly #scope: SearchScope;
  readonly #source: SearchSource;
  readonly #results = new SearchResults();
  readonly #fromServer = new FoundOnServer();
  readonly #places = new ListedPlaces();
  /** All results of what is looked up now that are ordered by this id, or a higher one, are known. */
  #below = Number.MAX_SAFE_INTEGER;
  /** The search for words inside others, once all other results are known and few; null before. */
  #inside: SearchConditions | null = null;
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
    return this.#results.length;
  }

  rows(start: number, count: number): MessageRow[] {
    const ids = this.ids(start, count);
    const { db, overlay } = this.#source;
    const rows = db.all<ListedMessage & { readonly box: number; readonly content: ContentId }>(
      `SELECT ${listedColumns}, p.box, p.message AS content FROM ${placedMessages} WHERE p.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    const folders = new Map(this.#folders.map((folder) => [folder.box, folder]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    const inFiles = foundInFiles(
      db,
      [this.#conditions, this.#inside].flatMap((conditions) => conditions?.match ?? []),
      rows.map(({ content }) => content),
    );
    return ids.flatMap((id) => {
      const row = byId.get(id);
      const folder = row && folders.get(row.box);
      if (row === undefined || folder === undefined) return [];
      const shown = toMessageRow(row, overlay.look(row, folder.id));
      const isFromServer = this.#fromServer.listed.has(row.id);
      return [
        {
          ...shown,
          folderId: folder.id,
          ...(isFromServer && { foundOnServer: true }),
          ...(!isFromServer && inFiles.has(row.content) && { foundInFile: true }),
        },
      ];
    });
  }

  ids(start: number, count: number): MessageId[] {
    const end = start + count;
    this.lookUp(end);
    return this.#results.slice(start, end);
  }

  lookUp(rows: number): void {
    while (!this.#isWhole && this.#results.length < rows + near) this.#extend(step);
  }

  order(messageId: MessageId): number {
    return this.#results.order(messageId);
  }

  newerThan(order: number): number {
    while (!this.#isWhole && this.#lowestOrder() > order) this.#extend(step);
    return this.#results.countAbove(order);
  }

  indexOf(messageId: MessageId): number | null {
    return this.#results.indexOf(messageId);
  }

  nextUnread(start: number): number | null {
    const folders = new Map(this.#folders.map(({ box, id }) => [box, id]));
    return firstUnread(
      this.#source,
      (first, count) => this.ids(first, count),
      start,
      (box) => folders.get(box),
    );
  }

  apply(changes: Changes): boolean {
    if (!isChange(changes)) return false;
    const touched = [...changes.added, ...changes.updated];
    if (changes.rebuilt === true || touched.length > mostChecked) {
      this.#begin();
      return true;
    }
    const gone = new Set(changes.removed.filter((id) => this.#results.has(id)));
    this.#results.remove(gone);
    this.#fromServer.forget(gone);
    touched.push(...this.#places.leave(this.#source.db, gone));
    const found = this.#matching(touched.filter((id) => !this.#results.has(id)));
    this.#insert(found);
    const inside = this.#matchingInside(touched.filter((id) => !this.#results.has(id)));
    this.#insert(inside, insideOrder);
    const came = this.addFound(this.#fromServer.arrived(this.#source.db, changes));
    return (
      gone.size > 0 || found.length > 0 || inside.length > 0 || came > 0 || touched.some((id) => this.#results.has(id))
    );
  }

  /** What is searched for. */
  get query(): SearchQuery {
    return this.#query;
  }

  /** Adds stored messages that the server's search found, where what is not about words holds for them. Returns how many are new. */
  addFound(messageIds: readonly MessageId[]): number {
    const unknown = messageIds.filter((id) => !this.#results.has(id));
    if (unknown.length === 0) return 0;
    const found = this.#once(hitsAmong(this.#source.db, this.#unjudged, unknown));
    // The list has to reach as far down as they do, so that they stand in their order.
    const oldest = found.reduce((least, hit) => Math.min(least, this.#order(hit)), Number.MAX_SAFE_INTEGER);
    while (!this.#isWhole && this.#inside === null && this.#below > oldest) this.#extend(step);
    const isNew = found.filter(({ id, content }) => !this.#results.has(id) && !this.#places.has(content));
    this.#insert(isNew);
    const listed = isNew.filter(({ id }) => this.#results.has(id)).map(({ id }) => id);
    this.#fromServer.list(listed);
    return listed.length;
  }

  /** The server found these messages, which are not stored here yet: they come into the list as soon as they are. */
  expect(folderId: FolderId, uids: readonly number[]): void {
    this.#fromServer.expect(folderId, uids);
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
    const all = this.#allMail();
    return {
      found: this.#results.length,
      isMore: !this.#isWhole,
      ...(all === undefined
        ? searchCoverage(this.#source.db, this.#conditions.boxes, this.#folders)
        : coverageOfMessages(this.#source.db, this.#conditions.boxes, this.#folders, all)),
      fromServer: this.#fromServer.listed.size,
      notHere: this.#fromServer.notHere(all?.id),
      meant: this.#meant(),
    };
  }

  /** Where folders are labels, and all are searched: All Mail, which has all messages. */
  #allMail(): SearchedFolder | undefined {
    const isMeant = this.#source.labelled() && this.#scope.folderId === null;
    return isMeant ? this.searchedFolders.find(({ role }) => role === 'all') : undefined;
  }

  /** Where nothing is found: the search with words in place of those that may be mistyped, if that finds something. */
  #meant(): string | null {
    if (this.#results.length > 0 || this.#conditions.boxes.length === 0) return null;
    const { db } = this.#source;
    return meantSearch(db, this.#query, this.#scope.text, (text) => {
      const conditions = searchConditions(parseSearch(text), this.#searched(), this.#folders, this.#scope.account);
      const [hit] = conditions.boxes.length === 0 ? [] : hitsBelow(db, conditions, Number.MAX_SAFE_INTEGER, 1);
      return hit === undefined ? null : hit.content;
    });
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
    this.#conditions = plannedSearch(this.#source.db, searchConditions(this.#query, searched, this.#folders, account));
    this.#unjudged = searchConditions(
      this.#query.filter((clause) => !isForServer(clause)),
      searched,
      this.#folders,
      account,
    );
    const added = [...this.#fromServer.listed];
    this.#results.clear();
    this.#places.clear();
    this.#below = Number.MAX_SAFE_INTEGER;
    this.#inside = null;
    this.#isWhole = this.#conditions.boxes.length === 0 || this.#isEmpty();
    if (!this.#isWhole) this.#extend(firstStep);
    this.#lookInside();
    if (added.length > 0) this.addFound(added);
  }

  /** Nothing is asked for: an empty search finds nothing. */
  #isEmpty(): boolean {
    return this.#query.length === 0;
  }

  #order(hit: Hit): number {
    return orderOf(hit, this.#conditions);
  }

  /** All results that are ordered by this, or higher, are known. */
  #lowestOrder(): number {
    return this.#inside === null ? this.#below : this.#below + insideOrder;
  }

  /** Goes on to words inside others, where all other results are known and few. */
  #lookInside(): void {
    if (!this.#isWhole || this.#inside !== null || this.#results.length >= fewResults) return;
    this.#inside = this.#insideConditions();
    if (this.#inside === null) return;
    this.#below = Number.MAX_SAFE_INTEGER;
    this.#isWhole = false;
    this.#extend(firstStep);
  }

  /** The search with all words that have one of its own inside; null where there are none. */
  #insideConditions(): SearchConditions | null {
    const longer = longerWords(this.#source.db, this.#query);
    if (longer.size === 0 || this.#conditions.boxes.length === 0) return null;
    return searchConditions(this.#query, this.#searched(), this.#folders, this.#scope.account, longer);
  }

  #extend(count: number): void {
    for (let limit = count; ; limit *= 4) {
      const found = hitsBelow(this.#source.db, this.#inside ?? this.#conditions, this.#below, limit);
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
    const hits = hitsAmong(this.#source.db, this.#conditions, ids);
    return this.#once(hits).filter((hit) => this.#order(hit) >= oldest);
  }

  /** Of messages that came or changed, those that have a word only inside another one; the words may have come with them. */
  #matchingInside(ids: readonly MessageId[]): Hit[] {
    if (ids.length === 0 || !this.#looksInside()) return [];
    const conditions = this.#insideConditions();
    if (conditions === null) return [];
    if (this.#inside !== null) this.#inside = conditions;
    const oldest = this.#isWhole ? 0 : this.#below;
    return this.#once(hitsAmong(this.#source.db, conditions, ids)).filter((hit) => this.#order(hit) >= oldest);
  }

  /** Whether what has words inside others belongs to the results. */
  #looksInside(): boolean {
    return this.#inside !== null || (this.#isWhole && this.#results.length < fewResults);
  }

  #once(hits: readonly Hit[]): readonly Hit[] {
    if (this.#source.labelled()) return hits;
    return withoutSecondPlaces(this.#source.db, hits, this.#folders, this.#conditions.boxes);
  }

  /** Puts results in their places. @param base what is added to their order */
  #insert(hits: readonly Hit[], base = 0): void {
    const unknown = hits.filter(({ id }) => !this.#results.has(id));
    const { fresh, replaced } = this.#source.labelled()
      ? this.#places.choose(unknown, this.#folders)
      : { fresh: unknown, replaced: new Set<MessageId>() };
    this.#results.remove(replaced);
    this.#fromServer.forget(replaced);
    this.#results.insert(fresh.map((hit) => ({ id: hit.id, order: this.#order(hit) + base })));
  }
}
