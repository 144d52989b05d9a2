import type { AccountView } from '../../shared/mail.ts';
import { showDetails, showDialog } from '../stores/ui.ts';

/** Leads to where the client ID and the tenant of an account's sign-in are entered. */
export function editRegistration({ account, identity }: AccountView): void {
  if (identity?.provider === 'microsoft365') showDialog({ kind: 'switch_to_oauth2', accountId: account.id });
  else showDetails(account.id);
}
