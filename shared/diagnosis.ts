import type { RungName, TokenFinding } from './finding.ts';
import type { AppError } from './reply.ts';
import type { VerdictId } from './verdicts.ts';

/** Values that a rung found out. */
export type FactName =
  | 'addresses'
  | 'proxy'
  | 'protocol'
  | 'names'
  | 'issuer'
  | 'valid_until'
  | 'offers'
  | 'token'
  | 'audience'
  | 'scopes'
  | 'expires'
  | 'tenant'
  | 'identity'
  | 'prefixes'
  | 'messages'
  | 'size_limit';

/** Facts that tell whose mailbox it is, or where: left out of a report unless the user wants them in. */
export const privateFacts: ReadonlySet<FactName> = new Set([
  'addresses',
  'proxy',
  'names',
  'tenant',
  'identity',
  'prefixes',
]);

export interface RungFact {
  readonly name: FactName;
  /** As the server or the token says it, cleaned; of `expires` milliseconds since the epoch, of `token` "jwt", "opaque" or "password". */
  readonly value: string;
}

/**
 * Why a rung was not tried: one before it failed; the server refused this password before, and each attempt counts towards the account's
 * lock; or messages are not sent by SMTP.
 */
export type SkipReason = 'earlier_failed' | 'refused_before' | 'not_by_smtp';

export interface Rung {
  readonly name: RungName;
  readonly state: 'pending' | 'running' | 'passed' | 'failed' | 'skipped';
  /** Milliseconds since the epoch; null until it was tried. */
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly error: AppError | null;
  readonly skipped: SkipReason | null;
  readonly facts: readonly RungFact[];
  /** The server's own lines, cleaned and without secrets. */
  readonly said: readonly string[];
}

export interface Diagnosis {
  readonly rungs: readonly Rung[];
  /** Null while it runs, and where it was cancelled. */
  readonly verdict: VerdictId | null;
  /** The error that the verdict is about; null where all is well. */
  readonly error: AppError | null;
}

/** What can be said of a sign-in's access token for reading mail. Never the token itself. */
export interface TokenInspection {
  /** Whether it tells anything of itself; null while there is none. The other values are read, not believed. */
  readonly token: 'jwt' | 'opaque' | null;
  /** The resource that it is for, as the provider names it; null where it does not tell, like the next two. */
  readonly audience: string | null;
  readonly tenant: string | null;
  readonly identity: string | null;
  /** Whether what it tells fits the account: the mail server, whoever signed in. Null where it does not tell. */
  readonly finding: TokenFinding;
  /** The permissions that the provider granted, and those that reading and sending mail need beside them. */
  readonly granted: readonly string[];
  readonly missing: readonly string[];
}
