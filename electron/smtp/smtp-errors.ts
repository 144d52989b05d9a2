import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { imapError, makeError, serverName } from '../imap/imap-errors.ts';
import { externalUrl } from '../platform/external-url.ts';
import { recipientRefusal } from './recipient-refusals.ts';
import { kindOfRefusal, type RefusalPhase } from './refusal-kinds.ts';
import { isPassing, type SmtpReply, saidBy } from './smtp-reply.ts';

/** What is needed to word a refusal. */
export interface SmtpContext {
  readonly endpoint: ServerEndpoint;
  readonly auth: 'password' | 'xoauth2';
  /** What the server might repeat: password, access token. */
  readonly secrets: readonly string[];
  /** The address that the message is sent from. */
  readonly sender: string;
}

/** How long a mailbox waits that has reached its limit; ordinary deferrals are retried sooner. */
const limitWaitMs = 60 * 60_000;

/** The error of a refusal: what the server means by it, in Heron's words, beside its own. */
export function refusalError(reply: SmtpReply, phase: RefusalPhase, context: SmtpContext): AppError {
  const server = serverName(context.endpoint);
  if (phase === 'greeting' && context.endpoint.security === 'starttls') return refusedInClear(reply, server);
  const said = saidBy(reply, context);
  const words = { server, said } as const;
  const kind = kindOfRefusal(reply, phase);
  switch (kind) {
    case 'auth_off_organisation':
    case 'auth_off_mailbox': {
      const reason = kind === 'auth_off_mailbox' ? 'mailbox' : 'organisation';
      const letter = { kind: 'smtp_auth_disabled', server } as const;
      return makeError(
        'smtp_auth_disabled',
        { reason, server },
        { guidance: { letter, reference: 'SmtpClientAuthenticationDisabled' } },
      );
    }
    case 'passwords_retired':
      return makeError(
        'basic_auth_blocked',
        { reason: 'for_sending', server },
        { guidance: { reference: reply.status || 'BasicAuthBlocked' } },
      );
    case 'app_password':
      return makeError('authentication_failed', { reason: 'app_password', ...words });
    case 'web_sign_in': {
      const page = externalUrl(/https:\/\/[^\s<>"]{1,2000}/i.exec(reply.text)?.[0] ?? '');
      return makeError(
        'web_sign_in_required',
        { reason: 'web_alert', ...words },
        page === null ? {} : { guidance: { page } },
      );
    }
    case 'wants_tls':
      return makeError('tls_failed', { reason: 'wants_tls', server });
    case 'no_such_sign_in':
      return makeError('server_refused', {
        reason: context.auth === 'password' ? 'no_password_sign_in' : 'no_oauth_sign_in',
        server,
      });
    case 'credentials':
      return context.auth === 'xoauth2'
        ? makeError('token_rejected', { reason: 'refused', ...words })
        : makeError('authentication_failed', { reason: 'password_refused', ...words });
    case 'relay':
      return makeError('relay_denied', { reason: 'denied', ...words });
    case 'send_as':
      return makeError('send_as_denied', { reason: 'not_allowed', address: context.sender, ...words });
    case 'blocked':
      return makeError(
        'sending_blocked',
        { reason: 'mailbox', ...words },
        { guidance: { letter: { kind: 'sending_blocked', server, said } } },
      );
    case 'limit': {
      const limit = makeError('sending_limit', { reason: 'reached', ...words }, { retryAfterMs: limitWaitMs });
      return { ...limit, retryable: true };
    }
    case 'connections':
    case 'greylisted':
    case 'later':
      return { ...makeError('sending_deferred', { reason: kind, ...words }), retryable: true };
    case 'recipient':
      return makeError('recipients_refused', { reason: 'unnamed', why: recipientRefusal(reply), ...words });
    case 'not_smtp':
      return makeError('smtp_protocol', { reason: 'not_smtp', server });
    default:
      return makeError('message_refused', { reason: kind, ...words });
  }
}

/** Before TLS anybody may have put words into the server's mouth: none of them is shown, and nothing is given up for them (S3). */
function refusedInClear(reply: SmtpReply, server: string): AppError {
  if (reply.code < 400) return makeError('smtp_protocol', { reason: 'not_smtp', server });
  return isPassing(reply)
    ? { ...makeError('sending_deferred', { reason: 'later', server, said: '' }), retryable: true }
    : makeError('server_unavailable', { reason: 'busy', server, said: '' });
}

/** A port that no connection can be made to is most often closed by the network here, while the server is well. */
export function portBlocked(error: AppError, endpoint: ServerEndpoint): AppError {
  const isBlocked = error.code === 'connection_refused' || error.code === 'server_timeout';
  const server = serverName(endpoint);
  return isBlocked ? { ...makeError('smtp_unreachable', { reason: 'network', server }), retryable: true } : error;
}

/** The error of a connection that failed or ended. */
export function networkError(error: unknown, endpoint: ServerEndpoint): AppError {
  return imapError(withOwnCode(error), { endpoint, phase: 'connect', auth: 'password' });
}

/** nodemailer puts a code of its own over the system's, and keeps that as `originalCode`. */
function withOwnCode(error: unknown): unknown {
  if (!(error instanceof Error) || !('originalCode' in error) || typeof error.originalCode !== 'string') return error;
  return Object.assign(new Error(error.message), { ...error, code: error.originalCode });
}
