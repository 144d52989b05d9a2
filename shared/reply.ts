import type { faultsEn } from './texts/faults.en.ts';
import type { faultsAuthEn } from './texts/faults-auth.en.ts';
import type { faultsOperationsEn } from './texts/faults-operations.en.ts';
import type { faultsServerEn } from './texts/faults-server.en.ts';
import type { guidanceEn } from './texts/guidance.en.ts';

type Faults = typeof faultsEn & typeof faultsServerEn & typeof faultsAuthEn & typeof faultsOperationsEn;

/**
 * Everything that can go wrong, as far as the rest of the program tells it apart. Closed: each code is made in one place
 * (the adapter that met the fault), has its sentences in shared/texts/faults*.ts and one entry in error-texts.ts.
 */
export type ErrorCode = keyof Faults;

type ParamsOf<Text> = Text extends (params: infer Params) => string ? Params : unknown;

/** What an error of this code can say: `reason` picks the sentence, the rest is what the sentence names (a host, a folder, seconds). Never a secret. */
export type ErrorParams<Code extends ErrorCode = ErrorCode> = Code extends ErrorCode
  ? { [Reason in keyof Faults[Code]]: { readonly reason: Reason } & ParamsOf<Faults[Code][Reason]> }[keyof Faults[Code]]
  : never;

interface ErrorOf<Code extends ErrorCode> {
  readonly code: Code;
  readonly params: ErrorParams<Code>;
  /** Whether the same attempt may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** What the user or an administrator can do beyond the code's standard text. */
  readonly guidance?: Guidance;
  /** Milliseconds the server asked us to wait, where it did. */
  readonly retryAfterMs?: number;
  /** The error that led to this one; its sentence follows this one's. */
  readonly because?: AppError;
}

/** A failure as a value, without a language: errorMessage of error-texts.ts words it where it is shown, and when it is. */
export type AppError<Code extends ErrorCode = ErrorCode> = { [Each in Code]: ErrorOf<Each> }[Code];

/** Material for whoever's turn it is, as data: error-texts.ts words it. */
export interface Guidance {
  /** One more sentence than the standard text, for example why a tenant's policy blocks device code. */
  readonly explanation?: keyof typeof guidanceEn.explanations;
  /** A text that the user can copy and send to the administrator. */
  readonly letter?: AdminLetter;
  /** A page the administrator opens, https only. */
  readonly adminUrl?: string;
  /** The provider's own code, for example "AADSTS65001". */
  readonly reference?: string;
  /** The provider's name for this attempt, for its administrator to find it by. */
  readonly correlationId?: string;
}

interface AboutApp {
  readonly clientId: string;
  readonly tenant: string;
}

/** What a text for the administrator is about. */
export type AdminLetter =
  | ({ readonly kind: 'consent'; readonly permissions: readonly string[] } & AboutApp)
  | ({ readonly kind: 'fix_app' | 'policy' } & AboutApp)
  | { readonly kind: 'mailbox_unavailable'; readonly server: string }
  | { readonly kind: 'basic_auth_blocked' };

/** What every call across a boundary answers. */
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

  /** Its message is for the log: code and params. @param cause the library's own error, kept for the log only */
  constructor(error: AppError, cause?: unknown) {
    super(logText(error), { cause });
    this.name = 'AppFailure';
    this.error = error;
  }
}

/** An error as the log has it, in no language: "dns_failed {"reason":"no_such_name","host":"mail.example.org"}". */
export function logText({ code, params, because }: AppError): string {
  const own = `${code} ${JSON.stringify(params)}`;
  return because === undefined ? own : `${own} because of ${logText(because)}`;
}

/** The end of a switch over a closed union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
