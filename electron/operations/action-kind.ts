import type { FolderId, OperationId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { ImapSession, Refusal } from '../imap/session.ts';
import type { Rename } from '../mail/folder-path.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { PendingChange } from '../store/pending-changes.ts';
import type { Action, Operation } from './operation.ts';
import type { OperationSession } from './operation-session.ts';

/** What an operation is about. It decides which earlier operations it waits for (operation-batch.ts). */
export type Scope =
  /** One message, identified by (folder, UIDVALIDITY, UID); `destination` is the other folder that its command names. */
  | { readonly of: 'message'; readonly folder: string; readonly destination: string | null }
  /** The messages that are in a folder. */
  | { readonly of: 'content'; readonly folder: string }
  /** Folders themselves, by path, with the folders within; `delimiter` is the server's. */
  | { readonly of: 'structure'; readonly folders: readonly string[]; readonly delimiter: string | null };

/** What a kind works on the cache with. */
export interface CacheAccess {
  readonly store: MailStore;
  readonly onChanges: (changes: Changes) => void;
  readonly onFolders: () => void;
}

/** What a kind works on the server with. */
export interface ServerAccess extends CacheAccess {
  readonly session: ImapSession;
  /** Selects a folder; may answer from memory while it stays selected. */
  readonly select: OperationSession['select'];
  readonly signal: AbortSignal;
  /** The account's queue. */
  readonly queued: () => readonly Operation[];
  /** What a kind remembers of an operation from one command to the next, as a number; forgotten when Heron ends. */
  readonly notes: Map<OperationId, number>;
}

/** Operations of one kind and one folder that go in one command. */
export type Batch<A extends Action> = readonly [Operation<A>, ...Operation<A>[]];

/** Whether there are any. */
export function isBatch<A extends Action>(operations: readonly Operation<A>[]): operations is Batch<A> {
  return operations.length > 0;
}

/** Not to be carried out as it stands: the user decides. */
export interface Park {
  readonly kind: 'park';
  readonly error: AppError;
}

/** The server said no. */
interface Refused extends Refusal {
  readonly kind: 'refused';
  /** Half of it is done, so that it must not be repeated as a whole: unless the refusal passes, it is parked with this error at once. */
  readonly halfDone?: AppError;
}

/** How a command ended. `result` is what the kind needs for `apply`; with `unknown` the server is looked at before anything is repeated. */
export type Sent<R> = { readonly kind: 'done'; readonly result: R } | Refused | { readonly kind: 'unknown' };

/** A command that is ready to go. */
interface Command<A extends Action, R> {
  readonly kind: 'command';
  /** @param started those that are still to be carried out: others may have been taken back meanwhile */
  send(started: Batch<A>): Promise<Sent<R>>;
}

/** Which of a batch the server has carried out, with the result for `apply`, and which not. */
export interface Verified<A extends Action, R> {
  readonly done: { readonly operations: Batch<A>; readonly result: R } | null;
  readonly left: readonly Operation<A>[];
}

/** What `apply` answers. */
export interface Applied<A extends Action> {
  /** What is still to be done of something long; null when all of it is done. */
  readonly rest: A | null;
  /** A folder whose content changed in a way that only the server knows: it is to be looked at. */
  readonly lookAt: string | null;
}

/** How the second half of an operation is done, where its first half is done already. */
export interface SecondHalf<A extends Action, R> {
  /** Those of which half is done. May select another folder, and selects the operations' folder again. */
  find(batch: Batch<A>, server: ServerAccess): Promise<readonly Operation<A>[] | Park>;
  send(batch: Batch<A>, server: ServerAccess): Promise<Sent<R>>;
  /** What is told where it cannot be done. */
  error(operation: Operation<A>, refusal: Refusal): AppError;
}

/**
 * Everything about one kind of operation. The order in which these parts are used, and what becomes of failures, is the runner's: it checks
 * UIDVALIDITY (Y1), marks operations as started between `prepare` and `send`, so that after a crash it knows to `verify` first (Y2), and takes
 * them out of the queue after `apply` only (D1).
 *
 * A batch holds operations of one kind, one folder and one `commandKey`; of kinds without a key it holds a single one. The parts that use the
 * server throw AppFailure when the connection ends before their command.
 *
 * @typeParam A the kind's data
 * @typeParam R what `verify` and `send` find out for `apply`
 */
export interface ActionKind<A extends Action, R = null> {
  // The order of operations

  scope(operation: Operation<A>): Scope;
  /** Operations of one folder with the same key go in one command; null: each goes alone. */
  commandKey(action: A): string | null;
  /** The kinds of which a new operation replaces queued ones (not started) on the same message: it makes them pointless. */
  readonly replaces: readonly string[];
  /** The operation with its paths as they are after a rename that goes before. */
  renamed(operation: Operation<A>, rename: Rename): Pick<Operation<A>, 'folderPath' | 'action'>;
  /** A part of a parked operation may have been carried out: it is verified before it is tried again. */
  readonly verifiedOnRetry: boolean;

  // What is shown

  pending(operation: Operation<A>): PendingChange;

  // Carrying out; the folder is selected, except for operations on structure

  /** Whether the server has done it already. Asked when it was started and nobody knows how it ended. */
  verify(batch: Batch<A>, server: ServerAccess): Promise<Verified<A, R>>;
  /** Null for what cannot be half done, or does no harm when repeated. */
  readonly secondHalf: SecondHalf<A, R> | null;
  /** Looks whether it can be carried out now, and what the command needs. Does not begin with it: that is the command's. */
  prepare(batch: Batch<A>, server: ServerAccess): Promise<Command<A, R> | Sent<R> | Park>;
  /** Puts the result into the cache. */
  apply(batch: Batch<A>, result: R, cache: CacheAccess): Applied<A>;
}

/** The folder in the cache, where it still holds the messages the operation was made for (Y1). */
export function storedFolder(store: MailStore, { folderPath, uidValidity }: Operation): FolderId | null {
  const node = store.folderNodes().find(({ path }) => path === folderPath);
  return node?.uidValidity === uidValidity ? node.folderId : null;
}
