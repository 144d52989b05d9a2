import type { MessageId } from '../../shared/mail.ts';
import { maxUid, type RemoteEnvelope, type RemoteFlags } from '../mail/remote-mail.ts';
import type { Database } from './database.ts';
import { addToCounts, type CountSource, type FolderRow } from './folder-table.ts';
import type { LocalMessage, RefusedMessage } from './mail-store.ts';
import type { ContentId } from './message-id.ts';
import { isSeen, isUnread, packFlags, placesOf, type StorableMessage, storable, unpackFlags } from './message-row.ts';
import { nothingKnown, type PlacedMessage, placeMessage } from './place-message.ts';
import { indexMessage } from './search-index.ts';
import { StoredContents } from './stored-contents.ts';
import { hasStub, noteRefusal, stubCount } from './stub-table.ts';
import { tagBits, tagReader } from './tag-table.ts';
import type { ThreadRows } from './thread-rows.ts';
import { deleteUnplaced, forgetUnplaced } from './unplaced.ts';
import { noteWords } from './word-table.ts';

/** A message that a change touched. */
export interface Touched {
  readonly id: MessageId;
  readonly uid: number;
}

interface KnownMessage {
  readonly id: MessageId;
  readonly content: ContentId;
  readonly flags: number;
  readonly tags: number;
}

/** What saving a window did to the rows. */
export interface SavedWindow {
  readonly added: Touched[];
  readonly removed: Touched[];
  readonly updated: Touched[];
  /** Messages that were not stored before, wherever they lie. */
  readonly contents: readonly ContentId[];
}

/**
 * Inserts envelopes, or updates the flags of those already stored; an envelope takes the place of its message's stub. Each
 * refused message gets a stub. In the caller's transaction.
 */
export function saveEnvelopes(
  db: Database,
  rows: ThreadRows,
  folder: FolderRow,
  envelopes: readonly RemoteEnvelope[],
  refused: readonly RefusedMessage[] = [],
): SavedWindow {
  const added: Touched[] = [];
  const known: { uid: number; flags: RemoteFlags }[] = [];
  const places = envelopes.map(({ uid }) => uid).filter(isUid);
  const stubs = stubCount(db, folder.box) === 0 ? [] : places.filter((uid) => hasStub(db, folder.box, uid));
  const replaced = removeMessages(db, rows, folder, stubs, 'window');
  const stored = storedAmong(db, folder.box, places);
  const ordered = inOrder(envelopes.filter(({ uid }) => isUid(uid)));
  forgetUnplaced(db, 'old');
  const contents = new StoredContents(
    db,
    ordered.flatMap(({ message }) => message.receivedAt ?? []),
  );
  const placed: { place: PlacedMessage; message: StorableMessage }[] = [];
  let unseen = 0;
  // Ascending, so that ids of the same second ascend with the UIDs; those without a date last, because they get a place
  // beside their neighbours.
  for (const { envelope, message } of ordered) {
    const { uid, flags } = envelope;
    if (stored.has(uid)) {
      if (flags !== null) known.push({ uid, flags });
      continue;
    }
    // A server may name a UID twice.
    stored.add(uid);
    const place = placeMessage(db, rows, folder.box, uid, message, contents);
    placed.push({ place, message });
    added.push({ id: place.id, uid });
    if (isUnread(message.flags)) unseen++;
  }
  for (const stub of refused.filter(({ uid }) => isUid(uid))) {
    const there = findByUid(db, folder.box, stub.uid);
    if (there !== null) {
      noteRefusal(db, folder, there.id, stub);
      continue;
    }
    const place = placeMessage(db, rows, folder.box, stub.uid, nothingKnown, contents);
    noteRefusal(db, folder, place.id, stub);
    placed.push({ place, message: nothingKnown });
    added.push({ id: place.id, uid: stub.uid });
  }
  completeAll(db, placed);
  addToCounts(db, folder.id, { stored: added.length, unseen }, 'window');
  const updated = saveMessageFlags(db, folder, known, 'window');
  // A message may get the row id that its stub had.
  const ids = new Set(added.map(({ id }) => id));
  const again = new Set(replaced.filter(({ id }) => ids.has(id)).map(({ id }) => id));
  return {
    added: added.filter(({ id }) => !again.has(id)),
    contents: placed.filter(({ place }) => place.isNew).map(({ place }) => place.content),
    removed: replaced.filter(({ id }) => !again.has(id)),
    updated: [...updated, ...added.filter(({ id }) => again.has(id))],
  };
}

function isUid(uid: number): boolean {
  return Number.isInteger(uid) && uid >= 1 && uid <= maxUid;
}

function inOrder(envelopes: readonly RemoteEnvelope[]) {
  const list = envelopes.map((envelope) => ({ envelope, message: storable(envelope) }));
  list.sort((a, b) => a.envelope.uid - b.envelope.uid);
  return [
    ...list.filter(({ message }) => message.receivedAt !== null),
    ...list.filter(({ message }) => message.receivedAt === null),
  ];
}

/**
 * Stores flags of stored messages; unknown UIDs are ignored. In the caller's transaction. Returns the messages that
 * changed.
 */
export function saveMessageFlags(
  db: Database,
  folder: FolderRow,
  list: readonly { readonly uid: number; readonly flags: RemoteFlags }[],
  source: CountSource,
): Touched[] {
  const updated: Touched[] = [];
  let unseen = 0;
  for (const { uid, flags } of list) {
    const known = findByUid(db, folder.box, uid);
    if (!known) continue;
    // A read state that the server does not keep is not taken back by what it answers.
    const isLocal = folder.keeps_seen === 0 && source !== 'operation';
    const packed = packFlags(isLocal ? { ...flags, seen: isSeen(known.flags) } : flags);
    const tags = tagBits(db, flags.tags);
    if (known.flags === packed && known.tags === tags) continue;
    // Nearly always tags stay as they are: then their index is left alone.
    if (known.flags !== packed) db.run('UPDATE placements SET flags = ? WHERE id = ?', packed, known.id);
    if (known.tags !== tags) db.run('UPDATE placements SET tags = ? WHERE id = ?', tags, known.id);
    updated.push({ id: known.id, uid });
    unseen += Number(isUnread(packed)) - Number(isUnread(known.flags));
  }
  addToCounts(db, folder.id, { stored: 0, unseen }, source);
  return updated;
}

/**
 * Gives a message's other places the flags of this one, but for \\Deleted, which is about a place. In the caller's transaction. Returns those that
 * changed, with their folders.
 */
export function spreadFlags(
  db: Database,
  messageId: MessageId,
  content: ContentId,
  source: CountSource,
): { readonly folder: FolderRow; readonly touched: Touched }[] {
  const places = db.all<Touched & { readonly box: number; readonly flags: number; readonly tags: number }>(
    `SELECT p.id, p.uid, p.box, p.flags, p.tags FROM placements p WHERE ${placesOf('?1')}`,
    content,
  );
  const tagsOf = tagReader(db);
  const own = places.find(({ id }) => id === messageId);
  return places.flatMap(({ id, uid, box, flags }) => {
    const folder = id === messageId ? null : db.get<FolderRow>('SELECT * FROM folders WHERE box = ?', box);
    if (own === undefined || folder === null) return [];
    const { deleted } = unpackFlags(flags);
    const spread = { ...unpackFlags(own.flags), ...tagsOf(own.tags), deleted };
    const changed = saveMessageFlags(db, folder, [{ uid, flags: spread }], source);
    return changed.map((touched) => ({ folder, touched }));
  });
}

/** Takes messages from a folder; one that lies nowhere else is deleted with text and index entry. Unknown UIDs are ignored. In the caller's transaction. */
export function removeMessages(
  db: Database,
  rows: ThreadRows,
  folder: FolderRow,
  uids: readonly number[],
  source: CountSource,
): Touched[] {
  const removed: Touched[] = [];
  const contents: ContentId[] = [];
  let unseen = 0;
  // The oldest first: the newest of a conversation stands for it, and need not be found anew for each.
  for (const uid of [...new Set(uids)].sort((a, b) => a - b)) {
    const known = findByUid(db, folder.box, uid);
    if (!known) continue;
    db.run('DELETE FROM placements WHERE id = ?', known.id);
    rows.removed(known.id, folder.box);
    removed.push({ id: known.id, uid });
    contents.push(known.content);
    if (isUnread(known.flags)) unseen++;
  }
  deleteUnplaced(db, contents, true);
  addToCounts(db, folder.id, { stored: -removed.length, unseen: -unseen }, source);
  return removed;
}

/** Stored messages with UIDs in from..to, ascending by UID. */
export function messagesByUid(db: Database, box: number, from: number, to: number): LocalMessage[] {
  const tagsOf = tagReader(db);
  return db
    .all<{ id: MessageId; uid: number; flags: number; tags: number }>(
      'SELECT id, uid, flags, tags FROM placements WHERE box = ? AND uid BETWEEN ? AND ? ORDER BY uid',
      box,
      from,
      to,
    )
    .map(({ id, uid, flags, tags }) => ({ id, uid, flags: { ...unpackFlags(flags), ...tagsOf(tags) } }));
}

export function countByUid(db: Database, box: number, from: number, to: number): number {
  const sql = 'SELECT count(*) AS count FROM placements WHERE box = ? AND uid BETWEEN ? AND ?';
  return db.get<{ count: number }>(sql, box, from, to)?.count ?? 0;
}

/** The UID that is `distance` messages above or below `from`; null for `from`: from beyond the end. Null where there is none. */
export function uidBeside(
  db: Database,
  box: number,
  from: number | null,
  direction: 'up' | 'down',
  distance: number,
): number | null {
  const isUp = direction === 'up';
  const sql = `SELECT uid FROM placements WHERE box = ? AND uid ${isUp ? '>' : '<'} ?
    ORDER BY uid ${isUp ? 'ASC' : 'DESC'} LIMIT 1 OFFSET ?`;
  return db.get<{ uid: number }>(sql, box, from ?? (isUp ? 0 : maxUid + 1), distance - 1)?.uid ?? null;
}

const markedSql = {
  // Messages marked \\Deleted are in no index of unread ones.
  unseen: `SELECT uid FROM placements INDEXED BY placements_unread_of WHERE box = ?1 AND flags & 17 = 0
    UNION ALL SELECT uid FROM placements INDEXED BY placements_marked_deleted WHERE box = ?1 AND flags & 16 <> 0 AND flags & 1 = 0`,
  flagged: 'SELECT uid FROM placements INDEXED BY placements_starred_of WHERE box = ?1 AND flags & 2 <> 0',
} as const;

/** The UIDs of messages without \\Seen, or with \\Flagged. */
export function markedUids(db: Database, box: number, mark: keyof typeof markedSql): number[] {
  return db.all<{ uid: number }>(markedSql[mark], box).map(({ uid }) => uid);
}

export function findByUid(db: Database, box: number, uid: number): KnownMessage | null {
  const sql = 'SELECT id, message AS content, flags, tags FROM placements WHERE box = ? AND uid = ?';
  return db.get<KnownMessage>(sql, box, uid);
}

/** Deletes up to `limit` placements that no folder has any more, in one transaction. Answers whether there may be others. */
export function deleteLeftovers(db: Database, limit: number): boolean {
  return db.transaction(() => {
    const leftover = db.get<{ box: number }>('SELECT box FROM leftovers ORDER BY box LIMIT 1');
    if (!leftover) return false;
    const placements = db.all<{ id: MessageId; content: ContentId }>(
      'SELECT id, message AS content FROM placements WHERE box = ? LIMIT ?',
      leftover.box,
      limit,
    );
    for (const { id } of placements) {
      db.run('DELETE FROM placements WHERE id = ?', id);
      db.run('DELETE FROM threaded WHERE id = ?', id);
    }
    deleteUnplaced(
      db,
      placements.map(({ content }) => content),
      false,
    );
    if (placements.length < limit) db.run('DELETE FROM leftovers WHERE box = ?', leftover.box);
    return true;
  });
}

/**
 * Puts new messages into the search index, and their people among those that wait to be counted. Only once all rows of a window are
 * there: FTS5 writes what it has collected to the disk whenever a statement that may be undone alone comes in between.
 */
function completeAll(
  db: Database,
  list: readonly { readonly place: PlacedMessage; readonly message: StorableMessage }[],
): void {
  const toCount = list.filter(({ place }) => place.isToCount).map(({ place }) => place.id);
  db.run('INSERT OR IGNORE INTO uncounted SELECT value FROM json_each(?)', JSON.stringify(toCount));
  const toLink = list.filter(({ place }) => place.isNew).map(({ place, message }) => [place.content, message.threadId]);
  db.run(
    'INSERT OR REPLACE INTO unthreaded (id, server_thread) SELECT value ->> 0, value ->> 1 FROM json_each(?)',
    JSON.stringify(toLink),
  );
  noteWords(
    db,
    list.flatMap(({ place, message }) => (place.isNew ? indexMessage(db, place.content, message) : [])),
  );
}

/** Those of these UIDs that have a row; by one query where they lie close together. */
function storedAmong(db: Database, box: number, uids: readonly number[]): Set<number> {
  const from = uids.reduce((least, uid) => Math.min(least, uid), maxUid);
  const to = uids.reduce((most, uid) => Math.max(most, uid), 0);
  if (to - from > uids.length * 4) return new Set(uids.filter((uid) => findByUid(db, box, uid) !== null));
  return new Set(messagesByUid(db, box, from, to).map(({ uid }) => uid));
}
