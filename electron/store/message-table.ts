import type { Address, MessageId } from '../../shared/mail.ts';
import { maxUid, type RemoteEnvelope, type RemoteFlags } from '../mail/remote-mail.ts';
import type { Database } from './database.ts';
import { addToCounts, type CountSource, type FolderRow } from './folder-table.ts';
import type { LocalMessage, RefusedMessage } from './mail-store.ts';
import { freeMessageId } from './message-id.ts';
import {
  isSeen,
  isUnread,
  nobody,
  packFlags,
  type StorableMessage,
  storable,
  unknownBits,
  unpackFlags,
} from './message-row.ts';
import { keepBodyForMove, takeMovedBody, whoMayHaveText } from './moved-bodies.ts';
import { indexAnew, indexMessage, unindexMessage } from './search-index.ts';
import { hasStub, noteRefusal, stubCount } from './stub-table.ts';

/** A message that a change touched. */
export interface Touched {
  readonly id: MessageId;
  readonly uid: number;
}

interface KnownMessage {
  readonly id: MessageId;
  readonly flags: number;
}

/** What saving a window did to the rows. */
export interface SavedWindow {
  readonly added: Touched[];
  readonly removed: Touched[];
  readonly updated: Touched[];
}

/**
 * Inserts envelopes, or updates the flags of those already stored; an envelope takes the place of its message's stub. Each
 * refused message gets a stub. In the caller's transaction.
 */
export function saveEnvelopes(
  db: Database,
  folder: FolderRow,
  envelopes: readonly RemoteEnvelope[],
  refused: readonly RefusedMessage[] = [],
): SavedWindow {
  const added: Touched[] = [];
  const known: { uid: number; flags: RemoteFlags }[] = [];
  const places = envelopes.map(({ uid }) => uid).filter(isUid);
  const stubs = stubCount(db, folder.box) === 0 ? [] : places.filter((uid) => hasStub(db, folder.box, uid));
  const replaced = removeMessages(db, folder, stubs, 'window');
  const stored = storedAmong(db, folder.box, places);
  const toIndex: { id: MessageId; message: StorableMessage }[] = [];
  let unseen = 0;
  // Ascending, so that ids of the same second ascend with the UIDs; those without a date last, because they get a place
  // beside their neighbours.
  for (const { envelope, message } of inOrder(envelopes.filter(({ uid }) => isUid(uid)))) {
    const { uid, flags } = envelope;
    if (stored.has(uid)) {
      if (flags !== null) known.push({ uid, flags });
      continue;
    }
    // A server may name a UID twice.
    stored.add(uid);
    const id = insertMessage(db, folder.box, uid, message);
    toIndex.push({ id, message });
    added.push({ id, uid });
    if (isUnread(message.flags)) unseen++;
  }
  for (const stub of refused.filter(({ uid }) => isUid(uid))) {
    const there = findByUid(db, folder.box, stub.uid);
    const id = there?.id ?? insertMessage(db, folder.box, stub.uid, null);
    noteRefusal(db, folder, id, stub);
    if (there !== null) continue;
    toIndex.push({ id, message: nothingKnown });
    added.push({ id, uid: stub.uid });
  }
  indexAll(db, toIndex);
  addToCounts(db, folder.id, { stored: added.length, unseen }, 'window');
  const updated = saveMessageFlags(db, folder, known, 'window');
  // A message may get the row id that its stub had.
  const ids = new Set(added.map(({ id }) => id));
  const again = new Set(replaced.filter(({ id }) => ids.has(id)).map(({ id }) => id));
  return {
    added: added.filter(({ id }) => !again.has(id)),
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
    if (known.flags === packed) continue;
    db.run('UPDATE messages SET flags = ? WHERE id = ?', packed, known.id);
    updated.push({ id: known.id, uid });
    unseen += Number(isUnread(packed)) - Number(isUnread(known.flags));
  }
  addToCounts(db, folder.id, { stored: 0, unseen }, source);
  return updated;
}

/** Deletes messages with their bodies and index entries; unknown UIDs are ignored. In the caller's transaction. */
export function removeMessages(
  db: Database,
  folder: FolderRow,
  uids: readonly number[],
  source: CountSource,
): Touched[] {
  const removed: Touched[] = [];
  let unseen = 0;
  for (const uid of new Set(uids)) {
    const known = findByUid(db, folder.box, uid);
    if (!known) continue;
    keepBodyForMove(db, known.id);
    removed.push({ id: known.id, uid });
    if (isUnread(known.flags)) unseen++;
  }
  deleteMessages(db, removed);
  addToCounts(db, folder.id, { stored: -removed.length, unseen: -unseen }, source);
  return removed;
}

/** Stored messages with UIDs in from..to, ascending by UID. */
export function messagesByUid(db: Database, box: number, from: number, to: number): LocalMessage[] {
  return db
    .all<KnownMessage & { uid: number }>(
      'SELECT id, uid, flags FROM messages WHERE box = ? AND uid BETWEEN ? AND ? ORDER BY uid',
      box,
      from,
      to,
    )
    .map(({ id, uid, flags }) => ({ id, uid, flags: unpackFlags(flags) }));
}

export function findByUid(db: Database, box: number, uid: number): KnownMessage | null {
  return db.get<KnownMessage>('SELECT id, flags FROM messages WHERE box = ? AND uid = ?', box, uid);
}

/** Deletes up to `limit` messages that no folder has any more, in one transaction. Answers whether there may be others. */
export function deleteLeftovers(db: Database, limit: number): boolean {
  return db.transaction(() => {
    const leftover = db.get<{ box: number }>('SELECT box FROM leftovers ORDER BY box LIMIT 1');
    if (!leftover) return false;
    const messages = db.all<{ id: MessageId }>('SELECT id FROM messages WHERE box = ? LIMIT ?', leftover.box, limit);
    deleteMessages(db, messages);
    if (messages.length < limit) db.run('DELETE FROM leftovers WHERE box = ?', leftover.box);
    return true;
  });
}

/** Deletes messages with their bodies; from the index first, as `indexAll` says. */
function deleteMessages(db: Database, list: readonly { readonly id: MessageId }[]): void {
  for (const { id } of list) unindexMessage(db, id);
  for (const { id } of list) db.run('DELETE FROM messages WHERE id = ?', id);
}

/** @param envelope null for a stub, of which nothing is known: it counts as read, so that it is no unread mail */
function insertMessage(db: Database, box: number, uid: number, envelope: StorableMessage | null): MessageId {
  const message = envelope ?? nothingKnown;
  const receivedAt = message.receivedAt ?? dateOfNeighbour(db, box, uid);
  const id = freeMessageId(db, receivedAt, uid);
  const unknown =
    (message.receivedAt === null ? unknownBits.date : 0) |
    (message.size === null ? unknownBits.size : 0) |
    (envelope === null ? unknownBits.message : 0);
  db.run(
    `INSERT INTO messages (id, box, uid, flags, received_at, sent_at, size, unknown, has_attachments,
       from_name, from_address, to_name, to_address, subject, message_id, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    box,
    uid,
    message.flags,
    receivedAt,
    message.sentAt,
    message.size ?? 0,
    unknown,
    message.hasAttachments,
    ...addressColumns(message.from),
    ...addressColumns(message.to),
    message.subject,
    message.messageIdHeader,
    message.detail,
  );
  db.run('INSERT OR IGNORE INTO uncounted VALUES (?)', id);
  return id;
}

/**
 * Puts messages that were just inserted into the search index, with their text where another row of theirs has it. Only once all rows
 * of a window are there: FTS5 writes what it has collected to the disk whenever a statement that may be undone alone comes in between.
 */
function indexAll(db: Database, list: readonly { readonly id: MessageId; readonly message: StorableMessage }[]): void {
  const mayHaveText = whoMayHaveText(
    db,
    list.map(({ id }) => id),
  );
  for (const { id, message } of list) {
    if (mayHaveText(id) && takeMovedBody(db, id, message)) indexAnew(db, id);
    else indexMessage(db, id, message);
  }
}

/** Those of these UIDs that have a row; by one query where they lie close together. */
function storedAmong(db: Database, box: number, uids: readonly number[]): Set<number> {
  const from = uids.reduce((least, uid) => Math.min(least, uid), maxUid);
  const to = uids.reduce((most, uid) => Math.max(most, uid), 0);
  if (to - from > uids.length * 4) return new Set(uids.filter((uid) => findByUid(db, box, uid) !== null));
  return new Set(messagesByUid(db, box, from, to).map(({ uid }) => uid));
}

/** The first of several, who stands in the list. */
function addressColumns([first = nobody]: readonly Address[]): [name: string, address: string] {
  return [first.name, first.address];
}

const nothingKnown: StorableMessage = {
  ...storable({
    uid: 0,
    flags: null,
    internalDate: null,
    sentAt: null,
    size: null,
    subject: '',
    from: [],
    to: [],
    cc: [],
    replyTo: [],
    messageIdHeader: null,
    inReplyTo: null,
    parts: [],
  }),
  flags: packFlags({ seen: true, flagged: false, answered: false, draft: false, deleted: false }),
};

/**
 * The received time of the message that came before this one, else of the one after it, so that a message without a date has
 * its place beside them; 0 when no other date is known. Milliseconds since the epoch.
 */
function dateOfNeighbour(db: Database, box: number, uid: number): number {
  const dated = `unknown & ${unknownBits.date} = 0`;
  const before = `SELECT received_at FROM messages WHERE box = ? AND uid < ? AND ${dated} ORDER BY uid DESC LIMIT 1`;
  const after = `SELECT received_at FROM messages WHERE box = ? AND uid > ? AND ${dated} ORDER BY uid LIMIT 1`;
  const row = db.get<{ received_at: number }>(before, box, uid) ?? db.get<{ received_at: number }>(after, box, uid);
  return row?.received_at ?? 0;
}
