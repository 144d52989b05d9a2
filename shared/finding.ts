import type { AuthMethod } from './mail.ts';
import type { AppError } from './reply.ts';

/** The rungs of the ladder, in the order in which they are tried. */
export const rungNames = [
  'dns',
  'tcp',
  'tls',
  'greeting',
  'capabilities',
  'credentials',
  'sign_in',
  'namespace',
  'inbox',
  'smtp_tcp',
  'smtp_tls',
  'smtp_ehlo',
  'smtp_sign_in',
] as const;
export type RungName = (typeof rungNames)[number];

/** What an access token tells of itself, compared with what the account needs; null where it does not tell (opaque tokens). */
export interface TokenFinding {
  readonly audience: 'mail' | 'other' | null;
  readonly identity: 'same' | 'other' | null;
  readonly scopes: 'enough' | 'missing' | null;
}

/** What went wrong, and all that helps to say what it means. */
export interface Finding {
  readonly error: AppError;
  /** The rung where it was met; null: outside the ladder, for example while somebody signed in. */
  readonly rung: RungName | null;
  readonly method: AuthMethod | null;
  readonly token: TokenFinding | null;
  /** The identity provider's time, milliseconds since the epoch, where the clock of this computer is known to be wrong; else null or left out. */
  readonly trueTime?: number | null;
}
