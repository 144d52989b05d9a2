import { randomUUID } from 'node:crypto';
import type { Account, Identity, IdentityId } from '../../shared/mail.ts';
import type { MovedAccount } from '../../shared/moving.ts';
import { type AppError, failure, logText, type Reply, success } from '../../shared/reply.ts';
import { type AccountPorts, engineAccountOf, newAccount, passwordKey } from '../accounts/account-ports.ts';
import { accountExists } from '../accounts/account-store.ts';
import { namesOf } from '../accounts/oauth-accounts.ts';
import { passwordSecret } from '../accounts/password-secret.ts';
import type { SignInGrant } from '../auth/identity-provider.ts';
import type { IncomingAccount } from './incoming-account.ts';

export interface TakePorts extends Pick<AccountPorts, 'store' | 'secrets' | 'tokens' | 'engine' | 'log'> {
  /** Turns another program's refresh token into a sign-in of Heron. Errors: those of the provider. */
  readonly redeem: (identity: Identity, refreshToken: string, signal: AbortSignal) => Promise<Reply<SignInGrant>>;
}

/**
 * Adds an account that another program has. Its password goes into the vault together with the servers that it was found with; a refresh
 * token is redeemed first, which proves it and whose it is. An account whose secret stays behind, or is not taken, comes in all the same and
 * waits for its user. Nothing is overwritten: an address that is there already is refused.
 */
export async function takeAccount(
  ports: TakePorts,
  incoming: IncomingAccount,
  signal: AbortSignal,
): Promise<Omit<MovedAccount, 'key'>> {
  const { address } = incoming;
  if (ports.store.hasAddress(address)) {
    return { address, accountId: null, needs: null, error: accountExists(address) };
  }
  const { identity } = incoming;
  const taken =
    identity === null ? await withPassword(ports, incoming) : await withSignIn(ports, incoming, identity, signal);
  if (!taken.saved.ok) return { address, accountId: null, needs: null, error: taken.saved.error };
  const { account, needs, error } = taken;
  ports.log('info', 'accounts', `Took over an account (${account.auth.method}).`);
  await ports.engine.open(engineAccountOf(account));
  return { address, accountId: account.id, needs, error };
}

interface Taken extends Pick<MovedAccount, 'needs'> {
  readonly account: Account;
  readonly saved: Reply<null>;
  /** Why the secret did not come along; null where there was none, or it did. */
  readonly error: AppError | null;
}

async function withPassword(ports: TakePorts, incoming: IncomingAccount): Promise<Taken> {
  const { store, secrets } = ports;
  const { username, method, secret } = incoming;
  const account = accountOf(incoming, { method: method === 'app_password' ? method : 'password', username });
  const kept =
    secret?.kind === 'password'
      ? await secrets.write(passwordKey(account.id), passwordSecret(username, secret.password, account))
      : null;
  const saved = store.add(account, null);
  if (!saved.ok && kept !== null) await secrets.delete(passwordKey(account.id));
  const error = kept === null || kept.ok ? null : kept.error;
  return { account, saved, needs: kept?.ok === true ? null : 'password', error };
}

async function withSignIn(
  ports: TakePorts,
  incoming: IncomingAccount,
  settings: NonNullable<IncomingAccount['identity']>,
  signal: AbortSignal,
): Promise<Taken> {
  const { store, tokens, log } = ports;
  const id = randomUUID() as string as IdentityId;
  const blank: Identity = { ...settings, id, provider: incoming.provider, homeAccountId: null, grantedScopes: [] };
  const account = accountOf(incoming, { method: 'oauth2', identityId: id });
  const grant = await grantFor(ports, incoming, blank, signal);
  if (grant === null || !grant.ok) {
    if (grant !== null) log('warn', 'accounts', `A sign-in of another program was not taken: ${logText(grant.error)}`);
    return { account, saved: store.add(account, blank), needs: 'sign_in', error: grant === null ? null : grant.error };
  }
  const identity: Identity = { ...blank, ...namesOf(grant.value) };
  const takeBack = await tokens.adopt(identity, grant.value);
  const saved = store.add(account, identity);
  if (!saved.ok) await takeBack();
  return { account, saved, needs: null, error: null };
}

/** The sign-in that a refresh token of another program stands for, if it is the mailbox's own. Null: there is none to try. */
async function grantFor(
  ports: TakePorts,
  { secret, address }: IncomingAccount,
  identity: Identity,
  signal: AbortSignal,
): Promise<Reply<SignInGrant> | null> {
  if (secret?.kind !== 'refresh_token' || identity.clientId === '') return null;
  const grant = await ports.redeem(identity, secret.refreshToken, signal);
  if (!grant.ok) return grant;
  const { names, username } = grant.value;
  if (names.some((name) => name.toLowerCase() === address.toLowerCase())) return success(grant.value);
  const params = { reason: 'other_mailbox', actual: username, expected: address } as const;
  return failure({ code: 'identity_mismatch', params, retryable: false });
}

/** What the other program does not have is as with any new account. */
function accountOf(incoming: IncomingAccount, auth: Account['auth']): Account {
  const { provider, address, displayName, imap, smtp } = incoming;
  const { label, colour, notify, writing, sending, connectionTimeoutSeconds } = incoming;
  return newAccount({
    ...{ provider, address, displayName, auth, imap, smtp },
    ...(label !== undefined && { label }),
    ...(colour !== undefined && { colour }),
    ...(notify !== undefined && { notify }),
    ...(writing !== undefined && { writing }),
    ...(sending !== undefined && auth.method === 'oauth2' && { sending }),
    ...(connectionTimeoutSeconds !== undefined && { connectionTimeoutSeconds }),
  });
}
