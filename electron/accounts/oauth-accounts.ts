import { randomUUID } from 'node:crypto';
import type { CallInput } from '../../shared/ipc.ts';
import type { Account, AccountId, Identity, IdentityId, IdentitySettings } from '../../shared/mail.ts';
import { type AppError, type ErrorCode, failure, type Reply, success } from '../../shared/reply.ts';
import { providerUnknown, signInRequired, tokenHostRefused } from '../auth/auth-errors.ts';
import {
  type IdentityProvider,
  isSameRegistration,
  mayReceiveToken,
  type SignInGrant,
} from '../auth/identity-provider.ts';
import type { SignInPlan } from '../auth/sign-in-manager.ts';
import { type AccountPorts, engineAccountOf, forgetSecrets, identityOf, newAccount } from './account-ports.ts';
import { accountExists, accountMissing } from './account-store.ts';
import { cancelled, tokenCredentialsOf, tryMailbox } from './mailbox-check.ts';
import { identityBounds } from './settings-schema.ts';

type InTurn = <T>(id: AccountId | IdentityId, task: () => Promise<T>) => Promise<T>;

/**
 * Plans a sign-in: what it is for, and what follows it. Errors: account_exists, not_found, invalid_input,
 * provider_unknown, token_host_refused.
 */
export function planSignIn(ports: AccountPorts, input: CallInput<'signIn.start'>, inTurn: InTurn): Reply<SignInPlan> {
  if (input.purpose === 'sign_in_again') return planSignInAgain(ports, input.accountId, inTurn, null);
  if (input.purpose === 'allow_graph') return planSignInAgain(ports, input.accountId, inTurn, 'graph');
  const wanted = wantedProvider(ports, input);
  if (!wanted.ok) return wanted;
  const provider = wanted.value;
  const { identity } = input;
  const clientSecret = async () =>
    input.clientSecret ?? ports.organisationSecret?.(identity) ?? (await formerSecret(ports, input));
  if (input.purpose === 'new_account') {
    if (ports.store.hasAddress(input.address)) return failure(accountExists(input.address));
    return success({
      provider,
      identity,
      expected: [input.address],
      loginHint: input.address,
      clientSecret,
      finish: (grant, signal) => addWithOAuth(ports, provider, input, grant, signal),
    });
  }
  const account = ports.store.account(input.accountId);
  if (account === null) return failure(accountMissing());
  return success({
    provider,
    identity,
    expected: [account.address],
    loginHint: account.address,
    clientSecret,
    finish: (grant, signal) =>
      inTurn(account.id, () => switchToOAuth2(ports, provider, account.id, input, grant, signal)),
  });
}

/**
 * The secret that an account's registration has already, where no other one was typed. It goes to the provider that it was entered for, and to
 * no other one.
 */
async function formerSecret(ports: AccountPorts, input: CallInput<'signIn.start'>): Promise<string | null> {
  if (input.purpose !== 'switch_to_oauth2') return null;
  const account = ports.store.account(input.accountId);
  const identityId = account === null ? null : identityOf(account);
  const former = identityId === null ? null : ports.store.identity(identityId);
  if (former === null || former.provider !== (input.provider ?? ports.providers.standard.id)) return null;
  return isSameRegistration(former, input.identity) ? ports.tokens.clientSecret(former.id) : null;
}

/** The provider of a new sign-in. Its input is checked here, before the user signs in. */
function wantedProvider(
  { providers }: AccountPorts,
  { provider: id, identity, imap }: Exclude<CallInput<'signIn.start'>, { purpose: 'sign_in_again' | 'allow_graph' }>,
): Reply<IdentityProvider> {
  const provider = id === undefined ? providers.standard : providers.find(id);
  if (provider === null) return failure(providerUnknown(id ?? ''));
  if (provider.tenants.length > 0 && identity.tenant === '') {
    const params = { reason: 'tenant_missing', provider: provider.name } as const;
    return failure({ code: 'invalid_input', params, retryable: false });
  }
  if (!mayReceiveToken(provider, identity, imap.host)) return failure(tokenHostRefused(provider, imap.host));
  return success(provider);
}

/** @param asked the permission that this sign-in adds; null: the same as before */
function planSignInAgain(
  ports: AccountPorts,
  accountId: AccountId,
  inTurn: InTurn,
  asked: 'graph' | null,
): Reply<SignInPlan> {
  const { store, providers } = ports;
  const account = store.account(accountId);
  if (account === null) return failure(accountMissing());
  const identityId = identityOf(account);
  const identity = identityId === null ? null : store.identity(identityId);
  if (identity === null) {
    return failure({ code: 'invalid_input', params: { reason: 'has_password' }, retryable: false });
  }
  const provider = providers.find(identity.provider);
  if (provider === null) return failure(providerUnknown(identity.provider));
  const { clientId, tenant, loginHost, options } = identity;
  // The user who was confirmed for a shared mailbox before need not be confirmed again.
  const known = identity.username === null ? [] : [identity.username];
  return success({
    provider,
    identity: { clientId, tenant, loginHost, options },
    ...(asked === null ? {} : { purpose: asked }),
    claims: ports.tokens.claims(identity.id),
    expected: [account.address, ...known],
    loginHint: identity.username ?? account.address,
    clientSecret: () => ports.tokens.clientSecret(identity.id),
    // Also one after the other by identity: with two accounts on one identity, neither undoes what the other has just
    // saved.
    finish: (grant, signal) =>
      inTurn(account.id, () => inTurn(identity.id, () => signInAgain(ports, account.id, grant, signal, asked))),
  });
}

async function addWithOAuth(
  ports: AccountPorts,
  provider: IdentityProvider,
  input: CallInput<'signIn.start'> & { purpose: 'new_account' },
  grant: SignInGrant,
  signal: AbortSignal,
): Promise<Reply<AccountId>> {
  const identity = newIdentity(provider, input.identity, grant);
  const { address, displayName, imap, smtp } = input;
  const auth = { method: 'oauth2', identityId: identity.id } as const;
  const account = newAccount({ provider: provider.id, address, displayName, auth, imap, smtp });
  return proveAndSave(ports, account, identity, grant, signal, () => ports.store.add(account, identity));
}

/**
 * Adds a mailbox at the servers of an account, with its sign-in, and sends in the same way. Errors: account_exists, not_found,
 * sign_in_required, those of the token and of the failing step.
 */
export async function addShared(
  ports: AccountPorts,
  { accountId, address, displayName }: CallInput<'accounts.addShared'>,
  signal: AbortSignal,
): Promise<Reply<AccountId>> {
  const { store, engine, log } = ports;
  if (store.hasAddress(address)) return failure(accountExists(address));
  const owner = store.account(accountId);
  if (owner === null) return failure(accountMissing());
  const identityId = identityOf(owner);
  const identity = identityId === null ? null : store.identity(identityId);
  if (identity === null) return failure(signInRequired('no_sign_in'));
  const { imap, smtp, sending } = owner;
  const auth = { method: 'oauth2', identityId: identity.id } as const;
  const { provider } = identity;
  const account: Account = { ...newAccount({ provider, address, displayName, auth, imap, smtp }), sending };
  const credentials = await tokenCredentialsOf(ports, account, identity, { purpose: 'imap', rejected: null }, signal);
  if (!credentials.ok) return credentials;
  const tried = await tryMailbox(engine, account, credentials.value, signal);
  if (!tried.ok) return tried;
  // The identity may have been removed with its last account meanwhile.
  if (store.identity(identity.id) === null) return failure(signInRequired('no_sign_in'));
  const saved = store.add(account, null);
  if (!saved.ok) return saved;
  log('info', 'accounts', 'Added an account on a sign-in that was there.');
  await engine.open(engineAccountOf(account));
  return success(account.id);
}

async function switchToOAuth2(
  ports: AccountPorts,
  provider: IdentityProvider,
  accountId: AccountId,
  settings: { readonly identity: IdentitySettings } & Pick<Account, 'imap' | 'smtp'>,
  grant: SignInGrant,
  signal: AbortSignal,
): Promise<Reply<AccountId>> {
  const { store } = ports;
  // Read again, because the account may have changed while the code was entered.
  const former = store.account(accountId);
  if (former === null) return failure(accountMissing());
  const identity = newIdentity(provider, settings.identity, grant);
  const account: Account = {
    ...former,
    provider: provider.id,
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
  asked: 'graph' | null,
): Promise<Reply<AccountId>> {
  const { store, engine } = ports;
  const before = store.account(accountId);
  if (before === null) return failure(accountMissing());
  const account: Account = asked === null ? before : { ...before, sending: asked };
  const identityId = identityOf(account);
  const former = identityId === null ? null : store.identity(identityId);
  if (former === null) return failure(accountMissing());
  const others = store.list().filter((other) => other.id !== accountId && identityOf(other) === former.id);
  const names = namesOf(asked === null ? grant : withFormerScopes(grant, former));
  if (others.length > 0 && former.homeAccountId !== null && names.homeAccountId !== former.homeAccountId) {
    // Another user signed in, so the other mailboxes keep the former identity, with which they were tested.
    const identity: Identity = { ...former, ...names, id: newIdentityId() };
    const own: Account = { ...account, auth: { method: 'oauth2', identityId: identity.id } };
    return proveAndSave(ports, own, identity, grant, signal, () => store.replace(own, identity));
  }
  const identity: Identity = { ...former, ...names };
  const save = () => (asked === null ? store.replaceIdentity(identity) : store.replace(account, identity));
  const saved = await proveAndSave(ports, account, identity, grant, signal, save, isOutOfReach);
  if (!saved.ok) return saved;
  for (const other of others) await engine.reconnect(other.id, 'credentials');
  return saved;
}

/** The scopes of a sign-in that asked for one permission more: the same person keeps those of the sign-ins before. */
function withFormerScopes(grant: SignInGrant, former: Identity): SignInGrant {
  if (former.homeAccountId !== grant.homeAccountId) return grant;
  return { ...grant, grantedScopes: [...new Set([...former.grantedScopes, ...grant.grantedScopes])] };
}

/** Errors after which the mail server may still accept the sign-in later. */
const outOfReach: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'dns_failed',
  'proxy_failed',
  'connection_refused',
  'connection_lost',
  'server_timeout',
  'throttled',
  'server_unavailable',
]);

/**
 * Whether a failed mailbox test may be ignored when the user signs in again: the identity provider has proven who
 * signed in, the mailbox was tested before, and the former grant is most likely invalid. Asking for another code
 * because the mail server is down would be a needless prompt (T6).
 */
function isOutOfReach(error: AppError): boolean {
  return error.retryable && outOfReach.has(error.code);
}

/**
 * Saves the grant (T4), tests the mailbox with it, saves the settings, and informs the engine. If a step fails, those
 * before it are undone, so that the account keeps its former sign-in.
 * @param forgives whether a failed mailbox test is ignored
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
  const credentials = await tokenCredentialsOf(ports, account, identity, { purpose: 'imap', rejected: null }, signal);
  const tried = credentials.ok ? await tryMailbox(engine, account, credentials.value, signal) : credentials;
  const saved = tried.ok || forgives(tried.error) ? save() : tried;
  if (!saved.ok) {
    await takeBack();
    return saved;
  }
  log('info', 'accounts', 'Saved a sign-in.');
  await engine.open(engineAccountOf(account));
  await engine.reconnect(account.id, 'credentials');
  return success(account.id);
}

function newIdentity(provider: IdentityProvider, settings: IdentitySettings, grant: SignInGrant): Identity {
  return { id: newIdentityId(), provider: provider.id, ...settings, ...namesOf(grant) };
}

function newIdentityId(): IdentityId {
  return randomUUID() as string as IdentityId;
}

/** Scopes that tell who signed in (OpenID Connect Core, sections 5.4 and 11) and permit nothing. */
const signInScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);

/**
 * The names and scopes from the provider, within the bounds of the settings: a name that is too long is dropped, and so
 * are scopes beyond the limit.
 */
export function namesOf(grant: SignInGrant): Pick<Identity, 'homeAccountId' | 'username' | 'grantedScopes'> {
  const bounds = identityBounds;
  const grantedScopes = grant.grantedScopes
    .filter((scope) => !signInScopes.has(scope) && scope.length <= bounds.scope)
    .slice(0, bounds.scopes);
  return {
    homeAccountId: grant.homeAccountId.length <= bounds.homeAccountId ? grant.homeAccountId : null,
    username: grant.username.length <= bounds.username ? grant.username : null,
    grantedScopes,
  };
}
