import type { AccountId } from '../../../shared/mail.ts';
import type { ActionKind } from '../action-kind.ts';
import { messageShown } from '../steps/message-batch.ts';
import { removal } from '../steps/removal.ts';

/** What is kept before an APPEND is sent, so that its message can be told from others if the answer gets lost. */
export interface Appending {
  /** The destination's before the APPEND; null where the server does not tell. */
  readonly uidValidity: number;
  readonly uidNext: number | null;
  /** Of what is sent: octets, and INTERNALDATE in milliseconds since the epoch. */
  readonly size: number;
  readonly internalDate: number | null;
}

/**
 * Copies a message into a folder of another account (`TransferRunner`). Unless it `stays`, it is removed once it was seen there: that
 * removal is what is carried out here.
 */
export interface Transfer {
  readonly kind: 'transfer';
  readonly to: AccountId;
  readonly destination: string;
  readonly stays: boolean;
  /** Whether the message was read when the user asked: it is counted like that in the destination until the cache has it. */
  readonly seen: boolean;
  readonly appending?: Appending;
  /** The user stopped it after it was sent: it is looked for, and not sent again. */
  readonly stopped?: true;
  /** It was seen in the destination. */
  readonly hasArrived?: true;
}

export const transfer: ActionKind<Transfer> = {
  ...removal<Transfer>(),
  scope: ({ folderPath, action }) => {
    const scope = { of: 'message', folder: folderPath, destination: null } as const;
    return action.stays ? { ...scope, isOnlyRead: true } : scope;
  },
  isElsewhere: ({ hasArrived }) => hasArrived !== true,
  commandKey: () => 'remove',
  replaces: [],
  verifiedOnRetry: true,
  pending: (operation) => messageShown(operation, operation.action.stays ? {} : { deleted: true }),
};
