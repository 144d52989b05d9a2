import type { Address, MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import { type ContentId, freeMessageId } from './message-id.ts';
import { nobody, packFlags, type StorableMessage, storable, unknownBits } from './message-row.ts';
import { isCounted } from './people.ts';
import type { StoredContents } from './stored-contents.ts';
import { tagBits } from './tag-table.ts';
import type { ThreadRows } from './thread-rows.ts';
import { noteIsPlaced } from './unplaced.ts';

/** A new placement. */
export interface PlacedMessage {
  readonly id: MessageId;
  readonly content: ContentId;
  /** False where the message was stored already, at another place. */
  readonly isNew: boolean;
  /** The people of the message are to be counted. */
  readonly isToCount: boolean;
}

/** What is stored of a message of which nothing is known: it counts as read, so that it is no unread mail. */
export const nothingKnown: StorableMessage = {
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
  flags: packFlags({ seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false }),
};

/** Gives a message its place in a box, and stores what it is unless that is here already. In the caller's transaction. */
export function placeMessage(
  db: Database,
  rows: ThreadRows,
  box: number,
  uid: number,
  message: StorableMessage,
  stored: StoredContents,
): PlacedMessage {
  const known = stored.find(message);
  const { receivedAt } = message;
  const time = receivedAt ?? dateOfNeighbour(db, box, uid);
  const id = freeMessageId(db, time, uid, receivedAt !== null && stored.isSecondFree(time));
  const content = known ?? asContent(id);
  const isToCount = known === null || !isCounted(db, known);
  db.run(
    'INSERT INTO placements (id, message, box, uid, flags, received_at, tags) VALUES (?, ?, ?, ?, ?, ?, ?)',
    id,
    content,
    box,
    uid,
    message.flags,
    receivedAt,
    tagBits(db, message.tags),
  );
  if (known !== null) {
    noteIsPlaced(db, known);
    rows.placed(id, box, content, false);
    return { id, content, isNew: false, isToCount };
  }
  insertContent(db, content, message);
  rows.placed(id, box, content, true);
  stored.add(content, time, message);
  return { id, content, isNew: true, isToCount };
}

function asContent(id: number): ContentId {
  return id as ContentId;
}

function insertContent(db: Database, id: ContentId, message: StorableMessage): void {
  const unknown =
    (message.receivedAt === null ? unknownBits.date : 0) |
    (message.size === null ? unknownBits.size : 0) |
    (message === nothingKnown ? unknownBits.message : 0);
  db.run(
    `INSERT INTO messages (id, sent_at, size, unknown, has_attachments, from_name, from_address, to_name, to_address,
       subject, message_id, object_id, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    message.sentAt,
    message.size ?? 0,
    unknown,
    message.hasAttachments,
    ...addressColumns(message.from),
    ...addressColumns(message.to),
    message.subject,
    message.messageIdHeader,
    message.objectId,
    message.detail,
  );
}

/** The first of several, who stands in the list. */
function addressColumns([first = nobody]: readonly Address[]): [name: string, address: string] {
  return [first.name, first.address];
}

/**
 * The received time of the message that came before this one, else of the one after it, so that a message without a date has
 * its place beside them; 0 when no other date is known. Milliseconds since the epoch.
 */
function dateOfNeighbour(db: Database, box: number, uid: number): number {
  const dated = 'received_at IS NOT NULL';
  const before = `SELECT received_at FROM placements WHERE box = ? AND uid < ? AND ${dated} ORDER BY uid DESC LIMIT 1`;
  const after = `SELECT received_at FROM placements WHERE box = ? AND uid > ? AND ${dated} ORDER BY uid LIMIT 1`;
  const row = db.get<{ received_at: number }>(before, box, uid) ?? db.get<{ received_at: number }>(after, box, uid);
  return row?.received_at ?? 0;
}
