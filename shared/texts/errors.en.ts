import type { faultsEn } from './faults.en.ts';
import type { faultsAuthEn } from './faults-auth.en.ts';
import type { faultsOperationsEn } from './faults-operations.en.ts';
import type { faultsSendingEn } from './faults-sending.en.ts';
import type { faultsServerEn } from './faults-server.en.ts';

type ErrorCode =
  | keyof typeof faultsEn
  | keyof typeof faultsServerEn
  | keyof typeof faultsAuthEn
  | keyof typeof faultsOperationsEn
  | keyof typeof faultsSendingEn;

/** One text per error code: what happened, and its button. */
interface ErrorWords {
  readonly title: string;
  readonly button: string;
}

const codes: Readonly<Record<ErrorCode, ErrorWords>> = {
  invalid_input: { title: 'Something in the form is not right.', button: 'Check the form' },
  forbidden: { title: 'Heron does not allow this.', button: 'OK' },
  not_found: { title: 'This is no longer here.', button: 'OK' },
  cancelled: { title: 'Cancelled.', button: 'Try again' },
  internal: { title: 'Something went wrong inside Heron.', button: 'Try again' },
  offline: { title: 'This computer is offline.', button: 'Try now' },
  paused: { title: 'Heron is paused.', button: 'OK' },
  dns_failed: { title: 'No server has this name.', button: 'Check the server name' },
  connection_refused: { title: 'The server did not accept the connection.', button: 'Check the server settings' },
  proxy_password_wanted: {
    title: 'The proxy of this network asks for a password.',
    button: 'Enter the proxy’s password',
  },
  proxy_failed: { title: 'The proxy does not let Heron through.', button: 'Try again' },
  connection_lost: { title: 'The connection was lost.', button: 'Try again' },
  server_timeout: { title: 'The server did not answer in time.', button: 'Try again' },
  tls_expired: { title: 'The server’s certificate has expired.', button: 'Try again' },
  tls_wrong_host: { title: 'The server’s certificate belongs to another name.', button: 'Check the server name' },
  tls_untrusted: { title: 'The server’s certificate cannot be trusted.', button: 'Try again' },
  tls_failed: { title: 'No encrypted connection to the server.', button: 'Check the server settings' },
  starttls_missing: { title: 'The server offers no encryption on this port.', button: 'Check the server settings' },
  imap_protocol: {
    title: 'The server’s answer makes no sense for a mail server.',
    button: 'Check the server settings',
  },
  authentication_failed: {
    title: 'The server did not accept the user name or password.',
    button: 'Enter the password again',
  },
  basic_auth_blocked: { title: 'Password sign-in is switched off here.', button: 'Sign in with Microsoft instead' },
  token_rejected: { title: 'The mail server did not accept the sign-in.', button: 'Sign in' },
  web_sign_in_required: { title: 'Your provider asks you to sign in with a browser.', button: 'Open the page' },
  mailbox_unavailable: {
    title: 'You are signed in, but the mailbox cannot be opened.',
    button: 'Copy text for your administrator',
  },
  throttled: { title: 'The server asks Heron to slow down.', button: 'Try now' },
  server_unavailable: { title: 'The mail server is not available just now.', button: 'Try again' },
  server_refused: { title: 'The server refused.', button: 'Try again' },
  folder_missing: { title: 'This folder is no longer on the server.', button: 'Sync now' },
  message_gone: { title: 'This message is no longer on the server.', button: 'Sync now' },
  message_too_large: { title: 'This message is too large to show.', button: 'Show the source' },
  message_unreadable: { title: 'This message cannot be read.', button: 'Show the source' },
  trash_missing: { title: 'This account has no folder for deleted mail.', button: 'OK' },
  client_id_missing: { title: 'Heron needs a client ID to sign in.', button: 'Enter the client ID' },
  sign_in_declined: { title: 'The sign-in was declined.', button: 'New code' },
  sign_in_expired: { title: 'The code has expired.', button: 'New code' },
  sign_in_timed_out: { title: 'The time for signing in is over.', button: 'Try again' },
  browser_sign_in_failed: { title: 'Signing in by browser does not work here.', button: 'Use a code instead' },
  code_blocked: { title: 'Signing in with a code is blocked.', button: 'Sign in by browser' },
  wrong_account: { title: 'This was another account.', button: 'Choose another account' },
  sign_in_required: { title: 'Please sign in again.', button: 'Sign in' },
  consent_required: {
    title: 'Your administrator has to approve Heron first.',
    button: 'Copy text for your administrator',
  },
  permission_missing: { title: 'The sign-in lacks a permission for this.', button: 'Sign in again' },
  app_registration: { title: 'The app registration is not set up for this.', button: 'Check the registration' },
  policy_blocked: {
    title: 'Your organisation’s policy does not allow this sign-in.',
    button: 'Copy text for your administrator',
  },
  wrong_tenant: { title: 'This account is not in this organisation.', button: 'Check the tenant' },
  service_missing: {
    title: 'Your organisation has not switched this mail service on.',
    button: 'Copy text for your administrator',
  },
  account_locked: { title: 'This account is locked for a while.', button: 'Sign in after that' },
  account_blocked: {
    title: 'This account is blocked at Microsoft.',
    button: 'Copy text for your administrator',
  },
  password_due: { title: 'The password of this account has to be changed.', button: 'Sign in and change it' },
  identity_provider_unavailable: { title: 'The sign-in server is not available just now.', button: 'Try again' },
  identity_provider_protocol: { title: 'The sign-in server’s answer makes no sense.', button: 'Check the login host' },
  identity_mismatch: { title: 'Somebody else signed in.', button: 'Sign in again' },
  provider_unknown: { title: 'This Heron does not know how to sign in here.', button: 'OK' },
  token_host_refused: {
    title: 'The sign-in is not meant for this mail server.',
    button: 'Check the server name',
  },
  account_exists: { title: 'This mailbox is already in Heron.', button: 'Use another address' },
  file_not_usable: { title: 'Heron cannot use this file.', button: 'Choose another file' },
  disk_full: { title: 'The disk is full.', button: 'Try again' },
  storage_failed: { title: 'Heron could not write to its profile folder.', button: 'Try again' },
  settings_damaged: { title: 'The settings file was damaged and has been set aside.', button: 'Show details' },
  queue_damaged: { title: 'The list of changes to be made on the server was damaged.', button: 'OK' },
  cache_damaged: { title: 'A mail cache was damaged and is being rebuilt.', button: 'OK' },
  secret_unreadable: { title: 'The saved sign-in cannot be read.', button: 'Sign in' },
  secret_not_saved: { title: 'Sign-ins are kept for this session only.', button: 'Show details' },
  draft_changed: { title: 'This draft was changed meanwhile.', button: 'Show the newest version' },
  not_sendable: { title: 'This message cannot be sent yet.', button: 'Check the message' },
  not_printed: { title: 'The message was not printed.', button: 'OK' },
  file_refused: { title: 'This file cannot be attached.', button: 'OK' },
  smtp_protocol: {
    title: 'The server’s answer makes no sense for a server that sends mail.',
    button: 'Check the server settings',
  },
  smtp_auth_disabled: {
    title: 'Sending by SMTP is switched off for this mailbox.',
    button: 'Copy text for your administrator',
  },
  smtp_unreachable: { title: 'The server for sending cannot be reached.', button: 'Check the server settings' },
  graph_refused: {
    title: 'Microsoft Graph did not take the message.',
    button: 'Copy text for your administrator',
  },
  send_as_denied: { title: 'You may not send with this address.', button: 'Choose another sender' },
  sending_blocked: { title: 'This mailbox is blocked from sending.', button: 'Copy text for your administrator' },
  relay_denied: { title: 'The server for sending does not know this account.', button: 'Check the server settings' },
  sending_limit: { title: 'The mailbox has reached its sending limit.', button: 'Try again' },
  message_refused: { title: 'The server did not take the message.', button: 'Edit the message' },
  recipients_refused: { title: 'The server did not take some of the recipients.', button: 'Edit the message' },
  sending_deferred: { title: 'The server takes the message later.', button: 'Try now' },
  may_have_been_sent: { title: 'This message may have been sent.', button: 'Decide' },
  draft_not_copied: { title: 'A draft could not be copied to the server.', button: 'OK' },
  sent_copy_missing: { title: 'A sent message could not be put into the Sent folder.', button: 'OK' },
  operation_parked: { title: 'A change could not be carried out on the server.', button: 'Review' },
};

/** What went wrong, in one sentence each, and the buttons of errors. */
export const errorsEn = {
  codes,
  tryAgain: 'Try again',
  openPage: (host: string) => `Open ${host}`,
};
