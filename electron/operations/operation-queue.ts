import type { AccountId, FolderRole, OperationId, ParkedOperation, UndoId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';

/** What is done to one message, identified by (folder, UIDVALIDITY, UID). */
export type MessageAction =
  | { readonly kind: 'set_seen'; readonly seen: boolean }
  | { readonly kind: 'set_flagged'; readonly flagged: boolean }
  /** With a role the destination is created where it is missing. */
  | {
      readonly kind: 'move';
      readonly destination: string;
      readonly role?: Extract<FolderRole, 'archive' | 'junk' | 'trash'>;
    }
  /** For good. */
  | { readonly kind: 'delete' };

/** What is done to the messages of a folder that were there when it was asked: those up to `highestUid`. */
export type ContentAction =
  | {
      readonly kind: 'set_folder_seen';
      readonly highestUid: number;
      /** So far it was carried out, and how many messages these were, about. */
      readonly doneUid?: number;
      readonly doneCount?: number;
    }
  | { readonly kind: 'empty_folder'; readonly highestUid: number };

/** What is done to the folder itself; `delimiter` is the server's. */
export type StructureAction =
  | { readonly kind: 'create_folder'; readonly delimiter: string | null }
  | { readonly kind: 'rename_folder'; readonly newPath: string; readonly delimiter: string | null }
  | { readonly kind: 'delete_folder'; readonly delimiter: string | null };

export type FolderAction = ContentAction | StructureAction;

export type OperationAction = MessageAction | FolderAction;

export interface QueuedOperation {
  readonly id: OperationId;
  readonly accountId: AccountId;
  /** The server's path of the folder; folder ids do not outlive the cache. Follows a rename that goes before. */
  readonly folderPath: string;
  /** 0 where it is not known and does not matter: of folders to be created, renamed or deleted that were never opened. */
  readonly uidValidity: number;
  /** 0 for operations on folders. */
  readonly uid: number;
  /** To look again after an unknown outcome. */
  readonly messageId: string | null;
  /** The message's, or the folder's name. */
  readonly subject: string;
  readonly action: OperationAction;
  /** `started`: a command may have reached the server, so look before repeating it. */
  readonly state: 'queued' | 'started' | 'parked';
  readonly attempts: number;
  readonly error: AppError | null;
  /** Not sent before, so that it can be taken back; milliseconds since the epoch. */
  readonly heldUntil: number | null;
}

/** An operation on a single message. */
export type MessageOperation = QueuedOperation & { readonly action: MessageAction };

export type NewOperation = Pick<
  QueuedOperation,
  'accountId' | 'folderPath' | 'uidValidity' | 'uid' | 'messageId' | 'subject' | 'action'
>;

/** How long moves are held back before they are sent, so that they can be taken back, in milliseconds. */
export const defaultHoldMs = 10_000;

/** Operations that are held back, and by which name they are taken back. */
export interface Hold {
  readonly until: number;
  readonly undoId: UndoId;
}

/** Whether an action is on a folder, or its whole content. */
export function isFolderAction(action: OperationAction): action is FolderAction {
  return action.kind.endsWith('_folder') || action.kind === 'set_folder_seen';
}

export function isMessageOperation(operation: QueuedOperation): operation is MessageOperation {
  return !isFolderAction(operation.action);
}

/**
 * The operation queue in `user.db` (`synchronous=FULL`): an operation is durable when `add` returns. One database for all accounts.
 */
export interface OperationQueue {
  /**
   * In one transaction. A later operation replaces queued (not started) earlier ones that it makes pointless: set_seen and set_flagged of the
   * same message their like, move and delete a move.
   */
  add(operations: readonly NewOperation[], hold?: Hold): QueuedOperation[];
  /** In the order they were asked for. */
  list(accountId: AccountId): QueuedOperation[];
  counts(accountId: AccountId): { readonly pending: number; readonly parked: number };
  /** Answers those that are there (somebody may have taken them back) and started now. */
  markStarted(ids: readonly OperationId[]): ReadonlySet<OperationId>;
  /** How far a long one got. */
  saveProgress(id: OperationId, action: OperationAction): void;
  /** Back to queued, one attempt more. */
  markFailed(ids: readonly OperationId[], error: AppError): void;
  park(ids: readonly OperationId[], error: AppError): void;
  /** Only once the cache has the result. */
  remove(ids: readonly OperationId[]): void;
  /** Removes what was added under this name and has not started; answers how many. */
  takeBack(accountId: AccountId, undoId: UndoId): number;
  /** The rename `id` was carried out: all paths in the queue follow, and it is removed, in one transaction. */
  finishRename(id: OperationId): void;
  /** Parked operations go back to the queue with their attempts forgotten; those of which half may be done as `started`. */
  retry(id: OperationId): void;
  parked(accountId: AccountId): ParkedOperation[];
  removeAccount(accountId: AccountId): void;
  close(): void;
}
