import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import type { OpenSession } from '../imap/session.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { EngineAccount, KeptBlock } from '../mail/engine-account.ts';
import type { MovedMessage } from '../operations/action-kind.ts';
import type { OperationQueue } from '../operations/operation-queue.ts';
import type { Clock } from '../platform/clock.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { BodySource, LinksSource } from './body-prefetch.ts';
import type { ForegroundGate } from './connections/foreground-gate.ts';

/** What an account's synchronisation works with, and the callbacks by which it reports. */
export interface AccountSyncOptions {
  readonly account: EngineAccount;
  /** The block that was there before the engine was started anew. */
  readonly kept?: KeptBlock | null;
  readonly store: MailStore;
  readonly queue: OperationQueue;
  /** The longest that an operation is held back so that it can be undone, in milliseconds; 10 s when omitted. */
  readonly holdMs?: number;
  readonly openSession: OpenSession;
  readonly extraCa: string | null;
  readonly credentials: (rejected: string | null, signal: AbortSignal) => Promise<Reply<Credentials>>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Shared by all accounts. */
  readonly gate: ForegroundGate;
  /** The message texts to fetch while the account has nothing else to do. */
  readonly bodies: BodySource;
  /** The References to fetch after them. */
  readonly links: LinksSource;
  readonly onStatus: () => void;
  readonly onChanges: (changes: Changes) => void;
  /**
   * Unread messages that arrived in the inbox after its first sync. Each is reported once; those of one run are
   * reported together.
   */
  readonly onArrived: (folderId: FolderId, messageIds: readonly MessageId[]) => void;
  readonly onFolders: () => void;
  /** Where messages that operations moved are now, as far as the server told it. */
  readonly onMovedTo: (moved: readonly MovedMessage[]) => void;
  /** The store threw cache_damaged; the callback must open a new one. */
  readonly onDamaged: () => void;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', text: string) => void;
}
