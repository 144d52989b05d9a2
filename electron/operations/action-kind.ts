import type { AccountId, FolderId, OperationId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { ImapSession, Refusal } from '../imap/session.ts';
import type { Rename } from '../mail/folder-path.ts';
import type { SelectedFolder } from '../mail/remote-mail.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { PendingChange } from '../store/pending-changes.ts';
import type { Action, Operation } from './operation.ts';
import type { OperationSession } from './operation-session.ts';

/** What an operation is about. It decides which earlier operations it waits for (operation-batch.ts). */
export type Scope =
  /**
   * One message, identified by (folder, UIDVALIDITY, UID); `destination` is the other folder that its command names. `isOnlyRead`: the
   * message stays as it is, so later operations wait only where they take it away.
   */
  | {
      readonly of: 'message';
      readonly folder: string;
      readonly destination: string | null;
      readonly isOnlyRead?: true;
    }
  /** The messages that are in a folder. */
  | { readonly of: 'content'; readonly folder: string }
  /** Folders themselves, by path, with the folders within; `delimiter` is the server's. */
  | { readonly of: 'structure'; readonly folders: readonly string[]; readonly delimiter: string | null };

/** What `apply` uses to put a result into the cache. */
export interface CacheAccess {
  readonly store: MailStore;
  readonly onChanges: (changes: Changes) => void;
  readonly onFolders: () => void;
  /** Where the messages of operations that moved or copied them are now. Not called for messages that the server did not tell it of. */
  readonly onMovedTo: (moved: readonly MovedMessage[]) => void;
}

/** A message that an operation moved, or the copy that it made, in its new folder. */
export interface MovedMessage {
  readonly operationId: OperationId;
  /** Given where the folder is of another account than the operation. */
  readonly accountId?: AccountId;
  readonly path: string;
  readonly uidValidity: number;
  readonly uid: number;
}

/** What a kind uses to talk to the server. */
export interface ServerAccess extends CacheAccess {
  readonly session: ImapSession;
  /** The operations' folder as SELECT told it; null for operations on structure. */
  readonly selected: SelectedFolder | null;
  /** Selects a folder; may answer from memory while it stays selected. */
  readonly select: OperationSession['select'];
  readonly signal: AbortSignal;
  /** The account's queue. */
  readonly queued: () => readonly Operation[];
  /** A number that a kind keeps for an operation from one command to the next; lost when Heron ends. */
  readonly notes: Map<OperationId, number>;
}

/** Operations of one kind and one folder that go in one command. */
export type Batch<A extends Action> = readonly [Operation<A>, ...Operation<A>[]];

/** Whether there is at least one operation. */
export function isBatch<A extends Action>(operations: readonly Operation<A>[]): operations is Batch<A> {
  return operations.length > 0;
}

/** The operation must not be carried out as it is: it is parked until the user decides. */
export interface Park {
  readonly kind: 'park';
  readonly error: AppError;
}

/** The server said no. */
interface Refused extends Refusal {
  readonly kind: 'refused';
  /**
   * Half of the operation is done, so it must not be repeated as a whole. Unless the refusal is temporary, the
   * operation is parked with this error at once.
   */
  readonly halfDone?: AppError;
}

/**
 * How a command ended. `result` is passed to `apply`. After `unknown` the server is asked what happened before anything
 * is repeated.
 */
export type Sent<R> = { readonly kind: 'done'; readonly result: R } | Refused | { readonly kind: 'unknown' };

/** A command that is ready to go. */
interface Command<A extends Action, R> {
  readonly kind: 'command';
  /** @param started the operations still to be carried out; the user may have undone others meanwhile */
  send(started: Batch<A>): Promise<Sent<R>>;
}

/** Which operations of a batch the server has carried out, with the result for `apply`, and which it has not. */
export interface Verified<A extends Action, R> {
  readonly done: { readonly operations: Batch<A>; readonly result: R } | null;
  readonly left: readonly Operation<A>[];
}

/** What `apply` answers. */
export interface Applied<A extends Action> {
  /** What is still to be done, if the operation takes several commands; null when all of it is done. */
  readonly rest: A | null;
  /** A folder to synchronise, because only the server knows how its content changed. */
  readonly lookAt: string | null;
}

/** How an operation is completed whose first half is carried out already. */
export interface SecondHalf<A extends Action, R> {
  /** The operations whose first half is done. May select another folder, but selects the operations' folder again. */
  find(batch: Batch<A>, server: ServerAccess): Promise<readonly Operation<A>[] | Park>;
  send(batch: Batch<A>, server: ServerAccess): Promise<Sent<R>>;
  /** The error with which an operation is parked when its second half is refused. */
  error(operation: Operation<A>, refusal: Refusal): AppError;
}

/**
 * Everything about one kind of operation. The runner decides the order in which these parts are used, and what follows
 * a failure. It checks UIDVALIDITY (Y1); it marks operations as started between `prepare` and `send`, so that after a
 * crash it knows to `verify` first (Y2); and it takes them out of the queue only after `apply` (D1).
 *
 * A batch holds operations of one kind, one folder and one `commandKey`; of a kind without a key it holds one
 * operation. The parts that use the server throw AppFailure when the connection ends before their command.
 *
 * @typeParam A the kind's action
 * @typeParam R what `verify` and `send` find out for `apply`
 */
export interface ActionKind<A extends Action, R = null> {
  // The order of operations

  scope(operation: Operation<A>): Scope;
  /** True while something else than the runner has the operation: until then the runner leaves it alone. Left out: never. */
  isElsewhere?(action: A): boolean;
  /** Operations on one folder with the same key go in one command; null: each goes alone. */
  commandKey(action: A): string | null;
  /**
   * The kinds whose operations on the same message a new operation replaces, as long as they have not started, because
   * it makes them pointless.
   */
  readonly replaces: readonly string[];
  /** Which operations of its own kind it replaces, where that is not all of them. */
  replacesOnly?(action: A, earlier: A): boolean;
  /** The operation's paths as they are once an earlier rename is carried out. */
  renamed(operation: Operation<A>, rename: Rename): Pick<Operation<A>, 'folderPath' | 'action'>;
  /** True: a part of a parked operation may have been carried out, so it is verified before it is tried again. */
  readonly verifiedOnRetry: boolean;

  // What is shown

  pending(operation: Operation<A>): PendingChange;

  // Carrying out; the folder is selected, except for operations on structure

  /**
   * Finds out what the server has carried out already. Used for operations that were started and whose outcome is
   * unknown.
   */
  verify(batch: Batch<A>, server: ServerAccess): Promise<Verified<A, R>>;
  /** Null for operations that cannot be half done, or that do no harm when repeated. */
  readonly secondHalf: SecondHalf<A, R> | null;
  /**
   * Checks whether the batch can be carried out now, and gathers what its command needs. Does not change the
   * operations' messages or folder: only `send` does.
   */
  prepare(batch: Batch<A>, server: ServerAccess): Promise<Command<A, R> | Sent<R> | Park>;
  /** Stores the result in the cache. */
  apply(batch: Batch<A>, result: R, cache: CacheAccess): Applied<A>;
}

/**
 * The operation's folder in the cache; null when it is missing or its UIDVALIDITY changed since the operation was made
 * (Y1).
 */
export function storedFolder(store: MailStore, { folderPath, uidValidity }: Operation): FolderId | null {
  const node = store.folderNodes().find(({ path }) => path === folderPath);
  return node?.uidValidity === uidValidity ? node.folderId : null;
}
