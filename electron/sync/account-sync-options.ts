import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import type { OpenSession } from '../imap/session.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import type { OperationQueue } from '../operations/operation-queue.ts';
import type { Clock } from '../platform/clock.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { BodySource } from './body-prefetch.ts';
import type { ForegroundGate } from './connections/foreground-gate.ts';

/** What an account's synchronisation works with, and whom it tells. */
export interface AccountSyncOptions {
  readonly account: EngineAccount;
  readonly store: MailStore;
  readonly queue: OperationQueue;
  /** The longest that operations are held back; 10 s where it is left out. */
  readonly holdMs?: number;
  readonly openSession: OpenSession;
  readonly extraCa: string | null;
  readonly credentials: (rejected: string | null, signal: AbortSignal) => Promise<Reply<Credentials>>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Shared by all accounts. */
  readonly gate: ForegroundGate;
  /** The texts to fetch while there is nothing else to do. */
  readonly bodies: BodySource;
  readonly onStatus: () => void;
  readonly onChanges: (changes: Changes) => void;
  /** Unread messages that came into the inbox while it was kept in step: each once, those of one run together. */
  readonly onArrived: (folderId: FolderId, messageIds: readonly MessageId[]) => void;
  readonly onFolders: () => void;
  /** The store threw cache_damaged: it is to be opened anew. */
  readonly onDamaged: () => void;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', text: string) => void;
}
