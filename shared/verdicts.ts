import type { Finding, RungName, TokenFinding } from './finding.ts';
import type { AuthMethod } from './mail.ts';
import type { AdminLetter, AppError, ErrorCode } from './reply.ts';

/** Whose turn it is. `wait`: it passes by itself. `heron`: a fault in Heron, to be reported. */
type VerdictTurn = 'you' | 'admin' | 'wait' | 'heron' | 'nobody';

/** What the one button of a verdict does. */
export type VerdictAction =
  | 'retry'
  | 'sign_in'
  | 'sign_in_with_microsoft'
  | 'sign_in_by_browser'
  | 'edit_password'
  | 'enter_proxy_password'
  | 'edit_server'
  | 'edit_registration'
  | 'ask_administrator'
  | 'open_page'
  | 'close'
  | 'copy_report';

/** One error that a verdict may follow from. Whatever is left out does not matter. */
interface Cause {
  readonly code: ErrorCode;
  readonly reasons?: readonly string[];
  /** The provider's own codes: "AADSTS53003". */
  readonly references?: readonly string[];
  readonly methods?: readonly AuthMethod[];
  readonly rungs?: readonly RungName[];
  readonly token?: Partial<TokenFinding>;
  /** The certificate is valid by the identity provider's time, and this computer's clock says another one. */
  readonly isClockWrong?: true;
}

interface VerdictRule {
  readonly whose: VerdictTurn;
  readonly action: VerdictAction;
  readonly causes: readonly Cause[];
}

const aadsts = (...numbers: readonly number[]) => numbers.map((number) => `AADSTS${number}`);
const rule = (whose: VerdictTurn, action: VerdictAction, ...causes: readonly Cause[]): VerdictRule => ({
  whose,
  action,
  causes,
});

/**
 * All verdicts, each with the errors that it follows from. The errors are those that the parts of Heron make of what a server, a network or a
 * provider said; nothing is classified here again. The first verdict with a cause that fits is the one, so special ones stand before general
 * ones. docs/verdicts.md lists them.
 */
export const verdicts = {
  all_well: rule('nobody', 'close'),

  // The mail server and its network.
  offline: rule('wait', 'retry', { code: 'offline' }),
  dns_no_such_name: rule('you', 'edit_server', { code: 'dns_failed', reasons: ['no_such_name'] }),
  dns_not_answering: rule(
    'wait',
    'retry',
    { code: 'dns_failed' },
    { code: 'server_unavailable', reasons: ['no_such_name', 'look_up_failed'] },
  ),
  port_blocked: rule('you', 'retry', { code: 'server_timeout', rungs: ['tcp'] }),
  smtp_port_blocked: rule(
    'you',
    'retry',
    { code: 'smtp_unreachable' },
    { code: 'server_timeout', rungs: ['smtp_tcp'] },
  ),
  connection_refused: rule(
    'you',
    'edit_server',
    { code: 'connection_refused' },
    { code: 'server_unavailable', reasons: ['refuses', 'unreachable'] },
  ),
  captive_portal: rule('you', 'retry', { code: 'imap_protocol', reasons: ['web_server'] }),
  clock_wrong: rule(
    'you',
    'retry',
    { code: 'tls_expired', reasons: ['not_yet_valid', 'not_valid_now'] },
    { code: 'tls_expired', isClockWrong: true },
  ),
  certificate_expired: rule('admin', 'copy_report', { code: 'tls_expired' }),
  certificate_of_other_host: rule('you', 'edit_server', { code: 'tls_wrong_host' }),
  certificate_not_trusted: rule('admin', 'copy_report', { code: 'tls_untrusted' }),
  encryption_not_possible: rule('you', 'edit_server', { code: 'tls_failed' }, { code: 'starttls_missing' }),
  no_mail_server: rule('you', 'edit_server', { code: 'imap_protocol' }, { code: 'smtp_protocol' }),
  too_many_connections: rule(
    'you',
    'retry',
    { code: 'server_unavailable', reasons: ['too_many_connections'] },
    { code: 'sending_deferred', reasons: ['connections'] },
  ),
  throttled: rule('wait', 'close', { code: 'throttled' }, { code: 'sending_limit' }),
  server_down: rule(
    'wait',
    'retry',
    { code: 'server_unavailable' },
    { code: 'server_timeout' },
    { code: 'connection_lost' },
    { code: 'sending_deferred' },
  ),

  // Passwords.
  app_password_blocked: rule('you', 'sign_in_with_microsoft', {
    code: 'basic_auth_blocked',
    methods: ['app_password'],
  }),
  basic_auth_blocked: rule('you', 'sign_in_with_microsoft', { code: 'basic_auth_blocked' }),
  app_password_wanted: rule('you', 'edit_password', { code: 'authentication_failed', reasons: ['app_password'] }),
  app_password_refused: rule('you', 'edit_password', { code: 'authentication_failed', methods: ['app_password'] }),
  password_refused: rule('you', 'edit_password', { code: 'authentication_failed' }),
  password_not_stored: rule('you', 'edit_password', {
    code: 'sign_in_required',
    reasons: ['password_for_other_server', 'password_missing'],
  }),
  no_way_to_sign_in: rule('you', 'edit_server', {
    code: 'server_refused',
    reasons: ['no_password_sign_in', 'no_oauth_sign_in'],
  }),
  web_sign_in: rule('you', 'open_page', { code: 'web_sign_in_required' }),

  // A token that the mail server does not take.
  token_expired: rule('wait', 'retry', { code: 'token_rejected', reasons: ['expired'] }),
  wrong_audience: rule('you', 'sign_in', { code: 'token_rejected', token: { audience: 'other' } }),
  wrong_identity: rule(
    'you',
    'sign_in',
    { code: 'token_rejected', token: { identity: 'other' } },
    { code: 'identity_mismatch' },
    { code: 'wrong_account' },
  ),
  scopes_missing: rule(
    'you',
    'sign_in',
    { code: 'token_rejected', token: { scopes: 'missing' } },
    { code: 'permission_missing' },
  ),
  smtp_auth_disabled_in_organisation: rule('admin', 'ask_administrator', {
    code: 'smtp_auth_disabled',
    reasons: ['organisation'],
  }),
  smtp_auth_disabled_for_mailbox: rule('admin', 'ask_administrator', { code: 'smtp_auth_disabled' }),
  sending_blocked: rule('admin', 'ask_administrator', { code: 'sending_blocked' }),
  smtp_token_refused: rule('admin', 'ask_administrator', { code: 'token_rejected', rungs: ['smtp_sign_in'] }),
  imap_disabled: rule('admin', 'ask_administrator', {
    code: 'token_rejected',
    token: { audience: 'mail', identity: 'same', scopes: 'enough' },
  }),
  token_refused: rule('you', 'sign_in', { code: 'token_rejected' }),
  token_for_other_server: rule('you', 'edit_server', { code: 'token_host_refused' }),
  mailbox_not_connected: rule('admin', 'ask_administrator', { code: 'mailbox_unavailable' }),
  no_licence: rule(
    'admin',
    'ask_administrator',
    { code: 'service_missing' },
    { code: 'graph_refused', reasons: ['no_mailbox'] },
  ),

  // What the identity provider refuses: the app.
  login_loop: rule('wait', 'close', { code: 'identity_provider_unavailable', references: aadsts(50196) }),
  consent_declined: rule(
    'you',
    'sign_in',
    { code: 'sign_in_declined' },
    { code: 'consent_required', references: aadsts(65004) },
  ),
  consent_missing: rule('admin', 'ask_administrator', { code: 'consent_required' }),
  app_unknown: rule('you', 'edit_registration', { code: 'app_registration', references: aadsts(700016, 700038) }),
  app_disabled: rule('admin', 'ask_administrator', { code: 'app_registration', references: aadsts(7000112) }),
  app_not_public: rule('admin', 'ask_administrator', {
    code: 'app_registration',
    references: aadsts(7000218, 700025, 70002),
  }),
  app_redirect: rule('admin', 'ask_administrator', { code: 'app_registration', references: aadsts(50011) }),
  app_account_types: rule('you', 'edit_registration', {
    code: 'app_registration',
    references: aadsts(50194, 9002346),
  }),
  app_resource: rule('admin', 'ask_administrator', { code: 'app_registration', references: aadsts(500011, 65002) }),
  app_registration: rule('admin', 'copy_report', { code: 'app_registration' }),
  client_id_missing: rule('you', 'edit_registration', { code: 'client_id_missing' }),

  // What it refuses: the person.
  app_not_assigned: rule('admin', 'ask_administrator', { code: 'policy_blocked', references: aadsts(50105) }),
  policy_device: rule('admin', 'ask_administrator', {
    code: 'policy_blocked',
    references: aadsts(53000, 53001, 50097),
  }),
  policy_app: rule('admin', 'ask_administrator', { code: 'policy_blocked', references: aadsts(53002) }),
  policy_security_defaults: rule('admin', 'ask_administrator', { code: 'policy_blocked', references: aadsts(530035) }),
  policy_of_organisation: rule('admin', 'ask_administrator', { code: 'policy_blocked', references: aadsts(530032) }),
  policy_blocked: rule('admin', 'ask_administrator', { code: 'policy_blocked' }),
  device_code_blocked: rule('you', 'sign_in_by_browser', { code: 'code_blocked' }),
  second_factor_due: rule('you', 'sign_in', {
    code: 'sign_in_required',
    references: aadsts(50076, 50078, 50079),
  }),
  more_proof_asked: rule('you', 'sign_in', { code: 'sign_in_required', reasons: ['more_asked'] }),
  password_changed: rule('you', 'sign_in', { code: 'sign_in_required', references: aadsts(50132, 50133, 50173) }),
  password_expired: rule('you', 'sign_in', { code: 'password_due' }),
  sign_in_frequency: rule('you', 'sign_in', { code: 'sign_in_required', references: aadsts(70043) }),
  sign_in_unused: rule('you', 'sign_in', { code: 'sign_in_required', references: aadsts(700082) }),
  grant_revoked: rule('you', 'sign_in', { code: 'sign_in_required' }),
  sign_in_not_finished: rule(
    'you',
    'sign_in',
    { code: 'sign_in_expired' },
    { code: 'sign_in_timed_out' },
    { code: 'browser_sign_in_failed' },
  ),
  account_locked: rule('wait', 'close', { code: 'account_locked' }),
  account_at_risk: rule('admin', 'ask_administrator', { code: 'account_blocked', reasons: ['risky'] }),
  account_disabled: rule('admin', 'ask_administrator', { code: 'account_blocked' }),
  no_such_organisation: rule('you', 'edit_registration', { code: 'wrong_tenant', reasons: ['no_such_tenant'] }),
  wrong_organisation: rule('you', 'edit_registration', { code: 'wrong_tenant' }),
  proxy_password: rule('you', 'enter_proxy_password', { code: 'proxy_password_wanted' }),
  proxy_sign_in: rule(
    'admin',
    'copy_report',
    { code: 'proxy_failed', reasons: ['method'] },
    { code: 'identity_provider_unavailable', reasons: ['proxy_sign_in'] },
  ),
  proxy_refused: rule(
    'admin',
    'copy_report',
    { code: 'proxy_failed' },
    { code: 'identity_provider_unavailable', reasons: ['proxy'] },
  ),
  provider_down: rule('wait', 'retry', { code: 'identity_provider_unavailable' }),
  provider_not_understood: rule('you', 'edit_registration', { code: 'identity_provider_protocol' }),

  // On this computer.
  secret_unreadable: rule('you', 'sign_in', { code: 'secret_unreadable' }),
  newer_heron: rule('you', 'close', { code: 'provider_unknown' }),
  server_refuses: rule('admin', 'copy_report', { code: 'server_refused' }, { code: 'folder_missing' }),
  not_explained: rule('heron', 'copy_report', { code: 'internal' }),
} as const satisfies Readonly<Record<string, VerdictRule>>;

/** A closed set: what a diagnosis can come to. */
export type VerdictId = keyof typeof verdicts;

export const verdictIds = Object.keys(verdicts) as readonly VerdictId[];

/** The verdict of what was found. An error that no verdict names is `not_explained`, so that it is reported. */
export function verdictOf(finding: Finding): VerdictId {
  return verdictIds.find((id) => causesOf(id).some((cause) => fits(cause, finding))) ?? 'not_explained';
}

/** The errors that a verdict follows from. */
export function causesOf(id: VerdictId): readonly Cause[] {
  return verdicts[id].causes;
}

/** The text for the administrator: the error's own, or the one that the verdict adds. Null where there is none. */
export function letterOf(id: VerdictId, error: AppError): AdminLetter | null {
  const own = error.guidance?.letter;
  if (own !== undefined) return own;
  const server = 'server' in error.params ? error.params.server : 'Microsoft 365';
  if (id === 'imap_disabled' || id === 'no_licence') return { kind: 'mailbox_unavailable', server };
  return id === 'smtp_token_refused' ? { kind: 'smtp_auth_disabled', server } : null;
}

function fits(cause: Cause, { error, rung, method, token, trueTime = null }: Finding): boolean {
  const reference = error.guidance?.reference;
  const tells = Object.entries(cause.token ?? {}).every(
    ([name, value]) => token?.[name as keyof TokenFinding] === value,
  );
  return (
    cause.code === error.code &&
    (cause.isClockWrong === undefined || isValidAt(error, trueTime)) &&
    (cause.reasons?.includes(error.params.reason) ?? true) &&
    (cause.references === undefined || (reference !== undefined && cause.references.includes(reference))) &&
    (cause.methods === undefined || (method !== null && cause.methods.includes(method))) &&
    (cause.rungs === undefined || (rung !== null && cause.rungs.includes(rung))) &&
    tells
  );
}

/** Whether a certificate that this computer says has expired has not, by another clock. */
function isValidAt({ params }: AppError, time: number | null): boolean {
  const until = 'date' in params ? Date.parse(String(params.date)) : Number.NaN;
  return time !== null && time < until;
}
