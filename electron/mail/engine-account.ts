import type { Account, ConnectionState } from '../../shared/mail.ts';

/** An account as the engine needs it. Without `writing`: no aliases and no signature. */
export type EngineAccount = Pick<
  Account,
  'id' | 'address' | 'displayName' | 'imap' | 'smtp' | 'sending' | 'connectionTimeoutSeconds'
> &
  Partial<Pick<Account, 'writing'>>;

/**
 * Why an account's connections are to be looked at. `user`: the user asked for another attempt. `network`: the network
 * changed, or the computer or its screen woke up. `credentials`: the user signed in or entered a password. `token`: the
 * access token was renewed. `grant_ended`: the identity provider ended the grant.
 */
export type ReconnectCause = 'user' | 'network' | 'credentials' | 'token' | 'grant_ended';

/** Why nothing is tried until the user acts or a time has come; kept while the engine is started anew. */
export type KeptBlock = Extract<ConnectionState, { kind: 'throttled' | 'needs_sign_in' }>;

/** The block among the states of a connection; null for those that pass by themselves. */
export function keptBlock(connection: ConnectionState): KeptBlock | null {
  return connection.kind === 'throttled' || connection.kind === 'needs_sign_in' ? connection : null;
}
