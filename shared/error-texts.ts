import { permissionName } from './admin-consent.ts';
import { type AdminLetter, type AppError, assertNever, type ErrorCode, type Guidance } from './reply.ts';
import { texts } from './texts/texts.ts';

/** What the one button of an error does. The place that shows the error decides how. */
export type ErrorActionKind =
  | 'retry'
  | 'sync_now'
  | 'sign_in'
  | 'sign_in_with_microsoft'
  | 'new_code'
  | 'sign_in_by_browser'
  | 'sign_in_by_code'
  | 'choose_account'
  | 'edit_address'
  | 'edit_server'
  | 'edit_password'
  | 'edit_registration'
  | 'ask_administrator'
  | 'show_source'
  | 'open_page'
  | 'enter_proxy_password'
  | 'review'
  | 'choose_file'
  | 'close';

/** Who has to act. `nobody`: the error resolves by itself, or nothing can be done. */
type Turn = 'you' | 'admin' | 'server' | 'nobody';

interface ErrorTurn {
  readonly whose: Turn;
  readonly kind: ErrorActionKind;
}

export interface ErrorText {
  /** What happened, as one sentence; the sentence of `errorMessage` follows it. */
  readonly title: string;
  readonly whose: Turn;
  readonly action: { readonly kind: ErrorActionKind; readonly label: string };
}

function turn(whose: Turn, kind: ErrorActionKind): ErrorTurn {
  return { whose, kind };
}

/** What does not depend on the language for each code: who has to act, and what its button does. */
export const errorTurns: Readonly<Record<ErrorCode, ErrorTurn>> = {
  invalid_input: turn('you', 'close'),
  forbidden: turn('nobody', 'close'),
  not_found: turn('nobody', 'close'),
  cancelled: turn('you', 'retry'),
  internal: turn('you', 'retry'),
  offline: turn('nobody', 'retry'),
  paused: turn('you', 'close'),
  dns_failed: turn('you', 'edit_server'),
  connection_refused: turn('you', 'edit_server'),
  proxy_password_wanted: turn('you', 'enter_proxy_password'),
  proxy_failed: turn('admin', 'retry'),
  connection_lost: turn('server', 'retry'),
  server_timeout: turn('server', 'retry'),
  tls_expired: turn('server', 'retry'),
  tls_wrong_host: turn('you', 'edit_server'),
  tls_untrusted: turn('server', 'retry'),
  tls_failed: turn('you', 'edit_server'),
  starttls_missing: turn('you', 'edit_server'),
  imap_protocol: turn('you', 'edit_server'),
  authentication_failed: turn('you', 'edit_password'),
  basic_auth_blocked: turn('you', 'sign_in_with_microsoft'),
  token_rejected: turn('you', 'sign_in'),
  web_sign_in_required: turn('you', 'open_page'),
  mailbox_unavailable: turn('admin', 'ask_administrator'),
  throttled: turn('nobody', 'retry'),
  server_unavailable: turn('server', 'retry'),
  server_refused: turn('server', 'retry'),
  folder_missing: turn('nobody', 'sync_now'),
  message_gone: turn('nobody', 'sync_now'),
  message_too_large: turn('nobody', 'show_source'),
  message_unreadable: turn('nobody', 'show_source'),
  trash_missing: turn('you', 'close'),
  client_id_missing: turn('you', 'edit_registration'),
  sign_in_declined: turn('you', 'new_code'),
  sign_in_expired: turn('you', 'new_code'),
  sign_in_timed_out: turn('you', 'retry'),
  browser_sign_in_failed: turn('you', 'sign_in_by_code'),
  code_blocked: turn('you', 'sign_in_by_browser'),
  wrong_account: turn('you', 'choose_account'),
  sign_in_required: turn('you', 'sign_in'),
  consent_required: turn('admin', 'ask_administrator'),
  permission_missing: turn('you', 'sign_in'),
  app_registration: turn('admin', 'edit_registration'),
  policy_blocked: turn('admin', 'ask_administrator'),
  wrong_tenant: turn('you', 'edit_registration'),
  service_missing: turn('admin', 'ask_administrator'),
  account_locked: turn('you', 'sign_in'),
  account_blocked: turn('admin', 'ask_administrator'),
  password_due: turn('you', 'sign_in'),
  identity_provider_unavailable: turn('server', 'retry'),
  identity_provider_protocol: turn('you', 'edit_registration'),
  identity_mismatch: turn('you', 'sign_in'),
  provider_unknown: turn('you', 'close'),
  token_host_refused: turn('you', 'edit_server'),
  account_exists: turn('you', 'edit_address'),
  file_not_usable: turn('you', 'choose_file'),
  disk_full: turn('you', 'retry'),
  storage_failed: turn('you', 'retry'),
  settings_damaged: turn('you', 'review'),
  queue_damaged: turn('you', 'close'),
  cache_damaged: turn('nobody', 'close'),
  secret_unreadable: turn('you', 'sign_in'),
  secret_not_saved: turn('you', 'review'),
  operation_parked: turn('you', 'review'),
  draft_changed: turn('you', 'review'),
  not_sendable: turn('you', 'review'),
  not_printed: turn('you', 'close'),
  file_refused: turn('you', 'close'),
  smtp_protocol: turn('you', 'edit_server'),
  smtp_auth_disabled: turn('admin', 'ask_administrator'),
  smtp_unreachable: turn('you', 'edit_server'),
  graph_refused: turn('admin', 'ask_administrator'),
  send_as_denied: turn('you', 'review'),
  sending_blocked: turn('admin', 'ask_administrator'),
  relay_denied: turn('you', 'edit_server'),
  sending_limit: turn('nobody', 'retry'),
  message_refused: turn('you', 'review'),
  recipients_refused: turn('you', 'review'),
  sending_deferred: turn('server', 'retry'),
  may_have_been_sent: turn('you', 'review'),
  draft_not_copied: turn('nobody', 'close'),
  sent_copy_missing: turn('nobody', 'close'),
};

/** One text per code (U3), in the language that is set: what happened, whose turn it is, one button. */
export function errorText(code: ErrorCode): ErrorText {
  const { title, button } = texts().errors.codes[code];
  const { whose, kind } = errorTurns[code];
  return { title, whose, action: { kind, label: button } };
}

/**
 * The one or two sentences of an error in the current language. Call it when the error is shown, because the language
 * may change.
 */
export function errorMessage(error: AppError): string {
  const own = sentence(error);
  return error.because === undefined ? own : `${own} ${errorMessage(error.because)}`;
}

/** The texts of a Guidance in the current language; null for those that it does not have. */
export interface GuidanceText {
  readonly explanation: string | null;
  /** To be copied and sent to the administrator. */
  readonly adminText: string | null;
  /** "AADSTS65001, correlation ID 0f0f, 2026-11-28 21:00:00 UTC" */
  readonly reference: string | null;
}

/** Words a Guidance in the current language; for undefined, all texts are null. */
export function guidanceText(guidance: Guidance | undefined): GuidanceText {
  const words = texts().guidance;
  const { explanation, letter } = guidance ?? {};
  return {
    explanation: explanation === undefined ? null : words.explanations[explanation],
    adminText: guidance === undefined || letter === undefined ? null : adminText(letter, guidance),
    reference: guidance === undefined ? null : referenceText(guidance),
  };
}

/** A letter to the administrator in the current language. */
export function letterText(letter: AdminLetter, guidance: Guidance | undefined): string {
  return adminText(letter, guidance ?? {});
}

type Says = string | ((params: AppError['params']) => string);

/** The text of one error. AppError's type ties each code to its params, so the text found for a code accepts them. */
function sentence({ code, params }: AppError): string {
  const faults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = texts().faults;
  const text = faults[code]?.[params.reason] as Says | undefined;
  // The error was stored by a newer version of Heron.
  if (text === undefined) return texts().errors.codes.internal.title;
  return typeof text === 'string' ? text : text(params);
}

function referenceText({ reference, correlationId, at }: Guidance): string | null {
  const parts = [
    reference ?? '',
    correlationId === undefined ? '' : texts().guidance.correlation(correlationId),
    // In UTC and in figures, as administrators find it in their sign-in logs.
    at === undefined ? '' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  ];
  return parts.filter((part) => part !== '').join(', ') || null;
}

function adminText(letter: AdminLetter, guidance: Guidance): string {
  const { letters, explanations } = texts().guidance;
  const explanation = guidance.explanation === undefined ? '' : explanations[guidance.explanation];
  const app = ({ clientId, tenant }: { readonly clientId: string; readonly tenant: string }) =>
    letters.app(clientId, tenant, referenceText(guidance) ?? '');
  switch (letter.kind) {
    case 'consent':
      return letters.consent(letter.permissions.map(permissionName).join(', '), guidance.adminUrl ?? '', app(letter));
    case 'fix_app':
    case 'policy':
    case 'account':
    case 'service':
      return letters[letter.kind](explanation, app(letter));
    case 'mailbox_unavailable':
      return letters.mailbox_unavailable(letter.server);
    case 'smtp_auth_disabled':
      return letters.smtp_auth_disabled(letter.server);
    case 'sending_blocked':
      return letters.sending_blocked(letter.server, letter.said);
    case 'graph_denied':
      return letters.graph_denied(letter.said);
    case 'basic_auth_blocked':
      return letters.basic_auth_blocked();
    default:
      return assertNever(letter);
  }
}
