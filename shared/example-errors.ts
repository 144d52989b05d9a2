import type { AppError, ErrorCode, ErrorParams } from './reply.ts';

const server = 'mail.contoso.example:993';
const host = 'mail.contoso.example';

const params: { readonly [Code in ErrorCode]: ErrorParams<Code> } = {
  invalid_input: { reason: 'malformed', field: 'address' },
  forbidden: { reason: 'not_a_link' },
  not_found: { reason: 'account_not_open' },
  cancelled: { reason: 'asked' },
  internal: { reason: 'unforeseen' },
  offline: { reason: 'computer' },
  paused: { reason: 'until', until: 0 },
  dns_failed: { reason: 'no_such_name', host },
  connection_refused: { reason: 'unreachable', server },
  connection_lost: { reason: 'lost', server },
  server_timeout: { reason: 'no_answer', server },
  tls_expired: { reason: 'expired', server, date: '' },
  tls_wrong_host: { reason: 'names', server, names: '' },
  tls_untrusted: { reason: 'chain', server, because: 'self_signed', issuer: '' },
  tls_failed: { reason: 'no_tls', server },
  starttls_missing: { reason: 'not_offered', server },
  imap_protocol: { reason: 'not_imap', server },
  authentication_failed: { reason: 'password_refused', server, said: '' },
  basic_auth_blocked: { reason: 'no_passwords', server },
  token_rejected: { reason: 'expired', server },
  mailbox_unavailable: { reason: 'not_opened', server },
  throttled: { reason: 'wait', server },
  server_unavailable: { reason: 'busy', server, said: '' },
  server_refused: { reason: 'command', server, said: '' },
  folder_missing: { reason: 'gone' },
  message_gone: { reason: 'from_server' },
  message_too_large: { reason: 'message' },
  message_unreadable: { reason: 'malformed' },
  trash_missing: { reason: 'not_created', folder: 'Trash' },
  client_id_missing: { reason: 'needed' },
  sign_in_declined: { reason: 'declined' },
  sign_in_expired: { reason: 'code_expired' },
  sign_in_required: { reason: 'asked_again' },
  consent_required: { reason: 'not_approved' },
  permission_missing: { reason: 'not_granted', provider: 'Microsoft 365' },
  app_registration: { reason: 'to_be_fixed' },
  policy_blocked: { reason: 'blocked' },
  wrong_tenant: { reason: 'unknown_account', tenant: 'contoso.example', host },
  identity_provider_unavailable: { reason: 'unreachable', host },
  identity_provider_protocol: { reason: 'redirected', host },
  identity_mismatch: { reason: 'other_mailbox', actual: 'eve@contoso.example', expected: 'ada@contoso.example' },
  provider_unknown: { reason: 'from_newer', id: 'nobody' },
  token_host_refused: { reason: 'foreign_server', host, provider: 'Microsoft 365' },
  account_exists: { reason: 'address', address: 'ada@contoso.example' },
  disk_full: { reason: 'mail' },
  storage_failed: { reason: 'database' },
  settings_damaged: { reason: 'newer', path: '/profile/settings.json' },
  cache_damaged: { reason: 'found' },
  queue_damaged: { reason: 'set_aside', file: 'user.damaged-1.db' },
  secret_unreadable: { reason: 'damaged' },
  secret_not_saved: { reason: 'refused' },
  operation_parked: { reason: 'not_done' },
};

/** An error of any code for tests in which only the code matters. */
export function exampleError(code: ErrorCode, retryable = false): AppError {
  return { code, params: params[code], retryable } as AppError;
}
