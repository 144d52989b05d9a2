import { setImmediate as immediate } from 'node:timers/promises';
import type {
  AccountId,
  AccountProof,
  Attachment,
  Folder,
  FolderId,
  FolderRole,
  ListOrder,
  MessageBody,
  MessageHeader,
  MessageId,
  ThreadMessage,
} from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { TextBudget } from '../../shared/storage.ts';
import { isSameTag, tagsAmong } from '../../shared/tags.ts';
import { cleanText } from '../mail/clean-text.ts';
import type { MailingList } from '../mail/mailing-list.ts';
import type { LinkFields, RemoteEnvelope, RemoteFlags, RemoteFolder, RemoteStatus } from '../mail/remote-mail.ts';
import { exactText, readExactText, storedText } from '../mail/stored-text.ts';
import { newestWithoutBody, readBody, readBodyAttachments, writeBody, writeFileText } from './body-table.ts';
import { ChangeLog } from './change-log.ts';
import type { Checkpoints } from './checkpoints/checkpoint-thread.ts';
import { conversation } from './conversation.ts';
import { countMarkedDeleted } from './counts-above.ts';
import type { Database } from './database.ts';
import { cutFile, fileSpace, giveBackSome } from './file-space.ts';
import { hasFileText } from './file-text-table.ts';
import { renameFolderRows } from './folder-moves.ts';
import { type PlacedFolder, placeFolders } from './folder-places.ts';
import { accountProof, folderProof } from './folder-proof.ts';
import { proofFacts, toFolder, toFolderSync, toRefused } from './folder-shape.ts';
import {
  deleteFolderRow,
  type FolderRow,
  folderRow,
  folderRows,
  keptTagsOf,
  recountStored,
  saveFolderList,
  saveKeepsSeen,
  saveKeptTags,
  saveStatus,
  saveSyncState,
  saveTold,
  startNewBox,
  storedNamespace,
} from './folder-table.ts';
import { joinSmallParts } from './index-parts.ts';
import { type LabelChange, spreadChanges } from './label-changes.ts';
import {
  allPlacesOf,
  areLabels,
  contentAt,
  type FolderPlace,
  isLabel,
  saveAreLabels,
  saveToldLabels,
  toldLabels,
} from './labels.ts';
import { knownLists, saveList, wantedLists } from './list-table.ts';
import type {
  Changes,
  FolderNode,
  FolderSync,
  FolderSyncState,
  LocalMessage,
  MailStore,
  MailView,
  MessagePlace,
  MessageTarget,
  Refused,
  RefusedMessage,
  ToldState,
} from './mail-store.ts';
import { SqliteMailView, type ViewSource } from './mail-view.ts';
import { readDetail } from './message-detail.ts';
import { type ContentId, secondOfId, secondOfTime } from './message-id.ts';
import {
  attachmentsOfParts,
  placedMessages,
  placesOf,
  type StoredMessage,
  sizeOf,
  storedMessageSql,
  toMessageHeader,
} from './message-row.ts';
import {
  countByUid,
  deleteLeftovers,
  findByUid,
  markedUids,
  messagesByUid,
  removeMessages,
  saveEnvelopes,
  saveMessageFlags,
  spreadFlags,
  type Touched,
  uidBeside,
} from './message-table.ts';
import { findTarget } from './message-target.ts';
import { openDatabase } from './open-database.ts';
import { Overlay } from './overlay.ts';
import type { PendingChange } from './pending-changes.ts';
import { countPeople, findPeople, knowsAddress, type Person } from './people.ts';
import { cacheMigrations } from './schema.ts';
import { forgetFileTexts, indexSome } from './search-index.ts';
import type { SearchedFolder } from './search-sql.ts';
import { type SearchScope, SearchView } from './search-view.ts';
import { type PreparedView, sortedView } from './sorted-view.ts';
import { endStubWaits, stubCount, stubOf, stubsOf } from './stub-table.ts';
import { forgetUnusedTags, hasRoomForTag, keepsTag, tagNames } from './tag-table.ts';
import { type Dropping, dropTexts, noteRead, storedTexts, textFloor } from './text-budget.ts';
import { type ThreadRowChanges, ThreadRows } from './thread-rows.ts';
import { withConversations } from './thread-summary.ts';
import { sweepThreads } from './thread-sweep.ts';
import { Threading } from './threading.ts';
import { forgetUnplaced } from './unplaced.ts';
import { UntilWritten } from './until-written.ts';
import type { WantedFields } from './wanted-fields.ts';
import { tidyWords } from './word-table.ts';

/** Up to so many new messages join their conversations as they are stored. */
const linkedAtOnce = 20;
/** The rows of more changed messages than these are not looked up one by one. */
const mostFollowed = 1_000;
/**
 * A log of so many pages (12 MB) is to begin anew, which it does once all of it is in the database: a checkpoint never reaches the end of a log
 * that grows meanwhile.
 */
const longLogPages = 3_000;
/** How many messages one `tidy` deletes, which takes a few milliseconds. */
const tidyStep = 500;

export interface OpenMailStoreOptions {
  /** `cache.db` of the account, created when missing, or `:memory:`. */
  readonly path: string;
  readonly accountId: AccountId;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A call threw cache_damaged and the store was closed: set the file aside and begin an empty one. */
  readonly damaged?: boolean;
  /** Makes the checkpoints in a thread of its own; left out: they are made as messages are stored. */
  readonly checkpoints?: Checkpoints;
}

/** The store over SQLite, with its maintenance. */
export interface SqliteMailStore extends MailStore {
  /** Deletes some of what removed or rebuilt folders left behind, in a few milliseconds; answers whether there is more. For idle moments. */
  tidy(): boolean;
  /** Takes some new messages into the index of people; answers whether there are more. @param own own addresses, lower case */
  countPeople(own: ReadonlySet<string>, limit: number): boolean;
  /** Hides the messages with \Deleted in all folders, or shows them; returns what is shown differently now. */
  hideMarkedDeleted(hide: boolean): Changes[];
  /** People of whose name or address each word of the query begins a word. */
  findPeople(query: string): Person[];
  /** Whether a message of the account went to this address, or came from it. */
  knowsAddress(address: string): boolean;
  /** Finds the threads of some stored messages: what changed in lists of conversations; null where none waits. */
  linkThreads(limit: number): Changes[] | null;
  /** Deletes some of what is known of threads that are gone: see thread-sweep.ts; answers whether there is more. For idle moments. */
  sweepThreads(): boolean;
  /** The newest messages of a folder whose References are to be fetched; null where there are none. @param isWaiting folders that are left alone */
  wantedReferences(isWaiting: (folderId: FolderId) => boolean): WantedFields | null;
  /** The newest messages of a folder of which it is not known to which mailing list they were sent; null where there are none. */
  wantedLists(isWaiting: (folderId: FolderId) => boolean): WantedFields | null;
  /** Links messages by their References, and keeps their lists, by UID. Those without these fields are not wanted again. */
  saveFields(wanted: WantedFields, found: ReadonlyMap<number, LinkFields>): Changes[];
  /** Keeps to which mailing list a message was sent; null: to none. */
  saveList(messageId: MessageId, list: MailingList | null): void;
  /** The ids of mailing lists that have a text in id or name. */
  findLists(query: string, limit: number): string[];
  /** The conversation of a message over all folders, oldest first: each message once, at most 500. Drafts, junk and trash only where it lies there. */
  thread(messageId: MessageId): ThreadMessage[];
  /** These messages, with all shown ones that their conversations have in the folders of these. */
  withConversations(messageIds: readonly MessageId[]): MessageId[];
  /** Indexes some messages that an older Heron stored; answers whether there are more. */
  indexSome(limit: number): boolean;
  /** Forgets what attachments of some messages say, which is not to be searched any more; answers whether there are more. */
  forgetFileTexts(limit: number): boolean;
  /** Does some of what the table of words and the index need: see word-table.ts, index-parts.ts; answers whether there is more. For idle moments. */
  tidyWords(): boolean;
  /** A folder as a list in an order. @param byThread as in openView, in the orders of time */
  openSorted(folderId: FolderId, order: ListOrder, byThread: boolean): PreparedView;
  /** A search as a list, newest first. */
  openSearch(scope: SearchScope): SearchView;
  /** Those of a folder's messages with these UIDs that are stored, by UID. */
  idsOf(folderId: FolderId, uids: readonly number[]): ReadonlyMap<number, MessageId>;
  /** Those of the folder's newest `among` shown messages whose body is not stored, newest first. @param floor as `textFloor` tells it */
  newestWithoutBody(folderId: FolderId, among: number, floor?: number): MessageId[];
  /** The second up to which messages' texts are not worth fetching ahead: see text-budget.ts. @param now milliseconds since the epoch */
  textFloor(budget: TextBudget, now: number): number;
  /** Whether a message came after that second. */
  isAbove(messageId: MessageId, floor: number): boolean;
  /** Drops texts over the budget, a few at each step. @param isNeeded beside what pending changes are about */
  dropTexts(dropping: Dropping): Generator<number, void>;
  /** Gives some of the file's empty pages back to the disk; answers whether there is more. @param keep octets that stay */
  giveBack(keep: number): boolean;
  /** Cuts off the end of the file that was given back. Throws AppFailure. */
  cutFile(): Promise<void>;
  /** Closes it, once no other thread has its file open. Nothing may be stored from now on. Never rejects. */
  end(): Promise<void>;
  /** Octets of the file, those of its empty pages, and the texts in it. */
  space(): { readonly octets: number; readonly free: number; readonly texts: number; readonly textOctets: number };
}

/** Opens an account's cache; `notice` tells that a damaged one was set aside and must be filled again. Throws AppFailure. */
export function openMailStore(options: OpenMailStoreOptions): {
  readonly store: SqliteMailStore;
  readonly notice: AppError | null;
} {
  const { database, notice } = openDatabase({ ...options, role: 'cache', migrations: cacheMigrations });
  const { accountId, checkpoints, path } = options;
  const own = checkpoints && { run: () => checkpoints.run(path), idle: () => checkpoints.idle(path) };
  return { store: new Store(database, accountId, own ?? null), notice };
}

/** The store over a database that has the cache's schema; it closes the database. */
export function createMailStore(database: Database, accountId: AccountId): SqliteMailStore {
  return new Store(database, accountId, null);
}

/** As Checkpoints, of one database. */
interface OwnCheckpoints {
  run(): Promise<void>;
  idle(): Promise<void>;
}

class Store implements SqliteMailStore {
  readonly #db: Database;
  readonly #accountId: AccountId;
  readonly #checkpoints: OwnCheckpoints | null;
  #isEnding = false;
  readonly #overlay: Overlay;
  readonly #log = new ChangeLog();
  readonly #threadLog = new ChangeLog();
  readonly #threadRows: ThreadRows;
  readonly #threading: Threading;
  /** Null: to be found out again, because folders or pending changes of them have changed. */
  #places: ReadonlyMap<FolderId, PlacedFolder<unknown>> | null = null;
  readonly #viewSource: ViewSource;
  #labelled: boolean;
  /** As they were given, for when messages are stored at further places. */
  #pending: readonly PendingChange[] = [];
  #labelChanges: ReadonlyMap<ContentId, LabelChange> = new Map();

  constructor(db: Database, accountId: AccountId, checkpoints: OwnCheckpoints | null) {
    this.#db = db;
    this.#accountId = accountId;
    this.#checkpoints = checkpoints;
    if (checkpoints !== null)
      db.leaveCheckpoints(() => {
        if (!this.#isEnding) void checkpoints.run();
      });
    this.#threadRows = new ThreadRows(db);
    this.#overlay = new Overlay(db, this.#threadRows);
    this.#threading = new Threading(db, this.#threadRows);
    db.transaction(() => {
      forgetUnplaced(db);
      forgetUnusedTags(db);
    });
    this.#labelled = areLabels(db);
    const folders = new UntilWritten<'all', readonly SearchedFolder[]>(db, () => this.#searchedFolders());
    const places = new UntilWritten(
      db,
      (folderId: FolderId): { readonly box: number; readonly stored: number } | null =>
        db.get('SELECT box, stored FROM folders WHERE id = ?', folderId),
    );
    this.#viewSource = {
      db,
      overlay: this.#overlay,
      log: this.#log,
      threadLog: this.#threadLog,
      threadRows: this.#threadRows,
      folders: () => folders.get('all'),
      folder: (folderId) => places.get(folderId),
    };
  }

  saveFolders(folders: readonly RemoteFolder[]): boolean {
    const changed = this.#db.transaction(() => {
      const renamed = this.#takeOverRenames(folders);
      return saveFolderList(this.#db, folders) || renamed;
    });
    if (changed) this.#refresh();
    return changed;
  }

  lastSyncAt(): number | null {
    return this.#db.get<{ value: number }>("SELECT value FROM account_facts WHERE name = 'last_sync'")?.value ?? null;
  }

  saveLastSync(at: number): void {
    this.#db.run("INSERT OR REPLACE INTO account_facts (name, value) VALUES ('last_sync', ?)", at);
  }

  saveFolderStatus(folderId: FolderId, status: Pick<RemoteStatus, 'messages' | 'unseen'>): boolean {
    return saveStatus(this.#db, folderId, status);
  }

  saveTold(folderId: FolderId, told: ToldState): void {
    saveTold(this.#db, folderId, told);
  }

  saveProof(folderId: FolderId, proof: { readonly provedAt: number } | { readonly gap: number }): boolean {
    const before = this.folder(folderId)?.proof;
    if ('gap' in proof) this.#db.run('UPDATE folders SET gap = ? WHERE id = ?', proof.gap, folderId);
    else this.#db.run('UPDATE folders SET gap = 0, proved_at = ? WHERE id = ?', proof.provedAt, folderId);
    const now = this.folder(folderId)?.proof;
    if (before?.kind === 'reconciled' && now?.kind === 'reconciled') return toMinute(before.at) !== toMinute(now.at);
    return JSON.stringify(before) !== JSON.stringify(now);
  }

  gap(folderId: FolderId): number {
    return folderRow(this.#db, folderId)?.gap ?? 0;
  }

  proof(): AccountProof {
    const kept = folderRows(this.#db).filter(
      (row) =>
        row.selectable !== 0 &&
        row.pending === 0 &&
        (row.complete !== 0 || row.lowest_uid !== null || row.role === 'inbox'),
    );
    return accountProof(kept.map((row) => folderProof(proofFacts(row, stubCount(this.#db, row.box)))));
  }

  folders(): Folder[] {
    const rows = new Map(folderRows(this.#db).map((row) => [row.id, row]));
    return [...this.#placed().keys()].flatMap((id) => {
      const row = rows.get(id);
      return row ? [this.#toFolder(row)] : [];
    });
  }

  folder(folderId: FolderId): Folder | null {
    const row = folderRow(this.#db, folderId);
    return row && !this.#overlay.isDeleted(row) ? this.#toFolder(row) : null;
  }

  folderNodes(): FolderNode[] {
    return folderRows(this.#db).map((row) => ({
      folderId: row.id,
      path: readExactText(row.path),
      name: this.#overlay.naming(row).name,
      delimiter: row.delimiter,
      role: row.role,
      uidValidity: row.uid_validity,
      namespace: storedNamespace(row),
      pending: row.pending !== 0,
    }));
  }

  renameFolder(path: string, newPath: string, delimiter: string | null): void {
    const rename = { from: path, to: newPath, delimiter };
    if (this.#db.transaction(() => renameFolderRows(this.#db, rename))) this.#refresh();
  }

  removeFolder(path: string): void {
    const row = this.#db.get<FolderRow>('SELECT * FROM folders WHERE path = ?', exactText(path));
    if (row === null) return;
    this.#db.transaction(() => deleteFolderRow(this.#db, row));
    this.#refresh();
  }

  folderByRole(role: FolderRole): FolderSync | null {
    const row = this.#db.get<FolderRow>('SELECT * FROM folders WHERE role = ? ORDER BY id LIMIT 1', role);
    return row && toFolderSync(row);
  }

  folderSync(folderId: FolderId): FolderSync | null {
    const row = folderRow(this.#db, folderId);
    return row && toFolderSync(row);
  }

  saveFolderSync(folderId: FolderId, sync: FolderSyncState): void {
    const rebuilt = this.#inFolder(folderId, (row) => {
      const isAnother = startNewBoxIfAnother(this.#db, row, sync);
      saveSyncState(this.#db, folderId, sync);
      return isAnother;
    });
    if (rebuilt?.result) this.#afterRebuild(folderId);
  }

  resetFolder(folderId: FolderId): Changes {
    this.#db.transaction(() => {
      const row = folderRow(this.#db, folderId);
      if (row) startNewBox(this.#db, row);
    });
    return this.#afterRebuild(folderId);
  }

  saveWindow(
    folderId: FolderId,
    envelopes: readonly RemoteEnvelope[],
    sync: FolderSyncState,
    refused: readonly RefusedMessage[] = [],
  ): Changes {
    const saved = this.#inFolder(folderId, (row) => {
      const rebuilt = startNewBoxIfAnother(this.#db, row, sync);
      const touched = saveEnvelopes(
        this.#db,
        this.#threadRows,
        folderRow(this.#db, folderId) ?? row,
        envelopes,
        refused,
      );
      // A reply that arrives joins its conversation before anybody sees it; what many messages are about is found out later.
      if (touched.contents.length <= linkedAtOnce) this.#threading.link(touched.contents);
      saveSyncState(this.#db, folderId, sync);
      return { ...touched, rebuilt };
    });
    if (!saved) return nothing(folderId);
    const { added, removed, updated, rebuilt } = saved.result;
    const wereShown = this.#shown(removed);
    const before = this.#shown(updated);
    if (rebuilt) this.#overlay.refresh();
    // The first window tells the folder's UIDVALIDITY, so only now pending changes of the whole folder can be applied.
    else if (saved.folder.uid_validity === null) this.#refresh();
    this.#overlay.touch(folderRow(this.#db, folderId) ?? saved.folder, [...removed, ...added, ...updated]);
    // What is pending of these messages at their other places holds here as well.
    const isPending = this.#labelled && this.#pending.length > 0 && added.length > 0;
    const hidden = isPending ? this.#recordAll(this.#applyPending()) : [];
    const elsewhere = [...hidden, ...this.#flagsElsewhere(updated, 'found')];
    const stayed = this.#difference(before, updated);
    return this.#record({
      folderId,
      added: [...this.#shown(added), ...stayed.added],
      removed: [...wereShown, ...stayed.removed],
      updated: stayed.updated,
      ...(rebuilt && { rebuilt }),
      ...(elsewhere.length > 0 && { elsewhere }),
    });
  }

  saveFlags(
    folderId: FolderId,
    flags: readonly { readonly uid: number; readonly flags: RemoteFlags }[],
    source: 'operation' | 'found' = 'found',
  ): Changes {
    const saved = this.#inFolder(folderId, (folder) => saveMessageFlags(this.#db, folder, flags, source));
    if (!saved) return nothing(folderId);
    const before = this.#shown(saved.result);
    this.#overlay.touch(saved.folder, saved.result);
    const elsewhere = this.#flagsElsewhere(saved.result, source);
    return this.#record({
      folderId,
      ...this.#difference(before, saved.result),
      ...(elsewhere.length > 0 && { elsewhere }),
    });
  }

  /** Read state, star and the like are a message's own where folders are labels: stores those of these messages at their other places. */
  #flagsElsewhere(touched: readonly Touched[], source: 'operation' | 'found'): Changes[] {
    if (!this.#labelled || touched.length === 0) return [];
    const changed = this.#db.transaction(() =>
      touched.flatMap(({ id }) => {
        const content = contentAt(this.#db, id);
        return content === null ? [] : spreadFlags(this.#db, id, content, source);
      }),
    );
    return changed.map(({ folder, touched: moved }) => {
      const before = this.#shown([moved]);
      this.#overlay.touch(folder, [moved]);
      return this.#record({ folderId: folder.id, ...this.#difference(before, [moved]) });
    });
  }

  keepsTag(tag: string): boolean {
    return keepsTag(this.#db, tag);
  }

  hasRoomForTag(tag: string | null): boolean {
    const coming = this.#comingTags();
    return this.#db.transaction(() => {
      if (hasRoomForTag(this.#db, tag, coming)) return true;
      forgetUnusedTags(this.#db);
      this.#overlay.tagsForgotten();
      return hasRoomForTag(this.#db, tag, coming);
    });
  }

  /** Tags that messages are to get, and that the server may not have yet. */
  #comingTags(): string[] {
    return this.#pending.flatMap((change) =>
      change.of === 'message' && change.change.tag?.on === true ? [change.change.tag.name] : [],
    );
  }

  get labelled(): boolean {
    return this.#labelled;
  }

  saveLabelled(labelled: boolean): boolean {
    const isNews = saveAreLabels(this.#db, labelled);
    this.#labelled = labelled;
    if (isNews) this.#recordAll(this.#applyPending());
    return isNews;
  }

  placesIn(messageIds: readonly MessageId[], folderId: FolderId): MessageId[] {
    const found = messageIds.flatMap((id) => {
      const content = contentAt(this.#db, id);
      const places = content === null ? [] : allPlacesOf(this.#db, content);
      return places.filter((place) => place.folderId === folderId).map((place) => place.id);
    });
    return [...new Set(found)];
  }

  saveLabels(messageId: MessageId, paths: readonly string[]): Changes[] {
    const content = contentAt(this.#db, messageId);
    if (content === null || !this.#db.transaction(() => saveToldLabels(this.#db, content, paths))) return [];
    return this.#recordAll(this.#looksOther(content));
  }

  saveLabel(folderId: FolderId, uids: readonly number[], label: string, on: boolean): Changes[] {
    const folder = folderRow(this.#db, folderId);
    if (folder === null) return [];
    const there = this.#db.get<FolderRow>('SELECT * FROM folders WHERE path = ?', exactText(label));
    const contents = this.#contentsOf(folder, uids);
    const gone: number[] = [];
    this.#db.transaction(() => {
      for (const content of contents) {
        const told = on ? toldLabels(this.#db, content) : null;
        if (told !== null) saveToldLabels(this.#db, content, [...told, label]);
        if (!on) this.#loseLabel(content, label);
        if (on || there === null) continue;
        const places = allPlacesOf(this.#db, content).filter((place) => place.folderId === there.id);
        gone.push(...places.map(({ uid }) => uid));
      }
    });
    const looks = this.#recordAll(contents.flatMap((content) => this.#looksOther(content)));
    return gone.length === 0 || there === null ? looks : [...looks, this.removeUids(there.id, gone, 'operation')];
  }

  removeElsewhere(folderId: FolderId, uids: readonly number[], destination: string): Changes[] {
    const folder = this.#labelled ? folderRow(this.#db, folderId) : null;
    if (folder === null) return [];
    const gone = new Map<FolderId, number[]>();
    const paths = new Map(folderRows(this.#db).map((row) => [row.id, row.path]));
    for (const content of this.#contentsOf(folder, uids)) {
      if (toldLabels(this.#db, content) !== null) saveToldLabels(this.#db, content, []);
      for (const place of allPlacesOf(this.#db, content)) {
        if (place.folderId === folderId || paths.get(place.folderId) === exactText(destination)) continue;
        gone.set(place.folderId, [...(gone.get(place.folderId) ?? []), place.uid]);
      }
    }
    return [...gone].map(([id, list]) => this.removeUids(id, list, 'operation'));
  }

  /** The labels of a message as shown, besides the folder that it is looked at in; null where folders are none. */
  #labelsOf(content: ContentId, here: FolderId): FolderId[] | null {
    if (!this.#labelled) return null;
    const told = new Set(toldLabels(this.#db, content));
    const stored = new Set(allPlacesOf(this.#db, content).map(({ folderId }) => folderId));
    const pending = this.#labelChanges.get(content);
    return folderRows(this.#db)
      .filter((row) => {
        const path = readExactText(row.path);
        if (row.id === here || !isLabel(row) || this.#overlay.isDeleted(row)) return false;
        if (pending?.removed.has(path)) return false;
        return told.has(path) || stored.has(row.id) || pending?.added.has(path) === true;
      })
      .map(({ id }) => id);
  }

  #contentsOf(folder: FolderRow, uids: readonly number[]): ContentId[] {
    return [...new Set(uids.flatMap((uid) => findByUid(this.#db, folder.box, uid)?.content ?? []))];
  }

  /** A label that the server told of is gone. In the caller's transaction. */
  #loseLabel(content: ContentId, label: string): void {
    const told = toldLabels(this.#db, content);
    if (told?.includes(label)) {
      saveToldLabels(
        this.#db,
        content,
        told.filter((path) => path !== label),
      );
    }
  }

  /** That a message is shown differently, at all of its shown places. */
  #looksOther(content: ContentId): Changes[] {
    return allPlacesOf(this.#db, content)
      .filter(({ id }: FolderPlace) => !this.#overlay.isHidden(id))
      .map(({ id, folderId }) => ({ ...nothing(folderId), updated: [id] }));
  }

  /** Shows pending changes, at all places of their messages where folders are labels. */
  #applyPending(): Changes[] {
    const before = this.#labelChanges;
    const spread = this.#labelled ? spreadChanges(this.#db, this.#pending) : null;
    this.#labelChanges = spread?.labels ?? new Map();
    const changes = this.#overlay.set(spread?.changes ?? this.#pending);
    const contents = new Set([...before.keys(), ...this.#labelChanges.keys()]);
    const others = [...contents].filter(
      (content) => wordOf(before.get(content)) !== wordOf(this.#labelChanges.get(content)),
    );
    return [...changes, ...others.flatMap((content) => this.#looksOther(content))];
  }

  removeUids(folderId: FolderId, uids: readonly number[], source: 'operation' | 'found' = 'found'): Changes {
    const contents: ContentId[] = [];
    const saved = this.#inFolder(folderId, (folder) => {
      if (this.#labelled) contents.push(...this.#contentsOf(folder, uids));
      const result = removeMessages(this.#db, this.#threadRows, folder, uids, source);
      for (const content of contents) this.#loseLabel(content, readExactText(folder.path));
      return result;
    });
    if (!saved) return nothing(folderId);
    const removed = this.#shown(saved.result);
    this.#overlay.touch(saved.folder, saved.result);
    const changes = this.#record({ ...nothing(folderId), removed });
    const elsewhere = this.#recordAll(contents.flatMap((content) => this.#looksOther(content)));
    return elsewhere.length > 0 ? { ...changes, elsewhere } : changes;
  }

  stubs(folderId: FolderId): RefusedMessage[] {
    const folder = folderRow(this.#db, folderId);
    return folder ? stubsOf(this.#db, folder.box) : [];
  }

  stub(messageId: MessageId): RefusedMessage | null {
    return stubOf(this.#db, messageId);
  }

  trouble(folderId: FolderId): Refused | null {
    const folder = folderRow(this.#db, folderId);
    return folder && toRefused(folder);
  }

  saveTrouble(folderId: FolderId, trouble: Refused | null): boolean {
    const json = trouble && JSON.stringify(trouble);
    return this.#db.run('UPDATE folders SET trouble = ?1 WHERE id = ?2 AND trouble IS NOT ?1', json, folderId) > 0;
  }

  endWaits(folderId: FolderId): void {
    this.#inFolder(folderId, (folder) => {
      endStubWaits(this.#db, folder.box);
      const trouble = toRefused(folder);
      if (trouble !== null) this.saveTrouble(folderId, { ...trouble, retryAt: 0 });
    });
  }

  saveKeepsSeen(path: string, keeps: boolean): void {
    saveKeepsSeen(this.#db, exactText(path), keeps);
  }

  keepsSeen(folderId: FolderId): boolean {
    return folderRow(this.#db, folderId)?.keeps_seen !== 0;
  }

  saveKeptTags(path: string, tags: readonly string[] | null): boolean {
    return saveKeptTags(this.#db, exactText(path), tags);
  }

  keepsTagIn(folderId: FolderId, tag: string): boolean {
    const folder = folderRow(this.#db, folderId);
    const kept = folder && keptTagsOf(folder);
    return kept === null || kept.some((each) => isSameTag(each, tag));
  }

  localMessages(folderId: FolderId, from: number, to: number): LocalMessage[] {
    const folder = folderRow(this.#db, folderId);
    return folder ? messagesByUid(this.#db, folder.box, from, to) : [];
  }

  countUids(folderId: FolderId, from: number, to: number): number {
    const folder = folderRow(this.#db, folderId);
    return folder ? countByUid(this.#db, folder.box, from, to) : 0;
  }

  uidsMarked(folderId: FolderId, mark: 'unseen' | 'flagged'): number[] {
    const folder = folderRow(this.#db, folderId);
    return folder ? markedUids(this.#db, folder.box, mark) : [];
  }

  storedCount(folderId: FolderId): number {
    return folderRow(this.#db, folderId)?.stored ?? 0;
  }

  brokenUids(folderId: FolderId, from: number, to: number): number[] {
    const folder = folderRow(this.#db, folderId);
    if (folder === null) return [];
    const sql = `SELECT uid FROM placements p WHERE box = ? AND uid BETWEEN ? AND ?
      AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = p.message) ORDER BY uid`;
    return this.#db.all<{ uid: number }>(sql, folder.box, from, to).map(({ uid }) => uid);
  }

  recount(folderId: FolderId): boolean {
    const counted = this.#inFolder(folderId, (folder) => {
      const isWrong = recountStored(this.#db, folder);
      if (isWrong) this.#threadRows.rebuilt(folder.box);
      return isWrong;
    });
    return counted?.result ?? false;
  }

  saveVerified(folderId: FolderId, at: number): void {
    this.#db.run('UPDATE folders SET verified_at = ? WHERE id = ?', at, folderId);
  }

  unseenOnServer(folderId: FolderId): number | null {
    const folder = folderRow(this.#db, folderId);
    if (folder === null || folder.keeps_seen === 0) return null;
    return folder.stored_unseen + countMarkedDeleted(this.#db, folder.box).unseen;
  }

  uidBeside(folderId: FolderId, from: number | null, direction: 'up' | 'down', distance: number): number | null {
    const folder = folderRow(this.#db, folderId);
    return folder && uidBeside(this.#db, folder.box, from, direction, distance);
  }

  highestUid(folderId: FolderId): number | null {
    const folder = folderRow(this.#db, folderId);
    const sql = 'SELECT uid FROM placements WHERE box = ? ORDER BY uid DESC LIMIT 1';
    return folder && (this.#db.get<{ uid: number }>(sql, folder.box)?.uid ?? null);
  }

  targets(messageIds: readonly MessageId[]): MessageTarget[] {
    return [...new Set(messageIds)].flatMap((id) => findTarget(this.#db, this.#overlay, id) ?? []);
  }

  onlyWithMessageId(
    path: string,
    messageIdHeader: string | null,
  ): Pick<MessagePlace, 'path' | 'uidValidity' | 'uid'> | null {
    if (messageIdHeader === null) return null;
    const found = this.#db.all<{ uid: number; uid_validity: number }>(
      `SELECT p.uid, f.uid_validity FROM ${placedMessages} JOIN folders f ON f.box = p.box
       WHERE f.path = ? AND f.uid_validity IS NOT NULL AND m.message_id = ? LIMIT 2`,
      exactText(path),
      messageIdHeader,
    );
    const [only, another] = found;
    if (only === undefined || another !== undefined) return null;
    return { path, uidValidity: only.uid_validity, uid: only.uid };
  }

  countPeople(own: ReadonlySet<string>, limit: number): boolean {
    return countPeople(this.#db, own, limit);
  }

  findPeople(query: string): Person[] {
    return findPeople(this.#db, query);
  }

  knowsAddress(address: string): boolean {
    return knowsAddress(this.#db, address);
  }

  place(messageId: MessageId): MessagePlace | null {
    const found = this.#find(messageId);
    if (!found || found.folder.uid_validity === null) return null;
    const { message, folder } = found;
    const { inReplyTo, parts } = readDetail(message);
    return {
      folderId: folder.id,
      path: readExactText(folder.path),
      uidValidity: found.folder.uid_validity,
      uid: message.uid,
      messageIdHeader: message.message_id,
      inReplyTo,
      size: sizeOf(message),
      parts,
    };
  }

  header(messageId: MessageId): MessageHeader | null {
    const found = this.#find(messageId);
    if (!found) return null;
    const stub = stubOf(this.#db, messageId);
    const labels = this.#labelsOf(found.message.content, found.folder.id);
    return toMessageHeader(found.message, {
      ...(labels && { labels }),
      unfetched: stub && { error: stub.error, retryAt: stub.retryAt },
      folderId: found.folder.id,
      ...this.#overlay.look(found.message, found.folder.id),
      attachments: this.#attachmentsOf(found.message),
    });
  }

  body(messageId: MessageId): MessageBody | null {
    const found = this.#find(messageId);
    return found && readBody(this.#db, found.message);
  }

  saveBody(messageId: MessageId, body: MessageBody, snippet: string, readAt?: number): Changes[] {
    const found = this.#find(messageId);
    if (!found) return [];
    this.#db.transaction(() => {
      writeBody(this.#db, found.message, body, snippet, readAt === undefined ? null : secondOfTime(readAt));
    });
    return this.#updatedEverywhere(found.message.content);
  }

  saveFileText(messageId: MessageId, partId: string, text: string | null): Changes[] {
    const found = this.#find(messageId);
    if (!found) return [];
    const isKept = this.#db.transaction(() => writeFileText(this.#db, found.message, partId, text));
    return isKept && text !== null ? this.#updatedEverywhere(found.message.content) : [];
  }

  hasFileText(messageId: MessageId, partId: string): boolean {
    const found = this.#find(messageId);
    return found !== null && hasFileText(this.#db, found.message.content, partId);
  }

  /** A message changed: at each of its places that is shown. */
  #updatedEverywhere(content: ContentId): Changes[] {
    const places = this.#db.all<{ folder: FolderId; id: MessageId }>(
      `SELECT f.id AS folder, p.id FROM placements p JOIN folders f ON f.box = p.box WHERE ${placesOf('?1')}`,
      content,
    );
    return places
      .filter(({ id }) => !this.#overlay.isHidden(id))
      .map(({ folder, id }) => ({ ...nothing(folder), updated: [id] }));
  }

  noteRead(messageId: MessageId, readAt: number): void {
    const found = this.#find(messageId);
    if (found) noteRead(this.#db, found.message.content, secondOfTime(readAt));
  }

  attachments(messageId: MessageId): readonly Attachment[] {
    const found = this.#find(messageId);
    return found ? this.#attachmentsOf(found.message) : [];
  }

  openSorted(folderId: FolderId, order: ListOrder, byThread: boolean): PreparedView {
    const newest = new SqliteMailView(folderId, this.#viewSource, byThread);
    return sortedView(newest, this.#viewSource, order);
  }

  openView(folderId: FolderId, byThread = false): MailView {
    return new SqliteMailView(folderId, this.#viewSource, byThread);
  }

  setPending(changes: readonly PendingChange[]): Changes[] {
    this.#places = null;
    this.#pending = changes;
    return this.#recordAll(this.#applyPending());
  }

  indexSome(limit: number): boolean {
    return indexSome(this.#db, limit);
  }

  forgetFileTexts(limit: number): boolean {
    return forgetFileTexts(this.#db, limit);
  }

  tidyWords(): boolean {
    return tidyWords(this.#db) || joinSmallParts(this.#db);
  }

  sweepThreads(): boolean {
    return sweepThreads(this.#db);
  }

  linkThreads(limit: number): Changes[] | null {
    return this.#threading.linkSome(limit) ? this.#recordAll([]) : null;
  }

  wantedReferences(isWaiting: (folderId: FolderId) => boolean): WantedFields | null {
    return this.#threading.wantedReferences(isWaiting);
  }

  wantedLists(isWaiting: (folderId: FolderId) => boolean): WantedFields | null {
    return wantedLists(this.#db, isWaiting);
  }

  saveFields(wanted: WantedFields, found: ReadonlyMap<number, LinkFields>): Changes[] {
    this.#threading.saveFields(wanted, found);
    return this.#recordAll([]);
  }

  saveList(messageId: MessageId, list: MailingList | null): void {
    const found = this.#find(messageId);
    if (found) this.#db.transaction(() => saveList(this.#db, found.message.content, list));
  }

  tags(): readonly string[] {
    return tagsAmong([...tagNames(this.#db), ...this.#comingTags()]);
  }

  findLists(query: string, limit: number): string[] {
    return knownLists(this.#db, query, limit);
  }

  thread(messageId: MessageId): ThreadMessage[] {
    return conversation(this.#db, this.#overlay, this.#searchedFolders(), messageId);
  }

  withConversations(messageIds: readonly MessageId[]): MessageId[] {
    return withConversations(this.#db, messageIds);
  }

  openSearch(scope: SearchScope): SearchView {
    return new SearchView(scope, {
      db: this.#db,
      overlay: this.#overlay,
      folders: () => this.#searchedFolders(),
      labelled: () => this.#labelled,
    });
  }

  #searchedFolders(): SearchedFolder[] {
    return folderRows(this.#db)
      .filter((row) => !this.#overlay.isDeleted(row))
      .map((row) => ({
        id: row.id,
        box: row.box,
        role: row.role,
        selectable: row.selectable !== 0,
        ...this.#overlay.naming(row),
      }));
  }

  idsOf(folderId: FolderId, uids: readonly number[]): ReadonlyMap<number, MessageId> {
    const folder = folderRow(this.#db, folderId);
    const ids = new Map<number, MessageId>();
    if (folder === null) return ids;
    for (const uid of uids) {
      const known = findByUid(this.#db, folder.box, uid);
      if (known !== null) ids.set(uid, known.id);
    }
    return ids;
  }

  hideMarkedDeleted(hide: boolean): Changes[] {
    return this.#recordAll(this.#overlay.hideMarkedDeleted(hide));
  }

  newestWithoutBody(folderId: FolderId, among: number, floor = 0): MessageId[] {
    const folder = folderRow(this.#db, folderId);
    return folder ? newestWithoutBody(this.#db, folder.box, among, floor) : [];
  }

  textFloor(budget: TextBudget, now: number): number {
    return textFloor(this.#db, budget, now);
  }

  isAbove(messageId: MessageId, floor: number): boolean {
    const found = this.#find(messageId);
    return found !== null && secondOfId(found.message.content) > floor;
  }

  dropTexts(dropping: Dropping): Generator<number, void> {
    const isNeeded = (id: MessageId): boolean => this.#overlay.isPending(id) || dropping.isNeeded(id);
    return dropTexts(this.#db, { ...dropping, isNeeded });
  }

  giveBack(keep: number): boolean {
    return giveBackSome(this.#db, keep);
  }

  async cutFile(): Promise<void> {
    // One that is under way may have begun before the pages were given back.
    await this.#checkpoints?.idle();
    if (!this.#isEnding) await this.#checkpoints?.run();
    if (!this.#isEnding) cutFile(this.#db);
  }

  space(): { readonly octets: number; readonly free: number; readonly texts: number; readonly textOctets: number } {
    const { texts, octets } = storedTexts(this.#db);
    return { ...fileSpace(this.#db), texts, textOctets: octets };
  }

  tidy(): boolean {
    return deleteLeftovers(this.#db, tidyStep);
  }

  async pause(): Promise<void> {
    await immediate();
    if (this.#isEnding || this.#db.logPages < longLogPages) return;
    await this.#checkpoints?.idle();
    if (!this.#isEnding) await this.#checkpoints?.run();
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#checkpoints?.idle();
    this.close();
  }

  close(): void {
    this.#isEnding = true;
    this.#db.close();
  }

  #inFolder<T>(
    folderId: FolderId,
    work: (folder: FolderRow) => T,
  ): { readonly folder: FolderRow; readonly result: T } | null {
    return this.#db.transaction(() => {
      const folder = folderRow(this.#db, folderId);
      return folder && { folder, result: work(folder) };
    });
  }

  /** A message that still belongs to a folder: leftovers are not found. */
  #find(messageId: MessageId): { readonly message: StoredMessage; readonly folder: FolderRow } | null {
    const message = this.#db.get<StoredMessage>(storedMessageSql, messageId);
    const folder = message && this.#db.get<FolderRow>('SELECT * FROM folders WHERE box = ?', message.box);
    return message && folder && { message, folder };
  }

  #attachmentsOf(message: StoredMessage): Attachment[] {
    return readBodyAttachments(this.#db, message.content) ?? attachmentsOfParts(readDetail(message).parts);
  }

  #toFolder(row: FolderRow): Folder {
    const { name } = this.#overlay.naming(row);
    const { depth, unlistedLevels } = this.#placed().get(row.id) ?? { depth: 0, unlistedLevels: '' };
    const levels = storedText(cleanText(unlistedLevels, 200), 200);
    const unfetched = stubCount(this.#db, row.box);
    const counts = this.#overlay.counts(row);
    const label = this.#labelled && isLabel(row) && { isLabel: true as const };
    return toFolder(row, this.#accountId, { name, depth, unlistedLevels: levels, unfetched, ...counts, ...label });
  }

  /** Those of these messages that are not hidden; hidden ones are in no view. */
  #shown(messages: readonly Touched[]): MessageId[] {
    return messages.filter(({ id }) => !this.#overlay.isHidden(id)).map(({ id }) => id);
  }

  /** What became of messages that are stored as before; `before`: those of them that were shown. */
  #difference(before: readonly MessageId[], messages: readonly Touched[]): Omit<Changes, 'folderId'> {
    const were = new Set(before);
    const now = this.#shown(messages);
    const are = new Set(now);
    return {
      added: now.filter((id) => !were.has(id)),
      removed: before.filter((id) => !are.has(id)),
      updated: now.filter((id) => were.has(id)),
    };
  }

  #afterRebuild(folderId: FolderId): Changes {
    this.#overlay.refresh();
    return this.#record({ ...nothing(folderId), rebuilt: true });
  }

  /** The folders that are not to be deleted, at their places and in the order of the tree. */
  #placed(): ReadonlyMap<FolderId, PlacedFolder<unknown>> {
    this.#places ??= new Map(
      placeFolders(
        folderRows(this.#db)
          .filter((row) => !this.#overlay.isDeleted(row))
          .map((row) => ({
            id: row.id,
            ...this.#overlay.naming(row),
            delimiter: row.delimiter,
            role: row.role,
            selectable: row.selectable !== 0,
            namespace: storedNamespace(row),
          })),
      ).map((placed) => [placed.folder.id, placed]),
    );
    return this.#places;
  }

  #refresh(): void {
    this.#places = null;
    this.#recordAll(this.#overlay.refresh());
  }

  /**
   * LIST may show a rename of ours before the rename's own answer arrives; then the messages stay as well. In the
   * caller's transaction.
   */
  #takeOverRenames(folders: readonly RemoteFolder[]): boolean {
    if (this.#overlay.renames.length === 0) return false;
    const listed = new Set(folders.map(({ path }) => path));
    const done = this.#overlay.renames.filter(({ from, to }) => !listed.has(from) && listed.has(to));
    return done.filter((rename) => renameFolderRows(this.#db, rename)).length > 0;
  }

  #record(changes: Changes): Changes {
    return this.#recordAll([changes])[0] ?? changes;
  }

  /** Keeps changes for open views; the first of them tells of lists of conversations, whichever of them changed. */
  #recordAll(list: readonly Changes[]): Changes[] {
    const threads = this.#threadChanges(list);
    for (const changes of list) this.#log.record(changes);
    for (const [folderId, { added, removed, updated, rebuilt }] of threads)
      this.#threadLog.record({ folderId, added, removed, updated, ...(rebuilt && { rebuilt }) });
    const [first, ...others] = list;
    const [of] = threads.keys();
    if (of === undefined) return [...list];
    return [{ ...(first ?? nothing(of)), threads }, ...others];
  }

  #threadChanges(list: readonly Changes[]): ReadonlyMap<FolderId, ThreadRowChanges> {
    for (const { folderId, updated, rebuilt } of list) {
      const box = folderRow(this.#db, folderId)?.box;
      if (box === undefined) continue;
      if (rebuilt || updated.length > mostFollowed) this.#threadRows.rebuilt(box);
      else for (const id of updated) this.#threadRows.flagged(id, box);
    }
    const threads = new Map<FolderId, ThreadRowChanges>();
    for (const [box, changes] of this.#threadRows.take()) {
      const folder = this.#db.get<{ id: FolderId }>('SELECT id FROM folders WHERE box = ?', box);
      if (folder !== null) threads.set(folder.id, changes);
    }
    return threads;
  }
}

/** A label change as one word, for comparing. */
function wordOf(change: LabelChange | undefined): string {
  return change === undefined ? '' : JSON.stringify([[...change.added], [...change.removed]]);
}

/** Times are shown to the minute. */
function toMinute(at: number): number {
  return Math.floor(at / 60_000);
}

function nothing(folderId: FolderId): Changes {
  return { folderId, added: [], removed: [], updated: [] };
}

/**
 * Starts a new box when UIDVALIDITY changed without a reset, so that one box never holds messages of two UIDVALIDITYs.
 */
function startNewBoxIfAnother(db: Database, row: FolderRow, sync: FolderSyncState): boolean {
  if (row.uid_validity === null || row.uid_validity === sync.uidValidity) return false;
  startNewBox(db, row);
  return true;
}
