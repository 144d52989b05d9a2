import type { Account, Identity, ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { providerUnknown, signInRequired, tokenHostRefused } from '../auth/auth-errors.ts';
import { mayReceiveToken } from '../auth/identity-provider.ts';
import type { Credentials, MailPurpose } from '../mail/credentials.ts';
import { type AccountPorts, identityOf, passwordKey } from './account-ports.ts';
import type { EnginePort } from './engine-port.ts';
import { isPasswordSecret, passwordSecret, readPasswordSecret, serverKey } from './password-secret.ts';

/** Signs in at the account's IMAP server once. Errors: those of the failing step; cancelled. */
export async function tryMailbox(
  engine: EnginePort,
  account: Pick<Account, 'imap' | 'connectionTimeoutSeconds'>,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Reply<null>> {
  if (signal.aborted) return failure(cancelled());
  const tested = await engine.testConnection(account.imap, credentials, account.connectionTimeoutSeconds, signal);
  // The user cancelled: nothing is saved, even if the test passed.
  if (signal.aborted) return failure(cancelled());
  if (!tested.ok) return tested;
  if (tested.value.ok) return success(null);
  const error = tested.value.steps.find((step) => step.error !== null)?.error;
  return failure(error ?? { code: 'internal', params: { reason: 'test_without_reason' }, retryable: true });
}

/** Which credentials are needed: for which server, and after which refusal. */
export interface CredentialsRequest {
  readonly purpose: MailPurpose;
  /** The access token that the server just refused; null on a first request. */
  readonly rejected: string | null;
}

/**
 * The credentials for one connection to the account's server of the purpose. Errors: sign_in_required,
 * secret_unreadable, token_host_refused, and those of the token source.
 */
export async function credentialsOf(
  ports: Pick<AccountPorts, 'providers' | 'secrets' | 'store' | 'tokens'>,
  account: Account,
  request: CredentialsRequest,
  signal: AbortSignal,
): Promise<Reply<Credentials>> {
  const { secrets, store } = ports;
  const identityId = identityOf(account);
  if (identityId === null) {
    const kept = await secrets.read(passwordKey(account.id), isPasswordSecret);
    if (!kept.ok) return kept;
    if (request.purpose === 'graph') return failure(signInRequired('no_sign_in'));
    const secret = kept.value === null ? null : readPasswordSecret(kept.value);
    if (secret === null) return failure(passwordMissing());
    const server = account[request.purpose];
    if (secret.servers === undefined) {
      // An older Heron kept no servers. It never moved an account without trying the password there, so those of the
      // settings are the ones that it was entered for. If this is not saved, the next start does it.
      await secrets.write(passwordKey(account.id), passwordSecret(secret.username, secret.password, account));
    } else if (secret.servers[request.purpose] !== serverKey(server)) {
      return failure(passwordForOtherServer(server));
    }
    // The user name from the vault, with which the password was tested.
    return success(passwordCredentials(secret.username, secret.password));
  }
  const identity = store.identity(identityId);
  if (identity === null) return failure(signInRequired('no_sign_in'));
  return tokenCredentialsOf(ports, account, identity, request, signal);
}

/**
 * An identity's token for an account's server of the purpose. At an IMAP server the user name is the mailbox, which for
 * a shared one is not the person who signed in; for sending it is always that person (Exchange Online). Errors:
 * provider_unknown, token_host_refused (Q3), and those of the token source.
 */
export async function tokenCredentialsOf(
  { providers, tokens }: Pick<AccountPorts, 'providers' | 'tokens'>,
  account: Pick<Account, 'address' | 'imap' | 'smtp'>,
  identity: Identity,
  { purpose, rejected }: CredentialsRequest,
  signal: AbortSignal,
): Promise<Reply<Credentials>> {
  const provider = providers.find(identity.provider);
  if (provider === null) return failure(providerUnknown(identity.provider));
  // It came in from another program, and nobody has signed in yet.
  if (identity.clientId === '') return failure(signInRequired('no_sign_in'));
  // A token for Graph goes where the provider says, whatever the account's servers are: `sendThroughProvider`.
  const host = purpose === 'graph' ? null : account[purpose].host;
  if (host !== null && !mayReceiveToken(provider, identity, host)) return failure(tokenHostRefused(provider, host));
  const token = await tokens.accessToken({ identityId: identity.id, purpose, rejected }, signal);
  if (!token.ok) return token;
  const username = purpose !== 'imap' ? (identity.username ?? account.address) : account.address;
  return success({ kind: 'xoauth2', username, accessToken: token.value.token });
}

/** For LOGIN or PLAIN. */
export function passwordCredentials(username: string, password: string): Credentials {
  return { kind: 'password', username, password };
}

/** The user cancelled. */
export function cancelled(): AppError {
  return { code: 'cancelled', params: { reason: 'asked' }, retryable: false };
}

/** The stored password was entered for another server, port or encryption (Q3). */
export function passwordForOtherServer({ host, port }: ServerEndpoint): AppError {
  const params = { reason: 'password_for_other_server', server: `${host}:${port}` } as const;
  return { code: 'sign_in_required', params, retryable: false };
}

function passwordMissing(): AppError {
  return { code: 'sign_in_required', params: { reason: 'password_missing' }, retryable: false };
}
