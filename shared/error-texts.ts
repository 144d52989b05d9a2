import type { ErrorCode } from './reply.ts';

/** What the one button of an error does. The place that shows the error decides how. */
export type ErrorActionKind =
  | 'retry'
  | 'sync_now'
  | 'sign_in'
  | 'sign_in_with_microsoft'
  | 'new_code'
  | 'edit_address'
  | 'edit_server'
  | 'edit_password'
  | 'edit_registration'
  | 'ask_administrator'
  | 'show_source'
  | 'review'
  | 'close';

export interface ErrorText {
  /** What happened, as one sentence; the error's own message follows it. */
  readonly title: string;
  /** Whose turn it is. `nobody`: it mends itself, or nothing can be done. */
  readonly whose: 'you' | 'admin' | 'server' | 'nobody';
  readonly action: { readonly kind: ErrorActionKind; readonly label: string };
}

function text(title: string, whose: ErrorText['whose'], kind: ErrorActionKind, label: string): ErrorText {
  return { title, whose, action: { kind, label } };
}

/** One text per code (U3): what happened, whose turn it is, one button. */
export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = {
  invalid_input: text('Something in the form is not right.', 'you', 'close', 'Check the form'),
  forbidden: text('Heron does not allow this.', 'nobody', 'close', 'OK'),
  not_found: text('This is no longer here.', 'nobody', 'close', 'OK'),
  cancelled: text('Cancelled.', 'you', 'retry', 'Try again'),
  internal: text('Something went wrong inside Heron.', 'you', 'retry', 'Try again'),

  offline: text('This computer is offline.', 'nobody', 'retry', 'Try now'),
  dns_failed: text('No server has this name.', 'you', 'edit_server', 'Check the server name'),
  connection_refused: text(
    'The server does not answer on this port.',
    'you',
    'edit_server',
    'Check the server settings',
  ),
  connection_lost: text('The connection was lost.', 'server', 'retry', 'Try again'),
  server_timeout: text('The server did not answer in time.', 'server', 'retry', 'Try again'),
  tls_expired: text('The server’s certificate has expired.', 'server', 'retry', 'Try again'),
  tls_wrong_host: text(
    'The server’s certificate belongs to another name.',
    'you',
    'edit_server',
    'Check the server name',
  ),
  tls_untrusted: text('The server’s certificate cannot be trusted.', 'server', 'retry', 'Try again'),
  tls_failed: text('No encrypted connection to the server.', 'you', 'edit_server', 'Check the server settings'),
  starttls_missing: text(
    'The server offers no encryption on this port.',
    'you',
    'edit_server',
    'Check the server settings',
  ),

  imap_protocol: text(
    'The server’s answer makes no sense for a mail server.',
    'you',
    'edit_server',
    'Check the server settings',
  ),
  authentication_failed: text(
    'The server did not accept the user name or password.',
    'you',
    'edit_password',
    'Enter the password again',
  ),
  basic_auth_blocked: text(
    'Password sign-in is switched off here.',
    'you',
    'sign_in_with_microsoft',
    'Sign in with Microsoft instead',
  ),
  token_rejected: text('The mail server did not accept the sign-in.', 'you', 'sign_in', 'Sign in'),
  mailbox_unavailable: text(
    'You are signed in, but the mailbox cannot be opened.',
    'admin',
    'ask_administrator',
    'Copy text for your administrator',
  ),
  throttled: text('The server asks Heron to slow down.', 'nobody', 'retry', 'Try now'),
  server_unavailable: text('The mail server is not available just now.', 'server', 'retry', 'Try again'),
  server_refused: text('The server refused.', 'server', 'retry', 'Try again'),
  folder_missing: text('This folder is no longer on the server.', 'nobody', 'sync_now', 'Sync now'),
  message_gone: text('This message is no longer on the server.', 'nobody', 'sync_now', 'Sync now'),
  message_too_large: text('This message is too large to show.', 'nobody', 'show_source', 'Show the source'),
  message_unreadable: text('This message cannot be read.', 'nobody', 'show_source', 'Show the source'),
  trash_missing: text('This account has no folder for deleted mail.', 'you', 'close', 'OK'),

  client_id_missing: text('Heron needs a client ID to sign in.', 'you', 'edit_registration', 'Enter the client ID'),
  sign_in_declined: text('The sign-in was declined.', 'you', 'new_code', 'New code'),
  sign_in_expired: text('The code has expired.', 'you', 'new_code', 'New code'),
  sign_in_required: text('Please sign in again.', 'you', 'sign_in', 'Sign in'),
  consent_required: text(
    'Your administrator has to approve Heron first.',
    'admin',
    'ask_administrator',
    'Copy text for your administrator',
  ),
  app_registration: text(
    'The app registration is not set up for this.',
    'admin',
    'edit_registration',
    'Check the registration',
  ),
  policy_blocked: text(
    'Your organisation’s policy does not allow this sign-in.',
    'admin',
    'ask_administrator',
    'Copy text for your administrator',
  ),
  wrong_tenant: text('This account is not in this organisation.', 'you', 'edit_registration', 'Check the tenant'),
  identity_provider_unavailable: text('The sign-in server is not available just now.', 'server', 'retry', 'Try again'),
  identity_provider_protocol: text(
    'The sign-in server’s answer makes no sense.',
    'you',
    'edit_registration',
    'Check the login host',
  ),
  identity_mismatch: text('Somebody else signed in.', 'you', 'sign_in', 'Sign in again'),

  account_exists: text('This mailbox is already in Heron.', 'you', 'edit_address', 'Use another address'),
  disk_full: text('The disk is full.', 'you', 'retry', 'Try again'),
  storage_failed: text('Heron could not write to its profile folder.', 'you', 'retry', 'Try again'),
  settings_damaged: text('The settings file was damaged and has been set aside.', 'you', 'review', 'Show details'),
  queue_damaged: text('The list of changes to be made on the server was damaged.', 'you', 'close', 'OK'),
  cache_damaged: text('A mail cache was damaged and is being rebuilt.', 'nobody', 'close', 'OK'),
  secret_unreadable: text('The saved sign-in cannot be read.', 'you', 'sign_in', 'Sign in'),
  secret_not_saved: text('Sign-ins are kept for this session only.', 'you', 'review', 'Show details'),
  operation_parked: text('A change could not be carried out on the server.', 'you', 'review', 'Review'),
};
