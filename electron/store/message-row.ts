import type { Address, Attachment, MessageHeader, MessageId, MessageRow } from '../../shared/mail.ts';
import type { RemoteEnvelope, RemoteFlags, RemotePart } from '../mail/remote-mail.ts';
import { storedText } from '../mail/stored-text.ts';
import { attachmentsOf } from '../mime/attachments.ts';
import { selectBodyParts } from '../mime/body.ts';
import { type DetailColumns, readDetail, writeDetail } from './message-detail.ts';
import type { ContentId } from './message-id.ts';

/** The columns a list's row needs: a message at one of its places. */
export interface ListedMessage {
  /** The placement's. */
  readonly id: MessageId;
  readonly uid: number;
  readonly flags: number;
  /** A number as tag-table.ts has it. */
  readonly tags: number;
  /** Null: the server told neither INTERNALDATE nor a Date header. */
  readonly received_at: number | null;
  readonly has_attachments: number;
  readonly from_name: string;
  readonly from_address: string;
  readonly to_name: string;
  readonly to_address: string;
  readonly subject: string;
  readonly snippet: string;
  /** A sum of unknownBits. */
  readonly unknown: number;
}

/** A message at one of its places, with all columns. */
export interface StoredMessage extends ListedMessage, DetailColumns {
  readonly content: ContentId;
  readonly box: number;
  readonly sent_at: number | null;
  readonly size: number;
  readonly message_id: string | null;
}

/** With `p` for `placements` and `m` for `messages`. */
export const listedColumns =
  'p.id, p.uid, p.flags, p.tags, p.received_at, m.has_attachments, m.from_name, m.from_address, m.to_name, m.to_address, m.subject, m.snippet, m.unknown';
/** Placements with their messages, as `listedColumns` names them. */
export const placedMessages = 'placements p CROSS JOIN messages m ON m.id = p.message';
/**
 * The condition that a placement `p` is one of a message's places: the first one has the message's own id, the others are in a small index.
 * A condition on its box has to be written as `+box` beside it, else SQLite goes through all of a folder for each message.
 * @param id the message's own id in SQL, for example `m.id`
 */
export function placesOf(id: string): string {
  return `(p.id = ${id} OR (p.message = ${id} AND p.message <> p.id))`;
}
/** A message's places with some condition, one after the other; for looking up whether there is one. @param id as for `placesOf`, and stands twice */
export function anyPlaceOf(id: string, condition = ''): string {
  return `SELECT 1 FROM placements WHERE id = ${id} ${condition}
    UNION ALL SELECT 1 FROM placements WHERE message = ${id} AND message <> placements.id ${condition} LIMIT 1`;
}
const storedColumns = `${listedColumns}, p.message AS content, p.box, m.sent_at, m.size, m.message_id, m.detail`;
/** One placement with its message. */
export const storedMessageSql = `SELECT ${storedColumns} FROM ${placedMessages} WHERE p.id = ?`;

const flagBits = { seen: 1, flagged: 2, answered: 4, draft: 8, deleted: 16, forwarded: 32 } as const;
/** What the server did not tell of a message. `message`: nothing at all, the row is a stub. */
export const unknownBits = { date: 1, size: 2, message: 4 } as const;
/** SQL for a message without \Seen. */
export const isUnseenSql = `flags & ${flagBits.seen} = 0`;
/** SQL for a message that counts as unread; one that is marked as deleted does not. */
export const isUnreadSql = `flags & ${flagBits.seen | flagBits.deleted} = 0`;
/** SQL for a message with a star; as the index has it. */
export const isFlaggedSql = `flags & ${flagBits.flagged} <> 0`;
/** SQL for a message with attachments; as the index has it. */
export const hasFilesSql = 'has_attachments <> 0';
/** From how many octets on a message is in the index of large ones. */
export const largeSize = 1_000_000;
/** SQL for a message in the index of large ones; of a message of unknown size the column is 0. */
export const isLargeSql = `size >= ${largeSize}`;
/** SQL for a message that was answered. */
export const isAnsweredSql = `flags & ${flagBits.answered} <> 0`;
/** SQL for a message that was forwarded. */
export const isForwardedSql = `flags & ${flagBits.forwarded} <> 0`;
/** SQL for a message with \Deleted, which stays until somebody expunges it (RFC 9051 section 2.3.2); as the index has it. */
export const isMarkedDeletedSql = `flags & ${flagBits.deleted} <> 0`;
export const nobody: Address = { name: '', address: '' };
/** Longer values come from hostile or broken messages and are cut; the source still has everything. */
const limits = {
  subject: 1_000,
  name: 200,
  address: 320,
  addresses: 500,
  parts: 1_000,
  messageId: 998,
  filename: 255,
} as const;

export function packFlags(flags: RemoteFlags): number {
  return (
    (flags.seen ? flagBits.seen : 0) |
    (flags.flagged ? flagBits.flagged : 0) |
    (flags.answered ? flagBits.answered : 0) |
    (flags.draft ? flagBits.draft : 0) |
    (flags.deleted ? flagBits.deleted : 0) |
    (flags.forwarded ? flagBits.forwarded : 0)
  );
}

export function unpackFlags(bits: number): RemoteFlags {
  return {
    seen: isSeen(bits),
    flagged: isFlagged(bits),
    answered: (bits & flagBits.answered) !== 0,
    forwarded: (bits & flagBits.forwarded) !== 0,
    draft: (bits & flagBits.draft) !== 0,
    deleted: isMarkedDeleted(bits),
  };
}

/** Whether the message has \Draft. */
export function isDraft(bits: number): boolean {
  return (bits & flagBits.draft) !== 0;
}

export function isSeen(bits: number): boolean {
  return (bits & flagBits.seen) !== 0;
}

/** Whether the message has \Deleted. */
export function isMarkedDeleted(bits: number): boolean {
  return (bits & flagBits.deleted) !== 0;
}

/** Whether the message counts as unread; one that is marked as deleted does not. */
export function isUnread(bits: number): boolean {
  return !isSeen(bits) && !isMarkedDeleted(bits);
}

export function isFlagged(bits: number): boolean {
  return (bits & flagBits.flagged) !== 0;
}

/** A row of the list; `shown` with pending operations applied. */
export function toMessageRow(row: ListedMessage, shown: Pick<MessageRow, 'seen' | 'flagged' | 'tags'>): MessageRow {
  return {
    id: row.id,
    subject: row.subject,
    from: { name: row.from_name, address: row.from_address },
    to: { name: row.to_name, address: row.to_address },
    receivedAt: row.received_at,
    snippet: row.snippet,
    seen: shown.seen,
    flagged: shown.flagged,
    answered: (row.flags & flagBits.answered) !== 0,
    forwarded: (row.flags & flagBits.forwarded) !== 0,
    markedDeleted: isMarkedDeleted(row.flags),
    hasAttachments: row.has_attachments !== 0,
    unfetched: (row.unknown & unknownBits.message) !== 0,
    ...(shown.tags && { tags: shown.tags }),
  };
}

/** A message's header; the caller gives its folder, shown flags and attachments. */
export function toMessageHeader(
  row: StoredMessage,
  shown: Pick<MessageHeader, 'folderId' | 'seen' | 'flagged' | 'tags' | 'attachments' | 'unfetched' | 'labels'>,
): MessageHeader {
  const { from, to, cc, replyTo } = readDetail(row);
  return {
    id: row.id,
    folderId: shown.folderId,
    subject: row.subject,
    from,
    to,
    cc,
    replyTo,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    messageIdHeader: row.message_id,
    size: sizeOf(row),
    unfetched: shown.unfetched,
    seen: shown.seen,
    flagged: shown.flagged,
    answered: (row.flags & flagBits.answered) !== 0,
    forwarded: (row.flags & flagBits.forwarded) !== 0,
    markedDeleted: isMarkedDeleted(row.flags),
    attachments: shown.attachments,
    ...(shown.tags && { tags: shown.tags }),
    ...(shown.labels && { labels: shown.labels }),
  };
}

/** Octets; null: the server did not tell. */
export function sizeOf({ size, unknown }: Pick<StoredMessage, 'size' | 'unknown'>): number | null {
  return (unknown & unknownBits.size) === 0 ? size : null;
}

/** What BODYSTRUCTURE lists as attachments. */
export function attachmentsOfParts(parts: readonly RemotePart[]): Attachment[] {
  return attachmentsOf(parts, selectBodyParts(parts));
}

/** An envelope in the shape of its columns, bounded, and what the search index takes of it. */
export interface StorableMessage extends IndexedHeaders {
  readonly flags: number;
  readonly tags: readonly string[];
  /** Null when neither INTERNALDATE nor the Date header is known. */
  readonly receivedAt: number | null;
  readonly sentAt: number | null;
  readonly size: number | null;
  readonly hasAttachments: number;
  readonly messageIdHeader: string | null;
  /** EMAILID or X-GM-MSGID; null where the server has neither. */
  readonly objectId: string | null;
  /** THREADID or X-GM-THRID; null where the server has neither. */
  readonly threadId: string | null;
  readonly detail: string;
}

/** What of a message can be searched, apart from its text. */
export interface IndexedHeaders {
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** The names of its files. */
  readonly files: readonly string[];
}

/** Bounds an envelope and makes it storable. A message whose flags are unknown counts as unread, so that it is not overlooked. */
export function storable(envelope: RemoteEnvelope): StorableMessage {
  const from = envelope.from.slice(0, limits.addresses).map(storedAddress);
  const to = envelope.to.slice(0, limits.addresses).map(storedAddress);
  const cc = envelope.cc.slice(0, limits.addresses).map(storedAddress);
  const parts = envelope.parts.slice(0, limits.parts);
  const replyTo = envelope.replyTo.slice(0, limits.addresses).map(storedAddress);
  const inReplyTo = boundedMessageId(envelope.inReplyTo);
  return {
    flags: envelope.flags === null ? 0 : packFlags(envelope.flags),
    tags: envelope.flags?.tags ?? [],
    receivedAt: wholeNumber(envelope.internalDate) ?? wholeNumber(envelope.sentAt),
    sentAt: wholeNumber(envelope.sentAt),
    size: wholeNumber(envelope.size),
    hasAttachments: attachmentsOfParts(parts).some((attachment) => !attachment.inline) ? 1 : 0,
    from,
    to,
    cc,
    files: fileNames(parts),
    subject: storedText(envelope.subject, limits.subject),
    messageIdHeader: boundedMessageId(envelope.messageIdHeader),
    objectId: boundedMessageId(envelope.emailId ?? null),
    threadId: boundedMessageId(envelope.threadId ?? null),
    detail: writeDetail({ from, to, cc, replyTo, inReplyTo, parts }),
  };
}

/** The names of a message's files, as its structure tells them. */
export function fileNames(parts: readonly RemotePart[]): string[] {
  return parts.flatMap(({ filename }) => (filename === null ? [] : [storedText(filename, limits.filename)]));
}

function storedAddress({ name, address }: Address): Address {
  return { name: storedText(name, limits.name), address: storedText(address, limits.address) };
}

/** A cut Message-ID could match nothing or another message, so one that is too long becomes null. */
function boundedMessageId(messageId: string | null): string | null {
  if (messageId === null || messageId.length > limits.messageId || messageId.includes('\0')) return null;
  return messageId;
}

function wholeNumber(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    ? Math.trunc(value)
    : null;
}
