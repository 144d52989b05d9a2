import type { MessageId } from '../../shared/mail.ts';
import type { RemoteEnvelope, RemoteFlags } from '../mail/remote-mail.ts';
import type { Database } from './database.ts';
import { addToCounts, type CountSource, type FolderRow } from './folder-table.ts';
import type { LocalMessage } from './mail-store.ts';
import { freeMessageId } from './message-id.ts';
import { isSeen, packFlags, storable, unpackFlags } from './message-row.ts';

/** A message that a change touched. */
export interface Touched {
  readonly id: MessageId;
  readonly uid: number;
}

interface KnownMessage {
  readonly id: MessageId;
  readonly flags: number;
}

/** RFC 9051 §2.3.1.1: a UID is a non-zero unsigned 32-bit number. */
const maxUid = 2 ** 32 - 1;

/** Inserts envelopes, or updates the flags of those already stored. In the caller's transaction. */
export function saveEnvelopes(
  db: Database,
  folder: FolderRow,
  envelopes: readonly RemoteEnvelope[],
): { readonly added: Touched[]; readonly updated: Touched[] } {
  const added: Touched[] = [];
  const known: { uid: number; flags: RemoteFlags }[] = [];
  let unseen = 0;
  // Ascending, so that ids of the same second ascend with the UIDs.
  for (const envelope of [...envelopes].sort((a, b) => a.uid - b.uid)) {
    const { uid } = envelope;
    if (!Number.isInteger(uid) || uid < 1 || uid > maxUid) continue;
    if (findByUid(db, folder.box, uid)) {
      known.push({ uid, flags: envelope.flags });
      continue;
    }
    added.push({ id: insertMessage(db, folder.box, envelope), uid });
    if (!envelope.flags.seen) unseen++;
  }
  addToCounts(db, folder.id, { stored: added.length, unseen }, 'window');
  return { added, updated: saveMessageFlags(db, folder, known, 'window') };
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
    const packed = packFlags(flags);
    if (!known || known.flags === packed) continue;
    db.run('UPDATE messages SET flags = ? WHERE id = ?', packed, known.id);
    updated.push({ id: known.id, uid });
    unseen += Number(isSeen(known.flags)) - Number(flags.seen);
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
  for (const uid of uids) {
    const known = findByUid(db, folder.box, uid);
    if (!known) continue;
    deleteMessage(db, known.id);
    removed.push({ id: known.id, uid });
    if (!isSeen(known.flags)) unseen++;
  }
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
    for (const { id } of messages) deleteMessage(db, id);
    if (messages.length < limit) db.run('DELETE FROM leftovers WHERE box = ?', leftover.box);
    return true;
  });
}

function deleteMessage(db: Database, id: MessageId): void {
  db.run('DELETE FROM message_text WHERE rowid = ?', id);
  db.run('DELETE FROM messages WHERE id = ?', id);
}

function insertMessage(db: Database, box: number, envelope: RemoteEnvelope): MessageId {
  const message = storable(envelope);
  const id = freeMessageId(db, message.receivedAt, envelope.uid);
  db.run(
    `INSERT INTO messages (id, box, uid, flags, received_at, sent_at, size, has_attachments,
       from_name, from_address, to_name, to_address, subject, message_id, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    box,
    envelope.uid,
    message.flags,
    message.receivedAt,
    message.sentAt,
    message.size,
    message.hasAttachments,
    message.from.name,
    message.from.address,
    message.to.name,
    message.to.address,
    message.subject,
    message.messageIdHeader,
    message.detail,
  );
  db.run('INSERT INTO message_text (rowid, subject, people) VALUES (?, ?, ?)', id, message.subject, message.people);
  return id;
}
