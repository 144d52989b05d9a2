import type { $brand } from 'zod';
import type { AccountId } from './mail.ts';

/** Messages that go from one account into one folder of another. */
export type TransferId = string & $brand<'TransferId'>;

/** What messages on their way wait for. */
export interface TransferWait {
  /** The account that is waited for. */
  readonly accountId: AccountId;
  /** `connection`: it cannot be reached now. `server`: its server takes no more for now. `folder`: the folder is still to be made. */
  readonly why: 'connection' | 'server' | 'folder';
}

/** How far messages are on their way into a folder of another account, in messages. */
export interface TransferProgress {
  readonly id: TransferId;
  readonly from: AccountId;
  readonly to: AccountId;
  /** The folder's path in the account that they go to. */
  readonly path: string;
  /** They are copied: the originals stay. */
  readonly stays: boolean;
  /** How many have arrived. */
  readonly arrived: number;
  readonly state:
    | { readonly kind: 'running'; readonly left: number; readonly waits: TransferWait | null }
    /**
     * The user stopped it. `kept`: messages that stay where they are. `unsure`: messages that were sent when it was stopped, and are looked for in the
     * destination first.
     */
    | { readonly kind: 'stopped'; readonly kept: number; readonly unsure: number };
}
