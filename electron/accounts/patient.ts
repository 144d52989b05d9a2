import type { Account, ConnectionState, Identity } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { IdentityProviders } from '../auth/identity-provider.ts';
import type { Patient } from '../diagnosis/ladder.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';

/** What a diagnosis has to know of an account, and of what keeps it from trying by itself. @param now milliseconds since the epoch */
export function patientOf(
  account: Account,
  identity: Identity | null,
  connection: ConnectionState,
  providers: IdentityProviders,
  repeatRefused: boolean,
  now: number,
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
  };
}

function blockOf(connection: ConnectionState, server: string, now: number): AppError | null {
  if (connection.kind === 'needs_sign_in') return connection.error;
  if (connection.kind !== 'throttled') return null;
  return makeError('throttled', { reason: 'wait', server }, { retryAfterMs: Math.max(0, connection.until - now) });
}
