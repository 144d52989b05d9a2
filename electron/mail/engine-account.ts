import type { Account } from '../../shared/mail.ts';

/** An account as the engine needs it. */
export type EngineAccount = Pick<Account, 'id' | 'address' | 'imap' | 'connectionTimeoutSeconds'>;
