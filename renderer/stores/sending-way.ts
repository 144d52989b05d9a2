import type { AccountView, SendingWay } from '../../shared/mail.ts';
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

/** Errors of SMTP that Graph is the way around: it is switched off for the mailbox, or the network blocks its port. */
const smtpIsClosed: ReadonlySet<AppError['code']> = new Set(['smtp_auth_disabled', 'smtp_unreachable']);

/** Whether Graph may send what could not be sent because of this error. */
export function graphMaySend(view: AccountView, error: AppError): boolean {
  return smtpIsClosed.has(error.code) && canSendByGraph(view) && sendingWay(view) === 'smtp';
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
