import type { AccountId, OperationId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';

/** What an operation does. Each kind's own data and code are in its file in `actions/`. */
export interface Action {
  readonly kind: string;
}

/** An operation in the queue. */
export interface Operation<A extends Action = Action> {
  readonly id: OperationId;
  readonly accountId: AccountId;
  /**
   * The server's path of the folder, because folder ids are lost with the cache. It changes when an earlier rename is
   * carried out.
   */
  readonly folderPath: string;
  /** 0 when unknown, which is so only for folders to create, rename or delete that were never opened. */
  readonly uidValidity: number;
  /** 0 for operations on folders. */
  readonly uid: number;
  /** The message's Message-ID header. It identifies the message in another folder, where its UID is another one. */
  readonly messageIdHeader: string | null;
  /** The message's subject, or the folder's name. */
  readonly subject: string;
  readonly action: A;
  /** `started`: a command may have reached the server, so the operation is verified before it is repeated. */
  readonly state: 'queued' | 'started' | 'parked';
  readonly attempts: number;
  readonly error: AppError | null;
  /** The operation is not sent before this time, so that it can be undone; milliseconds since the epoch. */
  readonly heldUntil: number | null;
}
