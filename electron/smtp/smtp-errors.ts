import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { basicAuthBlocked, imapError, makeError, serverName } from '../imap/imap-errors.ts';
import { cleanServerText } from '../mail/clean-text.ts';

/** A server's answer (RFC 5321 section 4.2). */
export interface SmtpReply {
  /** Three digits; 0 where the answer does not begin with a code. */
  readonly code: number;
  /** The enhanced status code (RFC 3463), for example "5.7.139"; empty where there is none. */
  readonly status: string;
  /** All its lines without their codes, in one. */
  readonly text: string;
}

/** What is needed to word a refusal. */
export interface SmtpContext {
  readonly endpoint: ServerEndpoint;
  readonly auth: 'password' | 'xoauth2';
  /** What the server might repeat: password, access token. */
  readonly secrets: readonly string[];
  /** The address that the message is sent from. */
  readonly sender: string;
}

/** Reads an answer of one or more lines. */
export function readReply(response: string): SmtpReply {
  const lines = response.slice(0, 20_000).split(/\r?\n/);
  const code = Number(/^([2-5]\d\d)(?:[ -]|$)/.exec(lines[0] ?? '')?.[1] ?? 0);
  const texts = lines.map((line) => line.replace(/^\d{3}[ -]?/, ''));
  const status = /^([245]\.\d{1,3}\.\d{1,3})\b/.exec(texts[0] ?? '')?.[1] ?? '';
  return { code, status, text: texts.join(' ') };
}

/** The server's words for the user, without secrets. */
export function saidBy(reply: SmtpReply, context: Pick<SmtpContext, 'secrets'>): string {
  return cleanServerText(reply.text, context.secrets);
}

/** A refusal that waits of hours are asked for with; ordinary deferrals are retried sooner. */
const limitWaitMs = 60 * 60_000;

/**
 * The error of a refusal (docs/microsoft365.md). What a server says decides before its code does, because Exchange Online uses one code for
 * several reasons.
 */
export function refusalError(
  reply: SmtpReply,
  phase: 'greeting' | 'sign_in' | 'sender' | 'recipient' | 'message',
  context: SmtpContext,
): AppError {
  const server = serverName(context.endpoint);
  const said = saidBy(reply, context);
  const { text, status, code } = reply;
  if (/SmtpClientAuthentication is disabled/i.test(text) || status === '5.7.139') {
    const reason = /for the mailbox/i.test(text) ? 'mailbox' : 'organisation';
    if (/SmtpClientAuthentication/i.test(text)) {
      const guidance = {
        letter: { kind: 'smtp_auth_disabled', server },
        reference: 'SmtpClientAuthenticationDisabled',
      } as const;
      return makeError('smtp_auth_disabled', { reason, server }, { guidance });
    }
  }
  if (status === '5.7.30' || /basic authentication is (not supported|disabled)/i.test(text)) {
    return basicAuthBlocked({ endpoint: context.endpoint, phase: 'sign_in', auth: context.auth });
  }
  if (
    status === '5.2.252' ||
    status === '5.7.60' ||
    /SendAsDenied|not (allowed|permitted|authorized) to send as|sender address rejected: not owned/i.test(text)
  ) {
    return makeError('send_as_denied', { reason: 'not_allowed', server, address: context.sender, said });
  }
  if (isLimit(reply))
    return {
      ...makeError('sending_limit', { reason: 'reached', server, said }, { retryAfterMs: limitWaitMs }),
      retryable: true,
    };
  if (phase === 'sign_in') return signInError(reply, said, context);
  if (
    code === 552 ||
    status === '5.3.4' ||
    status === '5.2.3' ||
    /(message|size) (is )?(too large|exceeds|larger)|exceeds (the )?(maximum|size)/i.test(text)
  ) {
    return makeError('message_refused', { reason: 'too_large', server, said });
  }
  if (code >= 400 && code < 500) return deferred(server, said);
  if (
    /\bspam\b|blocked|blacklist|block ?list|reputation|5\.7\.50[0-9]|outbound spam/i.test(text) ||
    /^5\.(1\.8|7\.1)$/.test(status)
  ) {
    return makeError('message_refused', { reason: 'spam', server, said });
  }
  if (code >= 500 && code < 600)
    return makeError('message_refused', { reason: phase === 'sender' ? 'sender' : 'refused', server, said });
  return makeError('smtp_protocol', { reason: 'not_smtp', server });
}

/** A server that wants to be asked again: greylisting, too many connections (432 4.3.2), no space, maintenance. */
function deferred(server: string, said: string): AppError {
  return { ...makeError('sending_deferred', { reason: 'later', server, said }), retryable: true };
}

/** Recipient, message and rate limits of Exchange Online, Gmail and others. */
function isLimit({ text, status, code }: SmtpReply): boolean {
  // Too many connections at a time are over in a minute.
  if (/connections?\b/i.test(text)) return false;
  return (
    /(daily|hourly|sending|message|recipient|submission)[a-z ]{0,20}(limit|quota)[a-z ]{0,20}(exceeded|reached)|exceeded[a-z ]{0,30}(limit|quota)/i.test(
      text,
    ) ||
    status === '5.4.5' ||
    (status === '5.2.2' && code === 554) ||
    /SubmissionQuotaExceeded|WASCL UserAction/i.test(text)
  );
}

function signInError(reply: SmtpReply, said: string, context: SmtpContext): AppError {
  const server = serverName(context.endpoint);
  const { code } = reply;
  if (code === 0) return makeError('smtp_protocol', { reason: 'not_smtp', server });
  if (code < 500) return deferred(server, said);
  if (context.auth === 'xoauth2') return makeError('token_rejected', { reason: 'refused', server, said });
  return makeError('authentication_failed', { reason: 'password_refused', server, said });
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
