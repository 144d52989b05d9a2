import type { FolderId, MessageId } from '../../shared/mail.ts';
import { isWithin, lastName, type Rename } from '../mail/folder-path.ts';
import { readExactText } from '../mail/stored-text.ts';
import { type CountDelta, countAbove, countMarkedDeleted } from './counts-above.ts';
import type { Database } from './database.ts';
import { placeNewFolders } from './folder-moves.ts';
import { type FolderRow, folderRows } from './folder-table.ts';
import type { Changes } from './mail-store.ts';
import { isFlagged, isMarkedDeleted, isMarkedDeletedSql, isSeen, isUnread } from './message-row.ts';
import { findByUid, type Touched } from './message-table.ts';
import type { PendingChange } from './pending-changes.ts';
import {
  combine,
  haveSameTagChanges,
  noTags,
  nothingPending,
  type PendingContent,
  type PendingMessage,
  type PendingState,
  pendingContent,
  pendingMessages,
  shownTags,
} from './pending-state.ts';
import { type OwnTags, tagReader } from './tag-table.ts';
import type { ThreadRows } from './thread-rows.ts';

/** A pending change whose message is stored. */
interface Effect {
  readonly id: MessageId;
  readonly folderId: FolderId;
  readonly uid: number;
  readonly pending: PendingMessage;
  readonly flags: number;
}

type Content = PendingContent & { readonly box: number };

/**
 * The statements that hide many messages of a folder at once. Each is one range of an index, never the whole folder (asserted by the test): left to
 * itself, SQLite reads all of a folder's placements for the few that are marked.
 */
export const hidingQueries = {
  upTo: 'INSERT OR IGNORE INTO temp.hidden (id) SELECT id FROM placements INDEXED BY placements_by_uid WHERE box = ? AND uid <= ?',
  marked: `INSERT OR IGNORE INTO temp.hidden (id)
    SELECT id FROM placements INDEXED BY placements_marked_deleted WHERE box = ? AND ${isMarkedDeletedSql}`,
} as const;

/** What pending changes may change of how a message's row and header look. */
export interface ShownLook extends OwnTags {
  readonly seen: boolean;
  readonly flagged: boolean;
}

/**
 * Applies pending changes to what is shown. Messages that are moved away or deleted are in the temporary table
 * `hidden`, so that a page is still one index range; so are those with \Deleted, where the user does not want to see
 * them. Flags are looked up per shown row. In memory only: the caller of `set` keeps the changes.
 */
export class Overlay {
  readonly #db: Database;
  readonly #rows: ThreadRows;
  #pending: PendingState = nothingPending;
  #effects = new Map<MessageId, Effect>();
  #contents = new Map<FolderId, Content>();
  #hiddenCounts = new Map<FolderId, number>();
  #deltas: Map<string, CountDelta> | null = null;
  #hidesMarkedDeleted = false;
  #tagsOf: ReturnType<typeof tagReader>;

  constructor(db: Database, rows: ThreadRows) {
    this.#db = db;
    this.#tagsOf = tagReader(db);
    db.onRollback(() => {
      this.tagsForgotten();
    });
    this.#rows = rows;
    db.exec('CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)');
  }

  /** Replaces all pending changes; returns what is shown differently now. */
  set(changes: readonly PendingChange[]): Changes[] {
    this.#pending = combine(changes);
    this.#db.transaction(() => placeNewFolders(this.#db, this.#pending.created));
    return this.#replaceEffects(this.#effects);
  }

  /** Hides the messages that are marked as deleted, or shows them; returns what is shown differently now. */
  hideMarkedDeleted(hide: boolean): Changes[] {
    if (this.#hidesMarkedDeleted === hide) return [];
    this.#hidesMarkedDeleted = hide;
    this.#db.transaction(() => this.#hideAnew());
    return folderRows(this.#db)
      .filter(({ box }) => countMarkedDeleted(this.#db, box).stored > 0)
      .map(({ id }) => ({ folderId: id, added: [], removed: [], updated: [], rebuilt: true }));
  }

  /** Looks up the messages of all changes again, after folders were added, removed or rebuilt. */
  refresh(): Changes[] {
    return this.#replaceEffects(new Map(), this.#hidesMarkedDeleted);
  }

  /** Looks up these messages again, after they were stored, removed or got other flags. */
  touch(folder: FolderRow, messages: readonly Touched[]): void {
    const inFolder = pendingMessages(this.#pending, folder);
    if (inFolder === undefined && !this.#contents.has(folder.id) && !this.#hidesMarkedDeleted) return;
    this.#deltas = null;
    for (const { id, uid } of messages) {
      const pending = inFolder?.get(uid);
      if (pending === undefined && !this.#isEmptied(folder.id, uid) && !this.#hidesMarkedDeleted) continue;
      const found = this.#lookUp(folder, uid);
      const isStored = found?.id === id;
      if (isStored && pending !== undefined) {
        this.#effects.set(id, { ...found, folderId: folder.id, uid, pending: within(folder, pending) });
      } else {
        this.#effects.delete(id);
      }
      this.#setHidden(
        folder.id,
        id,
        isStored &&
          (isHiding(this.#effects.get(id)?.pending) || this.#isEmptied(folder.id, uid) || this.#hidesMark(found.flags)),
      );
    }
  }

  /** Whether a pending change is about this message. */
  isPending(id: MessageId): boolean {
    return this.#effects.has(id);
  }

  isHidden(id: MessageId): boolean {
    return this.#db.get('SELECT 1 FROM temp.hidden WHERE id = ?', id) !== null;
  }

  /** Flags and tags as shown. */
  look(message: Touched & { readonly flags: number; readonly tags: number }, folderId: FolderId): ShownLook {
    return { ...this.flags(message, folderId), ...this.#tags(message) };
  }

  #tags({ id, tags }: Pick<Touched, 'id'> & { readonly tags: number }): OwnTags {
    const stored = this.#tagsOf(tags);
    const pending = this.#effects.get(id)?.pending;
    if (pending === undefined || pending.tags.size === 0) return stored;
    const shown = shownTags(pending, stored.tags);
    return shown.length === 0 ? {} : { tags: shown };
  }

  /** Tags were forgotten, so that their bits may have other names from now on. */
  tagsForgotten(): void {
    this.#tagsOf = tagReader(this.#db);
  }

  /** Flags as shown. */
  flags(message: Touched & { readonly flags: number }, folderId: FolderId): { seen: boolean; flagged: boolean } {
    const pending = this.#effects.get(message.id)?.pending;
    return {
      seen: shownSeen(pending, this.#contents.get(folderId), message.uid, isSeen(message.flags)),
      flagged: pending?.flagged ?? isFlagged(message.flags),
    };
  }

  /** How the unread messages of a folder differ from what is stored: all up to a UID are shown as read, and of others these are, or are not. */
  readingOf(folderId: FolderId): {
    readonly seenUpTo: number;
    readonly read: readonly MessageId[];
    readonly unread: readonly MessageId[];
  } {
    const content = this.#contents.get(folderId);
    const read: MessageId[] = [];
    const unread: MessageId[] = [];
    for (const { id, folderId: own, uid, flags, pending } of this.#effects.values()) {
      if (own !== folderId) continue;
      (shownSeen(pending, content, uid, isSeen(flags)) ? read : unread).push(id);
    }
    return { seenUpTo: content?.seenUpTo ?? 0, read, unread };
  }

  /** Where pending changes move a message (in exactText form), and whether they delete it. */
  fate({ id, uid }: Touched, folderId: FolderId): { readonly destination: string | null; readonly deleted: boolean } {
    const pending = this.#effects.get(id)?.pending;
    return {
      destination: pending?.destination ?? null,
      deleted: pending?.deleted === true || this.#isEmptied(folderId, uid),
    };
  }

  hiddenCount(folderId: FolderId): number {
    return this.#hiddenCounts.get(folderId) ?? 0;
  }

  /** A folder's counts as shown. */
  counts(folder: FolderRow): { readonly total: number; readonly unread: number } {
    this.#deltas ??= this.#countDeltas();
    const delta = this.#deltas.get(folder.path) ?? { stored: 0, unseen: 0 };
    const content = this.#contents.get(folder.id);
    let total = folder.remote_total ?? folder.stored;
    let unseen = folder.remote_unseen ?? folder.stored_unseen;
    if (content !== undefined) {
      unseen = countAbove(this.#db, folder.box, Math.max(content.seenUpTo, content.emptiedUpTo)).unseen;
      if (content.emptiedUpTo > 0) total = countAbove(this.#db, folder.box, content.emptiedUpTo).stored;
    }
    if (this.#hidesMarkedDeleted) total -= this.#markedDeleted(folder, content?.emptiedUpTo ?? 0);
    return { total: Math.max(0, total + delta.stored), unread: Math.max(0, unseen + delta.unseen) };
  }

  /** How many messages of a folder are hidden because they are marked as deleted, and for no other reason. */
  #markedDeleted(folder: FolderRow, emptiedUpTo: number): number {
    let count = countMarkedDeleted(this.#db, folder.box, emptiedUpTo).stored;
    for (const { folderId, uid, flags, pending } of this.#effects.values()) {
      if (folderId === folder.id && uid > emptiedUpTo && isHiding(pending) && isMarkedDeleted(flags)) count -= 1;
    }
    return count;
  }

  #hidesMark(flags: number): boolean {
    return this.#hidesMarkedDeleted && isMarkedDeleted(flags);
  }

  /** Whether the folder is to be deleted. */
  isDeleted(folder: FolderRow): boolean {
    return this.#pending.deleted.has(folder.path);
  }

  /** Renames that the server does not have yet. */
  get renames(): readonly Rename[] {
    return this.#pending.renamed;
  }

  /** A folder's name, and its path for the order, as shown. */
  naming(folder: FolderRow): { readonly name: string; readonly path: string } {
    const path = readExactText(folder.path);
    let shown = { name: folder.name, path };
    for (const { from, to, delimiter } of this.#pending.renamed) {
      if (path === from) shown = { name: lastName(to, delimiter), path: to };
      else if (isWithin(path, from, delimiter)) shown = { ...shown, path: to + path.slice(from.length) };
    }
    return shown;
  }

  #isEmptied(folderId: FolderId, uid: number): boolean {
    return uid <= (this.#contents.get(folderId)?.emptiedUpTo ?? 0);
  }

  #countDeltas(): Map<string, CountDelta> {
    const paths = new Map(folderRows(this.#db).map((folder) => [folder.id, folder.path]));
    const deltas = new Map<string, CountDelta>();
    const add = (path: string | undefined, stored: number, unseen: number) => {
      if (path === undefined) return;
      const sum = deltas.get(path) ?? { stored: 0, unseen: 0 };
      deltas.set(path, { stored: sum.stored + stored, unseen: sum.unseen + unseen });
    };
    for (const { folderId, uid, pending, flags } of this.#effects.values()) {
      const content = this.#contents.get(folderId);
      const isMarked = isMarkedDeleted(flags);
      const unseenAfter = isMarked || shownSeen(pending, content, uid, isSeen(flags)) ? 0 : 1;
      // Messages that an emptied folder hides are not in its count any more.
      if (!this.#isEmptied(folderId, uid)) {
        const unseenBefore = !isUnread(flags) || uid <= (content?.seenUpTo ?? 0) ? 0 : 1;
        if (isHiding(pending)) add(paths.get(folderId), -1, -unseenBefore);
        else add(paths.get(folderId), 0, unseenAfter - unseenBefore);
      }
      if (pending.destination !== null && !pending.deleted)
        add(pending.destination, this.#hidesMark(flags) ? 0 : 1, unseenAfter);
    }
    for (const [path, { stored, unseen }] of this.#pending.incoming) add(path, stored, unseen);
    return deltas;
  }

  /**
   * @param known effects whose messages need not be looked up: thousands may be pending while one more is added
   * @param isStoreChanged the table `hidden` is made anew, because other messages may be stored
   */
  #replaceEffects(known: ReadonlyMap<MessageId, Effect>, isStoreChanged = false): Changes[] {
    const before = this.#effects;
    const contentsBefore = this.#contents;
    const places = placesOf(known);
    const after = new Map<MessageId, Effect>();
    const contents = new Map<FolderId, Content>();
    for (const folder of folderRows(this.#db)) {
      const content = pendingContent(this.#pending, folder);
      if (content !== null) contents.set(folder.id, { ...content, box: folder.box });
      for (const [uid, pending] of pendingMessages(this.#pending, folder) ?? []) {
        const found = places.get(folder.id)?.get(uid) ?? this.#lookUp(folder, uid);
        if (found) after.set(found.id, { ...found, folderId: folder.id, uid, pending: within(folder, pending) });
      }
    }
    this.#effects = after;
    this.#contents = contents;
    this.#deltas = null;
    const changed = changedContents(contentsBefore, contents);
    this.#db.transaction(() => (changed.size > 0 || isStoreChanged ? this.#hideAnew() : this.#saveHidden(before)));
    const isEmptied = (folderId: FolderId, uid: number): boolean => this.#isEmptied(folderId, uid);
    const hidesMark = (flags: number): boolean => this.#hidesMark(flags);
    const differences = difference(before, after, contents, isEmptied, hidesMark).filter(
      ({ folderId }) => !changed.has(folderId),
    );
    const rebuilt = [...changed].map((folderId) => ({ folderId, added: [], removed: [], updated: [], rebuilt: true }));
    return [...differences, ...rebuilt];
  }

  #lookUp(folder: FolderRow, uid: number): Pick<Effect, 'id' | 'flags'> | null {
    return findByUid(this.#db, folder.box, uid);
  }

  /** Updates the table `hidden`; writes only what differs. */
  #saveHidden(before: ReadonlyMap<MessageId, Effect>): void {
    // The newest message of a conversation stands for it: shown first and hidden last, it need not be found anew for each.
    for (const [id, effect] of [...before].sort(([one], [other]) => other - one)) {
      if (!isHiding(effect.pending) || isHiding(this.#effects.get(id)?.pending)) continue;
      if (this.#isEmptied(effect.folderId, effect.uid) || this.#hidesMark(effect.flags)) continue;
      this.#setHidden(effect.folderId, id, false);
    }
    for (const [id, effect] of [...this.#effects].sort(([one], [other]) => one - other)) {
      if (isHiding(effect.pending) && !isHiding(before.get(id)?.pending)) this.#setHidden(effect.folderId, id, true);
    }
  }

  #hideAnew(): void {
    this.#hiddenCounts = new Map();
    this.#db.run('DELETE FROM temp.hidden');
    for (const [id, effect] of this.#effects) if (isHiding(effect.pending)) this.#hide(effect.folderId, id, true);
    for (const [folderId, { box, emptiedUpTo }] of this.#contents) {
      if (emptiedUpTo === 0) continue;
      this.#hideAll(folderId, hidingQueries.upTo, box, emptiedUpTo);
    }
    if (this.#hidesMarkedDeleted)
      for (const { id, box } of folderRows(this.#db)) this.#hideAll(id, hidingQueries.marked, box);
    this.#rows.hiddenAnew();
  }

  #hideAll(folderId: FolderId, sql: string, ...values: readonly number[]): void {
    this.#hiddenCounts.set(folderId, this.hiddenCount(folderId) + this.#db.run(sql, ...values));
  }

  #setHidden(folderId: FolderId, id: MessageId, hidden: boolean): void {
    if (this.isHidden(id) !== hidden) this.#rows.hiding(id, hidden, () => this.#hide(folderId, id, hidden));
  }

  #hide(folderId: FolderId, id: MessageId, hidden: boolean): void {
    const sql = hidden ? 'INSERT OR IGNORE INTO temp.hidden (id) VALUES (?)' : 'DELETE FROM temp.hidden WHERE id = ?';
    const changed = this.#db.run(sql, id);
    this.#hiddenCounts.set(folderId, this.hiddenCount(folderId) + (hidden ? changed : -changed));
  }
}

/** Whether a message is shown as read: the later of the change of the message and that of its whole folder decides. */
function shownSeen(
  pending: PendingMessage | undefined,
  content: Content | undefined,
  uid: number,
  stored: boolean,
): boolean {
  const byFolder = content !== undefined && uid <= content.seenUpTo ? content.seenOrder : 0;
  const own = pending?.seen ?? null;
  if (own !== null && (pending?.seenOrder ?? 0) > byFolder) return own;
  return byFolder > 0 ? true : (own ?? stored);
}

function placesOf(effects: ReadonlyMap<MessageId, Effect>): Map<FolderId, Map<number, Effect>> {
  const places = new Map<FolderId, Map<number, Effect>>();
  for (const effect of effects.values()) {
    const byUid = places.get(effect.folderId) ?? new Map<number, Effect>();
    places.set(effect.folderId, byUid.set(effect.uid, effect));
  }
  return places;
}

/** A message's change without a move to the folder in which the message is already. */
function within(folder: FolderRow, pending: PendingMessage): PendingMessage {
  return pending.destination === folder.path ? { ...pending, destination: null } : pending;
}

/** Whether a pending change hides the message in its folder. */
function isHiding(pending: PendingMessage | undefined): boolean {
  return pending !== undefined && (pending.deleted || pending.destination !== null);
}

function changedContents(
  before: ReadonlyMap<FolderId, Content>,
  after: ReadonlyMap<FolderId, Content>,
): ReadonlySet<FolderId> {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return new Set([...ids].filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id))));
}

/** What differs between two states of the overlay that have the same changes of whole folders. */
function difference(
  before: ReadonlyMap<MessageId, Effect>,
  after: ReadonlyMap<MessageId, Effect>,
  contents: ReadonlyMap<FolderId, Content>,
  isEmptied: (folderId: FolderId, uid: number) => boolean,
  hidesMark: (flags: number) => boolean,
): Changes[] {
  const folders = new Map<FolderId, { added: MessageId[]; removed: MessageId[]; updated: MessageId[] }>();
  const compare = (id: MessageId, old: Effect | undefined, current: Effect | undefined) => {
    const known = current ?? old;
    if (!known || isEmptied(known.folderId, known.uid) || hidesMark(known.flags)) return;
    const changes = folders.get(known.folderId) ?? { added: [], removed: [], updated: [] };
    folders.set(known.folderId, changes);
    const content = contents.get(known.folderId);
    const seen = (pending: PendingMessage | undefined) => shownSeen(pending, content, known.uid, isSeen(known.flags));
    const flagged = (pending: PendingMessage | undefined) => pending?.flagged ?? isFlagged(known.flags);
    const hasOtherTags = !haveSameTagChanges(old?.pending.tags ?? noTags, current?.pending.tags ?? noTags);
    if (isHiding(old?.pending) !== isHiding(current?.pending))
      (isHiding(current?.pending) ? changes.removed : changes.added).push(id);
    else if (
      seen(old?.pending) !== seen(current?.pending) ||
      flagged(old?.pending) !== flagged(current?.pending) ||
      hasOtherTags
    ) {
      changes.updated.push(id);
    }
  };
  for (const [id, effect] of after) compare(id, before.get(id), effect);
  for (const [id, effect] of before) if (!after.has(id)) compare(id, effect, undefined);
  return [...folders]
    .map(([folderId, changes]) => ({ folderId, ...changes }))
    .filter((changes) => changes.added.length + changes.removed.length + changes.updated.length > 0);
}
