import { randomUUID } from 'node:crypto';
import type { Account, AccountId, IdentityId, IdentitySettings } from '../../shared/mail.ts';
import { logText, type Reply, success } from '../../shared/reply.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';
import type { IdentityProviders } from '../auth/identity-provider.ts';
import type { TokenSource } from '../auth/token-source.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import type { Log } from '../platform/log.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import type { AccountStore } from './account-store.ts';
import type { EnginePort } from './engine-port.ts';

/** What the operations on accounts depend on. */
export interface AccountPorts {
  readonly store: AccountStore;
  readonly secrets: SecretStore;
  readonly providers: IdentityProviders;
  readonly tokens: Omit<TokenSource, 'needsSignIn' | 'onChange'>;
  readonly engine: EnginePort;
  readonly log: Log;
  /** The client secret that the organisation's profile has for a registration; null: none. */
  readonly organisationSecret?: (identity: IdentitySettings) => string | null;
}

/** The connection time-out of a new account, and of a test before there is one. */
export const defaultTimeoutSeconds = 30;

/** How a new account looks until the user says otherwise. */
const newLook: Pick<Account, 'label' | 'colour' | 'notify' | 'writing'> = {
  label: '',
  colour: null,
  notify: true,
  writing: defaultWriting,
};

/** A new account: whatever is not told is as usual. */
export function newAccount(
  told: Pick<Account, 'provider' | 'address' | 'displayName' | 'auth' | 'imap' | 'smtp'> & Partial<Account>,
): Account {
  const id = randomUUID() as string as AccountId;
  return { id, ...newLook, connectionTimeoutSeconds: defaultTimeoutSeconds, ...told };
}

/** The vault's key of an account's password. */
export function passwordKey(id: AccountId): string {
  return `account-${id}`;
}

/**
 * Deletes the secret that an account used before, unless another account still uses it. To be called once the settings
 * no longer name it. A failure is logged, and the sweep of the next start tries again. Errors: storage_failed.
 */
export async function forgetSecrets(ports: AccountPorts, former: Account): Promise<Reply<null>> {
  const { store, secrets, tokens, log } = ports;
  const { auth } = former;
  if (auth.method === 'oauth2' && store.identity(auth.identityId) !== null) return success(null);
  const deleted =
    auth.method === 'oauth2' ? await tokens.forget(auth.identityId) : await secrets.delete(passwordKey(former.id));
  if (!deleted.ok) log('warn', 'accounts', `A former sign-in was not deleted: ${logText(deleted.error)}`);
  return deleted;
}

/** The part of an account that the engine needs. */
export function engineAccountOf(account: Account): EngineAccount {
  const { id, address, displayName, imap, smtp, sending, writing, connectionTimeoutSeconds } = account;
  return { id, address, displayName, imap, smtp, sending, writing, connectionTimeoutSeconds };
}

/** The identity whose sign-in an account uses. @returns null when it uses a password */
export function identityOf(account: Pick<Account, 'auth'>): IdentityId | null {
  return account.auth.method === 'oauth2' ? account.auth.identityId : null;
}
