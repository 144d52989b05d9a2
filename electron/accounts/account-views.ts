import type { Account, AccountId, AccountView, EngineStatus, TokenStatus } from '../../shared/mail.ts';
import { type KeptBlock, keptBlock } from '../mail/engine-account.ts';
import type { AccountStore } from './account-store.ts';

const notStarted: EngineStatus = {
  connection: { kind: 'stopped' },
  proof: { kind: 'unknown' },
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
  readonly #persistence: 'encrypted' | 'session';
  readonly #statuses = new Map<AccountId, EngineStatus>();

  /** @param persistence how passwords are kept on this computer; a token's status tells it of sign-ins */
  constructor(
    store: Pick<AccountStore, 'list' | 'identity'>,
    tokenStatus: (account: Account) => TokenStatus | null,
    persistence: 'encrypted' | 'session',
  ) {
    this.#persistence = persistence;
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
    return this.#store.list().map((account) => {
      const status = this.#statuses.get(account.id) ?? notStarted;
      const token = this.#tokenStatus(account);
      return {
        account,
        identity: account.auth.method === 'oauth2' ? this.#store.identity(account.auth.identityId) : null,
        status,
        token,
        secret: isMissing(status) ? 'missing' : (token?.persistence ?? this.#persistence),
      };
    });
  }
}

/** The engine asked for the password or sign-in, and there was none. */
function isMissing({ connection }: EngineStatus): boolean {
  if (connection.kind !== 'needs_sign_in') return false;
  const { reason } = connection.error.params;
  return reason === 'password_missing' || reason === 'no_sign_in' || reason === 'signed_out';
}
