import type {
  AccountId,
  Attachment,
  Folder,
  FolderId,
  FolderRole,
  MessageBody,
  MessageHeader,
  MessageId,
  MessageRow,
  OperationId,
  ParkedOperation,
} from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { RemoteEnvelope, RemoteFlags, RemoteFolder, RemotePart, RemoteStatus } from '../imap/session.ts';

/** What is known of a folder's synchronisation. */
export interface FolderSync {
  readonly folderId: FolderId;
  readonly path: string;
  readonly role: FolderRole | null;
  /** Null before the first sync. */
  readonly uidValidity: number | null;
  readonly uidNext: number | null;
  readonly highestModseq: bigint | null;
  /** The lowest UID down to which messages are stored without gaps; null before the first window. */
  readonly lowestUid: number | null;
  /** All of the server's messages are stored. */
  readonly complete: boolean;
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
  readonly messageId: string | null;
  readonly size: number;
  readonly parts: readonly RemotePart[];
}

/** What an apply changed, so that views and the window can be told. */
export interface Changes {
  readonly folderId: FolderId;
  readonly added: readonly MessageId[];
  readonly removed: readonly MessageId[];
  readonly updated: readonly MessageId[];
  /** Everything that was there is gone, and `removed` does not list it: UIDVALIDITY changed. */
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
  folderByRole(role: FolderRole): FolderSync | null;
  folderSync(folderId: FolderId): FolderSync | null;
  saveFolderSync(folderId: FolderId, sync: Omit<FolderSync, 'folderId' | 'path' | 'role'>): void;
  /** UIDVALIDITY changed: forgets the folder's messages; the caller parks its operations. */
  resetFolder(folderId: FolderId): Changes;
  /** Inserts a window of envelopes (known UIDs get their flags updated), and the folder's sync state, in one transaction. */
  saveWindow(
    folderId: FolderId,
    envelopes: readonly RemoteEnvelope[],
    sync: Omit<FolderSync, 'folderId' | 'path' | 'role'>,
  ): Changes;
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
  place(messageId: MessageId): MessagePlace | null;
  header(messageId: MessageId): MessageHeader | null;
  /** Null when the body was never fetched. */
  body(messageId: MessageId): MessageBody | null;
  /** Caches a body with its snippet (first words of the text, at most 200 characters). */
  saveBody(messageId: MessageId, body: MessageBody, snippet: string): void;
  attachments(messageId: MessageId): readonly Attachment[];
  /** An open list, newest first, with the overlay applied. */
  openView(folderId: FolderId): MailView;
  /** Recomputes what is shown after the queue of this account changed. */
  setOverlay(operations: readonly QueuedOperation[]): Changes[];
  close(): void;
}

/** An ordered index over one folder: anchors every few hundred rows, so any page is a key look-up. */
export interface MailView {
  readonly folderId: FolderId;
  readonly total: number;
  rows(start: number, count: number): MessageRow[];
  indexOf(messageId: MessageId): number | null;
  /** Takes a change over; answers whether the view is different now. */
  apply(changes: Changes): boolean;
}

/** What an operation does on the server, identified by (folder, UIDVALIDITY, UID). */
export type OperationAction =
  | { readonly kind: 'set_seen'; readonly seen: boolean }
  | { readonly kind: 'move'; readonly destination: string };

export interface QueuedOperation {
  readonly id: OperationId;
  readonly accountId: AccountId;
  /** The server's path of the folder; folder ids do not outlive the cache. */
  readonly folderPath: string;
  readonly uidValidity: number;
  readonly uid: number;
  /** To look again after an unknown outcome. */
  readonly messageId: string | null;
  readonly subject: string;
  readonly action: OperationAction;
  /** `started`: a command may have reached the server, so look before repeating it. */
  readonly state: 'queued' | 'started' | 'parked';
  readonly attempts: number;
  readonly error: AppError | null;
}

/**
 * The operation queue in `user.db` (`synchronous=FULL`): an operation is durable when `add` returns. One database for all accounts.
 */
export interface OperationQueue {
  /** A later set_seen of the same message replaces a queued (not started) earlier one. */
  add(
    operations: readonly Pick<
      QueuedOperation,
      'accountId' | 'folderPath' | 'uidValidity' | 'uid' | 'messageId' | 'subject' | 'action'
    >[],
  ): QueuedOperation[];
  /** In the order they were asked for. */
  list(accountId: AccountId): QueuedOperation[];
  markStarted(ids: readonly OperationId[]): void;
  /** Back to queued, one attempt more. */
  markFailed(ids: readonly OperationId[], error: AppError): void;
  park(ids: readonly OperationId[], error: AppError): void;
  /** Only once the cache has the result. */
  remove(ids: readonly OperationId[]): void;
  /** Parked operations go back to the queue with their attempts forgotten; moves as `started`, since half of one may be done. */
  retry(id: OperationId): void;
  parked(accountId: AccountId): ParkedOperation[];
  removeAccount(accountId: AccountId): void;
  close(): void;
}
