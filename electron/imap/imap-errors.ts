import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure, type ErrorCode, type ErrorParams, type Guidance } from '../../shared/reply.ts';
import { cleanServerText } from '../mail/clean-text.ts';
import { externalUrl } from '../platform/external-url.ts';
import { isExchangeOnline } from './exchange-online.ts';
import { proxyError } from './proxy-errors.ts';
import { refusalClass } from './response-codes.ts';
import { tlsError } from './tls-errors.ts';

/** Where a fault was met: what the message may name, and how a refusal is to be read. */
export interface FaultContext {
  readonly endpoint: ServerEndpoint;
  readonly phase: 'connect' | 'sign_in' | 'command';
  readonly auth: 'password' | 'xoauth2';
  /** What the server might repeat in its answer: password, access token. */
  readonly secrets?: readonly string[];
  /**
   * The connection is not encrypted yet: anybody may have put words into the server's mouth, so none of them is shown,
   * kept or acted on (S3).
   */
  readonly inClear?: boolean;
  /** The address of [WEBALERT] that came in answer to the sign-in, as the server wrote it; null without one. */
  readonly webAlert?: string | null;
}

/** The fields that imapflow and Node put on their errors. They hold a server's words, so they are not trusted. */
interface Fault {
  readonly code: string;
  readonly message: string;
  /** OK, NO or BAD of a tagged answer. */
  readonly status: string;
  /** The answer's response code, for example AUTHENTICATIONFAILED. */
  readonly responseCode: string;
  /** The server's words about the fault. */
  readonly text: string;
  readonly throttleMs: number | null;
  readonly tlsFailed: boolean;
  readonly authenticationFailed: boolean;
  readonly mailboxMissing: boolean;
}

/** Words of a refusal without a response code that say that the folder is missing; its name may follow. */
const missingText =
  /^(the )?(mailbox|folder) (does(n['’]t| not) exist|not found)|^(no such|unknown|nonexistent) (mailbox|folder)/i;

/** `host:port` as messages name it. */
export function serverName(endpoint: Pick<ServerEndpoint, 'host' | 'port'>): string {
  return `${endpoint.host}:${endpoint.port}`;
}

/** Makes an AppError; it is retryable if its fault may pass without the user. */
export function makeError<Code extends ErrorCode>(
  code: Code,
  params: ErrorParams<Code>,
  more: Pick<AppError, 'guidance' | 'retryAfterMs'> = {},
): AppError<Code> {
  return { code, params, retryable: retryable.has(code), ...more } as AppError<Code>;
}

const retryable: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'offline',
  'dns_failed',
  'proxy_failed',
  'connection_refused',
  'connection_lost',
  'server_timeout',
  'token_rejected',
  'throttled',
  'server_unavailable',
]);

/** Translates what imapflow, Node's net, dns or tls threw. An AppFailure stays what it is; the original is kept as cause, for the log. */
export function imapFailure(error: unknown, context: FaultContext): AppFailure {
  return error instanceof AppFailure ? error : new AppFailure(imapError(error, context), error);
}

/** Whether the server answered a command with NO or BAD, and the connection lives on. */
export function isRefusal(error: unknown): boolean {
  const { status, code } = readFault(error);
  return (status === 'NO' || status === 'BAD') && code !== 'ETHROTTLE';
}

/** Translates as imapFailure does; returns the AppError alone. */
export function imapError(error: unknown, context: FaultContext): AppError {
  if (error instanceof AppFailure) return error.error;
  const fault = context.inClear === true ? withoutWords(readFault(error)) : readFault(error);
  return (
    proxyError(error, context.endpoint) ??
    missingFolder(fault, context) ??
    webSignIn(fault, context) ??
    saidByServer(fault.text, context, fault) ??
    tlsError(error, context.endpoint) ??
    fromNetwork(fault, context.endpoint) ??
    fromProtocol(fault, context.endpoint) ??
    fromRefusal(fault, context)
  );
}

/** The error of a session that ended, with BYE or without. */
export function closedError(byeReason: string | undefined, context: FaultContext): AppError {
  const text = context.inClear === true ? '' : (byeReason ?? '');
  const known = saidByServer(text, context, null);
  if (known) return known;
  const said = cleaned(text === 'Server closed connection' ? '' : text, context);
  return makeError('connection_lost', { reason: 'closed', server: serverName(context.endpoint), said });
}

/** The error when the folder is missing. Checked before the server's words, which may repeat the folder's name. */
function missingFolder(fault: Fault, context: FaultContext): AppError | null {
  if (context.phase !== 'command' || fault.code === 'ETHROTTLE') return null;
  const missing = fault.mailboxMissing || fault.code === 'NotFound' || isMissingCode(fault.responseCode);
  return missing ? folderMissing() : null;
}

/** The provider wants the user to sign in with a browser before it lets a mail program in. */
function webSignIn(fault: Fault, context: FaultContext): AppError | null {
  if (context.phase !== 'sign_in' || fault.status === '') return null;
  const { webAlert = null } = context;
  if (fault.responseCode !== 'WEBALERT' && webAlert === null) return null;
  const url = externalUrl(webAlert ?? '');
  const params = {
    reason: 'web_alert',
    server: serverName(context.endpoint),
    said: cleaned(fault.text, context),
  } as const;
  return makeError('web_sign_in_required', params, url?.startsWith('https:') ? { guidance: { page: url } } : {});
}

function isMissingCode(responseCode: string): boolean {
  return responseCode === 'NONEXISTENT' || responseCode === 'TRYCREATE';
}

function folderMissing(): AppError {
  return makeError('folder_missing', { reason: 'gone' });
}

/** Whether a refusal is about the command's own folder, so that its words say nothing about the server's state. */
function isAboutItself(fault: Fault): boolean {
  // The words after a decisive code may be a folder's name, and mean nothing.
  const isDecisive = refusalClass(fault.responseCode, 'change', fault.text)?.lasting === 'decisive';
  return isDecisive || (fault.responseCode === '' && missingText.test(fault.text));
}

/**
 * The error that the server's words tell, whatever response code stands before them (docs/microsoft365.md); null for
 * others.
 */
function saidByServer(text: string, context: FaultContext, fault: Fault | null): AppError | null {
  const server = serverName(context.endpoint);
  if (fault && fault.code !== 'ETHROTTLE' && context.phase === 'command' && isAboutItself(fault)) return null;
  const purpose = context.phase === 'command' ? 'look' : 'sign_in';
  const refusal = refusalClass(fault?.responseCode ?? '', purpose, text);
  if (refusal?.lasting === 'throttled' || fault?.code === 'ETHROTTLE') {
    const wait = fault?.throttleMs ?? backoff(text);
    return makeError('throttled', { reason: 'wait', server }, wait === null ? {} : { retryAfterMs: wait });
  }
  if (
    /BasicAuth(entication)?Blocked|Basic auth(entication)? is (disabled|blocked|not supported|switched off)/i.test(text)
  ) {
    return basicAuthBlocked(context);
  }
  if (/AccessTokenExpired|access token (has )?expired/i.test(text)) {
    return makeError('token_rejected', { reason: 'expired', server });
  }
  if (/authenticated but not connected/i.test(text)) {
    return makeError(
      'mailbox_unavailable',
      { reason: 'not_opened', server },
      {
        guidance: {
          letter: { kind: 'mailbox_unavailable', server },
          reference: 'User is authenticated but not connected',
        },
      },
    );
  }
  // After a command, words such as "temporarily locked" are about its folder or its messages.
  const busy = context.phase === 'command' && fault !== null ? busyServer : busyAtSignIn;
  // With AUTHENTICATIONFAILED words such as "Account temporarily locked" do not mean that the server is busy.
  const refusedCredentials = fault?.responseCode === 'AUTHENTICATIONFAILED';
  // Such a code at a command is about one folder or message: the account is not offline for it.
  const isBusy = refusal === null ? busy.test(text) : refusal.scope === 'account' && refusal.lasting === 'temporary';
  if (isBusy && !refusedCredentials) {
    const reason = tooManyConnections.test(text) ? 'too_many_connections' : 'busy';
    return makeError('server_unavailable', { reason, server, said: cleaned(text, context) });
  }
  return null;
}

/** The mailbox has as many connections as the server allows, of all its programs together. */
const tooManyConnections =
  /too many (simultaneous |concurrent |open )?(connections|sessions)|connection limit|concurrent connections\b.{0,20}exceeded/i;
const busyServer = new RegExp(`${tooManyConnections.source}|server unavailable|server is busy|shutting down`, 'i');
const busyAtSignIn = new RegExp(`${busyServer.source}|temporar(y|ily)|try again later`, 'i');

/** The server takes no passwords for this mailbox, or none at all. */
export function basicAuthBlocked(context: FaultContext): AppError {
  const guidance: Guidance = { letter: { kind: 'basic_auth_blocked' }, reference: 'BasicAuthBlocked' };
  return makeError(
    'basic_auth_blocked',
    { reason: 'no_passwords', server: serverName(context.endpoint) },
    { guidance },
  );
}

/**
 * The wait that Microsoft 365 asks for ("Suggested Backoff Time: 92415 milliseconds"), at most a day; null when it
 * names none.
 */
function backoff(text: string): number | null {
  const match = /Backoff Time[:=\s]+(\d{1,12})/i.exec(text);
  return match ? Math.min(Number(match[1]), 86_400_000) : null;
}

function fromNetwork(fault: Fault, endpoint: ServerEndpoint): AppError | null {
  const server = serverName(endpoint);
  switch (fault.code) {
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EAI_NONAME':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
      return makeError('dns_failed', { reason: 'no_such_name', host: endpoint.host });
    case 'EAI_AGAIN':
    case 'ESERVFAIL':
    case 'EREFUSED':
      return makeError('dns_failed', { reason: 'look_up_failed', host: endpoint.host });
    case 'ECONNREFUSED':
      return makeError('connection_refused', { reason: 'refuses', host: endpoint.host, port: endpoint.port });
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return makeError('connection_refused', { reason: 'unreachable', server });
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return makeError('offline', { reason: 'no_network', server });
    case 'ETIMEDOUT':
    case 'ETIMEOUT':
    case 'CONNECT_TIMEOUT':
    case 'GREETING_TIMEOUT':
    case 'UPGRADE_TIMEOUT':
      return makeError('server_timeout', { reason: 'no_answer', server });
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
    case 'NoConnection':
    case 'EConnectionClosed':
    case 'StateLogout':
    case 'ClosedAfterConnectTLS':
    case 'ClosedAfterConnectText':
      return makeError('connection_lost', { reason: 'lost', server });
    default:
      return null;
  }
}

const protocolCodes =
  /^(ParserError|MAX_IMAP_NESTING|LineTooLarge|LiteralTooLarge|ResponseTooLarge|TooManyTokens|TooManyResponses|UnexpectedTag|InvalidResponse|ResponseProcessingFailed|COMPRESS_)/;

/** A code of ours among imapflow's. */
const refusedTls = 'HeronRefusedTls';

function fromProtocol(fault: Fault, endpoint: ServerEndpoint): AppError | null {
  const server = serverName(endpoint);
  if (fault.code === refusedTls) return makeError('starttls_missing', { reason: 'not_offered', server });
  if (fault.code === 'STARTTLS_INJECTION') return makeError('tls_failed', { reason: 'spoke_between', server });
  if (fault.tlsFailed && /does not support STARTTLS/i.test(fault.message)) {
    return makeError('starttls_missing', { reason: 'not_offered', server });
  }
  if (fault.tlsFailed) return makeError('tls_failed', { reason: 'no_encryption', server });
  if (fault.code === 'LiteralTooLarge') return makeError('imap_protocol', { reason: 'more_than_asked' });
  return protocolCodes.test(fault.code) ? protocolError(endpoint) : null;
}

/** Whether a line is how a web server answers, for example that of a network's sign-in page. */
export function isWebAnswer(line: string): boolean {
  return /^HTTP\/\d|^\s*<(!doctype|html|head|body|\?xml)\b/i.test(line);
}

/** A web server answers in place of the mail server: a network's sign-in page, or a proxy. */
export function webServerError(endpoint: ServerEndpoint): AppError {
  return makeError('imap_protocol', { reason: 'web_server', server: serverName(endpoint) });
}

/** The server sent something that is not IMAP. */
export function protocolError(endpoint: ServerEndpoint): AppError {
  return makeError('imap_protocol', { reason: 'not_imap', server: serverName(endpoint) });
}

function fromRefusal(fault: Fault, context: FaultContext): AppError {
  const server = serverName(context.endpoint);
  const said = cleaned(fault.text, context);
  if (context.phase === 'sign_in' && (fault.authenticationFailed || fault.status !== '')) {
    // docs/microsoft365.md: Exchange Online may say no more than this where Basic Auth is switched off.
    if (
      context.auth === 'password' &&
      isExchangeOnline(context.endpoint.host) &&
      /^(LOGIN|AUTHENTICATE) failed\b/i.test(fault.text)
    ) {
      return basicAuthBlocked(context);
    }
    if (context.auth === 'xoauth2') return makeError('token_rejected', { reason: 'refused', server, said });
    return makeError('authentication_failed', { reason: 'password_refused', server, said });
  }
  if (fault.status !== '') {
    return makeError('server_refused', { reason: 'command', server, said, responseCode: fault.responseCode });
  }
  return makeError('connection_lost', { reason: 'failed', server });
}

/**
 * Whether a refusal is due to the server's present state and not to the command, by its response code (RFC 5530); null
 * when only the words can tell.
 */
export function passingByCode(error: unknown): boolean | null {
  const fault = readFault(error);
  if (fault.code === 'ETHROTTLE') return true;
  if (isAboutItself(fault)) return false;
  const refusal = refusalClass(fault.responseCode, 'change', fault.text);
  return refusal === null ? null : refusal.lasting !== 'decisive';
}

/** The response code of a refusal, in upper case and without its arguments; empty where there is none. */
export function refusalCode(error: unknown): string {
  return readFault(error).responseCode;
}

/** The server's words in a NO, as one line for an Outcome; empty when it gave no reason. */
export function refusalText(error: unknown, secrets: readonly string[] = []): string {
  return cleanServerText(readFault(error).text, secrets);
}

/** The server's words, cleaned and without secrets, for an error. */
function cleaned(text: string, context: FaultContext): string {
  return cleanServerText(text, context.secrets);
}

/** What is left of a fault that was met before the encryption began. */
function withoutWords(fault: Fault): Fault {
  // A server that is asked for TLS and answers with a wait gives none.
  const code = fault.code === 'ETHROTTLE' || fault.responseCode === 'THROTTLED' ? refusedTls : fault.code;
  return { ...fault, code, text: '', responseCode: '', throttleMs: null };
}

function readFault(error: unknown): Fault {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const inner = error instanceof AggregateError ? error.errors.find((each) => each instanceof Error) : undefined;
  const string = (name: string) => (typeof fields[name] === 'string' ? fields[name].slice(0, 4_000) : '');
  const code = string('code') || (inner instanceof Error && 'code' in inner ? String(inner.code) : '');
  const response = string('response').replace(/^\S+ (OK|NO|BAD|BYE) /i, '');
  const text = [string('responseText') || response, string('reason')].filter(Boolean).join(' ');
  const wait = fields['throttleReset'];
  return {
    code,
    message: error instanceof Error ? error.message : '',
    status: string('responseStatus').toUpperCase(),
    responseCode: (
      string('serverResponseCode') ||
      codeInText(string('response')) ||
      codeInAnswer(fields['response'])
    ).toUpperCase(),
    text,
    throttleMs: typeof wait === 'number' && wait > 0 ? Math.min(wait, 86_400_000) : null,
    tlsFailed: fields['tlsFailed'] === true,
    authenticationFailed: fields['authenticationFailed'] === true,
    mailboxMissing: fields['mailboxMissing'] === true,
  };
}

/** The response code of an answer as imapflow 2.10.2 parsed it; it gives a refused FETCH in no other form. */
function codeInAnswer(response: unknown): string {
  const attributes = property(response, 'attributes');
  const section = Array.isArray(attributes) ? property(attributes[0], 'section') : null;
  const value = Array.isArray(section) ? property(section[0], 'value') : null;
  return typeof value === 'string' ? value.slice(0, 40) : '';
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && name in of ? Reflect.get(of, name) : null;
}

function codeInText(response: string): string {
  return /\[([A-Z-]{2,40})[\s\]]/i.exec(response)?.[1] ?? '';
}
