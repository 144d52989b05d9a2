import type { AccountId, OperationId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';

/** What is to be done. Each kind's file in `actions/` says what else belongs to it. */
export interface Action {
  readonly kind: string;
}

/** An operation in the queue. */
export interface Operation<A extends Action = Action> {
  readonly id: OperationId;
  readonly accountId: AccountId;
  /** The server's path of the folder; folder ids do not outlive the cache. Follows a rename that goes before. */
  readonly folderPath: string;
  /** 0 where it is not known and does not matter: of folders to be created, renamed or deleted that were never opened. */
  readonly uidValidity: number;
  /** 0 for operations on folders. */
  readonly uid: number;
  /** The message's Message-ID header: it is known by that when it arrives in another folder, under another UID. */
  readonly messageIdHeader: string | null;
  /** The message's, or the folder's name. */
  readonly subject: string;
  readonly action: A;
  /** `started`: a command may have reached the server, so look before repeating it. */
  readonly state: 'queued' | 'started' | 'parked';
  readonly attempts: number;
  readonly error: AppError | null;
  /** Not sent before, so that it can be taken back; milliseconds since the epoch. */
  readonly heldUntil: number | null;
}
