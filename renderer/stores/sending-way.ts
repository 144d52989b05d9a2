import type { AccountView, ConnectionState, SendingWay } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { call } from '../bridge.ts';
import { showDialog } from './ui.ts';

/** Whether an account's messages can be handed over to Microsoft Graph: it signs in at Microsoft. */
export function canSendByGraph({ account, identity }: AccountView): boolean {
  return account.auth.method === 'oauth2' && identity?.provider === 'microsoft365';
}

/** How an account's messages are handed over. */
export function sendingWay({ account }: AccountView): SendingWay {
  return account.sending ?? 'smtp';
}

/** States in which the mail server answered, so that there is a network that reaches it. */
const serverAnswers: ReadonlySet<ConnectionState['kind']> = new Set(['online', 'syncing', 'throttled']);

/** Errors of a server that could not be reached, for whatever reason. */
const notReached: ReadonlySet<AppError['code']> = new Set([
  'offline',
  'dns_failed',
  'connection_refused',
  'connection_lost',
  'server_timeout',
  'smtp_unreachable',
]);

/**
 * Whether Graph may send what could not be sent because of this error: SMTP is switched off for the mailbox, or its port is closed while
 * other connections work. Without a network Graph cannot be reached either.
 */
export function graphMaySend(view: AccountView, error: AppError): boolean {
  const isPortClosed = error.code === 'smtp_unreachable' && serverAnswers.has(view.status.connection.kind);
  const isClosed = error.code === 'smtp_auth_disabled' || isPortClosed;
  return isClosed && canSendByGraph(view) && sendingWay(view) === 'smtp';
}

/**
 * What a message waits for that could not be sent because of this error: the network, or the account's servers, none of which can be
 * reached now. Null where it waits for something else, or only sending fails.
 */
export function waitsToReach({ status }: AccountView, error: AppError): 'network' | 'server' | null {
  const { connection } = status;
  if (connection.kind !== 'offline' || !notReached.has(error.code)) return null;
  return connection.error.code === 'offline' ? 'network' : 'server';
}

/**
 * Chooses how an account sends. Where the permission for Graph is missing, the sign-in that grants it is shown; it makes the same choice.
 * @returns why nothing was changed, for the user; null when it was, or the sign-in is shown
 */
export async function chooseSending({ account: { id } }: AccountView, sending: SendingWay): Promise<AppError | null> {
  const reply = await call('accounts.setSending', { accountId: id, sending });
  if (reply.ok) return null;
  const { code } = reply.error;
  if (code !== 'permission_missing' && code !== 'sign_in_required') return reply.error;
  showDialog({ kind: 'allow_graph', accountId: id });
  return null;
}
