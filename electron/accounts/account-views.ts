import type { Account, AccountId, AccountView, EngineStatus, TokenStatus } from '../../shared/mail.ts';
import { type KeptBlock, keptBlock } from '../mail/engine-account.ts';
import type { AccountStore } from './account-store.ts';

const notStarted: EngineStatus = {
  connection: { kind: 'stopped' },
  lastSyncAt: null,
  lastError: null,
  progress: null,
  pendingOperations: 0,
  parkedOperations: 0,
  inboxUnread: null,
};

/** Accounts as the window shows them: settings, the engine's status and the token's status in one. */
export class AccountViews {
  readonly #store: Pick<AccountStore, 'list' | 'identity'>;
  readonly #tokenStatus: (account: Account) => TokenStatus | null;
  readonly #statuses = new Map<AccountId, EngineStatus>();

  constructor(store: Pick<AccountStore, 'list' | 'identity'>, tokenStatus: (account: Account) => TokenStatus | null) {
    this.#store = store;
    this.#tokenStatus = tokenStatus;
  }

  /** Stores the status that the engine reported. */
  setStatus(accountId: AccountId, status: EngineStatus): void {
    this.#statuses.set(accountId, status);
  }

  /** What kept the account from trying when its engine last reported; null when nothing did. */
  blockOf(accountId: AccountId): KeptBlock | null {
    const status = this.#statuses.get(accountId);
    return status === undefined ? null : keptBlock(status.connection);
  }

  list(): readonly AccountView[] {
    return this.#store.list().map((account) => ({
      account,
      identity: account.auth.method === 'oauth2' ? this.#store.identity(account.auth.identityId) : null,
      status: this.#statuses.get(account.id) ?? notStarted,
      token: this.#tokenStatus(account),
    }));
  }
}
