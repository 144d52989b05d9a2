import type { TokenInspection } from '../../shared/diagnosis.ts';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account, AccountId, IdentityId, TokenStatus } from '../../shared/mail.ts';
import { failure, logText, type Reply, success } from '../../shared/reply.ts';
import { providerUnknown, signInRequired } from '../auth/auth-errors.ts';
import type { SignInPlan } from '../auth/sign-in-manager.ts';
import type { Credentials } from '../mail/credentials.ts';
import { KeyedMutex } from '../platform/mutex.ts';
import {
  type AccountPorts,
  engineAccountOf,
  forgetSecrets,
  identityOf,
  newAccount,
  passwordKey,
} from './account-ports.ts';
import { accountExists, accountMissing } from './account-store.ts';
import {
  type CredentialsRequest,
  credentialsOf,
  passwordCredentials,
  passwordForOtherServer,
  tryMailbox,
} from './mailbox-check.ts';
import { addShared, planSignIn } from './oauth-accounts.ts';
import { isPasswordSecret, isSameServers, passwordSecret, serverKey } from './password-secret.ts';

/**
 * Adds, changes and removes accounts. Each change is tried against the server before it is saved. If a step fails, the
 * steps before it are undone, and the account keeps its id and its cached mail.
 */
export class AccountService {
  readonly #ports: AccountPorts;
  readonly #changes = new KeyedMutex<AccountId | IdentityId>();

  constructor(ports: AccountPorts) {
    this.#ports = ports;
  }

  /** `accounts.addWithPassword`. Errors: account_exists, the failing step's of the test, disk_full, storage_failed, secret_not_saved. */
  async addWithPassword(
    input: CallInput<'accounts.addWithPassword'>,
    signal: AbortSignal,
  ): Promise<Reply<{ readonly accountId: AccountId }>> {
    const { store, secrets, engine, log } = this.#ports;
    if (store.hasAddress(input.address)) return failure(accountExists(input.address));
    const { address, displayName, method, username, imap, smtp } = input;
    const auth = { method, username };
    const account = newAccount({ provider: 'generic', address, displayName, auth, imap, smtp });
    const tried = await tryMailbox(engine, account, passwordCredentials(input.username, input.password), signal);
    if (!tried.ok) return tried;
    const kept = await secrets.write(passwordKey(account.id), passwordSecret(input.username, input.password, account));
    if (!kept.ok) return kept;
    const saved = store.add(account, null);
    if (!saved.ok) {
      await secrets.delete(passwordKey(account.id));
      return saved;
    }
    log('info', 'accounts', `Added an account (${account.auth.method}).`);
    await engine.open(engineAccountOf(account));
    return success({ accountId: account.id });
  }

  /** For `signIn.start`: what is to happen when somebody has signed in. Errors: those of `planSignIn`. */
  planSignIn(input: CallInput<'signIn.start'>): Reply<SignInPlan> {
    return planSignIn(this.#ports, input, (id, task) => this.#inTurn(id, task));
  }

  /**
   * `accounts.addShared`: a mailbox on the sign-in of an account that is there, for example a shared one. Nobody signs in, and `user=` is the
   * mailbox's own address. Errors: account_exists, not_found, sign_in_required, provider_unknown, token_host_refused, the failing step's of
   * the test, disk_full, storage_failed.
   */
  async addShared(
    input: CallInput<'accounts.addShared'>,
    signal: AbortSignal,
  ): Promise<Reply<{ readonly accountId: AccountId }>> {
    const added = await addShared(this.#ports, input, signal);
    return added.ok ? success({ accountId: added.value }) : added;
  }

  /**
   * `accounts.update`. A changed IMAP server is tried first. An account with a password does not move to another server,
   * port or encryption without its password being entered again: the stored one was given for the former one (Q3).
   * Errors: not_found, sign_in_required (no password was entered), those of the failing step and of saving.
   */
  update(input: CallInput<'accounts.update'>, signal: AbortSignal): Promise<Reply<null>> {
    return this.#inTurn(input.accountId, async () => {
      const { store, engine } = this.#ports;
      const account = store.account(input.accountId);
      if (account === null) return failure(accountMissing());
      const { displayName, imap, smtp, connectionTimeoutSeconds } = input;
      const updated: Account = { ...account, displayName, imap, smtp, connectionTimeoutSeconds };
      const serverChanged = JSON.stringify(engineAccountOf(updated)) !== JSON.stringify(engineAccountOf(account));
      if (account.auth.method !== 'oauth2' && !isSameServers(account, updated)) {
        const { username } = account.auth;
        const moved = serverKey(account.imap) === serverKey(imap) ? smtp : imap;
        if (input.password === undefined) return failure(passwordForOtherServer(moved));
        const tried = await tryMailbox(engine, updated, passwordCredentials(username, input.password), signal);
        if (!tried.ok) return tried;
        const kept = await this.#saveWithPassword(updated, username, input.password);
        if (kept.ok) await engine.open(engineAccountOf(updated));
        return kept;
      }
      const { host, port, security } = account.imap;
      if (imap.host !== host || imap.port !== port || imap.security !== security) {
        const request = { purpose: 'imap', rejected: null } as const;
        // For the changed settings, because a token is not sent to a host other than its provider's.
        const credentials = await credentialsOf(this.#ports, updated, request, signal);
        if (!credentials.ok) return credentials;
        const tried = await tryMailbox(engine, updated, credentials.value, signal);
        if (!tried.ok) return tried;
      }
      const saved = store.replace(updated);
      if (saved.ok && serverChanged) await engine.open(engineAccountOf(updated));
      return saved;
    });
  }

  /** `accounts.setLook`. Neither the server nor the engine uses these settings, so they are only saved. */
  setLook({ accountId, label, colour, notify }: CallInput<'accounts.setLook'>): Promise<Reply<null>> {
    return this.#inTurn(accountId, async () => {
      const { store } = this.#ports;
      const account = store.account(accountId);
      return account === null ? failure(accountMissing()) : store.replace({ ...account, label, colour, notify });
    });
  }

  /** `accounts.setWriting`. No two of an account's senders have one address, since nobody could tell which one is meant. */
  setWriting({ accountId, writing }: CallInput<'accounts.setWriting'>): Promise<Reply<null>> {
    return this.#inTurn(accountId, async () => {
      const { store, engine } = this.#ports;
      const account = store.account(accountId);
      if (account === null) return failure(accountMissing());
      const keys = [account, ...writing.aliases].map(({ address }) => address.toLowerCase());
      const twice = keys.find((key, index) => keys.indexOf(key) !== index);
      if (twice !== undefined) return failure(accountExists(twice));
      const updated: Account = { ...account, writing };
      const saved = store.replace(updated);
      if (saved.ok) await engine.open(engineAccountOf(updated));
      return saved;
    });
  }

  /**
   * `accounts.setSending`. Microsoft Graph is chosen once its permission is there, and an account with a password has none. Errors:
   * permission_missing (the user signs in once with `allow_graph`), and those of `sendUrl`, of the token source and of saving.
   */
  setSending({ accountId, sending }: CallInput<'accounts.setSending'>, signal: AbortSignal): Promise<Reply<null>> {
    return this.#inTurn(accountId, async () => {
      const { store, engine } = this.#ports;
      const account = store.account(accountId);
      if (account === null) return failure(accountMissing());
      if (sending === 'graph') {
        const url = this.sendUrl(accountId);
        if (!url.ok) return url;
        const request = { purpose: 'graph', rejected: null } as const;
        const credentials = await credentialsOf(this.#ports, account, request, signal);
        if (!credentials.ok) return credentials;
      }
      const updated: Account = { ...account, sending };
      const saved = store.replace(updated);
      if (saved.ok) await engine.open(engineAccountOf(updated));
      return saved;
    });
  }

  /** `graph.send` of the engine: where the account's messages are handed over. Errors: not_found, sign_in_required, provider_unknown. */
  sendUrl(accountId: AccountId): Reply<string> {
    const { store, providers } = this.#ports;
    const account = store.account(accountId);
    if (account === null) return failure(accountMissing());
    const identityId = identityOf(account);
    const identity = identityId === null ? null : store.identity(identityId);
    if (identity === null) return failure(signInRequired('no_sign_in'));
    const url = providers.find(identity.provider)?.sendUrl?.(identity) ?? null;
    return url === null ? failure(providerUnknown(identity.provider)) : success(url);
  }

  /** Microsoft Graph wants the account's next sign-in to bring more (`claimsInChallenge`). */
  async graphChallenged(accountId: AccountId, claims: string): Promise<void> {
    const account = this.#ports.store.account(accountId);
    const identityId = account === null ? null : identityOf(account);
    if (identityId !== null) await this.#ports.tokens.challenged(identityId, 'graph', claims);
  }

  /** `accounts.reorder`: the order wherever accounts are listed. */
  reorder(accountIds: readonly AccountId[]): Reply<null> {
    return this.#ports.store.reorder(accountIds);
  }

  /** `accounts.switchToPassword`, also used for a changed password. The former secret is deleted last. */
  switchToPassword(input: CallInput<'accounts.switchToPassword'>, signal: AbortSignal): Promise<Reply<null>> {
    return this.#inTurn(input.accountId, async () => {
      const { store, engine, log } = this.#ports;
      const account = store.account(input.accountId);
      if (account === null) return failure(accountMissing());
      const auth = { method: input.method, username: input.username };
      // Microsoft Graph takes no passwords.
      const updated: Account = { ...account, auth, sending: undefined };
      const tried = await tryMailbox(engine, updated, passwordCredentials(input.username, input.password), signal);
      if (!tried.ok) return tried;
      const saved = await this.#saveWithPassword(updated, input.username, input.password);
      if (!saved.ok) return saved;
      if (account.auth.method === 'oauth2') await forgetSecrets(this.#ports, account);
      log('info', 'accounts', `Switched an account to ${input.method}.`);
      await engine.open(engineAccountOf(updated));
      await engine.reconnect(updated.id, 'credentials');
      return success(null);
    });
  }

  /** `accounts.inspectToken`. Errors: not_found, invalid_input (it has a password). */
  inspectToken(accountId: AccountId): Reply<TokenInspection> {
    const signedIn = this.#signedIn(accountId);
    return signedIn.ok ? success(this.#ports.tokens.inspect(signedIn.value.id, signedIn.value.address)) : signedIn;
  }

  /** `accounts.refreshToken`. Errors: not_found, invalid_input (it has a password), those of the token source. */
  async refreshToken(accountId: AccountId): Promise<Reply<null>> {
    const signedIn = this.#signedIn(accountId);
    return signedIn.ok ? this.#ports.tokens.refresh(signedIn.value.id) : signedIn;
  }

  /**
   * `accounts.signOut`: all accounts on the same sign-in end their connections, which asked for a token when they were opened and for none
   * since. Nothing else of them is touched. Errors: not_found, invalid_input (it has a password), those of the token source.
   */
  signOut(accountId: AccountId): Promise<Reply<null>> {
    return this.#inTurn(accountId, async () => {
      const signedIn = this.#signedIn(accountId);
      if (!signedIn.ok) return signedIn;
      const { id } = signedIn.value;
      return this.#inTurn(id, async () => {
        const { store, tokens, engine, log } = this.#ports;
        const ended = await tokens.signOut(id);
        log('info', 'accounts', 'Signed out.');
        for (const account of store.list().filter((each) => identityOf(each) === id)) {
          await engine.open(engineAccountOf(account));
        }
        return ended;
      });
    });
  }

  /** The sign-in of an account, and its mailbox. */
  #signedIn(accountId: AccountId): Reply<{ readonly id: IdentityId; readonly address: string }> {
    const account = this.#ports.store.account(accountId);
    if (account === null) return failure(accountMissing());
    const id = identityOf(account);
    if (id === null || this.#ports.store.identity(id) === null) {
      return failure({ code: 'invalid_input', params: { reason: 'has_password' }, retryable: false });
    }
    return success({ id, address: account.address });
  }

  /** `accounts.remove`: the account, its cache and its secrets, and its sign-in if no other account uses it. */
  remove(accountId: AccountId): Promise<Reply<null>> {
    return this.#inTurn(accountId, async () => {
      const { store, secrets, engine, log } = this.#ports;
      const account = store.account(accountId);
      if (account === null) return failure(accountMissing());
      const removed = store.remove(accountId);
      if (!removed.ok) return removed;
      // The account is gone now. Each of the following steps is tried even if one before it failed.
      const erased = await engine.erase(accountId);
      if (!erased.ok) log('warn', 'accounts', `An account's mail was not deleted: ${logText(erased.error)}`);
      const forgotten = await forgetSecrets(this.#ports, account);
      // A password used before a switch to OAuth2, if its deletion failed then.
      if (account.auth.method === 'oauth2') await secrets.delete(passwordKey(account.id));
      return erased.ok ? forgotten : erased;
    });
  }

  /** `credentials.get` of the engine. Errors: not_found, and those of `credentialsOf`. */
  credentialsFor(
    { accountId, ...request }: CredentialsRequest & { readonly accountId: AccountId },
    signal: AbortSignal,
  ): Promise<Reply<Credentials>> {
    const account = this.#ports.store.account(accountId);
    if (account === null) return Promise.resolve(failure(accountMissing()));
    return credentialsOf(this.#ports, account, request, signal);
  }

  /** The sign-in half of an account's status; null for an account with a password. */
  tokenStatus(account: Account): TokenStatus | null {
    return account.auth.method === 'oauth2' ? this.#ports.tokens.status(account.auth.identityId) : null;
  }

  /** Saves an account and the password that was tested with its servers; neither is changed if one cannot be saved. */
  async #saveWithPassword(account: Account, username: string, password: string): Promise<Reply<null>> {
    const { store, secrets, log } = this.#ports;
    const secret = passwordSecret(username, password, account);
    const kept = await secrets.replace(passwordKey(account.id), secret, isPasswordSecret);
    if (!kept.saved.ok) return kept.saved;
    const saved = store.replace(account);
    if (saved.ok) return saved;
    const undone = await kept.undo();
    if (!undone.ok) log('warn', 'accounts', `The former password was not put back: ${logText(undone.error)}`);
    return saved;
  }

  /** Runs changes of one account, and sign-ins of one identity, one after the other. */
  #inTurn<T>(id: AccountId | IdentityId, task: () => Promise<T>): Promise<T> {
    return this.#changes.run(id, task);
  }
}
