import type {
  AccountProof,
  Attachment,
  Folder,
  FolderId,
  FolderRole,
  MessageBody,
  MessageHeader,
  MessageId,
  MessageRow,
} from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { FolderNamespace } from '../mail/namespaces.ts';
import type { RemoteEnvelope, RemoteFlags, RemoteFolder, RemotePart, RemoteStatus } from '../mail/remote-mail.ts';
import type { PendingChange } from './pending-changes.ts';
import type { ThreadRowChanges } from './thread-rows.ts';

/** How far a folder has been synchronised. */
export interface FolderSyncState {
  /** Null before the first sync. */
  readonly uidValidity: number | null;
  readonly uidNext: number | null;
  readonly highestModseq: bigint | null;
  /** The lowest UID down to which messages are stored without gaps; null before the first window. */
  readonly lowestUid: number | null;
  /** All of the server's messages are stored. */
  readonly complete: boolean;
}

/** A folder as its server told of it, by SELECT or STATUS; null: it did not tell. */
export type ToldState = Pick<RemoteStatus, 'messages' | 'uidNext' | 'highestModseq'>;

/** A folder, and how far it has been synchronised. */
export interface FolderSync extends FolderSyncState {
  readonly folderId: FolderId;
  readonly path: string;
  readonly role: FolderRole | null;
}

/** A stored message as sync compares it. */
export interface LocalMessage {
  readonly id: MessageId;
  readonly uid: number;
  readonly flags: RemoteFlags;
}

/** Why the server refused a folder, or a message, when it was last asked for. */
export interface Refused {
  readonly error: AppError;
  /** How often in a row it was refused. */
  readonly attempts: number;
  /** When it is to be asked for again, milliseconds since the epoch. */
  readonly retryAt: number;
}

/** A message that the server has and does not send. */
export interface RefusedMessage extends Refused {
  readonly uid: number;
}

/** Where a stored message is on the server. */
export interface MessagePlace {
  readonly folderId: FolderId;
  readonly path: string;
  readonly uidValidity: number;
  readonly uid: number;
  readonly messageIdHeader: string | null;
  /** The Message-IDs in In-Reply-To, as received. */
  readonly inReplyTo: string | null;
  /** Octets; null: the server did not tell. */
  readonly size: number | null;
  readonly parts: readonly RemotePart[];
}

/** What an action on a stored message needs to know of it. */
export interface MessageTarget
  extends Pick<MessagePlace, 'folderId' | 'path' | 'uidValidity' | 'uid' | 'messageIdHeader'> {
  readonly id: MessageId;
  readonly subject: string;
  /** As shown, pending operations applied. */
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly tags?: readonly string[];
  /** Where a pending operation moves it. */
  readonly destination: string | null;
  /** A pending operation deletes it, alone or with its folder's content. */
  readonly deleted: boolean;
}

/**
 * A folder's place in the hierarchy as stored: pending operations are not applied, except that folders to be created
 * are included.
 */
export interface FolderNode {
  readonly folderId: FolderId;
  readonly path: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
  readonly uidValidity: number | null;
  readonly namespace: FolderNamespace;
  /** The server does not have it yet. */
  readonly pending: boolean;
}

/** What a call changed in a folder, for views and the window. */
export interface Changes {
  readonly folderId: FolderId;
  readonly added: readonly MessageId[];
  readonly removed: readonly MessageId[];
  readonly updated: readonly MessageId[];
  /**
   * True: the lists above are incomplete, so everything shown must be read anew. UIDVALIDITY changed (the former
   * messages are gone), or an operation on the whole folder was added or ended.
   */
  readonly rebuilt?: boolean;
  /** What became of the rows of lists of conversations, by folder: also of others than this one, which a conversation lies in as well. */
  readonly threads?: ReadonlyMap<FolderId, ThreadRowChanges>;
  /** Where folders are labels: what changed of these messages in others of their folders. */
  readonly elsewhere?: readonly Changes[];
}

/**
 * An account's `cache.db`: the server's truth and nothing else; safe to delete. Synchronous (it lives in the engine's
 * thread), one transaction a call. Reads already show the overlay of pending operations. Throws AppFailure
 * disk_full, storage_failed or cache_damaged.
 */
export interface MailStore {
  /**
   * Stores LIST: adds folders, changes their roles, and removes folders that are gone (with their messages). Returns
   * whether anything changed.
   */
  saveFolders(folders: readonly RemoteFolder[]): boolean;
  /** When the account was last in step with its server, milliseconds since the epoch; null while it never was. */
  lastSyncAt(): number | null;
  saveLastSync(at: number): void;
  saveFolderStatus(folderId: FolderId, status: Pick<RemoteStatus, 'messages' | 'unseen'>): boolean;
  /** Saves what the server told of a folder, which what is stored has to agree with. */
  saveTold(folderId: FolderId, told: ToldState): void;
  /**
   * After a pass: what is stored agrees with what the server told, at this time (milliseconds since the epoch); or, though all was compared,
   * its count is higher than what is stored by `gap` messages (negative: lower). Returns whether the folder's proof is worded differently now.
   */
  saveProof(folderId: FolderId, proof: { readonly provedAt: number } | { readonly gap: number }): boolean;
  /** By how many messages the server's count was higher than what it listed, when all was compared; 0 as a rule. */
  gap(folderId: FolderId): number;
  /** What is proved of all folders that are kept here. */
  proof(): AccountProof;
  folders(): Folder[];
  folder(folderId: FolderId): Folder | null;
  /** All folders, those that are to be deleted as well. */
  folderNodes(): FolderNode[];
  /**
   * Heron renamed a folder: gives it and those within it their new paths; the messages stay. Does nothing where the
   * cache has them already.
   */
  renameFolder(path: string, newPath: string, delimiter: string | null): void;
  /** Heron deleted a folder: removes it from the cache. */
  removeFolder(path: string): void;
  folderByRole(role: FolderRole): FolderSync | null;
  folderSync(folderId: FolderId): FolderSync | null;
  saveFolderSync(folderId: FolderId, sync: FolderSyncState): void;
  /** UIDVALIDITY changed: forgets the folder's messages; the caller parks its operations. */
  resetFolder(folderId: FolderId): Changes;
  /**
   * Inserts a window of envelopes (known UIDs get their flags updated), and the folder's sync state, in one transaction.
   * @param refused messages that the server did not send: each becomes a stub, a row that says so, until its envelope comes
   */
  saveWindow(
    folderId: FolderId,
    envelopes: readonly RemoteEnvelope[],
    sync: FolderSyncState,
    refused?: readonly RefusedMessage[],
  ): Changes;
  /** The folder's stubs, ascending by UID. */
  stubs(folderId: FolderId): RefusedMessage[];
  /** The stub that stands for this message; null for an ordinary one. */
  stub(messageId: MessageId): RefusedMessage | null;
  /** The refusal that the folder met last; null when the server answers. */
  trouble(folderId: FolderId): Refused | null;
  /** Returns whether it changed. */
  saveTrouble(folderId: FolderId, trouble: Refused | null): boolean;
  /** Lets the folder, and its stubs, be asked for again at once. */
  endWaits(folderId: FolderId): void;
  /**
   * Stores flags of messages. @param source `operation`: one of ours was carried out; `found` (the default): the server
   * was found different, which its counts may include already
   */
  saveFlags(
    folderId: FolderId,
    flags: readonly { readonly uid: number; readonly flags: RemoteFlags }[],
    source?: 'operation' | 'found',
  ): Changes;
  /** The tags that messages of the account have, had or are about to get, as `tagsAmong` lists them. */
  tags(): readonly string[];
  /** Whether a tag of a message is kept: one of those that the account's messages have, or a new one while there are not too many. */
  keepsTag(tag: string): boolean;
  /**
   * Whether messages can be given a tag: a known one, or a new one while there is room. Tags that no message has any more make room for it.
   * @param tag null: any new one
   */
  hasRoomForTag(tag: string | null): boolean;
  /** Whether the account's folders are labels of messages (X-GM-EXT-1): a message in several of them is one, there as well. */
  readonly labelled: boolean;
  /** Returns whether that is news. */
  saveLabelled(labelled: boolean): boolean;
  /** Those of these messages that lie in a folder, at their places there; where folders are labels. */
  placesIn(messageIds: readonly MessageId[], folderId: FolderId): MessageId[];
  /** Keeps which labels the server tells of a message, by path. Returns which messages are shown differently now. */
  saveLabels(messageId: MessageId, paths: readonly string[]): Changes[];
  /** Messages got a label, or lost it, by an operation of ours. @param label the folder's path */
  saveLabel(folderId: FolderId, uids: readonly number[], label: string, on: boolean): Changes[];
  /** Messages were moved to a folder that takes all labels away (trash, junk): they leave their others. Before `removeUids`. */
  removeElsewhere(folderId: FolderId, uids: readonly number[], destination: string): Changes[];
  /** Removes messages. @param source as in saveFlags */
  removeUids(folderId: FolderId, uids: readonly number[], source?: 'operation' | 'found'): Changes;
  /** Saves whether the server keeps \Seen in a folder; where it does not, what was read is known here alone. */
  saveKeepsSeen(path: string, keeps: boolean): void;
  /** False where the server is known to keep no \Seen in the folder. */
  keepsSeen(folderId: FolderId): boolean;
  /** Saves which tags alone the server keeps in a folder (null: any). Returns whether that is news. */
  saveKeptTags(path: string, tags: readonly string[] | null): boolean;
  /** Whether the server keeps a tag in a folder, as far as is known. */
  keepsTagIn(folderId: FolderId, tag: string): boolean;
  /** Stored messages with UIDs in from..to, ascending by UID, without the overlay. */
  localMessages(folderId: FolderId, from: number, to: number): LocalMessage[];
  storedCount(folderId: FolderId): number;
  /** How many stored messages have UIDs in from..to. */
  countUids(folderId: FolderId, from: number, to: number): number;
  /** The UIDs of stored messages that lack \\Seen, or that have \\Flagged, without the overlay, in any order. */
  uidsMarked(folderId: FolderId, mark: 'unseen' | 'flagged'): number[];
  /** How many stored messages lack \Seen, counted as STATUS counts them; null where the server keeps no \Seen. */
  unseenOnServer(folderId: FolderId): number | null;
  /** UIDs in from..to of which a place is stored, and not what the message is. */
  brokenUids(folderId: FolderId, from: number, to: number): number[];
  /** Counts the folder's stored messages anew; returns whether the counts were wrong. */
  recount(folderId: FolderId): boolean;
  /** All of the folder was compared with its server, at this time: milliseconds since the epoch. */
  saveVerified(folderId: FolderId, at: number): void;
  /**
   * The UID of the stored message that is `distance` messages away from the one with UID `from`, upwards or downwards; null for `from`: from
   * beyond the end. Null where there is none.
   */
  uidBeside(folderId: FolderId, from: number | null, direction: 'up' | 'down', distance: number): number | null;
  /** The highest UID that is stored; null when there is none. */
  highestUid(folderId: FolderId): number | null;
  place(messageId: MessageId): MessagePlace | null;
  /** Those of these messages that are stored, in the order given, without duplicates. */
  targets(messageIds: readonly MessageId[]): MessageTarget[];
  /** The place of the only stored message in a folder with this Message-ID header; null when there is none, or more than one. */
  onlyWithMessageId(
    path: string,
    messageIdHeader: string | null,
  ): Pick<MessagePlace, 'path' | 'uidValidity' | 'uid'> | null;
  header(messageId: MessageId): MessageHeader | null;
  /** Null when the body was never fetched. */
  body(messageId: MessageId): MessageBody | null;
  /**
   * Caches a body with its snippet (first words of the text, at most 200 characters). Returns which rows show another snippet now: the message
   * at each of its places.
   * @param readAt when it was read, in milliseconds since the epoch; left out: it was fetched ahead
   */
  saveBody(messageId: MessageId, body: MessageBody, snippet: string, readAt?: number): Changes[];
  /**
   * Keeps the text of an attachment for the search, where the message's body is stored. Returns which rows may be found by it now.
   * @param text null: it could not be read, which is not tried again
   */
  saveFileText(messageId: MessageId, partId: string, text: string | null): Changes[];
  /** Whether an attachment was read already, or could not be. */
  hasFileText(messageId: MessageId, partId: string): boolean;
  /** A stored text was read, which keeps it longer. @param readAt milliseconds since the epoch */
  noteRead(messageId: MessageId, readAt: number): void;
  attachments(messageId: MessageId): readonly Attachment[];
  /** An open list, newest first, with the overlay applied. @param byThread a row for each conversation, where its newest message in the folder stands */
  openView(folderId: FolderId, byThread?: boolean): MailView;
  /**
   * Replaces all pending changes; `changes` is in the order in which they were asked for. Returns what is shown
   * differently now.
   */
  setPending(changes: readonly PendingChange[]): Changes[];
  /**
   * Between two transactions of long work: gives everything else its turn, and now and then waits until another thread has written into the
   * database what lies in its write-ahead log. Never rejects.
   */
  pause(): Promise<void>;
  close(): void;
}

/** An ordered list of messages that pages are read of. */
export interface ListView {
  /** The folder whose messages these are; null: they are of several, so that each row says its own. */
  readonly folderId: FolderId | null;
  readonly byThread?: boolean;
  /** Messages in the list, as far as they are known. */
  readonly total: number;
  rows(start: number, count: number): MessageRow[];
  /** As rows, but for the ids alone. */
  ids(start: number, count: number): MessageId[];
  indexOf(messageId: MessageId): number | null;
  /** The row that shows a message: itself, or the message that stands for its conversation; null where none does. */
  rowOf?(messageId: MessageId): MessageId | null;
  /**
   * How many rows are not older than each of the times, as far as that is known: for the first ones of them, in their order. Asked again, it
   * reaches further down. Absent where the list is not in the order of time.
   * @param times milliseconds since the epoch, the latest first
   */
  notOlder?(times: readonly number[]): number[];
  /** Where one of its messages stands: a number in the order of time that never rises from row to row. */
  order(messageId: MessageId): number;
  /** How many of its rows stand above this order. */
  newerThan(order: number): number;
  /** About how many of its rows stand above this order, without reading rows for it. Absent where `newerThan` reads nothing. */
  rowsNear?(order: number): number;
  /** About where this row stands, as `rowsNear` takes it: an order that it is near to. */
  orderNear?(row: number): number;
  /** Looks up at least so many rows, or all that there are, where the list knows only its first ones. */
  lookUp(rows: number): void;
  /**
   * Finds out where some more of its rows are, in a few milliseconds, so that a jump far down need not: for idle moments. Answers whether there is
   * more. Absent where a jump has nothing to find out.
   */
  reachFurther?(): boolean;
  /** The first unread row from `start` on; null when there is none. */
  nextUnread(start: number): number | null;
  /** Applies a change; returns whether the view changed. */
  apply(changes: Changes): boolean;
  /** Folders came, went or were renamed: returns whether the view changed. Absent where the list is about one folder. */
  followFolders?(): boolean;
}

/** The row that shows a message in a list. */
export function rowIn(view: ListView, messageId: MessageId): MessageId | null {
  return view.rowOf === undefined ? messageId : view.rowOf(messageId);
}

/** Whether a change may concern a list of a folder. */
export function concerns(folderId: FolderId, changes: Changes): boolean {
  return changes.folderId === folderId || changes.threads?.has(folderId) === true;
}

/** An ordered index over one folder: anchors every few hundred rows, so any page is a key look-up. */
export interface MailView extends ListView {
  readonly folderId: FolderId;
  /** Whether its rows are conversations. */
  readonly byThread: boolean;
}
