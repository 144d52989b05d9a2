import type { Account, AccountId } from '../../shared/mail.ts';
import type { AuthLog } from '../auth/msal-client.ts';
import type { TokenService } from '../auth/token-service.ts';
import type { EngineAccount } from '../engine/contract.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import type { AccountStore } from './account-store.ts';
import type { EnginePort } from './engine-port.ts';

/** What the use cases of accounts stand on. */
export interface AccountPorts {
  readonly store: AccountStore;
  readonly secrets: SecretStore;
  readonly tokens: Pick<TokenService, 'accessToken' | 'forceRefresh' | 'adopt' | 'forget' | 'status'>;
  readonly engine: EnginePort;
  readonly log: AuthLog;
}

/** The vault's key of an account's password. */
export function passwordKey(id: AccountId): string {
  return `account-${id}`;
}

/** The part of an account that the engine is told. */
export function engineAccountOf(account: Account): EngineAccount {
  const { id, address, imap, connectionTimeoutSeconds } = account;
  return { id, address, imap, connectionTimeoutSeconds };
}
