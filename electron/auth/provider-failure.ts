import type { TransportFault } from '../platform/net-faults.ts';
import { readClaims } from './claims.ts';

/** Why the identity provider's answer cannot be used, as received; auth-errors.ts decides what follows. */
export type ProviderFailure =
  /** No answer came. */
  | { readonly kind: 'transport'; readonly fault: TransportFault }
  /** HTTP 429 or 5xx, or a word that says the same. */
  | {
      readonly kind: 'busy';
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly refusal: Refusal | null;
    }
  /** An answer that makes no sense. */
  | { readonly kind: 'protocol'; readonly detail: string }
  /** An OAuth error (RFC 6749 section 5.2, RFC 8628 section 3.5). */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What an OAuth error body says, as far as we use it. */
export interface Refusal {
  /** The OAuth `error` word; empty where there was none. */
  readonly word: string;
  readonly suberror: string;
  /** The AADSTS number; null where there was none. */
  readonly code: number | null;
  readonly correlationId: string | null;
  /** When it refused, by its clock; milliseconds since the epoch. */
  readonly at: number | null;
  /** What the next sign-in has to ask for (`readClaims`); null where the refusal names nothing. It goes to the provider and nowhere else. */
  readonly claims: string | null;
}

/** Words that mean "later", not "no". */
const busyWords: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error']);
/**
 * AADSTS numbers that mean "later" although the OAuth word may be `invalid_grant`: a loop was stopped, or a temporary
 * fault. Only here a number decides what is done: otherwise a good grant would be discarded (T6).
 */
const busyCodes: ReadonlySet<number> = new Set([50196, 90033, 90055]);
const maxRetryAfterMs = 60 * 60 * 1000;

/**
 * Reads an error answer.
 * @param body the parsed JSON; anything
 * @param retryAfter the Retry-After header: seconds or a date (RFC 9110 section 10.2.3)
 * @param now milliseconds since the epoch
 */
export function readFailure(
  status: number,
  body: unknown,
  retryAfter: string | undefined,
  now: number,
): ProviderFailure {
  const refusal = readRefusal(body);
  const busy =
    status === 429 ||
    status >= 500 ||
    (refusal !== null && (busyWords.has(refusal.word) || (refusal.code !== null && busyCodes.has(refusal.code))));
  if (busy) return { kind: 'busy', status, retryAfterMs: readRetryAfter(retryAfter, now), refusal };
  if (refusal !== null) return { kind: 'refused', refusal };
  return { kind: 'protocol', detail: `HTTP ${status} without an OAuth error` };
}

/** Whether a failure may pass by itself. */
export function isPassing(failure: ProviderFailure): boolean {
  if (failure.kind === 'busy') return true;
  return failure.kind === 'transport' && failure.fault !== 'cancelled' && failure.fault !== 'not_https';
}

function readRefusal(body: unknown): Refusal | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const text = (name: string, pattern: RegExp): string => {
    const value: unknown = Reflect.get(body, name);
    return typeof value === 'string' && pattern.test(value) ? value : '';
  };
  const word = text('error', /^[\w.-]{1,64}$/);
  const codes: unknown = Reflect.get(body, 'error_codes');
  const description = text('error_description', /^[\s\S]{1,10000}$/);
  const described = /\bAADSTS(\d{4,8})\b/.exec(description)?.[1];
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const code = typeof first === 'number' && Number.isSafeInteger(first) && first > 0 ? first : Number(described ?? 0);
  if (word === '' && code === 0) return null;
  return {
    word,
    suberror: text('suberror', /^[\w.-]{1,64}$/),
    code: code === 0 ? null : code,
    // A redirect carries them in the description only.
    correlationId:
      text('correlation_id', /^[0-9a-zA-Z-]{1,64}$/) ||
      (/\bCorrelation ID: ([0-9a-fA-F-]{36})\b/.exec(description)?.[1] ?? null),
    at: readTime(text('timestamp', timePattern) || (/\bTimestamp: ([\d: -]{19}Z)/.exec(description)?.[1] ?? '')),
    claims: readClaims(Reflect.get(body, 'claims')),
  };
}

const timePattern = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/;

/** "2026-11-28 21:00:00Z" in milliseconds since the epoch; null for anything else. */
function readTime(text: string): number | null {
  const at = timePattern.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  // Date.parse would take almost anything for a date.
  const date = /GMT\s*$/.test(header) ? Date.parse(header) - now : Number.NaN;
  const ms = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) * 1000 : date;
  return Number.isNaN(ms) || ms < 0 ? null : Math.min(ms, maxRetryAfterMs);
}
