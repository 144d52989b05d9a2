import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { type CountDelta, type FolderRow, folderRows } from './folder-table.ts';
import type { Changes, QueuedOperation } from './mail-store.ts';
import { isSeen } from './message-row.ts';
import { findByUid, type Touched } from './message-table.ts';
import { exactText } from './stored-text.ts';

/** What the pending operations on one message come to. */
interface Wish {
  readonly seen: boolean | null;
  /** In exactText form. */
  readonly destination: string | null;
}

/** A wish whose message is stored. */
interface Effect {
  readonly id: MessageId;
  readonly folderId: FolderId;
  readonly uid: number;
  readonly wish: Wish;
  readonly storedSeen: boolean;
}

/**
 * The pending operations as they change what is shown. Messages that are moved away stand in the temporary table
 * `hidden`, so that pages are still one index range; read and unread is looked up per shown row. Lives in memory only:
 * the operations themselves are durable in user.db.
 */
export class Overlay {
  readonly #db: Database;
  #wishes = new Map<string, Map<number, Wish>>();
  #effects = new Map<MessageId, Effect>();
  #hiddenCounts = new Map<FolderId, number>();
  #deltas: Map<string, CountDelta> | null = null;

  constructor(db: Database) {
    this.#db = db;
    db.exec('CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)');
  }

  /** Replaces all operations; answers what is shown differently. Parked ones are not carried out, so not shown either. */
  set(operations: readonly QueuedOperation[]): Changes[] {
    this.#wishes = wishesOf(operations);
    return this.#replaceEffects(this.#effects);
  }

  /** Looks all messages up again: folders came, went or were rebuilt. */
  refresh(): Changes[] {
    return this.#replaceEffects(new Map());
  }

  /** Messages of a folder were stored, removed or got other flags: looks just these up again. */
  touch(folder: FolderRow, messages: readonly Touched[]): void {
    const wishes = this.#wishesOn(folder);
    if (!wishes) return;
    this.#deltas = null;
    for (const { id, uid } of messages) {
      const wish = wishes.get(uid);
      if (!wish) continue;
      const found = this.#lookUp(folder, uid);
      const hiddenBefore = this.isHidden(id);
      if (found?.id === id) {
        this.#effects.set(id, { ...found, folderId: folder.id, uid, wish: within(folder, wish) });
      } else {
        this.#effects.delete(id);
      }
      const hidden = this.isHidden(id);
      if (hidden !== hiddenBefore) this.#setHidden(folder.id, id, hidden);
    }
  }

  isHidden(id: MessageId): boolean {
    return isHiding(this.#effects.get(id));
  }

  seen(id: MessageId, stored: boolean): boolean {
    return this.#effects.get(id)?.wish.seen ?? stored;
  }

  hiddenCount(folderId: FolderId): number {
    return this.#hiddenCounts.get(folderId) ?? 0;
  }

  /** What the operations add to a folder's counts. */
  countDelta(folder: FolderRow): CountDelta {
    this.#deltas ??= this.#countDeltas();
    return this.#deltas.get(folder.path) ?? { stored: 0, unseen: 0 };
  }

  #wishesOn(folder: FolderRow): Map<number, Wish> | undefined {
    return folder.uid_validity === null ? undefined : this.#wishes.get(placeKey(folder.path, folder.uid_validity));
  }

  #countDeltas(): Map<string, CountDelta> {
    const paths = new Map(folderRows(this.#db).map((folder) => [folder.id, folder.path]));
    const deltas = new Map<string, CountDelta>();
    const add = (path: string | undefined, stored: number, unseen: number) => {
      if (path === undefined) return;
      const sum = deltas.get(path) ?? { stored: 0, unseen: 0 };
      deltas.set(path, { stored: sum.stored + stored, unseen: sum.unseen + unseen });
    };
    for (const { folderId, wish, storedSeen } of this.#effects.values()) {
      const unseenBefore = storedSeen ? 0 : 1;
      const unseenAfter = (wish.seen ?? storedSeen) ? 0 : 1;
      if (wish.destination === null) {
        add(paths.get(folderId), 0, unseenAfter - unseenBefore);
      } else {
        add(paths.get(folderId), -1, -unseenBefore);
        add(wish.destination, 1, unseenAfter);
      }
    }
    return deltas;
  }

  /** @param known effects whose messages need not be looked up: thousands may be pending while one more is added */
  #replaceEffects(known: ReadonlyMap<MessageId, Effect>): Changes[] {
    const before = this.#effects;
    const places = placesOf(known);
    const after = new Map<MessageId, Effect>();
    for (const folder of folderRows(this.#db)) {
      for (const [uid, wish] of this.#wishesOn(folder) ?? []) {
        const found = places.get(folder.id)?.get(uid) ?? this.#lookUp(folder, uid);
        if (found) after.set(found.id, { ...found, folderId: folder.id, uid, wish: within(folder, wish) });
      }
    }
    this.#effects = after;
    this.#deltas = null;
    this.#saveHidden(before);
    return difference(before, after);
  }

  #lookUp(folder: FolderRow, uid: number): Pick<Effect, 'id' | 'storedSeen'> | null {
    const message = findByUid(this.#db, folder.box, uid);
    return message && { id: message.id, storedSeen: isSeen(message.flags) };
  }

  /** Writes what is different only. */
  #saveHidden(before: ReadonlyMap<MessageId, Effect>): void {
    this.#hiddenCounts = new Map();
    this.#db.transaction(() => {
      for (const [id, effect] of this.#effects) {
        if (!isHiding(effect)) continue;
        this.#hiddenCounts.set(effect.folderId, this.hiddenCount(effect.folderId) + 1);
        if (!isHiding(before.get(id))) this.#db.run('INSERT INTO temp.hidden (id) VALUES (?)', id);
      }
      for (const [id, effect] of before) {
        if (isHiding(effect) && !this.isHidden(id)) this.#db.run('DELETE FROM temp.hidden WHERE id = ?', id);
      }
    });
  }

  #setHidden(folderId: FolderId, id: MessageId, hidden: boolean): void {
    this.#hiddenCounts.set(folderId, this.hiddenCount(folderId) + (hidden ? 1 : -1));
    if (hidden) this.#db.run('INSERT OR IGNORE INTO temp.hidden (id) VALUES (?)', id);
    else this.#db.run('DELETE FROM temp.hidden WHERE id = ?', id);
  }
}

/** Operations are identified by (folder, UIDVALIDITY, UID): under another UIDVALIDITY they mean other messages. */
function placeKey(path: string, uidValidity: number): string {
  return `${uidValidity} ${path}`;
}

function placesOf(effects: ReadonlyMap<MessageId, Effect>): Map<FolderId, Map<number, Effect>> {
  const places = new Map<FolderId, Map<number, Effect>>();
  for (const effect of effects.values()) {
    const byUid = places.get(effect.folderId) ?? new Map<number, Effect>();
    places.set(effect.folderId, byUid.set(effect.uid, effect));
  }
  return places;
}

function wishesOf(operations: readonly QueuedOperation[]): Map<string, Map<number, Wish>> {
  const places = new Map<string, Map<number, Wish>>();
  for (const { state, folderPath, uidValidity, uid, action } of operations) {
    if (state === 'parked') continue;
    const key = placeKey(exactText(folderPath), uidValidity);
    const wishes = places.get(key) ?? new Map<number, Wish>();
    places.set(key, wishes);
    const wish = wishes.get(uid) ?? { seen: null, destination: null };
    wishes.set(
      uid,
      action.kind === 'set_seen'
        ? { ...wish, seen: action.seen }
        : { ...wish, destination: exactText(action.destination) },
    );
  }
  return places;
}

/** A move to where the message already is moves nothing. */
function within(folder: FolderRow, wish: Wish): Wish {
  return wish.destination === folder.path ? { ...wish, destination: null } : wish;
}

function isHiding(effect: Effect | undefined): boolean {
  return effect !== undefined && effect.wish.destination !== null;
}

function difference(before: ReadonlyMap<MessageId, Effect>, after: ReadonlyMap<MessageId, Effect>): Changes[] {
  const folders = new Map<FolderId, { added: MessageId[]; removed: MessageId[]; updated: MessageId[] }>();
  const compare = (id: MessageId, old: Effect | undefined, current: Effect | undefined) => {
    const known = current ?? old;
    if (!known) return;
    const changes = folders.get(known.folderId) ?? { added: [], removed: [], updated: [] };
    folders.set(known.folderId, changes);
    if (isHiding(old) !== isHiding(current)) (isHiding(current) ? changes.removed : changes.added).push(id);
    else if ((old?.wish.seen ?? known.storedSeen) !== (current?.wish.seen ?? known.storedSeen))
      changes.updated.push(id);
  };
  for (const [id, effect] of after) compare(id, before.get(id), effect);
  for (const [id, effect] of before) if (!after.has(id)) compare(id, effect, undefined);
  return [...folders]
    .map(([folderId, changes]) => ({ folderId, ...changes }))
    .filter((changes) => changes.added.length + changes.removed.length + changes.updated.length > 0);
}
