import type { faultsEn } from './texts/faults.en.ts';
import type { faultsAuthEn } from './texts/faults-auth.en.ts';
import type { faultsOperationsEn } from './texts/faults-operations.en.ts';
import type { faultsSendingEn } from './texts/faults-sending.en.ts';
import type { faultsServerEn } from './texts/faults-server.en.ts';
import type { guidanceEn } from './texts/guidance.en.ts';

type Faults = typeof faultsEn &
  typeof faultsServerEn &
  typeof faultsAuthEn &
  typeof faultsOperationsEn &
  typeof faultsSendingEn;

/**
 * All errors that the rest of the program distinguishes. A closed set: each code is created in one place (the adapter
 * that met the fault), and has its sentences in shared/texts/faults*.ts and one entry in error-texts.ts.
 */
export type ErrorCode = keyof Faults;

type ParamsOf<Text> = Text extends (params: infer Params) => string ? Params : unknown;

/**
 * The params of an error of this code: `reason` selects the sentence, the others are values that the sentence names (a
 * host, a folder, seconds). Never a secret.
 */
export type ErrorParams<Code extends ErrorCode = ErrorCode> = Code extends ErrorCode
  ? { [Reason in keyof Faults[Code]]: { readonly reason: Reason } & ParamsOf<Faults[Code][Reason]> }[keyof Faults[Code]]
  : never;

interface ErrorOf<Code extends ErrorCode> {
  readonly code: Code;
  readonly params: ErrorParams<Code>;
  /** Whether the same attempt may succeed later without any change by the user or an administrator. */
  readonly retryable: boolean;
  /** What the user or an administrator can do beyond the code's standard text. */
  readonly guidance?: Guidance;
  /** How many milliseconds the server asked Heron to wait; absent when it did not ask. */
  readonly retryAfterMs?: number;
  /** The error that led to this one; its sentence follows this one's. */
  readonly because?: AppError;
}

/** A failure as a value, in no language: `errorMessage` of error-texts.ts puts it into words when it is shown. */
export type AppError<Code extends ErrorCode = ErrorCode> = { [Each in Code]: ErrorOf<Each> }[Code];

/** What helps the person who has to act, as data: error-texts.ts puts it into words. */
export interface Guidance {
  /** One more sentence than the standard text, for example why a tenant's policy blocks device code. */
  readonly explanation?: keyof typeof guidanceEn.explanations;
  /** A text that the user can copy and send to the administrator. */
  readonly letter?: AdminLetter;
  /** A page the administrator opens, https only. */
  readonly adminUrl?: string;
  /** A page that the user opens, https only: named by the mail server over an encrypted connection. */
  readonly page?: string;
  /** The provider's own code, for example "AADSTS65001". */
  readonly reference?: string;
  /** The provider's id of this attempt, by which its administrator can find it. */
  readonly correlationId?: string;
  /** When the provider refused, by its clock; milliseconds since the epoch. */
  readonly at?: number;
}

interface AboutApp {
  readonly clientId: string;
  readonly tenant: string;
}

/** The subject of a letter to the administrator. */
export type AdminLetter =
  | ({ readonly kind: 'consent'; readonly permissions: readonly string[] } & AboutApp)
  | ({ readonly kind: 'fix_app' | 'policy' | 'account' | 'service' } & AboutApp)
  | { readonly kind: 'mailbox_unavailable'; readonly server: string }
  | { readonly kind: 'basic_auth_blocked' }
  | { readonly kind: 'sending_blocked'; readonly server: string; readonly said: string }
  | { readonly kind: 'graph_denied'; readonly said: string }
  | { readonly kind: 'smtp_auth_disabled'; readonly server: string };

/** The result of every call across a boundary. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** A successful reply. */
export function success<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** A failed reply. */
export function failure(error: AppError): Reply<never> {
  return { ok: false, error };
}

/** Carries an AppError through code that throws; boundaries turn it into a Reply. */
export class AppFailure extends Error {
  readonly error: AppError;

  /**
   * The message (code and params) is for the log.
   * @param cause the library's own error, kept for the log only
   */
  constructor(error: AppError, cause?: unknown) {
    super(logText(error), { cause });
    this.name = 'AppFailure';
    this.error = error;
  }
}

/**
 * An error as it is logged, in no language: "dns_failed (reason: no_such_name, host: mail.example.org)". Strings stand in it as they are,
 * because the log looks for secrets in them (I2), and would not know one whose quotes are escaped.
 */
export function logText({ code, params, because }: AppError): string {
  const values = Object.entries(params).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const own = values.length === 0 ? code : `${code} (${values.join(', ')})`;
  return because === undefined ? own : `${own} because of ${logText(because)}`;
}

/** The end of a switch over a closed union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
