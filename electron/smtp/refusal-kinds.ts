import { isPassing, type SmtpReply } from './smtp-reply.ts';

/** The command that was refused. `sender`: MAIL; `recipient`: RCPT, by which nobody gets the message; `message`: DATA and its end. */
export type RefusalPhase = 'greeting' | 'sign_in' | 'sender' | 'recipient' | 'message';

/** What a server means by a refusal; each kind is somebody's turn. */
export type RefusalKind =
  | 'auth_off_organisation'
  | 'auth_off_mailbox'
  | 'passwords_retired'
  | 'app_password'
  | 'web_sign_in'
  | 'wants_tls'
  | 'no_such_sign_in'
  /** User name and password, or the token, are wrong. */
  | 'credentials'
  /** The server sends for its own users only, and does not take the account for one. */
  | 'relay'
  | 'send_as'
  /** The mailbox was blocked from sending. */
  | 'blocked'
  /** So many messages or recipients in a day or hour. */
  | 'limit'
  | 'connections'
  | 'greylisted'
  | 'later'
  | 'recipient'
  | 'too_many_recipients'
  | 'mailbox_full'
  | 'too_large'
  | 'file_kind'
  /** The address of the computer is on a block list. */
  | 'network'
  | 'spam'
  | 'policy'
  | 'sender'
  | 'refused'
  | 'not_smtp';

interface Rule {
  readonly kind: RefusalKind;
  readonly code?: number;
  /** Enhanced status codes that say so by themselves. */
  readonly status?: RegExp;
  /** Words that say so, whatever the codes. */
  readonly words?: RegExp;
  /** Without it: in answer to every command. */
  readonly phases?: readonly RefusalPhase[];
  readonly passing?: boolean;
}

/**
 * The first rule that fits decides. Words come before codes, since servers use one code for several reasons (docs/microsoft365.md). They are
 * those of Exchange Online, Gmail, Postfix, Exim, Dovecot and some large providers.
 */
const rules: readonly Rule[] = [
  { kind: 'auth_off_mailbox', words: /SmtpClientAuthentication is disabled for the mailbox/i },
  {
    kind: 'auth_off_organisation',
    words:
      /SmtpClientAuthentication is disabled|security defaults policy|did not meet the criteria to be authenticated/i,
  },
  {
    kind: 'passwords_retired',
    status: /^5\.7\.30$/,
    words: /basic auth(entication)? is (not supported|disabled|blocked)|BasicAuthBlocked/i,
  },
  { kind: 'app_password', words: /app(lication)?[- ]specific password|\bapp password/i, phases: ['sign_in'] },
  {
    kind: 'web_sign_in',
    words: /(log|sign) ?in (via|with|through|using) (your|a|the) (web )?browser/i,
    phases: ['sign_in'],
  },
  {
    kind: 'wants_tls',
    status: /^5\.7\.1[01]$/,
    words:
      /must issue a STARTTLS|STARTTLS (is )?(required|first)|(encryption|encrypted connection|TLS|SSL) (is )?(required|needed)|requires? (an? )?(encrypt|TLS|SSL|secure conn)/i,
  },
  {
    kind: 'send_as',
    status: /^5\.(2\.252|7\.60)$/,
    words:
      /SendAsDenied|(not|n['’]t|no) (be )?(allowed|permitted|permission|authori[sz]ed|have permissions?) to (send|use)\b.{0,20}\b(as|from|behalf|sender|address)|sender address rejected: not (owned|logged)|sender address is not allowed|sender verify failed.{0,40}authenticated|(mail ?from|sender|from)( address)? (must|does not) (be|be the same as|equal|match)\b.{0,30}(auth|login|user)|not owned by (auth )?user|not local sender|email address is not verified/i,
  },
  { kind: 'limit', words: /SubmissionQuota|WASCL UserAction/i },
  {
    kind: 'blocked',
    status: /^5\.7\.(13|50[1-4]|705|708|750)$/,
    words:
      /bad outbound sender|outbound spam|(sending|outgoing (mail|e-?mail)|outbound)\b.{0,40}\b(suspended|disabled|blocked from|banned|restricted)|client blocked from sending|spam abuse detected/i,
  },
  {
    // In answer to a recipient it would be about that one's mailbox.
    kind: 'blocked',
    words:
      /(account|mailbox|user|domain)\b.{0,30}\b(is|was|has been|been) (disabled|suspended|deactivated|restricted|blocked)/i,
    phases: ['sign_in', 'sender'],
  },
  {
    kind: 'relay',
    status: /^5\.7\.(54|57|64)$/,
    words:
      /relay(ing)?\b.{0,20}(denied|not permitted|prohibited|not allowed|refused|access)|unable to relay|not (permitted|allowed|authori[sz]ed) to relay|authentication (is )?required|client was not authenticated|must (be )?authenticate|please authenticate/i,
    phases: ['greeting', 'sender', 'recipient', 'message'],
  },
  {
    kind: 'connections',
    words: /too many\b.{0,40}\bconnections|connections?\b.{0,60}\b(limit|exceed|maximum)/i,
    passing: true,
  },
  { kind: 'too_many_recipients', words: /too many recipients|RecipLimit/i, passing: false },
  {
    kind: 'mailbox_full',
    words:
      /(mailbox|inbox|account)\b.{0,30}\bfull\b|over ?quota|out of storage|(storage|disk|mailbox)\b.{0,20}quota|quota exceeded.{0,20}mailbox|insufficient storage for user/i,
    phases: ['sender', 'message'],
    passing: false,
  },
  {
    kind: 'too_large',
    words:
      /message\b.{0,30}\btoo (large|big|long)|size\b.{0,30}\b(exceed|too large|limit)|(exceed|larger than)\b.{0,40}\b(size|limit of \d)/i,
    passing: false,
  },
  {
    kind: 'limit',
    status: /^5\.(1\.90|4\.5)$/,
    words:
      /(daily|hourly|monthly|sending|send|message|recipient|submission|e-?mail)s?\b[a-z ]{0,20}(limit|quota)\b[a-z ]{0,20}(exceeded|reached)|(exceeded|reached)\b[^.]{0,50}\b(limit|quota|max (e-?mails|messages|defers))|too (many|much) (messages|e-?mails|mails?) (per|in|within|today|sent|from)|(e-?mails|messages|recipients) (per|an|each) (hour|day|minute)/i,
    phases: ['sender', 'recipient', 'message'],
  },
  { kind: 'later', phases: ['sign_in'], passing: true },
  {
    kind: 'no_such_sign_in',
    status: /^5\.5\.4$/,
    words: /(unrecogni[sz]ed|unsupported|unknown|invalid) auth(entication)? (type|mechanism|method)/i,
    phases: ['sign_in'],
  },
  { kind: 'credentials', phases: ['sign_in'], passing: false },
  { kind: 'greylisted', words: /gr[ea]y[- ]?list/i, passing: true },
  { kind: 'later', passing: true },
  { kind: 'mailbox_full', status: /^5\.2\.2$/, phases: ['sender', 'message'] },
  { kind: 'too_large', status: /^5\.(3\.4|2\.3)$/ },
  {
    kind: 'file_kind',
    words:
      /virus|malware|infected|potential(ly)? (security issue|dangerous|harmful)|executable|(attachment|file|(?<!(?:unsolicited|spam|junk)[ -])content)\b.{0,30}\b(type )?(is |are )?(not allowed|not permitted|banned|blocked|prohibited|forbidden)|banned (file|attachment|content)/i,
    phases: ['message'],
  },
  {
    kind: 'network',
    status: /^5\.7\.(60[6-9]|6[1-4]\d)$/,
    words:
      /spamhaus|barracuda|spamcop|\b(dns|r)bl\b|blocked using|client host\b.{0,60}(blocked|rejected|denied)|(your|sending|this|source|client) (ip|host|network)\b.{0,80}(block|listed|banned|reputation|denied)|banned sending ip|dynamic(ally)? (assigned )?(ip|address)/i,
  },
  {
    kind: 'recipient',
    status: /^5\.(1\.(1|2|3|6|10)|4\.(4|310)|7\.(124|129|133))$/,
    words:
      /(user|recipient|mailbox)\b.{0,30}\b(unknown|not found|does not exist)|no such (user|recipient|mailbox)|unrout(e)?able address/i,
    phases: ['message'],
  },
  { kind: 'too_many_recipients', status: /^5\.5\.3$/ },
  {
    kind: 'sender',
    status: /^5\.1\.[78]$/,
    words: /sender (address )?(rejected|invalid|denied|domain)|bad sender|invalid (sender|mail from)/i,
  },
  {
    kind: 'spam',
    words:
      /\bspam\b|spammy|unsolicited|\bjunk\b|bulk mail|phish|content filter|reputation|blocked|black ?list|block ?list/i,
  },
  { kind: 'policy', status: /^5\.7\.\d+$/, words: /polic(y|ies)|administrative prohibition|not authori[sz]ed/i },
  { kind: 'too_large', code: 552 },
  { kind: 'sender', phases: ['sender'] },
  { kind: 'policy', phases: ['greeting'] },
];

/** What the server means. */
export function kindOfRefusal(reply: SmtpReply, phase: RefusalPhase): RefusalKind {
  if (reply.code < 400) return 'not_smtp';
  return rules.find((rule) => fits(rule, reply, phase))?.kind ?? 'refused';
}

function fits({ code, status, words, phases, passing }: Rule, reply: SmtpReply, phase: RefusalPhase): boolean {
  if (phases !== undefined && !phases.includes(phase)) return false;
  if (code !== undefined && code !== reply.code) return false;
  if (passing !== undefined && passing !== isPassing(reply)) return false;
  if (status === undefined && words === undefined) return true;
  return status?.test(reply.status) === true || words?.test(reply.text) === true;
}
