import type { Destination } from '../shared/mail.ts';
import { assertNever } from '../shared/reply.ts';
import { call, on } from './bridge.ts';
import { showDraftList } from './compose/composers.ts';
import { goToMessage } from './mailbox/mailbox.ts';
import { useAccounts } from './stores/accounts.ts';
import { showDialog, showMailbox, showSettings } from './stores/ui.ts';

/** Goes where main sends the user. A destination in an account that no longer exists is ignored. */
function goToDestination(destination: Destination): void {
  const accounts = useAccounts.getState().accounts ?? [];
  const isHere = (accountId: string) => accounts.some(({ account }) => account.id === accountId);
  if ('accountId' in destination && !isHere(destination.accountId)) return;
  switch (destination.kind) {
    case 'mailbox':
      // Without an account the user has to stay in setup.
      if (accounts.length > 0) showMailbox();
      return;
    case 'message':
      showMailbox();
      goToMessage(destination.accountId, destination.folderId, destination.messageId);
      return;
    case 'outbox':
      if (accounts.length === 0) return;
      showMailbox();
      showDraftList('outbox');
      return;
    case 'settings':
      showSettings('accounts');
      return;
    case 'account':
      showSettings(destination.accountId);
      return;
    case 'sign_in':
      showDialog({ kind: 'sign_in', accountId: destination.accountId });
      return;
    default:
      assertNever(destination);
  }
}

/** Where main wanted to send the user before the window listened; asked when the accounts are known. */
export async function goToFirstDestination(): Promise<void> {
  const reply = await call('app.takeDestination', undefined);
  if (reply.ok && reply.value !== null) goToDestination(reply.value);
}

/** Follows main's events; returns the unsubscribe. Called once by app.tsx. */
export function followDestinations(): () => void {
  return on('app.goTo', ({ destination }) => goToDestination(destination));
}
