import type { AccountId, ConnectionReport, ServerEndpoint } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { EngineAccount, ReconnectCause } from '../mail/engine-account.ts';

/** What the accounts need of the engine. */
export interface EnginePort {
  /** Tries a server once; the report names the failing step. Errors: cancelled, internal. */
  testConnection(
    endpoint: ServerEndpoint,
    credentials: Credentials,
    timeoutSeconds: number,
    signal: AbortSignal,
  ): Promise<Reply<ConnectionReport>>;
  /** Opens an account, or takes over its changed settings. */
  open(account: EngineAccount): Promise<Reply<null>>;
  /** Closes it and deletes its cache and queue. */
  erase(accountId: AccountId): Promise<Reply<null>>;
  /** Tries again now where the cause lifts what stands in the way. */
  reconnect(accountId: AccountId, cause: ReconnectCause): Promise<Reply<null>>;
}
