import type { Account, AccountId, Identity, IdentityId } from '../../shared/mail.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { Listeners, nameOfThrown } from '../platform/listeners.ts';
import type { Log } from '../platform/log.ts';
import type { SettingsFile } from '../platform/settings-file.ts';
import { loadSettings, saveSettings } from './settings-document.ts';
import type { Settings } from './settings-schema.ts';

/** The accounts, identities and preferences. What it returns is always what the settings file holds. */
export class AccountStore {
  #settings: Settings;
  readonly #file: SettingsFile;
  readonly #changes: Listeners<Settings>;

  constructor(file: SettingsFile, settings: Settings, log: Log) {
    this.#file = file;
    this.#settings = settings;
    this.#changes = new Listeners((cause) => {
      log('error', 'accounts', `A listener to accounts broke: ${nameOfThrown(cause)}`);
    });
  }

  list(): readonly Account[] {
    return this.#settings.accounts;
  }

  account(id: AccountId): Account | null {
    return this.#settings.accounts.find((account) => account.id === id) ?? null;
  }

  identity(id: IdentityId): Identity | null {
    return this.#settings.identities.find((identity) => identity.id === id) ?? null;
  }

  identities(): readonly Identity[] {
    return this.#settings.identities;
  }

  /**
   * Whether an account has this address. Case is ignored: domains have none, and mail providers ignore it in user
   * names.
   */
  hasAddress(address: string): boolean {
    return this.#settings.accounts.some((account) => account.address.toLowerCase() === address.toLowerCase());
  }

  /** Adds an account, and its new identity with it, in one write. Errors: account_exists, disk_full, storage_failed. */
  add(account: Account, identity: Identity | null): Reply<null> {
    if (this.hasAddress(account.address)) return failure(accountExists(account.address));
    return this.#change({
      ...this.#settings,
      accounts: [...this.#settings.accounts, account],
      identities: identity === null ? this.#settings.identities : [...this.#settings.identities, identity],
    });
  }

  /** Replaces an account, and adds or replaces the identity given, in one write; drops identities that nothing uses any more. */
  replace(account: Account, identity: Identity | null = null): Reply<null> {
    if (this.account(account.id) === null) return failure(accountMissing());
    const others = this.#settings.identities.filter(({ id }) => id !== identity?.id);
    return this.#change({
      ...this.#settings,
      accounts: this.#settings.accounts.map((old) => (old.id === account.id ? account : old)),
      identities: identity === null ? others : [...others, identity],
    });
  }

  /** Replaces an identity after a sign-in or a refresh. */
  replaceIdentity(identity: Identity): Reply<null> {
    return this.#change({
      ...this.#settings,
      identities: this.#settings.identities.map((old) => (old.id === identity.id ? identity : old)),
    });
  }

  /** Removes an account, and its identity if nothing else uses it. */
  remove(id: AccountId): Reply<null> {
    return this.#change({
      ...this.#settings,
      accounts: this.#settings.accounts.filter((account) => account.id !== id),
    });
  }

  preferences(): Preferences {
    return this.#settings.preferences;
  }

  /** Senders whose images are loaded, lower case. */
  imageSenders(): readonly string[] {
    return this.#settings.imageSenders;
  }

  /** Replaces what the user chose. Errors: disk_full, storage_failed; then all is as it was. */
  savePreferences(preferences: Preferences): Reply<null> {
    return this.#change({ ...this.#settings, preferences });
  }

  saveImageSenders(imageSenders: readonly string[]): Reply<null> {
    return this.#change({ ...this.#settings, imageSenders });
  }

  /** Puts the accounts in the order of `ids`; those that it does not name come last, in their present order. */
  reorder(ids: readonly AccountId[]): Reply<null> {
    const rank = (id: AccountId) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    return this.#change({
      ...this.#settings,
      accounts: this.#settings.accounts.toSorted((a, b) => rank(a.id) - rank(b.id)),
    });
  }

  /** Calls the listener after each change is on disk. @returns unsubscribes */
  onChange(listener: (settings: Settings) => void): () => void {
    return this.#changes.add(listener);
  }

  #change(next: Settings): Reply<null> {
    const used = new Set(next.accounts.map(({ auth }) => (auth.method === 'oauth2' ? auth.identityId : null)));
    const settings = { ...next, identities: next.identities.filter(({ id }) => used.has(id)) };
    const saved = saveSettings(this.#file, settings);
    if (!saved.ok) return saved;
    this.#settings = settings;
    this.#changes.tell(settings);
    return saved;
  }
}

/** Opens the settings. `notice`: the file was damaged and set aside. Errors: settings_damaged (newer Heron), storage_failed. */
export function openAccountStore(
  file: SettingsFile,
  now: Date,
  log: Log = () => undefined,
): Reply<{ readonly store: AccountStore; readonly notice: AppError | null }> {
  const loaded = loadSettings(file, now);
  if (!loaded.ok) return loaded;
  return success({ store: new AccountStore(file, loaded.value.settings, log), notice: loaded.value.notice });
}

/** The account does not exist, or was removed. */
export function accountMissing(): AppError {
  return { code: 'not_found', params: { reason: 'account' }, retryable: false };
}

/** An account with this address exists already. */
export function accountExists(address: string): AppError {
  return { code: 'account_exists', params: { reason: 'address', address }, retryable: false };
}
