import { type AppError, assertNever } from '../../shared/reply.ts';
import { makeError } from '../imap/imap-errors.ts';
import { cleanServerText } from '../mail/clean-text.ts';
import type { HttpResponse } from '../platform/net-client.ts';
import type { TransportFault } from '../platform/net-faults.ts';

/** The service's name, where SMTP has "host:port". */
export const graphName = 'Microsoft Graph';

/**
 * The most octets of a message that Graph takes: a request may have 4 MB, and the message stands in it as Base64
 * (docs/microsoft365.md).
 */
export const graphSizeLimit = 3_000_000;

/** What a message met, beside the message itself. */
export interface GraphContext {
  /** What the service might repeat: the access token. */
  readonly secrets: readonly string[];
  /** The address that the message is sent from. */
  readonly sender: string;
  /** Octets. */
  readonly size: number;
}

/** How an answer leaves the message. */
export type GraphVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not_sent'; readonly error: AppError }
  /** The answer does not say whether the message was taken. */
  | { readonly kind: 'unknown' };

/** Waits that throttling names at most; a wrong Retry-After must not put a message off for days. */
const longestWaitMs = 60 * 60_000;

/**
 * What an answer of sendMail means. Only 202 is a yes: a message that is too large has been answered with 200 (docs/microsoft365.md). Of the
 * 5xx only those are a no that say so: a gateway does not know what became of the request behind it.
 */
export function graphVerdict(response: HttpResponse, context: GraphContext): GraphVerdict {
  const { status } = response;
  if (status === 202) return { kind: 'accepted' };
  if (status >= 400) return refused(response, context);
  return { kind: 'unknown' };
}

function refused({ status, headers, body }: HttpResponse, context: GraphContext): GraphVerdict {
  const { code, message } = readError(body);
  const said = cleanServerText(message, context.secrets);
  const no = (error: AppError): GraphVerdict => ({ kind: 'not_sent', error });
  const server = graphName;
  if (status === 401) return no(makeError('token_rejected', { reason: 'refused', server, said }));
  if (status === 413 || code === 'ErrorMessageSizeExceeded' || /maximum request length/i.test(message)) {
    return no(tooLarge(context.size));
  }
  if (/SubmissionQuota|ExceededMessageLimit|QuotaExceeded/i.test(code)) {
    const limit = makeError('sending_limit', { reason: 'reached', server, said }, { retryAfterMs: longestWaitMs });
    return no({ ...limit, retryable: true });
  }
  const isBusy = /Throttl|ServerBusy|TransientError|TooManyRequests|ApplicationThrottled/i.test(code);
  if (status === 429 || status === 503 || status === 509 || isBusy) {
    const deferred = makeError('sending_deferred', { reason: 'later', server, said }, retryAfter(headers));
    return no({ ...deferred, retryable: true });
  }
  if (status >= 500) return { kind: 'unknown' };
  if (/SendAsDenied|SendOnBehalf/i.test(code)) {
    return no(makeError('send_as_denied', { reason: 'not_allowed', server, address: context.sender, said }));
  }
  if (status === 403) {
    const guidance = { letter: { kind: 'graph_denied', said }, reference: code || undefined } as const;
    return no(makeError('graph_refused', { reason: 'denied', said }, { guidance }));
  }
  if (status === 404 || /MailboxNotEnabledForRESTAPI|MailboxNotSupported|NonExistentMailbox/i.test(code)) {
    return no(makeError('graph_refused', { reason: 'no_mailbox', said }));
  }
  if (/InvalidRecipients|RecipientNotFound/i.test(code)) {
    return no(makeError('recipients_refused', { reason: 'unnamed', why: 'unknown', server, said }));
  }
  return no(makeError('message_refused', { reason: 'refused', server, said }));
}

/** Why no answer came; null where the request may have arrived all the same. */
export function graphFault(fault: TransportFault): AppError | null {
  const host = graphName;
  switch (fault) {
    case 'offline':
      return makeError('offline', { reason: 'computer' });
    case 'proxy_password':
      return makeError('proxy_password_wanted', { reason: 'asked' });
    case 'dns':
    case 'refused':
    case 'proxy':
    case 'proxy_sign_in':
      return makeError('server_timeout', { reason: 'no_answer', server: host });
    case 'tls_expired':
      return makeError('tls_expired', { reason: 'not_valid_now', host });
    case 'tls_wrong_host':
      return makeError('tls_wrong_host', { reason: 'other_server', host });
    case 'tls_untrusted':
      return makeError('tls_untrusted', { reason: 'authority', host });
    case 'tls_failed':
      return makeError('tls_failed', { reason: 'no_secure_connection', host });
    case 'not_https':
    case 'redirected':
      return makeError('graph_refused', { reason: 'not_graph', said: '' });
    case 'cancelled':
    case 'lost':
    case 'timeout':
    case 'too_large':
      return null;
    default:
      return assertNever(fault);
  }
}

/** The message is larger than Graph takes. */
export function tooLarge(size: number): AppError {
  return makeError('not_sendable', { reason: 'too_large', size, limit: graphSizeLimit, server: graphName });
}

/** Graph's error body: `{ "error": { "code", "message" } }`; empty texts for what is none. */
function readError(body: string): { readonly code: string; readonly message: string } {
  try {
    const error: unknown = Reflect.get(Object(JSON.parse(body)), 'error');
    return { code: textOf(error, 'code'), message: textOf(error, 'message') };
  } catch {
    // A proxy's page, or a gateway's.
    return { code: '', message: '' };
  }
}

function textOf(value: unknown, name: string): string {
  const text: unknown = Reflect.get(Object(value), name);
  return typeof text === 'string' ? text.slice(0, 2_000) : '';
}

/** Retry-After in seconds (RFC 9110 section 10.2.3); Graph names no dates there. */
function retryAfter(headers: HttpResponse['headers']): { readonly retryAfterMs?: number } {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? { retryAfterMs: Math.min(seconds * 1_000, longestWaitMs) } : {};
}
