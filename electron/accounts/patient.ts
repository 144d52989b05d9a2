import type { CallInput } from '../../shared/ipc.ts';
import type { Account, ConnectionState, Identity, SignInId, SignInState } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { signInRequired } from '../auth/auth-errors.ts';
import type { IdentityProviders } from '../auth/identity-provider.ts';
import type { Patient } from '../diagnosis/ladder.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';
import type { Credentials } from '../mail/credentials.ts';
import { passwordCredentials } from './mailbox-check.ts';

/** What a diagnosis has to know of an account, and of what keeps it from trying by itself. @param clock milliseconds since the epoch, and by how many that is known to be wrong */
export function patientOf(
  account: Account,
  identity: Identity | null,
  connection: ConnectionState,
  providers: IdentityProviders,
  repeatRefused: boolean,
  { now, wrongBy: clockWrongBy }: { readonly now: number; readonly wrongBy: number | null },
): Patient {
  const { address, auth, imap, smtp, sending } = account;
  const provider = identity === null ? null : providers.find(identity.provider);
  const scopes = identity === null || provider === null ? [] : provider.scopes(identity, 'imap');
  return {
    address,
    method: auth.method,
    imap,
    smtp: sending === 'graph' ? null : smtp,
    expected: { address, scopes, audiences: identity === null ? null : (provider?.mailAudiences?.(identity) ?? null) },
    block: blockOf(connection, serverName(imap), now),
    repeatRefused,
    clockWrongBy,
  };
}

/** A connection test of setup that failed. */
export interface FailedTest {
  readonly testId: string;
  readonly error: AppError;
}

/**
 * The same for what was typed in setup. A sign-in that failed lends no token: its own error is what the rung of credentials met.
 * @param lastRefusal the connection test that failed last; where it is that of this password, the ladder heeds why
 */
export function newcomerOf(
  { address, imap, smtp, by, repeatRefused }: CallInput<'diagnosis.runSetup'>,
  lastRefusal: FailedTest | null,
  stateOf: (id: SignInId) => Reply<SignInState>,
  clockWrongBy: number | null,
): { readonly patient: Patient; readonly lent: Reply<Credentials> } {
  const expected = { address, scopes: [], audiences: null };
  const isPassword = by.kind === 'password';
  const block = isPassword && lastRefusal?.testId === by.testId ? lastRefusal.error : null;
  const method = isPassword ? by.method : 'oauth2';
  const patient: Patient = { address, method, imap, smtp, expected, block, repeatRefused, clockWrongBy };
  if (isPassword) return { patient, lent: success(passwordCredentials(by.username, by.password)) };
  const state = stateOf(by.signInId);
  const error = !state.ok ? state.error : 'error' in state.value ? state.value.error : signInRequired('no_sign_in');
  return { patient, lent: failure(error) };
}

function blockOf(connection: ConnectionState, server: string, now: number): AppError | null {
  if (connection.kind === 'needs_sign_in') return connection.error;
  if (connection.kind !== 'throttled') return null;
  return makeError('throttled', { reason: 'wait', server }, { retryAfterMs: Math.max(0, connection.until - now) });
}
