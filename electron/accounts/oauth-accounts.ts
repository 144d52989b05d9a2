import { randomUUID } from 'node:crypto';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account, AccountId, Identity, IdentityId, IdentitySettings } from '../../shared/mail.ts';
import { type AppError, type ErrorCode, failure, type Reply, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { SignInGrant } from '../auth/device-code.ts';
import { mailScopes } from '../auth/providers.ts';
import type { SignInPlan } from '../auth/sign-in-manager.ts';
import {
  type AccountPorts,
  DEFAULT_TIMEOUT_SECONDS,
  engineAccountOf,
  forgetSecrets,
  newLook,
} from './account-ports.ts';
import { accountExists, accountMissing } from './account-store.ts';
import { cancelled, tokenCredentials, tryMailbox } from './mailbox-check.ts';
import { IDENTITY_BOUNDS } from './settings-schema.ts';

type InTurn = <T>(id: AccountId, task: () => Promise<T>) => Promise<T>;

/** What a sign-in is for, and what happens once somebody has signed in. Errors: account_exists, not_found, invalid_input. */
export function planSignIn(ports: AccountPorts, input: CallInput<'signIn.start'>, inTurn: InTurn): Reply<SignInPlan> {
  if (input.purpose === 'new_account') {
    if (ports.store.hasAddress(input.address)) return failure(accountExists(input.address));
    const { identity } = input;
    return success({
      identity,
      expected: [input.address],
      finish: (grant, signal) => addWithOAuth(ports, input, grant, signal),
    });
  }
  const account = ports.store.account(input.accountId);
  if (account === null) return failure(accountMissing());
  if (input.purpose === 'switch_to_oauth2') {
    const { identity, imap, smtp } = input;
    return success({
      identity,
      expected: [account.address],
      finish: (grant, signal) =>
        inTurn(account.id, () => switchToOAuth2(ports, account.id, { identity, imap, smtp }, grant, signal)),
    });
  }
  const identity = account.auth.method === 'oauth2' ? ports.store.identity(account.auth.identityId) : null;
  if (identity === null) {
    const message = texts().faults.accounts.hasPassword;
    return failure({ code: 'invalid_input', message, retryable: false });
  }
  // Who was confirmed once for a shared mailbox need not be confirmed again.
  const known = identity.username === null ? [] : [identity.username];
  return success({
    identity: { clientId: identity.clientId, tenant: identity.tenant, loginHost: identity.loginHost },
    expected: [account.address, ...known],
    finish: (grant, signal) => inTurn(account.id, () => signInAgain(ports, account.id, grant, signal)),
  });
}

async function addWithOAuth(
  ports: AccountPorts,
  input: CallInput<'signIn.start'> & { purpose: 'new_account' },
  grant: SignInGrant,
  signal: AbortSignal,
): Promise<Reply<AccountId>> {
  const identity = newIdentity(input.identity, grant);
  const account: Account = {
    id: randomUUID() as string as AccountId,
    provider: 'microsoft365',
    address: input.address,
    displayName: input.displayName,
    ...newLook,
    auth: { method: 'oauth2', identityId: identity.id },
    imap: input.imap,
    smtp: input.smtp,
    connectionTimeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
  };
  return proveAndSave(ports, account, identity, grant, signal, () => ports.store.add(account, identity));
}

async function switchToOAuth2(
  ports: AccountPorts,
  accountId: AccountId,
  settings: { readonly identity: IdentitySettings } & Pick<Account, 'imap' | 'smtp'>,
  grant: SignInGrant,
  signal: AbortSignal,
): Promise<Reply<AccountId>> {
  const { store } = ports;
  // As it is now: it may have changed while the code was entered.
  const former = store.account(accountId);
  if (former === null) return failure(accountMissing());
  const identity = newIdentity(settings.identity, grant);
  const account: Account = {
    ...former,
    provider: 'microsoft365',
    auth: { method: 'oauth2', identityId: identity.id },
    imap: settings.imap,
    smtp: settings.smtp,
  };
  const saved = await proveAndSave(ports, account, identity, grant, signal, () => store.replace(account, identity));
  if (!saved.ok) return saved;
  await forgetSecrets(ports, former);
  return saved;
}

async function signInAgain(
  ports: AccountPorts,
  accountId: AccountId,
  grant: SignInGrant,
  signal: AbortSignal,
): Promise<Reply<AccountId>> {
  const { store } = ports;
  const account = store.account(accountId);
  if (account === null) return failure(accountMissing());
  const former = account.auth.method === 'oauth2' ? store.identity(account.auth.identityId) : null;
  if (former === null) return failure(accountMissing());
  const identity: Identity = { ...former, ...namesOf(grant) };
  const saved = await proveAndSave(
    ports,
    account,
    identity,
    grant,
    signal,
    () => store.replaceIdentity(identity),
    isOutOfReach,
  );
  if (!saved.ok) return saved;
  for (const other of store.list()) {
    const shares = other.auth.method === 'oauth2' && other.auth.identityId === identity.id && other.id !== accountId;
    if (shares) await ports.engine.reconnect(other.id);
  }
  return saved;
}

/** The mail server said nothing of the sign-in, and may let it in later. */
const OUT_OF_REACH: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'dns_failed',
  'connection_refused',
  'connection_lost',
  'server_timeout',
  'throttled',
  'server_unavailable',
]);

/**
 * For a sign-in again: who signs in is proven by the identity provider, the mailbox is known from before, and the grant in place is most
 * likely dead. To ask for another code because the mail server is down would be a second prompt for nothing (T6).
 */
function isOutOfReach(error: AppError): boolean {
  return error.retryable && OUT_OF_REACH.has(error.code);
}

/**
 * Makes the grant durable (T4), tries the mailbox with it, saves the settings, and tells the engine. What fails takes back the steps
 * before it, so that the account keeps the sign-in it had.
 * @param forgives a failed test of the mailbox that does not stand in the way
 */
async function proveAndSave(
  ports: AccountPorts,
  account: Account,
  identity: Identity,
  grant: SignInGrant,
  signal: AbortSignal,
  save: () => Reply<null>,
  forgives: (error: AppError) => boolean = () => false,
): Promise<Reply<AccountId>> {
  const { tokens, engine, log } = ports;
  if (signal.aborted) return failure(cancelled());
  const takeBack = await tokens.adopt(identity, grant);
  const scopes = [mailScopes(identity.loginHost).imap];
  const token = await tokens.accessToken(identity.id, scopes, signal);
  const tried = token.ok
    ? await tryMailbox(engine, account, tokenCredentials(account.address, token.value.token), signal)
    : token;
  const saved = tried.ok || forgives(tried.error) ? save() : tried;
  if (!saved.ok) {
    await takeBack();
    return saved;
  }
  log('info', 'accounts', 'Saved a sign-in.');
  await engine.open(engineAccountOf(account));
  await engine.reconnect(account.id);
  return success(account.id);
}

function newIdentity(settings: IdentitySettings, grant: SignInGrant): Identity {
  const { clientId, tenant, loginHost } = settings;
  const id = randomUUID() as string as IdentityId;
  return { id, provider: 'microsoft365', clientId, tenant, loginHost, ...namesOf(grant) };
}

/** What the provider named, as far as the settings take it: too long a name is none, and no more scopes than anybody grants. */
function namesOf(grant: SignInGrant): Pick<Identity, 'homeAccountId' | 'username' | 'grantedScopes'> {
  const bounds = IDENTITY_BOUNDS;
  const grantedScopes = grant.grantedScopes
    .filter((scope) => scope.startsWith('https://') && scope.length <= bounds.scope)
    .slice(0, bounds.scopes);
  return {
    homeAccountId: grant.homeAccountId.length <= bounds.homeAccountId ? grant.homeAccountId : null,
    username: grant.username.length <= bounds.username ? grant.username : null,
    grantedScopes,
  };
}
