import type { RecipientRefusal } from '../../shared/texts/fault-words.en.ts';
import type { SmtpReply } from './smtp-reply.ts';

/** The first that fits decides: by the enhanced status code (RFC 3463, RFC 5248), or by the words of known servers. */
const rules: readonly { readonly why: RecipientRefusal; readonly status: RegExp; readonly words: RegExp }[] = [
  {
    why: 'full',
    status: /^[45]\.2\.2$/,
    words: /(mailbox|inbox|account)\b.{0,30}\bfull\b|over ?quota|quota exceeded|exceeded\b.{0,30}quota|out of storage/i,
  },
  {
    why: 'domain',
    status: /^[45]\.(1\.2|4\.4|4\.310)$/,
    words:
      /domain\b.{0,40}(not found|does not exist|doesn['’]t exist|unknown|invalid)|(unknown|invalid|no such) domain|host (unknown|not found)|unrout(e)?able (mail )?domain|no (mx|mail (exchanger|server))\b|name service error/i,
  },
  {
    why: 'closed',
    status: /^5\.2\.1$/,
    words: /(mailbox|account|user)\b.{0,30}\b(disabled|inactive|suspended|closed|not accepting)/i,
  },
  {
    why: 'not_allowed',
    status: /^5\.7\.\d+$/,
    words:
      /SenderNotAuthenticated|only accepts?\b|allowed[- ]senders|not (allowed|permitted|authori[sz]ed) to (send|post)|access denied|(blocked|rejected) by (the )?recipient/i,
  },
  {
    why: 'unicode',
    status: /^5\.6\.7$/,
    words: /SMTPUTF8|internationali[sz]ed/i,
  },
  {
    why: 'unknown',
    status: /^5\.1\.(0|1|3|6|10)$/,
    words:
      /(user|recipient|mailbox|address|account|alias)\b.{0,40}\b(unknown|not found|unavailable|does not exist|doesn['’]t exist|invalid|rejected|undeliverable)|(no such|unknown|invalid|bad) (user|recipient|mailbox|address|person|alias)|unrout(e)?able address|not a known user/i,
  },
];

/** Why a server does not take a recipient, for the sentence that says what to do about it. */
export function recipientRefusal({ status, text }: SmtpReply): RecipientRefusal {
  return rules.find((rule) => rule.status.test(status) || rule.words.test(text))?.why ?? 'other';
}

/** Whether the server takes the recipient with the next message (RFC 5321 section 4.5.3.1.10): it has a limit of them for each. */
export function isOneTooMany({ code, status, text }: SmtpReply): boolean {
  return (
    status === '4.5.3' ||
    status === '5.5.3' ||
    (code >= 400 && /too many recipients|recipients? limit exceeded/i.test(text))
  );
}
