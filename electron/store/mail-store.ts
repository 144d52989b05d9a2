import type {
  Attachment,
  Folder,
  FolderId,
  FolderRole,
  MessageBody,
  MessageHeader,
  MessageId,
  MessageRow,
} from '../../shared/mail.ts';
import type { RemoteEnvelope, RemoteFlags, RemoteFolder, RemotePart, RemoteStatus } from '../mail/remote-mail.ts';
import type { PendingChange } from './pending-changes.ts';

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

/** Where a stored message lives on the server. */
export interface MessagePlace {
  readonly folderId: FolderId;
  readonly path: string;
  readonly uidValidity: number;
  readonly uid: number;
  readonly messageIdHeader: string | null;
  readonly size: number;
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
  /** Where a pending operation moves it. */
  readonly destination: string | null;
  /** A pending operation deletes it, alone or with its folder's content. */
  readonly deleted: boolean;
}

/** A folder's place in the hierarchy, pending operations not applied but for folders that are still to be created. */
export interface FolderNode {
  readonly folderId: FolderId;
  readonly path: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
  readonly uidValidity: number | null;
  /** The server does not have it yet. */
  readonly pending: boolean;
}

/** What an apply changed, so that views and the window can be told. */
export interface Changes {
  readonly folderId: FolderId;
  readonly added: readonly MessageId[];
  readonly removed: readonly MessageId[];
  readonly updated: readonly MessageId[];
  /** Read anew what is shown, the lists here are not all: UIDVALIDITY changed (what was there is gone), or an operation on the whole folder was added or ended. */
  readonly rebuilt?: boolean;
}

/**
 * An account's `cache.db`: the server's truth and nothing else; safe to delete. Synchronous (it lives in the engine's
 * thread), one transaction a call. Reads already show the overlay of pending operations. Throws AppFailure
 * disk_full, storage_failed or cache_damaged.
 */
export interface MailStore {
  /** Takes over LIST: adds, renames roles, removes folders that are gone (with their messages). Answers whether anything changed. */
  saveFolders(folders: readonly RemoteFolder[]): boolean;
  saveFolderStatus(folderId: FolderId, status: Pick<RemoteStatus, 'messages' | 'unseen'>): boolean;
  folders(): Folder[];
  folder(folderId: FolderId): Folder | null;
  /** All folders, those that are to be deleted as well. */
  folderNodes(): FolderNode[];
  /** A folder of ours has another path now, with all that is in it: the messages stay. Does nothing where the cache has it already. */
  renameFolder(path: string, newPath: string, delimiter: string | null): void;
  /** A folder of ours is deleted. */
  removeFolder(path: string): void;
  folderByRole(role: FolderRole): FolderSync | null;
  folderSync(folderId: FolderId): FolderSync | null;
  saveFolderSync(folderId: FolderId, sync: FolderSyncState): void;
  /** UIDVALIDITY changed: forgets the folder's messages; the caller parks its operations. */
  resetFolder(folderId: FolderId): Changes;
  /** Inserts a window of envelopes (known UIDs get their flags updated), and the folder's sync state, in one transaction. */
  saveWindow(folderId: FolderId, envelopes: readonly RemoteEnvelope[], sync: FolderSyncState): Changes;
  /** @param source an operation of ours was carried out, or the server was `found` different (the default), which its counts may tell already */
  saveFlags(
    folderId: FolderId,
    flags: readonly { readonly uid: number; readonly flags: RemoteFlags }[],
    source?: 'operation' | 'found',
  ): Changes;
  /** @param source as of saveFlags */
  removeUids(folderId: FolderId, uids: readonly number[], source?: 'operation' | 'found'): Changes;
  /** Stored messages with UIDs in from..to, ascending by UID, without the overlay. */
  localMessages(folderId: FolderId, from: number, to: number): LocalMessage[];
  storedCount(folderId: FolderId): number;
  /** The highest UID that is stored; null when there is none. */
  highestUid(folderId: FolderId): number | null;
  place(messageId: MessageId): MessagePlace | null;
  /** Those of these messages that are stored, in the order given, without doubles. */
  targets(messageIds: readonly MessageId[]): MessageTarget[];
  header(messageId: MessageId): MessageHeader | null;
  /** Null when the body was never fetched. */
  body(messageId: MessageId): MessageBody | null;
  /** Caches a body with its snippet (first words of the text, at most 200 characters). */
  saveBody(messageId: MessageId, body: MessageBody, snippet: string): void;
  attachments(messageId: MessageId): readonly Attachment[];
  /** An open list, newest first, with the overlay applied. */
  openView(folderId: FolderId): MailView;
  /** Replaces the changes that the server does not have yet, in the order they were asked for; answers what is shown differently. */
  setPending(changes: readonly PendingChange[]): Changes[];
  close(): void;
}

/** An ordered index over one folder: anchors every few hundred rows, so any page is a key look-up. */
export interface MailView {
  readonly folderId: FolderId;
  readonly total: number;
  rows(start: number, count: number): MessageRow[];
  /** As rows, but for the ids alone. */
  ids(start: number, count: number): MessageId[];
  indexOf(messageId: MessageId): number | null;
  /** Takes a change over; answers whether the view is different now. */
  apply(changes: Changes): boolean;
}
