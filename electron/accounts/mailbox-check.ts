import type { Account } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { mailScopes } from '../auth/providers.ts';
import type { Credentials } from '../mail/credentials.ts';
import { type AccountPorts, passwordKey } from './account-ports.ts';
import type { EnginePort } from './engine-port.ts';
import { isPasswordSecret, readPasswordSecret } from './password-secret.ts';

/** Signs in at the account's IMAP server once. Errors: those of the failing step; cancelled. */
export async function tryMailbox(
  engine: EnginePort,
  account: Pick<Account, 'imap' | 'connectionTimeoutSeconds'>,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Reply<null>> {
  if (signal.aborted) return failure(cancelled());
  const tested = await engine.testConnection(account.imap, credentials, account.connectionTimeoutSeconds, signal);
  // The user left; a test that passed all the same saves nothing.
  if (signal.aborted) return failure(cancelled());
  if (!tested.ok) return tested;
  if (tested.value.ok) return success(null);
  const error = tested.value.steps.find((step) => step.error !== null)?.error;
  return failure(error ?? { code: 'internal', message: texts().faults.accounts.testWithoutReason, retryable: true });
}

/**
 * What the engine signs in with, for one connection. Errors: sign_in_required, secret_unreadable, and what the token service answers.
 * @param rejected the access token that the server just refused
 */
export async function credentialsOf(
  ports: Pick<AccountPorts, 'secrets' | 'store' | 'tokens'>,
  account: Account,
  rejected: string | null,
  signal: AbortSignal,
): Promise<Reply<Credentials>> {
  const { secrets, store, tokens } = ports;
  if (account.auth.method !== 'oauth2') {
    const kept = await secrets.read(passwordKey(account.id), isPasswordSecret);
    if (!kept.ok) return kept;
    const secret = kept.value === null ? null : readPasswordSecret(kept.value);
    if (secret === null) return failure(passwordMissing());
    // The vault's user name: the one that the password was proven with.
    return success(passwordCredentials(secret.username, secret.password));
  }
  const { identityId } = account.auth;
  const identity = store.identity(identityId);
  const scopes = [mailScopes(identity?.loginHost ?? '').imap];
  const token =
    rejected === null
      ? await tokens.accessToken(identityId, scopes, signal)
      : await tokens.forceRefresh(identityId, scopes, rejected, signal);
  if (!token.ok) return token;
  return success(tokenCredentials(account.address, token.value.token));
}

/** For LOGIN or PLAIN. */
export function passwordCredentials(username: string, password: string): Credentials {
  return { kind: 'password', username, password };
}

/** For XOAUTH2. @param address the mailbox, which for a shared one is not who signed in */
export function tokenCredentials(address: string, accessToken: string): Credentials {
  return { kind: 'xoauth2', username: address, accessToken };
}

/** The user left. */
export function cancelled(): AppError {
  return { code: 'cancelled', message: texts().faults.cancelled, retryable: false };
}

function passwordMissing(): AppError {
  return { code: 'sign_in_required', message: texts().faults.accounts.passwordMissing, retryable: false };
}
